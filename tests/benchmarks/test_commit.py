"""A committed mark costs at most twice what raw sqlite3 needs for the same two statements."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.changes import MarkChange
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.benchmarks.floors import raw_commit, raw_database
from tests.benchmarks.pairs import best, ratio, wall
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
        raw = raw_database(tmp_path / "raw.db")
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
                draft = (session.id, 1, "01", candidate, row, "scored", mark, 0, "", "", 1)
                entry = (session.id, number + 2, 1, "01", "marks", event, "0" * 64, "0" * 64)

                def two_statements(
                    draft: tuple[Any, ...] = draft, entry: tuple[Any, ...] = entry
                ) -> None:
                    raw_commit(raw, draft, entry)

                ours.append(wall(commit))
                floor.append(wall(two_statements))
        raw.close()
        return ratio(ours, floor)

    found = best(measure, LIMIT)
    print(f"commit / raw sqlite3: {found:.2f}")
    assert found <= LIMIT
