"""`print`: the papers of the pack from the command line."""

import shutil
from pathlib import Path

import pytest

from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import ROOT, new_session

SAMPLE = ROOT / "sample_sessions" / "zj-annual-finished.review"


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A sample whose ballots are open."""
    return Path(shutil.copy(SAMPLE, tmp_path / "finished.review"))


def test_papers_are_written_and_named_and_the_session_keeps_its_bytes(
    run: Run, tmp_path: Path, finished: Path
) -> None:
    before = finished.read_bytes()
    ran = run("print", "--lang", "zh", finished, "-o", tmp_path / "papers", "--only", "6,7")
    assert ran.status == 0
    named = [Path(line) for line in ran.out.splitlines()]
    assert [path.name for path in named] == [
        "打印材料.xlsx",
        "打印材料.html",
        "评分汇总表.docx",
        "专家组意见.docx",
        "专家名单（单独保管）.xlsx",
        "专家名单（单独保管）.html",
    ]
    assert all(path.is_file() for path in named)
    assert finished.read_bytes() == before


def test_before_the_opening_it_says_of_each_absent_paper_why(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path)
    ran = run("print", "--lang", "zh", path, "-o", tmp_path / "papers", "--only", "3，5、6")
    assert ran.status == 0
    *said, copied, _warning = ran.err.splitlines()
    assert copied.startswith("评审会文件已备份：")
    assert said == [
        "规则公布页已列入：规则自此固定。",
        "5. 个人评分表：未列入，尚未启封",
        "6. 评分汇总表：未列入，尚未启封",
    ]
    ran = run("print", "--lang", "zh", path, "-o", tmp_path / "none", "--only", "6")
    assert ran.status == 1
    assert "尚未启封" in ran.err
    assert not (tmp_path / "none").exists()


def test_an_existing_file_is_kept_unless_it_is_forced(
    run: Run, tmp_path: Path, finished: Path
) -> None:
    words = ("print", "--lang", "zh", finished, "-o", tmp_path / "papers", "--only", "8")
    assert run(*words).status == 0
    again = run(*words)
    assert again.status == 1
    assert "打印材料.xlsx" in again.err
    assert "--force" in again.err
    assert run(*words, "--force").status == 0


def test_wrong_numbers_and_wrong_pairs_are_wrong_use(
    run: Run, tmp_path: Path, finished: Path
) -> None:
    for words in (
        ("--only", "12"),
        ("--only", "x"),
        ("--only", ","),
        ("--extract", "3", "--names"),
    ):
        ran = run("print", "--lang", "zh", finished, "-o", tmp_path / "papers", *words)
        assert ran.status == 2, words
        assert "Traceback" not in ran.err
    assert not (tmp_path / "papers").exists()


def test_an_extract_needs_a_candidate_and_the_opening(
    run: Run, tmp_path: Path, finished: Path
) -> None:
    ran = run("print", "--lang", "zh", finished, "-o", tmp_path / "one", "--extract", "3")
    assert ran.status == 0
    assert [Path(line).name for line in ran.out.splitlines()] == [
        "评分摘录-03号.xlsx",
        "评分摘录-03号.html",
    ]
    assert (
        run("print", "--lang", "zh", finished, "-o", tmp_path / "one", "--extract", "77").status
        == 1
    )
    path = new_session(run, tmp_path)
    ran = run("print", "--lang", "zh", path, "-o", tmp_path / "two", "--extract", "1")
    assert ran.status == 1
    assert not (tmp_path / "two").exists()
    with Session.open(path) as session:
        assert session.opened is None


def test_the_printed_rule_page_freezes_the_rule_once(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path)
    leave = ("amend", path, "early-leave", "count_none", "--reason", "x")
    back = ("amend", path, "early-leave", "count_finished", "--reason", "x")
    assert run(*leave).status == 0
    assert run("print", path, "-o", tmp_path / "names", "--only", "1").status == 0
    assert run(*back).status == 0
    told = run("print", path, "-o", tmp_path / "papers", "--only", "3")
    assert (told.status, "the rule is frozen" in told.err) == (0, True)
    refused = run(*leave)
    assert (refused.status, "its page was printed" in refused.err) == (1, True)
    before = path.read_bytes()
    again = run("print", path, "-o", tmp_path / "again", "--only", "3")
    assert (again.status, again.err) == (0, "")
    assert path.read_bytes() == before
