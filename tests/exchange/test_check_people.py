"""People, facts, overlays and settled values of a panel: each fault has its place."""

import datetime

import pytest

from reviewtui.domain.findings import Finding
from reviewtui.exchange.check import check_file
from tests.exchange.conftest import Write, change
from tests.exchange.spoiling import Case, warned

CASES = [
    # people
    Case("experts/1/code", "01", "[[experts]] 01", "this code occurs more than once"),
    Case("experts/1/code", None, "[[experts]] #2 code", "is missing"),
    Case("experts/1/name", None, "[[experts]] 02 name", "is missing"),
    Case("experts/1/role", "chair", "[[experts]] 02 role", "more than one chair"),
    Case("experts", [], "[[experts]]", "there is none"),
    Case("candidates/1/code", "01", "[[candidates]] 01", "this code occurs more than once"),
    warned(
        "experts/1/name",
        "沈知远（示例）",
        "[[experts]] 02 name",
        "01, 02 bear the same name; only the codes tell them apart",
    ),
    warned(
        "experts/1/unit",
        "江海智造集团（示例）",
        "[[experts]] 02 unit",
        "is also the unit of candidate 03; is a recusal missing?",
    ),
    Case("recusals/0/expert", "99", "[[recusals]] 99", "there is no expert 99"),
    Case("recusals/0/candidate", "99", "[[recusals]] 07", "there is no candidate 99"),
    warned(
        "recusals/+",
        {"expert": "07", "candidate": "05"},
        "[[recusals]] 07 05",
        "stands here twice",
    ),
    Case("assignment", {"99": ["01"]}, "[assignment] 99", "there is no expert 99"),
    Case("assignment", {"01": ["99"]}, "[assignment] 01", "there is no candidate 99"),
    Case("assignment", {"01": "01"}, "[assignment] 01", "must be a list of texts"),
    warned("assignment", {"01": ["01"]}, "[[experts]] 02", "has no candidate to judge"),
    warned("assignment", {"01": ["01"]}, "[[candidates]] 02", "is judged by nobody"),
    warned(
        "assignment",
        {"07": ["01"]},
        "[[recusals]] 07",
        "07 is not to judge 05 anyway",
    ),
    warned(
        "experts",
        [{"code": f"0{n}", "name": f"专家{n}（示例）"} for n in (1, 2, 3, 5)],
        "[[candidates]] 04",
        "only 3 experts can count, trimming needs 5: there will be no total",
        panel="ningbo",
    ),
    # facts
    Case(
        "candidates/0/approved_on",
        "2024年",
        "[[candidates]] 01 approved_on",
        "“2024年” is not a date such as 2026-12-08",
    ),
    Case(
        "candidates/0/period_years",
        0,
        "[[candidates]] 01 period_years",
        "must be a whole number from 1 to 30",
    ),
    Case(
        "candidates/0/facts/innovation_staff",
        286,
        "[[candidates]] 01.facts.innovation_staff",
        "a table is expected here",
    ),
    Case(
        "candidates/0/facts/innovation_staff",
        {"as_of": datetime.date(2025, 12, 31)},
        "[[candidates]] 01.facts.innovation_staff value",
        "is missing",
    ),
    warned(
        "candidates/0/facts/investment_total",
        "12.6",
        "[[candidates]] 01.facts.investment_total",
        "“12.6” cannot be read in 亿元; it will show as not provided",
    ),
    warned(
        "candidates/0/facts/innovation_staff",
        {"value": "286人", "target": "三百人"},
        "[[candidates]] 01.facts.innovation_staff",
        "the target “三百人” cannot be set beside “286人”",
    ),
    warned(
        "candidates/0/facts/staff",
        "286",
        "[[candidates]] 01.facts.staff",
        "no row and no threshold of the table asks for this figure; mistyped?",
    ),
    warned(
        "candidates/0/approved_on",
        None,
        "[[candidates]] 01 approved_on",
        "is missing: the stage is unknown and its thresholds cannot be tested",
    ),
    warned(
        "candidates/0/approved_on",
        datetime.date(2027, 1, 1),
        "[[candidates]] 01 approved_on",
        "lies after the day of the review",
    ),
    # overlays
    Case("overlays/0/row", "11", "[[overlays]] 04 11", "there is no such row in the table"),
    Case("overlays/0/candidate", "99", "[[overlays]] 99 8", "there is no candidate 99"),
    Case("overlays/0/reason", None, "[[overlays]] 04 reason", "is missing"),
    Case(
        "overlays/0/change",
        "reword",
        "[[overlays]] 04 title",
        "a reworded or added row needs its title",
    ),
    Case(
        "overlays/+",
        {
            "candidate": "01",
            "row": "6",
            "change": "add",
            "title": "新",
            "reason": "责任书",
            "full": "5",
        },
        "[[overlays]] 01 6",
        "this code is taken; an added row needs a new one",
    ),
    Case(
        "overlays/+",
        {"candidate": "01", "row": "6.9", "change": "add", "title": "新", "reason": "责任书"},
        "[[overlays]] 01 6.9",
        "an added row needs its weight: full or weight",
    ),
    Case(
        "overlays/+",
        {
            "candidate": "01",
            "row": "X1",
            "change": "add",
            "title": "新",
            "reason": "责任书",
            "full": "5",
        },
        "[[overlays]] 01 X1 parent",
        "there is no such row in the table",
    ),
    warned(
        "overlays/+",
        {
            "candidate": "01",
            "row": "6.9",
            "change": "add",
            "title": "新",
            "reason": "责任书",
            "full": "5",
        },
        "[[overlays]]",
        "not all candidates have the same rows: 01 with 6.9 added; 04 without 8; "
        "their totals are rescaled to the full base",
    ),
    warned(
        "overlays/+",
        {"candidate": "04", "row": "8", "change": "reword", "title": "新", "reason": "责任书"},
        "[[overlays]] 04 8",
        "this row is changed more than once",
    ),
    # settled
    Case(
        "settled/0/value",
        "2.1",
        "[[settled]] 01 1",
        "2.1 is no choice of this group",
        panel="by_rows",
    ),
    Case(
        "settled/2/value",
        "maybe",
        "[[settled]] 01 3.1",
        "is settled with one of: yes, no, or a number",
        panel="by_rows",
    ),
    Case(
        "settled/2/value",
        "1.5",
        "[[settled]] 01 3.1",
        "lies outside the marks of this row",
        panel="by_rows",
    ),
    Case(
        "settled/2/row",
        "11",
        "[[settled]] 01 11",
        "there is no such row in the table",
        panel="by_rows",
    ),
    Case(
        "settled/2/candidate",
        "99",
        "[[settled]] 99 3.1",
        "there is no candidate 99",
        panel="by_rows",
    ),
    Case("settled/2/row", "4.2", "[[settled]] 01 4.2", "stands here twice", panel="by_rows"),
    warned(
        "settled/1",
        None,
        "[[candidates]] 01",
        "which choice applies is not settled in the groups 2",
        panel="by_rows",
    ),
    # what the rule makes impossible
    Case("rule/standardise", "yes", "[rule] standardise", "must be true or false"),
    Case(
        "weights/kind",
        "factor",
        "[weights] full",
        "factors can be rescaled for rows that do not apply only with full marks",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_panel_spoilt_in_one_place_gives_the_finding_of_that_place(
    case: Case, request: pytest.FixtureRequest, write: Write
) -> None:
    good = request.getfixturevalue(case.panel)
    expected = Finding(f"panel.toml: {case.place}", case.sentence, case.warning)
    assert expected not in check_file(write(good))
    assert expected in check_file(write(change(good, case.at, case.value)))
