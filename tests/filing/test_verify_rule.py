"""The second verifier's arithmetic against the tally, over random panels of every combination
of the rule."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.filing.archive import verify as standalone
from reviewtui.tally.compute import compute
from tests.tally.panels import COMBINATIONS, Combination, Drawn, cases


class Documents:
    """The documents of a panel as an archive holds them."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self._said = {
            "rule/panel.json": panel.data,
            "rule/table.json": panel.table.data,
            "rule/rule.json": panel.rule.frozen(),
            "rule/sheet.json": sheet.frozen,
        }

    def document(self, name: str) -> Any:
        """One of them, as it comes back from a file."""
        return json.loads(canonical_bytes(self._said[name]))


def ballot_of(marks: ExpertMarks, sheet: Sheet) -> dict[str, Any]:
    """The document of a ballot that says just this."""
    cells: dict[str, Any] = {}
    for candidate, own in marks.candidates.items():
        cells[candidate] = {}
        for at, row in enumerate(sheet.rows):
            mark = own.marks[at] if at < len(own.marks) else None
            state = "unable" if at in own.unable else "blank" if mark is None else "scored"
            cells[candidate][row.code] = [state, None if state != "scored" else mark]
    states = {
        candidate: [own.standing.value, ""]
        for candidate, own in marks.candidates.items()
        if own.standing != "open"
    }
    return {"cells": cells, "candidates": states}


def second_opinion(drawn: Drawn) -> tuple[standalone.Tally, standalone.Report]:
    """What the second verifier makes of a panel."""
    report = standalone.Report()
    panel = standalone.Panel(Documents(drawn.panel, drawn.sheet))  # type: ignore[arg-type]
    ballots = {it.expert: ballot_of(it, drawn.sheet) for it in drawn.experts if it.why is None}
    why = {it.expert: it.why.contract.value for it in drawn.experts if it.why is not None}
    return standalone.Tally(panel, ballots, why, report), report


def holds(drawn: Drawn) -> None:
    """Both come to the same, or both to nothing."""
    second, report = second_opinion(drawn)
    try:
        verdict = compute(drawn.panel, drawn.sheet, drawn.experts)
    except Refused:
        assert report.findings
        return
    assert report.findings == []
    for result in verdict.candidates:
        found = second.results[result.code]
        assert (found.total, found.rank) == (result.total, result.rank)
        assert found.counted == list(result.counted)
        assert found.left == {it.expert: it.why.contract.value for it in result.left_out}
        own = {code: it for code, it in result.expert_totals.items() if code in result.counted}
        assert found.expert_totals == own
        assert found.primaries == {it.code: it.score for it in result.primaries}
        rows = {it.code: (it.score, it.n) for it in result.rows if it.applicable}
        assert found.rows == rows


def campaign(combination: Combination, examples: int) -> int:
    """How many panels of a combination were drawn; every one of them held."""
    count = 0

    @settings(
        max_examples=examples,
        database=None,
        derandomize=examples < 10,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(combination))
    def one(drawn: Drawn) -> None:
        nonlocal count
        count += 1
        holds(drawn)

    one()
    return count


def test_the_second_verifier_computes_what_the_tally_computes(record_property: Any) -> None:
    drawn = {str(one): campaign(one, 2) for one in COMBINATIONS}
    record_property("drawn", drawn)
    assert all(drawn.values())


@pytest.mark.long
def test_the_second_verifier_computes_the_same_over_many_panels() -> None:
    assert all(campaign(one, 200) for one in COMBINATIONS)
