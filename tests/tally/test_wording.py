"""The rule in sentences, in both languages."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.tally.wording import rule_sentences
from tests.meeting import Meeting, meeting, small_set

FULL = {"1.1": "10", "1.2": "10"}


@pytest.fixture(autouse=True)
def _language_is_put_back() -> Iterator[None]:
    before = locales.language()
    yield
    locales.use(before)


def sentences(given: Meeting, language: str) -> str:
    panel, sheet = given.panel()
    locales.use(language)
    return "\n".join(rule_sentences(panel, sheet))


def rows(**rule: Any) -> Meeting:
    return meeting(1, 2, granularity="rows", table=small_set(1, 2), **rule)


def test_chinese_sentences_say_gaps_and_rounding_as_offices_print_them() -> None:
    text = sentences(rows(round={"total": 2}), "zh")
    assert "回避、缺席不计入份数，不按0分计" in text
    assert "四舍五入保留两位小数（不采用 GB/T 8170 修约）" in text
    assert "权重来源：会议纪要（示例）" in text


def test_the_english_sentences_name_every_stage_that_rounds() -> None:
    text = sentences(rows(round={"weighted_row": 1, "expert_total": 0, "total": 2}), "en")
    assert "each weighted row to one decimal place" in text
    assert "each expert's total to a whole number" in text
    assert "the total to two decimal places" in text
    assert "GB/T 8170" in text


def test_grade_lines_stand_with_their_source() -> None:
    bands = [{"name": "优秀", "at_least": "90"}, {"name": "合格", "at_least": "60"}]
    text = sentences(rows().put("grades", {"source": "通知第3条", "bands": bands}), "en")
    assert "优秀 from 90 points; 合格 from 60 points" in text
    assert "通知第3条" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_has_whole_sentences_without_a_gap(language: str) -> None:
    end = "。" if language == "zh" else "."
    for order, average, kind, gaps, scale in product(
        ("by_expert", "by_indicator"),
        ("mean", "trimmed", "median"),
        ("points", "share", "factor"),
        (("renormalise", "no_total", "count_none"), ("leave_out", "renormalise", "count_finished")),
        ("points", "percent", "levels", "yes_no"),
    ):
        given = rows(
            order=order,
            average=average,
            not_applicable=gaps[0],
            unable=gaps[1],
            early_leave=gaps[2],
            scale=scale,
            standardise=order == "by_expert",
            round={"standard": 4, "total": 2} if order == "by_expert" else {},
        )
        if scale == "levels":
            given.rule(levels=[["优", "95"], ["良", "85"]])
        if kind == "share":
            of = {"1": "100", "1.1": "50", "1.2": "50"}
            given.put("weights", {"kind": kind, "source": "s", "of": of})
        if kind == "factor":
            given.put("weights", {"kind": kind, "source": "s", "of": FULL, "full": FULL})
        panel, sheet = given.settle("1", "1.1", "yes").panel()
        locales.use(language)
        for sentence in rule_sentences(panel, sheet):
            assert sentence.endswith(end), sentence
            assert "{" not in sentence
