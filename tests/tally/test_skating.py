"""A real panel with published results: nine judges, five criteria, 37 skaters (ISU 2017).

Highest and lowest mark of each criterion dropped, half up to 0.01, times the factor, half up
to 0.01, summed. Data: BuzzFeed News figure-skating-scores, CC BY 4.0; read where it stands.
"""

import csv
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import decimal_text, hundredths
from reviewtui.tally.compute import compute
from reviewtui.tally.report import results_json
from reviewtui.tally.verdict import Verdict
from tests.meeting import Meeting, meeting

RESULTS = Path(__file__).parents[2].parent / "shared" / "reference" / "skating_wc2017_ladies_sp.csv"
JUDGES = [f"J{number}" for number in range(1, 10)]


@dataclass(frozen=True)
class Segment:
    """The published lines by skater and criterion, and what the tally makes of them."""

    lines: dict[str, dict[str, dict[str, str]]]
    criteria: list[str]
    given: Meeting
    verdict: Verdict


@pytest.fixture(scope="module")
def segment() -> Segment:
    if not RESULTS.exists():
        pytest.skip(f"NOT CHECKED: {RESULTS} is not there")
    lines: dict[str, dict[str, dict[str, str]]] = {}
    with RESULTS.open(encoding="utf-8", newline="") as source:
        for line in csv.DictReader(source):
            lines.setdefault(line["performance_id"], {})[line["aspect_desc"]] = line
    skaters = list(lines)
    criteria = list(lines[skaters[0]])
    codes = {name: f"C{at}" for at, name in enumerate(criteria, start=1)}
    table: dict[str, Any] = {
        "set": {"id": "components", "title": "components", "status": "unofficial"},
        "rows": [{"code": codes[name], "title": name} for name in criteria],
    }
    given = meeting(
        9,
        len(skaters),
        granularity="rows",
        table=table,
        order="by_indicator",
        average="trimmed",
        trim={"drop": 1, "least": 5, "below_least": "refuse"},
        round={"row": 2, "weighted_row": 2},
        step="0.25",
    )
    of = {codes[name]: lines[skaters[0]][name]["factor"] for name in criteria}
    full = dict.fromkeys(of, "10")
    given.put("weights", {"kind": "factor", "source": "ISU", "of": of, "full": full})
    panel, sheet = given.panel()
    marks = [
        ExpertMarks(
            expert.code,
            {
                candidate.code: CandidateMarks(
                    [hundredths(lines[skater][name][judge]) for name in criteria]
                )
                for candidate, skater in zip(panel.candidates, skaters, strict=True)
            },
        )
        for expert, judge in zip(panel.experts, JUDGES, strict=True)
    ]
    return Segment(lines, criteria, given, compute(panel, sheet, marks))


def test_all_185_published_criterion_scores_come_out(segment: Segment) -> None:
    compared = 0
    for published, result in zip(segment.lines.values(), segment.verdict.candidates, strict=True):
        for name, row in zip(segment.criteria, result.rows, strict=True):
            assert row.score == Fraction(published[name]["scores_of_panel"])
            assert (row.n, len(row.trimmed)) == (9, 2)
            compared += 1
    assert compared == 185


def test_all_37_published_totals_come_out(segment: Segment) -> None:
    for published, result in zip(segment.lines.values(), segment.verdict.candidates, strict=True):
        line = published[segment.criteria[0]]
        assert result.total == Fraction(line["total_component_score"])
    assert len(segment.verdict.candidates) == 37


def test_the_report_carries_the_same_decimals(segment: Segment) -> None:
    panel, sheet = segment.given.panel()
    report: Any = results_json("segment", panel, sheet, segment.verdict)
    for published, result in zip(segment.lines.values(), report["candidates"], strict=True):
        total = Fraction(published[segment.criteria[0]]["total_component_score"])
        assert Fraction(result["total"]) == total
        assert [row["score"] for row in result["rows"]] == [
            decimal_text(Fraction(published[name]["scores_of_panel"]), 2)
            for name in segment.criteria
        ]
