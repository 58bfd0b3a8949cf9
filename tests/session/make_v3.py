"""Write the session of schema version 3 that every later version must open.

Run once, as `python -m tests.session.make_v3`; the file stays as the program of version 3
wrote it and is not made again.
"""

from pathlib import Path

from reviewtui.domain.amendment import Addition, LateRecusal, Newcomer, Settlement
from reviewtui.domain.closing import SignState
from reviewtui.session.amending import amend
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.changes import MarkChange
from reviewtui.session.closing import adjust, sign
from reviewtui.session.create import create_session
from reviewtui.session.result_deeds import Discussion, keep_discussion
from reviewtui.session.session import Session
from reviewtui.tally.fixed import fix
from reviewtui.tally.official import verdict_of
from tests.meeting import ROOT, Meeting, meeting, small_set
from tests.session.conftest import counted_sources, fill, scored

TARGET = ROOT / "tests" / "data" / "sessions" / "v3.review"
CHANGED = {"01": 9, "03": 6.5}


def panel() -> Meeting:
    """Five experts, three candidates, grades."""
    bands = [{"name": "优秀", "at_least": "35"}, {"name": "合格", "at_least": "20"}]
    return (
        meeting(
            *(5, 3),
            table=small_set(primaries=2, rows=2),
            granularity="rows",
            average="trimmed",
        )
        .settle("2", "1.2", "7")
        .put("grades", {"source": "会议纪要（示例）", "bands": bands})
    )


def make(path: Path) -> None:
    """An expert added, a late recusal, a settled value put right; a second round of one row;
    in either the result fixed and discussed, in the last a grade adjusted, signatures."""
    sources = counted_sources()
    create_session(
        path,
        panel().panel()[0],
        now=sources.now,
        random_bytes=sources.random_bytes,
        new_id=lambda: "0f1e2d3c4b5a6978" * 2,
    )
    with Session.open(path, sources=sources) as session:
        amend(session, Addition(Newcomer("06", "增补专家（示例）")), by="会务", reason="会议决定")
        amend(session, LateRecusal("02", "3"), by="会务", reason="师生")
        amend(session, Settlement("2", "1.2", "6", "复核"), by="会务", reason="复核")
    with Session.open(path, sources=sources) as session:
        for number, expert in enumerate(session.panel.experts):
            scoring = session.scoring(expert.code)
            fill(scoring, 7 + number / 2)
            scoring.seal().result()
        session.unseal("会务")
        _closed(session, 1)
        begin_round(session, {"1": ["1.1"]}, by="王主任", reason="分歧较大")
    with Session.open(path, sources=sources) as session:
        for code, points in CHANGED.items():
            scoring = session.scoring(code)
            cell = scored(points)._replace(reason="听取讨论后调整")
            scoring.commit([MarkChange("1", "1.1", cell)]).result()
            scoring.seal().result()
        session.unseal("会务")
        _closed(session, 2)
        adjust(session, "1", "合格", reason="证据不足", consent=("01", "02"), by="王主任")
        for expert, state in zip(session.panel.sitting, SignState, strict=False):
            sign(session, expert.code, state, "" if state is SignState.SIGNED else "另附意见")


def _closed(session: Session, number: int) -> None:
    fix(session, verdict_of(session, number), number, by="王主任")
    keep_discussion(session, number, Discussion("1", (("1", "1.1"),)))


if __name__ == "__main__":
    TARGET.unlink(missing_ok=True)
    make(TARGET)
