"""Weights that vary: SMAA against its reference and by hand, intervals against a search."""

import gzip
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.criteria import Criteria
from reviewtui.tally.analysis.ranks import rank_all, ranking
from reviewtui.tally.analysis.results import Part
from reviewtui.tally.analysis.smaa import Acceptabilities, smaa
from reviewtui.tally.analysis.stability import weight_stability
from reviewtui.tally.analysis.weight_results import AtRule
from tests.tally.analysis.conftest import Reference


def criteria(shares: list[list[float]], weights: list[float] | None = None) -> Criteria:
    table = np.array(shares, dtype=float)
    count, primaries = table.shape
    return Criteria(
        ("01",),
        tuple(str(number) for number in range(1, count + 1)),
        tuple("abcdefghij"[:primaries]),
        table,
        np.array(weights or [1 / primaries] * primaries),
        np.zeros(count),
        {str(number): 1 for number in range(1, count + 1)},
    )


def drawn(of: Criteria, seed: int = 7) -> dict[str, list[float]]:
    found = smaa(of, np.random.Generator(np.random.PCG64(seed)), Course(Part.SMAA), seed)
    return {code: list(one.acceptability) for code, one in found.accepted.items()}


def test_acceptabilities_are_those_of_the_r_package(reference: Reference) -> None:
    table, path = reference("smaa.json"), reference("smaa_weights.csv.gz")
    with gzip.open(path, "rt") as file:
        weights = np.loadtxt(file, delimiter=",")
    gathering = Acceptabilities(criteria(table["values_alt_by_crit"]))
    gathering.add(weights)
    found = gathering.accepted()
    for one, expected in zip(found.values(), table["rai"], strict=True):
        assert one.acceptability == pytest.approx(expected, abs=1e-12)
    central = found["1"].central
    assert central is not None
    assert list(central.values()) == pytest.approx(table["central_weights_alt1"], abs=1e-9)


@pytest.mark.parametrize(("primaries", "chance"), [(3, 0.25), (4, 0.125)])
def test_who_wins_one_primary_only_wins_where_it_weighs_over_half(
    primaries: int, chance: float
) -> None:
    found = drawn(criteria([[1.0] + [0.0] * (primaries - 1), [0.0] + [1.0] * (primaries - 1)]))
    assert found["1"][0] == pytest.approx(chance, abs=0.015)
    assert found["2"][0] == pytest.approx(1 - chance, abs=0.015)


def test_candidates_with_the_same_scores_share_their_ranks() -> None:
    found = drawn(criteria([[0.5, 0.6], [0.5, 0.6], [0.1, 0.2]]))
    assert found == {"1": [0.5, 0.5, 0], "2": [0.5, 0.5, 0], "3": [0, 0, 1]}


def test_of_thousands_of_candidates_only_the_leading_ranks_are_kept() -> None:
    shares = np.random.default_rng(1).random((2_000, 3))
    gathering = Acceptabilities(criteria(shares.tolist()))
    gathering.add(np.random.default_rng(2).dirichlet(np.ones(3), 200))
    found = gathering.accepted()
    assert {len(one.acceptability) for one in found.values()} == {125}
    assert sum(one.acceptability[0] for one in found.values()) == pytest.approx(1)


SHARES = st.integers(0, 10).map(lambda tenth: tenth / 10)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=2, max_size=5),
    st.sampled_from([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8], [1 / 3, 1 / 3, 1 / 3]]),
)
def test_inside_the_interval_it_holds_and_beyond_it_does_not(
    shares: list[tuple[float, float, float]], weights: list[float]
) -> None:
    of = criteria([list(row) for row in shares], weights)
    totals = of.totals(of.weights[None])[0]
    before = rank_all(totals[None]).first[0]
    of = replace(of, official=ranking(of.candidates, totals).ranks)
    found = weight_stability(of, top=1)
    assert found.at_rule == AtRule(of.official)
    for at, one in enumerate(found.primaries.values()):
        assert one.first == one.top
        for bounds, holds in (
            (one.first, lambda after: _first_kept(before, after)),
            (one.order, lambda after: _order_kept(before, after)),
        ):
            low, high = bounds.low, bounds.high
            assert low <= one.weight <= high
            for inside in np.linspace(low, high, 9)[1:-1]:
                assert holds(_at(of, at, inside))
            for bound, beyond in ((low, low - 1e-6), (high, high + 1e-6)):
                if 1e-6 < bound < 1 - 1e-6:
                    after = _at(of, at, beyond)
                    assert not holds(after)
                    pair = bounds.below if beyond < bound else bounds.above
                    assert pair is not None
                    upper, lower = (of.candidates.index(code) for code in pair)
                    assert before[upper] > before[lower]
                    assert after[upper] < after[lower]


def _at(of: Criteria, primary: int, weight: float) -> np.ndarray:
    weights = of.weights * (1 - weight) / (1 - of.weights[primary])
    weights[primary] = weight
    return rank_all(of.totals(weights[None])).first[0]


def _first_kept(before: np.ndarray, after: np.ndarray) -> bool:
    firsts, others = after[before == 1], after[before > 1]
    return bool(others.size == 0 or firsts.max() <= others.min())


def _order_kept(before: np.ndarray, after: np.ndarray) -> bool:
    ahead = before[:, None] < before
    return not bool((ahead & (after[:, None] > after)).any())
