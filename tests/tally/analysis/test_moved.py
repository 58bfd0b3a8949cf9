"""Marks moved within half a step: the result is counted again from the marks, by the rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.tally.analysis import rounding
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.method_words import method
from reviewtui.tally.analysis.moved import Moved
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import Part, Spreads
from reviewtui.tally.analysis.run import analysis
from reviewtui.tally.compute import compute
from tests.meeting import Meeting, meeting, small_set
from tests.tally.panels import COMBINATIONS, Drawn, cases
from tests.tally.words import expert
from tests.tally.workload import bulk

Marks = list[list[float]]

STANDARD: Marks = [
    [75, 70, 70, 75], [75, 75, 70, 70], [70, 75, 75, 70], [75, 75, 75, 70], [75, 70, 75, 70],
]  # fmt: skip
MEDIAN: Marks = [[80, 70, 85], [80, 85, 75], [80, 75, 80], [75, 80, 80], [85, 80, 65]]
WHOLE: Marks = [[80.5, 81, 60], [81, 80.5, 60], [79, 79.5, 60], [80.5, 81, 60]]


def one_row(marks: Marks, step: str, **rule: object) -> Meeting:
    found = meeting(
        len(marks), len(marks[0]), granularity="rows", table=small_set(1, 1), step=step, **rule
    )
    return found.put("weights", {"kind": "points", "source": "x", "of": {"1.1": "100"}})


def spread(found: Meeting, marks: Marks) -> Spreads:
    panel, sheet = found.panel()
    given = [
        expert(f"{at:02d}", **{f"c{code}": [f"{mark:g}"] for code, mark in enumerate(row, 1)})
        for at, row in enumerate(marks, 1)
    ]
    result = dict(analysis(panel, sheet, compute(panel, sheet, given), given))[Part.ROUNDING]
    assert isinstance(result, Spreads)
    return result


@settings(max_examples=120)
@given(st.sampled_from(COMBINATIONS).flatmap(cases))
def test_marks_as_typed_count_up_to_the_official_result(drawn: Drawn) -> None:
    try:
        verdict = compute(drawn.panel, drawn.sheet, drawn.experts)
    except Refused:
        return
    entering = Entering(drawn.panel, drawn.sheet, verdict, drawn.experts)
    recount = Recount.of(entering)
    if not recount.candidates:
        return
    moved = Moved.of(entering, recount)
    typed = entering.marks(recount.candidates, recount.experts)
    typed = np.where(np.isnan(moved.low), np.nan, np.nan_to_num(typed))
    found = moved.totals(np.stack([typed, typed]))
    for at, code in enumerate(recount.candidates):
        assert found[:, at] == pytest.approx(float(verdict.of(code).total or 0), abs=1e-9)
    there = ~np.isnan(moved.low)
    assert (moved.room[there] >= 0).all()
    assert (moved.low[there] <= typed[there] + 1e-12).all()
    assert (typed[there] <= (moved.low + moved.room)[there] + 1e-12).all()


@pytest.mark.parametrize(
    ("marks", "step", "rule"),
    [
        (STANDARD, "5", {"standardise": True, "round": {"standard": 2, "total": 2}}),
        (MEDIAN, "5", {"average": "median"}),
        (WHOLE, "0.5", {"round": {"total": 0}}),
    ],
    ids=["standard scores", "median", "whole totals"],
)
def test_it_scatters_as_marks_moved_one_by_one(
    marks: Marks, step: str, rule: dict[str, object]
) -> None:
    found = spread(one_row(marks, step, **rule), marks)
    table, generator = np.array(marks), np.random.default_rng(1)
    first, times = np.zeros(table.shape[1]), 2_000
    for _time in range(times):
        moved = table + (generator.random(table.shape) - 0.5) * float(step)
        if "standardise" in rule:
            away = moved - moved.mean(axis=1, keepdims=True)
            moved = 50 + 10 * away / moved.std(axis=1, ddof=1, keepdims=True)
        totals = np.median(moved, axis=0) if "average" in rule else moved.mean(axis=0)
        if "round" in rule:
            totals = totals.round(2 if "standardise" in rule else 0)
        best = np.isclose(totals, totals.max())
        first += best / best.sum()
    shares = [one.p_first for one in found.spreads.values()]
    assert shares == pytest.approx((first / times).tolist(), abs=0.05)


def test_no_mark_leaves_the_bounds_of_its_row() -> None:
    """Full marks can only have been less: moved, they are below those of a finer scale."""
    marks = [[100.0, 0.0], [100.0, 0.0]]
    panel, sheet = one_row(marks, "10").panel()
    given = [expert(code, c1=["100"], c2=["0"]) for code in ("01", "02")]
    entering = Entering(panel, sheet, compute(panel, sheet, given), given)
    moved = Moved.of(entering, Recount.of(entering))
    drawn = moved.drawn(np.random.default_rng(1), 500)
    assert (drawn[:, :, 0].min(), drawn[:, :, 0].max()) == pytest.approx((95, 100), abs=0.1)
    assert (drawn[:, :, 1].min(), drawn[:, :, 1].max()) == pytest.approx((0, 5), abs=0.1)


def test_very_many_marks_are_drawn_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounding, "MOST_DRAWN", 20_000)
    panel, sheet, marks = bulk(4, 6, 5)
    found = dict(analysis(panel, sheet, compute(panel, sheet, marks), marks))[Part.ROUNDING]
    assert isinstance(found, Spreads)
    assert found.repetitions == 20_000 // 120
    assert any("1000" in line for line in method(panel, Part.ROUNDING, found))


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
@pytest.mark.parametrize("quorum", [{}, {"quorum": "1"}])
def test_a_floor_falls_with_the_marks_moved(order: str, quorum: dict[str, str]) -> None:
    found = meeting(2, 2, granularity="rows", table=small_set(2, 1), step="1", order=order)
    floor = {"row": "1.1", "percent": "60", "cap": "B", "source": "x"} | quorum
    bands = [{"name": "A", "at_least": "2"}, {"name": "B", "at_least": "0"}]
    found.put("grades", {"source": "x", "bands": bands, "floors": [floor]})
    panel, sheet = found.panel()
    marks = [expert(code, c1=["6", "9"], c2=["9", "9"]) for code in ("01", "02")]
    result = dict(analysis(panel, sheet, compute(panel, sheet, marks), marks))[Part.ROUNDING]
    assert isinstance(result, Spreads)
    # At the floor an average falls below it half the time, both experts' marks a quarter.
    (grade,) = [at for at, line in enumerate(result.lines) if line.grade == "A"]
    assert result.spreads["1"].above[grade] == pytest.approx(0.75 if quorum else 0.5, abs=0.05)
    assert result.spreads["2"].above[grade] == 1
