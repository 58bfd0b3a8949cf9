"""What a reader must know about a candidate, said alike on every page."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.tally.compare import compare
from reviewtui.tally.compute import compute
from reviewtui.tally.explain import explain
from reviewtui.tally.explain_words import side_lines
from reviewtui.tally.figures import total_and_base
from reviewtui.tally.remarks import remarks
from reviewtui.tally.verdict import Flag
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import UNABLE, expert


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locales.use("en")
    yield
    locales.use("zh")


def rows(experts: int = 1, *, gate: bool = False, **rule: Any) -> Meeting:
    """Two primaries of two rows, 10 points each, two candidates; a gate if wanted."""
    table = small_set(2, 2)
    if gate:
        table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    return meeting(experts, 2, granularity="rows", table=table, **rule)


def said(given: Meeting, *marks: Any) -> list[str]:
    """The remarks on candidate 1, from one expert."""
    panel, sheet = given.panel()
    verdict = compute(panel, sheet, [expert("01", c1=list(marks))])
    return remarks(panel, sheet, verdict.of("1"))


def test_a_gate_that_was_not_passed_is_named_by_its_title() -> None:
    given = rows(gate=True).settle("1", "G1", "fail").settle("2", "G1", "pass")
    panel, sheet = given.panel()
    marks = [expert("01", c1=["9", "8", "7", "6"], c2=["9", "8", "7", "5"])]
    verdict = compute(panel, sheet, marks)
    assert remarks(panel, sheet, verdict.of("1")) == ["承诺书: not passed"]
    assert remarks(panel, sheet, verdict.of("2")) == []
    assert explain(panel, sheet, verdict, "1", marks).remarks == ("承诺书: not passed",)
    locales.use("zh")
    assert remarks(panel, sheet, verdict.of("1")) == ["门槛项“承诺书”未通过"]


@pytest.mark.parametrize("value", ["pass", "not_applicable"])
def test_a_gate_that_is_settled_otherwise_needs_no_word(value: str) -> None:
    given = rows(gate=True).settle("1", "G1", value)
    assert said(given, "9", "8", "7", "6") == []


def test_a_total_out_of_a_smaller_base_says_out_of_how_much() -> None:
    given = rows(not_applicable="leave_out").hide("1", "1.1")
    panel, sheet = given.panel()
    verdict = compute(panel, sheet, [expert("01", c1=[None, "8", "7", "6"], c2=["9"] * 4)])
    assert remarks(panel, sheet, verdict.of("1")) == ["out of 30 points"]
    assert total_and_base(panel.rule, verdict.of("1")) == "21.00 / 30"
    assert total_and_base(panel.rule, verdict.of("2")) == "36.00"
    lines = side_lines(panel, compare(panel, sheet, verdict, "1", "2"))
    assert "total 21.00 / 30," in lines[0]
    assert "total 36.00," in lines[1]


def test_a_primary_that_rescaling_lifts_above_its_full_mark_is_explained() -> None:
    given = rows().hide("1", "1.1")
    assert said(given, None, "8", "10", "9") == [
        "rescaled to the full base",
        "above the table's full mark because of the rescaling: primary 2",
    ]
    assert said(given, None, "8", "5", "4") == ["rescaled to the full base"]


def test_so_is_one_that_is_lifted_for_what_an_expert_could_not_judge() -> None:
    found = said(rows(unable="renormalise"), UNABLE, "8", "10", "9")
    assert found[-1] == "above the table's full mark because of the rescaling: primary 2"


def test_a_flag_that_is_said_elsewhere_is_left_out() -> None:
    panel, sheet = rows().panel()
    verdict = compute(panel, sheet, [expert("01", c1=["9"] * 4, c2=["9"] * 4)])
    assert verdict.of("1").total == Fraction(36)
    assert remarks(panel, sheet, verdict.of("1")) == ["tied"]
    assert remarks(panel, sheet, verdict.of("1"), but={Flag.TIED}) == []
