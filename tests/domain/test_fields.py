"""Reading tables that others write: typed values, and a finding for every other one."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.fields import Reader, duplicates, text_faults
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.states import Review


def reader(**data: Any) -> Reader:
    return Reader(data, "f:", [])


def said(table: Reader) -> list[str]:
    return [str(finding) for finding in table.findings]


def test_places_follow_the_way_the_file_is_written() -> None:
    top = reader(rule={"round": {"x": 1}, "rows": {"6.4": {}}}, people=[{"code": "07"}, {}])
    rule = top.table("rule")
    assert rule.place == "f: [rule]"
    assert rule.table("round").place == "f: [rule.round]"
    assert rule.table("rows").table("6.4").place == "f: [rule.rows.6.4]"
    first, second = top.tables("people")
    assert first.place == "f: [[people]] 07"
    assert second.place == "f: [[people]] #2"
    assert first.table("facts").place == "f: [[people]] 07.facts"


def test_keys_that_nobody_asked_for_are_named() -> None:
    table = reader(a="1", b="2")
    table.text("a")
    table.done()
    assert said(table) == ["f: b: is not a known key; mistyped?"]


def test_a_required_text_that_is_missing_empty_or_no_text_is_found_once() -> None:
    table = reader(b="  ", c=3)
    assert (table.text("a"), table.text("b"), table.text("c")) == ("", "  ", "")
    assert said(table) == [
        "f: a: is missing",
        "f: b: is empty",
        "f: c: must be a text in quotation marks",
    ]


def test_a_text_with_a_default_may_be_missing() -> None:
    table = reader()
    assert table.text("a", "x") == "x"
    assert said(table) == []


@pytest.mark.parametrize("value", [True, 1.0, "2", -1, 7])
def test_a_whole_number_is_no_flag_no_text_and_inside_its_bounds(value: Any) -> None:
    table = reader(a=value)
    assert table.whole("a", 3, least=0, most=5) == 3
    assert said(table) == ["f: a: must be a whole number from 0 to 5"]


@pytest.mark.parametrize("value", [1, 1.5, "1,5", "１", "", None])
def test_numbers_that_count_stand_in_quotation_marks(value: Any) -> None:
    table = reader(a=value)
    assert table.decimal("a") is None
    expected = 0 if value is None else 1
    assert len(said(table)) == expected


def test_dates_are_dates_or_their_iso_text() -> None:
    day = datetime.date(2026, 12, 8)
    table = reader(a=day, b="2026-12-08", c=datetime.datetime(2026, 12, 8, tzinfo=datetime.UTC))
    assert (table.date("a"), table.date("b"), table.date("c"), table.date("d")) == (
        day,
        day,
        None,
        None,
    )
    assert len(said(table)) == 1


def test_a_word_of_a_closed_list_is_found_with_the_list() -> None:
    table = reader(a="yearly")
    table.choice("a", Review)
    assert said(table) == [
        "f: a: “yearly” is not known; one of: appraisal, annual, midterm, acceptance"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "浙江省技术创新中心",
        "建立“强核心、多基地、网络化”的架构",
        "一\n二\t三",
        "👩\u200d🔬",
        "- 1",
        "13800138000",
        "91330106MA27XXXX0X",
        "1234567890123456789",
        "第－5－页",
    ],
)
def test_ordinary_text_has_no_fault(text: str) -> None:
    assert text_faults(text) == []


@pytest.mark.parametrize(
    "text", ["-5-", "－5－", "—１５—", " – 12 – ", "11010519491231002X", "身份证110105194912310021"]
)
def test_page_marks_and_identity_numbers_are_faults(text: str) -> None:
    assert len(text_faults(text)) == 1


@given(st.characters(categories=["Co", "Cc", "Cf"], exclude_characters="\n\t\u200d"))
def test_every_character_that_breaks_a_screen_is_a_fault(character: str) -> None:
    (fault,) = text_faults(f"评{character}审")
    assert f"U+{ord(character):04X}" in fault


@given(st.lists(st.sampled_from("abcd")))
def test_duplicates_are_named_once_in_the_order_of_their_return(codes: list[str]) -> None:
    twice = duplicates(codes)
    assert sorted(twice) == sorted({code for code in codes if codes.count(code) > 1})
    seconds = [[i for i, other in enumerate(codes) if other == code][1] for code in twice]
    assert seconds == sorted(seconds)


def test_a_refusal_carries_every_hard_finding_and_no_warning() -> None:
    hard, soft = Finding("a", "one"), Finding("b", "two", warning=True)
    with pytest.raises(Refused) as caught:
        refuse_if([hard, soft, hard])
    assert caught.value.reasons == (hard, hard)
    assert str(caught.value) == "a: one\na: one"
    refuse_if([soft])
