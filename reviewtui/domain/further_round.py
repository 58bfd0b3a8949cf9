"""A further round (第二轮): what is reopened in it, what experts are shown of the round before,
and how a ballot of it may differ from the one it began as.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Cell, Kind, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.states import AWAY, CandidateState
from reviewtui.locales import _

LEAST_MARKS: Final = 5
"""Marks of a cell below which nothing of them is shown: fewer would give one expert away."""


class Feedback(StrEnum):
    """What an expert sees of the round before, besides his own marks."""

    NONE = "none"
    SPREAD = "spread"
    """Median and range of each reopened cell over the panel, anonymous."""


class Spread(NamedTuple):
    """The panel's marks of one cell: of the middle one or two the sum of both, and the ends.

    Attributes:
        n: How many marks.
        twice: Twice the median, hundredths.
        low, high: Hundredths.
    """

    n: int
    twice: int
    low: Hundredths
    high: Hundredths

    @property
    def median(self) -> Fraction:
        """In points."""
        return Fraction(self.twice, 200)


def spread_of(marks: Sequence[int]) -> Spread | None:
    """The spread of a cell's marks, or None where there are too few to stay anonymous.

    Args:
        marks: Hundredths, in any order.
    """
    if len(marks) < LEAST_MARKS:
        return None
    ordered = sorted(marks)
    n = len(ordered)
    twice = ordered[(n - 1) // 2] + ordered[n // 2]
    return Spread(n, twice, Hundredths(ordered[0]), Hundredths(ordered[-1]))


@dataclass(frozen=True)
class RoundStart:
    """What one expert begins a further round with.

    Attributes:
        cells: Reopened rows by candidate.
        base: The ballot that his begins as a copy of.
        spread: By candidate and row, where enough marks were given; empty if not allowed.
        feedback: What he is shown besides his own marks.
    """

    cells: Mapping[str, Sequence[str]]
    base: Ballot
    feedback: Feedback = Feedback.NONE
    spread: Mapping[str, Mapping[str, Spread]] = field(default_factory=dict)

    def reopens(self, candidate: str, row: str) -> bool:
        """Whether this cell may differ; row "" is the candidate's own comment."""
        rows = self.cells.get(candidate, ())
        return bool(rows) if not row else row in rows

    def reopens_whole(self, candidate: str) -> bool:
        """Whether every row he had marked is reopened, so that he may also step back now."""
        rows = self.base.cells.get(candidate)
        standing = self.base.standings.get(candidate, OPEN).state
        return (
            bool(rows)
            and standing not in AWAY
            and set(rows or ()) <= set(self.cells.get(candidate, ()))
        )

    def before(self, candidate: str, row: str) -> Cell:
        """The cell as it stood."""
        return self.base.cells.get(candidate, {}).get(row, BLANK)

    def changed(self, candidate: str, row: str, cell: Cell) -> bool:
        """Whether a mark or state is another one than before."""
        return said(cell) != said(self.before(candidate, row))

    def wants_reason(self, candidate: str, row: str, cell: Cell) -> bool:
        """Whether it must be said why a cell is another one; what is said first changes nothing."""
        return self.before(candidate, row).done and self.changed(candidate, row, cell)

    def unsettled(self, candidate: str, row: str, cell: Cell) -> bool:
        """Whether a changed cell was emptied or lacks its reason."""
        lacking = not cell.done or not cell.reason.strip()
        return self.wants_reason(candidate, row, cell) and lacking


def reopened_rows(
    start: RoundStart, panel: Panel, sheet: Sheet, expert: str
) -> dict[str, list[ScoredRow]]:
    """What an expert may mark otherwise: rows by candidate, without those he stepped back from."""
    found = {}
    for candidate in panel.assigned(expert):
        before = start.base.cells.get(candidate, {})
        standing = start.base.standings.get(candidate, OPEN).state
        if panel.recusal(expert, candidate) is not None or standing in AWAY:
            continue
        rows = [row for row in sheet.judged(candidate) if start.reopens(candidate, row.code)]
        if rows := [row for row in rows if row.code in before]:
            found[candidate] = rows
    return found


def going_on(
    start: RoundStart,
    number: int,
    cells: Mapping[str, Mapping[str, Cell]],
    standings: Mapping[str, Standing],
) -> Ballot:
    """The ballot of a further round: a copy of the one before, but for what is said otherwise.

    A candidate who was left unfinished stays so until every row is marked.

    Args:
        start: What it begins with.
        number: Of the round.
        cells: What is said of reopened rows; blank leaves a row as it was.
        standings: Candidates from whom the expert steps back now.
    """
    base = start.base
    now = {candidate: dict(rows) for candidate, rows in base.cells.items()}
    standing = dict(base.standings)
    for candidate, rows in cells.items():
        own = now.setdefault(candidate, {})
        own |= {
            row: cell
            for row, cell in rows.items()
            if cell.done and start.changed(candidate, row, cell)
        }
        left = standing.get(candidate, OPEN).state is CandidateState.LEFT
        if left and all(cell.done for cell in own.values()):
            del standing[candidate]
    for candidate, one in standings.items():
        standing[candidate] = one
        del now[candidate]
    return replace(
        base,
        round=number,
        rev=1,
        kind=Kind.CAST,
        supersedes=(),
        kit="",
        cells=now,
        standings=standing,
        reason="",
        written_at=0,
        app="",
    )


def said(cell: Cell) -> tuple[str, int | None]:
    """State and mark: what makes one cell another one."""
    return cell.state.value, cell.mark


class Move(NamedTuple):
    """One cell that changed from one round to the next."""

    candidate: str
    row: str
    before: Cell
    after: Cell


def moves(before: Ballot, after: Ballot) -> list[Move]:
    """Every cell that differs, by candidate and row; a candidate he stepped back from has none."""
    found = []
    for candidate, rows in sorted(after.cells.items()):
        old = before.cells.get(candidate, {})
        found += [
            Move(candidate, row, old.get(row, BLANK), cell)
            for row, cell in rows.items()
            if said(cell) != said(old.get(row, BLANK))
        ]
    return found


def strays(ballot: Ballot, start: RoundStart) -> list[str]:
    """Everything in a ballot that differs where nothing may differ, or lacks its reason."""
    return [*_stray_cells(ballot, start), *_stray_candidates(ballot, start)]


def _stray_cells(ballot: Ballot, start: RoundStart) -> Iterator[str]:
    for candidate, row in _places(ballot.cells, start.base.cells):
        if candidate not in ballot.cells and start.reopens_whole(candidate):
            continue  # he stepped back; told by the standing
        place = _("candidate {candidate}, row {row}").format(candidate=candidate, row=row)
        now = ballot.cells.get(candidate, {}).get(row, BLANK)
        if not start.reopens(candidate, row):
            before = start.before(candidate, row)
            if (said(now), now.reason) != (said(before), before.reason):
                yield _("{place} was changed and is not reopened in this round").format(place=place)
        elif start.changed(candidate, row, now):
            if not now.done:
                yield _("{place} was emptied; a reopened mark is changed, not taken away").format(
                    place=place
                )
            elif start.unsettled(candidate, row, now):
                yield _("{place} was changed without a reason").format(place=place)


def _stray_candidates(ballot: Ballot, start: RoundStart) -> Iterator[str]:
    for candidate in sorted({*ballot.standings, *start.base.standings}):
        now = ballot.standings.get(candidate, OPEN)
        before = start.base.standings.get(candidate, OPEN)
        stepped_back = now.state in AWAY and start.reopens_whole(candidate)
        finished = (
            before.state is CandidateState.LEFT
            and now.state is CandidateState.OPEN
            and all(cell.done for cell in ballot.cells.get(candidate, {}).values())
        )
        if now != before and not stepped_back and not finished:
            place = _("candidate {candidate}").format(candidate=candidate)
            yield _("{place} was changed and is not reopened in this round").format(place=place)
    for candidate, row in _places(ballot.comments, start.base.comments):
        now_text = ballot.comments.get(candidate, {}).get(row, "")
        old_text = start.base.comments.get(candidate, {}).get(row, "")
        if now_text != old_text and not start.reopens(candidate, row):
            place = _("candidate {candidate}").format(candidate=candidate)
            yield _("a comment on {place} was changed and is not reopened in this round").format(
                place=place
            )


def _places(
    one: Mapping[str, Mapping[str, object]], other: Mapping[str, Mapping[str, object]]
) -> Iterable[tuple[str, str]]:
    return sorted(
        {
            (candidate, row)
            for both in (one, other)
            for candidate, rows in both.items()
            for row in rows
        }
    )
