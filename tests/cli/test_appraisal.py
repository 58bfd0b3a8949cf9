"""An appraisal from the panel to the workbook: conclusions first, totals for information."""

import json
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import PANEL, answers

CONCLUDING = """
[conclusions]
majority = "2/3"
quorum = "2/3"
source = "论证办法（示例）"
"""


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """The annual example as an appraisal."""
    text = PANEL.read_text("utf-8").replace('review = "annual"', 'review = "appraisal"')
    path = tmp_path / "appraisal.toml"
    path.write_text(text + CONCLUDING, "utf-8")
    assert tomllib.loads(text)["panel"]["review"] == "appraisal"
    return path


def score_all(run: Run, session: Path, conclusion: dict[str, str]) -> None:
    """Everybody scores every row; who is not named concludes with the best."""
    with Session.open(session) as opened:
        experts = [expert.code for expert in opened.panel.experts]
    for code in experts:
        marks = []
        with Session.open(session) as opened:
            holes = opened.scoring(code).holes()
        for (_candidate, row), mark in zip(holes, answers(session, code), strict=True):
            marks.append(conclusion.get(code, "1") if row == "结论" else mark)
        typed = "\n".join([*marks, "1", "1"]) + "\n"
        ran = run("score", session, "--expert", code, "--plain", answers=typed)
        assert ran.status == 0, ran.said


def test_an_appraisal_concludes_and_does_not_rank(run: Run, tmp_path: Path, panel: Path) -> None:
    session = tmp_path / "a.review"
    assert run("new", panel, session).status == 0
    score_all(run, session, {"01": "3", "02": "2"})
    assert run("unseal", session, "--yes").status == 0

    told = json.loads(run("results", session, "--json").out)["candidates"]
    assert {one["rank"] for one in told} == {None}
    assert all(one["total"] for one in told)
    assert {one["conclusion"]["proposal"] for one in told} == {"同意"}
    first = told[0]["conclusion"]["votes"]
    assert (first[2]["experts"], first[1]["experts"]) == (["01"], ["02"])

    table = run("results", session).out
    head = next(line for line in table.splitlines() if "conclusion proposed" in line)
    assert head.index("conclusion proposed") < head.index("total")
    assert "rank" not in table.splitlines()[1]
    explained = run("explain", session, told[0]["code"]).out
    assert "Conclusion proposed: 同意" in explained
    assert "修改完善后再论证: Expert 01" in explained

    book = tmp_path / "a.xlsx"
    assert run("export", session, "-o", book, "--detail").status == 0
    workbook = load_workbook(book)
    assert workbook.sheetnames[1] == "Conclusions"
    cells = [[cell.value for cell in row] for row in workbook["Conclusions"].iter_rows()]
    assert any("修改完善后再论证" in row for row in cells)
    heads = [cell.value for row in workbook["Score summary"].iter_rows() for cell in row]
    assert "Rank" not in heads


def test_marks_of_another_system_bring_their_conclusions(
    run: Run, tmp_path: Path, panel: Path
) -> None:
    session = tmp_path / "a.review"
    assert run("new", panel, session).status == 0
    marks = tmp_path / "marks.csv"
    marks.write_text(
        "expert,candidate,indicator,mark,state,comment\n"
        "01,01,结论,原则同意,,\n02,01,结论,,unable,\n03,01,结论,同意吧,,\n",
        "utf-8",
    )
    refused = run("import-marks", marks, session)
    assert refused.status == 1
    assert "“同意吧” is no level; the levels are 同意" in refused.err
    marks.write_text(marks.read_text("utf-8").replace("同意吧", "同意"), "utf-8")
    assert run("import-marks", marks, session).status == 0
    told = json.loads(run("results", session, "--json").out)["candidates"][0]["conclusion"]
    assert [vote["experts"] for vote in told["votes"]] == [["03"], ["01"], [], []]
    assert told["abstained"] == ["02"]
    assert told["why"] == "no_quorum"


def test_an_appraisal_that_asks_for_no_conclusion_is_worth_a_word(
    run: Run, tmp_path: Path, panel: Path
) -> None:
    panel.write_text(panel.read_text("utf-8").replace(CONCLUDING, ""), "utf-8")
    said = run("check", panel).said
    assert "[conclusions]: is missing: experts will not be asked for a conclusion" in said
    assert run("new", panel, tmp_path / "a.review").status == 0
