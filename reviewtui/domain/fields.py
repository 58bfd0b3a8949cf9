"""Reading tables that other people write: every wrong field is a finding, none is guessed.

A `Reader` walks one table of a TOML or JSON document, hands out typed values and
collects what is wrong with their places; `done` names the keys that nobody asked for.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeVar

from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import Hundredths, decimal, hundredths
from reviewtui.domain.speech import Speech, TomlSpeech
from reviewtui.locales import _

Choice = TypeVar("Choice", bound=StrEnum)
Number = TypeVar("Number")

CODE: Final = re.compile(r"[A-Za-z0-9._-]+")
IDENTITY_DIGITS: Final = 18
_IDENTITY_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_PAGE_MARK: Final = re.compile(r"\s*[-－—–]\s*[0-9０-９]+\s*[-－—–]\s*")
_PAGE_MARK_INSIDE: Final = re.compile(
    r"(?<![－—–0-9０-９\u7b2c])[－—]\s*[0-9０-９]{1,4}\s*[－—](?![－—–0-9０-９])"
)


TOML: Final = TomlSpeech()


class Reader:
    """One table with its place; findings go into a list shared with its sub-tables."""

    def __init__(
        self, data: object, place: str, findings: list[Finding], speech: Speech = TOML
    ) -> None:
        self.place = place
        self.findings = findings
        self.speech = speech
        self._asked: set[str] = set()
        self.data: Mapping[str, Any] = {}
        if isinstance(data, Mapping):
            self.data = data
        else:
            self.find("", _("a table is expected here"))

    def find(self, key: str, sentence: str, *, warning: bool = False) -> None:
        """Note a finding at `key` of this table."""
        place = f"{self.place} {key}".strip() if key else self.place
        self.findings.append(Finding(place, sentence, warning))

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self.data

    def value(self, key: str) -> Any:
        """The raw value, or None; the key counts as asked for."""
        self._asked.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text. Without a default the key is required.

        Control, private-use and bidirectional characters, stray page marks and
        18-digit identity numbers are findings: they break screens, prints and privacy.
        """
        value = self.value(key)
        if value is None:
            if default is None:
                self.find(key, _("is missing"))
            return default or ""
        if not isinstance(value, str):
            self.find(key, _("must be a text in quotation marks"))
            return default or ""
        if default is None and not value.strip():
            self.find(key, _("is empty"))
        for sentence in text_faults(value):
            self.find(key, sentence)
        return value

    def code(self, key: str) -> str:
        """A code: letters, digits, dot, underline and hyphen only."""
        value = self.text(key)
        if value and not CODE.fullmatch(value):
            self.find(
                key,
                _("“{code}” is no code: only A-Z, a-z, 0-9, dot, underline and hyphen").format(
                    code=value
                ),
            )
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One word of a closed list."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        try:
            return kind(value)
        except ValueError:
            known = _(", ").join(self.speech.value(one) for one in kind)
            if value is None:
                self.find(key, _("is missing; one of: {known}").format(known=known))
            else:
                self.find(
                    key,
                    _("“{value}” is not known; one of: {known}").format(value=value, known=known),
                )
            return default if default is not None else next(iter(kind))

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.value(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.find(key, _("must be true or false"))
            return default
        return value

    def whole(self, key: str, default: int, *, least: int, most: int) -> int:
        """A whole number between two bounds, both allowed."""
        value = self.value(key)
        if value is None:
            return default
        if type(value) is not int or not least <= value <= most:
            self.find(
                key,
                _("must be a whole number from {least} to {most}").format(least=least, most=most),
            )
            return default
        return value

    def decimal(self, key: str, default: Fraction | None = None) -> Fraction | None:
        """A decimal written as a text, e.g. "12.5"; None if absent and without default."""
        return self._number(key, decimal, default)

    def hundredths(self, key: str, default: Hundredths | None = None) -> Hundredths | None:
        """A mark in points written as a text with at most two places; None if absent."""
        return self._number(key, hundredths, default)

    def _number(
        self, key: str, read: Callable[[str], Number], default: Number | None
    ) -> Number | None:
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, str):
            try:
                return read(value)
            except ValueError:
                pass
        self.find(key, no_number(value))
        return default

    def part(self, key: str) -> Fraction | None:
        """A part of the whole, more than 0 and at most 1: "2/3" or "0.5"; None if absent."""
        if not self.has(key):
            return None
        upper, slash, lower = self.text(key).partition("/")
        try:
            part = decimal(upper) / decimal(lower) if slash else decimal(upper)
            if 0 < part <= 1:
                return part
        except (ValueError, ZeroDivisionError):
            pass
        self.find(key, _("a part of the experts is written as “2/3” or “0.5”, at most 1"))
        return None

    def date(self, key: str) -> datetime.date | None:
        """A date (or its ISO text, as frozen sessions carry it); None if absent."""
        value = self.value(key)
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        elif value is None:
            return None
        elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        self.find(key, _("“{value}” is not a date such as 2026-12-08").format(value=value))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent is empty."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.find(key, _("must be a list of texts"))
            return ()
        for item in value:
            for sentence in text_faults(item):
                self.find(key, sentence)
        return tuple(value)

    def table(self, key: str) -> "Reader":
        """A sub-table; absent is empty."""
        value = self.value(key)
        return Reader({} if value is None else value, self._below(key), self.findings, self.speech)

    def _below(self, key: str, form: str = "[{}]") -> str:
        """The place of a sub-table: `[rule]`, `[rule.round]`, `[[candidates]] 01.facts`."""
        if not self.place or self.place.endswith(":"):
            return f"{self.place} {form.format(key)}".strip()
        file, mark, table = self.place.rpartition(": ")
        if table.startswith("[") and table.endswith("]"):
            return file + mark + form.format(f"{table.strip('[]')}.{key}")
        return f"{self.place}.{key}"

    def tables(self, key: str, *, name: str = "code") -> list["Reader"]:
        """A list of tables; each one's place carries its `name` key, or its number."""
        value = self.value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.find(key, _("must be a list of tables: [[{key}]]").format(key=key))
            return []
        readers = []
        below = self._below(key, "[[{}]]")
        for number, item in enumerate(value, 1):
            tag = item.get(name) if isinstance(item, Mapping) else None
            tag = tag if isinstance(tag, str) and tag else f"#{number}"
            readers.append(Reader(item, f"{below} {tag}", self.findings, self.speech))
        return readers

    def done(self) -> None:
        """Name every key that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                self.find(str(key), _("is not a known key; mistyped?"))


def no_number(value: object) -> str:
    """Why a value is not taken as a number."""
    try:
        decimal(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        sentence = _('“{value}” is not a number in quotation marks, such as "12.5"')
    else:
        sentence = _("“{value}” has more than two decimal places")
    return sentence.format(value=value)


def text_faults(text: str) -> list[str]:
    """What must not stand in a text that is shown and printed; one sentence per fault."""
    faults = []
    for character in () if text.isprintable() else sorted(set(text)):
        category = unicodedata.category(character)
        if category == "Co":
            fault = _("private-use character {code}: it shows as a box on other machines")
        elif category == "Cs" or (category == "Cc" and character not in "\n\t"):
            fault = _("control character {code}")
        elif category == "Cf" and character != "\u200d":
            fault = _("invisible character {code}: it can turn or hide text")
        else:
            continue
        faults.append(fault.format(code=f"U+{ord(character):04X}"))
    if len(text) >= IDENTITY_DIGITS and _IDENTITY_NUMBER.search(text):
        faults.append(_("looks like an 18-digit identity number; it must not stand in a file"))
    if _has_page_mark(text):
        faults.append(_("looks like a page mark that was copied with the text"))
    return faults


def duplicates(codes: Iterable[str]) -> list[str]:
    """The codes that occur more than once, in order of their second occurrence."""
    seen: set[str] = set()
    twice: list[str] = []
    for code in codes:
        if code in seen and code not in twice:
            twice.append(code)
        seen.add(code)
    return twice


def _has_page_mark(text: str) -> bool:
    """Whether a page number between dashes stands on a line of its own or inside a sentence."""
    if any(_PAGE_MARK.fullmatch(part) for part in text.split("\n")):
        return True
    return ("—" in text or "－" in text) and _PAGE_MARK_INSIDE.search(text) is not None
