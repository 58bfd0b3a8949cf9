"""Finding the marks of a score sheet again by their codes, wherever people moved them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from reviewtui.domain.findings import Finding
from reviewtui.domain.naming import matching
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.score_sheet_form import (
    CODE,
    COMMENT,
    WHOLE,
    WHY,
    is_printed,
    rows_for,
    says,
)
from reviewtui.exchange.score_sheet_names import tell_candidates, tell_person, tell_row, titles_of
from reviewtui.exchange.score_sheet_since import Since
from reviewtui.exchange.workbook_gate import Cell, ReceivedBook, ReceivedSheet
from reviewtui.locales import _

_LABELS: Final = (WHOLE, WHY, COMMENT)
"""Lines of the form that are no row of the table."""
_BESIDE_CODE: Final = 2
"""Columns right of a code that say what it is and take no mark."""


class Spot(NamedTuple):
    """A cell with its address as findings name it."""

    cell: Cell
    address: str


@dataclass(slots=True)
class Grid:
    """Every cell of the form that was found: by candidate, and by row code or label."""

    place: str
    blind: bool = False
    """Whether findings must not repeat what could be a mark."""
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    reasons: dict[tuple[str, str], Spot] = field(default_factory=dict)
    """Of a further round: beside each mark the cell for its reason."""
    findings: list[Finding] = field(default_factory=list)

    def find(self, address: str, sentence: str, *, warning: bool = False) -> None:
        """Note something about a cell."""
        place = f"{self.place}: {address}" if address else self.place
        self.findings.append(Finding(place, sentence, warning))

    def of(self, candidate: str, code: str) -> Spot | None:
        """The cell of a candidate's row or labelled line."""
        return self.spots.get((candidate, code))


class _Header(NamedTuple):
    """A header line: where it stands, the column of codes, the columns of candidates."""

    row: int
    codes: int
    columns: Mapping[int, str]


def find_cells(book: ReceivedBook, since: Since, sheet: Sheet, expert: str, *, blind: bool) -> Grid:
    """Every cell of the expert's form, in whatever sheet, row and column it stands now.

    A form that went out after a candidate was withdrawn has no column for him.
    """
    grid = Grid(book.name, blind)
    panel = since.panel
    candidates = panel.assigned(expert)
    found = 0
    for received in book.sheets:
        headers = list(_headers(received, panel))
        found += len(headers)
        if not headers:
            continue
        ends = [header.row for header in headers[1:]] + [received.last_row + 1]
        for header, end in zip(headers, ends, strict=True):
            tell_candidates(received, header.row + 1, header.columns, panel, grid.find)
            _Block(grid, received, header, end, sheet, frozenset(candidates)).read()
        tell_person(received, headers[0].row, expert, panel, grid.find)
    if not found:
        sentence = _(
            "no line with the code of the candidates is found; fill in the sheet as it was issued"
        )
        grid.findings.append(Finding(book.name, sentence))
        return grid
    there = {candidate for candidate, _row in grid.spots}
    due = [one for one in candidates if one in there or one not in since.withdrawn]
    _tell_missing(grid, sheet, due)
    return grid


def _headers(received: ReceivedSheet, panel: Panel) -> Iterator[_Header]:
    known = [candidate.code for candidate in panel.candidates]
    lines: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(received.cells.items()):
        lines.setdefault(row, {})[column] = cell
    for row, cells in lines.items():
        codes = next((column for column, cell in cells.items() if says(cell.text, CODE)), 0)
        if not codes:
            continue
        columns = {
            column: code
            for column, cell in cells.items()
            if column > codes and cell.text and (code := matching(known, cell.text)) is not None
        }
        if columns:
            yield _Header(row, codes, columns)


class _Block:
    """The lines below one header."""

    def __init__(
        self,
        grid: Grid,
        received: ReceivedSheet,
        header: _Header,
        end: int,
        sheet: Sheet,
        candidates: frozenset[str],
    ) -> None:
        self._grid, self._received, self._header, self._end = grid, received, header, end
        self._sheet, self._candidates = sheet, candidates
        self._titles = titles_of(sheet)
        self._columns = {at: code for at, code in header.columns.items() if code in candidates}

    def read(self) -> None:
        """Put the cells of every line that is known into the grid."""
        for at, code in self._header.columns.items():
            if code not in self._candidates and self._used(at):
                sentence = _("candidate {candidate} is not among those this expert is to score")
                address = self._received.address(self._header.row, at)
                self._grid.find(address, sentence.format(candidate=code))
        for row in range(self._header.row + 1, self._end):
            self._line(row)

    def _line(self, row: int) -> None:
        said = self._received.cell(row, self._header.codes)
        address = self._received.address(row, self._header.codes)
        label = next((label for label in _LABELS if says(said.text, label)), "")
        code = label or (said.text if said.text in self._sheet.index else "")
        if said.number and not label:
            sentence = (
                _("this code was changed into a number; take a fresh copy of the sheet")
                if self._grid.blind
                else _("the code {code} was changed into a number; take a fresh copy of the sheet")
            )
            self._grid.find(address, sentence.format(code=said.text))
            return
        if not code:
            self._stray(row, said.text, address)
            return
        for column, candidate in self._columns.items():
            spot = Spot(self._received.cell(row, column), self._received.address(row, column))
            before = self._grid.spots.setdefault((candidate, code), spot)
            if before is not spot:
                sentence = _("stands here a second time; the first is {address}")
                self._grid.find(spot.address, sentence.format(address=before.address))
        if not label:
            title = self._header.codes + 1
            where = self._received.address(row, title)
            said = self._received.cell(row, title)
            tell_row(said.text, where, code, self._titles, self._grid.find)
            self._merged(row)
            self._beside(row)

    def _stray(self, row: int, said: str, address: str) -> None:
        """A line without a known code: of no account unless something was filled in."""
        filled = [at for at in self._columns if self._received.cell(row, at).text]
        if not filled or row == self._header.row + 1:
            return
        if says(said, CODE):
            return
        where = self._received.address(row, filled[0])
        if said:
            sentence = (
                _("there is no such indicator; marks in this line belong to nothing")
                if self._grid.blind
                else _("there is no indicator {code}; marks in this line belong to nothing")
            )
            self._grid.find(address, sentence.format(code=said[:40]))
        else:
            sentence = _("this line has no code, so what is filled in here belongs to nothing")
            self._grid.find(where, sentence)

    def _merged(self, row: int) -> None:
        """Cells of marks that somebody merged: only the first of them can hold one."""
        for top, left, bottom, right in self._received.spans:
            within = [at for at in self._columns if left <= at <= right]
            if top <= row <= bottom and within:
                first = self._received.address(top, left)
                sentence = _("was merged with {address}; unmerge them and fill in each by itself")
                for at in within:
                    if (row, at) != (top, left):
                        self._grid.find(
                            self._received.address(row, at), sentence.format(address=first)
                        )

    def _beside(self, row: int) -> None:
        """What was written right of the form's columns belongs to nobody."""
        first = self._header.codes + _BESIDE_CODE + 1
        for column in range(first, self._received.last_column + 1):
            if column in self._header.columns or not self._received.cell(row, column).text:
                continue
            sentence = _(
                "no candidate's code stands above this cell; move it under its candidate or "
                "empty it"
            )
            self._grid.find(self._received.address(row, column), sentence)

    def _used(self, column: int) -> bool:
        """Whether somebody wrote something below a candidate's name."""
        texts = (
            self._received.cell(row, column).text for row in range(self._header.row + 2, self._end)
        )
        return any(text and not is_printed(text) for text in texts)


def _tell_missing(grid: Grid, sheet: Sheet, candidates: Sequence[str]) -> None:
    """Name columns and lines that are not there any more."""
    rows = [row.code for row in rows_for(sheet, candidates)]
    gone = [code for code in candidates if not any((code, row) in grid.spots for row in rows)]
    for code in gone:
        sentence = _("the column of candidate {code} is missing; take a fresh copy of the sheet")
        grid.findings.append(Finding(grid.place, sentence.format(code=code)))
    for row in rows:
        lacking = [
            code for code in candidates if code not in gone and (code, row) not in grid.spots
        ]
        if lacking:
            sentence = _("the line {row} is missing for {candidates}; take a fresh copy")
            told = sentence.format(row=row, candidates=_(", ").join(lacking))
            grid.findings.append(Finding(grid.place, told))
