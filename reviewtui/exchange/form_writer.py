"""Workbooks that go out to be filled in or signed: A4, protected, the same bytes every time.

What people wrote stands in them as text, never as a formula. This file alone knows how the
library is asked for that.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Final, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reviewtui.locales import _
from reviewtui.locales.width import broken, cell_len

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

MOST: Final = 2000
"""Characters of one text in a form."""
LINE: Final = 15
"""Points that one line of text takes."""
LANDSCAPE: Final = 128
PORTRAIT: Final = 88
"""Characters across an A4 page."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FONT: Final = "SimSun"
"""The font of printed tables; a machine without it takes another one."""
_LINE_ENDS: Final = re.compile(r"\r\n?")


class Look(StrEnum):
    """How a cell looks, and whether it can be filled in."""

    TITLE = "title"
    NOTE = "note"
    HEAD = "head"
    CODE = "code"
    TEXT = "text"
    GROUP = "group"
    GROUP_CODE = "group code"
    MARK = "mark"
    """To be filled in."""
    WRITING = "writing"
    """To be filled in with words."""
    SHUT = "shut"
    """Grey: nothing to fill in here."""
    BOX = "box"
    """For a pen."""


class Refusal(StrEnum):
    """What a cell takes: anything a rule allows, or one of a list."""

    RULE = "custom"
    LIST = "list"


def clean(text: str) -> str:
    """The text as a workbook can hold it: no control, no turning, no half characters."""
    text = _LINE_ENDS.sub("\n", text)[:MOST]
    return "".join(one for one in text if one == "\n" or _shows(one))


def _shows(character: str) -> bool:
    number = ord(character)
    if number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF:
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")


class Leaf(Protocol):
    """One page of a paper, whatever becomes of it: a sheet of a form, or a page to print."""

    def put(self, row: int, column: int, text: str, look: Look) -> None:
        """A text in a cell."""

    def line(self, row: int, text: str, look: Look, *, least: int = 1) -> None:
        """A text across the whole page, as high as it needs."""

    def row(self, row: int, texts: Sequence[str], looks: Sequence[Look], *, least: int = 1) -> None:
        """Texts from the first column on, as high as the longest needs."""

    def rest(self, row: int, column: int, look: Look) -> None:
        """One empty cell from a column to the last."""

    def height(self, row: int, count: int, look: Look = Look.TEXT) -> None:
        """Room for so many lines."""

    def repeat(self, first: int, last: int) -> None:
        """Print these rows on every page."""

    def fit_width(self) -> None:
        """Print one page wide."""

    def footer(self, left: str) -> None:
        """The line at the foot of every printed page."""


class Paper(Protocol):
    """Where a paper is laid out, page by page."""

    def page(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> Leaf:
        """A new page with columns of these widths in characters."""


class Form:
    """One workbook in the making.

    Args:
        title: For its properties.
        made_at: UTC milliseconds, for its properties.
        marks: Hidden names and the constant texts they stand for.
    """

    def __init__(self, title: str, made_at: int, marks: Mapping[str, str]) -> None:
        from openpyxl import Workbook
        from openpyxl.workbook.defined_name import DefinedName

        self._book = Workbook()
        if self._book.active is not None:
            self._book.remove(self._book.active)
        moment = datetime.datetime.fromtimestamp(made_at // 1000, datetime.UTC)
        properties = self._book.properties
        properties.title, properties.creator = clean(title), "reviewtui"
        properties.created = properties.modified = moment.replace(tzinfo=None)
        for name, text in marks.items():
            self._book.defined_names[name] = DefinedName(name, attr_text=f'"{text}"', hidden=True)
        for style in _styles():
            self._book.add_named_style(style)

    def page(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> "Page":
        """A new sheet with columns of these widths in characters."""
        return Page(self._book.create_sheet(name), tuple(widths), landscape=landscape)

    def content(self) -> bytes:
        """The file; the same calls give the same bytes."""
        from openpyxl.writer.excel import ExcelWriter

        raw = BytesIO()
        self._book.active = 0
        ExcelWriter(self._book, ZipFile(raw, "w")).save()
        return undated(raw)


def undated(raw: BytesIO) -> bytes:
    """A zip file packed anew, its members without hour and machine."""
    packed = BytesIO()
    with ZipFile(raw) as loose, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in loose.namelist():
            member = ZipInfo(name, _EPOCH)
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            archive.writestr(member, loose.read(name))
    return packed.getvalue()


class Page:
    """One sheet of a form, protected but for what is to be filled in."""

    def __init__(self, sheet: "Worksheet", widths: tuple[float, ...], *, landscape: bool) -> None:
        self._sheet, self._widths = sheet, widths
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[column_name(number)].width = width
        protection = sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False
        _set_up_print(sheet, landscape=landscape)

    def put(self, row: int, column: int, text: str, look: Look) -> None:
        """A text in a cell."""
        cell = self._sheet.cell(row, column)
        cell.style = look.value
        if text:
            cell.value = clean(text)
            cell.data_type = "s"

    def line(self, row: int, text: str, look: Look, *, least: int = 1) -> None:
        """A text across the whole page, as high as it needs."""
        if look is Look.NOTE and not text.isascii():  # LibreOffice begins lines with full stops
            text = "\n".join(one.rstrip("\n") for one in broken(text, int(sum(self._widths)) - 3))
        self.put(row, 1, text, look)
        self._sheet.merge_cells(None, row, 1, row, len(self._widths))
        self.height(row, max(least, lines(text, sum(self._widths))), look)

    def row(self, row: int, texts: Sequence[str], looks: Sequence[Look], *, least: int = 1) -> None:
        """Texts from the first column on, as high as the longest needs."""
        for column, (text, look) in enumerate(zip(texts, looks, strict=True), 1):
            self.put(row, column, text, look)
        needed = (lines(text, self._widths[at]) for at, text in enumerate(texts))
        self.height(row, max(least, *needed))

    def rest(self, row: int, column: int, look: Look) -> None:
        """One empty cell from a column to the last."""
        for number in range(column, len(self._widths) + 1):
            self.put(row, number, "", look)
        self._sheet.merge_cells(None, row, column, row, len(self._widths))

    def height(self, row: int, count: int, look: Look = Look.TEXT) -> None:
        """Room for so many lines."""
        one = LINE * 1.7 if look is Look.TITLE else LINE
        self._sheet.row_dimensions[row].height = min(one * count + 5, 400)

    def takes(
        self,
        first: tuple[int, int],
        last: tuple[int, int],
        what: Refusal,
        formula: str,
        sentence: str,
        prompt: str = "",
    ) -> None:
        """What the cells of a range take; anything else is refused with the sentence."""
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(what.value, formula1=formula, allow_blank=True)
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = _("This cannot stand here"), clean(sentence)[:250]
        if prompt:
            rule.showInputMessage, rule.prompt = True, clean(prompt)[:250]
        rule.add(f"{address(*first)}:{address(*last)}")
        self._sheet.add_data_validation(rule)

    def freeze(self, row: int, column: int) -> None:
        """Keep what stands above and left of a cell in sight."""
        self._sheet.freeze_panes = address(row, column)

    def repeat(self, first: int, last: int) -> None:
        """Print these rows on every page."""
        self._sheet.print_title_rows = f"{first}:{last}"

    def new_page_after(self, row: int) -> None:
        """Begin a new printed page."""
        from openpyxl.worksheet.pagebreak import Break

        self._sheet.row_breaks.append(Break(id=row))

    def fit_width(self) -> None:
        """Print one page wide, as many high as it takes."""
        from openpyxl.worksheet.properties import PageSetupProperties

        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._sheet.page_setup.fitToWidth = 1
        self._sheet.page_setup.fitToHeight = 0

    def footer(self, left: str) -> None:
        """The line at the foot of every printed page, with its number."""
        footer = self._sheet.oddFooter
        if footer is not None:
            footer.left.text = clean(left).replace("\n", " ")[:80].replace("&", "&&")
            footer.right.text = "&P / &N"


def lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many characters."""
    room = max(int(width) - 1, 2)
    return sum(max(1, -(-cell_len(part) // room)) for part in text.split("\n"))


def column_name(column: int) -> str:
    """A column's letters: 1 is A."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def address(row: int, column: int) -> str:
    """A cell as formulas name it."""
    return f"{column_name(column)}{row}"


def _set_up_print(sheet: "Worksheet", *, landscape: bool) -> None:
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.3
    sheet.print_options.horizontalCentered = True


def _styles() -> "list[NamedStyle]":
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    side = Side(style="thin", color="000000")
    ruled = Border(left=side, right=side, top=side, bottom=side)

    def style(
        look: Look,
        *,
        across: str = "center",
        border: bool = True,
        fill: str = "",
        bold: bool = False,
        size: float = 11,
        open_: bool = False,
        pattern: str = "General",
    ) -> NamedStyle:
        return NamedStyle(
            look.value,
            font=Font(name=_FONT, size=size, bold=bold),
            fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
            border=ruled if border else Border(),
            alignment=Alignment(horizontal=across, vertical="center", wrap_text=True),
            protection=Protection(locked=not open_),
            number_format=pattern,
        )

    return [
        style(Look.TITLE, border=False, bold=True, size=16),
        style(Look.NOTE, across="left", border=False),
        style(Look.HEAD, fill="E7EAEF", bold=True),
        style(Look.CODE, pattern="@"),
        style(Look.TEXT, across="left"),
        style(Look.GROUP, across="left", fill="F3F4F6", bold=True),
        style(Look.GROUP_CODE, fill="F3F4F6", bold=True, pattern="@"),
        style(Look.MARK, open_=True, fill="FFFBE6"),
        style(Look.WRITING, open_=True, across="left", fill="FFFBE6", pattern="@"),
        style(Look.SHUT, fill="D9D9D9"),
        style(Look.BOX),
    ]
