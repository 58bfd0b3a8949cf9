"""Every result is a sentence in the reader's language, with n; nobody is named."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from reviewtui import locales
from reviewtui.session.result_deeds import Discussion
from reviewtui.tally import discussion
from reviewtui.tally.analysis.agreement import kendall_w
from reviewtui.tally.analysis.alpha import alpha
from reviewtui.tally.analysis.method_words import method
from reviewtui.tally.analysis.report import analysis_json
from reviewtui.tally.analysis.results import (
    ICC,
    ON_TOTALS,
    Interval,
    Line,
    Part,
    RankSpread,
    Spreads,
)
from reviewtui.tally.analysis.run import analysis
from reviewtui.tally.analysis.shares import often, share_text
from reviewtui.tally.analysis.totals import Totals
from reviewtui.tally.analysis.undecided import undecided
from reviewtui.tally.analysis.weight_results import AtRule, Kept, Stability, WeightStability
from reviewtui.tally.analysis.words import Words
from reviewtui.tally.compute import compute
from tests.meeting import meeting, small_set
from tests.tally.words import expert
from tests.tally.workload import bulk


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Iterator[str]:
    locales.use(request.param)
    yield request.param
    locales.use("zh")


@pytest.mark.parametrize(("experts", "candidates"), [(5, 6), (1, 1)])
def test_each_part_is_one_sentence_and_names_nobody(
    words: str, experts: int, candidates: int
) -> None:
    panel, sheet, marks = bulk(experts, candidates, 10)
    says = Words(panel, sheet)
    for part, result in analysis(panel, sheet, compute(panel, sheet, marks), marks):
        sentence = says.sentence(part, result)
        assert sentence[-1] == ("。" if words == "zh" else ".")
        assert "{" not in sentence
        assert "nan" not in sentence
        assert not any(expert.name in sentence for expert in panel.experts)
        assert says.title(part)
        for line in method(panel, part, result):
            assert line
            assert not set(line) & set("{}")


def test_no_point_estimate_stands_without_its_interval() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    forms = dict.fromkeys(("2,1", "2,k"), Interval(0.29, 0.02, 0.76))
    found = ICC(("01", "02"), ("1", "2"), ON_TOTALS, forms, (1.0, 1.0, 1.0, 1.0))
    said = Words(panel, sheet).sentence(Part.ICC, found)
    assert "0.29 (0.02 to 0.76)" in said
    assert "2 experts" in said
    locales.use("zh")


def test_who_is_undecided_at_a_line_is_listed_for_discussion() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    spreads = Spreads(
        ("01",),
        ("1", "2", "3"),
        ON_TOTALS,
        {
            "1": RankSpread(1, 1, 1.0, (1.0, 0.97), 100),
            "2": RankSpread(2, 3, 0.0, (0.6, 0.0), 100),
            "3": RankSpread(2, 3, 0.0, (0.4, 0.0), 100),
        },
        (Line(places=2), Line(grade="优秀", best=True)),
        100,
        1,
    )
    assert Words(panel, sheet).undecided(spreads) == [
        "To discuss, undecided at the first 2: No. 2 (60%), No. 3 (40%)."
    ]
    locales.use("zh")


def free(*bounds: float) -> Stability:
    first = Kept(bounds[0], bounds[1])
    return Stability(0.5, first, first, Kept(*bounds[2:]) if len(bounds) > 2 else first)


def test_a_bound_printed_as_the_end_is_the_end() -> None:
    """Crossings come out of floating point a hair inside 0 and 1."""
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    codes = tuple(row.code for row in sheet.rows[:2])

    def said(*each: Stability) -> str:
        found = WeightStability(
            ("01",), ("1",), ON_TOTALS, dict(zip(codes, each, strict=True)), 1, AtRule({"1": 1})
        )
        return Words(panel, sheet).sentence(Part.WEIGHT_STABILITY, found)

    hair = 1e-12
    first = said(free(0, 1 - hair, 0.2, 0.9), free(hair, 1, 0, 0.7))
    assert first.startswith("Whatever weight a single primary is given")
    assert "between 20% and 90%" not in first
    assert "between 0% and 70%" in first
    assert "the whole order stays (n = 1)" in said(free(0, 1 - hair), free(hair, 1))
    assert "between 10% and 100%" in said(free(0, 1 - hair), free(0.1, 1 - hair))
    locales.use("zh")


MEDIANS = [
    (["40", "50"], ["36", "45"], ["20", "30"]),
    (["41", "50"], ["37", "45"], ["22", "28"]),
    (["40", "49"], ["36", "46"], ["21", "30"]),
    (["20", "22"], ["37", "46"], ["22", "33"]),
    (["21", "20"], ["37", "45"], ["19", "31"]),
]
"""By the median of totals candidate 1 is first, by the sums of the primaries candidate 2."""


def test_whose_order_other_weights_change_is_said_where_it_is_not_the_official_one() -> None:
    found = meeting(5, 3, granularity="rows", table=small_set(2, 1), full="50", average="median")
    panel, sheet = found.panel()
    marks = [
        expert(f"{at:02d}", c1=one, c2=two, c3=three)
        for at, (one, two, three) in enumerate(MEDIANS, 1)
    ]
    verdict = compute(panel, sheet, marks)
    assert verdict.of("1").rank == 1
    results = dict(analysis(panel, sheet, verdict, marks))
    locales.use("en")
    json = analysis_json(results)
    for part in (Part.WEIGHT_STABILITY, Part.SMAA):
        said = Words(panel, sheet).sentence(part, results[part])
        assert said.startswith("Not the official order")
        assert "rank No. 2, No. 1, No. 3, because medians of totals" in said
        told = json[f"{part.value}_method"]
        assert isinstance(told, dict)
        assert told["as_official"] is False
        assert told["ranks_at_rule"] == {"1": 2, "2": 1, "3": 3}
        assert "medians" in told["differs"]
    locales.use("zh")


def test_who_would_come_above_whom_is_said_at_each_bound() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 10)
    kept = Kept(0.2, 0.9, ("2", "1"), ("3", "1"))
    one = Stability(0.5, kept, kept, kept)
    found = WeightStability(("01",), ("1",), ON_TOTALS, {"1": one}, 1, AtRule({"1": 1}))
    words = Words(panel, sheet)
    swaps = "with less No. 2 comes above No. 1; with more No. 3 comes above No. 1"
    assert swaps in words.sentence(Part.WEIGHT_STABILITY, found)
    assert swaps in " ".join(words.weights.stability(found, "1"))
    stability = analysis_json({Part.WEIGHT_STABILITY: found})["weight_stability"]
    assert isinstance(stability, dict)
    bounds = {"low": "0.2", "high": "0.9", "below": ["2", "1"], "above": ["3", "1"]}
    assert stability["1"]["first"] == bounds
    locales.use("zh")


def test_how_far_below_0_agreement_may_be_is_not_said_and_no_chance_is_0() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    forms = dict.fromkeys(("2,1", "2,k"), Interval(-0.1, -59.83, 0.76))
    found = ICC(("01", "02"), ("1", "2"), ON_TOTALS, forms, (1.0, 1.0, 1.0, 1.0))
    assert "-0.10 (below 0 to 0.76)" in Words(panel, sheet).sentence(Part.ICC, found)
    many = Totals.of([list(range(30))] * 14 + [list(range(29, -1, -1))])
    agreed = kendall_w(many, np.random.Generator(np.random.PCG64(7)))
    said = " ".join(method(panel, Part.KENDALL_W, agreed))
    assert "p < 0.0001" in said
    assert "p = 0.0000" not in said
    locales.use("zh")


def test_where_there_is_no_interval_none_is_promised() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    equal = Totals.of([[5, 7, 9], [5, 7, 9]])
    generator = np.random.Generator(np.random.PCG64(7))
    for part, result in (
        (Part.KENDALL_W, kendall_w(equal, generator)),
        (Part.ALPHA, alpha(equal)),
    ):
        said = Words(panel, sheet).sentence(part, result)
        assert "no interval: agreement is complete" in said
        assert "in brackets" not in said
    locales.use("zh")


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.0001, "<1%"), (0.05, "5%"), (0.9999, ">99%"), (1, "100%")],
)
def test_what_is_not_quite_certain_is_not_called_so(share: float, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("share", "english", "chinese"),
    [(0.0001, "in less than 1%", "占不到 1%"), (0.05, "in 5%", "占 5%"), (1, "in 100%", "占 100%")],
)
def test_how_often_is_said_as_one_says_it(share: float, english: str, chinese: str) -> None:
    assert often(share) == chinese
    locales.use("en")
    assert often(share) == english
    locales.use("zh")


def test_the_list_for_discussion_has_who_is_undecided_as_the_analysis_finds_him() -> None:
    panel, sheet, marks = bulk(5, 6, 5)
    verdict = compute(panel, sheet, marks)
    spreads = dict(analysis(panel, sheet, verdict, marks))[Part.BOOTSTRAP]
    assert isinstance(spreads, Spreads)
    expected = {code for at in range(len(spreads.lines)) for code in spreads.undecided(at)}
    assert expected
    found = undecided(panel, sheet, verdict, marks)
    assert {one.candidate for one in found} == expected
    ruled = discussion.points(verdict, Discussion(at_least="1000"), found)
    assert {point.candidate for point in ruled} == expected
    assert all(point.by_rule and point.undecided for point in ruled)
    off = discussion.taken_off(Discussion(at_least="1000"), (found[0].candidate, ""))
    assert {one.candidate for one in discussion.points(verdict, off, found)} == {*expected} - {
        found[0].candidate
    }
    assert discussion.points(verdict, Discussion(at_least=""), found) == ()


@pytest.mark.parametrize("item", [("1", ""), ("1", "1.1"), ("2", "")])
@pytest.mark.parametrize("at_least", ["", "0", "9", "1000"])
def test_whether_one_thing_is_listed_is_as_the_list_says(
    item: tuple[str, str], at_least: str
) -> None:
    panel, sheet, marks = bulk(4, 3, 5)
    verdict = compute(panel, sheet, marks)
    for wish in (
        Discussion(at_least),
        discussion.added(Discussion(at_least), item),
        discussion.taken_off(Discussion(at_least), item),
    ):
        listed = {(point.candidate, point.row) for point in discussion.points(verdict, wish)}
        assert discussion.listed(verdict, wish, item) == (item in listed)


def test_a_panel_that_does_not_rank_has_no_line_to_be_undecided_at() -> None:
    panel, sheet, marks = bulk(4, 3, 5)
    verdict = compute(panel, sheet, marks)
    assert undecided(replace(panel, ranking=False), sheet, verdict, marks) == ()
