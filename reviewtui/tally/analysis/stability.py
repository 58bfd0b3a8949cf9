"""Within which weights the ranking stays: exact intervals, one primary at a time."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reviewtui.tally.analysis.criteria import Criteria
from reviewtui.tally.analysis.ranks import Whole, rank_all
from reviewtui.tally.analysis.results import ON_PRIMARIES
from reviewtui.tally.analysis.totals import EQUAL, Floats
from reviewtui.tally.analysis.weight_results import Kept, Pair, Stability, WeightStability

_Pairs: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Numbers of the upper and of the lower candidate of each pair."""


def weight_stability(criteria: Criteria, top: int) -> WeightStability:
    """How far one weight may move, the others keeping their proportions.

    Every total is a straight line in that weight, so each bound is where two lines cross.
    Ties at the rule's weights may break either way. A primary that does not apply to a
    candidate counts for it as its average over the others.

    Source: Mareschal 1988 (weight stability intervals).
    """
    totals = criteria.totals(criteria.weights[None])[0]
    ranks = rank_all(totals[None]).first[0]
    shares = np.where(
        np.isnan(criteria.shares), (totals - criteria.beside)[:, None], criteria.shares
    )
    found = {}
    for at, code in enumerate(criteria.primaries):
        weight = float(criteria.weights[at])
        others = (totals - criteria.beside - weight * shares[:, at]) / (1 - weight)
        lines = _Lines(criteria.candidates, weight, totals, shares[:, at] - others)
        found[code] = Stability(
            weight,
            first=lines.kept_above(ranks <= 1),
            top=lines.kept_above(ranks <= top),
            order=lines.kept_in_order(ranks),
        )
    return WeightStability(
        criteria.experts,
        criteria.candidates,
        ON_PRIMARIES,
        found,
        top,
        criteria.at_rule,
    )


class _Lines:
    """Totals as lines in one weight, through their value at the rule's weight."""

    def __init__(
        self, codes: tuple[str, ...], weight: float, totals: Floats, slopes: Floats
    ) -> None:
        self.codes, self.weight, self.totals, self.slopes = codes, weight, totals, slopes

    def kept_above(self, chosen: NDArray[np.bool_]) -> Kept:
        """Where none of the others reaches one of the chosen."""
        upper, lower = np.flatnonzero(chosen), np.flatnonzero(~chosen)
        pairs = np.repeat(upper, len(lower)), np.tile(lower, len(upper))
        return self._within(pairs, pairs)

    def kept_in_order(self, ranks: Whole) -> Kept:
        """Where nobody overtakes; it is always neighbours who meet first."""
        rising = np.lexsort((self.slopes, ranks))
        starts = np.flatnonzero(np.diff(ranks[rising], prepend=0))
        least, most = rising[starts], rising[np.append(starts[1:], len(rising)) - 1]
        return self._within((most[:-1], least[1:]), (least[:-1], most[1:]))

    def _within(self, down: _Pairs, up: _Pairs) -> Kept:
        """The interval in which each of these stays above the other, with less and more weight."""
        low, below = self._first(down, -1)
        high, above = self._first(up, 1)
        return Kept(
            max(0.0, self.weight - low),
            min(1.0, self.weight + high),
            below if self.weight - low > EQUAL else None,
            above if self.weight + high < 1 - EQUAL else None,
        )

    def _first(self, pairs: _Pairs, way: int) -> tuple[float, Pair | None]:
        """How far the weight moves that way before the first pair meets, and who then leads."""
        upper, lower = pairs
        closing = (self.slopes[lower] - self.slopes[upper]) * way
        meeting = np.flatnonzero(closing > EQUAL)
        if not meeting.size:
            return np.inf, None
        ways = (self.totals[upper] - self.totals[lower])[meeting] / closing[meeting]
        at = meeting[int(ways.argmin())]
        return float(ways.min()), (self.codes[lower[at]], self.codes[upper[at]])
