"""Reading a filled score sheet back: every fault with its cell, nothing taken until clean.

The workbook comes through the gate; here its marks become one expert's ballot of channel
Excel. Nothing is guessed: what a comma or a date most likely meant stands in the finding.
The same sheet always gives the same ballot, so that reading it twice changes nothing. Before
the opening a finding names the cell and what is wrong with it, never what stands in it.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.ballot import Ballot, Channel, content_id
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.naming import expert_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CandidateState
from reviewtui.exchange.marks_reader import Line, LineReader, Taken
from reviewtui.exchange.score_sheet_form import (
    COMMENT,
    NO,
    NOT_APPLICABLE,
    SETTLED,
    STANDINGS,
    UNABLE,
    WHOLE,
    WHY,
    YES,
    Identity,
    says,
    takes,
)
from reviewtui.exchange.score_sheet_grid import Grid, Spot, find_cells
from reviewtui.exchange.score_sheet_identity import require_form
from reviewtui.exchange.score_sheet_since import Since, nothing_counts, since_issued
from reviewtui.exchange.workbook_gate import Cell, ReceivedBook, receive_workbook
from reviewtui.locales import _
from reviewtui.session.meeting import Meeting
from reviewtui.session.session import Session
from reviewtui.session.shelf import read_shelf
from reviewtui.session.united import United, united

_REASON_AFTER: Final = re.compile(r"[:：,，;；(（]")
_CLOSING: Final = ")）"
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


class FilledIn(NamedTuple):
    """What stands in a sheet; the ballot is sound only if all findings are warnings.

    Attributes:
        said: Cells in which the expert wrote something.
        vain: What is to be said where none of them counts any more.
    """

    ballot: Ballot
    findings: tuple[Finding, ...]
    said: int
    vain: Finding | None = None


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
    filled = filled_in(book, identity, meeting.panel, meeting.sheet, blind=blind)
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
    book: ReceivedBook, identity: Identity, panel: Panel, sheet: Sheet, *, blind: bool
) -> FilledIn:
    """What stands in a sheet of ours, whatever session or kit vouches for it.

    Args:
        blind: Whether findings must not repeat what could be a mark.
    """
    since = since_issued(panel, identity.expert)
    grid = find_cells(book, since, sheet, identity.expert, blind=blind)
    reading = _Reading(grid, since, sheet, identity.expert)
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
    vain = None
    if reading.vain and not reading.said:
        vain = Finding(book.name, nothing_counts(reading.vain))
    return FilledIn(ballot, tuple(findings), reading.said + sum(reading.vain.values()), vain)


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


@dataclass(slots=True)
class _Standing:
    """What is said of one whole candidate, and where."""

    state: CandidateState
    spot: Spot


class _Reading:
    """From cells to what the expert said."""

    def __init__(self, grid: Grid, since: Since, sheet: Sheet, expert: str) -> None:
        self._grid, self._since, self._sheet, self._expert = grid, since, sheet, expert
        self._panel = since.panel
        self._addresses: list[str] = []
        self._lines = LineReader(self._panel, sheet, self._find, blind=grid.blind)
        self.said = 0
        """Cells that count, in which the expert wrote something."""
        self.vain: dict[str, int] = {}
        """The same of candidates who left since."""

    def read(self) -> Taken:
        """Everything he said; valid only if nothing was found that refuses the sheet."""
        for candidate in self._panel.assigned(self._expert):
            before = self.said
            self._candidate(candidate)
            if candidate in self._since.left and self.said > before:
                self.vain[candidate] = self.said - before
                self.said = before
                self._grid.find("", self._since.told(candidate), warning=True)
        taken = list(self._lines.taken())
        return taken[0] if taken else self._nothing()

    def _nothing(self) -> Taken:
        """A sheet on which nothing was filled in."""
        reader = LineReader(self._panel, self._sheet, self._find)
        for candidate in self._panel.assigned(self._expert)[:1]:
            row = self._sheet.rows[0].code
            reader.read(Line(0, self._expert, candidate, row, "", "", ""))
        taken = list(reader.taken())
        return taken[0] if taken else Taken(self._expert, {}, {}, {})

    def _candidate(self, candidate: str) -> None:
        standing = self._standing(candidate)
        marks = [self._mark(candidate, code) for code in self._sheet.index]
        marked = [address for address in marks if address]
        if standing is not None and marked:
            sentence = _("says {state}, and yet there is a mark in {address}; empty one of the two")
            self._grid.find(
                standing.spot.address,
                sentence.format(state=_(STANDINGS[standing.state]), address=marked[0]),
            )
        elif standing is not None:
            reason = self._text(candidate, WHY)
            self._tell(standing.spot, candidate, "", "", standing.state.value, reason)
        elif (spot := self._grid.of(candidate, WHY)) and spot.cell.text:
            sentence = _("a reason stands here, but the line “{whole}” above it is empty")
            self._grid.find(spot.address, sentence.format(whole=_(WHOLE)))
        spot = self._grid.of(candidate, COMMENT)
        if spot is not None and self._readable(spot) and spot.cell.text:
            self.said += 1
            self._tell(spot, candidate, "", "", "", spot.cell.text)

    def _standing(self, candidate: str) -> _Standing | None:
        spot = self._grid.of(candidate, WHOLE)
        if spot is None or not self._readable(spot) or not spot.cell.text:
            return None
        for state, word in STANDINGS.items():
            if says(spot.cell.text, word):
                known = self._panel.recusal(self._expert, candidate)
                if known and state is CandidateState.RECUSED:
                    return None
                if not (state is CandidateState.RECUSED and candidate in self._since.recused):
                    self.said += 1  # else the form may have printed it
                return _Standing(state, spot)
        sentence = (
            _("is no state; choose {known}, or leave it empty")
            if self._grid.blind
            else _("“{text}” is no state; choose {known}, or leave it empty")
        )
        known_words = " / ".join(_(word) for word in STANDINGS.values())
        self._grid.find(spot.address, sentence.format(text=spot.cell.text[:40], known=known_words))
        return None

    def _mark(self, candidate: str, code: str) -> str:
        """Read one cell; its address if the expert said something there."""
        spot = self._grid.of(candidate, code)
        if spot is None or not self._readable(spot) or not spot.cell.text:
            return ""
        text = spot.cell.text
        if self._is_shut(candidate, code, text):
            return ""
        self.said += 1
        word, reason = _word_and_reason(text)
        if says(word, UNABLE):
            self._tell(spot, candidate, code, "", "unable", reason)
        elif any(says(word, known) for known in STANDINGS.values()):
            sentence = _("“{text}” is said of a whole candidate: choose it in the line “{whole}”")
            self._grid.find(spot.address, sentence.format(text=word, whole=_(WHOLE)))
        elif says(text, NOT_APPLICABLE):
            self._tell(spot, candidate, code, "", "not_applicable", "")
        elif spot.cell.day is not None:
            self._grid.find(spot.address, _a_date(spot.cell, blind=self._grid.blind))
        elif spot.cell.number and text.endswith("%"):
            sentence = (
                _("is a percentage; write the mark itself as a plain number")
                if self._grid.blind
                else _("is the percentage {text}; write the mark itself as a plain number")
            )
            self._grid.find(spot.address, sentence.format(text=text))
        else:
            self._number(spot, candidate, code, text)
        return spot.address

    def _number(self, spot: Spot, candidate: str, code: str, text: str) -> None:
        if self._sheet.row(code).scale is Scale.YES_NO:
            text = "yes" if says(text, YES) else "no" if says(text, NO) else text
        before = len(self._grid.findings)
        self._tell(spot, candidate, code, text, "", "")
        wrong = len(self._grid.findings) > before
        if wrong:
            hint = ""
            if not any(character.isnumeric() for character in text):
                hint = _("; a row that cannot be judged takes the word {unable}")
                hint = hint.format(unable=_(UNABLE))
            elif self._grid.blind:
                hint = _("; here belongs: {takes}").format(takes=takes(self._sheet.row(code)))
            finding = self._grid.findings.pop()
            self._grid.findings.append(finding._replace(sentence=finding.sentence + hint))
        elif not wrong and spot.cell.computed:
            sentence = _("is a formula; its stored result is taken")
            self._grid.find(spot.address, sentence, warning=True)

    def _is_shut(self, candidate: str, code: str, text: str) -> bool:
        """Whether a cell that takes no mark still says what we wrote into it."""
        recused = says(text, STANDINGS[CandidateState.RECUSED])
        if self._panel.recusal(self._expert, candidate):
            return recused
        if recused and candidate in self._since.recused:
            return True
        place = self._sheet.place(candidate, code)
        word = {Place.SETTLED: SETTLED, Place.NOT_APPLICABLE: NOT_APPLICABLE}.get(place)
        return word is not None and says(text, word)

    def _readable(self, spot: Spot) -> bool:
        if spot.cell.fault:
            self.said += 1
            self._grid.find(spot.address, spot.cell.fault)
        return not spot.cell.fault

    def _text(self, candidate: str, label: str) -> str:
        spot = self._grid.of(candidate, label)
        return spot.cell.text if spot is not None and self._readable(spot) else ""

    def _tell(
        self, spot: Spot, candidate: str, row: str, mark: str, state: str, comment: str
    ) -> None:
        """Hand one cell to the reader of marks; what it finds is found at this cell."""
        self._addresses.append(spot.address)
        number = len(self._addresses)
        self._lines.read(Line(number, self._expert, candidate, row, mark, state, comment))

    def _find(self, number: int, sentence: str) -> None:
        address = self._addresses[number - 1] if number else ""
        self._grid.find(address, sentence)


def _word_and_reason(text: str) -> tuple[str, str]:
    """A word, and what stands after a colon or in brackets behind it."""
    parts = _REASON_AFTER.split(text, maxsplit=1)
    if len(parts) == 1:
        return text, ""
    return parts[0].strip(), parts[1].strip().rstrip(_CLOSING).strip()


def _a_date(cell: Cell, *, blind: bool) -> str:
    """What a spreadsheet that took a mark for a date most likely hides."""
    assert cell.day is not None  # asked before
    if blind:
        return _("was turned into a date; write the mark as text")
    meant = decimal_text(Fraction(f"{cell.day.month}.{cell.day.day}"))
    sentence = _("was turned into a date, {day}; if {meant} is meant, write {meant} as text")
    return sentence.format(day=cell.day.isoformat(), meant=meant)
