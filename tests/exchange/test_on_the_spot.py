"""Changes on the spot while they are typed: kept at once, gone on with, or forgotten."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Channel
from reviewtui.domain.findings import Refused
from reviewtui.session.changes import MarkChange
from reviewtui.session.desk_change import change_at_desk
from reviewtui.session.paper_entry import paper_ballot
from reviewtui.session.paper_work import PaperWork, Stage
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, take_typed
from reviewtui.session.typed_pass import FIRST, SECOND, TypedPass, being_changed, being_typed
from reviewtui.session.typed_sheet import begun_change
from tests.exchange.score_sheets import issued
from tests.meeting import ROOT
from tests.session.conftest import fill as fill_form
from tests.session.conftest import scored, small_meeting

BOTH = ("张三", "李四")
WRITER = """
import sys
from pathlib import Path
from reviewtui.session.changes import MarkChange
from reviewtui.session.session import Session
from reviewtui.session.typed_sheet import begun_change
from tests.session.conftest import scored
with Session.open(Path(sys.argv[1])) as session:
    sheet = begun_change(session, "01").sheet
    for number in range(int(sys.argv[2]), 10**6):
        sheet.commit([MarkChange("1", "1.1", scored(number % 21 / 2))]).result()
        print(number, flush=True)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = issued(tmp_path, small_meeting().panel()[0])
    with Session.open(path) as session:
        fill_form(scoring := session.scoring("01"), 7)
        scoring.seal().result()
    return path


def typed(session: Session, person: str, mark: float) -> TypedPass:
    cells = {
        candidate: {row.code: scored(mark) for row in session.sheet.judged(candidate)}
        for candidate in session.panel.assigned("01")
    }
    return TypedPass(person, cells, finished=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="NOT TESTED: needs kill -9")
def test_what_was_called_saved_survives_a_kill_and_is_gone_on_with(desk: Path) -> None:
    said = 0
    for kill in range(4):
        command = [sys.executable, "-c", WRITER, str(desk), str(said + 1)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for _line in range(3 + kill):
                said = int(child.stdout.readline())
            os.kill(child.pid, signal.SIGKILL)
            rest = child.stdout.read().split("\n")[:-1]
        said = int(rest[-1]) if rest else said
        with Session.open(desk) as session:
            begun = begun_change(session, "01")
            (change,) = begun.sheet.changes()
            assert change in [
                MarkChange("1", "1.1", scored(number % 21 / 2)) for number in (said, said + 1)
            ]
            assert not begun.outdated
            assert being_changed(session.meeting, 1) == ("01",)
            assert session.check() == []


def test_a_change_in_force_is_kept_as_typed_no_longer_and_paper_passes_stay(desk: Path) -> None:
    with Session.open(desk) as session:
        paper = PaperWork(session, "01")
        paper.keep(typed(session, "王五", 5), FIRST)
        sheet = begun_change(session, "01").sheet
        sheet.commit([MarkChange("1", "1.1", scored(9))]).result()
        assert being_typed(session.meeting, 1) == {"01": ("王五",)}
        change_at_desk(session, "01", sheet.changes(), by=BOTH, reason="讨论后")
        assert being_changed(session.meeting, 1) == ()
        assert begun_change(session, "01").sheet.changes() == []
        assert paper.stage is Stage.WAITS


def test_a_paper_that_is_taken_in_leaves_the_begun_change_and_it_says_so(desk: Path) -> None:
    with Session.open(desk) as session:
        begun_change(session, "01").sheet.commit([MarkChange("1", "1.1", scored(9))]).result()
        ballot = paper_ballot(session, "01", 1, typed(session, "张三", 5))
        assert ballot.channel is Channel.PAPER
        take_typed(session, ballot, Entry(by=BOTH, reason="以纸为准"))
        begun = begun_change(session, "01")
        assert begun.sheet.changes() == [MarkChange("1", "1.1", scored(9))]
        assert begun.outdated


def test_the_number_of_a_begun_change_stands_nowhere_in_the_file(desk: Path) -> None:
    with Session.open(desk) as session:
        begun_change(session, "01").sheet.commit([MarkChange("1", "1.1", scored(9))]).result()
        ((content,),) = session.meeting.file.read("SELECT content FROM typed_pass")
        assert b"900" not in content


def test_nobody_types_over_the_second_pass_of_somebody_else(desk: Path) -> None:
    with Session.open(desk) as session:
        paper = PaperWork(session, "01")
        paper.keep(typed(session, "张三", 5), FIRST)
        begun = TypedPass("李四", {"1": {"1.1": scored(6)}})
        paper.keep(begun, SECOND)
        with pytest.raises(Refused, match="李四 has typed the second pass"):
            paper.begin_second("王五")
        assert paper.begin_second("李四") == begun
        paper.discard(SECOND)
        assert paper.begin_second("王五") == TypedPass("王五")
        assert paper.stage is Stage.WAITS
