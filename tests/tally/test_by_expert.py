"""Totals of experts first, then across experts: cases worked by hand."""

from fractions import Fraction

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.states import CandidateState, Why
from reviewtui.tally.compute import TooFewMarks, compute
from reviewtui.tally.verdict import Flag, LeftOut
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import UNABLE, expert, one_candidate, totals


def one_row(experts: int = 3, candidates: int = 1, **rule: object) -> Meeting:
    """A panel with a single row of 100 points."""
    return meeting(
        experts, candidates, granularity="rows", table=small_set(1, 1), full="100", **rule
    )


def rows(experts: int = 1, candidates: int = 1, **rule: object) -> Meeting:
    """Two primaries of two rows, 10 points each: 1.1, 1.2, 2.1, 2.2."""
    return meeting(experts, candidates, granularity="rows", table=small_set(2, 2), **rule)


def test_the_total_is_the_mean_of_the_experts_totals() -> None:
    panel, sheet = rows(2).panel()
    verdict = compute(
        panel,
        sheet,
        [expert("01", c1=["9", "8", "7", "6.5"]), expert("02", c1=["10", "10", "10", "9"])],
    )
    result = verdict.of("1")
    assert result.total == Fraction("34.75")
    assert result.expert_totals == {"01": Fraction("30.5"), "02": 39}
    assert result.expert_primaries["01"] == {"1": 17, "2": Fraction("13.5")}
    assert [primary.score for primary in result.primaries] == [
        Fraction("18.5"),
        Fraction("16.25"),
    ]
    assert all(primary.additive for primary in result.primaries)
    assert [(row.code, row.score, row.n) for row in result.rows][:2] == [
        ("1.1", Fraction("9.5"), 2),
        ("1.2", 9, 2),
    ]
    assert result.base == verdict.base == 40


def test_a_half_is_rounded_away_from_zero_at_the_places_named_and_nowhere_else() -> None:
    panel, sheet = one_row(2, round={"total": 2}).panel()
    assert compute(panel, sheet, one_candidate("87.34", "87.35")).of("1").total == Fraction("87.35")
    panel, sheet = one_row(2, round={}).panel()
    exact = compute(panel, sheet, one_candidate("87.34", "87.35")).of("1").total
    assert exact == Fraction("87.345")


def test_negative_totals_round_away_from_zero_too() -> None:
    table = small_set(1, 1)
    table["rows"][1] |= {"min": "-10", "counts_in_sum": False}
    panel, sheet = meeting(2, 1, granularity="rows", table=table, round={"total": 1}).panel()
    assert compute(panel, sheet, one_candidate("-1.5", "-2")).of("1").total == Fraction("-1.8")


def test_each_stage_rounds_before_the_next() -> None:
    table = small_set(1, 2)
    weights = {"kind": "factor", "source": "s", "of": {"1.1": "0.35", "1.2": "0.35"}}
    marks = [expert("01", c1=["1", "1"])]
    given = meeting(1, 1, granularity="rows", table=table)
    given.put("weights", weights)
    for rounding, total in (
        ({}, "0.7"),
        ({"weighted_row": 1}, "0.8"),
        ({"weighted_row": 0}, "0"),
        ({"primary": 0}, "1"),
        ({"weighted_row": 1, "primary": 0}, "1"),
        ({"expert_total": 0}, "1"),
        ({"total": 0}, "1"),
    ):
        panel, sheet = given.rule(round=rounding).panel()
        assert compute(panel, sheet, marks).of("1").total == Fraction(total), rounding


def test_ranks_are_1_2_2_4_from_rounded_totals() -> None:
    panel, sheet = one_row(3, 5, round={"total": 0}).panel()
    given = {"1": "70", "2": "90", "3": "80.4", "4": "80.2", "5": "60"}
    verdict = compute(panel, sheet, totals(given, given, given))
    assert {item.code: item.rank for item in verdict.candidates} == {
        "1": 4,
        "2": 1,
        "3": 2,
        "4": 2,
        "5": 5,
    }
    assert [item.code for item in verdict.ranking()] == ["2", "3", "4", "1", "5"]
    assert [Flag.TIED in item.flags for item in verdict.candidates] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_nobody_who_gave_no_mark_counts_as_zero_and_each_is_named_with_the_reason() -> None:
    given = one_row(9, 2).assign(**{f"e0{number}": ["1", "2"] for number in range(1, 9)})
    panel, sheet = given.recuse("02", "1").panel()
    marks = [
        expert("01", c1=["80"], c2=["80"]),
        expert("02", c1=["10"], c2=["80"]),
        expert("03", c1=CandidateState.RECUSED, c2=["80"]),
        expert("04", c1=CandidateState.DECLINED, c2=["80"]),
        expert("05", c1=CandidateState.LEFT, c2=["80"]),
        ExpertMarks("06", why=Why.ABSENT),
        expert("07", c1=[UNABLE], c2=["80"]),
        expert("08", c1=[None], c2=["80"]),
        expert("09", c1=["10"], c2=["10"]),
    ]
    result = compute(panel, sheet, marks).of("1")
    assert result.total == 80
    assert (result.n, result.counted) == (1, ("01",))
    assert result.left_out == (
        LeftOut("02", Why.RECUSED),
        LeftOut("03", Why.RECUSED),
        LeftOut("04", Why.DECLINED),
        LeftOut("05", Why.LEFT),
        LeftOut("06", Why.ABSENT),
        LeftOut("07", Why.UNABLE),
        LeftOut("08", Why.BLANK),
        LeftOut("09", Why.NOT_ASSIGNED),
    )
    assert Flag.FEWER_EXPERTS in result.flags


def test_a_recusal_known_before_holds_even_for_an_absent_expert() -> None:
    panel, sheet = one_row(2).recuse("02", "1").panel()
    result = compute(panel, sheet, one_candidate("80")).of("1")
    assert result.left_out == (LeftOut("02", Why.RECUSED),)


def test_an_expert_who_left_counts_for_what_he_finished_or_for_nothing() -> None:
    marks = [
        expert("01", c1=["80"], c2=["80"]),
        expert("02", c1=["90"], c2=CandidateState.LEFT),
    ]
    panel, sheet = one_row(2, 2).panel()
    assert compute(panel, sheet, marks).of("1").total == 85
    panel, sheet = one_row(2, 2, early_leave="count_none").panel()
    verdict = compute(panel, sheet, marks)
    assert verdict.of("1").total == 80
    assert verdict.of("1").left_out == verdict.of("2").left_out == (LeftOut("02", Why.LEFT),)


def test_without_a_valid_mark_there_is_no_total_no_rank_and_no_zero() -> None:
    panel, sheet = one_row(1, 2).panel()
    verdict = compute(panel, sheet, [expert("01", c1=["0"], c2=[None])])
    assert (verdict.of("1").total, verdict.of("1").rank) == (0, 1)
    assert (verdict.of("2").total, verdict.of("2").rank, verdict.of("2").n) == (None, None, 0)
    assert Flag.NO_MARKS in verdict.of("2").flags
    assert [primary.score for primary in verdict.of("2").primaries] == [None]


def test_trimming_drops_one_highest_and_one_lowest_total() -> None:
    panel, sheet = one_row(5, average="trimmed").panel()
    result = compute(panel, sheet, one_candidate("90", "90", "80", "70", "70")).of("1")
    assert result.total == 80
    assert result.trimmed == ("02", "04")
    assert result.n == 5
    assert not any(primary.additive for primary in result.primaries)


def test_trimming_with_too_few_totals_names_every_candidate_and_gives_no_ranking() -> None:
    panel, sheet = one_row(5, 3, average="trimmed").recuse("01", "2").recuse("02", "3").panel()
    full = {"1": "80", "2": "80", "3": "80"}
    with pytest.raises(TooFewMarks) as refused:
        compute(panel, sheet, totals(full, full, full, full, full))
    assert [reason.place[-1] for reason in refused.value.reasons] == ["2", "3"]


def test_trimming_may_fall_back_to_the_plain_mean_and_says_so() -> None:
    trim = {"drop": 1, "least": 5, "below_least": "mean"}
    panel, sheet = one_row(5, average="trimmed", trim=trim).panel()
    result = compute(panel, sheet, one_candidate("100", "80", "60", "40", None)).of("1")
    assert result.total == 70
    assert result.trimmed == ()
    assert Flag.PLAIN_MEAN in result.flags
    assert all(primary.additive for primary in result.primaries)


def test_the_median_takes_the_middle_total() -> None:
    panel, sheet = one_row(4, average="median").panel()
    assert compute(panel, sheet, one_candidate("1", "80", "90", "99")).of("1").total == 85
    assert compute(panel, sheet, one_candidate("1", "80", "90")).of("1").total == 80


def test_percent_marks_count_by_their_share_of_the_full_mark() -> None:
    panel, sheet = rows(1, scale="percent").panel()
    result = compute(panel, sheet, [expert("01", c1=["50", "100", "0", "25"])]).of("1")
    assert result.total == Fraction("17.5")
    assert result.rows[0].score == 50


def test_shares_weigh_every_node_of_the_tree() -> None:
    of = {"1": "60", "2": "40", "1.1": "25", "1.2": "75", "2.1": "50", "2.2": "50"}
    full = {"1.1": "10", "1.2": "20", "2.1": "5", "2.2": "100"}
    given = rows().put("weights", {"kind": "share", "source": "s", "of": of, "full": full})
    panel, sheet = given.panel()
    result = compute(panel, sheet, [expert("01", c1=["5", "20", "5", "50"])]).of("1")
    assert result.total == Fraction("7.5") + 45 + 20 + 10
    assert result.base == 100


def test_a_bonus_row_adds_to_the_total_but_not_to_the_base_and_is_never_rescaled() -> None:
    table = small_set(2, 2)
    table["rows"][-1] |= {"counts_in_sum": False}
    given = meeting(1, 2, granularity="rows", table=table).hide("2", "1.1")
    panel, sheet = given.panel()
    verdict = compute(
        panel, sheet, [expert("01", c1=["10", "5", "5", "4"], c2=[None, "5", "5", "4"])]
    )
    assert verdict.base == 30
    assert verdict.of("1").total == 24
    assert verdict.of("2").total == Fraction(30, 20) * 10 + 4


def test_settled_rows_count_alike_for_every_expert() -> None:
    panel, sheet = rows(2).settle("1", "1.2", "yes").settle("1", "2.1", "2.5").panel()
    marks = [expert("01", c1=["4", None, None, "6"]), expert("02", c1=["6", "1", None, "6"])]
    result = compute(panel, sheet, marks).of("1")
    assert result.expert_totals == {"01": Fraction("22.5"), "02": Fraction("24.5")}
    settled = result.rows[2]
    assert (settled.settled, settled.score, settled.counted) == (
        True,
        Fraction("2.5"),
        ("01", "02"),
    )


def test_grades_are_read_from_the_rounded_total() -> None:
    bands = [{"name": "优秀", "at_least": "90"}, {"name": "合格", "at_least": "60"}]
    given = one_row(1, 3, round={"total": 1}).put("grades", {"source": "会议纪要", "bands": bands})
    panel, sheet = given.panel()
    verdict = compute(panel, sheet, totals({"1": "89.95", "2": "89.94", "3": "59"}))
    assert [item.grade for item in verdict.candidates] == ["优秀", "合格", None]


def test_standard_scores_are_official_only_where_the_rule_says_so() -> None:
    panel, sheet = one_row(2, 3, standardise=True, round={"standard": 2, "total": 2}).panel()
    marks = totals({"1": "70", "2": "80", "3": "90"}, {"1": "51", "2": "50", "3": "52"})
    verdict = compute(panel, sheet, marks)
    assert verdict.of("3").expert_totals == {"01": 60, "02": 60}
    assert [item.total for item in verdict.candidates] == [45, 45, 60]
    assert not verdict.of("1").primaries[0].additive


def test_a_standard_deviation_is_kept_to_ten_places() -> None:
    panel, sheet = one_row(1, 3, standardise=True, round={"standard": 10}).panel()
    verdict = compute(panel, sheet, totals({"1": "1", "2": "2", "3": "4"}))
    deviation = Fraction("1.5275252317")  # the root of 7/3, 1.52752523165…
    assert [item.total for item in verdict.candidates] == [
        Fraction(decimal_text(50 + 10 * (mark - Fraction(7, 3)) / deviation, 10))
        for mark in (1, 2, 4)
    ]


def test_undefined_standard_scores_refuse_and_name_every_expert() -> None:
    panel, sheet = one_row(3, 2, standardise=True, round={"standard": 2}).panel()
    marks = totals({"1": "70", "2": "70"}, {"1": "60", "2": None}, {"1": "1", "2": "2"})
    with pytest.raises(Refused) as refused:
        compute(panel, sheet, marks)
    assert not isinstance(refused.value, TooFewMarks)
    assert [reason.place[-2:] for reason in refused.value.reasons] == ["01", "02"]


def test_a_trial_is_marked_on_every_candidate() -> None:
    given = one_row(1)
    given.data["panel"]["trial"] = True
    panel, sheet = given.panel()
    assert Flag.TRIAL in compute(panel, sheet, one_candidate("80")).of("1").flags
