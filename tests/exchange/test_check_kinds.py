"""Kinds of unit in a panel: what `check` suggests, and that nothing happens by itself."""

import tomllib

from reviewtui.domain.findings import Finding
from reviewtui.domain.panel import read_panel
from reviewtui.exchange.kind_check import kind_warnings
from tests.meeting import built_in

PANEL = """
[panel]
id = "p"
title = "论证"
review = "{review}"
set = "zj-ttc-draft"
[rule]
granularity = "rows"
order = "by_expert"
average = "mean"
[weights]
kind = "points"
source = "s"
of = {{}}
[[experts]]
code = "01"
name = "甲"
[[candidates]]
code = "1"
name = "某中心"
{more}
"""


def suggested(more: str, review: str = "appraisal") -> list[tuple[str, str]]:
    findings: list[Finding] = []
    data = tomllib.loads(PANEL.format(review=review, more=more))
    panel = read_panel(data, built_in("zj-ttc-draft"), "p", findings)
    found = [item for item in findings if "kind" in item.place.split("]]")[-1]]
    assert found == []
    return list(kind_warnings(panel))


def test_a_pilot_base_need_not_prove_concepts() -> None:
    assert suggested('kind = "pilot"') == [
        (
            "[[candidates]] 1 7.1.1",
            "is meant for other kinds of unit: hide it by an overlay, or leave it to judge",
        )
    ]


def test_a_gate_that_is_not_meant_is_settled_not_hidden() -> None:
    places = dict(suggested('kind = "proof_of_concept"'))
    assert list(places) == ["[[candidates]] 1 6.4", "[[candidates]] 1 7.1.2"]
    assert "as not applicable" in places["[[candidates]] 1 6.4"]


def test_a_gate_of_another_review_is_not_spoken_of() -> None:
    assert [place for place, _said in suggested('kind = "proof_of_concept"', "annual")] == [
        "[[candidates]] 1 7.1.2"
    ]


def test_what_the_organiser_has_decided_is_not_suggested_again() -> None:
    decided = """kind = "proof_of_concept"
    [[settled]]
    candidate = "1"
    row = "6.4"
    value = "not_applicable"
    [[overlays]]
    candidate = "1"
    row = "7.1.2"
    change = "hide"
    reason = "概念验证中心"
    """
    assert suggested(decided) == []


def test_a_candidate_without_a_kind_is_asked_for_it_with_the_words_to_write() -> None:
    ((place, said),) = suggested("")
    assert place == "[[candidates]] 1 kind"
    assert "6.4, 7.1.1, 7.1.2" in said
    assert "pilot (Pilot-scale base)" in said


def test_a_kind_that_the_table_does_not_know_is_a_fault() -> None:
    findings: list[Finding] = []
    data = tomllib.loads(PANEL.format(review="annual", more='kind = "moon"'))
    read_panel(data, built_in("zj-ttc-draft"), "p", findings)
    assert Finding("p: [[candidates]] 1 kind", "moon is no kind of unit of this table") in findings
