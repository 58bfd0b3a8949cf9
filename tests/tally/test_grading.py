"""Proposed grades: one rule at a time, then the laws that hold whatever the rule."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.grades import Band, BarExcellent, Floor, Grades, Quota, Reading, Veto
from reviewtui.tally.grading import Falls, Lowered, Measured, Proposal, Standing, propose
from reviewtui.tally.ranking import ranks

SOURCE = "会议纪要（示例）"
TOP, MIDDLE, LOW = "优秀", "合格", "不合格"
BANDS = (Band(TOP, Fraction(90)), Band(MIDDLE, Fraction(60)), Band(LOW, Fraction(0)))
FLOOR = Floor("8", Fraction(60), MIDDLE, None, SOURCE)
QUORUM = FLOOR._replace(quorum=Fraction(2, 3))


def rule(**parts: Any) -> Grades:
    return Grades(SOURCE, **({"bands": BANDS} | parts))


def quota(percent: int, grade: str = TOP) -> Quota:
    return Quota(grade, Fraction(percent), SOURCE)


def standing(*totals: int | None) -> list[Standing]:
    """Candidates 1, 2 … with these totals."""
    exact = [None if total is None else Fraction(total) for total in totals]
    return [
        Standing(str(at), total, rank)
        for at, (total, rank) in enumerate(zip(exact, ranks(exact), strict=True), 1)
    ]


def one(grades: Grades, total: int = 95, **facts: Any) -> Proposal:
    found, _quotas = propose(grades, [Standing("1", Fraction(total), 1, **facts)])
    return found["1"]


def proposed(grades: Grades, *totals: int | None) -> list[str | None]:
    return [item.grade for item in propose(grades, standing(*totals))[0].values()]


def whys(proposal: Proposal) -> list[Lowered]:
    return [reason.why for reason in proposal.reasons]


def test_a_line_includes_its_number_and_no_total_has_no_grade() -> None:
    assert proposed(rule(), 90, 89, 60, 59, None) == [TOP, MIDDLE, MIDDLE, LOW, None]


def test_a_grade_by_rank_and_score_needs_both() -> None:
    gated = rule(bands=(BANDS[0]._replace(rank_at_most=1), *BANDS[1:]))
    assert proposed(gated, 95, 94, 50) == [TOP, MIDDLE, LOW]
    assert proposed(gated, 89, 50) == [MIDDLE, LOW]
    assert proposed(gated, 95, 95, 94) == [TOP, TOP, MIDDLE]
    second = propose(gated, standing(95, 94))[0]["2"]
    assert (second.by_band, whys(second), second.reasons[0].rank) == (TOP, [Lowered.RANK], 1)


def test_a_failed_gate_proposes_the_lowest_grade_and_another_gate_does_not() -> None:
    vetoed = rule(vetoes=(Veto("6.5", SOURCE),))
    found = one(vetoed, failed_gates=frozenset({"6.5"}))
    assert (found.grade, found.by_band, whys(found)) == (LOW, TOP, [Lowered.GATE])
    assert one(vetoed, failed_gates=frozenset({"6.4"})).grade == TOP
    assert one(rule(), failed_gates=frozenset({"6.5"})).grade == TOP


def test_the_integrity_flag_lowers_only_where_the_rule_says_so() -> None:
    assert one(rule(vetoes=(Veto("", SOURCE),)), integrity=True).grade == LOW
    assert one(rule(vetoes=(Veto("6.5", SOURCE),)), integrity=True).grade == TOP
    assert one(rule(vetoes=(Veto("", SOURCE),)), integrity=False).grade == TOP


@pytest.mark.parametrize(
    ("share", "grade"), [("0.5999", MIDDLE), ("0.6", TOP), ("0.9", TOP)], ids=str
)
def test_a_row_below_its_floor_caps_the_grade(share: str, grade: str) -> None:
    assert one(rule(floors=(FLOOR,)), floors={FLOOR: Measured(Fraction(share))}).grade == grade


def test_a_floor_lowers_no_grade_that_is_lower_already() -> None:
    found = one(rule(floors=(FLOOR,)), 59, floors={FLOOR: Measured(Fraction(1, 2))})
    assert (found.grade, found.reasons) == (LOW, ())


@pytest.mark.parametrize(("below", "grade"), [(5, TOP), (6, MIDDLE), (9, MIDDLE)])
def test_a_floor_with_a_quorum_counts_experts(below: int, grade: str) -> None:
    seen = {QUORUM: Measured(Fraction(1, 10), below, 9)}
    assert one(rule(floors=(QUORUM,)), floors=seen).grade == grade


def test_a_floor_without_a_mark_lowers_nothing_and_says_so() -> None:
    for floor in (FLOOR, QUORUM):
        found = one(rule(floors=(floor,)), floors={floor: Measured(None)})
        assert (found.grade, whys(found)) == (TOP, [Lowered.FLOOR_UNKNOWN])


BAR = rule(bar_excellent=BarExcellent(Reading.GROWTH_SLOWER, SOURCE))


@pytest.mark.parametrize(
    ("first", "second", "grade", "why"),
    [
        (True, True, MIDDLE, [Lowered.BARRED]),
        (True, False, TOP, []),
        (False, True, TOP, []),
        (False, None, TOP, []),
        (True, None, TOP, [Lowered.BAR_UNKNOWN]),
        (None, None, TOP, [Lowered.BAR_UNKNOWN]),
    ],
)
def test_tr_26_the_bar_needs_both_falls_and_takes_one_step(
    first: bool | None, second: bool | None, grade: str, why: list[Lowered]
) -> None:
    found = one(BAR, falls=Falls(first, second))
    assert (found.grade, whys(found)) == (grade, why)


def test_tr_26_the_bar_is_no_veto() -> None:
    for total, grade in ((75, MIDDLE), (30, LOW)):
        found = one(BAR, total, falls=Falls(rd_ratio=True, fiscal=True))
        assert (found.grade, found.reasons) == (grade, ())


def test_tr_24_a_quota_is_rounded_down_and_off_unless_stated() -> None:
    totals = (99, 98, 97, 96, 95, 94, 93, 92)
    assert proposed(rule(), *totals) == [TOP] * 8
    assert proposed(rule(quotas=(quota(20),)), *totals) == [TOP] + [MIDDLE] * 7
    assert proposed(rule(quotas=(quota(20),)), *totals[:4]) == [MIDDLE] * 4


def test_tr_24_a_tie_at_the_line_is_listed_and_not_cut() -> None:
    found, (used,) = propose(rule(quotas=(quota(40),)), standing(99, 98, 98, 97, 60))
    assert (used.n, used.places, used.taken) == (5, 2, ("1",))
    assert (used.tied, used.free, used.beyond) == (("2", "3"), 1, ("4",))
    assert [found[code].grade for code in "12345"] == [TOP, None, None, MIDDLE, MIDDLE]
    assert [found[code].undecided for code in "12345"] == [False, True, True, False, False]
    assert found["2"].by_band == TOP


def test_tr_24_without_a_tie_at_the_line_nothing_is_open() -> None:
    found, (used,) = propose(rule(quotas=(quota(40),)), standing(99, 99, 98, 97, 60))
    assert (used.taken, used.tied, used.free) == (("1", "2"), (), 0)
    assert not any(item.undecided for item in found.values())


def test_a_quota_counts_candidates_with_a_total_only() -> None:
    _found, (used,) = propose(rule(quotas=(quota(20),)), standing(99, 98, 97, 96, None, None))
    assert (used.n, used.places) == (4, 0)


def test_who_is_barred_takes_no_place_of_the_quota() -> None:
    barred = rule(quotas=(quota(20),), vetoes=(Veto("6.5", SOURCE),))
    items = standing(99, 98, 97, 96, 95)
    first = Standing("1", items[0].total, 1, failed_gates=frozenset({"6.5"}))
    found, (used,) = propose(barred, [first, *items[1:]])
    assert used.taken == ("2",)
    assert found["1"].grade == LOW


def test_a_second_quota_keeps_places_for_who_may_come_down() -> None:
    both = rule(quotas=(quota(20), quota(40, MIDDLE)))
    found, (first, second) = propose(both, standing(99, 99, 98, 97, 96))
    assert (first.tied, first.free) == (("1", "2"), 1)
    assert (second.places, second.taken, second.beyond) == (2, ("3",), ("4", "5"))
    assert [found[code].grade for code in "12345"] == [None, None, MIDDLE, LOW, LOW]


# The laws.

TOTALS = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=9)
PERCENTS = st.integers(0, 100)
FACTS = st.fixed_dictionaries(
    {
        "failed_gates": st.sampled_from([frozenset(), frozenset({"6.5"})]),
        "integrity": st.booleans(),
        "falls": st.builds(
            Falls, st.sampled_from([True, False, None]), st.sampled_from([True, False, None])
        ),
        "floors": st.builds(
            lambda share: {FLOOR: Measured(share)},
            st.one_of(st.none(), st.fractions(0, 1, max_denominator=10)),
        ),
    }
)


@st.composite
def rules(draw: st.DrawFn, *, quotas: bool = True) -> Grades:
    bands = draw(
        st.lists(
            st.builds(
                Band,
                st.just(""),
                st.integers(1, 100).map(Fraction),
                st.one_of(st.none(), st.integers(1, 5)),
            ),
            max_size=3,
            unique_by=lambda band: band.at_least,
        )
    )
    bands = [*sorted(bands, key=lambda band: -band.at_least), Band("", Fraction(0))]
    named = tuple(band._replace(name=f"G{at}") for at, band in enumerate(bands))
    chosen = st.lists(st.sampled_from(named), unique=True, max_size=3)
    return Grades(
        SOURCE,
        named,
        quotas=tuple(
            Quota(band.name, Fraction(draw(PERCENTS)), SOURCE)
            for band in (draw(chosen) if quotas else [])
        ),
        vetoes=draw(st.sampled_from([(), (Veto("6.5", SOURCE),), (Veto("", SOURCE),)])),
        floors=draw(st.sampled_from([(), (FLOOR._replace(cap=named[-1].name),)])),
        bar_excellent=draw(st.sampled_from([None, BarExcellent(Reading.GROWTH_SLOWER, SOURCE)]))
        if len(named) > 1
        else None,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Grades, list[Standing]]:
    grades = draw(rules())
    items = standing(*draw(TOTALS))
    floors = {floor: floor for floor in grades.floors}
    found = []
    for item in items:
        facts = draw(FACTS)
        seen = facts.pop("floors")[FLOOR]
        found.append(
            Standing(item.code, item.total, item.rank, floors=dict.fromkeys(floors, seen), **facts)
        )
    return grades, found


def position(grades: Grades, grade: str | None) -> int:
    return len(grades.bands) if grade is None else grades.names.index(grade)


@settings(max_examples=120)
@given(cases())
def test_a_grade_is_never_above_the_band_and_every_lowering_has_its_reason(
    case: tuple[Grades, list[Standing]],
) -> None:
    grades, items = case
    for item in propose(grades, items)[0].values():
        if item.undecided:
            continue
        assert position(grades, item.grade) >= position(grades, item.by_band)
        lowered = any(reason.lowers for reason in item.reasons)
        assert lowered == (item.grade != item.by_band)


@settings(max_examples=100)
@given(rules(quotas=False), TOTALS)
def test_without_quota_and_facts_a_higher_total_has_no_lower_grade(
    grades: Grades, totals: list[int | None]
) -> None:
    grades = grades._replace(floors=())
    found = propose(grades, standing(*totals))[0]
    by_total = sorted(
        (total, position(grades, found[str(at)].grade))
        for at, total in enumerate(totals, 1)
        if total is not None
    )
    places = [place for _total, place in by_total]
    assert places == sorted(places, reverse=True)


@settings(max_examples=120)
@given(cases())
def test_a_quota_is_never_exceeded_however_the_panel_settles_its_ties(
    case: tuple[Grades, list[Standing]],
) -> None:
    grades, items = case
    found, quotas = propose(grades, items)
    for used in quotas:
        held = [code for code, item in found.items() if item.grade == used.quota.grade]
        assert len(held) + used.free <= used.places
        assert used.places == used.n * used.quota.percent // 100
        assert 0 <= used.free < len(used.tied) or not used.tied
        ranks_of = {item.code: item.rank or 0 for item in items}
        assert len({ranks_of[code] for code in used.tied}) <= 1
        assert all(found[code].undecided and found[code].grade is None for code in used.tied)


@settings(max_examples=80)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_candidates_decides_nothing(
    case: tuple[Grades, list[Standing]], random: Any
) -> None:
    grades, items = case
    shuffled = list(items)
    random.shuffle(shuffled)
    assert propose(grades, items) == propose(grades, shuffled)


@settings(max_examples=80)
@given(rules(), TOTALS)
def test_equal_totals_are_never_told_apart(grades: Grades, totals: list[int | None]) -> None:
    found = propose(grades, standing(*totals))[0]
    for at, total in enumerate(totals, 1):
        other = found[str(totals.index(total) + 1)]
        assert (found[str(at)].grade, found[str(at)].undecided) == (other.grade, other.undecided)
