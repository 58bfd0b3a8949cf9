"""Rule, weights, grades and texts of a panel: each fault has its place and its sentence."""

import pytest

from reviewtui.domain.findings import Finding
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import read_panel
from reviewtui.exchange.check import check_file
from reviewtui.exchange.panel_check import panel_warnings
from tests.exchange.conftest import Document, Write, change, plain_set
from tests.exchange.spoiling import NUMBER, Case, warned
from tests.meeting import BUILT_IN, built_in

EVERYBODY = "01, 02, 03, 04, 05, 06, 07, 08"
FACTS = (
    "the desk has not settled the facts {rows} of {candidates}: every expert will mark them; "
    "settle them, or leave them to the experts"
)


def open_facts(data: Document) -> list[tuple[str, str]]:
    """What is said of facts that are not settled, in a panel of the table of 2022."""
    findings: list[Finding] = []
    panel = read_panel(data, built_in(), "p", findings)
    sheet = make_sheet(panel, "p", findings)
    return [
        (item.place.removeprefix("p: "), item.sentence)
        for item in panel_warnings(panel, sheet, "p")
        if "settled the facts" in item.sentence
    ]


def minus_panel(points: dict[str, str]) -> Document:
    """A panel on the table `own.toml` beside it."""
    return {
        "panel": {"id": "p", "title": "评审", "review": "annual", "set": "own.toml"},
        "rule": {"granularity": "primaries", "order": "by_expert", "average": "mean"},
        "weights": {"kind": "points", "source": "纪要", "of": points},
        "experts": [{"code": "01", "name": "甲"}],
        "candidates": [{"code": "1", "name": "某中心"}],
    }


CASES = [
    Case("panel/id", None, "[panel] id", "is missing"),
    Case(
        "panel/id",
        "浙江",
        "[panel] id",
        "“浙江” is no code: only A-Z, a-z, 0-9, dot, underline and hyphen",
    ),
    Case("panel/title", " ", "[panel] title", "is empty"),
    Case("panel/title", 7, "[panel] title", "must be a text in quotation marks"),
    Case(
        "panel/review",
        None,
        "[panel] review",
        "is missing; one of: appraisal, annual, midterm, acceptance",
    ),
    Case(
        "panel/review",
        "年度",
        "[panel] review",
        "“年度” is not known; one of: appraisal, annual, midterm, acceptance",
    ),
    Case("panel/set", None, "[panel] set", "is missing"),
    Case(
        "panel/set",
        "zj-tic-2020",
        "[panel] set",
        f"there is no indicator set “zj-tic-2020”; there are: {', '.join(BUILT_IN)} "
        "(or name the file of your own set)",
    ),
    Case(
        "panel/date", "8 December", "[panel] date", "“8 December” is not a date such as 2026-12-08"
    ),
    warned(
        "panel/date",
        None,
        "[panel] date",
        "is missing: no threshold can be tested and the prints will carry no date",
    ),
    Case("panel/organizer", "x", "[panel] organizer", "is not a known key; mistyped?"),
    Case("weight", {}, "weight", "is not a known key; mistyped?"),
    Case("panel", 3, "[panel]", "a table is expected here"),
    Case("experts", {"code": "01"}, "experts", "must be a list of tables: [[experts]]"),
    Case("panel/trial", "yes", "[panel] trial", "must be true or false"),
    # text that breaks screens, prints and privacy
    Case(
        "panel/title",
        "评审\ue010",
        "[panel] title",
        "private-use character U+E010: it shows as a box on other machines",
    ),
    Case("panel/title", "评审\x07", "[panel] title", "control character U+0007"),
    Case(
        "panel/title",
        "评审\u202e",
        "[panel] title",
        "invisible character U+202E: it can turn or hide text",
    ),
    Case(
        "experts/1/name",
        "林望舒 33010619600101001X",
        "[[experts]] 02 name",
        "looks like an 18-digit identity number; it must not stand in a file",
    ),
    Case(
        "candidates/2/unit",
        "－15－",
        "[[candidates]] 03 unit",
        "looks like a page mark that was copied with the text",
    ),
    # rule
    Case("rule/order", None, "[rule] order", "is missing"),
    Case("rule/average", None, "[rule] average", "is missing"),
    Case("rule/step", "0", "[rule] step", "the step must be more than 0"),
    Case("rule/step", 0.5, "[rule] step", f"“0.5” {NUMBER}"),
    Case(
        "rule/step",
        "3",
        "[rule] step 1",
        "the full mark 10 cannot be reached in steps of 3",
    ),
    Case("rule/round/totals", 2, "[rule.round] totals", "is not a rounding stage"),
    Case(
        "rule/round/row",
        2,
        "[rule.round] row",
        'order = "by_expert" has no such stage; it has: weighted_row, primary, expert_total, '
        "total, standard",
    ),
    Case("rule/round/total", 11, "[rule.round] total", "must be a whole number from 0 to 10"),
    Case(
        "rule/by_row",
        ["5"],
        "[rule] by_row",
        'belongs to granularity = "mixed", and is required there',
    ),
    Case("rule/trim", {"drop": 1}, "[rule] trim", 'belongs to average = "trimmed"'),
    Case(
        "rule/trim/least",
        2,
        "[rule.trim] least",
        "must leave a mark after dropping: more than twice drop",
        panel="ningbo",
    ),
    Case("rule/by_row", ["5.1"], "[rule] by_row", "5.1 is no primary indicator", panel="ningbo"),
    Case("rule/scale", "levels", "[rule] levels", "marks given by level need the list of levels"),
    Case("rule/levels", [["优", "950"]], "[rule] levels", "a level lies between 0 and 100 percent"),
    Case("rule/levels", [["优"]], "[rule] levels", 'each level is ["name", "percent"]'),
    Case("rule/levels", "优", "[rule] levels", 'each level is ["name", "percent"]'),
    Case("rule/levels", [["优", "95"], ["优", "85"]], "[rule] levels", "level 优 occurs twice"),
    Case(
        "rule/rows",
        {"6.4": {"step": "1"}},
        "[rule.rows] 6.4",
        "is not a scored row at this granularity",
    ),
    Case("rule/rows", {"6": {"step": "0"}}, "[rule.rows.6] step", "the step must be more than 0"),
    warned(
        "rule/standardise",
        True,
        "[rule.round] standard",
        "the places of standard scores are not stated; they are not rounded",
    ),
    # weights
    Case(
        "weights/source",
        None,
        "[weights] source",
        "weights without a source line (document number or minutes) are refused: "
        "the source documents give none",
    ),
    Case("weights/of/6", None, "[weights.of] 6", "this row has no weight"),
    Case("weights/of/11", "5", "[weights.of] 11", "there is no such row in the table"),
    Case("weights/of/6.1", "5", "[weights.of] 6.1", "is not a scored row at this granularity"),
    Case("weights/of/6", 15, "[weights.of] 6", f"“15” {NUMBER}"),
    Case("weights/of/6", "0", "[weights.of] 6", "must be more than 0"),
    Case("weights/of/6", "0", "[weights.of] 6", "leaves no mark to give"),
    Case("weights/of/6", "15.005", "[weights.of] 6", "a full mark has at most two places"),
    Case(
        "weights/full/6",
        "15",
        "[weights] full",
        'with kind = "points" the weights are the full marks',
    ),
    Case(
        "weights/full/1",
        "0",
        "[weights.full] 1",
        "a full mark is more than 0, with at most two places",
        panel="ningbo",
    ),
    warned("weights/of/6", "13", "[weights.of]", "the full marks sum to 98, not to 100"),
    Case(
        "weights/of/5.1",
        "20",
        "[weights.of] 5",
        "the shares of 5.1, 5.2, 5.3, 5.4, 5.5 sum to 95, not to 100",
        panel="ningbo",
    ),
    Case(
        "weights/of/1",
        "9",
        "[weights.of]",
        "the shares of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 sum to 101, not to 100",
        panel="ningbo",
    ),
    # grades
    Case("grades/source", None, "[grades] source", "grade lines need a source line"),
    Case("grades/bands/1/name", "优秀", "[grades] bands", "grade 优秀 occurs twice"),
    Case("grades/bands/1/at_least", "90", "[grades] bands", "two grades begin at 90"),
    Case("grades/bands/1/at_least", None, "[[grades.bands]] 合格 at_least", "is missing"),
    warned(
        "grades/bands/0/at_least",
        "190",
        "[[grades.bands]] 优秀 at_least",
        "nobody can reach 190: the full marks sum to 100",
    ),
    warned("grades/bands/2", None, "[[grades.bands]]", "a total below 60 gets no grade"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_panel_spoilt_in_one_place_gives_the_finding_of_that_place(
    case: Case, request: pytest.FixtureRequest, write: Write
) -> None:
    good = request.getfixturevalue(case.panel)
    expected = Finding(f"panel.toml: {case.place}", case.sentence, case.warning)
    assert expected not in check_file(write(good))
    assert expected in check_file(write(change(good, case.at, case.value)))


def test_a_missing_weight_is_one_finding_and_no_word_about_the_sum(
    annual: Document, ningbo: Document, write: Write
) -> None:
    for good, code in ((annual, "6"), (ningbo, "5.1")):
        before = check_file(write(good))
        found = check_file(write(change(good, f"weights/of/{code}")))
        assert [item for item in found if item not in before] == [
            Finding(f"panel.toml: [weights.of] {code}", "this row has no weight")
        ]


def test_facts_that_nobody_settled_are_named_with_the_candidates(by_rows: Document) -> None:
    settled = [item for item in by_rows["settled"] if item["row"] != "3.1"]
    found = [said for place, said in open_facts(by_rows | {"settled": settled})]
    assert found == [FACTS.format(rows="3.1, 3.2", candidates=EVERYBODY)]
    settled = [
        item for item in by_rows["settled"] if (item["row"], item["candidate"]) != ("3.1", "02")
    ]
    by_rows["settled"] = [*settled, {"candidate": "01", "row": "3.2", "value": "1"}]
    assert open_facts(by_rows) == [
        ("[[settled]] 02 3.1", FACTS.format(rows="3.1, 3.2", candidates="02")),
        ("[[settled]] 03 3.2", FACTS.format(rows="3.2", candidates="03, 04, 05, 06, 07, 08")),
    ]
    by_rows["panel"]["trial"] = True
    assert open_facts(by_rows) == []


def test_a_row_that_only_deducts_and_has_no_full_mark_is_one_finding(write: Write) -> None:
    table = plain_set()
    more = {"guidance": "按通报扣", "source": "一"}
    table["rows"].append(
        {"code": "3", "title": "扣分", "min": "-5", "max": "0", "counts_in_sum": False} | more
    )
    write(table, "own.toml")
    found = check_file(write(minus_panel({"1": "50", "2": "50"})))
    sentence = "this row has no weight; it only deducts, so its full mark is 0"
    assert [item for item in found if not item.warning] == [
        Finding("panel.toml: [weights.of] 3", sentence)
    ]
    assert not [
        item
        for item in check_file(write(minus_panel({"1": "50", "2": "50", "3": "0"})))
        if not item.warning
    ]


@pytest.mark.parametrize("review", ["anual", None])
def test_an_unknown_review_type_is_one_finding_and_no_guess_about_rows(
    write: Write, review: str | None
) -> None:
    """Which rows take marks hangs on the review type: the transfer centre has others for each."""
    data = minus_panel({"B": "50", "D": "30", "F": "20"})
    data["panel"] = {**data["panel"], "set": "zj-ttc-draft"}
    if review is None:
        del data["panel"]["review"]
    else:
        data["panel"]["review"] = review
    faults = [item for item in check_file(write(data)) if not item.warning]
    assert [item.place.rpartition(": ")[2] for item in faults] == ["[panel] review"]
