"""What people wrote, made safe for a file: no control, no invisible direction, no half pairs.

A text that begins with `=` stays as it is; that it is no formula is for the writer to say.
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category

from reviewtui.locales import _

MOST_UNITS: Final = 32_767
"""UTF-16 units that a spreadsheet cell holds; the rest would be cut without a word."""
LINE_END: Final = "\u2028"
"""Where a line of a sentence ends in a spreadsheet, which would begin the next with a full stop;
Word and browsers break lines themselves."""
_LONGEST_SHOWN: Final = 80
_ZERO_WIDTH_JOINER: Final = "\u200d"
_PLAIN: Final = re.compile(
    r"[\n\t\u0020-\u007e\u00a1-\u00ac\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]*"
)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """The text without control characters, surrogates, non-characters and turning marks.

    Line ends become `\\n`. Of the invisible format characters only the joiner stays, which
    emoji and some scripts need. A text longer than a cell is cut, and says so.
    """
    if not _PLAIN.fullmatch(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace(LINE_END, "\n")
        text = "".join(character for character in text if _kept(character))
    return text if len(text) <= MOST_UNITS // 2 else _capped(text)


def flowing(text: str) -> str:
    """The plain text without the line ends that are meant for a spreadsheet."""
    return plain(text.replace(LINE_END, ""))


def short(text: str) -> str:
    """A text as findings show it, on one line of a report."""
    text = plain(text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _kept(character: str) -> bool:
    if character in "\n\t" or character == _ZERO_WIDTH_JOINER:
        return True
    if ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        return False
    return category(character) not in ("Cc", "Cf", "Cs")


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _capped(text: str) -> str:
    if _units(text) <= MOST_UNITS:
        return text
    end = _("… (cut here: {count} characters do not fit into one cell)").format(count=len(text))
    kept = text[: MOST_UNITS - len(end)]
    while _units(kept) + len(end) > MOST_UNITS:
        kept = kept[: -((_units(kept) + len(end) - MOST_UNITS + 1) // 2)]
    return kept + end
