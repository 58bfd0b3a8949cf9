"""Reading a filled score sheet back: every fault with its cell, nothing taken until clean.

The workbook comes through the gate; here its marks become one expert's ballot of channel
Excel. Nothing is guessed: what a comma or a date most likely meant stands in the finding.
The same sheet always gives the same ballot, so that reading it twice changes nothing. Before
the opening a finding names the cell and what is wrong with it, never what stands in it.
"""

from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.ballot import Ballot, Channel, content_id
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.naming import expert_name, round_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.reopened_reader import filled_in_again
from reviewtui.exchange.score_sheet_form import Identity
from reviewtui.exchange.score_sheet_grid import find_cells
from reviewtui.exchange.score_sheet_identity import require_form
from reviewtui.exchange.score_sheet_reading import FilledIn, Reading
from reviewtui.exchange.score_sheet_since import since_issued
from reviewtui.exchange.workbook_gate import ReceivedBook, receive_workbook
from reviewtui.locales import _
from reviewtui.session.meeting import Meeting
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.round_start import read_start
from reviewtui.session.session import Session
from reviewtui.session.shelf import read_shelf
from reviewtui.session.united import United, united

NAMED: Final = 5
"""Empty cells that are named one by one."""


class ScoreSheet(NamedTuple):
    """One expert's sheet as it was read.

    Attributes:
        ballot: Unsigned; of version 1 and replacing nothing.
        warnings: What is worth a look: hidden lines, formulas, empty cells.
        blank: Whether nothing at all was filled in.
        revoked: Whether its kit was revoked; only an empty sheet is read then.
    """

    ballot: Ballot
    warnings: tuple[Finding, ...]
    blank: bool
    revoked: bool = False


def read_score_sheet(path: Path, session: Session) -> ScoreSheet:
    """The ballot in a filled Excel sheet.

    Raises:
        Refused: With every finding and its cell; nothing is taken then.
    """
    return score_sheet_in(receive_workbook(path), united(session.meeting))


def score_sheet_in(book: ReceivedBook, desk: United, *, blind: bool = False) -> ScoreSheet:
    """The ballot in a workbook that passed the gate, by what the desk knows.

    Args:
        blind: Whether no finding repeats what could be a mark, even after the opening.

    Raises:
        Refused: As `read_score_sheet`.
    """
    identity = _require_ours(book, desk)
    meeting = desk.meeting
    blind = blind or int(identity.round) not in meeting.opened
    start = _start(identity, meeting, book.name)
    filled = filled_in(book, identity, meeting.panel, meeting.sheet, start, blind=blind)
    against = _against_kit(identity, desk)
    if against and filled.said:
        raise Refused(Finding(book.name, against))
    if not against:
        refuse_if(filled.findings)
        if filled.vain and not _is_here(meeting, filled.ballot):
            raise Refused(filled.vain)
    revoked = identity.kit in desk.revoked
    return ScoreSheet(filled.ballot, filled.findings, not filled.said, revoked)


def filled_in(
    book: ReceivedBook,
    identity: Identity,
    panel: Panel,
    sheet: Sheet,
    start: RoundStart | None = None,
    *,
    blind: bool,
) -> FilledIn:
    """What stands in a sheet of ours, whatever session or kit vouches for it.

    Args:
        start: What its expert began a further round with.
        blind: Whether findings must not repeat what could be a mark.
    """
    since = since_issued(panel, identity.expert)
    if start is not None:
        return filled_in_again(book, identity, since, sheet, start, blind=blind)
    grid = find_cells(book, since, sheet, identity.expert, blind=blind)
    reading = Reading(grid, since, sheet, identity.expert, since.panel.assigned(identity.expert))
    taken = reading.read()
    ballot = Ballot(
        session=identity.session,
        expert=identity.expert,
        sheet=sheet.hash,
        round=int(identity.round),
        channel=Channel.EXCEL,
        kit=identity.kit,
        cells=taken.cells,
        standings=taken.standings,
        comments=taken.comments,
    )
    findings = [*book.warnings, *grid.findings]
    empty = [
        spot.address
        for candidate in panel.assigned(identity.expert)
        for code, cell in ballot.cells.get(candidate, {}).items()
        if candidate not in since.left and not cell.done
        if (spot := grid.of(candidate, code)) and not spot.cell.text and not spot.cell.fault
    ]
    if empty and reading.said:
        named = _(", ").join(empty[:NAMED])
        if more := len(empty[NAMED:]):
            named = _("{names} and {count} others").format(names=named, count=more)
        sentence = _("{count} cells are empty and count as not scored: {cells}")
        finding = Finding(book.name, sentence.format(count=len(empty), cells=named), warning=True)
        findings.append(finding)
    return reading.filled(ballot, findings)


def _require_ours(book: ReceivedBook, desk: United) -> Identity:
    """What the sheet says of itself, if it belongs to this meeting and an expert of it."""
    identity, meeting = require_form(book), desk.meeting
    if identity.session != meeting.id:
        sentence = _("belongs to another meeting; hand it to the secretary of that meeting")
        raise Refused(Finding(book.name, sentence))
    found = []
    if identity.sheet != meeting.sheet.hash:
        found.append(
            _("was issued for other rows or candidates than this session has; issue it again")
        )
    if identity.expert not in {expert.code for expert in meeting.panel.experts}:
        sentence = _("names expert {code}, who is not on the panel")
        found.append(sentence.format(code=identity.expert[:20]))
    refuse_if(Finding(book.name, sentence) for sentence in found)
    return identity


def _start(identity: Identity, meeting: Meeting, place: str) -> RoundStart | None:
    """What the expert of a sheet begins its round with; None in the first.

    Raises:
        Refused: If the round was not begun here, or he takes no part in it.
    """
    number = int(identity.round)
    if number != FIRST_ROUND and number not in meeting.further:
        sentence = _(
            "is a sheet of {round}, which was not begun here; merge the desk that began it"
        )
        raise Refused(Finding(place, sentence.format(round=round_name(number))))
    try:
        return read_start(meeting, identity.expert, number)
    except Refused as refusal:
        raise Refused(*(one._replace(place=place) for one in refusal.reasons)) from refusal


def _is_here(meeting: Meeting, ballot: Ballot) -> bool:
    """Whether the ballot was taken in before, while it still counted."""
    own = content_id(ballot.document())
    return any(item.content_id == own for item in read_shelf(meeting.file, meeting.id))


def _against_kit(identity: Identity, desk: United) -> str:
    """What is against the kit of a sheet, so that only an empty one is passed over; or ""."""
    if desk.holders.get(identity.kit) != identity.expert:
        sentence = _(
            "its kit is not known here as that of {expert}; merge the desk that issued it, or "
            "let the expert fill in a fresh copy of the sheet"
        )
    elif identity.kit in desk.revoked:
        sentence = _(
            "belongs to a kit that was revoked; let {expert} fill in the sheet beside the new kit"
        )
    else:
        return ""
    return sentence.format(expert=expert_name(identity.expert))
