"""Asking how long an archive is kept, its number and where it is written, and writing it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewtui.locales import _
from reviewtui.tui.flow import carry_out
from reviewtui.tui.handing_out import free_name, typed_path
from reviewtui.tui.screens.ask import Ask

if TYPE_CHECKING:
    from reviewtui.tui.widgets.frame import FrameScreen


def ask_archive(screen: "FrameScreen[Any]") -> None:
    """Three questions, then the archive; what lies at that place is never written over.

    Where no ballot can be opened, or two openings stand against each other, the first question
    is why there is no result.
    """
    from reviewtui.filing.archive.no_result import disputed_rounds

    session = screen.review.session
    if session.can_show_results():
        _ask(screen, "")
        return

    def explained(reason: str | None) -> None:
        if reason is not None:
            _ask(screen, reason)

    title = _("No ballot can be opened: why the meeting came to no result, for the cover")
    note = _("Go back with Esc if experts are still scoring; nothing is written yet")
    if disputed_rounds(session):
        title = _("Two openings stand against each other: why it stays so, for the cover")
        note = _("Go back with Esc to open again and have a result; nothing is written yet")
    screen.app.push_screen(Ask(title, note), explained)


def _ask(screen: "FrameScreen[Any]", no_result: str) -> None:
    from reviewtui.filing.archive.written import Cover

    session = screen.review.session
    name = _("{session}-archive").format(session=session.path.stem)
    proposed = free_name(session.path.absolute().with_name(name))

    def retained(retention: str | None) -> None:
        if retention is None:
            return

        def numbered(number: str | None) -> None:
            if number is not None:
                place(Cover(retention, number, no_result))

        title = _("File number, as it stands on the cover")
        screen.app.push_screen(Ask(title, optional=True), numbered)

    def place(cover: Cover) -> None:
        def placed(text: str | None) -> None:
            if text is not None:
                folder = session.path.absolute().parent / typed_path(text)
                carry_out(screen, lambda: write(folder, cover), screen.say)

        note = _("A folder, beside the session if only its name is typed; nothing is overwritten")
        title = _("Write the archive to this folder")
        screen.app.push_screen(Ask(title, note, str(proposed)), placed)

    def write(folder: Path, cover: Cover) -> str:
        from reviewtui.filing.archive.folder import archive
        from reviewtui.filing.archive.told import archived_lines

        return "\n".join(archived_lines(archive(session, folder, cover)))

    title = _("Retention, as it stands on the cover")
    screen.app.push_screen(Ask(title, optional=True), retained)
