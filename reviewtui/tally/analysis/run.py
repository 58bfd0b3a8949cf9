"""The whole analysis, one part after the other, results as they come.

Loads numpy; a screen imports it where the work begins, in a thread of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.analysis.agreement import icc, kendall_w
from reviewtui.tally.analysis.alpha import alpha
from reviewtui.tally.analysis.course import Cancelled, Course, Progress
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.results import Part, Result
from reviewtui.tally.verdict import Verdict

SEED: Final = 20261208
"""Of every random draw, unless somebody states another."""


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
    entering = Entering(panel, sheet, verdict, marks)
    for at, (part, work) in enumerate(PARTS.items()):
        course = Course(part, progress, cancelled)
        try:
            course.tell(0, 1)
            found = work(entering, np.random.Generator(np.random.PCG64([seed, at])), course)
        except Cancelled:
            return
        yield part, found


Work: TypeAlias = Callable[[Entering, np.random.Generator, Course], Result]

PARTS: Final[Mapping[Part, Work]] = {
    Part.KENDALL_W: lambda given, draw, _course: kendall_w(given.totals, draw),
    Part.ICC: lambda given, _draw, _course: icc(given.totals),
    Part.ALPHA: lambda given, draw, _course: alpha(given.totals, draw),
}
