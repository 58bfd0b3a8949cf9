"""Reading a written workbook back: cells as openpyxl gives them, numbers as the file has them."""

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook

from reviewtui.domain.numbers import decimal_text
from reviewtui.filing.record import Record
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from reviewtui.locales import _

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@lru_cache(maxsize=1)
def _loaded(content: bytes) -> Workbook:
    """The workbook in a file, once for all the sheets that a test looks at."""
    return load_workbook(BytesIO(content), data_only=True)


def rows_under(path: Path, sheet: str, first_heading: str) -> Iterator[dict[str, Any]]:
    """The rows below the head whose first cell is `first_heading`, by heading, until a gap.

    A heading of two rows takes the lower one where the upper has none of its own.
    """
    grid = _loaded(path.read_bytes())[sheet]
    rows = [[cell.value for cell in row] for row in grid.iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == first_heading)
    names = list(rows[head])
    body = head + 1
    if f"A{body}:A{body + 1}" in {str(span) for span in grid.merged_cells.ranges}:
        names = [below or above for above, below in zip(names, rows[body], strict=True)]
        body += 1
    merged = {span.min_row for span in grid.merged_cells.ranges}
    for at in range(body, len(rows)):
        if rows[at][0] is None or at + 1 in merged:
            return
        yield dict(zip(names, rows[at], strict=True))


def texts(path: Path, name: str = "") -> list[str]:
    """Every text of the workbook, or of the sheet of that name."""
    return [
        cell.value
        for sheet in _loaded(path.read_bytes())
        if not name or sheet.title == name
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def raw(path: Path, sheet: int) -> dict[str, tuple[str, str]]:
    """Type and stored characters of every cell that has a value, by address; sheets from 1."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))
    cells = {}
    for cell in root.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        inline = cell.find(f"{MAIN}is/{MAIN}t")
        if value is not None:
            cells[cell.attrib["r"]] = (cell.attrib.get("t", "n"), value.text or "")
        elif inline is not None:
            cells[cell.attrib["r"]] = ("text", inline.text or "")
    return cells


def formulas(path: Path) -> int:
    """How many formula elements and error cells stand in the file."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(
            len(re.findall(rb"<f[ >/]", archive.read(name)))
            + len(re.findall(rb't="e"', archive.read(name)))
            for name in sheets
        )


def written(record: Record, path: Path, *, detail: bool = False) -> Path:
    """The workbook of a record, written into a folder."""
    write_book(make_book(record, detail=detail), path / "out.xlsx")
    return path / "out.xlsx"


def summary_rows(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of the summary by candidate code."""
    rows = rows_under(path, _("Score summary"), _("No."))
    return {row[_("Candidate code")]: row for row in rows}


def by_code(path: Path, sheet: str) -> dict[str, dict[str, Any]]:
    """The rows of a detail sheet by indicator code."""
    code = _("Indicator code")
    return {row[code]: row for row in rows_under(path, sheet, code)}


def equal(read: object, exact: Fraction | None) -> bool:
    """Whether a number read back is the program's, at ten decimals."""
    if exact is None:
        return read == "—"
    return Decimal(str(read)) == Decimal(decimal_text(exact))
