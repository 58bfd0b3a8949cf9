"""A second round on the same sticks: the kit brings marks and feedback, the ballot comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import BALLOT, hand_over, mirror_of, opened_kit
from reviewtui.exchange.sticks import strangers, without_stick
from reviewtui.exchange.watch import Seen, Watcher
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.board import kits_out
from reviewtui.session.changes import MarkChange
from reviewtui.session.create import create_session
from reviewtui.session.kit import make_kit
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.receiving import Arrival
from reviewtui.session.session import Session
from reviewtui.session.sticks_out import tell_on_stick
from tests.meeting import meeting, small_set


def marked(points: int, reason: str = "") -> Cell:
    """A cell with this mark."""
    return Cell(CellState.SCORED, Hundredths(100 * points), reason)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Session]:
    """Five experts score on sticks; the first round is open, the second reopens one row."""
    path = tmp_path / "desk.review"
    table = small_set(primaries=2, rows=2)
    create_session(path, meeting(5, 2, table=table, granularity="rows").panel()[0])
    with Session.open(path) as session:
        for number, issued in enumerate(issue(session, tmp_path / "sticks"), 1):
            tell_on_stick(session, issued.expert.code, issued.kit_id)
            with opened_kit(issued.kit, folder=tmp_path / "pc1") as work:
                scoring = work.session.scoring(work.kit.expert, 1)
                changes = [MarkChange(*hole, marked(number)) for hole in scoring.holes()]
                scoring.commit(changes).result()
                hand_over(work, scoring.seal().result())
        collect(session, tmp_path)
        session.unseal()
        begin_round(session, {"1": ["1.1"]}, reason="discussed")
        yield session


def collect(session: Session, folder: Path) -> None:
    """Take in every ballot that lies on a stick."""
    files = sorted((folder / "sticks").glob(f"*/*{BALLOT}"))
    arrivals = [
        Arrival(file.name, content, len(content))
        for file in files
        if (content := file.read_bytes())
    ]
    apply_plan(session.meeting, plan_merge(session.meeting, arrivals))


def test_the_second_round_goes_onto_the_same_sticks(desk: Session, tmp_path: Path) -> None:
    issued = issue(desk, tmp_path / "sticks")[4]
    kept = {path.name for path in (issued.folder / "Round 1").iterdir()}
    assert {f"{issued.kit.name}", f"{issued.kit.name}.mirror"} <= kept
    assert any(name.endswith(BALLOT) for name in kept)
    assert [path.name for path in issued.folder.glob("*.kit")] == [issued.kit.name]
    assert not issue(desk, tmp_path / "sticks")[4].new
    with opened_kit(issued.kit, folder=tmp_path / "pc2") as work:
        scoring = work.session.scoring("05")
        assert (work.kit.round, scoring.round) == (2, 2)
        assert scoring.cell("1", "1.1") == marked(5)
        assert scoring.start is not None
        assert scoring.start.spread["1"]["1.1"].median == 3
        with pytest.raises(Refused):
            scoring.commit([MarkChange("2", "1.1", marked(0))]).result()
        scoring.commit([MarkChange("1", "1.1", marked(0, "discussed"))]).result()
    # pulled out, plugged into a third machine: the same cell comes back
    with opened_kit(issued.kit, folder=tmp_path / "pc3") as work:
        scoring = work.session.scoring("05")
        assert scoring.cell("1", "1.1") == marked(0, "discussed")
        assert scoring.cell("1", "1.2") == marked(5)
        hand_over(work, scoring.seal().result())
        assert work.session.check() == []
    assert "discussed" not in mirror_of(issued.kit).read_text()
    collect(desk, tmp_path)
    desk.unseal()
    marks = {item.expert: item for item in desk.marks()}
    assert marks["05"].candidates["1"].marks[0] == 0
    assert marks["04"].candidates["1"].marks[0] == 400


def test_every_stick_waits_for_its_kit_of_the_second_round(desk: Session, tmp_path: Path) -> None:
    stick = next((tmp_path / "sticks").glob("*01*"))
    own = make_kit(desk.meeting, "01", number=1)
    assert not kits_out(desk)  # those of the first round are no kits of this one
    assert len(kits_out(desk, 1)) == 5
    begin = [expert.code for expert in without_stick(desk)]
    assert begin == ["01", "02", "03", "04", "05"]
    tell_on_stick(desk, "01", own.id)
    assert [expert.code for expert in without_stick(desk)] == ["02", "03", "04", "05"]
    assert list(stick.glob(f"*{BALLOT}"))
    assert strangers(desk, stick, "01") == []  # what he handed in of the first round is his
    assert len(strangers(desk, stick, "02")) == 2


def test_a_stick_that_brings_only_the_first_round_is_not_received(
    desk: Session, tmp_path: Path
) -> None:
    issued = issue(desk, tmp_path / "sticks")[4]
    with opened_kit(issued.kit, folder=tmp_path / "pc2") as work:
        hand_over(work, work.session.scoring("05").seal().result())
    sticks = [item.parent for item in sorted((tmp_path / "sticks").glob("*/*.kit"))]
    watcher = Watcher(desk, drives=lambda: [sticks[0], sticks[4]])
    watcher.scan()
    first, fifth = watcher.scan()
    assert (first.seen, first.experts) == (Seen.EMPTY, ())
    assert "no ballot of Round 2 on it, only of an earlier round" in first.sentences[0]
    assert (fifth.seen, fifth.experts) == (Seen.TAKEN, ("05",))
    assert any("Expert 05 专家5（示例） Round 2, version 1: new" in one for one in fifth.sentences)


def test_a_kit_of_the_second_round_tells_nobody_elses_marks(desk: Session, tmp_path: Path) -> None:
    begin_round(desk, {"1": ["1.1", "2.1"]}, reason="two rows", again=True)
    for issued in issue(desk, tmp_path / "sticks"):
        text = issued.kit.read_text().replace("\\", "")
        own = int(issued.expert.code)
        others = [n for n in range(2, 5) if n != own]  # 1 and 5 are the ends, 3 the median
        assert f'["scored",{own}00]' in text
        assert not any(f'["scored",{n}00]' in text for n in (*others, *({1, 5} - {own})))


def test_a_hand_made_ballot_that_changes_another_cell_is_named(
    desk: Session, tmp_path: Path
) -> None:
    from dataclasses import replace

    from reviewtui.session.round_start import read_start
    from reviewtui.session.sealing import sign_and_shelve

    (issued, *_rest) = issue(desk, tmp_path / "sticks")
    with opened_kit(issued.kit, folder=tmp_path / "pc2") as work:
        own = work.session.meeting
        start = read_start(own, "01", 2)
        assert start is not None
        cells = {code: dict(rows) for code, rows in start.base.cells.items()}
        cells["2"]["2.2"] = marked(10, "by the back door")
        ballot = replace(start.base, round=2, cells=cells, rev=1, supersedes=())
        hand_over(work, own.writer.submit(lambda done: sign_and_shelve(done, own, ballot)).result())
    collect(desk, tmp_path)
    with pytest.raises(Refused) as caught:
        desk.unseal()
    said = str(caught.value)
    assert "01" in said
    assert "2.2" in said
    assert 2 not in desk.meeting.opened
