"""Whether the ranking hangs on one expert or on the average: what-if, never the result."""

from typing import Final

import numpy as np

from reviewtui.domain.rule import Average
from reviewtui.locales import N_
from reviewtui.tally.analysis.ranks import ranking
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import (
    ON_RULE,
    Averages,
    LeaveOneOut,
    Undefined,
    undefined,
)

TOO_FEW: Final = N_(
    "too few: {experts} experts and {candidates} candidates with a total; it takes two of each"
)
LEADING: Final = 3
"""The leading candidates that a chair asks about first (前三名)."""


def leading(recount: Recount) -> int:
    """How many leading candidates are looked at: three, but never all."""
    return max(1, min(LEADING, len(recount.candidates) - 1))


def too_few(recount: Recount) -> Undefined | None:
    """That there is nothing to compare."""
    experts, candidates = len(recount.experts), len(recount.candidates)
    if experts < 2 or candidates < 2:
        return undefined(TOO_FEW, experts=experts, candidates=candidates)
    return None


def other_averages(recount: Recount) -> Averages | Undefined:
    """The ranking with the mean, the trimmed mean (one at either end) and the median instead."""
    if (few := too_few(recount)) is not None:
        return few
    return Averages(
        recount.experts,
        recount.candidates,
        ON_RULE,
        official=ranking(recount.candidates, recount.everybody()),
        by={
            average.value: ranking(recount.candidates, recount.by(average).everybody())
            for average in Average
        },
        top=leading(recount),
    )


def leave_one_out(recount: Recount) -> LeaveOneOut | Undefined:
    """The ranking without each of the experts in turn (jackknife; Quenouille 1949)."""
    if (few := too_few(recount)) is not None:
        return few
    experts = len(recount.experts)
    totals = recount.totals(
        np.ones((experts, experts), dtype=np.int64) - np.eye(experts, dtype=int)
    )
    return LeaveOneOut(
        recount.experts,
        recount.candidates,
        ON_RULE,
        official=ranking(recount.candidates, recount.everybody()),
        without={
            code: ranking(recount.candidates, totals[at]) for at, code in enumerate(recount.experts)
        },
        top=leading(recount),
    )
