"""Averages and rounding at their edges."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from reviewtui.domain.rule import Average, BelowLeast, Trim
from reviewtui.tally.average import Averaging

EXAMPLES = Path(__file__).parents[2].parent / "shared" / "reference" / "trimmed_mean.json"

MEAN = Averaging(Average.MEAN, Trim())
MEDIAN = Averaging(Average.MEDIAN, Trim())


def trimmed(drop: int, least: int = 0, below: BelowLeast = BelowLeast.REFUSE) -> Averaging:
    return Averaging(Average.TRIMMED, Trim(drop, least or 2 * drop + 1, below))


def value(averaging: Averaging, values: list[int]) -> Fraction:
    return Fraction(*averaging.ratio(values))


def test_the_mean_divides_by_the_number_of_values() -> None:
    assert value(MEAN, [800, 900, 1000]) == 900
    assert value(MEAN, [1, 2]) == Fraction(3, 2)


def test_the_median_is_the_middle_or_the_mean_of_the_middle_two() -> None:
    assert value(MEDIAN, [9, 1, 5]) == 5
    assert value(MEDIAN, [9, 1, 5, 6]) == Fraction(11, 2)
    assert value(MEDIAN, [7]) == 7


def test_of_tied_extremes_one_instance_each_is_dropped() -> None:
    assert value(trimmed(1), [90, 90, 80, 70, 70]) == 80
    assert trimmed(1).dropped([90, 90, 80, 70, 70]) == (1, 3)
    assert trimmed(2).dropped([5, 5, 5, 5, 5]) == (0, 1, 3, 4)


def test_two_may_be_dropped_at_either_end() -> None:
    assert value(trimmed(2), [1, 2, 10, 20, 99, 100]) == 15


def test_below_the_least_number_the_rule_refuses_or_takes_the_plain_mean() -> None:
    refuse, plain = trimmed(1, 5), trimmed(1, 5, BelowLeast.MEAN)
    assert refuse.refuses(4)
    assert not refuse.refuses(5)
    assert not refuse.refuses(0)
    assert plain.plain(4)
    assert not plain.plain(5)
    assert value(plain, [0, 8, 8, 8]) == 6
    assert plain.dropped([0, 8, 8, 8]) == ()


@pytest.mark.parametrize("averaging", [MEAN, MEDIAN, trimmed(1), trimmed(2)])
def test_columns_together_are_averaged_as_each_alone(averaging: Averaging) -> None:
    columns = [[3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [0, 0, 0, 0, 1]]
    numerators, denominator = averaging.ratios(columns)
    assert [Fraction(found, denominator) for found in numerators] == [
        value(averaging, column) for column in columns
    ]


@pytest.mark.parametrize("averaging", [MEAN, MEDIAN, trimmed(1)])
def test_a_missing_value_is_never_taken_for_a_number(averaging: Averaging) -> None:
    for column in ([None], [1, None, 3]):
        with pytest.raises(TypeError):
            averaging.ratios([column])  # type: ignore[list-item]


def test_published_trimmed_means_come_out() -> None:
    if not EXAMPLES.exists():
        pytest.skip(f"NOT CHECKED: {EXAMPLES} is not there")
    examples = json.loads(EXAMPLES.read_text("utf-8"))["examples"]
    assert len(examples) >= 3
    for example in examples:
        hundredths = [round(mark * 100) for mark in example["x"]]
        found = value(trimmed(example["k"]), hundredths) / 100
        assert abs(found - Fraction(example["value"])) < Fraction(1, 10**12)
