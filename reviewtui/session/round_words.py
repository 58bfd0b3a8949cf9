"""A further round in sentences, for experts and the desk."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from reviewtui.domain.ballot import Cell, Channel
from reviewtui.domain.further_round import LEAST_MARKS, Feedback, RoundStart
from reviewtui.domain.naming import round_name
from reviewtui.domain.numbers import decimal_text, step_places
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.typed_mark import cell_text, shown_mark
from reviewtui.locales import _


def feedback_words(feedback: Feedback) -> str:
    """What experts are shown of the round before."""
    if feedback is Feedback.SPREAD:
        return _(
            "Experts see their own marks and, of each reopened row they marked themselves and "
            "that has at least {least} marks, the panel's median and range, without names."
        ).format(least=LEAST_MARKS)
    return _("Experts see their own marks of the round before, and nothing of the panel's.")


class Shown(NamedTuple):
    """What an expert is shown of a row in the round before; median and ends are "" for nothing.

    Attributes:
        own: His own mark or state.
        median: Of the panel's marks.
        low, high: Ends of them.
        n: How many there are.
    """

    own: str
    median: str = ""
    low: str = ""
    high: str = ""
    n: int = 0


def shown_before(start: RoundStart, candidate: str, row: ScoredRow) -> Shown:
    """The same for one row of a candidate."""
    before = start.before(candidate, row.code)
    own = cell_text(before, row)
    if before.filled and start.base.channel is Channel.PAPER:
        own = _("{mark} (a part of the subtotal)").format(mark=own)
    spread = start.spread.get(candidate, {}).get(row.code)
    if spread is None:
        return Shown(own)
    low, high = shown_mark(spread.low, row), shown_mark(spread.high, row)
    return Shown(own, _median_text(spread.median, row), low, high, spread.n)


def before_words(start: RoundStart, number: int, candidate: str, row: ScoredRow) -> list[str]:
    """What an expert is shown at a row of a further round, sentence by sentence."""
    shown = shown_before(start, candidate, row)
    own = _("My mark in {round}: {mark}").format(round=round_name(number - 1), mark=shown.own)
    if not start.reopens(candidate, row.code):
        return [own, _("not reopened: it stays as it was")]
    if start.feedback is not Feedback.SPREAD:
        return [own]
    if start.before(candidate, row.code).mark is None:
        return [own, _("The panel's marks are not shown: a first mark is given without them")]
    if not shown.median:
        few = _("The panel's marks are not shown: fewer than {least} were given")
        return [own, few.format(least=LEAST_MARKS)]
    panel = _("Panel: median {median}, from {low} to {high} ({n} marks, without names)")
    return [
        own,
        panel.format(median=shown.median, low=shown.low, high=shown.high, n=shown.n),
    ]


def taking_part(start: RoundStart, candidate: str, cells: Mapping[str, Cell]) -> str:
    """Whether a candidate is reopened, and how many of its marks are other ones so far."""
    if not start.cells.get(candidate):
        return _("not reopened")
    moved = sum(start.changed(candidate, row, cell) for row, cell in cells.items())
    return _("{count} changed").format(count=moved) if moved else _("reopened")


def _median_text(median: Fraction, row: ScoredRow) -> str:
    """With the decimals of the row's step, or more where it lies between two steps."""
    least = step_places(row.step)
    places = next(count for count in range(least, 4) if (median * 10**count).denominator == 1)
    return decimal_text(median, places)
