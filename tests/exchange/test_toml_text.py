"""Documents as TOML: whatever is written is read again as the same."""

import datetime
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.exchange.toml_text import toml_text
from tests.meeting import ROOT

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = st.one_of(TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.dates())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
TABLES = st.dictionaries(TEXTS, VALUES, max_size=5)


@given(st.dictionaries(TEXTS, TABLES | st.lists(TABLES, min_size=1, max_size=3), max_size=4))
def test_a_document_is_read_again_as_it_was_written(document: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(document, ["a remark", ""])) == document


@pytest.mark.parametrize("name", ["zj-tic-annual", "zj-tic-annual-rows", "nb-tic-annual"])
def test_the_example_panels_are_read_again_as_they_are(name: str) -> None:
    document = tomllib.loads((ROOT / "panels" / f"{name}.toml").read_text("utf-8"))
    assert tomllib.loads(toml_text(document)) == document


def test_a_line_is_short_and_a_long_table_stands_alone() -> None:
    facts = {
        f"metric_{n}": {"value": "8.2亿元", "as_of": datetime.date(2025, 12, 31)} for n in (1, 2)
    }
    text = toml_text({"candidates": [{"code": "01", "facts": facts, "unit": "甲"}]})
    assert text.splitlines() == [
        "[[candidates]]",
        'code = "01"',
        'unit = "甲"',
        "[candidates.facts]",
        'metric_1 = { value = "8.2亿元", as_of = 2025-12-31 }',
        'metric_2 = { value = "8.2亿元", as_of = 2025-12-31 }',
    ]


def test_floating_point_is_refused() -> None:
    with pytest.raises(TypeError):
        toml_text({"weights": {"of": 12.5}})
