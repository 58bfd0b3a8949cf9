"""What an expert wrote into the cells of a score sheet, once they are found: marks, states, words.

Nothing is guessed: what a comma or a date most likely meant stands in the finding. Before the
opening a finding names the cell and what is wrong with it, never what stands in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import decimal_text
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
    says,
    takes,
)
from reviewtui.exchange.score_sheet_grid import Grid, Spot
from reviewtui.exchange.score_sheet_since import Since, nothing_counts
from reviewtui.exchange.workbook_gate import Cell
from reviewtui.locales import _, in_every_language

_STATES: Final = (UNABLE, *STANDINGS.values())
_BETWEEN: Final = re.compile(r"[\s:：,，;；.。、(（—-]*")
_CLOSING: Final = ")）"
_NUMBER: Final = re.compile(r"[\d.．]*\d[\d.．]*\s*\w?")


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


@dataclass(slots=True)
class _Standing:
    """What is said of one whole candidate, and where."""

    state: CandidateState
    spot: Spot


class Reading:
    """From cells to what the expert said.

    Args:
        candidates: Whose cells are read, in their order.
    """

    def __init__(
        self, grid: Grid, since: Since, sheet: Sheet, expert: str, candidates: Sequence[str]
    ) -> None:
        self._candidates = candidates
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
        for candidate in self._candidates:
            before = self.said
            self._candidate(candidate)
            if candidate in self._since.left and self.said > before:
                self.vain[candidate] = self.said - before
                self.said = before
                self._grid.find("", self._since.told(candidate), warning=True)
        taken = list(self._lines.taken())
        return taken[0] if taken else self._nothing()

    def filled(self, ballot: Ballot, findings: Sequence[Finding]) -> FilledIn:
        """What was read, as a ballot."""
        vain = None
        if self.vain and not self.said:
            vain = Finding(self._grid.place, nothing_counts(self.vain))
        return FilledIn(ballot, tuple(findings), self.said + sum(self.vain.values()), vain)

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
        if says(word, UNABLE) and _NUMBER.fullmatch(reason):
            sentence = _("says {state} and a mark in one cell; leave one of the two")
            self._grid.find(spot.address, sentence.format(state=_(UNABLE)))
        elif says(word, UNABLE):
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
    """A word for a state, and what stands behind it, as the spreadsheet lets it pass."""
    for word in (word for state in _STATES for word in in_every_language(state)):
        signs = r"\s*".join(map(re.escape, "".join(word.split())))
        found = re.match(signs + (r"(?![A-Za-z])" if word.isascii() else ""), text, re.IGNORECASE)
        if found:
            behind = _BETWEEN.match(text, found.end())
            assert behind is not None  # nothing at all is between them, too
            return found[0], text[behind.end() :].strip().rstrip(_CLOSING).strip()
    return text, ""


def _a_date(cell: Cell, *, blind: bool) -> str:
    """What a spreadsheet that took a mark for a date most likely hides."""
    assert cell.day is not None  # asked before
    if blind:
        return _("was turned into a date; write the mark as text")
    meant = decimal_text(Fraction(f"{cell.day.month}.{cell.day.day}"))
    sentence = _("was turned into a date, {day}; if {meant} is meant, write {meant} as text")
    return sentence.format(day=cell.day.isoformat(), meant=meant)
