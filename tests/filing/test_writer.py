"""The file itself: exact numbers, text that is only text, the same bytes, whole or not at all."""

import errno
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import decimal_text
from reviewtui.filing.model import Book, Cell, Grid, Number, Span
from reviewtui.filing.styles import CELL, HEADER, TRIMMED
from reviewtui.filing.writer import AlreadyThere, write_book
from tests.filing.reading import MAIN, formulas, raw

HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","点这里")',
    "＝1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "{=1}",
    "#N/A",
    "#REF!",
    "00123",
    "110101199003074514",
    "<b>&甲</b>",
    "_x000D_",
    "TRUE",
    "2026-12-08",
    "甲\x00\x0b乙",
    "甲\ud800乙\ufffe",
    "\u202e甲乙",
    "字" * 40_000,
    "  两端空格  ",
)
"""What people paste into names and comments."""


def book(*grids: Grid, frozen_at: int = 1_796_715_300_000) -> Book:
    return Book("标题", "单位", frozen_at, grids)


def column(values: list[object], style: object = CELL) -> Grid:
    grid = Grid("表", (20.0,))
    for row, value in enumerate(values, 1):
        grid.cells[row, 1] = Cell(value, style)  # type: ignore[arg-type]
    grid.last_row = len(values)
    return grid


def test_a_number_is_stored_as_its_exact_decimal(tmp_path: Path) -> None:
    values = [Fraction(8735, 100), Fraction(1, 10), Fraction(100), Fraction(-525, 1000)]
    thirds = Number(Fraction(100, 3), 10, 4)
    write_book(book(column([*(Number(value, 3) for value in values), thirds])), tmp_path / "a.xlsx")
    assert [text for _kind, text in raw(tmp_path / "a.xlsx", 1).values()] == [
        "87.35",
        "0.1",
        "100",
        "-0.525",
        "33.3333333333",
    ]


@pytest.mark.parametrize(
    ("number", "style", "pattern"),
    [
        (Number(Fraction(87), 2), CELL, "0.00"),
        (Number(Fraction(87), 0), CELL, "0"),
        (Number(Fraction(1, 3), 10, 4), CELL, "0.0000"),
        (Number(Fraction(1, 3), 10, 4, 2), CELL, "0.00##"),
        (Number(Fraction(87), 1), TRIMMED, '"("0.0")"'),
    ],
)
def test_a_number_is_printed_with_its_decimals(
    tmp_path: Path, number: Number, style: object, pattern: str
) -> None:
    write_book(book(column([number], style)), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx")["表"]["A1"].number_format == pattern


@pytest.mark.parametrize("lxml", ["True", "False"])
def test_text_from_people_is_never_a_formula_nor_an_error(tmp_path: Path, lxml: str) -> None:
    if lxml == "True":
        pytest.importorskip("lxml", reason="lxml is not installed: only the plain writer is tested")
    script = tmp_path / "write.py"
    script.write_text(
        "from pathlib import Path\n"
        "from tests.filing.test_writer import HOSTILE, book, column\n"
        "from reviewtui.filing.writer import AlreadyThere, write_book\n"
        "import openpyxl\n"
        f"assert openpyxl.LXML is {lxml}, openpyxl.LXML\n"
        "write_book(book(column(list(HOSTILE))), Path('hostile.xlsx'))\n",
        "utf-8",
    )
    _run(script, tmp_path, OPENPYXL_LXML=lxml)
    path = tmp_path / "hostile.xlsx"
    assert formulas(path) == 0
    cells = load_workbook(path)["表"]
    for row, text in enumerate(HOSTILE, 1):
        cell = cells.cell(row, 1)
        assert cell.data_type == "s"
        if len(text) < 100 and text.isprintable():
            assert cell.value == text
    assert cells.cell(HOSTILE.index("甲\x00\x0b乙") + 1, 1).value == "甲乙"
    assert cells.cell(HOSTILE.index("\u202e甲乙") + 1, 1).value == "甲乙"
    long = cells.cell(HOSTILE.index("字" * 40_000) + 1, 1).value
    assert len(long) == 32_767
    assert "40000" in long[-60:]


@pytest.mark.parametrize("value", [1.5, float("nan"), float("inf"), True, b"x", Fraction(1)])
def test_a_value_that_is_no_exact_number_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(TypeError):
        write_book(book(column([value])), tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("names", [("甲", "甲"), ("Abc", "aBC"), ("a/b",), ("名" * 32,), ("'a'",)])
def test_a_sheet_name_that_a_spreadsheet_would_change_is_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  a fault of the program, told by its type
        write_book(book(*(Grid(name, (8.0,)) for name in names)), tmp_path / "a.xlsx")


def test_two_looks_of_one_name_are_refused(tmp_path: Path) -> None:
    false = replace(CELL, size=20.0)
    grid = column(["甲"])
    grid.put(2, 1, "乙", false)
    with pytest.raises(ValueError, match="cell"):
        write_book(book(grid), tmp_path / "a.xlsx")


def test_merges_gaps_heights_and_print_setup_arrive(tmp_path: Path) -> None:
    grid = Grid("表", (10.0, 12.0, 14.0))
    grid.put_span(Span(1, 1, 1, 3), "题", HEADER)
    grid.put(3, 2, "中", CELL)
    grid.heights[1] = 40.0
    grid.freeze = (2, 2)
    grid.filter = Span(1, 1, 3, 3)
    grid.print.landscape = True
    grid.print.title_rows = (1, 1)
    grid.print.title_columns = (1, 2)
    grid.print.breaks = [2]
    grid.print.header = "试评"
    grid.print.footer = ("左 & 右", "第{page}页 共{pages}页", "码")
    write_book(book(grid), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["表"]
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["B3"].value == "中"
    assert sheet["A2"].value is None
    assert sheet.row_dimensions[1].height == 40.0
    assert sheet.column_dimensions["B"].width == 12.0
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:C3")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.scale == 100, "where a page ends by hand its size is stated"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")
    assert sheet.print_area == "'表'!$A$1:$C$3"
    assert [item.id for item in sheet.row_breaks.brk] == [2]
    assert sheet.oddHeader.right.text == "试评"
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    footer = root.find(f"{MAIN}headerFooter/{MAIN}oddFooter")
    assert footer is not None
    assert "&L左 && 右" in str(footer.text)


def test_a_page_that_ends_by_hand_is_printed_at_a_stated_size(tmp_path: Path) -> None:
    grid = column(["甲", "乙"])
    grid.print.breaks = [1]
    write_book(book(grid), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["表"]
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert sheet.page_setup.scale == 100


def test_the_properties_carry_the_opening_and_not_the_hour_of_the_export(tmp_path: Path) -> None:
    write_book(book(column(["甲"])), tmp_path / "a.xlsx")
    properties = load_workbook(tmp_path / "a.xlsx").properties
    assert properties.created == properties.modified
    assert properties.modified.isoformat() == "2026-12-08T07:35:00"
    assert (properties.title, properties.creator) == ("标题", "单位")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_existing_file_stays_without_force_and_is_replaced_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(AlreadyThere, match=r"a\.xlsx") as refused:
        write_book(book(column(["甲"])), path)
    assert "--" not in str(refused.value), "a screen has no such option"
    assert path.read_bytes() == b"old"
    write_book(book(column(["甲"])), path, force=True)
    assert load_workbook(path)["表"]["A1"].value == "甲"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_file_that_appears_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    real = os.fsync

    def late(handle: int) -> None:
        path.write_bytes(b"other")
        real(handle)

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(Refused, match=r"a\.xlsx"):
        write_book(book(column(["甲"])), path)
    assert path.read_bytes() == b"other"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_on_a_fault_the_old_file_is_whole_and_nothing_is_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(Refused, match="磁盘已满"):
        write_book(book(column(["甲"])), path, force=True)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_folder_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="none"):
        write_book(book(column(["甲"])), tmp_path / "none" / "a.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a Unix matter")
def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    script = tmp_path / "full.py"
    script.write_text(
        "import resource, signal\n"
        "from pathlib import Path\n"
        "from reviewtui.domain.findings import Refused\n"
        "from reviewtui.filing.writer import AlreadyThere, write_book\n"
        "from tests.filing.test_writer import book, column\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_book(book(column(['甲'])), Path('a.xlsx'), force=True)\n"
        "except Refused as refused:\n"
        "    print('refused', len(refused.reasons))\n",
        "utf-8",
    )
    assert _run(script, tmp_path).stdout.strip() == "refused 1"
    assert path.read_bytes() == b"old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.xlsx", "full.py"]


def test_printed_and_stored_decimals_round_alike() -> None:
    number = Number(Fraction(2, 3), 10, 4)
    assert number.text == "0.6666666667"
    assert decimal_text(Fraction(number.text), 4) == decimal_text(number.value, 4)


def _run(script: Path, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    root = str(Path(__file__).parents[2])
    places = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
