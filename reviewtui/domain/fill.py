"""Marks by rate: the mark of a row that a rate of its full mark comes to."""

from fractions import Fraction

from reviewtui.domain.numbers import Hundredths, round_half_away
from reviewtui.domain.sheet import ScoredRow


def mark_at_rate(row: ScoredRow, rate: Fraction) -> Hundredths:
    """The mark at a rate between 0 and 1, rounded to the row's step, a half away from zero.

    A row that only deducts (its top is 0 or less) is rated from its lowest mark.
    """
    low = Hundredths(min(row.low, 0)) if row.top <= 0 else Hundredths(0)
    exact = low + rate * (row.top - low)
    steps = round_half_away(Fraction(exact) / row.step, 0)
    return Hundredths(min(max(int(steps * row.step), row.low), row.top))
