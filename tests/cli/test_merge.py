"""Merging through the command line: sentences, exit status, dry runs, a second desk."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.session import Session
from tests.cli.conftest import HEARS_CTRL_C, Run
from tests.cli.meeting_day import new_session
from tests.session.ballot_factory import ballot_file, give_key, revoke


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Path:
    return new_session(run, tmp_path)


def stick_of(desk: Path, **points: float) -> Path:
    """A stick with a ballot of each expert named (e01=8)."""
    stick = desk.parent / "stick"
    stick.mkdir(exist_ok=True)
    with Session.open(desk) as session:
        for word, mark in points.items():
            code = word.lstrip("e")
            content = ballot_file(session, code, give_key(session, code), mark)
            (stick / f"{code}.ballot").write_bytes(content)
    return stick


def test_a_stick_is_taken_in_with_one_line_per_file_and_what_is_missing(
    run: Run, desk: Path
) -> None:
    stick = stick_of(desk, e01=5, e02=5)
    merged = run("merge", desk, stick)
    assert merged.status == 0, merged.err
    lines = merged.out.splitlines()
    assert lines[0].startswith("Expert 01 ")
    assert lines[0].endswith("version 1: new (stick/01.ballot).")
    assert lines[2] == "2 ballot files: new 2."
    assert lines[3].startswith("Still missing, 7 of 9: Expert 03 ")
    assert "Copy of the session: " in merged.err
    assert merged.err.splitlines()[-1].startswith("Next: reviewtui merge ")


def test_in_chinese_it_says_received_and_still_missing(run: Run, desk: Path) -> None:
    shown = run("merge", desk, stick_of(desk, e07=5), "--lang", "zh").out
    assert "收到 1 份：新收 1。" in shown
    assert "还缺 8 位（共 9 位）：" in shown
    assert "07号 " in shown


def test_a_dry_run_prints_the_same_and_changes_nothing(run: Run, desk: Path) -> None:
    stick = stick_of(desk, e01=5)
    (stick / "junk.ballot").write_bytes(b"junk")
    before = desk.read_bytes()
    dry = run("merge", desk, stick, "--dry-run")
    assert desk.read_bytes() == before
    wet = run("merge", desk, stick)
    assert dry.out == wet.out
    assert dry.status == wet.status == 1


def test_strict_takes_in_nothing_unless_all_is_in_order(run: Run, desk: Path) -> None:
    stick = stick_of(desk, e01=5)
    (stick / "junk.ballot").write_bytes(b"junk")
    refused = run("merge", desk, stick, "--strict")
    assert refused.status == 1
    assert "Nothing was taken in" in refused.err
    with Session.open(desk) as session:
        assert session.stored() == []
    (stick / "junk.ballot").unlink()
    assert run("merge", desk, stick, "--strict").status == 0


def test_a_conflict_exits_1_and_names_the_next_command(run: Run, desk: Path) -> None:
    stick = stick_of(desk)
    with Session.open(desk) as session:
        seed = give_key(session, "01")
        for points in (4, 5):
            (stick / f"{points}.ballot").write_bytes(ballot_file(session, "01", seed, points))
    merged = run("merge", desk, stick)
    assert merged.status == 1
    assert merged.out.count("in conflict with version 1 [") == 2
    assert "(conflict)" in merged.out
    assert merged.err.splitlines()[-1].startswith("Next: reviewtui resolve ")
    assert run("merge", desk, stick).status == 0


def test_revoked_late_and_aside_each_exit_1(run: Run, desk: Path) -> None:
    stick = stick_of(desk, e01=5)
    with Session.open(desk) as session:
        seed = give_key(session, "02")
        revoked = ballot_file(session, "02", seed)
        revoke(session, seed)
        late = ballot_file(session, "03", give_key(session, "03"))
    assert run("merge", desk, stick).status == 0
    (stick / "02.ballot").write_bytes(revoked)
    merged = run("merge", desk, stick / "02.ballot")
    assert merged.status == 1
    assert "from a kit that was revoked" in merged.out
    with Session.open(desk) as session:
        session.unseal()
    (stick / "03.ballot").write_bytes(late)
    merged = run("merge", desk, stick / "03.ballot")
    assert merged.status == 1
    assert "late, round 1 was opened before" in merged.out
    assert "(late)" in merged.out


def test_json_holds_the_plan_and_no_number(run: Run, desk: Path) -> None:
    stick = stick_of(desk, e01=98765.25)
    (stick / "junk.ballot").write_bytes(b"junk")
    merged = run("merge", desk, stick, "--json")
    said = json.loads(merged.out)
    assert said["applied"] is True
    assert [(item["taking"], item["why"]) for item in said["items"]] == [
        ("new", None),
        ("aside", "no_ballot"),
    ]
    assert said["missing"][0]["expert"] == "02"
    assert Path(said["backup"]).is_file()
    assert "98765" not in merged.out


def test_no_place_and_places_that_are_not_there(run: Run, desk: Path, tmp_path: Path) -> None:
    assert run("merge", desk).status == 2
    assert run("merge", desk, tmp_path, "--watch", "--dry-run").status == 2
    missing = run("merge", desk, tmp_path / "none")
    assert missing.status == 1
    assert "there is no such file or folder" in missing.err


def test_an_empty_folder_is_said(run: Run, desk: Path) -> None:
    merged = run("merge", desk, stick_of(desk))
    assert "No ballot file was found." in merged.out
    assert merged.status == 0


def test_a_backup_that_fails_is_a_warning_and_the_ballots_are_in(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    merged = run("merge", desk, stick_of(desk, e01=5), "--backup", tmp_path / "file" / "inside")
    assert merged.status == 1
    assert "the copy could not be written" in merged.out
    with Session.open(desk) as session:
        assert len(session.stored()) == 1


def test_a_score_sheet_with_faults_is_kept_aside_and_counted(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    assert run("issue", desk, "-o", tmp_path / "kits").status == 0
    sheet = next((tmp_path / "kits").glob("*07*/score-sheet-07.xlsx"))
    workbook = load_workbook(sheet)
    page = workbook.worksheets[0]
    box = next(cell for row in page for cell in row if not cell.protection.locked)
    box.value = "eight"
    workbook.save(sheet)
    merged = run("merge", desk, sheet)
    assert merged.status == 1
    assert f"{box.coordinate}" in merged.said
    assert "No ballot file" not in merged.said
    again = run("merge", desk, sheet.parent)
    assert again.status == 1
    assert f"{box.coordinate}" in again.said
    assert "No ballot file" not in again.said
    assert "kept aside" in merged.said
    with Session.open(desk) as session:
        (aside,) = kept_aside(session)
        assert aside.why is Reason.SCORE_SHEET
    board = run("desk", desk, "--board")
    assert "Kept aside, does not count: 1" in board.out
    assert aside.name in board.out
    assert "score_sheet" in run("merge", desk, sheet, "--json", "--dry-run").out


def test_a_backup_folder_may_be_named_from_where_one_stands(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = stick_of(desk, e01=5)
    monkeypatch.chdir(tmp_path)
    merged = run("merge", desk, stick, "--backup", "second")
    assert merged.status == 0, merged.err
    assert len(list((tmp_path / "second").iterdir())) == 1


def test_the_session_is_lost_and_the_backup_gives_the_same_ranking(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    points = {f"e{number:02d}": 3 + number % 3 for number in range(1, 10)}
    merged = run("merge", desk, stick_of(desk, **points), "--backup", tmp_path / "second place")
    assert merged.status == 0, merged.said
    assert "Complete: the ballots of all 9 experts are here." in merged.out
    assert merged.err.splitlines()[-1].startswith("Next: reviewtui unseal ")
    (backup,) = (tmp_path / "second place").iterdir()
    assert run("unseal", desk, "--yes").status == 0
    expected = run("results", desk, "--json").out
    assert '"rank": 1' in expected
    desk.unlink()
    assert run("unseal", backup, "--yes").status == 0
    assert run("results", backup, "--json").out == expected


def test_the_record_of_an_opening_lies_in_the_second_place_at_once(run: Run, desk: Path) -> None:
    points = {f"e{number:02d}": 3 + number % 3 for number in range(1, 10)}
    assert run("merge", desk, stick_of(desk, **points)).status == 0
    opened = run("unseal", desk, "--yes")
    copy = Path(opened.err.split("Copy of the session: ")[1].splitlines()[0])
    assert run("results", copy, "--json").out == run("results", desk, "--json").out


def test_two_desks_collect_and_come_together(run: Run, desk: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.review"
    assert run("copy", desk, second).status == 0
    assert run("copy", desk, second).status == 1
    assert run("copy", desk, second, "--force").status == 0
    with Session.open(desk) as session:
        here = ballot_file(session, "01", give_key(session, "01"), 4)
    with Session.open(second) as session:
        there = ballot_file(session, "02", give_key(session, "02"), 4)
    (tmp_path / "01.ballot").write_bytes(here)
    (tmp_path / "02.ballot").write_bytes(there)
    assert run("merge", desk, tmp_path / "01.ballot").status == 0
    assert run("merge", second, tmp_path / "02.ballot").status == 0
    merged = run("merge", desk, second)
    assert merged.status == 0, merged.said
    assert "From another desk: keys 1, revoked 0" in merged.out
    assert run("merge", second, desk).status == 0
    assert run("unseal", desk, "--yes").status == 0
    assert run("unseal", second, "--yes").status == 0
    assert run("results", desk, "--json").out == run("results", second, "--json").out
    assert run("check", desk).status == run("check", second).status == 0
    after = run("copy", desk, tmp_path / "third.review")
    assert "counts as late" in after.err
    assert "before the opening" not in after.err


def test_an_experts_working_copy_takes_in_nothing(run: Run, desk: Path, tmp_path: Path) -> None:
    from reviewtui.exchange.kits import opened_kit
    from reviewtui.session.kit import make_kit

    kit = tmp_path / "01.kit"
    with Session.open(desk) as session:
        kit.write_bytes(make_kit(session.meeting, "01").content())
    with opened_kit(kit, folder=tmp_path) as work:
        copy = work.session.path
    refused = run("merge", copy, stick_of(desk, e01=5))
    assert refused.status == 1
    assert "working copy" in refused.err


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")
def test_watching_takes_in_what_comes_until_it_is_ended(desk: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    stick = stick_of(desk, e01=5)
    words = ["-m", "reviewtui", "merge", str(desk), str(inbox), "--watch"]
    watch = subprocess.Popen(
        [sys.executable, "-u", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=HEARS_CTRL_C,
    )
    try:
        assert watch.stderr is not None
        assert "Collecting" in watch.stderr.readline()
        os.rename(stick / "01.ballot", inbox / "01.ballot")
        assert watch.stdout is not None
        lines: list[str] = []
        end = time.monotonic() + 60
        while not any("may be pulled out" in line for line in lines) and time.monotonic() < end:
            lines.append(watch.stdout.readline())
        assert any(line.startswith("no. 01: received") for line in lines), lines
        watch.send_signal(signal.SIGINT)
        out, err = watch.communicate(timeout=30)
    finally:
        watch.kill()
    assert watch.returncode == 0, out + err
    assert "Collecting ended" in err
    with Session.open(desk) as session:
        assert len(session.stored()) == 1


def test_results_and_workbook_count_what_was_kept_aside(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    stick = stick_of(desk, e01=4, e02=4)
    (stick / "junk.ballot").write_bytes(b"junk")
    with Session.open(desk) as session:
        seed = give_key(session, "03")
        (stick / "03.ballot").write_bytes(ballot_file(session, "03", seed, 4))
        revoke(session, seed)
    assert run("merge", desk, stick).status == 1
    assert run("unseal", desk, "--yes").status == 0
    said = json.loads(run("results", desk, "--json").out)
    assert sorted((item["expert"], item["why"]) for item in said["kept_aside"]) == [
        ("", "no_ballot"),
        ("03", "revoked"),
    ]
    out = run("results", desk).out
    assert "2 files were received and do not count:" in out
    assert "stick/junk.ballot: is no ballot file of this program" in out
    assert run("export", desk, "-o", tmp_path / "result.xlsx").status == 0
    sheet = load_workbook(tmp_path / "result.xlsx")["Reconciliation"]
    cells = [str(cell.value) for row in sheet for cell in row if cell.value is not None]
    assert cells[cells.index("Further files received and kept aside") + 1] == "1"
    assert any(cell.startswith("stick/junk.ballot: is no ballot") for cell in cells)


def test_a_ballot_that_cannot_be_opened_is_named_and_the_meeting_goes_on_without_it(
    run: Run, desk: Path
) -> None:
    stick = stick_of(desk, e01=4, e02=400)
    assert run("merge", desk, stick).status == 0
    refused = run("unseal", desk, "--yes")
    assert refused.status == 1
    assert "of expert 02 cannot be used" in refused.err
    own = refused.err.split("ballot ")[1].split(" of expert 02")[0]
    assert run("unseal", desk, "--yes", "--without", "0" * 12).status == 1
    opened = run("unseal", desk, "--yes", "--without", own)
    assert opened.status == 0, opened.err
    shown = run("results", desk).out
    assert "02 cannot be opened" in shown or "cannot be opened" in shown


def test_a_dry_run_reads_a_filled_excel_sheet_without_writing(run: Run, tmp_path: Path) -> None:
    from tests.exchange.score_sheets import fill, issued, sheet_of
    from tests.session.conftest import small_meeting

    desk = issued(tmp_path, small_meeting(experts=2).panel()[0])
    marks = {(candidate, row): 7 for candidate in "12" for row in ("1.1", "1.2", "2.1", "2.2")}
    sheet = fill(sheet_of(desk), marks)
    before = desk.read_bytes()
    dry = run("merge", desk, sheet, "--dry-run")
    assert dry.status == 0, dry.err
    assert desk.read_bytes() == before
    wet = run("merge", desk, sheet)
    assert (dry.out, dry.status) == (wet.out, wet.status)
    assert "new 1" in wet.out
    with Session.open(desk) as session:
        assert len(session.stored()) == 1


def test_an_expert_whom_the_second_desk_added_is_taken_in_with_one_merge(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.review"
    assert run("copy", desk, second).status == 0
    added = run("add-expert", second, "--code", "21", "--name", "李四", "--reason", "增补")
    assert added.status == 0, added.err
    with Session.open(second) as session:
        content = ballot_file(session, "21", give_key(session, "21"), 4)
    (tmp_path / "21.ballot").write_bytes(content)
    assert (
        "is signed with a key that is not registered"
        in run("merge", desk, tmp_path / "21.ballot").out
    )
    merged = run("merge", desk, second)
    assert merged.status == 0, merged.said
    assert "Expert 21 李四, version 1: new" in merged.out
    with Session.open(desk) as session:
        assert session.effective()["21"] == session.stored()[0]
    assert run("merge", second, desk).status == 0
    with Session.open(second) as session:
        assert session.effective()["21"] == session.stored()[0]


def test_the_settings_name_the_second_place_and_the_command_goes_before_them(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    assert run("config", "backup", second).status == 0
    assert run("merge", desk, stick_of(desk, e01=5)).status == 0
    assert len(list(second.iterdir())) == 1
    assert run("merge", desk, stick_of(desk, e02=5), "--backup", tmp_path / "third").status == 0
    assert len(list(second.iterdir())) == 1
    assert len(list((tmp_path / "third").iterdir())) == 1


@pytest.mark.parametrize("apart", [False, True])
def test_a_backup_on_the_disk_of_the_session_is_warned_of_in_a_sentence(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    from reviewtui.exchange import last_backup

    second = tmp_path / "second"
    if apart:
        monkeypatch.setattr(last_backup, "disk_of", lambda path: int(path.is_relative_to(second)))
    merged = run("merge", desk, stick_of(desk, e01=5), "--backup", second)
    assert merged.status == 0
    assert ("on the same disk as the session" in merged.err) is not apart


def test_empty_sheets_of_revoked_kits_are_named_once_and_nothing_is_kept_aside(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    kits = tmp_path / "kits"
    assert run("issue", desk, "-o", kits).status == 0
    assert run("issue", desk, "-o", kits, "--expert", "07", "--anew").status == 0
    assert run("issue", desk, "-o", kits, "--expert", "08", "--anew").status == 0
    for _turn in range(2):
        merged = run("merge", desk, kits)
        assert merged.status == 0, merged.said
        assert merged.said.count("empty sheet of a revoked kit") == 1
        assert "belongs to a kit that was revoked" not in merged.said
    with Session.open(desk) as session:
        assert kept_aside(session) == []
