"""Which ballot counts: a pure function of the set of ballots that are there.

No clock, number or file date decides. Hence merging is idempotent, commutative and
associative by construction.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from reviewtui.domain.ballot import Channel, Kind
from reviewtui.domain.resolution import Resolution
from reviewtui.domain.states import Why


class StoredBallot(NamedTuple):
    """What may be known of a ballot before it is opened.

    `number` counts in order of arrival; `rev` is for people, `supersedes` decides.
    """

    content_id: str
    number: int
    expert: str
    round: int
    rev: int
    kind: Kind
    channel: Channel
    supersedes: tuple[str, ...]
    received_at: int


def heads(ballots: Collection[StoredBallot]) -> list[StoredBallot]:
    """The ballots of one expert and round that no other one replaces.

    A withdrawal is one like any other: beside a version that neither names the other, nobody
    guesses which of the two was meant to be the last word.
    """
    replaced = {
        earlier
        for ballot in ballots
        for earlier in ballot.supersedes
        if earlier != ballot.content_id
    }
    return [ballot for ballot in ballots if ballot.content_id not in replaced]


def chosen(
    standing: Collection[StoredBallot],
    resolutions: Iterable[Resolution],
    besides: Collection[str] = (),
) -> StoredBallot | None:
    """The version that the resolutions agree on, or None where they settle nothing.

    One that another one supersedes says nothing any more, nor does one that does not name
    every version that stands and what else had to be known.
    """
    found = said_of(standing, resolutions, besides)
    by_id = {ballot.content_id: ballot for ballot in standing}
    return by_id[found.pop()] if len(found) == 1 else None


def said_of(
    standing: Collection[StoredBallot],
    resolutions: Iterable[Resolution],
    besides: Collection[str] = (),
) -> set[str]:
    """Content ids that resolutions in force choose; more than one contradict each other."""
    known = {resolution.id: resolution for resolution in resolutions}
    replaced = {
        earlier for own, item in known.items() for earlier in item.supersedes if earlier != own
    }
    there = {ballot.content_id for ballot in standing}
    return {
        item.chosen
        for own, item in known.items()
        if own not in replaced
        and item.chosen in there
        and {*there, *besides} <= {item.chosen, *item.refused}
    }


def effective(
    ballots: Iterable[StoredBallot],
    revoked: Collection[str] = (),
    resolutions: Iterable[Resolution] = (),
    besides: Collection[str] = (),
) -> StoredBallot | Why:
    """The one that counts among an expert's ballots of one round, or why none does.

    Args:
        ballots: All that are there.
        revoked: Ids of those whose kit was revoked; they count as little as if they were not
            there, and replace nothing.
        resolutions: How conflicts were settled; those about others do no harm.
        besides: Amendments that gave his code to different people (`Contest.amendments`): with
            any, even a single ballot counts only where a resolution names them too.
    """
    there = {ballot.content_id: ballot for ballot in ballots}
    known = {own: ballot for own, ballot in there.items() if own not in revoked}
    if not known:
        return Why.REVOKED if there else Why.ABSENT
    standing = heads(known.values())
    if all(ballot.kind is Kind.WITHDRAW for ballot in standing):
        return Why.WITHDRAWN
    alone = len(standing) == 1 and not besides
    head = standing[0] if alone else chosen(standing, resolutions, besides)
    if head is None:
        return Why.CONFLICT
    return Why.WITHDRAWN if head.kind is Kind.WITHDRAW else head


def effective_when_opened(
    ballots: Collection[StoredBallot],
    listed: Collection[str],
    without: Collection[str] = (),
    revoked: Collection[str] = (),
    resolutions: Iterable[Resolution] = (),
    besides: Collection[str] = (),
) -> StoredBallot | Why:
    """As `effective`, after an opening; what came later is late.

    Args:
        ballots: All that are there now.
        listed: Ids of those that were opened.
        without: Ids of those that were there and could not be opened. What they replace
            does not come back: the expert did not want it to count.
        revoked: Ids of those whose kit had been revoked by then.
        resolutions, besides: As in `effective`; a conflict may also be settled after the opening.
    """
    there = [ballot for ballot in ballots if ballot.content_id in {*listed, *without}]
    if there:
        found = effective(there, resolutions=resolutions, besides=besides)
        lost = isinstance(found, StoredBallot) and found.content_id in without
        return Why.UNREADABLE if lost else found
    if any(ballot.content_id in revoked for ballot in ballots):
        return Why.REVOKED
    return Why.LATE if ballots else Why.ABSENT
