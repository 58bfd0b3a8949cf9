"""Collecting mode: sticks come and go; what is clean is taken in without a key."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.exchange.collecting import plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.said_of_aside import said_of_aside
from reviewtui.exchange.watch import Event, Seen, Watcher, mounted_drives
from reviewtui.session.create import create_session
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.session import Session
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import small_meeting


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "desk" / "meeting.review"
    path.parent.mkdir()
    create_session(path, small_meeting(experts=3).panel()[0])
    with Session.open(path) as session:
        yield session


class Slots:
    """Where sticks are put in and pulled out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plugged: list[Path] = []

    def put_in(self, name: str, **files: bytes) -> Path:
        stick = self.folder / name
        stick.mkdir()
        for file, content in files.items():
            (stick / f"{file}.ballot").write_bytes(content)
        self.plugged.append(stick)
        return stick

    def pull_out(self, stick: Path) -> None:
        self.plugged.remove(stick)

    def __call__(self) -> list[Path]:
        return self.plugged


@pytest.fixture
def slots(tmp_path: Path) -> Slots:
    folder = tmp_path / "media"
    folder.mkdir()
    return Slots(folder)


def seen(events: list[Event]) -> list[Seen]:
    return [event.seen for event in events]


def test_a_stick_is_read_taken_and_may_be_pulled_out(desk: Session, slots: Slots) -> None:
    watcher = Watcher(desk, drives=slots)
    assert watcher.scan() == []
    stick = slots.put_in("USB01", a=ballot_file(desk, "01", give_key(desk, "01")))
    (reading,) = watcher.scan()
    assert reading.seen is Seen.READING
    assert desk.stored() == []
    (taken,) = watcher.scan()
    assert taken.seen is Seen.TAKEN
    assert taken.experts == ("01",)
    assert taken.sentences[0] == f"no. 01: received, {stick} may be pulled out"
    assert taken.merged is not None
    assert taken.merged.backup is not None
    with Session.open(taken.merged.backup) as copy:
        assert len(copy.stored()) == 1
    assert watcher.scan() == []
    slots.pull_out(stick)
    assert seen(watcher.scan()) == [Seen.GONE]
    assert watcher.scan() == []


def test_a_file_that_still_grows_is_not_taken_for_damaged(desk: Session, slots: Slots) -> None:
    content = ballot_file(desk, "01", give_key(desk, "01"))
    watcher = Watcher(desk, drives=slots)
    stick = slots.put_in("USB01", a=content[:1000])
    assert seen(watcher.scan()) == [Seen.READING]
    (stick / "a.ballot").write_bytes(content[:3000])
    assert seen(watcher.scan()) == [Seen.READING]
    (stick / "a.ballot").write_bytes(content)
    assert seen(watcher.scan()) == [Seen.READING]
    assert seen(watcher.scan()) == [Seen.TAKEN]


def test_a_second_file_on_a_stick_that_stays_is_taken_too(desk: Session, slots: Slots) -> None:
    watcher = Watcher(desk, drives=slots)
    stick = slots.put_in("USB01", a=ballot_file(desk, "01", give_key(desk, "01")))
    watcher.scan()
    watcher.scan()
    (stick / "b.ballot").write_bytes(ballot_file(desk, "02", give_key(desk, "02")))
    assert seen(watcher.scan()) == [Seen.READING]
    (taken,) = watcher.scan()
    assert taken.seen is Seen.TAKEN
    assert taken.experts == ("01", "02")


def test_only_what_somebody_must_look_at_waits(desk: Session, slots: Slots) -> None:
    seed = give_key(desk, "01")
    watcher = Watcher(desk, drives=slots)
    slots.put_in("USB01", a=ballot_file(desk, "01", seed, 5))
    fork = slots.put_in("USB02", b=ballot_file(desk, "01", seed, 6))
    junk = slots.put_in("USB03", c=b"junk")
    watcher.scan()
    assert seen(watcher.scan()) == [Seen.TAKEN, Seen.WAITS, Seen.WAITS]
    assert set(watcher.waiting) == {fork, junk}
    assert "in conflict with version 1" in watcher.waiting[fork].sentences[1]
    assert len(desk.stored()) == 2
    slots.pull_out(junk)
    watcher.scan()
    assert set(watcher.waiting) == {fork}


def test_an_empty_stick_is_named_once(desk: Session, slots: Slots) -> None:
    watcher = Watcher(desk, drives=slots)
    slots.put_in("there before")
    assert watcher.scan() == []
    slots.put_in("USB01")
    assert seen(watcher.scan()) == [Seen.EMPTY]
    assert watcher.scan() == []


def test_a_stick_pulled_out_while_it_is_read_takes_nothing_down(
    desk: Session, slots: Slots, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewtui.exchange import incoming

    watcher = Watcher(desk, drives=slots)
    slots.put_in("USB01", a=ballot_file(desk, "01", give_key(desk, "01")))
    watcher.scan()
    with monkeypatch.context() as patch:

        def gone(_path: Path) -> None:
            raise OSError(5, "gone")

        patch.setattr(incoming, "read_start", gone)
        assert seen(watcher.scan()) == [Seen.WAITS]
        assert watcher.scan() == []
    assert desk.stored() == []
    assert seen(watcher.scan()) == [Seen.TAKEN]
    assert watcher.waiting == {}


def test_a_backup_that_fails_keeps_the_stick_in(
    desk: Session, slots: Slots, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    watcher = Watcher(desk, drives=slots, backup=tmp_path / "file" / "backup")
    slots.put_in("USB01", a=ballot_file(desk, "01", give_key(desk, "01")))
    watcher.scan()
    (event,) = watcher.scan()
    assert event.seen is Seen.WAITS
    assert "leave it plugged in" in event.sentences[0]
    assert len(desk.stored()) == 1
    assert watcher.scan() == []
    (tmp_path / "file").unlink()
    assert seen(watcher.scan()) == [Seen.TAKEN]


def test_a_folder_is_watched_like_a_drive(desk: Session, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    watcher = Watcher(desk, [folder], drives=list)
    assert watcher.scan() == []
    (folder / "01.ballot").write_bytes(ballot_file(desk, "01", give_key(desk, "01")))
    assert seen(watcher.scan()) == [Seen.READING]
    assert seen(watcher.scan()) == [Seen.TAKEN]


def test_mounted_sticks_are_read_from_the_kernels_table(tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "proc /proc proc rw 0 0\n"
        "/dev/sdb1 /media/desk/07\\040号 vfat rw 0 0\n"
        "/dev/sdc1 /run/media/desk/USB\\134 exfat rw 0 0\n"
        "/dev/sdd1 /mnt/stick ext4 rw 0 0\n"
        "torn\n",
        "utf-8",
    )
    assert [str(path) for path in mounted_drives(table)] == [
        "/media/desk/07 号",
        "/run/media/desk/USB\\",
        "/mnt/stick",
    ]
    assert mounted_drives(tmp_path / "none") == []


def test_a_score_sheet_with_faults_is_kept_before_its_stick_may_go(
    desk: Session, slots: Slots
) -> None:
    issued = issue(desk, slots.folder / "kits", ["02"])[0]
    (sheet,) = [path for path in issued.folder.glob("*.xlsx") if "paper" not in path.name]
    workbook = load_workbook(sheet)
    page = workbook.worksheets[0]
    next(cell for row in page for cell in row if not cell.protection.locked).value = "eight"
    stick = slots.put_in("USB02", a=ballot_file(desk, "01", give_key(desk, "01")))
    workbook.save(stick / sheet.name)
    watcher = Watcher(desk, drives=slots)
    events = [*watcher.scan(), *watcher.scan()]
    (event,) = [event for event in events if event.seen is Seen.WAITS]
    assert "everything is kept" in event.sentences[0]
    assert "leave it plugged in" not in event.sentences[0]
    assert event.experts == ("01",)
    assert [item.why for item in kept_aside(desk)] == [Reason.SCORE_SHEET]


def faulty(desk: Session, folder: Path, places: Sequence[Path]) -> None:
    """A sheet with a word in every cell that takes a mark, saved in each of the places."""
    issued = issue(desk, folder / "kits", ["02"])[0]
    (sheet,) = [path for path in issued.folder.glob("*.xlsx") if "paper" not in path.name]
    workbook = load_workbook(sheet)
    for page in workbook.worksheets:
        for cell in (cell for row in page for cell in row):
            if not cell.protection.locked and cell.data_type != "s":
                cell.value = "eight"
    workbook.save(places[0] / sheet.name)
    for place in places[1:]:
        shutil.copy(places[0] / sheet.name, place / sheet.name)


def test_a_sheet_full_of_faults_is_told_shortly_and_every_fault_is_at_the_desk(
    desk: Session, slots: Slots
) -> None:
    stick = slots.put_in("USB02")
    (stick / "copy").mkdir()
    faulty(desk, slots.folder, [stick, stick / "copy"])
    watcher = Watcher(desk, drives=slots)
    (event,) = [one for one in [*watcher.scan(), *watcher.scan()] if one.seen is Seen.WAITS]
    every = plan(desk, [stick]).notices
    findings = [one for one in every if one.sheet]
    assert len(findings) > 4
    assert len(event.sentences) == 1 + 1 + 3 + 1 + 1  # head, the sheet, three, how many, where
    assert f"{len(findings) - 3} further faults; all of them stand on the desk" in str(event)
    assert "the same file lies here too and was read once" in event.sentences[-1]
    (lying,) = said_of_aside(desk)
    assert len(lying.lines()) == 1 + len(findings)
    assert all(one.name.partition(": ")[2] in str(lying.lines()) for one in findings)


def test_a_second_desk_that_opened_the_ballots_waits_for_a_person(tmp_path: Path) -> None:
    from reviewtui.session.backup import copy_session
    from tests.session.test_merging import receive

    create_session(tmp_path / "a.review", small_meeting().panel()[0])
    with Session.open(tmp_path / "a.review") as desk:
        receive(desk, ballot_file(desk, "01", give_key(desk, "01")))
        (tmp_path / "stick").mkdir()
        copy_session(desk.meeting, tmp_path / "stick" / "second.review")
        with Session.open(tmp_path / "stick" / "second.review") as other:
            other.unseal()
        watcher = Watcher(desk, [tmp_path / "stick"], backup=tmp_path / "backup")
        events = [event for _look in range(3) for event in watcher.scan()]
        assert events[-1].seen is Seen.WAITS
        assert "opened the ballots" in " ".join(events[-1].sentences)
        assert desk.opened is None
