"""What the bare libraries need for the same work: the floors of the benchmarks."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from reviewtui.filing.model import Book, Cell, Number
from reviewtui.filing.styles import Style


def openpyxl_floor(book: Book, path: Path) -> None:
    """Write the same cells in the same styles as anyone would with openpyxl alone.

    Numbers as floats, texts as they are, no merges, widths, heights or print set-up, saved
    by the library in its own way.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    known: set[str] = set()
    for grid in book.grids:
        sheet = workbook.create_sheet(grid.name)
        for (row, column), cell in grid.cells.items():
            name = _name(cell)
            if name not in known:
                workbook.add_named_style(_named(cell.style, name))
                known.add(name)
            value = cell.value
            target = sheet.cell(
                row, column, float(value.value) if isinstance(value, Number) else value
            )
            target.style = name
    workbook.save(path)


def _name(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Number):
        return f"{cell.style.name} {value.pattern}"
    return f"{cell.style.name} 0" if isinstance(value, int) else cell.style.name


def _named(style: Style, name: str) -> NamedStyle:
    side = Side(style="thin") if style.border else Side()
    return NamedStyle(
        name,
        font=Font(name=style.font, size=style.size, bold=style.bold, color=style.colour),
        fill=PatternFill("solid", fgColor=style.fill) if style.fill else PatternFill(),
        border=Border(left=side, right=side, top=side, bottom=side),
        alignment=Alignment(horizontal=style.across.value, vertical="center", wrap_text=style.wrap),
        number_format="0.00",
    )
