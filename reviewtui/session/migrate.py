"""Older files, step by step to the present schema: all in one transaction, after a backup."""

import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.findings import Finding
from reviewtui.locales import _
from reviewtui.session.clock import Now, utc_now
from reviewtui.session.faults import Damaged, damaged, obstacle, refused
from reviewtui.session.schema import (
    ADDED_IN_2,
    SCHEMA_VERSION,
    TABLES,
    TABLES_1,
    TABLES_2,
    TYPED_PASS,
    TYPED_PASS_2,
    tables_of,
)


class Step(NamedTuple):
    """From one schema version to the next; `change` runs inside the transaction."""

    version: int
    change: Callable[[sqlite3.Connection], None]


def _add_tables_of_2(connection: sqlite3.Connection) -> None:
    for table in (*ADDED_IN_2, TYPED_PASS_2):
        connection.execute(table)


def _keep_changes_too(connection: sqlite3.Connection) -> None:
    """Set `typed_pass` anew, with room for what is being changed on the spot."""
    rows = connection.execute("SELECT * FROM typed_pass").fetchall()
    connection.execute("DROP TABLE typed_pass")
    connection.execute(TYPED_PASS)
    connection.executemany("INSERT INTO typed_pass VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


STEPS: Final[tuple[Step, ...]] = (Step(1, _add_tables_of_2), Step(2, _keep_changes_too))
"""In order of the version they start from. Version 1 is the first."""

KNOWN: Final[Mapping[int, tuple[str, ...]]] = {1: TABLES_1, 2: TABLES_2, 3: TABLES}
"""The table texts of every released version; a file that reads otherwise is refused."""


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    version: int,
    *,
    steps: Sequence[Step] = STEPS,
    target: int = SCHEMA_VERSION,
    known: Mapping[int, tuple[str, ...]] = KNOWN,
    now: Now = utc_now,
) -> Path:
    """Bring an open, locked file from `version` to `target`; returns the backup.

    Raises:
        Refused: If a step fails or the result is not as expected; the file is then as
            it was, and the backup stands beside it.
    """
    _require_known(connection, path, version, known)
    backup = _back_up(connection, path, version, now())
    try:
        _change(connection, version, steps, target, known[target])
    except Exception as error:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        said = obstacle(path, error) if isinstance(error, sqlite3.Error) else str(error)
        raise refused(
            path,
            _(
                "the session could not be brought to the present format ({said}). It is "
                "unchanged; a copy stands beside it: {backup}"
            ).format(said=said, backup=backup.name),
        ) from error
    return backup


def migrated_copy(connection: sqlite3.Connection, path: Path, version: int) -> sqlite3.Connection:
    """An older session in memory and in the present format; the file stays as it is.

    Raises:
        Refused: If its tables are not those of its version, or do not become those of this one.
    """
    _require_known(connection, path, version, KNOWN)
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.backup(copy)
        _change(copy, version, STEPS, SCHEMA_VERSION, TABLES)
    except (sqlite3.Error, ValueError) as fault:
        copy.close()
        raise damaged(path, str(fault)) from fault
    return copy


def _require_known(
    connection: sqlite3.Connection, path: Path, version: int, known: Mapping[int, tuple[str, ...]]
) -> None:
    if version not in known or tables_of(connection) != set(known[version]):
        sentence = _("the tables of this older file are not those of a session")
        raise Damaged(Finding(path.name, sentence))


def _change(
    connection: sqlite3.Connection,
    version: int,
    steps: Sequence[Step],
    target: int,
    expected: tuple[str, ...],
) -> None:
    """Every step in one transaction, which is still open if one of them fails."""
    connection.execute("BEGIN IMMEDIATE")
    for step in steps:
        if version <= step.version < target:
            step.change(connection)
    connection.execute(f"PRAGMA user_version = {target:d}")
    _require_sound(connection, expected)
    connection.execute("COMMIT")


def _back_up(connection: sqlite3.Connection, path: Path, version: int, at: int) -> Path:
    day = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y%m%d-%H%M%S")
    backup = path.with_name(f"{path.stem}.v{version}-{day}{path.suffix}")
    try:
        connection.execute("VACUUM INTO ?", (str(backup),))
    except sqlite3.Error as error:
        raise refused(
            path,
            _(
                "this session is of an older format and must be copied before it is brought to "
                "the present one; the copy failed: {said}"
            ).format(said=obstacle(path, error)),
        ) from error
    return backup


def _require_sound(connection: sqlite3.Connection, expected: tuple[str, ...]) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise ValueError("quick_check")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise ValueError("foreign_key_check")
    if tables_of(connection) != set(expected):
        raise ValueError("sqlite_master")
