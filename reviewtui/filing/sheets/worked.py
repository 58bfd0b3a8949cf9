"""The program's own numbers of one candidate's working, as the sheet keeps them beside formulas."""

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from reviewtui.domain.numbers import round_half_away
from reviewtui.domain.rule import RoundAt
from reviewtui.domain.states import Why, label
from reviewtui.filing.live.plan import Plan
from reviewtui.filing.live.words import COUNTED
from reviewtui.filing.model import Value
from reviewtui.filing.wording import points
from reviewtui.locales import _
from reviewtui.tally.by_expert import ExpertDetail
from reviewtui.tally.by_indicator import IndicatorDetail
from reviewtui.tally.verdict import CandidateVerdict

if TYPE_CHECKING:
    from reviewtui.tally.weighting import Node, Worths


def score_value(value: Fraction | None) -> Value:
    """A score, or an empty cell."""
    return "" if value is None else points(value)


class Worked:
    """The numbers of one candidate."""

    def __init__(self, plan: Plan, item: CandidateVerdict) -> None:
        self.plan, self.item, self.code = plan, item, item.code
        self.detail = item.detail
        self.worths: Worths = plan.case.weighting.of(item.code)
        self.left_out = {gone.expert: gone.why for gone in item.left_out}
        self.numbers: dict[tuple[int, int], Value] = {}

    def quotient(self, node: "Node", expert: str) -> Value:
        """What the node hands on in one expert's own scale."""
        if expert in self.left_out:
            return ""
        assert isinstance(self.detail, ExpertDetail)
        seat = next(seat for seat in self.detail.count.seats if seat.expert == expert)
        assert seat.marks is not None
        judged = set(self.plan.case.judged(self.code))
        unable = seat.marks.unable & judged
        kept = [keep and at not in unable for at, keep in enumerate(self.worths.kept)]
        shares = self.worths.shares
        mass, claimed = self.plan.case.weighting.factors(shares, shares, kept)[node]
        return points(mass / claimed if claimed else Fraction(1))

    def brings(self, expert: str, position: int) -> Value:
        """What an expert's mark in a row brings; nothing where there is none that counts."""
        if expert in self.left_out or not self.worths.kept[position]:
            return ""
        if expert not in self._brought:
            return ""
        brought, unable, denominator = self._brought[expert]
        if position in unable:
            return ""
        return self._number(brought[position], denominator)

    @cached_property
    def _brought(self) -> dict[str, tuple[list[int], frozenset[int], int]]:
        """By expert who counts what each row brings, which rows he cannot judge, over what."""
        assert isinstance(self.detail, ExpertDetail)
        detail, found = self.detail, {}
        judged = frozenset(self.plan.case.judged(self.code))
        for seat in detail.count.seats:
            values, denominator = detail.ladder(seat).weighted(detail.count.vector(seat))
            unable = seat.marks.unable if seat.marks else frozenset()
            found[seat.expert] = (values, unable & judged, denominator)
        return found

    def _number(self, numerator: int, denominator: int) -> Value:
        key = (numerator, denominator)
        if key not in self.numbers:
            self.numbers[key] = points(Fraction(numerator, denominator))
        return self.numbers[key]

    def typed(self, expert: str, position: int) -> Value:
        """The mark an expert typed."""
        mark = self.plan.record.marks[expert][self.code].marks[position]
        return "" if mark is None else self._number(mark, 100)

    def row_brings(self, position: int) -> Value:
        """What a row's average brings to the total."""
        assert isinstance(self.detail, IndicatorDetail)
        averages = self.detail.averages
        value = averages.values[position]
        if value is None or not self.worths.kept[position]:
            return ""
        exact = self.worths.exact[position] * Fraction(value, averages.over)
        return points(round_half_away(exact, self.plan.rule.rounding.get(RoundAt.WEIGHTED_ROW)))

    def total(self, expert: str) -> Value:
        """An expert's total, or why it does not count."""
        value = self.plan.record.expert_total(expert, self.item)
        if isinstance(value, Why):
            return label(value)
        return _(COUNTED) if value is None else points(value)
