"""The official result costs next to nothing beside reading the marks."""

from pathlib import Path

import pytest

from reviewtui.domain.ballot import Ballot, Cell, Channel
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from tests.benchmarks.floors import plain_cursor
from tests.benchmarks.pairs import best, cpu
from tests.meeting import meeting, small_set
from tests.tally.workload import official_result

MEETING_LIMIT = 0.010
"""CPU seconds for 15 experts, 30 candidates, 43 rows in memory."""
CURSOR_LIMIT = 1.5


@pytest.mark.benchmark
@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"average": "trimmed", "round": {"weighted_row": 2, "primary": 2, "total": 2}},
        {"standardise": True, "round": {"standard": 4, "total": 2}},
        {"order": "by_indicator", "average": "trimmed", "round": {"row": 2, "weighted_row": 2}},
        {"order": "by_indicator", "average": "median"},
    ],
    ids=["mean", "trimmed, rounded everywhere", "standard scores", "by indicator", "median"],
)
def test_the_result_of_a_large_meeting_takes_ten_milliseconds(rule: dict[str, object]) -> None:
    result = official_result(15, 30, 43, **rule)
    found = best(lambda: cpu(result), MEETING_LIMIT, tries=50)
    print(f"15 x 30 x 43: {found * 1000:.2f} ms CPU")
    assert found <= MEETING_LIMIT


@pytest.mark.benchmark
def test_reading_and_tallying_two_million_marks_is_near_a_plain_cursor(tmp_path: Path) -> None:
    path = tmp_path / "large.review"
    panel, sheet = meeting(
        9, 5_000, granularity="rows", table=small_set(1, 43), average="trimmed"
    ).panel()
    create_session(path, panel)
    cells = {
        candidate.code: {
            row.code: Cell(CellState.SCORED, Hundredths(50 * ((number * 7 + column * 3) % 21)))
            for column, row in enumerate(sheet.rows)
        }
        for number, candidate in enumerate(panel.candidates)
    }
    with Session.open(path) as session:
        session.take_in(
            [
                Ballot(session.id, expert.code, sheet.hash, channel=Channel.IMPORT, cells=cells)
                for expert in panel.experts
            ]
        )

    assert plain_cursor(path) == 9 * 5_000 * 43

    def from_the_file() -> None:
        with Session.open(path) as session:
            verdict = compute(session.panel, session.sheet, session.marks())
        assert len(verdict.candidates) == 5_000

    found = best(lambda: cpu(from_the_file) / cpu(lambda: plain_cursor(path)), CURSOR_LIMIT)
    print(f"9 x 5 000 x 43, from the file / plain cursor: {found:.2f}")
    assert found <= CURSOR_LIMIT
