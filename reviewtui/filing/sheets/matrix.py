"""Rows by columns, where a column is one expert before one candidate.

Both detail sheets are this: all experts before one candidate, one expert before all.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from reviewtui.domain.indicator_set import Row
from reviewtui.domain.rule import RoundAt
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import Why, label
from reviewtui.filing.live.plan import POINTS, SCORE
from reviewtui.filing.measure import head_width, number_width
from reviewtui.filing.model import Cell, Grid, Value
from reviewtui.filing.paging import Sides
from reviewtui.filing.record import Record, Said
from reviewtui.filing.styles import (
    CELL,
    GROUP,
    GROUP_TEXT,
    HEADER,
    STATE,
    TEXT,
    TOTAL,
    TRIMMED,
    sized,
)
from reviewtui.filing.wording import (
    LEAST_SHOWN,
    MOST_SHOWN,
    Decimals,
    mark_number,
    points,
    top_number,
)
from reviewtui.locales import _

MOST_ON_A_PAGE: Final = 24
_MANY: Final = 10
_UPRIGHT: Final = 80.0
"""Units of width that an upright page takes at nearly full size."""
FIXED: Final = 3
"""Columns before the first one of marks: code, indicator, full mark."""


@dataclass(frozen=True, slots=True)
class Column:
    """One expert before one candidate, under its heading."""

    heading: str
    expert: str
    candidate: str


@dataclass(frozen=True, slots=True)
class Across:
    """A last column with the panel's number for each row, primary and total."""

    heading: str
    candidate: str
    rows: dict[str, Fraction | None]
    primaries: dict[str, Fraction | None]
    total: Value


class Matrix:
    """The table part of a detail sheet."""

    def __init__(
        self,
        record: Record,
        columns: list[Column],
        titles: dict[str, str],
        across: Across | None = None,
        *,
        most: int = MOST_ON_A_PAGE,
        upright: bool = False,
    ) -> None:
        self.record, self.columns, self.titles, self.across = record, columns, titles, across
        self.most, self.upright = most, upright
        self.many = len(columns) > _MANY or upright
        self.size = 9.0 if self.many else 10.5
        most = LEAST_SHOWN if self.many else MOST_SHOWN
        rounding = record.panel.rule.rounding
        verdicts = {item.code: item for item in record.own.candidates}
        self.verdicts = [verdicts[column.candidate] for column in columns]
        self.said = [
            None
            if record.whole(column.expert, column.candidate)
            else record.said(column.expert, column.candidate)
            for column in columns
        ]
        self.own = Decimals(
            (
                verdict.expert_totals.get(column.expert)
                for column, verdict in zip(columns, self.verdicts, strict=True)
            ),
            rounding.get(RoundAt.EXPERT_TOTAL),
            most=most,
        )
        self.parts = Decimals(
            (
                value
                for column, verdict in zip(columns, self.verdicts, strict=True)
                for value in verdict.expert_primaries.get(column.expert, {}).values()
            ),
            rounding.get(RoundAt.PRIMARY),
            most=most,
        )
        self.row_scores = Decimals(
            across.rows.values() if across else (), rounding.get(RoundAt.ROW)
        )
        self.primary_scores = Decimals(
            across.primaries.values() if across else (), rounding.get(RoundAt.PRIMARY)
        )
        self.words = {why: Cell(label(why), sized(STATE, self.size)) for why in Why}

    @property
    def widths(self) -> tuple[float, ...]:
        """Column widths."""
        own = max(self.own.longest + 2, self.parts.longest)
        one = max(6.5 if self.many else 8.5, number_width(own, self.size * 1.1))
        scores = max(self.row_scores.longest, self.primary_scores.longest)
        heading = self.across.heading if self.across else ""
        last = max(9.0, head_width(heading, self.size), number_width(scores, self.size))
        code = max(7.5, head_width(_("Indicator code"), self.size))
        name = 24.0 if self.many else 34.0
        if self.upright:
            one = max(6.3, number_width(own, self.size))
            beside = min(len(self.columns), self.most) * one
            name = max(28.0, min(46.0, _UPRIGHT - code - 6.5 - beside))
        return (code, name, 6.5, *([one] * len(self.columns)), *([last] if self.across else []))

    @property
    def trims(self) -> bool:
        """Whether one of its totals was dropped before averaging."""
        pairs = zip(self.columns, self.verdicts, strict=True)
        return any(column.expert in verdict.trimmed for column, verdict in pairs)

    @property
    def sides(self) -> Sides:
        """How its columns go on to further pages across."""
        return (FIXED, FIXED, len(self.columns), self.most)

    @property
    def decimals(self) -> tuple[Decimals, ...]:
        """The decimals of all its numbers."""
        return (self.own, self.parts, self.row_scores, self.primary_scores)

    def put(self, grid: Grid) -> None:
        """Append head, rows and totals."""
        head = grid.put_row(
            (
                _("Indicator code"),
                _("Indicator"),
                _("Full mark"),
                *(column.heading for column in self.columns),
                *([self.across.heading] if self.across else []),
            ),
            sized(HEADER, self.size),
        )
        grid.freeze = (head + 1, FIXED + 1)
        grid.print.title_rows = (1, head)
        table = self.record.panel.table
        shown = ""
        sheet = self.record.sheet
        codes = {column.candidate for column in self.columns}
        first = head + 1
        for number in sheet.own_order(codes.pop()) if len(codes) == 1 else sheet.order:
            row = sheet.rows[number]
            if row.primary != shown and shown:
                grid.print.together.append((first, grid.last_row))
                first = grid.last_row + 1
            if row.primary not in (row.code, shown):
                grid.put_cells(self._group(table.row(row.primary)))
            shown = row.primary
            grid.put_cells(self._row(number, row))
        grid.print.together.append((first, grid.put_cells(self._totals())))
        if (conclusion := self.record.sheet.conclusion) is not None:
            grid.put_cells(self._conclusions(conclusion))

    def _group(self, primary: Row) -> list[Cell]:
        plain, text = sized(GROUP, self.size), sized(GROUP_TEXT, self.size)
        full = self.record.sheet.shares.get(primary.code)
        plan = self.record.plan
        cells = [
            Cell(primary.code, plain),
            Cell(primary.name(), text),
            Cell(None if full is None else points(full), plain),
        ]
        for column, verdict in zip(self.columns, self.verdicts, strict=True):
            value = verdict.expert_primaries.get(column.expert, {}).get(primary.code)
            part = plan.working(
                plan.primary_row(column.candidate, primary.code), plan.column(column.expert)
            )
            number = "" if value is None else self.parts.number(value)
            cells.append(Cell(number, plain, part if self.record.by_expert else ""))
        if self.across:
            score = self.across.primaries.get(primary.code)
            number = "" if score is None else self.primary_scores.number(score)
            line = plan.primary_row(self.across.candidate, primary.code)
            cells.append(Cell(number, plain, plan.working(line, POINTS)))
        return cells

    def _row(self, number: int, row: ScoredRow) -> list[Cell]:
        plain, plan = sized(CELL, self.size), self.record.plan
        cells = [
            Cell(row.code, plain),
            Cell(self.titles.get(row.code, row.name()), sized(TEXT, self.size)),
            Cell(top_number(row.top), plain),
        ]
        for column, said in zip(self.columns, self.said, strict=True):
            raw = plan.mark(column.candidate, number, column.expert)
            if said is None:
                why = self.record.whole(column.expert, column.candidate)
                cells.append(replace(self.words[why or Why.BLANK], formula=raw))
            else:
                cells.append(self._mark(row, said[number], raw))
        if self.across:
            score = self.across.rows.get(row.code)
            average = plan.working(plan.row(self.across.candidate, number), SCORE)
            value = "—" if score is None else self.row_scores.number(score)
            cells.append(Cell(value, plain, f'IF(ISNUMBER({average}),{average},"—")'))
        return cells

    def _conclusions(self, row: ScoredRow) -> list[Cell]:
        plain = sized(CELL, self.size)
        cells = [Cell("", plain), Cell(row.name(), sized(TEXT, self.size)), Cell("", plain)]
        for column, verdict in zip(self.columns, self.verdicts, strict=True):
            said = self.record.concluded(column.expert, verdict)
            cells.append(self.words[said] if isinstance(said, Why) else Cell(said, plain))
        if self.across:
            cells.append(Cell("", plain))
        return cells

    def _mark(self, row: ScoredRow, said: Said, raw: str) -> Cell:
        if said.mark is None:
            return Cell(label(said.state), sized(STATE, self.size), raw)
        return Cell(mark_number(said.mark, row), sized(CELL, self.size), raw)

    def _totals(self) -> list[Cell]:
        strong = sized(TOTAL, self.size)
        cells = [
            Cell("", strong),
            Cell(_("Expert's total"), strong),
            Cell(points(self.record.verdict.base), strong),
        ]
        plan = self.record.plan
        for column, verdict in zip(self.columns, self.verdicts, strict=True):
            value = self.record.expert_total(column.expert, verdict)
            line = plan.total_row(column.candidate)
            text = plan.working(line, plan.column(column.expert))
            if isinstance(value, Why):
                cells.append(replace(self.words[value], formula=text))
            elif value is None:
                cells.append(Cell(_("counted"), strong, text))
            else:
                style = TRIMMED if column.expert in verdict.trimmed else TOTAL
                cells.append(Cell(self.own.number(value), sized(style, self.size), text))
        if self.across:
            cells.append(Cell(self.across.total, strong, plan.total(self.across.candidate)))
        return cells
