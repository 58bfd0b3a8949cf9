"""The two official tables, from the project's own files alone."""

import hashlib
import re
from collections import Counter
from fractions import Fraction

import pytest

from reviewtui.domain.canonical import content_hash
from reviewtui.domain.indicator_set import IndicatorSet, read_set
from reviewtui.domain.states import Platform, Review, RowKind, Status
from reviewtui.domain.threshold import Operator, Stage, Strength
from tests.meeting import built_in

PROVINCE, NINGBO = "zj-tic-2022", "nb-tic-draft"
BOTH = pytest.mark.parametrize("name", [PROVINCE, NINGBO])

COUNTS = {
    PROVINCE: {"1": 2, "2": 3, "3": 3, "4": 5, "5": 5, "6": 6, "7": 3, "8": 2, "9": 7, "10": 7},
    NINGBO: {"1": 2, "2": 2, "3": 3, "4": 5, "5": 5, "6": 6, "7": 3, "8": 2, "9": 7, "10": 7},
}
TITLES_SHA256 = {
    PROVINCE: "77627d7e070e5b77a8a1c888c436f06c5448f21ff9b8e490d030c6ec11a53a5a",
    NINGBO: "bd9c23867e8d3905d02d72e9e2ce818aa36e216a77814020a999da774a493246",
}
"""Of `code title` lines in order; a title changes only with the official text."""

PRIMARIES = ["目标定位", "重点领域", "建设单位", "组织架构", "投入机制"]
PRIMARIES += ["人才团队", "战略任务", "标志性成果", "评价机制", "创新生态"]

TWO, FIVE, END = Stage.WITHIN_2_YEARS, Stage.WITHIN_5_YEARS, Stage.END_OF_PERIOD
SOFT, HARD = Strength.SOFT, Strength.HARD
LINES = [
    # metric, stage, strength, province, Ningbo, unit, rows
    ("investment_total", TWO, SOFT, "10", "1", "亿元", "5 5.1 5.2 5.3 5.4 5.5"),
    ("investment_total", FIVE, SOFT, "25", "2", "亿元", "5 5.1 5.2 5.3 5.4 5.5"),
    ("innovation_staff", TWO, SOFT, "300", "100", "人", "6 6.4"),
    ("high_level_teams", TWO, SOFT, "5", "2", "个", "6 6.1 6.2 6.3"),
    ("innovation_staff", FIVE, SOFT, "800", "300", "人", "6 6.4"),
    ("high_level_teams", FIVE, SOFT, "10", "5", "个", "6 6.1 6.2 6.3"),
    ("transfer_bases", END, HARD, "3", "1", "个", "4.1 10.2"),
    ("close_partner_firms", END, HARD, "50", "20", "家", "10.3"),
    ("incubated_firms", END, HARD, "10", "5", "家", "10.4"),
    ("served_firms", END, HARD, "500", "100", "家", "10.3 10.7"),
]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@BOTH
def test_codes_and_counts_are_those_of_the_official_table(name: str) -> None:
    table = built_in(name)
    assert [row.code for row in table.primaries] == [str(number) for number in range(1, 11)]
    assert {row.code: len(table.children(row.code)) for row in table.primaries} == COUNTS[name]
    for primary, count in COUNTS[name].items():
        codes = [row.code for row in table.children(primary)]
        assert codes == [f"{primary}.{number}" for number in range(1, count + 1)]


def test_the_province_has_forty_three_secondary_rows_and_ningbo_forty_two() -> None:
    assert len(built_in(PROVINCE).leaves()) == 43
    assert len(built_in(NINGBO).leaves()) == 42


@BOTH
def test_titles_are_frozen(name: str) -> None:
    table = built_in(name)
    assert [row.title for row in table.primaries] == PRIMARIES
    listed = "\n".join(f"{row.code} {row.title}" for row in table.rows)
    assert hashlib.sha256(listed.encode()).hexdigest() == TITLES_SHA256[name]


def test_the_two_tables_differ_in_six_codes() -> None:
    province, ningbo = built_in(PROVINCE), built_in(NINGBO)
    titles = [{row.code: row.title for row in table.leaves()} for table in (province, ningbo)]
    codes = titles[0].keys() | titles[1].keys()
    differing = {code for code in codes if titles[0].get(code) != titles[1].get(code)}
    assert differing == {"2.1", "2.2", "2.3", "3.1", "7.1", "7.2"}


def test_status_and_papers_are_said_as_they_are() -> None:
    province, ningbo = built_in(PROVINCE), built_in(NINGBO)
    assert (province.status, province.document) == (Status.TRIAL, "浙科发高〔2022〕5号")
    assert str(province.date) == "2022-01-14"
    assert (ningbo.status, ningbo.date) == (Status.DRAFT, None)
    assert {province.platform, ningbo.platform} == {Platform.TIC}


@BOTH
def test_no_table_ships_marks_scale_or_steps(name: str) -> None:
    for row in built_in(name).rows:
        assert (row.low, row.top, row.step, row.scale, row.anchors) == (None, None, None, None, ())


@BOTH
def test_every_row_has_an_english_title_guidance_and_an_article_that_is_quoted(name: str) -> None:
    table = built_in(name)
    for row in table.rows:
        assert row.title_en, row.code
        assert not re.search(r"[\u3400-\u9fff]", row.title_en), row.code
        assert len(row.guidance) >= 20, row.code
        assert row.source, row.code
        assert len(table.articles_of(row.code)) == len(row.source.split("、")), row.code
    assert table.title_en


def test_no_sentence_of_guidance_stands_twice_in_either_table() -> None:
    sentences = Counter(
        sentence.strip()
        for name in (PROVINCE, NINGBO)
        for row in built_in(name).rows
        for sentence in re.split(r"[。；]", row.guidance)
        if sentence.strip()
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


@BOTH
def test_what_stands_in_corner_brackets_is_verbatim_in_an_article(name: str) -> None:
    table = built_in(name)
    whole = bare("".join(table.articles.values()))
    texts = [row.guidance for row in table.rows] + [row.caution for row in table.thresholds]
    quoted = [quote for text in texts for quote in re.findall("「([^」]+)」", text)]
    assert quoted
    assert [quote for quote in quoted if bare(quote) not in whole] == []


@pytest.mark.parametrize("review", [Review.APPRAISAL, Review.ACCEPTANCE])
@BOTH
def test_every_row_says_how_it_is_read_before_and_after_the_building(
    name: str, review: Review
) -> None:
    table = built_in(name)
    said = {row.code: row.wording_at(review) for row in table.rows}
    assert [code for code, text in said.items() if not text] == []
    assert len(set(said.values())) == len(said), "each row is asked its own question"
    for code, text in said.items():
        assert not re.search(r"[0-9「」]", text), f"{code}: no number and no quote of our own"
        assert len(text) <= 45, code
    for row in table.rows:
        assert row.wording_at(Review.APPRAISAL) != row.wording_at(Review.ACCEPTANCE)
        assert row.wording_at(Review.ANNUAL) == row.wording_at(Review.MIDTERM) == ""


@BOTH
def test_every_threshold_quotes_its_own_article(name: str) -> None:
    table = built_in(name)
    for threshold in table.thresholds:
        assert bare(threshold.quote) in bare(table.articles[threshold.source]), threshold.id
        assert ("原则上" in table.articles[threshold.source]) is (threshold.strength is SOFT)
        assert threshold.label_en
        assert threshold.unit_en


@pytest.mark.parametrize(("name", "column"), [(PROVINCE, 3), (NINGBO, 4)])
def test_the_stage_conditions_are_ten_with_their_values_and_rows(name: str, column: int) -> None:
    table = built_in(name)
    duties = [threshold for threshold in table.thresholds if threshold.candidates_duty]
    for threshold, line in zip(duties, LINES, strict=True):
        metric, stage, strength, _province, _ningbo, unit, rows = line
        assert (threshold.metric, threshold.stage, threshold.strength) == (metric, stage, strength)
        assert threshold.operator is Operator.AT_LEAST
        assert (threshold.value, threshold.unit) == (Fraction(str(line[column])), unit)
        carried = [row.code for row in table.rows if threshold.id in row.thresholds]
        assert carried == sorted(rows.split(), key=lambda code: [int(n) for n in code.split(".")])


@BOTH
def test_alternatives_facts_and_measured_rows_are_told_apart(name: str) -> None:
    kinds = {row.code: row.kind for row in built_in(name).rows}
    of = {kind: {code for code, own in kinds.items() if own is kind} for kind in RowKind}
    assert of[RowKind.ALTERNATIVES] == {"1", "2"}
    assert of[RowKind.FACT] == {"3.1", "3.2", "4.2", "4.3", "4.4", "4.5"}
    assert of[RowKind.MEASURED] == (
        {f"5.{n}" for n in range(2, 6)} | {f"6.{n}" for n in range(1, 7)} | {"7.2"}
    )


@BOTH
def test_the_note_under_the_table_is_kept(name: str) -> None:
    note = built_in(name).note
    assert note.startswith("注：拟建")
    assert note.endswith("并在创新中心建设责任书中明确具体目标。")


@BOTH
def test_the_content_hash_is_that_of_the_whole_content(name: str) -> None:
    table = built_in(name)
    assert re.fullmatch("[0-9a-f]{64}", table.hash)
    assert table.hash == content_hash(table.data)
    again: IndicatorSet | None = read_set(table.data, "frozen", [])  # type: ignore[arg-type]
    assert again is not None
    assert again.hash == table.hash
    assert again == table
