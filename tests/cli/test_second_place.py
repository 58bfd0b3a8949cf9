"""Whatever changes what counts lies in the second place before its command is over."""

from pathlib import Path

from reviewtui.exchange.last_backup import last_backup
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import hand_in, new_session

WHY = ("--reason", "会议决定")


def journal_of(path: Path) -> list[str]:
    with Session.open(path, reading=True) as session:
        rows = session.meeting.file.read("SELECT hash FROM journal ORDER BY seq")
        return [own for (own,) in rows]


def copy_of(path: Path) -> Path:
    with Session.open(path, reading=True) as session:
        found = last_backup(session)
    assert found is not None
    return found.path


def test_every_command_that_changes_what_counts_copies_the_session(
    run: Run, tmp_path: Path
) -> None:
    path = new_session(run, tmp_path)
    assert hand_in(run, path, "01").status == 0
    assert journal_of(copy_of(path)) == journal_of(path), "one laptop passed round"
    for deed in (
        ("recuse", path, "--expert", "02", "--candidate", "01", *WHY),
        ("amend", path, "name", "李四", "--expert", "02"),
        ("add-expert", path, "--code", "21", "--name", "丁", *WHY),
        ("issue", path, "-o", tmp_path / "out", "--expert", "02"),
        ("issue", path, "-o", tmp_path / "out", "--expert", "02", "--anew"),
        ("withdraw", path, "--expert", "01", *WHY),
    ):
        before = journal_of(path)
        done = run(*deed)
        assert done.status == 0, done.err
        assert journal_of(path) != before
        assert journal_of(copy_of(path)) == journal_of(path), deed
        assert done.err.count("Copy of the session: ") == 1


def test_a_command_that_only_looks_copies_nothing(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path)
    run("add-expert", path, "--code", "21", "--name", "丁", *WHY)
    before = copy_of(path)
    for look in (("resolve", path), ("desk", path), ("amend", path, "list")):
        assert "Copy of the session" not in run(*look).err
    assert copy_of(path) == before


def test_the_copy_is_told_between_the_commands_own_words_and_the_next_step(
    run: Run, tmp_path: Path
) -> None:
    path = new_session(run, tmp_path)
    first = run("add-expert", path, "--code", "21", "--name", "丁", *WHY).err.splitlines()
    again = run("add-expert", path, "--code", "22", "--name", "戊", *WHY).err.splitlines()
    for lines in (first, again):
        assert lines[0].startswith("Amendment ")
        assert lines[-3].startswith("Copy of the session: ")
        assert lines[-1].startswith("Next: reviewtui issue")
    assert "name another disk or a stick: reviewtui config backup DIR" in first[-2]
    assert again[-2] == "(on the same disk as the session)"


def test_a_copy_that_fails_is_told_every_time(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path)
    (tmp_path / "drive").mkdir()
    assert run("config", "backup", tmp_path / "drive").status == 0
    (tmp_path / "drive").rmdir()
    (tmp_path / "drive").write_text("no folder any more")
    for code in ("21", "22"):
        done = run("add-expert", path, "--code", code, "--name", f"丁{code}", *WHY)
        assert done.status == 0
        assert "the copy could not be written" in done.err
