"""The grade rule from marks and facts on a panel, down to its sentences."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.tally.compute import compute
from reviewtui.tally.explain import explain
from reviewtui.tally.grade_words import grade_text, lowered_note, reason_sentences
from reviewtui.tally.grading import Lowered, Measured
from reviewtui.tally.remarks import remarks
from reviewtui.tally.verdict import CandidateVerdict
from reviewtui.tally.wording import rule_sentences
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import UNABLE, expert
from tests.twins import twin

SOURCE = "会议纪要（示例）"
BANDS = [
    {"name": "优秀", "at_least": "30"},
    {"name": "合格", "at_least": "20"},
    {"name": "不合格", "at_least": "0"},
]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def graded(order: str = "by_expert", **parts: Any) -> Meeting:
    """Two primaries of two rows, 10 points each; three experts, one candidate; a gate."""
    table = small_set(2, 2)
    table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    given = meeting(3, 1, granularity="rows", table=table, order=order, unable="renormalise")
    return given.put("grades", {"source": SOURCE, "bands": BANDS} | parts)


def result(given: Meeting, *rows: list[str | None]) -> CandidateVerdict:
    panel, sheet = given.panel()
    marks = [expert(f"{at:02d}", c1=row) for at, row in enumerate(rows, 1)]
    return compute(panel, sheet, marks).of("1")


def floor(row: str, percent: str, **more: str) -> dict[str, Any]:
    return {"row": row, "percent": percent, "cap": "合格", "source": SOURCE} | more


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
@pytest.mark.parametrize(
    ("row", "share"), [("2", Fraction(16, 30)), ("2.1", Fraction(14, 30)), ("1", Fraction(1))]
)
def test_a_floor_tests_the_average_of_a_row_or_a_primary(
    order: str, row: str, share: Fraction
) -> None:
    given = graded(order, floors=[floor(row, "60")])
    marks = ["10", "10", "5", "6"], ["10", "10", "4", "6"], ["10", "10", "5", "6"]
    item = result(given, *marks)
    assert item.proposal.by_band == "优秀"
    if share == 1:
        assert (item.grade, item.proposal.reasons) == ("优秀", ())
    else:
        (reason,) = item.proposal.reasons
        assert item.grade == "合格"
        assert reason.measured is not None
        assert reason.measured.share == share


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
@pytest.mark.parametrize(("quorum", "grade"), [("2/3", "合格"), ("1", "优秀")])
def test_a_floor_with_a_quorum_counts_the_experts_below_it(
    order: str, quorum: str, grade: str
) -> None:
    given = graded(order, floors=[floor("2", "60", quorum=quorum)])
    item = result(given, ["10", "10", "5", "6"], ["10", "10", "6", "5"], ["10", "10", "9", "9"])
    assert item.grade == grade
    if grade == "合格":
        assert item.proposal.reasons[0].measured == Measured(Fraction(40, 60), 2, 3)


def test_an_expert_who_could_not_judge_the_row_is_not_below_its_floor() -> None:
    given = graded(floors=[floor("2.1", "60", quorum="1/2")])
    item = result(
        given, ["10", "10", "5", "10"], ["10", "10", UNABLE, "10"], ["10", "10", "9", "10"]
    )
    assert item.proposal.reasons[0].measured == Measured(Fraction(7, 10), 1, 2)


def test_a_floor_of_a_row_that_does_not_apply_lowers_nothing() -> None:
    given = graded(floors=[floor("2", "60")]).hide("1", "2.1").hide("1", "2.2")
    item = result(given, ["10", "10", None, None])
    assert item.grade == "优秀"
    assert [reason.why for reason in item.proposal.reasons] == [Lowered.FLOOR_UNKNOWN]
    assert lowered_note(item) == "有等次规则未能核对"


def test_a_gate_not_passed_is_told_with_the_grade_the_line_would_give() -> None:
    given = graded(vetoes=[{"row": "G1", "source": "办法第三条"}]).settle("1", "G1", "fail")
    item = result(given, ["10", "10", "5", "6"])
    panel, sheet = given.panel()
    assert (item.grade, item.proposal.by_band) == ("不合格", "优秀")
    assert reason_sentences(panel, sheet, item) == [
        "仅按分数线，建议等次为“优秀”",
        "门槛项“承诺书”未通过，建议等次为“不合格”（依据：办法第三条）",
    ]
    assert lowered_note(item) == "仅按分数线为“优秀”，已按规则调低"


@pytest.mark.parametrize("value", ["pass", "not_applicable"])
def test_a_gate_settled_otherwise_lowers_nothing(value: str) -> None:
    given = graded(vetoes=[{"row": "G1", "source": SOURCE}]).settle("1", "G1", value)
    item = result(given, ["10", "10", "5", "6"])
    assert (item.grade, lowered_note(item)) == ("优秀", "")


def test_integrity_stands_in_the_remarks_whether_or_not_it_lowers() -> None:
    given = graded()
    given.data["candidates"][0]["integrity"] = {"found": True, "note": "通报", "document": "3号"}
    item = result(given, ["10", "10", "5", "6"])
    panel, sheet = given.panel()
    assert item.grade == "优秀"
    assert remarks(panel, sheet, item) == ["有科研失信记录：通报、3号"]
    given.data["candidates"][0]["integrity"] = {"found": False, "note": "查无"}
    assert remarks(*given.panel(), item) == []


BAR_INPUTS = [
    ("growth_slower", "fiscal_growth_change", "增幅低于上年"),
    ("spending_falls", "fiscal_spending_change", "投入总量低于上年"),
]


@pytest.mark.parametrize(("reading", "fact", "words"), BAR_INPUTS)
def test_tr_26_both_inputs_and_the_reading_are_told(reading: str, fact: str, words: str) -> None:
    given = graded(bar_excellent={"reading": reading, "source": SOURCE})

    def barred(facts: dict[str, str]) -> None:
        given.data["candidates"][0]["facts"] = facts
        item = result(given, ["10", "10", "5", "6"])
        assert item.grade == "合格"
        said = reason_sentences(*given.panel(), item)[-1]
        assert "R&D经费支出占GDP比重下降" in said
        assert "财政科技投入增幅下降" in said
        assert words in said

    falls = {"rd_ratio_change": "-0.1个百分点", fact: "-2%"}
    barred(falls)
    (other,) = {name for _reading, name, _words in BAR_INPUTS} - {fact}
    twin(barred, {"rd_ratio_change": "-0.1个百分点", other: "-2%"})
    twin(barred, falls | {"rd_ratio_change": "0.1个百分点"})


def test_the_explanation_carries_reasons_and_the_rule_every_part() -> None:
    given = graded(
        bands=[BANDS[0] | {"rank_at_most": 1}, *BANDS[1:]],
        quotas=[{"grade": "优秀", "percent": "20", "source": "通知一"}],
        vetoes=[{"row": "G1", "source": "通知二"}, {"integrity": True, "source": "通知三"}],
        floors=[floor("2", "60", quorum="2/3"), floor("1", "50")],
        bar_excellent={"reading": "growth_slower", "source": "通知四"},
    )
    panel, sheet = given.panel()
    marks = [expert("01", c1=["10", "10", "7", "6"])]
    verdict = compute(panel, sheet, marks)
    told = explain(panel, sheet, verdict, "1", marks)
    assert told.grade == "合格"
    assert any("取整为0家" in said for said in told.grade_reasons)
    rule = "".join(rule_sentences(panel, sheet))
    for words in ("排名前 1", "20%", "向下取整", "门槛项 G1", "通知一", "通知三", "2/3", "通知四"):
        assert words in rule


def test_without_bands_nothing_is_said_of_grades() -> None:
    given = graded()
    del given.data["grades"]
    item = result(given, ["10", "10", "5", "6"])
    assert (item.grade, grade_text(item), lowered_note(item)) == (None, "", "")
    assert "等次" not in "".join(rule_sentences(*given.panel()))
