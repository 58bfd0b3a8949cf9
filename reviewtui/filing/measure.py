"""How wide a text is and how high its row must be.

Neither the file format nor a spreadsheet fits wrapped or merged rows by itself. An
East-Asian character takes two half-width columns. A unit of column width is a digit of the
Normal font, SimSun 11: 8 pixels, 6 points.
"""

from functools import lru_cache
from textwrap import wrap
from typing import Final
from unicodedata import east_asian_width

from reviewtui.filing.model import Cell, Grid, Span
from reviewtui.filing.plain_text import LINE_END
from reviewtui.filing.styles import Across, Style
from reviewtui.locales.width import broken

HIGHEST: Final = 409.0
"""Points; a spreadsheet row cannot be higher."""
_UNIT: Final = 5.85
"""Points of a unit of width; a little less than it has, because other fonts run wider."""
_DIGIT: Final = 0.57
"""Width of a digit by font size, of the widest font that stands in for SimSun."""
_PADDING: Final = 6.0
_TIGHT: Final = 1.5
"""Height of a row by font size, in a table whose rows are as low as one line allows."""
_LEADING: Final = 1.35
_TITLE_LEADING: Final = 1.55
"""Titles stand in a face with taller lines, and want air above the table."""
_MARGIN: Final = 3.5


@lru_cache(maxsize=65536)
def display_width(text: str) -> int:
    """Half-width columns of a text of one line."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def capacity(width: float, style: Style) -> int:
    """Half-width columns that fit on one line of a cell of this width."""
    room = width - 1.0 - 1.5 * style.indent
    return max(2, int(room * _UNIT * 2 / style.size))


def number_width(characters: int, size: float) -> float:
    """Column width for a number of so many characters: one that does not fit shows as ####."""
    return round((characters * size * _DIGIT + _PADDING) / 6.0, 1)


def lines(text: str, columns: int) -> int:
    """Lines a wrapped text takes.

    A word of Latin letters and a wide character never split, and no line begins with a closing
    mark, so some columns stay free.
    """
    text = text.replace(LINE_END, "\n")
    if text.isascii():
        return sum(max(1, len(wrap(part, columns))) for part in text.split("\n"))
    wide = max(4, columns - columns % 2)
    return sum(_wide_lines(display_width(part), wide) for part in text.split("\n"))


def _wide_lines(width: int, columns: int) -> int:
    """Lines of a text so wide; a full line breaks in print, and a broken one leaves a character."""
    return 1 if width < columns else -(-width // (columns - 2))


def head_width(text: str, size: float) -> float:
    """Column width in which no Latin word of a heading is broken."""
    words = [len(word) for word in text.split() if word.isascii()]
    return number_width(max(words, default=0), size)


def height_of(count: int, size: float) -> float:
    """Points that so many lines of a font need."""
    leading = _LEADING if size <= 12 else _TITLE_LEADING
    return min(HIGHEST, round(count * size * leading + _MARGIN, 1))


def pieces(text: str, width: float, style: Style, *, lines: int = 0) -> list[str]:
    """The text in parts that each fit into one row of the greatest height, or of so many lines."""
    leading = _LEADING if style.size <= 12 else _TITLE_LEADING
    most = lines or int((HIGHEST - _MARGIN) / (style.size * leading)) - 1
    laid = broken(text, capacity(width, style) - 2)
    return ["".join(laid[at : at + most]) for at in range(0, len(laid), most)]


def on_lines(text: str, width: float, style: Style) -> str:
    """The text with its line ends, where it takes more than one line.

    LibreOffice begins a line with whatever comes next, a lone full stop too. WPS, Word and
    browsers do not; a line that ends where we say ends alike in all of them.
    """
    columns = capacity(width, style)
    if text.isascii() or lines(text, columns) == 1:
        return text
    return LINE_END.join(broken(text, columns - 2)).replace(f"\n{LINE_END}", "\n")


def fit_heights(grid: Grid) -> None:
    """Set the height of every row whose texts need more than the default, unless stated."""
    merged = {(span.top, span.left): span for span in grid.merges}
    needed = dict(grid.least_heights)
    for position, cell in grid.cells.items():
        if type(cell.value) is not str:
            continue
        row, column = position
        span = merged.get(position)
        if row in grid.heights or (span and span.bottom > span.top):
            continue
        width = sum(grid.widths[column - 1 : span.right]) if span else grid.widths[column - 1]
        style = cell.style
        if span and _is_sentence(cell, span):
            cell = grid.cells[position] = Cell(on_lines(cell.value, width, style), style)
        height = _text_height(cell.value, width if style.wrap else 0.0, style.size, style.indent)
        if height > needed.get(row, grid.line) and not _is_line(height, style.size, grid.line):
            needed[row] = height
    grid.heights.update(needed)


def _is_sentence(cell: Cell, span: Span) -> bool:
    """Whether it is running text over several columns, or a title."""
    style = cell.style
    running = style.wrap and (style.across is Across.LEFT or not style.border)
    return running and span.right > span.left and not cell.formula


def _is_line(height: float, size: float, line: float) -> bool:
    """Whether it is the height of one line that a tight table has room for."""
    return height <= height_of(1, size) and size * _TIGHT <= line


@lru_cache(maxsize=65536)
def _text_height(text: str, width: float, size: float, indent: int) -> float:
    """Points that a text needs; in a cell that does not wrap, with width 0, one line."""
    columns = capacity(width, Style("", size=size, indent=indent))
    return height_of(lines(text, columns) if width else 1, size)
