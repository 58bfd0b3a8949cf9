"""The session file is moved away under the open form: the way out stays in line 4."""

from collections.abc import Callable

from textual.pilot import Pilot

from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import Meeting, meeting
from tests.tui.screen import text

SessionOf = Callable[[Meeting], Session]


async def settle(pilot: Pilot[None]) -> None:
    """Wait for the disk's answer."""
    await pilot.pause(0.3)


def said(app: ReviewApp) -> str:
    """Line 4."""
    return app.screen.said  # type: ignore[attr-defined,no-any-return]


async def test_where_the_copy_is_stays_readable_while_the_file_is_gone(
    session_of: SessionOf,
) -> None:
    session = session_of(meeting())
    copy = str(session.path.with_name("0.rescued-1.review"))
    away = session.path.with_name("away.review")
    app = ReviewApp(session, "01")
    async with app.run_test(size=(160, 50)) as pilot:
        await pilot.press("8", "enter")
        await settle(pilot)
        session.path.rename(away)
        await pilot.press("7", "enter")
        await settle(pilot)
        assert copy in said(app)
        await pilot.press("9", "9", "9", "enter")
        assert copy not in said(app)
        await pilot.press("escape")
        assert copy in said(app)
        await pilot.press("down", "up")
        assert copy in said(app)
        await pilot.press("space", "escape")
        assert copy in said(app)
        away.rename(session.path)


async def test_when_the_file_is_back_the_form_says_once_which_one_counts(
    session_of: SessionOf,
) -> None:
    session = session_of(meeting())
    copy = str(session.path.with_name("0.rescued-1.review"))
    away = session.path.with_name("away.review")
    app = ReviewApp(session, "01")
    async with app.run_test(size=(160, 50)) as pilot:
        session.path.rename(away)
        await pilot.press("8", "enter")
        await settle(pilot)
        away.rename(session.path)
        await pilot.press("enter")
        await settle(pilot)
        assert "NOT SAVED" not in text(app)
        assert f"{session.path} is the one that counts" in said(app)
        assert f"copy {copy} is no longer needed" in said(app)
        await pilot.press("7", "enter")
        await settle(pilot)
        assert "rescued" not in said(app)


async def test_another_failure_to_store_does_not_stay_as_the_instruction(
    session_of: SessionOf,
) -> None:
    session = session_of(meeting())
    app = ReviewApp(session, "01")
    async with app.run_test(size=(160, 50)) as pilot:
        before = said(app)
        session.meeting.file.connection.execute("PRAGMA query_only = ON")
        await pilot.press("8", "enter")
        await settle(pilot)
        assert "was not saved" in said(app)
        await pilot.press("escape")
        assert said(app) == before
