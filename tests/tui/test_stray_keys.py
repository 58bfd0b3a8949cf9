"""Keys that land where the hand did not mean them: they change nothing, and none is silent."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.comments import paper_notice
from reviewtui.tui.screens.form import FormScreen
from tests.meeting import Meeting, meeting
from tests.tui.screen import text
from tests.tui.sessions import filled, made, mark, provincial, seal

Open = Callable[..., ReviewApp]
DIGITS = "0123456789"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Three experts: 01 handed in, 02 began, 03 has everything filled."""
    session = made(tmp_path / "meeting.review", provincial(experts=3, candidates=3))
    filled(session, "01")
    seal(session, "01")
    mark(session, "02", "01", ["9.5"] * 5)
    filled(session, "03", 2)
    yield session
    session.close()


def stored(app: ReviewApp, session: Session) -> tuple[object, ...]:
    """What must not change: marks, standings, comments but one tick, what was handed in."""
    scoring = app.scoring
    codes = scoring.candidates
    rows = ["", *(row.code for row in scoring.sheet.rows)]
    return (
        [dict(scoring.cells(code)) for code in codes],
        [scoring.standing(code) for code in codes],
        [scoring.comment(code, row).replace(paper_notice(), "") for code in codes for row in rows],
        scoring.sealed,
        [ballot.content_id for ballot in session.stored()],
    )


async def back_to_the_form(hand: Pilot[None]) -> None:
    """Close whatever the keys have opened."""
    while not isinstance(hand.app.screen, FormScreen):
        hand.app.pop_screen()
        await hand.pause()


@pytest.mark.parametrize("first", DIGITS)
@pytest.mark.parametrize(
    "expert",
    ["01", pytest.param("02", marks=pytest.mark.long), "03"],
    ids=["submitted", "begun", "filled"],
)
async def test_after_esc_no_two_digits_and_enter_change_anything_that_counts(
    session: Session, expert: str, first: str
) -> None:
    """What such keys may do: go to a page or another row, with 8 change the colours, tick the
    opinion on paper before submitting; and 9, 2 leaves the sheet, everything stored.
    """
    app = ReviewApp(session, expert)
    async with app.run_test() as hand:
        await hand.pause()
        before = stored(app, session)
        for second in ["", *DIGITS]:
            if first + second == "92":
                continue
            await hand.press("escape", first, *second, "enter")
            await hand.pause()
            assert app.is_running, (first, second)
            assert app.scoring.expert.code == expert
            assert stored(app, session) == before, (first, second)
            await back_to_the_form(hand)


async def test_leaving_the_sheet_is_asked_about_and_enter_does_not_do_it(session: Session) -> None:
    app = ReviewApp(session, "03")
    async with app.run_test() as hand:
        await hand.pause()
        await hand.press("escape", "9")
        assert "2 Leave the score sheet" in text(app)
        await hand.press("enter", "1")
        assert isinstance(app.screen, FormScreen)


async def test_while_a_menu_is_open_the_instruction_does_not_ask_for_a_mark(form: Open) -> None:
    app = form()
    async with app.run_test() as hand:
        await hand.pause()
        assert "Mark [1" in text(app)
        for key in ("escape", "space"):
            await hand.press(key)
            await hand.pause()
            assert "Mark [1" not in text(app)
            assert "digits choose there and give no mark" in text(app)
            await hand.press("escape")
            await hand.pause()
            assert "Mark [1" in text(app)


@pytest.mark.parametrize(
    ("granularity", "down"), [("primaries", 0), ("primaries", 9), ("rows", 0), ("rows", 2)]
)
async def test_a_menu_leaves_code_and_box_of_the_row_in_sight(
    form: Open, granularity: str, down: int
) -> None:
    app = form(granularity=granularity, full="2")
    async with app.run_test(size=(80, 24)) as hand:
        await hand.pause()
        assert isinstance(app.screen, FormScreen)
        if granularity == "rows":
            app.screen.go("1", "6.1")
        await hand.press(*["down"] * down)
        area = app.screen.grid.cursor_area
        assert area is not None
        await hand.press("space")
        await hand.pause()
        box = app.screen.query_one("#box").region
        assert not box.overlaps(area)


async def test_a_page_beneath_a_menu_comes_back_whole(form: Open) -> None:
    app = form(granularity="rows", full="2")
    async with app.run_test(size=(81, 24)) as hand:
        await hand.pause()
        before = text(app)
        await hand.press("space", "0")
        await hand.pause()
        text(app)  # every line exactly as wide as the screen
        await hand.press("escape")
        await hand.pause()
        assert text(app) == before


async def test_all_is_saved_is_said_from_the_first_frame(form: Open) -> None:
    app = form()
    async with app.run_test() as hand:
        await hand.pause()
        assert "saved (this computer)" in text(app)


async def test_enter_on_the_last_row_says_what_comes_next(form: Open) -> None:
    app = form(candidates=2)
    async with app.run_test() as hand:
        for _row in range(10):
            await hand.press("5", "enter")
        assert "PgDn: next candidate" in app.screen.said  # type: ignore[attr-defined]
        await hand.press("up", "end", "enter")
        assert "This candidate is complete" in app.screen.said  # type: ignore[attr-defined]
        await hand.press("pagedown", "end", "enter")
        await hand.press("end")
        for _row in range(9):
            await hand.press("5", "enter")
        await hand.press("enter")
        assert "All candidates are marked" not in app.screen.said  # type: ignore[attr-defined]


async def test_enter_on_the_only_blank_row_says_that_the_box_is_empty(form: Open) -> None:
    app = form(candidates=1)
    async with app.run_test() as hand:
        for _row in range(9):
            await hand.press("5", "enter")
        await hand.press("enter")
        assert "The box is empty" in app.screen.said  # type: ignore[attr-defined]


async def test_after_the_opening_the_sheet_is_read_only_and_says_so(
    session: Session,
) -> None:
    session.unseal()
    for expert in ("01", "02"):
        app = ReviewApp(session, expert)
        async with app.run_test() as hand:
            await hand.pause()
            before = stored(app, session)
            shown = text(app)
            assert "The ballots are open: your marks can no longer be changed" in shown
            assert "[      ]" not in shown
            await hand.press("8", "enter", "space", "1")
            assert "The ballots are open" in text(app)
            await hand.press("escape", "space", "5")
            assert "The ballots are open" in text(app)
            await hand.press("escape", "escape", "1")
            assert "The ballots are open" in text(app)
            assert stored(app, session) == before


async def test_a_number_that_nobody_has_is_answered(session: Session) -> None:
    app = ReviewApp(session, None, start="identify")
    async with app.run_test() as hand:
        await hand.press("9", "9")
        await hand.pause()
        assert "There is no number 9" in text(app)
        await hand.press("2", "enter", "7")
        await hand.pause()
        assert "There is no number 7" in text(app)
        await hand.press("2")
        await hand.pause()
        assert "2, no: Enter goes back to the list" in text(app)
        await hand.press("1")
        await hand.pause()
        assert "1, yes, that is me: Enter begins" in text(app)


async def test_digits_where_nothing_is_numbered_are_answered(session: Session) -> None:
    app = ReviewApp(session, "02")
    async with app.run_test() as hand:
        await hand.press("escape", "3", "8")
        await hand.pause()
        assert "Nothing here is chosen by number" in text(app)


async def test_clearing_and_undoing_say_how_to_get_back(
    session_of: Callable[[Meeting], Session],
) -> None:
    app = ReviewApp(session_of(meeting()), "01")
    async with app.run_test() as hand:
        await hand.press("8", "enter", "up", "space", "1")
        await hand.pause()
        assert "Space, then 7 undoes it" in text(app)
        await hand.press("space", "7")
        await hand.pause()
        assert "press Space, then 0 and 1" in text(app)


async def test_the_overview_shows_ten_marks_beside_each_other_at_80_columns(
    session: Session,
) -> None:
    app = ReviewApp(session, "03")
    async with app.run_test(size=(80, 24)) as hand:
        await hand.press("escape", "2", *["right"] * 9)
        await hand.pause()
        shown = [found.split() for found in text(app).splitlines()]
        numbers = [str(number) for number in range(1, 11)]
        assert any(found[-10:] == numbers for found in shown)
        (marks,) = [found for found in shown if found and found[-1].startswith("[")]
        assert len(marks) >= 11
        assert any("江海智能制造技术创新中心（示例）" in found for found in shown)
