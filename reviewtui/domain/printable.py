"""Texts from outside as they may be shown and stored: file names, codes in strange files."""

import unicodedata
from typing import Final

LONGEST: Final = 160
"""Characters; what is longer loses its middle."""

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control and format characters, half characters, line ends: they move the cursor, turn the
writing round, or are no text at all."""


def printable(text: str) -> str:
    """The text on one line, with a replacement character for what cannot be seen."""
    shown = "".join("�" if unicodedata.category(one) in _HIDDEN else one for one in text)
    if len(shown) <= LONGEST:
        return shown
    half = LONGEST // 2
    return f"{shown[: half - 1]}…{shown[-half:]}"
