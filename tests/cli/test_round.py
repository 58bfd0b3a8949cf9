"""A second round by commands alone: begin, score, open, set side by side."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.changes import MarkChange
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.exchange.reopened import fill_again
from tests.meeting import meeting, small_set


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session whose first round is open: expert n gave 2n points everywhere, 24 in all."""
    path = tmp_path / "meeting.review"
    table = small_set(primaries=2, rows=2)
    bands = [{"name": "excellent", "at_least": "25"}, {"name": "good", "at_least": "20"}]
    called = meeting(5, 2, table=table, granularity="rows")
    called.put("grades", {"source": "minutes", "bands": bands})
    create_session(path, called.panel()[0])
    with Session.open(path) as session:
        for number, expert in enumerate(session.panel.sitting, 1):
            scoring = session.scoring(expert.code)
            cell = Cell(CellState.SCORED, Hundredths(200 * number))
            scoring.commit([MarkChange(*hole, cell) for hole in scoring.holes()]).result()
            scoring.seal().result()
        session.unseal()
    return path


def begin(run: Run, path: Path, *more: str) -> None:
    """Reopen row 1.2 of candidate 1."""
    words = ("--candidates", "1", "--rows", "1.2", "--reason", "range", *more)
    ran = run("round", path, *words)
    assert ran.status == 0, ran.said


def test_a_whole_second_round_by_commands(run: Run, path: Path, tmp_path: Path) -> None:
    first = run("results", path, "--json")
    begin(run, path, "--by", "Zhang San")
    listed = run("round", path)
    assert "Round 1: open, the official result" in listed.out
    assert "Round 2: at work, closed" in listed.out
    # round 1 stays readable, nothing of round 2 is
    assert run("results", path, "--json").out == first.out
    closed = run("results", path, "--round", "2")
    assert closed.status == 1
    assert "no result" in closed.err
    # one expert changes the one reopened row, another looks and keeps it, the rest stay away
    scored = run("score", path, "--expert", "01", "--plain", answers="10\n1\n1\n1\n")
    assert scored.status == 0
    assert "My mark in Round 1" in scored.out
    assert "median" in scored.out
    assert "Reopened: No. 1 rows 1.2" in scored.out
    assert "leaves a row blank" not in scored.out
    assert "; 1 changed" in scored.out
    assert "; not reopened" in scored.out
    assert "heck code" in scored.said
    kept = run("score", path, "--expert", "02", "--plain", answers="\n1\n1\n")
    assert "heck code" in kept.said
    opening = run("unseal", path, "--yes")
    assert opening.status == 0, opening.said
    assert "the marks of the round before count" in opening.err
    second = json.loads(run("results", path, "--json").out)
    assert second["round"] == 2
    assert json.loads(first.out)["candidates"][1:] != []
    assert run("results", path, "--round", "1", "--json").out == first.out
    beside = json.loads(run("results", path, "--rounds", "--json").out)
    (only,) = beside
    assert only["handed_in"] == ["01", "02"]
    (moved,) = only["moved"]
    assert (moved["expert"], moved["row"], moved["after"]) == ("01", "1.2", "10")
    assert moved["reason"]
    assert [item["code"] for item in only["candidates"] if item["change"] != "0"] == [
        moved["candidate"]
    ]
    first = next(item for item in only["candidates"] if item["code"] == "1")
    assert (first["rank_before"], first["tied_before"]) == (1, True)
    assert (first["rank"], first["tied"]) == (1, False)
    assert (first["grade_before"], first["grade"]) == ("good", "excellent")
    text = run("results", path, "--rounds")
    assert "Expert 01" in text.out
    assert "rank 1 tied, now 1\n" in text.out
    assert "grade good, now excellent" in text.out
    assert "1 tied -> 1  good -> excellent" in text.out
    assert run("explain", path, moved["candidate"]).status == 0
    exported = run("export", path, "-o", tmp_path / "two.xlsx")
    assert exported.status == 0, exported.said


def test_a_round_is_refused_with_everything_that_is_wrong(run: Run, path: Path) -> None:
    wrong = run("round", path, "--candidates", "1", "--rows", "99")
    assert wrong.status == 1
    assert "no row 99" in wrong.err
    assert "say why" in wrong.err
    assert run("round", path, "--reason", "x").status == 2


def test_marks_of_a_packed_laptop_are_changed_at_the_desk(run: Run, path: Path) -> None:
    begin(run, path)
    people = ("--by", "A", "--witness", "B", "--reason", "discussion")
    answers = "1\n1.2\n10\n\n1\n"
    changed = run("change-marks", path, "--expert", "01", *people, answers=answers)
    assert changed.status == 0, changed.said
    assert run("unseal", path, "--yes").status == 0
    (one,) = json.loads(run("results", path, "--rounds", "--json").out)
    assert [(moved["expert"], moved["reason"]) for moved in one["moved"]] == [("01", "discussion")]


def test_the_workbook_sets_two_rounds_side_by_side(run: Run, path: Path, tmp_path: Path) -> None:
    begin(run, path)
    assert run("score", path, "--expert", "01", "--plain", answers="10\n1\n1\n1\n").status == 0
    assert run("unseal", path, "--yes").status == 0
    assert run("export", path, "-o", tmp_path / "two.xlsx").status == 0
    assert run("export", path, "--round", "1", "-o", tmp_path / "one.xlsx").status == 0
    both, first = (
        load_workbook(tmp_path / f"{name}.xlsx", data_only=True) for name in ("two", "one")
    )
    assert "Two rounds" not in first.sheetnames
    told = [row for row in both["Two rounds"].iter_rows(values_only=True) if any(row)]
    (moved,) = [row for row in told if row[0] == "Expert 01"]
    assert moved[3:6] == (2, 10, 8)
    (one,) = [row for row in told if str(row[0]) == "1"]
    assert one[2:9] == (24, 25.6, 1.6, "1 tied", 1, "good", "excellent")


def test_archive_session_and_workbook_of_two_rounds_verify(
    run: Run, path: Path, tmp_path: Path
) -> None:
    """01 changes a mark on an Excel sheet, 02 on paper, 03 in the form."""
    begin(run, path)
    assert run("issue", path, "-o", tmp_path / "kits").status == 0
    (sheet,) = (tmp_path / "kits").glob("Expert 01*/score-sheet-01-*.xlsx")
    filled = fill_again(sheet, {("1", "1.2"): (10, "read anew")})
    assert run("type-in", path, "--sheet", filled).status == 0
    for by in ("A", "B"):
        typed = run("type-in", path, "--expert", "02", "--by", by, answers="9\n2\n")
    assert typed.status == 0, typed.said
    assert run("score", path, "--expert", "03", "--plain", answers="8\n1\n1\n1\n").status == 0
    assert run("unseal", path, "--yes").status == 0
    assert run("export", path, "-o", tmp_path / "two.xlsx").status == 0
    book = load_workbook(tmp_path / "two.xlsx", data_only=True)
    told = [row for row in book["Two rounds"].iter_rows(values_only=True) if any(row)]
    assert [row[9] for row in told if str(row[0]).startswith("Expert ")][:2] == [
        "read anew",
        "I had read the materials otherwise",
    ]
    said = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row]
    assert any("Entered by the desk from Excel score sheets: 01" in text for text in said)
    assert any("Entered by the desk from paper score sheets: 02" in text for text in said)
    assert run("archive", path, "-o", tmp_path / "kept").status == 0
    for what in (path, tmp_path / "two.xlsx", tmp_path / "kept"):
        verified = run("verify", what)
        assert verified.status == 0, verified.said
    alone = subprocess.run(
        [sys.executable, "-I", tmp_path / "kept" / "verify.py", tmp_path / "kept"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert alone.returncode == 0, alone.stdout
