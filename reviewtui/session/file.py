"""One session file, opened by one process with one connection (plain sqlite3).

WAL with full synchronisation: a commit that was acknowledged survives a power cut. A
closed file is one self-contained file in rollback mode, so it can be copied and can be
read from a read-only medium.
"""

import contextlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _
from reviewtui.session.clock import local_time, utc_now
from reviewtui.session.faults import Code, Damaged, code_of, damaged, obstacle, refused
from reviewtui.session.lock import Holder, already_open, leave_note, take_note_away
from reviewtui.session.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES, tables_of

LOW_SPACE: Final = 50_000_000
"""Bytes; with less than this on the drive a session warns before it starts."""

CHECKED_AT_OPENING: Final = 32_000_000
"""Bytes up to which the whole file is checked at opening; larger ones wait for `check`."""

Result = TypeVar("Result")


def open_session(path: Path, *, reading: bool = False) -> "SessionFile":
    """Open a session file and take its lock at once.

    Args:
        path: The file.
        reading: Leave it as it is, to the byte; one of an older format is read from a copy in
            memory. Only a log that a killed process left behind is still folded in.

    Raises:
        Refused: If it is missing, no session, damaged, written by a newer version, open
            elsewhere, or cannot be written where it is. Nothing is changed then.
    """
    path = path.absolute()
    if not path.exists():
        raise refused(path, _("there is no such session file"))
    if not path.is_file():
        raise refused(path, _("this is a folder, not a session file"))
    if not writable(path):
        raise _read_only(path)
    try:
        if reading and not path.with_name(f"{path.name}-wal").exists():
            file = SessionFile(path, *_connect_reading(path))
        else:
            file = SessionFile(path, _connect(path))
    except sqlite3.Error as error:
        raise _why_not_open(path, error) from error
    except UnicodeDecodeError as error:  # the database quotes what it cannot read
        raise damaged(path, error.object.decode("utf-8", "replace")) from error
    leave_note(path, Holder.here(utc_now()))
    return file


def writable(path: Path) -> bool:
    """Whether the operating system lets us write the file and beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


class SessionFile:
    """The open file. Every write goes through `write`, every read through `read`.

    Args:
        path: The file.
        connection: To the file, or to a copy of it.
        locked: Holds the lock of a file that is only read.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, locked: sqlite3.Connection | None = None
    ) -> None:
        self.path = path
        self.connection = connection
        self._locked = locked
        self._identity = _identity(path)
        self._lock = threading.RLock()
        self._safe_until = utc_now()
        self._rescued: Path | None = None
        self.in_place = True
        """Whether the file was where it belongs when last something was to be stored."""
        self._broken = False
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def reading(self) -> bool:
        """Whether nothing may be written."""
        return self._locked is not None

    @property
    def rescued(self) -> Path | None:
        """The copy made because the file is not in its place; None while it is."""
        return self._rescued

    @property
    def low_space(self) -> bool:
        """Whether less than 50 MB are free on the drive of the file."""
        return shutil.disk_usage(self.path.parent).free < LOW_SPACE

    def read(
        self, query: str, values: tuple[object, ...] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.lend(lambda connection: connection.execute(query, values).fetchall())

    def lend(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Let `work` read with the connection while nobody writes."""
        with self._lock:
            self._require_connection()
            return work(self.connection)

    def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work` in one transaction; when this returns, it is durable.

        Raises:
            Refused: If the file was moved or deleted while open.
            sqlite3.Error: If a statement or the commit failed. Whether the transaction is
                in the file is then unknown until it is read again.
        """
        assert not self.reading
        with self._lock:
            self._require_in_place()
            self._require_connection()
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(self.connection)
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        self.connection.execute("ROLLBACK")
                raise
            self._require_in_place(committed=True)
            self._safe_until = utc_now()
            return result

    def reopen(self) -> None:
        """Drop the connection and open the file anew, to learn what is really in it.

        Raises:
            sqlite3.Error: If it cannot be read now.
        """
        with self._lock:
            self._broken = True
            with contextlib.suppress(sqlite3.Error):
                self.connection.close()
            self.connection = _connect(self.path, check=False)
            self._broken = False

    def flush(self) -> None:
        """Bring everything from the log into the main file.

        Raises:
            sqlite3.Error: If the disk does not take it.
        """
        with self._lock:
            busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise sqlite3.OperationalError("checkpoint")

    def close(self) -> None:
        """Leave one self-contained file and release it.

        Raises:
            Refused: If only now it turns out that the file was moved or deleted; what was
                in it is then in a copy, which the sentence names. It is released all the same.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._locked is not None:
                self.connection.close()
                self._locked.close()
                take_note_away(self.path)
                return
            told = self._rescued is not None
            try:
                if not told and not self._broken:
                    self._require_in_place(committed=True)
            finally:
                with contextlib.suppress(sqlite3.Error):
                    self.flush()
                    self.connection.execute("PRAGMA journal_mode = DELETE")
                with contextlib.suppress(sqlite3.Error):
                    self.connection.close()
                take_note_away(self.path)

    def _require_connection(self) -> None:
        """After a reopening that failed, try once more."""
        if self._broken and not self._closed:
            self.reopen()

    def _require_in_place(self, *, committed: bool = False) -> None:
        """Refuse to acknowledge into a file that nobody can find any more.

        Args:
            committed: The connection holds nothing but what is committed, up to now.
        """
        self.in_place = _identity(self.path) == self._identity
        if self.in_place:
            self._rescued = None
            return
        copy = self._rescue()
        if copy is not None:
            raise refused(
                self.path,
                _(
                    "the file was moved or deleted while open. Everything up to {time} is in "
                    "the copy {copy}, nothing after it is saved; close this window and "
                    "continue with the copy"
                ).format(time=_clock(utc_now() if committed else self._safe_until), copy=copy),
            )
        raise refused(
            self.path,
            _(
                "the file was moved or deleted while open. Nothing after {time} is saved; "
                "put it back to {path} and try again"
            ).format(time=_clock(self._safe_until), path=self.path),
        )

    def _rescue(self) -> Path | None:
        """Copy what the open connection still sees to a new file beside the old place."""
        if self._rescued is not None:
            return self._rescued
        for number in range(1, 100):
            copy = self.path.with_name(f"{self.path.stem}.rescued-{number}{self.path.suffix}")
            if not copy.exists():
                break
        try:
            self.connection.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.Error:
            return None
        self._rescued = copy
        return copy


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells this file from another of the same name; None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _clock(at: int) -> str:
    return f"{local_time(at):%H:%M:%S}"


def _database(path: Path) -> sqlite3.Connection:
    """A connection that keeps every lock it takes, and has not read anything yet."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    return connection


def _connect_reading(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """A connection to read with, and the one that holds the lock; mostly they are the same.

    An exclusive transaction that changes nothing writes nothing.
    """
    locked = _database(path)
    try:
        connection, version = locked, _check(locked, path)
        locked.execute("BEGIN EXCLUSIVE")
        locked.execute("COMMIT")
        if version < SCHEMA_VERSION:
            from reviewtui.session.migrate import migrated_copy  # hardly ever needed

            connection = migrated_copy(locked, path, version)
        _check_tables(connection, path)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        locked.close()
        raise
    return connection, locked


def _connect(path: Path, *, check: bool = True) -> sqlite3.Connection:
    """Open, check, lock. With `check` off it is a file that was open a moment ago."""
    connection = _database(path)
    try:
        if check:
            version = _check(connection, path)
            if version < SCHEMA_VERSION:
                from reviewtui.session.migrate import migrate  # hardly ever needed

                migrate(connection, path, version)
            _check_tables(connection, path)
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise refused(
                path,
                _("a session cannot be kept safely on this drive; copy it to a local disk"),
            )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Refuse what is not ours, too new or damaged; the version of its format."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _not_ours(path)
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise refused(
            path,
            _(
                "this session was written by a newer version of the program (format {version}, "
                "this one knows {known}); open it with that version"
            ).format(version=version, known=SCHEMA_VERSION),
        )
    if path.stat().st_size <= CHECKED_AT_OPENING:
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise damaged(path, said)
    return version


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is not built like a session."""
    if tables_of(connection) != set(TABLES):
        sentence = _(
            "the tables of this file are not those of a session; it was changed by "
            "another program. Continue with the latest backup"
        )
        raise Damaged(Finding(path.name, sentence))


def _why_not_open(path: Path, error: sqlite3.Error) -> Refused:
    match code_of(error):
        case Code.BUSY | Code.LOCKED:
            return already_open(path)
        case Code.NOT_A_DATABASE:
            return _not_ours(path)
        case Code.READ_ONLY | Code.CANNOT_OPEN:
            return _read_only(path)
        case Code.CORRUPT:
            return damaged(path, str(error))
        case Code.FULL | Code.IO:
            sentence = _("the session cannot be opened: {why}")
            return refused(path, sentence.format(why=obstacle(path, error)))
    return damaged(path, str(error))


def _read_only(path: Path) -> Refused:
    return refused(
        path,
        _(
            "the file or its folder {folder} is write-protected; "
            "copy the session to a local disk and open it there"
        ).format(folder=path.parent),
    )


def _not_ours(path: Path) -> Refused:
    return refused(path, _("this is not a session of this program"))
