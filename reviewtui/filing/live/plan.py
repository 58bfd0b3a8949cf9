"""Where everything stands on the sheets of raw marks, of the rule and of the working.

All addresses follow from the panel alone, so that each sheet can be laid out by itself.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reviewtui.domain.rule import Average, NotApplicable, Order, Unable
from reviewtui.filing.live.formula import block, cell, fixed, runs
from reviewtui.locales import _
from reviewtui.tally.case import Case

if TYPE_CHECKING:
    from reviewtui.filing.record import Record
    from reviewtui.tally.weighting import Node

RAW_FIRST: Final = 6
"""Column of the first expert on the sheet of raw marks: after candidate, code, title, how the
row applies, and the desk's mark."""
WORK_FIRST: Final = 10
"""Column of the first expert in the working."""
SUMMARY_FIRST: Final = 4
"""Column of the first expert's total on the summary."""
CANDIDATE, CODE, NAME, APPLIES, FULL, WORTH, COUNT, SCORE, POINTS = range(1, 10)
"""Columns of the working before the experts."""
RULE_WEIGHT, RULE_FULL, RULE_MOST, RULE_SHARE, RULE_WORTH, RULE_COUNTS = range(3, 9)
"""Columns of the scored rows on the sheet of the rule."""


class Plan:
    """The addresses of one workbook."""

    def __init__(self, record: "Record") -> None:
        self.record, self.panel, self.sheet = record, record.panel, record.sheet
        self.rule = record.panel.rule
        self.case = Case(record.panel, record.sheet)
        self.raw, self.work, self.rules = _("Raw marks"), _("Working"), _("Rule in numbers")
        self.experts = {expert.code: at for at, expert in enumerate(self.panel.experts)}
        self.candidates = {item.code: at for at, item in enumerate(self.panel.candidates)}
        self.head = 2 + len(record.warnings())
        self.rows = len(self.sheet.rows)

    @property
    def last_raw(self) -> int:
        """Column of the last expert on the sheet of raw marks."""
        return RAW_FIRST + len(self.experts) - 1

    @property
    def last_work(self) -> int:
        """Column of the last expert in the working."""
        return WORK_FIRST + len(self.experts) - 1

    # The sheet of raw marks: head, whose ballot counts, who judges whom, then the marks.

    def attends(self, expert: str) -> str:
        """Whether there is a ballot of an expert that counts."""
        return cell(self.head + 1, RAW_FIRST + self.experts[expert], self.raw)

    @property
    def attendance(self) -> str:
        """The whole row of it."""
        return block(self.head + 1, RAW_FIRST, self.head + 1, self.last_raw, self.raw)

    def stands(self, candidate: str, expert: str) -> str:
        """What an expert is before a candidate."""
        row = self.head + 2 + self.candidates[candidate]
        return cell(row, RAW_FIRST + self.experts[expert], self.raw)

    def raw_row(self, candidate: str, position: int = 0) -> int:
        """The line of a candidate's row."""
        at = self.candidates[candidate]
        return self.head + 2 + len(self.candidates) + at * self.rows + position

    def mark(self, candidate: str, position: int, expert: str) -> str:
        """One mark as it was typed, or the word in its place."""
        column = RAW_FIRST + self.experts[expert]
        return cell(self.raw_row(candidate, position), column, self.raw)

    def marks(self, candidate: str, expert: str, first: int = 0, last: int | None = None) -> str:
        """An expert's marks of a candidate, all or a stretch of them."""
        column = RAW_FIRST + self.experts[expert]
        end = self.rows - 1 if last is None else last
        top, bottom = self.raw_row(candidate, first), self.raw_row(candidate, end)
        return block(top, column, bottom, column, self.raw)

    def marks_across(self, candidate: str, position: int) -> str:
        """All experts' marks in one row of a candidate."""
        row = self.raw_row(candidate, position)
        return block(row, RAW_FIRST, row, self.last_raw, self.raw)

    def applies(self, candidate: str, position: int) -> str:
        """How a row applies to a candidate, in a word."""
        return cell(self.raw_row(candidate, position), 4, self.raw)

    def settled(self, candidate: str, position: int) -> str:
        """The desk's mark."""
        return cell(self.raw_row(candidate, position), 5, self.raw)

    # The working: one block a candidate, all of the same height.

    @cached_property
    def nodes(self) -> tuple["Node", ...]:
        """The nodes between which the points of rows that are out are handed on; none where
        the rule never does so."""
        gone = self.rule.not_applicable is NotApplicable.RENORMALISE
        if not gone and not self.own_scale:
            return ()
        found = {
            node[:depth] for node in self.case.weighting.nodes for depth in range(len(node) + 1)
        }
        return tuple(sorted(found, key=lambda node: (len(node), node)))

    @property
    def own_scale(self) -> bool:
        """Whether an expert's rows are rescaled for what he cannot judge."""
        return self.rule.order is Order.BY_EXPERT and self.rule.unable is Unable.RENORMALISE

    @property
    def trims(self) -> bool:
        """Whether experts' totals may be dropped."""
        return self.rule.order is Order.BY_EXPERT and self.rule.average is Average.TRIMMED

    @cached_property
    def primaries(self) -> dict[str, tuple[int, ...]]:
        """Positions of the rows of each primary."""
        return self.case.primaries.rows

    @property
    def height(self) -> int:
        """Lines of a block: title, standing, nodes, rows, primaries, total, use."""
        return 4 + len(self.nodes) + self.rows + len(self.primaries)

    def top(self, candidate: str) -> int:
        """The first line of a block."""
        return self.head + 1 + self.candidates[candidate] * (self.height + 1)

    def standing_row(self, candidate: str) -> int:
        """The line that tells who counts."""
        return self.top(candidate) + 1

    def node_row(self, candidate: str, node: "Node") -> int:
        """The line of a node."""
        return self.standing_row(candidate) + 1 + self.nodes.index(node)

    def row(self, candidate: str, position: int) -> int:
        """The line of a row of the sheet."""
        return self.standing_row(candidate) + 1 + len(self.nodes) + position

    def primary_row(self, candidate: str, code: str) -> int:
        """The line of a primary."""
        return self.row(candidate, self.rows) + list(self.primaries).index(code)

    def total_row(self, candidate: str) -> int:
        """The line of the experts' totals."""
        return self.row(candidate, self.rows) + len(self.primaries)

    def use_row(self, candidate: str) -> int:
        """The line that tells whose totals enter the average."""
        return self.total_row(candidate) + 1

    def column(self, expert: str) -> int:
        """The expert's column in the working."""
        return WORK_FIRST + self.experts[expert]

    def working(self, row: int, column: int) -> str:
        """A cell of the working, from another sheet."""
        return cell(row, column, self.work)

    def across(self, row: int, sheet: str = "") -> str:
        """All experts' cells of one line of the working."""
        return block(row, WORK_FIRST, row, self.last_work, sheet)

    def stretch(self, candidate: str, column: int, positions: Iterable[int]) -> list[str]:
        """The cells of rows at these positions in a column of the working."""
        return [
            block(self.row(candidate, first), column, self.row(candidate, last), column)
            for first, last in runs(positions)
        ]

    def below(self, node: "Node") -> list[int]:
        """Positions of the rows at a node or below it."""
        nodes = self.case.weighting.nodes
        return [at for at, own in enumerate(nodes) if own[: len(node)] == node]

    def at_node(self, node: "Node") -> list[int]:
        """Positions of the rows that hang on a node itself."""
        return [at for at, own in enumerate(self.case.weighting.nodes) if own == node]

    def children(self, node: "Node") -> list["Node"]:
        """The nodes right below one."""
        return [own for own in self.nodes if own and own[:-1] == node]

    # The summary: who ranks where is known before it is laid out.

    @cached_property
    def _ranked(self) -> dict[str, int]:
        return {item.code: at for at, item in enumerate(self.record.ranked())}

    @property
    def summary_top(self) -> int:
        """The line of the best candidate: under title, warnings, date and a head of two lines."""
        return self.head + 3

    @property
    def summary_count(self) -> int:
        """Column of the summary with n; the total stands next to it, then rank and grade."""
        return SUMMARY_FIRST + len(self.experts)

    def summary(self, candidate: str, column: int, *, here: bool = False) -> str:
        """A candidate's cell in a column of the summary."""
        return cell(self.summary_line(candidate), column, "" if here else _("Score summary"))

    def summary_line(self, candidate: str) -> int:
        """A candidate's line on the summary."""
        return self.summary_top + self._ranked[candidate]

    def count(self, candidate: str) -> str:
        """A candidate's n."""
        return self.summary(candidate, self.summary_count)

    def total(self, candidate: str) -> str:
        """A candidate's total."""
        return self.summary(candidate, self.summary_count + 1)

    def rank(self, candidate: str) -> str:
        """A candidate's rank, where the panel ranks."""
        return self.summary(candidate, self.summary_count + 2)

    def counts(self) -> str:
        """The column of n, as remarks compare it."""
        last = self.summary_top + len(self.candidates) - 1
        return fixed(self.summary_top, self.summary_count, last, self.summary_count)

    def totals(self) -> str:
        """The column of totals, as ranks need it."""
        column, last = self.summary_count + 1, self.summary_top + len(self.candidates) - 1
        return fixed(self.summary_top, column, last, column)

    # The sheet of the rule; its lines are known once it is laid out.

    @cached_property
    def weight_rows(self) -> dict[str, int]:
        """The line of each weight that the rule states, by code, in the table's order."""
        stated = self.rule.weights.of
        codes = [row.code for row in self.panel.table.rows if row.code in stated]
        codes += sorted(set(stated) - set(codes))
        return {code: self.scored_top + self.rows + 3 + at for at, code in enumerate(codes)}

    @property
    def scored_top(self) -> int:
        """The line of the first scored row."""
        return self.head + 1

    def node_mass(self, node: "Node") -> str:
        """The points that a node hands on."""
        top = self.scored_top + self.rows + len(self.weight_rows) + 5
        return cell(top + self.nodes.index(node), 3, self.rules)

    def scored(self, column: int, positions: Sequence[int], *, here: bool = False) -> list[str]:
        """Stretches of a column of the scored rows on the sheet of the rule."""
        sheet = "" if here else self.rules
        return [
            block(self.scored_top + first, column, self.scored_top + last, column, sheet)
            for first, last in runs(positions)
        ]

    def share(self, primary: str) -> str:
        """What the full marks of a primary bring to the total."""
        own = [at for at in self.primaries[primary] if not self.sheet.rows[at].added]
        return f"SUM({','.join(self.scored(RULE_SHARE, own))})"

    def fixed_rule(self, top: int, column: int, bottom: int) -> str:
        """A stretch of the sheet of the rule, for a name."""
        return fixed(top, column, bottom, column, self.rules)
