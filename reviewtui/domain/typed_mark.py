"""A mark between a hand and a file: what was typed, which mark that is, how it is shown.

The forms, on the screen and line by line, and the gate before the file read marks by these
functions alone. What other people's files write is read in exchange.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths, decimal, hundredths, mark_text, step_places
from reviewtui.domain.rule import Level, Scale
from reviewtui.domain.states import CellState, label
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.ballot import Cell
    from reviewtui.domain.sheet import ScoredRow

POINTS: Final = frozenset(".。．，,｡·")
"""What a hand with an input method switched on types for a decimal point."""
MINUSES: Final = frozenset("-－−")
MOST_KEYS: Final = 9
"""Levels beyond this are typed as a number and confirmed: one digit cannot name them."""
_NUMBER: Final = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


class Typed(NamedTuple):
    """A piece of input: what of it is part of a number, and what is not."""

    kept: str = ""
    refused: str = ""


def normalise(text: str, *, sign: bool = True) -> Typed:
    """Read characters as parts of a number.

    Full-width digits are digits, U+3000 is a blank; what is refused came from an input
    method or a paste and is no mark.

    Args:
        sign: Whether a minus may be part of it (rows that deduct).
    """
    kept: list[str] = []
    refused: list[str] = []
    for character in text:
        if character in POINTS:
            kept.append(".")
        elif character.isdecimal():
            kept.append(str(int(character)))
        elif sign and character in MINUSES:
            kept.append("-")
        elif character == "\u3000" or character in " \t\r\n":
            continue
        else:
            refused.append(character)
    return Typed("".join(kept), "".join(refused))


def typed_decimal(text: str) -> Fraction:
    """A number that is no mark, as it may be typed into any field; never below 0.

    Raises:
        ValueError: If it is anything else.
    """
    plain = normalise(text, sign=False)
    if plain.refused:
        raise ValueError(text)
    return decimal(plain.kept.rstrip("."))


def read_mark(text: str, row: "ScoredRow") -> Hundredths:
    """The mark that normalised text stands for; a level and yes or no by their numbers.

    Raises:
        Refused: With one sentence, if it is no number, out of range or off the step.
    """
    if not _NUMBER.fullmatch(text):
        raise Refused(_("“{text}” is not a number").format(text=text))
    if row.scale is Scale.YES_NO:
        return _yes_no(text, row)
    if row.scale is Scale.LEVELS:
        return _level(text, row.levels)
    whole, _point, places = text.partition(".")
    try:
        mark = hundredths(f"{whole if whole not in ('', '-') else whole + '0'}.{places or '0'}")
    except ValueError:
        raise Refused(_off_step(text, row)) from None
    if fault := misplaced(mark, row):
        raise Refused(fault)
    return mark


def _yes_no(text: str, row: "ScoredRow") -> Hundredths:
    if text not in ("0", "1"):
        raise Refused(_("{text} is neither 1 for yes nor 0 for no").format(text=text))
    return row.top if text == "1" else Hundredths(0)


def _level(text: str, levels: Sequence[Level]) -> Hundredths:
    if not text.isdecimal() or not 1 <= int(text) <= len(levels):
        raise Refused(
            _("There is no level {text}: choose 1 to {count}").format(text=text, count=len(levels))
        )
    return levels[int(text) - 1].mark


def misplaced(mark: int, row: "ScoredRow") -> str:
    """Why a mark does not belong to a row's scale, as a sentence; empty if it does.

    Args:
        mark: Hundredths of a point, or of a percent, as an expert types it.
    """
    text = mark_text(Hundredths(mark))
    if row.scale is Scale.LEVELS:
        if mark in {level.mark for level in row.levels}:
            return ""
        return _("no level stands at {mark}; the levels are {known}").format(
            mark=text, known=levels_text(row)
        )
    if not row.low <= mark <= row.top:
        return _("{mark} lies outside {low} to {top}").format(
            mark=text, low=mark_text(row.low), top=mark_text(row.top)
        )
    return _off_step(text, row) if mark % row.step else ""


def _off_step(text: str, row: "ScoredRow") -> str:
    return _("{mark} is no multiple of the step {step}").format(mark=text, step=mark_text(row.step))


def levels_text(row: "ScoredRow") -> str:
    """All levels of a row with what each is worth; a conclusion is worth nothing."""
    if row.code == CONCLUSION:
        return _(", ").join(level.name for level in row.levels)
    return ", ".join(f"{level.name} = {mark_text(level.mark)}" for level in row.levels)


def by_digit(row: "ScoredRow") -> bool:
    """Whether one digit is the whole mark, so that it moves on by itself."""
    return row.scale is Scale.LEVELS and len(row.levels) <= MOST_KEYS


def shown_mark(mark: Hundredths, row: "ScoredRow") -> str:
    """A stored mark as it is shown: a number, the level's name, yes or no."""
    if row.scale is Scale.YES_NO:
        return _("yes") if mark == row.top else _("no")
    if row.scale is Scale.LEVELS:
        name = next((level.name for level in row.levels if level.mark == mark), "")
        return name or mark_text(mark)
    return mark_text(mark, step_places(row.step))


def cell_text(cell: "Cell", row: "ScoredRow") -> str:
    """A cell as its mark, or its state in a word."""
    if cell.state is CellState.SCORED and cell.mark is not None:
        return shown_mark(cell.mark, row)
    return label(cell.state)
