"""Which of two stages of one indicator a candidate is judged by, where the desk says nothing.

「国内一流」 and 「世界一流」 are stages, not two tests: one applies, by the years since the
approval. The organiser settles another where that is right; never both.
"""

from datetime import date
from typing import TYPE_CHECKING

from reviewtui.domain.scored_codes import belongs
from reviewtui.domain.testing import YEARS, years_later
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.indicator_set import Row
    from reviewtui.domain.panel import Panel
    from reviewtui.domain.sheet import CandidateSheet


def default_choice(
    panel: "Panel", group: str, approved_on: date | None, hidden: frozenset[str] | set[str]
) -> str:
    """The code of the choice whose stage the candidate is in on the day of the review.

    Up to and including the day on which a stage's years are over its choice applies, then the
    next one, and the last one ever after.

    Args:
        panel: With its table and day.
        group: Code of the group of alternatives.
        approved_on: The day of the candidate's approval.
        hidden: Rows that an overlay took off; none of them is chosen.

    Returns:
        "" where a day is not known, or the group's choices are no stages.
    """
    choices = [
        row
        for row in panel.table.children(group)
        if belongs(row, panel.review) and row.code not in hidden
    ]
    if panel.date is None or approved_on is None or panel.date < approved_on or not choices:
        return ""
    if any(row.stage not in YEARS for row in choices):
        return ""
    ordered = sorted(choices, key=_years)
    for row in ordered:
        if panel.date <= years_later(approved_on, _years(row)):
            return row.code
    return ordered[-1].code


def default_sentences(panel: "Panel", own: "CandidateSheet", row: str) -> list[str]:
    """The same of every group at a row and below it."""
    return [
        default_sentence(own, group)
        for group in own.defaulted
        if row in {node.code for node in panel.table.path(group)}
    ]


def _years(row: "Row") -> int:
    return YEARS[row.stage] if row.stage else 0


def default_sentence(own: "CandidateSheet", group: str) -> str:
    """That a choice was taken by the years since the approval; "" where it was settled."""
    if group not in own.defaulted:
        return ""
    return _("judged by {choice}, by the years since its approval").format(
        choice=own.applies[group]
    )
