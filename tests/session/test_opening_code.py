"""The opening code: 24 digits that open all boxes, in whatever way they are typed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.session.opening_code import (
    BadCode,
    OpeningCode,
    draw_digits,
    grouped,
    make_opening_code,
    read_digits,
    unlock,
)
from tests.session.conftest import Room, fill, small_meeting

MakeRoom = Callable[..., Room]
DIGITS = "012345678901234567890123"
CODE = make_opening_code(DIGITS, bytes(16))


@given(st.binary(min_size=16, max_size=16))
def test_a_code_has_24_digits_in_six_groups(drawn: bytes) -> None:
    digits = draw_digits(lambda size: drawn[:size])
    assert len(digits) == 24
    assert [len(group) for group in grouped(digits).split(" ")] == [4] * 6
    assert read_digits(grouped(digits)) == digits


@pytest.mark.parametrize(
    "typed",
    [
        DIGITS,
        "0123 4567 8901 2345 6789 0123",
        "0123-4567-8901-2345-6789-0123\n",
        "０１２３　４５６７　８９０１　２３４５　６７８９　０１２３",
    ],
)
def test_however_it_is_typed_it_opens(typed: str) -> None:
    closed = CODE._replace(digits="")
    assert unlock(closed, typed).public_key.encode() == CODE.public


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "the opening code is not kept here"),
        ("1234", "has 24 digits, this has 4"),
        (DIGITS + "0", "has 24 digits, this has 25"),
        ("一二三四", "digits only"),
        ("٠" * 24, "digits only"),
        (DIGITS[:-1] + "4", "not the opening code of this session"),
    ],
)
def test_what_does_not_open_says_why(typed: str, sentence: str) -> None:
    with pytest.raises(BadCode, match=sentence):
        unlock(CODE._replace(digits=""), typed)


def test_the_salt_makes_the_same_digits_another_key() -> None:
    other = make_opening_code(DIGITS, b"\1" * 16)
    assert other.public != CODE.public
    with pytest.raises(BadCode):
        unlock(OpeningCode(b"\1" * 16, CODE.public), DIGITS)


def supervised(room: MakeRoom) -> tuple[Room, str]:
    own = room(small_meeting(custody="supervisor"))
    digits = own.opening_code
    session = own.open()
    for expert in ("01", "02"):
        fill(session.scoring(expert), 6)
        session.scoring(expert).seal().result()
    own.close()
    return own, digits


def test_what_the_supervisor_holds_is_not_in_the_session(room: MakeRoom) -> None:
    own, digits = supervised(room)
    session = own.open()
    assert session.meeting.file.read("SELECT digits FROM opening_code") == [("",)]
    own.close()
    assert digits.encode() not in own.path.read_bytes()


def test_without_the_supervisors_code_nothing_opens_and_with_it_all(room: MakeRoom) -> None:
    own, digits = supervised(room)
    session = own.open()
    with pytest.raises(Refused, match="the opening code is not kept here"):
        session.unseal()
    with pytest.raises(Refused, match="not the opening code"):
        session.unseal(code="1" * 24)
    assert session.opened is None
    session.unseal(code=grouped(digits))
    assert len(session.marks()) == 3
    session = own.again()
    assert session.check() == []
    assert session.comments().keys() == {"01", "02"}


def test_what_the_office_holds_opens_by_itself(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    fill(session.scoring("01"), 6)
    session.scoring("01").seal().result()
    assert session.meeting.file.read("SELECT digits FROM opening_code") == [(own.opening_code,)]
    session.unseal()
    assert session.opened is not None
