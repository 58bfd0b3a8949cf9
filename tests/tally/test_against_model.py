"""The tally against the plain model, over random panels of every combination of the rule."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings

from reviewtui.tally.compute import TooFewMarks, compute
from tests.tally import model
from tests.tally.panels import COMBINATIONS, Combination, Drawn, cases

Record = Callable[[str, object], None]


def _holds(drawn: Drawn) -> str:
    """Assert that tally and model agree; say what kind of case it was."""
    panel, sheet, experts = drawn.panel, drawn.sheet, drawn.experts
    few: set[tuple[Any, ...]] = set()
    expected = {
        candidate.code: model.judge(panel, sheet, candidate.code, experts, few)
        for candidate in panel.candidates
    }
    if few:
        with pytest.raises(TooFewMarks) as refused:
            compute(panel, sheet, experts)
        assert len(refused.value.reasons) == len(few)
        return "refused: too few marks"
    verdict = compute(panel, sheet, experts)
    totals = [total for total, _left, _points in expected.values() if total is not None]
    for result in verdict.candidates:
        total, left, points = expected[result.code]
        assert result.total == total
        assert {item.expert: item.why for item in result.left_out} == left
        assert result.counted == tuple(e.code for e in panel.experts if e.code not in left)
        assert result.n == len(result.counted)
        assert result.rank == (
            None if total is None else 1 + sum(other > total for other in totals)
        )
        if total is not None:
            for primary in result.primaries:
                assert (primary.score or 0) == points.get(primary.code, 0)
            if all(primary.additive for primary in result.primaries) and not panel.rule.rounding:
                assert sum(primary.score or 0 for primary in result.primaries) == total
    return "every total undefined" if not totals else "ranked"


def _try(combination: Combination, examples: int) -> int:
    """How many panels of a combination were drawn; every one of them held."""
    drawn = 0

    @settings(
        max_examples=examples,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(combination))
    def holds(case: Drawn) -> None:
        nonlocal drawn
        drawn += 1
        kind = _holds(case)
        event(str(combination))
        event(kind)

    holds()
    return drawn


def _campaign(examples: int, record: Record) -> None:
    drawn = {str(combination): _try(combination, examples) for combination in COMBINATIONS}
    record("drawn", drawn)
    assert len(drawn) == len(COMBINATIONS)
    assert all(drawn.values())


def test_the_tally_equals_the_model_for_every_combination(record_property: Record) -> None:
    _campaign(8, record_property)


@pytest.mark.long
def test_the_tally_equals_the_model_over_many_panels(record_property: Record) -> None:
    _campaign(300, record_property)


def test_the_model_is_short_enough_to_be_read() -> None:
    assert model.__file__ is not None
    with open(model.__file__, encoding="utf-8") as source:
        assert len(source.readlines()) <= 100
