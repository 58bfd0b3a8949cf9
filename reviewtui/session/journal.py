"""The journal: what happened, in order, each entry chained to the one before it.

An entry's hash covers the session, its number, time, actor, kind, body and the hash of
its predecessor, so that no entry can be changed, dropped or slipped in unnoticed. Entries cut
off at the end are missed by who knows the last hash: it stands on the papers that are signed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.findings import Finding
from reviewtui.locales import _
from reviewtui.session.file import SessionFile


class EventKind(StrEnum):
    """What an entry tells of."""

    CREATED = "created"
    MARKS = "marks"
    UNDO = "undo"
    REDO = "redo"
    SEALED = "sealed"
    REOPENED = "reopened"
    IMPORTED = "imported"
    OPENED = "opened"
    ISSUED = "issued"
    ON_STICK = "on_stick"
    AMENDED = "amended"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    TYPED_IN = "typed_in"
    COPIED = "copied"
    KEY_MADE = "key_made"
    FIXED = "fixed"
    WHAT_IF = "what_if"
    EXPERTS_SHOWN = "experts_shown"
    DISCUSSION = "discussion"
    ADJUSTED = "adjusted"
    VOTED = "voted"
    SIGNED = "signed"
    ROUND = "round"
    RULE_PRINTED = "rule_printed"


LOOKING: Final = frozenset({EventKind.WHAT_IF, EventKind.EXPERTS_SHOWN, EventKind.COPIED})
"""Entries of what changes nothing; exports before and after it are the same."""
DRAFTING = frozenset({EventKind.MARKS, EventKind.UNDO, EventKind.REDO})
"""Entries of an expert at work; their bodies hold marks."""

SALT = "salt"
"""In such an entry of a working copy: chance, so that its hash does not betray the mark."""
SALT_SIZE = 16

ELSEWHERE = "elsewhere"
"""In the seal of a ballot that another machine made: the end of the chain on the stick then."""


class Event(NamedTuple):
    """One entry; `at` is UTC in milliseconds, `body` what the kind needs."""

    seq: int
    at: int
    actor: str
    kind: EventKind
    body: Mapping[str, Any]
    hash: str


INSERT = (
    "INSERT INTO journal (session_id, seq, at, actor, kind, body, prev, hash) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


class Journal:
    """Appends inside the caller's transaction; knows the end of the chain by heart."""

    def __init__(self, session_id: str) -> None:
        self._session = session_id
        self._end: tuple[int, str] | None = None

    def append(
        self,
        connection: sqlite3.Connection,
        at: int,
        actor: str,
        kind: EventKind,
        body: Mapping[str, Canonical],
    ) -> tuple[int, str]:
        """Add one entry; returns its number and hash.

        If the transaction does not end well, `forget` must be called.
        """
        if self._end is None:
            self._end = self._read_end(connection)
        seq, prev = self._end[0] + 1, self._end[1]
        text = canonical_bytes(body).decode()
        own = entry_hash(self._session, seq, at, actor, kind, text, prev)
        connection.execute(INSERT, (self._session, seq, at, actor, kind.value, text, prev, own))
        self._end = seq, own
        return self._end

    def forget(self) -> None:
        """Read the end of the chain from the file before the next entry."""
        self._end = None

    def _read_end(self, connection: sqlite3.Connection) -> tuple[int, str]:
        found: tuple[int, str] | None = connection.execute(
            "SELECT seq, hash FROM journal WHERE session_id = ? ORDER BY seq DESC LIMIT 1",
            (self._session,),
        ).fetchone()
        return found or (0, "")


def last_entry(
    file: SessionFile, session: str, besides: Collection[EventKind] = ()
) -> tuple[int, str]:
    """Number and hash of the last entry: whoever wrote them down sees whether one was cut off.

    Args:
        file: The session file.
        session: Its id.
        besides: Kinds that are passed over.
    """
    rows = file.read(
        "SELECT seq, hash FROM journal WHERE session_id = ? "
        f"AND kind NOT IN ({', '.join('?' * len(besides))}) ORDER BY seq DESC LIMIT 1",
        (session, *(kind.value for kind in besides)),
    )
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def entry_hash(session: str, seq: int, at: int, actor: str, kind: str, body: str, prev: str) -> str:
    """SHA-256 over everything an entry says and its predecessor's hash."""
    return hashlib.sha256(
        canonical_bytes([session, seq, at, actor, str(kind), body, prev])
    ).hexdigest()


def read_events(file: SessionFile, session: str) -> list[Event]:
    """All entries in order."""
    rows = file.read(
        "SELECT seq, at, actor, kind, body, hash FROM journal WHERE session_id = ? ORDER BY seq",
        (session,),
    )
    return [
        Event(seq, at, actor, EventKind(kind), json.loads(body), own)
        for seq, at, actor, kind, body, own in rows
    ]


def verify_chain(file: SessionFile, session: str) -> Finding | None:
    """The first entry that does not fit its predecessor, or None if all do."""
    prev = ""
    rows = file.read(
        "SELECT seq, at, actor, kind, body, prev, hash FROM journal "
        "WHERE session_id = ? ORDER BY seq",
        (session,),
    )
    for number, (seq, at, actor, kind, body, said_prev, own) in enumerate(rows, start=1):
        expected = entry_hash(session, seq, at, actor, kind, body, prev)
        if seq != number or said_prev != prev or own != expected:
            return Finding(
                file.path.name,
                _(
                    "the journal is broken at entry {number}: it was changed, removed or "
                    "inserted after it was written"
                ).format(number=number),
            )
        prev = own
    if not rows:
        return Finding(file.path.name, _("the journal is empty"))
    return None
