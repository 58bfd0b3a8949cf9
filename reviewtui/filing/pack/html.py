"""A `Book` as one html file that prints as the workbook does and asks for nothing outside.

A section a grid, on A4 upright or across; the heads repeat on every page, and so does a foot
with the check code and the warnings. Everything people wrote is escaped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from reviewtui.domain.paper import BODY, HEAD, paper
from reviewtui.filing.model import Book, Cell, Grid, Number, Span, Value
from reviewtui.filing.pack.side_pages import side_pages
from reviewtui.filing.paging import MARGIN, UNIT, Pages, pages_of
from reviewtui.filing.plain_text import flowing
from reviewtui.filing.qr import svg
from reviewtui.filing.styles import Style
from reviewtui.locales import _, language

_TIGHT: Final = 15.0
"""Points of a line below which no air is left above and below its text."""
_FACES: Final = {
    BODY: "SimSun,'Songti SC','Noto Serif CJK SC',serif",
    HEAD: "SimHei,'Heiti SC','Noto Sans CJK SC',sans-serif",
}
_SHEET: Final = """
html{background:#fff;color:#000}
body{margin:0}
section{break-before:page;margin:0 auto}
section:first-of-type{break-before:auto}
table{border-collapse:collapse;table-layout:fixed;margin:0 auto}
thead{display:table-header-group}
tfoot{display:table-footer-group}
tr{break-inside:avoid}
td{padding:1pt 2pt;overflow-wrap:anywhere;white-space:pre-wrap;line-height:1.3}
td.foot{font-size:8pt;text-align:center;color:#404040;padding-top:4pt}
section.tight td{padding:0 2pt}
.new{break-before:page}
svg{display:block;margin:0 auto}
@media screen{section{padding:8mm 0;border-bottom:1px dashed #888}}
@media print{td{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""


def html_page(book: Book) -> bytes:
    """The file's bytes, UTF-8; the same book gives the same bytes."""
    looks = _Looks()
    body = _sections(book.grids, looks)
    tongue = "zh-CN" if language() == "zh" else "en"
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{tongue}"><head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(book.title)}</title>",
        f"<style>{_SHEET}{_pages()}{looks.css()}</style></head><body>",
        body,
        "</body></html>\n",
    ]
    return "\n".join(parts).encode()


def begins_with(page: bytes, grids: Iterable[Grid]) -> bool:
    """Whether a page begins with these sheets; what follows them is not looked at."""
    _head, _mark, body = page.partition(b"</head><body>\n")
    return body.startswith(_sections(grids, _Looks()).encode())


def _sections(grids: Iterable[Grid], looks: "_Looks") -> str:
    return "\n".join(
        _Section(part, pages, looks).text()
        for grid in grids
        for pages in [pages_of(grid)]
        for part in side_pages(grid, pages.column_ends)
    )


def _text(text: str) -> str:
    return escape(flowing(text).encode("utf-8", "replace").decode())


def _pages() -> str:
    """The pages of paper, with their number where a browser can print one."""
    number = _("Page {page} of {pages}")
    said = number.format(page='" counter(page) "', pages='" counter(pages) "')
    numbered = f'@bottom-center{{content:"{said}";font-size:8pt}}'
    rules = ""
    for name, turned in (("upright", "portrait"), ("across", "landscape")):
        left, top = paper().margins(MARGIN, landscape=turned == "landscape")
        margins = f"{top:g}mm {MARGIN:g}mm {MARGIN:g}mm {left:g}mm"
        rules += f"@page {name}{{size:A4 {turned};margin:{margins};{numbered}}}"
        rules += f"section.{name}{{page:{name}}}"
    return rules


def _faces(font: str) -> str:
    """The office's font, then what stands for the usual one on other machines."""
    own = paper().face(font)
    return _FACES[font] if own == font else f"'{own}',{_FACES[font]}"


class _Looks:
    """Styles and the classes that stand for them, each once."""

    def __init__(self) -> None:
        self._names: dict[tuple[Style, float], str] = {}

    def of(self, style: Style, scale: float) -> str:
        """The class of a look on a page that is scaled down."""
        return self._names.setdefault((style, scale), f"s{len(self._names)}")

    def css(self) -> str:
        """The rules of all classes that were asked for."""
        return "\n".join(
            f"td.{name}{{{_css(style, scale)}}}" for (style, scale), name in self._names.items()
        )


def _css(style: Style, scale: float) -> str:
    rules = [
        f"font:{'bold ' if style.bold else ''}{style.size * scale:.2f}pt {_faces(style.font)}",
        f"text-align:{style.across.value}",
        f"vertical-align:{'top' if style.top else 'middle'}",
        "line-height:1.3",
    ]
    if style.border:
        rules.append("border:0.75pt solid #000")
    if style.fill:
        rules.append(f"background:#{style.fill}")
    if style.colour != "000000":
        rules.append(f"color:#{style.colour}")
    if style.underline:
        rules.append("text-decoration:underline")
    if style.indent:
        rules.append(f"padding-left:{2 + 9 * style.indent}pt")
    return ";".join(rules)


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one table.

    Attributes:
        new: It begins on a new page.
        lone: It stands above the table proper, without heads and foot.
    """

    rows: range
    new: bool = False
    lone: bool = False


class _Section:
    """One grid on its pages."""

    def __init__(self, grid: Grid, pages: Pages, looks: _Looks) -> None:
        self.grid, self.pages, self.looks = grid, pages, looks
        self.scale = round(pages.scale, 3)
        self.spans = {(span.top, span.left): span for span in grid.merges}
        self.covered = {
            (row, column)
            for span in grid.merges
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        } - self.spans.keys()
        self.codes = {(code.row, code.column): code for code in grid.codes}
        self.known: dict[int, str] = {}

    def text(self) -> str:
        """The section."""
        turned = "across" if self.grid.print.landscape else "upright"
        if self.grid.line < _TIGHT:
            turned += " tight"
        tables = "\n".join(self._table(part) for part in self._parts())
        return f'<section class="{turned}">\n{tables}\n</section>'

    def _parts(self) -> Iterator[_Part]:
        """Cut at the breaks, and above heads that do not begin the page."""
        setup, last = self.grid.print, self.grid.last_row
        titles = setup.title_rows
        start, new = 1, False
        cuts = sorted({row for row in self.pages.row_ends if row < last} | {last})
        if titles and titles[0] > 1:
            yield _Part(range(1, titles[0]), lone=True)
            start = titles[0]
        for cut in cuts:
            if cut >= start:
                yield _Part(range(start, cut + 1), new=new)
                start, new = cut + 1, True

    def _table(self, part: _Part) -> str:
        grid = self.grid
        widths = "".join(
            f'<col style="width:{width * UNIT * self.scale:.2f}pt">' for width in grid.widths
        )
        total = sum(grid.widths) * UNIT * self.scale
        titles = None if part.lone else grid.print.title_rows
        heads = range(titles[0], titles[1] + 1) if titles else range(0)
        head = "".join(self._row(row) for row in heads)
        body = "".join(self._row(row) for row in part.rows if row not in heads)
        foot = " · ".join(filter(None, (grid.print.header, *self._codes())))
        cell = f'<tr><td class="foot" colspan="{grid.columns}">{_text(foot)}</td></tr>'
        place = "new" if part.new else "on"
        return (
            f'<table class="{place}" style="width:{total:.2f}pt">'
            f"<colgroup>{widths}</colgroup>"
            + (f"<thead>{head}</thead>" if head else "")
            + f"<tbody>{body}</tbody>"
            + (f"<tfoot>{cell}</tfoot>" if foot and not part.lone else "")
            + "</table>"
        )

    def _codes(self) -> Iterator[str]:
        """What stands left and right in the foot of the workbook's page."""
        yield from (text for text in self.grid.print.footer if "{page}" not in text)

    def _row(self, row: int) -> str:
        height = self.grid.heights.get(row, 0.0) * self.scale
        style = f' style="height:{height:.1f}pt"' if height else ""
        return f"<tr{style}>{''.join(self._cells(row))}</tr>"

    def _cells(self, row: int) -> Iterator[str]:
        for column in range(1, self.grid.columns + 1):
            if (row, column) in self.covered:
                continue
            span = self.spans.get((row, column))
            over = _over(span) if span else ""
            cell = self.grid.cells.get((row, column))
            if cell is None:
                yield f"<td{over}></td>"
                continue
            if over or (row, column) in self.codes:
                yield self._cell(row, column, cell, over)
            else:
                known = self.known.get(id(cell))
                if known is None:
                    known = self.known[id(cell)] = self._cell(row, column, cell, "")
                yield known

    def _cell(self, row: int, column: int, cell: Cell, over: str) -> str:
        code = self.codes.get((row, column))
        inner = svg(code) if code else _text(shown(cell.value, cell.style))
        return f'<td class="{self.looks.of(cell.style, self.scale)}"{over}>{inner}</td>'


def _over(span: Span) -> str:
    across, down = span.right - span.left + 1, span.bottom - span.top + 1
    said = f' colspan="{across}"' if across > 1 else ""
    return said + (f' rowspan="{down}"' if down > 1 else "")


def shown(value: Value, style: Style) -> str:
    """A value as a spreadsheet shows it in this look."""
    if value is None or isinstance(value, str):
        return value or ""
    digits = value.printed if isinstance(value, Number) else str(value)
    return style.pattern.replace('"', "").replace("{}", digits)
