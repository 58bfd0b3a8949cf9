"""Entering sheets and changing marks at the desk, by keys alone, from the board to the seal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from reviewtui.domain.ballot import Channel
from reviewtui.exchange.issue import issue
from reviewtui.exchange.last_backup import last_backup
from reviewtui.session.session import Session
from reviewtui.session.typed_pass import FIRST, TypedPass, keep_pass, read_pass
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.paper import PaperScreen
from reviewtui.tui.screens.typing_form import ChangingForm, TypingForm
from tests.exchange.score_sheets import fill, sheet_of, whole
from tests.session.conftest import scored, small_meeting
from tests.tui.screen import text
from tests.tui.sessions import made, mark, seal
from tests.tui.test_desk_blind import press
from tests.tui.test_desk_work import type_in

Hand = Pilot[None]
ONE_CANDIDATE = ("8", "enter") * 4
FINISHED = ("escape", "1", "2")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Three experts, two candidates, rows 1.1 to 2.2; 03 has handed in 7 everywhere."""
    session = made(tmp_path / "meeting.review", small_meeting())
    for candidate in session.panel.assigned("03"):
        mark(session, "03", candidate, ["7"] * 4)
    seal(session, "03")
    yield session
    session.close()


def at_the_desk(session: Session) -> ReviewApp:
    return ReviewApp(session, None, start="desk")


async def paper_of(hand: Hand, expert: str) -> None:
    """From the board to an expert's paper sheet."""
    await press(hand, "6", "enter", expert, "enter", "1")
    assert isinstance(hand.app.screen, PaperScreen)


async def typed_by(hand: Hand, name: str, *keys: str, choice: str = "1") -> None:
    """A whole pass, from the choice to its end."""
    await press(hand, choice, "enter")
    await type_in(hand, name)
    assert isinstance(hand.app.screen, TypingForm)
    await press(hand, *(keys or (*ONE_CANDIDATE, "pagedown", *ONE_CANDIDATE)))
    await press(hand, *FINISHED)


def flat(app: ReviewApp) -> str:
    """The screen without line ends and without the sides of its boxes."""
    return " ".join(text(app).replace("|", " ").split())


def copied(session: Session) -> int:
    """Ballots in the newest copy in the second place."""
    copy = last_backup(session)
    assert copy is not None
    with Session.open(copy.path) as other:
        return len(other.stored())


def sealed_of(session: Session, expert: str) -> dict[str, dict[str, int | None]]:
    """The marks of an expert's newest version, once the round is opened."""
    session.unseal()
    newest = [item for item in session.stored() if item.expert == expert][-1]
    ballot = session.ballot(newest.content_id)
    assert ballot.channel is Channel.PAPER
    return {who: {row: cell.mark for row, cell in own.items()} for who, own in ballot.cells.items()}


async def test_two_people_type_a_sheet_and_it_is_sealed_with_both_names(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await typed_by(hand, "Zhang")
        assert "The first pass is kept" in flat(app)
        assert "First pass: Zhang, finished" in flat(app)
        await typed_by(hand, "Li")
        assert "entered from the paper sheet by Zhang, Li" in flat(app)
        assert "Check code: " in text(app)
        assert "8.0" not in text(app)
        assert copied(session) == 2
        await press(hand, "enter")
        assert "submitted v1" in text(app)
        assert read_pass(session.meeting, "01", 1, FIRST) is None
    marks = sealed_of(session, "01")
    assert set(marks) == {"1", "2"}
    assert {mark for own in marks.values() for mark in own.values()} == {800}


async def test_the_second_person_is_somebody_else_and_sees_nothing_of_the_first_pass(
    session: Session,
) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await typed_by(hand, "Zhang", "6", ".", "5", "enter")
        await press(hand, "1", "enter")
        await type_in(hand, "Zhang")
        assert "the second pass is for somebody else" in flat(app)
        await press(hand, *["backspace"] * 5)
        await type_in(hand, "Li")
        assert isinstance(app.screen, TypingForm)
        assert "6.5" not in text(app)


async def test_every_difference_is_looked_up_and_then_the_sheet_is_taken(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await typed_by(hand, "Zhang", *ONE_CANDIDATE, "pagedown", *ONE_CANDIDATE)
        second = ("6", "enter", *ONE_CANDIDATE[2:], "pagedown", "5", "enter", "4", "enter")
        await typed_by(hand, "Li", *second, "8", "enter", "8", "enter")
        assert "3 places still differ." in flat(app)
        assert "1 8.0 (typed by Zhang)" in flat(app)
        assert "2 6.0 (typed by Li)" in flat(app)
        await press(hand, "2", "escape")
        assert "Zhang and Li differ in 2 places" in flat(app)
        assert "6.0" not in text(app)
        await press(hand, "1", "enter", "1", "3")
        await type_in(hand, "１０１")
        assert "101 lies outside 0 to 10" in flat(app)
        await press(hand, *["backspace"] * 3)
        await type_in(hand, "3.5")
        assert "entered from the paper sheet by Zhang, Li" in flat(app)
    marks = sealed_of(session, "01")
    assert marks["1"]["1.1"] == 600
    assert marks["2"]["1.1"] == 800
    assert marks["2"]["1.2"] == 350
    (event,) = [item for item in session.journal() if item.kind == "typed_in"]
    assert event.body["differed"] == 3


async def test_what_was_typed_is_there_after_the_program_was_killed(
    session: Session, tmp_path: Path
) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await press(hand, "1", "enter")
        await type_in(hand, "Zhang")
        await press(hand, "8", "enter", "7", "enter", "9")
        copy = tmp_path / "killed.review"
        copy.write_bytes(session.path.read_bytes())
        for tail in ("-wal", "-shm"):
            side = session.path.with_name(session.path.name + tail)
            if side.exists():
                copy.with_name(copy.name + tail).write_bytes(side.read_bytes())
    with Session.open(copy) as again:
        app = ReviewApp(again, None, start="desk")
        async with app.run_test() as hand:
            await press(hand)
            assert "Paper sheets typed in part: Expert 01" in flat(app)
            await paper_of(hand, "1")
            await press(hand, "1", "enter")
            assert isinstance(app.screen, TypingForm)
            assert app.screen.entry.code == "2.1"
            assert app.screen.scoring.progress("1") == (2, 4)


async def test_a_second_person_compares_and_cannot_edit(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await typed_by(hand, "Zhang")
        await press(hand, "2", "enter")
        await type_in(hand, "Li")
        assert "Compare with the paper: candidate 1 of 2" in text(app)
        await press(hand, "enter", "9", "enter", "end", "enter")
        assert "Compare with the paper: candidate 2 of 2" in text(app)
        await press(hand, "end", "enter")
        assert "entered from the paper sheet by Zhang, Li" in flat(app)
    (event,) = [item for item in session.journal() if item.kind == "typed_in"]
    assert event.body["confirmed"] == 1
    assert sealed_of(session, "01")["1"]["1.2"] == 800


async def test_subtotals_have_one_box_per_primary_and_the_output_says_so(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        keys = ("1", "5", ".", "5", "enter", "1", "6", "enter")
        whole_sheet = (*keys, "pagedown", *keys)
        await typed_by(hand, "Zhang", *whole_sheet, choice="2")
        await typed_by(hand, "Li", *whole_sheet)
        assert "By subtotals" in flat(app)
    marks = sealed_of(session, "01")["1"]
    assert (marks["1.1"] or 0) + (marks["1.2"] or 0) == 1550


async def test_states_on_the_paper_and_empty_boxes_are_not_zero(session: Session) -> None:
    app = at_the_desk(session)
    keys = ("space", "2", "1", "0", "enter", "pagedown", "space", "3", "2")
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        for name in ("Zhang", "Li"):
            await press(hand, "1", "enter")
            await type_in(hand, name)
            await press(hand, *keys)
            assert "Recused" in text(app) or "recused" in text(app)
            await press(hand, "escape", "1")
            assert "2 boxes are empty" in flat(app)
            await press(hand, "2")
        assert "entered from the paper sheet" in flat(app)
    session.unseal()
    (stored,) = [item for item in session.stored() if item.expert == "01"]
    ballot = session.ballot(stored.content_id)
    states = [cell.state.value for cell in ballot.cells["1"].values()]
    assert states == ["unable", "scored", "blank", "blank"]
    assert ballot.standings["2"].state.value == "recused"


async def test_what_an_input_method_sends_is_read_as_in_the_form(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await press(hand, "1", "enter")
        await type_in(hand, "Zhang")
        for character in "８。５":
            app.screen.post_message(Key("ime", character))
        await press(hand, "enter")
        form = app.screen
        assert isinstance(form, TypingForm)
        assert form.scoring.cell("1", "1.1").mark == 850
        app.screen.post_message(Key("ime", "去"))
        await hand.pause()
        assert "“去”" in form.said


async def test_paper_after_a_ballot_asks_whether_it_replaces_it(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "3")
        await typed_by(hand, "Zhang")
        await typed_by(hand, "Li")
        assert "Expert 03 has handed in version 1 already" in flat(app)
        await press(hand, "1")
        await type_in(hand, "on paper after all")
        assert "Version 2" in text(app)
        await press(hand, "enter")
        assert "submitted v2" in text(app)
    assert sealed_of(session, "03")["1"]["1.1"] == 800


async def test_whoever_opens_the_form_and_types_nothing_has_not_begun(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await press(hand, "1", "enter")
        await type_in(hand, "Zhang")
        await press(hand, "escape", "3")
        assert "Nobody has typed this sheet yet" in flat(app)
        assert session.missing()["01"].value == "absent"


async def test_many_changes_are_read_back_a_few_at_a_time(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await press(hand, "6", "enter", "3", "enter", "3")
        await press(hand, *("9", "enter") * 4, "pagedown", *("6", "enter") * 4, "escape", "1")
        assert flat(app).count("9.0") >= 4
        await press(hand, "2")
        assert "No. 2 对象2（示例） 2.2" in flat(app)
        await press(hand, "2")
        await type_in(hand, "after the discussion", "Zhang", "Li")
        assert "Version 2" in text(app)
    assert sealed_of(session, "03")["2"]["2.2"] == 600


async def test_what_was_typed_is_forgotten_only_after_a_question(session: Session) -> None:
    keep_pass(session.meeting, "01", 1, FIRST, TypedPass("Zhang", {"1": {"1.1": scored(8)}}))
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        await press(hand, "2", "enter", "1")
        assert read_pass(session.meeting, "01", 1, FIRST) is not None
        await press(hand, "enter", "2")
        assert read_pass(session.meeting, "01", 1, FIRST) is None
        assert "Nobody has typed this sheet yet" in flat(app)


async def test_an_excel_sheet_is_read_in_and_faults_are_named_by_cell(
    session: Session, tmp_path: Path
) -> None:
    issue(session, tmp_path / "kits")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(
        fill(sheet_of(session.path), whole(session.panel) | {("1", "1.1"): "8,5"}).read_bytes()
    )
    app = at_the_desk(session)
    async with app.run_test(size=(120, 30)) as hand:
        await press(hand, "6", "enter", "1", "enter", "2")
        await type_in(hand, str(tmp_path / "nowhere.xlsx"))
        assert "There is no such file" in flat(app)
        await press(hand, "escape", "enter", "2")
        await type_in(hand, f'"{bad}"', "Zhang")
        assert "NOTHING was taken in" in flat(app)
        assert "it has a comma for the point; let the expert correct it" in flat(app)
        assert "8.5" not in flat(app)
        assert "8,5" not in flat(app)
        await press(hand, "enter")
        good = tmp_path / "good.xlsx"
        good.write_bytes(fill(sheet_of(session.path), whole(session.panel)).read_bytes())
        await press(hand, "enter", "2")
        await type_in(hand, str(good), "Zhang")
        assert "entered from the Excel sheet, by the desk" in flat(app)
        assert copied(session) == 2
        await press(hand, "enter")
        assert "submitted v1" in text(app)
        await press(hand, "2", "enter", "2")
        await type_in(hand, str(good), "")
        assert "is the sheet of expert 01; nothing was taken" in flat(app)


async def test_marks_are_changed_on_the_spot_and_the_slip_lies_beside_the_session(
    session: Session,
) -> None:
    app = at_the_desk(session)
    async with app.run_test(size=(120, 30)) as hand:
        await press(hand, "6", "enter", "3", "enter", "3")
        assert isinstance(app.screen, ChangingForm)
        assert "7.0" not in text(app)
        await press(hand, "escape", "1")
        assert "Nothing was changed yet" in flat(app)
        await press(hand, "down", "9", "enter", "escape", "1")
        assert "1.2" in flat(app)
        assert "9.0" in flat(app)
        await press(hand, "2")
        await type_in(hand, "typing slip", "Zhang", "Zhang")
        assert "Two different people are needed" in flat(app)
        await press(hand, *["backspace"] * 5)
        await type_in(hand, "Li")
        assert "Version 2" in text(app)
        assert copied(session) == 2
        (slip,) = session.path.parent.glob("change-slip*.xlsx")
        assert slip.name in flat(app).replace(" ", "")
        assert "Marks of Expert 03 changed on the spot" in text(app)
        assert "9.0" not in text(app)
        await press(hand, "enter")
        assert "submitted v2" in text(app)
    marks = sealed_of(session, "03")
    assert marks["1"] == {"1.1": 700, "1.2": 900, "2.1": 700, "2.2": 700}
    assert set(marks["2"].values()) == {700}


async def test_a_change_that_is_given_up_changes_nothing(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await press(hand, "6", "enter", "3", "enter", "3", "9", "enter", "escape", "3", "2")
        assert len(session.stored()) == 1
        assert "submitted v1" in text(app)
        await press(hand, "escape")
        assert "Changes on the spot begun" not in flat(app)


async def test_a_change_that_is_kept_for_later_is_gone_on_with(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test(size=(120, 30)) as hand:
        await press(hand, "6", "enter", "3", "enter", "3", "9", "enter", "escape", "3", "1")
        await press(hand, "escape")
        assert "Changes on the spot begun, not in force: Expert 03" in flat(app)
        await press(hand, "6", "enter", "3", "enter", "3")
        assert "1 changes were typed before and are not in force" in flat(app)
        await press(hand, "1")
        assert isinstance(app.screen, ChangingForm)
        assert "9.0" in text(app)
        await press(hand, "escape", "1")
        assert "Is this what the expert says?" in flat(app)


async def test_what_cannot_be_done_with_an_expert_says_why(session: Session) -> None:
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await press(hand, "6", "enter", "1", "enter", "3")
        assert "no ballot of expert 01 counts; there is nothing to change" in flat(app)
        await press(hand, "4")
        assert "No ballot of this expert is here yet" in flat(app)
        await press(hand, "escape", "escape")
        session.unseal()
        await press(hand, "6", "enter", "3", "enter", "3")
        assert "marks of it are changed no more" in flat(app)


async def test_paper_after_the_opening_is_taken_in_as_late(session: Session) -> None:
    session.unseal()
    app = at_the_desk(session)
    async with app.run_test() as hand:
        await paper_of(hand, "1")
        assert "opened: what comes now is late" in flat(app)
        await typed_by(hand, "Zhang")
        await press(hand, "escape")
        assert "typed 1 of 2" in text(app)
        await press(hand, "1", "enter", "1")
        await typed_by(hand, "Li")
        assert "this one is late and does not count" in flat(app)
        await press(hand, "enter", "escape", "2", "enter")
        assert "Late and not admitted: Expert 01" in flat(app)
