"""From a verdict to the tables that the statistics look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Order, Unable
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.analysis.totals import Floats, Totals
from reviewtui.tally.attendance import Seat, attendance
from reviewtui.tally.by_expert import Count, ExpertDetail, count
from reviewtui.tally.case import Case
from reviewtui.tally.verdict import Verdict
from reviewtui.tally.weighting import Worths


class Entering:
    """A panel's marks, and what follows from them, each table made when it is asked for."""

    def __init__(
        self, panel: Panel, sheet: Sheet, verdict: Verdict, marks: Sequence[ExpertMarks]
    ) -> None:
        self.panel, self.sheet, self.verdict = panel, sheet, verdict
        self.by_expert = panel.rule.order is Order.BY_EXPERT
        self.seats: Mapping[str, list[Seat]] = attendance(panel, marks)
        self.experts = tuple(expert.code for expert in panel.experts)
        self.candidates = tuple(candidate.code for candidate in panel.candidates)
        self._known: dict[Worths, Floats] = {}

    @cached_property
    def case(self) -> Case:
        """The panel without any rounding, for totals of single experts in either order."""
        rule = self.panel.rule._replace(rounding={}, standardise=False)
        if not self.by_expert:
            rule = rule._replace(unable=Unable.NO_TOTAL)
        return Case(replace(self.panel, rule=rule), self.sheet)

    @cached_property
    def counts(self) -> list[Count]:
        """Per candidate the experts with a total, and their unrounded totals."""
        return [count(self.case, code, self.seats[code]) for code in self.candidates]

    @cached_property
    def totals(self) -> Totals:
        """Experts' unrounded totals; who has none at all is not in it."""
        row = {code: at for at, code in enumerate(self.experts)}
        table = np.full((len(self.experts), len(self.candidates)), np.nan)
        for column, item in enumerate(self.counts):
            for seat, total in zip(item.seats, item.totals, strict=True):
                table[row[seat.expert], column] = total / item.denominator
        return Totals(self.experts, self.candidates, table).given()

    @cached_property
    def counted(self) -> tuple[tuple[str, ...], tuple[str, ...], Floats]:
        """Experts who count, candidates with a total, and what the rule averages.

        By expert the columns are candidates and the cells official totals of single experts;
        by indicator the columns are the rows of one candidate after the other, and the cells
        points as typed, settled values and 0 for what does not apply standing for everybody.
        """
        ranked = [item for item in self.verdict.candidates if item.total is not None]
        codes = tuple(item.code for item in ranked)
        row = {code: at for at, code in enumerate(self.experts)}
        if self.by_expert:
            table = np.full((len(row), len(codes)), np.nan)
            for column, item in enumerate(ranked):
                for expert, total in item.expert_totals.items():
                    table[row[expert], column] = total
        else:
            table = self.marks(codes, self.experts).reshape(len(row), -1)
        there = ~np.isnan(table).all(axis=1)
        experts = tuple(code for code, kept in zip(self.experts, there, strict=True) if kept)
        return experts, codes, table[there]

    def marks(self, candidates: Sequence[str], experts: Sequence[str]) -> Floats:
        """Experts × candidates × rows: points as typed of those who count.

        Settled values and 0 for what does not apply stand for everybody; nan is no mark.
        """
        row = {code: at for at, code in enumerate(experts)}
        cube = np.full((len(row), len(candidates), len(self.sheet.rows)), np.nan)
        for column, code in enumerate(candidates):
            self._fill(cube[:, column], code, set(self.verdict.of(code).counted), row)
        return cube

    def _fill(
        self, page: Floats, candidate: str, counted: set[str], row: Mapping[str, int]
    ) -> None:
        """One candidate's marks, in points, experts × rows."""
        fixed = self.case.fixed(candidate)
        for seat in self.seats[candidate]:
            if seat.marks is not None and seat.expert in counted and seat.expert in row:
                line = np.array(seat.marks.marks, dtype=np.float64)
                line[list(seat.marks.unable)] = np.nan
                for position, value in fixed:
                    line[position] = value
                page[row[seat.expert]] = line / 100

    def worths(self, candidates: Sequence[str]) -> Floats:
        """Candidates × rows: points of the total per point of a row."""
        return np.array(
            [[float(worth * 100) for worth in self._worths(code).exact] for code in candidates]
        ).reshape(len(candidates), len(self.sheet.rows))

    def own_worths(self, candidates: Sequence[str], experts: Sequence[str]) -> Floats:
        """Experts × candidates × rows: the same, rescaled for what an expert cannot judge."""
        own = [100 * self._points(self._worths(code)) for code in candidates]
        found = np.repeat(np.array(own)[None], len(experts), axis=0)
        if not self.by_expert:
            return found
        row = {code: at for at, code in enumerate(experts)}
        column = {code: at for at, code in enumerate(candidates)}
        for item in self.counts:
            for expert, ladder in item.own.items():
                if expert in row and item.candidate in column:
                    found[row[expert], column[item.candidate]] = 100 * self._points(ladder.worths)
        return found

    def _worths(self, candidate: str) -> Worths:
        return self.case.weighting.of(candidate)

    @cached_property
    def primaries(self) -> tuple[str, ...]:
        """Codes of the primaries, in the sheet's order."""
        return self.case.primaries.codes

    @cached_property
    def primary_of(self) -> NDArray[np.int64]:
        """Per row the number of its primary."""
        found = np.zeros(len(self.sheet.rows), dtype=np.int64)
        for number, positions in enumerate(self.case.primaries.rows.values()):
            found[list(positions)] = number
        return found

    def row_points(self, candidates: Sequence[str]) -> Floats:
        """Candidates × rows: what each row brings on the mean of the experts with a total."""
        by_code = {item.candidate: item for item in self.counts}
        return np.array([self._brought(by_code[code]) for code in candidates]).reshape(
            len(candidates), len(self.sheet.rows)
        )

    def _brought(self, item: Count) -> Floats:
        detail = ExpertDetail(self.case, item)
        found = np.zeros(len(self.sheet.rows))
        for seat in item.seats:
            worths = detail.ladder(seat).worths
            found += np.array(item.vector(seat)) * self._points(worths)
        return found / max(1, len(item.seats))

    def _points(self, worths: Worths) -> Floats:
        """Points of the total per hundredth, worked out once for each set of worths."""
        if worths not in self._known:
            self._known[worths] = np.array([float(worth) for worth in worths.exact])
        return self._known[worths]

    def fulls(self, candidates: Sequence[str]) -> Floats:
        """Candidates × rows: points of the total that a full mark brings."""
        shares = {code: self._worths(code).shares for code in candidates}
        return np.array([[float(share) for share in shares[code]] for code in candidates]).reshape(
            len(candidates), len(self.sheet.rows)
        )
