"""The facade: results as they come, reproducible, cancelled between two pieces."""

from collections.abc import Iterator

import pytest

from reviewtui import locales
from reviewtui.tally.analysis.results import Part, Result, Undefined
from reviewtui.tally.analysis.run import PARTS, analysis
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
