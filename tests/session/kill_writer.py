"""The hand that is killed: marks cell after cell and says so as soon as it may.

Reads commands `start_at early` from standard input; for each one a child is forked that
opens the session, says its number and marks until it is killed. Forking spares the
imports, so that thousands of kills are affordable.
"""

import os
import sys
from pathlib import Path

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.changes import MarkChange
from reviewtui.session.session import Session

LEVELS = 21
"""Marks 0, 0.5 … 10: each time round, every cell gets the next one."""


def cell_at(number: int, cells: list[tuple[str, str]]) -> tuple[tuple[str, str], int]:
    """Which cell the n-th commit marks, counted from 0, and with how many hundredths."""
    return cells[number % len(cells)], (number // len(cells)) % LEVELS * 50


def work(path: Path, number: int, early: bool) -> None:
    """Mark for ever, from the n-th commit on; `early` says saved before it is."""
    session = Session.open(path)
    scoring = session.scoring("01")
    cells = [(code, row) for code in scoring.candidates for row in scoring.cells(code)]
    while True:
        place, mark = cell_at(number, cells)
        following, _mark = cell_at(number + 1, cells)
        cell = Cell(CellState.SCORED, Hundredths(mark))
        future = scoring.commit([MarkChange(*place, cell)], following)
        if not early:
            future.result()
        number += 1
        os.write(1, f"saved {number}\n".encode())


def main() -> None:
    path = Path(sys.argv[1])
    for line in sys.stdin:
        number, early = line.split()
        child = os.fork()
        if child == 0:
            os.write(1, f"child {os.getpid()}\n".encode())
            work(path, int(number), early == "early")
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
