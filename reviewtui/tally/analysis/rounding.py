"""How the ranking would scatter had experts been able to mark finer than the step."""

from typing import Final

import numpy as np

from reviewtui.locales import N_
from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.lines import Lines
from reviewtui.tally.analysis.moved import Moved
from reviewtui.tally.analysis.recount import CELLS_AT_ONCE, Recount
from reviewtui.tally.analysis.results import ON_RULE, REPETITIONS, Spreads
from reviewtui.tally.analysis.sensitivity import TOO_FEW
from reviewtui.tally.analysis.spreads import Gathering

FEWEST: Final = 100
MOST_DRAWN: Final = 100_000_000
"""Marks drawn in all; about a second's work."""
NO_STEPS: Final = N_("no row is marked in steps")


def half_a_step(
    entering: Entering,
    recount: Recount,
    lines: Lines,
    generator: np.random.Generator,
    course: Course,
    seed: int,
) -> Spreads | Undefined:
    """Every mark moved evenly by up to half a step either way, within the bounds of its row,
    and the result counted by the rule each time.

    With very many marks the repetitions are fewer, at least 100.
    """
    if len(recount.candidates) < 2:
        return undefined(TOO_FEW, experts=len(recount.experts), candidates=len(recount.candidates))
    moved = Moved.of(entering, recount)
    if not np.nan_to_num(moved.room).any():
        return undefined(NO_STEPS)
    gathering = Gathering(recount.candidates, lines)
    repetitions = min(REPETITIONS, max(FEWEST, MOST_DRAWN // moved.cells))
    for size in course.chunks(repetitions, max(1, CELLS_AT_ONCE // moved.cells)):
        marks = moved.drawn(generator, size)
        gathering.add(moved.totals(marks), lines.caps_of(marks))
    return Spreads(
        recount.experts,
        recount.candidates,
        ON_RULE,
        gathering.spreads(),
        lines.told,
        repetitions,
        seed,
    )
