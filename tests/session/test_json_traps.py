"""Every trap of a plain JSON reader, by name: in a header, in a ballot, and what is said of it.

Each is signed with the key of an expert, so that nothing but the reading itself can refuse it.
The sentences are what a secretary reads.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from reviewtui import locales
from reviewtui.session.ballots import read_ballot, sign
from reviewtui.session.envelope import LARGEST, MAGIC, SIGNED_PREFIX, read_envelope
from reviewtui.session.signed import BadBytes, signature_line
from tests.session.test_envelope import FILE, PUBLIC, SEED, example

CPU = 1.2
"""Seconds: `json.loads` alone took 1.1 for four hundred thousand keys."""

HEADER, BOXED = FILE.split(b"\n", 3)[1], FILE.split(b"\n", 3)[3]
INNER = example().document()

TRAPS: dict[str, Callable[[bytes], bytes]] = {
    "NaN": lambda text: text.replace(b'"round":1', b'"round":NaN'),
    "Infinity": lambda text: text.replace(b'"round":1', b'"round":Infinity'),
    "-Infinity": lambda text: text.replace(b'"round":1', b'"round":-Infinity'),
    "1e400, which becomes infinite": lambda text: text.replace(b'"round":1', b'"round":1e400'),
    "a key twice, the last one winning": lambda text: b'{"round":9,' + text[1:],
    "an integer of 4300 digits": lambda text: text.replace(b'"round":1', b'"round":' + b"1" * 4300),
    "an integer of 4301 digits": lambda text: text.replace(b'"round":1', b'"round":' + b"1" * 4301),
    "half a surrogate pair": lambda text: text.replace(b'"expert":"07"', b'"expert":"\\ud800"'),
    "true for 1": lambda text: text.replace(b'"round":1', b'"round":true'),
    "1.0 for 1": lambda text: text.replace(b'"round":1', b'"round":1.0'),
    "-0 for 0": lambda text: text.replace(b'"round":1', b'"round":-0'),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.decode().encode("utf-16-le"),
    "a hundred thousand brackets": lambda _text: b"[" * 100_000,
    "a hundred thousand braces": lambda _text: b'{"a":' * 100_000,
    "four hundred thousand keys": lambda _text: (
        b"{" + b",".join(b'"%06d":1' % number for number in range(400_000)) + b"}"
    ),
    "fifty million blanks": lambda text: text + b" " * 50_000_000,
    "a blank after a colon": lambda text: text.replace(b'":', b'": ', 1),
    "no JSON at all": lambda _text: b"hello",
}
"""By name how the bytes are spoilt."""


@pytest.fixture(autouse=True)
def _chinese(_english: None) -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("en")


def said(read: Callable[[bytes], object], content: bytes) -> str:
    start = time.process_time()
    with pytest.raises(BadBytes) as refused:
        read(content)
    assert time.process_time() - start < CPU
    return str(refused.value)


NO_HEADER, NO_BALLOT = "信封不是评分文件的信封", "正文不是本格式的评分文件"
WRITTEN, LARGE = "书写形式不符合规定的唯一格式", "文件过大，不可能是评分文件"
OTHERWISE = {
    "-0 for 0": (WRITTEN, WRITTEN),
    "a blank after a colon": (WRITTEN, WRITTEN),
    "a hundred thousand braces": (LARGE, NO_BALLOT),
    "four hundred thousand keys": (LARGE, NO_BALLOT),
    "fifty million blanks": (LARGE, WRITTEN),
}
"""What is said of a header and of a ballot where it is not that they are none."""


@pytest.mark.parametrize("trap", TRAPS)
def test_a_header_with_a_trap_is_refused_with_its_sentence(trap: str) -> None:
    text = TRAPS[trap](HEADER)
    assert text != HEADER
    line = signature_line(text, SEED, SIGNED_PREFIX)
    sentence = OTHERWISE.get(trap, (NO_HEADER, NO_BALLOT))[0]
    assert said(read_envelope, b"\n".join([MAGIC[:-1], text, line, BOXED])) == sentence


@pytest.mark.parametrize("trap", TRAPS)
def test_a_ballot_with_a_trap_is_refused_with_its_sentence(trap: str) -> None:
    text = TRAPS[trap](INNER)
    assert text != INNER
    sentence = OTHERWISE.get(trap, (NO_HEADER, NO_BALLOT))[1]
    assert said(lambda content: read_ballot(content, [PUBLIC]), sign(text, SEED)) == sentence


def test_a_file_larger_than_any_ballot_is_not_even_verified() -> None:
    assert said(read_envelope, MAGIC + b" " * (LARGEST + 1)) == LARGE
