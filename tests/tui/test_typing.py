"""What a hand with an input method types is read as what it means."""

import pytest

from reviewtui.tui.typing import EMPTY, LONGEST, Box, normalise


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


def test_the_caret_moves_inside_the_number_and_not_beyond() -> None:
    box = EMPTY.insert("8").insert("5").move(-1).insert(".")
    assert box == Box("8.5", 2)
    assert box.move(9).caret == 3
    assert box.move(-9).backspace() == Box("8.5", 0)
    assert box.to(end=True).backspace() == Box("8.", 2)
    assert box.to(end=False).delete() == Box(".5", 0)


def test_a_full_box_takes_no_more() -> None:
    box = Box("1" * LONGEST, LONGEST)
    assert box.insert("2") == box
