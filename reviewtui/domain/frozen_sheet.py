"""What the hash of a sheet is taken of: what a ballot's marks mean, and nothing else."""

from collections.abc import Mapping

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.rule import Rule, WeightKind
from reviewtui.domain.sheet import CandidateSheet, ScoredRow


def frozen_sheet(
    table: IndicatorSet,
    rule: Rule,
    rows: tuple[ScoredRow, ...],
    candidates: Mapping[str, CandidateSheet],
) -> Canonical:
    """The frozen document of a sheet."""
    conclusions = rule.conclusions
    frozen: dict[str, Canonical] = {
        "table": table.hash,
        "rows": [
            [
                row.code,
                row.scale.value,
                int(row.low),
                int(row.top),
                int(row.step),
                int(row.full) if rule.weights.kind is WeightKind.POINTS else 0,
            ]
            for row in rows
        ],
        "levels": [[level.name, int(level.mark)] for level in rule.levels],
        "candidates": {
            code: {
                "places": [place.value for place in sheet.places],
                "titles": dict(sheet.titles),
                "applies": sheet.chosen,
                "hidden": sorted(sheet.hidden),
            }
            for code, sheet in candidates.items()
        },
    }
    if conclusions is not None:
        frozen["conclusions"] = list(conclusions.options)
    return frozen
