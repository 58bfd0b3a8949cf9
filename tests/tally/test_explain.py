"""Any total opens into its parts, and any two candidates can be set against each other."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import Average, Order, RoundAt
from reviewtui.domain.states import CandidateState, Why
from reviewtui.tally.compare import compare
from reviewtui.tally.compute import compute
from reviewtui.tally.explain import explain
from tests.meeting import Meeting, meeting, small_set
from tests.tally.panels import COMBINATIONS, Drawn, cases
from tests.tally.words import UNABLE, expert


def rows(experts: int, candidates: int = 2, **rule: Any) -> Meeting:
    """Two primaries of two rows, 10 points each."""
    return meeting(experts, candidates, granularity="rows", table=small_set(2, 2), **rule)


def test_an_explanation_goes_down_to_each_mark_with_its_reason() -> None:
    panel, sheet = rows(3, 1).settle("1", "2.2", "yes").panel()
    marks = [
        expert("01", c1=["9", "8", "7", None]),
        expert("02", c1=["6", "7", UNABLE, None]),
        expert("03", c1=CandidateState.RECUSED),
    ]
    found = explain(panel, sheet, compute(panel, sheet, marks), "1", marks)
    assert (found.total, found.n) == (34, 1)
    first = found.primaries[0].rows[0]
    assert [(part.expert, part.mark, part.contribution, part.why) for part in first.marks] == [
        ("01", 9, 9, None),
        ("02", 6, None, Why.UNABLE),
        ("03", None, None, Why.RECUSED),
    ]
    assert found.primaries[1].rows[0].marks[1].mark is None
    settled = found.primaries[1].rows[1]
    assert (settled.score.settled, settled.contribution, settled.marks) == (True, 10, ())
    assert [(part.expert, part.total) for part in found.experts] == [("01", 34)]
    assert found.sentences


def test_the_arithmetic_chain_shows_sum_divisor_quotient_and_rounding() -> None:
    panel, sheet = rows(3, 1, round={"total": 2}).panel()
    marks = [
        expert("01", c1=["9", "9", "9", "9"]),
        expert("02", c1=["9", "9", "9", "8"]),
        expert("03", c1=["8", "9", "9", "9"]),
    ]
    step = explain(panel, sheet, compute(panel, sheet, marks), "1", marks).arithmetic
    assert step is not None
    assert (step.sum, step.divisor, step.quotient) == (106, 3, Fraction(106, 3))
    assert (step.places, step.result) == (2, Fraction("35.33"))


def test_a_trimmed_row_shows_which_marks_are_left_out() -> None:
    panel, sheet = rows(5, 1, order="by_indicator", average="trimmed").panel()
    marks = [expert(f"0{at}", c1=[f"{at}", "5", "5", "5"]) for at in range(1, 6)]
    found = explain(panel, sheet, compute(panel, sheet, marks), "1", marks)
    row = found.primaries[0].rows[0]
    assert [part.trimmed for part in row.marks] == [True, False, False, False, True]
    assert row.arithmetic is not None
    assert row.arithmetic.values == {"02": 2, "03": 3, "04": 4}
    assert (row.arithmetic.sum, row.arithmetic.divisor, row.contribution) == (9, 3, 3)


@settings(max_examples=80, suppress_health_check=list(HealthCheck), database=None)
@given(st.sampled_from(COMBINATIONS).flatmap(cases))
def test_every_explanation_arrives_at_its_own_total(case: Drawn) -> None:
    panel, sheet, experts = case.panel, case.sheet, case.experts
    try:
        verdict = compute(panel, sheet, experts)
    except Refused:
        return
    for result in verdict.candidates:
        found = explain(panel, sheet, verdict, result.code, experts)
        assert (found.total, found.rank, found.n) == (result.total, result.rank, result.n)
        if found.total is None:
            continue
        assert found.arithmetic is not None
        assert found.arithmetic.result == found.total
        for primary in found.primaries:
            brought = [row.contribution or Fraction(0) for row in primary.rows]
            if RoundAt.PRIMARY not in panel.rule.rounding and primary.score is not None:
                assert sum(brought, start=Fraction(0)) == primary.score
            for row in primary.rows:
                assert row.arithmetic is None or row.arithmetic.result == row.score.score
        if found.order is Order.BY_EXPERT and found.average is Average.MEAN:
            assert {part.expert: part.total for part in found.experts} == result.expert_totals


def test_two_candidates_differ_by_primary_largest_difference_first() -> None:
    panel, sheet = rows(3).panel()
    marks = [
        expert("01", c1=["9", "9", "5", "5"], c2=["9", "8", "9", "9"]),
        expert("02", c1=["9", "9", "5", "5"], c2=["1", "8", "9", "9"]),
        expert("03", c1=["9", "9", "9", "9"], c2=CandidateState.RECUSED),
    ]
    verdict = compute(panel, sheet, marks)
    found = compare(panel, sheet, verdict, "1", "2")
    assert [(item.code, item.difference) for item in found.primaries] == [
        ("2", Fraction(38, 3) - 18),
        ("1", 5),
    ]
    assert found.difference == Fraction("30.67") - 31
    assert [(item.expert, item.a, item.b, item.preferred) for item in found.preferences] == [
        ("01", 28, 35, "2"),
        ("02", 28, 27, "1"),
    ]
    assert found.common == ("01", "02")
    assert (found.a_common, found.b_common) == (28, 31)
    assert (found.a.n, found.b.n) == (3, 2)


def test_equal_totals_prefer_nobody() -> None:
    panel, sheet = rows(1).panel()
    marks = [expert("01", c1=["9", "1", "5", "5"], c2=["5", "5", "5", "5"])]
    found = compare(panel, sheet, compute(panel, sheet, marks), "1", "2")
    assert found.preferences[0].preferred is None


def test_common_experts_only_also_works_row_by_row() -> None:
    panel, sheet = rows(3, order="by_indicator").panel()
    marks = [
        expert("01", c1=["9", "9", "5", "5"], c2=["9", "8", "9", "9"]),
        expert("02", c1=["5", "9", "5", "5"], c2=["1", "8", "9", "9"]),
        expert("03", c1=["0", "0", "0", "0"]),
    ]
    found = compare(panel, sheet, compute(panel, sheet, marks), "1", "2")
    assert found.common == ("01", "02")
    assert (found.a_common, found.b_common) == (26, 31)


def test_too_few_common_experts_give_no_trimmed_total() -> None:
    panel, sheet = rows(6, average="trimmed").panel()
    good, same = ["9", "9", "9", "9"], ["5", "5", "5", "5"]
    marks = [expert(f"0{at}", c1=good, c2=same) for at in range(2, 6)]
    marks += [expert("01", c1=good), expert("06", c2=same)]
    found = compare(panel, sheet, compute(panel, sheet, marks), "1", "2")
    assert len(found.common) == 4
    assert (found.a_common, found.b_common) == (None, None)


def test_an_unknown_candidate_is_a_key_error() -> None:
    panel, sheet = rows(1).panel()
    marks = [expert("01", c1=["9", "1", "5", "5"])]
    with pytest.raises(KeyError):
        explain(panel, sheet, compute(panel, sheet, marks), "9", marks)
