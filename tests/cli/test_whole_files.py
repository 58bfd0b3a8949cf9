"""What the program writes appears whole or not at all, and what was there before stays."""

import errno
import os
from pathlib import Path

import pytest

from reviewtui.cli import scoring
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import PANEL, hand_in, new_session


def full(*_given: object) -> None:
    """As a disk answers that is full; without a file's name."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
def test_a_copy_of_a_sample_that_fails_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder = tmp_path / "demo"
    with monkeypatch.context() as failing:
        failing.setattr(step, full)
        shown = run("demo", "--dir", folder)
    assert (shown.status, shown.out) == (1, "")
    assert shown.err.startswith(f"{folder / scoring.HALF}: ")
    assert "the disk is full" in shown.err
    assert list(folder.iterdir()) == []
    assert run("demo", "--dir", folder).status == 0
    assert {item.name for item in folder.iterdir()} == {scoring.HALF, *scoring.RESULTS}


def test_the_old_session_stays_until_the_new_one_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_session(run, tmp_path)
    hand_in(run, session, "01")
    with monkeypatch.context() as failing:
        failing.setattr("reviewtui.session.create.found", full)
        shown = run("new", PANEL, session, "--force")
    assert shown.status == 1
    assert "the disk is full" in shown.err
    with Session.open(session) as old:
        assert [ballot.expert for ballot in old.stored()] == ["01"]
    assert run("new", PANEL, session, "--force").status == 0
    assert "nobody has handed in yet" in run("results", session).err


def test_a_session_that_is_open_elsewhere_is_not_replaced(
    run: Run, spawn: Run, tmp_path: Path
) -> None:
    path = new_session(run, tmp_path)
    hand_in(run, path, "01")
    with Session.open(path) as session:
        shown = spawn("new", PANEL, path, "--force")
        assert len(session.stored()) == 1
    assert shown.status == 1
    assert "Traceback" not in shown.said
    with Session.open(path) as session:
        assert len(session.stored()) == 1


def test_a_new_session_in_a_missing_folder_is_a_sentence(run: Run, tmp_path: Path) -> None:
    shown = run("new", PANEL, tmp_path / "no" / "x.review")
    assert shown.status == 1
    assert f"there is no folder {tmp_path / 'no'}" in shown.err
    assert "press" not in shown.err


def test_a_new_session_in_a_folder_that_refuses_is_a_sentence(run: Run) -> None:
    refusing = Path("/proc")
    if not refusing.is_dir():
        pytest.skip("NO /proc HERE: a folder that takes no file is not tried")
    shown = run("new", PANEL, refusing / "x.review")
    assert shown.status == 1
    assert "cannot be written" in shown.err
    assert "press" not in shown.err
