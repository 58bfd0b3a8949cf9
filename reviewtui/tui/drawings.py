"""Small drawings in text cells: ASCII only, so that no font and no console can shift them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from reviewtui.domain.numbers import nearest

ONE: Final = "o"
"""One value in a cell; several are their number, more than nine a plus."""


def strip(values: Sequence[Fraction], low: Fraction, high: Fraction, width: int) -> str:
    """Values on a line from `low` to `high`: an o each, a digit where several share a cell.

    Args:
        values: At least one, none outside.
        low, high: What the first and the last cell stand for.
        width: Cells, 2 or more.
    """
    span = high - low
    counts = [0] * width
    for value in values:
        share = (value - low) / span if span else Fraction(1, 2)
        counts[_cell(share, width)] += 1
    taken = [at for at, count in enumerate(counts) if count]
    return "".join(
        _sign(count) if count else "-" if taken[0] < at < taken[-1] else "."
        for at, count in enumerate(counts)
    )


def interval(low: int, high: int, own: int | None, most: int, width: int) -> str:
    """Ranks `low` to `high` of 1 to `most` as a line of `=`, the official rank as `#`."""
    cells = ["."] * width
    first, last = (_cell(Fraction(rank - 1, max(most - 1, 1)), width) for rank in (low, high))
    for at in range(first, last + 1):
        cells[at] = "="
    if own is not None:
        cells[_cell(Fraction(own - 1, max(most - 1, 1)), width)] = "#"
    return "".join(cells)


def bar(share: Fraction, width: int) -> str:
    """A share of 0 to 1 as a line of `=`, at least one sign where it is more than nothing."""
    if share <= 0:
        return ""
    signs = nearest(share.numerator * width, share.denominator)
    return "=" * max(1, min(signs, width))


def _cell(share: Fraction, width: int) -> int:
    return max(0, min(width - 1, nearest(share.numerator * (width - 1), share.denominator)))


def _sign(count: int) -> str:
    return ONE if count == 1 else str(count) if count < 10 else "+"


DIGITS: Final = {
    "0": (" ### ", "#   #", "#   #", "#   #", " ### "),
    "1": ("  #  ", " ##  ", "  #  ", "  #  ", " ### "),
    "2": (" ### ", "#   #", "   # ", "  #  ", "#####"),
    "3": ("#### ", "    #", " ### ", "    #", "#### "),
    "4": ("#  # ", "#  # ", "#####", "   # ", "   # "),
    "5": ("#####", "#    ", "#### ", "    #", "#### "),
    "6": (" ### ", "#    ", "#### ", "#   #", " ### "),
    "7": ("#####", "   # ", "  #  ", " #   ", " #   "),
    "8": (" ### ", "#   #", " ### ", "#   #", " ### "),
    "9": (" ### ", "#   #", " ####", "    #", " ### "),
    ".": ("   ", "   ", "   ", " # ", " # "),
    "-": ("     ", "     ", "#####", "     ", "     "),
}


def large(number: str) -> list[str]:
    """A number in five lines of large digits; a sign that has none is left out."""
    shapes = [DIGITS[sign] for sign in number if sign in DIGITS]
    return ["  ".join(shape[line] for shape in shapes) for line in range(5)]
