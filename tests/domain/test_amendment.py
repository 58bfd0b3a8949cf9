"""Amendments: their documents, what they make of a panel, and what they cannot change."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.amended import Amended, amended
from reviewtui.domain.amendment import (
    KINDS,
    Addition,
    Amendment,
    AmendmentKind,
    CandidateWithdrawal,
    ChairChange,
    Change,
    Correction,
    Field,
    IntegrityRecord,
    LateRecusal,
    LeaveRule,
    Newcomer,
    OrderChange,
    PastEvaluation,
    Replacement,
    Settlement,
    read_amendment,
)
from reviewtui.domain.findings import Finding
from reviewtui.domain.lot import draw
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import Panel, Role, read_panel
from reviewtui.domain.rule import EarlyLeave, rule_hash
from reviewtui.domain.sheet import Sheet
from tests.meeting import Meeting, meeting, small_set


def small(experts: int = 3, candidates: int = 3) -> Meeting:
    table = small_set(primaries=2, rows=2)
    return meeting(experts, candidates, table=table, granularity="rows").settle("2", "1.2", "7")


def numbered(*changes: Change, reason: str = "会议决定") -> list[Amendment]:
    return [
        Amendment("5e" * 16, number, 0, "会务", reason, change)
        for number, change in enumerate(changes, start=1)
    ]


def after(of: Meeting, *changes: Change) -> tuple[Panel, Sheet, Amended]:
    """The panel with the changes; every one of them must have taken effect or be idle."""
    result = amended(of.data, numbered(*changes))
    findings: list[Finding] = []
    panel = read_panel(result.document, of.table, "panel", findings)
    sheet = make_sheet(panel, "panel", findings)
    assert findings == []
    return panel, sheet, result


def idle(of: Meeting, *changes: Change) -> list[str]:
    return [item.why for item in after(of, *changes)[2].idle]


ONE_OF_EACH: list[Change] = [
    Correction("01", "", Field.NAME, "张三（示例）"),
    ChairChange("02"),
    OrderChange(("3", "1", "2")),
    Replacement("01", Newcomer("10", "李四（示例）", "某大学", "教授")),
    Addition(Newcomer("11", "王五（示例）"), ("1", "2")),
    CandidateWithdrawal("3"),
    LateRecusal("02", "1"),
    Settlement("2", "1.2", "8", "更正"),
    LeaveRule(EarlyLeave.COUNT_NONE),
    PastEvaluation("1", "2025-12-18", "合格", "2025", "〔2025〕4号"),
    IntegrityRecord("1", "no", "已查询"),
]


def test_there_is_an_example_of_every_kind() -> None:
    assert {item.kind for item in numbered(*ONE_OF_EACH)} == set(KINDS) == set(AmendmentKind)


@pytest.mark.parametrize("change", ONE_OF_EACH)
def test_a_document_is_read_back_as_it_was_written(change: Change) -> None:
    (amendment,) = numbered(change)
    assert read_amendment(amendment.document()) == amendment
    assert hashlib.sha256(amendment.document()).hexdigest() == amendment.id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"number":1', b'"number":1.0'),
        (b'"number":1', b'"number":0'),
        (b'"number":1', b'"number":1,"number":1'),
        (b'"kind":"correct"', b'"kind":"chair"'),
        (b'"kind":"correct"', b'"kind":"delete"'),
        (b'"field":"name"', b'"field":"code"'),
        (b'"by":', b'"from":"","by":'),
        (b"reviewtui-amendment/1", b"reviewtui-amendment/2"),
        (b'{"at"', b'{ "at"'),
    ],
)
def test_only_the_one_permitted_form_is_read(old: bytes, new: bytes) -> None:
    (amendment,) = numbered(ONE_OF_EACH[0])
    assert old in amendment.document()
    with pytest.raises(ValueError, match=r".+"):
        read_amendment(amendment.document().replace(old, new))


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_value_error(noise: bytes) -> None:
    with pytest.raises(ValueError, match=r"(?s).*"):
        read_amendment(noise)


def test_names_are_put_right_and_codes_stay() -> None:
    panel, _sheet, _result = after(
        small(),
        Correction("01", "", Field.NAME, "张三"),
        Correction("01", "", Field.TITLE, "研究员"),
        Correction("", "2", Field.UNIT, "某实验室"),
    )
    assert (panel.expert("01").name, panel.expert("01").title) == ("张三", "研究员")
    assert panel.candidate("2").unit == "某实验室"


def test_the_chair_moves_and_there_is_only_one() -> None:
    panel, *_rest = after(small(), ChairChange("01"), ChairChange("03"))
    assert [expert.code for expert in panel.experts if expert.role is Role.CHAIR] == ["03"]


def test_the_order_of_presentation_is_the_order_of_the_form() -> None:
    panel, *_rest = after(small(), OrderChange(("3", "1", "2")))
    assert panel.assigned("01") == ("3", "1", "2")
    assert [candidate.code for candidate in panel.candidates] == ["1", "2", "3"]


def test_a_drawn_order_can_be_drawn_again_with_any_hash_tool() -> None:
    seed, codes = "20261208", ["1", "2", "3"]
    by_hand = sorted(codes, key=lambda code: hashlib.sha256(f"{seed} {code}".encode()).hexdigest())
    assert draw(seed, codes) == draw(seed, reversed(codes)) == tuple(by_hand)
    assert idle(small(), OrderChange(tuple(by_hand), seed)) == []
    wrong = (by_hand[1], by_hand[0], by_hand[2])
    assert idle(small(), OrderChange(wrong, seed)) == [
        "this is not the order that the seed 20261208 gives"
    ]


def test_a_replaced_expert_keeps_his_code_and_his_place_is_taken_under_a_new_one() -> None:
    of = small().assign(e01=["1"], e02=["1", "2"], e03=["1", "2", "3"])
    panel, *_rest = after(of, ChairChange("02"), Replacement("02", Newcomer("04", "新专家")))
    assert panel.expert("02").replaced_by == "04"
    assert panel.expert("02").role is Role.MEMBER
    assert panel.assigned("04") == ("1", "2")
    assert [expert.code for expert in panel.sitting] == ["01", "03", "04"]


def test_an_added_expert_judges_everyone_unless_it_is_stated() -> None:
    everyone, *_rest = after(small(), Addition(Newcomer("04", "新专家")))
    assert everyone.assignment is None
    assert everyone.assigned("04") == ("1", "2", "3")
    some, *_rest = after(small(), Addition(Newcomer("04", "新专家"), ("2",)))
    assert some.assigned("04") == ("2",)
    assert some.assigned("01") == ("1", "2", "3")
    matrix = small().assign(e01=["1"], e02=["1"], e03=["1"])
    assert after(matrix, Addition(Newcomer("04", "新专家")))[0].assigned("04") == ("1", "2", "3")


def test_a_withdrawn_candidate_is_judged_by_nobody_and_stays_on_the_sheet() -> None:
    panel, sheet, _result = after(small(), CandidateWithdrawal("3"))
    assert panel.candidate("3").withdrawn == "会议决定"
    assert panel.assigned("01") == ("1", "2")
    assert "3" in sheet.candidates


def test_a_late_recusal_says_that_it_is_late() -> None:
    panel, *_rest = after(small().recuse("01", "1"), LateRecusal("02", "1"))
    early, late = panel.recusal("01", "1"), panel.recusal("02", "1")
    assert early is not None
    assert not early.late
    assert late is not None
    assert late.late


def test_a_settled_value_is_put_right() -> None:
    _panel, sheet, _result = after(small(), Settlement("2", "1.2", "8.5", "补充材料"))
    assert sheet.candidates["2"].settled["1.2"] == 850
    assert sheet.candidates["2"].evidence["1.2"] == "补充材料"


def test_settling_the_same_again_has_no_effect() -> None:
    same = Settlement("2", "1.2", "7")
    result = amended(small().data, numbered(same, same))
    assert [item.why for item in result.idle] == ["it is settled so already"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Correction("09", "", Field.NAME, "x"), "there is no expert 09"),
        (Correction("", "9", Field.NAME, "x"), "there is no candidate 9"),
        (Correction("", "1", Field.TITLE, "x"), "a candidate has a name and a unit, and no title"),
        (Correction("01", "", Field.UNIT, ""), "it says so already"),
        (ChairChange("09"), "there is no expert 09"),
        (OrderChange(("1", "2")), "candidates without a place: 3"),
        (OrderChange(("1", "2", "2", "3")), "candidate 2 is named twice"),
        (OrderChange(("1", "2", "9")), "there is no candidate 9"),
        (
            Replacement("01", Newcomer("02", "x")),
            "the code 02 is taken; codes never change and are never given again",
        ),
        (
            Addition(Newcomer("零四", "x")),
            "“零四” is no code: only A-Z, a-z, 0-9, dot, underline and hyphen",
        ),
        (Addition(Newcomer("04", "x"), ("9",)), "there is no candidate 9"),
        (LeaveRule(EarlyLeave.COUNT_FINISHED), "the rule says so already"),
    ],
)
def test_what_does_not_fit_has_no_effect_and_is_named(change: Change, why: str) -> None:
    of = small()
    result = amended(of.data, numbered(change))
    assert [item.why for item in result.idle] == [why]
    assert {**result.document, "recusals": []} == {**of.data, "recusals": []}


def test_nothing_is_done_twice() -> None:
    assert idle(small(), *[LateRecusal("01", "1")] * 2) == [
        "the recusal of expert 01 for candidate 1 is known already"
    ]
    assert idle(small(), *[CandidateWithdrawal("1")] * 2) == ["candidate 1 is withdrawn already"]
    assert idle(
        small(), Replacement("01", Newcomer("04", "x")), Replacement("01", Newcomer("05", "y"))
    ) == ["expert 01 was replaced by expert 04"]


def test_the_last_candidate_cannot_go() -> None:
    assert idle(small(candidates=2), CandidateWithdrawal("1"), CandidateWithdrawal("2")) == [
        "it is the only candidate left"
    ]


def test_two_desks_that_gave_the_same_number_agree_on_the_order() -> None:
    of = small()
    here = Amendment("5e" * 16, 1, 5, "甲", "", Addition(Newcomer("04", "甲选")))
    there = Amendment("5e" * 16, 1, 9, "乙", "", Addition(Newcomer("04", "乙选")))
    one, other = amended(of.data, [here, there]), amended(of.data, [there, here])
    assert one == other
    first = min(here, there, key=lambda item: item.id)
    assert one.document["experts"][-1]["name"] == first.change.newcomer.name
    assert len(one.idle) == 1


def test_only_early_leave_changes_the_rule() -> None:
    of = small()
    before = of.panel()[0].rule
    for change in ONE_OF_EACH:
        rule = after(of, change)[0].rule
        assert (rule_hash(rule) == rule_hash(before)) is not isinstance(change, LeaveRule)


CODES = st.sampled_from(["01", "02", "03", "04", "05", "09"])
CANDIDATES = st.sampled_from(["1", "2", "3", "9"])
NEWCOMERS = st.builds(Newcomer, CODES, st.just("新专家"), st.just(""), st.just(""))
CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(Correction, CODES, st.just(""), st.sampled_from(Field), st.just("更正")),
    st.builds(Correction, st.just(""), CANDIDATES, st.sampled_from(Field), st.just("更正")),
    st.builds(ChairChange, CODES),
    st.builds(OrderChange, st.permutations(["1", "2", "3"]).map(tuple)),
    st.builds(Replacement, CODES, NEWCOMERS),
    st.builds(Addition, NEWCOMERS, st.lists(CANDIDATES, max_size=2, unique=True).map(tuple)),
    st.builds(CandidateWithdrawal, CANDIDATES),
    st.builds(LateRecusal, CODES, CANDIDATES),
    st.sampled_from([Settlement("2", "1.2", value) for value in ("0", "3", "yes")]),
    st.builds(LeaveRule, st.sampled_from(EarlyLeave)),
)


@given(st.lists(CHANGES, max_size=8), st.randoms(use_true_random=False))
def test_amendments_never_change_the_sheet_and_their_order_of_arrival_never_matters(
    changes: list[Change], chance: Any
) -> None:
    of = small()
    _panel, sheet, result = after(of, *changes)
    assert sheet.hash == of.panel()[1].hash
    shuffled = numbered(*changes)
    chance.shuffle(shuffled)
    assert amended(of.data, shuffled) == result


def test_what_was_on_record_before_the_meeting_can_be_put_on_record_later() -> None:
    panel, sheet, result = after(
        small(),
        PastEvaluation("2", "2025-12-18", "合格", "2025", "〔2025〕4号"),
        PastEvaluation("2", "2023-12-20", "不合格"),
        PastEvaluation("2", "2025-12-18", "不合格", "", "〔2025〕5号"),
        IntegrityRecord("2", "yes", "撤稿", "通报"),
    )
    assert result.idle == ()
    said = panel.candidate("2")
    assert [(str(one.date), one.year, one.grade, one.document) for one in said.history] == [
        ("2023-12-20", 2023, "不合格", ""),
        ("2025-12-18", 2025, "不合格", "〔2025〕5号"),
    ]
    assert said.integrity is not None
    assert (said.integrity.found, said.integrity.note) == (True, "撤稿")
    assert sheet.hash == small().panel()[1].hash
    assert rule_hash(panel.rule) == rule_hash(small().panel()[0].rule)


def test_a_record_that_cannot_be_is_refused_with_its_reason() -> None:
    assert len(idle(small(), PastEvaluation("2", "18.12.2025", "合格"))) == 1
    assert len(idle(small(), PastEvaluation("2", "2025-12-18", "合格", "25"))) == 1
    assert len(idle(small(), PastEvaluation("9", "2025-12-18", "合格"))) == 1
    assert len(idle(small(), IntegrityRecord("2", "perhaps"))) == 1
    twice = PastEvaluation("2", "2025-12-18", "合格")
    assert len(idle(small(), twice, twice)) == 1
