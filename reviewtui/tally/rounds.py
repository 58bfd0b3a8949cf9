"""Rounds side by side: who moved which mark by how much, and what it changed (再议对照).

Experts stand by number. Only open rounds are compared.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from reviewtui.domain.ballot import OPEN, Ballot
from reviewtui.domain.further_round import Move, moves
from reviewtui.domain.states import AWAY, CandidateState
from reviewtui.session.round_record import FIRST_ROUND, read_rounds, standing_rounds
from reviewtui.session.session import Session
from reviewtui.tally.discussion import Point
from reviewtui.tally.official import outcome_of
from reviewtui.tally.verdict import CandidateVerdict, Verdict


class Moved(NamedTuple):
    """One mark of one expert that is another one in the later round."""

    expert: str
    move: Move


class Stepped(NamedTuple):
    """An expert who no longer marks a candidate."""

    expert: str
    candidate: str
    state: CandidateState


class Beside(NamedTuple):
    """One candidate in both rounds.

    Attributes:
        reopened: Rows that were reopened for it.
    """

    code: str
    reopened: tuple[str, ...]
    before: CandidateVerdict
    after: CandidateVerdict

    @property
    def difference(self) -> Fraction | None:
        """By how much the total changed, points; None where a round has none."""
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total


class Stage(NamedTuple):
    """One round as it counts: its verdict, and of each expert the ballot that counts."""

    verdict: Verdict
    ballots: Mapping[str, Ballot]


class Begun(NamedTuple):
    """How a further round was begun: its number, why, by whom, and reopened rows by candidate."""

    number: int
    reason: str
    by: str
    cells: Mapping[str, Sequence[str]]


class Rounds(NamedTuple):
    """A further round beside the one before it.

    Attributes:
        begun: How it was begun.
        handed_in: Experts who handed in a ballot of it.
        kept: Experts whose marks of the round before count.
        candidates: In the panel's order.
        moved: By expert, candidate and row.
        earlier: The ballots that counted in the round before.
    """

    begun: Begun
    handed_in: tuple[str, ...]
    kept: tuple[str, ...]
    candidates: tuple[Beside, ...]
    moved: tuple[Moved, ...]
    stepped: tuple[Stepped, ...]
    earlier: Mapping[str, Ballot]

    @property
    def number(self) -> int:
        """Of the later round."""
        return self.begun.number

    @property
    def reason(self) -> str:
        """Why it was begun."""
        return self.begun.reason

    @property
    def by(self) -> str:
        """Who decided it."""
        return self.begun.by


def listed_cells(listed: Sequence[Point]) -> dict[str, list[str]]:
    """The list for discussion as rows by candidate; none for a candidate listed as a whole."""
    found: dict[str, list[str]] = {}
    whole = {point.candidate for point in listed if not point.row}
    for point in listed:
        rows = found.setdefault(point.candidate, [])
        rows += [point.row] if point.candidate not in whole else []
    return found


def compared(session: Session) -> list[Rounds]:
    """Every further round that is open, each beside the one before it."""
    known = read_rounds(session.meeting.file, session.id)
    numbers = sorted({one.number for one in known})
    shown = [number for number in numbers if session.can_show_results(number)]
    stages = {number: _stage(session, number) for number in {FIRST_ROUND, *shown} if shown}
    found = []
    for number in shown:
        record = standing_rounds(known, number)[0]
        begun = Begun(number, record.reason, record.by, record.cells)
        found.append(beside(begun, stages[number - 1], stages[number]))
    return found


def _stage(session: Session, number: int) -> Stage:
    ballots = {ballot.expert: ballot for ballot in session.counted_ballots(number)}
    return Stage(outcome_of(session, number), ballots)


def beside(begun: Begun, before: Stage, after: Stage) -> Rounds:
    """A further round beside the one before it."""
    earlier = {item.code: item for item in before.verdict.candidates}
    handed_in = tuple(
        code for code, ballot in after.ballots.items() if ballot.round == begun.number
    )
    pairs = [
        (code, before.ballots[code], after.ballots[code])
        for code in handed_in
        if code in before.ballots
    ]
    return Rounds(
        begun=begun,
        handed_in=handed_in,
        kept=tuple(code for code in after.ballots if code not in handed_in),
        candidates=tuple(
            Beside(item.code, tuple(begun.cells.get(item.code, ())), earlier[item.code], item)
            for item in after.verdict.candidates
        ),
        moved=tuple(Moved(code, move) for code, one, two in pairs for move in moves(one, two)),
        stepped=tuple(_stepped(pairs)),
        earlier=before.ballots,
    )


def _stepped(pairs: Sequence[tuple[str, Ballot, Ballot]]) -> list[Stepped]:
    return [
        Stepped(code, candidate, standing.state)
        for code, before, after in pairs
        for candidate, standing in sorted(after.standings.items())
        if standing.state in AWAY and before.standings.get(candidate, OPEN) != standing
    ]
