"""Leaving while screens are still there, and a foreign text inside a number."""

from pathlib import Path

from reviewtui.exchange.trial import trial_panel
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import built_in, meeting
from tests.tui.test_form_slips import type_in


async def test_a_trial_is_left_through_the_menu_without_a_fault(tmp_path: Path) -> None:
    """The form is painted once more when the menu closes over it; its marks are still there."""
    panel, _sheet = trial_panel(built_in())
    create_session(tmp_path / "trial.review", panel)
    with Session.open(tmp_path / "trial.review") as session:
        app = ReviewApp(session, "01")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("escape")
            await pilot.pause()
            await pilot.press("9")
            await pilot.pause()
            await pilot.press("2")
            await pilot.pause()
        assert app.return_code == 0


async def test_digits_around_a_foreign_text_never_join(tmp_path: Path) -> None:
    panel, _sheet = meeting(1, 1, full="20").panel()
    create_session(tmp_path / "one.review", panel)
    with Session.open(tmp_path / "one.review") as session:
        app = ReviewApp(session, "01")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("1")
            await type_in(pilot, "、")
            await pilot.press("5")
            await pilot.pause()
            assert "、" in app.screen.said
            await pilot.press("enter")
            await pilot.pause()
            assert app.scoring.cell("1", "1").mark == 100
            await pilot.press("1")
            await type_in(pilot, "、")
            await pilot.press("escape", "1", "5", "enter")
            await pilot.pause()
            assert app.scoring.cell("1", "2").mark == 1500
