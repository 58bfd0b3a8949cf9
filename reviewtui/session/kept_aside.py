"""Files that were received and do not count: kept, each with its reason."""

import hashlib
import sqlite3
from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.session.file import SessionFile

if TYPE_CHECKING:
    from reviewtui.session.session import Session

JOURNAL: Final = "journal"
"""`kept_aside.why` of another desk's journal, which is kept there too but is no such file."""


class Reason(StrEnum):
    """Why a file does not count."""

    TOO_LARGE = "too_large"
    NO_BALLOT = "no_ballot"
    NEWER = "newer"
    DAMAGED = "damaged"
    SCORE_SHEET = "score_sheet"
    """A workbook whose findings must be mended first."""
    OTHER_MEETING = "other_meeting"
    UNKNOWN_KEY = "unknown_key"
    OTHER_KEY = "other_key"
    OTHER_SHEET = "other_sheet"
    UNKNOWN_EXPERT = "unknown_expert"
    NOT_ASSIGNED = "not_assigned"
    SAME_ID = "same_id"
    REVOKED = "revoked"
    """Stored among the ballots: whether it counts is decided by the keys alone."""
    REPLACED_EXPERT = "replaced_expert"
    """Stored among the ballots: somebody else sits in the expert's place."""


READ: Final = frozenset(
    {
        Reason.OTHER_MEETING, Reason.UNKNOWN_KEY, Reason.OTHER_KEY, Reason.OTHER_SHEET,
        Reason.UNKNOWN_EXPERT, Reason.NOT_ASSIGNED, Reason.SAME_ID,
    }
)  # fmt: skip
"""Reasons of what was read as a ballot: one in the clear came from a desk that vouched for it."""


class KeptAside(NamedTuple):
    """One file.

    Attributes:
        file_id: SHA-256 of the file; of one that stands among the ballots its content id.
        name: Under which it came.
        expert: Whom it names; "" where it cannot be read.
        received_at: UTC milliseconds.
    """

    file_id: str
    name: str
    expert: str
    why: Reason
    received_at: int

    @property
    def is_ballot(self) -> bool:
        """Whether it stands among the ballots of the session too."""
        return self.why in (Reason.REVOKED, Reason.REPLACED_EXPERT)


def kept_aside(session: "Session") -> list[KeptAside]:
    """Every file that was received and does not count, by file id.

    The same in two sessions that were merged with each other, but for names and times.
    """
    file, own = session.meeting.file, session.id
    found = [
        KeptAside(file_id, name, expert, Reason(why), at)
        for file_id, name, expert, why, at in file.read(
            "SELECT file_id, name, expert, why, received_at FROM kept_aside "
            "WHERE session_id = ? AND why <> ?",
            (own, JOURNAL),
        )
    ]
    revoked = revoked_ballots(file, own)
    for item in session.stored():
        why = Reason.REVOKED if item.content_id in revoked else Reason.REPLACED_EXPERT
        if why is Reason.REVOKED or session.panel.replacement(item.expert):
            found.append(KeptAside(item.content_id, "", item.expert, why, item.received_at))
    return sorted(found)


def lying_sheets(session: "Session") -> list[tuple[KeptAside, bytes]]:
    """Excel sheets that lie aside, with their bytes."""
    rows = session.meeting.file.read(
        "SELECT file_id, name, expert, why, received_at, content FROM kept_aside "
        "WHERE session_id = ? AND why = ? ORDER BY file_id",
        (session.id, Reason.SCORE_SHEET.value),
    )
    return [
        (KeptAside(own, name, expert, Reason(why), at), content)
        for own, name, expert, why, at, content in rows
    ]


def revoked_ballots(file: SessionFile, session: str, also: Collection[str] = ()) -> frozenset[str]:
    """Content ids of ballots whose kit was revoked, whenever they were received.

    Args:
        file: The session file.
        session: Its id.
        also: Public keys to be taken for revoked besides.
    """
    gone = {
        public: holder
        for public, holder, at in file.read(
            "SELECT public, holder, revoked_at FROM signing_key WHERE session_id = ?", (session,)
        )
        if at is not None or public in also
    }
    found = set()
    for holder in set(gone.values()):
        rows = file.read(
            "SELECT content_id, content FROM ballot "
            "WHERE session_id = ? AND expert = ? AND channel = 'form'",
            (session, holder),
        )
        found |= {own for own, content in rows if signer_named(content) in gone}
    return frozenset(found)


def signer_named(content: bytes) -> str:
    """The public key that a stored ballot says it is signed with, boxed or not; unverified."""
    from reviewtui.session.envelope import is_envelope

    line = content.split(b"\n", 3)[2 if is_envelope(content) else 1]
    return line[:64].decode("ascii", "replace")


def file_id(content: bytes, size: int) -> str:
    """Under which a file is kept.

    Args:
        content: All of it, or the beginning of one that is larger than any ballot.
        size: Bytes of the whole file.
    """
    found = hashlib.sha256(content)
    if size > len(content):
        found.update(b"\0%d" % size)
    return found.hexdigest()


def keep(connection: sqlite3.Connection, session: str, item: KeptAside, content: bytes) -> None:
    """Keep a file aside, inside the caller's transaction; one that is there stays as it is."""
    connection.execute(
        "INSERT INTO kept_aside (session_id, file_id, name, expert, why, content, received_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET expert = excluded.expert, "
        "why = excluded.why",
        (session, item.file_id, item.name, item.expert, item.why, content, item.received_at),
    )
