"""The results room opens at once, and what is drawn by lot costs what bare numpy does."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from reviewtui.domain.grades import Band, Grades
from reviewtui.tally.analysis.bootstrap import RESAMPLES, bootstrap
from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.criteria import Criteria
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.lines import Lines
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import Part, Result
from reviewtui.tally.analysis.run import analysis
from reviewtui.tally.analysis.smaa import DRAWS, smaa
from reviewtui.tally.compute import compute
from tests.benchmarks.floors import bare_bootstrap, bare_smaa, bare_trimmed_bootstrap
from tests.benchmarks.pairs import best, cpu, ratio
from tests.tally.workload import bulk

ROOM_LIMIT = 0.300
"""CPU seconds for 15 × 30 × 43, all but what is drawn by lot."""
DRAWN_LIMIT = 2.0
LARGE_LIMIT = 20.0
"""CPU seconds for 9 × 5 000 × 43, everything."""
SILENCE_LIMIT = 3.0
"""Seconds without a word of progress, and thus before a cancel is heard."""

LONG = {Part.ROUNDING, Part.BOOTSTRAP, Part.SMAA}


def quick(results: Iterator[tuple[Part, Result]]) -> list[Part]:
    """Take the parts until the long ones begin."""
    found = []
    for part, _result in results:
        found.append(part)
        if len(found) == len(Part) - len(LONG):
            break
    return found


@pytest.mark.benchmark
@pytest.mark.parametrize(
    "rule",
    [
        {"round": {"total": 2}},
        {"average": "trimmed"},
        {"order": "by_indicator", "average": "trimmed", "round": {"row": 2, "weighted_row": 2}},
    ],
    ids=["mean", "trimmed", "by indicator"],
)
def test_the_quick_statistics_of_a_large_meeting_come_at_once(rule: dict[str, object]) -> None:
    panel, sheet, marks = bulk(15, 30, 43, **rule)
    verdict = compute(panel, sheet, marks)

    def room() -> None:
        assert not LONG & set(quick(analysis(panel, sheet, verdict, marks)))

    best = min(cpu(room) for _ in range(5))
    print(f"15 x 30 x 43, quick statistics: {best * 1000:.0f} ms CPU")
    assert best <= ROOM_LIMIT


GRADES = Grades(
    "minutes",
    (Band("优秀", Fraction(52), 3), Band("合格", Fraction(48)), Band("不合格", Fraction(0))),
)


@pytest.mark.benchmark
@pytest.mark.parametrize("trimmed", [False, True], ids=["mean", "trimmed, with lines and grades"])
def test_bootstrap_and_smaa_cost_at_most_twice_their_bare_kernels(*, trimmed: bool) -> None:
    panel, sheet, marks = bulk(15, 30, 43, average="trimmed" if trimmed else "mean")
    if trimmed:
        panel = replace(panel, rule=panel.rule._replace(grades=GRADES))
    entering = Entering(panel, sheet, compute(panel, sheet, marks), marks)
    recount = Recount.of(entering)
    criteria = Criteria.of(entering, recount)
    assert not isinstance(criteria, Undefined)
    table, shares = recount.table, criteria.shares
    lines = Lines.of(entering, recount, 3) if trimmed else Lines()
    assert len(lines.told) == (3 if trimmed else 0)
    bare = bare_trimmed_bootstrap if trimmed else bare_bootstrap

    def ours() -> None:
        draw = np.random.Generator(np.random.PCG64(1))
        bootstrap(recount, lines, draw, Course(Part.BOOTSTRAP), 1)
        smaa(criteria, draw, Course(Part.SMAA), 1)

    def floor() -> None:
        bare(table, RESAMPLES, 1)
        bare_smaa(shares, DRAWS, 1)

    def measured() -> float:
        pairs = [(cpu(ours), cpu(floor)) for _ in range(9)]
        return ratio([pair[0] for pair in pairs], [pair[1] for pair in pairs])

    ours()
    floor()
    found = best(measured, DRAWN_LIMIT)
    print(f"bootstrap {RESAMPLES} + SMAA {DRAWS} / bare numpy: {found:.2f}")
    assert found <= DRAWN_LIMIT


@pytest.mark.benchmark
def test_five_thousand_candidates_are_usable_and_can_be_left() -> None:
    panel, sheet, marks = bulk(9, 5_000, 43)
    verdict = compute(panel, sheet, marks)
    words: list[float] = []

    def everything() -> None:
        words.append(time.perf_counter())
        for _part, _result in analysis(
            panel, sheet, verdict, marks, progress=lambda *_: words.append(time.perf_counter())
        ):
            words.append(time.perf_counter())

    took = cpu(everything)
    silence = max(after - before for before, after in itertools.pairwise(words))
    print(f"9 x 5 000 x 43: {took:.1f} s CPU, longest silence {silence:.2f} s")
    assert took <= LARGE_LIMIT
    assert silence <= SILENCE_LIMIT
