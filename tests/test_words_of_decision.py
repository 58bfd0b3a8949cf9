"""The panel advises (TR-28): none of our words decides, and the guard can tell.

Looked through, in both languages: the catalogues, our own words in the tables, the panels and
samples we ship with all that the program writes about them, and what it writes about a meeting
whose source is full of such words. Words of a source are a type of their own and pass.
"""

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from reviewtui import locales
from reviewtui.cli.explanation import Lines
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.quote import Quote
from reviewtui.exchange.documents import load_panel
from reviewtui.filing.gathering import gather
from reviewtui.filing.model import Grid
from reviewtui.filing.pack.extract import extract_book
from reviewtui.filing.pack.forms import blank_sheets, signature_list
from reviewtui.filing.pack.occasion import Occasion
from reviewtui.filing.pack.opinion import opinion
from reviewtui.filing.pack.people import attendance, declaration, expert_names
from reviewtui.filing.pack.personal import personal
from reviewtui.filing.pack.rule_page import rule_page
from reviewtui.filing.pack.signing import dissent, sign_off
from reviewtui.filing.record import Record
from reviewtui.filing.workbook import make_book
from reviewtui.session.session import Session
from reviewtui.tally.explain import explain
from reviewtui.tally.official import verdict_of
from reviewtui.tally.report import results_json
from reviewtui.tally.wording import rule_sentences
from tests.decision_words import decisions
from tests.filing.conftest import Table
from tests.meeting import BUILT_IN, ROOT, Meeting, built_in, meeting, small_set
from tests.twins import twin

CATALOGUES = sorted((ROOT / "reviewtui" / "locales").rglob("*.po"))
PANELS = sorted((ROOT / "panels").glob("*.toml"))
SCORED = [
    path for path in PANELS if tomllib.loads(path.read_text("utf-8")).get("weights", {}).get("of")
]
"""A template leaves its weights open, so nothing is written about it yet."""
SAMPLES = sorted((ROOT / "sample_sessions").glob("*.review"))
OWN_WORDS = {
    "guidance", "wording", "caution", "cautions", "note", "label", "label_en", "title_en",
}  # fmt: skip
"""Keys of a table under which our own words stand; the others quote."""
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


def outputs(table: Table) -> list[str]:
    """What the program says of a meeting: workbook, explanations, JSON, the rule."""
    return said_of(table.record(), table.marks())


def said_of(record: Record, marks: list[ExpertMarks]) -> list[str]:
    panel, sheet, verdict = record.panel, record.sheet, record.verdict
    said = []
    grids = (one for one in make_book(record, detail=True).grids if not one.hidden)
    for grid in (*grids, *papers(record, marks)):
        said += [grid.name, grid.print.header, *grid.print.footer]
        said += [cell.value for cell in grid.cells.values() if isinstance(cell.value, str)]
    words = Lines(panel, sheet)
    for candidate in panel.candidates:
        parts = explain(panel, sheet, verdict, candidate.code, marks)
        said += words.explanation(parts)
    said += rule_sentences(panel, sheet)
    result = results_json("s", panel, sheet, verdict)
    said.append(json.dumps(_ours(result), ensure_ascii=False))
    return without_titles(said, panel)


def papers(record: Record, marks: list[ExpertMarks]) -> Iterator[Grid]:
    """The papers of the print pack that are no sheets of the workbook."""
    occasion = Occasion(record.session, record.panel, record.sheet, 1, 0, named=True)
    yield from (attendance(occasion), declaration(occasion), expert_names(occasion))
    yield from (rule_page(occasion), dissent(occasion), *signature_list(occasion))
    yield from (sign_off(record, named=True), opinion(record, named=True))
    yield from (personal(record, code, code) for code in record.ballots)
    yield from blank_sheets(occasion)
    for candidate in record.panel.candidates:
        yield from extract_book(record, candidate.code, marks).grids


def without_titles(said: list[str], panel: Panel) -> list[str]:
    """Texts without the titles of rows: they are the source's words and stand without marks."""
    titles = [row.title for row in panel.table.rows if decisions(row.title)]
    found = dict.fromkeys(said)
    for title in titles:
        found = dict.fromkeys(text.replace(title, "") for text in found)
    return list(found)


def own_words(value: Any, key: str = "") -> list[str]:
    """Our own words in a table's document."""
    if isinstance(value, dict):
        return [
            text
            for name, item in value.items()
            for text in own_words(item, key if key == "wording" else name)
        ]
    if isinstance(value, list):
        return [text for item in value for text in own_words(item, key)]
    return [str(value)] if key in OWN_WORDS else []


def _ours(value: Any) -> Any:
    """A JSON object without the fields that hold a source's words."""
    if isinstance(value, dict):
        return {key: _ours(item) for key, item in value.items() if key != "quote"}
    return [_ours(item) for item in value] if isinstance(value, list) else value


def found_in(said: list[str]) -> list[str]:
    return [word for text in said for word in decisions(text)]


def none_decides(said: list[str]) -> None:
    assert found_in(said) == []


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
        "The panel approves the centre",
        "The centre passes acceptance",
        "The candidate is disqualified",
        "The panel revokes its status",
        "「予以摘牌」: delisted",
    ],
)
def test_tr_28_twin_the_guard_finds_a_decision(text: str) -> None:
    twin(none_decides, [text])


@pytest.mark.parametrize(
    "text",
    [
        "建议通过验收",
        "专家组提出意见，由主管部门审定",
        "原文：「连续两次绩效评价不合格的，予以摘牌」（五（四））；原文未写明由谁决定",
        "建议等次为“不合格”",
        "Proposed: passes acceptance",
        "The panel advises; the competent authority decides.",
        "the ballot is withdrawn and counts no more",
        "a new kit revokes the old one",
    ],
)
def test_tr_28_the_guard_lets_advice_and_quotes_pass(text: str) -> None:
    none_decides([text])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_tr_28_no_text_of_the_catalogue_decides(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    said = [str(message.string or message.id) for message in catalogue if message.id]
    assert len(said) > 300
    none_decides(said)
    twin(none_decides, [*said, "Candidate {code} is approved", "{code}号对象予以摘牌"])


@pytest.mark.parametrize("name", BUILT_IN)
def test_tr_28_our_own_words_in_a_table_decide_nothing(name: str) -> None:
    """项目立项 is what evidence is about, and no act of the panel."""
    data = tomllib.loads((ROOT / "indicator_sets" / f"{name}.toml").read_text("utf-8"))
    said = [text.replace("立项", "") for text in own_words(data)]
    assert said
    none_decides(said)
    data["rows"][0]["guidance"] = "材料齐全的，予以认定。"
    twin(none_decides, own_words(data))


def test_tr_28_what_a_source_says_is_a_type_of_its_own() -> None:
    for name in BUILT_IN:
        table = built_in(name)
        for item in (*table.kinds, *table.grade_lists, *table.consequences):
            assert isinstance(item.quote, Quote)
            none_decides([item.quote.shown()])


def test_tr_28_twin_the_same_words_without_their_type_are_found() -> None:
    quotes = [item.quote.text for item in built_in("zj-tic-2022").consequences]
    twin(none_decides, quotes)


@pytest.mark.parametrize("path", PANELS, ids=lambda path: path.stem)
def test_tr_28_no_panel_that_we_ship_decides(path: Path) -> None:
    said = json.dumps(tomllib.loads(path.read_text("utf-8")), ensure_ascii=False, default=str)
    none_decides([said])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", SCORED, ids=lambda path: path.stem)
def test_tr_28_what_is_written_about_a_panel_that_we_ship_decides_nothing(
    path: Path, language: str
) -> None:
    locales.use(language)
    none_decides(outputs(Table.at(*load_panel(path))))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_tr_28_what_is_written_about_a_sample_decides_nothing(
    path: Path, language: str, tmp_path: Path
) -> None:
    locales.use(language)
    copied = Path(shutil.copy(path, tmp_path / path.name))
    with Session.open(copied) as session:
        said = [json.dumps(session.panel.data, ensure_ascii=False)]
        if session.can_show_results(1):
            record = gather(session, verdict_of(session, 1), "reviewtui")
            said = said_of(record, session.marks())
        else:
            said = [*rule_sentences(session.panel, session.sheet)]
    assert said
    none_decides(said)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tr_28_what_the_program_writes_decides_nothing(language: str) -> None:
    locales.use(language)
    said = outputs(Table.of(full_of_decisions()))
    assert any("摘牌" in text for text in said), "the source's words are there"
    none_decides(said)


def test_tr_28_twin_a_quote_without_its_marks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quote, "shown", lambda quote: quote.text)
    twin(none_decides, outputs(Table.of(full_of_decisions())))
