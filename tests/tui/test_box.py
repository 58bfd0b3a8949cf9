"""The score box holds a number that is not yet stored."""

from reviewtui.tui.box import EMPTY, LONGEST, Box


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
