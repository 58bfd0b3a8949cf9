"""Columns never lean: every line of a row has the width, whatever stands in it."""

from hypothesis import given
from hypothesis import strategies as st

from reviewtui.locales.width import cell_len, wrap
from reviewtui.tui.widgets.columns import Column, Layout

TEXT = st.text(alphabet="江海智能制造（示例）、，。技术 abc-9.5", max_size=60)
LAYOUT = Layout(
    (
        Column("名次", 4, right=True),
        *(Column(str(number), 6, right=True, moving=True) for number in range(1, 11)),
        Column("名称"),
    )
)


@given(TEXT, st.integers(4, 40))
def test_wrapping_keeps_every_character_within_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(TEXT, min_size=12, max_size=12), st.integers(40, 160), st.integers(0, 9))
def test_every_line_of_a_row_has_the_width(cells: list[str], width: int, first: int) -> None:
    lines = LAYOUT.place(cells, width, first)
    assert {sum(cell_len(piece) for piece in line) for line in lines} == {width}


def test_a_wide_line_shows_all_moving_columns_and_a_narrow_one_some() -> None:
    assert LAYOUT.room(120) == 10
    assert 1 < LAYOUT.room(77) < 10
    assert LAYOUT.room(20) == 1
