"""The workbook 评审会信息表: an empty one, a filled one, and the way back to the same panel."""

import datetime
import shutil
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewtui import locales
from reviewtui.domain.canonical import content_hash
from reviewtui.domain.fields import text_faults
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import frozen
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import RowKind
from reviewtui.exchange import library
from reviewtui.exchange.check import check_file
from reviewtui.exchange.documents import load_panel, load_set
from reviewtui.exchange.meeting_read import read_meeting
from reviewtui.exchange.meeting_write import meeting_book, template
from reviewtui.exchange.panel_text import panel_text
from tests.exchange.conftest import Document
from tests.exchange.workbooks import write
from tests.meeting import ROOT, built_in

PANELS = sorted(own.id for own in library.panels())
ZH_SHEETS = ["会议", "指标与分值", "评审对象", "专家", "回避", "计分规则"]


@pytest.fixture
def chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder, beside it the tables that examples name by their path."""
    shutil.copytree(ROOT / "panels" / "own-tables", tmp_path / "own-tables")
    return tmp_path


def example(name: str) -> tuple[Document, Panel, Sheet]:
    path = ROOT / "panels" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")), *load_panel(path)


def hashes(panel: Panel, sheet: Sheet) -> tuple[str, str, str]:
    return content_hash(panel.data), sheet.hash, rule_hash(panel.rule)


@lru_cache
def _book(name: str, _language: str) -> bytes:
    data, panel, _sheet = example(name)
    return meeting_book(data, panel.table)


def filled(name: str) -> bytes:
    """The workbook of an example in the language of the moment, written once for all tests."""
    return _book(name, locales.language())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PANELS)
def test_a_panel_goes_through_the_workbook_and_stays_the_same(
    name: str, language: str, folder: Path
) -> None:
    _data, panel, sheet = example(name)
    locales.use(language)
    path = write(folder / "会议.xlsx", filled(name))
    locales.use("zh" if language == "en" else "en")
    assert hashes(*load_panel(path)) == hashes(panel, sheet)


@pytest.mark.parametrize("name", PANELS)
def test_the_workbooks_toml_is_the_same_panel_again(name: str, folder: Path) -> None:
    _data, panel, sheet = example(name)
    book = write(folder / "a.xlsx", filled(name))
    text = folder / "a.toml"
    text.write_text(panel_text(load_panel(book)[0], book, text), "utf-8")
    assert hashes(*load_panel(text)) == hashes(panel, sheet)
    assert "\ndate = 2026-" in text.read_text("utf-8"), "days stay days"


@pytest.mark.parametrize("name", PANELS)
def test_a_workbook_without_faults_has_the_warnings_of_its_panel(name: str, folder: Path) -> None:
    path = write(folder / "a.xlsx", filled(name))
    toml = check_file(ROOT / "panels" / f"{name}.toml")
    found = check_file(path)
    assert [one.sentence for one in found] == [one.sentence for one in toml]
    assert all("「" in one.place for one in found)


@pytest.mark.usefixtures("chinese")
def test_an_empty_workbook_has_its_sheets_and_no_official_number() -> None:
    book = load_workbook(BytesIO(template(load_set("zj-tic-2022"), "zj-tic-2022")))
    assert book.sheetnames == ZH_SHEETS
    texts = [str(row[1].value) for row in book["指标与分值"].iter_rows(min_row=9)]
    assert "目标定位" in texts
    assert "打造公共创新服务平台" in texts
    for row in book["指标与分值"].iter_rows(min_row=10, max_row=62, min_col=4, max_col=7):
        assert [cell.value for cell in row] == [None] * 4
    assert [book["会议"].cell(row, 1).value[:2] for row in range(2, 7)] == [
        "一、", "二、", "三、", "四、", "五、",
    ]  # fmt: skip


def test_the_live_sum_takes_in_every_row_of_the_table() -> None:
    table = load_set("zj-tic-2022")
    book = load_workbook(BytesIO(template(table, "zj-tic-2022")))
    sheet: Any = book["indicators and points"]
    codes = [row.code for row in table.rows]
    of = [cell.value for cell in sheet["A"]].index(codes[0]) + 1
    assert [sheet.cell(of + at, 1).value for at in range(len(codes))] == codes
    formula = next(cell.value for cell in sheet["C"] if str(cell.value).startswith("=SUM("))
    assert formula == f"=SUM(D{of}:D{of + len(codes) - 1})"


@pytest.mark.usefixtures("chinese")
def test_an_empty_workbook_helps_with_lists_in_chinese() -> None:
    book = load_workbook(BytesIO(template(load_set("zj-tic-2022"), "zj-tic-2022")))
    lists = [
        validation
        for sheet in book.worksheets
        for validation in sheet.data_validations.dataValidation
        if validation.type == "list"
    ]
    offered = {validation.formula1 for validation in lists}
    assert any("年度" in one for one in offered)
    assert '"组长,成员"' in offered
    assert '"2.1,2.2,2.3"' in offered, "which choice of a group applies"
    assert "'专家'!$A$7:$A$227" in offered, "recusals offer the experts' numbers"
    told = [validation for validation in lists if validation.showErrorMessage]
    assert all(validation.prompt for validation in lists)
    assert all(ord(validation.error[0]) > 0x2E80 for validation in told)


@pytest.mark.usefixtures("chinese")
def test_an_empty_workbook_asks_for_the_figures_of_the_tables_requirements() -> None:
    book = load_workbook(BytesIO(template(load_set("zj-tic-2022"), "zj-tic-2022")))
    settled = "会务核定 4.2 建立理事会（董事会）制度并开展工作"
    headings = {cell.value for row in book["评审对象"].iter_rows(max_row=8) for cell in row}
    assert {
        "高水平技术创新队伍人数",
        "累计服务企业数",
        settled,
    } <= headings


def test_an_empty_workbook_is_refused_with_everything_that_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", template(load_set("zj-tic-2022"), "zj-tic-2022"))
    hard = [str(one) for one in check_file(path) if not one.warning]
    for missing in ("title of the meeting", "type of review", "source of the points", "average"):
        assert sum(missing in one for one in hard) == 1, missing
    assert sum("no points or weights are filled in" in one for one in hard) == 1
    assert "a.xlsx: 「experts」: there is none" in hard, "the example line is nobody"
    assert "a.xlsx: 「candidates」: there is none" in hard


def test_what_belongs_to_a_meeting_under_way_has_no_place_in_the_form() -> None:
    data, panel, _sheet = example("zj-tic-annual")
    data["experts"][0]["replaced_by"] = "02"
    data["recusals"][0]["late"] = True
    with pytest.raises(Refused, match="under way") as refused:
        meeting_book(data, panel.table)
    assert [one.place for one in refused.value.reasons] == [
        "experts.replaced_by",
        "recusals.late",
    ]


def test_a_rule_with_everything_stated_comes_back_whole(tmp_path: Path) -> None:
    data, panel, _sheet = example("nb-tic-annual")
    data["panel"]["order"] = ["03", "01"]
    data["rule"] |= {
        "scale": "levels",
        "levels": [["优", "95"], ["良", "85.5"]],
        "rows": {"5.1": {"scale": "percent", "step": "0.5"}},
        "standardise": True,
        "custody": "supervisor",
        "round": {"expert_total": 2, "total": 0, "standard": 3},
    }
    data["assignment"] = {"01": ["01", "02"], "03": ["04"]}
    data["overlays"] = [
        {"candidate": "02", "row": "9", "change": "reword", "title": "改后", "reason": "责任书"},
        {"candidate": "02", "row": "3.9", "change": "add", "title": "新增", "reason": "责任书",
         "document": "第九条", "parent": "3", "full": "10", "weight": "2.5"},
    ]  # fmt: skip
    data["settled"] = [
        {"candidate": "01", "row": "3.1", "value": "yes", "evidence": "函\n件"},
        {"candidate": "01", "row": "5.2", "value": "12.5"},
    ]
    read, faults = again(data, panel.table, tmp_path)
    assert not faults
    for key in data:
        assert read[key] == frozen(data[key]), key


def again(data: Document, table: Any, folder: Path) -> tuple[Any, list[Finding]]:
    """What the workbook of a document is read as, with the form's own faults."""
    path = write(folder / "a.xlsx", meeting_book(data, table))
    findings: list[Finding] = []
    read = read_meeting(path, lambda _name: table, findings)
    assert read is not None
    return frozen(read.data), [one for one in findings if not one.warning]


WORDS = (
    st.text(
        st.sampled_from("江海大学一二（）、，“”abcXYZ019 .-=+@#'\"<>&%《》【】示例"),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(lambda text: text and not text_faults(text))
)
DECIMALS = st.integers(0, 99_999).map(lambda n: f"{n // 100}.{n % 100:02d}".rstrip("0").rstrip("."))
DATES = st.dates(min_value=datetime.date(2000, 1, 1))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Panel documents as the form can say them; whether they make sense is not asked here."""

    def some(**optional: st.SearchStrategy[Any]) -> dict[str, Any]:
        return {key: draw(value) for key, value in optional.items() if draw(st.booleans())}

    experts = [f"{n:02d}" for n in range(1, draw(st.integers(1, 4)) + 1)]
    candidates = [f"K{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    fact = st.one_of(
        WORDS,
        st.fixed_dictionaries(
            {"value": WORDS, "source": WORDS}, optional={"as_of": DATES, "target": WORDS}
        ),
    )
    facts = st.dictionaries(
        st.sampled_from(["investment_total", "innovation_staff", "odd_metric"]), fact, min_size=1
    )
    data: Document = {
        "panel": {"id": "p-1", "title": draw(WORDS), "review": "annual", "set": "zj-tic-2022"}
        | some(organiser=WORDS, date=DATES, order=st.just(candidates[::-1])),
        "rule": {"order": "by_expert", "average": draw(st.sampled_from(["mean", "median"]))}
        | some(
            step=st.just("0.5"),
            by_row=st.just(["5", "6"]),
            unable=st.just("renormalise"),
            standardise=st.booleans(),
            round=st.dictionaries(
                st.sampled_from(["total", "primary"]), st.integers(0, 10), min_size=1
            ),
        ),
        "weights": {
            "kind": draw(st.sampled_from(["points", "share", "factor"])),
            "source": draw(WORDS),
            "of": {"1": draw(DECIMALS), "6.4": draw(DECIMALS)},
        },
        "experts": [
            {"code": code, "name": draw(WORDS)}
            | some(unit=WORDS, title=WORDS, role=st.sampled_from(["chair", "member"]))
            for code in experts
        ],
        "candidates": [
            {"code": code, "name": draw(WORDS)}
            | some(unit=WORDS, approved_on=DATES, period_years=st.integers(1, 30), facts=facts)
            for code in candidates
        ],
    }
    recusal = st.fixed_dictionaries(
        {"expert": st.sampled_from(experts), "candidate": st.sampled_from(candidates)},
        optional={"reason": WORDS},
    )
    lists = some(
        recusals=st.lists(recusal, min_size=1, max_size=3),
        assignment=st.dictionaries(st.sampled_from(experts), st.just(candidates[:1]), min_size=1),
        grades=st.fixed_dictionaries(
            {"source": WORDS, "bands": st.just([{"name": "优秀", "at_least": "90"}])}
        ),
    )
    return data | lists


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(documents())
def test_whatever_a_panel_says_comes_back_from_the_workbook(
    tmp_path_factory: pytest.TempPathFactory, data: Document
) -> None:
    folder = tmp_path_factory.mktemp("book")
    assert again(data, built_in(), folder) == (frozen(data), [])


def centre() -> Document:
    """An appraisal of two transfer centres, with what only such a meeting has."""
    rows = ["7.1.1", "7.1.2", "7.2.1", "7.2.2", "7.2.3", "7.3.1", "7.3.2", "7.4.1", "7.4.2"]
    rows += ["8.1", "8.2", "11", "12", "13", "14", "15", "9.1", "9.2", "9.3", "9.4"]
    return {
        "panel": {
            "id": "centre", "title": "论证", "review": "appraisal", "set": "zj-ttc-draft",
            "date": datetime.date(2026, 12, 8), "ranking": True,
        },
        "rule": {"granularity": "rows", "order": "by_expert", "average": "mean"},
        "weights": {"kind": "points", "source": "纪要", "of": dict.fromkeys(rows, "5")},
        "conclusions": {
            "options": ["同意", "修改后同意", "不同意"], "majority": "2/3", "source": "纪要",
        },
        "experts": [{"code": "01", "name": "甲"}],
        "candidates": [
            {"code": "01", "name": "中试基地", "kind": "pilot"}, {"code": "02", "name": "中心"},
        ],
        "settled": [
            {"candidate": "02", "row": "6.4", "value": "not_applicable", "reason": "没有中试服务"},
            {"candidate": "02", "row": "6.5", "value": "fail", "evidence": "函", "reason": "事故"},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_kind_of_unit_reason_of_a_gate_conclusions_and_ranking_come_back(
    language: str, tmp_path: Path
) -> None:
    data, table = centre(), built_in("zj-ttc-draft")
    locales.use(language)
    try:
        assert again(data, table, tmp_path) == (frozen(data), [])
    finally:
        locales.use("en")


@pytest.mark.usefixtures("chinese")
def test_the_kinds_of_unit_are_offered_by_name_and_only_gates_ask_for_a_reason() -> None:
    sheet = load_workbook(BytesIO(meeting_book(centre(), built_in("zj-ttc-draft"))))["评审对象"]
    offered = {one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert '"概念验证中心,中试基地,产业公共服务平台"' in offered
    texts = [cell.value for row in sheet.iter_rows(max_row=8) for cell in row if cell.value]
    gates = [row for row in built_in("zj-ttc-draft").rows if row.kind is RowKind.GATE]
    assert texts.count("理由") == len(gates)
    plain = load_workbook(BytesIO(template(built_in(), "zj-tic-2022")))["评审对象"]
    texts = [cell.value for row in plain.iter_rows(max_row=8) for cell in row if cell.value]
    assert "单位类型" not in texts
    assert "理由" not in texts


@pytest.mark.parametrize(("name", "kind"), [("zj-ttc-draft", "孵化器"), ("zj-tic-2022", "pilot")])
def test_an_unknown_kind_of_unit_is_found_by_its_cell_and_not_taken(
    name: str, kind: str, tmp_path: Path
) -> None:
    data = centre() if name == "zj-ttc-draft" else example("zj-tic-annual")[0]
    data["candidates"][0]["kind"] = kind
    read, faults = again(data, built_in(name), tmp_path)
    assert "kind" not in read["candidates"][0]
    assert [one.place.partition("」")[0] for one in faults] == ["a.xlsx: 「candidates"]
    assert ("no kind of unit" in faults[0].sentence) is (name == "zj-ttc-draft")


def test_a_sum_the_headings_again_and_a_merged_weight_are_no_faults(tmp_path: Path) -> None:
    data = example("zj-tic-annual")[0]
    whole = again(data, built_in("zj-tic-2022"), tmp_path)
    book = load_workbook(BytesIO(meeting_book(data, built_in("zj-tic-2022"))))
    people, judged, table = (
        book[name] for name in ("experts", "candidates", "indicators and points")
    )
    head = next(cell.row for cell in people["A"] if cell.value == "no.")
    last = max(cell.row for cell in people["B"] if cell.value) + 1
    for cell in people[head]:
        people.cell(last, cell.column).value = cell.value
    judged.cell(max(cell.row for cell in judged["B"] if cell.value) + 2, 2).value = "合计 8 家"
    top = next(cell.row for cell in table["A"] if cell.value == "1")
    table.merge_cells(start_row=top, end_row=top + 2, start_column=4, end_column=4)
    buffer = BytesIO()
    book.save(buffer)
    findings: list[Finding] = []
    read = read_meeting(
        write(tmp_path / "b.xlsx", buffer.getvalue()),
        lambda _name: built_in("zj-tic-2022"),
        findings,
    )
    assert read is not None
    assert frozen(read.data) == whole[0]
    assert [str(one) for one in findings if not one.warning] == []
    told = [one.sentence for one in findings]
    assert "a sum; this line was not read" in told
    assert "the headings once more; this line was not read" in told


def test_a_number_that_stands_twice_hides_no_other_fault(tmp_path: Path) -> None:
    data = example("zj-tic-annual")[0]
    book = load_workbook(BytesIO(meeting_book(data, built_in("zj-tic-2022"))))
    people = book["experts"]
    people["F7"].value = "01、99"
    people["A8"].value = people["A7"].value
    buffer = BytesIO()
    book.save(buffer)
    said = [str(one) for one in check_file(write(tmp_path / "a.xlsx", buffer.getvalue()))]
    assert any("there is no candidate 99" in one for one in said)
    assert any("occurs more than once" in one for one in said)
