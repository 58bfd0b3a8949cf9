"""Kendall's W, intraclass correlations and alpha: published values, laws, what is undefined."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.tally.analysis.agreement import COMPLETE, CONTRARY, NO_VARIANCE, icc, kendall_w
from reviewtui.tally.analysis.alpha import alpha, mid_ranks
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.results import ICC, Alpha, Estimate, Interval, KendallW
from reviewtui.tally.analysis.totals import Totals
from tests.tally.analysis.conftest import Reference
from tests.tally.analysis.tables import Cells, shifted, tables, totals, turned


def ends(one: Estimate) -> tuple[float, float]:
    """The ends of an interval that is there."""
    assert not isinstance(one.within, Undefined)
    return one.within


def approximately(one: Estimate) -> Estimate:
    """What equals it but for the last digits."""
    within = one.within if isinstance(one.within, Undefined) else pytest.approx(one.within)
    return Estimate(pytest.approx(one.value, abs=1e-9), within)


def generator(seed: int = 7) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def test_intraclass_correlations_are_those_of_shrout_and_fleiss(reference: Reference) -> None:
    table = reference("icc_shrout_fleiss_1979.json")
    found = icc(Totals.of(np.array(table["data"]).T.tolist()))
    assert isinstance(found, ICC)
    assert (found.n, len(found.candidates)) == (4, 6)
    for form, one in found.forms.items():
        assert isinstance(one, Interval)
        expected = table["r_psych_2_2_9"][f"ICC({form})"]
        assert one.value == pytest.approx(expected["value"], abs=1e-6)
        assert (one.low, one.high) == pytest.approx(expected["ci95"], abs=1e-6)
        assert round(one.value, 2) == table["published_2dp"][f"ICC({form})"]


@pytest.mark.parametrize("name", ["canonical", "wikipedia"])
def test_alpha_is_that_of_krippendorff(reference: Reference, name: str) -> None:
    table = reference("krippendorff_alpha.json")[name]
    found = alpha(Totals.of(table["observers_by_units"]))
    assert isinstance(found, Alpha)
    expected = table.get("r_irr_0_84_1") or table["full"]
    assert found.interval.value == pytest.approx(expected["interval"], abs=1e-6)
    assert found.ordinal.value == pytest.approx(expected["ordinal"], abs=1e-6)
    for one in (found.interval, found.ordinal):
        low, high = ends(one)
        assert low < one.value < high


def test_alpha_with_a_quarter_of_the_cells_missing(reference: Reference) -> None:
    table = reference("severity_missing.json")
    found = alpha(Totals.of(table["experts_by_wines"]))
    assert isinstance(found, Alpha)
    assert found.interval.value == pytest.approx(table["alpha_interval"], abs=1e-9)


def test_alpha_of_thousands_of_distinct_totals_takes_no_table_of_values() -> None:
    values = generator().normal(80, 5, (9, 5_000))
    found = alpha(Totals.of(values.tolist()))
    assert isinstance(found, Alpha)
    assert abs(found.interval.value) < 0.05
    assert abs(found.ordinal.value) < 0.05


def test_w_with_ties_by_hand() -> None:
    """Kendall's own correction: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4; S = 17.5, T = 6."""
    found = kendall_w(Totals.of([[4, 3, 3, 1], [4, 3, 2, 1]]), generator())
    assert isinstance(found, KendallW)
    sums = np.array([2, 4.5, 5.5, 8])
    spread = ((sums - 5) ** 2).sum()
    assert found.estimate.value == pytest.approx(12 * spread / (4 * 60 - 2 * 6))
    assert found.chi2 == pytest.approx(2 * 3 * found.estimate.value)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_interval_of_w_is_that_of_the_correlation_of_the_ranks(cells: Cells) -> None:
    """W = (1 + (m - 1) ICC(3,1)) / m of the experts' mean ranks, whether they tie or not."""
    found = kendall_w(totals(cells), generator())
    if not isinstance(found, KendallW) or isinstance(found.estimate.within, Undefined):
        return
    ranks = np.array([mid_ranks(row[None])[0] for row in totals(cells).values])
    same = icc(Totals.of(ranks.tolist()))
    assert isinstance(same, ICC)
    form = same.forms["3,1"]
    assert isinstance(form, Interval)
    m = len(cells)
    expected = [(1 + (m - 1) * one) / m for one in (form.value, form.low, form.high)]
    assert [found.estimate.value, *found.estimate.within] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_interval_of_alpha_is_that_of_the_one_way_correlation(cells: Cells) -> None:
    found, same = alpha(totals(cells)), icc(totals(cells))
    if not isinstance(found, Alpha) or isinstance(found.interval.within, Undefined):
        return
    assert isinstance(same, ICC)
    form = same.forms["1,1"]
    assert isinstance(form, Interval)
    assert ends(found.interval) == pytest.approx((form.low, form.high), abs=1e-9)


def test_a_number_that_no_interval_belongs_to_says_why() -> None:
    """Of two experts and three candidates one pair of orders in six agrees by chance alone."""
    alike = kendall_w(Totals.of([[1, 2, 3], [10, 20, 30]]), generator())
    against = kendall_w(Totals.of([[1, 2, 3], [3, 2, 1]]), generator())
    flat = alpha(Totals.of([[5, 5, 5], [7, 7, 7]]))
    contrary = alpha(Totals.of([[1, 2, 3], [3, 2, 1]]))
    equal = alpha(Totals.of([[5, 7, 9], [5, 7, 9]]))
    assert isinstance(alike, KendallW)
    assert isinstance(against, KendallW)
    assert isinstance(flat, Alpha)
    assert isinstance(contrary, Alpha)
    assert isinstance(equal, Alpha)
    for one in (alike.estimate, equal.interval, equal.ordinal):
        assert one == Estimate(1, Undefined(COMPLETE))
    assert against.estimate == Estimate(0, Undefined(CONTRARY))
    assert contrary.interval.within == contrary.ordinal.within == Undefined(CONTRARY)
    assert flat.interval == Estimate(pytest.approx(-2 / 3), Undefined(NO_VARIANCE))


def test_w_and_alpha_open_into_what_they_are_made_of() -> None:
    cells: Cells = [[4, 3, 3, 1], [4, 3, 2, None], [1, 3, 2, 4]]
    w, a = kendall_w(Totals.of([row[:3] for row in cells]), generator()), alpha(Totals.of(cells))
    assert isinstance(w, KendallW)
    assert isinstance(a, Alpha)
    assert w.rank_sums == {"1": 1 + 1 + 3, "2": 2.5 + 2 + 1, "3": 2.5 + 3 + 2}
    assert (w.ties, w.spread) == (6, pytest.approx(1 + 0.5**2 + 1.5**2))
    assert w.estimate.value == pytest.approx(12 * w.spread / (9 * 24 - 3 * 6))
    assert a.apart["4"] == (2, pytest.approx(9))
    assert a.apart["2"] == (3, pytest.approx(0))
    assert a.interval.value == pytest.approx(1 - a.observed / a.expected)


def test_complete_agreement_is_one_and_its_p_is_that_of_all_orders() -> None:
    """Of the 6 × 6 pairs of orders of three candidates one in six agrees wholly."""
    found = kendall_w(Totals.of([[1, 2, 3], [10, 20, 30]]), generator())
    assert isinstance(found, KendallW)
    assert found.estimate.value == pytest.approx(1)
    assert found.p == pytest.approx(1 / 6, abs=0.015)


def test_equal_experts_give_correlations_of_one() -> None:
    found = icc(Totals.of([[1, 2, 4], [1, 2, 4], [1, 2, 4]]))
    assert isinstance(found, ICC)
    for one in found.forms.values():
        assert isinstance(one, Interval)
        assert (one.value, one.low, one.high) == (1, 1, 1)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ([[5, 5, 5], [7, 7, 7]], "no variance"),
        ([[5, 6, 7]], "too few"),
        ([[5], [6], [7]], "too few"),
        ([[5, None, 6], [None, 7, None]], "too few"),
    ],
)
def test_where_nothing_can_be_said_the_reason_is(cells: Cells, word: str) -> None:
    for found in (kendall_w(totals(cells), generator()), icc(totals(cells))):
        assert isinstance(found, Undefined)
        assert found.message.startswith(word)


def test_alpha_of_equal_totals_has_no_variance() -> None:
    found = alpha(totals([[5, 5], [5, 5]]))
    assert isinstance(found, Undefined)
    assert found.message.startswith("no variance")


def test_one_missing_total_costs_one_expert_or_candidate_and_alpha_none() -> None:
    cells: Cells = generator().integers(0, 20, (5, 12)).tolist()
    cells[2][4] = None
    w, c, a = (
        kendall_w(totals(cells), generator()),
        icc(totals(cells)),
        alpha(totals(cells)),
    )
    assert isinstance(w, KendallW)
    assert isinstance(c, ICC)
    assert isinstance(a, Alpha)
    assert (len(w.experts), len(w.candidates)) == (len(c.experts), len(c.candidates)) == (5, 11)
    assert "5" not in w.candidates
    assert (len(a.experts), len(a.candidates), a.cells) == (5, 12, 59)


@settings(max_examples=60)
@given(tables(gaps=True), st.randoms(use_true_random=False), st.sampled_from([-3.5, 0.1, 40]))
def test_order_of_people_and_constant_shifts_change_no_agreement(
    cells: Cells, random: Random, by: float
) -> None:
    rows, columns = list(range(len(cells))), list(range(len(cells[0])))
    random.shuffle(rows)
    random.shuffle(columns)
    others = (shifted(cells, by), turned(cells, rows, columns))
    base = alpha(totals(cells))
    for other in others:
        again = alpha(totals(other))
        assert type(again) is type(base)
        if isinstance(base, Alpha) and isinstance(again, Alpha):
            assert again.interval == approximately(base.interval)
            assert again.ordinal == approximately(base.ordinal)


@settings(max_examples=60)
@given(tables(), st.randoms(use_true_random=False), st.sampled_from([-3.5, 0.1, 40]))
def test_order_of_people_and_constant_shifts_change_no_concordance(
    cells: Cells, random: Random, by: float
) -> None:
    rows, columns = list(range(len(cells))), list(range(len(cells[0])))
    random.shuffle(rows)
    random.shuffle(columns)
    w, c = kendall_w(totals(cells), generator()), icc(totals(cells))
    for other in (shifted(cells, by), turned(cells, rows, columns)):
        w2, c2 = kendall_w(totals(other), generator()), icc(totals(other))
        assert (type(w2), type(c2)) == (type(w), type(c))
        if isinstance(w, KendallW) and isinstance(w2, KendallW):
            assert w2.estimate == approximately(w.estimate)
            assert 0 <= w.estimate.value <= 1 + 1e-12
        if isinstance(c, ICC) and isinstance(c2, ICC):
            for form, one in c.forms.items():
                other_one = c2.forms[form]
                assert type(other_one) is type(one)
                if isinstance(one, Interval) and isinstance(other_one, Interval):
                    assert other_one.value == pytest.approx(one.value, abs=1e-8)
                    assert one.low - 1e-9 <= one.value <= one.high + 1e-9 <= 1 + 1e-8
