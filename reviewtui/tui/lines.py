"""Lines of text in screen cells: tones, wrapping, padding. No widget, no colour.

A Chinese character takes two cells; nothing here ever cuts one in half, and titles are
wrapped, never shortened.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeAlias

from rich.cells import cell_len as cell_len  # all of the interface measures with it


class Tone(StrEnum):
    """What a piece of text is; the theme gives each its colour."""

    PLAIN = "plain"
    DIM = "dim"
    STRONG = "strong"
    TITLE = "title"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CURSOR = "cursor"
    CARET = "caret"


Span: TypeAlias = tuple[str, Tone]
Line: TypeAlias = tuple[Span, ...]

NOT_FIRST: Final = "，。、；：？！）》」』”’%,.;:?!)]}"
"""Characters that do not begin a line."""
NOT_LAST: Final = "（《「『“‘([{"
"""Characters that do not end a line."""


def line(text: str = "", tone: Tone = Tone.PLAIN) -> Line:
    """One line of one tone."""
    return ((text, tone),)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with blanks to `width` cells; `right` sets it against the right edge."""
    gap = " " * max(0, width - cell_len(text))
    return gap + text if right else text + gap


def side_by_side(left: str, right: str, width: int) -> str:
    """`left` at the left edge and `right` at the right edge of `width` cells."""
    return left + " " * max(1, width - cell_len(left) - cell_len(right)) + right


def wrap(text: str, width: int, *, hang: int = 0) -> list[str]:
    """Break a text into lines of at most `width` cells.

    Latin words stay whole where they fit; Chinese breaks anywhere, but no line begins with
    a closing mark or ends with an opening one.

    Args:
        hang: Blanks before every line but the first; they count in the width.
    """
    width = max(width, 4)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, width, hang)
    return lines or [""]


def _wrap_paragraph(text: str, width: int, hang: int) -> list[str]:
    lines: list[str] = []
    current = ""
    for piece in _pieces(text):
        room = width - (hang if lines else 0)
        if cell_len(current + piece.rstrip()) <= room:
            current += piece
            continue
        if current.strip():
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current = piece
        room = width - hang
        while cell_len(current) > room:
            head = _head(current, room)
            lines.append(head)
            current = current[len(head) :]
    lines.append(current.rstrip())
    return [text if not number else " " * hang + text for number, text in enumerate(lines)]


def _head(text: str, width: int) -> str:
    taken = 0
    for position, character in enumerate(text):
        taken += cell_len(character)
        if taken > width:
            return text[: max(position, 1)]
    return text


def _pieces(text: str) -> list[str]:
    """Unbreakable pieces: Latin words with the blank after them, or single wide characters."""
    pieces: list[str] = []
    for character in text:
        narrow = cell_len(character) < 2 and character != " "
        glue = bool(pieces) and (
            character in NOT_FIRST
            or pieces[-1][-1] in NOT_LAST
            or (narrow and cell_len(pieces[-1][-1]) < 2 and pieces[-1][-1] != " ")
            or character == " "
        )
        if glue:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def labelled(label: str, text: str | Sequence[Span], width: int) -> list[Line]:
    """A dim label and a text beside it, wrapped so that it hangs right of the label."""
    hang = cell_len(label) + 1
    spans = [(text, Tone.PLAIN)] if isinstance(text, str) else list(text)
    whole = "".join(part for part, _ in spans)
    lines: list[Line] = []
    offset = 0
    for number, part in enumerate(wrap(whole, width - hang)):
        offset = whole.index(part, offset) if part else offset
        head = (f"{label} " if not number else " " * hang, Tone.DIM)
        lines.append((head, *_slice(spans, offset, offset + len(part))))
        offset += len(part)
    return lines


def _slice(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The spans between two character offsets of their joined text."""
    found: list[Span] = []
    at = 0
    for text, tone in spans:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            found.append((part, tone))
        at += len(text)
    return found
