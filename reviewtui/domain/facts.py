"""What a candidate declared: a value with its unit, its day, its place and its own target."""

import re
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.fields import Reader
from reviewtui.domain.numbers import decimal
from reviewtui.domain.threshold import YES_NO

MONEY: Final = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
"""Sums of money, in yuan; a sum must carry its unit."""
PERCENT: Final = frozenset({"%", "％"})
"""A percentage must carry its sign: 0.5 could be a half or half a hundredth."""
MEASURES: Final = (
    {"平方米": 1, "㎡": 1, "m²": 1, "万平方米": 10_000},
    {"个月": 1, "月": 1, "年": 12},
    {"日": 1, "天": 1},
)
"""Units of one kind, each in the first of its kind."""
ANSWERS: Final = {"yes": 1, "是": 1, "有": 1, "no": 0, "否": 0, "无": 0, "没有": 0}
"""The words for yes and no."""
_VALUE: Final = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(.*)")
"""A number, thousands grouped or not, and its unit; 8,2 is none, it could mean 8.2 or 82."""


class Flag(StrEnum):
    """A yes or no of the document, and of settled facts."""

    YES = "yes"
    NO = "no"


class Fact(NamedTuple):
    """A declared value as it was written, with its day and where it stands.

    `target`: what the candidate set itself for the year (跳一跳、够得着), as it was written.
    """

    text: str
    as_of: date | None = None
    source: str = ""
    target: str = ""

    def amount(self, unit: str) -> Fraction | None:
        """The number in `unit`, or None if it was written in no unit that fits.

        A sum of money and a percentage must carry their unit; other figures may leave it
        out. Yes is 1 and no is 0 where the unit is yes or no.
        """
        return amount(self.text, unit)

    def rate(self) -> Fraction | None:
        """Value over target, exact; None without a target that can be set beside it."""
        found, aim = _VALUE.fullmatch(self.text.strip()), _VALUE.fullmatch(self.target.strip())
        if not found or not aim:
            return None
        unit = aim[2].strip() or found[2].strip()
        actual, target = amount(self.text, unit), amount(self.target, unit)
        return actual / target if actual is not None and target else None


def amount(text: str, unit: str) -> Fraction | None:
    """The number that a text declares in `unit`, or None if it declares none there."""
    if unit == YES_NO:
        answer = ANSWERS.get(text.strip().lower())
        return None if answer is None else Fraction(answer)
    match = _VALUE.fullmatch(text.strip())
    if not match:
        return None
    try:
        number = decimal(match[1].replace(",", ""))
    except ValueError:  # longer than any figure a unit can declare
        return None
    factor = _factor(match[2].strip(), unit)
    return None if factor is None else number * factor


def _factor(written: str, unit: str) -> Fraction | None:
    """What a number written in one unit is multiplied by to stand in another."""
    own, _slash, per = written.partition("/")
    base, _slash, wanted = unit.partition("/")
    if per not in ("", wanted):
        return None
    if base in MONEY:
        return Fraction(MONEY[own], MONEY[base]) if own in MONEY else None
    if base in PERCENT:
        return Fraction(1) if own in PERCENT else None
    for kind in MEASURES:
        if own in kind and base in kind:
            return Fraction(kind[own], kind[base])
    return Fraction(1) if own in ("", base) else None


def read_fact(facts: Reader, metric: str) -> Fact:
    """Read `metric = "286"` or `metric = { value = "…", as_of = …, source = "…" }`."""
    if isinstance(facts.data.get(metric), str):
        return Fact(facts.text(metric))
    table = facts.table(metric)
    fact = Fact(
        text=table.text("value"),
        as_of=table.date("as_of"),
        source=table.text("source", ""),
        target=table.text("target", ""),
    )
    table.done()
    return fact
