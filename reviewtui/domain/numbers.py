"""Exact numbers: decimals from text, rounding as a spreadsheet's ROUND, text from rationals.

No floating point anywhere: a mark is an integer of hundredths of a point, everything
derived from marks is a `Fraction` until the rule says where it is rounded.
"""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NewType

Hundredths = NewType("Hundredths", int)
"""A mark, or the bound of one, in hundredths of a point: 8.25 points are 825."""

MOST_PLACES: Final = 10
"""Places shown of a number that no rule rounds (design §12)."""

_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?")


def decimal(text: str) -> Fraction:
    """The value of a plain decimal such as `12.5`; signs allowed, nothing else.

    Raises:
        ValueError: If it is anything but ASCII digits with at most one point.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


def hundredths(text: str) -> Hundredths:
    """The mark written as a plain decimal with at most two places.

    Raises:
        ValueError: If it is no decimal, or finer than a hundredth.
    """
    value = decimal(text) * 100
    if value.denominator != 1:
        raise ValueError(text)
    return Hundredths(value.numerator)


def nearest(numerator: int, denominator: int) -> int:
    """The integer nearest to a ratio, a half away from zero (四舍五入).

    Args:
        numerator: Any sign.
        denominator: More than 0.
    """
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def round_half_away(value: Fraction, places: int | None) -> Fraction:
    """Round to `places` decimals as a spreadsheet does; None leaves the number exact."""
    if places is None:
        return value
    scale: int = 10**places
    return Fraction(nearest(value.numerator * scale, value.denominator), scale)


def decimal_text(value: Fraction, places: int | None = None) -> str:
    """The number as a decimal: exactly `places` places, or as many as it needs up to ten.

    A number that is longer than the places asked for is rounded half away from zero.
    """
    kept = MOST_PLACES if places is None else places
    scaled = round_half_away(value, kept) * 10**kept
    digits = str(abs(scaled.numerator)).rjust(kept + 1, "0")
    sign = "-" if scaled.numerator < 0 else ""
    text = sign + digits[: len(digits) - kept]
    fraction = digits[len(digits) - kept :]
    if places is None:
        fraction = fraction.rstrip("0")
    return f"{text}.{fraction}" if fraction else text


@lru_cache(maxsize=4096)
def mark_text(mark: Hundredths, places: int | None = None) -> str:
    """A mark in points, with `places` decimals or as many as it needs."""
    return decimal_text(Fraction(mark, 100), places)


def step_places(step: Hundredths) -> int:
    """How many decimals a mark of this step shows: 0 for whole points, 1 for tenths."""
    return 0 if step % 100 == 0 else 1 if step % 10 == 0 else 2
