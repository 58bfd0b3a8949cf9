"""Whatever can be wrong in a panel is said in the words of the workbook it was filled in."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reviewtui import domain, exchange, locales
from reviewtui.domain.findings import Finding
from reviewtui.exchange.check import check_file
from reviewtui.exchange.documents import panel_of
from reviewtui.exchange.meeting_places import Places
from reviewtui.exchange.meeting_speech import FormSpeech
from reviewtui.exchange.meeting_write import meeting_book
from reviewtui.exchange.panel_check import panel_warnings
from tests.exchange import test_check_panel, test_check_people
from tests.exchange.conftest import change
from tests.exchange.spoiling import Case
from tests.exchange.workbooks import address_of, changed, write
from tests.meeting import ROOT, built_in

READING = (
    "conclusions", "decided", "fields", "history", "make_sheet", "panel", "read_grades",
    "read_rule", "rule_fits",
)  # fmt: skip
CHECKING = ("gate_check", "grade_check", "kind_check", "panel_check", "set_check", "stage_check")
OF_TOML = {
    "must be a text in quotation marks",
    "must be true or false",
    "must be a list of texts",
    "must be a list of tables: [[{key}]]",
    "a table is expected here",
    "is not a known key; mistyped?",
    "is not a rounding stage",
    'each level is ["name", "percent"]',
    '“{value}” is not a number in quotation marks, such as "12.5"',
}
"""Said of types and keys alone: the reader of the cells gives the document none that are wrong."""
OF_A_SET = (
    "a row that only deducts must not count in the sum: the file of the indicator set says so "
    "with counts_in_sum = false"
)
"""The one sentence about a file that is TOML for everybody."""
TOKEN = re.compile(r'["`=\[\]]|[a-z]+_[a-z]+|\btrue\b|\bfalse\b|TOML|toml')
CASES = [*test_check_panel.CASES, *test_check_people.CASES]


def messages() -> Iterator[str]:
    """Every sentence that reading or checking a panel has."""
    for room, names in ((domain, READING), (exchange, CHECKING)):
        for name in names:
            tree = ast.parse((Path(room.__path__[0]) / f"{name}.py").read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_"):
                    yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_about_a_panel_speaks_as_a_toml_file_does(language: str) -> None:
    locales.use(language)
    every = set(messages())
    assert len(every) > 100
    assert every >= OF_TOML
    spoken = {text: re.sub(r"\{\w+\}", "", locales._(text)) for text in every - OF_TOML}
    assert {text for text, said in spoken.items() if TOKEN.search(said)} == {OF_A_SET}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_finding_of_a_spoilt_panel_has_a_sheet_and_no_key_of_toml(
    language: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Keys that no cell can write are left out: they have no place in the workbook."""
    locales.use(language)
    of_toml = {locales._(text) for text in OF_TOML}
    said = []
    for case in CASES:
        for finding in in_the_form(case, request, tmp_path):
            if not any(alike(finding.sentence, text) for text in of_toml):
                said.append(finding)
    assert len(set(said)) > 80
    assert {str(one) for one in said if "「" not in one.place} == set()
    assert {one.sentence for one in said if TOKEN.search(one.sentence)} == set()


def in_the_form(case: Case, request: pytest.FixtureRequest, folder: Path) -> list[Finding]:
    """What is found in a spoilt panel, as a workbook without any cell would say it."""
    findings: list[Finding] = []
    path = folder / "a.xlsx"
    data = change(request.getfixturevalue(case.panel), case.at, case.value)
    read = panel_of(data, path, findings, FormSpeech())
    if read.panel is not None and read.sheet is not None:
        findings += panel_warnings(read.panel, read.sheet, path.name)
    return Places(path.name).moved(findings)


def alike(sentence: str, message: str) -> bool:
    parts = re.split(r"\{\w+\}", message)
    return re.fullmatch(".+".join(map(re.escape, parts)), sentence) is not None


@cache
def chinese_book() -> bytes:
    """The workbook of a small panel, in Chinese."""
    data = tomllib.loads((ROOT / "panels" / "zj-tic-annual.toml").read_text("utf-8"))
    data["experts"], data["candidates"] = data["experts"][:3], data["candidates"][:2]
    for key in ("recusals", "overlays"):
        del data[key]
    return meeting_book(data, built_in())


def typed(cells: dict[str, Any], folder: Path) -> list[str]:
    """What is found when words and numbers are typed beside these labels of the rule."""
    content = chinese_book()
    places = {label: address_of(content, "计分规则", label) for label in cells}

    def fill(workbook: Any) -> None:
        for label, (row, column) in places.items():
            workbook["计分规则"].cell(row, column + 1).value = cells[label]

    found = check_file(write(folder / "a.xlsx", changed(content, fill)))
    return [str(one).removeprefix("a.xlsx: ") for one in found if not one.warning]


def test_a_rule_filled_in_with_mistakes_is_told_by_labels_and_words_of_the_lists(
    tmp_path: Path,
) -> None:
    locales.use("zh")
    cells = {
        "最小步长": 0,
        "逐条打分的组": "6",
        "平均": "去掉最高分和最低分",
        "去掉最高分和最低分": 2,
        "去掉最高最低至少要几份": 4,
        "小数位：单项平均": 2,
        "给分方式": "等级",
        "结论多数要求": "三分之二",
        "小数位：总分": 12,
    }
    assert typed(cells, tmp_path) == [
        "「计分规则」B4 “逐条打分的组”: 只在“打分层级”选“部分逐条”时填写，且必须填写",
        "「计分规则」B6 “最小步长”: 步长要大于 0",
        "「计分规则」B10 “去掉最高最低至少要几份”: "
        "去掉以后要有剩：必须大于“去掉最高分和最低分”的两倍",
        "「计分规则」A34: 按等级打分，要先列出各等级",
        "「计分规则」B15 “小数位：单项平均”: “汇总顺序”选“先算专家总分”时没有这个环节；有："
        "“小数位：单项加权分”、“小数位：一级指标”、“小数位：专家总分”、“小数位：总分”、"
        "“小数位：标准分”",
        "「计分规则」B19 “小数位：总分”: 应当是 0 到 10 的整数",
        "「计分规则」B26 “结论多数要求”: 专家人数的比例写作“2/3”或“0.5”，不超过1",
        "「计分规则」B26: 只用于论证和验收；其他评审评等次",
    ]
    cells = {"采用标准分": "是", "汇总顺序": "x", "去掉最高最低至少要几份": 7}
    assert typed(cells, tmp_path) == [
        "「计分规则」B7: 没有“x”这个选项；可用：先算专家总分、先算每项平均",
        "「计分规则」B10: 只在“平均”选“去掉最高分和最低分”时填写",
    ]
