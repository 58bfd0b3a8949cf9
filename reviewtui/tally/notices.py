"""Notices before sealing: marks that look as if nobody had weighed them.

They warn and never block: a straight line may be a judgement, and it is the expert's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from reviewtui.domain.ballot import OPEN, Cell, Standing
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.states import CandidateState, CellState

FEWEST_TYPED: Final = 3
"""Marks typed by hand from which on a pattern says something; two equal marks are chance."""


class Pattern(StrEnum):
    """What is striking about one expert's marks."""

    ALL_FULL = "all_full"
    """Every row of a candidate has its full mark."""
    ALL_LEAST = "all_least"
    """Every row of a candidate has the least mark."""
    ONE_RATE = "one_rate"
    """Every row of a candidate has the same share of its full mark, neither full nor least."""
    TWINS = "twins"
    """Two candidates have the same mark in every row."""
    ALL_ALIKE = "all_alike"
    """All candidates have the same mark in every row."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One pattern, and all candidates that show it in the order they were given."""

    pattern: Pattern
    candidates: tuple[str, ...]


def notices(
    sheet: Sheet,
    cells: Mapping[str, Mapping[str, Cell]],
    standings: Mapping[str, Standing] | None = None,
) -> tuple[Notice, ...]:
    """The patterns in one expert's own marks, per candidate first, then across candidates.

    A pattern holds for every mark, those that a group was filled with among them; it is told
    only of candidates most of whose marks were typed: the form itself offers the filling.

    Args:
        sheet: The panel's sheet.
        cells: The expert's cells by candidate and row.
        standings: His word on whole candidates; only open ones are looked at.
    """
    said = standings or {}
    judged = [
        candidate for candidate in cells if said.get(candidate, OPEN).state is CandidateState.OPEN
    ]
    all_marks = {candidate: _marks(sheet, candidate, cells[candidate]) for candidate in judged}
    marks = {code: found for code, found in all_marks.items() if typed_enough(found.values())}
    lines: dict[Pattern, list[str]] = {}
    for candidate, row_marks in marks.items():
        if (pattern := _pattern(sheet, row_marks)) is not None:
            lines.setdefault(pattern, []).append(candidate)
    found = [Notice(pattern, tuple(candidates)) for pattern, candidates in lines.items()]
    return (*found, *_alike(marks, len(judged)))


def typed_enough(marks: Collection[Cell]) -> bool:
    """Whether so many of these marks were typed, not filled by group, that a pattern is telling:
    at least three of them, and no fewer than half.
    """
    typed = sum(not cell.filled for cell in marks)
    return typed >= FEWEST_TYPED and 2 * typed >= len(marks)


def _marks(sheet: Sheet, candidate: str, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells with a mark of a wholly judged candidate; empty while a row is still blank."""
    marks: dict[str, Cell] = {}
    for row in sheet.judged(candidate):
        if row is sheet.conclusion:
            continue
        cell = cells.get(row.code)
        if cell is None or not cell.done:
            return {}
        if cell.state is CellState.SCORED and cell.mark is not None:
            marks[row.code] = cell
    return marks


def _rate(row: ScoredRow, cell: Cell) -> Fraction:
    return Fraction((cell.mark or 0) - row.low, row.top - row.low)


def _pattern(sheet: Sheet, marks: Mapping[str, Cell]) -> Pattern | None:
    rates = {_rate(sheet.row(code), cell) for code, cell in marks.items()}
    if len(rates) > 1:
        return None
    rate = rates.pop()
    if rate == 1:
        return Pattern.ALL_FULL
    return Pattern.ALL_LEAST if rate == 0 else Pattern.ONE_RATE


def _alike(marks: Mapping[str, Mapping[str, Cell]], judged: int) -> list[Notice]:
    groups: dict[frozenset[tuple[str, int | None]], list[str]] = {}
    for candidate, row_marks in marks.items():
        same = frozenset((row, cell.mark) for row, cell in row_marks.items())
        groups.setdefault(same, []).append(candidate)
    if len(groups) == 1 and len(marks) > 2 and len(marks) == judged:
        return [Notice(Pattern.ALL_ALIKE, tuple(marks))]
    return [
        Notice(Pattern.TWINS, tuple(candidates))
        for candidates in groups.values()
        if len(candidates) > 1
    ]
