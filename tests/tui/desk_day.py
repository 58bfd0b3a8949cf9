"""A day at the desk for the tests of its screens: kits out, sticks that come back, a conflict.

Every mark is one of three peculiar numbers, so that a screen that shows one is caught.
"""

from functools import partial
from itertools import cycle
from pathlib import Path

from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import hand_over, opened_kit
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.templates import begun
from tests.tui.sessions import AFTER_ALL, TEN_O_CLOCK, fixed, made, mark, provincial, seal

MARKS = ("7.77", "6.13", "3.07")
"""What every expert gives, in turn; nothing else on a screen looks like it."""
TELLING = (*MARKS, "777", "613", "307", "56.27", "60.83")
"""The marks, as they are stored, and totals of them."""


def day(folder: Path, *, supervisor: bool = False) -> Session:
    """Four experts, three candidates: 01 handed in here, 02 is at work, 03 and 04 have kits.

    The morning is held once in a run; every test has a copy of the folder.
    """
    begun(folder, ("day", supervisor), partial(_hold, supervisor=supervisor))
    return Session.open(folder / "meeting.review", sources=fixed(AFTER_ALL))


def _hold(folder: Path, *, supervisor: bool) -> None:
    held = provincial(experts=4, candidates=3, step="0.01")
    if supervisor:
        held.rule(custody="supervisor")
        panel, _sheet = held.panel()
        path = folder / "meeting.review"
        digits = create_session(path, panel, now=lambda: TEN_O_CLOCK, new_id=lambda: "0" * 32)
        (folder / "envelope.txt").write_text(digits)
        session = Session.open(path, sources=fixed())
    else:
        session = made(folder / "meeting.review", held)
    peculiar(session, "01")
    seal(session, "01")
    mark(session, "02", "01", [MARKS[0]] * 4)
    issue(session, folder / "kits", ["03", "04"])
    session.close()


def peculiar(session: Session, expert: str, shift: int = 0) -> None:
    """Peculiar marks for every candidate."""
    given = cycle(MARKS[shift:] + MARKS[:shift])
    for candidate in session.panel.assigned(expert):
        mark(session, expert, candidate, [next(given) for _row in session.sheet.judged(candidate)])


def stick_of(folder: Path, expert: str, shift: int = 0) -> Path:
    """The stick of an expert who scored on a machine of his own and handed in."""
    kit = next((folder / "kits").glob(f"*{expert}*/*.kit"))
    stick = folder / f"stick-{expert}-{shift}"
    stick.mkdir()
    copy = stick / kit.name
    copy.write_bytes(kit.read_bytes())
    machine = folder / f"machine-{expert}-{shift}"
    moment = TEN_O_CLOCK + 60_000 * (shift + 1)
    with opened_kit(copy, folder=machine, sources=Sources(now=lambda: moment)) as work:
        peculiar(work.session, expert, shift)
        seal(work.session, expert)
        sealed = work.session.scoring(expert).sealed
        assert sealed is not None
        hand_over(work, sealed)
    return stick
