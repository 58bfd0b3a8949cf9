"""Marks by primary indicator where the sheet is scored row by row: one number, spread out.

Some panels hand in paper sheets with a subtotal per primary indicator and nothing behind
it. The total is then right; the rows below are a spread of it in proportion to what each can
bring, and are marked as filled, because nobody judged them one by one.
"""

from collections.abc import Sequence

from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Granularity, Order, Scale, WeightKind
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.locales import _


def why_no_subtotals(panel: Panel, sheet: Sheet) -> str:
    """Why this panel's sheets cannot be entered by subtotals, as a sentence; "" if they can."""
    rule = panel.rule
    if rule.granularity is Granularity.PRIMARIES:
        return _("the experts mark primary indicators here: enter the marks as they are printed")
    if rule.order is Order.BY_INDICATOR:
        return _("this rule averages row by row over the experts; each row must be entered")
    if rule.weights.kind is not WeightKind.POINTS:
        return _("the weights of this panel are not points; subtotals of marks say nothing")
    if any(row.scale is not Scale.POINTS for row in sheet.rows):
        return _("not all rows of this panel are marked in points; each row must be entered")
    if len({row.step for row in sheet.rows}) > 1:
        return _("the rows of this panel have different steps; each row must be entered")
    return ""


def subtotal_rows(panel: Panel, sheet: Sheet, candidate: str) -> tuple[ScoredRow, ...]:
    """The primaries with judged rows, each as a row that takes the sum of its rows' marks."""
    below: dict[str, list[ScoredRow]] = {}
    for row in sheet.judged(candidate):
        below.setdefault(row.primary, []).append(row)
    found = []
    for primary, rows in below.items():
        title = panel.table.row(primary) if primary in panel.table else rows[0]
        found.append(
            rows[0]._replace(
                code=primary,
                title=title.title,
                title_en=title.title_en,
                low=Hundredths(sum(_low(row) for row in rows)),
                top=Hundredths(sum(_top(row) for row in rows)),
                full=Hundredths(sum(row.full for row in rows)),
            )
        )
    return tuple(found)


def spread(mark: Hundredths, rows: Sequence[ScoredRow]) -> dict[str, Hundredths]:
    """The marks of the rows below a subtotal: in proportion, on the step, exact in sum.

    Args:
        mark: The subtotal, on the rows' common step and within their bounds.
        rows: The judged rows of one primary.
    """
    step = rows[0].step
    given = mark - sum(_low(row) for row in rows)
    room = [_top(row) - _low(row) for row in rows]
    whole = sum(room)
    parts = [given * own // whole // step * step if whole else 0 for own in room]
    left = (given - sum(parts)) // step
    by_rest = sorted(
        range(len(rows)), key=lambda at: (parts[at] * whole - given * room[at], at)
    )  # furthest below its share first
    while left > 0:
        for at in by_rest:
            if left and parts[at] + step <= room[at]:
                parts[at] += step
                left -= 1
    return {row.code: Hundredths(_low(row) + part) for row, part in zip(rows, parts, strict=True)}


def _low(row: ScoredRow) -> int:
    """The least mark on the step."""
    return -(-row.low // row.step) * row.step


def _top(row: ScoredRow) -> int:
    """The highest mark on the step."""
    return row.top // row.step * row.step
