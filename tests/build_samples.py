"""Build the sample sessions anew: `python -m tests.build_samples [FOLDER]`.

Clock, ids and keys come from counters, so a rebuilt sample has equal content hashes.
"""

import hashlib
import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.exchange.documents import load_panel
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.scoring import Scoring
from reviewtui.session.session import Session

ROOT = Path(__file__).parents[1]
PANEL = ROOT / "panels" / "zj-tic-annual.toml"
FINISHED = "zj-annual-finished.review"
HALF = "zj-annual-half.review"

MEETING_BEGINS = 1_796_691_600_000
"""2026-12-08 09:00 in China, as UTC milliseconds."""

# Per candidate: how good it is, in percent of each full mark. 02 and 03 are made to tie.
QUALITY = {
    "01": 86, "02": 79, "03": 79, "04": 74, "05": 81, "06": 66, "07": 95, "08": 83,
}  # fmt: skip
ABSENT = "09"
LEFT_EARLY = "06"
LEFT_AFTER = "05"
RECUSED_LATE = ("03", "06")
UNABLE = ("02", "06", "5")


def build(folder: Path) -> tuple[Path, Path]:
    """Write both samples into `folder` and return their paths; existing ones are replaced."""
    finished, half = folder / FINISHED, folder / HALF
    with _session(finished, "sample-finished") as session:
        for expert in session.panel.experts:
            if expert.code != ABSENT:
                _score_everything(session.scoring(expert.code))
        session.unseal("会务组（示例）")
    with _session(half, "sample-half") as session:
        _score_half(session.scoring("07"))
    return finished, half


@contextmanager
def _session(path: Path, name: str) -> Iterator[Session]:
    path.unlink(missing_ok=True)
    panel, _sheet = load_panel(PANEL)
    sources = Sources(now=_clock(), random_bytes=_bytes(name))
    create_session(path, panel, now=sources.now, new_id=lambda: _digest(name)[:32])
    with Session.open(path, sources=sources) as session:
        yield session


def _clock() -> Callable[[], int]:
    ticks = itertools.count(MEETING_BEGINS, 9_000)
    return lambda: next(ticks)


def _bytes(name: str) -> Callable[[int], bytes]:
    numbers = itertools.count()
    return lambda length: hashlib.shake_256(f"{name} {next(numbers)}".encode()).digest(length)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _mark(row: ScoredRow, candidate: str, expert: str) -> Hundredths:
    """A mark that looks like a person's: near the candidate's quality, in the row's steps."""
    twin = "02" if candidate == "03" else candidate
    chance = int(_digest(f"{twin} {expert} {row.code}")[:8], 16)
    severity = int(_digest(f"severity {expert}")[:8], 16) % 7 - 3
    percent = QUALITY[candidate] + severity + chance % 13 - 6
    steps = row.top * percent // 100 // row.step
    return Hundredths(max(row.low, min(row.top, steps * row.step)))


def _give(scoring: Scoring, candidate: str, rows: tuple[ScoredRow, ...]) -> None:
    for row in rows:
        cell = Cell(CellState.SCORED, _mark(row, candidate, scoring.expert.code))
        if (scoring.expert.code, candidate, row.code) == UNABLE:
            cell = Cell(CellState.UNABLE, reason="材料中没有投入数据")
        scoring.commit([MarkChange(candidate, row.code, cell)]).result()


def _score_everything(scoring: Scoring) -> None:
    expert = scoring.expert.code
    for candidate in scoring.candidates:
        if scoring.standing(candidate).state is not CandidateState.OPEN:
            continue
        _give(scoring, candidate, scoring.sheet.judged(candidate))
        if (expert, candidate) == RECUSED_LATE:
            late = Standing(CandidateState.RECUSED, "与该对象负责人有合作项目")
            scoring.commit([StandingChange(candidate, late)]).result()
        if expert == LEFT_EARLY and candidate == LEFT_AFTER:
            break
    if expert == "01":
        text = "攻关任务与产业需求结合紧密，建议补充用户应用证明。"
        scoring.commit([CommentChange("07", "", text)]).result()
    scoring.seal(left=expert == LEFT_EARLY).result()


def _score_half(scoring: Scoring) -> None:
    *before, last = scoring.candidates[:3]
    for candidate in before:
        _give(scoring, candidate, scoring.sheet.judged(candidate))
    rows = scoring.sheet.judged(last)
    _give(scoring, last, rows[:6])
    scoring.move(last, rows[6].code)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "sample_sessions"
    for written in build(target):
        print(written)
