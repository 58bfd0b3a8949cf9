"""Finding what came in: what is taken from a stick, what is named, what is left alone."""

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Refused
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.incoming import DEEPEST, Found, look
from reviewtui.exchange.kits import mirror_of, opened_kit
from reviewtui.exchange.said_of_aside import (
    Standing,
    aside_counts,
    count_words,
    said_of_aside,
)
from reviewtui.exchange.zip_gate import MOST_BYTES
from reviewtui.session.create import create_session
from reviewtui.session.envelope import LARGEST
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.kit import make_kit
from reviewtui.session.meeting import Keeper
from reviewtui.session.session import Session
from tests.exchange.score_sheets import fill as fill_sheet
from tests.exchange.score_sheets import issued, sheet_of, whole
from tests.exchange.workbooks import with_part
from tests.session.ballot_factory import ballot_file, give_key, own_id
from tests.session.conftest import fill, small_meeting


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "desk" / "meeting.review"
    path.parent.mkdir()
    create_session(path, small_meeting(experts=3).panel()[0])
    with Session.open(path) as session:
        yield session


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def names(found: Found) -> list[str]:
    return [arrival.name for arrival in found.arrivals]


def said(found: Found) -> str:
    return "\n".join(map(str, found.notices))


def test_ballot_files_are_found_three_folders_down_in_any_spelling_of_the_ending(
    desk: Session, stick: Path
) -> None:
    deep = stick
    for level in range(DEEPEST + 1):
        (deep / f"at{level}.BALLOT").write_bytes(b"x")
        deep = deep / f"folder{level}"
        deep.mkdir()
    (deep / "too deep.ballot").write_bytes(b"x")
    assert names(look(desk, [stick])) == [
        "stick/at0.BALLOT",
        "stick/folder0/at1.BALLOT",
        "stick/folder0/folder1/at2.BALLOT",
        "stick/folder0/folder1/folder2/at3.BALLOT",
    ]


def test_what_systems_leave_behind_is_not_looked_at(desk: Session, stick: Path) -> None:
    for name in ("._01.ballot", ".hidden.ballot", "~$01.ballot", "01.ballot.tmp", "notes.txt"):
        (stick / name).write_bytes(b"x")
    for name in ("$RECYCLE.BIN", "System Volume Information", ".Trash-1000", "__MACOSX"):
        (stick / name).mkdir()
        (stick / name / "01.ballot").write_bytes(b"x")
    found = look(desk, [stick])
    assert found == Found()


def test_a_file_that_is_named_is_read_whatever_its_ending(desk: Session, stick: Path) -> None:
    renamed = stick / "07.ballot.txt"
    renamed.write_bytes(b"x")
    assert names(look(desk, [renamed])) == [str(renamed)]


def test_the_same_file_by_two_ways_is_read_once(desk: Session, stick: Path) -> None:
    path = stick / "01.ballot"
    path.write_bytes(b"x")
    assert len(look(desk, [stick, path, stick]).arrivals) == 1


def test_a_place_that_is_not_there_refuses_everything(desk: Session, stick: Path) -> None:
    with pytest.raises(Refused) as refused:
        look(desk, [stick, stick / "one", stick / "two"])
    assert len(refused.value.reasons) == 2


def test_a_huge_file_is_not_read_beyond_the_size_of_a_ballot(desk: Session, stick: Path) -> None:
    with (stick / "huge.ballot").open("wb") as file:
        file.truncate(1 << 30)
    (arrival,) = look(desk, [stick]).arrivals
    assert arrival.size == 1 << 30
    assert len(arrival.content) == LARGEST


@pytest.mark.skipif(os.name != "posix", reason="pipes and links of this kind are POSIX's")
def test_pipes_and_links_are_named_and_not_followed(desk: Session, stick: Path) -> None:
    os.mkfifo(stick / "pipe.ballot")
    (stick / "secret").write_bytes(b"x")
    (stick / "link.ballot").symlink_to(stick / "secret")
    (stick / "loop").symlink_to(stick)
    (stick / "loop.ballot").symlink_to(stick / "loop.ballot")
    found = look(desk, [stick])
    assert found.arrivals == ()
    assert "pipe.ballot: cannot be read: it is a pipe or a device" in said(found)
    assert "link.ballot: is a link" in said(found)
    assert "loop.ballot: is a link" in said(found)
    assert all(notice.serious for notice in found.notices)
    named = look(desk, [stick / "pipe.ballot", stick / "loop.ballot"])
    assert len(named.notices) == 2
    assert named.arrivals == ()


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="LOUD: root reads everything, so this cannot be tried here",
)
def test_what_may_not_be_read_is_named(desk: Session, stick: Path) -> None:
    (stick / "mine.ballot").write_bytes(b"x")
    (stick / "mine.ballot").chmod(0)
    (stick / "closed").mkdir(mode=0)
    found = look(desk, [stick])
    assert "mine.ballot: cannot be read: no permission" in said(found)
    assert "closed: cannot be read: no permission" in said(found)


def test_what_cannot_be_read_is_named(
    desk: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / "01.ballot").write_bytes(b"x")
    (stick / "folder").mkdir()
    scandir, open_file = os.scandir, os.open

    def fail_in_folder(path: object) -> object:
        if str(path).endswith("folder"):
            raise PermissionError(13, "no")
        return scandir(path)  # type: ignore[arg-type]

    def fail(path: object, *rest: object) -> int:
        if str(path).endswith(".ballot"):
            raise OSError(5, "no")
        return open_file(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "scandir", fail_in_folder)
    monkeypatch.setattr(os, "open", fail)
    found = look(desk, [stick])
    assert "01.ballot: cannot be read: the medium cannot be read" in said(found)
    assert "folder: cannot be read: no permission" in said(found)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_cannot_write_to_the_screen(desk: Session, stick: Path) -> None:
    wild = ["a\x1b[2J\nb.ballot", "‮gpj.ballot", "[red]x[bold].ballot", "x" * 200 + ".ballot"]
    for name in wild:
        (stick / name).write_bytes(b"x")
    with open(os.path.join(os.fsencode(stick), b"half\xff.ballot"), "wb") as file:
        file.write(b"x")
    shown = names(look(desk, [stick]))
    assert len(shown) == 5
    for name in shown:
        assert name.isprintable()
        assert len(name) <= 160
        name.encode()
    assert any("[red]x[bold]" in name for name in shown)


def test_too_many_files_are_said_and_not_all_read(
    desk: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewtui.exchange import incoming

    monkeypatch.setattr(incoming, "MOST", 3)
    for number in range(5):
        (stick / f"{number}.ballot").write_bytes(b"x")
    found = look(desk, [stick])
    assert "too many files" in said(found)


def test_the_desks_own_file_is_left_alone(desk: Session) -> None:
    assert look(desk, [desk.path.parent]) == Found()


def test_a_working_copy_gives_its_sealed_ballot_and_never_its_draft(
    desk: Session, stick: Path
) -> None:
    kit = stick / "01.kit"
    kit.write_bytes(make_kit(desk.meeting, "01").content())
    with opened_kit(kit, folder=stick) as work:
        scoring = work.session.scoring("01")
        hole = scoring.holes()[0]
        from tests.session.conftest import mark

        scoring.commit([mark(*hole, 5)]).result()
        mirror = mirror_of(kit).read_bytes()
        path = work.session.path
    mirror_of(kit).unlink()
    found = look(desk, [path])
    assert found.others[0].role is Keeper.EXPERT
    assert found.others[0].arrivals == ()
    assert "expert 01 has marks that are not submitted, 1 of 8 rows" in said(found)
    assert not any(notice.serious for notice in found.notices)
    path.unlink()
    mirror_of(kit).write_bytes(mirror)
    assert "expert 01 has marks that are not submitted, 1 of 8 rows" in said(look(desk, [stick]))
    with opened_kit(kit, folder=stick) as work:
        scoring = work.session.scoring("01")
        fill(scoring)
        scoring.seal().result()
        path = work.session.path
    found = look(desk, [stick])
    assert said(found) == ""
    assert [arrival.clear for other in found.others for arrival in other.arrivals] == [False]


def test_a_stick_of_another_meeting_and_junk_sessions_are_named(desk: Session, stick: Path) -> None:
    create_session(stick / "other.review", small_meeting(experts=3).panel()[0])
    (stick / "junk.review").write_bytes(b"junk")
    shutil.copyfile(desk.path, stick / "cut.review")
    with (stick / "cut.review").open("rb+") as file:
        file.truncate(5000)
    found = look(desk, [stick])
    assert found.others == ()
    assert "other.review: belongs to another meeting" in said(found)
    assert "junk.review: is no session of this program" in said(found)
    assert "cut.review:" in said(found)
    by_name = {notice.name: notice.serious for notice in found.notices}
    assert not by_name["stick/other.review"]
    assert by_name["stick/junk.review"]
    assert look(desk, [stick / "other.review"]).notices[0].serious


def test_reading_a_second_desk_leaves_it_as_it_is(desk: Session, stick: Path) -> None:
    from reviewtui.session.backup import copy_session

    copy_session(desk.meeting, stick / "second.review")
    before = (stick / "second.review").read_bytes()
    found = look(desk, [stick])
    assert [other.role for other in found.others] == [Keeper.DESK]
    assert (stick / "second.review").read_bytes() == before
    assert [path.name for path in stick.iterdir()] == ["second.review"]


def test_a_kit_alone_is_nothing_to_take_in(desk: Session, stick: Path) -> None:
    (stick / "01.kit").write_bytes(make_kit(desk.meeting, "01").content())
    (stick / "02.kit").write_bytes(b"junk")
    (stick / "02.kit.mirror").write_bytes(b"junk")
    (stick / "01.kit.mirror").write_bytes(b"reviewtui-mirror/1\n[[[[\n")
    (stick / "01.ballot").write_bytes(ballot_file(desk, "01", give_key(desk, "01")))
    found = look(desk, [stick])
    assert found.notices == ()
    assert len(found.arrivals) == 1


def test_a_score_sheet_with_a_picture_in_it_is_taken_whole(tmp_path: Path) -> None:
    desk = issued(tmp_path, small_meeting().panel()[0])
    path = fill_sheet(sheet_of(desk), whole(small_meeting().panel()[0]))
    path.write_bytes(with_part(path.read_bytes(), "xl/media/image1.png", os.urandom(2 * LARGEST)))
    with Session.open(desk) as session:
        done = carry_out(session, plan(session, [path.parent]), tmp_path / "backup")
        assert done.clean
        assert [item.expert for item in session.stored()] == ["01"]


def test_of_a_score_sheet_that_is_too_large_the_name_is_kept(tmp_path: Path) -> None:
    desk = issued(tmp_path, small_meeting().panel()[0])
    with sheet_of(desk).open("ab") as file:
        file.truncate(MOST_BYTES + 10)
    with Session.open(desk) as session:
        done = carry_out(session, plan(session, [sheet_of(desk).parent]), tmp_path / "backup")
        assert (done.clean, done.notices) == (False, ())
        assert [item.why for item in kept_aside(session)] == [Reason.TOO_LARGE]
        assert not plan(session, [sheet_of(desk).parent]).plan.changes


def test_a_ballot_under_a_name_that_a_system_gave_it_is_read_by_what_it_is(
    desk: Session, stick: Path
) -> None:
    content = ballot_file(desk, "01", give_key(desk, "01"))
    for name in ("01.ballot.txt", "01.ballot (1)", "01.ballot.bak"):
        (stick / name).write_bytes(content if name != "01.ballot.bak" else b"x")
    assert names(look(desk, [stick])) == ["stick/01.ballot (1)", "stick/01.ballot.txt"]


def test_what_may_hold_ballots_and_is_not_read_is_named(desk: Session, stick: Path) -> None:
    content = ballot_file(desk, "01", give_key(desk, "01"))
    deep = stick / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / "01.ballot").write_bytes(content)
    for name, member in (("packed.zip", "x/01.BALLOT"), ("holiday.zip", "sea.jpg")):
        with zipfile.ZipFile(stick / name, "w") as archive:
            archive.writestr(member, content)
    (stick / "old.rar").write_bytes(b"Rar!")
    called = f"{desk.panel.expert('01').name}.xlsx"
    (stick / called).write_bytes(b"\xd0\xcf\x11\xe0 protected")
    (stick / "家庭账本.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 protected")
    program = stick / "reviewtui"
    program.mkdir()
    for name in ("reviewtui.cmd", "many.zip"):
        (program / name).write_bytes(b"PK")
    found = look(desk, [stick])
    assert not found.arrivals
    (notice,) = found.notices
    said = set(notice.name.split(", "))
    assert said == {
        "stick/a/b/c/d/01.ballot",
        "stick/old.rar",
        "stick/packed.zip",
        f"stick/{called}",
    }
    assert "unpack archives" in notice.sentence
    assert not notice.serious


def test_what_goes_out_beside_kits_is_not_named_as_passed_over(
    desk: Session, tmp_path: Path
) -> None:
    from reviewtui.exchange.issue import issue

    issue(desk, tmp_path / "kits")
    assert look(desk, [tmp_path / "kits"]).notices == ()


def test_a_damaged_ballot_whose_whole_one_came_is_settled_wherever_files_aside_are_counted(
    desk: Session, stick: Path
) -> None:
    seed = give_key(desk, "01")
    good = ballot_file(desk, "01", seed)
    digits = check_code(own_id(good)).replace(" ", "")
    path = stick / f"01-round1-v1-{digits}.ballot"
    path.write_bytes(good[:-100])
    (stick / "02-round1-v1-000000000000.ballot").write_bytes(good[:-200])
    carry_out(desk, plan(desk, [stick]), stick / "copies")
    assert aside_counts(desk) == {Standing.WAITS: 2}
    path.write_bytes(good)
    carry_out(desk, plan(desk, [stick]), stick / "copies")
    assert aside_counts(desk) == {Standing.WAITS: 1, Standing.WHOLE_CAME: 1}
    waits, settled = said_of_aside(desk)
    assert "02-round1" in waits.said
    assert "the whole ballot came, Expert 01, version 1. Nothing is to do" in settled.said
    assert "is damaged" not in settled.said


def test_what_belongs_to_another_meeting_is_told_apart(
    desk: Session, stick: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    create_session(other / "other.review", small_meeting(experts=3).panel()[0])
    with Session.open(other / "other.review") as session:
        foreign = ballot_file(session, "01", give_key(session, "01"))
    (stick / "foreign.ballot").write_bytes(foreign)
    (stick / "hello.ballot").write_bytes(b"hello")
    sheets = issued(tmp_path / "sheets", small_meeting(experts=3).panel()[0])
    shutil.copy(sheet_of(sheets), stick / sheet_of(sheets).name)
    carry_out(desk, plan(desk, [stick]), tmp_path / "copies")
    assert aside_counts(desk) == {Standing.WAITS: 1, Standing.ELSEWHERE: 2}
    assert count_words(one.standing for one in said_of_aside(desk)) == (
        "Kept aside, does not count: 1 (besides: of another meeting: 2)"
    )
