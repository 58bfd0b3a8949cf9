"""Standard scores 50 + 10 (x - mean) / SD of each expert's totals (标准分), exactly.

The sample standard deviation (n - 1) is an integer square root to ten places, so that a
second program arrives at the same digits.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt, lcm
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import round_half_away
from reviewtui.locales import _

ROOT_PLACES: Final = 10
"""Decimals kept of a standard deviation."""


def deviation(values: list[Fraction]) -> Fraction:
    """Sample standard deviation to ten places, a half away from zero.

    Args:
        values: At least two.
    """
    n = len(values)
    common = lcm(*(value.denominator for value in values))
    whole = [value.numerator * (common // value.denominator) for value in values]
    variance = n * sum(value * value for value in whole) - sum(whole) ** 2
    scale = 10**ROOT_PLACES
    doubled = isqrt(4 * variance * scale**2 // (n * (n - 1) * common**2))
    return Fraction((doubled + 1) // 2, scale)


def standard_scores(
    totals: Mapping[str, Fraction], places: int | None = None
) -> dict[str, Fraction] | None:
    """One expert's totals as standard scores over the candidates he has totals for.

    Args:
        totals: The expert's totals by candidate.
        places: Decimals each score is rounded to; None leaves it exact.

    Returns:
        Scores by candidate; None where they are undefined: fewer than two candidates, or
        all totals alike.
    """
    values = list(totals.values())
    if len(values) < 2:
        return None
    spread = deviation(values)
    if not spread:
        return None
    mean = sum(values, start=Fraction(0)) / len(values)
    slope = 10 / spread
    scores = {code: 50 + slope * (value - mean) for code, value in totals.items()}
    return {code: round_half_away(score, places) for code, score in scores.items()}


def undefined(expert: str, totals: Mapping[str, Fraction]) -> Finding:
    """That one expert's standard scores do not exist, and what to do."""
    place = _("expert {code}").format(code=expert)
    if len(totals) < 2:
        return Finding(
            place,
            _(
                "has a total for one candidate only: standard scores need two. The marks are "
                "kept; leave standard scores out of the rule, or complete this expert's marks"
            ),
        )
    return Finding(
        place,
        _(
            "gave every candidate the same total: standard scores are undefined (their spread "
            "is 0). The marks are kept; leave standard scores out of the rule"
        ),
    )
