"""What a hand types is read as what it means, refused in a sentence, and shown again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import BLANK, Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import CellState
from reviewtui.domain.typed_mark import cell_text, misplaced, normalise, read_mark, shown_mark
from tests.meeting import meeting


def row(**rule: Any) -> ScoredRow:
    """The first row of a small meeting: 0 to 10 in steps of 0.5 unless said otherwise."""
    return meeting(experts=1, candidates=1, **rule).panel()[1].rows[0]


@pytest.mark.parametrize("point", [".", "。", "．", "，", "｡", "·", ","])
def test_every_sign_that_an_input_method_sends_for_a_point_is_a_point(point: str) -> None:
    assert normalise(f"8{point}5").kept == "8.5"


def test_full_width_digits_are_digits() -> None:
    assert normalise("８５").kept == "85"


def test_a_blank_of_either_width_is_nothing() -> None:
    assert normalise(" \u3000\n") == normalise("")


def test_other_text_is_refused_and_named() -> None:
    typed = normalise("去8看")
    assert (typed.kept, typed.refused) == ("8", "去看")


def test_a_minus_is_text_where_no_row_deducts() -> None:
    assert normalise("－5", sign=False).refused == "－"
    assert normalise("－5").kept == "-5"


@given(st.integers(0, 20))
def test_what_is_shown_can_be_typed_again(halves: int) -> None:
    mark = Hundredths(halves * 50)
    assert read_mark(shown_mark(mark, row()), row()) == mark


@pytest.mark.parametrize("text", ["8", "8.", "8.0", "08"])
def test_a_number_may_be_written_with_or_without_its_places(text: str) -> None:
    assert read_mark(text, row()) == 800


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("10.5", "10.5 lies outside 0 to 10"),
        ("-1", "-1 lies outside 0 to 10"),
        ("8.3", "8.3 is no multiple of the step 0.5"),
        ("8.123", "8.123 is no multiple of the step 0.5"),
        (".", "“.” is not a number"),
        ("8-", "“8-” is not a number"),
        ("", "“” is not a number"),
    ],
)
def test_what_is_no_mark_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_mark(text, row())
    assert str(refused.value) == sentence


def test_a_level_is_typed_by_its_number_and_shown_by_its_name() -> None:
    scored = row(scale="levels", levels=[["优", "95"], ["良", "85"]])
    assert read_mark("2", scored) == 8500
    assert shown_mark(Hundredths(8500), scored) == "良"
    with pytest.raises(Refused, match="There is no level 3: choose 1 to 2"):
        read_mark("3", scored)
    assert "no level stands at 90" in misplaced(9000, scored)
    assert not misplaced(9500, scored)


def test_a_cell_is_its_mark_or_its_state_in_a_word() -> None:
    levels = row(scale="levels", levels=[["优", "95"], ["良", "85"]])
    assert cell_text(Cell(CellState.SCORED, Hundredths(9500)), levels) == "优"
    assert cell_text(Cell(CellState.SCORED, Hundredths(0)), row()) == "0.0"
    assert cell_text(Cell(CellState.UNABLE), row()) == "unable"
    assert cell_text(BLANK, row()) == "blank"
