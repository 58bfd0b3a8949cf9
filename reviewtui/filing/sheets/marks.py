"""评分明细: every mark of every expert, one row each, to be filtered and counted.

A state that covers a whole candidate is one row without an indicator. A comment that is
longer than a printed row goes on in further rows, which carry no state and count as none.
"""

from collections.abc import Iterator

from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.rule import Average
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing import styles
from reviewtui.filing.frame import begin, finish
from reviewtui.filing.live.formula import block, dropped, literal
from reviewtui.filing.live.plan import WORK_FIRST
from reviewtui.filing.measure import pieces
from reviewtui.filing.model import Cell, Grid, Number, Span
from reviewtui.filing.record import Record, Said
from reviewtui.filing.wording import mark_number, top_number
from reviewtui.locales import _
from reviewtui.tally.verdict import RowScore

CELL = styles.sized(styles.CELL, 9.0)
TEXT = styles.sized(styles.TEXT, 9.0)
NAME = styles.sized(styles.NARROWED, 9.0)
HEADER = styles.sized(styles.HEADER, 9.0)
STATE_COLUMN = 8
_COMMENT = 20.0
_WIDTHS = (5.5, 5.5, 22.0, 15.5, 6.5, 20.5, 5.5, 8.0, 5.5, 8.0, _COMMENT)
_TIGHT = 16.0
"""Points of a line: the list is long."""
_MOST_TOGETHER = 20
"""Marks of one expert for one candidate that no page end parts; more are parted by primary."""


def marks(record: Record) -> Grid:
    """Lay out all marks, expert by expert, in the panel's order."""
    name = _("All marks")
    grid = begin(record, name, name, _WIDTHS)
    grid.line = _TIGHT
    head = grid.put_row(
        (
            _("Expert no."),
            _("Candidate code"),
            _("Name of the candidate"),
            _("Primary indicator"),
            _("Indicator code"),
            _("Indicator"),
            _("Full mark"),
            _("State"),
            _("Mark"),
            _("In the result"),
            _("Comment or reason"),
        ),
        HEADER,
    )
    apart = len(record.sheet.rows) > _MOST_TOGETHER
    key: tuple[object, ...] = ()
    for row in _Rows(record).all():
        own = tuple(cell.value for cell in row[: 4 if apart else 2])
        at = grid.put_cells(row)
        if own != key:
            key, first = own, at
            grid.print.together.append((first, at))
        else:
            grid.print.together[-1] = (first, at)
    grid.freeze = (head + 1, 1)
    grid.filter = Span(head, 1, max(grid.last_row, head + 1), grid.columns)
    grid.print.title_rows = (1, head)
    return finish(grid)


class _Rows:
    """The rows; cells that repeat are made once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        table = record.panel.table
        self.fixed: list[tuple[Cell, ...]] = [
            (
                Cell(table.row(row.primary).name(), TEXT),
                Cell(row.code, CELL),
                Cell(row.name(), TEXT),
                Cell(top_number(row.top), CELL),
            )
            for row in record.sheet.rows
        ]
        self.states = {state: Cell(label(state), CELL) for state in CellState}
        self.settled = Cell(_("settled by the desk"), CELL)
        self.empty, self.no_text = Cell(None, CELL), Cell(None, TEXT)
        self.all_rows = Cell(_("the whole candidate"), TEXT)
        self.not_used = _("not counted")
        self.not_counted = Cell(self.not_used, CELL)
        self.words = {False: _("counted"), True: _("dropped as extreme")}
        self.yes, self.ends = map(literal, self.words.values())
        self.verdicts = {item.code: item for item in record.verdict.candidates}
        self.scored = literal(label(CellState.SCORED))

    def all(self) -> Iterator[tuple[Cell, ...]]:
        """Every row of the table."""
        for expert in self.record.panel.experts:
            for candidate in self.record.panel.candidates:
                keys = (
                    Cell(expert.code, CELL),
                    Cell(candidate.code, CELL),
                    Cell(candidate.name, NAME),
                )
                whole = self.record.whole(expert.code, candidate.code)
                if whole is not None:
                    yield from self._whole(keys, whole)
                else:
                    yield from self._each(keys, expert.code, candidate.code)

    def _whole(self, keys: tuple[Cell, ...], why: Why) -> Iterator[tuple[Cell, ...]]:
        raw = self.record.plan.mark(str(keys[1].value), 0, str(keys[0].value))
        middle = (self.no_text, self.empty, self.all_rows, self.empty)
        state = (Cell(label(why), CELL, raw), self.empty, self.not_counted)
        text = self.record.comment(str(keys[0].value), str(keys[1].value))
        yield from self._with_text((*keys, *middle, *state), text)

    def _each(
        self, keys: tuple[Cell, ...], expert: str, candidate: str
    ) -> Iterator[tuple[Cell, ...]]:
        said = self.record.said(expert, candidate)
        use = self._use(expert, candidate)
        for number, (fixed, one, used) in enumerate(
            zip(self._named(candidate), said, use, strict=True)
        ):
            yield from self._with_text(
                (*keys, *fixed, *self._said(expert, candidate, number, one), used), one.text
            )
        text = self.record.comment(expert, candidate)
        if text:
            whole = (self.no_text, self.empty, self.all_rows, self.empty)
            yield from self._with_text((*keys, *whole, *[self.empty] * 3), text)

    def _said(self, expert: str, candidate: str, number: int, one: Said) -> tuple[Cell, Cell]:
        """State and mark, as the sheet of raw marks has them."""
        if one.state is CellState.NOT_APPLICABLE:
            return self.states[one.state], self.empty
        raw = self.record.plan.mark(candidate, number, expert)
        value = "" if one.mark is None else self._number(number, one.mark)
        if one.settled:
            return self.settled, Cell(value, CELL, raw)
        state = f"IF(ISNUMBER({raw}),{self.scored},{raw})"
        mark = f'IF(ISNUMBER({raw}),{raw},"")'
        return Cell(label(one.state), CELL, state), Cell(value, CELL, mark)

    def _named(self, candidate: str) -> list[tuple[Cell, ...]]:
        """The cells that name each row, reworded where an overlay says so."""
        titles = self.record.sheet.candidates[candidate].titles
        if not titles:
            return self.fixed
        return [
            (primary, code, Cell(titles.get(row.code, row.name()), TEXT), full)
            for row, (primary, code, _name, full) in zip(
                self.record.sheet.rows, self.fixed, strict=True
            )
        ]

    def _use(self, expert: str, candidate: str) -> list[Cell]:
        """Row by row, whether the mark entered the result."""
        verdict = self.verdicts[candidate]
        plan = self.record.plan
        if self.record.by_expert:
            gone = self.record.left_out(expert, candidate)
            line = plan.use_row if plan.trims else plan.standing_row
            used = plan.working(line(candidate), plan.column(expert))
            told = f"OR({used}={self.yes},{used}={self.ends})"
            value = self.not_used if gone else self.words[expert in verdict.trimmed]
            cell = Cell(value, CELL, f"IF({told},{used},{literal(self.not_used)})")
            return [cell] * len(self.record.sheet.rows)
        return [
            self.empty
            if row.settled or not row.applicable
            else self._row_use(expert, candidate, at, row)
            for at, row in enumerate(verdict.rows)
        ]

    def _row_use(self, expert: str, candidate: str, at: int, score: RowScore) -> Cell:
        """Whether one mark entered the average of its row."""
        plan = self.record.plan
        line, column = plan.row(candidate, at), plan.column(expert)
        valid, told = plan.working(line, column), self.yes
        if self.record.panel.rule.average is Average.TRIMMED:
            before = block(line, WORK_FIRST, line, column, plan.work)
            ends = dropped(valid, plan.across(line, plan.work), before)
            told = f"IF({ends},{self.ends},{self.yes})"
        value = self.words[expert in score.trimmed] if expert in score.counted else self.not_used
        return Cell(value, CELL, f"IF(ISNUMBER({valid}),{told},{literal(self.not_used)})")

    def _number(self, number: int, mark: Hundredths) -> Number:
        return mark_number(mark, self.record.sheet.rows[number])

    def _with_text(self, cells: tuple[Cell, ...], text: str) -> Iterator[tuple[Cell, ...]]:
        if not text:
            yield (*cells, self.no_text)
            return
        first, *rest = pieces(text, _COMMENT, TEXT)
        yield (*cells, Cell(first, TEXT))
        for piece in rest:
            keys = (*cells[:7], self.empty, self.empty, self.empty)
            yield (*keys, Cell(_("(continued) {text}").format(text=piece), TEXT))
