"""Weights from pairs, in words."""

from fractions import Fraction
from math import log
from typing import Final

from reviewtui.domain.comparisons import Judgement
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.locales import N_, _
from reviewtui.tally.pairwise import INCONSISTENT, Doubt, Opinion

STEPS: Final = {
    Fraction(9): N_("{first} is extremely more important"),
    Fraction(7): N_("{first} is much more important"),
    Fraction(5): N_("{first} is clearly more important"),
    Fraction(3): N_("{first} is somewhat more important"),
    Fraction(1): N_("both are equally important"),
    Fraction(1, 3): N_("{second} is somewhat more important"),
    Fraction(1, 5): N_("{second} is clearly more important"),
    Fraction(1, 7): N_("{second} is much more important"),
    Fraction(1, 9): N_("{second} is extremely more important"),
}
"""The judgements a person chooses among; a file may also hold those in between."""


THAN: Final = {
    1: N_("{first} and {second} are equally important"),
    3: N_("{first} is somewhat more important than {second}"),
    5: N_("{first} is clearly more important than {second}"),
    7: N_("{first} is much more important than {second}"),
    9: N_("{first} is extremely more important than {second}"),
}
BETWEEN: Final = {
    2: N_("{first} is more important than {second}, between equally and somewhat"),
    4: N_("{first} is more important than {second}, between somewhat and clearly"),
    6: N_("{first} is more important than {second}, between clearly and much"),
    8: N_("{first} is more important than {second}, between much and extremely"),
}
"""How a judgement is told: both of the pair by name, the more important one first."""


def nearest_step(ratio: Fraction) -> Fraction:
    """The judgement a person chooses among that stands for one in between."""
    return min(STEPS, key=lambda step: abs(log(step) - log(ratio)))


def method_words() -> str:
    """How the numbers come about, for the line under every table of them."""
    return _(
        "Consistency ratio with Saaty's random index of 1980; from 0.10 on a look at the "
        "judgements is worth while, for 2 rows it is 0. The panel: geometric mean of the "
        "judgements, then of each line; a single expert: the geometric mean of each line"
    )


def consistency_words(found: Opinion) -> str:
    """The consistency ratio, and what it says."""
    if found.doubtful:
        return _("consistency {ratio}, the judgements contradict each other").format(
            ratio=ratio_words(found)
        )
    return _("consistency {ratio}").format(ratio=ratio_words(found))


def ratio_words(found: Opinion) -> str:
    """The ratio to three places; one that is too high is never shown as if it were not."""
    text = f"{found.ratio:.3f}"
    return f"{found.ratio:.4f}" if found.doubtful and float(text) < INCONSISTENT else text


def state_words(found: Opinion) -> str:
    """The ratio, and in a word that the judgements are worth another look."""
    if not found.doubtful:
        return ratio_words(found)
    return _("{ratio} look again").format(ratio=ratio_words(found))


def doubt_words(table: IndicatorSet, doubt: Doubt) -> str:
    """A judgement that goes against the others, and what would go with them."""
    text = _("judged: {said}; the other judgements speak for: {fits}")
    return text.format(
        said=judgement_words(table, doubt.judgement),
        fits=judgement_words(table, doubt.judgement._replace(ratio=doubt.fits)),
    )


def judgement_words(table: IndicatorSet, item: Judgement) -> str:
    """A judgement with the names of its rows, the more important one first."""
    first, second = (f"{code} {table.row(code).name()}" for code in (item.first, item.second))
    if item.ratio < 1:
        first, second = second, first
    words = THAN | BETWEEN
    said = words[int(max(item.ratio, 1 / item.ratio))]
    return _(said).format(first=first, second=second)
