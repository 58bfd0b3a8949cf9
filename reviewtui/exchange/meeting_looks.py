"""How the form looks: its few styles, its texts as texts, its numbers as exact decimals."""

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reviewtui.domain.numbers import decimal, decimal_text
from reviewtui.locales.width import cell_len

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

A4: Final = "9"
BODY: Final = "SimSun"
HEAD: Final = "SimHei"
LINE_HEIGHT: Final = 15.0
HIGHEST: Final = 400.0
TEXT_FORMAT: Final = "@"
DATE_FORMAT: Final = "yyyy-mm-dd"


class Look(NamedTuple):
    """One named style."""

    name: str
    size: float = 10.5
    bold: bool = False
    font: str = BODY
    colour: str = "000000"
    fill: str = ""
    border: bool = True
    across: str = "left"
    wrap: bool = True
    pattern: str = "General"


TITLE: Final = Look("form title", 16, font=HEAD, border=False, across="center")
NOTE: Final = Look("form note", border=False)
SECTION: Final = Look("form section", 12, font=HEAD, border=False, wrap=False)
LABEL: Final = Look("form label", bold=True, fill="EDEDED")
HEADING: Final = Look("form heading", bold=True, fill="DDE6F0", across="center")
NEEDED: Final = Look("form needed", bold=True, fill="F6D9B8", across="center")
NEEDED_LABEL: Final = Look("form needed label", bold=True, fill="F6D9B8")
HELP: Final = Look("form help", 9, colour="595959", border=False)
BESIDE: Final = Look("form beside", 9, colour="595959")
TEXT: Final = Look("form text", fill="FFFDF0", pattern=TEXT_FORMAT)
DATE: Final = Look("form date", fill="FFFDF0", across="center", pattern=DATE_FORMAT)
NUMBER: Final = Look("form number", fill="FFFDF0", across="center")
GIVEN: Final = Look("form given", fill="F2F2F2", pattern=TEXT_FORMAT)
EXAMPLE: Final = Look("form example", colour="7F7F7F", pattern=TEXT_FORMAT)

LOOKS: Final = (
    TITLE,
    NOTE,
    SECTION,
    LABEL,
    HEADING,
    NEEDED,
    NEEDED_LABEL,
    HELP,
    BESIDE,
    TEXT,
    DATE,
    NUMBER,
    GIVEN,
    EXAMPLE,
)


def add_looks(workbook: "Workbook") -> None:
    """Make the styles known to a new workbook."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    for look in LOOKS:
        side = Side(style="thin", color="808080") if look.border else Side()
        workbook.add_named_style(
            NamedStyle(
                look.name,
                font=Font(
                    name=look.font,
                    size=look.size,
                    bold=look.bold,
                    color=look.colour,
                    italic=look is EXAMPLE,
                ),
                fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
                border=Border(left=side, right=side, top=side, bottom=side),
                alignment=Alignment(horizontal=look.across, vertical="center", wrap_text=look.wrap),
                number_format=look.pattern,
            )
        )


def put(sheet: "Worksheet", row: int, column: int, value: object, look: Look) -> None:
    """Set a value with its look: a text never becomes a formula, a number never a float."""
    cell: Any = sheet.cell(row, column)
    cell.style = look.name
    match value:
        case None | "":
            return
        case str() if look is NUMBER and is_plain_decimal(value):
            cell.value = value
            cell.data_type = "n"
        case str():
            cell.value = value
            cell.data_type = "s"
        case int() | datetime.date():
            cell.value = value
        case _:
            raise TypeError(value)


def is_plain_decimal(text: str) -> bool:
    """Whether a number of this text is read back as the same text."""
    try:
        value: Fraction = decimal(text)
    except ValueError:
        return False
    return decimal_text(value) == text and len(text.strip("-").replace(".", "")) <= 15


def fit_height(sheet: "Worksheet", row: int, texts: list[tuple[str, float]]) -> None:
    """Make a row as high as the highest of its wrapped texts; no spreadsheet does it itself.

    Args:
        sheet: Where.
        row: Which.
        texts: Each text with the width of its column, in half-width characters.
    """
    most = 1
    for text, width in texts:
        room = max(2.0, width - 1.5)
        most = max(most, sum(max(1, -int(-cell_len(part) // room)) for part in text.split("\n")))
    sheet.row_dimensions[row].height = min(HIGHEST, LINE_HEIGHT * most + 4)
