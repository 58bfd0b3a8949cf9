"""Lines of text in tones. No widget, no colour."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias

from reviewtui.locales.width import cell_len, wrap


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


def line(text: str = "", tone: Tone = Tone.PLAIN) -> Line:
    """One line of one tone."""
    return ((text, tone),)


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
