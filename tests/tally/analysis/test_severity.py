"""Severity and standard scores: published values, laws, what is undefined."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.results import Severity, StandardScores
from reviewtui.tally.analysis.scores import standard_scores
from reviewtui.tally.analysis.severity import severity
from reviewtui.tally.analysis.totals import Totals
from tests.tally.analysis.conftest import Reference
from tests.tally.analysis.tables import Cells, shifted, tables, totals, turned


def test_severities_with_missing_cells_are_those_of_least_squares(reference: Reference) -> None:
    table = reference("severity_missing.json")
    found = severity(Totals.of(table["experts_by_wines"]))
    assert isinstance(found, Severity)
    assert list(found.severity.values()) == pytest.approx(table["severity"], abs=1e-6)
    assert list(found.adjusted.values()) == pytest.approx(table["candidate"], abs=1e-6)
    assert found.residual_sd**2 == pytest.approx(table["resid_var"], abs=1e-6)


def test_the_harshest_is_drawn_towards_the_others_as_the_mixed_model_does(
    reference: Reference,
) -> None:
    """lme4 with experts and candidates random: from -4.22 to -2.30."""
    found = severity(Totals.of(reference("severity_missing.json")["experts_by_wines"]))
    assert isinstance(found, Severity)
    assert round(min(found.severity.values()), 2) == -4.22
    assert round(min(found.shrunken.values()), 2) == -2.30


def test_variances_of_a_complete_table_are_those_of_the_analysis_of_variance(
    reference: Reference,
) -> None:
    table = reference("icc_shrout_fleiss_1979.json")
    found = severity(Totals.of(np.array(table["data"]).T.tolist()))
    assert isinstance(found, Severity)
    squares = table["anova"]
    assert found.expert_sd**2 == pytest.approx((squares["MSC"] - squares["MSE"]) / 6, abs=1e-4)
    assert found.residual_sd**2 == pytest.approx(squares["MSE"])


def test_experts_who_share_no_candidate_are_not_compared() -> None:
    found = severity(totals([[1, 2, None, None], [2, 4, None, None], [None, None, 5, 7]]))
    assert isinstance(found, Undefined)
    assert "1 2" in found.sentence
    assert "3" in found.sentence


def test_experts_connected_through_others_are_compared() -> None:
    cells: Cells = [[5, 6, 7, None, None], [None, 7, 9, 8, None], [None, None, None, 9, 8]]
    assert isinstance(severity(totals([*cells, [None, None, 3, 4, 4]])), Severity)


@pytest.mark.parametrize("cells", [[[1, 2, 3]], [[1], [2]], [[1, None], [2, 3]], [[None, None]]])
def test_too_few_totals_tell_no_severity(cells: Cells) -> None:
    found = severity(totals(cells))
    assert isinstance(found, Undefined)
    assert found.message.startswith("too few")


@settings(max_examples=60)
@given(tables(gaps=True), st.randoms(use_true_random=False), st.sampled_from([-3.5, 40]))
def test_severities_follow_their_experts_and_ignore_constants(
    cells: Cells, random: Random, by: float
) -> None:
    found = severity(totals(cells))
    if not isinstance(found, Severity):
        return
    assert sum(found.severity.values()) == pytest.approx(0, abs=1e-9)
    moved = severity(totals(shifted(cells, by)))
    assert isinstance(moved, Severity)
    assert moved.severity == pytest.approx(found.severity, abs=1e-9)
    assert moved.shrunken == pytest.approx(found.shrunken, abs=1e-3)
    for code, total in found.adjusted.items():
        assert moved.adjusted[code] == pytest.approx(total + by)
    rows, columns = list(range(len(cells))), list(range(len(cells[0])))
    random.shuffle(rows)
    random.shuffle(columns)
    again = severity(totals(turned(cells, rows, columns)))
    assert isinstance(again, Severity)
    assert sorted(again.severity.values()) == pytest.approx(
        sorted(found.severity.values()), abs=1e-9
    )


@settings(max_examples=40)
@given(tables(most=(5, 5)))
def test_where_everybody_marks_everybody_severity_changes_no_mean(cells: Cells) -> None:
    found = severity(totals(cells))
    if isinstance(found, Severity):
        means = np.array(cells, dtype=float).mean(axis=0)
        assert list(found.adjusted.values()) == pytest.approx(means.tolist())
        assert list(found.shrunken_adjusted.values()) == pytest.approx(
            (means - np.mean(list(found.shrunken.values()))).tolist(), abs=1e-9
        )


def test_standard_scores_have_mean_50_and_spread_10_and_skip_the_flat() -> None:
    found = standard_scores(totals([[1, 2, 3], [5, 5, 5], [7, None, 9], [4, None, None]]))
    assert isinstance(found, StandardScores)
    first = found.scores["1"]
    assert first == {"1": 40, "2": 50, "3": 60}
    for expert, word in (("2", "no variance"), ("4", "too few")):
        why = found.scores[expert]
        assert isinstance(why, Undefined)
        assert why.message.startswith(word)
    assert found.means["2"] == 50
    assert found.means["1"] == pytest.approx((40 + 50 - 10 / 2**0.5) / 2)


def test_standard_scores_of_nobody_are_undefined() -> None:
    assert isinstance(standard_scores(totals([[5, 5], [7, 7]])), Undefined)
