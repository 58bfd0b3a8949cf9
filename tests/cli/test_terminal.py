"""What needs a terminal: the home screen, the way into the form, a failure in it."""

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("NO PTY HERE: terminals are not tried", allow_module_level=True)

from reviewtui.cli import guard
from tests.cli.conftest import Run
from tests.cli.meeting_day import new_session
from tests.terminal import PROGRAM, Terminal

FAILS = """
import sys
from textual.app import App
from reviewtui.__main__ import main
from reviewtui.cli import forms, line

class Fails(App):
    def on_mount(self):
        marks_of_expert_07 = [8.75, 6.25]
        raise IndexError(marks_of_expert_07)

line.handler = lambda _name: lambda _given: forms.run_quietly(Fails()) or 0
sys.exit(main(["config", "path"]))
"""


def exit_status(terminal: Terminal) -> int:
    status = terminal.wait()
    assert status is not None, terminal.text
    return os.waitstatus_to_exitcode(status)


def test_home_is_left_by_number(home: Path) -> None:
    with Terminal(PROGRAM, cwd=home) as terminal:
        terminal.wait_for("6 ").settle().press("6", "enter")
        assert exit_status(terminal) == 0


def test_a_trial_begins_from_home(home: Path) -> None:
    with Terminal(PROGRAM, cwd=home) as terminal:
        terminal.wait_for("5 ").settle().press("3", "enter")
        terminal.wait_for("Zhejiang").settle()
        terminal.press("2", "enter")
        terminal.wait_for("Try it as at which review").settle().press("2")
        terminal.wait_for("TRIAL").kill()
    assert list((home / "data" / "trials").glob("*.review"))


def test_the_form_opens_on_the_named_expert(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    line = (*PROGRAM, "score", str(session), "--expert", "7", "--lang", "zh")
    with Terminal(line) as terminal:
        terminal.wait_for("0")
        terminal.wait_for("07").settle()
        assert "战 略 任 务" in terminal.text or "战略任务" in terminal.text
        terminal.kill()


def test_a_failure_in_the_form_shows_no_values_and_is_noted(home: Path) -> None:
    with Terminal((sys.executable, "-c", FAILS), cwd=home) as terminal:
        assert exit_status(terminal) == 1
        shown = terminal.raw.decode()
    assert "8.75" not in shown
    assert "Traceback" not in shown
    assert "IndexError" in shown
    noted = guard.log_file().read_text("utf-8")
    assert "IndexError" in noted
    assert "8.75" not in noted
