"""What stands beside a row where somebody marks it: what to ask, what it is made of, what
marks mean, and whether it is part of the full mark."""

from fractions import Fraction
from typing import TYPE_CHECKING

from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.numbers import mark_text
from reviewtui.domain.requirement_words import with_unit
from reviewtui.domain.rule import Scale
from reviewtui.domain.typed_mark import by_digit
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.anchor import Anchor, Step
    from reviewtui.domain.indicator_set import Row
    from reviewtui.domain.panel import Panel
    from reviewtui.domain.sheet import ScoredRow


def ask(panel: "Panel", code: str) -> str:
    """What to ask of a row at this type of review, else our guidance for it.

    Empty for rows that only an overlay knows.
    """
    if code not in panel.table:
        return ""
    row = panel.table.row(code)
    return row.wording_at(panel.review) or row.guidance


def checklist(panel: "Panel", code: str) -> tuple[str, ...]:
    """What a row is made of, a numbered line each."""
    parts = panel.table.row(code).parts if code in panel.table else ()
    return tuple(f"({number}) {part}" for number, part in enumerate(parts, 1))


def anchor_lines(panel: "Panel", code: str, scored: "ScoredRow | None" = None) -> tuple[str, ...]:
    """What marks of a row mean, a line each; a level with the digit that gives it.

    Args:
        scored: The row as it is scored, where it is.
    """
    return marks_mean(panel.table.row(code), scored) if code in panel.table else ()


def marks_mean(row: "Row", scored: "ScoredRow | None" = None) -> tuple[str, ...]:
    """A line for each anchor of a row, then one for each step of its declared number."""
    return (
        *(_anchor_line(anchor, scored) for anchor in row.anchors),
        *(_step_line(step, row) for step in row.steps),
    )


def _step_line(step: "Step", row: "Row") -> str:
    return _("{number} or more: {mark} points").format(
        number=with_unit(step.at_least, row.shown_unit()), mark=mark_text(step.mark)
    )


def _anchor_line(anchor: "Anchor", scored: "ScoredRow | None") -> str:
    if scored is not None and scored.scale is Scale.LEVELS and by_digit(scored):
        for digit, level in enumerate(scored.levels, 1):
            if level.name == anchor.level:
                return f"{digit} {anchor.shown()}"
    return anchor.shown()


def outside_words(row: "ScoredRow") -> str:
    """That a row stands outside the full mark, adding or deducting; "" for any other."""
    if row.counts or row.code == CONCLUSION:
        return ""
    if row.low >= 0:
        return _("bonus, outside the full mark")
    if row.top <= 0:
        return _("deduction, outside the full mark")
    return _("bonus or deduction, outside the full mark")


def with_outside(title: str, row: "ScoredRow") -> str:
    """A title, with the words for a row outside the full mark behind it."""
    words = outside_words(row)
    return _("{title} ({words})").format(title=title, words=words) if words else title


def step_reached(row: "Row", amount: Fraction) -> str:
    """Which step of a measured row a number reaches; a sentence to read, never a mark given."""
    reached: Step | None = None
    for step in row.steps:
        if step.at_least <= amount:
            reached = step
    if reached is None:
        return _("below the first step, {first}").format(
            first=with_unit(row.steps[0].at_least, row.shown_unit())
        )
    return _("{number} reaches the step of {mark} points").format(
        number=with_unit(amount, row.shown_unit()), mark=mark_text(reached.mark)
    )
