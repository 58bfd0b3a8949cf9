"""Write the session of schema version 1 that every later version must open.

Run once, as `python -m tests.session.make_v1`; the file stays as the program of version 1
wrote it and is not made again.
"""

from pathlib import Path

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.meeting import ROOT
from tests.session.conftest import counted_sources, fill, mark, small_meeting

TARGET = ROOT / "tests" / "data" / "sessions" / "v1.review"


def make(path: Path) -> None:
    """Four experts: one handed in twice, one recused and unable, one at work, one absent."""
    sources = counted_sources()
    meeting = small_meeting(experts=4, candidates=3).recuse("02", "3").hide("2", "1.2")
    panel, _sheet = meeting.settle("1", "2.2", "7").panel()
    create_session(path, panel, now=sources.now, new_id=lambda: "0123456789abcdef" * 2)
    with Session.open(path, sources=sources) as session:
        first = session.scoring("01")
        fill(first, 8)
        first.commit([CommentChange("1", "", "总体良好"), mark("1", "1.1", 8.5)]).result()
        first.seal().result()
        first.reopen("笔误").result()
        first.commit([mark("1", "1.1", 0)]).result()
        first.seal("更正 1.1").result()
        second = session.scoring("02")
        second.commit([StandingChange("2", Standing(CandidateState.DECLINED, "不熟悉"))]).result()
        second.commit([MarkChange("1", "2.1", Cell(CellState.UNABLE, None, "材料不足"))]).result()
        fill(second, 9.5)
        second.seal().result()
        third = session.scoring("03")
        third.commit([mark("1", "1.1", 4)], ("1", "1.2")).result()
        third.commit([mark("1", "1.2", 5)], ("1", "2.1")).result()
        third.undo().result()
        session.unseal("会务")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    make(TARGET)
