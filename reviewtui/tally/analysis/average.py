"""The rule's averages of many columns at once, with experts counted any number of times."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewtui.domain.rule import PLAIN_TRIM, Average, BelowLeast, Rule, Trim
from reviewtui.tally.analysis.totals import Floats

WIDE: Final = 200
"""Columns from which on a look at each repetition by itself costs less than sorting all."""
NEAR: Final = 1e-7
"""What a half may lack of being one after floating-point sums."""


@dataclass(frozen=True, slots=True)
class Averager:
    """Mean, trimmed mean or median where an expert may count several times or not at all.

    Fewer than `least` are trimmed too where the rule would refuse a result and enough are
    left; where the rule says so, or nothing would be left, it is the mean.
    """

    average: Average
    trim: Trim = PLAIN_TRIM

    @classmethod
    def of(cls, rule: Rule) -> "Averager":
        """The average that a rule states."""
        return cls(rule.average, rule.trim)

    def dropped(self, n: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many go at either end of n."""
        if self.average is Average.MEAN:
            return np.zeros_like(n)
        if self.average is Average.MEDIAN:
            return np.maximum(n - 1, 0) // 2
        least = self.trim.least
        if self.trim.below_least is BelowLeast.REFUSE:
            least = 2 * self.trim.drop + 1
        return np.where(n >= least, self.trim.drop, 0)

    def averaged(self, table: Floats, counts: NDArray[np.int64]) -> Floats:
        """The average of each column, for each row of counts; nan where nobody counts.

        Args:
            table: Experts × columns, nan where there is nothing.
            counts: Repetitions × experts: how often each counts.
        """
        there = ~np.isnan(table)
        whole = bool(there.all())
        with np.errstate(invalid="ignore"):
            if self.average is Average.MEAN:
                weights = counts.astype(np.float64)
                sums = weights @ (table if whole else np.where(there, table, 0.0))
                n = weights.sum(axis=1)[:, None] if whole else weights @ there
                return sums / n
            if self.average is Average.TRIMMED and self.trim.drop == 1 and table.shape[1] >= WIDE:
                return self._less_extremes(table, there, counts)
            return self._ordered(table, there, counts.astype(np.int32))

    def once(self, tables: Floats) -> Floats:
        """The average of each column where every expert counts once, repetitions × columns.

        Args:
            tables: Repetitions × experts × columns; nan where there is nothing, which is in
                the same places each time.
        """
        there = ~np.isnan(tables[0])
        n = there.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.average is Average.MEAN:
                whole = tables if there.all() else np.where(there, tables, 0.0)
                mean: Floats = whole.sum(axis=1) / n
                return mean
            low = self.dropped(n)
            places = np.arange(len(there))[:, None]
            parts = ((places >= low) & (places < n - low)) / (n - 2 * low)
            ordered = np.sort(tables, axis=1)
            if not there.all():
                ordered[:, places >= n] = 0.0
            found: Floats = np.einsum("bek,ek->bk", ordered, parts)
            return found

    def _less_extremes(
        self, table: Floats, there: NDArray[np.bool_], counts: NDArray[np.int64]
    ) -> Floats:
        """The sums less one extreme at either end: of a wide table eight times as fast."""
        whole = bool(there.all())
        low, high, filled = (
            table if whole else np.where(there, table, gap) for gap in (np.inf, -np.inf, 0.0)
        )
        found: Floats = counts.astype(np.float64) @ filled
        for at, times in enumerate(counts):
            drawn = times > 0
            n = times.sum(keepdims=True) if whole else times @ there
            drop = self.dropped(n)
            extremes = low[drawn].min(axis=0, initial=np.inf)
            extremes += high[drawn].max(axis=0, initial=-np.inf)
            found[at] -= drop * extremes
            found[at] /= n - 2 * drop
        return found

    def _ordered(
        self, table: Floats, there: NDArray[np.bool_], counts: NDArray[np.int32]
    ) -> Floats:
        """By going up the sorted columns: of each value as much as lies between the ends."""
        order = np.argsort(table, axis=0, kind="stable")
        values = np.nan_to_num(np.take_along_axis(table, order, axis=0))
        given = np.take_along_axis(there, order, axis=0)
        n = counts @ there.astype(np.int32)
        low = self.dropped(n.astype(np.int64)).astype(np.int32)
        high = n - low
        sums, below = np.zeros(n.shape), np.zeros(n.shape, dtype=np.int32)
        for at, row in enumerate(values):
            times = counts[:, order[at]]
            if not given[at].all():
                times = times * given[at]
            above = below + times
            part = np.minimum(above, high) - np.maximum(below, low)
            sums += np.maximum(part, 0, out=part) * row
            below = above
        return sums / (high - low)


def rounded(values: Floats, places: int | None) -> Floats:
    """Half away from zero, as the rule rounds; None leaves the numbers alone."""
    if places is None:
        return values
    scale = 10.0**places
    found: Floats = np.abs(values)
    found *= scale
    found += 0.5 + NEAR
    np.floor(found, out=found)
    found /= scale
    np.copysign(found, values, out=found)
    return found
