"""A session opened to be read: locked, whole, and untouched."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.session.session import Session
from tests.session.conftest import Room, fill, mark
from tests.session.make_v1 import TARGET

MakeRoom = Callable[..., Room]


def test_it_is_locked_against_writers_and_readers(room: MakeRoom) -> None:
    own = room()
    with Session.open(own.path, reading=True):
        for reading in (True, False):
            with pytest.raises(Refused, match="already open"):
                Session.open(own.path, reading=reading)
    own.open()
    with pytest.raises(Refused, match="already open"):
        Session.open(own.path, reading=True)


def test_nothing_can_be_written_through_it(room: MakeRoom) -> None:
    own = room()
    before = own.path.read_bytes()
    with Session.open(own.path, reading=True) as session:
        with pytest.raises(AssertionError):
            session.scoring("01").commit([mark("1", "1.1", 7)]).result()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            session.meeting.file.read("DELETE FROM draft")
    assert own.path.read_bytes() == before


def test_marks_that_are_not_in_the_table_come_from_the_ballots(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    for expert in ("01", "02"):
        fill(session.scoring(expert), int(expert))
        session.scoring(expert).seal().result()
    session.unseal()
    expected = session.marks()
    own.close()
    with sqlite3.connect(own.path) as plain:
        plain.execute("DELETE FROM ballot_mark")
    plain.close()
    before = own.path.read_bytes()
    with Session.open(own.path, reading=True) as reading:
        assert reading.marks() == expected
    assert own.path.read_bytes() == before


def test_a_log_that_a_killed_process_left_is_read(room: MakeRoom, tmp_path: Path) -> None:
    own = room()
    fill(own.open().scoring("01"))
    left = tmp_path / "left" / own.path.name
    left.parent.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{own.path}{ending}", f"{left}{ending}")
    with Session.open(left, reading=True) as session:
        assert session.progress()["01"] == (8, 8, False)
    assert [item.name for item in left.parent.iterdir()] == [left.name]


def test_an_older_format_is_read_from_memory(tmp_path: Path) -> None:
    path = Path(shutil.copy(TARGET, tmp_path / "v1.review"))
    before = path.read_bytes()
    with Session.open(path, reading=True) as session:
        assert session.check() == []
        found = session.marks()
        with pytest.raises(Refused, match="already open"):
            Session.open(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    with Session.open(path) as session:
        assert session.marks() == found


@pytest.mark.parametrize("content", [b"", b"hello", bytes(4096)])
def test_what_is_no_session_is_refused_and_left(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.review"
    path.write_bytes(content)
    with pytest.raises(Refused, match="not a session of this program"):
        Session.open(path, reading=True)
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
