"""What hangs on single experts."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.locales import use
from reviewtui.tally.compute import compute
from reviewtui.tally.figures import order_text
from reviewtui.tally.plain_lines import order_line, stability_json
from reviewtui.tally.stability import (
    Dependent,
    dependent_orders,
    first_without,
    spreads,
    without_each,
)
from reviewtui.tally.verdict import Verdict
from tests.meeting import meeting
from tests.tally.panels import COMBINATIONS, Combination, Drawn, cases


def verdict_of(marks: dict[str, dict[str, str]], **rule: object) -> tuple[object, Verdict]:
    """Experts by candidate, one mark for every row."""
    experts = list(marks)
    candidates = list(marks[experts[0]])
    panel, sheet = meeting(len(experts), len(candidates), **rule).panel()  # type: ignore[arg-type]
    rows = len(sheet.rows)
    given_marks = [
        ExpertMarks(
            expert.code,
            {
                candidate.code: CandidateMarks([int(Fraction(marks[own][theirs]) * 100)] * rows)
                for candidate, theirs in zip(panel.candidates, candidates, strict=True)
            },
        )
        for expert, own in zip(panel.experts, experts, strict=True)
    ]
    return panel, compute(panel, sheet, given_marks)


@pytest.mark.parametrize("combination", COMBINATIONS[::5], ids=str)
def test_without_an_expert_the_totals_are_those_of_a_panel_in_which_he_is_absent(
    combination: Combination,
) -> None:
    told = 0

    @settings(max_examples=12)
    @given(cases(combination))
    def law(drawn: Drawn) -> None:
        nonlocal told
        try:
            verdict = compute(drawn.panel, drawn.sheet, drawn.experts)
        except Refused:
            return
        for without in without_each(drawn.panel, verdict):
            others = [one for one in drawn.experts if one.expert != without.expert]
            try:
                whole = compute(drawn.panel, drawn.sheet, others)
            except Refused:
                assert without.refused
                continue
            assert {one.code: one.total for one in whole.candidates} == dict(without.totals)
            assert {one.code: one.rank for one in whole.candidates} == dict(without.ranks)
            told += 1

    law()
    assert told


def test_the_spread_is_the_highest_total_less_the_lowest_of_those_who_count() -> None:
    _panel, verdict = verdict_of(
        {"01": {"a": "9", "b": "8"}, "02": {"a": "5", "b": "8"}, "03": {"a": "7", "b": "7"}}
    )
    first, second = spreads(verdict)
    assert (first.candidate, first.n) == ("1", 3)
    assert first.range == first.highest - first.lowest > second.range > 0


def test_neighbours_turn_without_the_one_expert_who_put_them_so() -> None:
    panel, verdict = verdict_of(
        {
            "01": {"a": "9", "b": "5"},
            "02": {"a": "7", "b": "8"},
            "03": {"a": "7", "b": "8"},
        }
    )
    without = tuple(without_each(panel, verdict))  # type: ignore[arg-type]
    (turned,) = dependent_orders(verdict, without)
    assert (turned.upper, turned.lower, turned.experts) == ("1", "2", ("01",))
    assert first_without(verdict, without) == {(("2", 1), ("1", 2)): ["01"]}


def test_a_panel_of_one_mind_depends_on_nobody() -> None:
    panel, verdict = verdict_of({code: {"a": "9", "b": "8", "c": "7"} for code in ("01", "02")})
    without = tuple(without_each(panel, verdict))  # type: ignore[arg-type]
    assert not dependent_orders(verdict, without)
    assert not first_without(verdict, without)


def test_a_tie_that_one_expert_makes_is_told() -> None:
    panel, verdict = verdict_of(
        {
            "01": {"a": "9", "b": "8", "c": "1"},
            "02": {"a": "8", "b": "9", "c": "1"},
            "03": {"a": "9", "b": "9", "c": "1"},
        }
    )
    without = tuple(without_each(panel, verdict))  # type: ignore[arg-type]
    (broken,) = dependent_orders(verdict, without)
    assert broken == Dependent("1", "2", ("01", "02"), tied=True)
    use("en")
    assert order_line(verdict, without) == (
        "Whether No. 1 and No. 2 are tied depends on Expert 01, Expert 02"
    )
    assert stability_json(panel, verdict)["orders"] == []  # type: ignore[arg-type]
    assert stability_json(panel, verdict)["ties"] == [  # type: ignore[arg-type]
        {"candidates": ["1", "2"], "experts": ["01", "02"]}
    ]
    use("zh")


def test_who_leaves_a_tie_of_three_leaves_a_neighbour_in_it() -> None:
    panel, verdict = verdict_of(
        {
            "01": {"a": "9", "b": "8", "c": "8.5"},
            "02": {"a": "8", "b": "9", "c": "8.5"},
        }
    )
    without = tuple(without_each(panel, verdict))  # type: ignore[arg-type]
    assert [(one.upper, one.lower, one.tied) for one in dependent_orders(verdict, without)] == [
        ("1", "2", True),
        ("2", "3", True),
    ]


def test_a_single_candidate_has_no_neighbours_to_speak_of() -> None:
    panel, verdict = verdict_of({"01": {"a": "9"}, "02": {"a": "7"}})
    without = tuple(without_each(panel, verdict))  # type: ignore[arg-type]
    assert order_line(verdict, without) == ""


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=3, max_size=5))
def test_a_pair_that_depends_on_nobody_keeps_its_order_without_anybody(
    points: list[list[int]],
) -> None:
    marks = {
        f"{number:02d}": {name: str(Fraction(own, 2)) for name, own in zip("abc", row, strict=True)}
        for number, row in enumerate(points, start=1)
    }
    panel, verdict = verdict_of(marks)
    without = tuple(without_each(panel, verdict))  # type: ignore[arg-type]
    turned = {(one.upper, one.lower) for one in dependent_orders(verdict, without)}
    ordered = [one.code for one in verdict.ranking()]
    for upper, lower in pairwise(ordered):
        if verdict.of(upper).rank == verdict.of(lower).rank or (upper, lower) in turned:
            continue
        for one in without:
            above, below = one.totals[upper], one.totals[lower]
            assert above is not None
            assert below is not None
            assert above > below


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No. 7, No. 5 and No. 6 tied for rank 2, No. 1"),
        ("zh", "7号、5号与6号并列第2、1号"),
    ],
)
def test_who_shares_a_rank_is_called_tied_in_words(language: str, text: str) -> None:
    use(language)
    assert order_text([("7", 1), ("5", 2), ("6", 2), ("1", 4)]) == text
    use("zh")
