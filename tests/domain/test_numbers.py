"""Exact numbers: rounding as a spreadsheet's ROUND, decimals from text and back."""

import decimal as stdlib
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.numbers import (
    Hundredths,
    decimal,
    decimal_text,
    hundredths,
    mark_text,
    nearest,
    round_half_away,
    step_places,
)

PLACES = st.integers(0, 10)
DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=12)
FRACTIONS = st.fractions(-(10**9), 10**9, max_denominator=10**6)
HALVES = st.builds(
    lambda whole, places: Fraction(2 * whole + 1, 2 * 10**places),
    st.integers(-(10**12), 10**12),
    PLACES,
)


def by_the_library(value: stdlib.Decimal, places: int) -> Fraction:
    """Rounding by the standard library's decimals with room for every digit."""
    with stdlib.localcontext() as context:
        context.prec = 60
        unit = stdlib.Decimal(1).scaleb(-places)
        return Fraction(value.quantize(unit, rounding=stdlib.ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 2, 1), (3, 2, 2), (5, 2, 3), (-1, 2, -1), (-3, 2, -2), (1, 3, 0), (2, 3, 1), (-2, 3, -1)],
)
def test_a_half_of_a_ratio_goes_away_from_zero(
    numerator: int, denominator: int, expected: int
) -> None:
    assert nearest(numerator, denominator) == expected


def test_just_below_a_half_goes_down_and_a_half_goes_up() -> None:
    assert nearest(10**30 - 1, 2 * 10**30) == 0
    assert nearest(10**30, 2 * 10**30) == 1


@given(DECIMALS, PLACES)
def test_rounding_agrees_with_the_standard_librarys_half_up(
    value: stdlib.Decimal, places: int
) -> None:
    assert round_half_away(Fraction(value), places) == by_the_library(value, places)


@given(HALVES, PLACES)
def test_a_half_goes_away_from_zero(half: Fraction, places: int) -> None:
    rounded = round_half_away(half, places)
    assert abs(rounded - half) <= Fraction(1, 2 * 10**places)
    if abs(rounded - half) == Fraction(1, 2 * 10**places):
        assert abs(rounded) > abs(half)


@given(FRACTIONS, PLACES)
def test_rounding_is_odd_and_settled_after_one_go(value: Fraction, places: int) -> None:
    rounded = round_half_away(value, places)
    assert round_half_away(-value, places) == -rounded
    assert round_half_away(rounded, places) == rounded
    assert abs(rounded - value) * 2 * 10**places <= 1


@given(FRACTIONS, FRACTIONS, PLACES)
def test_rounding_keeps_the_order(one: Fraction, other: Fraction, places: int) -> None:
    low, high = sorted((one, other))
    assert round_half_away(low, places) <= round_half_away(high, places)


@pytest.mark.parametrize(
    ("text", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("87.345", 2, "87.35"),
        ("1.005", 2, "1.01"),
        ("2.675", 2, "2.68"),
        ("-0.004", 2, "0"),
    ],
)
def test_cases_that_bankers_rounding_or_floating_point_get_wrong(
    text: str, places: int, rounded: str
) -> None:
    assert round_half_away(Fraction(text), places) == Fraction(rounded)


@given(FRACTIONS, PLACES)
def test_a_shown_number_has_the_places_asked_for_and_the_rounded_value(
    value: Fraction, places: int
) -> None:
    text = decimal_text(value, places)
    assert Fraction(text) == round_half_away(value, places)
    assert len(text.partition(".")[2]) == places


@given(DECIMALS)
def test_without_places_a_number_is_shown_with_as_few_as_it_needs(value: stdlib.Decimal) -> None:
    text = decimal_text(Fraction(value))
    assert Fraction(text) == round_half_away(Fraction(value), 10)
    assert not (("." in text) and text.endswith("0"))
    assert not text.endswith(".")


def test_no_number_is_shown_as_minus_nothing() -> None:
    assert decimal_text(Fraction(-1, 1000), 2) == "0.00"
    assert decimal_text(Fraction(-1, 10**12)) == "0"


@given(st.integers(-(10**9), 10**9))
def test_a_mark_reads_back_as_it_was_written(mark: int) -> None:
    assert hundredths(mark_text(Hundredths(mark))) == mark
    assert hundredths(mark_text(Hundredths(mark), 2)) == mark


@pytest.mark.parametrize(
    "text",
    [
        " 8",
        "8 ",
        "８",
        "8,5",
        "8。5",
        ".5",
        "8.",
        "1e2",
        "0x8",
        "八",
        "nan",
        "inf",
        "--1",
        "½",
        "8.5.5",
        "1_000",
        "١",
        "1111111111111111",
    ],
)
def test_anything_but_ascii_digits_with_one_point_is_no_decimal(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        decimal(text)


@given(st.text(max_size=8))
def test_no_text_is_read_as_something_else_than_it_says(text: str) -> None:
    try:
        value = decimal(text)
    except ValueError:
        return
    assert text.isascii()
    assert value == Fraction(stdlib.Decimal(text))


def test_a_mark_finer_than_a_hundredth_is_refused() -> None:
    assert hundredths("8.250") == 825
    with pytest.raises(ValueError, match=r"8\.125"):
        hundredths("8.125")


@pytest.mark.parametrize(
    ("step", "places"), [(100, 0), (50, 1), (10, 1), (25, 2), (1, 2), (500, 0)]
)
def test_a_step_says_how_many_places_a_mark_shows(step: int, places: int) -> None:
    assert step_places(Hundredths(step)) == places
