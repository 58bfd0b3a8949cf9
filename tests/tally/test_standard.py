"""Standard scores: the integer square root and the scores from it."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reviewtui.tally.standard import deviation, standard_scores

marks = st.fractions(min_value=0, max_value=100, max_denominator=300)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@given(st.lists(marks, min_size=2, max_size=8))
def test_the_root_agrees_with_decimal_arithmetic_to_ten_places(values: list[Fraction]) -> None:
    mean = sum(values, start=Fraction(0)) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    with localcontext() as context:
        context.prec = 80
        root = _decimal(Fraction(variance)).sqrt()
        expected = root.quantize(Decimal("1e-10"), ROUND_HALF_UP)
    assert deviation(values) == Fraction(expected)


@given(st.lists(marks, min_size=2, max_size=8))
def test_scores_have_mean_50_and_keep_the_order(values: list[Fraction]) -> None:
    totals = {str(at): value for at, value in enumerate(values)}
    scores = standard_scores(totals)
    if scores is None:
        assert len(set(values)) == 1
        return
    assert sum(scores.values(), start=Fraction(0)) == 50 * len(values)
    assert sorted(totals, key=totals.__getitem__) == sorted(totals, key=scores.__getitem__)


def test_one_candidate_or_equal_totals_have_no_scores() -> None:
    assert standard_scores({"1": Fraction(80)}) is None
    assert standard_scores({"1": Fraction(80), "2": Fraction(80)}) is None


def test_scores_are_rounded_at_the_places_of_the_rule() -> None:
    totals = {"1": Fraction(1), "2": Fraction(2), "3": Fraction(4)}
    scores = standard_scores(totals, 2)
    assert scores == {"1": Fraction("41.27"), "2": Fraction("47.82"), "3": Fraction("60.91")}
