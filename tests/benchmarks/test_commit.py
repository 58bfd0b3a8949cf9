"""A committed mark costs at most twice what raw sqlite3 needs for the same two statements."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.changes import MarkChange
from reviewtui.session.create import create_session
from reviewtui.session.draft import UPSERT
from reviewtui.session.session import Session
from tests.benchmarks.pairs import best_ratio, ratio, wall
from tests.meeting import meeting

COMMITS = 300
LIMIT = 2.0


@pytest.mark.benchmark
def test_a_commit_is_at_most_twice_raw_sqlite(tmp_path: Path) -> None:
    panel, _sheet = meeting(3, 8, granularity="rows").panel()
    measured = 0

    def measure() -> float:
        nonlocal measured
        measured += 1
        path = tmp_path / f"{measured}.review"
        create_session(path, panel)
        shutil.copy(path, tmp_path / "raw.db")
        raw = sqlite3.connect(tmp_path / "raw.db", isolation_level=None)
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        ours, floor = [], []
        with Session.open(path) as session:
            scoring = session.scoring("01")
            places = [
                (candidate, row.code)
                for candidate in scoring.candidates
                for row in session.sheet.judged(candidate)
            ]
            for number in range(COMMITS):
                candidate, row = places[number % len(places)]
                mark = Hundredths(50 * (number % 3 + number // len(places)))
                cell = Cell(CellState.SCORED, mark)

                def commit(candidate: str = candidate, row: str = row, cell: Cell = cell) -> None:
                    scoring.commit([MarkChange(candidate, row, cell)], (candidate, row)).result()

                event = json.dumps([candidate, row, [0, 0], [1, int(mark)]]) * 3

                def two_statements(
                    number: int = number,
                    candidate: str = candidate,
                    row: str = row,
                    mark: int = mark,
                    event: str = event,
                ) -> None:
                    raw.execute("BEGIN IMMEDIATE")
                    values = (session.id, 1, "01", candidate, row, "scored", mark, 0, "", "", 1)
                    raw.execute(UPSERT, values)
                    raw.execute(
                        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (session.id, number + 2, 1, "01", "marks", event, "0" * 64, "0" * 64),
                    )
                    raw.execute("COMMIT")

                ours.append(wall(commit))
                floor.append(wall(two_statements))
        raw.close()
        return ratio(ours, floor)

    found = best_ratio(measure, LIMIT)
    print(f"commit / raw sqlite3: {found:.2f}")
    assert found <= LIMIT
