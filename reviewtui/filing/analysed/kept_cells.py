"""The sheets of the analysis as values in the record that a workbook keeps, and back.

They are kept, not worked out again: another version of numpy may draw other numbers, and a
workbook that nobody touched must still verify then.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from typing import Any

from reviewtui.domain.canonical import Canonical
from reviewtui.filing.model import Cell, Entry, Grid, Number, Value
from reviewtui.filing.styles import NOTE


def kept_cells(sheets: Iterable[Entry]) -> list[Canonical]:
    """Name, what it holds, and every cell with a value, of each sheet."""
    found: list[Canonical] = []
    for name, holds, make in sheets:
        cells: list[Canonical] = [
            [row, column, [value.text] if isinstance(value, Number) else value]
            for (row, column), cell in sorted(make().cells.items(), key=lambda one: one[0])
            if (value := cell.value) is not None
        ]
        found.append([name, holds, cells])
    return found


def sheets_from(value: Any) -> list[Entry]:
    """The sheets again, as values without looks.

    Raises:
        ValueError, TypeError: If they are not what the program writes.
    """
    found: list[Entry] = []
    for name, holds, cells in value:
        grid = Grid(str(name), (8.0,))
        for row, column, said in cells:
            grid.cells[int(row), int(column)] = Cell(_value(said), NOTE)
        found.append((grid.name, str(holds), partial(_same, grid)))
    return found


def _same(grid: Grid) -> Grid:
    return grid


def _value(said: Any) -> Value:
    if isinstance(said, list):
        text = str(said[0])
        places = len(text.partition(".")[2])
        return Number(Fraction(text), places)
    if type(said) is int:
        return said
    return str(said)
