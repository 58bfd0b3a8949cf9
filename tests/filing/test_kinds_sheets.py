"""Gates, stages, objections and changed rows in the workbook."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui import locales
from tests.domain.test_gates import gated, settled
from tests.filing.conftest import Table
from tests.filing.reading import rows_under, summary_rows, texts, written
from tests.meeting import meeting, small_set

SHEET = "门槛项核定"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def test_every_gate_of_every_candidate_stands_with_result_reason_and_evidence(
    tmp_path: Path,
) -> None:
    found = settled(gated(), "1", "A", "fail", reason="与他人合用", evidence="租赁合同 2 页")
    found.put("conditions", [{"candidate": "1", "row": "B", "holds": False, "reason": "没有"}])
    path = written(Table.of(found).record(), tmp_path)
    rows = [
        tuple(str(row[head] or "") for head in ("对象号", "门槛项", "结果", "理由", "核定依据"))
        for row in rows_under(path, SHEET, "对象号")
    ][:4]
    assert rows == [
        ("1", "A 独立场地", "不通过", "与他人合用", "租赁合同 2 页"),
        ("1", "B 中试厂房", "不适用", "没有", ""),
        ("2", "A 独立场地", "未核定", "", ""),
        ("2", "B 中试厂房", "未核定", "", ""),
    ]
    assert "与他人合用" in summary_rows(path)["1"]["备注"]


def test_a_table_without_gates_has_no_such_sheet(tmp_path: Path) -> None:
    path = written(Table.of(meeting(1, 1, table=small_set(1, 1))).record(), tmp_path)
    assert SHEET not in load_workbook(path).sheetnames


def test_who_relaxed_a_line_stands_beside_the_gate(tmp_path: Path) -> None:
    found = gated()
    table = found.table
    lines = [
        {
            "id": code,
            "metric": "area",
            "label": "面积",
            "label_en": "area",
            "operator": ">=",
            "value": value,
            "unit": "平方米",
            "stage": "always",
            "strength": strength,
            "quote": "可放宽",
            "source": "第六条",
        }
        | ({"relaxes": "AREA"} if strength == "relaxation" else {})
        for code, value, strength in (("AREA", "1000", "hard"), ("LESS", "500", "relaxation"))
    ]
    data = dict(table.data)  # type: ignore[arg-type]
    data["thresholds"] = lines
    data["rows"] = [
        row | ({"thresholds": ["AREA", "LESS"]} if row["code"] == "A" else {})
        for row in data["rows"]  # type: ignore[union-attr]
    ]
    found = meeting(1, 2, table=data)
    found.put(
        "relaxations",
        [
            {
                "candidate": "2",
                "threshold": "LESS",
                "reason": "数字经济",
                "decided_by": "科技厅",
                "document": "纪要 3 号",
            }
        ],
    )
    rows = list(rows_under(written(Table.of(found).record(), tmp_path), SHEET, "对象号"))
    assert rows[2]["放宽"] == "面积 放宽后不少于500平方米：数字经济；由科技厅 纪要 3 号决定"
    assert not rows[0]["放宽"]


def test_objections_are_listed_by_candidate_and_row_whatever_language_they_were_written_in(
    tmp_path: Path,
) -> None:
    found = meeting(2, 2, granularity="rows").settle("2", "4.2", "yes").settle("1", "4.2", "yes")
    table = Table.of(found)
    table.comment("01", "2", "材料齐全\n异议：印章不清", "4.2")
    table.comment("02", "2", "Objection: no stamp", "4.2")
    table.comment("01", "1", "没有异议", "4.2")
    path = written(table.record(), tmp_path)
    said = texts(path, "指标与分值")
    at = said.index("专家提出的异议")
    assert said[at + 6 : at + 14] == [
        "2",
        "4.2 建立理事会（董事会）制度并开展工作",
        "01",
        "印章不清",
        "2",
        "4.2 建立理事会（董事会）制度并开展工作",
        "02",
        "no stamp",
    ]


def test_a_stage_that_follows_from_the_years_is_printed_as_a_default(tmp_path: Path) -> None:
    found = meeting(1, 1)
    found.data["panel"]["date"] = datetime.date(2026, 12, 8)
    found.data["candidates"][0]["approved_on"] = datetime.date(2025, 12, 8)
    said = texts(written(Table.of(found).record(), tmp_path), "指标与分值")
    assert "按批复年限默认按 1.1 评" in said


def test_different_rows_and_their_base_stand_under_the_summary(tmp_path: Path) -> None:
    found = meeting(1, 2).hide("2", "8")
    said = "".join(texts(written(Table.of(found).record(), tmp_path), "评分汇总表"))
    assert "各对象评的指标不一致：2 不适用 8" in said
    assert "折算基数（适用满分，整表 100 分）：2号 90。" in said


def test_bonus_rows_and_anchors_stand_in_the_table_of_indicators(tmp_path: Path) -> None:
    table = small_set(1, 2)
    table["rows"][1] |= {"anchors": [{"mark": "3", "text": "一般"}]}
    table["rows"][2] |= {"counts_in_sum": False}
    found = meeting(1, 1, granularity="rows", table=table)
    said = texts(written(Table.of(found).record(), tmp_path), "指标与分值")
    assert "二级1.1\n3：一般" in said
    assert "加分，不计入满分" in said
