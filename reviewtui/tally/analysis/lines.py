"""The lines that matter in a panel: the leading places, and the border of each grade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewtui.tally.analysis.borders import Borders
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.floors import Floors
from reviewtui.tally.analysis.ranks import Ranks, Whole
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.results import Line
from reviewtui.tally.analysis.totals import Floats


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines, and how they are applied to many repetitions."""

    told: tuple[Line, ...] = ()
    borders: Borders | None = None
    floors: Floors | None = None

    @classmethod
    def of(cls, entering: Entering, recount: Recount, leading: int) -> "Lines":
        """The leading places first, then each grade that not everybody gets, from above."""
        told, borders = [Line(places=leading)], Borders.of(entering, recount.candidates)
        if borders is None:
            return cls(tuple(told))
        names = borders.grades.names
        told += [Line(grade=names[at], best=at == 0) for at in borders.told]
        return cls(tuple(told), borders, Floors(entering, recount))

    def caps(self, counts: NDArray[np.int64]) -> Whole | None:
        """Which grade floors leave with experts counted so often; None: any."""
        return None if self.floors is None else self.floors.caps(counts)

    def caps_of(self, marks: Floats) -> Whole | None:
        """The same of marks moved, repetitions × experts × candidates × rows."""
        return None if self.floors is None else self.floors.caps_of(marks)

    def above(self, totals: Floats, ranks: Ranks, caps: Whole | None) -> list[Floats]:
        """Per line, repetitions × candidates: how far each is above it."""
        found = [ranks.within(line.places) for line in self.told if line.places is not None]
        if self.borders is not None:
            reached = self.borders.reached(totals, ranks, caps)
            found += [reached[at] for at in self.borders.told]
        return found
