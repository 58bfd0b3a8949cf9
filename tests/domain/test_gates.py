"""Gates: what the desk established, candidate by candidate, and who is told."""

from typing import Any

import pytest

from reviewtui.domain.candidate_page import sections, text_of
from reviewtui.domain.gates import (
    GateResult,
    failed_gates,
    gate_rows,
    gates_of,
    unsettled_gates,
    unsettled_sentences,
)
from reviewtui.domain.panel import Panel
from reviewtui.exchange.gate_check import gate_warnings
from tests.meeting import Meeting, meeting, small_set


def gated(*candidates: str) -> Meeting:
    """One marked row and two gates, the second under a condition."""
    table = small_set(1, 1)
    table["rows"] += [
        {"code": "A", "title": "独立场地", "kind": "gate", "parts": ["场地", "面积"]},
        {"code": "B", "title": "中试厂房", "kind": "gate", "condition": "具备中试熟化服务功能的"},
        {"code": "C", "title": "验收条件", "kind": "gate", "reviews": ["acceptance"]},
    ]
    return meeting(1, len(candidates) or 2, table=table)


def settled(found: Meeting, candidate: str, row: str, value: str, **more: str) -> Meeting:
    found.data.setdefault("settled", []).append(
        {"candidate": candidate, "row": row, "value": value} | more
    )
    return found


def warnings(found: Meeting) -> list[tuple[str, str]]:
    return list(gate_warnings(found.panel()[0]))


def test_only_gates_of_this_review_are_asked_for() -> None:
    assert [row.code for row in gate_rows(gated().panel()[0])] == ["A", "B"]


def test_a_gate_nobody_settled_is_named_and_settled_ones_are_not() -> None:
    found = settled(gated(), "1", "A", "pass")
    panel, _sheet = found.panel()
    assert {code: [row.code for row in rows] for code, rows in unsettled_gates(panel).items()} == {
        "1": ["B"],
        "2": ["A", "B"],
    }
    assert [place for place, _said in warnings(found)] == ["[[candidates]] 1", "[[candidates]] 2"]
    assert "B 中试厂房" in unsettled_sentences(panel)[0]


def test_a_failed_gate_of_another_review_is_not_dropped_in_silence() -> None:
    found = settled(gated("1"), "1", "C", "fail", reason="资料未归档")
    assert [row.code for row in failed_gates(found.panel()[0], "1")] == ["C"]


def test_a_trial_is_not_asked_for_its_gates() -> None:
    found = gated()
    found.data["panel"]["trial"] = True
    assert warnings(found) == []
    assert unsettled_sentences(found.panel()[0]) == []


def test_where_the_condition_does_not_hold_the_gate_does_not_apply() -> None:
    found = gated().put(
        "conditions",
        [{"candidate": "1", "row": "B", "holds": False, "reason": "没有中试功能"}],
    )
    gate = gates_of(found.panel()[0], "1")[1]
    assert (gate.result, gate.reason) == (GateResult.NOT_APPLICABLE, "没有中试功能")


def test_a_condition_that_holds_settles_nothing() -> None:
    found = gated().put(
        "conditions", [{"candidate": "1", "row": "B", "holds": True, "reason": "有"}]
    )
    assert gates_of(found.panel()[0], "1")[1].result is None


def test_what_the_desk_settled_goes_before_a_condition_and_check_tells_the_two_apart() -> None:
    found = gated("1").put(
        "conditions", [{"candidate": "1", "row": "B", "holds": False, "reason": "没有"}]
    )
    settled(found, "1", "A", "pass")
    settled(found, "1", "B", "fail", reason="未独立设置")
    assert [row.code for row in failed_gates(found.panel()[0], "1")] == ["B"]
    assert [place for place, _said in warnings(found)] == ["[[settled]] 1 B"]


@pytest.mark.parametrize(("value", "asked"), [("fail", 1), ("not_applicable", 1), ("pass", 0)])
def test_a_gate_that_fails_or_does_not_apply_needs_a_reason(value: str, asked: int) -> None:
    found = settled(settled(gated("1"), "1", "A", value), "1", "B", "pass")
    assert len(warnings(found)) == asked
    found.data["settled"][0]["reason"] = "场地与他人合用"
    assert warnings(found) == []


def page(panel: Panel, sheet: Any, heading: str) -> list[str]:
    found = {one.heading: one for one in sections(panel, sheet, panel.candidate("1"))}
    return [f"{entry.label} {text_of(entry)}" for entry in found[heading].entries]


def test_the_page_shows_result_reason_evidence_and_the_words_of_the_condition() -> None:
    found = settled(gated("1"), "1", "A", "fail", reason="与他人合用", evidence="租赁合同")
    assert page(*found.panel(), "Gates") == [
        "A 独立场地: fail (与他人合用, 租赁合同)",
        "Check 场地; 面积",
        "B 中试厂房: not settled yet",
        "Condition 「具备中试熟化服务功能的」",
    ]


def measured_gate(value: str, strength: str) -> Meeting:
    """One gate that stands on a figure of at least 5000."""
    table = small_set(1, 1)
    table["rows"].append({"code": "A", "title": "面积", "kind": "gate", "thresholds": ["T"]})
    table["thresholds"] = [
        {"id": "T", "metric": "area", "label": "使用面积", "operator": ">=", "value": "5000",
         "unit": "平方米", "strength": strength}
    ]  # fmt: skip
    found = meeting(1, 1, table=table)
    found.data["candidates"][0]["facts"] = {"area": value}
    return found


@pytest.mark.parametrize(
    ("value", "strength", "reason", "told"),
    [
        ("5000平方米", "hard", "", False),
        ("4700平方米", "hard", "", True),
        ("4700平方米", "hard", "说明已收", True),
        ("4700平方米", "soft", "", True),
        ("4700平方米", "soft", "说明已收", False),
    ],
)
def test_a_gate_passed_against_its_own_figure_is_spoken_of(
    value: str, strength: str, reason: str, told: bool
) -> None:
    more = {"reason": reason} if reason else {}
    found = warnings(settled(measured_gate(value, strength), "1", "A", "pass", **more))
    assert [place for place, _said in found] == (["[[settled]] 1 A"] if told else [])
    assert all("4700平方米" in said and "使用面积" in said for _place, said in found)


def test_a_gate_that_is_not_passed_agrees_with_its_missed_figure() -> None:
    found = settled(measured_gate("4700平方米", "hard"), "1", "A", "fail", reason="面积不足")
    assert warnings(found) == []
