"""Records of openings: a set that only grows, and which of them are in force.

A record is this desk's own entry in the journal, or came over from another desk with a merge.
Which one is in force depends on the set alone: one that another one supersedes is not, and no
clock decides between two that do not know each other.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical, content_hash
from reviewtui.domain.strict import text, texts, whole
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind
from reviewtui.session.superseding import not_superseded

KEPT_IN: Final = (
    "SELECT at, kind, body FROM journal WHERE session_id = ? AND (kind = 'opened' "
    "OR kind = 'received' AND instr(body, '\"openings\"') > 0) ORDER BY seq"
)
"""Entries that hold records of openings; cheap enough to be read before the first frame."""


class Opening(NamedTuple):
    """One opening.

    Attributes:
        id: SHA-256 of what it says and when.
        round: Which round.
        at: UTC, milliseconds.
        by: Who opened or decided, as stated.
        ballots: Content ids of every ballot that was opened, replaced ones included.
        missing: Experts of whom none counts: absent, withdrawn or in conflict.
        reworking: Experts who had taken their ballot back and not handed in again; the one
            they took back counts.
        without: Ids of ballots that were there and could not be opened.
        revoked: Ids of ballots that were there and whose kit had been revoked.
        amendments: Ids of those in force.
        supersedes: Ids of every earlier record of the round that was known; with any, the
            round was opened again.
        admitted: Ids of late ballots that this one admits.
        reason: Why it was opened again.
        body: The record as it stands in the journal.
    """

    id: str
    round: int
    at: int
    by: tuple[str, ...]
    ballots: tuple[str, ...]
    missing: tuple[str, ...]
    reworking: tuple[str, ...]
    without: tuple[str, ...]
    revoked: tuple[str, ...]
    amendments: tuple[str, ...]
    supersedes: tuple[str, ...]
    admitted: tuple[str, ...]
    reason: str
    body: Mapping[str, Any]

    def travelling(self) -> dict[str, Canonical]:
        """As another desk's journal keeps it."""
        return {"at": self.at, "body": dict(self.body)}


class Listed(NamedTuple):
    """What the records in force list together; see `Opening`."""

    ballots: frozenset[str]
    without: frozenset[str]
    revoked: frozenset[str]
    amendments: frozenset[str]

    @property
    def there(self) -> frozenset[str]:
        """Ids of every ballot that is not late."""
        return self.ballots | self.without | self.revoked


def read_opening(session: str, at: int, body: Mapping[str, Any]) -> Opening:
    """A record as the journal has it.

    Raises:
        ValueError, TypeError, KeyError: If it is not what the program writes.
    """
    by = body["by"]
    return Opening(
        id=content_hash({"session": session, "at": at, "body": dict(body)}),
        round=whole(body["round"]),
        at=whole(at),
        by=texts(([by] if by else []) if isinstance(by, str) else by),
        ballots=texts(body["ballots"]),
        missing=texts(body["missing"]),
        reworking=texts(body["reworking"]),
        without=texts(body.get("without", [])),
        revoked=texts(body.get("revoked", [])),
        amendments=texts(body.get("amendments", [])),
        supersedes=texts(body.get("supersedes", [])),
        admitted=texts(body.get("admitted", [])),
        reason=text(body.get("reason", "")),
        body=body,
    )


def records_in(session: str, entries: Iterable[tuple[int, str, str]]) -> dict[str, Opening]:
    """The records that entries of a journal hold, by id.

    Args:
        session: Id of the session.
        entries: Time, kind and body of each.

    Raises:
        ValueError, TypeError, KeyError: If one is not what the program writes.
    """
    found = []
    for at, kind, body in entries:
        if kind == EventKind.OPENED:
            found.append(read_opening(session, at, json.loads(body)))
        elif kind == EventKind.RECEIVED:
            brought = json.loads(body).get("openings", [])
            found += [read_opening(session, item["at"], item["body"]) for item in brought]
    return {opening.id: opening for opening in found}


def read_openings(file: SessionFile, session: str) -> list[Opening]:
    """Every opening the session knows of, superseded ones included; earliest round first."""
    known = records_in(session, file.read(KEPT_IN, (session,)))
    return sorted(known.values(), key=lambda one: (one.round, one.at, one.id))


def standing(openings: Iterable[Opening], number: int) -> list[Opening]:
    """The records of a round that no other one supersedes, by id.

    Of those that list the same under the same amendments one stands for all: the first by id.
    """

    def says(one: Opening) -> object:
        return (*map(frozenset, (one.ballots, one.without, one.amendments)),)

    return not_superseded((one for one in openings if one.round == number), says)


def in_force(openings: Iterable[Opening], number: int) -> Opening | None:
    """The opening of a round that is in force; None if it is closed or two are in conflict."""
    found = standing(openings, number)
    return found[0] if len(found) == 1 else None


def listed(openings: Iterable[Opening], number: int) -> Listed | None:
    """What counts as opened in a round, of two in conflict together; None if it is closed."""
    found = standing(openings, number)
    if not found:
        return None
    ballots, without, revoked, amendments = (
        frozenset(own for own_list in lists for own in own_list)
        for lists in zip(
            *((one.ballots, one.without, one.revoked, one.amendments) for one in found),
            strict=True,
        )
    )
    return Listed(ballots, without - ballots, revoked, amendments)
