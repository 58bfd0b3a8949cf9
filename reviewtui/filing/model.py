"""A workbook as values and looks, knowing no spreadsheet library.

A `Book` holds `Grid`s, a grid holds cells by (row, column), both counted from 1. A cell
carries the program's own number, exact; a formula, when one stands behind it, will have
this value as its cached result. What writes the file reads nothing but this.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import overload

from reviewtui.domain.numbers import decimal_text
from reviewtui.filing.chart import Chart
from reviewtui.filing.styles import Style


@dataclass(frozen=True)
class Number:
    """An exact number with its decimals.

    Attributes:
        value: What the program computed.
        places: Decimals that are stored in the cell.
        shown: Decimals that are printed; None: all that are stored.
        least: Decimals that are printed even where they are zeros; None: all that are shown.
    """

    value: Fraction
    places: int = 0
    shown: int | None = None
    least: int | None = None

    @cached_property
    def text(self) -> str:
        """The plain decimal that the file carries, without zeros at its end."""
        text = decimal_text(self.value, self.places)
        return text.rstrip("0").rstrip(".") if "." in text else text

    @cached_property
    def printed(self) -> str:
        """The decimals that are printed: rounded to `shown`, zeros kept down to `least`."""
        places = self.places if self.shown is None else min(self.shown, self.places)
        least = places if self.least is None else min(self.least, places)
        text = decimal_text(self.value, places)
        whole, _point, decimals = text.partition(".")
        decimals = decimals.rstrip("0").ljust(least, "0") if decimals else ""
        return f"{whole}.{decimals}" if decimals else whole

    @cached_property
    def pattern(self) -> str:
        """The number format of its digits."""
        shown = self.places if self.shown is None else min(self.shown, self.places)
        least = shown if self.least is None else min(self.least, shown)
        return "0." + "0" * least + "#" * (shown - least) if shown else "0"


Value = str | int | Number | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Text stays text, whatever it looks like; None is an empty, styled cell.

    Attributes:
        formula: Made by the program alone, without `=`; `value` is then what it gives here.
    """

    value: Value
    style: Style
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class QrCode:
    """A text as a QR code over the cell (row, column).

    Attributes:
        side: Its width and height in points, the quiet zone included.
    """

    row: int
    column: int
    text: str
    side: float


@dataclass(slots=True)
class PrintSetup:
    """How a grid goes on A4.

    Attributes:
        title_rows: First and last row that every page repeats.
        title_columns: First and last column that every page across repeats.
        column_ends: A page across ends after each of these columns.
        pages_high: 1 scales the height to one page as well; 0 is as many as it takes.
        whole: Shrunk onto one page where it can still be read there.
        breaks: A page ends after each of these rows.
        together: First and last row of what no page end cuts where that can be helped; one
            within another is cut last.
        header: Right above every page; the warnings of a trial stand there.
        footer: Left, centre, right under every page, `{page}` and `{pages}` in the centre.
    """

    landscape: bool = False
    title_rows: tuple[int, int] | None = None
    title_columns: tuple[int, int] | None = None
    column_ends: list[int] = field(default_factory=list)
    pages_high: int = 0
    whole: bool = False
    breaks: list[int] = field(default_factory=list)
    together: list[tuple[int, int]] = field(default_factory=list)
    header: str = ""
    footer: tuple[str, str, str] = ("", "", "")


@dataclass(slots=True)
class Grid:
    """One worksheet while it is laid out.

    Attributes:
        name: Of the sheet: role and number, never a person's name.
        widths: Column widths in half-width characters of a 10.5 pt font.
        heights: Row heights in points where they are not the default.
        least_heights: Heights that a row has at least, before its texts are measured.
        line: Height in points of a row that nothing makes higher.
        freeze: The first cell that scrolls.
        filter: The span with filter buttons, its head included.
        line_columns: How many columns titles and notes run across; 0 is all. Fewer where the
            table goes on to further pages at its side.
        hidden: Whether no menu of a spreadsheet offers to show it.
    """

    name: str
    widths: tuple[float, ...]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Span] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    least_heights: dict[int, float] = field(default_factory=dict)
    line: float = 18.0
    freeze: tuple[int, int] | None = None
    filter: Span | None = None
    print: PrintSetup = field(default_factory=PrintSetup)
    line_columns: int = 0
    hidden: bool = False
    last_row: int = 0
    codes: list[QrCode] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns the grid has."""
        return len(self.widths)

    @property
    def across(self) -> int:
        """The last column of titles and notes."""
        return self.line_columns or self.columns

    def put(self, row: int, column: int, value: Value, style: Style, formula: str = "") -> None:
        """Set one cell."""
        self.cells[row, column] = Cell(value, style, formula)
        self.last_row = max(self.last_row, row)

    def without_formulas(self) -> "Grid":
        """The same with the results alone, for a file without the sheets they come from."""
        cells = {
            place: Cell(cell.value, cell.style) if cell.formula else cell
            for place, cell in self.cells.items()
        }
        return replace(self, cells=cells)

    def put_row(self, values: Iterable[Value], style: Style, *, column: int = 1) -> int:
        """Append a row of cells of one style; returns its number."""
        row = self.last_row + 1
        for number, value in enumerate(values, column):
            self.put(row, number, value, style)
        return row

    def put_cells(self, cells: Iterable[Cell]) -> int:
        """Append a row of ready cells from the first column on; returns its number."""
        row = self.last_row + 1
        for column, cell in enumerate(cells, 1):
            self.cells[row, column] = cell
        self.last_row = row
        return row

    def put_span(self, span: Span, value: Value, style: Style, formula: str = "") -> None:
        """Set merged cells; every one of them gets the style, so that borders are whole."""
        for row in range(span.top, span.bottom + 1):
            for column in range(span.left, span.right + 1):
                self.put(row, column, None, style)
        self.put(span.top, span.left, value, style, formula)
        if (span.top, span.left) != (span.bottom, span.right):
            self.merges.append(span)

    def put_line(
        self, value: Value, style: Style, *, left: int = 1, right: int = 0, skip: int = 0
    ) -> int:
        """Append a row that is one merged cell from `left` to `right` (the last column).

        Args:
            value: What stands in it.
            style: Its look.
            left: First column of the merged cell.
            right: Last column; 0 is the last of `across`.
            skip: Empty rows left above it.
        """
        row = self.last_row + 1 + skip
        self.put_span(Span(row, left, row, right or self.across), value, style)
        return row


class Grids(Sequence[Grid]):
    """Worksheets that are laid out when their turn comes, each time anew.

    Thirty experts, two hundred candidates and all their rows make five million cells; one
    sheet at a time they fit into a small machine.
    """

    def __init__(self, makers: Iterable[Callable[[], Grid]]) -> None:
        self._makers = tuple(makers)

    def __len__(self) -> int:
        return len(self._makers)

    @overload
    def __getitem__(self, at: int) -> Grid: ...

    @overload
    def __getitem__(self, at: slice) -> "Grids": ...

    def __getitem__(self, at: int | slice) -> "Grid | Grids":
        if isinstance(at, slice):
            return Grids(self._makers[at])
        return self._makers[at]()

    def __iter__(self) -> Iterator[Grid]:
        return (make() for make in self._makers)


@dataclass(frozen=True, slots=True)
class Book:
    """A whole workbook with the properties the file carries.

    Attributes:
        frozen_at: UTC, milliseconds since 1970: when the session was opened. The file
            says so instead of the hour of its export, which makes two exports equal.
        names: What a formula calls a cell or a range, and where that is.
    """

    title: str
    author: str
    frozen_at: int
    grids: Sequence[Grid]
    names: Mapping[str, str] = field(default_factory=dict)


Entry = tuple[str, str, Callable[[], Grid]]
"""A sheet's name, what it holds, and how it is laid out."""
Progress = Callable[[str], None]
"""Told in a few words what is being done."""


def silent(_text: str) -> None:
    """Nobody is told."""
