"""计分过程: from raw marks to each expert's total, or to each row's average, step by step.

One block a candidate, all of the same shape: who counts, what each row is worth here, the
rows, the primaries, the totals.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from reviewtui.domain.rule import NotApplicable, Order, RoundAt
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import CellState, label
from reviewtui.filing.frame import begin, finish, notes
from reviewtui.filing.live import formula
from reviewtui.filing.live.formula import (
    added,
    averaged,
    block,
    cell,
    dropped,
    literal,
    refuses,
    runs,
)
from reviewtui.filing.live.handing_on import claimed_at, own_quotient
from reviewtui.filing.live.plan import (
    APPLIES,
    CANDIDATE,
    CODE,
    COUNT,
    FULL,
    NAME,
    POINTS,
    RULE_SHARE,
    RULE_WORTH,
    SCORE,
    WORK_FIRST,
    WORTH,
    Plan,
)
from reviewtui.filing.live.standing import standing
from reviewtui.filing.live.words import COUNTED, DROPPED, NUMBERS, PLACES, TOO_FEW
from reviewtui.filing.model import Cell, Grid, Span, Value
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.sheets.worked import Worked, score_value
from reviewtui.filing.styles import (
    CELL,
    GROUP,
    GROUP_TEXT,
    HEADER,
    SECTION,
    STATE,
    TEXT,
    TOTAL,
    Style,
    sized,
)
from reviewtui.filing.wording import points
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict

if TYPE_CHECKING:
    from reviewtui.tally.weighting import Node

SIZE = 9.0
_TIGHT = 14.0
"""Points of a line: the sheet is long."""
_MOST_ON_A_PAGE = 16
"""Experts side by side on one page."""
_EMPTY = Cell(None, sized(CELL, SIZE))
_PLAIN, _TEXT, _STATE = sized(CELL, SIZE), sized(TEXT, SIZE), sized(STATE, SIZE)
_STRONG, _GROUP, _GROUP_TEXT = sized(TOTAL, SIZE), sized(GROUP, SIZE), sized(GROUP_TEXT, SIZE)


def working(plan: Plan) -> Grid:
    """Lay out the working, in the panel's order of candidates."""
    widths = (6.0, 7.0, 26.0, 9.0, 9.0, 9.5, 7.0, 9.5, 9.5, *([8.0] * len(plan.experts)))
    sides = (NAME, WORK_FIRST - 1, len(plan.experts), _MOST_ON_A_PAGE)
    grid = begin(plan.record, plan.work, plan.work, widths, landscape=True, sides=sides)
    grid.line = _TIGHT
    _head(plan, grid)
    for item in plan.record.verdict.candidates:
        own = _Block(plan, grid, item)
        own.put()
        grid.print.together += own.together()
    notes(grid, [_("Numbers that the rule does not round are printed with at most four decimals.")])
    return finish(grid)


def _head(plan: Plan, grid: Grid) -> None:
    """The names of the columns, above all blocks."""
    heads = (
        _("Candidate code"),
        _("Indicator code"),
        _("Indicator"),
        _("How it applies"),
        _("Points of the total"),
        _("Points per point typed"),
        _("Valid n"),
        _("Average of the row"),
        _("Points"),
        *plan.experts,
    )
    head = grid.put_row(heads, sized(HEADER, SIZE))
    assert head == plan.head
    grid.freeze = (head + 1, WORK_FIRST)
    grid.print.title_rows = (1, head)


class _Block:
    """The block of one candidate."""

    def __init__(self, plan: Plan, grid: Grid, item: CandidateVerdict) -> None:
        self.plan, self.grid, self.item, self.code = plan, grid, item, item.code
        self.rule, self.rows = plan.rule, plan.sheet.rows
        self.by_expert = plan.rule.order is Order.BY_EXPERT
        self.own = plan.sheet.candidates[item.code]
        self.worked = Worked(plan, item)
        self.worths = self.worked.worths
        self.counts = plan.standing_row(item.code)
        self.not_here = literal(label(CellState.NOT_APPLICABLE))
        self.counted = literal(_(COUNTED))
        self.left_out = self.worked.left_out

    def put(self) -> None:
        """All lines of the block."""
        self._title()
        self._frame()
        self._standings()
        for node in self.plan.nodes:
            self._node(node)
        for position in range(len(self.rows)):
            self._row(position)
        for primary, positions in self.plan.primaries.items():
            self._primary(primary, positions)
        self._totals()
        if self.plan.trims:
            self._use()

    def _put(
        self, row: int, column: int, value: Value, text: str = "", style: Style = _PLAIN
    ) -> None:
        self.grid.put(row, column, value, style, text)

    def together(self) -> Iterator[tuple[int, int]]:
        """What no page end parts: the block, within it each primary's rows, and the totals."""
        plan, code = self.plan, self.code
        top, last = plan.top(code), plan.top(code) + plan.height - 1
        yield top, last
        yield top, plan.row(code, 0)
        for positions in plan.primaries.values():
            for first, end in runs(positions):
                yield plan.row(code, first), plan.row(code, end)
        yield plan.row(code, plan.rows), last

    def _title(self) -> None:
        top = self.plan.top(self.code)
        name = self.plan.panel.candidate(self.code).name
        title = Span(top, CANDIDATE, top, WORK_FIRST - 1)
        self.grid.put_span(title, f"{self.code} {name}", sized(SECTION, 10.5))

    def _frame(self) -> None:
        """Borders around every cell, also where a line has nothing to say."""
        plan, last = self.plan, self.plan.total_row(self.code) + self.plan.trims
        code = Cell(self.code, _PLAIN)
        for row in range(self.counts, last + 1):
            self.grid.cells[row, CANDIDATE] = code
            for column in range(CODE, plan.last_work + 1):
                self.grid.cells[row, column] = _EMPTY

    def _standings(self) -> None:
        """Who counts, or why he does not."""
        self._put(self.counts, NAME, _("Who counts"), style=_TEXT)
        for expert in self.plan.experts:
            gone = self.left_out.get(expert)
            word = _(COUNTED) if gone is None else label(gone)
            column = self.plan.column(expert)
            self._put(self.counts, column, word, standing(self.plan, self.code, expert), _STATE)
        across = self.plan.across(self.counts)
        self._put(self.counts, COUNT, self.item.n, f"COUNTIF({across},{self.counted})")

    def _node(self, node: "Node") -> None:
        """What a node hands on, what is claimed of it, and the quotient."""
        plan, row = self.plan, self.plan.node_row(self.code, node)
        weighting = plan.case.weighting
        kept = self.worths.kept
        name = _("Shared out at {code}").format(code=node[-1]) if node else _("Shared out in all")
        self._put(row, NAME, name, style=_TEXT)
        if self.rule.not_applicable is NotApplicable.RENORMALISE:
            shares = [row.share for row in self.rows]
            mass, claimed = weighting.factors(weighting.common, shares, kept)[node]
            self._put(row, FULL, points(mass), plan.node_mass(node))
            self._put(row, WORTH, points(claimed), claimed_at(plan, self.code, node))
            quotient = mass / claimed if claimed else Fraction(1)
            text = f"IF({cell(row, WORTH)}=0,1,{cell(row, FULL)}/{cell(row, WORTH)})"
            self._put(row, POINTS, points(quotient), text)
        if plan.own_scale:
            for expert in plan.experts:
                self._own_node(row, node, expert)

    def _own_node(self, row: int, node: "Node", expert: str) -> None:
        """The same for one expert's judged rows."""
        plan, column = self.plan, self.plan.column(expert)
        quotient = own_quotient(plan, self.code, node, expert)
        standing = cell(self.counts, column)
        text = f'IF({standing}={self.counted},{quotient},"")'
        self._put(row, column, self.worked.quotient(node, expert), text)

    def _row(self, position: int) -> None:
        """What a row is worth here, and what it brings."""
        plan, row, place = self.plan, self.rows[position], self.own.places[position]
        at = plan.row(self.code, position)
        self._put(at, CODE, row.code)
        self._put(at, NAME, self.own.titles.get(row.code, row.name()), style=_TEXT)
        self._put(at, APPLIES, _(PLACES[place]), plan.applies(self.code, position))
        here = cell(at, APPLIES)
        node = plan.case.weighting.nodes[position]
        scales = []
        if self.rule.not_applicable is NotApplicable.RENORMALISE and row.counts:
            scales = [
                cell(plan.node_row(self.code, node[:depth]), POINTS)
                for depth in range(len(node) + 1)
            ]
        for column, of_rule, value in (
            (FULL, RULE_SHARE, self.worths.shares[position]),
            (WORTH, RULE_WORTH, self.worths.exact[position] * 100),
        ):
            product = "*".join([*plan.scored(of_rule, [position]), *scales])
            self._put(at, column, points(value), f"IF({here}={self.not_here},0,{product})")
        if self.by_expert:
            self._row_by_expert(position, at, here)
        else:
            self._row_by_indicator(position, at, here)

    def _row_by_expert(self, position: int, at: int, here: str) -> None:
        plan, row = self.plan, self.rows[position]
        given, counts = plan.marks_across(self.code, position), plan.across(self.counts)
        score = self.item.rows[position]
        number = f"COUNTIFS({counts},{self.counted},{given},{NUMBERS})"
        self._put(at, COUNT, score.n, number)
        summed = f"SUMIF({counts},{self.counted},{given})/{cell(at, COUNT)}"
        text = f'IF({cell(at, COUNT)}=0,"",{summed})'
        self._put(at, SCORE, score_value(score.score), self._settled_or(position, here, text))
        own = (
            [
                plan.node_row(self.code, plan.case.weighting.nodes[position][:depth])
                for depth in range(len(plan.case.weighting.nodes[position]) + 1)
            ]
            if plan.own_scale and row.counts
            else []
        )
        for expert in plan.experts:
            column = plan.column(expert)
            mark = plan.mark(self.code, position, expert)
            product = "*".join([mark, cell(at, WORTH), *(cell(line, column) for line in own)])
            brings = formula.rounded(self.rule, RoundAt.WEIGHTED_ROW, product)
            standing = f"{cell(self.counts, column)}={self.counted}"
            text = f'IF(AND({standing},ISNUMBER({mark})),{brings},"")'
            self._put(at, column, self.worked.brings(expert, position), text)

    def _settled_or(self, position: int, here: str, text: str) -> str:
        """A row's number where the desk settled it, none where it does not apply."""
        settled = self.plan.settled(self.code, position)
        by_desk = literal(_(PLACES[Place.SETTLED]))
        return f'IF({here}={self.not_here},"",IF({here}={by_desk},{settled},{text}))'

    def _row_by_indicator(self, position: int, at: int, here: str) -> None:
        plan, score = self.plan, self.item.rows[position]
        valid, counts = plan.across(at), plan.across(self.counts)
        by_desk = literal(_(PLACES[Place.SETTLED]))
        number = f"IF({here}={by_desk},COUNTIF({counts},{self.counted}),COUNT({valid}))"
        self._put(at, COUNT, score.n, number)
        average = averaged(self.rule, valid)
        settled = plan.settled(self.code, position)
        value = formula.rounded(self.rule, RoundAt.ROW, average)
        if too_few := refuses(self.rule, valid):
            value = f"IF({too_few},{literal(_(TOO_FEW))},{value})"
        fixed = formula.rounded(self.rule, RoundAt.ROW, settled)
        text = (
            f'IF({here}={self.not_here},"",IF({here}={by_desk},{fixed},'
            f'IF({cell(at, COUNT)}=0,"",{value})))'
        )
        self._put(at, SCORE, score_value(score.score), text)
        worth = f"{cell(at, SCORE)}*{cell(at, WORTH)}"
        brings = formula.rounded(self.rule, RoundAt.WEIGHTED_ROW, worth)
        text = f'IF(ISNUMBER({cell(at, SCORE)}),{brings},"")'
        self._put(at, POINTS, self.worked.row_brings(position), text)
        given = set(score.counted) if not score.settled else set()
        for expert in plan.experts:
            mark = plan.mark(self.code, position, expert)
            column = plan.column(expert)
            standing = f"{cell(self.counts, column)}={self.counted}"
            judged = f"{here}<>{by_desk}"
            text = f'IF(AND({standing},{judged},ISNUMBER({mark})),{mark},"")'
            value_of = self.worked.typed(expert, position) if expert in given else ""
            self._put(at, column, value_of, text)

    def _primary(self, code: str, positions: tuple[int, ...]) -> None:
        plan, at = self.plan, self.plan.primary_row(self.code, code)
        table = plan.panel.table
        self._put(at, CODE, code, style=_GROUP)
        self._put(at, NAME, table.row(code).name(), style=_GROUP_TEXT)
        full = sum((self.worths.shares[one] for one in positions), start=Fraction(0))
        stretches = plan.stretch(self.code, FULL, positions)
        self._put(at, FULL, points(full), f"SUM({','.join(stretches)})", _GROUP)
        score = next(part.score for part in self.item.primaries if part.code == code)
        gone = added(
            [
                f"COUNTIF({here},{self.not_here})"
                for here in plan.stretch(self.code, APPLIES, positions)
            ]
        )
        nobody = f"{cell(self.counts, COUNT)}=0"
        if self.by_expert:
            mean = formula.rounded(self.rule, RoundAt.PRIMARY, f"AVERAGE({plan.across(at)})")
            nothing = f"{gone}={len(positions)}"
            for expert in plan.experts:
                column = plan.column(expert)
                cells = ",".join(plan.stretch(self.code, column, positions))
                summed = formula.rounded(self.rule, RoundAt.PRIMARY, f"SUM({cells})")
                text = f'IF({cell(self.counts, column)}={self.counted},{summed},"")'
                value = self.item.expert_primaries.get(expert, {}).get(code)
                self._put(at, column, score_value(value), text, _GROUP)
        else:
            cells = ",".join(plan.stretch(self.code, POINTS, positions))
            mean = formula.rounded(self.rule, RoundAt.PRIMARY, f"SUM({cells})")
            known = f"COUNT({cells})"
            nothing = f"{known}=0,{known}+{gone}<{len(positions)}"
        text = f'IF(OR({nobody},{nothing}),"",{mean})'
        self._put(at, POINTS, score_value(score), text, _GROUP)

    def _totals(self) -> None:
        plan, at = self.plan, self.plan.total_row(self.code)
        first, *_rest = plan.primaries
        top = plan.primary_row(self.code, first)
        self._put(at, NAME, _("Expert's total"), style=_STRONG)
        base = f"SUM({block(top, FULL, at - 1, FULL)})"
        self._put(at, FULL, points(self.worths.base), base, _STRONG)
        for expert in plan.experts:
            column = plan.column(expert)
            standing = cell(self.counts, column)
            value = self.worked.total(expert)
            if self.by_expert:
                parts = f"SUM({block(top, column, at - 1, column)})"
                summed = formula.trimmable(self.rule, parts)
                text = f"IF({standing}={self.counted},{summed},{standing})"
                if self.rule.standardise:
                    text = ""
            else:
                marks = plan.marks(self.code, expert)
                worths = plan.stretch(self.code, WORTH, range(len(self.rows)))[0]
                gone = f"COUNTIF({marks},{self.not_here})"
                whole = f"COUNT({marks})+{gone}={len(self.rows)}"
                summed = f"SUMPRODUCT({worths},{marks})"
                text = (
                    f"IF({standing}<>{self.counted},{standing},IF({whole},{summed},{self.counted}))"
                )
            self._put(at, column, value, text, _STRONG)
        if not self.by_expert:
            total = "—" if self.item.total is None else points(self.item.total)
            self._put(at, POINTS, total, self._by_indicator_total(top, at), _STRONG)

    def _by_indicator_total(self, top: int, at: int) -> str:
        here = self.plan.stretch(self.code, APPLIES, range(len(self.rows)))[0]
        scores = self.plan.stretch(self.code, SCORE, range(len(self.rows)))[0]
        known = f"COUNT({scores})+COUNTIF({here},{self.not_here})<{len(self.rows)}"
        summed = formula.final(self.rule, f"SUM({block(top, POINTS, at - 1, POINTS)})")
        return f'IF(OR({cell(self.counts, COUNT)}=0,{known}),"—",{summed})'

    def _use(self) -> None:
        """Whose totals enter the average."""
        plan, at = self.plan, self.plan.use_row(self.code)
        self._put(at, NAME, _("In the result"), style=_TEXT)
        totals = plan.across(at - 1)
        for expert in plan.experts:
            column = plan.column(expert)
            own = cell(at - 1, column)
            before = f"${column_letters(WORK_FIRST)}{at - 1}:{own}"
            ends = dropped(own, totals, before)
            word = literal(_(DROPPED))
            text = f'IF(ISNUMBER({own}),IF({ends},{word},{self.counted}),"")'
            value = ""
            if expert not in self.left_out:
                value = _(DROPPED) if expert in self.item.trimmed else _(COUNTED)
            self._put(at, column, value, text, _STATE)
