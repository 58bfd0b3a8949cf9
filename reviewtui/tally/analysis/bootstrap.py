"""How the ranking would scatter had other experts of the same kind sat there."""

from typing import Final

import numpy as np

from reviewtui.locales import N_
from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.lines import Lines
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import ON_RULE, Spreads
from reviewtui.tally.analysis.sensitivity import too_few
from reviewtui.tally.analysis.spreads import Gathering

RESAMPLES: Final = 1_000
SINGLE: Final = N_("every candidate was marked by one expert only")


def bootstrap(
    recount: Recount,
    lines: Lines,
    generator: np.random.Generator,
    course: Course,
    seed: int,
) -> Spreads | Undefined:
    """Experts drawn with replacement, the result counted by the rule each time.

    Rank intervals are percentiles of the ranks. A candidate for which none of the experts
    drawn counts does not rank in that repetition. Who was marked by one expert has no interval:
    there is nobody else to draw.

    Sources: Efron 1979; of review panels: Graves, Barnett and Clarke 2011.
    """
    if (few := too_few(recount)) is not None:
        return few
    gathering = Gathering(recount.candidates, lines)
    experts = len(recount.experts)
    for size in course.chunks(RESAMPLES, recount.at_once):
        counts = generator.multinomial(experts, np.full(experts, 1 / experts), size=size)
        gathering.add(recount.totals(counts), lines.caps(counts))
    single = recount.marked_by_one()
    found = gathering.spreads()
    spreads = {code: one for code, one in found.items() if code not in single}
    if not spreads:
        return undefined(SINGLE)
    return Spreads(
        recount.experts,
        recount.candidates,
        ON_RULE,
        spreads,
        lines.told,
        RESAMPLES,
        seed,
        single=single,
    )
