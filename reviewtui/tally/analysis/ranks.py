"""Many rankings at once: 1, 2, 2, 4 in each row of a table of totals, the highest first."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reviewtui.tally.analysis.results import Ranked
from reviewtui.tally.analysis.totals import EQUAL, Floats

Whole: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranks per repetition (rows) and candidate (columns), 0 where there is no total.

    Attributes:
        first: The rank.
        size: How many share it; None where nobody shares any.
    """

    first: Whole
    size: Whole | None

    def within(self, places: int) -> Floats:
        """How far each is among the first `places`; shared places are shared."""
        if self.size is None:
            return ((self.first > 0) & (self.first <= places)).astype(np.float64)
        shares = (places - self.first + 1) / np.maximum(self.size, 1)
        return np.where(self.first > 0, np.clip(shares, 0, 1), 0.0)


def rank_all(totals: Floats) -> Ranks:
    """The ranks of every row; nan has none.

    Totals become whole numbers with their column in the last bits: one sort of integers then
    brings order and columns together.
    """
    repetitions, count = totals.shape
    bits = max(1, (count - 1).bit_length())
    missing = np.isnan(totals)
    gaps = bool(missing.any())
    keys = np.where(missing, 0, totals) if gaps else totals
    packed = np.rint(keys * (-1 / EQUAL)).astype(np.int64)
    if gaps:
        packed[missing] = np.iinfo(np.int64).max >> (bits + 1)
    packed <<= bits
    packed |= np.arange(count)
    packed.sort(axis=1)
    columns = packed & ((1 << bits) - 1)
    packed >>= bits
    starts = np.ones((repetitions, count), dtype=bool)
    np.not_equal(packed[:, 1:], packed[:, :-1], out=starts[:, 1:])
    places = np.arange(count, dtype=np.int32)
    where = columns + np.arange(repetitions)[:, None] * count
    first, size = np.empty(totals.shape, dtype=np.int32), None
    if starts.all():
        first.ravel()[where] = places + 1
    else:
        begins = np.maximum.accumulate(np.where(starts, places, 0), axis=1)
        first.ravel()[where] = begins + 1
        ends = np.ones_like(starts)
        ends[:, :-1] = starts[:, 1:]
        last = np.where(ends, places, count - 1)[:, ::-1]
        last = np.minimum.accumulate(last, axis=1)[:, ::-1]
        size = np.empty(totals.shape, dtype=np.int32)
        size.ravel()[where] = last - begins + 1
    if gaps:
        first[missing] = 0
    return Ranks(first, size)


def ranking(candidates: tuple[str, ...], totals: Floats) -> Ranked:
    """One row of totals as a ranking."""
    first = rank_all(totals[None]).first[0]
    there = [(code, at) for at, code in enumerate(candidates) if first[at] > 0]
    return Ranked(
        {code: float(totals[at]) for code, at in there},
        {code: int(first[at]) for code, at in there},
    )
