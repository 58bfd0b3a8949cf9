"""The sheets of the workbook as one page for any browser: nothing is loaded, nothing runs."""

from collections.abc import Iterable
from html import escape
from typing import Final

from reviewtui.filing.model import Cell, Grid, Number
from reviewtui.filing.plain_text import plain
from reviewtui.locales import language

_LOOK: Final = (
    "body{font-family:SimSun,'Songti SC','Noto Serif CJK SC',serif;margin:2em auto;max-width:75em}"
    "table{border-collapse:collapse;margin:1em 0 3em}"
    "td{border:1px solid #888;padding:.2em .5em;vertical-align:top;white-space:pre-wrap}"
    "td.n{text-align:right}nav a{margin-right:1.5em}@media print{nav{display:none}}"
)


def page_of(title: str, grids: Iterable[Grid]) -> bytes:
    """The page of these sheets, UTF-8."""
    grids = list(grids)
    links = "".join(
        f'<a href="#s{number}">{escape(plain(grid.name))}</a>' for number, grid in enumerate(grids)
    )
    tables = "".join(
        f'<h2 id="s{number}">{escape(plain(grid.name))}</h2>\n{_table(grid)}'
        for number, grid in enumerate(grids)
    )
    said = escape(plain(title))
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{said}</title><style>{_LOOK}</style></head>\n<body><h1>{said}</h1>\n"
        f"<nav>{links}</nav>\n{tables}</body></html>\n"
    ).encode()


def _table(grid: Grid) -> str:
    spans = {(span.top, span.left): span for span in grid.merges}
    covered = {
        (row, column)
        for span in grid.merges
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
    } - spans.keys()
    lines = []
    for row in range(1, grid.last_row + 1):
        cells = []
        for column in range(1, grid.columns + 1):
            if (row, column) in covered:
                continue
            span = spans.get((row, column))
            size = ""
            if span is not None:
                size = (
                    f' colspan="{span.right - span.left + 1}"'
                    f' rowspan="{span.bottom - span.top + 1}"'
                )
            cells.append(_cell(grid.cells.get((row, column)), size))
        lines.append(f"<tr>{''.join(cells)}</tr>\n")
    return f"<table>\n{''.join(lines)}</table>\n"


def _cell(cell: Cell | None, size: str) -> str:
    value = None if cell is None else cell.value
    if isinstance(value, Number):
        return f'<td class="n"{size}>{escape(value.text)}</td>'
    if isinstance(value, int):
        return f'<td class="n"{size}>{value}</td>'
    return f"<td{size}>{escape(plain(value or ''))}</td>"
