"""Within which weights the ranking stays: exact intervals, one primary at a time."""

import numpy as np
from numpy.typing import NDArray

from reviewtui.tally.analysis.criteria import Criteria
from reviewtui.tally.analysis.ranks import Whole, rank_all
from reviewtui.tally.analysis.results import ON_PRIMARIES, Ranked, Stability, WeightStability
from reviewtui.tally.analysis.totals import EQUAL, Floats


def weight_stability(criteria: Criteria, official: Ranked, top: int) -> WeightStability:
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
        lines = _Lines(weight, totals, shares[:, at] - others)
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
        as_official=_agrees(criteria.candidates, ranks, official),
    )


def _agrees(candidates: tuple[str, ...], ranks: Whole, official: Ranked) -> bool:
    """Whether nobody stands above another who is officially above; ties agree with both."""
    places = np.array([official.ranks.get(code, 0) for code in candidates])
    along = ranks[np.lexsort((ranks, places))]
    return bool((np.diff(along) >= 0).all())


class _Lines:
    """Totals as lines in one weight, through their value at the rule's weight."""

    def __init__(self, weight: float, totals: Floats, slopes: Floats) -> None:
        self.weight, self.totals, self.slopes = weight, totals, slopes

    def kept_above(self, chosen: NDArray[np.bool_]) -> tuple[float, float]:
        """Where none of the others reaches one of the chosen."""
        ahead = self.totals[chosen][:, None] - self.totals[~chosen]
        gain = self.slopes[chosen][:, None] - self.slopes[~chosen]
        return self._within(ahead, gain, gain)

    def kept_in_order(self, ranks: Whole) -> tuple[float, float]:
        """Where nobody overtakes; it is always neighbours who meet first."""
        order = np.argsort(ranks, kind="stable")
        starts = np.flatnonzero(np.diff(ranks[order], prepend=0))
        slopes = self.slopes[order]
        most = np.maximum.reduceat(slopes, starts)
        least = np.minimum.reduceat(slopes, starts)
        levels = self.totals[order][starts]
        return self._within(levels[:-1] - levels[1:], most[:-1] - least[1:], least[:-1] - most[1:])

    def _within(self, ahead: Floats, most: Floats, least: Floats) -> tuple[float, float]:
        """The interval in which leads last, which grow per weight by `least` to `most`."""
        down, up = most > EQUAL, least < -EQUAL
        low = self.weight - (ahead[down] / most[down]).min(initial=np.inf)
        high = self.weight + (ahead[up] / -least[up]).min(initial=np.inf)
        return max(0.0, float(low)), min(1.0, float(high))
