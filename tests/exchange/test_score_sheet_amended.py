"""Excel score sheets that come back after an expert or a candidate left: nothing in silence."""

from pathlib import Path

import pytest

from reviewtui.domain.amendment import Addition, CandidateWithdrawal, Change, LateRecusal, Newcomer
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.exchange.collecting import Merged, carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.said_of_aside import said_of_aside
from reviewtui.exchange.score_sheet_entry import enter_score_sheet
from reviewtui.exchange.watch import Seen, Watcher
from reviewtui.session.amending import amend
from reviewtui.session.backup import copy_session
from reviewtui.session.board import board
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.merge_items import Taking
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from reviewtui.tally.report import results_json
from tests.exchange.score_sheets import fill, issued, issued_anew, sheet_in, sheet_of
from tests.meeting import meeting, small_set
from tests.session.conftest import small_meeting

FROM_ALL = (LateRecusal("01", "1"), LateRecusal("01", "2"))
FIRST_IS_GONE = (CandidateWithdrawal("1"),)
FIRST = {("1", row): 1 for row in ("1.1", "1.2", "2.1", "2.2")}
BOTH = FIRST | {("2", row): 1 for row in ("1.1", "1.2", "2.1", "2.2")}
SECOND = {at: mark for at, mark in BOTH.items() if at[0] == "2"}
OUT = SECOND | {("1", "whole candidate"): "recused", ("1", "reason for it"): "曾任顾问"}
SAID = "only candidates that this expert is not to score any more are filled in ({})"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return issued(tmp_path, small_meeting().panel()[0])


def amended(desk: Path, *changes: Change) -> None:
    for change in changes:
        with Session.open(desk) as session:
            amend(session, change, by="会务", reason="会议决定")


def merged(session: Session, place: Path) -> Merged:
    return carry_out(session, plan(session, [place]))


@pytest.mark.parametrize(
    ("changes", "values", "codes"),
    [
        (FROM_ALL, BOTH, "1, 2"),
        (FROM_ALL, {("2", "comment"): "思路清楚"}, "2"),
        (FROM_ALL[:1], FIRST, "1"),
        (FIRST_IS_GONE, FIRST, "1"),
    ],
)
def test_a_sheet_of_which_nothing_counts_any_more_lies_aside_and_is_told(
    desk: Path, changes: tuple[Change, ...], values: dict[tuple[str, str], object], codes: str
) -> None:
    path = fill(sheet_of(desk), values)
    amended(desk, *changes)
    with Session.open(desk) as session:
        done = merged(session, path.parent)
        assert [item.taking for item in done.plan.items] == [Taking.ASIDE]
        assert any(SAID.format(codes) in notice.sentence for notice in done.notices)
        assert [item.why for item in kept_aside(session)] == [Reason.SCORE_SHEET]
        assert session.effective()["01"] is Why.ABSENT
        assert not plan(session, [path.parent]).plan.changes
        with pytest.raises(Refused) as refused:
            enter_score_sheet(session, path)
        assert SAID.format(codes) in str(refused.value)


def test_collecting_lets_such_a_stick_wait_for_somebody_to_look(desk: Path, tmp_path: Path) -> None:
    path = fill(sheet_of(desk), BOTH)
    amended(desk, *FROM_ALL)
    with Session.open(desk) as session:
        watcher = Watcher(session, [path.parent], lambda: [], tmp_path / "backup")
        seen = [event.seen for _look in range(3) for event in watcher.scan()]
    assert Seen.WAITS in seen
    assert Seen.EMPTY not in seen


def test_issuing_again_never_writes_over_what_counts_no_more(desk: Path) -> None:
    path = sheet_of(desk)
    fill(path, BOTH).replace(path)
    written = path.read_bytes()
    amended(desk, *FROM_ALL)
    next(path.parent.glob("*.kit")).unlink()  # as the refusal to issue says
    with Session.open(desk) as session:
        issue(session, desk.parent / "kits")
    assert path.read_bytes() == written


@pytest.mark.parametrize("changes", [FROM_ALL, FIRST_IS_GONE])
@pytest.mark.parametrize("anew", [False, True])
def test_an_empty_sheet_is_passed_over_whenever_it_was_issued(
    desk: Path, changes: tuple[Change, ...], anew: bool
) -> None:
    amended(desk, *changes)
    with Session.open(desk) as session:
        if anew:
            issue(session, desk.parent / "kits", ["01"], anew=True)
        done = merged(session, sheet_of(desk).parent)
        assert (done.plan.items, done.clean) == ((), True)
        assert kept_aside(session) == []


def test_what_the_form_prints_for_a_recused_expert_is_nobodys_writing(tmp_path: Path) -> None:
    desk = issued(tmp_path, small_meeting().recuse("01", "1").panel()[0])
    amended(desk, *FIRST_IS_GONE)
    with Session.open(desk) as session:
        assert merged(session, sheet_of(desk).parent).plan.items == ()


def test_marks_of_others_are_taken_and_what_is_left_is_told(desk: Path) -> None:
    path = fill(sheet_of(desk), BOTH)
    amended(desk, FROM_ALL[0])
    with Session.open(desk) as session:
        done = merged(session, path.parent)
        assert [item.taking for item in done.plan.items] == [Taking.NEW]
        (told,) = done.notices
        assert "recused from candidate 1 since; what stands there is left" in told.sentence


@pytest.mark.parametrize("changes", [FROM_ALL[:1], FIRST_IS_GONE])
@pytest.mark.parametrize("values", [BOTH, BOTH | {("1", "1.2"): "unable: 材料未附"}, SECOND, OUT])
def test_the_same_sheet_is_the_same_ballot_before_and_after_somebody_left(
    desk: Path, changes: tuple[Change, ...], values: dict[tuple[str, str], object]
) -> None:
    path = fill(sheet_of(desk), values)
    with Session.open(desk) as session:
        merged(session, path.parent)
    amended(desk, *changes)
    with Session.open(desk) as session:
        done = merged(session, path.parent)
        assert [item.taking for item in done.plan.items] == [Taking.ALREADY_HERE]
        assert not enter_score_sheet(session, path).taken.new
        assert len(session.stored()) == 1
        assert isinstance(session.effective()["01"], StoredBallot)


@pytest.mark.parametrize("changes", [FROM_ALL[:1], FIRST_IS_GONE])
@pytest.mark.parametrize("values", [{}, BOTH])
def test_what_the_form_prints_for_settled_rows_and_such_that_do_not_apply_stands_in_no_way(
    tmp_path: Path, changes: tuple[Change, ...], values: dict[tuple[str, str], object]
) -> None:
    table = small_set(primaries=2, rows=2)
    table["rows"].append({"code": "2.3", "parent": "2", "title": "核定项", "kind": "fact"})
    held = meeting(2, 2, table=table, granularity="rows").settle("1", "2.3", "yes")
    desk = issued(tmp_path, held.settle("2", "2.3", "no").hide("1", "2.2").panel()[0])
    shut = {at: value for at, value in values.items() if at != ("1", "2.2")}
    fill(sheet_of(desk), shut).replace(sheet_of(desk))
    with Session.open(desk) as session:
        merged(session, sheet_of(desk).parent)
        held_before = session.stored()
    amended(desk, *changes)
    with Session.open(desk) as session:
        assert merged(session, sheet_of(desk).parent).clean
        assert session.stored() == held_before
        assert len(held_before) == bool(values)


@pytest.mark.parametrize("changes", [FROM_ALL[:1], FIRST_IS_GONE])
def test_how_far_the_expert_is_leaves_out_what_he_need_not_judge_any_more(
    desk: Path, changes: tuple[Change, ...]
) -> None:
    path = fill(sheet_of(desk), SECOND | {("1", "1.1"): 7})
    with Session.open(desk) as session:
        merged(session, path.parent)
        assert session.progress()["01"] == (4, 8, True)
    amended(desk, *changes)
    with Session.open(desk) as session:
        finished = len(session.panel.assigned("01"))
        assert next(iter(board(session))).checked == (finished, finished)
        assert session.progress()["01"] == (4, 4, True)


@pytest.mark.parametrize("changes", [FROM_ALL, FIRST_IS_GONE])
def test_a_sheet_that_is_here_stays_here_when_nothing_of_it_counts_any_more(
    desk: Path, changes: tuple[Change, ...]
) -> None:
    path = fill(sheet_of(desk), FIRST)
    with Session.open(desk) as session:
        merged(session, path.parent)
    amended(desk, *changes)
    with Session.open(desk) as session:
        assert [item.taking for item in merged(session, path.parent).plan.items] == [
            Taking.ALREADY_HERE
        ]
        assert kept_aside(session) == []


@pytest.mark.parametrize("changes", [FROM_ALL[:1], FIRST_IS_GONE])
def test_two_desks_that_know_of_a_leaving_at_different_times_come_to_one_ballot(
    desk: Path, tmp_path: Path, changes: tuple[Change, ...]
) -> None:
    path = fill(sheet_of(desk), BOTH)
    other = tmp_path / "other.review"
    with Session.open(desk) as session:
        copy_session(session.meeting, other)
    amended(other, *changes)
    for place in (desk, other):
        with Session.open(place) as session:
            merged(session, path.parent)
    for place, brings in ((desk, other), (other, desk)):
        with Session.open(place) as session:
            merged(session, brings)
    totals = []
    for place in (desk, other):
        with Session.open(place) as session:
            (only,) = session.stored()
            assert session.effective()["01"] == only
            session.unseal("会务")
            verdict = verdict_of(session, 1)
            totals.append(results_json(session.id, session.panel, session.sheet, verdict))
    assert totals[0] == totals[1]
    assert totals[0]["candidates"][1]["counted"] == ["01"]
    assert totals[0]["candidates"][0]["counted"] == []


def test_one_look_takes_a_newcomer_his_kit_and_the_sheet_he_filled_in(
    desk: Path, tmp_path: Path
) -> None:
    other, room = tmp_path / "room" / "other.review", tmp_path / "room"
    room.mkdir()
    with Session.open(desk) as session:
        copy_session(session.meeting, other)
    amended(other, Addition(Newcomer("21", "增补专家")))
    with Session.open(other) as session:
        issue(session, room / "kits", ["21"])
    fill(sheet_in(room, "21"), BOTH)
    with Session.open(desk) as session:
        done = merged(session, room)
        assert [(item.taking, item.expert) for item in done.plan.items] == [(Taking.NEW, "21")]
        assert kept_aside(session) == []
        assert not plan(session, [room]).plan.changes


def test_a_sheet_that_lies_aside_is_taken_once_its_kit_is_known(desk: Path, tmp_path: Path) -> None:
    other, kits = tmp_path / "other.review", tmp_path / "later"
    with Session.open(desk) as session:
        copy_session(session.meeting, other)
    with Session.open(other) as session:
        issue(session, kits, ["02"], anew=True)
    path = fill(sheet_in(kits, "02"), BOTH)
    third = tmp_path / "third.review"
    with Session.open(desk) as session:
        merged(session, path.parent)
        assert [item.why for item in kept_aside(session)] == [Reason.SCORE_SHEET]
        copy_session(session.meeting, third)
    for here in (desk, third):
        with Session.open(here) as session:
            done = merged(session, other)
            assert [(item.taking, item.expert) for item in done.plan.items] == [(Taking.NEW, "02")]
            assert kept_aside(session) == []
            assert not plan(session, [other]).plan.changes
    with Session.open(desk) as session:
        merged(session, third)  # its journal
        assert len(session.stored()) == 1


def test_a_sheet_that_lies_aside_at_a_second_desk_comes_over_as_what_it_is(
    desk: Path, tmp_path: Path
) -> None:
    other, kits = tmp_path / "other.review", tmp_path / "later"
    with Session.open(desk) as session:
        copy_session(session.meeting, other)
        issue(session, kits, ["02"], anew=True)
    path = fill(sheet_in(kits, "02"), BOTH)
    with Session.open(other) as session:
        merged(session, path.parent)
        assert [item.why for item in kept_aside(session)] == [Reason.SCORE_SHEET]
    with Session.open(desk) as session:
        done = merged(session, other)
        assert [(item.taking, item.expert) for item in done.plan.items] == [(Taking.NEW, "02")]
        assert kept_aside(session) == []
    with Session.open(other) as session:
        merged(session, desk)
        assert kept_aside(session) == []
        assert len(session.stored()) == 1


def test_a_sheet_that_lies_aside_says_why_whenever_it_is_listed(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    foreign = fill(sheet_of(issued_anew(tmp_path / "other", small_meeting().panel()[0])), BOTH)
    wrong = {("1", "1.1"): "=4+4", ("1", "1.2"): "#N/A", ("1", "2.1"): "9..5", ("1", "2.2"): "99"}
    fill(sheet_of(desk), wrong)
    with Session.open(desk) as session:
        merged(session, foreign)
        merged(session, tmp_path / "kits")
        for opened in (False, True):
            if opened:
                session.meeting.opened.add(1)
            told = sorted(one.said for one in said_of_aside(session))
            said = [text.replace(str(tmp_path), "") for text in told]
            assert len(said) == 2
            assert "belongs to another meeting; hand it to the secretary of that" in str(said)
            assert "is a formula without a stored result" in str(said)
            assert "holds the error #N/A" in str(said)
            assert "1 further faults" in str(said)
            assert "Mend what is said" not in str(said)
            assert "9..5" not in str(said)
            assert "99" not in str(said)
