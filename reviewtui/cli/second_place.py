"""The copy of a session in a second place: written after what lies on no stick, and told."""

from typing import TYPE_CHECKING

from reviewtui.cli.console import say_at_the_end
from reviewtui.locales import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reviewtui.session.session import Session


def back_up(session: "Session", *, quietly: bool = False) -> None:
    """Copy what was just entered here into the second place; say where, or what went wrong.

    A trial, and an expert's working copy, have none. `quietly`: only what went wrong is said.
    """
    from reviewtui.cli.config import config
    from reviewtui.exchange.collecting import secure
    from reviewtui.session.meeting import Keeper

    if session.trial or session.role is not Keeper.DESK:
        return
    copy, faults = secure(session, config().backup)
    for fault in faults:
        say_at_the_end(str(fault))
    if copy is not None and not quietly:
        say_copy(session, copy)


def say_copy(
    session: "Session", copy: "Path", tell: "Callable[[str], None]" = say_at_the_end
) -> None:
    """Say where the copy lies and whether on the session's own disk.

    What that means and what to do is said with the first copy in a place.

    Args:
        tell: How; by default when the command is over.
    """
    from reviewtui.exchange.last_backup import is_first_copy, same_disk

    tell(_("Copy of the session: {file}").format(file=copy))
    if warning := same_disk(session, copy.parent):
        first = is_first_copy(session, copy.parent)
        tell(warning if first else _("(on the same disk as the session)"))
