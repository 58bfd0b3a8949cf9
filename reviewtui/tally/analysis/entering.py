"""From a verdict to the tables that the statistics look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Order, Unable
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.analysis.totals import Totals
from reviewtui.tally.attendance import Seat, attendance
from reviewtui.tally.by_expert import Count, count
from reviewtui.tally.case import Case
from reviewtui.tally.verdict import Verdict


class Entering:
    """A panel's marks, and what follows from them, each table made when it is asked for."""

    def __init__(
        self, panel: Panel, sheet: Sheet, verdict: Verdict, marks: Sequence[ExpertMarks]
    ) -> None:
        self.panel, self.sheet, self.verdict = panel, sheet, verdict
        self.by_expert = panel.rule.order is Order.BY_EXPERT
        self.seats: Mapping[str, list[Seat]] = attendance(panel, marks)
        self.experts = tuple(expert.code for expert in panel.experts)
        self.candidates = tuple(candidate.code for candidate in panel.candidates)

    @cached_property
    def case(self) -> Case:
        """The panel without any rounding, for totals of single experts in either order."""
        rule = self.panel.rule._replace(rounding={}, standardise=False)
        if not self.by_expert:
            rule = rule._replace(unable=Unable.NO_TOTAL)
        return Case(replace(self.panel, rule=rule), self.sheet)

    @cached_property
    def counts(self) -> list[Count]:
        """Per candidate the experts with a total, and their unrounded totals."""
        return [count(self.case, code, self.seats[code]) for code in self.candidates]

    @cached_property
    def totals(self) -> Totals:
        """Experts' unrounded totals; who has none at all is not in it."""
        row = {code: at for at, code in enumerate(self.experts)}
        table = np.full((len(self.experts), len(self.candidates)), np.nan)
        for column, item in enumerate(self.counts):
            for seat, total in zip(item.seats, item.totals, strict=True):
                table[row[seat.expert], column] = total / item.denominator
        return Totals(self.experts, self.candidates, table).given()
