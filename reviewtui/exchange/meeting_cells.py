"""One cell of the form understood: typed or pasted, full width or half, or refused."""

import datetime
import re
import unicodedata
from typing import Any, Final

from reviewtui.domain.fields import CODE
from reviewtui.domain.numbers import decimal
from reviewtui.exchange.meeting_tables import Field, Kind
from reviewtui.exchange.meeting_words import meant, words
from reviewtui.exchange.workbook_gate import Cell
from reviewtui.locales import N_, _, in_every_language

_DATE: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_RUN_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_BETWEEN: Final = re.compile(r"[\s,;、/+]+")
_BETWEEN_TEXTS: Final = re.compile(r"[\n,，;；、|]+")
_BREAK: Final = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
_EARLIEST: Final = 1950
_FIRST_DAY: Final = datetime.date(1899, 12, 30)
"""From here spreadsheets count days; five digits are years from 1927 to 2173."""
_DAYS: Final = 5
ALL: Final = N_("all")
NONE: Final = N_("none")


class Unread(ValueError):  # noqa: N818  it carries an answer, not an error
    """Why a cell cannot be understood, as a sentence."""


def value_of(cell: Cell, field: Field) -> Any:
    """What a cell says, as the panel document has it; None for an empty one.

    Raises:
        Unread: With a sentence, and what could be written instead.
    """
    if cell.fault:
        raise Unread(cell.fault)
    text = cell.text
    if not text:
        return None
    if cell.day is not None and field.kind is not Kind.DAY:
        raise Unread(_("was turned into a date, {day}; type it again as text").format(day=cell.day))
    match field.kind:
        case Kind.LINE:
            return one_line(text)
        case Kind.CODE:
            return code(text)
        case Kind.CODES:
            return codes(text)
        case Kind.TEXTS:
            return [part.strip() for part in _BETWEEN_TEXTS.split(text) if part.strip()]
        case Kind.WHO:
            return _who(text)
        case Kind.DAY:
            return _stored_day(cell.day) if cell.day else day(text)
        case Kind.WHOLE:
            return _whole(text)
        case Kind.DECIMAL:
            return number(text)
        case Kind.SHARE:
            return number(text.rstrip("%％"))
        case Kind.WORD:
            return _word(text, field)
    return text


def one_line(text: str) -> str:
    """A text without its line breaks; between Latin words a blank takes their place."""
    parts = [part for part in _BREAK.split(text.strip()) if part]
    joined = ""
    for part in parts:
        gap = " " if joined and joined[-1].isascii() and part[0].isascii() else ""
        joined += gap + part
    return joined


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as the half-width ones they look like."""
    return unicodedata.normalize("NFKC", text).strip()


def code(text: str) -> str:
    """A code, without blanks and without the 号 that people put behind it."""
    plain = "".join(half_width(text).split()).removesuffix("号")
    if not CODE.fullmatch(plain):
        raise Unread(
            _("“{code}” is no code: only A-Z, a-z, 0-9, dot, underline and hyphen").format(
                code=one_line(text)[:40]
            )
        )
    return plain


def codes(text: str) -> list[str]:
    """Codes separated by blanks, commas or the like."""
    return [code(part) for part in _BETWEEN.split(half_width(text)) if part]


def _who(text: str) -> list[str] | str:
    """Codes, or one of the words for all and for none."""
    for message in (ALL, NONE):
        if text.casefold() in in_every_language(message):
            return message
    return codes(text)


def day(text: str) -> datetime.date:
    """A date as people write it: 2026-12-8, 2026/12/8, 2026.12.8, 2026年12月8日, 20261208."""
    plain = "".join(half_width(text).split())
    found = _DATE.fullmatch(plain) or _RUN_DATE.fullmatch(plain)
    if found:
        try:
            return datetime.date(*map(int, found.groups()))
        except ValueError:
            pass
    if plain.isascii() and plain.isdecimal() and len(plain) == _DAYS:
        meant = _FIRST_DAY + datetime.timedelta(int(plain))
        sentence = _("“{text}” is no date; if {day} is meant, write {day}")
        raise Unread(sentence.format(text=plain, day=meant))
    raise Unread(_("“{text}” is no date; write it as 2026-12-08").format(text=text[:40]))


def _stored_day(stored: datetime.date) -> datetime.date:
    """A date cell; a small number that was typed into one shows as a day of the year 1900."""
    if stored.year < _EARLIEST:
        raise Unread(_("“{text}” is no date; write it as 2026-12-08").format(text=stored))
    return stored


def number(text: str) -> str:
    """The plain decimal a cell holds, as text: nothing passes through floating point."""
    plain = half_width(text).removesuffix("分").strip().lstrip("+")
    try:
        decimal(plain)
    except ValueError:
        raise Unread(
            _("“{text}” is no number; write digits and a decimal point, such as 12.5").format(
                text=text[:40]
            )
        ) from None
    return plain


def _whole(text: str) -> int:
    plain = half_width(text).removesuffix("年").strip()
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 9:
        raise Unread(_("“{text}” is no whole number").format(text=text[:40]))
    return int(plain)


def _word(text: str, field: Field) -> str:
    assert field.words is not None  # a field of words names its list
    value = meant(field.words, text)
    if value is None:
        known = _(", ").join(words(field.words))
        raise Unread(
            _("“{value}” is not known; one of: {known}").format(value=text[:40], known=known)
        )
    return value.value
