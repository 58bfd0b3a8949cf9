"""Bonus rows, anchors, the question of the review and changed rows on the sheets for experts."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.paper_sheet import paper_sheet
from reviewtui.exchange.score_sheet import score_sheet
from reviewtui.session.create import create_session
from reviewtui.session.kit import Kit, make_kit
from reviewtui.session.session import Session
from tests.meeting import Meeting, meeting, small_set

Write = Callable[[Panel, Sheet, Kit], bytes]


def with_kinds(granularity: str = "rows") -> Meeting:
    """Row 1.1 has anchors and a question, row 1.2 is a bonus and reads otherwise for 2."""
    table = small_set(1, 2)
    table["rows"][1] |= {
        "anchors": [{"mark": "3", "text": "一般"}],
        "guidance": "看材料",
        "wording": {"annual": "今年是否执行"},
        "parts": ["内控机制"],
    }
    table["rows"][2] |= {"counts_in_sum": False}
    found = meeting(1, 2, granularity=granularity, table=table)
    found.data["overlays"] = [
        {
            "candidate": "2",
            "row": "1.2",
            "change": "reword",
            "title": "奖励",
            "reason": "责任书约定",
            "document": "第九条",
        }
    ]
    return found


def texts(write: Write, found: Meeting, folder: Path) -> str:
    """Every text of the sheet of expert 01."""
    panel, sheet = found.panel()
    create_session(folder / "meeting.review", panel)
    with Session.open(folder / "meeting.review") as session:
        content = write(panel, sheet, make_kit(session.meeting, "01"))
    return "\n".join(
        str(cell.value)
        for page in load_workbook(BytesIO(content)).worksheets
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None
    )


@pytest.mark.parametrize("write", [score_sheet, paper_sheet])
def test_both_sheets_tell_anchors_bonus_and_changed_rows(write: Write, tmp_path: Path) -> None:
    said = texts(write, with_kinds(), tmp_path)
    assert "3: 一般" in said
    assert "二级1.2 (bonus, outside the full mark)" in said
    assert "row 1.2 reads: 奖励 (责任书约定, 第九条)" in said


def test_the_excel_sheet_asks_the_question_of_the_review_and_lists_the_parts(
    tmp_path: Path,
) -> None:
    said = texts(score_sheet, with_kinds(), tmp_path)
    assert "今年是否执行" in said
    assert "看材料" not in said
    assert "(1) 内控机制" in said


def test_the_matrix_on_paper_tells_changed_rows_by_candidate(tmp_path: Path) -> None:
    said = texts(paper_sheet, with_kinds("primaries"), tmp_path)
    assert "No. 2 对象2（示例）  row 1.2 reads: 奖励 (责任书约定, 第九条)" in said
    assert "No. 1 对象1（示例）  " not in said
