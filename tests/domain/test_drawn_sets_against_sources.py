"""The tables drawn from documents that print none, held against these documents."""

import re
import unicodedata
from typing import Any

import pytest

from reviewtui.domain.consequence import ConsequenceKind, CountedIn
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.states import RowKind
from tests.domain.test_sets_against_sources import bare, needs_sources, read, whole_text
from tests.meeting import BUILT_IN, built_in

pytestmark = needs_sources

DOCUMENTS = {
    "zj-ttc-draft": "S003",
    "zj-lab-draft": "S004",
    "zj-tic-system-draft": "S004",
    "zj-nrd-draft": "S004",
    "zj-locality-2018": "S001",
    "zj-zone-2018": "S001",
}
DRAWN = pytest.mark.parametrize(("name", "document"), DOCUMENTS.items())
PLATFORMS = pytest.mark.parametrize(
    ("name", "system", "own"),
    [("zj-lab-draft", "lab", 8), ("zj-tic-system-draft", "tic", 6), ("zj-nrd-draft", "nrd", 10)],
)
KINDS = {
    "graded": RowKind.JUDGEMENT,
    "graded_vs_task_book": RowKind.MEASURED,
    "quantitative_support": RowKind.MEASURED,
    "fact_then_graded": RowKind.FACT,
    "fact_check": RowKind.FACT,
}
"""The kinds of the extraction as the five of the design; every gate_… is a gate."""
ONE_WORD = {
    "annual": "money",
    "funding": "money",
    "funding_negative_list": "money",
    "fail_once": "fail",
    "veto": "bar_excellent",
}
"""Kinds of the extraction that have another word here; all others have the same."""


def kind_of(word: str) -> RowKind:
    return RowKind.GATE if word.startswith("gate") else KINDS[word]


def check_row(table: IndicatorSet, item: dict[str, Any]) -> None:
    row = table.row(item["code"])
    assert (row.title, row.title_en, row.source, row.quote) == (
        item["title"],
        item["title_en"],
        item["source_at"],
        item["quote"],
    )
    assert row.kind is kind_of(item["kind"]), row.code
    assert list(row.parts) == item.get("parts", []), row.code


@DRAWN
def test_articles_and_quotes_are_verbatim(name: str, document: str) -> None:
    text, table = whole_text(document), built_in(name)
    told = [*table.articles.values(), *(row.quote for row in table.rows)]
    told += [item.quote for item in table.thresholds]
    told += [item.quote.text for item in (*table.consequences, *table.grade_lists, *table.kinds)]
    assert [part for part in told if bare(part) not in text] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_article_begins_with_its_own_number(name: str) -> None:
    for at, text in built_in(name).articles.items():
        last = re.findall(r"第[^条]+条|（[^）]+）|\d+$|[一二三]$", at)[-1]
        assert unicodedata.normalize("NFKC", text).startswith(
            unicodedata.normalize("NFKC", last)
        ), at


def test_the_transfer_centre_has_the_thirty_rows_of_the_extraction() -> None:
    listed, table = read("domain", "transfer_center.json"), built_in("zj-ttc-draft")
    assert table.title == listed["title"]
    items = [item for group in listed["groups"] for item in group["items"]]
    assert [row.code for row in table.leaves()] == [item["code"] for item in items]
    assert len(items) == listed["item_count"] == 30
    for item in items:
        check_row(table, item)
        assert list(table.row(item["code"]).thresholds) == item.get("thresholds", [])
        if "parent" in item:
            assert table.row(table.row(item["code"]).parent).title == item["parent"]
    for group in listed["groups"]:
        row = table.row(group["code"])
        assert (row.title, row.title_en) == (group["title"], group["title_en"])
    (grades,) = table.grade_lists
    assert list(grades.names) == listed["grading"]["grades"]
    assert {kind.quote.text for kind in table.kinds} == {listed["types_quote"]}


def test_the_money_of_each_grade_is_shown_in_the_words_of_the_draft() -> None:
    grading = read("domain", "transfer_center.json")["grading"]
    quoted = {item.quote.text for item in built_in("zj-ttc-draft").consequences}
    wanted = {line for grade in grading["per_grade"] for line in grade["funding"]}
    wanted |= {grading["per_grade"][0]["local"]}
    assert wanted <= quoted


@PLATFORMS
def test_a_platform_system_has_the_common_rows_and_its_own(
    name: str, system: str, own: int
) -> None:
    listed, table = read("domain", "platforms_2023.json"), built_in(name)
    common, specific = listed["common"], listed["specific"][system]
    assert (len(common), len(specific)) == (19, own)
    assert {row.code for row in table.leaves()} == {item["code"] for item in common + specific}
    for item in common + specific:
        check_row(table, item)


def test_the_figures_are_those_of_the_extraction() -> None:
    listed = {item["id"]: item for item in read("domain", "thresholds.json")["thresholds"]}
    words = {
        "within_2_years_of_approval": "within_2_years",
        "within_5_years_of_approval": "within_5_years",
        "end_of_construction_period": "end_of_period",
        "5_year_construction_period": "construction_period",
        "3_years": "three_years",
        "hard_conditional": "conditional",
    }
    met = set()
    for name in BUILT_IN:
        for own in built_in(name).thresholds:
            if own.id.startswith("LOC-"):
                continue
            item = listed[own.id]
            met.add(own.id)
            value = item["value"] if isinstance(item["value"], list) else [item["value"]]
            assert [own.value, *([] if own.to is None else [own.to])] == value, own.id
            assert own.quote == item["quote"], own.id
            assert own.source == item["source_at"], own.id
            assert own.metric == item["metric"].replace("-", "_"), own.id
            assert own.operator.value == item["operator"], own.id
            assert own.stage.value == words.get(item["stage"], item["stage"]), own.id
            assert own.strength.value == words.get(item["strength"], item["strength"]), own.id
            assert own.basis.value == item["basis"], own.id
            assert own.purpose.value == item["role"], own.id
            assert own.reach.value == item["scope"], own.id
            assert own.duty_of.value == (item["duty_of"] or "candidate"), own.id
    assert met == set(listed)


def test_the_rules_of_decision_are_shown_in_the_words_of_their_sources() -> None:
    own = {item.id: item for name in BUILT_IN for item in built_in(name).consequences}
    units = {"次": CountedIn.EVALUATIONS, "年": CountedIn.YEARS}
    for rule in read("domain", "decision_rules.json")["rules"]:
        found = own[rule["id"]]
        assert rule["quote"] in found.quote.text, rule["id"]
        assert found.quote.at == rule["source_at"]
        assert found.kind.value == ONE_WORD.get(rule["kind"], rule["kind"])
        named = rule["decider"] or ""
        assert found.decider == ("" if named.startswith("not named") else named)
        if found.kind is ConsequenceKind.CONSECUTIVE:
            assert (found.times, found.unit) == (rule["n"], units[rule["unit"]])


def test_nine_measures_and_ten_targets_are_those_of_the_opinions() -> None:
    listed, table = read("domain", "opinions_2018.json"), built_in("zj-locality-2018")
    items = listed["main_indicators"]["items"]
    assert len(items) == listed["main_indicators"]["count"] == 9
    assert [row.title for row in table.children("2")] == [item["title"] for item in items]
    assert [row.title for row in table.primaries] == listed["assessment"]["contents"]
    targets = listed["targets_2022"]
    wanted = targets["five_doublings"] + targets["five_raises"]
    assert [
        (item.label, item.operator.value, item.value, item.unit, item.quote)
        for item in table.thresholds
    ] == [
        (item["metric"], item["operator"], item["value"], item["unit"], item["quote"])
        for item in wanted
    ]


def test_the_rank_of_a_zone_is_quoted_with_its_money() -> None:
    listed, table = read("domain", "opinions_2018.json"), built_in("zj-zone-2018")
    assert listed["hi_tech_zones"]["quote"] in {item.quote.text for item in table.consequences}
    assert {row.quote for row in table.rows} == {listed["hi_tech_zones"]["quote"]}
