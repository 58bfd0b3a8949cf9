"""Files of other people: good ones to start from, and a way to write spoilt ones."""

import copy
import datetime
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from tests.meeting import ROOT

Document = dict[str, Any]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sentences are asserted in English, and nobody's own sets lie about."""
    monkeypatch.setenv("REVIEWTUI_DATA", str(tmp_path / "data"))
    locales.use("en")
    yield
    locales.use("zh")


@pytest.fixture
def annual() -> Document:
    """The provincial example panel."""
    return tomllib.loads((ROOT / "panels" / "zj-tic-annual.toml").read_text("utf-8"))


@pytest.fixture
def by_rows() -> Document:
    """The provincial example panel that is scored row by row."""
    return tomllib.loads((ROOT / "panels" / "zj-tic-annual-rows.toml").read_text("utf-8"))


@pytest.fixture
def ningbo() -> Document:
    """The example panel with shares and a trimmed mean."""
    return tomllib.loads((ROOT / "panels" / "nb-tic-annual.toml").read_text("utf-8"))


def plain_set() -> Document:
    """A small set without a fault: two primaries, two rows each, one threshold."""
    rows = []
    for primary in ("1", "2"):
        rows.append({"code": primary, "title": f"指标{primary}"})
        rows += [
            {"code": f"{primary}.{n}", "parent": primary, "title": f"指标{primary}.{n}"}
            for n in (1, 2)
        ]
    for row in rows:
        row |= {"source": "一", "guidance": f"看第{row['code']}条的材料"}
    rows[1]["thresholds"] = ["T1"]
    return {
        "set": {
            "id": "plain",
            "title": "示例指标",
            "status": "unofficial",
            "platform": "other",
        },
        "rows": rows,
        "thresholds": [
            {
                "id": "T1",
                "metric": "staff",
                "label": "人数",
                "operator": ">=",
                "value": "10",
                "unit": "人",
                "strength": "soft",
            }
        ],
        "articles": [{"at": "一", "text": "一、示例条款"}],
    }


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a document as a TOML file and give its path."""

    def written(document: Document, name: str = "panel.toml") -> Path:
        path = tmp_path / name
        path.write_text(toml_text(document), "utf-8")
        return path

    return written


def toml_text(document: Document) -> str:
    """The document as TOML, one top-level key per line."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in document.items())


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return _key(value)
    return json.dumps(value)


def change(document: Document, at: str, value: Any = None) -> Document:
    """A copy with another value at a place such as `experts/0/code`; None takes it away."""
    changed = copy.deepcopy(document)
    *way, last = at.split("/")
    parent: Any = changed
    for step in way:
        parent = parent[int(step)] if isinstance(parent, list) else parent.setdefault(step, {})
    if isinstance(parent, list):
        if last == "+":
            parent.append(value)
        elif value is None:
            del parent[int(last)]
        else:
            parent[int(last)] = value
    elif value is None:
        del parent[last]
    else:
        parent[last] = value
    return changed
