"""Gates with their reason, and the figures of measured rows, in the workbook of a meeting."""

import tomllib
from pathlib import Path

from reviewtui.exchange.documents import load_panel
from reviewtui.exchange.meeting_candidates import metric_headings, metric_of
from reviewtui.exchange.meeting_write import meeting_book
from tests.exchange.workbooks import write
from tests.meeting import built_in

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
