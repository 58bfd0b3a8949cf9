"""A further round: what may differ, who counts with what, what is shown, and to whom."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import Ballot, Cell, Standing
from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.findings import Refused
from reviewtui.domain.further_round import (
    LEAST_MARKS,
    Feedback,
    RoundStart,
    going_on,
    moves,
    spread_of,
    strays,
)
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.exchange.merge_plan import missing_line
from reviewtui.filing.archive import verify
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.board import board
from reviewtui.session.board_words import missing_words
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.effective import StoredBallot
from reviewtui.session.journal import EventKind
from reviewtui.session.kit import make_kit, read_kit
from reviewtui.session.merging import plan_merge
from reviewtui.session.round_record import read_rounds, standing_rounds
from reviewtui.session.round_start import taking_part
from reviewtui.session.round_words import before_words
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from reviewtui.tally.round_words import moves_table
from reviewtui.tally.rounds import compared
from tests.session.conftest import Room, fill, mark, scored, small_meeting

MakeRoom = Callable[..., Room]
WHY = "convinced by the discussion"


def hand_in(session: Session, expert: str, points: float = 8) -> None:
    """Mark everything alike and submit."""
    scoring = session.scoring(expert, 1)
    fill(scoring, points)
    scoring.seal().result()


def changed(points: float, reason: str = WHY) -> Cell:
    """A mark with the reason why it is another one now."""
    return scored(points)._replace(reason=reason)


@pytest.fixture
def opened(room: MakeRoom) -> Session:
    """Six experts, two candidates; round 1 is open; expert n gave n points everywhere."""
    session = room(small_meeting(experts=6)).open()
    for number in range(1, 7):
        hand_in(session, f"{number:02}", number)
    session.unseal()
    return session


@pytest.fixture
def second(opened: Session) -> Session:
    """Round 2 of it: row 1.1 of candidate 1 is reopened."""
    begin_round(opened, {"1": ["1.1"]}, by="Zhang San", reason="range of 5")
    return opened


def refusal(call: Callable[[], object]) -> str:
    """What a refused call says."""
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


def total(session: Session, candidate: str, number: int | None = None) -> object:
    """A candidate's total in a round."""
    verdict = verdict_of(session, number)
    return next(item.total for item in verdict.candidates if item.code == candidate)


# Beginning ---------------------------------------------------------------------------


def test_a_further_round_begins_only_after_the_one_before_is_open(room: MakeRoom) -> None:
    session = room(small_meeting(experts=6)).open()
    hand_in(session, "01")
    said = refusal(lambda: begin_round(session, {"1": []}, reason="x"))
    assert "round 1 is not opened yet" in said
    assert session.meeting.round == 1


def test_everything_that_does_not_fit_is_said_at_once(opened: Session) -> None:
    said = refusal(lambda: begin_round(opened, {"9": [], "1": ["7"]}, reason=" "))
    assert "no candidate 9" in said
    assert "no row 7" in said
    assert "say why" in said
    assert not read_rounds(opened.meeting.file, opened.id)


def test_a_row_above_names_all_below_it_and_none_names_all(opened: Session) -> None:
    begun = begin_round(opened, {"1": ["2"], "2": []}, reason="x")
    assert begun.cells == {"1": ("2.1", "2.2"), "2": ("1.1", "1.2", "2.1", "2.2")}


def test_the_journal_says_what_is_reopened_by_whom_and_why(second: Session) -> None:
    event = second.journal()[-1]
    assert event.kind is EventKind.ROUND
    assert event.body["cells"] == {"1": ["1.1"]}
    assert event.body["by"] == "Zhang San"
    assert event.body["feedback"] == "spread"
    assert set(event.body["base"]) == {f"{n:02}" for n in range(1, 7)}
    assert second.check() == []


def test_what_is_reopened_can_be_put_right_until_a_mark_or_kit_is_out(second: Session) -> None:
    begin_round(second, {"2": ["1.1"]}, reason="the other one", again=True)
    assert second.meeting.round == 2
    (stands,) = standing_rounds(read_rounds(second.meeting.file, second.id), 2)
    assert stands.cells == {"2": ("1.1",)}
    make_kit(second.meeting, "01")
    assert "out already" in refusal(
        lambda: begin_round(second, {"1": ["1.1"]}, reason="x", again=True)
    )


# What may differ ---------------------------------------------------------------------


def test_it_starts_as_a_copy_and_only_reopened_cells_can_be_marked(second: Session) -> None:
    scoring = second.scoring("03")
    assert scoring.round == 2
    assert scoring.cell("1", "1.1") == scored(3)
    assert scoring.holes() == []
    said = refusal(lambda: scoring.commit([mark("1", "1.2", 4)]).result())
    assert "1.2 is not reopened" in said
    said = refusal(lambda: scoring.commit([mark("2", "1.1", 4)]).result())
    assert "not reopened" in said
    refusal(lambda: scoring.commit([CommentChange("2", "", "x")]).result())
    refusal(
        lambda: scoring.commit(
            [StandingChange("1", Standing(CandidateState.RECUSED, "x"))]
        ).result()
    )
    assert scoring.cell("1", "1.2") == scored(3)


def test_a_changed_mark_wants_a_reason_and_an_unchanged_one_does_not(second: Session) -> None:
    scoring = second.scoring("03")
    scoring.commit([mark("1", "1.1", 5)]).result()
    assert scoring.holes() == [("1", "1.1")]
    assert "without a reason" in refusal(lambda: scoring.seal().result())
    scoring.commit([mark("1", "1.1", 3)]).result()
    assert scoring.holes() == []
    scoring.commit([MarkChange("1", "1.1", changed(5))]).result()
    assert scoring.seal().result().rev == 1


def test_a_first_mark_wants_no_reason(room: MakeRoom) -> None:
    """What was blank in the round before is no other mark now; it is given for the first time."""
    session = room(small_meeting(experts=2)).open()
    hand_in(session, "01")
    left = session.scoring("02", 1)
    left.commit([mark("1", "1.1", 6)]).result()
    left.seal(left=True).result()
    session.unseal()
    begin_round(session, {"1": ["1.1", "1.2"]}, reason="x")
    scoring = session.scoring("02")
    scoring.commit([mark("1", "1.2", 7)]).result()
    assert scoring.holes() == []
    scoring.commit([mark("1", "1.1", 7)]).result()
    assert scoring.holes() == [("1", "1.1")]
    scoring.commit([mark("1", "1.1", 6), mark("1", "1.2", 5)]).result()
    scoring.seal().result()
    session.unseal()
    assert session.check() == []
    (found,) = compared(session)
    (moved,) = moves_table(session.sheet, found)[1]
    assert moved[2:] == ["1.2", "blank", "5.0", "-", "first mark, none was given before"]


def test_a_reopened_mark_is_not_taken_away(second: Session) -> None:
    scoring = second.scoring("03")
    scoring.commit([MarkChange("1", "1.1", Cell())]).result()
    assert "blank" in refusal(lambda: scoring.seal(left=True).result())


def test_undo_goes_back_to_the_mark_of_the_round_before(second: Session) -> None:
    scoring = second.scoring("03")
    scoring.commit([MarkChange("1", "1.1", changed(5))]).result()
    undone = scoring.undo()
    assert undone is not None
    undone.result()
    assert second.scoring("03").cell("1", "1.1") == scored(3)


def test_a_comment_of_the_round_before_stays_until_it_is_changed(room: MakeRoom) -> None:
    session = room(small_meeting(experts=1)).open()
    scoring = session.scoring("01")
    scoring.commit([CommentChange("1", "1.1", "good"), CommentChange("1", "", "fine")]).result()
    hand_in(session, "01")
    session.unseal()
    begin_round(session, {"1": ["1.1"]}, reason="x")
    again = session.scoring("01")
    assert again.comment("1", "1.1") == "good"
    again.commit([CommentChange("1", "1.1", "")]).result()
    reread = session.scoring("01")
    assert reread.comment("1", "1.1") == ""
    assert reread.comment("1", "") == "fine"
    assert session.check() == []


def test_who_had_nothing_before_takes_no_part(room: MakeRoom) -> None:
    session = room(small_meeting(experts=2)).open()
    hand_in(session, "01")
    session.unseal()
    begin_round(session, {"1": []}, reason="x")
    assert "takes no part" in refusal(lambda: session.scoring("02"))
    assert "takes no part" in refusal(lambda: make_kit(session.meeting, "02"))


def test_nothing_is_expected_of_whom_nothing_is_reopened_for(room: MakeRoom) -> None:
    """02 has no ballot before, 03 may not judge what is reopened."""
    session = room(small_meeting(experts=3).recuse("03", "1")).open()
    for expert in ("01", "03"):
        hand_in(session, expert)
    session.unseal()
    begin_round(session, {"1": []}, reason="x")
    assert [one.code for one in taking_part(session.meeting)] == ["01"]
    plan = plan_merge(session.meeting, [])
    assert (plan.missing, plan.due) == ((("01", Why.ABSENT),), 1)
    assert "1 of 1: Expert 01" in missing_words(board(session))
    scoring = session.scoring("01", 2)
    scoring.commit([MarkChange("1", "1.1", changed(5))]).result()
    scoring.seal().result()
    assert missing_line(plan_merge(session.meeting, [])).startswith(
        "Complete: the ballots of all 1"
    )
    assert missing_words(board(session)).startswith("Complete: the ballots of all 1")


def test_a_whole_reopened_candidate_may_be_stepped_back_from(opened: Session) -> None:
    begin_round(opened, {"2": []}, reason="a relation came up")
    scoring = opened.scoring("03")
    scoring.commit([StandingChange("2", Standing(CandidateState.RECUSED, "relative"))]).result()
    scoring.seal().result()
    opened.unseal()
    verdict = verdict_of(opened)
    of_two = next(item for item in verdict.candidates if item.code == "2")
    assert of_two.n == 5
    assert opened.check() == []


# Who counts --------------------------------------------------------------------------


def test_who_hands_in_none_counts_with_the_round_before(second: Session) -> None:
    scoring = second.scoring("06")
    scoring.commit([MarkChange("1", "1.1", changed(0))]).result()
    scoring.seal().result()
    before = total(second, "1")
    second.unseal()
    assert second.meeting.official == 2
    assert total(second, "1", 1) == before
    assert total(second, "1") == before - 1  # 6 points less of six experts
    assert total(second, "2") == total(second, "2", 1)
    assert {own.round for own in second.official().values() if isinstance(own, StoredBallot)} == {
        1,
        2,
    }
    assert second.check() == []


def test_a_withdrawn_ballot_of_the_round_leaves_the_one_before(second: Session) -> None:
    from reviewtui.session.withdrawing import withdraw

    for expert in ("05", "06"):
        scoring = second.scoring(expert)
        scoring.commit([MarkChange("1", "1.1", changed(0))]).result()
        scoring.seal().result()
    withdraw(second, "06", reason="changed his mind", number=2)
    second.unseal()
    counted = second.official()
    assert second.effective(2)["06"] is Why.WITHDRAWN
    assert [counted[code].round for code in ("05", "06")] == [2, 1]  # type: ignore[union-attr]


def test_a_third_round_goes_on_from_what_counts(second: Session) -> None:
    scoring = second.scoring("06")
    scoring.commit([MarkChange("1", "1.1", changed(0))]).result()
    scoring.seal().result()
    second.unseal()
    begin_round(second, {"1": ["1.1"], "2": ["2.2"]}, reason="once more")
    assert second.meeting.round == 3
    assert second.scoring("06").cell("1", "1.1") == changed(0)
    assert second.scoring("05").cell("1", "1.1") == scored(5)
    third = second.scoring("05")
    third.commit([MarkChange("2", "2.2", changed(10))]).result()
    third.seal().result()
    second.unseal()
    assert total(second, "1", 3) == total(second, "1", 2)
    assert total(second, "2", 3) != total(second, "2", 2)


# Blindness ---------------------------------------------------------------------------


def test_nothing_of_the_round_at_work_is_told_before_it_is_open(second: Session) -> None:
    scoring = second.scoring("06")
    scoring.commit([MarkChange("1", "1.1", changed(0, "secret reason"))]).result()
    scoring.seal().result()
    told = canonical_bytes([dict(event.body) for event in second.journal()[-3:]]).decode()
    assert "secret reason" not in told
    assert "marks" not in told
    assert second.opened is None
    assert "not been opened" in refusal(lambda: second.marks(2))
    number = next(item for item in second.stored() if item.round == 2)
    refusal(lambda: second.ballot(number.content_id))
    assert total(second, "1") == total(second, "1", 1)


def test_a_kit_holds_ones_own_marks_and_of_others_only_the_spread(second: Session) -> None:
    kit = make_kit(second.meeting, "06")
    assert kit.round == 2
    assert read_kit(kit.content()) == kit
    assert kit.start is not None
    text = kit.content().decode()
    others = [own for code, own in read_rounds(second.meeting.file, second.id)[0].base.items()]
    assert sum(own in text for own in others) == 1
    start = kit.start["start"]
    assert isinstance(start, dict)
    assert start["spread"] == {"1": {"1.1": [6, 700, 100, 600]}}
    assert '"400"' not in text
    assert ",400]" not in text


def test_issuing_a_round_again_gives_the_same_kit(second: Session) -> None:
    assert make_kit(second.meeting, "06").content() == make_kit(second.meeting, "06").content()


@pytest.mark.parametrize("experts", [LEAST_MARKS - 1, LEAST_MARKS])
def test_a_spread_is_shown_from_five_marks_on(room: MakeRoom, experts: int) -> None:
    session = room(small_meeting(experts=experts)).open()
    for number in range(1, experts + 1):
        hand_in(session, f"{number:02}", number)
    session.unseal()
    begin_round(session, {"1": ["1.1"]}, reason="x")
    start = session.scoring("01").start
    assert start is not None
    assert bool(start.spread) is (experts >= LEAST_MARKS)


def test_who_gave_no_mark_does_not_see_the_panels_before_his_first(room: MakeRoom) -> None:
    """06 marked row 1.1 of candidate 1 and left early."""
    session = room(small_meeting(experts=6)).open()
    for number in range(1, 6):
        hand_in(session, f"{number:02}", number)
    left = session.scoring("06", 1)
    left.commit([mark("1", "1.1", 6)]).result()
    left.seal(left=True).result()
    session.unseal()
    begin_round(session, {"1": ["1.1", "1.2"]}, reason="x")
    start = session.scoring("06").start
    assert start is not None
    assert {code: set(rows) for code, rows in start.spread.items()} == {"1": {"1.1"}}
    row = session.sheet.judged("1")[1]
    assert "a first mark is given without them" in before_words(start, 2, "1", row)[-1]
    others = session.scoring("01").start
    assert others is not None
    assert set(others.spread["1"]) == {"1.1", "1.2"}
    kit = make_kit(session.meeting, "06").start
    assert kit is not None
    assert set(kit["start"]["spread"]["1"]) == {"1.1"}  # type: ignore[index,call-overload]


def test_no_feedback_is_given_where_none_is_allowed(opened: Session) -> None:
    begin_round(opened, {"1": []}, reason="x", feedback=Feedback.NONE)
    start = opened.scoring("01").start
    assert start is not None
    assert start.spread == {}


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_the_median_lies_in_the_middle_and_tells_no_order(marks: list[int]) -> None:
    found = spread_of(marks)
    if len(marks) < LEAST_MARKS:
        assert found is None
        return
    assert found is not None
    assert found == spread_of(marks[::-1])
    below = sum(mark * 2 < found.twice for mark in marks)
    above = sum(mark * 2 > found.twice for mark in marks)
    assert max(below, above) <= len(marks) // 2
    assert (found.low, found.high, found.n) == (min(marks), max(marks), len(marks))


# Ballots from outside ----------------------------------------------------------------

CELLS = {"1": {"1.1": scored(3), "1.2": scored(3)}, "2": {"1.1": scored(3)}}
BASE = Ballot("s", "01", "h", cells=CELLS, comments={"2": {"": "as it was"}})
REOPENED = RoundStart({"1": ("1.1",)}, BASE)
CHANGES = st.sampled_from(
    [scored(3), scored(4), changed(4), Cell(), Cell(CellState.UNABLE, reason="x")]
)


@given(CHANGES, CHANGES, CHANGES, st.sampled_from(["as it was", "other"]))
def test_only_a_reopened_cell_with_a_reason_may_differ(
    one: Cell, two: Cell, three: Cell, comment: str
) -> None:
    cells = {"1": {"1.1": one, "1.2": two}, "2": {"1.1": three}}
    ballot = replace(BASE, round=2, cells=cells, comments={"2": {"": comment}})
    allowed = one in (scored(3), changed(4), Cell(CellState.UNABLE, reason="x"))
    clean = allowed and two == three == scored(3) and comment == "as it was"
    assert (strays(ballot, REOPENED) == []) is clean


MAYBE = st.sampled_from([scored(3), scored(4), changed(4), Cell(), Cell(CellState.UNABLE)])


@given(MAYBE, MAYBE, MAYBE, MAYBE)
def test_the_verifier_of_an_archive_allows_what_the_program_allows(
    one: Cell, two: Cell, one_before: Cell, two_before: Cell
) -> None:
    base = replace(BASE, cells={"1": {"1.1": one_before, "1.2": two_before}}, comments={})
    now = replace(base, round=2, cells={"1": {"1.1": one, "1.2": two}})
    start = RoundStart({"1": ("1.1",)}, base)
    documents = (json.loads(ballot.document()) for ballot in (now, base))
    assert bool(strays(now, start)) is bool(verify.stray(*documents, {"1": ["1.1"]}))


@given(MAYBE, MAYBE, st.dictionaries(st.sampled_from(["1.1", "1.2"]), MAYBE))
def test_a_sheet_that_goes_on_keeps_what_it_does_not_say(
    one: Cell, two: Cell, said: dict[str, Cell]
) -> None:
    base = replace(BASE, cells={"1": {"1.1": one, "1.2": two}}, comments={})
    start = RoundStart({"1": ("1.1", "1.2")}, base)
    cells = going_on(start, 2, {"1": said}, {}).cells["1"]
    for row, before in base.cells["1"].items():
        now = said.get(row, Cell())
        other = now.done and (now.state, now.mark) != (before.state, before.mark)
        assert cells[row] == (now if other else before)


def test_rounds_side_by_side_name_every_cell_that_moved() -> None:
    cells = {"1": {"1.1": changed(5), "1.2": scored(3)}, "2": {"1.1": scored(3)}}
    (moved,) = moves(BASE, replace(BASE, round=2, cells=cells))
    assert (moved.candidate, moved.row, moved.before.mark, moved.after.mark) == (
        *("1", "1.1"),
        *(300, 500),
    )
