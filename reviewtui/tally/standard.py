"""Standard scores 50 + 10 (x - mean) / SD of each expert's totals (标准分), exactly.

The sample standard deviation (n - 1) is an integer square root to ten places, so that a
second program arrives at the same digits.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import nearest
from reviewtui.locales import _

SCALE: Final = 10**10
"""Ten decimals are kept of a standard deviation."""


def deviation(values: list[Fraction]) -> Fraction:
    """Sample standard deviation to ten places, a half away from zero.

    Args:
        values: At least two.
    """
    return Fraction(_deviation(*shared(values)), SCALE)


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
    n = len(totals)
    if n < 2:
        return None
    whole, common = shared(list(totals.values()))
    spread = _deviation(whole, common)
    if not spread:
        return None
    # 50 + 10 (x - mean) / SD over one denominator: integers cost a fifth of rationals here.
    mean, below = sum(whole), spread * n * common
    above = [50 * below + 10 * SCALE * (n * value - mean) for value in whole]
    if places is None:
        scores = [Fraction(score, below) for score in above]
    else:
        scores = [Fraction(nearest(score * 10**places, below), 10**places) for score in above]
    return dict(zip(totals, scores, strict=True))


def shared(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Numerators over one denominator."""
    common = lcm(*(value.denominator for value in values))
    return [value.numerator * (common // value.denominator) for value in values], common


def _deviation(whole: list[int], common: int) -> int:
    """Sample standard deviation of numerators over one denominator, in units of 1 / SCALE."""
    n = len(whole)
    variance = n * sum(value * value for value in whole) - sum(whole) ** 2
    return (isqrt(4 * variance * SCALE**2 // (n * (n - 1) * common**2)) + 1) // 2


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
