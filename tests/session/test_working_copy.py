"""One expert, one stick, any machine: the journal goes where the stick goes."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.envelope import read_envelope
from reviewtui.session.kit import Kit, make_kit
from reviewtui.session.mirror import Mirror, Reach, journal_entries, read_mirror
from reviewtui.session.scoring import Scoring
from reviewtui.session.session import Session
from reviewtui.session.working_copy import catch_up, compare, create_working_copy, require_fit
from tests.session.conftest import Room, counted_sources, fill, mark

MakeRoom = Callable[..., Room]
MARK = re.compile(rb"[:,\[]650[,\]}]")
"""A mark of 6.5 as JSON has it; “650” alone may stand in a hash."""


ROWS = (
    "SELECT candidate, row, state, mark, filled, reason, comment, changed_at FROM draft "
    "ORDER BY candidate, row"
)


class Stick:
    """A folder that stands for a stick: a kit, its mirror, ballots."""

    def __init__(self, folder: Path, kit: Kit) -> None:
        folder.mkdir()
        self.kit, self.kit_file = kit, folder / "01.kit"
        self.mirror, self.ballots = folder / "01.kit.mirror", []
        self.kit_file.write_bytes(kit.content())

    def machine(self, folder: Path) -> Session:
        """Open the kit on a machine whose disk is `folder`."""
        folder.mkdir(exist_ok=True)
        path = folder / "copy.review"
        if not path.exists():
            create_working_copy(path, self.kit, "01.kit")
        session = Session.open(path, sources=counted_sources())
        require_fit(session, self.kit)
        seen = read_mirror(self.mirror, self.kit.session)
        assert compare(session, seen) is None
        assert catch_up(session, self.kit, seen, [read_envelope(item) for item in self.ballots])
        writer = session.meeting.writer
        writer.mirror = Mirror(self.mirror, self.kit_file)
        writer.mirror.follow(session.meeting.file, session.id)
        return session

    def pull(self) -> None:
        self.kit_file.rename(self.kit_file.with_name("pulled"))

    def plug_in(self) -> None:
        self.kit_file.with_name("pulled").rename(self.kit_file)


@pytest.fixture
def stick(room: MakeRoom, tmp_path: Path) -> Stick:
    own = room()
    kit = make_kit(own.open().meeting, "01")
    own.close()
    return Stick(tmp_path / "stick", kit)


def reach(session: Session) -> Reach:
    assert session.meeting.writer.mirror is not None
    return session.meeting.writer.mirror.reach


def test_another_machine_goes_on_at_the_same_cell(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as first:
        scoring = first.scoring("01")
        scoring.commit([mark("1", "1.1", 8)], ("1", "1.2")).result()
        scoring.commit([mark("1", "1.2", 5)], ("1", "2.1")).result()
        scoring.commit([mark("1", "2.1", 3)], ("1", "2.2")).result()
        scoring.undo()
        scoring.close()
        assert reach(first) is Reach.BOTH
    with stick.machine(tmp_path / "b") as second:
        scoring = second.scoring("01")
        assert scoring.cell("1", "1.2").mark == 500
        assert scoring.cell("1", "2.1").state is CellState.BLANK
        assert scoring.place == ("1", "2.1")
        assert scoring.can_redo
        assert second.check() == []
        assert [item.hash for item in second.journal()] == [
            item.hash for item in first_chain(stick)
        ]


def first_chain(stick: Stick) -> list[object]:
    return list(read_mirror(stick.mirror, stick.kit.session).entries)


def test_a_pulled_stick_is_told_and_caught_up_when_it_is_back(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as session:
        scoring = session.scoring("01")
        scoring.commit([mark("1", "1.1", 8)]).result()
        stick.pull()
        scoring.commit([mark("1", "1.2", 5)]).result()
        assert reach(session) is Reach.GONE
        stick.plug_in()
        scoring.commit([mark("1", "2.1", 5)]).result()
        assert reach(session) is Reach.BOTH
    assert len(read_mirror(stick.mirror, stick.kit.session).entries) == 4


def test_two_machines_at_once_end_as_a_fork_that_is_named(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as first:
        first.scoring("01").commit([mark("1", "1.1", 8)]).result()
        stick.pull()
        first.scoring("01").commit([mark("1", "1.2", 1)]).result()
        stick.plug_in()
        with stick.machine(tmp_path / "b") as second:
            second.scoring("01").commit([mark("1", "1.2", 2)]).result()
            second.scoring("01").commit([mark("1", "2.1", 2)]).result()
        seen = read_mirror(stick.mirror, stick.kit.session)
        fork = compare(first, seen)
        assert fork is not None
        assert (fork.here.entries, fork.stick.entries) == (3, 4)


def test_a_mirror_written_by_another_is_left_alone(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as first:
        first.scoring("01").commit([mark("1", "1.1", 8)]).result()
        with stick.machine(tmp_path / "b") as second:
            second.scoring("01").commit([mark("1", "1.2", 2)]).result()
        before = stick.mirror.read_bytes()
        first.scoring("01").commit([mark("1", "1.2", 9)]).result()
        assert reach(first) is Reach.FORKED
        assert stick.mirror.read_bytes() == before


def test_a_line_torn_by_pulling_out_loses_only_itself(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as session:
        for row in ("1.1", "1.2", "2.1"):
            session.scoring("01").commit([mark("1", row, 8)]).result()
    whole = stick.mirror.read_bytes()
    starts = [place for place, byte in enumerate(whole) if byte == ord("\n")]
    for cut in range(starts[-2] + 1, len(whole)):
        stick.mirror.write_bytes(whole[:cut])
        assert len(read_mirror(stick.mirror, stick.kit.session).entries) == 3


def test_after_handing_in_no_mark_lies_on_the_stick(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as session:
        fill(session.scoring("01"), 6.5)
        assert MARK.search(stick.mirror.read_bytes())
        session.scoring("01").seal().result()
        assert not MARK.search(stick.mirror.read_bytes())
        seen = read_mirror(stick.mirror, stick.kit.session)
        assert seen.sealed is not None
        session.scoring("01").reopen("笔误").result()
        assert MARK.search(stick.mirror.read_bytes())


def test_another_machine_knows_what_was_handed_in(stick: Stick, tmp_path: Path) -> None:
    with stick.machine(tmp_path / "a") as session:
        fill(session.scoring("01"), 6.5)
        sealed = session.scoring("01").seal().result()
        ((content,),) = session.meeting.file.read("SELECT content FROM ballot")
    stick.ballots.append(bytes(content))
    with stick.machine(tmp_path / "b") as session:
        scoring = session.scoring("01")
        assert scoring.sealed is not None
        assert scoring.sealed.content_id == sealed.content_id
        assert session.check() == []
        scoring.reopen("笔误").result()
        fill(scoring, 7)
        again = scoring.seal().result()
        assert again.rev == 2
        assert session.stored()[-1].supersedes == (sealed.content_id,)


def test_a_working_copy_of_another_kit_is_refused(
    stick: Stick, room: MakeRoom, tmp_path: Path
) -> None:
    stick.machine(tmp_path / "a").close()
    meeting = room().open().meeting
    make_kit(meeting, "01")
    other = make_kit(meeting, "02")
    with (
        Session.open(tmp_path / "a" / "copy.review") as session,
        pytest.raises(Refused, match="belongs to another kit"),
    ):
        require_fit(session, other)


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_whatever_lies_in_a_mirror_reading_it_ends_well(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("junk") / "01.kit.mirror"
    path.write_bytes(b"reviewtui-mirror/1\n" + junk)
    assert read_mirror(path, "5e" * 16).entries == ()


def a_hand(chance: random.Random, scoring: Scoring) -> None:
    """One thing an expert may do, right or wrong; what is refused leaves no entry."""
    candidate = chance.choice(scoring.candidates)
    row = chance.choice(list(scoring.cells(candidate)))
    unable = MarkChange(candidate, row, Cell(CellState.UNABLE, reason="材料不足"))
    match chance.randrange(8):
        case 0:
            scoring.undo()
        case 1:
            scoring.redo()
        case 2:
            scoring.commit([StandingChange(candidate, Standing(CandidateState.RECUSED, "校友"))])
        case 3:
            scoring.commit([StandingChange(candidate, Standing())])
        case 4:
            scoring.commit([CommentChange(candidate, chance.choice(["", row]), "意见\n两行")])
        case 5:
            scoring.commit([unable])
        case 6:
            rows = [mark(candidate, own, 1) for own in scoring.cells(candidate)]
            scoring.commit(
                [change._replace(cell=change.cell._replace(filled=True)) for change in rows]
            )
        case _:
            scoring.commit([mark(candidate, row, chance.choice([0, 0.5, 1, 2]))], (candidate, row))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_an_expert_did_on_one_machine_another_one_takes_over_whole(
    stick: Stick, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    with stick.machine(tmp_path / "a") as first:
        scoring = first.scoring("01")
        for _time in range(120):
            a_hand(chance, scoring)
        scoring.close()
        rows = first.meeting.file.read(ROWS)
        last = journal_entries(first.meeting.file, first.id)[-1]
    assert len(rows) > 5
    with stick.machine(tmp_path / "b") as second:
        assert journal_entries(second.meeting.file, second.id)[-1] == last
        assert second.meeting.file.read(ROWS) == rows
