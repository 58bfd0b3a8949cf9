"""The export of 15 × 20 × 43 with detail costs at most 1.3 times bare openpyxl."""

from pathlib import Path

import pytest

from reviewtui.domain.ballot import check_code
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from tests.benchmarks.floors import openpyxl_floor
from tests.benchmarks.pairs import best_ratio, cpu, ratio
from tests.filing.conftest import Table
from tests.meeting import meeting

PAIRS = 5
LIMIT = 1.3


@pytest.mark.benchmark
def test_the_real_size_workbook_is_at_most_1_3_times_bare_openpyxl(tmp_path: Path) -> None:
    """Everything from the marks to the file, the sixteen slow check codes included."""
    table = Table.of(meeting(15, 20, granularity="rows", full="2"))
    book = make_book(table.record(), detail=True)
    cells = sum(len(grid.cells) for grid in book.grids)

    def export() -> None:
        check_code.cache_clear()
        whole = make_book(table.record(), detail=True)
        write_book(whole, tmp_path / "ours.xlsx", force=True)

    def measure() -> float:
        ours, floor = [], []
        for _ in range(PAIRS):
            ours.append(cpu(export))
            floor.append(cpu(lambda: openpyxl_floor(book, tmp_path / "floor.xlsx")))
        return ratio(ours, floor)

    found = best_ratio(measure, LIMIT)
    print(f"export / openpyxl floor = {found:.2f} ({cells} cells, median of {PAIRS} pairs)")
    assert found <= LIMIT
