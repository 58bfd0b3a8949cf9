"""Asking where the copies of a session go, and writing the first one there at once."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.tui.flow import carry_out
from reviewtui.tui.handing_out import typed_path
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.reason import confirm

if TYPE_CHECKING:
    from reviewtui.tui.widgets.frame import FrameScreen


def ask_place(screen: "FrameScreen[Any]") -> None:
    """Ask for a folder; one on the session's own disk asks once more."""
    from reviewtui.exchange.last_backup import same_disk

    app = screen.review

    def answered(text: str | None) -> None:
        if text is None:
            return
        folder = _folder(text)
        if not same_disk(app.session, folder):
            use(folder)
            return
        note = _("This folder is on the disk of the session: both would be lost together.")
        deed = _("Use it all the same")
        title = _("Where backups go")
        confirm(screen, title, deed, lambda: use(folder), notes=[str(folder), note])

    def use(folder: Path) -> None:
        carry_out(screen, lambda: work(folder), done)

    def work(folder: Path) -> tuple[Path, str]:
        from reviewtui.session.backup import back_up

        copy = back_up(app.session.meeting, folder)
        app.send_backups(folder)
        try:
            app.keep_backup(folder)
        except Refused as refusal:
            return copy, str(refusal)
        return copy, ""

    def done(written: tuple[Path, str]) -> None:
        copy, refusal = written
        screen.fill()
        said = _("Backups go to {folder} from now on; the first one is written and read back.")
        told = said.format(folder=copy.parent)
        screen.say(f"{told}\n{refusal}" if refusal else told)

    screen.app.push_screen(
        Ask(
            _("Where backups go"),
            _("A folder on another disk or a stick, such as E:\\backup"),
            str(app.backup or ""),
            check=_fault,
        ),
        answered,
    )


def _folder(text: str) -> Path:
    return typed_path(text.strip().strip("\"'“”‘’")).absolute()


def _fault(text: str) -> str:
    return "" if os.path.isdir(_folder(text)) else _("There is no such folder")
