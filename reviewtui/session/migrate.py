"""Older files, step by step to the present schema: all in one transaction, after a backup."""

import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.locales import _
from reviewtui.session.clock import Now, utc_now
from reviewtui.session.faults import obstacle, refused
from reviewtui.session.schema import SCHEMA_VERSION, TABLES, tables_of


class Step(NamedTuple):
    """From one schema version to the next; `change` runs inside the transaction."""

    version: int
    change: Callable[[sqlite3.Connection], None]


STEPS: Final[tuple[Step, ...]] = ()
"""In order of the version they start from. Version 1 is the first."""

KNOWN: Final[Mapping[int, tuple[str, ...]]] = {1: TABLES}
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
    if version not in known or tables_of(connection) != set(known[version]):
        raise refused(path, _("the tables of this older file are not those of a session"))
    backup = _back_up(connection, path, version, now())
    try:
        connection.execute("BEGIN IMMEDIATE")
        for step in steps:
            if version <= step.version < target:
                step.change(connection)
        connection.execute(f"PRAGMA user_version = {target:d}")
        _require_sound(connection, known[target])
        connection.execute("COMMIT")
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
