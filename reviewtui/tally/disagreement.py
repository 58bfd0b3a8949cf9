"""Where experts disagree: candidates and rows by spread, and each expert beside the others.

What is said of experts is behind a step of its own wherever it is shown (design §10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.tally.attendance import attendance
from reviewtui.tally.notices import Notice, notices, typed_enough
from reviewtui.tally.ranking import ranks
from reviewtui.tally.verdict import Verdict

CORRELATION_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class RowSpread:
    """How far the marks of one row for one candidate lie apart.

    Attributes:
        lowest, highest: As typed.
        share: The range as a share of the largest one that the row allows, 0 to 1.
    """

    candidate: str
    row: str
    n: int
    lowest: Fraction
    highest: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class RowDispute:
    """One row over all candidates: the mean share, and where it is largest."""

    row: str
    mean: Fraction
    largest: RowSpread


@dataclass(frozen=True, slots=True)
class ExpertFigures:
    """One expert beside the others.

    Attributes:
        candidates: For how many he has a total.
        offset: Mean of his totals less the others' mean total, over those; None if nobody else.
        distance: The same without signs.
        lowest, highest: His own totals.
        correlation: Spearman's, with ties, of his totals and the others' means, to four places;
            None with fewer than three candidates, or where one side does not differ at all.
        full: Marks of his that are full marks; `marks`: all of his.
    """

    expert: str
    candidates: int
    offset: Fraction | None
    distance: Fraction | None
    lowest: Fraction
    highest: Fraction
    correlation: Fraction | None
    full: int
    marks: int


@dataclass(frozen=True, slots=True)
class Ballots:
    """One expert's cells as he sealed them, with which of them a group was filled."""

    expert: str
    cells: Mapping[str, Mapping[str, Cell]]
    standings: Mapping[str, Standing]


def row_spreads(panel: Panel, sheet: Sheet, marks: Sequence[ExpertMarks]) -> tuple[RowSpread, ...]:
    """Every judged row of every candidate with at least two marks, the largest share first."""
    found = []
    for candidate, seats in attendance(panel, marks).items():
        places = sheet.candidates[candidate].places
        for position, row in enumerate(sheet.rows):
            if places[position] is not Place.JUDGED:
                continue
            given = [
                mark
                for seat in seats
                if seat.marks is not None
                and position not in seat.marks.unable
                and (mark := seat.marks.marks[position]) is not None
            ]
            if len(given) > 1:
                low, high = min(given), max(given)
                found.append(
                    RowSpread(
                        candidate,
                        row.code,
                        len(given),
                        Fraction(low, 100),
                        Fraction(high, 100),
                        Fraction(high - low, row.top - row.low),
                    )
                )
    return tuple(sorted(found, key=lambda one: -one.share))


def disputed_rows(sheet: Sheet, spreads: Sequence[RowSpread]) -> tuple[RowDispute, ...]:
    """The rows by their mean share over the candidates, the most disputed first."""
    found, by_row = [], dict[str, list[RowSpread]]()
    for one in spreads:
        by_row.setdefault(one.row, []).append(one)
    for row in sheet.rows:
        if own := by_row.get(row.code):
            mean = sum((one.share for one in own), start=Fraction(0)) / len(own)
            found.append(RowDispute(row.code, mean, max(own, key=lambda one: one.share)))
    return tuple(sorted(found, key=lambda one: -one.mean))


def expert_figures(
    panel: Panel, sheet: Sheet, verdict: Verdict, marks: Sequence[ExpertMarks]
) -> tuple[ExpertFigures, ...]:
    """Each expert with a total, in the panel's order."""
    totals = {one.code: one.expert_totals for one in verdict.candidates}
    given = {one.expert: one for one in marks}
    return tuple(
        _figures(sheet, expert.code, totals, given.get(expert.code))
        for expert in panel.experts
        if any(expert.code in own for own in totals.values())
    )


def _figures(
    sheet: Sheet,
    expert: str,
    totals: Mapping[str, Mapping[str, Fraction]],
    marks: ExpertMarks | None,
) -> ExpertFigures:
    own = {code: told[expert] for code, told in totals.items() if expert in told}
    others = {
        code: sum((total for one, total in told.items() if one != expert), start=Fraction(0))
        / (len(told) - 1)
        for code, told in totals.items()
        if expert in told and len(told) > 1
    }
    apart = [own[code] - mean for code, mean in others.items()]
    full, count = _full_marks(sheet, own, marks)
    return ExpertFigures(
        expert=expert,
        candidates=len(own),
        offset=sum(apart, start=Fraction(0)) / len(apart) if apart else None,
        distance=sum(map(abs, apart), start=Fraction(0)) / len(apart) if apart else None,
        lowest=min(own.values()),
        highest=max(own.values()),
        correlation=rank_correlation([own[code] for code in others], list(others.values())),
        full=full,
        marks=count,
    )


def _full_marks(
    sheet: Sheet, own: Mapping[str, Fraction], marks: ExpertMarks | None
) -> tuple[int, int]:
    full = count = 0
    for candidate in own if marks else ():
        entry = marks.candidates.get(candidate) if marks else None
        if entry is None:
            continue
        for position, row in enumerate(sheet.rows):
            mark = entry.marks[position]
            if mark is None or sheet.candidates[candidate].places[position] is not Place.JUDGED:
                continue
            count += 1
            full += mark == row.top
    return full, count


def rank_correlation(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction | None:
    """Spearman's rank correlation with ties (mid-ranks), to four places.

    The root is an integer one, so that every machine arrives at the same digits. None with
    fewer than three pairs, or where one side does not differ at all.
    """
    if len(a) < 3:
        return None
    x, y = _centred(a), _centred(b)
    both = sum(p * q for p, q in zip(x, y, strict=True))
    square = sum(p * p for p in x) * sum(q * q for q in y)
    if not square:
        return None
    scale = 10**CORRELATION_PLACES
    doubled = isqrt(4 * both * both * scale * scale // square)
    return Fraction((doubled + 1) // 2 * (1 if both >= 0 else -1), scale)


def _centred(values: Sequence[Fraction]) -> list[int]:
    """Twice the mid-ranks less twice their mean, so that they are integers."""
    placed = [rank or 0 for rank in ranks(values)]
    return [2 * rank + placed.count(rank) - 1 - (len(values) + 1) for rank in placed]


def straight_lines(sheet: Sheet, ballots: Sequence[Ballots]) -> tuple[tuple[str, Notice], ...]:
    """Striking patterns by expert."""
    return tuple(
        (one.expert, notice)
        for one in ballots
        for notice in notices(sheet, one.cells, one.standings)
    )


def identical_ballots(ballots: Sequence[Ballots]) -> tuple[tuple[str, ...], ...]:
    """Experts all of whose marks are the same, filled ones among them, and mostly typed."""
    groups: dict[frozenset[tuple[str, str, int]], list[str]] = {}
    for one in ballots:
        marks = {
            (candidate, row, cell.mark): cell
            for candidate, rows in one.cells.items()
            for row, cell in rows.items()
            if cell.mark is not None
        }
        if typed_enough(marks.values()):
            groups.setdefault(frozenset(marks), []).append(one.expert)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
