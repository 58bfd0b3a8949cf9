"""Weights from pairs: the published matrices, and laws that hold for any judgements."""

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.comparisons import Judgement, Judgements
from reviewtui.tally.pairwise import (
    INCONSISTENT,
    MOST,
    combined,
    cut,
    group_weights,
    open_pairs,
    opinion,
    pairs,
)

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "reference" / "ahp.json"
RATIOS = [Fraction(n) for n in range(1, 10)] + [Fraction(1, n) for n in range(2, 10)]


@pytest.fixture(scope="module")
def published() -> Any:
    if not PUBLISHED.exists():
        pytest.skip(f"{PUBLISHED} is not there: the published matrices are NOT checked")
    return json.loads(PUBLISHED.read_text("utf-8"))


def named(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def judgements(matrix: list[list[float]]) -> Judgements:
    rows = named(len(matrix))
    return tuple(
        Judgement(a, b, Fraction(matrix[int(a) - 1][int(b) - 1]).limit_denominator(9))
        for a, b in pairs(rows)
    )


@pytest.mark.parametrize("name", ["house", "house_revised", "drinks"])
def test_published_matrices_give_their_weights_and_consistency(published: Any, name: str) -> None:
    case = published[name]
    found = opinion(named(len(case["matrix"])), judgements(case["matrix"]))
    assert found is not None
    assert list(found.weights.values()) == pytest.approx(case["w"], abs=1e-9)
    if name != "drinks":  # its ratio was taken with another random index
        assert found.ratio == pytest.approx(case["cr"], abs=1e-9)
    assert found.doubtful == (name == "house")


def test_the_house_names_the_judgement_that_was_revised_later(published: Any) -> None:
    """Saaty's own revision: 3 against 7 was judged 6, and 1/2 afterwards."""
    found = opinion(named(8), judgements(published["house"]["matrix"]))
    assert found is not None
    worst = found.doubts[0]
    assert (worst.judgement.first, worst.judgement.second) == ("3", "7")
    assert worst.judgement.ratio == 6
    assert worst.fits < 2


def test_a_panel_is_the_geometric_mean_of_its_experts(published: Any) -> None:
    case = published["group"]
    own = [judgements(matrix) for matrix in case["matrices"]]
    found = group_weights(named(5), own)
    assert found is not None
    assert list(found.values()) == pytest.approx(case["aij_w_rowgm"], abs=1e-9)


def test_who_is_not_through_counts_in_no_group() -> None:
    rows = named(3)
    whole = tuple(Judgement(a, b, Fraction(3)) for a, b in pairs(rows))
    assert group_weights(rows, [whole, whole[:2]]) == group_weights(rows, [whole])
    assert group_weights(rows, [whole[:2]]) is None
    assert opinion(rows, whole[:2]) is None
    assert open_pairs(rows, whole[:2]) == [("2", "3")]


def test_two_rows_cannot_contradict_themselves() -> None:
    found = opinion(["1", "2"], (Judgement("1", "2", Fraction(9)),))
    assert found is not None
    assert (found.ratio, found.doubts) == (0, ())
    assert found.weights == pytest.approx({"1": 0.9, "2": 0.1})


def test_more_rows_than_the_random_index_knows_are_refused() -> None:
    with pytest.raises(ValueError, match=str(MOST + 1)):
        opinion(named(MOST + 1), ())


@st.composite
def any_judgements(draw: st.DrawFn) -> tuple[list[str], Judgements]:
    rows = named(draw(st.integers(2, 7)))
    ratios = st.sampled_from(RATIOS)
    return rows, tuple(Judgement(a, b, draw(ratios)) for a, b in pairs(rows))


@settings(max_examples=60)
@given(any_judgements())
def test_which_of_two_rows_stands_first_changes_nothing(
    case: tuple[list[str], Judgements],
) -> None:
    rows, own = case
    turned = tuple(Judgement(b, a, 1 / ratio) for a, b, ratio in own)
    one, other = opinion(rows, own), opinion(list(reversed(rows)), turned)
    assert one is not None
    assert other is not None
    assert one.ratio == pytest.approx(other.ratio, abs=1e-9)
    assert dict(one.weights) == pytest.approx(dict(other.weights), abs=1e-9)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=7))
def test_judgements_that_agree_give_back_the_weights_behind_them(parts: list[int]) -> None:
    rows = named(len(parts))
    own = tuple(
        Judgement(a, b, Fraction(parts[int(a) - 1], parts[int(b) - 1])) for a, b in pairs(rows)
    )
    wanted = {row: part / sum(parts) for row, part in zip(rows, parts, strict=True)}
    found = opinion(rows, own)
    assert found is not None
    assert found.ratio < 1e-9 < INCONSISTENT
    assert dict(found.weights) == pytest.approx(wanted)
    assert group_weights(rows, [own, own]) == pytest.approx(wanted)


@settings(max_examples=60)
@given(st.lists(any_judgements(), min_size=2, max_size=4))
def test_the_mean_of_judgements_is_the_mean_of_the_experts_own_lines(
    cases: list[tuple[list[str], Judgements]],
) -> None:
    """With lines taken as geometric means both ways come to the same (Crawford, Williams)."""
    rows = min((rows for rows, _own in cases), key=len)
    panel = [tuple(item for item in own if {item[0], item[1]} <= set(rows)) for _, own in cases]
    together = group_weights(rows, panel)
    alone = [group_weights(rows, [own]) for own in panel]
    assert together is not None
    logs = {row: sum(math.log(own[row]) for own in alone if own) / len(panel) for row in rows}
    total = sum(map(math.exp, logs.values()))
    assert together == pytest.approx({row: math.exp(log) / total for row, log in logs.items()})


def test_a_tree_multiplies_down_and_waits_for_every_group() -> None:
    groups = {"": ["1", "2"], "2": ["2.1", "2.2"]}
    top = Judgement("1", "2", Fraction(3))
    below = Judgement("2.1", "2.2", Fraction(1, 4))
    assert combined(groups, {"01": (top,)}) is None
    found = combined(groups, {"01": (top,), "02": (below,)})
    assert found == pytest.approx({"1": 0.75, "2": 0.25, "2.1": 0.05, "2.2": 0.2})


@settings(max_examples=200)
@given(
    st.lists(st.floats(1e-6, 1), min_size=1, max_size=40),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 10)]),
)
def test_cut_weights_make_a_hundred_exactly_and_leave_nobody_without(
    shares: list[float], step: Fraction
) -> None:
    total = sum(shares)
    given_ = {str(at): share / total for at, share in enumerate(shares)}
    found = cut(given_, Fraction(100), step)
    assert sum(found.values()) == 100
    assert all(value > 0 and (value / step).denominator == 1 for value in found.values())
    free = [row for row, value in found.items() if given_[row] * 100 >= step]
    if len(free) == len(found):
        assert all(abs(float(found[row]) - given_[row] * 100) < step for row in free)


def test_steps_that_do_not_fit_are_refused() -> None:
    for step in (Fraction(3), Fraction(60)):
        with pytest.raises(ValueError, match="Fraction"):
            cut({"1": 0.5, "2": 0.5}, Fraction(100), step)
