"""Marks of another system through the command line: what is said, and what is then in them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import PANEL, answers, hand_in, new_session

HEADER = "expert,candidate,indicator,mark,state,comment"
Write = Callable[..., Path]


def marks_of(path: Path, expert: str, *, but: str = "") -> list[str]:
    """A line with a mark for every row of an expert, but for one candidate."""
    with Session.open(path) as session:
        holes = session.scoring(expert).holes()
    pairs = zip(holes, answers(path, expert), strict=True)
    return [f"{expert},{who},{row},{mark},," for (who, row), mark in pairs if who != but]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines below the header."""

    def written(*lines: str) -> Path:
        path = tmp_path / "marks.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
        return path

    return written


def left_out(run: Run, session: Path, candidate: str) -> dict[str, str]:
    """Expert to reason, for one candidate."""
    result = json.loads(run("results", session, "--json").out)
    (found,) = (item for item in result["candidates"] if item["code"] == candidate)
    return {item["expert"]: item["why"] for item in found["left_out"]}


@pytest.mark.parametrize("state", ["recused", "declined"])
def test_a_candidate_may_be_recused_or_declined_in_the_file(
    run: Run, tmp_path: Path, write: Write, state: str
) -> None:
    session = new_session(run, tmp_path)
    lines = [
        *marks_of(session, "01"),
        *marks_of(session, "02", but="03"),
        f"02,03,,,{state},同单位",
    ]
    taken = run("import-marks", write(*lines), session)
    assert taken.status == 0, taken.err
    assert left_out(run, session, "03")["02"] == state
    assert "02" not in left_out(run, session, "04")
    assert run("check", session).status == 0
    assert run("import-marks", write(*lines), session).status == 0


def test_the_next_step_of_a_mixed_session_is_the_opening(
    run: Run, tmp_path: Path, write: Write
) -> None:
    session = new_session(run, tmp_path)
    assert hand_in(run, session, "01").status == 0
    taken = run("import-marks", write(*marks_of(session, "02")), session)
    assert taken.err.splitlines()[-1] == f"Next: reviewtui unseal {session}"
    said = run("unseal", session).err
    assert "The ballots of 1 experts will be opened" in said
    assert "The marks of 1 experts were imported" in said
    assert "The ballots of 2 experts are open." in said


def test_marks_that_are_all_imported_need_no_opening(
    run: Run, tmp_path: Path, write: Write
) -> None:
    session = new_session(run, tmp_path)
    taken = run("import-marks", write(*marks_of(session, "02")), session)
    assert taken.err.splitlines()[-1] == f"Next: reviewtui results {session}"
    said = run("unseal", session)
    assert said.status == 1
    assert "will be opened" not in said.err
    assert "there is nothing to open" in said.err
    assert said.err.splitlines()[-1] == f"Next: reviewtui results {session}"


def test_a_code_without_its_naught_is_suggested_with_it(
    run: Run, tmp_path: Path, write: Write
) -> None:
    session = new_session(run, tmp_path)
    found = run("import-marks", write("1,1,1,8,,", "01,1,1,8,,", "1,01,01,8,,"), session).err
    assert found.count("if 01 is meant, write 01") == 4, found


def test_a_recusal_known_before_needs_no_line(run: Run, tmp_path: Path, write: Write) -> None:
    panel = tmp_path / "panel.toml"
    recusal = '\n[[recusals]]\nexpert = "02"\ncandidate = "03"\nreason = "同单位"\n'
    panel.write_text(PANEL.read_text("utf-8") + recusal, "utf-8")
    session = new_session(run, tmp_path, panel)
    lines = [*marks_of(session, "01"), *marks_of(session, "02")]
    assert not any(line.startswith("02,03,") for line in lines)
    taken = run("import-marks", write(*lines), session)
    assert taken.status == 0, taken.err
    assert left_out(run, session, "03")["02"] == "recused"


def test_a_comment_that_looks_like_a_formula_is_text_in_the_workbook(
    run: Run, tmp_path: Path, write: Write
) -> None:
    from openpyxl import load_workbook

    session, book = new_session(run, tmp_path), tmp_path / "result.xlsx"
    first, *lines = marks_of(session, "01")
    taken = run("import-marks", write(f"{first}=1+1", *lines), session)
    assert taken.status == 0, taken.err
    assert run("export", session, "-o", book, "--detail").status == 0
    found = [
        cell
        for sheet in load_workbook(book)
        for row in sheet.iter_rows()
        for cell in row
        if "=1+1" in str(cell.value)
    ]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


def test_a_file_without_marks_is_a_finding(run: Run, tmp_path: Path, write: Write) -> None:
    shown = run("import-marks", write(), new_session(run, tmp_path))
    assert (shown.status, shown.out) == (1, "")
    assert "no line with marks" in shown.err


def test_what_is_here_already_is_not_said_to_be_taken_in(
    run: Run, tmp_path: Path, write: Write
) -> None:
    session = new_session(run, tmp_path)
    lines = [*marks_of(session, "01"), *marks_of(session, "02")]
    first = run("import-marks", write(*lines), session).err
    assert "the marks of 2 experts are taken in, marked as imported" in first
    again = run("import-marks", write(*lines), session)
    assert again.status == 0
    assert "taken in" not in again.err
    assert "the marks of 2 experts are here already; nothing is new" in again.err


def test_a_later_file_says_how_many_experts_have_a_new_version(
    run: Run, tmp_path: Path, write: Write
) -> None:
    session = new_session(run, tmp_path)
    one, two, three = (marks_of(session, code) for code in ("01", "02", "03"))
    run("import-marks", write(*one, *two), session)
    said = run("import-marks", write(*one, *two[:-1], *three), session).err
    assert "the marks of 2 experts are taken in, marked as imported" in said
    assert "1 of them had imported marks before: a new version replaces them" in said
    assert "the marks of 1 experts are the same as before" in said


@pytest.mark.parametrize("name", [".", "/dev/zero", "missing.csv"])
def test_what_is_no_file_is_refused_at_once_in_our_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    session = new_session(run, tmp_path)
    monkeypatch.chdir(tmp_path)
    shown = run("import-marks", name, session, "--lang", "zh")
    assert (shown.status, shown.out) == (1, "")
    assert not any(letters in shown.err for letters in ("directory", "No such", "regular", "file "))


@pytest.mark.parametrize("name", ["result.xls", "result", "result.csv", "."])
def test_a_workbook_has_the_ending_of_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write, name: str
) -> None:
    session = new_session(run, tmp_path)
    assert run("import-marks", write(*marks_of(session, "01")), session).status == 0
    monkeypatch.chdir(tmp_path)
    shown = run("export", session, "-o", name)
    assert (shown.status, shown.out) == (1, "")
    assert "ends in .xlsx" in shown.err
    assert "result.xlsx" in shown.err
    assert not list(tmp_path.glob("result*"))


def test_an_export_that_fails_says_why_in_our_words(run: Run, tmp_path: Path, write: Write) -> None:
    session = new_session(run, tmp_path)
    assert run("import-marks", write(*marks_of(session, "01")), session).status == 0
    shown = run("export", session, "-o", tmp_path / "no" / "result.xlsx")
    assert shown.status == 1
    assert "there is no such file or folder" in shown.err
    assert "No such" not in shown.err
