"""What two indicator sets have different: rows by code, thresholds by metric and stage."""

from dataclasses import dataclass

from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.threshold import Stage, Threshold


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that reads otherwise, or that only one set has; None: it is not there."""

    code: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class ThresholdDifference:
    """A threshold with another number, or that only one set has."""

    metric: str
    stage: Stage
    before: Threshold | None
    after: Threshold | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs; `same` counts the rows with equal code, title and kind."""

    rows: tuple[RowDifference, ...]
    thresholds: tuple[ThresholdDifference, ...]
    same: int


def difference(before: IndicatorSet, after: IndicatorSet) -> Difference:
    """Compare two sets, in the first one's order, then what only the second has.

    Guidance and sources are not compared: they differ in every sentence and decide nothing.
    """
    codes = dict.fromkeys(row.code for table in (before, after) for row in table.rows)
    rows = []
    for code in codes:
        old = before.row(code) if code in before else None
        new = after.row(code) if code in after else None
        if old is None or new is None or (old.title, old.kind) != (new.title, new.kind):
            rows.append(RowDifference(code, old, new))
    return Difference(tuple(rows), _thresholds(before, after), len(codes) - len(rows))


def _thresholds(before: IndicatorSet, after: IndicatorSet) -> tuple[ThresholdDifference, ...]:
    old = {(item.metric, item.stage): item for item in before.thresholds}
    new = {(item.metric, item.stage): item for item in after.thresholds}
    found = []
    for metric, stage in dict.fromkeys([*old, *new]):
        one, other = old.get((metric, stage)), new.get((metric, stage))
        if one is None or other is None or _demand(one) != _demand(other):
            found.append(ThresholdDifference(metric, stage, one, other))
    return tuple(found)


def _demand(threshold: Threshold) -> tuple[object, ...]:
    return threshold.operator, threshold.value, threshold.unit, threshold.strength
