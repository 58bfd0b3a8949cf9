"""Every mark moved within half a step either way, and the result counted from the marks again."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reviewtui.domain.rule import RoundAt, Scale
from reviewtui.domain.sheet import Place
from reviewtui.tally.analysis.average import rounded
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.recount import Recount, grouped
from reviewtui.tally.analysis.totals import Floats


@dataclass(frozen=True, eq=False)
class Moved:
    """The marks of a result, each with the room in which it is drawn anew.

    Attributes:
        low, room: Experts × candidates × rows: the least a mark may become, in points as
            typed, and how much more; nan where nothing counts.
        worths: The same shape: points of the total per point, as they are for that expert.
        standardise: Whether standard scores are official.
    """

    recount: Recount
    low: Floats
    room: Floats
    worths: Floats
    primary_of: NDArray[np.int64]
    standardise: bool

    @classmethod
    def of(cls, entering: Entering, recount: Recount) -> "Moved":
        """From a result; no mark leaves the bounds of its row."""
        experts, codes = recount.experts, recount.candidates
        marks = entering.marks(codes, experts)
        if entering.by_expert:
            # What an expert cannot judge is worth nothing to him; who has no total stays out.
            marks = np.where(np.isnan(recount.table)[:, :, None], np.nan, np.nan_to_num(marks))
        rows = entering.sheet.rows
        steps = [row.step / 200 if row.scale in _STEPPED else 0.0 for row in rows]
        judged = np.array(
            [
                [place is Place.JUDGED for place in entering.sheet.candidates[code].places]
                for code in codes
            ]
        )
        half = np.where(judged, np.array(steps), 0.0)
        bottom, top = (np.array(ends) / 100 for ends in zip(*_bounds(entering), strict=True))
        low = np.where(half > 0, np.maximum(marks - half, bottom), marks)
        high = np.where(half > 0, np.minimum(marks + half, top), marks)
        return cls(
            recount,
            low,
            high - low,
            entering.own_worths(codes, experts),
            entering.primary_of,
            entering.panel.rule.standardise,
        )

    @property
    def cells(self) -> int:
        """How many marks one repetition has."""
        return self.low.size

    def drawn(self, generator: np.random.Generator, repetitions: int) -> Floats:
        """Repetitions × experts × candidates × rows, evenly from each mark's room."""
        found = generator.random((repetitions, *self.low.shape))
        found *= self.room
        found += self.low
        return found

    def totals(self, marks: Floats) -> Floats:
        """Totals by the rule, repetitions × candidates."""
        recount = self.recount
        if recount.worths is not None:
            flat = marks.reshape(*marks.shape[:2], -1)
            rows = recount.averager.once(flat).reshape(len(marks), *recount.worths.shape)
            found = recount.climbed(rows)
        else:
            found = recount.averager.once(self._of_experts(marks))
        return rounded(found, recount.rounding.get(RoundAt.TOTAL))

    @cached_property
    def _stages(self) -> tuple[int | None, ...]:
        stages = (RoundAt.WEIGHTED_ROW, RoundAt.PRIMARY, RoundAt.EXPERT_TOTAL, RoundAt.STANDARD)
        return tuple(self.recount.rounding.get(stage) for stage in stages)

    def _of_experts(self, marks: Floats) -> Floats:
        """Experts' official totals, repetitions × experts × candidates."""
        row_places, primary_places, places, standard_places = self._stages
        if row_places is None and primary_places is None:
            found: Floats = np.einsum("becr,ecr->bec", marks, self.worths)
        else:
            weighted = rounded(marks * self.worths, row_places)
            if primary_places is not None:
                weighted = rounded(grouped(weighted, self.primary_of), primary_places)
            found = weighted.sum(axis=3)
        found = rounded(found, places)
        return rounded(_standardised(found), standard_places) if self.standardise else found


_STEPPED = (Scale.POINTS, Scale.PERCENT)


def _bounds(entering: Entering) -> list[tuple[int, int]]:
    return [(row.low, row.top) for row in entering.sheet.rows]


def _standardised(totals: Floats) -> Floats:
    """50 + 10 z of each expert's totals over his candidates."""
    there = ~np.isnan(totals[0])
    n = there.sum(axis=1)[:, None]
    mean = np.where(there, totals, 0.0).sum(axis=2, keepdims=True) / n
    apart = totals - mean
    squares = np.where(there, apart**2, 0.0).sum(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = 50 + 10 * apart / np.sqrt(squares / (n - 1))
    return found
