"""A disk that fills up while marks are typed: it is said, and nothing typed is lost."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.hand.sitting import LINE, marks_in, open_form
from tests.meeting import meeting
from tests.terminal import Terminal


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "drive"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=768k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("NOT TESTED on a really full drive: mounting one needs administrator rights")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def given(terminal: Terminal) -> list[str]:
    """What the form shows in the column of marks, row by row."""
    terminal.settle(0.3)
    return [found[3].strip("[] ") for found in map(LINE.match, terminal.screen) if found]


def test_what_a_full_disk_refuses_stays_on_the_screen_and_enter_saves_it(drive: Path) -> None:
    path, ballast = drive / "meeting.review", drive / "ballast"
    create_session(path, meeting(9, 2).panel()[0])
    with open_form(path, "zh") as terminal:
        terminal.wait_for("请给").press("8", "enter").wait_for("已填 1/10").wait_for("已保存")
        with ballast.open("wb", buffering=0) as heavy, contextlib.suppress(OSError):
            while True:
                heavy.write(bytes(512))
        terminal.press(*"8.5", "enter").wait_for("没有保存").wait_for("磁盘已满")
        assert given(terminal)[:3] == ["8.0", "8.5", ""]  # in its box again
        terminal.press("enter").settle(0.3)
        ballast.unlink()
        terminal.press("enter").wait_for("已保存（本机）")
        assert given(terminal)[:3] == ["8.0", "8.5", ""]
        terminal.wait_gone("没有保存").press(*"9.5", "enter").wait_for("已填 3/10")
        terminal.settle(0.3)
    with Session.open(path) as session:
        assert [*marks_in(session).values()] == [800, 850, 950]
        assert session.check() == []
