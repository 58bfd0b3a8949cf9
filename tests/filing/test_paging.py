"""How grids go on their pages: what stays together, what is whole, what can be read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewtui.filing.measure import capacity, lines
from reviewtui.filing.model import Book, Grid
from reviewtui.filing.pack.html import html_page
from reviewtui.filing.pack.occasion import PARAGRAPH
from reviewtui.filing.pack.opinion import opinion
from reviewtui.filing.pack.personal import personal
from reviewtui.filing.paging import pages_of
from reviewtui.filing.sheets.one_expert import one_expert, page_blocks
from reviewtui.filing.sheets.summary import MOST_ON_A_PAGE, summary
from reviewtui.filing.sheets.working import working
from reviewtui.filing.styles import CELL
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from tests.filing.conftest import OPENED, Table
from tests.meeting import meeting, small_set

ROOM = 718.0
"""Points of an upright page that are planned for, a little less than it has."""
SMALLEST = 0.6


WIDEST_UNIT = 7.0
"""Points of a unit of column width in DejaVu Sans 11, as LibreOffice lays it out on Linux."""


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Rows of any height, under a head, in groups that each fit on a page."""
    grid = Grid("表", (20.0, 20.0))
    grid.put_row(["头", "头"], CELL)
    grid.print.title_rows = (1, 1)
    for size in draw(st.lists(st.integers(1, 12), min_size=1, max_size=25)):
        top = grid.last_row + 1
        for _row in range(size):
            row = grid.put_row(["甲", "乙"], CELL)
            grid.heights[row] = draw(st.sampled_from([14.0, 18.0, 31.0, 44.0]))
        grid.print.together.append((top, grid.last_row))
    return grid


@given(grids())
def test_no_page_end_cuts_a_group_and_no_page_is_too_high(grid: Grid) -> None:
    ends = pages_of(grid).row_ends
    assert not [
        (top, bottom) for top, bottom in grid.print.together for end in ends if top <= end < bottom
    ]
    for start, end in pairwise((0, *ends, grid.last_row)):
        heads = grid.line if start else 0.0
        high = sum(grid.heights.get(row, grid.line) for row in range(start + 1, end + 1))
        assert high + heads <= ROOM + 1


def test_a_group_higher_than_a_page_is_cut_at_its_own_groups() -> None:
    grid = Grid("表", (20.0,))
    for _row in range(90):
        grid.put_row(["甲"], CELL)
    grid.print.together = [(1, 90), *((top, top + 8) for top in range(1, 90, 9))]
    ends = pages_of(grid).row_ends
    assert ends
    assert all(end % 9 == 0 for end in ends)


def test_no_primary_of_the_working_is_cut_in_two() -> None:
    plan = Table.of(meeting(15, 6, table=small_set(10, 4), granularity="rows")).record().plan
    pages = pages_of(working(plan))
    assert len(pages.row_ends) > 4
    for candidate in plan.candidates:
        for rows in plan.primaries.values():
            first, last = plan.row(candidate, rows[0]), plan.row(candidate, rows[-1])
            assert not any(first <= end < last for end in pages.row_ends)


def test_the_personal_sheet_of_twenty_candidates_is_one_page() -> None:
    record = Table.of(meeting(3, 20, table=small_set(10, 1))).record()
    grid = personal(record, "表", "01")
    assert pages_of(grid).whole
    first = (grid.cells.get((row, 1)) for row in range(1, grid.last_row + 1))
    codes = [item.code for item in record.panel.candidates]
    assert [cell.value for cell in first if cell and cell.value in codes] == codes


def test_many_experts_go_on_to_further_pages_that_can_be_read(tmp_path: Path) -> None:
    record = Table.of(meeting(60, 3, table=small_set(2, 1))).record()
    grid = summary(record)
    pages = pages_of(grid)
    assert pages.scale > SMALLEST
    count = -(-60 // MOST_ON_A_PAGE)
    assert len(pages.column_ends) == count - 1
    book = Book("题", "单位", OPENED, (grid,))
    page = html_page(book).decode()
    sections = page.split("<section")[1:]
    assert len(sections) == count
    for section in sections:
        assert record.panel.title in section
        assert section.count(record.panel.candidates[0].name) == 1
    shown = re.findall(r">(\d\d)</td>", page)
    assert [code for code in dict.fromkeys(shown) if code in record.marks] == sorted(record.marks)
    assert "SHA-256" in sections[0]
    assert all("SHA-256" not in section for section in sections[1:])
    write_book(book, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [one.id for one in sheet.col_breaks.brk] == list(pages.column_ends)
    assert sheet.print_title_cols == "$A:$C"


def test_what_a_check_keeps_for_itself_is_not_printed(small: Table, tmp_path: Path) -> None:
    write_book(make_book(small.record()), tmp_path / "a.xlsx")
    for sheet in load_workbook(tmp_path / "a.xlsx"):
        assert bool(sheet.print_area) == (sheet.sheet_state == "visible")


def test_no_page_of_a_stated_size_spills_sideways_in_the_widest_font() -> None:
    record = Table.of(meeting(9, 8, table=small_set(10, 4))).record()
    grids = [*make_book(record).grids, opinion(record, named=False), personal(record, "表", "01")]
    stated = [(grid, pages) for grid in grids if (pages := pages_of(grid)).stated]
    assert {"评分明细", "指标与分值", "专家组意见"} <= {grid.name for grid, _pages in stated}
    for grid, pages in stated:
        repeated = grid.widths[: grid.print.title_columns[1]] if grid.print.title_columns else ()
        for start, end in pairwise((0, *pages.column_ends, grid.columns)):
            units = sum(grid.widths[start:end]) + (sum(repeated) if start else 0.0)
            across = 297.0 if grid.print.landscape else 210.0
            room = (across - 2 * 12.7) * 72 / 25.4
            assert units * WIDEST_UNIT * int(pages.scale * 100) / 100 <= room, grid.name


def test_the_list_of_marks_can_be_read_in_the_widest_font() -> None:
    grid = next(
        grid
        for grid in make_book(Table.of(meeting(9, 8)).record()).grids
        if grid.name == "评分明细"
    )
    assert pages_of(grid).scale >= SMALLEST


@pytest.mark.parametrize(("candidates", "pages"), [(3, 1), (12, 2), (20, 3)])
def test_every_row_of_an_expert_stands_on_full_upright_pages(candidates: int, pages: int) -> None:
    record = Table.of(meeting(1, candidates, table=small_set(10, 4), granularity="rows")).record()
    expert = record.panel.experts[0]
    blocks = page_blocks(record, expert)
    assert len(blocks) == pages
    assert [code for block in blocks for code in block] == list(record.panel.assigned("01"))
    for block in blocks:
        grid = one_expert(record, "表", expert, block)
        laid = pages_of(grid)
        assert laid.whole
        assert not grid.print.landscape
        assert laid.scale * 9 >= 7.2, "points of a mark in the widest font"


def test_the_opinion_has_whole_lines_to_write_on_and_keeps_a_comment_near() -> None:
    record = Table.of(meeting(3, 2)).comment("01", "1", "评语。").record()
    grid = opinion(record, named=False)
    blanks = [str(cell.value) for cell in grid.cells.values() if "＿" * 7 in str(cell.value)]
    assert len(blanks) > 5
    for text in blanks:
        assert lines(text, capacity(sum(grid.widths), PARAGRAPH)) == 1
    assert not grid.print.breaks
    assert not pages_of(grid).row_ends
