"""A mark as someone else's file writes it: understood exactly, or refused with a suggestion.

Nothing is guessed. What a full-width digit, a comma or a Chinese numeral most likely
means stands in the finding; the file must say it itself.
"""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import Final

from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.numbers import Hundredths, decimal_text, hundredths
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.typed_mark import levels_text, misplaced
from reviewtui.locales import _

_POINTS: Final = str.maketrans(dict.fromkeys("\u3002\uff61\u00b7\u30fb,\u3001", "."))
"""Signs that stand where a decimal point was meant; NFKC has made the rest ASCII."""

_NUMBER: Final = re.compile(r"[+-]?[0-9]*\.?[0-9]+|[+-]?[0-9]+\.?")
_THOUSANDS: Final = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
_CHINESE_POINT: Final = "\u70b9"
_UNIT: Final = "\u5206"


class NotAMark(ValueError):  # noqa: N818  it carries an answer, not an error
    """What is wrong with a mark, as a sentence."""


def read_mark(text: str, row: ScoredRow) -> Hundredths:
    """The mark for one row, in hundredths as an expert types it.

    Args:
        text: What the file says, without surrounding blanks; never empty.
        row: Gives scale, bounds and step.

    Raises:
        NotAMark: With a sentence, and a suggestion where one is near.
    """
    if row.scale is Scale.LEVELS:
        for level in row.levels:
            if text == level.name:
                return level.mark
    if row.scale is Scale.YES_NO and text in ("yes", "no"):
        return row.top if text == "yes" else Hundredths(0)
    if row.code == CONCLUSION:  # a number could be meant as any of them
        raise NotAMark(_no_mark(text, row))
    try:
        if text.startswith("+"):
            raise ValueError(text)
        mark = hundredths(text)
    except ValueError:
        raise NotAMark(_no_mark(text, row)) from None
    fault = misplaced(mark, row)
    if fault:
        raise NotAMark(fault)
    return mark


def amiss(text: str) -> str:
    """How a number is written amiss, in words that never tell which; "" where nothing is seen."""
    numbers = any(map(str.isnumeric, text))
    numerals = [sign for sign in text if sign.isnumeric() and not sign.isdecimal()]
    found = [
        (not numbers, _("words and no number")),
        (any("\uff10" <= sign <= "\uff19" for sign in text), _("full-width digits")),
        ("\uff0e" in text, _("a full-width point")),
        (any(sign in text for sign in "\u3002\uff61"), _("a full stop for the point")),
        (any(sign in text for sign in ",\uff0c\u3001"), _("a comma for the point")),
        (bool(numerals), _("a Chinese numeral or a number in one sign")),
        (_UNIT in text, _("the unit written with it")),
        (any(sign in text for sign in "%\uff05"), _("a percent sign")),
        (any(sign in text for sign in "+\uff0b"), _("a plus sign")),
    ]
    return _(", ").join(said for is_so, said in found if is_so)


def _no_mark(text: str, row: ScoredRow) -> str:
    if row.scale is Scale.LEVELS:
        return _("“{text}” is no level; the levels are {known}").format(
            text=text, known=levels_text(row)
        )
    return _unread(text, row)


def _unread(text: str, row: ScoredRow) -> str:
    meant = _likely(text)
    if meant is not None and (meant * 100).denominator != 1:
        return _("“{text}” has more than two places").format(text=text)
    if meant is None or misplaced((meant * 100).numerator, row):
        return _("“{text}” is no mark; write digits and a decimal point, such as 8.5").format(
            text=text
        )
    return _("“{text}” is no mark; if {meant} is meant, write {meant}").format(
        text=text, meant=decimal_text(meant)
    )


@lru_cache(maxsize=4096)
def _likely(text: str) -> Fraction | None:
    """The one number a text most likely means, or None."""
    plain = unicodedata.normalize("NFKC", text)
    if _THOUSANDS.search(plain):
        return None
    plain = plain.translate(_POINTS)
    numbers = _NUMBER.findall(plain)
    if len(numbers) == 1 and plain.count(".") <= 1 and len(numbers[0]) <= 15:
        return Fraction(numbers[0].rstrip("."))
    return None if numbers else _chinese_number(plain)


def _chinese_number(text: str) -> Fraction | None:
    """The value of a Chinese numeral up to some hundreds, with decimals after the point sign."""
    whole, point, decimals = text.partition(_CHINESE_POINT)
    total, last = 0, None
    for character in whole:
        value = _numeral(character)
        if value is None:
            return None
        if value >= 10:
            total += (1 if last is None else last) * value
            last = None
        else:
            last = value
    digits = [_numeral(character) for character in decimals]
    if not whole or (point and not digits) or any(d is None or d > 9 for d in digits):
        return None
    after = int("".join(map(str, digits)) or "0")
    return total + (last or 0) + Fraction(after, 10 ** len(digits))


def _numeral(character: str) -> int | None:
    value = unicodedata.numeric(character, None)
    return int(value) if value is not None and value == int(value) and value <= 100 else None
