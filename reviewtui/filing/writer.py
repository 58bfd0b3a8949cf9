"""The one file that knows openpyxl: a `Book` becomes an .xlsx, the same book the same bytes.

The library writes styles, names, page set-up and what else stands around the cells; the rows
themselves are `sheet_rows`' and put in while the file is packed.
"""

import datetime
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.paper import paper
from reviewtui.domain.system_reasons import reason_of
from reviewtui.filing.charting import put_chart
from reviewtui.filing.collector import uncollected
from reviewtui.filing.model import Book, Grid, Progress, silent
from reviewtui.filing.paging import HEADED, MARGIN, pages_of
from reviewtui.filing.plain_text import plain
from reviewtui.filing.qr import put_code
from reviewtui.filing.sheet_rows import column_letters, extent_of, rows_of
from reviewtui.filing.styles import Style, number_format
from reviewtui.locales import _
from reviewtui.session.whole_file import write_whole

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

A4: Final = "9"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_INCH: Final = 25.4
_MOST_IN_FOOTER: Final = 80
_LONGEST_NAME: Final = 31
_PIECE: Final = 1 << 23
_NO_ROWS: Final = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_EXTENT: Final = re.compile(rb'<dimension ref="[^"]*"\s*/>')


class AlreadyThere(Refused):
    """A file of that name is there and was not to be replaced."""


def write_book(
    book: Book,
    path: Path,
    *,
    force: bool = False,
    progress: Progress = silent,
    results: bool = True,
) -> None:
    """Write the workbook whole or not at all.

    Args:
        book: What to write.
        path: Where to; its folder must be there.
        force: Whether a file of that name is replaced.
        progress: Told what is being done; thousands of rows take a minute. What it raises
            ends the writing, and no file is left.
        results: Whether formulas carry their results; without them a spreadsheet must compute.

    Raises:
        AlreadyThere: If the file is there and not to be replaced.
        Refused: If it cannot be written; a file that was there is then as it was.
    """
    try:
        if path.exists() and not force:
            raise _is_there(path)
        content = book_bytes(book, progress=progress, results=results)
        write_whole(path, content, replace=force)
    except FileExistsError:
        raise _is_there(path) from None
    except OSError as error:
        sentence = _(
            "the workbook was not written ({reason}); a file that was there before is "
            "unchanged. If it is open in another program, close it there; if the disk is "
            "full, choose another place."
        )
        raise Refused(Finding(str(path), sentence.format(reason=reason_of(error)))) from error


@uncollected()
def book_bytes(book: Book, *, progress: Progress = silent, results: bool = True) -> bytes:
    """The whole workbook as the bytes of its file; arguments as of `write_book`."""
    content = io.BytesIO()
    workbook, rows = _build(book, progress, results=results)
    progress(_("packing the workbook"))
    _save(workbook, rows, content)
    return content.getvalue()


def _is_there(path: Path) -> AlreadyThere:
    return AlreadyThere(
        Finding(
            str(path),
            _("this file is there already and was left as it is; choose another name"),
        )
    )


class _SameBytes(ZipFile):
    """A zip file whose members carry no hour and no machine; sheets get their rows here.

    Attributes:
        rows: Extent and row elements by member name, gone once they are stored.
    """

    rows: dict[str, tuple[str, bytes]]

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Store data under a name, dated 1980."""
        if isinstance(zinfo_or_arcname, str):
            zinfo_or_arcname = _member(zinfo_or_arcname)
        super().writestr(zinfo_or_arcname, data, compress_type, compresslevel)

    def write(
        self,
        filename: Any,
        arcname: Any = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Store a file under a name, dated 1980."""
        content = Path(filename).read_bytes()
        if str(arcname) in self.rows:
            extent, rows = self.rows.pop(str(arcname))
            before, after = _NO_ROWS.split(
                _EXTENT.sub(f'<dimension ref="{extent}"/>'.encode(), content)
            )
            with self.open(_member(str(arcname)), "w") as member:
                member.write(before + b"<sheetData>")
                for piece in _unpacked(rows):
                    member.write(piece)
                member.write(b"</sheetData>" + after)
        else:
            self.writestr(str(arcname), content, compress_type, compresslevel)


def _unpacked(rows: bytes) -> Iterator[bytes]:
    """Packed rows a piece at a time: those of one sheet may take 230 MiB."""
    unpacker = zlib.decompressobj()
    while rows:
        yield unpacker.decompress(rows, _PIECE)
        rows = unpacker.unconsumed_tail
    yield unpacker.flush()


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    return info


def _save(workbook: "Workbook", rows: dict[str, tuple[str, bytes]], file: IO[bytes]) -> None:
    """Save with the properties as they are: `Workbook.save` would put the present hour in."""
    from openpyxl.writer.excel import ExcelWriter

    with _SameBytes(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        archive.rows = rows
        ExcelWriter(workbook, archive).write_data()


def _build(
    book: Book, progress: Progress, *, results: bool
) -> tuple["Workbook", dict[str, tuple[str, bytes]]]:
    """Everything but the rows as the library has it, and the rows by member name."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    workbook = Workbook()
    if workbook.active is not None:
        workbook.remove(workbook.active)
    moment = datetime.datetime.fromtimestamp(book.frozen_at // 1000, datetime.UTC)
    properties = workbook.properties
    properties.title = plain(book.title)
    properties.creator = plain(book.author)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    _set_normal_font(workbook)
    styles = _Styles(workbook)
    rows: dict[str, tuple[str, bytes]] = {}
    for number in range(1, len(book.grids) + 1):
        member = f"xl/worksheets/sheet{number}.xml"
        rows[member] = _add_sheet(workbook, book, number, styles, progress, results=results)
    for name, place in book.names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=place)
    workbook.active = 0
    return workbook, rows


def _add_sheet(
    workbook: "Workbook",
    book: Book,
    number: int,
    styles: "_Styles",
    progress: Progress,
    *,
    results: bool,
) -> tuple[str, bytes]:
    """Lay out one sheet, add what stands around its rows, and let it go.

    Returns:
        The extent of its cells and its rows, packed.
    """
    grid = book.grids[number - 1]
    said = _("sheet {number} of {count}: {name}")
    progress(said.format(number=number, count=len(book.grids), name=grid.name))
    _check_name(grid.name, workbook.sheetnames)
    _write_grid(workbook.create_sheet(grid.name), grid)
    packer = zlib.compressobj(1)
    rows = rows_of(grid, lambda style, digits, _at: styles.of(style, digits), results=results)
    packed = [packer.compress(row.encode()) for row in rows]
    packed.append(packer.flush())
    return extent_of(grid), b"".join(packed)


def _set_normal_font(workbook: "Workbook") -> None:
    """Give the Normal style the body's font: column widths are counted in its digits."""
    from openpyxl.styles import Font

    workbook._named_styles["Normal"].font = Font(name=paper().body, size=11)  # type: ignore[attr-defined]


def _check_name(name: str, taken: list[str]) -> None:
    """Sheet names must be right here: the library renames a second one without a word."""
    if name.casefold() in {other.casefold() for other in taken}:
        raise ValueError(name)
    if not 0 < len(name) <= _LONGEST_NAME or set(name) & set("[]:*?/\\'"):
        raise ValueError(name)


class _Styles:
    """Looks and their named styles, made when first used."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._numbers: dict[tuple[str, str], int] = {}
        self._looks: dict[str, Style] = {}

    def of(self, style: Style, digits: str) -> int:
        """The number of a look with this format of its digits; empty for text.

        Raises:
            ValueError: If another look has the same name.
        """
        if self._looks.setdefault(style.name, style) != style:
            raise ValueError(style.name)
        key = (style.name, digits)
        if key not in self._numbers:
            self._numbers[key] = self._add(style, digits)
        return self._numbers[key]

    def _add(self, style: Style, digits: str) -> int:
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

        side = Side(style="thin", color="000000") if style.border else Side()
        named = NamedStyle(
            f"{style.name} {digits}".strip(),
            font=Font(
                name=paper().face(style.font),
                size=style.size,
                bold=style.bold,
                color=style.colour,
                underline="single" if style.underline else None,
            ),
            fill=PatternFill("solid", fgColor=style.fill) if style.fill else PatternFill(),
            border=Border(left=side, right=side, top=side, bottom=side),
            alignment=Alignment(
                horizontal=style.across.value,
                vertical="top" if style.top else "center",
                wrap_text=style.wrap,
                shrink_to_fit=style.shrink,
                indent=style.indent,
            ),
            number_format=number_format(style, digits),
        )
        self._workbook.add_named_style(named)
        number: int = self._workbook._cell_styles.add(named.as_tuple())  # type: ignore[attr-defined]
        return number


def _write_grid(sheet: "Worksheet", grid: Grid) -> None:
    for span in grid.merges:
        sheet.merged_cells.add(
            f"{column_letters(span.left)}{span.top}:{column_letters(span.right)}{span.bottom}"
        )
    if grid.hidden:
        sheet.sheet_state = "veryHidden"
    _shape(sheet, grid)
    _set_up_print(sheet, grid)
    for code in grid.codes:
        put_code(sheet, code)
    for chart in grid.charts:
        put_chart(sheet, grid, chart)


def _shape(sheet: "Worksheet", grid: Grid) -> None:
    for number, width in enumerate(grid.widths, 1):
        sheet.column_dimensions[column_letters(number)].width = width
    sheet.sheet_format.defaultRowHeight = grid.line
    sheet.sheet_format.customHeight = True
    if grid.freeze:
        row, column = grid.freeze
        sheet.freeze_panes = f"{column_letters(column)}{row}"
    if grid.filter:
        span = grid.filter
        sheet.auto_filter.ref = (
            f"{column_letters(span.left)}{span.top}:{column_letters(span.right)}{span.bottom}"
        )


def _set_up_print(sheet: "Worksheet", grid: Grid) -> None:
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.properties import PageSetupProperties

    setup, pages = grid.print, pages_of(grid)
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if setup.landscape else "portrait"
    if pages.stated:
        sheet.page_setup.scale = int(pages.scale * 100)
    else:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = int(pages.whole)
    margins = sheet.page_margins
    bound_left, bound_top = paper().margins(MARGIN, landscape=setup.landscape)
    margins.left, margins.right = bound_left / _INCH, MARGIN / _INCH
    margins.top, margins.bottom = max(HEADED, bound_top) / _INCH, HEADED / _INCH
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    if setup.title_rows:
        first, last = setup.title_rows
        sheet.print_title_rows = f"{first}:{last}"
    if setup.title_columns:
        left, right = (column_letters(column) for column in setup.title_columns)
        sheet.print_title_cols = f"{left}:{right}"
    if not grid.hidden:  # where sheets have print areas, one without is not printed
        sheet.print_area = f"A1:{column_letters(grid.columns)}{max(1, grid.last_row)}"
    for row in pages.row_ends:
        sheet.row_breaks.append(Break(id=row))
    for column in pages.column_ends:
        sheet.col_breaks.append(Break(id=column))
    if sheet.oddHeader is not None and setup.header:
        sheet.oddHeader.right.text = _in_footer(setup.header)
    if sheet.oddFooter is not None:  # an empty one is false
        left_text, centre, right_text = map(_in_footer, setup.footer)
        sheet.oddFooter.left.text = left_text
        sheet.oddFooter.center.text = centre.format(page="&P", pages="&N")
        sheet.oddFooter.right.text = right_text


def edge_text(text: str) -> str:
    """A text as a header or footer says it, where 255 characters are all."""
    return plain(text).replace("\n", " ")[:_MOST_IN_FOOTER]


def _in_footer(text: str) -> str:
    """The same as it is written, where `&` begins a command."""
    return edge_text(text).replace("&", "&&")
