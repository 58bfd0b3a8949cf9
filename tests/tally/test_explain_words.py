"""What the screens and the command line say of a total is said by the same functions."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from reviewtui import locales
from reviewtui.domain.states import Why
from reviewtui.tally.explain import Arithmetic
from reviewtui.tally.explain_words import chain
from reviewtui.tally.figures import (
    number_text,
    primaries_note,
    rank_text,
    score_text,
    shortened_note,
    signed,
)
from reviewtui.tally.remarks import left_out_words
from reviewtui.tally.verdict import LeftOut
from tests.meeting import meeting


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


def test_of_many_experts_with_one_reason_the_first_are_named_and_all_are_counted() -> None:
    twelve = [LeftOut(f"{number:02d}", Why.BLANK) for number in range(1, 13)]
    assert left_out_words(twelve).endswith("11, 12)")
    many = [LeftOut(f"{number:02d}", Why.BLANK) for number in range(1, 93)]
    words = left_out_words([*many, LeftOut("95", Why.RECUSED)])
    assert words.endswith("92 experts (01, 02, 03 and others); recused (expert 95)")
    locales.use("zh")
    assert left_out_words(many) == "未评 92 位（01、02、03 等）"


def test_a_number_that_goes_on_is_cut_and_ends_in_dots() -> None:
    third, eighth = Fraction(2, 3), Fraction(1, 8)
    assert [number_text(value) for value in (third, -third, eighth)] == [
        "0.6666...",
        "-0.6666...",
        "0.125",
    ]
    assert number_text(eighth, 2) == "0.12..."
    assert chain(Arithmetic({"1": third, "2": eighth}, third + eighth, 1, third, None, third)) == (
        "0.6666... + 0.1250 = 0.7916..."
    )


def test_a_score_that_no_rule_rounds_is_exact_where_it_is_short() -> None:
    given = [Fraction(text) for text in ("4", "8.5", "8.3125", "8.31255", "25/3")]
    assert [score_text(value, None) for value in given] == [
        "4.00",
        "8.50",
        "8.3125",
        "8.3125...",
        "8.3333...",
    ]
    assert [score_text(value, 1) for value in (Fraction("8.3"), None)] == ["8.3", "-"]


def test_a_table_says_when_it_shows_less_than_there_is() -> None:
    assert shortened_note([Fraction("8.3125"), None]) == ""
    assert "to 4 places" in shortened_note([Fraction("8.5"), Fraction(25, 3)])
    unrounded, _sheet = meeting(2, 1).panel()
    assert "to 2 places" in primaries_note(unrounded.rule, [Fraction("8.3125")])
    assert primaries_note(unrounded.rule, [Fraction("8.31"), None]) == ""
    rounded, _sheet = meeting(2, 1, round={"primary": 3, "total": 2}).panel()
    assert primaries_note(rounded.rule, [Fraction("8.312")]) == ""
