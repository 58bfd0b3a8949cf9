"""The grade rule of a panel: lines, and what may lower the grade that the lines alone give.

All of it is the organiser's, with a source line; the source documents give no lines. A
grade is proposed, never decided.
"""

import re
import unicodedata
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.numbers import decimal


class Band(NamedTuple):
    """A grade, the least rounded total it takes and, where given, the last rank it takes."""

    name: str
    at_least: Fraction
    rank_at_most: int | None = None


class Quota(NamedTuple):
    """At most floor(n · percent / 100) of n candidates with a total get the grade."""

    grade: str
    percent: Fraction
    source: str

    def places(self, n: int) -> int:
        """How many of n candidates it lets through (按不超过百分比取整)."""
        return int(n * self.percent / 100)


class Veto(NamedTuple):
    """A failed gate that proposes the lowest grade; row "": the integrity flag does."""

    row: str
    source: str


class Floor(NamedTuple):
    """A row or primary below a percentage of its full mark caps the grade.

    `quorum`: the part of the counted experts whose own marks must lie below the
    percentage; None: the average is tested instead.
    """

    row: str
    percent: Fraction
    cap: str
    quorum: Fraction | None
    source: str


class Reading(StrEnum):
    """How 财政科技投入增幅下降 is read; the source allows both, the panel records one."""

    GROWTH_SLOWER = "growth_slower"
    SPENDING_FALLS = "spending_falls"


RD_RATIO: Final = "rd_ratio_change"
"""Fact: change of R&D spending's share of GDP against the year before, signed."""
FISCAL: Final = {
    Reading.GROWTH_SLOWER: "fiscal_growth_change",
    Reading.SPENDING_FALLS: "fiscal_spending_change",
}
"""Fact: change of the growth rate, or of the spending itself; two numbers, two names."""


_UNITS: Final = "%|个?百分点|亿元|万元|元"
_CHANGE: Final = re.compile(rf"([+-]?[0-9]{{1,15}}(?:\.[0-9]{{1,12}})?)\s*(?:{_UNITS})?")


def falls(text: str) -> bool | None:
    """Whether a signed change such as `-0.12个百分点` is less than 0; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    match = _CHANGE.fullmatch(plain)
    return None if match is None else decimal(match[1]) < 0


class BarExcellent(NamedTuple):
    """一票否优: where both fall, the highest grade is not proposed; nothing else follows."""

    reading: Reading
    source: str


class Grades(NamedTuple):
    """Proposed grades, from the highest band down, with their source."""

    source: str = ""
    bands: tuple[Band, ...] = ()
    quotas: tuple[Quota, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    floors: tuple[Floor, ...] = ()
    bar_excellent: BarExcellent | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The grades, the highest first."""
        return tuple(band.name for band in self.bands)

    def by_line(self, total: Fraction, rank: int | None = None) -> int:
        """Position of the band that a total reaches, by rank too where one is given.

        The number of bands where it lies below every line.
        """
        for at, band in enumerate(self.bands):
            in_rank = rank is None or band.rank_at_most is None or rank <= band.rank_at_most
            if total >= band.at_least and in_rank:
                return at
        return len(self.bands)

    def frozen(self) -> dict[str, Canonical]:
        """What the rule hash is taken of; a part that is absent leaves no trace."""
        words: dict[str, Canonical] = {
            "source": self.source,
            "bands": [
                [band.name, exact(band.at_least)]
                + ([] if band.rank_at_most is None else [band.rank_at_most])
                for band in self.bands
            ],
        }
        if self.quotas:
            words["quotas"] = [[q.grade, exact(q.percent), q.source] for q in self.quotas]
        if self.vetoes:
            words["vetoes"] = [[veto.row, veto.source] for veto in self.vetoes]
        if self.floors:
            words["floors"] = [
                [
                    floor.row,
                    exact(floor.percent),
                    floor.cap,
                    None if floor.quorum is None else exact(floor.quorum),
                    floor.source,
                ]
                for floor in self.floors
            ]
        if self.bar_excellent:
            words["bar_excellent"] = [self.bar_excellent.reading.value, self.bar_excellent.source]
        return words


NO_GRADES: Final = Grades()


def exact(value: Fraction) -> str:
    """A rational as frozen documents carry it."""
    return f"{value.numerator}/{value.denominator}"
