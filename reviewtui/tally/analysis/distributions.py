"""The two distributions that intervals need: F (incomplete beta) and chi-square (gamma).

Written here because the library that has them costs ten times what all the rest does to load.
"""

from math import exp, inf, lgamma, log, log1p
from typing import Final

_TINY: Final = 1e-300
_CLOSE: Final = 1e-15
_MOST_TERMS: Final = 10_000


def f_quantile(p: float, d1: float, d2: float) -> float:
    """The value that an F variable stays below with probability p.

    Args:
        p: Between 0 and 1.
        d1, d2: Degrees of freedom, more than 0; they need not be whole.
    """
    a, b = d1 / 2, d2 / 2
    low, high = -700.0, 700.0
    while high - low > 1e-13 * max(1.0, abs(low)):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _beta(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return d2 / d1 * exp((low + high) / 2)


def f_interval(f: float, d1: float, d2: float, level: float) -> tuple[float, float]:
    """Between which ratios the true one of two mean squares lies, their observed one being f."""
    p = 1 - (1 - level) / 2
    return f / f_quantile(p, d1, d2), f * f_quantile(p, d2, d1)


def chi2_survival(x: float, df: float) -> float:
    """How probable a chi-square variable of `df` degrees of freedom is to exceed x."""
    if x <= 0:
        return 1.0
    if x == inf:
        return 0.0
    a, x = df / 2, x / 2
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        step = a
        while term > total * _CLOSE:
            step += 1
            term *= x / step
            total += term
        return max(0.0, 1 - front * total)
    return front * _gamma_fraction(a, x)


def _gamma_fraction(a: float, x: float) -> float:
    """Lentz's method for the continued fraction of the upper incomplete gamma function."""
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    found = d
    for i in range(1, _MOST_TERMS):
        step = -i * (i - a)
        b += 2
        d = 1 / _off_zero(step * d + b)
        c = _off_zero(b + step / c)
        found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def _beta(logit: float, a: float, b: float) -> float:
    """The regularised incomplete beta function at x = 1 / (1 + exp(-logit))."""
    log_x, log_y = -_log_one_plus_exp(-logit), -_log_one_plus_exp(logit)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log_y)
    x, y = exp(log_x), exp(log_y)
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(y, b, a) / b


def _log_one_plus_exp(value: float) -> float:
    return value + log1p(exp(-value)) if value > 0 else log1p(exp(value))


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Lentz's method for the continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _MOST_TERMS):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + step * d)
            c = _off_zero(1 + step / c)
            found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
