"""What stands beside a row: the question of the review, its parts, its anchors, its steps."""

from typing import Any

import pytest

from reviewtui.domain.candidate_page import at_row, text_of
from reviewtui.domain.row_words import anchor_lines, ask, checklist, outside_words, with_outside
from tests.meeting import Meeting, meeting, small_set

LEVELS = [["好", "90"], ["一般", "60"], ["差", "30"]]


def with_row(review: str = "annual", rule: dict[str, Any] | None = None, **keys: Any) -> Meeting:
    """A panel whose row 1.1 has these further keys; row 1.2 is plain."""
    table = small_set(1, 2)
    table["rows"][1] |= keys
    found = meeting(1, 1, granularity="rows", table=table, **(rule or {}))
    found.data["panel"]["review"] = review
    return found


def test_the_question_of_the_review_stands_in_place_of_the_guidance() -> None:
    keys = {"guidance": "看材料", "wording": {"appraisal": "方案是否可行"}}
    assert ask(with_row("appraisal", **keys).panel()[0], "1.1") == "方案是否可行"
    panel, sheet = with_row("annual", **keys).panel()
    assert ask(panel, "1.1") == "看材料"
    assert sheet.row("1.1").title == "二级1.1", "the title stays as quoted"


def test_parts_are_a_numbered_list() -> None:
    panel, _sheet = with_row(parts=["场地", "面积"]).panel()
    assert checklist(panel, "1.1") == ("(1) 场地", "(2) 面积")
    assert checklist(panel, "1.2") == ()


def test_a_level_stands_beside_the_digit_that_gives_it() -> None:
    anchors = ["先看证书", {"level": "一般", "text": "有制度"}, {"level": "优", "text": "不在本场"}]
    found = with_row(rule={"scale": "levels", "levels": LEVELS}, anchors=anchors)
    panel, sheet = found.panel()
    assert anchor_lines(panel, "1.1", sheet.row("1.1")) == (
        "先看证书",
        "2 一般: 有制度",
        "优: 不在本场",
    )
    points, points_sheet = with_row(anchors=[{"mark": "3", "text": "一般"}]).panel()
    assert anchor_lines(points, "1.1", points_sheet.row("1.1")) == ("3: 一般",)


STEPS = [
    {"at_least": "3000", "mark": "2"},
    {"at_least": "5000", "mark": "3"},
    {"at_least": "10000", "mark": "5"},
]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("2999.99万元", "below the first step, 3000 万元"),
        ("3000万元", "3000 万元 reaches the step of 2 points"),
        ("4200万元", "4200 万元 reaches the step of 2 points"),
        ("4999.99万元", "4999.99 万元 reaches the step of 2 points"),
        ("1亿元", "10000 万元 reaches the step of 5 points"),
    ],
)
def test_a_declared_number_is_told_its_step_and_nothing_lies_between_two(
    declared: str, said: str
) -> None:
    keys = {"kind": "measured", "metric": "sales", "unit": "万元", "steps": STEPS}
    found = with_row(**keys)
    found.data["candidates"][0]["facts"] = {"sales": {"value": declared, "target": "5000万元"}}
    panel, sheet = found.panel()
    lines = [(line.label, text_of(line)) for line in at_row(panel, "1.1", panel.candidate("1"))]
    assert lines[0] == ("Facts", f"二级1.1 {declared}")
    assert lines[1][0] == "Target"
    assert lines[2] == ("Steps", said)
    assert "1.1" not in sheet.candidates["1"].settled, "no mark is given by a step"


def test_a_number_in_no_unit_that_fits_reaches_no_step() -> None:
    found = with_row(kind="measured", metric="sales", unit="万元", steps=STEPS)
    found.data["candidates"][0]["facts"] = {"sales": "4200"}
    panel, _sheet = found.panel()
    assert [line.label for line in at_row(panel, "1.1", panel.candidate("1"))] == ["Facts"]


def test_a_measured_row_without_its_number_says_that_it_is_missing() -> None:
    panel, _sheet = with_row(kind="measured", metric="sales", unit="万元").panel()
    assert [text_of(line) for line in at_row(panel, "1", panel.candidate("1"))] == [
        "二级1.1 not provided"
    ]


@pytest.mark.parametrize(
    ("keys", "full", "said"),
    [
        ({}, "10", ""),
        ({"counts_in_sum": False}, "10", "bonus, outside the full mark"),
        ({"counts_in_sum": False, "min": "-20"}, "0", "deduction, outside the full mark"),
        (
            {"counts_in_sum": False, "min": "-5", "max": "5"},
            "5",
            "bonus or deduction, outside the full mark",
        ),
    ],
)
def test_rows_outside_the_full_mark_say_so(keys: dict[str, Any], full: str, said: str) -> None:
    found = with_row(**keys)
    found.data["weights"]["of"]["1.1"] = full
    _panel, sheet = found.panel()
    row = sheet.row("1.1")
    assert outside_words(row) == said
    assert with_outside("标题", row) == (f"标题 ({said})" if said else "标题")
