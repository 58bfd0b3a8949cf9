"""Counting again in floating point arrives at the official result, also without an expert."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import Average, BelowLeast, Trim
from reviewtui.tally.analysis.average import WIDE, Averager, rounded
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.ranks import rank_all, ranking
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.compute import compute
from reviewtui.tally.stability import without_each
from tests.tally.panels import COMBINATIONS, Drawn, cases


@settings(max_examples=150)
@given(st.sampled_from(COMBINATIONS).flatmap(cases))
def test_everybody_once_is_the_official_result(drawn: Drawn) -> None:
    try:
        verdict = compute(drawn.panel, drawn.sheet, drawn.experts)
    except Refused:
        return
    entering = Entering(drawn.panel, drawn.sheet, verdict, drawn.experts)
    recount = Recount.of(entering)
    official = {item.code: item for item in verdict.candidates if item.total is not None}
    assert recount.candidates == tuple(official)
    found = ranking(recount.candidates, recount.everybody())
    for code, item in official.items():
        assert found.totals[code] == pytest.approx(float(item.total or 0), abs=1e-9)
        if drawn.panel.ranking:
            assert found.ranks[code] == item.rank


@settings(max_examples=100)
@given(st.sampled_from(COMBINATIONS).flatmap(cases))
def test_without_an_expert_it_is_the_exact_result_without_him(drawn: Drawn) -> None:
    rule = drawn.panel.rule
    if rule.trim.below_least is BelowLeast.REFUSE:
        # Where the rule would refuse, the analysis trims all the same.
        rule = rule._replace(trim=rule.trim._replace(below_least=BelowLeast.MEAN))
    panel = replace(drawn.panel, rule=rule)
    verdict = compute(panel, drawn.sheet, drawn.experts)
    recount = Recount.of(Entering(panel, drawn.sheet, verdict, drawn.experts))
    for one in without_each(panel, verdict):
        counts = np.array([[int(code != one.expert) for code in recount.experts]])
        found = dict(zip(recount.candidates, recount.totals(counts)[0], strict=True))
        for code, total in found.items():
            exact = one.totals[code]
            assert total == pytest.approx(
                nan if exact is None else float(exact), abs=1e-9, nan_ok=True
            )


@settings(max_examples=100)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 8)), min_size=1, max_size=7),
    st.lists(st.integers(0, 3), min_size=7, max_size=7),
    st.sampled_from(Average),
    st.sampled_from((1, WIDE)),
)
def test_counting_an_expert_several_times_is_having_him_there_several_times(
    marks: list[int | None], times: list[int], average: Average, columns: int
) -> None:
    rule = Averager(average, Trim(1, 3, BelowLeast.MEAN))
    table = np.repeat(np.array(marks, dtype=float)[:, None], columns, axis=1)
    counts = np.array([times[: len(marks)]])
    found = rule.averaged(table, counts)[0, -1]
    listed = sorted(
        mark for mark, count in zip(marks, counts[0], strict=True) for _time in range(count)
        if mark is not None
    )  # fmt: skip
    if not listed:
        assert np.isnan(found)
        return
    if average is Average.TRIMMED and len(listed) >= 3:
        listed = listed[1:-1]
    expected = np.median(listed) if average is Average.MEDIAN else np.mean(listed)
    assert found == pytest.approx(float(expected))


def test_a_rule_that_refuses_few_marks_trims_as_long_as_something_is_left() -> None:
    """With four of the five marks that the rule asks for, the two in the middle are averaged."""
    rule = Averager(Average.TRIMMED, Trim(1, 5, BelowLeast.REFUSE))
    table = np.array([[1.0], [2.0], [4.0], [9.0], [10.0]])
    found = rule.averaged(table, np.array([[1, 1, 1, 1, 0], [1, 1, 0, 0, 0]]))
    assert found.ravel().tolist() == [3.0, 1.5]


def test_halves_are_rounded_away_from_zero_as_the_rule_does() -> None:
    values = np.array([0.285, 1.005, -1.005, 2.675, 83.665])
    assert rounded(values, 2).tolist() == [0.29, 1.01, -1.01, 2.68, 83.67]


@settings(max_examples=80)
@given(st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=1, max_size=8))
def test_ranks_are_1_2_2_4_and_shared_places_are_shared(totals: list[int | None]) -> None:
    row = np.array(totals, dtype=float)[None]
    ranks = rank_all(row)
    there = [total for total in totals if total is not None]
    for at, total in enumerate(totals):
        expected = 0 if total is None else 1 + sum(other > total for other in there)
        assert ranks.first[0, at] == expected
    for places in range(1, len(totals) + 1):
        assert ranks.within(places).sum() == pytest.approx(min(places, len(there)))
