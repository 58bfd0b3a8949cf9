"""`issue --to-sticks` as a person or a script meets it; folders stand for drives."""

from pathlib import Path

import pytest

from reviewtui.exchange import sticks, watch
from tests.cli.conftest import Run
from tests.cli.meeting_day import new_session
from tests.exchange.test_runtime import portable_folder


@pytest.fixture
def desk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "desk").mkdir()
    monkeypatch.setattr(sticks, "on_system_disk", lambda _place: False)
    return new_session(run, tmp_path / "desk")


def drive(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name


def test_named_drives_are_written_in_the_panels_order_and_again_goes_on(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    first, second, third = (drive(tmp_path, name) for name in ("a", "b", "c"))
    runtime = portable_folder(tmp_path / "built")
    done = run("issue", desk, "--to-sticks", first, second, "--runtime", runtime)
    assert done.status == 0, done.err
    assert "Write on the label: no. 01. The stick may be pulled out." in done.out
    assert "Still without a stick: Expert 03" in done.err
    assert [len(list(item.rglob("*.kit"))) for item in (first, second)] == [1, 1]
    assert len(list((desk.parent / "meeting-issued").glob("*.review"))) == 1
    assert len(list(first.rglob("reviewtui/files.sha256"))) == 1
    again = run("issue", desk, "--to-sticks", third)
    assert again.out.startswith("Written before: Expert 01, Expert 02\n")
    assert next(third.rglob("*.kit")).name == "Expert 03.kit"


def test_a_drive_with_somebody_elses_kit_is_not_used_by_a_script(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    stick = drive(tmp_path, "a")
    assert run("issue", desk, "--to-sticks", stick).status == 0
    again = run("issue", desk, "--to-sticks", stick)
    assert again.status == 1
    assert "An expert who finds two kits may open the wrong one" in again.out
    assert len(list(stick.rglob("*.kit"))) == 1


def test_a_person_skips_writes_and_ends_with_enter_and_digits(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, used = drive(tmp_path, "a"), drive(tmp_path, "b")
    assert run("issue", desk, "--to-sticks", used, "--expert", "09").status == 0
    looks = [[], [stick], [stick, used], [used, stick], [used, stick]]
    monkeypatch.setattr(watch, "removable_drives", lambda: looks.pop(0))
    # No stick yet: look again. One: skip. Two: Enter takes the free one. Both are used: a yes is
    # wanted and not given; the one just written is not offered. The end, with a full-width digit.
    answers = ["", "2", "", "1", "", "３"]
    done = run("issue", desk, "--to-sticks", answers="\n".join(answers) + "\n")
    assert done.status == 0, done.out + done.err
    lines = [line for line in done.out.splitlines() if line and not line.startswith("  ")]
    assert lines[0].startswith("Written before: ")
    assert lines[1].endswith("put in the stick")
    assert "the stick is in now, look for it" in lines[2]
    assert lines[3].endswith("a stick is in")
    assert [lines[7].endswith("do not pull it out"), lines[8].endswith("read back")] == [True] * 2
    assert lines[9] == "Write on the label: no. 02. The stick may be pulled out."
    assert "pull out the stick before, put in the next" in lines[10]
    assert next(stick.rglob("*.kit")).name == "Expert 02.kit"
    assert len(list(used.rglob("*.kit"))) == 1
    assert "Expert 01" in done.err.split("Still without a stick")[1]


def test_answers_that_end_end_it_with_what_is_missing(run: Run, desk: Path) -> None:
    done = run("issue", desk, "--to-sticks")
    assert done.status == 1
    assert "Still without a stick: Expert 01" in done.err


@pytest.mark.parametrize("words", [(), ("-o", "x", "--to-sticks")])
def test_it_is_either_folders_or_sticks(run: Run, desk: Path, words: tuple[str, ...]) -> None:
    wrong = run("issue", desk, *words)
    assert wrong.status == 2
    assert "either -o DIR or --to-sticks" in wrong.err


def test_all_kits_are_not_revoked_stick_by_stick(run: Run, desk: Path, tmp_path: Path) -> None:
    wrong = run("issue", desk, "--to-sticks", drive(tmp_path, "a"), "--anew")
    assert wrong.status == 2
    assert "--expert" in wrong.err


def test_a_runtime_that_is_none_is_refused_before_anything_is_written(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    refused = run("issue", desk, "-o", tmp_path / "kits", "--runtime", tmp_path)
    assert refused.status == 1
    assert "no portable folder" in refused.err
    assert not (tmp_path / "kits").exists()
