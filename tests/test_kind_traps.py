"""Traps of the source documents about kinds of rows; each check is also run on what would fall in.

A twin hands the same check a wrong answer and must see it fail.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.domain.candidate_page import at_row, changes, text_of
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.panel import Panel
from reviewtui.domain.row_words import ask
from reviewtui.domain.same_rows import base_sentence, different_rows
from reviewtui.domain.sheet import Place, Sheet, reading_list
from reviewtui.domain.states import RowKind
from reviewtui.exchange.kind_check import kind_warnings
from reviewtui.exchange.stage_check import stage_warnings
from reviewtui.tally.compute import compute
from reviewtui.tally.wording import bases_sentence, different_rows_sentence
from tests.meeting import Meeting, built_in, meeting, small_set
from tests.tally.words import totals
from tests.twins import twin


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


# TR-05


def overlaid(**keys: Any) -> Meeting:
    """Two candidates on the provincial table; the task book took a group off the second."""
    found = meeting(2, 2, **keys)
    found.data["overlays"] = [
        {
            "candidate": "2",
            "row": "8",
            "change": "hide",
            "reason": "建设责任书约定第三年起考核",
            "document": "建设责任书第九条",
        }
    ]
    return found


def warned_and_rescaled(found: Meeting) -> None:
    panel, sheet = found.panel()
    assert "各对象评的指标不一致" in different_rows_sentence(panel, sheet)
    assert sheet.own_base("2") == 90
    assert "适用满分 90 分，总分折算到整表 100 分" in base_sentence(panel, sheet, "2")
    assert "2号 90" in bases_sentence(panel, sheet)
    (line,) = changes(panel, "2")
    assert "建设责任书约定第三年起考核" in line.text
    assert "建设责任书第九条" in line.text


def test_tr_05_rows_changed_for_one_candidate_are_told_and_its_base_printed() -> None:
    warned_and_rescaled(overlaid())


def test_tr_05_twin_with_the_same_rows_for_all_nothing_is_warned_of() -> None:
    twin(warned_and_rescaled, meeting(2, 2))


def test_tr_05_the_same_change_for_everybody_is_no_difference() -> None:
    found = overlaid().hide("1", "8")
    panel, sheet = found.panel()
    assert different_rows(panel, sheet) == ""
    assert base_sentence(panel, sheet, "1") != ""


def test_tr_05_a_change_is_told_at_its_row_the_group_above_and_the_rows_below() -> None:
    panel, _sheet = overlaid(granularity="rows").panel()
    assert [len(list(changes(panel, "2", row))) for row in ("8", "8.1", "7.1", "7")] == [1, 1, 0, 0]
    assert list(changes(panel, "1", "8")) == []


# TR-06


def staged(approved: str | None, **keys: Any) -> Meeting:
    found = meeting(1, 1, **keys)
    found.data["panel"]["date"] = datetime.date(2026, 12, 8)
    if approved:
        found.data["candidates"][0]["approved_on"] = datetime.date.fromisoformat(approved)
    return found


def judged_by(found: Meeting, choice: str) -> None:
    _panel, sheet = found.panel()
    assert sheet.candidates["1"].applies.get("1", "") == choice
    listed = [code for code, _title in reading_list(built_in(), sheet, "1", "1")]
    assert listed == ([choice] if choice else ["1.1", "1.2"])


@pytest.mark.parametrize(
    ("approved", "choice"),
    [
        ("2026-12-08", "1.1"),
        ("2024-12-08", "1.1"),
        ("2024-12-07", "1.2"),
        ("2015-01-01", "1.2"),
        ("2027-01-01", ""),
        (None, ""),
    ],
)
def test_tr_06_up_to_two_years_the_first_stage_applies_then_the_second(
    approved: str | None, choice: str
) -> None:
    judged_by(staged(approved), choice)


def test_tr_06_twin_a_day_later_the_first_stage_is_wrong() -> None:
    twin(lambda found: judged_by(found, "1.1"), staged("2024-12-07"))


def test_tr_06_what_the_organiser_settles_goes_before_the_years() -> None:
    found = staged("2020-01-01").settle("1", "1", "1.1")
    judged_by(found, "1.1")
    panel, sheet = found.panel()
    assert sheet.candidates["1"].defaulted == frozenset()
    assert list(stage_warnings(panel, sheet)) == []


def test_tr_06_check_says_what_was_taken_and_how_to_judge_otherwise() -> None:
    panel, sheet = staged("2025-12-08").panel()
    ((place, said),) = stage_warnings(panel, sheet)
    assert place == "[[settled]] 1"
    assert said == "按批复年限默认：1 按 1.1 评；要按别的一条评的，请另作核定"


def test_tr_06_a_default_leaves_the_hash_alone_and_a_settled_choice_does_not() -> None:
    """Sessions whose frozen table names stages were made before there was a default."""
    without = staged(None).panel()[1]
    assert staged("2025-12-08").panel()[1].hash == without.hash
    assert staged(None).settle("1", "1", "1.2").panel()[1].hash != without.hash


# TR-07


def counts_once(sheet: Sheet, found: Meeting) -> None:
    group = [row for row in sheet.rows if row.code == "2" or row.code.startswith("2.")]
    assert [row.code for row in group] == ["2"]
    full = dict.fromkeys((row.code for row in sheet.rows), "10")
    panel, _sheet = found.panel()
    assert sum(row.share for row in sheet.rows) == 10 * len(full)
    assert panel.table.row("2").kind is RowKind.ALTERNATIVES


def test_tr_07_one_of_the_alternatives_carries_the_one_full_mark() -> None:
    found = meeting(1, 1, granularity="rows").settle("1", "2", "2.2")
    panel, sheet = found.panel()
    counts_once(sheet, found)
    assert reading_list(panel.table, sheet, "1", "2") == [("2.2", panel.table.row("2.2").title)]


def test_tr_07_twin_as_plain_rows_each_would_count() -> None:
    table = small_set(2, 3)
    found = meeting(1, 1, granularity="rows", table=table)
    twin(lambda wrong: counts_once(wrong.panel()[1], wrong), found)


def test_tr_07_the_choices_that_do_not_apply_take_nothing_from_the_total() -> None:
    table = small_set(2, 3)
    table["rows"][4]["kind"] = "alternatives"
    found = meeting(1, 1, granularity="primaries", table=table).settle("1", "2", "2.3")
    panel, sheet = found.panel()
    assert compute(panel, sheet, totals({"1": "20"})).of("1").total == Fraction(20)


# TR-08


def settled_once(found: Meeting) -> None:
    _panel, sheet = found.panel()
    assert sheet.place("1", "4.2") is Place.SETTLED
    assert sheet.candidates["1"].settled.get("4.2") == 1000
    assert "4.2" not in {row.code for row in sheet.judged("1")}


def test_tr_08_a_fact_is_settled_once_and_asked_of_no_expert() -> None:
    settled_once(meeting(1, 1, granularity="rows").settle("1", "4.2", "yes"))


def test_tr_08_twin_a_fact_that_nobody_settled_is_asked() -> None:
    twin(settled_once, meeting(1, 1, granularity="rows"))


def test_tr_08_the_rows_that_are_facts_are_of_that_kind() -> None:
    table = built_in()
    facts = {row.code for row in table.rows if row.kind is RowKind.FACT}
    assert {"3.1", "3.2", "4.2", "4.3", "4.4", "4.5"} <= facts


# TR-09


def both_readings(table: IndicatorSet) -> None:
    row = table.row("5.2")
    assert "两种读法" in row.guidance
    assert "金额" in row.guidance
    assert "占比" in row.guidance
    assert any("依托建设单位" in text for _at, text in table.articles_of("5.2"))
    lines = [item for item in table.thresholds_of("5.2") if item.unit in ("%", "％")]
    assert lines == []


def test_tr_09_amount_and_share_are_asked_for_and_no_line_is_invented() -> None:
    both_readings(built_in())


def test_tr_09_twin_a_line_of_half_would_be_seen() -> None:
    table = built_in()
    line = table.thresholds[0]._replace(id="HALF", unit="%")
    row = table.row("5.2")._replace(thresholds=("HALF",))
    rows = tuple(row if item.code == "5.2" else item for item in table.rows)
    twin(both_readings, replace(table, rows=rows, thresholds=(*table.thresholds, line)))


# TR-10


def people_once(found: Meeting) -> None:
    panel, _sheet = found.panel()
    told = [text_of(line) for line in at_row(panel, "6", panel.candidate("1"))]
    assert sum("286" in text for text in told) == 1
    guidance = "".join(panel.table.row(code).guidance for code in ("6.1", "6.2", "6.3", "6.4"))
    assert "不再算" in guidance


def test_tr_10_people_are_declared_once_beside_the_whole_group() -> None:
    found = staged("2023-05-01")
    found.data["candidates"][0]["facts"] = {"innovation_staff": "286"}
    people_once(found)


def test_tr_10_twin_a_group_that_shows_no_people_is_found() -> None:
    twin(people_once, staged("2023-05-01"))


# TR-16


def both_texts(table: IndicatorSet) -> None:
    assert "两处不一致" in ask(meeting(1, 1, table=table).panel()[0], "3.2")
    assert any("领军企业" in text for _at, text in table.articles_of("3.2"))
    assert "高校院所" in table.row("3.2").title
    assert any("3.2" in caution for caution in table.cautions)


def test_tr_16_the_ningbo_row_and_its_article_stand_side_by_side() -> None:
    both_texts(built_in("nb-tic-draft"))


def test_tr_16_twin_the_provincial_table_has_no_such_gap() -> None:
    twin(both_texts, built_in())


# TR-23


def typed(kind: str) -> Meeting:
    found = meeting(1, 1, granularity="rows", table=built_in("zj-ttc-draft"), full="4")
    found.data["panel"]["review"] = "appraisal"
    found.data["candidates"][0]["kind"] = kind
    return found


def suggestions(panel: Panel) -> list[str]:
    return [place.split()[-1] for place, _sentence in kind_warnings(panel)]


def asks_about(found: Meeting, *rows: str) -> None:
    panel, sheet, _findings = found._read()
    assert suggestions(panel) == list(rows)
    assert Place.NOT_APPLICABLE not in sheet.candidates["1"].places


def test_tr_23_what_is_meant_for_other_kinds_is_suggested_and_nothing_happens_by_itself() -> None:
    asks_about(typed("proof_of_concept"), "6.4", "7.1.2")
    asks_about(typed("pilot"), "7.1.1")
    asks_about(typed("service"))


def test_tr_23_twin_all_kinds_alike_would_be_seen() -> None:
    twin(lambda found: asks_about(found, "6.4", "7.1.2"), typed("service"))


def test_tr_23_one_entry_confirms_each_suggestion() -> None:
    found = typed("proof_of_concept").settle("1", "6.4", "not_applicable").hide("1", "7.1.2")
    panel, sheet, _findings = found._read()
    assert suggestions(panel) == []
    assert sheet.place("1", "7.1.2") is Place.NOT_APPLICABLE
