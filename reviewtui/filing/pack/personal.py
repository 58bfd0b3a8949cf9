"""个人评分表: one page for each expert, his primaries by candidates, to be signed by him.

The check code, the full SHA-256 and its QR code tie the paper to the ballot that counts.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from reviewtui.domain.indicator_set import Row
from reviewtui.domain.rule import RoundAt, WeightKind
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.measure import number_width
from reviewtui.filing.model import Cell, Grid, QrCode, Span
from reviewtui.filing.record import Received, Record, Said
from reviewtui.filing.styles import (
    CELL,
    HEADER,
    LABEL,
    STATE,
    TEXT,
    TOTAL,
    Across,
    Style,
    sized,
)
from reviewtui.filing.wording import CHANNELS, Decimals, beijing_time, grouped, points
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict

MOST_UPRIGHT: Final = 6
MOST_ACROSS: Final = 16
"""Candidates side by side on one page; more go on below."""
_FIXED: Final = 3
_SIDE: Final = 96.0
"""Points of the QR code's side: 34 mm."""
HASH: Final = Style("hash", size=9.0, across=Across.LEFT)


def personal(record: Record, name: str, expert: str) -> Grid:
    """Lay out one expert's page; he stands by his number.

    Args:
        record: The round.
        name: Of the sheet.
        expert: Whose; a ballot of his counts.
    """
    return _Personal(record, expert).grid(name)


class _Personal:
    def __init__(self, record: Record, expert: str) -> None:
        self.record, self.expert = record, expert
        self.candidates = record.panel.assigned(expert)
        count = -(-len(self.candidates) // MOST_ACROSS) or 1
        size = -(-len(self.candidates) // count) or 1
        self.blocks = [
            self.candidates[at : at + size] for at in range(0, len(self.candidates), size)
        ]
        self.across = len(self.blocks[0]) if self.blocks else 1
        self.size = 10.5 if self.across <= MOST_UPRIGHT * 2 else 9.0
        rounding = record.panel.rule.rounding
        own = [record.verdict.of(code) for code in self.candidates]
        self.primaries = record.panel.table.primaries
        self.parts = {
            (row.code, item.code): self._worth(row, item)
            for row in self.primaries
            if row.code in record.sheet.shares
            for item in own
        }
        worths = (part for part in self.parts.values() if isinstance(part, Fraction))
        self.decimals = Decimals(worths, rounding.get(RoundAt.PRIMARY))
        totals = [item.expert_totals.get(expert) for item in own]
        self.totals = Decimals(totals, rounding.get(RoundAt.EXPERT_TOTAL))

    def grid(self, name: str) -> Grid:
        """Title, matrix, code and signature."""
        upright = self.across <= MOST_UPRIGHT
        room = 87.0 if upright else 130.0
        least = number_width(max(self.totals.longest, self.decimals.longest), self.size * 1.1)
        width = max(least, 7.0, min(12.0, (room - 40.0) / self.across))
        widths = (8.0, 24.0, 8.0, *([width] * self.across))
        heading = _("Score sheet of expert {code}").format(code=self.expert)
        grid = begin(self.record, name, heading, widths, landscape=not upright)
        found = _effective(self.record, self.expert)
        code = _("Check code {code}").format(code=found.code) if found else ""
        left, centre, right = grid.print.footer
        grid.print.footer = (code or left, centre, right)
        under_title(grid, self.record, code)
        for block in self.blocks:
            self._block(grid, block)
        notes(grid, self._notes(found))
        if found:
            self._foot(grid, found)
        return finish(grid)

    def _block(self, grid: Grid, block: Sequence[str]) -> None:
        spare = [""] * (self.across - len(block))
        named = (f"{code}\n{self.record.panel.candidate(code).name}" for code in block)
        heads = (_("Indicator code"), _("Indicator"), _("Points of the total"), *named, *spare)
        head = grid.put_row(heads, sized(HEADER, self.size - 1.5))
        if block is self.blocks[0]:
            grid.print.title_rows = (1, head)
        for row in self.primaries:
            if row.code in self.record.sheet.shares:
                grid.least_heights[grid.put_cells(self._row(row, block))] = 22.0
        grid.least_heights[grid.put_cells(self._total(block))] = 24.0

    def _row(self, row: Row, block: Sequence[str]) -> list[Cell]:
        plain, text = sized(CELL, self.size), sized(TEXT, self.size)
        share = points(self.record.sheet.shares[row.code])
        return [
            Cell(row.code, plain),
            Cell(row.name(), text),
            Cell(share, plain),
            *(self._part(row, code) for code in block),
            *([Cell("", plain)] * (self.across - len(block))),
        ]

    def _part(self, row: Row, candidate: str) -> Cell:
        part = self.parts[row.code, candidate]
        if isinstance(part, Fraction):
            return Cell(self.decimals.number(part), sized(CELL, self.size))
        return Cell(part, sized(STATE, self.size))

    def _worth(self, row: Row, item: CandidateVerdict) -> Fraction | str:
        """His points of a primary, or the word for the state that stands in their place.

        Where he has no total the points of a primary are the sum of its marks.
        """
        if (whole := self.record.whole(self.expert, item.code)) is not None:
            return label(whole)
        said = [
            one for one in self._said(row, item.code) if one.state is not CellState.NOT_APPLICABLE
        ]
        if not said:
            return label(CellState.NOT_APPLICABLE)
        part = item.expert_primaries.get(self.expert, {}).get(row.code)
        if part is not None:
            return part
        gap = next((one.state for one in said if one.mark is None), None)
        if gap is not None:
            return label(gap)
        if self.record.panel.rule.weights.kind is not WeightKind.POINTS:
            return "—"
        return sum((Fraction(one.mark or 0, 100) for one in said), Fraction(0))

    def _said(self, row: Row, candidate: str) -> list[Said]:
        said = self.record.said(self.expert, candidate)
        rows = self.record.sheet.rows
        pairs = zip(rows, said, strict=True)
        return [one for scored, one in pairs if scored.primary == row.code]

    def _total(self, block: Sequence[str]) -> list[Cell]:
        strong, state = sized(TOTAL, self.size), sized(STATE, self.size)
        cells = [
            Cell("", strong),
            Cell(_("Expert's total"), strong),
            Cell(points(self.record.verdict.base), strong),
        ]
        for code in block:
            value = self.record.expert_total(self.expert, self.record.verdict.of(code))
            if isinstance(value, Why):
                cells.append(Cell(label(value), state))
            else:
                cells.append(Cell("—" if value is None else self.totals.number(value), strong))
        return [*cells, *([Cell("", strong)] * (self.across - len(block)))]

    def _notes(self, found: Received | None) -> list[str]:
        sentences = []
        if not self.record.by_expert:
            sentences.append(
                _(
                    "This rule averages row by row: the marks of a primary indicator are summed "
                    "here for the expert's own check and enter no result."
                )
            )
        if found and found.by:
            sentences.append(
                _("{channel}: {people}; not signed by the expert on a screen").format(
                    channel=_(CHANNELS[found.channel]), people=_(", ").join(found.by)
                )
            )
        return sentences

    def _foot(self, grid: Grid, found: Received) -> None:
        """Code, hash and signature at the left, the QR code beside them."""
        top, last = grid.last_row + 1, grid.columns
        first = _qr_column(grid.widths)
        told = (
            (_("Check code"), found.code, TOTAL),
            (_("Version"), f"{found.rev}　{beijing_time(found.received_at)}", TEXT),
            ("SHA-256", grouped(found.content), HASH),
            (_("Signature"), "", TEXT),
        )
        for row, (name, text, style) in enumerate(told, top):
            grid.put(row, 1, name, LABEL)
            grid.put_span(Span(row, 2, row, first - 1), text, style)
            grid.heights[row] = (_SIDE + 8) / len(told)
        grid.put_span(Span(top, first, top + len(told) - 1, last), None, CELL)
        grid.codes.append(QrCode(top, first, found.content, _SIDE))


def _qr_column(widths: Sequence[float]) -> int:
    """The first of the last columns that are wide enough for the code."""
    room, column = 0.0, len(widths)
    while column > _FIXED and (room := room + widths[column - 1]) * 6.0 < _SIDE + 8:
        column -= 1
    return max(column, _FIXED)


def _effective(record: Record, expert: str) -> Received | None:
    return next((one for one in record.received if one.expert == expert and one.effective), None)
