"""A chart as what it shows and where that stands, knowing no spreadsheet library."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reviewtui.filing.model import Grid, Span, Value

ROW_POINTS: Final = 18.0
"""Height of a row that is not stated otherwise."""


class ChartKind(StrEnum):
    """How the numbers are drawn."""

    BARS = "bars"
    """One bar beside each label, the first label at the top."""
    RANGES = "ranges"
    """The same, the first series being how far from the axis the bar begins; the others are
    laid end to end from there, each in a darker tone. What the tones mean is said in words:
    programs differ in which series a legend leaves out."""
    RADAR = "radar"
    """One axis a label, one line a series."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers under one name; cells without a number are gaps."""

    name: str
    values: "Span"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over the cells of its own sheet.

    Attributes:
        row, column: The cell under its upper left corner.
        width, height: In points.
        labels: The cells with what each number belongs to.
        axis: What the numbers are.
        lowest, highest, step: Of the axis; None leaves it to the program that draws.
        pattern: Number format of the axis.
    """

    kind: ChartKind
    title: str
    row: int
    column: int
    width: float
    height: float
    labels: "Span"
    series: tuple[Series, ...]
    axis: str = ""
    lowest: float | None = None
    highest: float | None = None
    step: float | None = None
    pattern: str = "0"

    @property
    def rows(self) -> int:
        """Rows of the usual height that it lies over."""
        return -int(-self.height // ROW_POINTS)


def values_of(grid: "Grid", span: "Span") -> "list[Value]":
    """The values of a column or a row of cells, in their order."""
    return [
        cell.value if (cell := grid.cells.get((row, column))) is not None else None
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
    ]
