"""The tables drawn from documents that print none, from the project's own files alone."""

import hashlib
import re
from collections import Counter

import pytest

from reviewtui.domain.consequence import ConsequenceKind, CountedIn
from reviewtui.domain.indicator_set import IndicatorSet, read_set
from reviewtui.domain.rule import Granularity, Rule, WeightKind, Weights
from reviewtui.domain.scored_codes import scored_codes
from reviewtui.domain.states import Review, RowKind, Status
from reviewtui.domain.threshold import Purpose, Reach, Stage, Strength
from reviewtui.exchange.trial import trial_panel
from reviewtui.tally.status import Standing, standings
from tests.meeting import BUILT_IN, built_in

CENTRE, LAB, SYSTEM = "zj-ttc-draft", "zj-lab-draft", "zj-tic-system-draft"
INSTITUTE, LOCALITY, ZONE = "zj-nrd-draft", "zj-locality-2018", "zj-zone-2018"
DRAWN = (CENTRE, LAB, SYSTEM, INSTITUTE, LOCALITY, ZONE)
PLATFORMS = (LAB, SYSTEM, INSTITUTE)
EACH = pytest.mark.parametrize("name", DRAWN)

LEAVES = {CENTRE: 30, LAB: 27, SYSTEM: 25, INSTITUTE: 29, LOCALITY: 11, ZONE: 2}
TITLES_SHA256 = {
    CENTRE: "6de2ed4ed782ac5b953fa7fd127e5b50ba05e98f0a4cd0418b910628c7c17518",
    LAB: "5ffa8e9aea91477baf9635c5b49a1bdf83b8191a0b3f64ff30c8e7ac7c58b453",
    SYSTEM: "ffbd216c92af71162e444f43687476ffe05cfd353628354def63603b497ce38c",
    INSTITUTE: "0228884ce73225c2b2e815d04aec523e59c583517a74ef18f340e24b9e9e6fcf",
    LOCALITY: "aff909f77511e9973cee1b4a5764a119f596a0225451a104ee31c02a4e89afc6",
    ZONE: "329c9760a7fcceb186cdacdf373cf4eefa985e38afa48a6940001ada31a606bd",
}
"""Of `code title` lines in order; a title changes only with the table's own decision."""


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def by_rows(table: IndicatorSet, review: Review) -> tuple[str, ...]:
    rule = Rule(Weights(WeightKind.POINTS, "", {}, {}), granularity=Granularity.ROWS)
    return scored_codes(table, rule, review)


@EACH
def test_the_number_of_rows_is_that_of_the_extraction(name: str) -> None:
    assert len(built_in(name).leaves()) == LEAVES[name]


@EACH
def test_titles_are_frozen(name: str) -> None:
    listed = "\n".join(f"{row.code} {row.title}" for row in built_in(name).rows)
    assert hashlib.sha256(listed.encode()).hexdigest() == TITLES_SHA256[name]


@EACH
def test_both_words_are_said_of_a_table_that_was_drawn_from_a_draft(name: str) -> None:
    table = built_in(name)
    assert table.status is Status.UNOFFICIAL
    panel, _sheet = trial_panel(table)
    said = standings(panel)
    if name.endswith("-draft"):
        assert said == [Standing.TRIAL, Standing.UNOFFICIAL, Standing.DRAFT]
        assert table.standing() == "unofficial compilation · draft for comment"
    else:
        assert table.source_status is Status.ISSUED
        assert said == [Standing.TRIAL, Standing.UNOFFICIAL]
        assert table.standing() == "unofficial compilation"


@EACH
def test_no_table_ships_marks_scale_steps_or_anchors(name: str) -> None:
    for row in built_in(name).rows:
        assert (row.low, row.top, row.step, row.scale) == (None, None, None, None)
        assert (row.anchors, row.steps) == ((), ())


@EACH
def test_every_row_has_english_guidance_and_articles_that_are_quoted(name: str) -> None:
    table = built_in(name)
    for row in table.rows:
        assert row.title_en, row.code
        assert not re.search(r"[\u3400-\u9fff]", row.title_en), row.code
        assert len(row.guidance) >= 20, row.code
        articles = table.articles_of(row.code)
        assert len(articles) == len(row.source.split("、")), row.code
        if row.quote:
            assert bare(row.quote) in bare("".join(text for _at, text in articles)), row.code


@EACH
def test_no_sentence_of_guidance_stands_twice_in_a_table(name: str) -> None:
    sentences = Counter(
        sentence.strip()
        for row in built_in(name).rows
        for sentence in re.split(r"[。；]", row.guidance)
        if sentence.strip()
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


@EACH
def test_what_stands_in_corner_brackets_is_verbatim_in_an_article(name: str) -> None:
    table = built_in(name)
    whole = bare("".join(table.articles.values()))
    texts = [row.guidance for row in table.rows]
    texts += [item.caution for item in (*table.thresholds, *table.consequences)]
    texts += table.cautions
    quoted = [quote for text in texts for quote in re.findall("「([^」]+)」", text)]
    assert [quote for quote in quoted if bare(quote) not in whole] == []


@pytest.mark.parametrize("name", BUILT_IN)
def test_figures_and_consequences_quote_their_own_articles(name: str) -> None:
    table = built_in(name)
    for threshold in table.thresholds:
        assert bare(threshold.quote) in bare(table.articles[threshold.source]), threshold.id
        assert threshold.label_en, threshold.id
        assert threshold.unit_en, threshold.id
    quotes = [item.quote for item in (*table.consequences, *table.grade_lists, *table.kinds)]
    assert quotes
    assert [
        quote for quote in quotes if bare(quote.text) not in bare(table.articles[quote.at])
    ] == []


@EACH
def test_no_private_use_character_stands_in_a_table(name: str) -> None:
    assert not re.search(r"[\ue000-\uf8ff]", repr(built_in(name).data))


def test_a_centre_is_judged_by_a_to_e_when_it_applies_and_by_b_d_f_later() -> None:
    table = built_in(CENTRE)
    groups = {
        review: {table.primary(code).code for code in by_rows(table, review)} for review in Review
    }
    assert groups[Review.APPRAISAL] == {"B", "C", "D", "E"}
    for review in (Review.ANNUAL, Review.MIDTERM, Review.ACCEPTANCE):
        assert groups[review] == {"B", "D", "F"}


def test_functions_and_mechanisms_of_a_centre_are_read_otherwise_before_and_after() -> None:
    table = built_in("zj-ttc-draft")
    for group in ("B", "D"):
        rows = [row for row in table.rows if table.primary(row.code).code == group]
        assert len(rows) == {"B": 14, "D": 6}[group]
        for row in rows:
            before, after = row.wording_at(Review.APPRAISAL), row.wording_at(Review.ACCEPTANCE)
            assert before, row.code
            assert after, row.code
            assert before != after
            assert not re.search(r"[0-9]", before + after)


def test_the_gates_of_a_centre_are_group_a_and_the_use_of_money() -> None:
    table = built_in(CENTRE)
    gates = [row for row in table.rows if row.kind is RowKind.GATE]
    assert [row.code for row in gates] == ["6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "20"]
    assert {row.code for row in gates if row.condition} == {"6.4", "6.6"}
    later = {row.code for row in gates if not row.reviews}
    assert later == {"6.5", "20"}
    assert table.row("F").reviews == (Review.ANNUAL, Review.MIDTERM, Review.ACCEPTANCE)


def test_the_kinds_of_centre_suggest_where_a_function_is_not_meant() -> None:
    table = built_in(CENTRE)
    assert [kind.title for kind in table.kinds] == ["概念验证中心", "中试基地", "产业公共服务平台"]
    meant = {row.code: row.kinds for row in table.rows if row.kinds}
    assert meant == {
        "6.4": ("pilot", "service"),
        "7.1.1": ("proof_of_concept", "service"),
        "7.1.2": ("pilot", "service"),
    }


def test_a_centre_has_three_grades_and_no_line_between_them() -> None:
    (listed,) = built_in(CENTRE).grade_lists
    assert listed.names == ("优秀", "合格", "不合格")
    assert not listed.concerns(Review.APPRAISAL)


def test_no_other_source_lists_its_grades_and_none_says_good() -> None:
    listed = {name for name in BUILT_IN if built_in(name).grade_lists}
    assert listed == {CENTRE}
    named = {item.grade for name in BUILT_IN for item in built_in(name).consequences}
    assert named == {"", "优秀", "合格", "不合格", "不达标"}


def test_twice_counts_evaluations_and_two_years_count_years() -> None:
    found = {
        name: [
            (item.times, item.unit)
            for item in built_in(name).consequences
            if item.kind is ConsequenceKind.CONSECUTIVE
        ]
        for name in ("zj-tic-2022", "nb-tic-draft", CENTRE)
    }
    assert found == {
        "zj-tic-2022": [(2, CountedIn.EVALUATIONS)],
        "nb-tic-draft": [(2, CountedIn.EVALUATIONS)],
        CENTRE: [(2, CountedIn.YEARS)],
    }


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_common_rows_are_the_same_nineteen_in_seven_groups(name: str) -> None:
    table, lab = built_in(name), built_in(LAB)
    common = [row for row in table.leaves() if row.code.startswith("C")]
    assert {row.code for row in common} == {f"C{number}" for number in range(1, 20)}
    for row in common:
        twin = lab.row(row.code)
        assert (row.title, row.kind, row.parent) == (twin.title, twin.kind, twin.parent)
    assert [row.title for row in table.primaries] == [row.title for row in lab.primaries]
    assert len(table.primaries) == 7
    facts = {row.code for row in table.rows if row.kind is RowKind.FACT}
    assert facts == {"C12", "C18", "C19"} | ({"R10"} if name == INSTITUTE else set())


def test_a_row_that_does_not_speak_of_research_institutes_stands_outside_their_sum() -> None:
    outside = {
        (name, row.code) for name in DRAWN for row in built_in(name).rows if not row.counts_in_sum
    }
    assert outside == {(INSTITUTE, "C1")}
    assert "PL-DIRECTIONS" not in {item.id for item in built_in(INSTITUTE).thresholds}


def test_a_share_of_excellent_is_said_of_key_laboratories_alone() -> None:
    shares = {
        name: [
            (item.applies_to, item.grade, item.percent)
            for item in built_in(name).consequences
            if item.kind is ConsequenceKind.QUOTA
        ]
        for name in BUILT_IN
    }
    assert shares.pop(LAB) == [("key_lab", "优秀", 20)]
    assert not any(shares.values())


@EACH
def test_targets_of_the_province_or_of_one_unit_are_nobodys_duty(name: str) -> None:
    for item in built_in(name).thresholds:
        if item.reach is not Reach.CENTRE:
            assert item.purpose in (Purpose.TARGET, Purpose.QUOTA), item.id
            assert not item.candidates_duty, item.id


def test_nine_measures_make_the_year_of_a_locality() -> None:
    table = built_in(LOCALITY)
    measures = table.children("2")
    assert [row.code for row in measures] == [f"2.{number}" for number in range(1, 10)]
    assert {row.kind for row in measures} == {RowKind.MEASURED}
    assert len({row.metric for row in measures}) == 9


def test_ten_targets_of_2022_are_kept_without_a_value_of_2017() -> None:
    table = built_in(LOCALITY)
    assert len(table.thresholds) == 10
    for item in table.thresholds:
        assert (item.purpose, item.strength) == (Purpose.TARGET, Strength.TARGET)
        assert (item.stage, item.reach) == (Stage.BY_2022, Reach.PROVINCE)
    doubled = [item for item in table.thresholds if "比２０１７年翻一番" in item.caution]
    assert {str(item.value) for item in doubled} == {"6700", "2", "6", "1200", "3000"}
    assert len(doubled) == 5
    told = repr(table.data)
    for halved in ("3350", "1500件", "600亿", "1万家", "3万家"):
        assert halved not in told


def test_no_excellent_for_a_double_fall_keeps_both_readings_open() -> None:
    (rule,) = [
        item
        for item in built_in(LOCALITY).consequences
        if item.kind is ConsequenceKind.BAR_EXCELLENT
    ]
    assert "增幅比上年小" in rule.caution
    assert "投入比上年少" in rule.caution
    assert "双下降" in rule.quote.text


def test_a_rank_of_a_zone_is_a_fact_for_one_kind_and_none_of_our_ranking() -> None:
    table = built_in(ZONE)
    assert {row.kind for row in table.rows} == {RowKind.FACT}
    assert {row.code: row.kinds for row in table.rows} == {
        "1": ("national",),
        "2": ("provincial",),
    }
    assert table.thresholds == ()


@pytest.mark.parametrize("name", ["zj-tic-2022", "nb-tic-draft"])
def test_the_two_stages_of_a_target_position_are_told_apart(name: str) -> None:
    stages = {row.code: row.stage for row in built_in(name).rows if row.stage}
    assert stages == {"1.1": Stage.WITHIN_2_YEARS, "1.2": Stage.WITHIN_5_YEARS}


@EACH
def test_the_frozen_copy_reads_as_the_same_table(name: str) -> None:
    table = built_in(name)
    again = read_set(table.data, "frozen", [])  # type: ignore[arg-type]
    assert again is not None
    assert (again, again.hash) == (table, table.hash)
