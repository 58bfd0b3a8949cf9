"""How a grid goes on its pages: at what size, and after which rows and columns a page ends.

A spreadsheet ignores page ends that are set by hand where it fits a table to a width itself.
A grid that says what stays together is therefore printed at a stated percentage, and its page
ends are worked out here, for the workbook and for the page of a browser alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from reviewtui.domain.paper import paper
from reviewtui.filing.model import Grid

MARGIN: Final = 12.7
"""Millimetres at both sides."""
HEADED: Final = 17.78
"""Millimetres above and below, where head and foot stand."""
UPRIGHT: Final = (210.0, 297.0)
"""Millimetres of A4."""
UNIT: Final = 7.0
"""Points of a unit of column width where it is widest: where DejaVu Sans or Verdana stands in for
a missing SimSun, as on a Linux desktop. In SimSun it is 6."""
_POINT: Final = 72 / 25.4
_SAFE: Final = 0.97
"""Part of a page's height that is planned for: other programs and fonts set a little higher."""
_MOST_SHRUNK: Final = 0.72
"""How far a table is shrunk at most to come whole onto one page."""
_SMALLEST: Final = 0.6
"""Part of the full size below which 9 points cannot be read."""


Sides = tuple[int, int, int, int]
"""Columns that are repeated, that stand before, of one kind, and of these at most on a page."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How a grid is printed.

    Attributes:
        scale: Part of the full size, at most 1.
        whole: Whether all of it is on one page.
        row_ends: A page ends after each of these rows.
        column_ends: A page across ends after each of these columns.
    """

    scale: float
    whole: bool = False
    row_ends: tuple[int, ...] = ()
    column_ends: tuple[int, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether the size is stated, because page ends are."""
        return bool(self.row_ends or self.column_ends)


def pages_of(grid: Grid) -> Pages:
    """Work out a grid whose heights are final."""
    setup = grid.print
    wide, high = _room(grid)
    columns = tuple(setup.column_ends)
    fit = wide / (max(map(sum, _across(grid))) * UNIT)
    scale = min(1.0, fit)
    needed = sum(_height(grid, row) for row in range(1, grid.last_row + 1)) * scale
    shrink = min(1.0, high * _SAFE / needed) if needed else 1.0
    whole = setup.pages_high == 1 or (
        setup.whole and shrink >= _MOST_SHRUNK and scale * shrink >= _SMALLEST
    )
    if whole:
        return Pages(scale * shrink, whole=not columns, column_ends=columns)
    if not (setup.together or setup.breaks or columns):
        return Pages(scale)
    return Pages(scale, False, tuple(_ends(grid, high * _SAFE / scale)), columns)


def side_by_side(grid: Grid, repeated: int, before: int, count: int, most: int) -> None:
    """Let columns of one kind go on to further pages across, as many on each.

    Args:
        grid: Whose titles then run across the first of them.
        repeated: How many columns every page repeats.
        before: How many stand before the first of them.
        count: How many there are.
        most: How many one page can hold.
    """
    pages = -(-count // most)
    if pages < 2:
        return
    each = -(-count // pages)
    grid.print.column_ends = [before + each * page for page in range(1, pages)]
    grid.print.title_columns = (1, repeated)
    grid.line_columns = before + each


def _room(grid: Grid) -> tuple[float, float]:
    """Points that a table can take in width and in height."""
    turned = grid.print.landscape
    wide, high = UPRIGHT[::-1] if turned else UPRIGHT
    left, top = paper().margins(MARGIN, landscape=turned)
    return (wide - left - MARGIN) * _POINT, (high - max(HEADED, top) - HEADED) * _POINT


def _across(grid: Grid) -> Iterator[tuple[float, ...]]:
    """The widths of the columns on each page across, those that every page repeats included."""
    titles = grid.print.title_columns
    repeated = grid.widths[titles[0] - 1 : titles[1]] if titles else ()
    start = 0
    for end in (*grid.print.column_ends, grid.columns):
        yield (*(repeated if start else ()), *grid.widths[start:end])
        start = end


def _height(grid: Grid, row: int) -> float:
    return grid.heights.get(row, grid.line)


def _ends(grid: Grid, room: float) -> Iterator[int]:
    """After which rows a page ends: where least is cut in two, as far down as it can be."""
    last, titles = grid.last_row, grid.print.title_rows
    heads = sum(_height(grid, row) for row in range(titles[0], titles[1] + 1)) if titles else 0.0
    cuts, forced = _cuts(grid, room - heads), set(grid.print.breaks)
    start = 1
    while start <= last:
        used = _height(grid, start) + (heads if titles and start > titles[1] else 0.0)
        end = start
        while end < last and end not in forced and used + _height(grid, end + 1) <= room:
            end += 1
            used += _height(grid, end)
        if end >= last:
            return
        if end not in forced:
            end = min(range(end, start - 1, -1), key=cuts.__getitem__)
        yield end
        start = end + 1


def _cuts(grid: Grid, room: float) -> list[int]:
    """By row, how much of what stays together is cut by a page that ends there."""
    steps = [0] * (grid.last_row + 2)
    high = [0.0, *accumulate(_height(grid, row) for row in range(1, grid.last_row + 1))]
    together = list(grid.print.together)
    if titles := grid.print.title_rows:
        together.append(titles)
    for top, bottom in together:
        if high[bottom] - high[top - 1] <= room:
            steps[top] += 1
            steps[bottom] -= 1
    return list(accumulate(steps))
