"""The way into the interface: a screen of the terminal, and quiet if the program fails in it."""

import os
from typing import TYPE_CHECKING, TypeVar

from reviewtui.cli.config import config, keep_backup, keep_theme, theme
from reviewtui.locales import _

if TYPE_CHECKING:
    from textual.app import App

    from reviewtui.exchange.kits import OpenKit
    from reviewtui.session.session import Session
    from reviewtui.tui.app import ReviewApp
    from reviewtui.tui.screens.home import HomeChoice

Result = TypeVar("Result")


def open_form(session: "Session", expert: str | None) -> int:
    """The form of one expert; without one a screen asks who scores."""
    return _open(session, expert, "identify" if expert is None else "form")


def open_kit_form(work: "OpenKit") -> tuple[int, bool]:
    """The form of a kit: first its expert is asked whether it is him.

    Returns:
        The exit status, and whether he wants nothing kept on this machine.
    """
    app = _run(work.session, work.kit.expert, "owner", work)
    return app.return_code or 0, app.wipe


def open_results(session: "Session") -> int:
    """The results screen."""
    return _open(session, None, "results")


def open_desk(session: "Session") -> int:
    """The secretary's screen."""
    return _open(session, None, "desk")


def open_home() -> "HomeChoice | None":
    """The home screen; None if the terminal went away."""
    from reviewtui.cli.opening import recent
    from reviewtui.cli.scoring import RESULTS
    from reviewtui.exchange.documents import load_set
    from reviewtui.exchange.library import sets
    from reviewtui.tui.home import HomeApp

    wishes = config()
    app = HomeApp(
        lambda: [load_set(own.path) for own in sets()],
        recent(),
        [(name, _(shown)) for name, shown in RESULTS.items()],
        theme=theme(),
        keymap=wishes.keymap,
    )
    return run_quietly(app)


def _open(session: "Session", expert: str | None, start: str) -> int:
    return _run(session, expert, start).return_code or 0


def _run(
    session: "Session", expert: str | None, start: str, work: "OpenKit | None" = None
) -> "ReviewApp":
    from reviewtui.tui.app import ReviewApp

    wishes = config()
    app = ReviewApp(
        session,
        expert,
        start=start,
        theme=theme(),
        keep_theme=keep_theme,
        keymap=wishes.keymap,
        phrases=wishes.phrases,
        work=work,
        backup=wishes.backup,
        keep_backup=keep_backup,
    )
    run_quietly(app)
    return app


def run_quietly(app: "App[Result]") -> Result | None:
    """Run an application; if it fails, raise what failed instead of printing it.

    Textual would print a traceback with the values of all variables: marks and names, on
    a screen that others see.
    """
    if not os.environ.get("REVIEWTUI_DEBUG"):
        app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]  # no setting does it
    result = app.run()
    if app._exception is not None:
        raise app._exception
    return result
