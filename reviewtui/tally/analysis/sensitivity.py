"""Whether the ranking hangs on one expert or on the average: what-if, never the result."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from reviewtui.domain.rule import Average
from reviewtui.locales import N_
from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.ranks import ranking
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import ON_RULE, Averages, LeaveOneOut, Ranked
from reviewtui.tally.stability import without_each

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
        untrimmed=recount.untrimmed(recount.by(Average.TRIMMED).averager),
    )


def leave_one_out(entering: Entering, recount: Recount, course: Course) -> LeaveOneOut | Undefined:
    """The ranking without each of the experts in turn (jackknife; Quenouille 1949).

    Exact, as the lines that open a result are; where the rule refuses without an expert, so
    does this.
    """
    if (few := too_few(recount)) is not None:
        return few
    verdict, whole = entering.verdict, len(recount.experts)
    found, refused = {}, {}
    for done, one in enumerate(without_each(entering.panel, verdict), 1):
        found[one.expert] = _ranked(one.totals, one.ranks)
        if one.refused:
            refused[one.expert] = one.refused
        course.tell(min(done, whole), whole)
    official = {one.code: one for one in verdict.candidates}
    return LeaveOneOut(
        tuple(found),
        recount.candidates,
        ON_RULE,
        official=_ranked(
            {code: one.total for code, one in official.items()},
            {code: one.rank for code, one in official.items()},
        ),
        without=found,
        top=leading(recount),
        refused=refused,
    )


def _ranked(totals: Mapping[str, Fraction | None], ranks: Mapping[str, int | None]) -> Ranked:
    return Ranked(
        {code: float(total) for code, total in totals.items() if total is not None},
        {code: rank for code, rank in ranks.items() if rank is not None},
    )
