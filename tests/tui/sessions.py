"""Session files for the screens' tests: real ones, with experts who have marked and sealed."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.changes import MarkChange, StandingChange
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.meeting import Meeting, meeting
from tests.templates import begun_file

TEN_O_CLOCK = 1_796_004_000_000
"""UTC milliseconds: 2026-11-30 02:00, ten in the morning in Hangzhou."""

AFTER_ALL = 1_000
"""The first seed for whoever goes on with a copy: nobody has drawn it."""

NAMES = (
    "江海智能制造技术创新中心（示例）",
    "东湖新材料技术创新中心（示例）",
    "钱塘生物医药与高端医疗器械共性关键技术协同创新中心（示例）",
    "天目清洁能源技术创新中心（示例）",
    "富春数字安防技术创新中心（示例）",
    "婺江现代农机技术创新中心（示例）",
    "瓯越海洋装备技术创新中心（示例）",
    "四明集成电路技术创新中心（示例）",
)
UNITS = ("示例大学", "示例研究院", "示例工程中心（集团）有限公司")


def provincial(experts: int = 9, candidates: int = 8, **rule: object) -> Meeting:
    """A provincial meeting with fictional names as long as real ones."""
    built = meeting(experts=experts, candidates=candidates, **rule)  # type: ignore[arg-type]
    for number, candidate in enumerate(built.data["candidates"]):
        candidate["name"] = NAMES[number % len(NAMES)]
        candidate["code"] = f"{number + 1:02d}"
    for number, expert in enumerate(built.data["experts"]):
        expert["name"] = "赵钱孙李周吴郑王冯陈"[number % 10] + "某某"
        expert["unit"] = UNITS[number % len(UNITS)]
    built.data["panel"]["title"] = "浙江省技术创新中心年度评价专家评审会（示例）"
    return built


def fixed(first: int = 1) -> Sources:
    """A clock that stands still, and seeds that only count up."""
    drawn = count(first)
    return Sources(
        now=lambda: TEN_O_CLOCK, random_bytes=lambda size: next(drawn).to_bytes(size, "big")
    )


def made(path: Path, built: Meeting) -> Session:
    """A new session file, open."""
    panel, _sheet = built.panel()
    create_session(path, panel, now=lambda: TEN_O_CLOCK, new_id=lambda: "0" * 32)
    return Session.open(path, sources=fixed())


def mark(session: Session, expert: str, candidate: str, points: Iterable[str]) -> None:
    """Give a candidate these marks from the first row on."""
    scoring = session.scoring(expert)
    rows = session.sheet.judged(candidate)
    scoring.commit(
        [
            MarkChange(candidate, row.code, Cell(CellState.SCORED, Hundredths(_hundredths(text))))
            for row, text in zip(rows, points, strict=False)
        ]
    ).result()


def recuse(session: Session, expert: str, candidate: str) -> None:
    """An expert recuses himself."""
    standing = Standing(CandidateState.RECUSED, "同单位")
    session.scoring(expert).commit([StandingChange(candidate, standing)]).result()


def seal(session: Session, expert: str, *, left: bool = False) -> None:
    """An expert hands in."""
    session.scoring(expert).seal(left=left).result()


def filled(session: Session, expert: str, shift: int = 0) -> None:
    """Marks for every candidate that differ by expert, candidate and row."""
    for number, candidate in enumerate(session.panel.assigned(expert)):
        rows = len(session.sheet.judged(candidate))
        points = [
            f"{(number * number * 7 + row * (5 + number) + shift * (3 + row)) % 9 / 2 + 6:.1f}"
            for row in range(rows)
        ]
        mark(session, expert, candidate, points)


def finished(path: Path, built: Meeting) -> Session:
    """A session in which everybody but the last expert has handed in; one is recused.

    Of one meeting the file is made once in a run; every test has a copy.
    """
    named = ("finished", repr(built.panel()))
    begun_file(path, named, lambda own: _finish(made(own, built)))
    return Session.open(path, sources=fixed(AFTER_ALL))


def _finish(session: Session) -> None:
    experts = [expert.code for expert in session.panel.experts]
    for shift, expert in enumerate(experts[:-1]):
        filled(session, expert, shift)
    recuse(session, experts[2], session.panel.candidates[1].code)
    for expert in experts[:-1]:
        seal(session, expert)
    session.close()


def _hundredths(text: str) -> int:
    whole, _point, places = text.partition(".")
    return int(whole) * 100 + int(places.ljust(2, "0") or 0)
