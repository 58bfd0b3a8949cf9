"""Marks by rate (得分率): reading a rate, and the mark of a row that it comes to."""

import unicodedata
from fractions import Fraction

from reviewtui.domain.numbers import Hundredths, decimal, round_half_away
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.typed_mark import normalise


def read_rate(text: str) -> Fraction | None:
    """A rate typed in percent, from 0 to 100, as a part of one; None if it is none."""
    typed = normalise(unicodedata.normalize("NFKC", text).strip().removesuffix("%"), sign=False)
    if typed.refused:
        return None
    try:
        rate = decimal(typed.kept.rstrip(".")) / 100
    except ValueError:
        return None
    return rate if 0 <= rate <= 1 else None


def mark_at_rate(row: ScoredRow, rate: Fraction) -> Hundredths:
    """The mark at a rate between 0 and 1, rounded to the row's step, a half away from zero.

    A row that only deducts (its top is 0 or less) is rated from its lowest mark.
    """
    low = Hundredths(min(row.low, 0)) if row.top <= 0 else Hundredths(0)
    exact = low + rate * (row.top - low)
    steps = round_half_away(Fraction(exact) / row.step, 0)
    return Hundredths(min(max(int(steps * row.step), row.low), row.top))
