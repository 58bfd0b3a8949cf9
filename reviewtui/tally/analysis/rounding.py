"""How the ranking would scatter had experts been able to mark finer than the step."""

from typing import Final

import numpy as np

from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import Place
from reviewtui.locales import N_
from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.lines import Lines
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import (
    ON_RULE,
    Spreads,
    Undefined,
    undefined,
)
from reviewtui.tally.analysis.sensitivity import TOO_FEW
from reviewtui.tally.analysis.spreads import Gathering
from reviewtui.tally.analysis.totals import Floats

REPETITIONS: Final = 1_000
NO_STEPS: Final = N_("no row is marked in steps")


def half_a_step(
    entering: Entering,
    recount: Recount,
    lines: Lines,
    generator: np.random.Generator,
    course: Course,
    seed: int,
) -> Spreads | Undefined:
    """Every mark moved by up to half a step either way, evenly.

    The sum of that many small errors is taken as normal with their variance (step² / 12 each;
    Sheppard 1898), over the experts who count after trimming.
    """
    if len(recount.candidates) < 2:
        return undefined(TOO_FEW, experts=len(recount.experts), candidates=len(recount.candidates))
    spread = _spread(entering, recount)
    if not spread.any():
        return undefined(NO_STEPS)
    gathering, base = Gathering(recount.candidates, lines), recount.everybody()
    for size in course.chunks(REPETITIONS, recount.at_once):
        gathering.add(base + spread * generator.standard_normal((size, len(base))))
    return Spreads(
        recount.experts,
        recount.candidates,
        ON_RULE,
        gathering.spreads(),
        lines.told,
        REPETITIONS,
        seed,
    )


def _spread(entering: Entering, recount: Recount) -> Floats:
    """Standard deviation of each total that comes from rounding marks to their step."""
    rows = entering.sheet.rows
    steps = np.array(
        [row.step / 100 if row.scale in (Scale.POINTS, Scale.PERCENT) else 0.0 for row in rows]
    )
    counted = {item.code: len(item.counted) for item in entering.verdict.candidates}
    found = []
    for code, worths in zip(recount.candidates, entering.worths(recount.candidates), strict=True):
        judged = np.array(
            [place is Place.JUDGED for place in entering.sheet.candidates[code].places]
        )
        n = np.array([counted[code]])
        kept = int((n - 2 * recount.averager.dropped(n))[0])
        found.append(np.sqrt((((worths * steps) ** 2)[judged] / 12).sum() / max(kept, 1)))
    return np.array(found)
