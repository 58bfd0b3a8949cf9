"""Traps of the source documents about grades; each check is also run on what would fall in.

A twin hands the same check a wrong answer and must see it fail.
"""

import datetime
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.grade_check import grade_warnings, source_names, source_quotas
from reviewtui.tally.compute import compute
from reviewtui.tally.hints import (
    evaluations_in_a_row,
    hint_sentence,
    hints,
    information,
    years_in_a_row,
)
from reviewtui.tally.report import results_json
from reviewtui.tally.verdict import Verdict
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import totals
from tests.twins import twin

SOURCE = "会议纪要（示例）"
BANDS = [
    {"name": "优秀", "at_least": "9"},
    {"name": "合格", "at_least": "6"},
    {"name": "不合格", "at_least": "0"},
]
TWO_EVALUATIONS = """
[[consequences]]
id = "D-ZJ-05"
kind = "consecutive"
at = "五（四）"
quote = "连续两次绩效评价不合格的，予以摘牌"
grade = "不合格"
count = 2
unit = "evaluations"
"""
TWO_YEARS = """
[[consequences]]
id = "D-TT-04"
kind = "consecutive"
at = "第十八条"
quote = "连续2年考核评价为不合格的，取消省转化中心资格"
grade = "不合格"
count = 2
unit = "years"
"""
QUOTA = """
[[consequences]]
id = "D-PL-03"
kind = "quota"
at = "二（五）18"
quote = "对绩效评价优秀的全省重点实验室（比例不超过20%）"
grade = "优秀"
percent = "20"
applies_to = "key_lab"
"""
KINDS = """
[[kinds]]
code = "provincial_lab"
title = "省实验室"
at = "二（一）1"
quote = "省实验室体系和省技术创新中心体系围绕国家重大战略和我省经济社会发展重大需求"
[[kinds]]
code = "key_lab"
title = "全省重点实验室"
at = "二（五）18"
quote = "对绩效评价优秀的全省重点实验室（比例不超过20%）"
"""
KEY_LAB_MONEY = """
[[consequences]]
id = "M-PL-01"
kind = "money"
at = "二（五）18"
quote = "省财政连续三年给予每家不超过200万元资金补助"
grade = "优秀"
applies_to = "key_lab"
"""
THREE_GRADES = """
[[grade_lists]]
at = "第十六条（二）"
quote = "考核评价结果分为“优秀、合格、不合格”三个等级"
names = ["优秀", "合格", "不合格"]
"""


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def given(*texts: str, platform: str = "tic", candidates: int = 3, **grades: Any) -> Meeting:
    """One row of 10 points; what the source says is added to the table."""
    table = small_set(1, 1)
    table["set"]["platform"] = platform
    for text in texts:
        for key, value in tomllib.loads(text).items():
            table.setdefault(key, []).extend(value)
    found = meeting(1, candidates, table=table)
    found.data["panel"]["date"] = datetime.date(2026, 12, 8)
    return found.put("grades", grades) if grades else found


def result(found: Meeting, *marks: str) -> tuple[Panel, Sheet, Verdict]:
    panel, sheet = found.panel()
    numbered = {str(at): mark for at, mark in enumerate(marks, 1)}
    return panel, sheet, compute(panel, sheet, totals(numbered))


# TR-03


def ranking_only(found: Meeting) -> None:
    panel, sheet, verdict = result(found, "9.5", "7", "5")
    candidates: Any = results_json("s", panel, sheet, verdict)["candidates"]
    assert [item["rank"] for item in candidates] == [1, 2, 3]
    assert [item["grade"] for item in candidates] == [None, None, None]


def test_tr_03_without_lines_there_is_a_ranking_and_no_grade() -> None:
    ranking_only(given())


def test_tr_03_twin_lines_give_grades() -> None:
    twin(ranking_only, given(source=SOURCE, bands=BANDS))


# TR-20

Counting = Callable[[Panel, Candidate, str, str | None], tuple[str, ...]]


def record(*evaluations: tuple[str, int, str]) -> Meeting:
    """Candidate 1 with earlier evaluations: day, year, grade."""
    found = given(TWO_EVALUATIONS, TWO_YEARS, source=SOURCE, bands=BANDS)
    found.data["candidates"][0]["history"] = [
        {"date": datetime.date.fromisoformat(day), "year": year, "grade": grade}
        for day, year, grade in evaluations
    ]
    return found


def a_skipped_year_breaks_only_years(counting: tuple[Counting, Counting]) -> None:
    evaluations, years = counting
    panel, _sheet = record(("2024-12-10", 2024, "不合格")).panel()
    one = panel.candidate("1")
    assert evaluations(panel, one, "不合格", "不合格") == ("2024-12-10", "2026-12-08")
    assert years(panel, one, "不合格", "不合格") == ("2026",)
    panel, _sheet = record(("2025-12-10", 2025, "不合格")).panel()
    one = panel.candidate("1")
    assert len(evaluations(panel, one, "不合格", "不合格")) == 2
    assert years(panel, one, "不合格", "不合格") == ("2025", "2026")


def test_tr_20_two_evaluations_and_two_years_are_counted_differently() -> None:
    a_skipped_year_breaks_only_years((evaluations_in_a_row, years_in_a_row))


@pytest.mark.parametrize("counting", [evaluations_in_a_row, years_in_a_row])
def test_tr_20_twin_one_way_of_counting_for_both_is_wrong(counting: Counting) -> None:
    twin(a_skipped_year_breaks_only_years, (counting, counting))


def test_tr_20_the_hint_quotes_the_rule_and_names_no_decider_where_the_source_names_none() -> None:
    panel, _sheet, verdict = result(record(("2024-12-10", 2024, "不合格")), "5", "7", "9")
    said = [hint_sentence(hint) for hint in hints(panel, verdict.of("1"))]
    assert said == [
        "如按本次建议等次，连续2次评价为“不合格”（2024-12-10、2026-12-08）。"
        "原文：「连续两次绩效评价不合格的，予以摘牌」（五（四））；原文未写明由谁决定"
    ]
    assert hints(panel, verdict.of("2")) == ()


@pytest.mark.parametrize(
    ("history", "count"),
    [
        ([("2025-12-10", 2025, "合格")], 0),
        ([("2024-12-10", 2024, "不合格"), ("2025-12-10", 2025, "合格")], 0),
        ([("2026-03-01", 2025, "不合格")], 2),
        ([("2027-03-01", 2026, "不合格")], 0),
        ([], 0),
    ],
)
def test_tr_20_only_an_unbroken_row_on_record_is_hinted_at(
    history: list[tuple[str, int, str]], count: int
) -> None:
    panel, _sheet, verdict = result(record(*history), "5", "7", "9")
    assert len(hints(panel, verdict.of("1"))) == count


# TR-24

STATED = {
    "source": SOURCE,
    "bands": BANDS,
    "quotas": [{"grade": "优秀", "percent": "20", "source": SOURCE}],
}


def warned_of_a_quota(found: Meeting) -> None:
    panel, _sheet = found.panel()
    assert any("未对这类平台规定比例" in sentence for _place, sentence in grade_warnings(panel))
    assert source_quotas(panel) == ()


@pytest.mark.parametrize("platform", ["lab", "tic", "nrd", "ttc"])
def test_tr_24_the_quota_of_key_laboratories_is_no_other_platforms(platform: str) -> None:
    warned_of_a_quota(given(QUOTA, platform=platform, **STATED))


def test_tr_24_twin_for_key_laboratories_the_source_gives_it() -> None:
    found = given(QUOTA, platform="key_lab", **STATED)
    twin(warned_of_a_quota, found)
    assert [item.id for item in source_quotas(found.panel()[0])] == ["D-PL-03"]


def laboratories(*kinds: str) -> Meeting:
    """The table of laboratories before units of these kinds; "" is not said."""
    texts = (KINDS, QUOTA, KEY_LAB_MONEY)
    found = given(*texts, platform="lab", candidates=len(kinds), **STATED)
    for candidate, kind in zip(found.data["candidates"], kinds, strict=True):
        if kind:
            candidate["kind"] = kind
    return found


def test_tr_24_the_quota_is_the_kinds_of_unit_in_the_table_of_all_laboratories() -> None:
    panel, _sheet = laboratories("key_lab", "key_lab").panel()
    assert [item.id for item in source_quotas(panel)] == ["D-PL-03"]
    assert not any("未对这类平台规定比例" in sentence for _place, sentence in grade_warnings(panel))


@pytest.mark.parametrize("kinds", [("provincial_lab",), ("key_lab", "provincial_lab"), ("",)])
def test_tr_24_twin_the_quota_is_not_offered_where_a_unit_is_none_of_its_kind(
    kinds: tuple[str, ...],
) -> None:
    warned_of_a_quota(laboratories(*kinds))


def test_what_the_source_says_of_one_kind_of_unit_is_told_of_no_other() -> None:
    panel, _sheet, verdict = result(laboratories("key_lab", "provincial_lab", ""), "9", "9", "9")
    ours = [replace(item, grade="优秀") for item in verdict.candidates]
    assert [[hint.consequence.id for hint in hints(panel, item)] for item in ours] == [
        ["M-PL-01"],
        [],
        [],
    ]
    assert [item.id for item in information(panel)] == ["D-PL-03", "M-PL-01"]
    panel, _sheet = laboratories("provincial_lab").panel()
    assert information(panel) == ()


def test_tr_24_a_quota_in_the_source_does_nothing_that_the_panel_does_not_state() -> None:
    found = given(QUOTA, platform="key_lab", source=SOURCE, bands=BANDS)
    _panel, _sheet, verdict = result(found, "9.5", "9.4", "9.3")
    assert [item.grade for item in verdict.candidates] == ["优秀"] * 3
    assert verdict.quotas == ()


def test_tr_24_a_tie_at_the_line_is_told_with_its_numbers() -> None:
    found = given(QUOTA, platform="key_lab", candidates=5, **STATED)
    panel, sheet, verdict = result(found, "9.5", "9.5", "9.3", "7", "5")
    said: Any = results_json("s", panel, sheet, verdict)
    assert said["quotas"][0]["tied"] == ["1", "2"]
    assert [item["grade"] for item in said["candidates"]] == [None, None, "合格", "合格", "不合格"]
    assert said["candidates"][0]["grade_by_band"] == "优秀"
    assert said["candidates"][0]["grade_reasons"][0]["says"] == (
        "“优秀”按不超过5家的20%取整为1家；1号、2号并列在线上，其中1家可在比例之内，由组长提请专家组商定"
        f"（依据：{SOURCE}）"
    )
    assert "grade_reasons" not in said["candidates"][3]


# TR-33


def strange_names(found: Meeting) -> None:
    panel, _sheet = found.panel()
    assert any("良好" in sentence for _place, sentence in grade_warnings(panel))


def with_good(*texts: str) -> Meeting:
    bands = [*BANDS, {"name": "良好", "at_least": "8"}]
    return given(*texts, platform="ttc", source=SOURCE, bands=bands)


def test_tr_33_a_grade_that_the_source_does_not_name_is_warned_of() -> None:
    strange_names(with_good(THREE_GRADES))
    assert source_names(with_good(THREE_GRADES).panel()[0]) == ("优秀", "合格", "不合格")


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(lambda: with_good(), id="the source names no list"),
        pytest.param(
            lambda: given(THREE_GRADES, source=SOURCE, bands=BANDS), id="the source's own names"
        ),
    ],
)
def test_tr_33_twin_there_is_nothing_to_warn_of(found: Callable[[], Meeting]) -> None:
    twin(strange_names, found())
