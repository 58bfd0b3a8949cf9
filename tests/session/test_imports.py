"""What must not be loaded between opening a session and a durable mark."""

import subprocess
import sys
from collections.abc import Callable

from tests.session.conftest import Room

CODE = """
import sys
from pathlib import Path
from reviewtui.session.session import Session
from reviewtui.session.changes import MarkChange
from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState

def loaded():
    heavy = {"sqlmodel", "sqlalchemy", "pydantic", "nacl", "numpy", "openpyxl", "textual"}
    return sorted(heavy & set(sys.modules))

with Session.open(Path(sys.argv[1])) as session:
    scoring = session.scoring("01")
    cells = [
        MarkChange(candidate, row, Cell(CellState.SCORED, Hundredths(800)))
        for candidate, row in scoring.holes()
    ]
    scoring.commit(cells).result()
    scoring.undo().result(), scoring.redo().result()
    session.progress(), session.stored(), session.effective(), session.opened
    print(loaded())
    scoring.seal().result()
    print(loaded())
"""


def test_neither_sqlmodel_nor_signing_is_loaded_before_it_is_needed(
    room: Callable[..., Room],
) -> None:
    own = room()
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(own.path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "['nacl']"]
    session = own.open()
    assert session.progress()["01"] == (8, 8, True)


def test_the_guard_would_notice(room: Callable[..., Room]) -> None:
    """A control: with the import it forbids, the list is not empty."""
    own = room()
    done = subprocess.run(
        [sys.executable, "-c", "import sqlmodel\n" + CODE, str(own.path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sqlmodel" in done.stdout
