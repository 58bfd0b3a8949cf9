"""Making a meeting in the terminal: `new` without a panel file, and the home screen's choice."""

from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.config import config, theme
from reviewtui.cli.console import next_command, say
from reviewtui.cli.forms import open_desk, run_quietly
from reviewtui.cli.opening import opened, remember
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.exchange.drafting.draft import Draft


def make_meeting(*, draft: Path | None = None, session: Path | None = None) -> int:
    """Let a meeting be made with the keyboard; the draft is on the disk all the while.

    Args:
        draft: The panel to go on with; None: asked, a new one lies in this folder.
        session: The session file that was named; a new draft lies beside it.

    Raises:
        Refused: If the draft cannot be read.
    """
    from reviewtui.exchange.drafting.draft import ENDING, Draft
    from reviewtui.tui.making import MakingApp

    path = draft or (session.with_suffix(ENDING) if session is not None else None)
    going_on = draft is not None or (path is not None and path.exists())
    begun = Draft.open(path) if path is not None and going_on else None
    app = MakingApp(
        path.absolute().parent if path is not None else Path.cwd(),
        begun,
        draft_path=path,
        session=session,
        remember=remember,
        theme=theme(),
        keymap=config().keymap,
    )
    made = run_quietly(app)
    if made is None:
        _tell_draft(app.draft)
        return 0
    if made.desk:
        with opened(made.session, desk=True) as work:
            return open_desk(work)
    kits = made.session.with_name(f"{made.session.stem}-{_('kits')}")
    say(next_command("issue", made.session, "-o", kits))
    return 0


def _tell_draft(draft: "Draft | None") -> None:
    """Where what was typed lies, and how one goes on."""
    if draft is not None and draft.stored:
        say(_("{file}: holds what is filled in so far").format(file=draft.path))
        say(next_command("new", "--edit", draft.path))
