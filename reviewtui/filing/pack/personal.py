"""个人评分表: one page for each expert, his primaries and candidates, to be signed by him.

The check code, the full SHA-256 and its QR code tie the paper to the ballot that counts.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reviewtui.domain.channel_words import channel_words
from reviewtui.domain.indicator_set import Row
from reviewtui.domain.rule import RoundAt, WeightKind
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.measure import capacity, lines, number_width
from reviewtui.filing.model import Cell, Grid, QrCode, Span
from reviewtui.filing.received import Received
from reviewtui.filing.record import Record, Said
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
from reviewtui.filing.wording import Decimals, beijing_time, grouped, points
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict

MOST_ACROSS: Final = 8
"""Candidates side by side on one page; more stand one below the other."""
MOST_PRIMARIES: Final = 14
"""Primaries that then stand side by side; more stay one below the other."""
_UPRIGHT: Final = 6
_MOST_LYING: Final = 13
"""Candidates one below the other on a page that lies across, with names of two lines."""
_LINES: Final = 2
_NAME: Final = 24.0
_ON_A_PAGE: Final = 16
_MOST_IN_HEAD: Final = 5
"""Lines of a candidate's name in the head of the table; longer ones stand below it."""
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
        primaries = record.panel.table.primaries
        self.primaries = [row for row in primaries if row.code in record.sheet.shares]
        few = len(self.candidates) <= MOST_ACROSS
        self.down = not few and len(self.primaries) <= MOST_PRIMARIES
        self.names = {code: record.panel.candidate(code).name for code in self.candidates}
        self.apart = False
        self.across = max(1, len(self.primaries if self.down else self.candidates))
        self.size = 9.0 if self.down or self.across > MOST_PRIMARIES else 10.5
        rounding = record.panel.rule.rounding
        own = [record.own.of(code) for code in self.candidates]
        self.parts = {
            (row.code, item.code): self._worth(row, item) for row in self.primaries for item in own
        }
        worths = (part for part in self.parts.values() if isinstance(part, Fraction))
        self.decimals = Decimals(worths, rounding.get(RoundAt.PRIMARY))
        totals = [item.expert_totals.get(expert) for item in own]
        self.totals = Decimals(totals, rounding.get(RoundAt.EXPERT_TOTAL))

    def grid(self, name: str) -> Grid:
        """Title, matrix, code and signature."""
        upright = self.upright
        least = number_width(max(self.totals.longest, self.decimals.longest), self.size * 1.1)
        room = (87.0 if upright else 128.0) - sum(self._fixed)
        width = max(least, 6.5 if self.down else 7.0, min(12.0, room / self.across))
        columns = capacity(width, sized(HEADER, self.size - 1.5))
        self.apart = not self.down and any(
            lines(name, columns) > _MOST_IN_HEAD for name in self.names.values()
        )
        grid = begin(
            self.record,
            name,
            _("Score sheet of expert {code}").format(code=self.expert),
            (*self._fixed, *([width] * self.across)),
            landscape=not upright,
            sides=(_FIXED, _FIXED, self.across, _ON_A_PAGE),
        )
        found = _effective(self.record, self.expert)
        code = _("Check code {code}").format(code=found.code) if found else ""
        left, centre, right = grid.print.footer
        grid.print.footer = (code or left, centre, right)
        under_title(grid, self.record, code)
        table = self._candidates() if self.down else self._primaries()
        for number, (least, cells) in enumerate(table):
            row = grid.put_cells(cells)
            if not number:
                grid.print.title_rows = (1, row)
            grid.least_heights[row] = least
        notes(grid, self._notes(found))
        if found:
            self._foot(grid, found)
        grid.print.whole = True
        return finish(grid)

    @property
    def upright(self) -> bool:
        """Whether the page stands: few columns, or many lines."""
        if not self.down:
            return self.across <= _UPRIGHT
        columns = capacity(_NAME, sized(TEXT, self.size))
        high = sum(max(_LINES, lines(name, columns)) for name in self.names.values())
        return high > _MOST_LYING * _LINES

    def _line(self, count: int) -> float:
        """Points of each of so many lines: together they fill the page."""
        return max(20.0, min(34.0, (560.0 if self.upright else 230.0) / max(1, count)))

    @property
    def _fixed(self) -> tuple[float, float, float]:
        """Widths before the numbers; by candidates the third is no full mark but a share."""
        return (8.0, _NAME, 7.5) if self.down else (8.0, _NAME, 8.0)

    def _heads(self, *texts: str) -> tuple[float, list[Cell]]:
        """The line of the headings."""
        return 0.0, [Cell(text, sized(HEADER, self.size - 1.5)) for text in texts]

    def _primaries(self) -> Iterator[tuple[float, list[Cell]]]:
        """One line a primary, candidates side by side."""
        plain, text, strong = (sized(style, self.size) for style in (CELL, TEXT, TOTAL))
        names = (code if self.apart else f"{code}\n{name}" for code, name in self.names.items())
        yield self._heads(_("Indicator code"), _("Indicator"), _("Points of the total"), *names)
        for row in self.primaries:
            share = points(self.record.sheet.shares[row.code])
            start = [Cell(row.code, plain), Cell(row.name(), text), Cell(share, plain)]
            line = self._line(len(self.primaries) + 1)
            yield line, [*start, *(self._part(row, code) for code in self.candidates)]
        base = points(self.record.verdict.base)
        start = [Cell("", strong), Cell(_("Expert's total"), strong), Cell(base, strong)]
        yield 24.0, [*start, *map(self._total, self.candidates)]

    def _candidates(self) -> Iterator[tuple[float, list[Cell]]]:
        """One line a candidate, primaries side by side."""
        plain, text = sized(CELL, self.size), sized(TEXT, self.size)
        names = (f"{row.code}\n{row.name()}" for row in self.primaries)
        total = _("Expert's total")
        yield self._heads(_("Candidate code"), _("Name of the candidate"), total, *names)
        base = Cell(points(self.record.verdict.base), plain)
        shares = (Cell(points(self.record.sheet.shares[row.code]), plain) for row in self.primaries)
        yield 0.0, [Cell("", plain), Cell(_("Points of the total"), text), base, *shares]
        for code in self.candidates:
            start = [Cell(code, plain), Cell(self.names[code], text), self._total(code)]
            line = self._line(len(self.candidates))
            yield line, [*start, *(self._part(row, code) for row in self.primaries)]

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

    def _total(self, candidate: str) -> Cell:
        value = self.record.expert_total(self.expert, self.record.own.of(candidate))
        if isinstance(value, Why):
            return Cell(label(value), sized(STATE, self.size))
        number = "—" if value is None else self.totals.number(value)
        return Cell(number, sized(TOTAL, self.size))

    def _notes(self, found: Received | None) -> list[str]:
        sentences = []
        if self.apart:
            names = _("; ").join(
                _("{code} {name}").format(code=code, name=name) for code, name in self.names.items()
            )
            sentences.append(_("Candidates: {names}").format(names=names))
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
                    channel=channel_words(found.channel), people=_(", ").join(found.by)
                )
            )
        return sentences

    def _foot(self, grid: Grid, found: Received) -> None:
        """Code, hash and signature at the left, the QR code beside them."""
        top, last = grid.last_row + 1, grid.across
        grid.print.together.append((top, top + 3))
        first = _qr_column(grid.widths[:last])
        told = (
            (_("Check code"), found.code, TOTAL),
            (_("Version"), f"{found.rev}　{beijing_time(found.received_at)}", TEXT),
            ("SHA-256", grouped(found.content), HASH),
            (_("Signature"), "", TEXT),
        )
        for row, (name, text, style) in enumerate(told, top):
            grid.put(row, 1, name, LABEL)
            grid.put_span(Span(row, 2, row, first - 1), text, style)
            grid.least_heights[row] = (_SIDE + 8) / len(told)
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
