"""Entering an Excel score sheet at the desk: read it whole, then seal what it says."""

from pathlib import Path
from typing import NamedTuple

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.score_sheet_reader import read_score_sheet
from reviewtui.locales import _
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, TypedIn, take_typed


class SheetEntered(NamedTuple):
    """What came of a sheet; `warnings` are worth a look and stood in no way."""

    ballot: Ballot
    taken: TypedIn
    entry: Entry
    warnings: tuple[Finding, ...]


def enter_score_sheet(
    session: Session, path: Path, *, expert: str = "", by: tuple[str, ...] = (), reason: str = ""
) -> SheetEntered:
    """Take a filled Excel sheet in.

    Args:
        session: Of the desk.
        expert: Whose sheet it must be; "" for whosever it is.
        by: Who reads it in.
        reason: Why it replaces what is there; "" if it replaces nothing.

    Raises:
        Refused: With every finding and its cell; nothing is taken then.
    """
    read = read_score_sheet(path, session)
    if expert and read.ballot.expert != expert:
        sentence = _("is the sheet of expert {code}; nothing was taken")
        raise Refused(Finding(str(path), sentence.format(code=read.ballot.expert)))
    if read.blank:
        raise Refused(Finding(str(path), _("nothing is filled in; nothing was taken")))
    entry = Entry(by=by, reason=reason, note=path.name)
    return SheetEntered(read.ballot, take_typed(session, read.ballot, entry), entry, read.warnings)
