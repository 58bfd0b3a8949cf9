"""Words and numbers as the sheets print them."""

import datetime
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from reviewtui.domain.numbers import (
    MOST_PLACES,
    Hundredths,
    decimal_text,
    round_half_away,
    step_places,
)
from reviewtui.domain.panel import Role
from reviewtui.domain.rule import Average, Order, Rule
from reviewtui.domain.sheet import ScoredRow
from reviewtui.filing.model import Number, Value
from reviewtui.locales import N_, _
from reviewtui.tally.average import row_average
from reviewtui.tally.verdict import CandidateVerdict, Flag

MOST_SHOWN: Final = 4
"""Decimals printed of a number that no rule rounds; the cell holds up to ten."""
LEAST_SHOWN: Final = 2
"""Of these decimals also the zeros are printed, so that a column stands in line."""
_BEIJING: Final = datetime.timezone(datetime.timedelta(hours=8))

_AVERAGES: Final = {
    Average.MEAN: N_("Average"),
    Average.TRIMMED: N_("Trimmed average"),
    Average.MEDIAN: N_("Median"),
}

ROLES: Final = {Role.CHAIR: N_("chair"), Role.MEMBER: N_("member")}


def rank_value(item: CandidateVerdict) -> Value:
    """A rank as a cell holds it: a number, with the word for it where others share it."""
    if item.rank is None:
        return "—"
    return f"{item.rank}{_(' tied')}" if Flag.TIED in item.flags else item.rank


def beijing_clock(moment: int) -> str:
    """A moment (UTC, milliseconds since 1970) in the country's one legal time.

    Not in the machine's: the same session must give the same workbook on every machine.
    """
    return f"{datetime.datetime.fromtimestamp(moment // 1000, _BEIJING):%Y-%m-%d %H:%M}"


def beijing_time(moment: int) -> str:
    """The same, saying so."""
    return _("{date} Beijing time").format(date=beijing_clock(moment))


def grouped(digits: str) -> str:
    """A hash in groups of eight, so that a wrapped line can be compared by eye."""
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def journal_line(last: tuple[int, str]) -> str:
    """Up to which entry the journal went, with its hash."""
    said = _("up to entry {number}, SHA-256 {hash}")
    return said.format(number=last[0], hash=grouped(last[1]))


def mark_number(mark: Hundredths, row: ScoredRow) -> Number:
    """A mark as it was typed, with the decimals of the row's step."""
    return _mark_number(mark, step_places(row.step))


@lru_cache(maxsize=4096)
def _mark_number(mark: Hundredths, places: int) -> Number:
    value = Fraction(mark, 100)
    return Number(value, max(places, _needed(value)))


@lru_cache(maxsize=4096)
def top_number(mark: Hundredths) -> Number:
    """The most that can be typed for a row, with as many decimals as it needs."""
    return points(Fraction(mark, 100))


def points(value: Fraction) -> Number:
    """A full mark or a weight: as many decimals as it needs."""
    places = _needed(value)
    return Number(value, places, min(places, MOST_SHOWN))


class Decimals:
    """The decimals of one column: as the rule rounds it, or as its longest number needs.

    Args:
        values: Everything that will stand in the column.
        stated: Decimals the rule rounds to; None where it rounds nothing here.
        most: Decimals printed at most of numbers that are not rounded.
    """

    def __init__(
        self, values: Iterable[Fraction | None], stated: int | None, *, most: int = MOST_SHOWN
    ) -> None:
        given = [value for value in values if value is not None]
        self.places = max((_needed(value) for value in given), default=0)
        if stated is not None:
            self.places = max(self.places, stated)
        self.shown = self.places if stated is not None else min(self.places, most)
        self.least = self.shown if stated is not None else min(self.shown, LEAST_SHOWN)
        self.longest = max((len(decimal_text(value, self.shown)) for value in given), default=1)

    @property
    def shortened(self) -> bool:
        """Whether the cells hold more decimals than they print."""
        return self.shown < self.places

    def number(self, value: Fraction) -> Number:
        """The value with this column's decimals."""
        return Number(value, self.places, self.shown, self.least)


def shortened_sentence(columns: Iterable[Decimals]) -> str:
    """That cells hold more decimals than they print; empty where none does."""
    shown = [column.shown for column in columns if column.shortened]
    if not shown:
        return ""
    return _(
        "Numbers that the rule does not round are printed with at most {places} decimals; "
        "the cells hold them with up to ten."
    ).format(places=max(shown))


def _needed(value: Fraction) -> int:
    """Decimals until the number ends, ten at most."""
    end = round_half_away(value, MOST_PLACES).denominator
    return next(places for places in range(MOST_PLACES + 1) if 10**places % end == 0)


def average_name(rule: Rule) -> str:
    """The head of the column with the official number."""
    if rule.order is Order.BY_INDICATOR:
        return _("Total score")
    return _(_AVERAGES[rule.average])


def across_name(rule: Rule) -> str:
    """The head of a column with the panel's number for each row, and the official one below."""
    rows, last = _(_AVERAGES[row_average(rule)]), average_name(rule)
    if rows == last:
        return rows
    return _("{rows} (last line: {last})").format(rows=rows, last=last)
