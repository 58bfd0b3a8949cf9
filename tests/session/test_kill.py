"""kill -9 at any moment: what was called saved is there, and the cursor is where it was.

This tries our own code (is it said before it is so? is anything only in memory?), not the
disk: the system's cache survives a kill. A control that says saved too early must be caught.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.meeting import ROOT
from tests.session.conftest import small_meeting
from tests.session.kill_writer import cell_at

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="NOT TESTED: needs fork and kill")


@dataclass
class Campaign:
    """Kills of one writer after another on one session."""

    folder: Path
    early: bool
    chance: random.Random = field(default_factory=lambda: random.Random(20260101))
    done: int = 0
    lost: int = 0
    unsaid: int = 0

    def run(self, kills: int, per_session: int = 40) -> None:
        """Kill, reopen, compare; a fresh session now and then keeps the journal short."""
        for first in range(0, kills, per_session):
            path = self.folder / f"{first}.review"
            create_session(path, small_meeting(experts=1).panel()[0])
            self._on(path, min(per_session, kills - first))
            path.unlink()

    def _on(self, path: Path, kills: int) -> None:
        command = [sys.executable, "-m", "tests.session.kill_writer", str(path)]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as nursery:
            start = 0
            for _number in range(kills):
                said = self._kill_one(nursery, start)
                start = self._compare(path, said or start)
                self.done += 1
            assert nursery.stdin is not None
            nursery.stdin.close()
        with Session.open(path) as session:
            assert session.check() == []

    def _kill_one(self, nursery: "subprocess.Popen[str]", start: int) -> int:
        """Let a child work for a moment and kill it; the last number it called saved."""
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        nursery.stdin.write(f"{start} {'early' if self.early else 'honest'}\n")
        nursery.stdin.flush()
        child = int(nursery.stdout.readline().split()[1])
        said = 0
        if self.chance.random() < 0.9:  # else it may die while it opens the session
            said = int(nursery.stdout.readline().split()[1])
        time.sleep(self.chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        for line in nursery.stdout:
            if line == "gone\n":
                break
            said = int(line.split()[1])
        return said

    def _compare(self, path: Path, said: int) -> int:
        """How many commits the file holds; every cell and the cursor must be as after them."""
        with Session.open(path) as session:
            rows = session.meeting.file.read("SELECT count(*) FROM journal WHERE kind = 'marks'")
            held = int(rows[0][0])
            scoring = session.scoring("01")
            cells = [(code, row) for code in scoring.candidates for row in scoring.cells(code)]
            expected = dict(cell_at(number, cells) for number in range(max(0, held - 8), held))
            found = {cell: scoring.cell(*cell).mark for cell in cells if scoring.cell(*cell).done}
            assert found == expected
            assert scoring.place == (cell_at(held, cells)[0] if held else None)
        self.lost += max(0, said - held)
        self.unsaid += max(0, held - said)
        return held


def test_thirty_kills_lose_nothing_that_was_called_saved(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, early=False)
    campaign.run(30)
    assert (campaign.done, campaign.lost) == (30, 0)


def test_a_build_that_says_saved_too_early_is_caught(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, early=True)
    campaign.run(10)
    assert campaign.lost > 0


@pytest.mark.long
def test_ten_thousand_kills_lose_nothing_that_was_called_saved(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, early=False)
    campaign.run(10_000)
    assert (campaign.done, campaign.lost) == (10_000, 0)
    print(f"{campaign.done} kills, {campaign.unsaid} saved without being said, 0 lost")
