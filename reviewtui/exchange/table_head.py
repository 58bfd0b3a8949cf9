"""The header of a table: its rows, and what each column is for; told where it had to be guessed."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from reviewtui.exchange.meeting_words import plain
from reviewtui.exchange.table_columns import LEVELS, NUMBERS, Use, use_of
from reviewtui.exchange.table_docx import Grid
from reviewtui.exchange.table_numbers import Style, split_number

_SEARCHED: Final = 20
"""Rows from the top in which a header is looked for."""


class Head(NamedTuple):
    """The header of a table.

    Attributes:
        rows: Its rows; empty if the table has none.
        uses: What each column is for.
        headings: What stands above each column, from the top down.
        guessed: Columns that no heading names but whose cells go on below the level before.
        unread: Columns that no heading names, in which something stands all the same.
    """

    rows: range
    uses: dict[int, Use]
    headings: Mapping[int, tuple[str, ...]]
    guessed: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()

    def heading(self, column: int) -> str:
        """The heading nearest to a column's cells."""
        return self.headings[column][-1] if self.headings.get(column) else ""

    def repeats(self, cells: list[str]) -> bool:
        """Whether a row is one of the header's own rows again, as on the next page."""
        return any(
            column < len(cells) and plain(cells[column]) in map(plain, self.headings[column])
            for column, use in self.uses.items()
            if use in LEVELS and column not in self.guessed and self.headings.get(column)
        )


def head_of(grid: Grid, *, loosely: bool = False) -> Head | None:
    """The header of a grid; None without one.

    Args:
        loosely: Also take one without a word for a level: its first column of texts is the level.
    """
    for row, cells in enumerate(grid[:_SEARCHED]):
        uses = _uses(cells)
        if not set(uses.values()) & set(LEVELS) and loosely:
            uses = _with_a_level(cells, uses)
        if set(uses.values()) & set(LEVELS) and len(uses) >= 2:
            return _whole(grid, row, uses)
    return None


def _uses(cells: list[str | None]) -> dict[int, Use]:
    uses: dict[int, Use] = {}
    for column, text in enumerate(cells):
        use = use_of(text or "")
        if use is not None and use not in uses.values():
            uses[column] = use
    return uses


def _with_a_level(cells: list[str | None], uses: dict[int, Use]) -> dict[int, Use]:
    if not set(uses.values()) & set(NUMBERS):
        return {}
    guidance = [at for at, text in enumerate(cells) if use_of(text or "") is Use.GUIDANCE]
    return uses | dict(zip(guidance[:2], _GUIDED, strict=False))


_GUIDED: Final = (Use.FIRST, Use.GUIDANCE)


def _whole(grid: Grid, first: int, uses: dict[int, Use]) -> Head:
    """The header with the rows below that name parts of its columns, and the columns unnamed."""
    last = first
    while last + 1 < len(grid) and _names_levels(grid[last + 1]):
        last += 1
        below = _uses(grid[last])
        uses = {at: use for at, use in uses.items() if use not in below.values()} | below
    rows = range(first, last + 1)
    headings = {
        column: tuple(text for row in rows if (text := _at(grid, row, column)))
        for column in range(max(map(len, grid)))
    }
    guessed = []
    for column in _unnamed(grid, rows, uses):
        if level := _next_level(grid, rows, uses, column):
            uses = uses | {column: level}
            guessed.append(column)
    unread = [
        column
        for column in headings
        if column not in uses and any(_texts(grid, rows, column).values())
    ]
    return Head(rows, uses, headings, tuple(guessed), tuple(unread))


def _names_levels(cells: list[str | None]) -> bool:
    uses = [use_of(text) for text in cells if text]
    return None not in uses and bool(set(uses) & set(LEVELS))


def _at(grid: Grid, row: int, column: int) -> str:
    return (grid[row][column] or "") if column < len(grid[row]) else ""


def _texts(grid: Grid, rows: range, column: int) -> dict[int, str]:
    """What stands in a column below the header, by row; the title row above it is none of it."""
    return {
        row: text for row in range(rows.stop, len(grid)) if (text := _at(grid, row, column).strip())
    }


def _unnamed(grid: Grid, rows: range, uses: Mapping[int, Use]) -> Iterator[int]:
    """Columns that may be a level none the less: without a use, or guidance that is numbered."""
    for column in range(max(map(len, grid))):
        texts = _texts(grid, rows, column).values()
        numbered = [split_number(text) for text in texts]
        decimal = sum(one is not None and one.style is Style.DECIMAL for one in numbered)
        if uses.get(column) is Use.GUIDANCE:
            if decimal * 2 > len(texts):
                yield column
        elif column not in uses and texts:
            yield column


def _next_level(grid: Grid, rows: range, uses: Mapping[int, Use], column: int) -> Use | None:
    """The level of an unnamed column behind the deepest one that goes on where that one rests."""
    levels = {at: use for at, use in uses.items() if use in LEVELS}
    deepest = max(levels, key=lambda at: levels[at].value)
    free = [use for use in LEVELS if use.value > levels[deepest].value]
    if column < deepest or not free:
        return None
    own, above = _texts(grid, rows, column), _texts(grid, rows, deepest)
    return free[0] if set(own) - set(above) and set(above) <= set(own) else None
