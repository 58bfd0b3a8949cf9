"""How derived numbers are printed: at the places of the rule's stage, or as long as they are."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Final

from reviewtui.domain.naming import candidate_number
from reviewtui.domain.numbers import MOST_PLACES, decimal_text
from reviewtui.domain.rule import RoundAt, Rule
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict, Flag

MOST_SHOWN: Final = 4
"""Most places shown of a number that no rule rounds."""
LEAST_SHOWN: Final = 2
"""Places shown of such a score even where they are zeros, and all where there is little room."""
CUT: Final = "..."
"""Ends a number that goes on; ASCII, because an ellipsis may be two cells wide."""
NOTHING: Final = "-"
"""Stands in a table where there is no number; ASCII, because a dash may be two cells wide."""


def number_text(value: Fraction | None, places: int | None = None) -> str:
    """A number at the places of its stage; without any as long as it is, up to four.

    A longer one is cut there, not rounded, and ends in dots.
    """
    if value is None:
        return NOTHING
    most = MOST_SHOWN if places is None else places
    return _cut(value, most) if shortened(value, most) else decimal_text(value, places)


def score_text(value: Fraction | None, stated: int | None) -> str:
    """A score on the way to the total: at the rule's places, else exact from two places on."""
    if value is None:
        return NOTHING
    if stated is not None:
        return decimal_text(value, stated)
    return number_text(value, max(_needed(value), LEAST_SHOWN))


def shortened(value: Fraction, places: int = MOST_SHOWN) -> bool:
    """Whether a number is longer than is shown of it."""
    scale: int = 10**places
    return scale % value.denominator != 0


def shortened_note(values: Iterable[Fraction | None], places: int = MOST_SHOWN) -> str:
    """That scores of a table are longer than is shown of them; empty where none is."""
    if not any(value is not None and shortened(value, places) for value in values):
        return ""
    return _(
        "Scores that the rule does not round are shown to {places} places only; "
        "computed with their full value."
    ).format(places=places)


def quotient_text(value: Fraction) -> str:
    """A quotient in full, or its first six places and three dots where it has no end."""
    return _cut(value, 6) if shortened(value, MOST_PLACES) else decimal_text(value)


def _cut(value: Fraction, places: int) -> str:
    kept = Fraction(abs(value.numerator) * 10**places // value.denominator, 10**places)
    return ("-" if value < 0 else "") + decimal_text(kept, places) + CUT


def _needed(value: Fraction) -> int:
    """Places until the number ends, four at most."""
    return next(
        (places for places in range(MOST_SHOWN) if not shortened(value, places)), MOST_SHOWN
    )


def shared_places(values: Iterable[Fraction | None], stated: int | None = None) -> int:
    """Places that show a whole column alike: the rule's, or as many as its longest needs."""
    if stated is not None:
        return stated
    return max((_needed(value) for value in values if value is not None), default=0)


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
    """The score of a primary where there is little room: at the rule's places, otherwise two.

    `primaries_note` tells where that is not all of it.
    """
    if score is None:
        return NOTHING
    return decimal_text(score, rule.rounding.get(RoundAt.PRIMARY, LEAST_SHOWN))


def primaries_note(rule: Rule, scores: Iterable[Fraction | None]) -> str:
    """That `primary_text` shows less than there is of one of these; empty where it shows all."""
    return shortened_note(scores, rule.rounding.get(RoundAt.PRIMARY, LEAST_SHOWN))


def signed(text: str) -> str:
    """The text of a difference with its sign, a plus too; none before nothing or naught."""
    return text if text == NOTHING or text.startswith("-") or not text.strip("0.") else f"+{text}"


def order_text(placed: Iterable[tuple[str, int]]) -> str:
    """Candidates with their ranks, best first, as an order; who shares a rank is so called."""
    parts = []
    for rank, group in groupby(placed, key=itemgetter(1)):
        names = [candidate_number(code) for code, _rank in group]
        if len(names) == 1:
            parts += names
        else:
            text = _("{candidates} tied for rank {rank}")
            parts.append(text.format(candidates=_(" and ").join(names), rank=rank))
    return _(", ").join(parts)


def rank_text(rank: int | None, *, tied: bool) -> str:
    """A rank, and that others share it."""
    if rank is None:
        return NOTHING
    return _("{rank} tied").format(rank=rank) if tied else str(rank)
