"""Whatever a person types, the answer is a sentence and a status, never a traceback."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.cli import guard
from reviewtui.cli.line import handler
from tests.cli.conftest import HEARS_CTRL_C, Ran, Run
from tests.cli.meeting_day import PANEL, hand_in, new_session

Make = Callable[[Path], Path]


def missing(folder: Path) -> Path:
    return folder / "nowhere" / "missing.review"


def a_folder(folder: Path) -> Path:
    made = folder / "folder.review"
    made.mkdir()
    return made


def binary(folder: Path) -> Path:
    made = folder / "binary.review"
    made.write_bytes(bytes(range(256)) * 64)
    return made


def empty(folder: Path) -> Path:
    made = folder / "empty.review"
    made.touch()
    return made


def another_database(folder: Path) -> Path:
    import sqlite3

    made = folder / "other.review"
    base = sqlite3.connect(made)
    base.execute("CREATE TABLE cats (name TEXT)")
    base.commit()
    base.close()
    return made


def half_a_session(folder: Path) -> Path:
    from reviewtui.exchange.documents import load_panel
    from reviewtui.session.create import create_session

    whole = folder / "whole.review"
    create_session(whole, load_panel(PANEL)[0])
    made = folder / "half.review"
    made.write_bytes(whole.read_bytes()[:5000])
    return made


def no_permission(folder: Path) -> Path:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    made = folder / "secret.review"
    made.touch()
    made.chmod(0)
    return made


JUNK = [missing, a_folder, binary, empty, another_database, half_a_session, no_permission]

LINES = [
    ("score", "{}", "--plain"),
    ("score", "{}", "--plain", "--expert", "01"),
    ("results", "{}"),
    ("results", "{}", "--json"),
    ("explain", "{}", "1"),
    ("export", "{}", "-o", "{}.xlsx"),
    ("unseal", "{}"),
    ("reopen", "{}", "--expert", "01", "--reason", "x"),
    ("import-marks", "{}", "{}"),
    ("new", "{}", "{}.new"),
    ("new", str(PANEL), "{}", "--force"),
    ("check", "{}"),
    ("indicators", "show", "{}"),
    ("indicators", "diff", "zj-tic-2022", "{}"),
    ("score", "--set", "{}", "--plain"),
    ("demo", "--dir", "{}"),
]


def is_quiet_refusal(shown: Ran) -> bool:
    return shown.status == 1 and "Traceback" not in shown.said and bool(shown.err.strip())


@pytest.mark.parametrize("line", LINES, ids=" ".join)
@pytest.mark.parametrize("make", JUNK, ids=lambda make: make.__name__)
def test_junk_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, make: Make, line: tuple[str, ...]
) -> None:
    junk = make(tmp_path)
    before = junk.read_bytes() if junk.is_file() else None
    shown = run(*(word.replace("{}", str(junk)) for word in line))
    if (line[0], make) in {("demo", a_folder), ("demo", missing)} or (
        make is missing and line[0] == "new"
    ):
        assert "Traceback" not in shown.said
        assert "unexpected" not in shown.err
        return
    assert is_quiet_refusal(shown), shown
    assert "unexpected" not in shown.err, shown.err
    assert shown.out == ""
    if before is not None:
        assert junk.read_bytes() == before


def test_marks_that_are_no_marks_are_refused(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    for make in (missing, a_folder, binary, empty):
        folder = tmp_path / make.__name__
        folder.mkdir()
        shown = run("import-marks", make(folder), session)
        assert is_quiet_refusal(shown), make.__name__


def test_the_form_and_the_desk_need_a_terminal(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    assert "--plain" in run("score", session).err
    assert run("score", session).status == 1
    assert run("desk", session).status == 1
    assert "--board" in run("desk", session).err


def test_the_board_and_the_journal_need_no_terminal(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    shown = run("desk", session, "--board")
    assert shown.status == 0
    assert "Handed in: 0 of 9 experts" in shown.out
    found = json.loads(run("desk", session, "--board", "--json").out)["experts"]
    assert [one["state"] for one in found] == ["absent"] * 9
    told = run("desk", session, "--journal")
    assert told.status == 0
    assert "the chain is whole" in told.err
    entries = json.loads(run("desk", session, "--journal", "--json").out)["entries"]
    assert len(entries) == len(told.out.splitlines())
    assert all(one["words"] in told.out for one in entries)
    assert run("desk", session, "--journal", "--board").status == 2
    assert run("desk", session, "--json").status == 2


@pytest.mark.parametrize("command", ["score", "desk"])
@pytest.mark.parametrize("make", JUNK, ids=lambda make: make.__name__)
def test_a_file_that_is_none_is_said_before_the_terminal(
    run: Run, tmp_path: Path, make: Make, command: str
) -> None:
    shown = run(command, make(tmp_path))
    assert is_quiet_refusal(shown)
    assert "terminal" not in shown.err


def test_a_session_of_a_newer_program_is_said_before_the_terminal(run: Run, tmp_path: Path) -> None:
    import sqlite3

    session = new_session(run, tmp_path)
    with sqlite3.connect(session) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    assert "newer version" in run("score", session).err


def test_a_table_or_an_expert_that_is_none_is_said_before_the_terminal(
    run: Run, tmp_path: Path
) -> None:
    session = new_session(run, tmp_path)
    for words in (("--set", "nope"), (session, "--expert", "99"), (kit_of(tmp_path, b"x"),)):
        shown = run("score", *words)
        assert is_quiet_refusal(shown)
        assert "terminal" not in shown.err
    trial = tmp_path / "trial.review"
    assert "terminal" in run("score", "--set", "zj-tic-2022", "-o", trial).err
    assert not trial.exists()


def kit_of(folder: Path, content: bytes) -> Path:
    made = folder / "some.kit"
    made.write_bytes(content)
    return made


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("text.review", "this is not a session of this program"),
     ("text.kit", "it is not a kit of this program"),
     ("text.ballot", "it is not a ballot file of this program")],
)  # fmt: skip
def test_the_ending_says_what_a_file_is_checked_as(
    run: Run, tmp_path: Path, name: str, sentence: str
) -> None:
    file = tmp_path / name
    file.write_text("hello\n", "utf-8")
    shown = run("check", file)
    assert shown.status == 1
    assert sentence in shown.err
    assert "TOML" not in shown.err


def test_a_kit_and_a_ballot_are_checked_by_their_signatures(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    folder = tmp_path / "sticks"
    assert run("issue", session, "-o", folder, "--expert", "01").status == 0
    (kit,) = folder.rglob("*.kit")
    answers = "8\n" * 3 + "!\n2\n1\n"
    run("score", kit, "--plain", answers=answers)
    (ballot,) = folder.rglob("*.ballot")
    for file in (kit, ballot):
        whole = file.read_bytes()
        shown = run("check", file)
        assert (shown.status, shown.err) == (0, f"{file}: in order\n")
        for broken in (whole[:-9], whole.replace(b"01", b"02", 1)):
            file.write_bytes(broken)
            assert is_quiet_refusal(run("check", file))


def test_a_file_in_the_place_of_a_command_is_answered_with_commands(run: Run) -> None:
    said = run("meeting.review")
    assert said.status == 2
    assert "meeting.review" in said.err
    for command in ("score", "desk", "results"):
        assert f"reviewtui {command} meeting.review" in said.err
    kit = run("my dir/01.kit").err
    assert "reviewtui score 'my dir/01.kit'" in kit
    assert "desk" not in kit


def test_an_export_into_a_missing_folder_is_a_sentence(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    hand_in(run, session, "01")
    run("unseal", session)
    shown = run("export", session, "-o", tmp_path / "no" / "such" / "x.xlsx")
    assert is_quiet_refusal(shown), shown
    assert "unexpected" not in shown.err


def test_a_surprise_is_noted_without_marks_and_names(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(_given: object) -> int:
        raise ValueError("expert 07 gave 8.75 to No. 3")

    monkeypatch.setattr("reviewtui.cli.line.handler", lambda _name: surprise)
    shown = run("config", "path")
    assert shown.status == 1
    assert "Traceback" not in shown.said
    assert str(guard.log_file()) in shown.err
    noted = guard.log_file().read_text("utf-8")
    assert "ValueError" in noted
    assert "test_mistakes.py" in noted
    assert "8.75" not in noted + shown.said


def test_debugging_shows_the_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(_given: object) -> int:
        raise ValueError

    monkeypatch.setattr("reviewtui.cli.line.handler", lambda _name: surprise)
    monkeypatch.setenv("REVIEWTUI_DEBUG", "1")
    with pytest.raises(ValueError, match=r"^$"):
        run("config", "path")


def test_an_unwritable_log_is_said_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(_given: object) -> int:
        raise ValueError

    monkeypatch.setattr("reviewtui.cli.line.handler", lambda _name: surprise)
    monkeypatch.setattr(guard, "log_file", lambda: Path("/dev/null/log"))
    shown = run("config", "path")
    assert shown.status == 1
    assert "/dev/null" in shown.err


def test_every_handler_of_the_table_exists() -> None:
    from reviewtui.cli.commands import COMMANDS

    for command in COMMANDS:
        for item in command.parts or (command,):
            assert callable(handler(item.handler)), item.handler


def test_interrupting_is_quiet_with_status_130(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    asked = subprocess.Popen(
        [sys.executable, "-u", "-m", "reviewtui", "score", str(session), "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=HEARS_CTRL_C,
    )
    assert asked.stdout is not None
    for line in asked.stdout:
        if b"Who are you" in line:
            break
    time.sleep(0.2)
    asked.send_signal(signal.SIGINT)
    _out, err = asked.communicate(timeout=20)
    assert (asked.returncode, err) == (130, b"")
    assert run("check", session).status == 0


def test_a_reader_that_goes_away_is_no_complaint() -> None:
    shown = subprocess.run(
        f"{sys.executable} -m reviewtui indicators show zj-tic-2022 | head -1; "
        f"{sys.executable} -m reviewtui indicators show zj-tic-2022 | true",
        shell=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert shown.stderr == b""
    assert shown.stdout.count(b"\n") == 1


def test_a_full_disk_is_a_sentence() -> None:
    if not Path("/dev/full").exists() or not stat.S_ISCHR(os.stat("/dev/full").st_mode):
        pytest.skip("NO /dev/full HERE: a full standard output is not tried")
    with open("/dev/full", "wb") as full:
        shown = subprocess.run(
            [sys.executable, "-m", "reviewtui", "indicators", "show", "zj-tic-2022"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert shown.returncode == 1
    assert b"the disk is full" in shown.stderr
    assert b"Traceback" not in shown.stderr
