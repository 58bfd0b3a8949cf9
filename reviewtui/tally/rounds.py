"""Rounds side by side: who moved which mark by how much, and what it changed (再议对照).

Experts stand by number. Only open rounds are compared.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from reviewtui.domain.ballot import OPEN, Ballot
from reviewtui.domain.further_round import AWAY, Move, moves
from reviewtui.domain.states import CandidateState, Why
from reviewtui.session.result_deeds import discussion_of
from reviewtui.session.round_record import FIRST_ROUND, read_rounds, standing_rounds
from reviewtui.session.session import Session
from reviewtui.tally.discussion import Point, first_wish, points
from reviewtui.tally.official import verdict_of
from reviewtui.tally.verdict import CandidateVerdict


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


class Rounds(NamedTuple):
    """A further round beside the one before it.

    Attributes:
        number: Of the later one.
        reason, by: Why and by whom it was begun.
        handed_in: Experts who handed in a ballot of it.
        kept: Experts whose marks of the round before count.
        candidates: In the panel's order.
        moved: By expert, candidate and row.
    """

    number: int
    reason: str
    by: str
    handed_in: tuple[str, ...]
    kept: tuple[str, ...]
    candidates: tuple[Beside, ...]
    moved: tuple[Moved, ...]
    stepped: tuple[Stepped, ...]


def listed_points(session: Session) -> tuple[Point, ...]:
    """What stands on the list for discussion of the official result, by default by the rule."""
    number = session.meeting.official
    wish = discussion_of(session, number) or first_wish()
    return points(verdict_of(session, number), wish)


def listed_cells(session: Session) -> dict[str, list[str]]:
    """The same as rows by candidate; none for a candidate that is listed as a whole."""
    found: dict[str, list[str]] = {}
    listed = listed_points(session)
    whole = {point.candidate for point in listed if not point.row}
    for point in listed:
        rows = found.setdefault(point.candidate, [])
        rows += [point.row] if point.candidate not in whole else []
    return found


def compared(session: Session) -> list[Rounds]:
    """Every further round that is open, each beside the one before it."""
    known = read_rounds(session.meeting.file, session.id)
    numbers = sorted({one.number for one in known})
    return [
        _beside(session, number)
        for number in numbers
        if number != FIRST_ROUND and session.can_show_results(number)
    ]


def _beside(session: Session, number: int) -> Rounds:
    record = standing_rounds(read_rounds(session.meeting.file, session.id), number)[0]
    before, after = verdict_of(session, number - 1), verdict_of(session, number)
    earlier = {item.code: item for item in before.candidates}
    states = session.official(number)
    own = {
        code: state.content_id
        for code, state in states.items()
        if not isinstance(state, Why) and state.round == number
    }
    pairs = [
        (code, session.ballot(record.base[code]), session.ballot(content))
        for code, content in own.items()
        if code in record.base
    ]
    return Rounds(
        number=number,
        reason=record.reason,
        by=record.by,
        handed_in=tuple(own),
        kept=tuple(
            code
            for code, state in states.items()
            if not isinstance(state, Why) and state.round != number
        ),
        candidates=tuple(
            Beside(item.code, record.cells.get(item.code, ()), earlier[item.code], item)
            for item in after.candidates
        ),
        moved=tuple(Moved(code, move) for code, one, two in pairs for move in moves(one, two)),
        stepped=tuple(_stepped(pairs)),
    )


def _stepped(pairs: Sequence[tuple[str, Ballot, Ballot]]) -> list[Stepped]:
    return [
        Stepped(code, candidate, standing.state)
        for code, before, after in pairs
        for candidate, standing in sorted(after.standings.items())
        if standing.state in AWAY and before.standings.get(candidate, OPEN) != standing
    ]
