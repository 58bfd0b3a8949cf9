"""Build the sample sessions anew: `python -m tests.build_samples [FOLDER]`.

Clock, ids and keys come from counters, so a rebuilt sample has equal content hashes.
"""

import hashlib
import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

from reviewtui.domain.ballot import Ballot, Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.exchange.documents import load_panel
from reviewtui.session.ballots import sign
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.envelope import pack
from reviewtui.session.kit import make_kit
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.opening_again import Again
from reviewtui.session.receiving import Arrival
from reviewtui.session.scoring import Scoring
from reviewtui.session.session import Session

ROOT = Path(__file__).parents[1]
FINISHED = "zj-annual-finished.review"
HALF = "zj-annual-half.review"
CENTRE_PLANS = "zj-ttc-appraisal.review"
CENTRES = "zj-ttc-annual.review"
PLANS = "zj-tic-appraisal.review"
LABORATORIES = "zj-lab-annual.review"
LOCALITIES = "zj-locality-annual.review"

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Story:
    """What happens at a meeting.

    Attributes:
        panel: Its file in `panels/`.
        name: What the ids and keys of the session are drawn from.
        quality: Per candidate how good it is, in percent of each full mark.
        rows: The same for one row of a candidate.
        twins: Candidates that get the very marks of another one.
        conclusions: Per candidate what the experts conclude, one sign each: the place of the
            option from 1, `-` for somebody who cannot conclude.
        absent: Who never hands in.
        left: Who leaves early, and after which candidate.
        late: Whose ballot comes after the opening and is admitted by opening again.
        recused_late: Expert and candidate: recused after the marks were given.
        unable: Expert, candidate and row that cannot be judged, with the reason.
        comment: Expert, candidate and what he writes.
    """

    panel: str
    name: str
    quality: Mapping[str, int]
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)
    conclusions: Mapping[str, str] = field(default_factory=dict)
    absent: str = ""
    left: tuple[str, str] = ("", "")
    late: str = ""
    recused_late: tuple[str, str] = ("", "")
    unable: tuple[str, str, str, str] = ("", "", "", "")
    comment: tuple[str, str, str] = ("", "", "")


ANNUAL = Story(
    panel="zj-tic-annual.toml",
    name="sample-finished",
    quality={
        "01": 86, "02": 79, "03": 79, "04": 74, "05": 81, "06": 60, "07": 95, "08": 83,
    },
    twins={"03": "02"},
    absent="09",
    left=("06", "05"),
    recused_late=("03", "06"),
    unable=("02", "06", "5", "材料中没有投入数据"),
    comment=("01", "07", "攻关任务与产业需求结合紧密，建议补充用户应用证明。"),
)  # fmt: skip

FINISHED_STORIES = {
    FINISHED: ANNUAL,
    CENTRE_PLANS: Story(
        panel="zj-ttc-appraisal.toml",
        name="sample-centre-plans",
        quality={"01": 90, "02": 86, "03": 78, "04": 70, "05": 80},
        conclusions={
            "01": "1111112",
            "02": "1212121",
            "03": "3333332",
            "04": "4434444",
            "05": "2222132",
        },
        comment=("07", "03", "建议先成立科技伦理（审查）委员会，再开展人体试验相关服务。"),
    ),
    CENTRES: Story(
        panel="zj-ttc-annual.toml",
        name="sample-centres",
        quality={"01": 92, "02": 93, "03": 78, "04": 52, "05": 50, "06": 97, "07": 74},
        rows={("06", "16.2"): 52},
        comment=("01", "06", "服务做得扎实，任务书的目标值多数没有完成，请说明补救办法。"),
    ),
    PLANS: Story(
        panel="zj-tic-appraisal.toml",
        name="sample-plans",
        quality={"01": 91, "02": 84, "03": 75, "04": 66},
        conclusions={
            "01": "111111121",
            "02": "112121212",
            "03": "441234234",
            "04": "33-333-32",
        },
        comment=("01", "04", "先补充登记证办理计划和中试条件，再来论证。"),
    ),
    LABORATORIES: Story(
        panel="zj-lab-annual.toml",
        name="sample-laboratories",
        quality={"01": 87, "02": 91, "03": 80, "04": 83, "05": 91, "06": 53, "07": 76},
        twins={"05": "02"},
        left=("06", "03"),
        late="09",
        comment=("02", "07", "观测数据连续开放，建议补充使用者的反馈。"),
    ),
    LOCALITIES: Story(
        panel="zj-locality-annual.toml",
        name="sample-localities",
        quality={"01": 92, "02": 90, "03": 78, "04": 91},
        comment=("03", "03", "两项目标没有完成，请说明原因和下一步安排。"),
    ),
}


def build(folder: Path) -> tuple[Path, ...]:
    """Write every sample into `folder` and return the paths; existing ones are replaced."""
    written = [folder / name for name in FINISHED_STORIES]
    for path, story in zip(written, FINISHED_STORIES.values(), strict=True):
        _finished(path, story)
    half = folder / HALF
    with _session(half, ANNUAL.panel, "sample-half") as session:
        _score_half(session.scoring("07"))
    return *written, half


def _finished(path: Path, story: Story) -> None:
    with _session(path, story.panel, story.name) as session:
        experts = [expert.code for expert in session.panel.experts]
        for expert in experts:
            if expert not in (story.absent, story.late):
                _score_everything(session.scoring(expert), story)
        late = _elsewhere(session, story) if story.late else b""
        session.unseal("会务组（示例）")
        if late:
            arrival = Arrival(f"{story.late}号专家.ballot", late, len(late))
            apply_plan(session.meeting, plan_merge(session.meeting, [arrival]))
            chair = session.panel.expert(experts[0]).name
            session.unseal_again(Again("列车晚点，评分文件在启封后才送到", (chair,), (story.late,)))


def _elsewhere(session: Session, story: Story) -> bytes:
    """The ballot file of the late expert, who scored with a kit on a machine of his own."""
    kit = make_kit(session.meeting, story.late)
    sheet, codes = session.sheet, session.panel.assigned(story.late)
    ballot = Ballot(
        session=session.id,
        expert=story.late,
        sheet=sheet.hash,
        kit=kit.id,
        cells={
            code: {
                row.code: _cell(story, sheet, row, code, story.late) for row in sheet.judged(code)
            }
            for code in codes
        },
        written_at=session.meeting.sources.now(),
    )
    signature = sign(ballot.document(), kit.seed)
    return pack(ballot, signature, kit.seed, kit.boxes, session.meeting.sources.random_bytes)


@contextmanager
def _session(path: Path, panel_file: str, name: str) -> Iterator[Session]:
    path.unlink(missing_ok=True)
    panel, _sheet = load_panel(ROOT / "panels" / panel_file)
    sources = Sources(now=_clock(panel), random_bytes=_bytes(name))
    create_session(path, panel, now=sources.now, new_id=lambda: _digest(name)[:32])
    with Session.open(path, sources=sources) as session:
        yield session


def _clock(panel: Panel) -> Callable[[], int]:
    """From nine in the morning of the meeting's day; nine seconds pass between two readings."""
    assert panel.date is not None
    begins = datetime.combine(panel.date, time(9), CHINA)
    ticks = itertools.count(int(begins.timestamp()) * 1000, 9_000)
    return lambda: next(ticks)


def _bytes(name: str) -> Callable[[int], bytes]:
    numbers = itertools.count()
    return lambda length: hashlib.shake_256(f"{name} {next(numbers)}".encode()).digest(length)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _mark(story: Story, row: ScoredRow, candidate: str, expert: str) -> Hundredths:
    """A mark that looks like a person's: near the candidate's quality, in the row's steps."""
    twin = story.twins.get(candidate, candidate)
    chance = int(_digest(f"{twin} {expert} {row.code}")[:8], 16)
    severity = int(_digest(f"severity {expert}")[:8], 16) % 7 - 3
    quality = story.rows.get((candidate, row.code), story.quality[candidate])
    percent = quality + severity + chance % 13 - 6
    steps = row.top * percent // 100 // row.step
    return Hundredths(max(row.low, min(row.top, steps * row.step)))


def _cell(story: Story, sheet: Sheet, row: ScoredRow, candidate: str, expert: str) -> Cell:
    if row == sheet.conclusion:
        said = story.conclusions[candidate][int(expert) - 1]
        if said == "-":
            return Cell(CellState.UNABLE, reason="与本人专业不符，不作结论")
        return Cell(CellState.SCORED, row.levels[int(said) - 1].mark)
    if (expert, candidate, row.code) == story.unable[:3]:
        return Cell(CellState.UNABLE, reason=story.unable[3])
    return Cell(CellState.SCORED, _mark(story, row, candidate, expert))


def _give(story: Story, scoring: Scoring, candidate: str, rows: tuple[ScoredRow, ...]) -> None:
    for row in rows:
        cell = _cell(story, scoring.sheet, row, candidate, scoring.expert.code)
        scoring.commit([MarkChange(candidate, row.code, cell)]).result()


def _score_everything(scoring: Scoring, story: Story) -> None:
    expert = scoring.expert.code
    for candidate in scoring.candidates:
        if scoring.standing(candidate).state is not CandidateState.OPEN:
            continue
        _give(story, scoring, candidate, scoring.sheet.judged(candidate))
        if (expert, candidate) == story.recused_late:
            late = Standing(CandidateState.RECUSED, "与该对象负责人有合作项目")
            scoring.commit([StandingChange(candidate, late)]).result()
        if (expert, candidate) == story.left:
            break
    if expert == story.comment[0]:
        _expert, about, text = story.comment
        scoring.commit([CommentChange(about, "", text)]).result()
    scoring.seal(left=expert == story.left[0]).result()


def _score_half(scoring: Scoring) -> None:
    *before, last = scoring.candidates[:3]
    for candidate in before:
        _give(ANNUAL, scoring, candidate, scoring.sheet.judged(candidate))
    rows = scoring.sheet.judged(last)
    _give(ANNUAL, scoring, last, rows[:6])
    scoring.move(last, rows[6].code)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "sample_sessions"
    for written in build(target):
        print(written)
