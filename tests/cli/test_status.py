"""Trials, drafts and derived tables: every text output says so, and nothing else does."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.meeting_day import ROOT, hand_in, new_session

DRAFT = "table is a draft for comment"
TRIAL = "TRIAL: not a review result"


@pytest.fixture
def drafted(run: Run, tmp_path: Path) -> Path:
    """An official session on the draft table with its ballots open."""
    path = new_session(run, tmp_path, ROOT / "panels" / "nb-tic-annual.toml")
    for number in range(1, 8):
        assert hand_in(run, path, f"{number:02d}").status == 0
    assert run("unseal", path).status == 0
    return path


def test_results_and_explanations_on_a_draft_say_that_it_is_one(run: Run, drafted: Path) -> None:
    assert run("results", drafted).out.splitlines()[1] == DRAFT
    assert run("explain", drafted, "01").out.splitlines()[0] == DRAFT
    assert run("explain", drafted, "01", "02").out.splitlines()[0] == DRAFT
    assert "征求意见稿" in run("results", drafted, "--lang", "zh").out
    assert json.loads(run("results", drafted, "--json").out)["status"] == ["draft"]


def test_line_by_line_scoring_on_a_draft_begins_with_it(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path, ROOT / "panels" / "nb-tic-annual.toml")
    said = run("score", path, "--expert", "01", "--plain").out.splitlines()
    assert DRAFT in said[:3]
    assert TRIAL not in said


def test_a_trial_on_a_draft_says_both(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    marks = "8\n" * 10 + "1\n1\n"
    words = ("score", "--set", "nb-tic-draft", "-o", path, "--plain", "--candidates", "1")
    assert run(*words, answers=marks).out.splitlines()[1:3] == [TRIAL, DRAFT]
    assert run("results", path).out.splitlines()[1:3] == [TRIAL, DRAFT]
    assert run("explain", path, "01").out.splitlines()[:2] == [TRIAL, DRAFT]
    assert json.loads(run("results", path, "--json").out)["status"] == ["trial", "draft"]
