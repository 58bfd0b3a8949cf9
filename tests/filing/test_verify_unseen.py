"""What stands in a workbook as it was exported and is not seen is named; what a program likes
to write otherwise is not."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation

from reviewtui.domain.findings import Finding
from reviewtui.filing.verify.colours import alike
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.locales import _
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.filing.recomputing import by_libreoffice
from tests.filing.test_verify_workbook import patched, rewritten_part
from tests.meeting import meeting
from tests.templates import begun

OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
WHITE = "FFFFFFFF"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook of a small meeting."""
    table = Table.of(meeting(3, 3)).comment("01", "1", "不同意通过")
    begun(tmp_path, "unseen", lambda folder: written(table.record(), folder))
    return tmp_path / "out.xlsx"


def summary(book: Any) -> Any:
    """Where the totals stand."""
    return book[_("Score summary")]


def cells_of(book: Any) -> Iterator[Any]:
    """Every cell."""
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row)


def totals(sheet: Any) -> list[Any]:
    """The cells of a sheet with a formula that gives a number."""
    own = (one for one in cells_of([sheet]) if str(one.value).startswith("="))
    return [one for one in own if one.number_format != "General"]


def saved(path: Path, change: Callable[[Any], object]) -> Path:
    """The workbook with a change, saved by another program."""
    book = load_workbook(path, rich_text=True)
    change(book)
    book.save(path)
    return path


def found_in(path: Path) -> list[Finding]:
    """What is named but that this program computes no results."""
    return [one for one in verify_workbook(path).findings if one.place != path.name]


def looks(**own: Any) -> Callable[[Any], None]:
    """Parts of the look of a cell changed."""

    def change(cell: Any) -> None:
        for name, value in own.items():
            setattr(cell, name, value)

    return change


def inked(**own: Any) -> Callable[[Any], None]:
    """The font of a cell changed."""
    return looks(font=Font(**own))


HIDING: dict[str, Callable[[Any], None]] = {
    "FFFFFF": inked(color=WHITE),
    "F2F2F2": inked(color=Color(theme=1, tint=0.95)),
    "00FFFF": looks(font=Font(color=Color(indexed=7)), fill=PatternFill("solid", fgColor="00FFFF")),
    "FFFF99": inked(color="FFFFFF99"),
    "101010": looks(fill=PatternFill("solid", fgColor="FF101010")),
    "仅 1 磅": inked(sz=1),
    "删除线": inked(strike=True),
    "Wingdings 2": inked(name="Wingdings 2"),
    "填充": looks(alignment=Alignment(horizontal="fill")),
    "缩进 200 级": looks(alignment=Alignment(horizontal="left", indent=200)),
    "[White]0.00": looks(number_format="[White]0.00"),
}
"""What is done to a cell, by what its finding says."""


def test_each_look_in_which_nobody_reads_a_number_is_named_at_its_cell(workbook: Path) -> None:
    assert found_in(saved(workbook, lambda _book: None)) == []
    places = []

    def change(book: Any) -> None:
        for cell, hide in zip(totals(summary(book)), HIDING.values(), strict=False):
            places.append(f"{summary(book).title}!{cell.coordinate}")
            hide(cell)

    found = {one.place: one.sentence for one in found_in(saved(workbook, change))}
    assert len(places) == len(HIDING)
    assert [*found] == places
    for place, said in zip(places, HIDING, strict=True):
        assert said in found[place]


def test_a_part_of_a_text_in_white_is_named(workbook: Path) -> None:
    def change(book: Any) -> None:
        cell = next(one for one in cells_of(book) if one.value == "不同意通过")
        cell.value = CellRichText(TextBlock(InlineFont(color=WHITE), "不"), "同意通过")

    (found,) = found_in(saved(workbook, change))
    assert "FFFFFF" in found.sentence


def hidden_rows(sheet: Any) -> None:
    for row in (4, 5, 7):
        sheet.row_dimensions[row].hidden = True
    sheet.row_dimensions[9].height = 1


def hidden_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def merged_over(sheet: Any) -> None:
    sheet.merged_cells.add("A6:C6")


def hidden_sheet(sheet: Any) -> None:
    sheet.sheet_state = "hidden"


def noted(sheet: Any) -> None:
    note = DataValidation(promptTitle="更正", prompt="总分应为 99.99", showInputMessage=True)
    note.add("B3")
    sheet.add_data_validation(note)


def conditional(one: Any) -> Callable[[Any], None]:
    """A conditional format."""
    return lambda sheet: sheet.conditional_formatting.add("A1:Z90", one)


AROUND: dict[str, Callable[[Any], object]] = {
    "4-5, 7, 9": hidden_rows,
    "列 C ": hidden_column,
    "C6": merged_over,
    "工作表被隐藏": hidden_sheet,
    "不显示数字 0": lambda sheet: setattr(sheet.sheet_view, "showZeros", False),
    "显示的是公式": lambda sheet: setattr(sheet.sheet_view, "showFormulas", True),
    "A4": lambda sheet: setattr(sheet.sheet_view, "topLeftCell", "A4"),
    "$A$1:$C$5": lambda sheet: setattr(sheet, "print_area", "A1:C5"),
    "FFFFFF": conditional(
        CellIsRule(operator="greaterThan", formula=["0"], font=Font(color=WHITE))
    ),
    "000000": conditional(FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="FF000000"))),
    "数据条": conditional(DataBarRule("min", None, "max", None, color="FF638EC6", showValue=False)),
    "99.99": noted,
}
"""What is done to a sheet, by what its finding says."""


def test_each_way_in_which_a_sheet_keeps_back_what_stands_on_it_is_named(workbook: Path) -> None:
    def change(book: Any) -> None:
        for keep_back in AROUND.values():
            keep_back(summary(book))
        book.views[0].showSheetTabs = False

    told = [one.sentence for one in verify_workbook(saved(workbook, change)).findings]
    for said in (*AROUND, "标签"):
        assert any(said in one for one in told), (said, told)
    assert len(told) == len(AROUND) + 2, told


def harmless(book: Any) -> None:
    sheet = summary(book)
    cell = totals(sheet)[0]
    cell.font = Font(name="微软雅黑", sz=9, color="FFFF0000", bold=True)
    cell.fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.row_dimensions[5].height = 14
    sheet.column_dimensions["C"].width = 30
    sheet.column_dimensions["ZZ"].hidden = True
    sheet.row_dimensions[900].hidden = True
    sheet.merged_cells.add("X100:Z100")
    sheet.print_area = "A1:AZ400"
    red = Font(color="FF9C0006")
    rosy = PatternFill(bgColor="FFFFC7CE")
    sheet.conditional_formatting.add("A1:B9", FormulaRule(formula=["TRUE"], font=red, fill=rosy))
    sheet.conditional_formatting.add("A1:B9", DataBarRule("min", None, "max", None, color=WHITE))


def test_what_only_looks_otherwise_is_not_named(workbook: Path) -> None:
    assert found_in(saved(workbook, harmless)) == []


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '),
        ("<sheetFormatPr ", '<sheetFormatPr defaultColWidth="0.1" '),
        (
            "</worksheet>",
            '<extLst><ext xmlns:x="urn:x"><x:cfRule type="cellIs"/></ext></extLst></worksheet>',
        ),
    ],
)
def test_what_stands_around_rows_that_were_not_touched_is_looked_at(
    said: str, instead: str, workbook: Path
) -> None:
    patched(workbook, _("Score summary"), lambda text: text.replace(said, instead))
    assert [one.place for one in verify_workbook(workbook).findings] == [_("Score summary")]


def test_a_theme_whose_black_is_white_is_seen_through(workbook: Path) -> None:
    saved(workbook, lambda book: inked(color=Color(theme=1))(totals(summary(book))[0]))
    assert found_in(workbook) == []
    rewritten_part(
        workbook,
        "xl/theme/theme1.xml",
        lambda text: re.sub(r"(<a:dk1>.*?lastClr=\")[0-9A-F]{6}", r"\g<1>FFFFFF", text, flags=re.S),
    )
    assert any("FFFFFF" in one.sentence for one in found_in(workbook))


@pytest.mark.parametrize(
    ("ink", "ground", "same"),
    [
        *(("FFFFFF", "F2F2F2", True), ("FFFF00", "FFFFFF", True), ("FAFAFA", "FFFFFF", True)),
        *(("595959", "FFFFFF", False), ("FF0000", "00B050", False), ("C00000", "000000", False)),
        *(("808080", "FFFFFF", False), ("1F4E79", "F2F2F2", False), ("000080", "000000", True)),
    ],
)
def test_an_eye_tells_two_colours_apart_or_not(ink: str, ground: str, same: bool) -> None:
    one, other = (tuple(bytes.fromhex(text)) for text in (ink, ground))
    assert alike(one, other) is same  # type: ignore[arg-type]


@OFFICE
def test_what_is_not_seen_is_named_after_libreoffice_saved_it_and_nothing_else(
    workbook: Path,
) -> None:
    def change(book: Any) -> None:
        HIDING["FFFFFF"](totals(summary(book))[0])
        for keep_back in (hidden_rows, hidden_column, merged_over):
            keep_back(summary(book))
        hidden_sheet(book[_("About this workbook")])

    again = by_libreoffice(saved(workbook, change))
    assert [one.place.partition("!")[0] for one in verify_workbook(again).findings] == [
        _("About this workbook"),
        *[_("Score summary")] * 4,
    ]
