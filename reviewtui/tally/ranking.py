"""Ranks from rounded totals, and the flags that come from comparing."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Order
from reviewtui.tally.case import Unranked
from reviewtui.tally.verdict import CandidateVerdict, Flag


def ranks(totals: Sequence[Fraction | None]) -> list[int | None]:
    """The rank of each total, 1, 2, 2, 4, the highest first; None where there is none."""
    common = lcm(*(total.denominator for total in totals if total is not None))
    whole = [
        None if total is None else total.numerator * (common // total.denominator)
        for total in totals
    ]
    first: dict[int, int] = {}
    ordered = sorted((value for value in whole if value is not None), reverse=True)
    for position, value in enumerate(ordered, start=1):
        first.setdefault(value, position)
    return [None if value is None else first[value] for value in whole]


def ranked(panel: Panel, outcomes: Sequence[Unranked]) -> tuple[CandidateVerdict, ...]:
    """The outcomes with rank and flags."""
    places = ranks([outcome.total if panel.ranking else None for outcome in outcomes])
    times = Counter(places)
    most = max((len(outcome.counted) for outcome in outcomes), default=0)
    withdrawn = {candidate.code for candidate in panel.candidates if candidate.withdrawn}
    verdicts = []
    for outcome, rank in zip(outcomes, places, strict=True):
        total, n = outcome.total, len(outcome.counted)
        flags = list(outcome.flags)
        if outcome.candidate in withdrawn:
            flags = [Flag.WITHDRAWN]
        elif total is None:
            partly = n > 0 and panel.rule.order is Order.BY_INDICATOR
            flags.append(Flag.ROW_WITHOUT_MARKS if partly else Flag.NO_MARKS)
        elif rank is not None and times[rank] > 1:
            flags.append(Flag.TIED)
        if n < most and outcome.candidate not in withdrawn:
            flags.append(Flag.FEWER_EXPERTS)
        if panel.trial:
            flags.append(Flag.TRIAL)
        verdicts.append(
            CandidateVerdict(
                code=outcome.candidate,
                total=total,
                rank=rank,
                n=n,
                counted=outcome.counted,
                trimmed=outcome.trimmed,
                left_out=outcome.left_out,
                base=outcome.base,
                flags=tuple(flags),
                detail=outcome.detail,
            )
        )
    return tuple(verdicts)
