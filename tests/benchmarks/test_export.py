"""The export of 15 × 20 × 43 with detail costs at most 1.5 times bare openpyxl without formulas."""

import subprocess
import sys
from pathlib import Path

import pytest

from reviewtui.domain.ballot import check_code
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from tests.benchmarks.floors import openpyxl_floor
from tests.benchmarks.pairs import best, cpu, ratio
from tests.filing.conftest import Table
from tests.meeting import ROOT, meeting

PAIRS = 3
LIMIT = 1.5
MOST_MEMORY = 768 * 1024**2
MOST_TO_VERIFY = 640 * 1024**2
MOST_TIMES = 2.0
WRITING = (
    "import resource, sys\n"
    "from pathlib import Path\n"
    "from reviewtui.filing.workbook import make_book\n"
    "from reviewtui.filing.writer import write_book\n"
    "from tests.filing.conftest import Table\n"
    "from tests.meeting import meeting\n"
    "record = Table.of(meeting(30, 200, granularity='rows', full='2')).record()\n"
    "told = []\n"
    "write_book(make_book(record, detail=True), Path(sys.argv[1]), progress=told.append)\n"
)
VERIFYING = (
    "import resource, sys\n"
    "from pathlib import Path\n"
    "from reviewtui.filing.verify.workbook import verify_workbook\n"
    "told = []\n"
    "assert verify_workbook(Path(sys.argv[1]), told.append).agrees\n"
)
TELLING = (
    "used = resource.getrusage(resource.RUSAGE_SELF)\n"
    "print(len(told), used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)\n"
)


def told_by(script: str, path: Path) -> tuple[int, int, float]:
    """Words of progress, bytes of memory and CPU seconds of a script in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script + TELLING, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told, memory, seconds = done.stdout.split()
    return int(told), int(memory), float(seconds)


@pytest.mark.benchmark
def test_the_real_size_workbook_is_at_most_1_5_times_bare_openpyxl(tmp_path: Path) -> None:
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

    found = best(measure, LIMIT)
    print(f"export / openpyxl floor = {found:.2f} ({cells} cells, median of {PAIRS} pairs)")
    assert found <= LIMIT


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in KiB on Linux only")
def test_a_huge_workbook_is_written_and_verified_well_within_a_gibibyte(tmp_path: Path) -> None:
    """30 × 200 × 43, each sheet told before it is written, and again when it is compared."""
    path = tmp_path / "huge.xlsx"
    told, memory, writing = told_by(WRITING, path)
    print(f"written: {told} words of progress, {memory / 1024**2:.0f} MiB, {writing:.0f} s CPU")
    assert told >= 230
    assert memory <= MOST_MEMORY
    told, memory, verifying = told_by(VERIFYING, path)
    print(f"verified: {told} words of progress, {memory / 1024**2:.0f} MiB, {verifying:.0f} s CPU")
    assert told >= 230
    assert memory <= MOST_TO_VERIFY
    assert verifying <= MOST_TIMES * writing
