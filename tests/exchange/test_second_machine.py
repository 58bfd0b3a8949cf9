"""One stick in two machines: whoever only looks, or stopped on the way, is asked nothing."""

import json
import shutil
from pathlib import Path

import pytest

from reviewtui.domain.states import CellState
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kit_notices import notices
from reviewtui.exchange.kits import (
    Forked,
    hand_over,
    mirror_of,
    opened_kit,
    read_kit_file,
    wipe,
)
from reviewtui.session.create import create_session
from reviewtui.session.journal import entry_hash
from reviewtui.session.mirror import Entry, Reach, read_mirror
from reviewtui.session.recall import Sealed
from reviewtui.session.session import Session
from reviewtui.session.withdrawing import withdraw
from tests.session.conftest import fill, mark, small_meeting


class Machines:
    """A stick and the disks of the machines it goes into."""

    def __init__(self, kit: Path, disks: Path) -> None:
        self.kit, self.disks = kit, disks

    def marks(self, machine: str, *rows: str, points: float = 8) -> None:
        with opened_kit(self.kit, folder=self.disks / machine) as work:
            for row in rows:
                work.session.scoring("01").commit([mark("1", row, points)]).result()

    def submit(self, machine: str, points: float) -> Sealed:
        with opened_kit(self.kit, folder=self.disks / machine) as work:
            scoring = work.session.scoring("01")
            if scoring.sealed:
                scoring.reopen("更正").result()
            for place in list(scoring.holes()):
                scoring.commit([mark(*place, points)]).result()
            scoring.commit([mark("1", "1.1", points)]).result()
            sealed = scoring.seal().result()
            hand_over(work, sealed)
            return sealed

    def sealed(self, machine: str) -> Sealed | None:
        with opened_kit(self.kit, folder=self.disks / machine) as work:
            assert [fault for fault in work.session.check() if not fault.warning] == []
            return work.session.scoring("01").sealed

    def mark(self, machine: str, row: str = "1.1") -> int | None:
        with opened_kit(self.kit, folder=self.disks / machine) as work:
            return work.session.scoring("01").cell("1", row).mark


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of expert 01 as it was issued; every test works with a copy of its folder."""
    folder = tmp_path_factory.mktemp("issued")
    desk = folder / "desk.review"
    create_session(desk, small_meeting().panel()[0])
    with Session.open(desk) as session:
        (own,) = issue(session, folder / "kits", ["01"])
    return own.kit


@pytest.fixture
def machines(issued: Path, tmp_path: Path) -> Machines:
    stick = tmp_path / "stick"
    shutil.copytree(issued.parent, stick)
    return Machines(stick / issued.name, tmp_path)


def test_looking_at_a_submitted_kit_changes_nothing_for_the_machine_that_submitted(
    machines: Machines,
) -> None:
    sealed = machines.submit("a", 6)
    mirror = mirror_of(machines.kit).read_bytes()
    seen = machines.sealed("b")
    assert seen is not None
    assert (seen.content_id, seen.elsewhere) == (sealed.content_id, True)
    assert mirror_of(machines.kit).read_bytes() == mirror
    assert machines.sealed("a") == sealed
    assert machines.mark("a") == 600
    assert wipe(machines.kit, machines.disks / "a")


def test_a_machine_that_only_looked_follows_when_the_first_one_takes_the_ballot_back(
    machines: Machines,
) -> None:
    machines.submit("a", 6)
    machines.sealed("b")
    with opened_kit(machines.kit, folder=machines.disks / "a") as work:
        work.session.scoring("01").reopen("笔误").result()
        work.session.scoring("01").commit([mark("1", "1.1", 7)]).result()
    assert machines.mark("b") == 700
    assert machines.mark("b", "1.2") == 600
    machines.marks("b", "1.2")
    assert machines.mark("a", "1.2") == 800


def test_a_machine_where_the_work_was_begun_is_no_other_way_than_where_it_was_submitted(
    machines: Machines,
) -> None:
    machines.marks("b", "1.1")
    sealed = machines.submit("a", 6)
    found = machines.sealed("b")
    assert found is not None
    assert found.content_id == sealed.content_id
    assert machines.sealed("a") == sealed
    with opened_kit(machines.kit, folder=machines.disks / "a") as work:
        work.session.scoring("01").reopen("笔误").result()
    assert machines.mark("b", "1.2") == 600


def test_marks_that_no_ballot_holds_are_a_question_also_beside_a_sealed_mirror(
    machines: Machines,
) -> None:
    machines.marks("b", "1.1")
    away = machines.kit.rename(machines.kit.with_suffix(".away"))
    elsewhere = machines.kit.parent.with_name("another stick")
    away.rename(machines.kit)
    shutil.copytree(machines.kit.parent, elsewhere)
    machines.marks("b", "1.2")
    Machines(elsewhere / machines.kit.name, machines.disks).submit("a", 6)
    for item in elsewhere.iterdir():
        shutil.copyfile(item, machines.kit.parent / item.name)
    with pytest.raises(Forked), opened_kit(machines.kit, folder=machines.disks / "b"):
        pass


def test_a_sealed_mirror_betrays_no_mark(machines: Machines) -> None:
    """Nor does one of a working copy whose entries had no salt."""
    with opened_kit(machines.kit, folder=machines.disks / "a") as work:
        scoring = work.session.scoring("01")
        fill(scoring, 6)
        entries = read_mirror(mirror_of(machines.kit), work.kit.session).entries
        salts = [json.loads(item.body)["salt"] for item in entries if item.kind == "marks"]
        assert all(len(salt) == 32 for salt in salts)
        hand_over(work, scoring.seal().result())
    closed = mirror_of(machines.kit).read_text()
    assert not any(item.hash in closed or item.body in closed for item in entries[1:])
    assert not any(salt in closed for salt in salts)


def test_work_taken_up_on_the_second_machine_while_the_stick_is_out_is_no_question(
    machines: Machines,
) -> None:
    machines.submit("a", 6)
    with opened_kit(machines.kit, folder=machines.disks / "b") as work:
        away = machines.kit.rename(machines.kit.with_suffix(".away"))
        scoring = work.session.scoring("01")
        scoring.reopen("重评").result()
        scoring.commit([mark("1", "1.1", 3)]).result()
        assert work.mirror.reach is Reach.GONE
        away.rename(machines.kit)
    assert machines.mark("b") == 300


def test_two_tables_of_which_each_has_marks_the_other_lacks_are_a_question(
    machines: Machines,
) -> None:
    machines.submit("a", 6)
    with opened_kit(machines.kit, folder=machines.disks / "b") as work:
        work.session.scoring("01").reopen("重评").result()
        work.session.scoring("01").commit([mark("1", "1.1", 3)]).result()
    with pytest.raises(Forked), opened_kit(machines.kit, folder=machines.disks / "a"):
        pass


def test_a_version_that_replaces_the_one_submitted_here_is_told_as_made_elsewhere(
    machines: Machines,
) -> None:
    first = machines.submit("a", 6)
    second = machines.submit("b", 7)
    assert second.rev == 2
    found = machines.sealed("a")
    assert found is not None
    assert (found.content_id, found.elsewhere) == (second.content_id, True)
    assert found.content_id != first.content_id


def test_versions_laid_beside_the_kit_for_a_conflict_do_not_replace_the_one_made_here(
    machines: Machines, tmp_path: Path
) -> None:
    stick = machines.kit.parent
    fork = stick.with_name("copied stick")
    shutil.copytree(stick, fork)
    own = machines.submit("a", 6)
    other = Machines(fork / machines.kit.name, machines.disks).submit("b", 7)
    for ballot in fork.glob("*.ballot"):
        shutil.copyfile(ballot, stick / ballot.name)
    assert machines.sealed("a") == own
    again = machines.submit("a", 9)
    with opened_kit(machines.kit, folder=tmp_path / "a") as work:
        replaced = work.session.stored()[-1].supersedes
    assert set(replaced) == {own.content_id, other.content_id}
    assert again.rev == 2


def add_to_mirror(kit: Path, kind: str, body: str, **said: object) -> None:
    """Append what an attacker can: an entry with the right hash that says anything."""
    own = read_kit_file(kit)
    path = mirror_of(kit)
    last = read_mirror(path, own.session).entries[-1]
    entry = Entry(last.seq + 1, last.at, own.expert, kind, body, last.hash, "")._replace(**said)
    entry = entry._replace(hash=entry_hash(own.session, *entry[:5], entry.prev))
    with path.open("a") as file:
        file.write(json.dumps(list(entry), ensure_ascii=False, separators=(",", ":")) + "\n")


def marks_body(*edits: object, **more: object) -> str:
    body = {"marks": list(edits), "round": 1, **more}
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


BLANK = ["blank", None, "", 0]
ID = "ab" * 32
HOSTILE = {
    "nothing": ("marks", '{"round":1}'),
    "no edits": ("marks", '{"marks":"x","round":1}'),
    "empty": ("marks", marks_body()),
    "candidate": ("marks", marks_body(["77", "1.2", BLANK, ["scored", 500, "", 0]])),
    "row": ("marks", marks_body(["1", "9.9", BLANK, ["scored", 500, "", 0]])),
    "list": ("marks", marks_body([["1"], "1.2", BLANK, ["scored", 500, "", 0]])),
    "mark": ("marks", marks_body(["1", "1.2", BLANK, ["scored", 99900, "", 0]])),
    "negative": ("marks", marks_body(["1", "1.2", BLANK, ["scored", -100, "", 0]])),
    "text": ("marks", marks_body(["1", "1.2", BLANK, ["scored", "500", "", 0]])),
    "true": ("marks", marks_body(["1", "1.2", BLANK, ["scored", True, "", 0]])),
    "state": ("marks", marks_body(["1", "1.2", BLANK, ["opened", 500, "", 0]])),
    "organiser": ("marks", marks_body(["1", "1.2", BLANK, ["not_applicable", None, "", 0]])),
    "before": (
        "marks",
        marks_body(["1", "1.2", ["scored", 99900, "", 0], ["scored", 500, "", 0]]),
    ),
    "twice": ("marks", marks_body(*[["1", "1.2", BLANK, ["scored", 500, "", 0]]] * 2)),
    "round": ("marks", marks_body(["1", "1.2", BLANK, ["scored", 500, "", 0]], round=2)),
    "next": ("marks", marks_body(["1", "1.2", BLANK, ["scored", 500, "", 0]], next=7)),
    "undo": ("undo", marks_body(["1", "1.2", BLANK, ["scored", 99900, "", 0]], of=2)),
    "comment": ("marks", '{"comments":[["1","1.2","",{"a":1}]],"round":1}'),
    "standing": ("marks", '{"round":1,"standings":[["1","",["open",""],["left",""]]]}'),
    "seal": ("sealed", '{"left":[],"rev":1,"round":1}'),
    "seal of nothing": ("sealed", f'{{"content_id":"{ID}","left":[],"rev":1,"round":1}}'),
    "take back": ("reopened", f'{{"content_id":"{ID}","reason":"x","round":1}}'),
    "opening": ("opened", '{"round":1}'),
    "openings": ("received", '{"ballots":[],"openings":[{"at":1,"body":{}}],"round":1}'),
    "half a character": ("marks", '{"round":1,"x":"\\ud800"}'),
    "deep": ("marks", '{"round":' + "[" * 3000 + "]" * 3000 + "}"),
    "number": ("marks", '{"round":1e400}'),
    "floating": ("marks", marks_body(["1", "1.2", BLANK, ["scored", 500.0, "", 0]])),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_mirror_neither_crashes_nor_carries_an_impossible_mark(
    machines: Machines, case: str
) -> None:
    machines.marks("a", "1.1")
    add_to_mirror(machines.kit, *HOSTILE[case])
    left = mirror_of(machines.kit).read_bytes()
    with opened_kit(machines.kit, folder=machines.disks / "b") as work:
        scoring = work.session.scoring("01")
        assert scoring.cell("1", "1.1").mark == 800
        assert scoring.cell("1", "1.2").state is CellState.BLANK
        assert scoring.sealed is None
        assert work.session.check() == []
        assert work.mirror.reach is Reach.BOTH
    (aside,) = machines.kit.parent.glob("*aside*.mirror")
    assert aside.read_bytes() == left
    assert machines.mark("a") == 800


def test_an_entry_in_the_name_of_another_is_not_taken_over(machines: Machines) -> None:
    machines.marks("a", "1.1")
    body = marks_body(["1", "1.2", BLANK, ["scored", 500, "", 0]])
    add_to_mirror(machines.kit, "marks", body, actor="02")
    assert machines.mark("b", "1.2") is None
    machines.marks("a", "1.2")
    assert machines.mark("b", "1.2") == 800


def test_an_entry_from_the_end_of_time_is_none(machines: Machines) -> None:
    machines.marks("a", "1.1")
    body = marks_body(["1", "1.2", BLANK, ["scored", 500, "", 0]])
    add_to_mirror(machines.kit, "marks", body, at=2**53)
    assert machines.mark("b", "1.2") is None


@pytest.mark.parametrize(
    "line",
    [
        '["sealed","2","x"]',
        '["sealed",2,3]',
        f'["sealed",-1,"{ID}"]',
        f'["sealed",2,"{ID}",[7]]',
        f'["sealed",{9**90},"{ID}",[]]',
        '["sealed",' + "[" * 3000 + "]" * 3000 + ',"x"]',
    ],
)
def test_a_hostile_seal_in_a_mirror_says_nothing(machines: Machines, line: str) -> None:
    machines.marks("a", "1.1")
    mirror_of(machines.kit).write_text(f"reviewtui-mirror/1\n{line}\n")
    assert machines.sealed("b") is None
    mirror_of(machines.kit).write_text(f"reviewtui-mirror/1\n{line}\n")
    assert machines.mark("a") == 800


@pytest.mark.parametrize("marks", [False, True])
def test_a_mirror_that_begins_otherwise_is_set_aside(machines: Machines, *, marks: bool) -> None:
    machines.marks("a", "1.1")
    first = Entry(1, 5, "desk", "created", "{}", "", "")
    first = first._replace(hash=entry_hash(read_kit_file(machines.kit).session, *first[:5], ""))
    mirror_of(machines.kit).write_text(
        f"reviewtui-mirror/1\n{json.dumps(list(first), separators=(',', ':'))}\n"
    )
    if marks:
        body = marks_body(["1", "1.2", BLANK, ["scored", 500, "", 0]])
        add_to_mirror(machines.kit, "marks", body)
    left = mirror_of(machines.kit).read_bytes()
    assert machines.mark("b", "1.2") is None
    assert machines.mark("a") == 800
    (aside,) = machines.kit.parent.glob("*aside*.mirror")
    assert aside.read_bytes() == left


def told(machines: Machines, machine: str) -> str:
    with opened_kit(machines.kit, folder=machines.disks / machine) as work:
        return "\n".join(notices(work))


def test_whose_marks_are_on_another_computer_is_told_so_until_he_submits_here(
    machines: Machines,
) -> None:
    assert told(machines, "a") == ""
    machines.submit("a", 6)
    assert told(machines, "a") == ""
    assert "Version 1 was submitted on another computer" in told(machines, "b")
    with opened_kit(machines.kit, folder=machines.disks / "b") as work:
        work.session.scoring("01").reopen("重评").result()
    assert "Version 1 was submitted on another computer" in told(machines, "b")
    machines.submit("b", 7)
    assert told(machines, "b") == ""
    assert "Version 2 was submitted on another computer" in told(machines, "a")


def test_a_ballot_that_is_not_on_the_stick_is_asked_for(machines: Machines) -> None:
    machines.submit("a", 6)
    (ballot,) = machines.kit.parent.glob("*.ballot")
    ballot.unlink()
    assert "the ballot is not on the stick" in told(machines, "b")
    assert told(machines, "a") == ""
    assert ballot.exists()


def test_versions_that_stand_beside_each_other_are_told_with_their_codes(
    machines: Machines,
) -> None:
    fork = machines.kit.parent.with_name("copied stick")
    shutil.copytree(machines.kit.parent, fork)
    machines.submit("a", 6)
    other = Machines(fork / machines.kit.name, machines.disks).submit("b", 7)
    for ballot in fork.glob("*.ballot"):
        shutil.copyfile(ballot, machines.kit.parent / ballot.name)
    assert other.check_code in told(machines, "a")
    machines.submit("a", 9)
    assert told(machines, "a") == ""


@pytest.mark.parametrize("order", ["ab", "bab"])
def test_a_withdrawal_laid_beside_the_kit_opens_the_work_on_any_machine(
    machines: Machines, issued: Path, tmp_path: Path, order: str
) -> None:
    machines.submit("a", 6)
    desk = tmp_path / "desk.review"
    shutil.copyfile(issued.parents[2] / "desk.review", desk)
    with Session.open(desk) as session:
        carry_out(session, plan(session, [machines.kit.parent]), tmp_path / "copies")
        withdraw(session, "01", by="会务", reason="拿错了评分包")
        (again,) = issue(session, tmp_path / "again", ["01"])
    for ballot in again.folder.glob("*.ballot"):
        shutil.copyfile(ballot, machines.kit.parent / ballot.name)
    for machine in order:
        assert machines.sealed(machine) is None
        assert "The desk withdrew" in told(machines, machine)
    assert machines.mark("a") == machines.mark("b") == 600
    machines.submit("b", 7)
    with Session.open(desk) as session:
        assert carry_out(session, plan(session, [machines.kit.parent]), tmp_path / "copies").clean


def test_what_could_not_be_taken_from_a_stick_is_told_once(machines: Machines) -> None:
    machines.marks("a", "1.1")
    add_to_mirror(machines.kit, *HOSTILE["mark"])
    assert "could not be used" in told(machines, "b")
    assert told(machines, "b") == ""
