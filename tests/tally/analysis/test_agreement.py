"""Kendall's W, intraclass correlations and alpha: published values, laws, what is undefined."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.tally.analysis.agreement import icc, kendall_w
from reviewtui.tally.analysis.alpha import alpha
from reviewtui.tally.analysis.results import ICC, Alpha, Interval, KendallW, Undefined
from reviewtui.tally.analysis.totals import Totals
from tests.tally.analysis.conftest import Reference
from tests.tally.analysis.tables import Cells, shifted, tables, totals, turned


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
    found = alpha(Totals.of(table["observers_by_units"]), generator())
    assert isinstance(found, Alpha)
    expected = table.get("r_irr_0_84_1") or table["full"]
    assert found.interval.value == pytest.approx(expected["interval"], abs=1e-6)
    assert found.ordinal == pytest.approx(expected["ordinal"], abs=1e-6)
    assert found.interval.low < found.interval.value < found.interval.high


def test_alpha_with_a_quarter_of_the_cells_missing(reference: Reference) -> None:
    table = reference("severity_missing.json")
    found = alpha(Totals.of(table["experts_by_wines"]), generator())
    assert isinstance(found, Alpha)
    assert found.interval.value == pytest.approx(table["alpha_interval"], abs=1e-9)


def test_alpha_of_thousands_of_distinct_totals_takes_no_table_of_values() -> None:
    values = generator().normal(80, 5, (9, 5_000))
    found = alpha(Totals.of(values.tolist()), generator())
    assert isinstance(found, Alpha)
    assert abs(found.interval.value) < 0.05
    assert abs(found.ordinal) < 0.05


def test_w_with_ties_by_hand() -> None:
    """Kendall's own correction: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4; S = 17.5, T = 6."""
    found = kendall_w(Totals.of([[4, 3, 3, 1], [4, 3, 2, 1]]), generator())
    assert isinstance(found, KendallW)
    sums = np.array([2, 4.5, 5.5, 8])
    spread = ((sums - 5) ** 2).sum()
    assert found.value == pytest.approx(12 * spread / (4 * 60 - 2 * 6))
    assert found.chi2 == pytest.approx(2 * 3 * found.value)


def test_complete_agreement_is_one_and_its_p_is_that_of_all_orders() -> None:
    """Of the 6 × 6 pairs of orders of three candidates one in six agrees wholly."""
    found = kendall_w(Totals.of([[1, 2, 3], [10, 20, 30]]), generator())
    assert isinstance(found, KendallW)
    assert found.value == pytest.approx(1)
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
    found = alpha(totals([[5, 5], [5, 5]]), generator())
    assert isinstance(found, Undefined)
    assert found.message.startswith("no variance")


def test_one_missing_total_costs_one_expert_or_candidate_and_alpha_none() -> None:
    cells: Cells = generator().integers(0, 20, (5, 12)).tolist()
    cells[2][4] = None
    w, c, a = (
        kendall_w(totals(cells), generator()),
        icc(totals(cells)),
        alpha(totals(cells), generator()),
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
    base = alpha(totals(cells), generator())
    for other in others:
        again = alpha(totals(other), generator())
        assert type(again) is type(base)
        if isinstance(base, Alpha) and isinstance(again, Alpha):
            assert again.interval.value == pytest.approx(base.interval.value, abs=1e-9)
            assert again.ordinal == pytest.approx(base.ordinal, abs=1e-9)


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
            assert w2.value == pytest.approx(w.value)
            assert 0 <= w.value <= 1 + 1e-12
        if isinstance(c, ICC) and isinstance(c2, ICC):
            for form, one in c.forms.items():
                other_one = c2.forms[form]
                assert type(other_one) is type(one)
                if isinstance(one, Interval) and isinstance(other_one, Interval):
                    assert other_one.value == pytest.approx(one.value, abs=1e-8)
                    assert one.low - 1e-9 <= one.value <= one.high + 1e-9 <= 1 + 1e-8
