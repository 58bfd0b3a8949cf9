"""Floors of a grade rule over many repetitions: where a row or primary caps the grade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewtui.domain.grades import Floor
from reviewtui.domain.rule import Average, RoundAt
from reviewtui.tally.analysis.average import Averager, rounded
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.ranks import Whole
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.totals import EQUAL, Floats
from reviewtui.tally.grade_facts import rows_below


@dataclass(frozen=True, eq=False)
class _Tested:
    """One floor.

    Attributes:
        cap: The position of the highest grade below it.
        rows: Positions of the rows it looks at.
        worths: Candidates × those rows: points of the total per point.
        fulls: Per candidate the points that full marks in them bring; 0: nothing to test.
        primary: Whether it looks at the printed score of a primary.
    """

    floor: Floor
    cap: int
    rows: NDArray[np.int64]
    worths: Floats
    fulls: Floats
    primary: bool


class Floors:
    """The floors of a panel, tested anew in each repetition."""

    def __init__(self, entering: Entering, recount: Recount) -> None:
        self.rounding = recount.rounding
        self.by_expert = entering.by_expert
        self.averager = Averager(Average.MEAN) if self.by_expert else recount.averager
        self.marks = entering.marks(recount.candidates, recount.experts)
        self.tested = [
            _tested(entering, recount, floor) for floor in entering.panel.rule.grades.floors
        ]

    def caps(self, counts: NDArray[np.int64]) -> Whole | None:
        """Repetitions × candidates: the position of the highest grade that floors leave.

        Args:
            counts: Repetitions × experts: how often each counts.
        """
        if not self.tested:
            return None
        found = np.zeros((len(counts), self.marks.shape[1]), dtype=np.int32)
        for one in self.tested:
            marks = self.marks[:, :, one.rows]
            missed = (
                self._average_below(one, marks, counts)
                if one.floor.quorum is None
                else _experts_below(one, marks, counts)
            )
            np.maximum(found, np.where(missed & (one.fulls > 0), one.cap, 0), out=found)
        return found

    def _average_below(
        self, one: _Tested, marks: Floats, counts: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        table = marks.reshape(len(marks), -1)
        rows = self.averager.averaged(table, counts).reshape(len(counts), *marks.shape[1:])
        if not self.by_expert:
            rows = rounded(rows, self.rounding.get(RoundAt.ROW))
        weighted = rows * one.worths
        if one.primary:
            weighted = rounded(weighted, self.rounding.get(RoundAt.WEIGHTED_ROW))
        points = weighted.sum(axis=2)
        if one.primary:
            points = rounded(points, self.rounding.get(RoundAt.PRIMARY))
        with np.errstate(invalid="ignore"):
            return _below(one, points)


def _experts_below(one: _Tested, marks: Floats, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    points = (marks * one.worths).sum(axis=2)
    there = ~np.isnan(points)
    with np.errstate(invalid="ignore"):
        below = counts @ _below(one, points).astype(np.float64)
    of = counts @ there.astype(np.float64)
    found: NDArray[np.bool_] = (of > 0) & (below >= float(one.floor.quorum or 0) * of - EQUAL)
    return found


def _below(one: _Tested, points: Floats) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = points * 100 < float(one.floor.percent) * one.fulls - EQUAL
    return found


def _tested(entering: Entering, recount: Recount, floor: Floor) -> _Tested:
    sheet, codes = entering.sheet, recount.candidates
    rows = np.array(rows_below(entering.panel, sheet, floor.row), dtype=np.int64)
    fulls = entering.fulls(codes)[:, rows]
    worths = entering.worths(codes)[:, rows]
    primary = floor.row not in sheet.index and floor.row in entering.primaries
    if not (primary and floor.quorum is None):
        worths = np.where(fulls > 0, worths, 0.0)
    return _Tested(
        floor,
        entering.panel.rule.grades.names.index(floor.cap),
        rows,
        worths,
        fulls.sum(axis=1),
        primary,
    )
