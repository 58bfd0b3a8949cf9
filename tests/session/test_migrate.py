"""Older files: a backup, then all steps or none."""

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.session import file as file_module
from reviewtui.session import migrate as migrate_module
from reviewtui.session.migrate import KNOWN, Step, migrate
from reviewtui.session.schema import SCHEMA_VERSION, TABLES, tables_of
from reviewtui.session.session import Session
from tests.session.conftest import START, Room, fill

MakeRoom = Callable[..., Room]
MORE = "CREATE TABLE more (session_id TEXT NOT NULL, PRIMARY KEY (session_id)) WITHOUT ROWID"
THIRD = "CREATE TABLE third (session_id TEXT NOT NULL, PRIMARY KEY (session_id)) WITHOUT ROWID"
FUTURE = {1: TABLES, 2: (*TABLES, MORE), 3: (*TABLES, MORE, THIRD)}


def add_more(connection: sqlite3.Connection) -> None:
    connection.execute(MORE)
    connection.execute("INSERT INTO more SELECT session_id FROM session")


def add_third(connection: sqlite3.Connection) -> None:
    connection.execute(THIRD)


STEPS = (Step(1, add_more), Step(2, add_third))


def bring(
    path: Path, steps: tuple[Step, ...], target: int = 3, known: dict[int, tuple[str, ...]] = FUTURE
) -> Path:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return migrate(
            connection, path, 1, steps=steps, target=target, known=known, now=lambda: START
        )
    finally:
        connection.close()


def state(path: Path) -> tuple[int, set[str], list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    found = (
        connection.execute("PRAGMA user_version").fetchone()[0],
        tables_of(connection),
        connection.execute("SELECT * FROM journal ORDER BY seq").fetchall(),
    )
    connection.close()
    return found


@pytest.fixture
def old(room: MakeRoom) -> Path:
    own = room()
    fill(own.open().scoring("01"))
    own.close()
    return own.path


def test_all_steps_are_taken_after_a_dated_backup(old: Path) -> None:
    before = state(old)
    backup = bring(old, STEPS)
    assert backup.name == "meeting.v1-20260101-000000.review"
    assert state(backup) == before
    assert state(old) == (3, set(FUTURE[3]), before[2])


def test_only_the_steps_that_are_needed_are_taken(old: Path) -> None:
    bring(old, STEPS, target=2)
    assert state(old)[:2] == (2, set(FUTURE[2]))


@pytest.mark.parametrize("fault", ["error", "sql", "result"])
def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, fault: str) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM journal")
        if fault == "error":
            raise RuntimeError("no")
        if fault == "sql":
            connection.execute("INSERT INTO nowhere VALUES (1)")

    before = state(old)
    with pytest.raises(Refused, match="unchanged; a copy stands beside it"):
        bring(old, (STEPS[0], Step(2, fail)))
    assert state(old) == before


def test_a_file_that_is_not_like_its_version_is_refused_before_anything(old: Path) -> None:
    connection = sqlite3.connect(old)
    connection.execute("CREATE TABLE strange (x)")
    connection.close()
    with pytest.raises(Refused, match="not those of a session"):
        bring(old, STEPS)
    assert list(old.parent.iterdir()) == [old]


def test_without_a_backup_nothing_is_begun(old: Path) -> None:
    before = state(old)
    (old.parent / "meeting.v1-20260101-000000.review").write_text("taken")
    with pytest.raises(Refused, match="the copy failed"):
        bring(old, STEPS)
    assert state(old) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="NOT TESTED: needs fork")
def test_a_kill_in_the_middle_leaves_the_old_file(old: Path) -> None:
    before = state(old)
    started = multiprocessing.get_context("fork").Event()

    def hang(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM journal")
        started.set()
        time.sleep(60)

    child = os.fork()
    if child == 0:
        bring(old, (STEPS[0], Step(2, hang)))
        os._exit(0)
    assert started.wait(20)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert state(old) == before


def test_opening_an_older_file_migrates_it(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the next version of the program would do with a file of this one."""
    present, following = SCHEMA_VERSION, SCHEMA_VERSION + 1
    monkeypatch.setattr(file_module, "SCHEMA_VERSION", following)
    monkeypatch.setattr(file_module, "TABLES", FUTURE[2])

    def as_of_the_next(connection: sqlite3.Connection, path: Path, version: int) -> Path:
        known = {present: TABLES, following: FUTURE[2]}
        steps = (Step(present, add_more),)
        return migrate(connection, path, version, steps=steps, target=following, known=known)

    monkeypatch.setattr("reviewtui.session.migrate.migrate", as_of_the_next)
    with Session.open(old) as session:
        assert session.scoring("01").holes() == []
        assert session.meeting.file.read("SELECT session_id FROM more") == [(session.id,)]
    assert len(list(old.parent.glob(f"meeting.v{present}-*.review"))) == 1
    with Session.open(old):
        pass
    assert len(list(old.parent.glob(f"meeting.v{present}-*.review"))) == 1


def test_every_released_version_has_its_text_and_its_step() -> None:
    assert set(KNOWN) == set(range(1, SCHEMA_VERSION + 1))
    assert KNOWN[SCHEMA_VERSION] == TABLES
    assert [step.version for step in migrate_module.STEPS] == list(range(1, SCHEMA_VERSION))
