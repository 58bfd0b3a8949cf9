"""Opening and closing: every way it can fail has its sentence, and nothing is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.session import create as create_module
from reviewtui.session import file as file_module
from reviewtui.session.create import create_session
from reviewtui.session.file import SessionFile, open_session
from reviewtui.session.lock import note_path
from reviewtui.session.schema import APPLICATION_ID
from reviewtui.session.session import Session
from tests.session.conftest import Room, fill, mark, small_meeting

MakeRoom = Callable[..., Room]


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        Session.open(path)
    return str(refused.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "there is no such session file" in refusal(tmp_path / "none.review")
    (tmp_path / "folder.review").mkdir()
    assert "this is a folder" in refusal(tmp_path / "folder.review")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + bytes(5000), bytes(4096)])
def test_what_is_no_session_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.review"
    path.write_bytes(content)
    assert refusal(path) == "letter.review: this is not a session of this program"
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["letter.review"]


def test_another_programs_database_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "other.review"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    assert "not a session of this program" in refusal(path)


def test_a_newer_format_is_refused_politely(room: MakeRoom) -> None:
    path = room().path
    change(path, "PRAGMA user_version = 99")
    assert "written by a newer version" in refusal(path)
    assert "format 99" in refusal(path)


def test_a_file_with_a_view_is_refused(room: MakeRoom) -> None:
    """An endless view passes a quick check; only the schema text gives it away."""
    path = room().path
    change(
        path,
        "DROP TABLE place",
        "CREATE VIEW place AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT x AS session_id FROM n",
    )
    assert "the tables of this file are not those of a session" in refusal(path)


@pytest.mark.parametrize(
    "extra",
    [
        "CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM journal; END",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON draft (mark)",
        "ALTER TABLE draft ADD COLUMN more TEXT",
    ],
)
def test_a_file_with_foreign_parts_is_refused(room: MakeRoom, extra: str) -> None:
    path = room().path
    change(path, extra)
    assert "not those of a session" in refusal(path)


def test_a_damaged_file_is_refused(room: MakeRoom) -> None:
    path = room().path
    content = bytearray(path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_a_session_open_elsewhere_says_who_has_it(room: MakeRoom) -> None:
    own = room()
    code = (
        "import sys; from pathlib import Path\n"
        "from reviewtui.session.session import Session\n"
        "session = Session.open(Path(sys.argv[1])); print('open', flush=True); input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(own.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "open\n"
        said = refusal(own.path)
        assert f"process {other.pid}" in said
        assert "already open" in said
        other.communicate("\n")
    own.open()


def test_a_session_open_in_this_process_is_refused_too(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    said = refusal(own.path)
    assert f"process {os.getpid()}" in said
    fill(session.scoring("01"))


def test_without_a_note_it_is_still_refused(room: MakeRoom) -> None:
    own = room()
    own.open()
    note_path(own.path).write_text("no note")
    assert "already open in another window" in refusal(own.path)


def test_after_a_kill_the_stale_note_does_no_harm(room: MakeRoom) -> None:
    own = room()
    note_path(own.path).write_text('{"user": "x", "host": "y", "pid": 1, "at": 5}')
    own.open()
    own.close()
    assert note_path(own.path).exists() is False


def test_a_closed_session_is_one_file_in_rollback_mode(room: MakeRoom) -> None:
    own = room()
    fill(own.open().scoring("01"))
    own.close()
    assert [item.name for item in own.path.parent.iterdir()] == [own.path.name]
    with sqlite3.connect(own.path) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    plain.close()


def test_the_open_file_is_in_full_wal_mode(room: MakeRoom) -> None:
    file = room().open().meeting.file
    pragmas = ("journal_mode", "synchronous", "locking_mode", "trusted_schema", "cell_size_check")
    values = [file.read(f"PRAGMA {name}")[0][0] for name in pragmas]
    assert values == ["wal", 2, "exclusive", 0, 1]


def test_a_write_protected_folder_has_its_sentence(
    room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Emulated, because an administrator may write everywhere."""
    own = room()
    monkeypatch.setattr(file_module, "writable", lambda _path: False)
    said = refusal(own.path)
    assert "write-protected" in said
    assert str(own.path.parent) in said


def test_a_read_only_medium_has_its_sentence(room: MakeRoom, tmp_path: Path) -> None:
    own = room()
    medium = tmp_path / "medium"
    medium.mkdir()
    shutil.copy(own.path, medium / "a.review")
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not mount(medium, "bind,ro"):
        pytest.skip("NOT TESTED: a read-only mount needs administrator rights on Linux")
    try:
        assert "write-protected" in refusal(medium / "a.review")
        archived = sqlite3.connect(f"file:{medium / 'a.review'}?mode=ro", uri=True)
        assert archived.execute("SELECT count(*) FROM journal").fetchone() == (1,)
        archived.close()
    finally:
        subprocess.run(["umount", str(medium)], check=True)


def test_little_free_space_is_told(room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    session = room().open()
    usage = shutil.disk_usage(session.path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10_000_000))
    assert session.low_space
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10_000_000_000))
    assert not session.low_space


def test_a_drive_without_wal_is_refused(room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    own = room()
    real = sqlite3.connect

    class Stubborn(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("journal_mode = WAL", "journal_mode"), *values)

    monkeypatch.setattr(
        file_module.sqlite3, "connect", lambda *a, **k: real(*a, **k, factory=Stubborn)
    )
    assert "copy it to a local disk" in refusal(own.path)


def test_an_existing_file_is_never_overwritten(room: MakeRoom) -> None:
    own = room()
    before = own.path.read_bytes()
    with pytest.raises(Refused, match="already exists"):
        create_session(own.path, small_meeting().panel()[0])
    assert own.path.read_bytes() == before


def failing(code: int) -> Callable[..., object]:
    """A function that reports an error of SQLite."""

    def fail(*_given: object, **_keys: object) -> object:
        error = sqlite3.OperationalError("said by the database")
        error.sqlite_errorcode = code
        raise error

    return fail


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "the disk is full"),
        (sqlite3.SQLITE_IOERR, "the disk reports a fault"),
    ],
)
def test_why_a_session_does_not_open_is_said(
    room: MakeRoom, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    own = room()
    monkeypatch.setattr(file_module, "_connect", failing(code))
    said = refusal(own.path)
    assert sentence in said
    assert "said by the database" not in said
    assert "press" not in said


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "the disk is full"),
        (sqlite3.SQLITE_IOERR, "the disk reports a fault"),
        (sqlite3.SQLITE_READONLY, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be written"),
    ],
)
def test_why_a_session_is_not_made_is_said_without_keys_to_press(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    monkeypatch.setattr(create_module, "found", failing(code))
    with pytest.raises(Refused, match=sentence) as refused:
        create_session(tmp_path / "a.review", small_meeting().panel()[0])
    assert "press" not in str(refused.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        create_session(tmp_path / "no" / "a.review", small_meeting().panel()[0])
    assert f"there is no folder {tmp_path / 'no'}" in str(refused.value)
    assert "press" not in str(refused.value)


def test_a_session_is_replaced_only_by_a_whole_one(
    room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = room()
    fill(own.open().scoring("01"))
    own.close()
    before = own.path.read_bytes()
    panel = small_meeting().panel()[0]
    with monkeypatch.context() as broken:
        broken.setattr(create_module, "found", failing(sqlite3.SQLITE_FULL))
        with pytest.raises(Refused, match="the disk is full"):
            create_session(own.path, panel, replace=True)
    assert own.path.read_bytes() == before
    create_session(own.path, panel, replace=True)
    assert own.open().progress()["01"] == (0, 8, False)
    assert [item.name for item in own.path.parent.iterdir() if "new" in item.name] == []


def test_a_session_whose_log_stays_behind_is_not_replaced(
    room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = room()
    log = own.path.with_name(f"{own.path.name}-wal")
    monkeypatch.setattr(SessionFile, "close", lambda _self: log.touch())
    with pytest.raises(Refused, match="it was not replaced"):
        create_session(own.path, small_meeting().panel()[0], replace=True)


def test_a_session_that_is_open_elsewhere_is_not_replaced(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    with pytest.raises(Refused):
        create_session(own.path, small_meeting().panel()[0], replace=True)
    fill(scoring)
    assert own.again().progress()["01"] == (8, 8, False)


def test_a_session_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be written"):
        create_session(tmp_path / "no" / "folder.review", small_meeting().panel()[0])
    assert list(tmp_path.iterdir()) == []


def test_a_moved_file_stops_the_saving_and_leaves_a_copy(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit([mark("1", "1.1", 7)]).result()
    away = own.path.with_name("away.review")
    own.path.rename(away)
    with pytest.raises(Refused, match="moved or deleted while open") as refused:
        scoring.commit([mark("1", "1.2", 5)]).result()
    assert not scoring.cell("1", "1.2").done
    copy = own.path.with_name("meeting.rescued-1.review")
    assert str(copy) in str(refused.value)
    own.close()
    for kept in (copy, away):
        with Session.open(kept) as session:
            assert session.scoring("01").cell("1", "1.1").mark == 700
            assert not session.scoring("01").cell("1", "1.2").done


def test_a_deleted_file_is_rescued(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    scoring.commit([mark("1", "1.1", 7)]).result()
    own.path.unlink()
    with pytest.raises(Refused, match="moved or deleted"):
        scoring.commit([mark("1", "1.2", 5)]).result()
    own.close()
    with Session.open(own.path.with_name("meeting.rescued-1.review")) as session:
        assert session.scoring("01").cell("1", "1.1").mark == 700
        assert session.check() == []


def test_a_file_deleted_at_the_very_end_is_rescued_by_closing(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    session.scoring("01").commit([mark("1", "1.1", 7)]).result()
    own.path.unlink()
    own.open_ones.clear()
    with pytest.raises(Refused, match="rescued-1"):
        session.close()
    with Session.open(own.path.with_name("meeting.rescued-1.review")) as again:
        assert again.scoring("01").cell("1", "1.1").mark == 700


def test_a_file_that_is_put_back_goes_on(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    away = own.path.with_name("away.review")
    own.path.rename(away)
    with pytest.raises(Refused):
        scoring.commit([mark("1", "1.2", 5)]).result()
    away.rename(own.path)
    scoring.commit([mark("1", "1.2", 6)]).result()
    assert own.again().scoring("01").cell("1", "1.2").mark == 600


def test_two_readers_of_the_same_path_never_share_a_lock(room: MakeRoom) -> None:
    own = room()
    with open_session(own.path), pytest.raises(Refused):
        open_session(own.path)
    open_session(own.path).close()


def change(path: Path, *statements: str) -> None:
    """Tamper with a closed file."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def mount(folder: Path, options: str) -> bool:
    """Mount a folder over itself with options; False where that is not allowed."""
    if shutil.which("mount") is None:
        return False
    first = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True)
    if first.returncode:
        return False
    options = f"remount,{options}"
    second = subprocess.run(["mount", "-o", options, str(folder)], capture_output=True)
    if second.returncode:
        subprocess.run(["umount", str(folder)], check=False)
    return not second.returncode
