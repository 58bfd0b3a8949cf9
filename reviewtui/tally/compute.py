"""The official result: one implementation, integers and rationals only (design §8)."""

from collections.abc import Sequence
from dataclasses import replace

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, Order
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.attendance import attendance
from reviewtui.tally.by_expert import ByExpert
from reviewtui.tally.by_indicator import ByIndicator
from reviewtui.tally.case import Case
from reviewtui.tally.conclusions import opinion
from reviewtui.tally.grade_facts import graded
from reviewtui.tally.ranking import ranked
from reviewtui.tally.verdict import CandidateVerdict, Flag, NoDetail, Verdict


class TooFewMarks(Refused):
    """The rule gives no result with so few marks; every candidate concerned is named."""


def compute(panel: Panel, sheet: Sheet, experts: Sequence[ExpertMarks]) -> Verdict:
    """From marks to totals, ranks and grades; arguments as of `outcome`.

    Raises:
        TooFewMarks: Where the rule trims and a candidate has too few marks; then there is no
            ranking at all (TR-35).
        Refused: Where standard scores are official and an expert's are undefined.
    """
    found = outcome(panel, sheet, experts)
    if found.refused is not None:
        raise found.refused
    return found


def outcome(panel: Panel, sheet: Sheet, experts: Sequence[ExpertMarks]) -> Verdict:
    """As `compute`, but where the rule gives no result a verdict that says why: who counts for
    whom stands in it, and no number.

    Args:
        panel: The panel with its rule.
        sheet: The panel's sheet.
        experts: One entry per expert, in any order; who has none is absent.
    """
    case = Case(panel, sheet)
    seats = attendance(panel, experts)
    order = ByIndicator if panel.rule.order is Order.BY_INDICATOR else ByExpert
    computation = order(case, seats)
    outcomes = computation.outcomes()
    verdicts = ranked(panel, outcomes)
    if computation.undefined:
        refused = Refused(*computation.undefined, *computation.findings)
        return _without_result(verdicts, case, refused)
    if computation.findings:
        return _without_result(verdicts, case, TooFewMarks(*computation.findings))
    if panel.rule.conclusions is not None:
        verdicts = tuple(
            replace(item, opinion=opinion(panel.rule.conclusions, seats[item.code]))
            for item in verdicts
        )
    return graded(case, Verdict(verdicts, case.weighting.base), seats)


def single_experts(panel: Panel, sheet: Sheet, experts: Sequence[ExpertMarks]) -> Verdict:
    """What stands behind single experts where the rule gives no result; arguments as `outcome`.

    By the plain mean of unstandardised totals, which is defined for any marks: only the experts'
    own numbers in it mean something, no total and no rank.
    """
    rule = panel.rule._replace(average=Average.MEAN, standardise=False)
    return outcome(replace(panel, rule=rule), sheet, experts)


def _without_result(verdicts: Sequence[CandidateVerdict], case: Case, refused: Refused) -> Verdict:
    """The same candidates without a total, a rank or anything that was averaged."""
    return Verdict(
        tuple(
            replace(
                item,
                total=None,
                rank=None,
                trimmed=(),
                flags=tuple(flag for flag in item.flags if flag is not Flag.TIED),
                detail=NoDetail(),
            )
            for item in verdicts
        ),
        case.weighting.base,
        refused=refused,
    )
