"""Trial scoring (试评): any table, at once, with equal marks and no official result."""

from collections.abc import Sequence
from typing import Any, Final

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.numbers import Hundredths, mark_text
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.rule import Granularity, Rule, WeightKind, Weights
from reviewtui.domain.rule_fits import check_rule_fits
from reviewtui.domain.scored_codes import scored_codes
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Review, label
from reviewtui.locales import _

FULL: Final = Hundredths(1000)
STEP: Final = Hundredths(50)
"""Ten points per row in steps of half a point; ten primaries make the usual hundred."""


def trial_panel(
    table: IndicatorSet,
    granularity: str = Granularity.PRIMARIES,
    candidates: int = 3,
    names: Sequence[str] = (),
    review: Review | None = None,
) -> tuple[Panel, Sheet]:
    """A panel of one expert that scores a table for trial.

    Every scored row has the same full mark, unless the table itself states a maximum.

    Args:
        table: Any set that was read without findings.
        granularity: `primaries` or `rows`.
        candidates: How many, where there are no names; codes 01, 02 …
        names: Names of the candidates, in order.
        review: As at which type of review; None: `usual_review`.

    Raises:
        Refused: If the names or the table's own bounds do not make a panel.
    """
    review = review or usual_review(table)
    data = _document(table, Granularity(granularity), names or _numbered(candidates), review)
    findings: list[Finding] = []
    place = _("trial")
    if not data["weights"]["of"]:
        sentence = _("no row of {table} carries marks at this type of review: {review}")
        raise Refused(sentence.format(table=table.id, review=label(review)))
    panel = read_panel(data, table, place, findings)
    sheet = make_sheet(panel, place, findings)
    check_rule_fits(panel, sheet, place, findings)
    refuse_if(findings)
    return panel, sheet


def usual_review(table: IndicatorSet) -> Review:
    """The annual evaluation, or the first type of review that marks a row of the table."""
    return next(
        (one for one in (Review.ANNUAL, *Review) if can_be_tried(table, one)), Review.ANNUAL
    )


def can_be_tried(table: IndicatorSet, review: Review) -> bool:
    """Whether a row of the table carries marks at this type of review."""
    return bool(scored_codes(table, _rule(Granularity.PRIMARIES), review))


def _rule(granularity: Granularity) -> Rule:
    return Rule(Weights(WeightKind.POINTS, "", {}, {}), granularity=granularity)


def _numbered(count: int) -> list[str]:
    return [_("trial candidate {number}").format(number=number) for number in range(1, count + 1)]


def _document(
    table: IndicatorSet, granularity: Granularity, names: Sequence[str], review: Review
) -> dict[str, Any]:
    """The panel as a document, because that is what a session freezes."""
    rows = [table.row(code) for code in scored_codes(table, _rule(granularity), review)]
    concluding: dict[str, Any] = {"conclusions": {}} if review in OPTIONS else {}
    return concluding | {
        "panel": {
            "id": f"trial-{table.id}",
            "title": _("{table} (trial)").format(table=table.name()),
            "review": review.value,
            "set": table.id,
            "trial": True,
        },
        "rule": {
            "granularity": granularity.value,
            "scale": "points",
            "step": mark_text(STEP),
            "order": "by_expert",
            "average": "mean",
            "round": {"total": 2},
            "rows": {row.code: {"step": "0.01"} for row in rows if not _in_half_points(row)},
        },
        "weights": {
            "kind": "points",
            "source": _("equal marks for a trial; no review result"),
            "of": {row.code: mark_text(_full(row)) for row in rows},
        },
        "experts": [{"code": "01", "name": _("trial scorer")}],
        "candidates": [
            {"code": f"{number:02d}", "name": name} for number, name in enumerate(names, 1)
        ],
    }


def _full(row: Row) -> Hundredths:
    return FULL if row.top is None else row.top


def _in_half_points(row: Row) -> bool:
    bounds = (_full(row), row.low or Hundredths(0))
    return row.step is not None or all(bound % STEP == 0 for bound in bounds)
