"""The numbers that stand before the lines of an official table, in all their styles."""

import re
from enum import IntEnum
from typing import Final, NamedTuple


class Style(IntEnum):
    """How a line is numbered, from the highest level down."""

    CHINESE = 1
    """一、"""
    BRACKETED = 2
    """（一）"""
    SINGLE = 3
    """1. or 1、"""
    ROUND = 4
    """（1）or 1）"""
    CIRCLED = 5
    """①"""
    DECIMAL = 6
    """1.1: says its level itself"""


class Numbered(NamedTuple):
    """A line split into its number and the rest.

    Attributes:
        number: `6.1` as written, or the ordinal, 一 as 1.
    """

    style: Style
    number: str
    rest: str


_CHINESE: Final = "一二三四五六七八九十"
_WIDE: Final = (
    str.maketrans("０１２３４５６７８９", "0123456789")
    | {ord("Ａ") + at: chr(ord("A") + at) for at in range(26)}
    | {ord("ａ") + at: chr(ord("a") + at) for at in range(26)}
)
_PATTERNS: Final = (
    (Style.DECIMAL, re.compile(r"(\d{1,3}(?:[.．]\d{1,3}){1,3})(?![\d%亿万倍])[.．、\s]*")),
    (Style.CHINESE, re.compile(rf"([{_CHINESE}]{{1,3}})[、.．]\s*")),
    (Style.BRACKETED, re.compile(rf"[（(]\s*([{_CHINESE}]{{1,3}})\s*[)）][、.．]?\s*")),
    (Style.ROUND, re.compile(r"[（(]\s*(\d{1,3})\s*[)）][、.．]?\s*|(\d{1,3})[)）]\s*")),
    (Style.SINGLE, re.compile(r"(\d{1,3})(?:、|[.．](?!\d))\s*")),
    (Style.CIRCLED, re.compile(r"([①-⑳])\s*")),
)
_SECOND: Final = re.compile(r"\s(?=\d{1,3}(?:[.．]\d{1,3})+(?![\d.．%％])\s*[^\s\d.．])")


def narrow(text: str) -> str:
    """Full-width digits and letters as half-width ones; punctuation as it stands."""
    return text.translate(_WIDE)


def split_number(line: str) -> Numbered | None:
    """The number before a line, or None; a line of nothing but a number has none."""
    text = narrow(line.strip())
    for style, pattern in _PATTERNS:
        found = pattern.match(text)
        if found and text[found.end() :].strip():
            written = next(group for group in found.groups() if group)
            return Numbered(style, _ordinal(style, written), text[found.end() :].strip())
    return None


def split_line(line: str) -> list[str]:
    """The parts of a line in which two cells of a row stand: `6.人才团队 6.1 引进…`."""
    parts = [line]
    while True:
        cut = _SECOND.search(parts[-1])
        if cut is None or split_number(parts[-1]) is None:
            return parts
        parts[-1:] = [parts[-1][: cut.start()], parts[-1][cut.end() :]]


def _ordinal(style: Style, written: str) -> str:
    match style:
        case Style.DECIMAL:
            return ".".join(str(int(part)) for part in re.split("[.．]", written))
        case Style.CHINESE | Style.BRACKETED:
            return str(_chinese(written))
        case Style.CIRCLED:
            return str(ord(written) - ord("①") + 1)
    return str(int(written))


def _chinese(written: str) -> int:
    """一 to 九十九."""
    tens, mark, ones = written.rpartition("十")
    if not mark:
        return _CHINESE.index(written[-1]) + 1
    return (10 * (_CHINESE.index(tens) + 1) if tens else 10) + (
        _CHINESE.index(ones) + 1 if ones else 0
    )
