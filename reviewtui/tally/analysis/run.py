"""The whole analysis, one part after the other, results as they come.

Loads numpy; a screen imports it where the work begins, in a thread of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import N_
from reviewtui.tally.analysis.agreement import icc, kendall_w
from reviewtui.tally.analysis.alpha import alpha
from reviewtui.tally.analysis.bootstrap import bootstrap
from reviewtui.tally.analysis.course import Cancelled, Course, Progress
from reviewtui.tally.analysis.criteria import Criteria
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.lines import Lines
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import Part, Result
from reviewtui.tally.analysis.rounding import half_a_step
from reviewtui.tally.analysis.scores import standard_scores
from reviewtui.tally.analysis.sensitivity import leading, leave_one_out, other_averages
from reviewtui.tally.analysis.severity import severity
from reviewtui.tally.analysis.smaa import smaa
from reviewtui.tally.analysis.stability import weight_stability
from reviewtui.tally.analysis.totals import Totals
from reviewtui.tally.verdict import Verdict

SEED: Final = 20261208
"""Of every random draw, unless somebody states another."""

OF_THE_RANKING: Final = frozenset(
    {
        Part.AVERAGES,
        Part.LEAVE_ONE_OUT,
        Part.WEIGHT_STABILITY,
        Part.ROUNDING,
        Part.BOOTSTRAP,
        Part.SMAA,
    }
)
NO_RANKING: Final = undefined(N_("this panel does not rank the candidates"))


def analysis(
    panel: Panel,
    sheet: Sheet,
    verdict: Verdict,
    marks: Sequence[ExpertMarks],
    *,
    seed: int = SEED,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[Part, Result]]:
    """Every statistic of a result, the quick ones first.

    Random draws come from numpy's PCG64, seeded with `seed` and the part: the same marks and
    the same numpy give the same digits; another version of numpy may draw otherwise.

    Args:
        panel, sheet, marks: What the verdict was computed from.
        verdict: The official result, which stays what it is.
        seed: Where random draws begin.
        progress: Told how far each part is.
        cancelled: Asked now and then whether to stop; then the rest does not come.
    """
    case = _Case(panel, sheet, verdict, marks, seed)
    for part in PARTS:
        course = Course(part, progress, cancelled)
        try:
            course.tell(0, 1)
            found = _worked_out(part, case, course)
        except Cancelled:
            return
        yield part, found


def one_part(
    part: Part, panel: Panel, sheet: Sheet, verdict: Verdict, marks: Sequence[ExpertMarks]
) -> Result:
    """One statistic alone, with the same draws as among all of them."""
    return _worked_out(part, _Case(panel, sheet, verdict, marks, SEED), Course(part))


def _worked_out(part: Part, case: "_Case", course: Course) -> Result:
    if case.silent(part):
        return NO_RANKING
    seeds = [case.seed, list(PARTS).index(part)]
    return PARTS[part](case, np.random.Generator(np.random.PCG64(seeds)), course)


class _Case:
    """What several parts look at, each table made once."""

    def __init__(
        self,
        panel: Panel,
        sheet: Sheet,
        verdict: Verdict,
        marks: Sequence[ExpertMarks],
        seed: int,
    ) -> None:
        self.entering = Entering(panel, sheet, verdict, marks)
        self.seed = seed

    def silent(self, part: Part) -> bool:
        """Whether a part asks for a ranking that this panel does not make."""
        return part in OF_THE_RANKING and not self.entering.panel.ranking

    @property
    def totals(self) -> Totals:
        return self.entering.totals

    @cached_property
    def recount(self) -> Recount:
        return Recount.of(self.entering)

    @cached_property
    def lines(self) -> Lines:
        return Lines.of(self.entering, self.recount, leading(self.recount))

    @cached_property
    def criteria(self) -> Criteria | Undefined:
        return Criteria.of(self.entering, self.recount)


def _weight_stability(case: _Case, _draw: np.random.Generator, _course: Course) -> Result:
    criteria = case.criteria
    if isinstance(criteria, Undefined):
        return criteria
    return weight_stability(criteria, leading(case.recount))


def _smaa(case: _Case, draw: np.random.Generator, course: Course) -> Result:
    criteria = case.criteria
    if isinstance(criteria, Undefined):
        return criteria
    return smaa(criteria, draw, course, case.seed)


Work: TypeAlias = Callable[[_Case, np.random.Generator, Course], Result]

PARTS: Final[Mapping[Part, Work]] = {
    Part.KENDALL_W: lambda case, draw, _course: kendall_w(case.totals, draw),
    Part.ICC: lambda case, _draw, _course: icc(case.totals),
    Part.ALPHA: lambda case, _draw, _course: alpha(case.totals),
    Part.STANDARD_SCORES: lambda case, _draw, _course: standard_scores(case.totals),
    Part.SEVERITY: lambda case, _draw, _course: severity(case.totals),
    Part.AVERAGES: lambda case, _draw, _course: other_averages(case.recount),
    Part.LEAVE_ONE_OUT: lambda case, _draw, course: leave_one_out(
        case.entering, case.recount, course
    ),
    Part.WEIGHT_STABILITY: _weight_stability,
    Part.ROUNDING: lambda case, draw, course: half_a_step(
        case.entering, case.recount, case.lines, draw, course, case.seed
    ),
    Part.BOOTSTRAP: lambda case, draw, course: bootstrap(
        case.recount, case.lines, draw, course, case.seed
    ),
    Part.SMAA: _smaa,
}
