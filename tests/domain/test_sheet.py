"""The sheet: which rows are marked, what they are worth, and what its hash notices."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.gates import gates_below
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import read_panel
from reviewtui.domain.rule import Scale, rule_hash
from reviewtui.domain.sheet import Place, Sheet, reading_list
from tests.meeting import Meeting, meeting, small_set


def codes(sheet: Sheet) -> list[str]:
    return [row.code for row in sheet.rows]


def places(sheet: Sheet, candidate: str) -> dict[str, Place]:
    return dict(zip(codes(sheet), sheet.candidates[candidate].places, strict=True))


def small(**rule: Any) -> Meeting:
    """Two candidates on two primaries of three rows each, scored row by row."""
    return meeting(2, 2, granularity="rows", table=small_set(), **rule)


@pytest.mark.parametrize(
    ("granularity", "more", "count"),
    [
        ("primaries", {}, 10),
        ("rows", {}, 40),
        ("mixed", {"by_row": ["5", "6"]}, 19),
        ("mixed", {"by_row": ["1"]}, 10),
    ],
)
def test_the_provincial_table_has_ten_or_forty_marks_or_a_mixture(
    granularity: str, more: dict[str, Any], count: int
) -> None:
    _panel, sheet = meeting(granularity=granularity, **more).panel()
    assert len(sheet.rows) == count
    assert len(set(codes(sheet))) == count


def test_a_group_of_alternatives_is_one_row_and_counts_once() -> None:
    _panel, sheet = meeting(granularity="rows").panel()
    assert codes(sheet)[:5] == ["1", "2", "3.1", "3.2", "3.3"]
    assert sum(row.share for row in sheet.rows) == 400


def test_gates_carry_no_mark_and_deeper_trees_are_scored_at_their_leaves() -> None:
    table = small_set(1, 2)
    table["rows"][1]["kind"] = "gate"
    table["rows"].append({"code": "1.2.1", "parent": "1.2", "title": "三级"})
    table["rows"].append({"code": "2", "title": "单独一级"})
    _panel, sheet = meeting(granularity="rows", table=table).panel()
    assert codes(sheet) == ["1.2.1", "2"]
    assert [row.primary for row in sheet.rows] == ["1", "2"]


def test_a_hidden_primary_takes_all_its_rows_along_for_that_candidate_only() -> None:
    _panel, sheet = small().hide("1", "2").panel()
    assert [code for code, place in places(sheet, "1").items() if place is Place.JUDGED] == [
        "1.1",
        "1.2",
        "1.3",
    ]
    assert set(places(sheet, "2").values()) == {Place.JUDGED}
    assert len(sheet.judged("1")) == 3


def test_a_row_hidden_below_a_scored_primary_leaves_only_the_reading_list() -> None:
    _panel, sheet = meeting(2, 2, table=small_set()).hide("1", "2.1").panel()
    assert set(places(sheet, "1").values()) == {Place.JUDGED}
    assert sheet.candidates["1"].hidden == {"2.1"}


def test_a_reworded_row_has_its_own_title_for_that_candidate() -> None:
    _panel, sheet = (
        small()
        .put(
            "overlays",
            [
                {
                    "candidate": "1",
                    "row": "1.1",
                    "change": "reword",
                    "title": "改后",
                    "reason": "责任书",
                }
            ],
        )
        .panel()
    )
    assert sheet.title("1", "1.1", "原来") == "改后"
    assert sheet.title("2", "1.1", "原来") == "原来"


def test_an_added_row_is_judged_for_its_candidate_and_outside_the_common_base() -> None:
    added = {
        "candidate": "1",
        "row": "1.9",
        "change": "add",
        "title": "新增",
        "reason": "责任书",
        "full": "5",
    }
    _panel, sheet = small().put("overlays", [added]).panel()
    row = sheet.row("1.9")
    assert (row.added, row.primary, row.full) == (True, "1", 500)
    assert places(sheet, "1")["1.9"] is Place.JUDGED
    assert places(sheet, "2")["1.9"] is Place.NOT_APPLICABLE
    assert sum(row.share for row in sheet.rows if not row.added) == 60


def test_settled_rows_carry_the_desks_mark_and_nobody_elses() -> None:
    _panel, sheet = (
        small()
        .settle("1", "1.1", "yes")
        .settle("1", "1.2", "no")
        .settle("1", "1.3", "7.5")
        .settle("2", "1", "3")
        .panel()
    )
    assert sheet.candidates["1"].settled == {"1.1": 1000, "1.2": 0, "1.3": 750}
    assert [row.code for row in sheet.judged("1")] == ["2.1", "2.2", "2.3"]
    assert len(sheet.judged("2")) == 6, "a primary that is not scored settles nothing"


def test_the_choice_of_a_group_is_kept_by_candidate() -> None:
    _panel, sheet = meeting(granularity="rows").settle("1", "2", "2.3").panel()
    assert sheet.candidates["1"].applies == {"2": "2.3"}
    assert places(sheet, "1")["2"] is Place.JUDGED
    assert sheet.candidates["2"].applies == {}


def test_points_are_worth_themselves() -> None:
    _panel, sheet = small().panel()
    row = sheet.row("1.1")
    assert (row.low, row.top, row.full, row.worth, row.share) == (
        0,
        1000,
        1000,
        Fraction(1, 100),
        10,
    )


def test_percents_and_levels_are_worth_their_part_of_the_full_mark() -> None:
    for scale in ({"scale": "percent"}, {"scale": "levels", "levels": [["优", "95"]]}):
        _panel, sheet = small(**scale).panel()
        row = sheet.row("1.1")
        assert (row.top, row.full) == (10_000, 1000)
        assert row.worth * row.top == row.share == 10


def test_shares_multiply_down_the_tree() -> None:
    shares = {"1": "40", "2": "60"} | {
        f"{p}.{r}": v for p in "12" for r, v in zip("123", ("50", "30", "20"), strict=True)
    }
    built = small(scale="percent").put(
        "weights", {"kind": "share", "source": "会议纪要（示例）", "of": shares}
    )
    _panel, sheet = built.panel()
    assert [row.share for row in sheet.rows] == [20, 12, 8, 30, 18, 12]
    assert all(row.worth * row.top == row.share for row in sheet.rows)


def test_factors_multiply_what_is_typed() -> None:
    built = small().put(
        "weights",
        {
            "kind": "factor",
            "source": "会议纪要（示例）",
            "of": {f"{p}.{r}": "0.8" for p in "12" for r in "123"},
            "full": {f"{p}.{r}": "10" for p in "12" for r in "123"},
        },
    )
    _panel, sheet = built.panel()
    assert {row.worth for row in sheet.rows} == {Fraction(8, 1000)}
    assert {row.share for row in sheet.rows} == {Fraction(8)}


def test_a_row_may_have_its_own_scale_and_step_from_the_table_or_the_rule() -> None:
    table = small_set()
    table["rows"][1]["scale"] = "yes_no"
    table["rows"][2] |= {"scale": "percent", "step": "5"}
    built = meeting(granularity="rows", table=table).rule(
        rows={"1.2": {"scale": "points", "step": "2"}}
    )
    _panel, sheet = built.panel()
    assert (sheet.row("1.1").scale, sheet.row("1.1").step) == (Scale.YES_NO, 1000)
    assert (sheet.row("1.2").scale, sheet.row("1.2").step) == (Scale.POINTS, 200)
    assert sheet.row("1.3").step == 50


def test_rows_that_only_deduct_have_no_full_mark() -> None:
    table = small_set()
    table["rows"][1] |= {"min": "-5", "max": "0", "counts_in_sum": False}
    built = meeting(granularity="rows", table=table)
    built.data["weights"]["of"]["1.1"] = "0"
    _panel, sheet = built.panel()
    row = sheet.row("1.1")
    assert (row.low, row.top, row.worth, row.share, row.counts) == (
        -500,
        0,
        Fraction(1, 100),
        0,
        False,
    )


SAME = {
    "the name of a candidate": lambda d: d["candidates"][0].update(name="改名"),
    "the unit of an expert": lambda d: d["experts"][0].update(unit="别处"),
    "an expert more": lambda d: d["experts"].append({"code": "99", "name": "候补"}),
    "the chair": lambda d: d["experts"][0].update(role="chair"),
    "the title and the day": lambda d: d["panel"].update(title="改", organiser="改"),
    "the average": lambda d: d["rule"].update(average="median"),
    "the rounding": lambda d: d["rule"].update(round={"total": 3}),
    "the source line": lambda d: d["weights"].update(source="另一份"),
    "a settled value": lambda d: d["settled"][0].update(value="no"),
    "a recusal": lambda d: d.update(recusals=[{"expert": "01", "candidate": "1"}]),
    "a fact": lambda d: d["candidates"][0].update(facts={"x": "1"}),
}
OTHER = {
    "a full mark": lambda d: d["weights"]["of"].update({"1.1": "9"}),
    "the step": lambda d: d["rule"].update(step="1"),
    "the scale": lambda d: d["rule"].update(scale="percent"),
    "the granularity": lambda d: (
        d["rule"].update(granularity="primaries"),
        d["weights"].update(of={"1": "10", "2": "10"}),
        d.update(settled=[]),
    ),
    "the code of a candidate": lambda d: d["candidates"][1].update(code="9"),
    "a candidate less": lambda d: d["candidates"].pop(),
    "a hidden row": lambda d: d.update(
        overlays=[{"candidate": "2", "row": "1.2", "change": "hide", "reason": "x"}]
    ),
    "a reworded row": lambda d: d.update(
        overlays=[{"candidate": "2", "row": "1.2", "change": "reword", "title": "x", "reason": "x"}]
    ),
    "which rows are settled": lambda d: d["settled"][0].update(row="1.2"),
}  # fmt: skip


def changed(change: Any) -> Sheet:
    built = small().settle("1", "1.1", "yes")
    change(built.data)
    return built.panel()[1]


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_the_sheets_hash_does_not_notice(change: Any) -> None:
    assert changed(change).hash == changed(lambda _data: None).hash


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_the_sheets_hash_notices(change: Any) -> None:
    assert changed(change).hash != changed(lambda _data: None).hash


def test_which_alternative_applies_is_part_of_the_sheet() -> None:
    hashes = {
        meeting(granularity="rows").settle("1", "1", value).panel()[1].hash
        for value in ("1.1", "1.2")
    }
    assert len(hashes) == 2


def test_the_hash_does_not_hang_on_the_order_of_keys_in_the_file() -> None:
    built = small()
    before = built.panel()[1].hash
    built.data["weights"]["of"] = dict(reversed(built.data["weights"]["of"].items()))
    built.data = dict(reversed(built.data.items()))
    assert built.panel()[1].hash == before


def test_the_frozen_panel_makes_the_same_sheet_and_rule_again() -> None:
    panel, sheet = small().settle("1", "1.1", "yes").hide("2", "2.2").recuse("01", "1").panel()
    findings: list = []
    again = read_panel(panel.data, panel.table, "session", findings)  # type: ignore[arg-type]
    assert findings == []
    assert again == panel
    assert make_sheet(again, "session", findings).hash == sheet.hash
    assert rule_hash(again.rule) == rule_hash(panel.rule)


RULE_CHANGES = {
    "average": lambda d: d["rule"].update(average="median"),
    "order": lambda d: d["rule"].update(order="by_indicator"),
    "rounding": lambda d: d["rule"].update(round={"total": 3}),
    "weights": lambda d: d["weights"]["of"].update({"1.1": "9"}),
    "source": lambda d: d["weights"].update(source="另一份"),
    "not applicable": lambda d: d["rule"].update(not_applicable="leave_out"),
    "unable": lambda d: d["rule"].update(unable="renormalise"),
    "early leave": lambda d: d["rule"].update(early_leave="count_none"),
    "grades": lambda d: d.update(
        grades={"source": "x", "bands": [{"name": "优秀", "at_least": "90"}]}
    ),
}


@pytest.mark.parametrize("change", RULE_CHANGES.values(), ids=RULE_CHANGES)
def test_the_rules_hash_notices(change: Any) -> None:
    built = small()
    before = rule_hash(built.panel()[0].rule)
    change(built.data)
    assert rule_hash(built.panel()[0].rule) != before


@settings(max_examples=50)
@given(
    st.sets(st.tuples(st.sampled_from("12"), st.sampled_from(["1", "1.1", "1.2", "2.3"]))),
    st.sets(st.tuples(st.sampled_from("12"), st.sampled_from(["1.1", "2.1", "2.3"]))),
)
def test_every_row_of_a_candidate_is_in_exactly_one_place(
    hidden: set[tuple[str, str]], settled: set[tuple[str, str]]
) -> None:
    built = small()
    for candidate, row in sorted(hidden):
        built.hide(candidate, row)
    for candidate, row in sorted(settled):
        built.settle(candidate, row, "yes")
    _panel, sheet = built.panel()
    for candidate in "12":
        for code, place in places(sheet, candidate).items():
            gone = {(candidate, code), (candidate, code.split(".")[0])} & hidden
            if gone:
                assert place is Place.NOT_APPLICABLE
            elif (candidate, code) in settled:
                assert place is Place.SETTLED
            else:
                assert place is Place.JUDGED


def deducting(kind: str, of: dict[str, str], full: dict[str, str] | None = None) -> Meeting:
    """Row 1.1 takes off up to 5 points; rows 1.2 and 1.3 are plain."""
    table = small_set(1)
    table["rows"][1] |= {"min": "-5", "max": "0", "counts_in_sum": False}
    weights = {"kind": kind, "source": "会议纪要（示例）", "of": of}
    return meeting(2, 2, granularity="rows", table=table).put(
        "weights", weights | ({"full": full} if full else {})
    )


def test_rows_that_only_deduct_take_points_off_under_shares_too() -> None:
    built = deducting("share", {"1": "100", "1.1": "0", "1.2": "40", "1.3": "60"})
    _panel, sheet = built.panel()
    row = sheet.row("1.1")
    assert (row.low, row.top, row.full) == (-500, 0, 0)
    assert (row.worth, row.share) == (Fraction(1, 100), 0)
    assert sum(row.share for row in sheet.rows) == 100


@pytest.mark.parametrize("first", [{}, {"1.1": "0"}])
def test_rows_that_only_deduct_count_times_their_factor(first: dict[str, str]) -> None:
    of = {"1.1": "0.8", "1.2": "1", "1.3": "1"}
    _panel, sheet = deducting("factor", of, first | {"1.2": "10", "1.3": "10"}).panel()
    row = sheet.row("1.1")
    assert (row.top, row.full, row.worth, row.share) == (0, 0, Fraction(8, 1000), 0)


def test_a_full_mark_of_0_belongs_to_rows_that_deduct() -> None:
    of = {"1.1": "0.8", "1.2": "1", "1.3": "1"}
    found = deducting("factor", of, {"1.1": "0", "1.2": "0", "1.3": "10"}).findings()
    assert [item.place for item in found] == [
        "panel.toml: [weights.full] 1.2",
        "panel.toml: [weights.of] 1.2",
    ]


def test_a_row_that_deducts_and_counts_in_the_sum_is_found_under_shares() -> None:
    built = deducting("share", {"1": "100", "1.1": "40", "1.2": "30", "1.3": "30"})
    table = small_set(1)
    table["rows"][1] |= {"min": "-5", "max": "0"}
    built.table = meeting(granularity="rows", table=table).table
    assert [item.sentence for item in built.findings()] == [
        "a row that only deducts must not count in the sum: the file of the indicator set says so "
        "with counts_in_sum = false"
    ]


def test_rows_outside_the_sum_are_outside_the_hundred_of_their_siblings() -> None:
    table = small_set(1)
    table["rows"][1] |= {"max": "5", "counts_in_sum": False}
    table["rows"] += [
        {"code": "9", "title": "加分", "counts_in_sum": False},
        {"code": "9.1", "parent": "9", "title": "加分", "max": "5"},
    ]
    of = {"1": "100", "1.1": "5", "1.2": "40", "1.3": "60", "9": "100", "9.1": "3"}
    weights = {"kind": "share", "source": "会议纪要（示例）", "of": of}
    _panel, sheet = meeting(granularity="rows", table=table).put("weights", weights).panel()
    assert {row.code: row.share for row in sheet.rows} == {
        "1.1": 0,
        "1.2": 40,
        "1.3": 60,
        "9.1": 0,
    }
    assert sheet.row("1.1").worth * 500 == 5
    assert sheet.row("9.1").worth * 500 == 3


FACTORS = {"1.1": "1", "1.2": "1", "2.1": "1", "2.2": "1"}
LACKING = "[weights] full"


@pytest.mark.parametrize(
    ("rule", "hidden", "found"),
    [
        ({}, False, 0),
        ({}, True, 1),
        ({"not_applicable": "leave_out"}, True, 0),
        ({"unable": "renormalise"}, False, 1),
        ({"unable": "renormalise"}, True, 2),
        ({"unable": "renormalise", "not_applicable": "leave_out"}, True, 1),
        ({"unable": "renormalise", "order": "by_indicator"}, False, 0),
        ({"unable": "renormalise", "order": "by_indicator"}, True, 1),
    ],
)
def test_factors_need_full_marks_where_something_is_rescaled(
    rule: dict[str, str], hidden: bool, found: int
) -> None:
    built = meeting(2, 2, granularity="rows", table=small_set(2, 2), **rule)
    built.put("weights", {"kind": "factor", "source": "会议纪要（示例）", "of": FACTORS})
    if hidden:
        built.hide("1", "1.1")
    assert [item.place for item in built.findings()] == [f"panel.toml: {LACKING}"] * found
    built.data["weights"]["full"] = dict.fromkeys(FACTORS, "10")
    assert built.findings() == []


def of_review() -> Meeting:
    """An annual evaluation; row 1.1 and primary 2 are listed for acceptance only."""
    table = small_set()
    for at in (1, 4):
        table["rows"][at]["reviews"] = ["acceptance"]
    table["rows"][2]["reviews"] = ["acceptance", "annual"]
    return meeting(2, 2, granularity="rows", table=table)


def test_rows_of_other_review_types_are_outside_the_sheet() -> None:
    built = of_review()
    _panel, sheet = built.panel()
    assert codes(sheet) == ["1.2", "1.3"]
    assert sheet.candidates["1"].hidden == {"1.1", "2", "2.1", "2.2", "2.3"}
    built.data["panel"]["review"] = "acceptance"
    built.data["weights"]["of"] = dict.fromkeys(["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"], "10")
    assert len(built.panel()[1].rows) == 6


def test_a_weight_for_a_row_of_another_review_type_is_found() -> None:
    built = of_review()
    built.data["weights"]["of"] |= {"1.1": "10", "2.1": "10"}
    assert [(item.place, item.sentence) for item in built.findings()] == [
        (f"panel.toml: [weights.of] {code}", "does not belong to this review type")
        for code in ("1.1", "2.1")
    ]


def test_an_added_row_stands_after_its_siblings_and_for_its_own_candidate_only() -> None:
    table = small_set(2, 2)
    table["rows"].insert(2, {"code": "1.1.1", "parent": "1.1", "title": "三级"})
    table["rows"].insert(3, {"code": "1.1.2", "parent": "1.1", "title": "三级"})
    overlay = {"candidate": "2", "change": "add", "full": "5", "reason": "责任书"}
    found = meeting(1, 2, granularity="rows", table=table).put(
        "overlays",
        [
            overlay | {"row": "1.9", "parent": "1", "title": "加一条"},
            overlay | {"row": "1.1.9", "parent": "1.1", "title": "再加一条"},
        ],
    )
    _panel, sheet = found.panel()
    own = ["1.1.1", "1.1.2", "1.2", "2.1", "2.2"]
    assert [sheet.rows[at].code for at in sheet.own_order("1")] == own
    theirs = ["1.1.1", "1.1.2", "1.1.9", "1.2", "1.9", "2.1", "2.2"]
    assert [sheet.rows[at].code for at in sheet.own_order("2")] == theirs
    assert [row.code for row in sheet.judged("2")] == theirs
    assert [row.code for row in sheet.rows] == [*own, "1.9", "1.1.9"], "the frozen order stays"


def test_a_gate_is_nothing_to_bear_in_mind_while_marking() -> None:
    table = small_set(1, 2)
    table["rows"].append({"code": "1.3", "parent": "1", "title": "合规", "kind": "gate"})
    panel, sheet = meeting(1, 1, table=table).panel()
    assert [code for code, _title in reading_list(panel.table, sheet, "1", "1")] == ["1.1", "1.2"]
    assert [gate.row.code for gate in gates_below(panel, "1", "1")] == ["1.3"]
