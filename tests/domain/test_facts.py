"""Declared facts beside thresholds: stage by stage, on the line and beside it."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain import testing
from reviewtui.domain.facts import Fact
from reviewtui.domain.panel import Candidate
from reviewtui.domain.states import Outcome, Review
from reviewtui.domain.testing import due_date, outcome
from reviewtui.domain.threshold import Operator, Strength, Threshold
from tests.meeting import built_in, meeting

REVIEW_DAY = datetime.date(2026, 12, 8)
THRESHOLDS = {
    item.id: item for name in ("zj-tic-2022", "nb-tic-draft") for item in built_in(name).thresholds
}


def candidate(approved: str | None, *, years: int = 5, **declared: str) -> Candidate:
    day = datetime.date.fromisoformat(approved) if approved else None
    return Candidate(
        "1", "示例", "", day, years, {metric: Fact(text) for metric, text in declared.items()}
    )


def annual(threshold: str, one: Candidate, on: datetime.date | None = REVIEW_DAY) -> Outcome:
    return outcome(THRESHOLDS[threshold], one, Review.ANNUAL, on)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10亿元", Outcome.MET),
        ("10.00 亿元", Outcome.MET),
        ("100000万元", Outcome.MET),
        ("1,000,000,000元", Outcome.MET),
        ("9.99亿元", Outcome.MISSED_SOFT),
        ("99999.99万元", Outcome.MISSED_SOFT),
        ("999999999.99元", Outcome.MISSED_SOFT),
        ("10", Outcome.NO_DATA),
        ("约10亿元", Outcome.NO_DATA),
        ("10亿", Outcome.NO_DATA),
        ("12,5亿元", Outcome.NO_DATA),
        ("1,23,456亿元", Outcome.NO_DATA),
        ("１０亿元", Outcome.NO_DATA),
        ("-10亿元", Outcome.NO_DATA),
    ],
)
def test_ten_hundred_million_exactly_passes_and_money_needs_its_unit(
    value: str, expected: Outcome
) -> None:
    assert annual("ZJ-INV-2Y", candidate("2024-01-01", investment_total=value)) is expected


@pytest.mark.parametrize(
    ("threshold", "metric", "line"),
    [
        ("ZJ-STAFF-2Y", "innovation_staff", 300),
        ("ZJ-TEAM-2Y", "high_level_teams", 5),
        ("NB-STAFF-2Y", "innovation_staff", 100),
        ("NB-TEAM-2Y", "high_level_teams", 2),
    ],
)
def test_a_soft_requirement_includes_its_number_and_is_missed_softly(
    threshold: str, metric: str, line: int
) -> None:
    assert annual(threshold, candidate("2024-01-01", **{metric: f"{line}"})) is Outcome.MET
    below = candidate("2024-01-01", **{metric: f"{line - 1}"})
    assert annual(threshold, below) is Outcome.MISSED_SOFT


@pytest.mark.parametrize(
    ("threshold", "metric", "line"),
    [
        ("ZJ-BASE-END", "transfer_bases", 3),
        ("ZJ-PARTNER-END", "close_partner_firms", 50),
        ("ZJ-INCUB-END", "incubated_firms", 10),
        ("ZJ-SERVED-END", "served_firms", 500),
        ("NB-BASE-END", "transfer_bases", 1),
        ("NB-PARTNER-END", "close_partner_firms", 20),
        ("NB-INCUB-END", "incubated_firms", 5),
        ("NB-SERVED-END", "served_firms", 100),
    ],
)
def test_what_is_due_at_the_end_of_the_period_is_missed_hard(
    threshold: str, metric: str, line: int
) -> None:
    past = candidate("2021-12-08", **{metric: f"{line}"})
    assert annual(threshold, past) is Outcome.MET
    past = candidate("2021-12-08", **{metric: f"{line - 1}"})
    assert annual(threshold, past) is Outcome.MISSED


@pytest.mark.parametrize(
    ("approved", "two", "five", "end"),
    [
        ("2026-12-09", Outcome.NOT_DUE, Outcome.NOT_DUE, Outcome.NOT_DUE),
        ("2024-12-09", Outcome.NOT_DUE, Outcome.NOT_DUE, Outcome.NOT_DUE),
        ("2024-12-08", Outcome.MET, Outcome.NOT_DUE, Outcome.NOT_DUE),
        ("2021-12-09", Outcome.MET, Outcome.NOT_DUE, Outcome.NOT_DUE),
        ("2021-12-08", Outcome.MET, Outcome.MISSED_SOFT, Outcome.MISSED),
        ("2010-01-01", Outcome.MET, Outcome.MISSED_SOFT, Outcome.MISSED),
    ],
)
def test_a_stage_falls_due_on_its_day_and_nothing_is_interpolated(
    approved: str, two: Outcome, five: Outcome, end: Outcome
) -> None:
    one = candidate(approved, innovation_staff="400", transfer_bases="0")
    assert annual("ZJ-STAFF-2Y", one) is two
    assert annual("ZJ-STAFF-5Y", one) is five
    assert annual("ZJ-BASE-END", one) is end


def test_the_end_of_the_period_follows_the_candidates_own_years() -> None:
    three = candidate("2023-12-08", years=3, innovation_staff="400", transfer_bases="3")
    assert annual("ZJ-BASE-END", three) is Outcome.MET
    assert annual("ZJ-STAFF-5Y", three) is Outcome.NOT_DUE
    eight = candidate("2021-12-08", years=8, innovation_staff="900", transfer_bases="3")
    assert annual("ZJ-BASE-END", eight) is Outcome.NOT_DUE
    assert annual("ZJ-STAFF-5Y", eight) is Outcome.MET


@pytest.mark.parametrize(
    ("approved", "threshold", "due"),
    [
        ("2024-02-29", "ZJ-STAFF-2Y", "2026-03-01"),
        ("2024-02-29", "ZJ-STAFF-5Y", "2029-03-01"),
        ("2024-02-28", "ZJ-STAFF-2Y", "2026-02-28"),
        ("2022-03-01", "ZJ-STAFF-2Y", "2024-03-01"),
    ],
)
def test_a_leap_day_falls_due_on_the_first_of_march(
    approved: str, threshold: str, due: str
) -> None:
    assert due_date(THRESHOLDS[threshold], candidate(approved)) == datetime.date.fromisoformat(due)


def test_four_years_after_a_leap_day_is_a_leap_day() -> None:
    four = candidate("2024-02-29", years=4)
    assert due_date(THRESHOLDS["ZJ-BASE-END"], four) == datetime.date(2028, 2, 29)


@given(st.dates(), st.integers(1, 30))
def test_every_day_of_the_calendar_has_a_due_date(day: datetime.date, years: int) -> None:
    one = Candidate("1", "示例", "", day, years)
    for threshold in THRESHOLDS.values():
        due = due_date(threshold, one)
        assert due is not None
        assert due >= day or due.year == datetime.MAXYEAR


def test_without_the_day_of_approval_or_of_the_review_nothing_is_tested() -> None:
    assert annual("ZJ-STAFF-2Y", candidate(None, innovation_staff="900")) is Outcome.NO_DATA
    one = candidate("2020-01-01", innovation_staff="900")
    assert annual("ZJ-STAFF-2Y", one, None) is Outcome.NO_DATA


def test_what_was_not_declared_is_no_data_and_not_a_miss() -> None:
    assert annual("ZJ-STAFF-2Y", candidate("2020-01-01")) is Outcome.NO_DATA
    assert annual("ZJ-STAFF-2Y", candidate("2026-01-01")) is Outcome.NOT_DUE


def test_at_an_appraisal_every_figure_is_a_commitment() -> None:
    for threshold in THRESHOLDS.values():
        promised = candidate(None, **{threshold.metric: "1"})
        assert outcome(threshold, promised, Review.APPRAISAL, None) is Outcome.COMMITMENT
        assert outcome(threshold, candidate(None), Review.APPRAISAL, None) is Outcome.NO_DATA


def test_an_acceptance_closes_the_period_even_before_its_day() -> None:
    early = candidate("2022-06-01", transfer_bases="2", innovation_staff="900")
    end, five = THRESHOLDS["ZJ-BASE-END"], THRESHOLDS["ZJ-STAFF-5Y"]
    assert outcome(end, early, Review.ACCEPTANCE, REVIEW_DAY) is Outcome.MISSED
    assert outcome(end, early, Review.MIDTERM, REVIEW_DAY) is Outcome.NOT_DUE
    assert outcome(five, early, Review.ACCEPTANCE, REVIEW_DAY) is Outcome.NOT_DUE


@pytest.mark.parametrize(
    ("operator", "below", "on", "above"),
    [
        (Operator.AT_LEAST, False, True, True),
        (Operator.AT_MOST, True, True, False),
        (Operator.MORE_THAN, False, False, True),
        (Operator.LESS_THAN, True, False, False),
        (Operator.EQUAL, False, True, False),
    ],
)
def test_operators_are_strict_only_where_the_words_are(
    operator: Operator, below: bool, on: bool, above: bool
) -> None:
    line = THRESHOLDS["ZJ-STAFF-2Y"]
    own = line._replace(operator=operator, value=Fraction(50), strength=Strength.HARD)
    for value, holds in (("49.99", below), ("50", on), ("50.01", above)):
        expected = Outcome.MET if holds else Outcome.MISSED
        assert annual_of(own, value) is expected


def annual_of(threshold: Threshold, value: str) -> Outcome:
    return outcome(
        threshold, candidate("2020-01-01", innovation_staff=value), Review.ANNUAL, REVIEW_DAY
    )


def test_a_primary_rolls_up_the_thresholds_of_its_rows_each_once() -> None:
    panel, _sheet = meeting().panel()
    one = panel.candidate("1")
    ids = [result.threshold.id for result in testing.tested(panel, "10", one)]
    assert sorted(ids) == ["ZJ-BASE-END", "ZJ-INCUB-END", "ZJ-PARTNER-END", "ZJ-SERVED-END"]
    assert testing.tested(panel, "8", one) == ()
    assert testing.tested(panel, "X1", one) == ()


def test_a_count_may_carry_its_unit_or_leave_it_out_but_no_other() -> None:
    assert Fact("286").amount("人") == 286
    assert Fact("286 人").amount("人") == 286
    assert Fact("1,036人").amount("人") == 1036
    assert Fact("286家").amount("人") is None
    assert Fact("286.5").amount("人") == Fraction(573, 2)


@given(st.text(max_size=30), st.sampled_from(["人", "亿元", "万元", "元", ""]))
def test_any_text_is_an_amount_or_none(text: str, unit: str) -> None:
    amount = Fact(text).amount(unit)
    assert amount is None or amount >= 0
    assert Fact("9" * 40 + unit).amount(unit) is None


def test_declared_values_that_no_threshold_can_use_are_named() -> None:
    built = meeting(1, 1)
    built.data["candidates"][0]["facts"] = {"investment_total": "12.6", "innovation_staff": "300"}
    panel, _sheet = built.panel()
    assert testing.misfits(panel) == [
        ("1", "investment_total", "“12.6” cannot be read in 亿元; it will show as not provided")
    ]
