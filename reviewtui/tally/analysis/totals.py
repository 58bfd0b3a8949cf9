"""Experts × candidates: what agreement and severity look at; nan where there is no total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

EQUAL: Final = 1e-9
"""Totals nearer than this are the same number; sums of hundredths never come so near else."""


@dataclass(frozen=True, eq=False)
class Totals:
    """Totals of experts (rows) for candidates (columns), all finite or nan."""

    experts: tuple[str, ...]
    candidates: tuple[str, ...]
    values: Floats

    @classmethod
    def of(cls, values: Sequence[Sequence[float | None]]) -> "Totals":
        """A bare table, with numbers from 1 on for codes."""
        table = np.array(values, dtype=np.float64)
        return cls(
            tuple(str(number) for number in range(1, table.shape[0] + 1)),
            tuple(str(number) for number in range(1, table.shape[1] + 1)),
            table,
        )

    def only(self, experts: NDArray[np.bool_], candidates: NDArray[np.bool_]) -> "Totals":
        """The part of these rows and columns."""
        return Totals(
            tuple(code for code, kept in zip(self.experts, experts, strict=True) if kept),
            tuple(code for code, kept in zip(self.candidates, candidates, strict=True) if kept),
            self.values[np.ix_(experts, candidates)],
        )

    def given(self) -> "Totals":
        """Without experts who have no total and candidates that have none."""
        there = ~np.isnan(self.values)
        return self.only(np.any(there, axis=1), np.any(there, axis=0))

    def paired(self) -> "Totals":
        """Only candidates with two totals or more, and the experts who gave them."""
        enough = (~np.isnan(self.values)).sum(axis=0) >= 2
        return self.only(np.ones(len(self.experts), dtype=bool), enough).given()

    def complete(self) -> "Totals":
        """A large part without a gap: the worst row or column goes, one after the other.

        Worst is who lacks the largest share of what is left; of equal ones an expert goes, so
        that a candidate is not lost for one missing total.
        """
        gaps = np.isnan(self.values)
        rows, columns = np.ones(gaps.shape[0], dtype=bool), np.ones(gaps.shape[1], dtype=bool)
        by_row, by_column = gaps.sum(axis=1), gaps.sum(axis=0)
        while rows.any() and columns.any() and by_row[rows].any():
            share_row = np.where(rows, by_row / columns.sum(), -1.0)
            share_column = np.where(columns, by_column / rows.sum(), -1.0)
            least_loss = share_row.max() - share_column.max()
            if least_loss > 0 or (least_loss == 0 and rows.sum() > 2):
                worst = int(share_row.argmax())
                rows[worst] = False
                by_column = by_column - gaps[worst]
            else:
                worst = int(share_column.argmax())
                columns[worst] = False
                by_row = by_row - gaps[:, worst]
        return self.only(rows, columns)
