"""A whole meeting through the command line, in a few words."""

from pathlib import Path

from reviewtui.session.session import Session
from tests.cli.conftest import Ran, Run

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "panels" / "zj-tic-annual.toml"


def new_session(run: Run, folder: Path, panel: Path = PANEL) -> Path:
    """A fresh session of a panel of the project."""
    path = folder / "meeting.review"
    assert run("new", panel, path).status == 0
    return path


def answers(path: Path, expert: str, *, add: int = 0) -> list[str]:
    """A mark for every row that an expert is to judge: `add` steps above the middle."""
    with Session.open(path) as session:
        scoring = session.scoring(expert)
        rows = [session.sheet.row(row) for _candidate, row in scoring.holes()]
    return [str((row.top // row.step // 2 + add) * row.step / 100) for row in rows]


def hand_in(run: Run, path: Path, expert: str, *, add: int = 0) -> Ran:
    """Score everything and submit, line by line."""
    lines = [*answers(path, expert, add=add), "1", "1"]
    return run("score", path, "--expert", expert, "--plain", answers="\n".join(lines) + "\n")
