"""Laws of the tally over random panels."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Expert, Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import CandidateVerdict, Verdict
from tests.meeting import meeting, small_set
from tests.tally.panels import COMBINATIONS, Drawn, cases

any_case = st.sampled_from(COMBINATIONS).flatmap(cases)
quick = settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)


def outcome(panel: Panel, sheet: Sheet, experts: list[ExpertMarks]) -> Verdict | None:
    """The verdict, or None where the rule gives none."""
    try:
        return compute(panel, sheet, experts)
    except Refused:
        return None


def numbers(result: CandidateVerdict) -> dict[str, Any]:
    """Everything of a result but the order of experts and who of tied extremes is named."""
    return {
        "total": result.total,
        "rank": result.rank,
        "n": result.n,
        "trimmed": len(result.trimmed),
        "left": {(item.expert, item.why) for item in result.left_out},
        "primaries": [(item.code, item.score, item.additive) for item in result.primaries],
        "rows": [(row.code, row.score, row.n) for row in result.rows],
        "totals": dict(result.expert_totals),
        "flags": set(result.flags),
    }


@quick
@given(any_case, st.randoms(use_true_random=False))
def test_the_order_in_which_ballots_come_changes_nothing(case: Drawn, chance: Any) -> None:
    shuffled = list(case.experts)
    chance.shuffle(shuffled)
    assert outcome(case.panel, case.sheet, shuffled) == outcome(
        case.panel, case.sheet, case.experts
    )


@quick
@given(any_case, st.randoms(use_true_random=False))
def test_the_order_of_experts_in_the_panel_changes_no_number(case: Drawn, chance: Any) -> None:
    experts = list(case.panel.experts)
    chance.shuffle(experts)
    one = outcome(case.panel, case.sheet, case.experts)
    other = outcome(replace(case.panel, experts=tuple(experts)), case.sheet, case.experts)
    assert (one is None) == (other is None)
    if one and other:
        for first, second in zip(one.candidates, other.candidates, strict=True):
            assert numbers(first) == numbers(second)


@quick
@given(any_case, st.randoms(use_true_random=False))
def test_the_order_of_candidates_changes_nothing_but_the_order(case: Drawn, chance: Any) -> None:
    candidates = list(case.panel.candidates)
    chance.shuffle(candidates)
    panel = replace(case.panel, candidates=tuple(candidates))
    one = outcome(case.panel, case.sheet, case.experts)
    other = outcome(panel, case.sheet, case.experts)
    assert (one is None) == (other is None)
    if one and other:
        assert [item.code for item in other.candidates] == [item.code for item in candidates]
        for result in one.candidates:
            assert numbers(result) == numbers(other.of(result.code))


@quick
@given(any_case)
def test_an_absent_expert_more_changes_nothing(case: Drawn) -> None:
    panel = replace(case.panel, experts=(*case.panel.experts, Expert("99", "某某（示例）")))
    one = outcome(case.panel, case.sheet, case.experts)
    other = outcome(panel, case.sheet, [*case.experts, ExpertMarks("99", why=Why.ABSENT)])
    assert (one is None) == (other is None)
    if one and other:
        for first, second in zip(one.candidates, other.candidates, strict=True):
            assert first.total == second.total
            assert first.rank == second.rank
            assert first.counted == second.counted
            assert second.left_out[-1].expert == "99"


@quick
@given(any_case)
def test_the_rows_bring_what_the_primaries_bring_and_the_primaries_the_total(case: Drawn) -> None:
    verdict = outcome(case.panel, case.sheet, case.experts)
    for result in verdict.candidates if verdict else ():
        assert sum(item.full for item in result.primaries) == result.base
        unrounded = not case.panel.rule.rounding
        if result.total is not None and unrounded and all(p.additive for p in result.primaries):
            assert sum(item.score or 0 for item in result.primaries) == result.total


@st.composite
def _plain(draw: st.DrawFn) -> tuple[str, str, list[list[int]]]:
    order = draw(st.sampled_from(["by_expert", "by_indicator"]))
    average = draw(st.sampled_from(["mean", "trimmed", "median"]))
    row = st.lists(st.integers(0, 400), min_size=2, max_size=2)
    return order, average, draw(st.lists(row, min_size=5, max_size=7))


def _total(order: str, average: str, marks: list[list[int]]) -> Fraction:
    panel, sheet = meeting(
        len(marks),
        1,
        granularity="rows",
        table=small_set(1, 2),
        order=order,
        average=average,
        round={},
    ).panel()
    experts = [
        ExpertMarks(expert.code, {"1": CandidateMarks(row)})
        for expert, row in zip(panel.experts, marks, strict=True)
    ]
    total = compute(panel, sheet, experts).of("1").total
    assert total is not None
    return total


@quick
@given(_plain(), st.integers(0, 300))
def test_a_point_more_from_everybody_is_a_point_more_in_the_total(
    case: tuple[str, str, list[list[int]]], shift: int
) -> None:
    order, average, marks = case
    moved = [[first + shift, second] for first, second in marks]
    assert _total(order, average, moved) == _total(order, average, marks) + Fraction(shift, 100)


@quick
@given(_plain(), st.integers(0, 5))
def test_marks_times_a_number_are_the_total_times_that_number(
    case: tuple[str, str, list[list[int]]], factor: int
) -> None:
    order, average, marks = case
    scaled = [[mark * factor for mark in row] for row in marks]
    assert _total(order, average, scaled) == factor * _total(order, average, marks)


@quick
@given(_plain())
def test_the_total_lies_between_the_least_and_the_greatest_marks(
    case: tuple[str, str, list[list[int]]],
) -> None:
    order, average, marks = case
    low = sum(min(row[at] for row in marks) for at in range(2))
    high = sum(max(row[at] for row in marks) for at in range(2))
    assert Fraction(low, 100) <= _total(order, average, marks) <= Fraction(high, 100)
