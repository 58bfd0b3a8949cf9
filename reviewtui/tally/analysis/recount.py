"""Totals by the panel's rule, in floating point, where experts count otherwise than they did.

With everybody counting once they are the official totals; a test holds them to that.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewtui.domain.rule import Average, RoundAt, Trim
from reviewtui.tally.analysis.average import Averager, rounded
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.totals import Floats

CELLS_AT_ONCE: Final = 2_000_000
"""Averaged cells that one piece of work may hold in memory."""


@dataclass(frozen=True, eq=False)
class Recount:
    """A panel ready to be counted again and again.

    Attributes:
        experts: Who counts for anybody.
        candidates: Who has a total by the rule.
        table: Experts × columns; a column is a candidate, or under by_indicator one row of
            one candidate.
        worths: Candidates × rows: points of the total per point of a row (by_indicator).
        primary_of: Per row the number of its primary (by_indicator).
    """

    experts: tuple[str, ...]
    candidates: tuple[str, ...]
    table: Floats
    averager: Averager
    rounding: dict[RoundAt, int]
    worths: Floats | None = None
    primary_of: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, entering: Entering) -> "Recount":
        """From the marks of a result."""
        rule = entering.panel.rule
        experts, candidates, table = entering.counted
        return cls(
            experts,
            candidates,
            table,
            Averager.of(rule),
            dict(rule.rounding),
            None if entering.by_expert else entering.worths(candidates),
            None if entering.by_expert else entering.primary_of,
        )

    def by(self, average: Average, drop: int = 1) -> "Recount":
        """The same by another average."""
        return replace(self, averager=Averager(average, Trim(drop)))

    @property
    def at_once(self) -> int:
        """Repetitions that one piece of work should take."""
        columns: int = self.table.shape[1]
        return max(1, CELLS_AT_ONCE // max(1, columns))

    def totals(self, counts: NDArray[np.int64]) -> Floats:
        """Totals per repetition and candidate; nan where the rule gives none.

        Args:
            counts: Repetitions × experts: how often each counts.
        """
        found = self.averager.averaged(self.table, counts)
        if self.worths is not None:
            found = self.climbed(found.reshape(len(counts), *self.worths.shape))
        return rounded(found, self.rounding.get(RoundAt.TOTAL))

    def everybody(self) -> Floats:
        """Totals with every expert once."""
        found: Floats = self.totals(np.ones((1, len(self.experts)), dtype=np.int64))[0]
        return found

    def marked_by_one(self) -> tuple[str, ...]:
        """Candidates for whom one expert counts."""
        return self._where(self._given.any(axis=2).sum(axis=0) == 1)

    def untrimmed(self, average: Averager) -> tuple[str, ...]:
        """Candidates of whom an average leaves no mark out, at least in a row."""
        n = self._given.sum(axis=0)
        return self._where(((n > 0) & (average.dropped(n) == 0)).any(axis=1))

    @property
    def _given(self) -> NDArray[np.bool_]:
        """Experts × candidates × what is averaged of each: whether there is something."""
        shape = len(self.experts), len(self.candidates), -1
        return (~np.isnan(self.table)).reshape(shape)

    def _where(self, chosen: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(code for code, one in zip(self.candidates, chosen, strict=True) if one)

    def climbed(self, rows: Floats) -> Floats:
        """From averaged rows to unrounded totals; rounded on the way where the rule rounds."""
        assert self.worths is not None
        rows = rounded(rows, self.rounding.get(RoundAt.ROW))
        places = self.rounding.get(RoundAt.PRIMARY)
        if self.rounding.get(RoundAt.WEIGHTED_ROW) is None and places is None:
            found: Floats = np.einsum("bcr,cr->bc", rows, self.worths)
            return found
        weighted = rounded(rows * self.worths, self.rounding.get(RoundAt.WEIGHTED_ROW))
        if places is not None:
            assert self.primary_of is not None
            weighted = rounded(grouped(weighted, self.primary_of), places)
        found = weighted.sum(axis=2)
        return found


def grouped(rows: Floats, primary_of: NDArray[np.int64]) -> Floats:
    """Sums over the rows of each primary, along the last axis."""
    one_hot = np.eye(int(primary_of.max()) + 1)[primary_of]
    found: Floats = rows @ one_hot
    return found
