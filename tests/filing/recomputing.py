"""A second opinion on a workbook: another engine computes it, and every cell is compared."""

import subprocess
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import formualizer
from openpyxl import load_workbook

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.filing.model import Book, Grid, Number, Value
from reviewtui.filing.record import Record
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.writer import write_book
from reviewtui.tally.compute import compute
from tests.filing.conftest import OPENED

NEAR = Fraction(1, 10**9)


def record_of(panel: Panel, sheet: Sheet, experts: Sequence[ExpertMarks]) -> Record:
    """What an export of these marks says, as if they had come from ballots."""
    return Record(
        session="s" * 32,
        panel=panel,
        sheet=sheet,
        verdict=compute(panel, sheet, experts),
        why={item.expert: item.why for item in experts if item.why},
        marks={item.expert: item.candidates for item in experts},
        ballots={
            item.expert: Ballot("s" * 32, item.expert, sheet.hash)
            for item in experts
            if not item.why
        },
        received=(),
        opened_at=OPENED,
        frozen_at=OPENED,
        app="reviewtui 0.0.0",
    )


def formula_cells(book: Book) -> Iterator[tuple[Grid, str, Value, str]]:
    """Every cell with a formula: sheet, address, the program's value, the formula."""
    for grid in book.grids:
        for (row, column), cell in grid.cells.items():
            if cell.formula:
                yield grid, f"{column_letters(column)}{row}", cell.value, cell.formula


def by_formualizer(path: Path) -> Path:
    """The same workbook with its formulas computed by an engine that ignores stored results."""
    done = path.with_name(f"{path.stem}-recomputed.xlsx")
    formualizer.recalculate_file(str(path), str(done))
    return done


def by_libreoffice(path: Path) -> Path:
    """The same by LibreOffice, which computes what has no result yet."""
    folder, profile = path.parent / "office", path.parent / "profile"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / path.name


def differences(book: Book, path: Path) -> list[str]:
    """Where the results in a file are not the program's values."""
    read = load_workbook(path, data_only=True)
    found = []
    for grid, place, value, formula in formula_cells(book):
        seen = read[grid.name][place].value
        if not same(value, seen):
            found.append(f"{grid.name}!{place}: {value!r} but {seen!r} = {formula}")
    return found


def same(value: Value, seen: object) -> bool:
    """Whether a result read back is the program's value."""
    if value is None or isinstance(value, str):
        return (value or "") == (seen or "")
    if isinstance(seen, bool) or not isinstance(seen, int | float):
        return False
    exact = value.value if isinstance(value, Number) else Fraction(value)
    return abs(Fraction(Decimal(repr(seen))) - exact) <= max(NEAR, abs(exact) * NEAR)


def recomputed(book: Book, folder: Path) -> Path:
    """The book written without results and computed by the other engine."""
    path = folder / "without.xlsx"
    write_book(book, path, force=True, results=False)
    return by_formualizer(path)
