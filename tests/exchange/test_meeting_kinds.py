"""Gates with their reason, and the figures of measured rows, in the workbook of a meeting."""

import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.panel import read_panel
from reviewtui.exchange.documents import load_panel
from reviewtui.exchange.meeting_candidates import metric_headings, metric_of
from reviewtui.exchange.meeting_write import meeting_book
from tests.exchange.workbooks import write
from tests.meeting import ROOT, built_in

PANEL = """
[panel]
id = "p"
title = "论证（示例）"
review = "appraisal"
set = "zj-ttc-draft"
[rule]
granularity = "primaries"
order = "by_expert"
average = "mean"
[weights]
kind = "points"
source = "会议纪要（示例）"
of = { B = "40", C = "20", D = "20", E = "20" }
[[experts]]
code = "01"
name = "甲"
[[candidates]]
code = "1"
name = "某中心（示例）"
[[settled]]
candidate = "1"
row = "6.4"
value = "not_applicable"
reason = "没有中试功能"
evidence = "申报书 3 页"
[[settled]]
candidate = "1"
row = "6.1"
value = "pass"
"""


def test_a_gate_goes_through_the_workbook_with_its_reason(tmp_path: Path) -> None:
    table = built_in("zj-ttc-draft")
    scored = [row.code for row in table.primaries if row.code in "BCDE"]
    data = tomllib.loads(PANEL)
    data["weights"]["of"] = dict.fromkeys(scored, "20")
    book = write(tmp_path / "p.xlsx", meeting_book(data, table))
    panel, _sheet = load_panel(book)
    said = {item.row: (item.value, item.reason, item.evidence) for item in panel.settled}
    assert said == {
        "6.1": ("pass", "", ""),
        "6.4": ("not_applicable", "没有中试功能", "申报书 3 页"),
    }


def test_a_measured_row_without_a_threshold_has_a_column_for_its_figure() -> None:
    table = built_in("zj-locality-2018")
    row = next(row for row in table.rows if row.metric)
    heading = metric_headings(table, [])[row.metric]
    assert row.title in heading
    assert metric_of(heading, table) == row.metric


FURTHER = """
[[candidates.history]]
date = 2024-12-20
year = 2024
grade = "不合格"
document = "〔2024〕38号"
[[candidates.history]]
date = 2025-12-18
grade = "合格"
[candidates.integrity]
found = false
note = "已查询"
[[relaxations]]
candidate = "1"
threshold = "TTC-AREA-DIGITAL"
reason = "工业软件"
decided_by = "市经信局（示例）"
[[conditions]]
candidate = "1"
row = "6.6"
holds = false
reason = "不涉及伦理"
[grades]
source = "纪要"
bands = [
    { name = "优秀", at_least = "85", rank_at_most = 2 },
    { name = "合格", at_least = "60" },
    { name = "不合格", at_least = "0" },
]
quotas = [{ grade = "优秀", percent = "20", source = "纪要三" }]
vetoes = [{ row = "6.5", source = "纪要四" }, { integrity = true, source = "纪要五" }]
floors = [{ row = "B", percent = "60", cap = "合格", quorum = "2/3", source = "纪要六" }]
bar_excellent = { reading = "spending_falls", source = "纪要七" }
"""


def further() -> dict[str, Any]:
    """The panel above with everything that few meetings have."""
    head, settled = PANEL.split("[[settled]]", 1)
    data = tomllib.loads(head + FURTHER + "[[settled]]" + settled)
    rows = [row.code for row in built_in("zj-ttc-draft").primaries if row.code in "BCDE"]
    data["weights"]["of"] = dict.fromkeys(rows, "20")
    data["panel"]["year"] = 2026
    return data


def test_what_few_meetings_have_goes_through_the_workbook_too(tmp_path: Path) -> None:
    data, table = further(), built_in("zj-ttc-draft")
    findings: list[Finding] = []
    typed = read_panel(data, table, "p", findings)
    assert findings == []
    panel, _sheet = load_panel(write(tmp_path / "p.xlsx", meeting_book(data, table)))
    assert (panel.candidates, panel.year) == (typed.candidates, 2026)
    assert len(panel.candidates[0].history) == 2
    assert panel.candidates[0].integrity is not None
    assert (panel.relaxations, panel.conditions) == (typed.relaxations, typed.conditions)
    assert panel.rule.grades == typed.rule.grades
    assert panel.rule.grades.bar_excellent is not None


def test_a_form_of_seven_sheets_is_still_read(tmp_path: Path) -> None:
    """Forms that are out have what few meetings need in a sheet of its own, or cut it out."""
    path = tmp_path / "p.xlsx"
    path.write_bytes((ROOT / "tests" / "data" / "meetings" / "seven-sheets.xlsx").read_bytes())
    data, table = further(), built_in("zj-ttc-draft")
    typed = read_panel(data, table, "p", [])
    panel, _sheet = load_panel(path)
    assert panel.candidates == typed.candidates
    assert (panel.relaxations, panel.conditions) == (typed.relaxations, typed.conditions)
    assert panel.rule.grades == typed.rule.grades
    book = load_workbook(path)
    assert len(book.sheetnames) == 7
    del book[book.sheetnames[-1]]
    book.save(path)
    assert load_panel(path)[0].candidates[0].history == ()


def test_what_few_meetings_have_may_be_cut_out_of_the_sheet_of_the_rule(tmp_path: Path) -> None:
    data, table = further(), built_in("zj-ttc-draft")
    book = load_workbook(BytesIO(meeting_book(data, table)))
    assert len(book.sheetnames) == 6
    page = book[book.sheetnames[-1]]
    first = next(row[0].row for row in page.iter_rows() if row[0].value == "Earlier evaluations")
    page.delete_rows(first, page.max_row)
    book.save(tmp_path / "p.xlsx")
    panel, _sheet = load_panel(tmp_path / "p.xlsx")
    assert panel.candidates[0].history == ()
    assert panel.rule.grades.bands


def test_what_the_workbook_has_no_place_for_is_refused_by_name() -> None:
    data = further()
    data["panel"]["colour"] = "red"
    data["candidates"][0]["history"][0]["page"] = "3"
    with pytest.raises(Refused) as refused:
        meeting_book(data, built_in("zj-ttc-draft"))
    assert [finding.place for finding in refused.value.reasons] == [
        "panel.colour",
        "candidates.history.page",
    ]
