"""The form in a real terminal: what a closed window or a shutdown leaves behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.meeting import ROOT, meeting
from tests.terminal import Terminal

RUN = """
import sys
from reviewtui import locales
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
locales.use("en")
with Session.open(sys.argv[1]) as session:
    app = ReviewApp(session, "01")
    app.run()
sys.exit(app.return_code)
"""

AT_FIRST_PAINT = """
import os, sys
from reviewtui import locales
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.form import FormScreen
locales.use("en")
first = []
def painted(self):
    first.append(sorted(set(sys.modules) & {"sqlmodel", "sqlalchemy", "openpyxl", "numpy"}))
    self.app.exit()
FormScreen.painted = painted
with Session.open(sys.argv[1]) as session:
    ReviewApp(session, "01").run(headless=True)
print(first)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session of the provincial table."""
    create_session(tmp_path / "a.review", meeting().panel()[0])
    return tmp_path / "a.review"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_the_form_with_everything_stored(path: Path, number: int) -> None:
    with Terminal([sys.executable, "-c", RUN, str(path)], cwd=ROOT) as terminal:
        terminal.wait_for("Enter confirms")
        terminal.press("8", ".", "5", "enter", "9", "enter")
        terminal.wait_for("done 2/10").wait_for("saved (this computer)")
        status = terminal.kill(number)
        assert status is not None
    with Session.open(path) as session:
        scoring = session.scoring("01")
        assert [scoring.cell("1", row).mark for row in ("1", "2", "3")] == [850, 900, None]
        assert scoring.place == ("1", "3")


def test_a_terminal_that_hangs_and_is_closed_ends_the_form(path: Path) -> None:
    with Terminal([sys.executable, "-c", RUN, str(path)], cwd=ROOT) as terminal:
        terminal.wait_for("Enter confirms")
        terminal.press("8", "enter").wait_for("saved (this computer)")
        terminal.freeze(*["pagedown", "pageup"] * 100)  # until nothing more can be written
        terminal.freeze(*["pagedown", "pageup"] * 100, pause=0)
        assert terminal.close() == (128 + signal.SIGHUP) << 8
    with Session.open(path) as session:
        assert session.scoring("01").cell("1", "1").mark == 800


def test_the_cursor_of_the_terminal_stands_in_the_box(path: Path) -> None:
    with Terminal([sys.executable, "-c", RUN, str(path)], cwd=ROOT) as terminal:
        terminal.wait_for("Enter confirms")
        terminal.press("down", "8").settle()
        column, row = terminal.cursor
        assert terminal.screen[row][:column].rstrip().endswith("[8")


def test_esc_and_a_digit_in_one_breath_stay_two_keys(path: Path) -> None:
    with Terminal([sys.executable, "-c", RUN, str(path)], cwd=ROOT) as terminal:
        terminal.wait_for("Enter confirms")
        terminal.press("\x1b8").wait_for("Display")
        terminal.press("esc").wait_gone("Display")
        terminal.press("8", "8", "\x1b7", "enter").wait_for("done 1/10").wait_for("saved (this")
    with Session.open(path) as session:
        assert session.scoring("01").cell("1", "1").mark == 700


def test_nothing_heavy_is_loaded_before_the_first_frame(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_FIRST_PAINT, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip().endswith("[[]]")
