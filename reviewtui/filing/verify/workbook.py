"""Whether a workbook still says what the record in it leads to, cell by cell.

It is laid out again from the record on its hidden sheet and compared: every formula, every
number, every text, also after another program has saved it. That the record itself is the
right one, the content hash tells, which stands on the signed papers.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reviewtui import locales
from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.zip_gate import Limits, check_zip, read_bytes
from reviewtui.filing.kept import informing_from, record_from
from reviewtui.filing.model import Cell, Grid, Number, Progress, silent
from reviewtui.filing.plain_text import plain
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.sheets.kept_sheet import NAME
from reviewtui.filing.verify.verified import Outcome, Subject, Verified
from reviewtui.filing.workbook import ENDING, make_book
from reviewtui.locales import _

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIMITS: Final = Limits(64 * 1024 * 1024, 768 * 1024 * 1024, 512 * 1024 * 1024)
"""Our own workbook of 30 experts, 200 candidates and 40 rows takes 26 MiB, unpacked 290 MiB, of
them 227 MiB in one sheet; it must be read back. What others fill in is held to less."""
NEAR: Final = Fraction(1, 10**9)
"""How far a result may lie from the program's number, absolute and in proportion: what a
spreadsheet loses in its binary numbers."""


def is_workbook(path: Path) -> bool:
    """Whether its name says so."""
    return path.is_file() and path.suffix.lower() == ENDING


def verify_workbook(path: Path, progress: Progress = silent) -> Verified:
    """Compare a workbook with the record that it carries.

    Args:
        path: The .xlsx.
        progress: Told the sheet that is being compared.

    Raises:
        Refused: If it cannot be read, or carries no record.
    """
    content = check_zip(read_bytes(path, LIMITS), path.name, _("a workbook"), limits=LIMITS).content
    formulas, values = _loaded(content, path), _loaded(content, path, results=True)
    if NAME not in formulas.sheetnames:
        sentence = _("carries no record to be checked against; it was not exported by this program")
        raise Refused(Finding(path.name, sentence))
    kept = _kept(formulas[NAME], path)
    reader, written = locales.language(), kept.get("language")
    record = record_from(kept)
    try:
        locales.use("en" if written == "en" else "zh")
        informing = informing_from(kept)
        detail = kept.get("detail") == 1
        grids = list(make_book(record, detail=detail, informing=informing).grids)
        unchecked = _("About this workbook")
    finally:
        locales.use(reader)
    findings: list[Finding] = []
    for grid in grids:
        if grid.name != NAME:
            progress(grid.name)
            findings += _compare(grid, formulas, values, names=grid.name == unchecked)
    known = {grid.name for grid in grids}
    findings += [
        Finding(name, _("this sheet was not exported"))
        for name in formulas.sheetnames
        if name not in known
    ]
    if kept.get("content") != record.content:
        findings.append(Finding(NAME, _("the record does not have the content hash it states")))
    rounds = [ballot.round for ballot in record.ballots.values()]
    number = max(rounds + [one.begun.number for one in record.rounds], default=1)
    outcome = Outcome(number, record.content, check_code(record.content))
    return Verified(Subject.WORKBOOK, tuple(findings), rounds=(outcome,))


def _loaded(content: bytes, path: Path, *, results: bool = False) -> "Workbook":
    from openpyxl import load_workbook

    try:
        return load_workbook(BytesIO(content), data_only=results, keep_links=False)
    except Exception as fault:  # whatever a crooked part makes the library raise
        sentence = _("cannot be read as a workbook; open it in WPS or Excel and save it again")
        raise Refused(Finding(path.name, sentence)) from fault


def _kept(sheet: "Worksheet", path: Path) -> dict[str, Any]:
    text = "".join(str(row[0] or "") for row in sheet.iter_rows(max_col=1, values_only=True))
    try:
        value = json.loads(text, parse_float=_no_float)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        sentence = _("the hidden sheet does not hold the record of a workbook")
        raise Refused(Finding(path.name, sentence))
    return value


def _no_float(text: str) -> None:
    raise ValueError(text)


def _compare(
    grid: Grid, formulas: "Workbook", values: "Workbook", *, names: bool
) -> Iterator[Finding]:
    """Every difference on one sheet; of the list of experts the texts are not compared."""
    if grid.name not in formulas.sheetnames:
        yield Finding(grid.name, _("this sheet is gone"))
        return
    own, results = formulas[grid.name], values[grid.name]
    for (row, column), cell in grid.cells.items():
        place = f"{grid.name}!{column_letters(column)}{row}"
        seen = own.cell(row, column).value
        computed = isinstance(seen, str) and own.cell(row, column).data_type == "f"
        if computed != bool(cell.formula) or (
            computed and _bare(str(seen)[1:]) != _bare(cell.formula)
        ):
            sentence = _("holds {seen} where {written} was written")
            written = f"={cell.formula}" if cell.formula else _shown(cell)
            yield Finding(place, sentence.format(seen=seen, written=written))
        elif not _same(cell, results.cell(row, column).value, text=not names):
            sentence = _("holds {seen} where {written} was written")
            told = results.cell(row, column).value
            yield Finding(place, sentence.format(seen=told, written=_shown(cell)))
    for line in own.iter_rows():
        for extra in line:
            if extra.value is not None and (extra.row, extra.column) not in grid.cells:
                place = f"{grid.name}!{column_letters(extra.column or 1)}{extra.row}"
                yield Finding(place, _("holds {seen} where nothing was").format(seen=extra.value))


def _bare(formula: str) -> str:
    """A formula without what programs write as they like: blanks, dollars, quotes of names."""
    parts = re.split(r'("(?:[^"]|"")*")', formula)
    return "".join(part if at % 2 else re.sub(r"[\s$']", "", part) for at, part in enumerate(parts))


def _shown(cell: Cell) -> str:
    value = cell.value
    return value.text if isinstance(value, Number) else str(value if value is not None else "")


def _same(cell: Cell, seen: object, *, text: bool) -> bool:
    value = cell.value
    if value is None or isinstance(value, str):
        if not text:
            return not isinstance(seen, int | float)
        return plain(value or "") == plain(str(seen if seen is not None else ""))
    if isinstance(seen, bool) or not isinstance(seen, int | float):
        return False
    exact = value.value if isinstance(value, Number) else Fraction(value)
    return abs(Fraction(Decimal(repr(seen))) - exact) <= max(NEAR, abs(exact) * NEAR)
