"""How marks are meant at each type of review: the same table serves very different meetings."""

from typing import Final

from reviewtui.domain.states import Review
from reviewtui.locales import N_, _

LENSES: Final = {
    Review.APPRAISAL: N_(
        "Appraisal of a plan: nothing is built yet. Judge whether the plan is sound and feasible; "
        "its figures are commitments."
    ),
    Review.ACCEPTANCE: N_(
        "Acceptance at the end of the period: judge what was done against the tasks. What the "
        "panel concludes is a proposal."
    ),
}
"""Where a review asks for another eye than “how well was the year's work done”."""


def lens(review: Review) -> str:
    """What to look at in this type of review, as a sentence; empty where nothing is special."""
    return _(LENSES[review]) if review in LENSES else ""
