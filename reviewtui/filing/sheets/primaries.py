"""一级指标得分表: where each candidate's total comes from, primary by primary."""

from collections.abc import Iterator
from typing import TypeVar

from reviewtui.domain.naming import candidate_number
from reviewtui.domain.rule import RoundAt
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.live.formula import TRIM_LEAST, block, literal
from reviewtui.filing.live.plan import POINTS
from reviewtui.filing.measure import display_width, head_width, number_width
from reviewtui.filing.model import Cell, Grid
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, TEXT, TOTAL, Style, sized
from reviewtui.filing.wording import Decimals, average_name, points, rank_value, shortened_sentence
from reviewtui.locales import _
from reviewtui.tally.remarks import above_full
from reviewtui.tally.verdict import CandidateVerdict

_MANY = 12

T = TypeVar("T")


def primaries(record: Record) -> Grid:
    """Lay out the scores of the primary indicators, best candidate first."""
    return _Primaries(record).grid()


class _Primaries:
    """One pass over the ranking; the columns are the table's primaries."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.rows = record.panel.table.primaries
        self.size = 10.5 if len(self.rows) <= _MANY else 9.0
        rounding = record.panel.rule.rounding
        candidates = record.verdict.candidates
        self.totals = Decimals((item.total for item in candidates), rounding.get(RoundAt.TOTAL))
        self.parts = {
            row.code: Decimals(
                (
                    part.score
                    for item in candidates
                    for part in item.primaries
                    if part.code == row.code
                ),
                rounding.get(RoundAt.PRIMARY),
            )
            for row in self.rows
        }

    def _widths(self) -> tuple[float, ...]:
        longest = max(display_width(item.code) for item in self.record.verdict.candidates)
        code = max(
            7.0, head_width(_("Candidate code"), self.size), number_width(longest, self.size)
        )
        columns = (
            max(
                9.0,
                number_width(self.parts[row.code].longest, self.size),
                head_width(row.name(), self.size),
            )
            for row in self.rows
        )
        total = max(9.0, number_width(self.totals.longest, self.size * 1.1))
        rank = (8.0,) if self.record.panel.ranking else ()
        return (*rank, code, 29.0, *columns, total, 6.0, 9.0)

    def grid(self) -> Grid:
        """Title, table, notes."""
        name = _("Primary scores")
        grid = begin(self.record, name, name, self._widths(), landscape=True)
        under_title(grid, self.record)
        top = self._head(grid)
        for item in self.record.ranked():
            grid.put_cells(self._row(item))
        grid.freeze = (top + 2, 3 + self.record.panel.ranking)
        grid.print.title_rows = (1, top + 1)
        grid.print.whole = True
        notes(grid, self._notes())
        return finish(grid)

    def _head(self, grid: Grid) -> int:
        """The heading and the points of the total; returns the number of the first row."""
        top = grid.put_row(
            (
                *self._rank(_("Rank")),
                _("Candidate code"),
                _("Name of the candidate"),
                *(f"{row.code}\n{row.name()}" for row in self.rows),
                average_name(self.record.panel.rule),
                _("Valid n"),
                _("Remarks"),
            ),
            sized(HEADER, self.size),
        )
        plain = sized(CELL, self.size)
        left, line = 3 + self.record.panel.ranking, grid.last_row + 1
        base = f"SUM({block(line, left, line, left + len(self.rows) - 1)})"
        grid.put_cells(
            (
                *self._rank(Cell("", plain)),
                Cell("", plain),
                Cell(_("Points of the total"), plain),
                *(self._full(row.code, plain) for row in self.rows),
                Cell(points(self.record.verdict.base), plain, base),
                *[Cell("", plain)] * 2,
            )
        )
        return top

    def _full(self, code: str, style: Style) -> Cell:
        """What a primary's full marks bring to the total, from the sheet of the rule."""
        plan, shares = self.record.plan, self.record.sheet.shares
        if code not in shares:
            return Cell("—", style)
        return Cell(points(shares[code]), style, plan.share(code))

    def _rank(self, value: T) -> tuple[T, ...]:
        """What stands in the column of ranks, where there is one."""
        return (value,) if self.record.panel.ranking else ()

    def _row(self, item: CandidateVerdict) -> Iterator[Cell]:
        plain, text, strong = (sized(style, self.size) for style in (CELL, TEXT, TOTAL))
        plan, code = self.record.plan, item.code
        yield from self._rank(Cell(rank_value(item), plain, plan.rank(code)))
        yield Cell(item.code, plain)
        yield Cell(self.record.panel.candidate(item.code).name, text)
        scores = {part.code: part.score for part in item.primaries}
        for row in self.rows:
            score = scores.get(row.code)
            value = "—" if score is None else self.parts[row.code].number(score)
            yield Cell(value, plain, self._score(code, row.code))
        value = "—" if item.total is None else self.totals.number(item.total)
        yield Cell(value, strong, plan.total(code))
        yield Cell(item.n, plain, plan.count(code))
        yield Cell("" if _additive(item) else _("not additive"), plain, self._adds_up(item))

    def _score(self, candidate: str, primary: str) -> str:
        """Empty where no row of the primary is scored."""
        plan = self.record.plan
        if primary not in plan.primaries:
            return ""
        score = plan.working(plan.primary_row(candidate, primary), POINTS)
        return f'IF(ISNUMBER({score}),{score},"—")'

    def _adds_up(self, item: CandidateVerdict) -> str:
        """The word from whether anybody is dropped; empty where the rule alone decides it."""
        plan = self.record.plan
        if not plan.trims or self.record.panel.rule.standardise:
            return ""
        n = plan.count(item.code)
        return f'IF(AND({n}>0,{n}<{TRIM_LEAST}),"",{literal(_("not additive"))})'

    def _notes(self) -> list[str]:
        candidates = self.record.verdict.candidates
        sentences = []
        if not all(map(_additive, candidates)):
            sentences.append(
                _(
                    "Not additive: the primary scores are means over all counted experts, so they "
                    "need not sum to the official number."
                )
            )
        if any(map(_incomplete, candidates)):
            sentences.append(
                _("— : no score, because the indicator does not apply or nobody counts.")
            )
        for item in candidates:
            if said := above_full(self.record.sheet, item):
                name = candidate_number(item.code)
                sentences.append(_("{name}: {state}").format(name=name, state=said))
        sentences += filter(None, [shortened_sentence((self.totals, *self.parts.values()))])
        return sentences


def _additive(item: CandidateVerdict) -> bool:
    return all(part.additive for part in item.primaries)


def _incomplete(item: CandidateVerdict) -> bool:
    return any(part.score is None for part in item.primaries)
