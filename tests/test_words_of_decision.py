"""The panel advises (TR-28): none of our words decides, and the guard can tell.

Looked through: both catalogues' Chinese texts, the panels we ship, and what the program
writes about a meeting whose source is full of such words.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from reviewtui import locales
from reviewtui.cli.explanation import Lines
from reviewtui.domain.quote import Quote
from reviewtui.tally.explain import explain
from reviewtui.tally.report import results_json
from reviewtui.tally.wording import rule_sentences
from tests.decision_words import decisions
from tests.filing.conftest import Table
from tests.filing.reading import texts, written
from tests.meeting import ROOT, Meeting, meeting, small_set

CATALOGUE = ROOT / "reviewtui" / "locales" / "zh_CN" / "LC_MESSAGES" / "reviewtui.po"
SOURCE = "会议纪要（示例）"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def full_of_decisions() -> Meeting:
    """A meeting on a table whose source decides in nearly every sentence."""
    table = small_set(2, 2)
    table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    said: list[dict[str, Any]] = [
        {"kind": "consecutive", "grade": "不合格", "count": 2, "unit": "evaluations"},
        {"kind": "fail", "grade": "不合格", "decider": "省委科技办"},
        {"kind": "reward", "grade": "优秀"},
        {"kind": "approval", "decider": "省政府常务会议"},
        {"kind": "money_back"},
    ]
    quotes = (
        "连续两次绩效评价不合格的，予以摘牌",
        "取消省转化中心资格",
        "予以奖励",
        "审定通过后由省委科技办予以授牌",
        "被取消创建资格的，予以收回",
    )
    table["consequences"] = [
        {"id": f"D-{at}", "at": "第十八条", "quote": quote} | item
        for at, (item, quote) in enumerate(zip(said, quotes, strict=True))
    ]
    found = meeting(3, 5, granularity="rows", table=table)
    found.data["panel"]["date"] = "2026-12-08"
    found.settle("2", "G1", "fail")
    found.data["candidates"][1]["history"] = [
        {"date": "2025-12-10", "year": 2025, "grade": "不合格"}
    ]
    found.data["candidates"][2]["integrity"] = {"found": True, "note": "通报"}
    bands = [("优秀", "20"), ("合格", "10"), ("不合格", "0")]
    return found.put(
        "grades",
        {
            "source": SOURCE,
            "bands": [
                {"name": name, "at_least": line, "rank_at_most": 3}
                if name == "优秀"
                else {"name": name, "at_least": line}
                for name, line in bands
            ],
            "quotas": [{"grade": "优秀", "percent": "20", "source": SOURCE}],
            "vetoes": [
                {"row": "G1", "source": SOURCE},
                {"integrity": True, "source": SOURCE},
            ],
            "floors": [{"row": "1", "percent": "90", "cap": "合格", "source": SOURCE}],
            "bar_excellent": {"reading": "growth_slower", "source": SOURCE},
        },
    )


def outputs(folder: Path) -> list[str]:
    """What the program says of that meeting: workbook, explanations, JSON, the rule."""
    table = Table.of(full_of_decisions())
    record = table.record()
    said = texts(written(record, folder, detail=True))
    words = Lines(table.panel, table.sheet)
    for candidate in table.panel.candidates:
        parts = explain(table.panel, table.sheet, record.verdict, candidate.code, table.marks())
        said += words.explanation(parts)
    said += rule_sentences(table.panel, table.sheet)
    result = results_json("s", table.panel, table.sheet, record.verdict)
    return [*said, json.dumps(_ours(result), ensure_ascii=False)]


def _ours(value: Any) -> Any:
    """A JSON object without the fields that hold a source's words."""
    if isinstance(value, dict):
        return {key: _ours(item) for key, item in value.items() if key != "quote"}
    return [_ours(item) for item in value] if isinstance(value, list) else value


def found_in(said: list[str]) -> list[str]:
    return [word for text in said for word in decisions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "专家组认定该中心合格",
        "该中心通过验收",
        "予以摘牌",
        "批准建设",
        "取消其创建资格",
        "专家组审定",
        "原文：「予以摘牌」，故摘牌",
    ],
)
def test_tr_28_twin_the_guard_finds_a_decision(text: str) -> None:
    assert decisions(text)


@pytest.mark.parametrize(
    "text",
    [
        "建议通过验收",
        "专家组提出意见，由主管部门审定",
        "原文：「连续两次绩效评价不合格的，予以摘牌」（五（四））；原文未写明由谁决定",
        "建议等次为“不合格”",
    ],
)
def test_tr_28_the_guard_lets_advice_and_quotes_pass(text: str) -> None:
    assert decisions(text) == []


def test_tr_28_no_text_of_the_catalogue_decides() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    said = [str(message.string) for message in catalogue if message.id]
    assert len(said) > 300
    assert found_in(said) == []


@pytest.mark.parametrize("path", sorted((ROOT / "panels").glob("*.toml")), ids=lambda p: p.stem)
def test_tr_28_no_panel_that_we_ship_decides(path: Path) -> None:
    said = json.dumps(tomllib.loads(path.read_text("utf-8")), ensure_ascii=False, default=str)
    assert decisions(said) == []


def test_tr_28_what_the_program_writes_decides_nothing(tmp_path: Path) -> None:
    said = outputs(tmp_path)
    assert any("摘牌" in text for text in said), "the source's words are there"
    assert found_in(said) == []


def test_tr_28_twin_a_quote_without_its_marks_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Quote, "shown", lambda quote: quote.text)
    assert found_in(outputs(tmp_path))
