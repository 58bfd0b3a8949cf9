"""The sheets of the analysis as values in the record that a workbook keeps, and back.

Of a chart what it draws and says is kept, not how it looks.

They are kept, not worked out again: another version of numpy may draw other numbers, and a
workbook that nobody touched must still verify then.
"""

from collections.abc import Callable, Iterable
from dataclasses import astuple
from fractions import Fraction
from functools import partial
from typing import Any, Final

from reviewtui.domain.canonical import Canonical
from reviewtui.filing.chart import Chart, ChartKind, Series
from reviewtui.filing.model import Cell, Entry, Grid, Number, PrintSetup, Span, Value
from reviewtui.filing.styles import NOTE

_MOST_DRAWN: Final = 10_000
"""Cells of one series that a workbook of ours could draw."""


def kept_cells(sheets: Iterable[Entry]) -> list[Canonical]:
    """Name, what it holds, every cell with a value, and the charts, of each sheet."""
    found: list[Canonical] = []
    for name, holds, make in sheets:
        grid = make()
        cells: list[Canonical] = [
            [row, column, [value.text] if isinstance(value, Number) else value]
            for (row, column), cell in sorted(grid.cells.items(), key=lambda one: one[0])
            if (value := cell.value) is not None
        ]
        found.append([name, holds, cells, [_drawn(chart) for chart in grid.charts]])
    return found


def _drawn(chart: Chart) -> Canonical:
    series: list[Canonical] = [[one.name, list(astuple(one.values))] for one in chart.series]
    return [chart.title, chart.axis, list(astuple(chart.labels)), series]


def sheets_from(value: Any, setup: Callable[[], PrintSetup]) -> list[Entry]:
    """The sheets again, as values without looks; `setup` says what is above and below pages.

    Raises:
        ValueError, TypeError: If they are not what the program writes.
    """
    found: list[Entry] = []
    for name, holds, cells, charts in value:
        grid = Grid(str(name), (8.0,))
        for row, column, said in cells:
            grid.cells[int(row), int(column)] = Cell(_value(said), NOTE)
        grid.charts += [_chart(*one) for one in charts]
        found.append((grid.name, str(holds), partial(_laid_out, grid, setup)))
    return found


def _chart(title: str, axis: str, labels: list[int], series: list[Any]) -> Chart:
    shown = tuple(Series(str(name), _span(span)) for name, span in series)
    return Chart(ChartKind.BARS, str(title), 1, 1, 0, 0, _span(labels), shown, str(axis))


def _span(value: list[int]) -> Span:
    top, left, bottom, right = map(int, value)
    if (bottom - top + 1) * (right - left + 1) > _MOST_DRAWN:
        raise ValueError(value)
    return Span(top, left, bottom, right)


def _laid_out(grid: Grid, setup: Callable[[], PrintSetup]) -> Grid:
    grid.print = setup()
    return grid


def _value(said: Any) -> Value:
    if isinstance(said, list):
        text = str(said[0])
        places = len(text.partition(".")[2])
        return Number(Fraction(text), places)
    if type(said) is int:
        return said
    return str(said)
