"""A guard against falling back into slow arithmetic; ratios stand in the benchmarks."""

import sys
import time

import pytest

from tests.tally.workload import official_result

BUDGET_MS = 10
"""CPU time of the official result of 15 experts, 30 candidates, 43 rows (issue: speed)."""


@pytest.mark.skipif(sys.gettrace() is not None, reason="traced code is slower by nature")
@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"average": "trimmed", "round": {"weighted_row": 2, "primary": 2, "total": 2}},
        {"standardise": True, "round": {"standard": 4, "total": 2}},
        {"order": "by_indicator", "average": "trimmed", "round": {"row": 2, "weighted_row": 2}},
        {"order": "by_indicator", "average": "median"},
    ],
)
def test_the_official_result_stays_within_its_budget(rule: dict[str, object]) -> None:
    run = official_result(15, 30, 43, **rule)
    taken = []
    for _attempt in range(5):
        begin = time.process_time()
        run()
        taken.append((time.process_time() - begin) * 1000)
    assert min(taken) < BUDGET_MS
