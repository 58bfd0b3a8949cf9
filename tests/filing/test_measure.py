"""Rows are as high as their Chinese needs, and nothing is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from reviewtui.filing.measure import (
    HIGHEST,
    capacity,
    display_width,
    fit_heights,
    height_of,
    lines,
    on_lines,
    pieces,
)
from reviewtui.filing.model import Grid, Span
from reviewtui.filing.plain_text import LINE_END, flowing, plain
from reviewtui.filing.styles import CELL, NOTE, TEXT
from reviewtui.locales.width import NOT_FIRST


def test_a_wide_character_takes_two_columns() -> None:
    assert display_width("7.1 承担") == 8


def test_more_text_is_never_lower() -> None:
    heights = [height_of(lines("评" * count, 20), 10.5) for count in range(0, 200, 7)]
    assert heights == sorted(heights)
    assert heights[-1] > heights[0]


def test_a_merged_line_is_measured_over_all_its_columns() -> None:
    narrow, merged = Grid("a", (20.0, 20.0)), Grid("b", (20.0, 20.0))
    narrow.put(1, 1, "评" * 30, TEXT)
    merged.put_span(Span(1, 1, 1, 2), "评" * 30, TEXT)
    fit_heights(narrow)
    fit_heights(merged)
    assert narrow.heights[1] > merged.heights.get(1, 0)


def test_a_stated_height_stays_and_short_rows_keep_the_default() -> None:
    grid = Grid("a", (10.0,))
    grid.put(1, 1, "评" * 100, TEXT)
    grid.heights[1] = 20.0
    grid.put(2, 1, "评", CELL)
    fit_heights(grid)
    assert grid.heights == {1: 20.0}


@given(st.text(alphabet="评审ab \n", max_size=3000), st.floats(8.0, 90.0))
def test_a_long_comment_is_split_without_losing_a_character(text: str, width: float) -> None:
    parts = pieces(text, width, NOTE)
    assert "".join(parts) == text
    columns = capacity(width, NOTE)
    for part in parts:
        assert height_of(lines(part, columns), NOTE.size) < HIGHEST


def test_a_text_that_fills_its_line_to_the_last_column_has_room_for_two() -> None:
    assert lines("甲" * 16, 32) == 2
    assert lines("甲" * 15, 32) == 1


@given(st.text(alphabet="评审，。）“”（—5a ", max_size=200), st.floats(20.0, 90.0))
def test_no_line_of_a_sentence_begins_with_a_closing_mark(text: str, width: float) -> None:
    laid = on_lines(text, width, NOTE)
    assert flowing(laid) == plain(text)
    columns = capacity(width, NOTE)
    if LINE_END in laid:
        parts = laid.split(LINE_END)
        assert all(display_width(part.rstrip()) < columns for part in parts)
        run = max(len(part) for part in text.translate(_MARKS).split("x"))
        assert run > 8 or not any(part[0] in NOT_FIRST for part in parts[1:])


_MARKS = str.maketrans(dict.fromkeys("评审（“5a ", "x"))


def test_the_rule_on_the_first_sheet_ends_no_line_before_a_full_stop() -> None:
    grid = Grid("a", (36.0, 37.0))
    for count in range(20, 90):
        grid.put_line("评" * count + "，满分一百。", TEXT)
    fit_heights(grid)
    said = [str(cell.value) for cell in grid.cells.values() if cell.value]
    assert any(LINE_END in text for text in said)
    assert not [text for text in said if LINE_END + "。" in text or LINE_END + "，" in text]
