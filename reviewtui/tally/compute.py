"""The official result: one implementation, integers and rationals only (design §8)."""

from collections.abc import Sequence
from dataclasses import replace

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Order
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.attendance import attendance
from reviewtui.tally.by_expert import ByExpert
from reviewtui.tally.by_indicator import ByIndicator
from reviewtui.tally.case import Case
from reviewtui.tally.conclusions import opinion
from reviewtui.tally.grade_facts import graded
from reviewtui.tally.ranking import ranked
from reviewtui.tally.verdict import Verdict


class TooFewMarks(Refused):
    """The rule gives no result with so few marks; every candidate concerned is named."""


def compute(panel: Panel, sheet: Sheet, experts: Sequence[ExpertMarks]) -> Verdict:
    """From marks to totals, ranks and grades.

    Args:
        panel: The panel with its rule.
        sheet: The panel's sheet.
        experts: One entry per expert, in any order; who has none is absent.

    Raises:
        TooFewMarks: Where the rule trims and a candidate has too few marks; then there is no
            ranking at all (TR-35).
        Refused: Where standard scores are official and an expert's are undefined.
    """
    case = Case(panel, sheet)
    seats = attendance(panel, experts)
    order = ByIndicator if panel.rule.order is Order.BY_INDICATOR else ByExpert
    computation = order(case, seats)
    outcomes = computation.outcomes()
    if computation.undefined:
        raise Refused(*computation.undefined, *computation.findings)
    if computation.findings:
        raise TooFewMarks(*computation.findings)
    verdicts = ranked(panel, outcomes)
    if panel.rule.conclusions is not None:
        verdicts = tuple(
            replace(item, opinion=opinion(panel.rule.conclusions, seats[item.code]))
            for item in verdicts
        )
    return graded(case, Verdict(verdicts, case.weighting.base), seats)
