"""Reading for screens and filling in bulk, through SQLModel and SQLAlchemy Core.

The engine borrows the one connection of the session file; transactions are begun and
ended there and nowhere else. Imported only when it is needed (half a second).
"""

import json
import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from sqlalchemy import Engine, create_engine, delete, insert
from sqlalchemy.pool import StaticPool
from sqlmodel import Session as ModelSession
from sqlmodel import col, select

from reviewtui.session.file import SessionFile
from reviewtui.session.journal import Event, EventKind
from reviewtui.session.marks import MarkRow
from reviewtui.session.models import BallotMarkRow, JournalRow

CHUNK: Final = 20_000
"""Rows per statement: constant memory, and no slower than all at once."""


class _Borrowed:
    """The session's connection without the right to end its transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Left to the session file."""

    def rollback(self) -> None:
        """Left to the session file."""

    def close(self) -> None:
        """Left to the session file."""


def _engine(connection: sqlite3.Connection) -> Engine:
    return create_engine("sqlite://", creator=lambda: _Borrowed(connection), poolclass=StaticPool)


def list_journal(file: SessionFile, session: str) -> list[Event]:
    """All entries of the journal in order."""
    query = (
        select(JournalRow)
        .where(col(JournalRow.session_id) == session)
        .order_by(col(JournalRow.seq))
    )

    def read(connection: sqlite3.Connection) -> list[Event]:
        with ModelSession(_engine(connection)) as models:
            return [_event(row) for row in models.exec(query)]

    return file.lend(read)


def fill_marks(
    connection: sqlite3.Connection, session: str, ballots: Iterable[tuple[int, Iterable[MarkRow]]]
) -> None:
    """Replace the marks of numbered ballots, inside the caller's transaction."""
    table = BallotMarkRow.__table__  # type: ignore[attr-defined]  # the library adds it
    engine = _engine(connection)
    statement = str(insert(table).compile(dialect=engine.dialect))
    with engine.connect() as core:
        for number, rows in ballots:
            own = table.c.session_id == session, table.c.ballot == number
            core.execute(delete(table).where(*own))
            source = iter(rows)
            while chunk := list(islice(source, CHUNK)):
                core.exec_driver_sql(statement, chunk)


def _event(row: JournalRow) -> Event:
    return Event(row.seq, row.at, row.actor, EventKind(row.kind), json.loads(row.body), row.hash)
