"""The one file that knows openpyxl: a `Book` becomes an .xlsx, the same book the same bytes.

Named styles, because a style object per cell costs several times the rest; merges
last, because merged cells refuse values; numbers as their exact decimals, because the
library would write 87.35 as 87.34999999999999.
"""

import datetime
import io
from operator import itemgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.filing.model import Book, Grid, Number, Progress, Value, silent
from reviewtui.filing.plain_text import plain
from reviewtui.filing.qr import put_code
from reviewtui.filing.styles import BODY, Style
from reviewtui.locales import _
from reviewtui.session.whole_file import write_whole

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

A4: Final = "9"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MOST_IN_FOOTER: Final = 80
_LONGEST_NAME: Final = 31


class AlreadyThere(Refused):
    """A file of that name is there and was not to be replaced."""


def write_book(book: Book, path: Path, *, force: bool = False, progress: Progress = silent) -> None:
    """Write the workbook whole or not at all.

    Args:
        book: What to write.
        path: Where to; its folder must be there.
        force: Whether a file of that name is replaced.
        progress: Told what is being done; thousands of rows take a minute.

    Raises:
        AlreadyThere: If the file is there and not to be replaced.
        Refused: If it cannot be written; a file that was there is then as it was.
    """
    try:
        if path.exists() and not force:
            raise _is_there(path)
        write_whole(path, book_bytes(book, progress=progress), replace=force)
    except FileExistsError:
        raise _is_there(path) from None
    except OSError as error:
        sentence = _(
            "the workbook was not written ({reason}); a file that was there before is "
            "unchanged. If it is open in another program, close it there; if the disk is "
            "full, choose another place."
        )
        raise Refused(Finding(str(path), sentence.format(reason=reason_of(error)))) from error


def book_bytes(book: Book, *, progress: Progress = silent) -> bytes:
    """The whole workbook as the bytes of its file."""
    content = io.BytesIO()
    workbook = _build(book, progress)
    progress(_("packing the workbook"))
    _save(workbook, content)
    return content.getvalue()


def _is_there(path: Path) -> AlreadyThere:
    return AlreadyThere(
        Finding(
            str(path),
            _("this file is there already and was left as it is; choose another name"),
        )
    )


class _SameBytes(ZipFile):
    """A zip file whose members carry no hour and no machine."""

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
        self.writestr(str(arcname), Path(filename).read_bytes(), compress_type, compresslevel)


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    return info


def _save(workbook: "Workbook", file: IO[bytes]) -> None:
    """Save with the properties as they are: `Workbook.save` would put the present hour in."""
    from openpyxl.writer.excel import ExcelWriter

    with _SameBytes(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).write_data()


def _build(book: Book, progress: Progress) -> "Workbook":
    from openpyxl import Workbook

    _check_names(book)
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
    for number, grid in enumerate(book.grids, 1):
        said = _("sheet {number} of {count}: {name}")
        progress(said.format(number=number, count=len(book.grids), name=grid.name))
        _write_grid(workbook.create_sheet(grid.name), grid, styles)
    workbook.active = 0
    return workbook


def _set_normal_font(workbook: "Workbook") -> None:
    """Give the Normal style the body's font: column widths are counted in its digits."""
    from openpyxl.styles import Font

    workbook._named_styles["Normal"].font = Font(name=BODY, size=11)  # type: ignore[attr-defined]


def _check_names(book: Book) -> None:
    """Sheet names must be right here: the library renames a second one without a word."""
    names = [grid.name.casefold() for grid in book.grids]
    if len(set(names)) != len(names):
        raise ValueError(names)
    for grid in book.grids:
        if not 0 < len(grid.name) <= _LONGEST_NAME or set(grid.name) & set("[]:*?/\\'"):
            raise ValueError(grid.name)


class _Styles:
    """Looks and their named styles, made when first used."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._known: dict[tuple[int, str], StyleArray] = {}
        self._arrays: dict[tuple[str, str], StyleArray] = {}
        self._looks: dict[str, Style] = {}

    def of(self, style: Style, digits: str) -> "StyleArray":
        """What a cell carries of a look with this format of its digits; empty for text.

        Raises:
            ValueError: If another look has the same name.
        """
        key = (id(style), digits)  # the book holds every look, so an id stays its own
        if key not in self._known:
            if self._looks.setdefault(style.name, style) != style:
                raise ValueError(style.name)
            name = (style.name, digits)
            self._known[key] = self._arrays.get(name) or self._add(style, digits)
        return self._known[key]

    def _add(self, style: Style, digits: str) -> "StyleArray":
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

        side = Side(style="thin", color="000000") if style.border else Side()
        named = NamedStyle(
            f"{style.name} {digits}".strip(),
            font=Font(
                name=style.font,
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
                indent=style.indent,
            ),
            number_format=style.pattern.replace("{}", digits) if digits else "General",
        )
        self._workbook.add_named_style(named)
        array: StyleArray = named.as_tuple()
        self._arrays[style.name, digits] = array
        return array


def put_text(cell: "SheetCell", text: str) -> None:
    """Set a text as text: never a formula, never an error code, nothing XML cannot hold."""
    cell.value = plain(text)
    cell.data_type = "s"


def put_number(cell: "SheetCell", text: str) -> None:
    """Set a number by its exact decimal."""
    cell.value = text
    cell.data_type = "n"


def _write_cells(sheet: "Worksheet", grid: Grid, styles: _Styles) -> None:
    """Append the cells row by row, made with their style: setting it by name costs double."""
    from openpyxl.cell.cell import Cell as SheetCell

    line: list[SheetCell | None] = []
    current = 1
    for (row, column), cell in sorted(grid.cells.items(), key=itemgetter(0)):
        while current < row:
            sheet.append(line)
            line, current = [], current + 1
        line += [None] * (column - 1 - len(line))
        value = cell.value
        array = styles.of(cell.style, _digits(value))
        target = SheetCell(sheet, row, column, style_array=array)
        if isinstance(value, str):
            put_text(target, value)
        elif isinstance(value, Number):
            put_number(target, value.text)
        elif value is not None:
            target.value = value
        line.append(target)
    sheet.append(line)


def _digits(value: Value) -> str:
    """The format of a value's digits; empty for what is no number.

    Raises:
        TypeError: If the value is none the model knows; a float, which may be NaN, least of all.
    """
    if isinstance(value, Number):
        return value.pattern
    if value is None or isinstance(value, str):
        return ""
    if type(value) is not int:
        raise TypeError(value)
    return "0"


def _write_grid(sheet: "Worksheet", grid: Grid, styles: _Styles) -> None:
    _write_cells(sheet, grid, styles)
    for span in grid.merges:
        sheet.merge_cells(None, span.top, span.left, span.bottom, span.right)
    _shape(sheet, grid)
    _set_up_print(sheet, grid)
    for code in grid.codes:
        put_code(sheet, code)


def _shape(sheet: "Worksheet", grid: Grid) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(grid.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, height in grid.heights.items():
        sheet.row_dimensions[number].height = height
    sheet.sheet_format.defaultRowHeight = 18
    sheet.sheet_format.customHeight = True
    if grid.freeze:
        row, column = grid.freeze
        sheet.freeze_panes = f"{get_column_letter(column)}{row}"
    if grid.filter:
        span = grid.filter
        sheet.auto_filter.ref = (
            f"{get_column_letter(span.left)}{span.top}:{get_column_letter(span.right)}{span.bottom}"
        )


def _set_up_print(sheet: "Worksheet", grid: Grid) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = grid.print
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if setup.landscape else "portrait"
    if setup.pages_wide:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = setup.pages_wide
        sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.7, 0.7
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    if setup.title_rows:
        first, last = setup.title_rows
        sheet.print_title_rows = f"{first}:{last}"
    if setup.title_columns:
        left, right = (get_column_letter(column) for column in setup.title_columns)
        sheet.print_title_cols = f"{left}:{right}"
    sheet.print_area = f"A1:{get_column_letter(grid.columns)}{grid.last_row}"
    for row in setup.breaks:
        sheet.row_breaks.append(Break(id=row))
    if sheet.oddHeader is not None and setup.header:
        sheet.oddHeader.right.text = _in_footer(setup.header)
    if sheet.oddFooter is not None:  # an empty one is false
        left_text, centre, right_text = map(_in_footer, setup.footer)
        sheet.oddFooter.left.text = left_text
        sheet.oddFooter.center.text = centre.format(page="&P", pages="&N")
        sheet.oddFooter.right.text = right_text


def _in_footer(text: str) -> str:
    """Text of a header or footer, where `&` begins a command and 255 characters are all."""
    return plain(text).replace("\n", " ")[:_MOST_IN_FOOTER].replace("&", "&&")
