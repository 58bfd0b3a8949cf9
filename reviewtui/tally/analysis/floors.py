"""Floors of a grade rule over many repetitions: where a row or primary caps the grade."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

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

Flags: TypeAlias = NDArray[np.bool_]


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
        return self._caps(
            lambda one: self._rows(self.marks[:, :, one.rows], counts),
            lambda one: _experts_below(
                one, self.marks[:, :, one.rows], lambda flags: counts @ flags
            ),
        )

    def caps_of(self, marks: Floats) -> Whole | None:
        """The same where every expert counts once.

        Args:
            marks: Repetitions × experts × candidates × rows, in points as typed.
        """

        def own(one: _Tested) -> Floats:
            blank = np.isnan(self.marks[:, :, one.rows])
            return np.where(blank, np.nan, marks[:, :, :, one.rows])

        return self._caps(
            lambda one: self._rows(own(one), None),
            lambda one: _experts_below(one, own(one), lambda flags: flags.sum(axis=-2)),
        )

    def _caps(
        self, rows: Callable[[_Tested], Floats], below: Callable[[_Tested], Flags]
    ) -> Whole | None:
        found: Whole | None = None
        for one in self.tested:
            missed = self._missed(one, rows(one)) if one.floor.quorum is None else below(one)
            caps = np.where(missed & (one.fulls > 0), np.int32(one.cap), np.int32(0))
            found = caps if found is None else np.maximum(found, caps)
        return found

    def _rows(self, marks: Floats, counts: NDArray[np.int64] | None) -> Floats:
        """Rows averaged as the floor looks at them, repetitions × candidates × rows."""
        if counts is not None:
            averaged = self.averager.averaged(marks.reshape(len(marks), -1), counts)
        else:
            averaged = self.averager.once(marks.reshape(*marks.shape[:2], -1))
        rows = averaged.reshape(-1, *marks.shape[-2:])
        return rows if self.by_expert else rounded(rows, self.rounding.get(RoundAt.ROW))

    def _missed(self, one: _Tested, rows: Floats) -> Flags:
        weighted = rows * one.worths
        if one.primary:
            weighted = rounded(weighted, self.rounding.get(RoundAt.WEIGHTED_ROW))
        points = weighted.sum(axis=2)
        if one.primary:
            points = rounded(points, self.rounding.get(RoundAt.PRIMARY))
        return _below(one, points)


def _experts_below(one: _Tested, marks: Floats, tally: Callable[[Floats], Floats]) -> Flags:
    """Whether as many experts as the quorum asks gave less; `tally` counts them."""
    points = (marks * one.worths).sum(axis=-1)
    there = ~np.isnan(points)
    below = tally(_below(one, points).astype(np.float64))
    of = tally(there.astype(np.float64))
    found: Flags = (of > 0) & (below >= float(one.floor.quorum or 0) * of - EQUAL)
    return found


def _below(one: _Tested, points: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        found: Flags = points * 100 < float(one.floor.percent) * one.fulls - EQUAL
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
