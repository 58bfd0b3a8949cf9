"""How people, candidates, rows and counts are called on the screens."""

from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from reviewtui.domain.numbers import MOST_PLACES, decimal_text, mark_text, step_places
from reviewtui.domain.panel import Expert, Panel
from reviewtui.domain.rule import RoundAt, Rule
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.states import CellState, label
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.ballot import Cell

HIDDEN: Final = "**"
"""Stands for every mark while marks are hidden; says nothing of its size."""

MOST_SHOWN: Final = 4
"""Most places shown of a number that no rule rounds."""


def expert_name(code: str) -> str:
    """An expert by number, as everywhere outside the list of names."""
    return _("Expert {code}").format(code=code)


def person(expert: Expert) -> str:
    """An expert by number, name and unit."""
    name = f"{expert.name}（{expert.unit}）" if expert.unit else expert.name
    return f"{expert_name(expert.code)} {name}"


def candidate_number(code: str) -> str:
    """A candidate by number."""
    return _("No. {code}").format(code=code)


def candidate_name(panel: Panel, code: str) -> str:
    """A candidate by number and name."""
    return f"{candidate_number(code)} {panel.candidate(code).name}"


def round_name(number: int) -> str:
    """A round of the meeting."""
    return _("Round {number}").format(number=number)


def row_name(sheet: Sheet, candidate: str, row: ScoredRow) -> str:
    """A scored row by code and title, as this candidate's sheet words it."""
    return f"{row.code} {sheet.title(candidate, row.code, row.name())}"


def cell_text(row: ScoredRow, cell: "Cell") -> str:
    """A cell as its mark, or its state in a word."""
    if cell.state is CellState.SCORED and cell.mark is not None:
        return mark_text(cell.mark, step_places(row.step))
    return label(cell.state)


def local_time(moment: int) -> datetime:
    """A moment (UTC, milliseconds) in the time of the meeting room."""
    return datetime.fromtimestamp(moment // 1000, UTC).astimezone()


def number_text(value: Fraction, places: int | None = None) -> str:
    """A number at the places of its stage; without any as long as it is, up to four."""
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
    """Places that show own totals alike."""
    return shared_places(totals, rule.rounding.get(RoundAt.EXPERT_TOTAL))


def total_text(rule: Rule, total: Fraction) -> str:
    """A candidate's total, as exact as the rule leaves it."""
    return decimal_text(total, rule.rounding.get(RoundAt.TOTAL))


def primary_text(rule: Rule, score: Fraction) -> str:
    """The score of a primary indicator: at the rule's places, otherwise two."""
    return decimal_text(score, rule.rounding.get(RoundAt.PRIMARY, 2))
