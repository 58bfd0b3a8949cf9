"""Weights from pairs, in words."""

from fractions import Fraction
from typing import Final

from reviewtui.domain.comparisons import Judgement, ratio_text
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


def method_words() -> str:
    """How the numbers come about, for the line under every table of them."""
    return _(
        "Consistency ratio with Saaty's random index of 1980; from 0.10 on a look at the "
        "judgements is worth while, for 2 rows it is 0. The panel: geometric mean of the "
        "judgements, then of each line"
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


def doubt_words(doubt: Doubt) -> str:
    """A judgement that goes against the others, and what would go with them."""
    said = _("{pair} was judged {ratio}; {fits} would agree best with the other judgements")
    item = doubt.judgement
    return said.format(
        pair=pair_words(item), ratio=ratio_text(item.ratio), fits=ratio_text(doubt.fits)
    )


def pair_words(item: Judgement) -> str:
    """Two rows by code."""
    return _("{first} against {second}").format(first=item.first, second=item.second)
