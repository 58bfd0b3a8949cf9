"""The ballots of a session: every one that was ever received, in its exact bytes."""

import json
import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import Ballot, Channel, Kind, content_id
from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _
from reviewtui.session.ballots import LARGEST_OWN, read_ballot, signer_of
from reviewtui.session.effective import StoredBallot
from reviewtui.session.envelope import Header, is_envelope, open_envelope, read_envelope, unboxed
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_code import BadCode, read_opening_code, unlock
from reviewtui.session.signed import BadBytes

if TYPE_CHECKING:
    from nacl.public import PrivateKey

LAST_VERSION: Final = 9_999
"""Versions of one expert's ballot in one round that have a number."""

_COLUMNS = "content_id, number, expert, round, rev, kind, channel, supersedes, received_at"


def shelve(
    connection: sqlite3.Connection,
    session: str,
    ballot: Ballot | Header,
    content: bytes,
    at: int,
    number: int = 0,
) -> str:
    """Add a signed ballot, inside the caller's transaction; returns its content id.

    Args:
        connection: Of the session file.
        session: Id of the session.
        ballot: What it says, or what its header says.
        content: Its exact bytes.
        at: When it was received, UTC milliseconds.
        number: Its place in the order of arrival; 0 is the next one, which takes a look at
            all that are there.
    """
    own = ballot.content_id if isinstance(ballot, Header) else content_id(ballot.document())
    connection.execute(
        f"INSERT INTO ballot (session_id, {_COLUMNS}, content) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session,
            own,
            number or next_number(connection, session),
            ballot.expert,
            ballot.round,
            ballot.rev,
            ballot.kind.value,
            ballot.channel.value,
            canonical_bytes(sorted(ballot.supersedes)).decode(),
            at,
            content,
        ),
    )
    return own


def next_number(connection: sqlite3.Connection, session: str) -> int:
    """The place of the next ballot in the order of arrival."""
    (last,) = connection.execute(
        "SELECT coalesce(max(number), 0) FROM ballot WHERE session_id = ?", (session,)
    ).fetchone()
    return int(last) + 1


def known_of(
    connection: sqlite3.Connection, session: str, expert: str, number: int
) -> tuple[tuple[str, ...], int]:
    """Ids of all ballots of an expert in round `number`, and the highest version.

    That one is never so high that no gate would let the next one pass: what replaces what is
    said by the ids, whichever number a ballot gives itself.
    """
    found = connection.execute(
        "SELECT content_id, rev FROM ballot WHERE session_id = ? AND expert = ? AND round = ?",
        (session, expert, number),
    ).fetchall()
    highest = max((rev for _own, rev in found), default=0)
    return tuple(sorted(own for own, _rev in found)), min(highest, LAST_VERSION - 1)


def read_shelf(file: SessionFile, session: str) -> list[StoredBallot]:
    """What may be known of every ballot, in order of arrival."""
    rows = file.read(
        f"SELECT {_COLUMNS} FROM ballot WHERE session_id = ? ORDER BY number", (session,)
    )
    return [
        StoredBallot(
            *(own, number, expert, turn, rev),
            kind=Kind(kind),
            channel=Channel(channel),
            supersedes=tuple(json.loads(supersedes)),
            received_at=at,
        )
        for own, number, expert, turn, rev, kind, channel, supersedes, at in rows
    ]


def read_keys(file: SessionFile, session: str) -> dict[str, str]:
    """Every key ever registered, also revoked ones: public key to holder."""
    return dict(
        file.read("SELECT public, holder FROM signing_key WHERE session_id = ?", (session,))
    )


class Unusable(Refused):
    """One ballot cannot be used; others may well be."""


class Shelf:
    """Takes stored ballots down to read them; unlocks the boxes when the first is opened.

    Args:
        meeting: The open session.
        typed: The opening code where it is not kept in the session.
    """

    def __init__(self, meeting: Meeting, typed: str = "") -> None:
        self._file, self._session, self._typed = meeting.file, meeting.id, typed
        self._keys = read_keys(meeting.file, meeting.id)
        self._known = meeting.taken_down if meeting.file.reading else None

    def take_down(self, item: StoredBallot) -> Ballot:
        """One ballot, verified and parsed.

        What came through the form must carry the expert's own signature, everything else
        the desk's.

        Raises:
            KeyError: If there is none of that content id.
            Refused: If its bytes are not what was signed, somebody else signed them, or
                the opening code is needed and not the right one.
        """
        if self._known is not None and item.content_id in self._known:
            return self._known[item.content_id]
        content = self._content(item)
        try:
            if is_envelope(content):
                envelope = read_envelope(content, largest=LARGEST_OWN)
                signer, ballot = envelope.signer, open_envelope(envelope, self._key, self._keys)
            else:
                signer, ballot = signer_of(content), read_ballot(content, self._keys)
            self._require(item, content_id(ballot.document()), signer, ballot)
        except BadBytes as bad:
            raise self.unusable(item, str(bad)) from bad
        if self._known is not None:
            self._known[item.content_id] = ballot
        return ballot

    def lines(self, item: StoredBallot) -> tuple[bytes, bytes]:
        """A ballot's exact bytes as they were received, and its two signed lines, unread.

        Raises:
            KeyError, Refused: As `take_down`.
        """
        content = self._content(item)
        if not is_envelope(content):
            return content, content
        try:
            return content, unboxed(read_envelope(content, largest=LARGEST_OWN), self._key)
        except BadBytes as bad:
            raise self.unusable(item, str(bad)) from bad

    def received(self, item: StoredBallot) -> bytes:
        """A ballot's exact bytes as they were received; KeyError if there is none of that id."""
        return self._content(item)

    def verify_closed(self, item: StoredBallot) -> None:
        """Whether a ballot is as it was received; looks into no box.

        Raises:
            KeyError: If there is none of that content id.
            Refused: If its bytes are not what was signed, or somebody else signed them.
        """
        content = self._content(item)
        if not is_envelope(content):
            self.take_down(item)
            return
        try:
            envelope = read_envelope(content, largest=LARGEST_OWN)
            header = envelope.header
            self._require(item, header.content_id, envelope.signer, header)
        except BadBytes as bad:
            raise self.unusable(item, str(bad)) from bad

    @cached_property
    def _key(self) -> "PrivateKey":
        code = self._file.lend(lambda connection: read_opening_code(connection, self._session))
        if code is None:
            raise refused(self._file.path, _("this session has no opening code"))
        try:
            return unlock(code, self._typed)
        except BadCode as bad:
            raise refused(self._file.path, str(bad)) from bad

    def _content(self, item: StoredBallot) -> bytes:
        rows = self._file.read(
            "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?",
            (self._session, item.content_id),
        )
        if not rows:
            raise KeyError(item.content_id)
        return bytes(rows[0][0])

    def _require(self, item: StoredBallot, found: str, signer: str, who: Ballot | Header) -> None:
        if found != item.content_id:
            raise BadBytes(_("it is stored under the id of another"))
        if self._keys.get(signer) != signs_for(who.expert, who.channel):
            raise BadBytes(_("it is signed with the key of somebody else"))

    def unusable(self, item: StoredBallot, why: str) -> Unusable:
        """The refusal of one ballot, naming it."""
        sentence = _("ballot {id} of expert {expert} cannot be used: {why}").format(
            id=item.content_id[:12], expert=item.expert, why=why
        )
        return Unusable(Finding(self._file.path.name, sentence))


def signs_for(expert: str, channel: Channel) -> str:
    """Whose key must have signed a ballot."""
    return expert if channel is Channel.FORM else DESK
