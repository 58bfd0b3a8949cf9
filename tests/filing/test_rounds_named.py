"""Where a meeting has more than one round, every page says which one it is and whether its
result stands."""

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from reviewtui.filing.pack.pack import print_pack
from reviewtui.filing.sheets.kept_sheet import NAME
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.filing.workbook import export_workbook
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from tests.filing.test_export import played

ROUNDS = {1: "第1轮（已由第2轮代替）", 2: "第2轮（正式结果）"}
OF_THE_MEETING = ("承诺书（含回避）", "规则公布页")
"""Papers that are signed once, whatever round follows."""


@pytest.fixture
def two_rounds(tmp_path: Path) -> Path:
    kept = Path(__file__).parents[1] / "data" / "sessions" / "v3.review"
    path = tmp_path / "meeting.review"
    path.write_bytes(kept.read_bytes())
    return path


def heads(path: Path) -> dict[str, str]:
    """By sheet what stands in its first rows."""
    return {
        sheet.title: "\n".join(
            str(text) for row in sheet.iter_rows(max_row=3, values_only=True) for text in row
        )
        for sheet in load_workbook(path)
        if sheet.title != NAME
    }


@pytest.mark.parametrize("number", [1, 2])
def test_every_sheet_and_paper_names_its_round_and_whether_it_stands(
    number: int, two_rounds: Path, tmp_path: Path
) -> None:
    workbook = tmp_path / "out.xlsx"
    with Session.open(two_rounds) as session:
        verdict = verdict_of(session, number)
        export_workbook(session, verdict, workbook, round=number)
        pack = print_pack(session, verdict, tmp_path / "pack", round=number)
    assert verify_workbook(workbook).agrees
    assert [name for name, text in heads(workbook).items() if ROUNDS[number] not in text] == []
    papers = {name: text for name, text in heads(pack.files[0]).items() if "空白" not in name}
    unnamed = [name for name, text in papers.items() if f"第{number}轮" not in text]
    assert unnamed == [*OF_THE_MEETING]
    standing = [name for name, text in papers.items() if ROUNDS[number] in text]
    assert {"个人评分表01", "评分汇总表", "专家组意见", "签字页"} <= {*standing}
    for path in pack.files:
        if path.suffix == ".docx":
            document = Document(str(path))
            said = [one.text for one in document.paragraphs]
            said += [cell.text for table in document.tables for cell in table._cells]
            assert any(ROUNDS[number] in text for text in said), path.name


def test_ballots_of_two_rounds_are_told_apart_by_their_round(
    two_rounds: Path, tmp_path: Path
) -> None:
    workbook = tmp_path / "out.xlsx"
    with Session.open(two_rounds) as session:
        export_workbook(session, verdict_of(session), workbook)
        received = [(item.expert, item.round, item.rev) for item in session.stored()]
    rows = [*load_workbook(workbook)["复核"].iter_rows(values_only=True)]
    (head,) = (row for row in rows if row[:3] == ("专家号", "轮次", "版次"))
    listed = rows[rows.index(head) + 1 :][: len(received)]
    assert sorted(row[:3] for row in listed) == sorted(received)
    assert {number for _expert, number, _rev in received} == {1, 2}


def test_a_meeting_of_one_round_says_no_round(tmp_path: Path) -> None:
    workbook = tmp_path / "out.xlsx"
    with Session.open(played(tmp_path / "meeting.review")) as session:
        export_workbook(session, verdict_of(session), workbook)
    assert [name for name, text in heads(workbook).items() if "轮" in text] == []
