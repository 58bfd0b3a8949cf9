"""Stick by stick: written, read back, noted; and every stick that will not do."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.exchange import sticks
from reviewtui.exchange.kits import read_kit_file
from reviewtui.exchange.runtime import read_runtime
from reviewtui.exchange.sticks import strangers, without_stick, write_stick
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.exchange.test_runtime import portable_folder
from tests.session.conftest import small_meeting


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    path = tmp_path / "desk" / "meeting.review"
    path.parent.mkdir()
    create_session(path, small_meeting().panel()[0])
    monkeypatch.setattr(sticks, "on_system_disk", lambda place: "system" in place.name)
    with Session.open(path) as session:
        yield session


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for an empty stick."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def waiting(session: Session) -> list[str]:
    return [expert.code for expert in without_stick(session)]


def test_a_stick_is_written_read_back_and_noted(desk: Session, stick: Path, tmp_path: Path) -> None:
    runtime = read_runtime(portable_folder(tmp_path / "built"))
    assert waiting(desk) == ["01", "02", "03"]
    issued = write_stick(desk, stick, "02", runtime=runtime)
    assert read_kit_file(issued.kit).expert == "02"
    assert (issued.folder / "reviewtui" / "reviewtui").is_file()
    assert waiting(desk) == ["01", "03"]
    assert write_stick(desk, stick, "02").kit_id == issued.kit_id
    assert desk.check() == []


def test_a_revoked_kit_leaves_its_expert_waiting_for_a_stick(
    desk: Session, stick: Path, tmp_path: Path
) -> None:
    write_stick(desk, stick, "02")
    (tmp_path / "other").mkdir()
    write_stick(desk, tmp_path / "other", "02", anew=True)
    assert waiting(desk) == ["01", "03"]
    from reviewtui.session.kit import make_kit

    make_kit(desk.meeting, "02", anew=True)
    assert waiting(desk) == ["01", "02", "03"]


def test_a_stick_that_holds_other_work_is_named_with_its_owner(desk: Session, stick: Path) -> None:
    write_stick(desk, stick, "02")
    assert strangers(desk, stick, "02") == []
    (found,) = strangers(desk, stick, "01")
    assert found.endswith("(Expert 02)")
    next(stick.rglob("*.kit")).write_bytes(b"of last year")
    (stick / "old.ballot").write_bytes(b"")
    assert [item.split("(")[-1] for item in strangers(desk, stick, "01")] == [
        "old.ballot",
        "of another meeting)",
    ]


def test_no_stick_is_refused_without_a_mark_in_the_journal(
    desk: Session, stick: Path, tmp_path: Path
) -> None:
    (tmp_path / "system").mkdir()
    before = desk.meeting.file.read("SELECT count(*) FROM journal")
    for place, sentence in (
        (tmp_path / "nowhere", "no such drive"),
        (tmp_path / "desk", "session itself"),
        (tmp_path / "system", "machine's own disk"),
    ):
        with pytest.raises(Refused, match=sentence):
            write_stick(desk, place, "01", anew=True)
    assert desk.meeting.file.read("SELECT count(*) FROM journal") == before
    assert list(stick.iterdir()) == []


def test_a_full_stick_is_a_sentence_before_anything_is_written(
    desk: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stick)._replace(free=1_500_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)
    with pytest.raises(Refused, match="2 MB are needed, 1 MB are free"):
        write_stick(desk, stick, "01")
    assert list(stick.iterdir()) == []
    assert waiting(desk) == ["01", "02", "03"]


@pytest.mark.parametrize(
    ("number", "winerror", "reason"),
    [
        (errno.EROFS, None, "read-only"),
        (errno.EACCES, 19, "read-only"),
        (errno.EACCES, None, "no permission"),
    ],
)
def test_a_write_protected_stick_is_a_sentence_and_revokes_nothing(
    desk: Session,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    winerror: int | None,
    reason: str,
) -> None:
    kit = write_stick(desk, stick, "01").kit_id

    def refuse(*_words: Any) -> NoReturn:
        fault = OSError(number, os.strerror(number))
        if winerror is not None:
            fault.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", refuse)
        with pytest.raises(Refused, match=reason):
            write_stick(desk, stick, "01", anew=True)
    assert write_stick(desk, stick, "01").kit_id == kit


@pytest.mark.parametrize("suffix", [".kit", ".xlsx", ".txt"])
def test_a_stick_that_gives_back_something_else_is_not_noted(
    desk: Session, stick: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Memory hides it until it forgets; that goes for the sheets and notes as for the kit."""

    def forget(path: Path) -> None:
        if path.suffix == suffix:
            path.write_bytes(path.read_bytes()[:-1] + b"?")

    monkeypatch.setattr(sticks, "forget_cached", forget)
    with pytest.raises(Refused, match="read back otherwise"):
        write_stick(desk, stick, "01")
    assert waiting(desk) == ["01", "02", "03"]


def test_the_disk_of_the_system_is_known() -> None:
    assert sticks.on_system_disk(Path(os.sep))
    assert sticks.on_system_disk(Path.home())
    memory = Path("/dev/shm")
    if memory.is_dir() and memory.stat().st_dev != Path("/").stat().st_dev:
        assert not sticks.on_system_disk(memory)
