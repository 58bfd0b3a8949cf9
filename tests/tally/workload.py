"""Marks in bulk, for speed guards and benchmarks; no files, no randomness but the seed's."""

import random
from collections.abc import Callable
from typing import Any

from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import Verdict
from tests.meeting import meeting, small_set


def bulk(
    experts: int, candidates: int, rows: int = 43, **rule: Any
) -> tuple[Panel, Sheet, list[ExpertMarks]]:
    """A panel of `rows` scored rows with every mark given, in steps of a quarter point."""
    most = min(rows, 5)
    table = small_set(-(-rows // most), most)
    surplus = -rows % most
    cut = {f"{primary}.{most}" for primary in range(1, surplus + 1)}
    table["rows"] = [row for row in table["rows"] if row["code"] not in cut]
    panel, sheet = meeting(
        experts, candidates, granularity="rows", table=table, step="0.25", **rule
    ).panel()
    assert len(sheet.rows) == rows
    drawn = random.Random(20261208)
    steps = range(0, 1001, 25)
    marks = [
        ExpertMarks(
            expert.code,
            {
                candidate.code: CandidateMarks(drawn.choices(steps, k=rows))
                for candidate in panel.candidates
            },
        )
        for expert in panel.experts
    ]
    return panel, sheet, marks


def official_result(
    experts: int = 15, candidates: int = 30, rows: int = 43, **rule: Any
) -> Callable[[], Verdict]:
    """The official result of a panel of that size, ready to be timed."""
    panel, sheet, marks = bulk(experts, candidates, rows, **rule)
    return lambda: compute(panel, sheet, marks)
