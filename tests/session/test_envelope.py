"""A travelling ballot: any change of any byte is noticed, and its box keeps closed."""

import itertools
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from reviewtui.domain.ballot import Ballot, Cell, Kind, Standing, content_id
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.ballots import sign
from reviewtui.session.box import STEP, BadBox, box, unbox
from reviewtui.session.envelope import (
    LARGEST,
    MAGIC,
    SIGNED_PREFIX,
    Progress,
    header_of,
    open_envelope,
    pack,
    progress_of,
    read_envelope,
)
from reviewtui.session.signed import BadBytes, public_of, signature_line

SEED = bytes(range(32))
PUBLIC = public_of(SEED)
OPENER = PrivateKey(bytes(range(1, 33)))
BOXES = OPENER.public_key.encode()


def chance() -> Callable[[int], bytes]:
    counter = itertools.count(7)
    return lambda size: bytes([next(counter) % 256]) * size


def example(**fields: object) -> Ballot:
    told: dict[str, object] = {
        "session": "5e" * 16,
        "expert": "07",
        "sheet": "c" * 64,
        "supersedes": ("0" * 64,),
        "rev": 2,
        "kit": PUBLIC,
        "cells": {
            "1": {"1.1": Cell(CellState.SCORED, Hundredths(650)), "1.2": Cell()},
            "3": {"1.1": Cell(CellState.SCORED, Hundredths(650))},
        },
        "standings": {"2": Standing(CandidateState.RECUSED, "同单位")},
        "written_at": 1_767_225_600_000,
    }
    return Ballot(**{**told, **fields})  # type: ignore[arg-type]


def packed(ballot: Ballot, seed: bytes = SEED) -> bytes:
    return pack(ballot, sign(ballot.document(), seed), seed, BOXES, chance())


FILE = packed(example())


def test_what_was_packed_comes_out() -> None:
    envelope = read_envelope(FILE)
    assert envelope.signer == PUBLIC
    assert envelope.header.content_id == content_id(example().document())
    assert open_envelope(envelope, OPENER, {PUBLIC}) == example()


def test_the_header_tells_progress_and_no_mark() -> None:
    head = FILE[: FILE.index(b"\n", len(MAGIC))]
    assert b"650" not in FILE
    assert json.loads(head[len(MAGIC) :])["progress"] == {
        "1": "partly",
        "2": "recused",
        "3": "complete",
    }
    left = example(standings={"1": Standing(CandidateState.LEFT)})
    assert progress_of(left)["1"] is Progress.LEFT


def test_the_box_is_a_sealed_box_of_the_library() -> None:
    content = b"eleven bytes"
    boxed = box(content, BOXES, chance())
    assert SealedBox(OPENER).decrypt(boxed) == content + bytes(STEP - len(content))
    theirs = SealedBox(OPENER.public_key).encrypt(content + bytes(STEP - len(content)))
    assert unbox(theirs, OPENER) == content


@pytest.mark.parametrize("size", [0, 1, STEP - 1, STEP, STEP + 1, 3 * STEP])
def test_the_size_of_a_box_tells_steps_only(size: int) -> None:
    content = b"x" * size
    boxed = box(content, BOXES, chance())
    assert (len(boxed) - 48) % STEP == 0
    if size:
        assert unbox(boxed, OPENER) == content


def test_the_same_ballot_boxed_twice_has_other_bytes_and_the_same_id() -> None:
    first, second = chance(), chance()
    second(1)
    content = sign(example().document(), SEED)
    one, two = (pack(example(), content, SEED, BOXES, draw) for draw in (first, second))
    assert one != two
    ids = {read_envelope(item).header.content_id for item in (one, two)}
    assert len(ids) == 1


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
@settings(max_examples=400)
def test_no_byte_can_be_changed(place: int, by: int) -> None:
    other = bytearray(FILE)
    other[place] ^= by
    with pytest.raises(BadBytes):
        read_envelope(bytes(other))


@given(st.integers(0, len(FILE) - 1))
@settings(max_examples=100)
def test_a_truncated_file_is_none(length: int) -> None:
    with pytest.raises(BadBytes):
        read_envelope(FILE[:length])
    with pytest.raises(BadBytes):
        read_envelope(FILE + b"\0" * (length + 1))


def signed_anew(change: Callable[[dict[str, object]], None], seed: bytes = SEED) -> bytes:
    """The file with another header, signed by who may sign: the insider."""
    magic, document, _line, boxed = FILE.split(b"\n", 3)
    value = json.loads(document)
    change(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return b"\n".join([magic, text, signature_line(text, seed, SIGNED_PREFIX), boxed])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("expert", "08"), ("round", 2), ("rev", 3), ("session", "00" * 16), ("kind", "withdraw"),
        ("channel", "paper"), ("kit", ""), ("supersedes", []), ("sheet", "d" * 64),
        ("written_at", 5), ("progress", {"1": "complete", "2": "recused", "3": "complete"}),
        ("progress", {}),
    ],
)  # fmt: skip
def test_a_header_that_says_otherwise_than_its_ballot_is_found_at_the_opening(
    key: str, value: object
) -> None:
    forged = signed_anew(lambda header: header.__setitem__(key, value))
    envelope = read_envelope(forged)
    with pytest.raises(BadBytes, match="says something else than its header"):
        open_envelope(envelope, OPENER, {PUBLIC})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("round", "1"), ("round", True), ("rev", -1), ("rev", 2**60),
        ("format", "reviewtui-ballot/2"), ("kind", "vote"), ("channel", "mail"),
        ("supersedes", ["x"]), ("supersedes", "0" * 64),
        ("sheet", "C" * 64), ("content_id", 1), ("box", ""), ("progress", []),
        ("progress", {"1": "done"}), ("written_at", None), ("more", 1), ("expert", 7),
        ("expert", "\ud800"),
    ],
)  # fmt: skip
def test_a_header_of_another_shape_is_refused_though_signed(key: str, value: object) -> None:
    def change(header: dict[str, object]) -> None:
        header[key] = value

    if value == "\ud800":
        document = FILE.split(b"\n", 3)[1].replace(b'"expert":"07"', b'"expert":"\\ud800"')
        line = signature_line(document, SEED, SIGNED_PREFIX)
        forged = b"\n".join([MAGIC[:-1], document, line, FILE.split(b"\n", 3)[3]])
    else:
        forged = signed_anew(change)
    with pytest.raises(BadBytes):
        read_envelope(forged)


@pytest.mark.parametrize(
    "text",
    [
        b'{"format":"reviewtui-ballot/1","format":"reviewtui-ballot/1"}', b"[" * 100_000, b"",
        b"null", b'{"rev":1.0}', b'{"rev":NaN}', b'{"rev":1e400}', b"\xff\xfe", b"{}",
        b'\xef\xbb\xbf{}', b'{"rev":' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_header_is_refused_though_signed(text: bytes) -> None:
    line = signature_line(text, SEED, SIGNED_PREFIX)
    with pytest.raises(BadBytes):
        read_envelope(b"\n".join([MAGIC[:-1], text, line, b"x" * 5000]))


def test_a_larger_file_is_not_even_looked_at() -> None:
    with pytest.raises(BadBytes, match="larger than any ballot"):
        read_envelope(MAGIC + b"x" * LARGEST)


def test_another_key_opens_no_box() -> None:
    envelope = read_envelope(FILE)
    with pytest.raises(BadBytes, match="cannot be opened with the opening code"):
        open_envelope(envelope, PrivateKey(bytes(range(2, 34))), {PUBLIC})
    with pytest.raises(BadBox):
        unbox(envelope.boxed[:-1], OPENER)


def test_a_ballot_signed_by_another_than_its_header_is_refused() -> None:
    inner = sign(example().document(), bytes(32))
    forged = pack(example(), inner, SEED, BOXES, chance())
    with pytest.raises(BadBytes, match="not registered"):
        open_envelope(read_envelope(forged), OPENER, {PUBLIC, public_of(bytes(32))})
    with pytest.raises(BadBytes, match="not registered"):
        open_envelope(read_envelope(FILE), OPENER, set())


def test_a_withdrawal_travels_like_a_ballot() -> None:
    ballot = example(kind=Kind.WITHDRAW, cells={}, standings={})
    envelope = read_envelope(packed(ballot))
    assert (envelope.header.kind, envelope.header.progress) == (Kind.WITHDRAW, {})
    assert header_of(open_envelope(envelope, OPENER, {PUBLIC}), envelope.boxed) == envelope.header
