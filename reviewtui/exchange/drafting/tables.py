"""A table from a document or from pasted text, beside the draft that uses it."""

from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import read_set
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.edits import put
from reviewtui.exchange.table_import import (
    Recognised,
    id_from,
    recognise,
    recognised,
    set_document,
    set_text,
)
from reviewtui.locales import _
from reviewtui.session.whole_file import write_whole

_ENDING: Final = "-table.toml"


def from_file(path: Path) -> Recognised:
    """The table in a document, workbook, CSV or text.

    Raises:
        Refused: If nothing in it is a table.
    """
    return recognise(path)


def from_text(text: str) -> Recognised:
    """The table in pasted text.

    Raises:
        Refused: If nothing in it is a table.
    """
    return recognised(text.encode(), Path(_("pasted text")))


def use_table(draft: Draft, table: Recognised, source: str) -> Path:
    """Write a recognised table beside the draft and let the draft use it.

    Returns:
        The set file; its origin is still to be filled in there.

    Raises:
        Refused: If it makes no set, or cannot be written; the draft is as before.
    """
    path = _free(draft.path.with_name(draft.path.stem + _ENDING))
    document = set_document(table, set_id=id_from(path))
    findings: list[Finding] = []
    read_set(document, source, findings)
    refuse_if(findings)
    try:
        write_whole(path, set_text(document, source).encode())
    except OSError as fault:
        sentence = _("was not written: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(str(path), sentence)) from fault
    draft.change(put(draft.data, "panel.set", path.name))
    return path


def use_set(draft: Draft, name: str) -> None:
    """Let the draft use a set of the library, or a set file by its path.

    Raises:
        Refused: If the draft could not be stored.
    """
    draft.change(put(draft.data, "panel.set", name))


def _free(path: Path) -> Path:
    """The path, or the next one with a number that nothing bears."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found
