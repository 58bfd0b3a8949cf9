"""Finding the lines of a further round's score sheet again, wherever people moved them.

Every line says whose it is by the codes of candidate and row; the header says in which column
the marks stand now, and in which the reasons.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewtui.domain.naming import matching
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.exchange.score_sheet_form import (
    CANDIDATE,
    CODE,
    COMMENT,
    NOW,
    REASON,
    WHOLE,
    WHY,
    says,
)
from reviewtui.exchange.score_sheet_grid import Grid, Spot
from reviewtui.exchange.score_sheet_since import Since
from reviewtui.exchange.workbook_gate import Cell, ReceivedBook, ReceivedSheet
from reviewtui.locales import _

Rows = Mapping[str, Sequence[ScoredRow]]

_HEADS = (CANDIDATE, CODE, NOW, REASON)


class _Header(NamedTuple):
    """A header line, and the columns it names."""

    row: int
    candidates: int
    codes: int
    now: int
    reasons: int


def find_lines(book: ReceivedBook, since: Since, sheet: Sheet, rows: Rows, *, blind: bool) -> Grid:
    """Every line of the expert's form, in whatever sheet, row and column it stands now.

    Args:
        rows: What is reopened for him, by candidate.
    """
    grid = Grid(book.name, blind)
    found = 0
    for received in book.sheets:
        headers = list(_headers(grid, received))
        found += len(headers)
        ends = [header.row for header in headers[1:]] + [received.last_row + 1]
        for header, end in zip(headers, ends, strict=False):
            _Block(grid, received, header, sheet, rows, since).read(end)
    if not found:
        sentence = _(
            "no line with “{code}” and “{now}” is found; fill in the sheet as it was issued"
        )
        grid.find("", sentence.format(code=_(CODE), now=_(NOW)))
        return grid
    there = {candidate for candidate, _code in grid.spots}
    for candidate, due in rows.items():
        if candidate in since.withdrawn and candidate not in there:
            continue
        lacking = [row.code for row in due if (candidate, row.code) not in grid.spots]
        if lacking:
            sentence = _("the lines {rows} of candidate {candidate} are missing; take a fresh copy")
            said = sentence.format(rows=_(", ").join(lacking), candidate=candidate)
            grid.find("", said)
    return grid


def _headers(grid: Grid, received: ReceivedSheet) -> Iterator[_Header]:
    lines: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(received.cells.items()):
        for head in _HEADS:
            if cell.text and says(cell.text, head):
                lines.setdefault(row, {}).setdefault(head, column)
    for row, columns in lines.items():
        if CODE not in columns or NOW not in columns:
            continue
        gone = [_(head) for head in _HEADS if head not in columns]
        for head in gone:
            sentence = _("the column “{head}” is missing; take a fresh copy of the sheet")
            grid.find(received.address(row, columns[CODE]), sentence.format(head=head))
        if not gone:
            yield _Header(row, *(columns[head] for head in _HEADS))


class _Block:
    """The lines below one header."""

    def __init__(
        self,
        grid: Grid,
        received: ReceivedSheet,
        header: _Header,
        sheet: Sheet,
        rows: Rows,
        since: Since,
    ) -> None:
        self._grid, self._received, self._header = grid, received, header
        self._sheet = sheet
        self._open = {(code, row.code) for code, own in rows.items() for row in own}
        self._known = [one.code for one in since.panel.candidates]

    def read(self, end: int) -> None:
        """Put the cells of every line up to a row into the grid."""
        for row in range(self._header.row + 1, end):
            self._line(row)

    def _line(self, row: int) -> None:
        header = self._header
        now, reason = self._spot(row, header.now), self._spot(row, header.reasons)
        filled = next((spot for spot in (now, reason) if _used(spot.cell)), None)
        code, whose = self._cell(row, header.codes), self._cell(row, header.candidates)
        label = next((one for one in (WHOLE, COMMENT) if says(code.text, one)), "")
        candidate = matching(self._known, whose.text) if whose.text else None
        if code.number and not label:
            sentence = _("this code was changed into a number; take a fresh copy of the sheet")
            self._grid.find(self._received.address(row, header.codes), sentence)
        elif label and candidate is not None:
            spots = {WHOLE: now, WHY: reason} if label == WHOLE else {COMMENT: reason}
            for name, spot in spots.items():
                self._put(candidate, name, spot)
            if label == COMMENT and _used(now.cell):
                self._astray(now)
        elif candidate is not None and (candidate, code.text) in self._open:
            self._put(candidate, code.text, now)
            self._grid.reasons.setdefault((candidate, code.text), reason)
        elif filled is not None and candidate is not None and code.text in self._sheet.index:
            sentence = _("row {row} of candidate {candidate} is not reopened; it stays as it was")
            self._grid.find(filled.address, sentence.format(row=code.text, candidate=candidate))
        elif filled is not None:
            self._astray(filled)
        self._beside(row)

    def _put(self, candidate: str, code: str, spot: Spot) -> None:
        before = self._grid.spots.setdefault((candidate, code), spot)
        if before is not spot:
            sentence = _("stands here a second time; the first is {address}")
            self._grid.find(spot.address, sentence.format(address=before.address))

    def _astray(self, spot: Spot) -> None:
        sentence = _(
            "no reopened row stands in this line, so what is filled in here belongs to nothing"
        )
        self._grid.find(spot.address, sentence)

    def _beside(self, row: int) -> None:
        """What was written right of the form belongs to nobody."""
        first = max(self._header[1:]) + 1
        for column in range(first, self._received.last_column + 1):
            spot = self._spot(row, column)
            if _used(spot.cell):
                sentence = _("stands beside the form; move it into its line or empty it")
                self._grid.find(spot.address, sentence)

    def _cell(self, row: int, column: int) -> Cell:
        return self._received.cell(row, column)

    def _spot(self, row: int, column: int) -> Spot:
        return Spot(self._received.cell(row, column), self._received.address(row, column))


def _used(cell: Cell) -> bool:
    return bool(cell.text or cell.fault)
