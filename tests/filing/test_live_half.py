"""A half is rounded as the program rounds it, although a spreadsheet computes in binary."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviewtui.filing.workbook import make_book
from reviewtui.tally.compute import compute
from tests.filing.conftest import Table
from tests.filing.recomputing import differences, recomputed
from tests.meeting import Meeting, meeting, small_set

KINDS = {
    "mean of experts": (8, {"order": "by_expert", "average": "mean"}, "total"),
    "trimmed": (6, {"order": "by_expert", "average": "trimmed", "trim": {"drop": 1}}, "total"),
    "median": (4, {"order": "by_expert", "average": "median"}, "total"),
    "experts' totals": (2, {"order": "by_expert", "average": "mean"}, "expert_total"),
    "rows": (4, {"order": "by_indicator", "average": "mean"}, "row"),
    "weighted rows": (1, {"order": "by_indicator", "average": "mean"}, "weighted_row"),
}


def drawn(kind: str, factors: list[str], places: int, candidates: int) -> Meeting:
    """A meeting with marks to a hundredth, which the rule rounds at one stage and in the end."""
    experts, rule, stage = KINDS[kind]
    table = small_set(1, len(factors))
    codes = [f"1.{number}" for number in range(1, len(factors) + 1)]
    rounding = {"total": places} | ({} if stage == "total" else {stage: places})
    found = meeting(
        experts, candidates, granularity="rows", table=table, step="0.01", round=rounding, **rule
    )
    weights: dict[str, Any] = {"kind": "factor", "source": "示例"}
    weights["of"] = dict(zip(codes, factors, strict=True))
    return found.put("weights", weights | {"full": dict.fromkeys(codes, "10")})


def halves(table: Table, places: int) -> int:
    """How many totals are a half of the last place before they are rounded."""
    rule = table.panel.rule._replace(rounding={})
    panel = replace(table.panel, rule=rule)
    whole = compute(panel, table.sheet, table.marks())
    scaled = [(item.total or Fraction(0)) * 10**places for item in whole.candidates]
    return sum((value * 2).denominator == 1 and value.denominator == 2 for value in scaled)


def campaign(kind: str, folder: Path, examples: int, record: Callable[[str, object], None]) -> None:
    """Recompute workbooks of one kind and count the halves among their totals.

    Two stated cases have halves of every kind; a short run draws the same others every time.
    """
    count = 0

    @settings(
        max_examples=examples,
        database=None,
        derandomize=examples < 10,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(st.sampled_from(["1", "0.5", "0.35", "1.65"]), min_size=1, max_size=3),
        st.sampled_from([2, 1]),
        st.integers(0, 10**6),
    )
    @example(["1"], 1, 7)
    @example(["0.5", "1"], 2, 7)
    @example(["0.35", "0.35"], 2, 0)
    def holds(factors: list[str], places: int, seed: int) -> None:
        nonlocal count
        table = Table.of(drawn(kind, factors, places, 40), seed=seed)
        count += halves(table, places)
        book = make_book(table.record())
        assert not differences(book, recomputed(book, folder))

    holds()
    record("halves", count)
    print(f"{kind}: {count} totals on the half")
    assert count


@pytest.mark.parametrize("kind", KINDS)
def test_a_half_rounds_away_from_zero_in_the_file_too(
    kind: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    campaign(kind, tmp_path, 1, record_property)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_half_does_so_in_many_files(
    kind: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    campaign(kind, tmp_path, 150, record_property)
