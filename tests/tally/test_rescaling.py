"""Rows that do not apply, that were added, or that an expert cannot judge."""

from fractions import Fraction
from typing import Any

from reviewtui.domain.states import Why
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import CandidateVerdict, Flag
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import UNABLE, expert

SHARES = {"1": "60", "2": "40", "1.1": "25", "1.2": "75", "2.1": "50", "2.2": "50"}


def rows(weights: str = "points", **rule: Any) -> Meeting:
    """Two primaries of two rows, full mark 10 each, two candidates, one expert."""
    given = meeting(1, 2, granularity="rows", table=small_set(2, 2), round={}, **rule)
    full = dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), "10")
    if weights == "share":
        given.put("weights", {"kind": "share", "source": "s", "of": SHARES, "full": full})
    if weights == "factor":
        of = {"1.1": "0.5", "1.2": "1", "2.1": "2", "2.2": "2.5"}
        given.put("weights", {"kind": "factor", "source": "s", "of": of, "full": full})
    return given


def add(given: Meeting, **keys: str) -> Meeting:
    """A row of its own for candidate 1."""
    overlay = {"candidate": "1", "change": "add", "title": "新增", "reason": "责任书"}
    given.data.setdefault("overlays", []).append(overlay | keys)
    return given


def result(given: Meeting, *marks: str | None) -> CandidateVerdict:
    """The result of candidate 1 from one expert."""
    panel, sheet = given.panel()
    return compute(panel, sheet, [expert("01", c1=list(marks))]).of("1")


def test_points_are_scaled_to_the_full_base_by_the_full_marks_that_apply() -> None:
    found = result(rows().hide("1", "1.1"), None, "10", "6", "2")
    assert found.total == Fraction(18 * 40, 30)
    assert found.base == 40
    assert Flag.RESCALED in found.flags
    assert [row.applicable for row in found.rows] == [False, True, True, True]
    assert found.rows[0].score is None
    assert [primary.full for primary in found.primaries] == [Fraction(40, 3), Fraction(80, 3)]


def test_a_mark_that_was_typed_before_the_row_was_hidden_counts_nothing() -> None:
    given = rows().hide("1", "1.1")
    assert result(given, "10", "10", "6", "2").total == result(given, None, "10", "6", "2").total


def test_shares_are_rescaled_inside_the_primary() -> None:
    found = result(rows("share").hide("1", "1.1"), None, "5", "10", "0")
    assert found.total == 30 + 20
    assert [primary.full for primary in found.primaries] == [60, 40]


def test_the_share_of_a_primary_that_is_wholly_out_goes_to_the_others() -> None:
    found = result(rows("share").hide("1", "2"), "4", "8", None, None)
    assert found.total == 10 + 60
    assert [primary.score for primary in found.primaries] == [70, None]
    assert [primary.full for primary in found.primaries] == [100, 0]


def test_shares_of_a_deeper_tree_stay_inside_their_node() -> None:
    table = small_set(1, 2)
    table["rows"] += [
        {"code": "1.1.a", "parent": "1.1", "title": "甲"},
        {"code": "1.1.b", "parent": "1.1", "title": "乙"},
    ]
    of = {"1": "100", "1.1": "50", "1.2": "50", "1.1.a": "50", "1.1.b": "50"}
    given = meeting(1, 1, granularity="rows", table=table, round={})
    given.put("weights", {"kind": "share", "source": "s", "of": of}).hide("1", "1.1.a")
    panel, sheet = given.panel()
    marks = {"1.1.b": "100", "1.2": "0"}
    typed = [marks.get(row.code) for row in sheet.rows]
    assert compute(panel, sheet, [expert("01", c1=typed)]).of("1").total == 50


def test_factors_are_scaled_by_factor_times_full_mark() -> None:
    found = result(rows("factor").hide("1", "2.2"), "10", "10", "5", None)
    assert found.base == 60
    assert found.total == (5 + 10 + 10) * Fraction(60, 35)


def test_leaving_out_prints_the_total_out_of_the_smaller_base() -> None:
    found = result(rows(not_applicable="leave_out").hide("1", "1.1"), None, "10", "6", "2")
    assert (found.total, found.base) == (18, 30)
    assert found.flags == (Flag.SMALLER_BASE,)


def test_contributions_are_rescaled_before_they_are_rounded() -> None:
    given = rows().hide("1", "1.1").rule(round={"weighted_row": 0})
    # 1 point is worth 4/3 of a point: 1.33 → 1, 6.67 → 7, 2.67 → 3
    assert result(given, None, "1", "5", "2").total == 1 + 7 + 3


def test_an_added_row_takes_its_part_of_the_full_base() -> None:
    found = result(add(rows(), row="1.3", full="10"), "10", "10", "10", "10", "0")
    assert found.total == 32
    assert found.base == 40
    assert found.rows[4].score == 0
    left = add(rows(not_applicable="leave_out"), row="1.3", full="10")
    assert (result(left, *["10"] * 5).total, result(left, *["10"] * 5).base) == (50, 50)


def test_an_added_row_shares_the_weight_of_its_primary() -> None:
    # 1.1 brings 15 points and 1.2 45, the new row 20: together they have the 60 of primary 1
    given = add(rows("share"), row="1.3", full="10", weight="20")
    found = result(given, "0", "0", "0", "0", "10")
    assert found.total == Fraction(20 * 60, 80)
    assert [primary.full for primary in found.primaries] == [60, 40]


def test_an_added_row_does_not_exist_for_the_other_candidates() -> None:
    panel, sheet = add(rows(), row="1.3", full="10").panel()
    verdict = compute(panel, sheet, [expert("01", c2=["10", "10", "10", "10", None])])
    assert verdict.of("2").total == 40
    assert verdict.of("2").flags == ()


def test_a_row_that_cannot_be_judged_takes_the_total_away_by_default() -> None:
    found = result(rows(), "10", UNABLE, "10", "10")
    assert found.total is None
    assert found.left_out[0].why is Why.UNABLE


def test_or_the_total_is_rescaled_over_the_rows_that_were_judged() -> None:
    found = result(rows(unable="renormalise"), "10", UNABLE, "5", "0")
    assert found.total == 20
    assert Flag.UNABLE_RESCALED in found.flags
    assert Flag.RESCALED not in found.flags
    assert [row.n for row in found.rows] == [1, 0, 1, 1]
    assert found.rows[1].left_out[0].why is Why.UNABLE


def test_rescaling_for_one_expert_keeps_the_smaller_base_of_the_candidate() -> None:
    given = rows(unable="renormalise", not_applicable="leave_out").hide("1", "1.1")
    found = result(given, None, UNABLE, "10", "5")
    assert (found.total, found.base) == (Fraction("22.5"), 30)


def test_a_blank_row_is_never_rescaled_away() -> None:
    found = result(rows(unable="renormalise"), None, UNABLE, "10", "5")
    assert found.total is None
    assert found.left_out[0].why is Why.BLANK


def test_who_can_judge_nothing_has_no_total_even_beside_settled_rows() -> None:
    given = rows(unable="renormalise").settle("1", "1.1", "yes")
    found = result(given, None, UNABLE, UNABLE, UNABLE)
    assert found.total is None
    assert found.left_out[0].why is Why.UNABLE


def test_a_candidate_to_whom_no_row_applies_has_no_total() -> None:
    for order in ("by_expert", "by_indicator"):
        found = result(rows(order=order).hide("1", "1").hide("1", "2"), None, None, None, None)
        assert (found.total, found.n) == (None, 0)


def test_a_primary_with_nothing_but_a_bonus_row_left_hands_its_share_on() -> None:
    table = small_set(2, 2)
    table["rows"][-1] |= {"counts_in_sum": False}
    given = meeting(1, 1, granularity="rows", table=table, round={})
    full = dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), "10")
    of = SHARES | {"2.1": "100"}
    given.put("weights", {"kind": "share", "source": "s", "of": of, "full": full})
    found = result(given.hide("1", "2.1"), "10", "10", None, "5")
    assert found.base == 100
    assert found.total == 100 + 10


def test_a_bonus_alone_makes_no_total_where_every_other_row_could_not_be_judged() -> None:
    table = small_set(1, 3)
    table["rows"][-1] |= {"counts_in_sum": False}
    given = meeting(1, 1, granularity="rows", table=table, unable="renormalise")
    found = result(given, UNABLE, UNABLE, "5")
    assert found.total is None
    assert found.left_out[0].why is Why.UNABLE
