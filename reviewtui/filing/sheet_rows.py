"""The rows of a grid as a spreadsheet file has them: exact decimals, texts, formulas with results.

The library stores no result of a formula, so that a preview would show nothing, and takes four
times as long; what stands around the rows is its own.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from reviewtui.filing.model import Cell, Grid, Number, Value
from reviewtui.filing.plain_text import plain
from reviewtui.filing.styles import Style

StyleId = Callable[[Style, str, str], int]
"""The number of a look with a format of its digits, asked for at the cell of that address."""

MOST_IN_FORMULA: Final = 8192
"""Characters that a spreadsheet takes in one formula."""


def rows_of(grid: Grid, style_id: StyleId, *, results: bool = True) -> Iterator[str]:
    """The row elements, top down.

    Args:
        grid: What is written.
        style_id: Asked for every look, at the first cell that has it.
        results: Whether formulas carry what they give; False leaves it to the reader.

    Raises:
        TypeError: If a value is none the model knows; a float, which may be NaN, least of all.
        ValueError: If a formula is too long.
    """
    letters = [column_letters(number) for number in range(1, grid.columns + 2)]
    known: dict[tuple[int, str], str] = {}
    line: list[str] = []
    current = 0
    for place in sorted(grid.cells):  # pairs with their cells would take 60 bytes a cell
        cell, (row, column) = grid.cells[place], place
        if row != current:
            if current:
                yield _row(current, grid.heights.get(current), line)
            line, current = [], row
        digits = digits_of(cell.value)
        key = (id(cell.style), digits)
        if column > len(letters):
            letters += [column_letters(at) for at in range(len(letters) + 1, column + 1)]
        address = f"{letters[column - 1]}{row}"
        style = known.get(key)
        if style is None:
            style = known[key] = str(style_id(cell.style, digits, address))
        start = f'<c r="{address}" s="{style}"'
        line.append(start + (_formula(cell, results=results) if cell.formula else _plain(cell)))
    if current:
        yield _row(current, grid.heights.get(current), line)


def digits_of(value: Value) -> str:
    """The format of a value's digits; empty for what is no number.

    Raises:
        TypeError: If the value is none the model knows.
    """
    if isinstance(value, Number):
        return value.pattern
    if value is None or isinstance(value, str):
        return ""
    if type(value) is not int:
        raise TypeError(value)
    return "0"


def extent_of(grid: Grid) -> str:
    """The rectangle that the cells take; some programs read no further."""
    rows = max((row for row, _column in grid.cells), default=1)
    columns = max((column for _row, column in grid.cells), default=1)
    return f"A1:{column_letters(columns)}{rows}"


@lru_cache(maxsize=16384)
def column_letters(number: int) -> str:
    """The name of a column; 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _row(number: int, height: float | None, cells: list[str]) -> str:
    shape = "" if height is None else f' ht="{height:g}" customHeight="1"'
    return f'<row r="{number}"{shape}>{"".join(cells)}</row>'


def _plain(cell: Cell) -> str:
    value = cell.value
    if value is None or value == "":
        return "/>"
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
    return f"><v>{value.text if isinstance(value, Number) else value}</v></c>"


def _formula(cell: Cell, *, results: bool) -> str:
    if len(cell.formula) > MOST_IN_FORMULA:
        raise ValueError(cell.formula)
    formula = f"<f>{escape(cell.formula)}</f>"
    value = cell.value
    if not results:
        return f">{formula}</c>"
    if value is None or isinstance(value, str):
        return f' t="str">{formula}<v>{_text(value or "")}</v></c>'
    return f">{formula}<v>{value.text if isinstance(value, Number) else value}</v></c>"


@lru_cache(maxsize=65536)
def _text(text: str) -> str:
    return escape(plain(text))
