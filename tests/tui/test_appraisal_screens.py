"""Concluding on the form, and the result of an appraisal; pictures in both languages."""

from pathlib import Path

import pytest

from reviewtui.domain.ballot import Cell
from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.states import CellState
from reviewtui.locales import use
from reviewtui.session.changes import MarkChange
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import Meeting
from tests.tui.pictures import BOTH, Snap, State, picture, sized
from tests.tui.screen import lines
from tests.tui.sessions import made, provincial, seal

pytestmark = pytest.mark.usefixtures("still")

VOTES = ("1111", "2211", "3321", "4321")
"""Options by candidate, expert by expert."""


def appraisal(candidates: int = 4) -> Meeting:
    """Plans before four experts."""
    plan = provincial(4, candidates)
    plan.data["panel"]["review"] = "appraisal"
    plan.data["panel"]["title"] = "浙江省技术创新中心建设方案论证会（示例）"
    rule = {"majority": "2/3", "quorum": "2/3", "source": "论证办法（示例）"}
    return plan.put("conclusions", rule)


def concluded(path: Path) -> Session:
    """Every expert has concluded, everything is open."""
    session = made(path / "meeting.review", appraisal())
    asked = session.panel.rule.conclusions
    assert asked is not None
    for number, expert in enumerate(session.panel.experts):
        scoring = session.scoring(expert.code)
        for at, candidate in enumerate(scoring.candidates):
            option = int(VOTES[at][number]) - 1
            scoring.commit(
                [
                    MarkChange(
                        candidate,
                        row.code,
                        Cell(
                            CellState.SCORED,
                            asked.mark(option)
                            if row.code == CONCLUSION
                            else row.top - row.step * (number + at),
                        ),
                    )
                    for row in session.sheet.judged(candidate)
                ]
            ).result()
        seal(session, expert.code)
    session.unseal()
    return session


def on_the_form(path: Path) -> ReviewApp:
    """The first expert before the first plan."""
    return ReviewApp(made(path / "meeting.review", appraisal(8)), "01")


def on_the_result(path: Path) -> ReviewApp:
    """The result."""
    return ReviewApp(concluded(path), None, start="results")


SCREENS: dict[str, State] = {
    "form": (on_the_form, ("down",) * 10),
    "concluded": (on_the_form, ("down",) * 10 + ("3", "up", "down") + ("down",) * 9),
    "results": (on_the_result, ()),
    "explained": (on_the_result, ("3", "enter")),
}


@BOTH
@sized("name", list(SCREENS), ("concluded",))
def test_screen(
    snap_compare: Snap, tmp_path: Path, name: str, size: tuple[int, int], language: str
) -> None:
    use(language)
    make, keys = SCREENS[name]
    picture(snap_compare, make(tmp_path), size, keys)


async def test_one_digit_concludes_and_filling_a_group_never_does(tmp_path: Path) -> None:
    use("en")
    app = on_the_form(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        await hand.press("space", "4", "8", "0", "enter")
        await hand.pause()
        assert app.scoring.holes()[0] == ("01", CONCLUSION)
        await hand.press("tab")
        assert CONCLUSION in next(line for line in lines(app) if line.startswith(">"))
        await hand.press("2")
        await hand.pause()
        assert ("01", CONCLUSION) not in app.scoring.holes()
        cell = app.scoring.cell("01", CONCLUSION)
        assert (cell.state, cell.mark) == (CellState.SCORED, 300)
    app.session.close()


async def test_before_the_opening_no_conclusion_is_shown(tmp_path: Path) -> None:
    use("zh")
    session = made(tmp_path / "meeting.review", appraisal(1))
    asked = session.panel.rule.conclusions
    assert asked is not None
    scoring = session.scoring("01")
    cells = [
        MarkChange(
            "01",
            row.code,
            Cell(CellState.SCORED, asked.mark(3) if row.code == CONCLUSION else row.top),
        )
        for row in session.sheet.judged("01")
    ]
    scoring.commit(cells).result()
    seal(session, "01")
    for start in ("desk", "results"):
        app = ReviewApp(session, None, start=start)
        async with app.run_test(size=(80, 24)) as hand:
            await hand.pause()
            assert "不同意" not in "\n".join(lines(app))
    session.close()
