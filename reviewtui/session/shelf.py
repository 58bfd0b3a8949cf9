"""The ballots of a session: every one that was ever received, in its exact bytes."""

import json
import sqlite3

from reviewtui.domain.ballot import Ballot, Channel, Kind, content_id
from reviewtui.domain.canonical import canonical_bytes
from reviewtui.locales import _
from reviewtui.session.ballots import BadBallot, document_of, read_ballot, signer_of
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.keys import DESK

_COLUMNS = "content_id, number, expert, round, rev, kind, channel, supersedes, received_at"


def shelve(
    connection: sqlite3.Connection, session: str, ballot: Ballot, content: bytes, at: int
) -> str:
    """Add a signed ballot, inside the caller's transaction; returns its content id."""
    own = content_id(document_of(content))
    (last,) = connection.execute(
        "SELECT coalesce(max(number), 0) FROM ballot WHERE session_id = ?", (session,)
    ).fetchone()
    connection.execute(
        f"INSERT INTO ballot (session_id, {_COLUMNS}, content) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session,
            own,
            last + 1,
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


def known_of(
    connection: sqlite3.Connection, session: str, expert: str, number: int
) -> tuple[tuple[str, ...], int]:
    """Ids of all ballots of an expert in round `number`, and the highest version."""
    found = connection.execute(
        "SELECT content_id, rev FROM ballot WHERE session_id = ? AND expert = ? AND round = ?",
        (session, expert, number),
    ).fetchall()
    return tuple(sorted(own for own, _rev in found)), max((rev for _own, rev in found), default=0)


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


def take_down(file: SessionFile, session: str, own: str, keys: dict[str, str]) -> Ballot:
    """One ballot, verified and parsed.

    Args:
        file: The session file.
        session: Id of the session.
        own: The ballot's content id.
        keys: Public key to holder. What came through the form must carry the expert's own
            signature, everything else the desk's.

    Raises:
        KeyError: If there is none of that content id.
        Refused: If its bytes are not what was signed, or somebody else signed them.
    """
    rows = file.read(
        "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?", (session, own)
    )
    if not rows:
        raise KeyError(own)
    content = bytes(rows[0][0])
    try:
        ballot = read_ballot(content, keys)
        if content_id(document_of(content)) != own:
            raise BadBallot(_("it is stored under the id of another"))
        if keys[signer_of(content)] != _signs(ballot):
            raise BadBallot(_("it is signed with the key of somebody else"))
    except BadBallot as bad:
        raise refused(
            file.path, _("ballot {id} cannot be used: {why}").format(id=own[:12], why=bad)
        ) from bad
    return ballot


def _signs(ballot: Ballot) -> str:
    """Whose key must have signed it."""
    return ballot.expert if ballot.channel is Channel.FORM else DESK
