"""The gate for workbooks from outside: any .xlsx becomes plain cells, or a refusal.

What stands in a cell is given as text, as a person reads it there: numbers as plain
decimals, dates as ISO texts, percentages with their sign. A formula that was never
computed is a fault, not a blank. Nothing is understood here; that is for the reader of
each form.
"""

import datetime
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.exchange.zip_gate import Checked, check_zip, read_bytes
from reviewtui.locales import _

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 300
MOST_CELLS: Final = 200_000

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_SPREAD: Final = frozenset({"mergeCell", "hyperlink"})
"""Elements whose whole range the library fills with cells when it loads them."""
_DIGITS: Final = 15
"""What a spreadsheet keeps of a number; the rest is dust of the floating point."""
_ZEROS: Final = re.compile(r"0{1,9}")
_UNSEEN: Final = "\u200b\u2060\ufeff"
"""Characters without width that come along when something is pasted."""


class Cell(NamedTuple):
    """One cell as it was received.

    Attributes:
        text: What a person reads in it, without surrounding blanks; "" for an empty one.
        fault: Why it cannot be read, as a sentence; then `text` is empty.
        day: For a date, the date.
        number: Whether it is stored as a number, not as typed text.
        computed: Whether a formula stands behind it.
    """

    text: str = ""
    fault: str = ""
    day: datetime.date | None = None
    number: bool = False
    computed: bool = False


EMPTY: Final = Cell()


@dataclass(frozen=True, slots=True)
class ReceivedSheet:
    """One sheet: its cells by (row, column) from 1.

    Attributes:
        spans: Merged ranges: first row, first column, last row, last column.
        covered: Cells of a merged range below its first one, with that one.
        hidden: What is hidden, in words; empty if nothing is.
        last_row: The last row in which something stands; 0 in an empty sheet.
        last_column: The last such column.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    spans: tuple[tuple[int, int, int, int], ...]
    covered: Mapping[tuple[int, int], tuple[int, int]]
    hidden: tuple[str, ...]
    last_row: int
    last_column: int

    def cell(self, row: int, column: int) -> Cell:
        """The cell; an empty one where nothing stands."""
        return self.cells.get((row, column), EMPTY)

    def filled(self, row: int, column: int) -> Cell:
        """The cell, or what a merged cell that reaches down from above says."""
        return self.cell(*self.covered.get((row, column), (row, column)))

    def address(self, row: int, column: int) -> str:
        """A cell as findings name it: 「评审对象」B5."""
        return f"{sheet_place(self.name)}{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class ReceivedBook:
    """A workbook that passed the gate.

    Attributes:
        warnings: What is worth a look in it: hidden parts, links to other files.
        marks: Defined names that stand for a constant text, such as a form's id.
    """

    name: str
    sheets: tuple[ReceivedSheet, ...]
    warnings: tuple[Finding, ...]
    marks: Mapping[str, str]

    def sheet(self, name: str) -> ReceivedSheet | None:
        """The sheet of that name, blanks aside; None if there is none."""
        wanted = "".join(name.split())
        return next((sheet for sheet in self.sheets if "".join(sheet.name.split()) == wanted), None)


def sheet_place(name: str) -> str:
    """A sheet as findings name it."""
    return f"「{name}」"


def column_letters(column: int) -> str:
    """A column's letters: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A column's number: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def receive_workbook(path: Path) -> ReceivedBook:
    """Read any workbook from outside into plain cells.

    Raises:
        Refused: With every finding, if it is no workbook, or one that is not opened.
    """
    return received(read_bytes(path), path.name)


def received(content: bytes, place: str) -> ReceivedBook:
    """The workbook in these bytes; `place` is what findings call it.

    Raises:
        Refused: As `receive_workbook`.
    """
    measure = _Measure(place)
    checked = check_zip(content, place, _("an Excel workbook"), measure.element)
    found = _of_parts(checked, place)
    refuse_if(found)
    values, formulas = _loaded(content, place, computed=True), _loaded(content, place)
    sheets = tuple(_sheet(sheet, values[sheet.title]) for sheet in formulas.worksheets)
    if not sheets:
        raise Refused(Finding(place, _unreadable()))
    marks = {
        name: str(defined.attr_text).strip('"')
        for name, defined in formulas.defined_names.items()
        if str(defined.attr_text or "").startswith('"')
    }
    for sheet in sheets:
        found += [
            Finding(f"{place}: {sheet_place(sheet.name)}", words, warning=True)
            for words in sheet.hidden
        ]
    return ReceivedBook(place, sheets, tuple(found), marks)


def _of_parts(checked: Checked, place: str) -> list[Finding]:
    """What the names of the parts tell."""
    names = [name.casefold() for name in checked.names]
    found = []
    if "word/document.xml" in names:
        found.append(Finding(place, _("is a Word document, not an Excel workbook")))
    elif any(name.endswith("workbook.bin") for name in names):
        found.append(Finding(place, _("is in the format .xlsb; save it as .xlsx")))
    elif "xl/workbook.xml" not in names:
        found.append(Finding(place, _("is not {what}").format(what=_("an Excel workbook"))))
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        found.append(
            Finding(place, _("holds macros (.xlsm); save it as .xlsx, a workbook without macros"))
        )
    if any("externallinks/" in name for name in names):
        found.append(
            Finding(
                place,
                _("has links to other files; they are not followed, their last values count"),
                warning=True,
            )
        )
    return found


class _Measure:
    """Watches how far the cells of a workbook reach, element by element."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.cells = 0
        self.row = self.column = 0

    def element(self, member: str, name: str, attributes: dict[str, str]) -> None:
        """Take note of one element.

        Raises:
            Refused: At the first cell that lies too far out, or one cell too many.
        """
        if name == "worksheet":
            self.row = 0
        elif name == "row":
            self.row = _whole(attributes.get("r"), self.row + 1)
            self.column = 0
            self._check(member, self.row, 1)
        elif name == "c":
            at = _ADDRESS.fullmatch(attributes.get("r", ""))
            self.column = column_number(at[1]) if at else self.column + 1
            self._check(member, int(at[2]) if at else self.row, self.column)
            self._count(member, 1)
        elif name in _SPREAD and "ref" in attributes:
            self._check_range(member, attributes["ref"])

    def _check_range(self, member: str, reference: str) -> None:
        ends = [_ADDRESS.fullmatch(part) for part in reference.split(":")]
        if len(ends) > 2 or None in ends:
            sentence = _("its part {part} has a range that cannot be read: {range}")
            raise Refused(Finding(self.place, sentence.format(part=member, range=reference[:40])))
        rows = [int(end[2]) for end in ends if end]
        columns = [column_number(end[1]) for end in ends if end]
        self._check(member, max(rows), max(columns))
        area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
        self._count(member, area)

    def _check(self, member: str, row: int, column: int) -> None:
        if row <= MOST_ROWS and column <= MOST_COLUMNS:
            return
        sentence = _(
            "reaches to cell {cell} ({part}); more than {rows} rows or {columns} columns are not "
            "read: delete the empty rows and columns behind the table and save it again"
        )
        raise Refused(
            Finding(
                self.place,
                sentence.format(
                    cell=f"{column_letters(column)}{row}",
                    part=member.rpartition("/")[2],
                    rows=MOST_ROWS,
                    columns=MOST_COLUMNS,
                ),
            )
        )

    def _count(self, member: str, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS:
            sentence = _("holds more than {most} cells ({part}); it cannot be the form")
            raise Refused(
                Finding(
                    self.place, sentence.format(most=MOST_CELLS, part=member.rpartition("/")[2])
                )
            )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise


def _loaded(content: bytes, place: str, *, computed: bool = False) -> Any:
    """The library's workbook: with computed values, or with formulas."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(content), data_only=computed, keep_links=False)
    except Exception as fault:  # whatever a crooked part makes the library raise
        raise Refused(Finding(place, _unreadable())) from fault


def _unreadable() -> str:
    return _("cannot be read as a workbook; open it in WPS or Excel and save it again")


def _sheet(sheet: "Worksheet", values: "Worksheet") -> ReceivedSheet:
    cells: dict[tuple[int, int], Cell] = {}
    for position, cell in sorted(sheet._cells.items()):
        taken = _cell(cell, position, values)  # iter_rows would make all cells between them
        if taken is not EMPTY:
            cells[position] = taken
    spans = tuple(
        sorted(
            (span.min_row, span.min_col, span.max_row, span.max_col)
            for span in sheet.merged_cells.ranges
        )
    )
    covered = {
        (row, left): (top, left)
        for top, left, bottom, _right in spans
        for row in range(top + 1, bottom + 1)
    }
    return ReceivedSheet(
        sheet.title,
        cells,
        spans,
        covered,
        tuple(_hidden(sheet)),
        last_row=max((row for row, _column in cells), default=0),
        last_column=max((column for _row, column in cells), default=0),
    )


def _cell(cell: "SheetCell | MergedCell", position: tuple[int, int], values: "Worksheet") -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type != "f":
        return _read(value, cell.data_type, str(cell.number_format))
    kept = values.cell(*position)
    if kept.value is None:
        return Cell(
            fault=_("is a formula without a stored result; open the file in WPS or Excel and save")
        )
    return _read(kept.value, kept.data_type, str(kept.number_format))._replace(computed=True)


def _read(value: object, kind: str, pattern: str) -> Cell:
    """A stored value as text."""
    match value:
        case bool():
            return Cell("TRUE" if value else "FALSE")
        case int() | float():
            return _number(value, pattern)
        case datetime.datetime() if value.time() == datetime.time():
            return Cell(value.date().isoformat(), day=value.date(), number=True)
        case datetime.datetime():
            return Cell(value.isoformat(" "), day=value.date(), number=True)
        case datetime.date():
            return Cell(value.isoformat(), day=value, number=True)
        case datetime.time() | datetime.timedelta():
            return Cell(fault=_("was read as a time of day; type it again as text"))
        case str() if kind == "e":
            return Cell(fault=_("holds the error {error}").format(error=value[:20]))
        case str():
            text = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
            text = text.replace("\u00a0", " ").strip().strip(_UNSEEN).strip()
            return Cell(text) if text else EMPTY
    return Cell(fault=_("cannot be read; type it again"))


def _number(value: int | float, pattern: str) -> Cell:
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")
    if not exact.is_finite() or abs(exact.adjusted()) > 18:
        return Cell(f"{value}", number=True)
    if "%" in re.sub(r'"[^"]*"', "", pattern):
        return Cell(f"{_plain(exact * 100)}%", number=True)
    text = _plain(exact)
    if text.isdecimal() and _ZEROS.fullmatch(pattern):
        text = text.rjust(len(pattern), "0")
    return Cell(text, number=True)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _hidden(sheet: "Worksheet") -> Iterator[str]:
    if sheet.sheet_state != "visible":
        yield _("this sheet is hidden; what stands in it counts nevertheless")
    rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    if rows:
        yield _("rows {rows} are hidden; what stands in them counts nevertheless").format(
            rows=", ".join(map(str, sorted(rows)[:20]))
        )
    columns = [letters for letters, column in sheet.column_dimensions.items() if column.hidden]
    if columns:
        yield _("columns {columns} are hidden; what stands in them counts nevertheless").format(
            columns=", ".join(columns[:20])
        )
