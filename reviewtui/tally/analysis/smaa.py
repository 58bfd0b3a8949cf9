"""SMAA-2: which ranks a candidate could take under any weights at all."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewtui.tally.analysis.course import Course
from reviewtui.tally.analysis.criteria import Criteria
from reviewtui.tally.analysis.ranks import rank_all
from reviewtui.tally.analysis.recount import CELLS_AT_ONCE
from reviewtui.tally.analysis.results import ON_PRIMARIES
from reviewtui.tally.analysis.totals import EQUAL, Floats
from reviewtui.tally.analysis.weight_results import Acceptance, Smaa

DRAWS: Final = 10_000
MOST_KEPT: Final = 250_000
FEWEST_RANKS: Final = 50
"""Ranks kept of each candidate, however many there are."""


def smaa(criteria: Criteria, generator: np.random.Generator, course: Course, seed: int) -> Smaa:
    """Rank acceptabilities and central weights over weights drawn evenly from the simplex.

    With very many candidates only the leading ranks are kept of each.

    Source: Lahdelma and Salminen 2001.
    """
    gathering = Acceptabilities(criteria)
    for size in course.chunks(DRAWS, max(1, CELLS_AT_ONCE // len(criteria.candidates))):
        drawn = generator.standard_exponential((size, len(criteria.primaries)))
        gathering.add(drawn / drawn.sum(axis=1, keepdims=True))
    return Smaa(
        criteria.experts,
        criteria.candidates,
        ON_PRIMARIES,
        gathering.accepted(),
        criteria.primaries,
        DRAWS,
        seed,
        criteria.at_rule,
    )


class Acceptabilities:
    """How often each candidate takes each rank, and under which weights the first."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        count = len(criteria.candidates)
        self.kept = min(count, max(FEWEST_RANKS, MOST_KEPT // count))
        self.times = np.zeros((count, self.kept))
        self.first = np.zeros((count, len(criteria.primaries)))
        self.draws = 0
        self.like = _like(criteria)

    def add(self, weights: Floats) -> None:
        """Take in weights, one set a row."""
        ranks = rank_all(self.criteria.totals(weights)).first
        count = ranks.shape[1]
        places = ranks + np.arange(count, dtype=np.int64) * (self.kept + 1) - 1
        if self.kept < count:
            places = np.where(ranks <= self.kept, places, self.kept)
        counted = np.bincount(places.ravel(), minlength=count * (self.kept + 1))
        self.times += counted.reshape(count, -1)[:, : self.kept]
        self.first += (ranks == 1).T.astype(np.float64) @ weights
        self.draws += len(weights)

    def accepted(self) -> dict[str, Acceptance]:
        """Per candidate; candidates with the same scores everywhere share their ranks."""
        shares = self._shared() / self.draws
        firsts = self.times[:, 0]
        return {
            code: Acceptance(
                tuple(shares[at].tolist()),
                dict(
                    zip(
                        self.criteria.primaries, (self.first[at] / firsts[at]).tolist(), strict=True
                    )
                )
                if firsts[at]
                else None,
            )
            for at, code in enumerate(self.criteria.candidates)
        }

    def _shared(self) -> Floats:
        """Of n alike at rank r each is counted a share 1/n at each of the ranks r to r + n - 1."""
        found = self.times.copy()
        groups, sizes = np.unique(self.like, return_counts=True)
        for group in groups[sizes > 1]:
            alike = np.flatnonzero(self.like == group)
            own, spread = self.times[alike[0]], np.zeros(self.kept)
            for step in range(min(len(alike), self.kept)):
                spread[step:] += own[: self.kept - step] / len(alike)
            found[alike] = spread
        return found


def _like(criteria: Criteria) -> NDArray[np.int64]:
    """The same number for candidates with the same scores everywhere."""
    table = np.column_stack([np.nan_to_num(criteria.shares, nan=-1.0), criteria.beside])
    _rows, found = np.unique(np.rint(table / EQUAL), axis=0, return_inverse=True)
    return found.ravel()
