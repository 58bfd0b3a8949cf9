"""From the desk to an expert's machine and back onto the stick."""

import re
import shutil
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import (
    Forked,
    hand_over,
    mirror_of,
    opened_kit,
    read_kit_file,
    wipe,
)
from reviewtui.session.conflict_words import ways_out
from reviewtui.session.create import create_session
from reviewtui.session.envelope import read_envelope
from reviewtui.session.mirror import Reach
from reviewtui.session.resolving import conflicts
from reviewtui.session.session import Session
from reviewtui.session.withdrawing import withdraw
from reviewtui.session.working_copy import Take
from tests.session.conftest import fill, mark, small_meeting

MARK = re.compile(rb"[:,\[]650[,\]}]")
"""A mark of 6.5 as JSON has it; “650” alone may stand in a hash."""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The kit of expert 01, in his folder, which stands for his stick."""
    desk = tmp_path / "desk.review"
    create_session(desk, small_meeting().panel()[0])
    with Session.open(desk) as session:
        issued = issue(session, tmp_path / "kits")
    assert [item.expert.code for item in issued] == ["01", "02", "03"]
    return issued[0].kit


def test_an_experts_folder_has_one_kit_and_one_thing_to_click_per_system(kit: Path) -> None:
    suffixes = sorted(path.suffix for path in kit.parent.iterdir())
    assert suffixes == [".bat", ".command", ".kit", ".sh", ".txt", ".xlsx", ".xlsx"]
    (start,) = kit.parent.glob("*.sh")
    assert start.stat().st_mode & 0o111


def test_issuing_again_leaves_the_same_kits(kit: Path, tmp_path: Path) -> None:
    before = kit.read_bytes()
    with Session.open(tmp_path / "desk.review") as session:
        again = issue(session, tmp_path / "kits")
        assert not any(item.new for item in again)
        assert kit.read_bytes() == before
        (anew,) = issue(session, tmp_path / "kits", ["01"], anew=True)
    assert anew.new
    assert kit.read_bytes() != before


def test_what_lies_where_a_kit_should_be_is_not_replaced(kit: Path, tmp_path: Path) -> None:
    kit.write_bytes(b"something else")
    with (
        Session.open(tmp_path / "desk.review") as session,
        pytest.raises(Refused, match="another kit lies there"),
    ):
        issue(session, tmp_path / "kits")
    assert kit.read_bytes() == b"something else"


def test_the_base_of_the_meeting_holds_keys_and_no_code(kit: Path, tmp_path: Path) -> None:
    base = next((tmp_path / "kits").glob("*.review"))
    with Session.open(tmp_path / "desk.review") as desk, Session.open(base) as session:
        assert session.id == desk.id
        for table in ("signing_key", "amendment"):
            query = f"SELECT * FROM {table}"
            assert session.meeting.file.read(query) == desk.meeting.file.read(query)
        own = session.meeting.file.read("SELECT public, digits FROM opening_code")
        assert own == [(*desk.meeting.file.read("SELECT public FROM opening_code")[0], "")]
        assert session.check() == []
    assert kit.exists()


def test_a_wiped_disk_and_another_machine_go_on_at_the_same_cell(kit: Path, tmp_path: Path) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        scoring = work.session.scoring("01")
        scoring.commit([mark("1", "1.1", 8)], ("1", "1.2")).result()
        assert work.mirror.reach is Reach.BOTH
    shutil.rmtree(tmp_path / "a")
    with opened_kit(kit, folder=tmp_path / "b") as work:
        scoring = work.session.scoring("01")
        assert scoring.cell("1", "1.1").mark == 800
        assert scoring.place == ("1", "1.2")


def test_the_ballot_is_on_the_stick_with_its_code_in_its_name(kit: Path, tmp_path: Path) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        scoring = work.session.scoring("01")
        fill(scoring, 6.5)
        sealed = scoring.seal().result()
        path = hand_over(work, sealed)
        assert hand_over(work, sealed) == path
    envelope = read_envelope(path.read_bytes())
    assert envelope.header.content_id == sealed.content_id
    assert envelope.header.kit == envelope.signer == read_kit_file(kit).id
    assert sealed.check_code.replace(" ", "") in path.name
    assert not MARK.search(path.read_bytes() + mirror_of(kit).read_bytes())


def test_a_pulled_stick_leaves_the_ballot_safe_here(kit: Path, tmp_path: Path) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        fill(work.session.scoring("01"), 6.5)
        kit.rename(kit.with_suffix(".pulled"))
        sealed = work.session.scoring("01").seal().result()
        with pytest.raises(Refused, match="safe on this machine"):
            hand_over(work, sealed)
        kit.with_suffix(".pulled").rename(kit)
        assert hand_over(work, sealed).exists()


def fork(kit: Path, tmp_path: Path) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        work.session.scoring("01").commit([mark("1", "1.1", 8)]).result()
    stick = mirror_of(kit).read_bytes()
    with opened_kit(kit, folder=tmp_path / "a") as work:
        work.session.scoring("01").commit([mark("1", "1.2", 1)]).result()
    mirror_of(kit).write_bytes(stick)  # the stick was in the other machine meanwhile
    with opened_kit(kit, folder=tmp_path / "b") as work:
        work.session.scoring("01").commit([mark("1", "1.2", 2)]).result()


@pytest.mark.parametrize(("take", "expected"), [(Take.HERE, 100), (Take.STICK, 200)])
def test_who_went_two_ways_chooses_and_loses_nothing(
    kit: Path, tmp_path: Path, take: Take, expected: int
) -> None:
    fork(kit, tmp_path)
    with pytest.raises(Forked) as asked, opened_kit(kit, folder=tmp_path / "a"):
        pass
    assert (asked.value.fork.here.entries, asked.value.fork.stick.entries) == (3, 3)
    with opened_kit(kit, folder=tmp_path / "a", take=take) as work:
        assert work.session.scoring("01").cell("1", "1.2").mark == expected
        assert work.mirror.reach is Reach.BOTH
        assert work.session.check() == []
    with opened_kit(kit, folder=tmp_path / "a") as work:
        assert work.session.scoring("01").cell("1", "1.2").mark == expected
    kept = [*(tmp_path / "a").glob("*aside*"), *kit.parent.glob("*aside*")]
    assert len(kept) == 1


def seen_on(stick: Path) -> bytes:
    """Everything on a stick but the kit, hidden files and all."""
    return b"".join(path.read_bytes() for path in sorted(stick.iterdir()) if path.suffix != ".kit")


def test_after_two_machines_only_the_sealed_box_is_on_the_stick(kit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    fork(kit, tmp_path)
    left = mirror_of(kit).read_bytes()
    half = kit.with_name(f".{mirror_of(kit).name}.77.new")
    half.write_bytes(left)
    with opened_kit(kit, folder=folder, take=Take.HERE) as work:
        (aside,) = kit.parent.glob("*aside*")
        assert aside.read_bytes() == left
        fill(work.session.scoring("01"), 6.5)
        hand_over(work, work.session.scoring("01").seal().result())
    assert not list(kit.parent.glob("*aside*")) + list(kit.parent.glob(".*"))
    assert b'"marks"' not in seen_on(kit.parent)
    (kept,) = folder.glob("*aside*")
    assert kept.read_bytes() == left
    assert kept in wipe(kit, folder)


def test_what_was_set_aside_leaves_the_stick_before_the_copy_is_wiped(
    kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "a"
    fork(kit, tmp_path)
    left = mirror_of(kit).read_bytes()
    with opened_kit(kit, folder=folder, take=Take.HERE) as work:
        fill(work.session.scoring("01"), 6.5)
        own = mirror_of(kit).read_bytes()
        hand_over(work, work.session.scoring("01").seal().result())
    sealed = mirror_of(kit).read_bytes()
    aside = kit.with_name(f"{kit.name}.aside-1.mirror")  # as an interrupted handing over leaves it
    aside.write_bytes(left)
    mirror_of(kit).write_bytes(left)
    with pytest.raises(Refused, match="another computer went on"):
        wipe(kit, folder)
    mirror_of(kit).write_bytes(own)
    assert wipe(kit, folder)
    assert not aside.exists()
    assert mirror_of(kit).read_bytes() == sealed
    assert list(folder.iterdir()) == []


def test_a_stick_used_elsewhere_meanwhile_shows_no_mark_after_handing_over(
    kit: Path, tmp_path: Path
) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        scoring = work.session.scoring("01")
        scoring.commit([mark("1", "1.1", 8)]).result()
        with opened_kit(kit, folder=tmp_path / "b") as other:
            other.session.scoring("01").commit([mark("1", "1.2", 2)]).result()
        left = mirror_of(kit).read_bytes()
        fill(scoring, 6.5)
        sealed = scoring.seal().result()
        assert work.mirror.reach is Reach.FORKED
        hand_over(work, sealed)
        assert work.mirror.reach is Reach.BOTH
    assert b'"marks"' not in seen_on(kit.parent)
    (kept,) = (tmp_path / "a").glob("*aside*")
    assert kept.read_bytes() == left


def test_a_stick_that_was_out_when_it_was_sealed_shows_no_mark_after_handing_over(
    kit: Path, tmp_path: Path
) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        scoring = work.session.scoring("01")
        fill(scoring, 6.5)
        away = kit.rename(kit.with_suffix(".pulled"))
        sealed = scoring.seal().result()
        away.rename(kit)
        hand_over(work, sealed)
        assert b'"marks"' not in seen_on(kit.parent)


def test_work_that_another_machine_took_back_stays_on_the_stick(kit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with opened_kit(kit, folder=folder) as work:
        scoring = work.session.scoring("01")
        fill(scoring, 6.5)
        sealed = scoring.seal().result()
        hand_over(work, sealed)
    shutil.copytree(folder, tmp_path / "b")
    with opened_kit(kit, folder=tmp_path / "b") as work:
        work.session.scoring("01").reopen("a slip").result()
        work.session.scoring("01").commit([mark("1", "1.1", 3)]).result()
    went_on = mirror_of(kit).read_bytes()
    with pytest.raises(Refused, match="another computer went on"):
        wipe(kit, folder)
    assert mirror_of(kit).read_bytes() == went_on
    assert list(folder.iterdir())


def test_the_copy_on_a_machine_is_wiped_only_when_the_ballot_is_on_the_stick(
    kit: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "a"
    with opened_kit(kit, folder=folder) as work:
        scoring = work.session.scoring("01")
        fill(scoring, 6.5)
    with pytest.raises(Refused, match="not been submitted"):
        wipe(kit, folder)
    with opened_kit(kit, folder=folder) as work:
        sealed = work.session.scoring("01").seal().result()
    with pytest.raises(Refused, match="not beside the kit"):
        wipe(kit, folder)
    with opened_kit(kit, folder=folder) as work:
        hand_over(work, sealed)
    assert wipe(kit, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"reviewtui-kit/1\n{}\nx\n", b"PK\x03\x04" * 100])
def test_what_is_no_kit_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "07.kit"
    path.write_bytes(content)
    with pytest.raises(Refused, match="not a usable kit"):
        read_kit_file(path)


def test_a_kit_issued_anew_does_not_take_the_work_of_the_revoked_one_for_its_own(
    kit: Path, tmp_path: Path
) -> None:
    with opened_kit(kit, folder=tmp_path / "a") as work:
        work.session.scoring("01").commit([mark("1", "1.1", 8)]).result()
    left = mirror_of(kit).read_bytes()
    with Session.open(tmp_path / "desk.review") as session:
        issue(session, tmp_path / "kits", ["01"], anew=True)
    (aside,) = kit.parent.glob("*aside*.mirror")
    assert aside.read_bytes() == left
    for machine in ("a", "b"):
        with opened_kit(kit, folder=tmp_path / machine) as work:
            assert work.session.scoring("01").holes()
            assert work.mirror.reach is Reach.BOTH


def test_a_mirror_of_another_kit_is_set_aside_when_the_new_one_is_opened(
    kit: Path, tmp_path: Path
) -> None:
    """The new kit was copied onto the old stick by hand."""
    with opened_kit(kit, folder=tmp_path / "a") as work:
        work.session.scoring("01").commit([mark("1", "1.1", 8)]).result()
    left = mirror_of(kit).read_bytes()
    with Session.open(tmp_path / "desk.review") as session:
        (anew,) = issue(session, tmp_path / "elsewhere", ["01"], anew=True)
    shutil.copyfile(anew.kit, kit)
    with opened_kit(kit, folder=tmp_path / "b") as work:
        assert ("1", "1.1") in work.session.scoring("01").holes()
    (aside,) = kit.parent.glob("*aside*.mirror")
    assert aside.read_bytes() == left


def test_a_version_from_a_kit_issued_again_replaces_all_that_stand_in_conflict(
    kit: Path, tmp_path: Path
) -> None:
    """Two machines with two copies of a stick made two first versions."""
    desk = tmp_path / "desk.review"
    for number, machine in enumerate(("a", "b")):
        stick = tmp_path / f"stick {machine}"
        shutil.copytree(kit.parent, stick)
        with opened_kit(stick / kit.name, folder=tmp_path / machine) as work:
            fill(work.session.scoring("01"), 6 + number)
            hand_over(work, work.session.scoring("01").seal().result())
        with Session.open(desk) as session:
            carry_out(session, plan(session, [stick]), tmp_path / "copies")
    with Session.open(desk) as session:
        (found,) = conflicts(session)
        assert any("puts all versions beside it" in line for line in ways_out([found]))
        issue(session, tmp_path / "stick a", ["01"])
    (again,) = (tmp_path / "stick a").glob("*/*.kit")
    with opened_kit(again, folder=tmp_path / "c") as work:
        scoring = work.session.scoring("01")
        scoring.reopen("两份合一").result()
        fill(scoring, 9)
        hand_over(work, scoring.seal("两份合一").result())
    with Session.open(desk) as session:
        merged = carry_out(session, plan(session, [again.parent]), tmp_path / "copies")
        assert merged.clean
        assert conflicts(session) == []
        assert not isinstance(session.effective()["01"], Why)


@pytest.mark.parametrize("issued_again", [False, True])
def test_whoever_submits_anew_after_the_desk_withdrew_counts_where_his_version_knows_of_it(
    kit: Path, tmp_path: Path, issued_again: bool
) -> None:
    desk = tmp_path / "desk.review"
    with opened_kit(kit, folder=tmp_path / "a") as work:
        fill(work.session.scoring("01"), 6)
        hand_over(work, work.session.scoring("01").seal().result())
    with Session.open(desk) as session:
        carry_out(session, plan(session, [kit.parent]), tmp_path / "copies")
        withdraw(session, "01", by="会务", reason="专家要求")
        assert session.effective()["01"] is Why.WITHDRAWN
        if issued_again:
            issue(session, kit.parents[1], ["01"])
    with opened_kit(kit, folder=tmp_path / "a") as work:
        scoring = work.session.scoring("01")
        if not issued_again:
            scoring.reopen("更正").result()
        scoring.commit([mark("1", "1.1", 3)]).result()
        hand_over(work, scoring.seal("更正").result())
    with Session.open(desk) as session:
        merged = carry_out(session, plan(session, [kit.parent]), tmp_path / "copies")
        assert merged.clean is issued_again
        assert isinstance(session.effective()["01"], Why) is not issued_again
