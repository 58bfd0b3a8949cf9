"""The facade: results as they come, reproducible, cancelled between two pieces."""

from collections.abc import Iterator

import pytest

from reviewtui import locales
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.report import analysis_json
from reviewtui.tally.analysis.results import Averages, Part, Result, Spreads
from reviewtui.tally.analysis.run import PARTS, analysis
from reviewtui.tally.analysis.spread_words import bootstrap
from reviewtui.tally.analysis.words import Words
from reviewtui.tally.compute import compute
from tests.tally.workload import bulk


def analysed(
    experts: int = 4, candidates: int = 6, rows: int = 5, **rule: object
) -> dict[Part, Result]:
    panel, sheet, marks = bulk(experts, candidates, rows, **rule)
    return dict(analysis(panel, sheet, compute(panel, sheet, marks), marks))


def test_every_part_comes_once_in_its_order() -> None:
    panel, sheet, marks = bulk(4, 6, 5)
    found = list(analysis(panel, sheet, compute(panel, sheet, marks), marks))
    assert [part for part, _result in found] == list(PARTS) == list(Part)


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
@pytest.mark.parametrize("average", ["mean", "trimmed", "median"])
def test_the_same_seed_gives_the_same_digits(order: str, average: str) -> None:
    rule = {"order": order, "average": average, "round": {"total": 2}}
    assert analysed(5, 6, 5, **rule) == analysed(5, 6, 5, **rule)


def test_it_stops_where_nobody_waits_any_more() -> None:
    panel, sheet, marks = bulk(4, 6, 5)
    verdict = compute(panel, sheet, marks)
    seen: list[Part] = []
    told: list[tuple[Part, int, int]] = []
    for part, _result in analysis(
        panel,
        sheet,
        verdict,
        marks,
        progress=lambda *step: told.append(step),
        cancelled=lambda: len(seen) >= 2,
    ):
        seen.append(part)
    assert seen == list(PARTS)[:2]
    assert {part for part, _done, _whole in told} == set(seen)


@pytest.mark.parametrize(("experts", "candidates"), [(1, 1), (1, 5), (5, 1), (2, 2)])
def test_the_smallest_panels_are_told_why(experts: int, candidates: int) -> None:
    for result in analysed(experts, candidates, 3).values():
        if isinstance(result, Undefined):
            assert len(result.sentence) > 5


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locales.use("en")
    yield
    locales.use("zh")


def gappy(**rule: object) -> dict[Part, Result]:
    """Five experts before four candidates; of the third one expert's marks, of the fourth two."""
    panel, sheet, marks = bulk(5, 4, 5, **rule)
    kept = {"3": 1, "4": 2}
    marks = [
        own._replace(
            candidates={
                code: given for code, given in own.candidates.items() if at < kept.get(code, 5)
            }
        )
        for at, own in enumerate(marks)
    ]
    return dict(analysis(panel, sheet, compute(panel, sheet, marks), marks))


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
def test_of_one_experts_marks_there_is_no_interval(order: str) -> None:
    found = gappy(order=order)[Part.BOOTSTRAP]
    assert isinstance(found, Spreads)
    assert (found.single, set(found.spreads)) == (("3",), {"1", "2", "4"})
    assert "1 ballot only, no interval: No. 3." in bootstrap(found)
    told = analysis_json({Part.BOOTSTRAP: found})["bootstrap"]
    assert told["3"] == {"undefined": "1 ballot only, no interval"}  # type: ignore[index]
    assert not any("3" in found.undecided(at) for at in range(len(found.lines)))


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
def test_a_trimmed_mean_of_too_few_marks_is_marked_as_the_plain_one(order: str) -> None:
    found = gappy(order=order)[Part.AVERAGES]
    assert isinstance(found, Averages)
    assert found.untrimmed == ("3", "4")
    mean, trimmed = (found.by[name].totals for name in ("mean", "trimmed"))
    assert [trimmed[code] for code in "34"] == [mean[code] for code in "34"]
    assert trimmed["1"] != mean["1"]
    panel, sheet, _marks = bulk(5, 4, 5)
    said = Words(panel, sheet).sentence(Part.AVERAGES, found)
    assert said.endswith("the trimmed mean of these is the plain one: No. 3, No. 4.")


def test_where_one_expert_marked_each_candidate_nothing_is_drawn() -> None:
    panel, sheet, marks = bulk(2, 2, 5)
    marks = [
        own._replace(candidates={code: own.candidates[code]})
        for own, code in zip(marks, "12", strict=True)
    ]
    found = dict(analysis(panel, sheet, compute(panel, sheet, marks), marks))[Part.BOOTSTRAP]
    assert isinstance(found, Undefined)
    assert found.sentence == "every candidate was marked by one expert only"
