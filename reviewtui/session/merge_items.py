"""What becomes of each received file, seen from the end: when all files of a merge are in."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from reviewtui.domain.ballot import Kind
from reviewtui.domain.printable import printable
from reviewtui.domain.resolution import Resolution
from reviewtui.session.effective import StoredBallot, chosen, heads
from reviewtui.session.handed_in import read_header
from reviewtui.session.kept_aside import Reason
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_record import Opening, listed
from reviewtui.session.receiving import Aside, Received


class Taking(StrEnum):
    """What becomes of one file."""

    NEW = "new"
    REPLACES = "replaces"
    EARLIER = "earlier"
    """A version that another one has replaced already; kept."""
    ALREADY_HERE = "already_here"
    CONFLICT = "conflict"
    LATE = "late"
    REVOKED = "revoked"
    REPLACED_EXPERT = "replaced_expert"
    """Of somebody in whose place another one sits; kept, does not count."""
    ASIDE = "aside"


CLEAN: Final = frozenset({Taking.NEW, Taking.REPLACES, Taking.EARLIER, Taking.ALREADY_HERE})
"""What needs nobody's attention."""
TELLING: Final = frozenset({Taking.NEW, Taking.REPLACES, Taking.CONFLICT})
"""What says by itself that another ballot counts from now on, or none."""


class Version(NamedTuple):
    """A ballot as people tell it from another."""

    rev: int
    content_id: str
    written_at: int = 0
    kind: Kind = Kind.CAST


class Item(NamedTuple):
    """One file of a plan.

    Attributes:
        name: Of the file.
        reason: Why it is kept aside; None where it is a ballot.
        detail: What was wrong with its bytes.
        expert, round: As its header says; "" and 0 where it has none.
        version: What it is; None where it has no header.
        kind: Cast or withdrawn.
        others: The versions it replaces, stands in conflict with, or is replaced by.
        suspicious: Its number is not above all that it replaces; the number decides nothing.
        people: In conflict because the code was given to these people.
    """

    taking: Taking
    name: str
    reason: Reason | None = None
    detail: str = ""
    expert: str = ""
    round: int = 0
    version: Version | None = None
    kind: Kind = Kind.CAST
    others: tuple[Version, ...] = ()
    suspicious: bool = False
    people: tuple[str, ...] = ()


class Telling:
    """What becomes of a new ballot, seen from the end: all files of the call are in."""

    def __init__(
        self,
        meeting: Meeting,
        stored: Collection[StoredBallot],
        new: Mapping[str, Received],
        revoked: Collection[str],
        resolutions: Sequence[Resolution],
        openings: Sequence[Opening],
    ) -> None:
        self._meeting, self._new = meeting, new
        self._listed = {
            one.round: found for one in openings if (found := listed(openings, one.round))
        }
        self._revoked, self._resolutions = revoked, resolutions
        self._turns: dict[tuple[str, int], list[StoredBallot]] = {}
        for ballot in (*stored, *map(as_stored, new.values())):
            if ballot.content_id not in revoked:
                self._turns.setdefault((ballot.expert, ballot.round), []).append(ballot)
        self._standing = {turn: heads(ballots) for turn, ballots in self._turns.items()}

    def of(self, ballot: Received) -> Item:
        """The item of one ballot that passed the gate."""
        header = ballot.header
        own = header.content_id
        if own in self._revoked:
            return ballot_item(Taking.REVOKED, ballot)
        opened = self._listed.get(header.round)
        if opened is not None and own not in opened.there:
            return ballot_item(Taking.LATE, ballot)
        if self._meeting.panel.replacement(header.expert):
            return ballot_item(Taking.REPLACED_EXPERT, ballot)
        turn = header.expert, header.round
        standing = self._standing[turn]
        if all(head.content_id != own for head in standing):
            later = [one for one in self._turns[turn] if own in one.supersedes]
            return ballot_item(Taking.EARLIER, ballot, later or standing)
        others = [one for one in standing if one.content_id != own]
        contest = self._meeting.contests.get(header.expert)
        handed_in = any(one.kind is Kind.CAST for one in standing)
        if (others or contest) and handed_in:
            settled = chosen(standing, self._resolutions, contest.amendments if contest else ())
            if settled is None:
                item = self._in_conflict(ballot_item(Taking.CONFLICT, ballot, others))
                return item._replace(people=contest.names if contest else ())
            if settled.content_id != own:
                return ballot_item(Taking.EARLIER, ballot, [settled])
        replaced = [one for one in self._turns[turn] if one.content_id in header.supersedes]
        item = ballot_item(Taking.REPLACES if replaced else Taking.NEW, ballot, replaced)
        highest = max((one.rev for one in replaced), default=0)
        return item._replace(suspicious=header.rev <= highest)

    def again(self, item: Item) -> Item:
        """The item of a file that is not new; a revoked kit is told while nothing else is here,
        and always that its expert was replaced."""
        own = item.version.content_id if item.version else ""
        here = item.taking is Taking.ALREADY_HERE
        if here and self._meeting.panel.replacement(item.expert):
            return item._replace(taking=Taking.REPLACED_EXPERT)
        opened = self._listed.get(item.round)
        if (
            item.taking is not Taking.ALREADY_HERE
            or own not in self._revoked
            or (item.expert, item.round) in self._turns
            or (opened is not None and own in opened.ballots)
        ):
            return item
        return item._replace(taking=Taking.REVOKED)

    def _in_conflict(self, item: Item) -> Item:
        """With the times at which the other versions were written, to tell them apart."""
        dated = [other._replace(written_at=self._written(other)) for other in item.others]
        return item._replace(others=tuple(dated))

    def _written(self, version: Version) -> int:
        if version.content_id in self._new:
            return self._new[version.content_id].header.written_at
        header = read_header(self._meeting.file, self._meeting.id, version.content_id)
        return header.written_at if header else 0


def as_stored(ballot: Received) -> StoredBallot:
    header = ballot.header
    return StoredBallot(
        *(header.content_id, 0, header.expert, header.round, header.rev),
        kind=header.kind,
        channel=header.channel,
        supersedes=tuple(sorted(header.supersedes)),
        received_at=0,
    )


def same_ballot(one: StoredBallot, other: StoredBallot) -> bool:
    return one._replace(number=0, received_at=0) == other._replace(number=0, received_at=0)


def ballot_item(taking: Taking, ballot: Received, others: Sequence[StoredBallot] = ()) -> Item:
    header = ballot.header
    versions = sorted(Version(one.rev, one.content_id, kind=one.kind) for one in others)
    return Item(
        taking,
        ballot.arrival.name,
        expert=header.expert,
        round=header.round,
        version=Version(header.rev, header.content_id, header.written_at),
        kind=header.kind,
        others=tuple(versions),
    )


def aside_item(aside: Aside) -> Item:
    item = Item(Taking.ASIDE, aside.arrival.name, aside.reason, aside.detail)
    header = aside.header
    if header is None:
        return item
    return item._replace(
        expert=printable(header.expert),
        round=header.round,
        version=Version(header.rev, header.content_id, header.written_at),
        kind=header.kind,
    )


def place_of(item: Item) -> tuple[object, ...]:
    return (
        item.taking is Taking.ASIDE,
        item.expert,
        item.round,
        item.version or Version(0, ""),
        item.name,
    )
