"""How marks are meant at each type of review: the same table serves very different meetings."""

from typing import TYPE_CHECKING, Final

from reviewtui.domain.gates import gate_rows
from reviewtui.domain.scored_codes import belongs
from reviewtui.domain.states import Review, label
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from reviewtui.domain.indicator_set import IndicatorSet, Row
    from reviewtui.domain.panel import Panel

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


def groups_outside(table: "IndicatorSet", review: Review) -> "list[Row]":
    """The primary indicators of a table of which this type of review uses no row."""
    return [
        row
        for row in table.primaries
        if not belongs(row, review)
        or not any(belongs(leaf, review) for leaf in table.leaves(row.code) or (row,))
    ]


def review_and_groups(table: "IndicatorSet", review: Review) -> str:
    """A type of review in a few words, with the groups of the table that it leaves out."""
    if not (groups := groups_outside(table, review)):
        return label(review)
    return _("{review} without {groups}").format(
        review=label(review), groups=_(", ").join(row.code for row in groups)
    )


def parts_sentences(panel: "Panel") -> list[str]:
    """Which groups are not in this review, and which only hold gates; empty where all count."""
    sentences = []
    if groups := groups_outside(panel.table, panel.review):
        sentences.append(
            _("Not in this review ({review}): {groups}.").format(
                review=label(panel.review),
                groups=_(", ").join(f"{row.code} {row.name()}" for row in groups),
            )
        )
    if gates := gate_rows(panel):
        sentences.append(
            _("Gates, established by the desk and not marked: {rows}.").format(
                rows=_(", ").join(row.code for row in gates)
            )
        )
    return sentences
