"""One expert at work: what is stored, what is refused, what comes back after a restart."""

import time
from collections.abc import Callable

import pytest

from reviewtui.domain.ballot import BLANK, Cell, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.changes import Change, CommentChange, MarkChange, StandingChange
from reviewtui.session.scoring import Scoring
from tests.session.conftest import Room, fill, mark, scored, small_meeting

MakeRoom = Callable[..., Room]

RECUSED = Standing(CandidateState.RECUSED, "同单位")
UNABLE = Cell(CellState.UNABLE, None, "材料不足")


def refusal(scoring: Scoring, *changes: Change) -> str:
    before = {candidate: dict(scoring.cells(candidate)) for candidate in scoring.candidates}
    with pytest.raises(Refused) as refused:
        scoring.commit(changes).result()
    assert before == {candidate: scoring.cells(candidate) for candidate in scoring.candidates}
    assert not scoring.pending
    return str(refused.value)


def test_a_mark_is_in_memory_at_once_and_in_the_file_when_the_future_is_done(
    room: MakeRoom,
) -> None:
    own = room()
    scoring = own.open().scoring("01")
    saving = scoring.commit([mark("1", "1.1", 8.5)], ("1", "1.2"))
    assert scoring.cell("1", "1.1") == scored(8.5)
    assert saving.result().seq == 2
    assert scoring.pending == 0
    again = own.again().scoring("01")
    assert again.cell("1", "1.1") == scored(8.5)
    assert again.place == ("1", "1.2")
    assert again.progress("1") == (1, 4)
    assert again.last_change == ("1", "1.1")


def test_zero_and_blank_and_unable_stay_apart(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit([mark("1", "1.1", 0), MarkChange("1", "1.2", UNABLE)]).result()
    again = own.again().scoring("01")
    assert again.cells("1") == {"1.1": scored(0), "1.2": UNABLE, "2.1": BLANK, "2.2": BLANK}
    again.commit([MarkChange("1", "1.1", BLANK)]).result()
    assert own.again().scoring("01").cell("1", "1.1") == BLANK


def test_everything_said_comes_back(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit(
        [
            MarkChange("1", "1.1", Cell(CellState.SCORED, Hundredths(850), filled=True)),
            CommentChange("1", "1.1", "材料充分\n第二行"),
            CommentChange("1", "2.1", "尚无数据"),
            CommentChange("1", "", "总体良好"),
            StandingChange("2", RECUSED),
        ]
    ).result()
    again = own.again().scoring("01")
    assert again.cell("1", "1.1").filled
    assert again.comment("1", "1.1") == "材料充分\n第二行"
    assert again.comment("1", "2.1") == "尚无数据"
    assert again.cell("1", "2.1") == BLANK
    assert again.comment("1") == "总体良好"
    assert again.standing("2") == RECUSED
    assert again.standing("1").state is CandidateState.OPEN


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (mark("1", "1.1", 10.5), "candidate 1, row 1.1: 10.5 lies outside 0 to 10"),
        (mark("1", "1.1", -0.5), "-0.5 lies outside 0 to 10"),
        (mark("1", "1.1", 8.25), "8.25 is no multiple of the step 0.5"),
        (mark("1", "9.9", 8), "there is no row 9.9"),
        (mark("1", "1", 8), "there is no row 1"),
        (mark("7", "1.1", 8), "candidate 7: is not among the candidates"),
        (mark("2", "1.2", 8), "not judged by experts for this candidate"),
        (MarkChange("1", "1.1", Cell(CellState.SCORED)), "a mark belongs to a scored row"),
        (
            MarkChange("1", "1.1", Cell(CellState.BLANK, Hundredths(100))),
            "a mark belongs to a scored row",
        ),
        (MarkChange("1", "1.1", Cell(CellState.NOT_APPLICABLE)), "only the organiser"),
        (StandingChange("1", Standing(CandidateState.LEFT)), "leaving early"),
        (CommentChange("1", "1.1", "x" * 2001), "longer than 2000 characters"),
        (CommentChange("1", "1.1", "a\x00b"), "control character U+0000"),
        (CommentChange("1", "8", "a"), "there is no row 8"),
    ],
)
def test_the_last_gate_refuses_and_changes_nothing(
    room: MakeRoom, change: Change, sentence: str
) -> None:
    scoring = room(small_meeting().hide("2", "1.2")).open().scoring("01")
    assert sentence in refusal(scoring, change)


def test_all_that_is_wrong_is_said_at_once(room: MakeRoom) -> None:
    scoring = room().open().scoring("01")
    said = refusal(scoring, mark("1", "1.1", 99), mark("1", "1.2", 8), mark("2", "2.1", 0.3))
    assert len(said.splitlines()) == 2


def test_levels_take_only_their_own_marks(room: MakeRoom) -> None:
    levels = small_meeting(scale="levels", levels=[["优", "95"], ["良", "85"]])
    scoring = room(levels).open().scoring("01")
    scoring.commit([mark("1", "1.1", 95)]).result()
    said = refusal(scoring, mark("1", "1.2", 90))
    assert "no level stands at 90; the levels are 优 = 95, 良 = 85" in said


def test_only_assigned_candidates_can_be_scored(room: MakeRoom) -> None:
    session = room(small_meeting().assign(e01=["2"], e02=["1", "2"])).open()
    assert session.scoring("01").candidates == ("2",)
    assert session.scoring("03").candidates == ()
    assert "not among" in refusal(session.scoring("01"), mark("1", "1.1", 5))


def test_an_unknown_expert_is_refused(room: MakeRoom) -> None:
    with pytest.raises(Refused, match="no expert 77"):
        room().open().scoring("77")


def test_a_recusal_known_before_stands_from_the_start_and_stays(room: MakeRoom) -> None:
    scoring = room(small_meeting().recuse("01", "2")).open().scoring("01")
    assert scoring.standing("2") == Standing(CandidateState.RECUSED, "同单位")
    assert [candidate for candidate, _row in scoring.holes()] == ["1"] * 4
    assert "settled before the meeting" in refusal(scoring, StandingChange("2", Standing()))
    assert "take that back first" in refusal(scoring, mark("2", "1.1", 5))


def test_cells_come_back_when_a_recusal_is_undone(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit([mark("2", "1.1", 6)]).result()
    scoring.commit([StandingChange("2", RECUSED)]).result()
    assert {candidate for candidate, _row in scoring.holes()} == {"1"}
    again = own.again().scoring("01")
    undoing = again.undo()
    assert undoing is not None
    undoing.result()
    assert again.standing("2").state is CandidateState.OPEN
    assert again.cell("2", "1.1") == scored(6)


def test_opening_a_candidate_again_and_marking_it_is_one_step(room: MakeRoom) -> None:
    scoring = room().open().scoring("01")
    scoring.commit([StandingChange("2", RECUSED)]).result()
    scoring.commit([StandingChange("2", Standing()), mark("2", "1.1", 6)]).result()
    undoing = scoring.undo()
    assert undoing is not None
    undoing.result()
    assert scoring.standing("2") == RECUSED
    assert scoring.cell("2", "1.1") == BLANK


def test_a_group_is_one_step_of_undo(room: MakeRoom) -> None:
    scoring = room().open().scoring("01")
    scoring.commit([mark("1", "1.1", 3)]).result()
    scoring.commit([mark("1", row, 8) for row in ("1.1", "1.2", "2.1")]).result()
    undoing = scoring.undo()
    assert undoing is not None
    undoing.result()
    assert scoring.cell("1", "1.1") == scored(3)
    assert scoring.progress("1") == (1, 4)
    redoing = scoring.redo()
    assert redoing is not None
    redoing.result()
    assert scoring.progress("1") == (3, 4)
    assert scoring.redo() is None


def test_undo_can_be_asked_before_the_commit_is_durable(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit([mark("1", "1.1", 3)])
    scoring.commit([mark("1", "1.1", 4)])
    undoing = scoring.undo()
    assert undoing is not None
    assert scoring.cell("1", "1.1") == scored(3)
    undoing.result()
    again = own.again().scoring("01")
    assert again.cell("1", "1.1") == scored(3)
    redoing = again.redo()
    assert redoing is not None
    redoing.result()
    assert again.cell("1", "1.1") == scored(4)


def test_saying_the_same_again_is_no_step(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit([mark("1", "1.1", 3)]).result()
    scoring.commit([mark("1", "1.1", 3)], ("1", "1.2")).result()
    assert scoring.place == ("1", "1.2")
    undoing = scoring.undo()
    assert undoing is not None
    undoing.result()
    assert scoring.cell("1", "1.1") == BLANK
    assert not scoring.can_undo


def test_the_cursor_comes_back_without_a_mark(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    session.scoring("01").move("2", "2.1")
    session.scoring("02").move("1", "1.2")
    again = own.again()
    assert again.scoring("01").place == ("2", "2.1")
    assert again.scoring("02").place == ("1", "1.2")
    assert again.scoring("03").place is None


def test_the_cursor_is_stored_after_a_short_quiet(room: MakeRoom) -> None:
    session = room().open()
    session.scoring("01").move("2", "2.1")
    patience = time.monotonic() + 5
    while not session.meeting.file.read("SELECT * FROM place") and time.monotonic() < patience:
        time.sleep(0.02)
    assert session.scoring("01").place == ("2", "2.1")


def test_of_two_places_the_later_wins(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.move("2", "2.2")
    scoring = own.again().scoring("01")
    scoring.commit([mark("1", "1.1", 3)], ("1", "1.2")).result()
    own.sources.now()
    session = own.again()
    assert session.scoring("01").place == ("1", "1.2")
    session.scoring("01").move("2", "1.1")
    assert own.again().scoring("01").place == ("2", "1.1")


def test_experts_in_one_session_never_see_each_other(room: MakeRoom) -> None:
    session = room().open()
    first, second = session.scoring("01"), session.scoring("02")
    first.commit([mark("1", "1.1", 3), CommentChange("1", "", "不行")]).result()
    assert second.cell("1", "1.1") == BLANK
    assert second.comment("1") == ""
    second.commit([mark("1", "1.1", 9)]).result()
    assert first.cell("1", "1.1") == scored(3)
    assert not session.scoring("02").can_redo
    undoing = second.undo()
    assert undoing is not None
    undoing.result()
    assert second.undo() is None
    assert first.cell("1", "1.1") == scored(3)


def test_rounds_are_apart(room: MakeRoom) -> None:
    session = room().open()
    fill(session.scoring("01"))
    second = session.scoring("01", 2)
    assert second.progress("1") == (0, 4)
    assert not second.can_undo


def test_a_commit_is_two_statements(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", "1.1", 3)]).result()
    statements: list[str] = []
    session.meeting.file.connection.set_trace_callback(statements.append)
    scoring.commit([mark("1", "1.2", 3)], ("1", "2.1")).result()
    assert [statement.split(" (")[0] for statement in statements] == [
        "BEGIN IMMEDIATE",
        "INSERT INTO draft",
        "INSERT INTO journal",
        "COMMIT",
    ]


def test_after_closing_a_commit_is_refused(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    own.close()
    with pytest.raises(Refused, match="the session is closed"):
        scoring.commit([mark("1", "1.1", 3)]).result()
    assert scoring.cell("1", "1.1") == BLANK
