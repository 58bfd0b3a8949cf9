"""Text from people is made harmless and stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.filing.plain_text import MOST_UNITS, plain


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "00123", "#N/A", "甲\n乙\t丙", "👩\u200d🔬 研究员", "〔2022〕"],
)
def test_what_is_only_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("甲\x00\x07乙", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("甲\ufffe\uffff\U0001fffe乙", "甲乙"),
        ("\u202e甲\u200b乙\u2066", "甲乙"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
    ],
)
def test_what_no_file_can_hold_or_what_turns_a_name_round_is_taken_out(
    text: str, kept: str
) -> None:
    assert plain(text) == kept


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    cut = plain("字" * 40_000)
    assert len(cut) == MOST_UNITS
    assert "40000" in cut[-60:]


def test_a_cut_counts_utf_16_units_as_the_spreadsheet_does() -> None:
    cut = plain("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert "20000" in cut[-60:]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_every_text_can_be_written_as_xml_and_taking_out_twice_is_once(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert all(
        character in "\t\n" or "\x20" <= character < "\ud800" or character > "\udfff"
        for character in once
    )
    once.encode()
