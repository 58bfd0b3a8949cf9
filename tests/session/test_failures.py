"""When the disk fails: what is said is true, and memory is what the file says."""

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.domain.ballot import BLANK, Ballot
from reviewtui.domain.findings import Refused
from reviewtui.session import file as file_module
from reviewtui.session.changes import CommentChange
from reviewtui.session.create import create_session
from reviewtui.session.faults import Code, cause
from reviewtui.session.session import Session
from tests.session.conftest import Room, fill, mark, scored, small_meeting

MakeRoom = Callable[..., Room]
LONG = "评" * 1900


class Faulty:
    """A connection that fails once, at its n-th statement, before or after doing it."""

    def __init__(
        self, real: sqlite3.Connection, fails: Callable[[int, str], bool], *, after: bool = False
    ) -> None:
        self._real, self._fails, self._after = real, fails, after
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self._maybe(sql, lambda: self._real.execute(sql, *values))

    def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self._maybe(sql, lambda: self._real.executemany(sql, *values))

    def _maybe(self, sql: str, do: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        self.count += 1
        if not self._fails(self.count, sql):
            return do()
        if self._after:
            do()
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = 10
        raise error


def spoil(session: Session, fails: Callable[[int, str], bool], *, after: bool = False) -> Faulty:
    file = session.meeting.file
    faulty = Faulty(file.connection, fails, after=after)
    file.connection = faulty  # type: ignore[assignment]
    return faulty


def at_commit(_number: int, sql: str) -> bool:
    return sql == "COMMIT"


def test_on_a_full_disk_it_is_said_and_can_be_tried_again(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", "1.1", 5)]).result()
    file = session.meeting.file
    file.read(f"PRAGMA max_page_count = {file.read('PRAGMA page_count')[0][0]}")
    changes = [CommentChange("1", row, LONG) for row in ("1.1", "1.2", "2.1", "2.2")]
    with pytest.raises(Refused) as refused:
        scoring.commit([mark("1", "1.2", 6), *changes]).result()
    assert str(refused.value) == (
        "meeting.review: this was not saved, everything before it is: "
        "the disk is full; free some space and try again"
    )
    assert scoring.cell("1", "1.1") == scored(5)
    assert scoring.cell("1", "1.2") == BLANK
    assert scoring.comment("1", "1.1") == ""
    assert scoring.pending == 0
    scoring.commit([mark("1", "1.2", 6), *changes]).result()
    again = own.again().scoring("01")
    assert again.cell("1", "1.2") == scored(6)
    assert again.comment("1", "2.2") == LONG


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    drive = tmp_path / "drive"
    drive.mkdir()
    made = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(drive)], capture_output=True
        ).returncode
    )
    if not made:
        pytest.skip("NOT TESTED on a really full drive: mounting one needs administrator rights")
    yield drive
    subprocess.run(["umount", str(drive)], check=True)


def test_on_a_drive_that_is_really_full(small_drive: Path) -> None:
    path = small_drive / "a.review"
    create_session(path, small_meeting(experts=1, candidates=4).panel()[0])
    with Session.open(path) as session:
        scoring = session.scoring("01")
        scoring.commit([mark("1", "1.1", 5)]).result()
        ballast = small_drive / "ballast"
        with ballast.open("wb", buffering=0) as heavy, contextlib.suppress(OSError):
            while True:
                heavy.write(bytes(512))
        refusals = []
        for hole in scoring.holes():
            error = scoring.commit([mark(*hole, 5), CommentChange(*hole, LONG)]).exception()
            assert scoring.cell(*hole).done == (error is None)
            if error is not None:
                refusals.append(str(error))
        assert refusals
        assert all("the disk is full" in said for said in refusals)
        ballast.unlink()
        fill(scoring)
        sealed = scoring.seal().result()
    with Session.open(path) as session:
        assert session.check() == []
        assert session.scoring("01").sealed == sealed
        assert session.scoring("01").cell("1", "1.1") == scored(5)


def test_a_commit_that_reports_an_error_and_is_in_the_file_is_saved(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    spoil(session, at_commit, after=True)
    assert scoring.commit([mark("1", "1.1", 5)]).result().seq == 2
    assert scoring.cell("1", "1.1") == scored(5)
    scoring.commit([mark("1", "1.2", 6)]).result()
    again = own.again()
    assert again.scoring("01").progress("1") == (2, 4)
    assert again.check() == []


def test_after_a_failure_memory_is_what_the_file_says(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", "1.1", 5)], ("1", "1.2")).result()
    spoil(session, at_commit)
    with session.meeting.file._lock:  # the writer has to wait, so that three are on the way
        waiting = [
            scoring.commit([mark("1", "1.1", 9)]),
            scoring.commit([mark("1", "1.2", 9)]),
            scoring.undo(),
        ]
        assert scoring.pending == 3
    said = [str(future.exception()) for future in waiting if future is not None]
    assert "the disk reports a fault" in said[0]
    assert all("the entry before it could not be saved" in text for text in said[1:])
    assert scoring.pending == 0
    assert scoring.cell("1", "1.1") == scored(5)
    assert scoring.cell("1", "1.2") == BLANK
    assert scoring.place == ("1", "1.2")
    undoing = scoring.undo()
    assert undoing is not None
    undoing.result()
    assert scoring.cell("1", "1.1") == BLANK
    assert own.again().check() == []


def test_a_failed_seal_can_be_tried_again(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    fill(scoring)
    spoil(session, at_commit)
    with pytest.raises(Refused, match="not saved"):
        scoring.seal().result()
    assert scoring.sealed is None
    assert session.stored() == []
    assert scoring.seal().result().rev == 1
    assert own.again().check() == []


def test_when_the_file_cannot_be_read_nobody_claims_to_know(
    room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", "1.1", 5)]).result()
    scoring.commit([mark("1", "1.2", 5)]).result()

    def gone(*_path: object, **_keys: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    spoil(session, at_commit, after=True)
    with monkeypatch.context() as away:
        away.setattr(file_module, "_connect", gone)
        for points in (6, 7):
            with pytest.raises(Refused, match="it is not known whether this was saved"):
                scoring.commit([mark("1", "1.1", points)]).result()
        assert scoring.cell("1", "1.1") == scored(5)
        assert scoring.can_undo
    with pytest.raises(Refused, match="the file can be read again"):
        scoring.commit([mark("1", "2.1", 7)]).result()
    assert scoring.cell("1", "1.1") == scored(6)
    assert scoring.cell("1", "2.1") == BLANK
    scoring.commit([mark("1", "2.1", 7)]).result()
    again = own.again()
    assert again.scoring("01").progress("1") == (3, 4)
    assert again.check() == []


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", range(1, 26))
def test_whatever_statement_fails_the_answer_is_true(
    room: MakeRoom, number: int, after: bool
) -> None:
    """A small hand of work, with the n-th statement failing once."""
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    spoil(session, lambda count, _sql: count == number, after=after)
    expected = {}
    for step, hole in enumerate(scoring.holes()):
        saved = scoring.commit([mark(*hole, step)]).exception() is None
        assert saved == scoring.cell(*hole).done
        if saved:
            expected[hole] = scored(step)
    again = own.again()
    scoring = again.scoring("01")
    assert {hole: scoring.cell(*hole) for hole in expected} == expected
    assert len(scoring.holes()) == 8 - len(expected)
    assert len(expected) >= 7
    assert again.check() == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", [*Code, 1])
def test_a_refused_save_names_no_key_because_commands_save_too(code: int, language: str) -> None:
    error = sqlite3.OperationalError("said by the database")
    error.sqlite_errorcode = code
    locales.use(language)
    said = cause(error)
    assert "Enter" not in said
    assert "回车" not in said


def test_an_import_that_does_not_fit_on_the_disk_says_so_without_a_key(room: MakeRoom) -> None:
    session = room().open()
    file = session.meeting.file
    file.read(f"PRAGMA max_page_count = {file.read('PRAGMA page_count')[0][0]}")
    cells = {"1": {"1.1": scored(5)}}
    said = {"1": dict.fromkeys(("", "1.1", "1.2", "2.1", "2.2"), LONG)}
    ballot = Ballot("", "01", session.sheet.hash, cells=cells, comments=said)
    with pytest.raises(Refused, match="free some space and try again") as refused:
        session.take_in([ballot])
    assert "Enter" not in str(refused.value)
    assert session.stored() == []
