"""原始评分: every mark as it was typed, in one place; all other sheets compute from here.

What is no mark is a word. A candidate's rows stand one below the other, experts side by side.
"""

from collections.abc import Iterator

from reviewtui.domain.sheet import Place
from reviewtui.domain.states import WHY_OF, CandidateState, CellState, Why, label
from reviewtui.filing.frame import begin, finish
from reviewtui.filing.live.formula import runs
from reviewtui.filing.live.plan import RAW_FIRST, Plan
from reviewtui.filing.live.words import HANDED_IN, JUDGES, PLACES
from reviewtui.filing.model import Cell, Grid
from reviewtui.filing.styles import CELL, HEADER, LABEL, STATE, TEXT, sized
from reviewtui.filing.wording import mark_number
from reviewtui.locales import _

SIZE = 9.0
_TIGHT = 14.0
"""Points of a line: the sheet is long."""
_MOST_ON_A_PAGE = 18
"""Experts side by side on one page."""


def attends(plan: Plan, expert: str) -> str:
    """Whether an expert's ballot counts, or why none does."""
    record = plan.record
    if expert not in record.marks:
        replaced = plan.panel.expert(expert).replaced_by
        return label(Why.NOT_ASSIGNED if replaced else Why.ABSENT)
    if expert in record.why:
        return label(record.why[expert])
    entries = record.marks[expert].values()
    left = any(entry.standing is CandidateState.LEFT for entry in entries)
    return label(Why.LEFT) if left else _(HANDED_IN)


def stands(plan: Plan, expert: str, candidate: str) -> str:
    """What an expert is before a candidate, whatever becomes of his ballot."""
    panel = plan.panel
    if panel.candidate(candidate).withdrawn:
        return label(Why.WITHDRAWN)
    if panel.assignment is not None and candidate not in panel.assigned(expert):
        return label(Why.NOT_ASSIGNED)
    entry = plan.record.marks.get(expert, {}).get(candidate)
    standing = None if entry is None else WHY_OF.get(entry.standing)
    if standing is Why.RECUSED or panel.recusal(expert, candidate):
        return label(Why.RECUSED)
    if standing is not None:
        return label(standing)
    return label(Why.BLANK) if entry is None else _(JUDGES)


def raw_marks(plan: Plan) -> Grid:
    """Lay out the raw marks, candidate by candidate, in the panel's order."""
    record = plan.record
    experts = list(plan.experts)
    widths = (9.0, 9.0, 28.0, 10.0, 9.0, *([7.5] * len(experts)))
    sides = (3, RAW_FIRST - 1, len(experts), _MOST_ON_A_PAGE)
    grid = begin(record, plan.raw, plan.raw, widths, landscape=True, sides=sides)
    grid.line = _TIGHT
    plain, text, strong = (sized(style, SIZE) for style in (CELL, TEXT, LABEL))
    head = grid.put_row(
        (
            _("Candidate code"),
            _("Indicator code"),
            _("Indicator"),
            _("How it applies"),
            _("Mark of the desk"),
            *experts,
        ),
        sized(HEADER, SIZE),
    )
    assert head == plan.head
    who = [Cell(attends(plan, expert), strong) for expert in experts]
    grid.put_cells([Cell(None, strong), Cell(None, strong), Cell(_("Ballot"), strong)])
    _append(grid, [Cell(None, strong), Cell(None, strong), *who])
    for candidate in plan.panel.candidates:
        words = (Cell(stands(plan, expert, candidate.code), plain) for expert in experts)
        start = (Cell(candidate.code, plain), Cell(None, plain), Cell(candidate.name, text))
        grid.put_cells([*start, Cell(None, plain), Cell(None, plain), *words])
    rows = _Rows(plan)
    for candidate in plan.panel.candidates:
        top = grid.last_row + 1
        for cells in rows.of(candidate.code):
            grid.put_cells(cells)
        for positions in plan.primaries.values():
            grid.print.together += [(top + first, top + last) for first, last in runs(positions)]
        grid.print.together.append((top, grid.last_row))
    grid.freeze = (head + 1, 6)
    grid.print.title_rows = (1, head)
    return finish(grid)


def _append(grid: Grid, cells: list[Cell]) -> None:
    """Go on with the last row."""
    for column, cell in enumerate(cells, 4):
        grid.cells[grid.last_row, column] = cell


class _Rows:
    """The lines of all candidates; cells that repeat are made once."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.record = plan, plan.record
        self.plain, self.text, self.state = (sized(style, SIZE) for style in (CELL, TEXT, STATE))
        self.words = {word: Cell(label(word), self.state) for word in (*CellState, *Why)}
        self.places = {place: Cell(_(PLACES[place]), self.plain) for place in Place}
        self.codes = [Cell(row.code, self.plain) for row in plan.sheet.rows]
        self.names = [Cell(row.name(), self.text) for row in plan.sheet.rows]
        self.numbers: dict[tuple[int, int], Cell] = {}

    def of(self, candidate: str) -> Iterator[list[Cell]]:
        """The lines of one candidate."""
        plan, own = self.plan, self.plan.sheet.candidates[candidate]
        columns = [self._column(candidate, expert) for expert in plan.experts]
        first = Cell(candidate, self.plain)
        for at, (row, place) in enumerate(zip(plan.sheet.rows, own.places, strict=True)):
            name = self.names[at]
            if row.code in own.titles:
                name = Cell(own.titles[row.code], self.text)
            mark = Cell(None, self.plain)
            if place is Place.SETTLED:
                mark = Cell(mark_number(own.settled[row.code], row), self.plain)
            marks = [column[at] for column in columns]
            yield [first, self.codes[at], name, self.places[place], mark, *marks]

    def _column(self, candidate: str, expert: str) -> list[Cell]:
        whole = self.record.whole(expert, candidate)
        if whole is not None:
            return [self.words[whole]] * self.plan.rows
        cells = []
        for at, said in enumerate(self.record.said(expert, candidate)):
            if said.settled and said.mark is not None:
                number = mark_number(said.mark, self.plan.sheet.rows[at])
                formula = self.plan.settled(candidate, at).split("!")[1]
                cells.append(Cell(number, self.plain, formula))
            elif said.mark is None:
                cells.append(self.words[said.state])
            else:
                cells.append(self._number(at, said.mark))
        return cells

    def _number(self, at: int, mark: int) -> Cell:
        row = self.plan.sheet.rows[at]
        key = (row.step, mark)
        if key not in self.numbers:
            self.numbers[key] = Cell(mark_number(mark, row), self.plain)  # type: ignore[arg-type]
        return self.numbers[key]
