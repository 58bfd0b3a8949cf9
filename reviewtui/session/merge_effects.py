"""What a second desk changes of what counted here: states, amendments and people before and after.

A merge of two desks is a union of sets, and most of it moves nobody. What moves somebody who
counted, or an amendment that held, is found here by comparing both states of the meeting.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from reviewtui.domain.amended import Idle
from reviewtui.domain.amendment import (
    Addition,
    Amendment,
    ChairChange,
    Change,
    Correction,
    IntegrityRecord,
    LeaveRule,
    OrderChange,
    PastEvaluation,
    Replacement,
    Settlement,
)
from reviewtui.domain.contested import Contest
from reviewtui.domain.resolution import Resolution
from reviewtui.domain.states import Why
from reviewtui.session.counting import states_of
from reviewtui.session.definition import read_amendments, read_definition
from reviewtui.session.effective import StoredBallot, heads, said_of
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_record import Opening, listed
from reviewtui.session.other_session import OtherSession
from reviewtui.session.second_desk import SecondDesk


class Moved(NamedTuple):
    """An expert of whom something else counts afterwards; `after` is None off the panel."""

    round: int
    expert: str
    before: StoredBallot | Why
    after: StoredBallot | Why | None


class Effects(NamedTuple):
    """What a second desk changes here.

    Attributes:
        moved: Experts, as far as no file of the merge is about them.
        contradicted: Round and expert whose conflict two desks settled, each time otherwise.
        contests: Codes that are found to be given to two people.
        taken: Amendments of the other desk that take effect.
        idle: Amendments, of either desk, that have no effect from now on.
        overruled: Amendments of one desk that give way to a later one of the other, with that.
    """

    moved: tuple[Moved, ...] = ()
    contradicted: tuple[tuple[int, str], ...] = ()
    contests: tuple[tuple[str, Contest], ...] = ()
    taken: tuple[Amendment, ...] = ()
    idle: tuple[Idle, ...] = ()
    overruled: tuple[tuple[Amendment, Amendment], ...] = ()

    @property
    def calm(self) -> bool:
        """Whether nobody has to look: nothing that held here has ceased to."""
        lost = any(isinstance(item.before, StoredBallot) for item in self.moved)
        return not (lost or self.contradicted or self.contests or self.idle or self.overruled)


class Known(NamedTuple):
    """All that decides which ballots count."""

    meeting: Meeting
    ballots: Sequence[StoredBallot]
    revoked: Collection[str]
    resolutions: Sequence[Resolution]
    openings: Sequence[Opening]

    def states(self, number: int) -> Mapping[str, StoredBallot | Why]:
        """By expert what counts in a round."""
        return states_of(self.meeting, number, *self[1:])

    def decisions(self, number: int, expert: str) -> int:
        """How many different versions of an expert two people let count, each pair for itself."""
        done = listed(self.openings, number)
        own = [
            ballot
            for ballot in self.ballots
            if (ballot.expert, ballot.round) == (expert, number)
            and (
                ballot.content_id not in self.revoked
                if done is None
                else ballot.content_id in {*done.ballots, *done.without}
            )
        ]
        contest = self.meeting.contests.get(expert)
        return len(said_of(heads(own), self.resolutions, contest.amendments if contest else ()))


def effects_of(
    before: Known,
    after: Known,
    numbers: Iterable[int],
    told: Collection[tuple[str, int]],
    desk: SecondDesk,
    others: Sequence[OtherSession],
) -> Effects:
    """What other desks change.

    Args:
        before: As this desk stands.
        after: As it will stand.
        numbers: Of every round.
        told: Expert and round of what the files of the merge say themselves.
        desk, others: What comes over.
    """
    if not desk.names:
        return Effects()
    changed: list[Moved] = []
    contradicted = []
    for number in numbers:
        was, now = before.states(number), after.states(number)
        for code in dict.fromkeys([*was, *now]):
            if now.get(code) is Why.CONFLICT and after.decisions(
                number, code
            ) > 1 >= before.decisions(number, code):
                contradicted.append((number, code))
            elif (code, number) not in told and _id(was.get(code)) != _id(now.get(code)):
                changed.append(Moved(number, code, was.get(code, Why.ABSENT), now.get(code)))
    found = _amendments(before.meeting, desk, others)
    return found._replace(moved=tuple(changed), contradicted=tuple(contradicted))


def _amendments(meeting: Meeting, desk: SecondDesk, others: Sequence[OtherSession]) -> Effects:
    """What becomes of the amendments of both desks; the rest of `Effects` stays empty."""
    file, own = meeting.file, meeting.id
    if not desk.amendments and not desk.openings and desk.frozen_since is None:
        return Effects()
    before = read_definition(file, own)
    after = read_definition(file, own, desk.amendments, desk.openings, desk.frozen_since)
    here = {item.id for item in read_amendments(file, own)}
    there = {row[0] for other in others for row in other.amendments}
    idle_before = {item.amendment.id for item in before.idle}
    idle = {item.amendment.id: item for item in after.idle}
    every = read_amendments(file, own, desk.amendments)
    holding = [item for item in every if item.id not in idle]
    return Effects(
        contests=tuple(
            (code, one) for code, one in after.contests.items() if before.contests.get(code) != one
        ),
        taken=tuple(item for item in holding if item.id not in here),
        idle=tuple(item for one, item in idle.items() if one not in idle_before),
        overruled=tuple(
            (earlier, later)
            for place, earlier in enumerate(holding)
            for later in holding[place + 1 :]
            if _apart(earlier, later, here, there)
        ),
    )


def _apart(one: Amendment, other: Amendment, here: set[str], there: set[str]) -> bool:
    """Whether each desk made one of the two alone, and both say something of the same thing."""
    alone = {one.id, other.id}
    each = len(alone - there) == 1 and len(alone - here) == 1
    return (
        each
        and _about(one.change) == _about(other.change) is not None
        and (one.change != other.change)
    )


def _about(change: Change) -> tuple[object, ...] | None:
    """Of what a later word replaces an earlier one; None where both can stand."""
    match change:
        case ChairChange() | OrderChange() | LeaveRule():
            return (type(change),)
        case Correction(expert, candidate, field, _text):
            return Correction, expert, candidate, field
        case Settlement(candidate, row):
            return Settlement, candidate, row
        case PastEvaluation(candidate, date):
            return PastEvaluation, candidate, date
        case IntegrityRecord(candidate):
            return IntegrityRecord, candidate
        case Addition() | Replacement() | _:
            return None


def _id(state: StoredBallot | Why | None) -> object:
    return state.content_id if isinstance(state, StoredBallot) else state
