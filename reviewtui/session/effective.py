"""Which ballot counts: a pure function of the set of ballots that are there.

No clock, number or file date decides. Hence merging is idempotent, commutative and
associative by construction.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from reviewtui.domain.ballot import Channel, Kind
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
    """The ballots of one expert and round that no other one replaces."""
    replaced = {
        earlier
        for ballot in ballots
        for earlier in ballot.supersedes
        if earlier != ballot.content_id
    }
    return [ballot for ballot in ballots if ballot.content_id not in replaced]


def effective(ballots: Iterable[StoredBallot]) -> StoredBallot | Why:
    """The one that counts among an expert's ballots of one round, or why none does."""
    known = {ballot.content_id: ballot for ballot in ballots}
    if not known:
        return Why.ABSENT
    standing = heads(known.values())
    if len(standing) != 1:
        return Why.CONFLICT
    return Why.WITHDRAWN if standing[0].kind is Kind.WITHDRAW else standing[0]


def effective_when_opened(
    ballots: Collection[StoredBallot], listed: Collection[str]
) -> StoredBallot | Why:
    """As `effective`, after an opening that listed these ids; what came later is late."""
    counted = [ballot for ballot in ballots if ballot.content_id in listed]
    if not counted and ballots:
        return Why.LATE
    return effective(counted)
