"""Commands that only read leave the session file as it is, to the byte."""

import hashlib
import json
from pathlib import Path

import pytest

from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import ROOT, hand_in, new_session

READING = {
    "check": ("check", "{session}"),
    "results": ("results", "{session}"),
    "results as data": ("results", "{session}", "--json"),
    "explain": ("explain", "{session}", "01"),
    "compare": ("explain", "{session}", "01", "02", "--json"),
    "export": ("export", "{session}", "-o", "{folder}/a.xlsx", "--detail"),
}


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def finished(run: Run, tmp_path: Path) -> Path:
    """Two experts have handed in, and their ballots are open."""
    folder = tmp_path / "meeting"
    folder.mkdir()
    path = new_session(run, folder)
    for expert, add in (("01", 0), ("02", 1)):
        assert hand_in(run, path, expert, add=add).status == 0
    assert run("unseal", path).status == 0
    return path


@pytest.fixture
def trial(run: Run, tmp_path: Path) -> Path:
    """A submitted trial, whose marks nobody has read yet."""
    folder = tmp_path / "meeting"
    folder.mkdir()
    path = folder / "trial.review"
    words = ("score", "--set", "zj-tic-2022", "-o", path, "--plain", "--candidates", "2")
    assert run(*words, answers="8\n" * 20 + "1\n1\n").status == 0
    return path


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A session of the first version of the format."""
    folder = tmp_path / "meeting"
    folder.mkdir()
    path = folder / "v1.review"
    path.write_bytes((ROOT / "tests" / "data" / "sessions" / "v1.review").read_bytes())
    return path


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("which", ["finished", "trial", "older"])
def test_the_file_keeps_its_bytes_and_nothing_is_left_beside_it(
    run: Run, tmp_path: Path, request: pytest.FixtureRequest, which: str, name: str
) -> None:
    session: Path = request.getfixturevalue(which)
    before, changed_at = sum_of(session), session.stat().st_mtime_ns
    codes = ("1", "2") if which == "older" else ("01", "02")
    names = {"01": codes[0], "02": codes[1]}
    words = [
        names.get(word, word.format(session=session, folder=tmp_path)) for word in READING[name]
    ]
    done = run(*words)
    assert done.status == 0, done.err
    assert (sum_of(session), session.stat().st_mtime_ns) == (before, changed_at)
    assert [item.name for item in session.parent.iterdir()] == [session.name]


def test_a_refused_result_leaves_the_file_too(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path)
    hand_in(run, session, "01")
    before = sum_of(session)
    assert run("results", session).status == 1
    assert sum_of(session) == before


def test_reading_says_the_same_as_an_open_session(run: Run, trial: Path) -> None:
    first = run("results", trial, "--json").out
    with Session.open(trial) as session:
        session.marks()
    assert json.loads(run("results", trial, "--json").out) == json.loads(first)


def test_who_only_reads_takes_the_lock_too(spawn: Run, finished: Path) -> None:
    with Session.open(finished, reading=True):
        for words in (("results", finished), ("unseal", finished)):
            refused = spawn(*words, REVIEWTUI_LANG="en")
            assert refused.status == 1
            assert "already open" in refused.err
