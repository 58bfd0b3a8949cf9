"""From what stands in the box to a mark, and what the instruction line says before it."""

import re
from collections.abc import Sequence
from typing import Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths, hundredths, mark_text, step_places
from reviewtui.domain.rule import Level, Scale
from reviewtui.domain.sheet import ScoredRow
from reviewtui.locales import _

_NUMBER: Final = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
MOST_KEYS: Final = 9
"""Levels beyond this are typed as a number and confirmed: one digit cannot name them."""


def read_mark(text: str, row: ScoredRow, levels: Sequence[Level] = ()) -> Hundredths:
    """The mark that a typed text stands for.

    Raises:
        Refused: With one sentence, if it is no number, out of range or off the step.
    """
    if not _NUMBER.fullmatch(text):
        raise Refused(
            _("“{text}” is not a number: correct it, or press Esc to empty the box").format(
                text=text
            )
        )
    if row.scale is Scale.YES_NO:
        return _yes_no(text, row)
    if row.scale is Scale.LEVELS:
        return _level(text, levels)
    whole, _point, places = text.partition(".")
    try:
        mark = hundredths(f"{whole if whole not in ('', '-') else whole + '0'}.{places or '0'}")
    except ValueError:
        raise Refused(_off_step(text, row)) from None
    if not row.low <= mark <= row.top:
        raise Refused(
            _("{text} is not between {low} and {top}: not stored; correct it, or press Esc").format(
                text=text, low=mark_text(row.low), top=mark_text(row.top)
            )
        )
    if mark % row.step:
        raise Refused(_off_step(text, row))
    return mark


def _off_step(text: str, row: ScoredRow) -> str:
    return _("{text} is not in steps of {step}: not stored; correct it, or press Esc").format(
        text=text, step=mark_text(row.step)
    )


def _yes_no(text: str, row: ScoredRow) -> Hundredths:
    if text not in ("0", "1"):
        raise Refused(_("Type 1 for yes or 0 for no; {text} was not stored").format(text=text))
    return row.top if text == "1" else Hundredths(0)


def _level(text: str, levels: Sequence[Level]) -> Hundredths:
    if not text.isdecimal() or not 1 <= int(text) <= len(levels):
        raise Refused(
            _("There is no level {text}: choose 1 to {count}").format(text=text, count=len(levels))
        )
    return levels[int(text) - 1].mark


def by_digit(row: ScoredRow, levels: Sequence[Level]) -> bool:
    """Whether one digit is the whole mark, so that it moves on by itself."""
    return row.scale is Scale.LEVELS and len(levels) <= MOST_KEYS


def shown_mark(mark: Hundredths, row: ScoredRow, levels: Sequence[Level] = ()) -> str:
    """A stored mark as the mark column shows it."""
    if row.scale is Scale.YES_NO:
        return _("yes") if mark == row.top else _("no")
    if row.scale is Scale.LEVELS:
        name = next((level.name for level in levels if level.mark == mark), "")
        return name or mark_text(mark)
    return mark_text(mark, step_places(row.step))


def instruction(name: str, row: ScoredRow, levels: Sequence[Level] = ()) -> str:
    """The one sentence in line 4 for a row that waits for a mark."""
    if row.scale is Scale.YES_NO:
        return _("{row}: type 1 for yes, 0 for no, and press Enter").format(row=name)
    if row.scale is Scale.LEVELS:
        choices = "  ".join(f"{number} {level.name}" for number, level in enumerate(levels, 1))
        if by_digit(row, levels):
            return _("{row}: one digit chooses  {levels}").format(row=name, levels=choices)
        return _("{row}: type a number, then Enter  {levels}").format(row=name, levels=choices)
    low, top = mark_text(row.low), mark_text(row.top)
    if row.step == 100:
        return _("Mark {row}: {low} to {top} in whole points, Enter confirms").format(
            row=name, low=low, top=top
        )
    return _("Mark {row}: {low} to {top}, steps of {step}, Enter confirms").format(
        row=name, low=low, top=top, step=mark_text(row.step)
    )
