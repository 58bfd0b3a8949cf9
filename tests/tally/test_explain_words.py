"""What the screens and the command line say of a total is said by the same functions."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from reviewtui import locales
from reviewtui.domain.states import Why
from reviewtui.tally.explain import Arithmetic
from reviewtui.tally.explain_words import chain, left_out_words
from reviewtui.tally.figures import rank_text, signed
from reviewtui.tally.verdict import LeftOut


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locales.use("en")
    yield
    locales.use("zh")


def test_a_mean_is_written_as_it_would_be_done_by_hand() -> None:
    values = {"01": Fraction(80), "02": Fraction("81.5"), "03": Fraction(80)}
    total = sum(values.values(), start=Fraction(0))
    step = Arithmetic(values, total, 3, total / 3, 2, Fraction("80.5"))
    assert chain(step) == (
        "80.0 + 81.5 + 80.0 = 241.5; 241.5 / 3 = 80.5; rounded to 2 places: 80.50"
    )


def test_a_sum_without_rounding_ends_with_the_sum() -> None:
    values = {"1": Fraction(9), "2": Fraction(8)}
    assert chain(Arithmetic(values, Fraction(17), 1, Fraction(17), None, Fraction(17))) == (
        "9 + 8 = 17"
    )


def test_who_is_left_out_stands_under_the_reason() -> None:
    gone = [LeftOut("03", Why.RECUSED), LeftOut("07", Why.ABSENT), LeftOut("05", Why.RECUSED)]
    assert left_out_words(gone) == "recused (expert 03, 05); absent (expert 07)"
    assert left_out_words([]) == ""


def test_a_difference_carries_its_sign_but_naught_and_nothing_carry_none() -> None:
    assert [signed(text) for text in ("1.50", "-1.50", "0.00", "-")] == [
        "+1.50",
        "-1.50",
        "0.00",
        "-",
    ]


def test_a_rank_says_that_it_is_shared() -> None:
    assert rank_text(2, tied=True) == "2 tied"
    assert rank_text(2, tied=False) == "2"
    assert rank_text(None, tied=False) == "-"
