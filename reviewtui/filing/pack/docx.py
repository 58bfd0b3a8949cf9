"""A grid as a Word document: lines become paragraphs, what is ruled becomes a table.

The one file that knows python-docx. Fonts are set for East-Asian text too, which the library
does not do; the file carries no hour but the book's.
"""

import datetime
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.paper import BODY, paper
from reviewtui.exchange.form_writer import undated
from reviewtui.filing.model import Book, Grid, Span
from reviewtui.filing.pack.html import shown
from reviewtui.filing.plain_text import flowing, plain
from reviewtui.filing.styles import Across, Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_UPRIGHT: Final = (210.0, 297.0)
_MOST_KEPT: Final = 12
"""Lines that Word is asked to keep on one page."""
_MARGIN: Final = 15.0
"""Millimetres of A4 and of its margins."""


def word_document(book: Book) -> bytes:
    """The file's bytes; the same book gives the same bytes."""
    import docx

    document = docx.Document()
    _set_properties(document, book)
    for number, grid in enumerate(book.grids):
        _Page(document, grid, first=not number).write()
    raw = io.BytesIO()
    document.save(raw)
    return undated(raw)


def _set_properties(document: "Document", book: Book) -> None:
    properties = document.core_properties
    moment = datetime.datetime.fromtimestamp(book.frozen_at // 1000, datetime.UTC)
    properties.title, properties.author = plain(book.title)[:255], plain(book.author)[:255]
    properties.comments = ""
    properties.created = properties.modified = moment.replace(tzinfo=None)
    _set_font(document.styles["Normal"], Style("normal", font=BODY))


def _set_font(holder: Any, style: Style) -> None:
    """Give a style or a run its font, for Latin and for East-Asian characters."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    face = paper().face(style.font)
    holder.font.name = face
    holder.font.size = Pt(style.size)
    holder.font.bold = style.bold
    if style.colour != "000000":
        holder.font.color.rgb = RGBColor.from_string(style.colour)
    if style.underline:
        holder.font.underline = True
    properties = holder.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), face)


class _Page:
    """One grid as a section of the document."""

    def __init__(self, document: "Document", grid: Grid, *, first: bool) -> None:
        self.document, self.grid = document, grid
        self.spans = {(span.top, span.left): span for span in grid.merges}
        self._set_up(first=first)

    def _set_up(self, *, first: bool) -> None:
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Mm

        section = (
            self.document.sections[0] if first else self.document.add_section(WD_SECTION.NEW_PAGE)
        )
        turned = self.grid.print.landscape
        width, height = _UPRIGHT[::-1] if turned else _UPRIGHT
        section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        left, top = paper().margins(_MARGIN, landscape=turned)
        section.left_margin, section.right_margin = Mm(left), Mm(_MARGIN)
        section.top_margin, section.bottom_margin = Mm(top), Mm(_MARGIN)
        self.room = width - left - _MARGIN
        self.scale = min(1.0, self.room / sum(self.grid.widths) / 2.117)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        _say(section.header.paragraphs[0], self.grid.print.header, _SMALL)
        self._foot(section.footer.paragraphs[0])

    def _foot(self, paragraph: "Paragraph") -> None:
        left, centre, right = self.grid.print.footer
        before, _page, rest = centre.partition("{page}")
        between, _pages, after = rest.partition("{pages}")
        _say(paragraph, f"{left}    {before}", _SMALL)
        _field(paragraph, "PAGE")
        _say(paragraph, between, _SMALL)
        _field(paragraph, "NUMPAGES")
        _say(paragraph, f"{after}    {right}", _SMALL)

    def write(self) -> None:
        """Lines as paragraphs, what lies between them as tables."""
        from docx.enum.text import WD_BREAK

        breaks = {row + 1 for row in self.grid.print.breaks}
        for rows in self._blocks():
            if rows.start in breaks:
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            if self._is_line(rows.start):
                self._paragraph(rows.start)
            else:
                self._table(rows)

    def _blocks(self) -> Iterator[range]:
        start = 1
        while start <= self.grid.last_row:
            end = start + 1
            if not self._is_line(start):
                while end <= self.grid.last_row and not self._is_line(end):
                    end += 1
            yield range(start, end)
            start = end

    def _is_line(self, row: int) -> bool:
        """Whether a row is one text across the page, without rules."""
        span = self.spans.get((row, 1))
        cell = self.grid.cells.get((row, 1))
        if cell is None:
            return True
        whole = span is not None and span.bottom == row and span.right == self.grid.across
        return whole and not cell.style.border

    def _paragraph(self, row: int) -> None:
        cell = self.grid.cells.get((row, 1))
        paragraph = self.document.add_paragraph()
        if cell is not None:
            _lay(paragraph, cell.style, 1.3)
            groups = [
                (top, bottom)
                for top, bottom in self.grid.print.together
                if bottom - top < _MOST_KEPT
            ]
            ends = {bottom for _top, bottom in groups}
            kept = any(top <= row < bottom for top, bottom in groups)
            paragraph.paragraph_format.keep_with_next = (kept and row not in ends) or None
            _say(paragraph, shown(cell.value, cell.style), cell.style, self.scale)

    def _table(self, rows: range) -> None:
        from docx.shared import Mm

        grid = self.grid
        table = self.document.add_table(rows=len(rows), cols=grid.columns)
        table.autofit = False
        _narrow(table)
        total = sum(grid.widths)
        cells = table._cells  # every look at table.cell() would build this list anew
        for column, width in enumerate(grid.widths):
            table.columns[column].width = Mm(width / total * self.room)
        for at, row in enumerate(rows):
            for column in range(1, grid.columns + 1):
                cell = grid.cells.get((row, column))
                target = cells[at * grid.columns + column - 1]
                target.width = Mm(grid.widths[column - 1] / total * self.room)
                if cell is None:
                    continue
                _look(target, cell.style)
                paragraph = target.paragraphs[0]
                _lay(paragraph, cell.style, 1.0)
                if text := shown(cell.value, cell.style):
                    _say(paragraph, text, cell.style, self.scale)
        for (top, left), span in self.spans.items():
            if top in rows:
                _merge(table, span, rows.start, left)
        titles = grid.print.title_rows
        for at, row in enumerate(rows):
            if titles and titles[0] <= row <= titles[1]:
                _repeat(table, at)


_SMALL: Final = Style("small", size=8.0, border=False)


def _lay(paragraph: "Paragraph", style: Style, spacing: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    where = {
        Across.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
        Across.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
        Across.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    }
    paragraph.alignment = where[style.across]
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(2)
    layout.line_spacing = spacing


def _say(paragraph: "Paragraph", text: str, style: Style, scale: float = 1.0) -> None:
    """Add a run; line ends stay line ends."""
    from docx.shared import Pt

    if text:
        run = paragraph.add_run(flowing(text).encode("utf-8", "replace").decode())
        _set_font(run, style)
        run.font.size = Pt(round(style.size * scale * 2) / 2)


def _field(paragraph: "Paragraph", name: str) -> None:
    """A number that Word counts: the page, or how many there are."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _look(cell: Any, style: Style) -> None:
    """Rules, background and vertical place of a cell."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP if style.top else WD_ALIGN_VERTICAL.CENTER
    properties = cell._tc.get_or_add_tcPr()
    if style.border:
        borders = OxmlElement("w:tcBorders")
        for side in ("top", "left", "bottom", "right"):
            rule = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
                rule.set(qn(f"w:{key}"), value)
            borders.append(rule)
        _insert(properties, borders)
    if style.fill:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", style.fill)):
            shade.set(qn(f"w:{key}"), value)
        _insert(properties, shade)


def _insert(properties: Any, element: Any) -> None:
    """Before the vertical place, where the schema wants it."""
    from docx.oxml.ns import qn

    place = properties.find(qn("w:vAlign"))
    if place is None:
        properties.append(element)
    else:
        place.addprevious(element)


def _narrow(table: "Table") -> None:
    """Leave less white beside the texts of a table than Word does."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "28")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _merge(table: "Table", span: Span, first: int, left: int) -> None:
    start = table.cell(span.top - first, left - 1)
    merged = start.merge(table.cell(span.bottom - first, span.right - 1))
    for spare in merged.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)


def _repeat(table: "Table", row: int) -> None:
    """Print a row on every page."""
    from docx.oxml import OxmlElement

    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
