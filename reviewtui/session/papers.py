"""A session's papers: all that may leave it once it is opened, and a session made of them.

No signing seed, no opening code, no key of the boxes and no half-typed sheet is among them.
What an expert drafted and never handed in stays behind too: his entries of the journal keep
their place in the chain without their text.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from reviewtui.locales import _
from reviewtui.session.clock import Sources
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import DRAFTING
from reviewtui.session.may_leave import NO_SEED, may_leave, secrets_of
from reviewtui.session.meeting import read_meeting
from reviewtui.session.schema import create_tables
from reviewtui.session.session import Session
from reviewtui.session.shelf import Shelf


class Head(NamedTuple):
    """The row of the session itself; `definition` is the exact text it was made with."""

    session_id: str
    role: str
    created_at: int
    definition: str
    sheet_hash: str
    rule_hash: str
    trial: int
    app: str


class PublicKey(NamedTuple):
    """Who signs with which key; times are UTC milliseconds."""

    holder: str
    public: str
    made_at: int
    revoked_at: int | None


class SettledValue(NamedTuple):
    """What the desk had settled when the session was made."""

    candidate: str
    row: str
    value: str
    evidence: str
    settled_at: int


class Entry(NamedTuple):
    """One entry of the journal; `body` is its exact text, None where it stays behind."""

    seq: int
    at: int
    actor: str
    kind: str
    body: str | None
    prev: str
    hash: str


class Paper(NamedTuple):
    """One ballot.

    Attributes:
        received: Its bytes as they came.
        lines: Its two signed lines; None where it was never opened.
    """

    head: StoredBallot
    received: bytes
    lines: bytes | None


class Aside(NamedTuple):
    """A file that was received and does not count; `content` is empty of one that was too
    large, and None where its bytes stay behind (`may_leave`); `size` is that of its bytes."""

    file_id: str
    name: str
    expert: str
    why: str
    content: bytes | None
    received_at: int
    size: int = 0


class Papers(NamedTuple):
    """Everything, in the order of the session's tables."""

    head: Head
    keys: tuple[PublicKey, ...]
    settled: tuple[SettledValue, ...]
    journal: tuple[Entry, ...]
    ballots: tuple[Paper, ...]
    aside: tuple[Aside, ...]
    resolutions: tuple[str, ...]
    amendments: tuple[str, ...]


def read_papers(session: Session) -> Papers:
    """The papers of an open session.

    Raises:
        Refused: If a ballot that was opened cannot be read any more.
    """
    file, own = session.meeting.file, session.id
    opened = {item.content_id for item in session.open_ones()}
    shown = {item.expert for item in session.open_ones()}
    hidden = secrets_of(session)
    shelf = Shelf(session.meeting)
    ballots = [
        Paper(item, *shelf.lines(item))
        if item.content_id in opened
        else Paper(item, shelf.received(item), None)
        for item in session.stored()
    ]
    (head,) = file.read(
        "SELECT session_id, role, created_at, definition, sheet_hash, rule_hash, trial, app "
        "FROM session WHERE session_id = ?",
        (own,),
    )
    entries = (
        Entry(*row)
        for row in file.read(
            "SELECT seq, at, actor, kind, body, prev, hash FROM journal "
            "WHERE session_id = ? ORDER BY seq",
            (own,),
        )
    )
    return Papers(
        head=Head(*head),
        keys=tuple(
            PublicKey(*row)
            for row in file.read(
                "SELECT holder, public, made_at, revoked_at FROM signing_key "
                "WHERE session_id = ? ORDER BY holder, public",
                (own,),
            )
        ),
        settled=tuple(
            SettledValue(*row)
            for row in file.read(
                "SELECT candidate, row, value, evidence, settled_at FROM settled "
                "WHERE session_id = ? ORDER BY candidate, row",
                (own,),
            )
        ),
        journal=tuple(
            entry._replace(body=None)
            if entry.kind in DRAFTING and entry.actor not in shown
            else entry
            for entry in entries
        ),
        ballots=tuple(ballots),
        aside=tuple(_shown(Aside(*row), shown, hidden) for row in _aside_rows(file, own)),
        resolutions=_documents(file, own, "resolution"),
        amendments=_documents(file, own, "amendment"),
    )


def rebuilt(papers: Papers, place: Path) -> Session:
    """A session made of papers, in memory and for reading only; close it after use.

    Args:
        papers: Of an opened session.
        place: How findings name it.

    Raises:
        Refused: If the papers make no session.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN")
        create_tables(connection)
        _fill(connection, papers)
        connection.execute("COMMIT")
        connection.execute("PRAGMA query_only = ON")
        file = SessionFile(place, connection, locked=connection)
        return Session(read_meeting(file, Sources()))
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as fault:
        connection.close()
        sentence = _("the records make no session of this program")
        raise refused(place, sentence) from fault
    except BaseException:
        connection.close()
        raise


def _fill(connection: sqlite3.Connection, papers: Papers) -> None:
    own = papers.head.session_id
    connection.execute(f"INSERT INTO session VALUES ({_marks(len(papers.head))})", papers.head)
    _insert(
        connection,
        "signing_key",
        [(own, holder, public, NO_SEED, made, gone) for holder, public, made, gone in papers.keys],
    )
    _insert(connection, "settled", [(own, *item) for item in papers.settled])
    _insert(
        connection,
        "journal",
        [(own, *item._replace(body=item.body or "{}")) for item in papers.journal],
    )
    _insert(
        connection,
        "ballot",
        [
            (
                *(own, head.content_id, head.number, head.round, head.expert, head.rev),
                *(head.kind.value, head.channel.value, json.dumps(list(head.supersedes))),
                *(content if lines is None else lines, head.received_at),
            )
            for head, content, lines in papers.ballots
        ],
    )
    _insert(
        connection,
        "kept_aside",
        [
            (
                own,
                item.file_id,
                item.name,
                item.expert,
                item.why,
                item.content or b"",
                item.received_at,
            )
            for item in papers.aside
        ],
    )
    for table, documents in (
        ("resolution", papers.resolutions),
        ("amendment", papers.amendments),
    ):
        _insert(connection, table, [_kept(own, table, document) for document in documents])


def _kept(own: str, table: str, document: str) -> tuple[object, ...]:
    """A resolution or amendment as its table keeps it."""
    from reviewtui.domain.amendment import read_amendment
    from reviewtui.domain.resolution import read_resolution

    if table == "resolution":
        return own, read_resolution(document.encode()).id, document
    amendment = read_amendment(document.encode())
    return own, amendment.id, amendment.number, document


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({_marks(len(row))})", row)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _aside_rows(file: SessionFile, own: str) -> list[tuple[str, str, str, str, bytes, int]]:
    return file.read(
        "SELECT file_id, name, expert, why, content, received_at FROM kept_aside "
        "WHERE session_id = ? ORDER BY file_id",
        (own,),
    )


def _shown(item: Aside, shown: Collection[str], hidden: Collection[bytes]) -> Aside:
    """A file kept aside, without what must not leave."""
    content = item.content or b""
    kept = content if may_leave(item.why, content, shown, hidden) else None
    return item._replace(content=kept, size=len(content))


def _documents(file: SessionFile, own: str, table: str) -> tuple[str, ...]:
    rows = file.read(
        f"SELECT document FROM {table} WHERE session_id = ? ORDER BY {table}_id", (own,)
    )
    return tuple(document for (document,) in rows)
