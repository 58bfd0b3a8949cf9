"""The figures of the source documents: what is tested, when, how, and what never is.

A test named after a trap has a twin: its body, run against a wrong variant, must fail.
"""

import datetime
import itertools
import json
import tomllib
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain import testing
from reviewtui.domain.candidate_page import sections, text_of
from reviewtui.domain.facts import Fact
from reviewtui.domain.fields import Reader
from reviewtui.domain.findings import Finding
from reviewtui.domain.indicator_set import read_set
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Candidate, Settled
from reviewtui.domain.requirement_words import fact_text, outcome_text, requirement, target_text
from reviewtui.domain.states import Outcome, Review
from reviewtui.domain.testing import Untested, outcome, untested, years_later
from reviewtui.domain.threshold import (
    Basis,
    DutyOf,
    Operator,
    Purpose,
    Reach,
    Stage,
    Strength,
    Threshold,
    read_threshold,
)
from reviewtui.tally.compute import compute
from tests.meeting import BUILT_IN, ROOT, Meeting, built_in, meeting, small_set
from tests.twins import twin

DAY: Final = datetime.date(2028, 12, 31)
LONG_AGO: Final = datetime.date(2010, 1, 1)
LISTED: Final = ROOT.parent / "shared" / "domain" / "thresholds.json"
SOFT: Final = (Strength.SOFT, Strength.DOUBTFUL, Strength.RELAXATION)
SIDES: Final = {
    ">=": (False, True, True),
    "<=": (True, True, False),
    ">": (False, False, True),
    "<": (True, False, False),
    "==": (False, True, False),
    "between": (False, True, False),
}
"""Whether a number below, on and above the line is on the right side."""


def in_the_files() -> dict[str, Threshold]:
    """Every threshold of every table that is shipped."""
    found = {}
    for path in sorted((ROOT / "indicator_sets").glob("*.toml")):
        findings: list[Finding] = []
        table = read_set(tomllib.loads(path.read_text("utf-8")), path.name, findings)
        assert table is not None, findings
        found |= {item.id: item for item in table.thresholds}
    return found


STAGES: Final = {
    "within_2_years_of_approval": "within_2_years",
    "within_5_years_of_approval": "within_5_years",
    "end_of_construction_period": "end_of_period",
    "5_year_construction_period": "construction_period",
    "3_years": "three_years",
}


def from_the_list(item: dict[str, Any]) -> Threshold:
    """A threshold of the extraction, written as a table would and read as the program does."""
    low, high = item["value"] if isinstance(item["value"], list) else (item["value"], None)
    relaxed = item["strength"] == "relaxation"
    table = {
        "id": item["id"],
        "metric": item["metric"],
        "label": item["metric_zh"],
        "role": item["role"],
        "operator": item["operator"],
        "value": ("yes" if low else "no") if item["unit"] == "bool" else str(low),
        "unit": item["unit"].split(" ")[0],
        "stage": STAGES.get(item["stage"], item["stage"]),
        "strength": item["strength"].replace("hard_conditional", "conditional"),
        "basis": item["basis"],
        "scope": item["scope"],
        "quote": item["quote"],
    }
    table |= {"to": str(high)} if high is not None else {}
    table |= {"duty_of": item["duty_of"]} if item["duty_of"] else {}
    table |= {"condition": item["condition"]} if item.get("condition") else {}
    table |= {"relaxes": item["id"].removesuffix("-DIGITAL")} if relaxed else {}
    findings: list[Finding] = []
    threshold = read_threshold(Reader(table, "list:", findings))
    assert findings == []
    return threshold


def listed() -> dict[str, Threshold]:
    """The extraction where it is at hand."""
    if not LISTED.is_file():
        return {}
    items = json.loads(LISTED.read_text("utf-8"))["thresholds"]
    return {item["id"]: from_the_list(item) for item in items}


FILES: Final = in_the_files()
LIST: Final = listed()
DUTIES: Final = {key: item for key, item in (LIST | FILES).items() if item.candidates_duty}


def test_the_extraction_is_at_hand_and_thirty_three_of_its_thresholds_are_tested() -> None:
    if not LIST:
        pytest.skip(f"NOT CHECKED AGAINST THE EXTRACTION: {LISTED} is not there")
    assert len(LIST) == 62
    assert sum(item.candidates_duty for item in LIST.values()) == 33


def at(threshold: Threshold, value: Fraction) -> Outcome:
    """The outcome of a declared number, every stage long due."""
    text = ("有" if value else "无") if threshold.yes_no else decimal_text(value) + threshold.unit
    one = Candidate("1", "示例", "", LONG_AGO, 5, {threshold.metric: Fact(text)})
    early = threshold.stage in testing.AT_THE_APPRAISAL
    return outcome(threshold, one, Review.APPRAISAL if early else Review.ANNUAL, DAY)


def holds_its_line(threshold: Threshold, said: str | None = None) -> None:
    """Below, on and above the line, by the operator the words stand for."""
    below, on, above = SIDES[said or threshold.operator.value]
    missed = Outcome.MISSED_SOFT if threshold.strength in SOFT else Outcome.MISSED
    grain, top = Fraction(1, 100), threshold.to or threshold.value
    cases = [(threshold.value, on), (top, on), (top + grain, above)]
    if threshold.value > 0:
        cases.append((threshold.value - grain, below))
    if threshold.yes_no:
        cases = [(threshold.value, True), (1 - threshold.value, False)]
    for value, right in cases:
        assert at(threshold, value) is (Outcome.MET if right else missed), value


@pytest.mark.parametrize("key", DUTIES)
def test_every_duty_is_tested_below_on_and_above_its_line(key: str) -> None:
    duty = DUTIES[key]
    holds_its_line(duty)
    mutants = {
        ">=": Operator.MORE_THAN,
        "<=": Operator.LESS_THAN,
        "==": Operator.AT_LEAST,
        "between": Operator.AT_LEAST,
        ">": Operator.AT_LEAST,
        "<": Operator.AT_MOST,
    }
    if duty.yes_no:
        flipped = duty._replace(value=1 - duty.value)
        assert at(flipped, duty.value) is not Outcome.MET
        return
    mutant = duty._replace(operator=mutants[duty.operator.value])
    twin(lambda wrong: holds_its_line(wrong, duty.operator.value), mutant)


TESTED: Final = frozenset(
    f"{source}-{line}"
    for source in ("ZJ", "NB")
    for line in (
        "INV-2Y", "INV-5Y", "STAFF-2Y", "STAFF-5Y", "TEAM-2Y", "TEAM-5Y",
        "BASE-END", "PARTNER-END", "INCUB-END", "SERVED-END",
    )
) | {
    "PL-DIRECTIONS", "PL-DUAL", "PL-REG",
    "TTC-AREA", "TTC-AREA-DIGITAL", "TTC-EQUIP", "TTC-EQUIP-DIGITAL", "TTC-CREDIT",
    "TTC-ETHICS", "TTC-ONE-INDUSTRY", "TTC-PILOT", "TTC-SAFETY", "TTC-YEARS",
}  # fmt: skip
"""The thirty-three lines that are duties of a candidate, as one reads them in the sources."""


def test_the_tables_hold_the_thirty_three_duties_and_all_that_the_extraction_lists() -> None:
    assert len(TESTED) == 33
    assert {key for key, item in FILES.items() if item.candidates_duty} == TESTED
    assert LIST.keys() <= FILES.keys()


def document(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "indicator_sets" / f"{name}.toml").read_text("utf-8"))


def only_duties_are_tested(data: dict[str, Any]) -> None:
    """Whatever a candidate declares, at any review, before and after every day that is due."""
    findings: list[Finding] = []
    table = read_set(data, "set.toml", findings)
    assert table is not None
    for review, day, value in itertools.product(
        Review, (datetime.date(2024, 6, 1), DAY), ("0", "1000000")
    ):
        built = declared(
            meeting(1, 1, table=table),
            **{
                item.metric: ("无" if value == "0" else "有")
                if item.yes_no
                else f"{value}{item.unit}"
                for item in table.thresholds
            },
        )
        built.data["panel"] |= {"review": review.value, "date": day}
        built.data["candidates"][0]["approved_on"] = datetime.date(2023, 6, 1)
        panel, _sheet, _findings = built._read()
        found = testing.of_candidate(panel, panel.candidate("1"))
        assert len(found) == len(table.thresholds)
        assert {item.threshold.id for item in found if item.outcome is not None} <= TESTED
        assert all(item.untested for item in found if item.threshold.id not in TESTED)


def others_figures(name: str) -> list[int]:
    """Places of a table's thresholds that are no duty of a candidate and could be tested."""
    return [
        at
        for at, item in enumerate(document(name).get("thresholds", ()))
        if item["id"] not in TESTED and item["operator"] != "~="
    ]


@pytest.mark.parametrize("name", [name for name in BUILT_IN if not others_figures(name)])
def test_a_table_without_figures_of_others_tests_duties_only(name: str) -> None:
    only_duties_are_tested(document(name))


@pytest.mark.parametrize("name", [name for name in BUILT_IN if others_figures(name)])
def test_tr_32_no_table_tests_a_target_a_trigger_or_the_duty_of_another(name: str) -> None:
    only_duties_are_tested(document(name))
    wrong = document(name)
    mine = {"role": "duty", "duty_of": "candidate", "scope": "centre", "strength": "hard"}
    wrong["thresholds"][others_figures(name)[0]] |= mine
    twin(only_duties_are_tested, wrong)


@pytest.mark.parametrize("key", LIST)
def test_what_is_no_duty_of_a_candidate_is_never_tested(key: str) -> None:
    item = LIST[key]
    assert (untested(item) is None) is item.candidates_duty


def a_table(*thresholds: dict[str, Any], **row: Any) -> dict[str, Any]:
    """A small table whose row 1.1 carries the given thresholds."""
    data = small_set(1, 2)
    basics = {
        "label": "数",
        "operator": ">=",
        "value": "5000",
        "unit": "平方米",
        "strength": "soft",
    }
    data["thresholds"] = [basics | {"metric": "area"} | item for item in thresholds]
    data["rows"][1] |= {"thresholds": [item["id"] for item in thresholds]} | row
    return data


RELAXABLE: Final = (
    {"id": "AREA", "stage": "recognition"},
    {
        "id": "AREA-D",
        "stage": "recognition",
        "strength": "relaxation",
        "relaxes": "AREA",
        "value": "2000",
    },
)
DECISION: Final = {
    "candidate": "1",
    "threshold": "AREA-D",
    "reason": "属数字经济",
    "decided_by": "示例处",
    "document": "会议纪要1号",
}


def outcomes_of(built: Meeting) -> dict[str, testing.Tested]:
    panel, _sheet = built.panel()
    return {item.threshold.id: item for item in testing.of_candidate(panel, panel.candidate("1"))}


def declared(built: Meeting, **facts: Any) -> Meeting:
    built.data["candidates"][0]["facts"] = facts
    return built


def test_tr_12_in_principle_is_a_soft_miss_and_without_these_words_a_miss() -> None:
    def body(thresholds: dict[str, Threshold]) -> None:
        assert at(thresholds["ZJ-STAFF-2Y"], Fraction(299)) is Outcome.MISSED_SOFT
        assert at(thresholds["ZJ-INV-5Y"], Fraction("24.99")) is Outcome.MISSED_SOFT
        assert at(thresholds["ZJ-BASE-END"], Fraction(2)) is Outcome.MISSED

    body(FILES)
    swapped = {Strength.SOFT: Strength.HARD, Strength.HARD: Strength.SOFT}
    for key in ("ZJ-STAFF-2Y", "ZJ-BASE-END"):
        twin(body, FILES | {key: FILES[key]._replace(strength=swapped[FILES[key].strength])})


def test_tr_13_between_two_and_five_years_the_later_line_is_not_due() -> None:
    def body(thresholds: dict[str, Threshold]) -> None:
        one = Candidate(
            "1", "示例", "", datetime.date(2025, 12, 31), 3, {"innovation_staff": Fact("299")}
        )
        said = [
            outcome(thresholds[key], one, Review.ANNUAL, DAY - datetime.timedelta(days=1))
            for key in ("ZJ-STAFF-2Y", "ZJ-STAFF-5Y", "ZJ-BASE-END")
        ]
        assert said == [Outcome.MISSED_SOFT, Outcome.NOT_DUE, Outcome.NOT_DUE]
        on_the_day = outcome(thresholds["ZJ-BASE-END"], one, Review.ANNUAL, DAY)
        assert on_the_day is Outcome.NO_DATA, "a construction period of three years ends today"

    body(FILES)
    for key, stage in (
        ("ZJ-STAFF-2Y", Stage.WITHIN_5_YEARS),
        ("ZJ-STAFF-5Y", Stage.WITHIN_2_YEARS),
        ("ZJ-BASE-END", Stage.WITHIN_5_YEARS),
    ):
        twin(body, FILES | {key: FILES[key]._replace(stage=stage)})


@given(st.dates(), st.integers(0, 30), st.integers(0, 30))
def test_years_add_up_and_never_turn_the_order_of_days(
    day: datetime.date, first: int, more: int
) -> None:
    later = years_later(day, first)
    assert later >= day or later.year == datetime.MAXYEAR
    assert years_later(day, first + more) >= later or later.year == datetime.MAXYEAR
    if (day.month, day.day) != (2, 29) and day.year + first + more <= datetime.MAXYEAR:
        assert years_later(later, more) == years_later(day, first + more)
        assert (later.month, later.day) == (day.month, day.day)


def test_tr_14_ten_hundred_million_passes_and_fifty_fails_where_more_is_asked_for() -> None:
    share = FILES["NB-FUND-RATE"]._replace(
        purpose=Purpose.DUTY, operator=Operator.MORE_THAN, value=Fraction(50), stage=Stage.ALWAYS
    )

    def body(thresholds: tuple[Threshold, Threshold]) -> None:
        at_least, more_than = thresholds
        assert at(at_least, Fraction(10)) is Outcome.MET
        assert at(more_than, Fraction(50)) is Outcome.MISSED
        assert at(more_than, Fraction("50.01")) is Outcome.MET

    right = (FILES["ZJ-INV-2Y"], share)
    body(right)
    twin(body, (right[0]._replace(operator=Operator.MORE_THAN), share))
    twin(body, (right[0], share._replace(operator=Operator.AT_LEAST)))


def test_tr_14_about_gives_no_line_and_a_range_includes_both_its_ends() -> None:
    about = FILES["ZJ-STAFF-2Y"]._replace(operator=Operator.ABOUT)
    assert untested(about) is Untested.ABOUT
    with pytest.raises(ValueError, match="ZJ-STAFF-2Y"):
        testing.holds(about, Fraction(300))

    def body(between: Threshold) -> None:
        said = [at(between, Fraction(number)) is Outcome.MET for number in range(4)]
        assert said == [False, True, True, False]

    line = FILES["ZJ-TEAM-5Y"]._replace(
        operator=Operator.BETWEEN, value=Fraction(1), to=Fraction(2)
    )
    body(line)
    twin(body, line._replace(operator=Operator.AT_LEAST))
    twin(body, line._replace(to=Fraction(3)))


def test_tr_15_a_cumulative_figure_says_so_and_keeps_its_day() -> None:
    fact = Fact("480", datetime.date(2026, 6, 30), "申报书 31 页")

    def body(threshold: Threshold) -> None:
        text = fact_text(testing.Tested(threshold, fact, Outcome.MET, None))
        assert text == "480 firms (cumulative, as of 2026-06-30, 申报书 31 页)"

    assert FILES["ZJ-SERVED-END"].basis is Basis.CUMULATIVE
    assert FILES["ZJ-PARTNER-END"].basis is Basis.POINT_IN_TIME
    body(FILES["ZJ-SERVED-END"])
    twin(body, FILES["ZJ-PARTNER-END"])


def test_tr_21_a_relaxation_applies_only_where_somebody_decided_it() -> None:
    def body(built: Meeting) -> None:
        found = outcomes_of(built)
        assert found["AREA"].outcome is None
        assert found["AREA"].untested is Untested.RELAXED
        assert found["AREA-D"].outcome is Outcome.MET
        for word in ("示例处", "会议纪要1号", "属数字经济"):
            assert word in outcome_text(found["AREA-D"])

    def built(**more: Any) -> Meeting:
        made = declared(meeting(1, 2, table=a_table(*RELAXABLE)), area="3000平方米")
        made.data["relaxations"] = [DECISION | more]
        return made

    body(built())
    twin(body, built(candidate="2"))
    undecided = built()
    del undecided.data["relaxations"]
    twin(body, undecided)
    found = outcomes_of(undecided)
    assert found["AREA"].outcome is Outcome.MISSED_SOFT
    assert found["AREA-D"].untested is Untested.RELAXATION


def test_tr_21_a_relaxation_without_who_and_why_or_of_a_line_that_has_none_is_refused() -> None:
    for spoilt, words in (
        ({"decided_by": ""}, "is empty"),
        ({"reason": ""}, "is empty"),
        ({"threshold": "AREA"}, "name the relaxed line itself: AREA-D"),
        ({"threshold": "LAND"}, "threshold LAND is not in this table"),
        ({"candidate": "9"}, "there is no candidate 9"),
    ):
        built = meeting(1, 1, table=a_table(*RELAXABLE)).put("relaxations", [DECISION | spoilt])
        assert words in " ".join(map(str, built.findings()))
    built = meeting(1, 1, table=a_table({"id": "AREA"})).put(
        "relaxations", [DECISION | {"threshold": "AREA"}]
    )
    assert "the source has no relaxation" in " ".join(map(str, built.findings()))


def test_tr_22_a_doubtful_line_is_tested_as_soft_and_the_doubt_is_told() -> None:
    doubt = "「原则上」是否也管设备原值，文件可作两种理解。"
    lines = {"id": "EQUIP", "strength": "doubtful", "caution": doubt}

    def body(strength: str) -> None:
        table = a_table(lines | {"strength": strength})
        found = outcomes_of(declared(meeting(1, 1, table=table), area="4999"))
        assert found["EQUIP"].outcome is Outcome.MISSED_SOFT
        assert found["EQUIP"].threshold.caution == doubt
        assert "in principle (this can be read both ways)" in requirement(found["EQUIP"].threshold)

    body("doubtful")
    twin(body, "hard")


def test_tr_32_a_number_of_the_province_is_never_a_test_of_a_centre() -> None:
    line = FILES["ZJ-STAFF-2Y"]._replace(purpose=Purpose.TARGET, reach=Reach.PROVINCE)

    def body(threshold: Threshold) -> None:
        assert untested(threshold) is Untested.PROVINCE

    body(line)
    twin(body, line._replace(purpose=Purpose.DUTY, reach=Reach.CENTRE))
    assert untested(line._replace(purpose=Purpose.DUTY)) is Untested.PROVINCE
    assert untested(line._replace(reach=Reach.NAMED_UNIT)) is Untested.NAMED_UNIT


def test_tr_36_the_own_target_stands_beside_the_value_with_an_exact_rate() -> None:
    def body(fact: Fact) -> None:
        assert fact.rate() == Fraction(6, 5)
        assert target_text(fact) == "250 人, completion 120%"

    body(Fact("300人", target="250 人"))
    twin(body, Fact("250人", target="300 人"))
    assert Fact("1.2亿元", target="10000万元").rate() == Fraction(6, 5)
    assert Fact("2", target="3").rate() == Fraction(2, 3)
    assert target_text(Fact("2", target="3")) == "3, completion approximately 66.67%"
    assert Fact("2人", target="3家").rate() is None
    assert Fact("2", target="0").rate() is None
    assert Fact("2").rate() is None


def test_a_duty_of_the_local_government_stands_at_its_row_untested() -> None:
    panel, _sheet = meeting().panel()
    one = panel.candidate("1")
    found = {item.threshold.id: item for item in testing.at_row(panel, "5.3", one)}
    assert found["ZJ-FUND-MATCH"].threshold.duty_of is DutyOf.LOCAL_GOVERNMENT
    assert found["ZJ-FUND-MATCH"].untested is Untested.LOCAL_GOVERNMENT
    assert found["ZJ-FUND-CAP"].untested is Untested.ENTITLEMENT
    assert {item.threshold.id for item in testing.tested(panel, "5.3", one)} == {
        "ZJ-INV-2Y",
        "ZJ-INV-5Y",
    }


@pytest.mark.parametrize(
    ("holds", "expected"),
    [(None, Outcome.NO_DATA), (True, Outcome.MISSED), (False, None)],
)
def test_a_condition_binds_only_once_it_is_settled(
    holds: bool | None, expected: Outcome | None
) -> None:
    line = {
        "id": "ETHICS",
        "metric": "ethics",
        "unit": "bool",
        "operator": "==",
        "value": "yes",
        "strength": "conditional",
        "condition": "涉及科技伦理敏感领域",
        "stage": "recognition",
    }
    built = declared(meeting(1, 1, table=a_table(line)), ethics="无")
    if holds is not None:
        settled = {"candidate": "1", "row": "1.1", "holds": holds, "reason": "不涉及生命科学"}
        built.put("conditions", [settled])
    found = outcomes_of(built)["ETHICS"]
    assert found.outcome is expected
    if holds is None:
        assert "涉及科技伦理敏感领域" in outcome_text(found)
    if holds is False:
        assert found.untested is Untested.CONDITION
        assert "不涉及生命科学" in outcome_text(found)


def test_a_gate_that_the_desk_settled_as_not_applicable_settles_its_condition() -> None:
    line = {"id": "PILOT", "strength": "conditional", "condition": "具备中试熟化服务功能"}
    built = declared(meeting(1, 1, table=a_table(line, kind="gate")), area="1")
    assert outcomes_of(built)["PILOT"].outcome is Outcome.NO_DATA
    panel, _sheet = built.panel()
    one = panel.candidate("1")
    for value, expected in (("not_applicable", None), ("pass", Outcome.MISSED)):
        settled = (Settled("1", "1.1", value, "无中试装置"),)
        found = testing.of_candidate(replace(panel, settled=settled), one)
        assert found[0].outcome is expected


def test_a_condition_for_a_row_without_one_is_refused() -> None:
    built = meeting(1, 1, table=a_table({"id": "AREA"}))
    for row, words in (("1.2", "under no condition"), ("7", "there is no row 7")):
        built.put("conditions", [{"candidate": "1", "row": row, "holds": True, "reason": "x"}])
        assert words in " ".join(map(str, built.findings()))


def test_at_an_appraisal_the_applicant_is_tested_and_what_will_be_built_is_a_promise() -> None:
    lines = [
        {"id": stage, "stage": stage, "metric": stage}
        for stage in ("recognition", "plan", "operation", "annual", "within_2_years", "always")
    ]
    built = declared(meeting(1, 1, table=a_table(*lines)), **{it["id"]: "1" for it in lines})
    built.data["panel"] |= {"review": "appraisal"}
    found = {key: item.outcome for key, item in outcomes_of(built).items()}
    tested = {"recognition", "plan"}
    assert {key for key, said in found.items() if said is Outcome.MISSED_SOFT} == tested
    assert {key for key, said in found.items() if said is Outcome.COMMITMENT} == set(found) - tested


def test_a_line_whose_row_another_review_uses_is_not_tested() -> None:
    table = a_table({"id": "AREA", "stage": "recognition"}, reviews=["appraisal"])
    built = declared(meeting(1, 1, table=table), area="1")
    assert outcomes_of(built)["AREA"].untested is Untested.OTHER_REVIEW


def test_a_duty_that_no_row_carries_stands_on_the_candidates_page() -> None:
    table = a_table({"id": "DIRECTIONS", "operator": "between", "value": "1", "to": "2"})
    table["rows"][1]["thresholds"] = []
    panel, sheet = declared(meeting(1, 1, table=table), area="3").panel()
    found = {one.heading: one for one in sections(panel, sheet, panel.candidate("1"))}
    lines = [
        text_of(entry) for entry in found["Requirements that no row of the table carries"].entries
    ]
    assert lines[-1].endswith("in principle from 1 to 2 平方米: below the requirement in principle")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("to", "6000", "the upper end belongs to “between”"),
        ("strength", "conditional", "needs its condition"),
        ("strength", "relaxation", "names the threshold it relaxes"),
        ("relaxes", "AREA", "names the threshold it relaxes"),
        ("role", "wish", "“wish” is not known"),
        ("unit", "bool", "must be “yes” or “no”"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_a_finding(key: str, value: str, words: str) -> None:
    findings: list[Finding] = []
    read_set(a_table({"id": "AREA", key: value}), "set.toml", findings)
    assert words in " ".join(map(str, findings))


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("有", "bool", 1),
        ("是", "bool", 1),
        ("无", "bool", 0),
        ("否", "bool", 0),
        ("1", "bool", None),
        ("50%", "%", 50),
        ("50", "%", None),
        ("2倍", "倍", 2),
        ("2", "倍", 2),
        ("30个月", "年", Fraction(5, 2)),
        ("0.5万平方米", "平方米", 5000),
        ("30天", "日", 30),
        ("2000万元", "万元/年", 2000),
        ("0.2亿元/年", "万元/年", 2000),
        ("2000万元/月", "万元/年", None),
        ("2000", "万元/年", None),
        ("无", "起", None),
    ],
)
def test_a_fact_is_read_in_the_unit_of_its_line_or_not_at_all(
    text: str, unit: str, amount: int | None
) -> None:
    assert Fact(text).amount(unit) == amount


def test_a_requirement_is_said_in_words() -> None:
    line = FILES["ZJ-STAFF-2Y"]
    assert requirement(line) == "within 2 years of approval in principle at least 300 people"
    relaxed = line._replace(strength=Strength.RELAXATION, stage=Stage.RECOGNITION)
    assert requirement(relaxed) == "to be recognised where relaxed at least 300 people"


@settings(max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from(sorted({item.metric for item in built_in().thresholds})),
        st.one_of(st.integers(0, 10**6).map(str), st.sampled_from(["30亿元", "无", "约3"])),
    ),
    st.integers(0, 1000),
)
def test_no_fact_ever_changes_a_total(facts: dict[str, str], mark: int) -> None:
    def totals(built: Meeting, given_mark: int) -> list[Fraction | None]:
        panel, sheet = built.panel()
        marks = {
            one.code: CandidateMarks([given_mark] * len(sheet.rows)) for one in panel.candidates
        }
        experts = [ExpertMarks(one.code, marks) for one in panel.experts]
        return [one.total for one in compute(panel, sheet, experts).candidates]

    assert totals(declared(meeting(3, 2), **facts), mark) == totals(meeting(3, 2), mark)
    assert totals(meeting(3, 2), mark) != totals(meeting(3, 2), mark + 50), "marks do count"
