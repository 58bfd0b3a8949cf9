"""Krippendorff's alpha: agreement where cells are missing, in time linear in the cells."""

from typing import Final

import numpy as np

from reviewtui.locales import N_
from reviewtui.tally.analysis.agreement import TOO_FEW
from reviewtui.tally.analysis.results import ON_TOTALS, Alpha, Interval, Undefined, undefined
from reviewtui.tally.analysis.totals import EQUAL, Floats, Totals

RESAMPLES: Final = 1_000

ALL_ALIKE: Final = N_("no variance: all totals are the same")


def alpha(totals: Totals, generator: np.random.Generator, level: float = 0.95) -> Alpha | Undefined:
    """Krippendorff's alpha for differences as they are (interval) and for ranks (ordinal).

    Candidates with fewer than two totals do not enter. The ordinal form is the interval form
    of the mid-ranks of all values that enter, which is what Krippendorff's ordinal metric
    comes to. The interval is a percentile bootstrap over candidates.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    part = totals.paired()
    experts, candidates = part.values.shape
    if experts < 2 or candidates < 2:
        return undefined(TOO_FEW, experts=experts, candidates=candidates)
    sums = _sums(part.values)
    value = float(_alpha(sums.sum(axis=0)))
    if np.isnan(value):
        return undefined(ALL_ALIKE)
    low, high = _bootstrap(sums, generator, level)
    return Alpha(
        part.experts,
        part.candidates,
        ON_TOTALS,
        interval=Interval(value, low, high),
        ordinal=float(_alpha(_sums(mid_ranks(part.values)).sum(axis=0))),
        cells=int(sums[:, 0].sum()),
        level=level,
    )


def mid_ranks(values: Floats) -> Floats:
    """Mean rank of each value among all; nan stays."""
    there = ~np.isnan(values)
    keys = np.rint(values[there] / EQUAL)
    _values, where, counts = np.unique(keys, return_inverse=True, return_counts=True)
    ranks = np.full(values.shape, np.nan)
    ranks[there] = (counts.cumsum() - (counts - 1) / 2)[where]
    return ranks


def _sums(values: Floats) -> Floats:
    """Per candidate: how many, their sum, their squares, and the disagreement among them."""
    values = values - np.nanmean(values)
    count = (~np.isnan(values)).sum(axis=0)
    total, squares = np.nansum(values, axis=0), np.nansum(values**2, axis=0)
    within = (count * squares - total**2) / (count - 1)
    return np.column_stack([count, total, squares, within])


def _alpha(sums: Floats) -> Floats:
    """1 - observed / expected disagreement from the last axis; nan without expected one."""
    n, total, squares, within = np.moveaxis(sums, -1, 0)
    expected = n * squares - total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 - (n - 1) * within / expected
    return np.where(expected > (EQUAL * n) ** 2, found, np.nan)


def _bootstrap(sums: Floats, generator: np.random.Generator, level: float) -> tuple[float, float]:
    units = len(sums)
    counts = generator.multinomial(units, np.full(units, 1 / units), size=RESAMPLES)
    found = _alpha(counts @ sums)
    tail = (1 - level) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail])
    return float(low), float(high)
