"""Kinds, anchors, steps, grades and consequences of a set: each fault has its place."""

import pytest

from reviewtui.domain.findings import Finding
from reviewtui.exchange.check import check_file
from tests.exchange.conftest import Document, Write, change, plain_set
from tests.exchange.spoiling import NUMBER, Case, warned


def full_set() -> Document:
    """A small set that uses every key a source may need."""
    document = plain_set()
    document["set"] |= {"source_status": "draft"}
    quote = {"at": "一", "quote": "示例条款"}
    document["kinds"] = [{"code": "pilot", "title": "中试基地", **quote}]
    document["grade_lists"] = [{"names": ["优秀", "合格"], "reviews": ["annual"], **quote}]
    document["consequences"] = [
        {"id": "D-1", "kind": "consecutive", "grade": "合格", "count": 2, "unit": "years", **quote},
        {"id": "D-2", "kind": "money", "applies_to": "pilot", "caution": "没有写全", **quote},
    ]
    document["rows"][1] |= {
        "kind": "measured",
        "metric": "staff",
        "unit": "人",
        "steps": [{"at_least": "10", "mark": "1"}, {"at_least": "20", "mark": "2"}],
        "anchors": ["总说明", {"level": "优", "text": "好"}, {"mark": "3", "text": "一般"}],
        "wording": {"appraisal": "方案是否可行"},
        "parts": ["场地", "设备"],
    }
    document["rows"][2] |= {"kind": "gate", "condition": "有中试的", "kinds": ["pilot"]}
    document["rows"][3] |= {"kind": "alternatives"}
    document["rows"][4] |= {"stage": "within_2_years"}
    return document


CASES = [
    Case(
        "set/source_status",
        "unofficial",
        "[set] source_status",
        "says what an unofficial table was drawn from",
    ),
    Case(
        "set/status",
        "issued",
        "[set] source_status",
        "says what an unofficial table was drawn from",
    ),
    Case("rows/2/kinds", ["lab"], "[[rows]] 1.2 kinds", "lab is no kind of unit of this table"),
    Case("rows/2/kind", "fact", "[[rows]] 1.2 condition", "belongs to a gate"),
    Case("rows/1/kind", "judgement", "[[rows]] 1.1 steps", "belongs to a measured row"),
    Case("rows/1/stage", "always", "[[rows]] 1.1 stage", "belongs to a choice of alternatives"),
    Case("rows/1/steps/0/mark", "x", "[[rows]] 1.1.steps 10 mark", f"“x” {NUMBER}"),
    Case(
        "rows/1/steps/1/at_least", "10", "[[rows]] 1.1 steps", "two steps begin at the same number"
    ),
    Case(
        "rows/1/anchors/1/mark",
        "3",
        "[[rows]] 1.1 anchors #2",
        "an anchor names a level or a mark, one of the two",
    ),
    Case(
        "rows/1/anchors/0",
        7,
        "[[rows]] 1.1 anchors #1",
        "must be a text, or a table with level or mark and text",
    ),
    Case(
        "rows/1/wording",
        {"yearly": "x"},
        "[[rows]] 1.1.wording yearly",
        "is not a known key; mistyped?",
    ),
    Case("kinds/0/at", "二", "[[kinds]] pilot at", "the text of article 二 is not in this table"),
    Case("kinds/0/code", "", "[[kinds]] #1 code", "is empty"),
    Case("grade_lists/0/names", [], "[[grade_lists]] 一 names", "is missing"),
    Case("consequences/0/count", None, "[[consequences]] D-1 count", "is missing"),
    Case(
        "consequences/1/applies_to",
        "mars",
        "[[consequences]] D-2 applies_to",
        "mars is no kind of unit of this table",
    ),
    Case("consequences/1/id", "D-1", "[[consequences]] D-1", "this code occurs more than once"),
    warned(
        "consequences/0/grade",
        "不合格",
        "[[consequences]] D-1 grade",
        "不合格 is in no grade list of this table",
    ),
]


def test_a_set_with_every_key_has_no_finding_but_its_draft(write: Write) -> None:
    (found,) = check_file(write(full_set(), "set.toml"))
    assert found.warning
    assert "compiled from a draft" in str(found)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_set_spoilt_in_one_part_gives_the_finding_of_that_place(case: Case, write: Write) -> None:
    expected = Finding(f"set.toml: {case.place}", case.sentence, case.warning)
    assert expected not in check_file(write(full_set(), "set.toml"))
    assert expected in check_file(write(change(full_set(), case.at, case.value), "set.toml"))
