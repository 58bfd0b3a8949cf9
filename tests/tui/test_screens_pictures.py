"""Pictures of the screens beside the form, at every size and in both languages.

Each is also held to its width in cells, which a picture does not prove.
"""

from pathlib import Path

import pytest

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.locales import use
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.changes import MarkChange
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.collecting import Collecting
from reviewtui.tui.home import HomeApp
from tests.meeting import built_in
from tests.tui.desk_day import day, stick_of
from tests.tui.pictures import BOTH, Snap, State, picture, sized
from tests.tui.sessions import filled, finished, made, mark, provincial, recuse, seal

pytestmark = pytest.mark.usefixtures("still")


def at_work(path: Path) -> ReviewApp:
    """The expert's screens in the middle of a morning."""
    session = made(path / "meeting.review", provincial())
    filled(session, "01")
    seal(session, "01")
    filled(session, "03", 1)
    recuse(session, "03", "05")
    mark(session, "02", "01", ["9.5", "8", "9", "7.5", "8.5"])
    mark(session, "02", "02", ["10"] * 10)
    recuse(session, "02", "03")
    return ReviewApp(session, None, start="identify")


def at_the_desk(path: Path) -> ReviewApp:
    """The secretary's screens when all but one have handed in."""
    return ReviewApp(finished(path / "meeting.review", provincial()), None, start="desk")


def collecting(path: Path) -> ReviewApp:
    """A clean stick was taken in last; a conflict waits."""
    session = day(path)
    app = ReviewApp(session, None, start="desk")
    app.collecting = Collecting(session)
    for expert, shift in (("04", 0), ("04", 1), ("03", 0)):
        app.collecting.folders.append(Path(stick_of(path, expert, shift).name))
        for _look in range(2):
            app.collecting.look()
    return app


def opened(path: Path) -> ReviewApp:
    """The result."""
    session = finished(path / "meeting.review", provincial())
    session.unseal()
    return ReviewApp(session, None, start="results")


def reopening(path: Path) -> ReviewApp:
    """Before the second round: what is reopened is chosen."""
    session = finished(path / "meeting.review", provincial())
    session.unseal()
    return ReviewApp(session, None, start="desk")


def second_round(path: Path) -> ReviewApp:
    """An expert's sheet in the second round: his mark, the panel's median and range."""
    session = finished(path / "meeting.review", provincial())
    session.unseal()
    begin_round(session, {"02": ["8", "9"], "05": []}, by="组长", reason="讨论后复评")
    return ReviewApp(session, "04")


def both_rounds(path: Path) -> ReviewApp:
    """The result after the second round, which one expert changed something in."""
    app = second_round(path)
    scoring = app.session.scoring("04")
    cell = Cell(CellState.SCORED, Hundredths(800), "讨论后认识有变化")
    scoring.commit([MarkChange("02", "8", cell)]).result()
    scoring.seal().result()
    app.session.unseal()
    return ReviewApp(app.session, None, start="results")


def late(path: Path) -> ReviewApp:
    """The opening again: 03 and 04 handed in after the ballots were opened."""
    session = day(path)
    sticks = [stick_of(path, expert) for expert in ("03", "04")]
    session.unseal()
    carry_out(session, plan(session, sticks), path / "backup")
    return ReviewApp(session, None, start="opening")


def at_home(path: Path) -> HomeApp:
    """The home screen."""
    del path
    return HomeApp(lambda: [built_in(), built_in("nb-tic-draft")])


SCREENS: dict[str, State] = {
    "home": (at_home, ()),
    "identify": (at_work, ()),
    "question": (at_work, ("2", "enter")),
    "candidates": (at_work, ("2", "enter", "enter")),
    "overview": (at_work, ("3", "enter", "enter", "escape", "2")),
    "completeness": (at_work, ("2", "enter", "enter", "escape", "3")),
    "submit": (at_work, ("3", "enter", "enter", "escape", "1")),
    "sure": (at_work, ("3", "enter", "enter", "escape", "1", "1", "enter")),
    "code": (at_work, ("3", "enter", "enter", "escape", "1", "1", "enter", "2")),
    "leave": (at_work, ("2", "enter", "enter", "escape", "4")),
    "desk": (at_the_desk, ()),
    "collect": (collecting, ("1", "enter")),
    "closed": (at_the_desk, ("8", "enter")),
    "late": (late, ()),
    "admitting": (late, ("4", "enter", "3")),
    "results": (opened, ()),
    "closing": (opened, ("space", "6")),
    "explain": (opened, ("2", "enter")),
    "explain_row": (opened, ("2", "enter", "pagedown", "enter")),
    "reopening": (reopening, ("2", "enter", "4", "enter")),
    "reopened_rows": (reopening, ("2", "enter", "4", "enter", "down", "down", "enter")),
    "second_round": (second_round, ()),
    "second_round_why": (second_round, ("9", "enter")),
    "second_round_submit": (second_round, ("9", "enter", "2", "escape", "1")),
    "rounds": (both_rounds, ("space", "8", "8")),
    "compare": (opened, ("1", "space", "2", "1")),
}


STATES = (
    "reopened_rows",
    "second_round_why",
    "second_round_submit",
    "rounds",
    "question",
    "sure",
    "code",
    "closed",
    "admitting",
    "explain_row",
    "closing",
)


@BOTH
@sized("name", list(SCREENS), STATES)
def test_screen(
    snap_compare: Snap, tmp_path: Path, name: str, size: tuple[int, int], language: str
) -> None:
    use(language)
    make, keys = SCREENS[name]
    picture(snap_compare, make(tmp_path), size, keys)
