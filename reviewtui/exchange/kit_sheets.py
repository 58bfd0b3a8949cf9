"""The score sheets beside a kit, and the list on which experts confirm what they handed in."""

from pathlib import Path

from reviewtui.domain.findings import Refused
from reviewtui.domain.further_round import reopened_rows
from reviewtui.exchange.paper_sheet import paper_sheet, paper_sheet_name
from reviewtui.exchange.score_sheet import score_sheet, score_sheet_name
from reviewtui.exchange.score_sheet_form import identity_in
from reviewtui.exchange.score_sheet_reader import score_sheet_in
from reviewtui.exchange.signature_list import signature_list, signature_list_name
from reviewtui.exchange.workbook_gate import received
from reviewtui.locales import _
from reviewtui.session.kit import Kit, start_of
from reviewtui.session.session import Session
from reviewtui.session.united import united
from reviewtui.session.whole_file import write_whole


def write_sheets(session: Session, kit: Kit, folder: Path) -> None:
    """Write an expert's Excel and paper sheet into the folder of his kit.

    Who has nothing to mark has no sheet. One that somebody has begun to fill in stays as it is;
    one of a revoked kit is moved aside under a name that says so.

    Raises:
        OSError: If they cannot be written.
    """
    panel, sheet, start = session.panel, session.sheet, start_of(kit)
    due = start is None or reopened_rows(start, panel, sheet, kit.expert)
    if not panel.assigned(kit.expert) or not due:
        return
    fillable = folder / score_sheet_name(kit.expert, kit.round)
    content = score_sheet(panel, sheet, kit)
    if _gives_way(fillable, content, session, kit):
        write_whole(fillable, content, replace=True)
    printed = folder / paper_sheet_name(kit.expert, kit.round)
    write_whole(printed, paper_sheet(panel, sheet, kit), replace=True)


def write_signature_list(session: Session, folder: Path) -> Path:
    """Write the list for all experts into the desk's folder.

    Raises:
        OSError: If it cannot be written.
    """
    path = folder / signature_list_name()
    content = signature_list(session.panel, session.id, session.sheet.hash, session.created_at)
    write_whole(path, content, replace=True)
    return path


def _gives_way(path: Path, content: bytes, session: Session, kit: Kit) -> bool:
    """Whether a new sheet is to be written; one of another kit has then been moved aside."""
    if not path.exists():
        return True
    there = path.read_bytes()
    if there == content:
        return False
    try:
        book = received(there, path.name)
        identity = identity_in(dict(book.marks))
        if identity is not None and identity.kit != kit.id:
            path.rename(_free(path))
            return True
        return score_sheet_in(book, united(session.meeting)).blank
    except Refused:
        return False


def _free(path: Path) -> Path:
    for number in range(1, 1000):
        kept = path.with_name(
            _("{name}-revoked-{number}").format(name=path.stem, number=number) + path.suffix
        )
        if not kept.exists():
            return kept
    raise FileExistsError(path)
