"""The grade rule over many repetitions at once: how far each candidate gets each grade.

What the grading room proposes of one ranking, on arrays; vetoes and bars are facts and stay.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewtui.domain.gates import failed_gates
from reviewtui.domain.grades import Grades, Quota
from reviewtui.domain.panel import Panel
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.ranks import Ranks, Whole
from reviewtui.tally.analysis.totals import EQUAL, Floats
from reviewtui.tally.grade_facts import falls_of


@dataclass(frozen=True, eq=False)
class Borders:
    """A panel's grades, from the highest down.

    Attributes:
        caps: Per candidate the position of the highest grade that facts leave it.
    """

    grades: Grades
    caps: NDArray[np.int64]

    @classmethod
    def of(cls, entering: Entering, candidates: tuple[str, ...]) -> "Borders | None":
        """From a result; None where the panel states no grades."""
        grades = entering.panel.rule.grades
        if not grades.bands:
            return None
        caps = [_cap(entering.panel, code) for code in candidates]
        return cls(grades, np.array(caps, dtype=np.int64))

    @property
    def told(self) -> tuple[int, ...]:
        """Positions of the grades that not everybody with a total gets."""
        limited = {quota.grade for quota in self.grades.quotas}
        return tuple(
            at
            for at, band in enumerate(self.grades.bands)
            if band.at_least > 0 or band.rank_at_most or band.name in limited
        )

    def reached(self, totals: Floats, ranks: Ranks, floors: Whole | None) -> Floats:
        """Grades × repetitions × candidates: how far each gets that grade or a better one.

        Where equals stand at the line of a quota they share the places that are left.

        Args:
            totals, ranks: Repetitions × candidates.
            floors: The position of the highest grade that floors leave; None: any.
        """
        there = ranks.first > 0
        at = np.maximum(self._by_line(totals), self.caps)
        if floors is not None:
            at = np.maximum(at, floors)
        at[~there] = len(self.grades.bands)
        filling = _Filling(self.grades, at, ranks.first, there.sum(axis=1))
        return np.stack([filling.fill(place) for place in range(len(self.grades.bands))])

    def _by_line(self, totals: Floats) -> NDArray[np.int64]:
        """The first grade whose line each total reaches."""
        bands = self.grades.bands
        at = np.full(totals.shape, len(bands), dtype=np.int64)
        with np.errstate(invalid="ignore"):
            for place in reversed(range(len(bands))):
                at[totals >= float(bands[place].at_least) - EQUAL] = place
        return at


class _Filling:
    """Positions in the list of grades while places are filled from the top.

    Attributes:
        falling: Of those who are tied at a quota's line the share without a place so far.
    """

    def __init__(
        self, grades: Grades, at: NDArray[np.int64], ranks: Whole, ranked: NDArray[np.int64]
    ) -> None:
        self.grades, self.at, self.ranks, self.ranked = grades, at, ranks, ranked
        self.open = np.zeros(at.shape, dtype=bool)
        self.falling = np.zeros(at.shape)
        self.quotas = {quota.grade: quota for quota in grades.quotas}

    def fill(self, place: int) -> Floats:
        """How far each has this grade or a better one, those beyond it pushed down."""
        band = self.grades.bands[place]
        if band.rank_at_most is not None:
            self.at[(self.at == place) & (self.ranks > band.rank_at_most)] = place + 1
        quota = self.quotas.get(band.name)
        if quota is None:
            self.falling[:] = 0
        else:
            self._within(quota, place)
        return np.where(self.open, 1 - self.falling, self.at <= place)

    def _within(self, quota: Quota, place: int) -> None:
        """Fill by rank; places are kept for those who come down from the line above."""
        numbers, where = np.unique(self.ranked, return_inverse=True)
        places = np.array([quota.places(int(n)) for n in numbers])[where]
        coming = np.rint(self.falling.sum(axis=1))
        room = np.maximum(0, places - coming)
        self.falling *= (np.maximum(0, coming - places) / np.maximum(coming, 1))[:, None]
        wanting = (self.at == place) & ~self.open
        before, upto = self._among(wanting)
        tied = wanting & (before < room[:, None]) & (upto > room[:, None])
        self.at[wanting & (before >= room[:, None])] = place + 1
        self.open |= tied
        self.falling[tied] = 1 - ((room[:, None] - before) / np.maximum(upto - before, 1))[tied]

    def _among(self, wanting: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """How many of those who want a place rank before each, and up to it."""
        repetitions, count = wanting.shape
        slots = self.ranks + np.arange(repetitions)[:, None] * (count + 1)
        weights = wanting.ravel().astype(np.float64)
        found = np.bincount(slots.ravel(), weights, repetitions * (count + 1))
        upto = found.reshape(repetitions, count + 1).cumsum(axis=1)
        before = np.take_along_axis(upto, np.maximum(self.ranks - 1, 0), axis=1)
        return before, np.take_along_axis(upto, self.ranks, axis=1)


def _cap(panel: Panel, code: str) -> int:
    """The position of the highest grade that the facts on record leave a candidate."""
    grades, candidate = panel.rule.grades, panel.candidate(code)
    failed = {row.code for row in failed_gates(panel, code)}
    integrity = candidate.integrity is not None and candidate.integrity.found
    if any(veto.row in failed if veto.row else integrity for veto in grades.vetoes):
        return len(grades.bands) - 1
    return 1 if grades.bar_excellent is not None and falls_of(panel, candidate).both else 0
