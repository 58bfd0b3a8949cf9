"""Across experts for each row first, then up the tree: cases worked by hand."""

from fractions import Fraction
from typing import Any

import pytest

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.states import CandidateState, Why
from reviewtui.tally.compute import TooFewMarks, compute
from reviewtui.tally.verdict import Flag, LeftOut
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import UNABLE, expert


def rows(experts: int = 3, candidates: int = 1, **rule: Any) -> Meeting:
    """Two primaries of two rows, 10 points each: 1.1, 1.2, 2.1, 2.2."""
    return meeting(
        experts,
        candidates,
        granularity="rows",
        table=small_set(2, 2),
        order="by_indicator",
        **rule,
    )


def test_rows_are_averaged_and_then_summed() -> None:
    panel, sheet = rows(3, round={"row": 2}).panel()
    result = compute(
        panel,
        sheet,
        [
            expert("01", c1=["9", "9", "7", "1"]),
            expert("02", c1=["9", "8", "7", "1"]),
            expert("03", c1=["8", "8", "7", "2"]),
        ],
    ).of("1")
    assert [row.score for row in result.rows] == [
        Fraction("8.67"),
        Fraction("8.33"),
        7,
        Fraction("1.33"),
    ]
    assert result.total == Fraction("25.33")
    assert [primary.score for primary in result.primaries] == [17, Fraction("8.33")]
    assert all(primary.additive for primary in result.primaries)
    assert result.trimmed == ()


def test_trimming_works_row_by_row_and_names_who_was_left_out_there() -> None:
    panel, sheet = rows(5, average="trimmed").panel()
    marks = [
        expert("01", c1=["1", "9", "5", "5"]),
        expert("02", c1=["2", "8", "5", "5"]),
        expert("03", c1=["3", "7", "5", "5"]),
        expert("04", c1=["4", "6", "5", "5"]),
        expert("05", c1=["10", "0", "5", "5"]),
    ]
    result = compute(panel, sheet, marks).of("1")
    assert [row.score for row in result.rows] == [3, 7, 5, 5]
    assert [row.trimmed for row in result.rows] == [("01", "05")] * 4
    assert (result.n, result.trimmed, result.total) == (5, (), 20)


def test_a_gap_lowers_the_n_of_its_row_only() -> None:
    panel, sheet = rows(3).panel()
    marks = [
        expert("01", c1=["9", UNABLE, None, "1"]),
        expert("02", c1=["6", "8", "6", "1"]),
        ExpertMarks("03", why=Why.ABSENT),
    ]
    result = compute(panel, sheet, marks).of("1")
    assert [(row.score, row.n) for row in result.rows] == [
        (Fraction("7.5"), 2),
        (8, 1),
        (6, 1),
        (1, 2),
    ]
    assert result.rows[1].left_out == (LeftOut("01", Why.UNABLE), LeftOut("03", Why.ABSENT))
    assert result.rows[2].left_out == (LeftOut("01", Why.BLANK), LeftOut("03", Why.ABSENT))
    assert (result.n, result.counted, result.total) == (2, ("01", "02"), Fraction("22.5"))
    assert result.expert_totals == {"02": 21}


def test_n_counts_experts_with_at_least_one_counted_row() -> None:
    panel, sheet = rows(4).panel()
    marks = [
        expert("01", c1=["9", "9", "9", "9"]),
        expert("02", c1=[None, None, None, None]),
        expert("03", c1=[UNABLE, UNABLE, UNABLE, None]),
        expert("04", c1=CandidateState.DECLINED),
    ]
    result = compute(panel, sheet, marks).of("1")
    assert (result.n, result.total) == (1, 36)
    assert result.left_out == (
        LeftOut("02", Why.BLANK),
        LeftOut("03", Why.UNABLE),
        LeftOut("04", Why.DECLINED),
    )


def test_a_row_nobody_marked_leaves_the_candidate_without_a_total() -> None:
    panel, sheet = rows(2).panel()
    marks = [expert("01", c1=["9", "9", None, "9"]), expert("02", c1=["9", "9", UNABLE, "9"])]
    result = compute(panel, sheet, marks).of("1")
    assert (result.total, result.rank, result.n) == (None, None, 2)
    assert Flag.ROW_WITHOUT_MARKS in result.flags
    assert Flag.NO_MARKS not in result.flags
    assert [primary.score for primary in result.primaries] == [18, None]
    assert (result.rows[2].score, result.rows[2].n) == (None, 0)


def test_too_few_marks_in_a_row_name_candidate_and_row() -> None:
    panel, sheet = rows(5, 2, average="trimmed").panel()
    full = ["9", "9", "9", "9"]
    marks = [expert(f"0{at}", c1=full, c2=full) for at in range(1, 5)]
    marks.append(expert("05", c1=["9", None, "9", UNABLE], c2=full))
    with pytest.raises(TooFewMarks) as refused:
        compute(panel, sheet, marks)
    assert ["1.2" in item.place or "2.2" in item.place for item in refused.value.reasons] == [
        True,
        True,
    ]


def test_a_row_with_too_few_marks_may_take_its_plain_mean() -> None:
    trim = {"drop": 1, "least": 3, "below_least": "mean"}
    panel, sheet = rows(3, average="trimmed", trim=trim).panel()
    marks = [
        expert("01", c1=["1", "1", "1", "1"]),
        expert("02", c1=["2", "2", "2", "2"]),
        expert("03", c1=["9", "9", "9", None]),
    ]
    result = compute(panel, sheet, marks).of("1")
    assert [row.score for row in result.rows] == [2, 2, 2, Fraction("1.5")]
    assert Flag.PLAIN_MEAN in result.flags


def test_a_row_is_rounded_before_it_is_weighted_and_again_after() -> None:
    table = small_set(1, 1)
    given = meeting(3, 1, granularity="rows", table=table, order="by_indicator")
    given.put("weights", {"kind": "factor", "source": "s", "of": {"1.1": "0.8"}})
    marks = [expert("01", c1=["9"]), expert("02", c1=["9"]), expert("03", c1=["8"])]
    for rounding, total in (
        ({"row": 2}, "6.936"),
        ({"row": 2, "weighted_row": 2}, "6.94"),
        ({"weighted_row": 2}, "6.93"),
        ({"row": 0}, "7.2"),
        ({"row": 1, "total": 0}, "7"),
    ):
        panel, sheet = given.rule(round=rounding).panel()
        assert compute(panel, sheet, marks).of("1").total == Fraction(total), rounding


def test_settled_rows_need_no_expert_but_one_who_is_present() -> None:
    given = rows(2).settle("1", "1.1", "yes")
    panel, sheet = given.panel()
    marks = [expert("01", c1=[None, "5", "5", "5"]), ExpertMarks("02", why=Why.ABSENT)]
    result = compute(panel, sheet, marks).of("1")
    assert result.total == 25
    assert (result.rows[0].settled, result.rows[0].score, result.rows[0].n) == (True, 10, 1)
    nobody = compute(panel, sheet, [])
    assert nobody.of("1").total is None


def test_a_row_that_does_not_apply_is_rescaled_away() -> None:
    panel, sheet = rows(1).hide("1", "1.1").panel()
    result = compute(panel, sheet, [expert("01", c1=["0", "10", "5", "0"])]).of("1")
    assert result.total == 20
    assert [row.applicable for row in result.rows] == [False, True, True, True]


def test_the_median_of_a_row_is_the_middle_mark() -> None:
    panel, sheet = rows(2, average="median").panel()
    marks = [expert("01", c1=["1", "2", "3", "4"]), expert("02", c1=["2", "2", "3", "4"])]
    assert compute(panel, sheet, marks).of("1").total == Fraction("10.5")
