"""Large digits out of ASCII, to be copied by hand from across a table. Pure."""

from typing import Final

HEIGHT: Final = 5
_SHAPES: Final = {
    "0": (" ## ", "#  #", "#  #", "#  #", " ## "),
    "1": ("  # ", " ## ", "  # ", "  # ", " ###"),
    "2": ("### ", "   #", " ## ", "#   ", "####"),
    "3": ("### ", "   #", " ## ", "   #", "### "),
    "4": ("#  #", "#  #", "####", "   #", "   #"),
    "5": ("####", "#   ", "### ", "   #", "### "),
    "6": (" ## ", "#   ", "### ", "#  #", " ## "),
    "7": ("####", "   #", "  # ", " #  ", " #  "),
    "8": (" ## ", "#  #", " ## ", "#  #", " ## "),
    "9": (" ## ", "#  #", " ###", "   #", " ## "),
    " ": ("    ", "    ", "    ", "    ", "    "),
}


def big_digits(text: str) -> list[str]:
    """Digits and blanks as five lines of `#`, five cells to a character."""
    return [" ".join(_SHAPES[char][line] for char in text).rstrip() for line in range(HEIGHT)]
