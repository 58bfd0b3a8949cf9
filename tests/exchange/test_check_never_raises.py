"""Whatever stands in a TOML file, `check` answers with findings."""

import copy
import datetime
import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Finding
from reviewtui.exchange.documents import panel_of
from reviewtui.exchange.panel_check import panel_warnings
from reviewtui.exchange.set_check import check_set
from tests.meeting import ROOT

GOOD = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for folder in ("panels", "indicator_sets")
    for path in sorted((ROOT / folder).glob("*.toml"))
}

SCALARS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "0.005",
            "1" * 40,
            "1.5",
            "100000000000000",
            "04",
            "1.1",
            "8",
            "亿元",
            "9" * 30 + "亿元",
            "mixed",
            "rows",
            "share",
            "factor",
            "levels",
            "yes_no",
            "percent",
            "trimmed",
            "hide",
            "add",
            "reword",
            "gate",
            "alternatives",
            "../x",
            "x.toml",
        ]
    ),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from([datetime.date(9999, 2, 28), datetime.date(1, 1, 1)]),
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below),
    max_leaves=4,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document at which something could be changed."""
    found = [at] if at else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += places(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += places(item, (*at, number))
    return found


PLACES = {name: places(document) for name, document in GOOD.items()}


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A good document with up to four places deleted, doubled, moved or given another value."""
    name = draw(st.sampled_from(sorted(GOOD)))
    document = copy.deepcopy(GOOD[name])
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(PLACES[name]))
        parent: Any = document
        try:
            for step in way:
                parent = parent[step]
            parent[last]
        except (KeyError, IndexError, TypeError):
            continue
        if not isinstance(parent, dict | list):
            continue
        match draw(st.sampled_from(["delete", "double", "retype", "rename", "wrap"])):
            case "delete":
                del parent[last]
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[last]))
            case "rename" if isinstance(parent, dict):
                parent[draw(st.text(max_size=6))] = parent.pop(last)
            case "wrap":
                parent[last] = [parent[last]]
            case _:
                parent[last] = draw(VALUES)
    return name, document


def check_document(name: str, document: dict[str, Any]) -> list[Finding]:
    """What `check_file` does with the parsed document."""
    findings: list[Finding] = []
    if "panel" in document:
        read = panel_of(document, ROOT / "panels" / f"{name}.toml", findings)
        if read.panel is not None and read.sheet is not None:
            findings += panel_warnings(read.panel, read.sheet, name)
    else:
        check_set(document, name, findings)
    return findings


def sentences(findings: list[Finding]) -> None:
    for finding in findings:
        assert isinstance(finding.sentence, str)
        assert finding.sentence
        assert finding.place
        assert str(finding)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(spoilt())
def test_a_spoilt_file_gives_findings_and_no_exception(case: tuple[str, dict[str, Any]]) -> None:
    sentences(check_document(*case))


@pytest.mark.long
@settings(max_examples=20_000, suppress_health_check=list(HealthCheck))
@given(spoilt())
def test_twenty_thousand_spoilt_files_give_no_exception(
    case: tuple[str, dict[str, Any]],
) -> None:
    sentences(check_document(*case))


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["panel", "set", "rows", "rule", "experts", "x"]), VALUES))
def test_any_document_at_all_gives_findings(document: dict[str, Any]) -> None:
    sentences(check_document("any", document))
