"""Grades on the command line: what stands in the table, and behind it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.meeting import ROOT

GRADES = """[grades]
source = "会议纪要（示例）"
bands = [ { name = "优秀", at_least = "90" }, { name = "合格", at_least = "0" } ]
quotas = [ { grade = "优秀", percent = "40", source = "通知第三条" } ]
"""
PANEL = """[panel]
id = "graded"
title = "年度评价（示例）"
review = "annual"
set = "zj-tic-2022"
date = 2026-12-08
[rule]
order = "by_expert"
average = "mean"
granularity = "primaries"
round = { total = 2 }
[weights]
kind = "points"
source = "会议纪要（示例）"
of = { %s }
%s
[[experts]]
code = "01"
name = "专家（示例）"
"""


@pytest.fixture
def session(run: Run, tmp_path: Path) -> Path:
    """Candidates with 90, 95 and 95 points, all above the line; 40% of three is one."""
    weights = ", ".join(f'"{code}" = "10"' for code in range(1, 11))
    text = PANEL % (weights, GRADES)
    rows = []
    for code, mark in (("1", "9"), ("2", "9.5"), ("3", "9.5")):
        text += f'[[candidates]]\ncode = "{code}"\nname = "示例中心{code}"\n'
        rows += [f"01,{code},{row},{mark},," for row in range(1, 11)]
    panel, marks, path = tmp_path / "p.toml", tmp_path / "m.csv", tmp_path / "s.review"
    panel.write_text(text, "utf-8")
    marks.write_text("\n".join(["expert,candidate,indicator,mark,state,comment", *rows]), "utf-8")
    assert run("new", str(panel), str(path)).status == 0
    assert run("import-marks", str(marks), str(path)).status == 0
    return path


def test_a_tie_at_the_line_is_undecided_in_the_table_and_told(run: Run, session: Path) -> None:
    said = run("results", str(session), "--lang", "zh").out
    assert said.count("待定") == 2
    assert "按不超过3家的40%取整为1家；2号、3号并列在线上，其中1家可在比例之内" in said
    told = run("explain", str(session), "1", "--lang", "zh").out
    assert "仅按分数线，建议等次为“优秀”" in told
    assert "（依据：通知第三条）" in told


def test_the_json_has_the_reasons_and_no_grade_at_the_line(run: Run, session: Path) -> None:
    found = json.loads(run("results", str(session), "--json").out)
    assert [item["grade"] for item in found["candidates"]] == ["合格", None, None]
    assert [item["grade_by_band"] for item in found["candidates"]] == ["优秀"] * 3
    assert found["quotas"][0]["tied"] == ["2", "3"]
    told = json.loads(run("explain", str(session), "2", "--json").out)
    assert told["grade_reasons"]


def test_a_plain_panel_has_no_new_keys(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.review"
    shutil.copy(ROOT / "sample_sessions" / "zj-annual-finished.review", path)
    found = json.loads(run("results", str(path), "--json").out)
    assert "quotas" not in found
    new = {"grade_by_band", "grade_reasons", "hints"}
    assert not any(new & set(item) for item in found["candidates"] if item["code"] != "06")
