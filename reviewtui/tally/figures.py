"""How derived numbers are printed: at the places of the rule's stage, or as long as they are."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from reviewtui.domain.numbers import MOST_PLACES, decimal_text
from reviewtui.domain.rule import RoundAt, Rule
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict, Flag

MOST_SHOWN: Final = 4
"""Most places shown of a number that no rule rounds."""
NOTHING: Final = "-"
"""Stands in a table where there is no number; ASCII, because a dash may be two cells wide."""


def number_text(value: Fraction | None, places: int | None = None) -> str:
    """A number at the places of its stage; without any as long as it is, up to four."""
    if value is None:
        return NOTHING
    if places is not None:
        return decimal_text(value, places)
    exact = decimal_text(value)
    return exact if len(exact.partition(".")[2]) <= MOST_SHOWN else decimal_text(value, MOST_SHOWN)


def shortened(value: Fraction) -> bool:
    """Whether a number is longer than is shown of it."""
    return (value * 10**MOST_SHOWN).denominator != 1


def quotient_text(value: Fraction) -> str:
    """A quotient in full, or its first six places and three dots where it has no end."""
    if (value * 10**MOST_PLACES).denominator == 1:
        return decimal_text(value)
    cut = Fraction(abs(value.numerator) * 10**6 // value.denominator, 10**6)
    return decimal_text(-cut if value < 0 else cut, 6) + "..."


def shared_places(values: Iterable[Fraction | None], stated: int | None = None) -> int:
    """Places that show a whole column alike: the rule's, or as many as its longest needs."""
    if stated is not None:
        return stated
    texts = [number_text(value) for value in values if value is not None]
    return max((len(text.partition(".")[2]) for text in texts), default=0)


def own_places_of(rule: Rule, totals: Iterable[Fraction | None]) -> int:
    """Places that show experts' totals alike."""
    return shared_places(totals, rule.rounding.get(RoundAt.EXPERT_TOTAL))


def total_text(rule: Rule, total: Fraction | None) -> str:
    """A candidate's total, as exact as the rule leaves it."""
    return NOTHING if total is None else decimal_text(total, rule.rounding.get(RoundAt.TOTAL))


def total_and_base(rule: Rule, item: CandidateVerdict) -> str:
    """A candidate's total, and what it is out of where that is less than for the others."""
    total = total_text(rule, item.total)
    if item.total is None or Flag.SMALLER_BASE not in item.flags:
        return total
    return f"{total} / {decimal_text(item.base)}"


def primary_text(rule: Rule, score: Fraction | None) -> str:
    """The score of a primary indicator: at the rule's places, otherwise two."""
    return NOTHING if score is None else decimal_text(score, rule.rounding.get(RoundAt.PRIMARY, 2))


def signed(text: str) -> str:
    """The text of a difference with its sign, a plus too; none before nothing or naught."""
    return text if text == NOTHING or text.startswith("-") or not text.strip("0.") else f"+{text}"


def rank_text(rank: int | None, *, tied: bool) -> str:
    """A rank, and that others share it."""
    if rank is None:
        return NOTHING
    return _("{rank} tied").format(rank=rank) if tied else str(rank)
