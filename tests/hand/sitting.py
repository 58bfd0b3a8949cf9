"""Sittings at the real program that end at any moment, and what must be left of them.

A sitting notes what stands after each step of the hand and how much of it the screen has
called saved. Afterwards the file must hold exactly what stood after one of these steps, not
before the last one that was called saved; and the program must open at its place.
"""

import os
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.meeting import ROOT, meeting
from tests.terminal import PROGRAM, Terminal

Cell = tuple[str, str]
"""Codes of a candidate and a row."""

EXPERT = "07"
CANDIDATES, ROWS, TOP, STEP = 4, 10, 1000, 50
HASTY = (sys.executable, "-m", "tests.hand.hasty")
QUIET = 1.0
"""Seconds after which a cursor that only moved must be stored, with some to spare."""

WORDS = {"zh": (r"(\d+)号 ", "已保存"), "en": (r"No\. (\d+) ", "saved (this computer)")}
"""How the first lines name a candidate, and that all is saved."""

LINE = re.compile(r"([> ]) *(\d+) +10 (\[[^\]]{6}\]|.{8}) ")


class End(Enum):
    """How a sitting ends."""

    KILL = signal.SIGKILL
    TERM = signal.SIGTERM
    HANG_UP = signal.SIGHUP
    CLOSED = "terminal closed"


class Glance(NamedTuple):
    """What the screen says: marks in hundredths; a number being typed hides its row's."""

    place: Cell
    marks: Mapping[str, int]
    done: int
    hidden: bool
    saved: bool


def glance(terminal: Terminal, language: str) -> Glance | None:
    """Read the form; None while it is not, or only partly, on the screen."""
    try:
        lines = terminal.screen
    except IndexError:  # the emulator stumbles over half a wide character
        return None
    number, saved = WORDS[language]
    named = re.search(number, lines[0])
    count = re.search(rf" (\d+)/{ROWS} ", lines[1])
    rows = [found.groups() for found in map(LINE.match, lines) if found]
    here = [(row, given) for marker, row, given in rows if marker == ">"]
    if not named or not count or len(rows) != ROWS or len(here) != 1:
        return None
    row, box = here[0]
    hidden = not box.startswith("[ ")
    given = {code: text.strip("[] ") for _marker, code, text in rows}
    if hidden:
        del given[row]
    marks = {code: round(float(text) * 100) for code, text in given.items() if text}
    return Glance((named[1], row), marks, int(count[1]), hidden, saved in lines[1])


def open_form(path: Path, language: str, program: Sequence[str] = PROGRAM) -> Terminal:
    """The program with a home of its own, so that no machine's settings matter."""
    home = str(path.parent)
    folders = {f"XDG_{name}_HOME": home for name in ("CONFIG", "STATE", "DATA")}
    line = ["score", str(path), "--expert", EXPERT, "--lang", language]
    return Terminal([*program, *line], cwd=ROOT, env={"HOME": home, **folders})


@dataclass(frozen=True)
class Moment:
    """What stands after a step of the hand."""

    marks: Mapping[Cell, int]
    place: Cell

    def looks_like(self, seen: Glance) -> bool:
        """Whether the screen shows this."""
        own = {row: mark for (one, row), mark in self.marks.items() if one == self.place[0]}
        done = len(own)
        if seen.hidden:
            own.pop(self.place[1], None)
        return (self.place, own, done) == (seen.place, seen.marks, seen.done)

    def marked(self, mark: int) -> "Moment":
        """The row at hand is given a mark; the cursor goes on below, or to the first gap."""
        marks = {**self.marks, self.place: mark}
        one, row = self.place
        gaps = [str(code) for code in range(1, ROWS + 1) if (one, str(code)) not in marks]
        below = str(int(row) + 1) if int(row) < ROWS else (gaps or [row])[0]
        return Moment(marks, (one, below))

    def moved(self, by: int) -> "Moment":
        """The cursor goes up or down."""
        one, row = self.place
        return Moment(self.marks, (one, str(min(max(int(row) + by, 1), ROWS))))

    def turned(self, by: int) -> "Moment":
        """Another candidate: the same row, or of a fresh one after a complete one the first."""
        done = Counter(one for one, _row in self.marks)
        one, row = self.place
        other = str(int(one) + by)
        if not 1 <= int(other) <= CANDIDATES:
            return self
        return Moment(self.marks, (other, row if done[other] or done[one] < ROWS else "1"))


MOVES = {
    "up": lambda stands: stands.moved(-1),
    "down": lambda stands: stands.moved(1),
    "pageup": lambda stands: stands.turned(-1),
    "pagedown": lambda stands: stands.turned(1),
}


class Sitting:
    """One run of the program, from the moment its form shows."""

    def __init__(self, terminal: Terminal, language: str, stands: Moment) -> None:
        self.terminal, self.language = terminal, language
        self.moments = [stands]
        self.said = self.seen = 0
        self.seen_at = time.monotonic()

    def look(self) -> None:
        """Note how far the screen is, and how far it is called saved."""
        self.terminal.pump()
        shown = glance(self.terminal, self.language)
        if shown is None:
            return
        later = range(self.seen, len(self.moments))
        at = next((at for at in later if self.moments[at].looks_like(shown)), None)
        if at is None:
            return
        if at != self.seen:
            self.seen, self.seen_at = at, time.monotonic()
        if shown.saved:
            self.said = at

    def work(self, chance: random.Random) -> None:
        """Type marks at speed, now and then move, turn over, wait; end anywhere."""
        for _number in range(chance.randrange(14)):
            kind = chance.random()
            if kind < 0.75:
                self._mark(chance)
            elif kind < 0.95:
                self._move(chance.choice(list(MOVES)))
            else:
                self.terminal.pump(QUIET)
            self.look()
        if chance.random() < 0.3:
            self.terminal.press(chance.choice("123456789"))  # begun, never confirmed
        self.terminal.pump(chance.choice((0, 0.01, 0.05, 2)) * chance.random())
        self.look()

    def _mark(self, chance: random.Random) -> None:
        stands = self.moments[-1]
        mark = (stands.marks.get(stands.place, 0) + STEP * chance.randint(1, 3)) % (TOP + STEP)
        for key in (*f"{mark / 100:g}", "enter"):
            self.terminal.pump(chance.uniform(0, 0.02))
            self.terminal.press(key)
        self.moments.append(stands.marked(mark))

    def _move(self, key: str) -> None:
        self.terminal.press(key)
        self.moments.append(MOVES[key](self.moments[-1]))

    def confirmed(self) -> int:
        """Marks that the screen called saved."""
        steps = zip(self.moments, self.moments[1 : self.said + 1], strict=False)
        return sum(before.marks != after.marks for before, after in steps)

    def places(self, held: Mapping[Cell, int], *, kept: bool) -> set[Cell]:
        """Where the cursor may stand if these marks are held; `kept`: nothing is in flight."""
        same = [at for at, moment in enumerate(self.moments) if moment.marks == held]
        least = self.seen if kept else 0
        return {self.moments[at].place for at in same if at >= min(least, same[-1])}


def marks_in(session: Session) -> Mapping[Cell, int]:
    """The marks of the expert at work."""
    scoring = session.scoring(EXPERT)
    return {
        (one, row): cell.mark
        for one in scoring.candidates
        for row, cell in scoring.cells(one).items()
        if cell.mark is not None
    }


@dataclass
class Desk:
    """One session in which sitting follows sitting."""

    path: Path
    language: str
    program: Sequence[str]
    marks: Mapping[Cell, int] = field(default_factory=dict)
    places: set[Cell] = field(default_factory=lambda: {("1", "1")})
    faults: list[str] = field(default_factory=list)
    confirmed: int = 0
    in_flight: int = 0
    lost: int = 0
    astray: int = 0

    def __post_init__(self) -> None:
        create_session(self.path, meeting(9, CANDIDATES).panel()[0])
        self.open()

    def open(self) -> None:
        """Start the program."""
        self.terminal = open_form(self.path, self.language, self.program)

    def sit_down(self) -> Sitting:
        """Wait for the form; it must show what the file held, at the place of before."""
        shown, deadline = None, time.monotonic() + 30
        while shown is None or not Moment(self.marks, shown.place).looks_like(shown):
            self.terminal.pump(0.02)
            shown = glance(self.terminal, self.language)
            assert time.monotonic() < deadline, f"not the marks of before:\n{self.terminal.text}"
        if shown.place not in self.places:
            self.astray += 1
            self.faults.append(f"opens at {shown.place}, not at {sorted(self.places)}")
        return Sitting(self.terminal, self.language, Moment(self.marks, shown.place))

    def sit(self, how: End, chance: random.Random) -> None:
        """One sitting that ends so, and the program started anew."""
        if chance.random() < 0.1:  # it ends while it opens: all is as before
            self.terminal.pump(chance.uniform(0, 0.5))
            self._end(how)
            held = self._held()
            if held != self.marks:
                self.faults.append("other marks after an end while opening")
            self.marks = held
        else:
            sitting = self.sit_down()
            sitting.work(chance)
            quiet = time.monotonic() - sitting.seen_at > QUIET
            self._end(how)
            if how is not End.CLOSED:
                sitting.look()  # what was still painted was still said
            self._compare(sitting, self._held(), how, kept=how is not End.KILL or quiet)
        self.terminal.__exit__()
        self.open()

    def _compare(self, sitting: Sitting, held: Mapping[Cell, int], how: End, *, kept: bool) -> None:
        """A kill may cost what is not called saved yet; any other end not even that."""
        least = sitting.said if how is End.KILL else sitting.seen
        fitting = [at for at, moment in enumerate(sitting.moments) if moment.marks == held]
        self.confirmed += sitting.confirmed()
        self.in_flight += held != sitting.moments[-1].marks
        self.marks = held
        if not fitting:
            self.faults.append(f"{how.name}: marks that never stood so")
            self.places = {sitting.moments[-1].place}
            return
        if fitting[-1] < least and held != sitting.moments[least].marks:
            self.lost += 1
            self.faults.append(f"{how.name}: holds step {fitting[-1]}, said was {least}")
        self.places = sitting.places(held, kept=kept)

    def _end(self, how: End) -> None:
        if how is End.CLOSED:
            self.terminal.close()
        else:
            self.terminal.kill(how.value)
        number = signal.SIGHUP if how is End.CLOSED else how.value
        status = os.waitstatus_to_exitcode(self.terminal.kill() or 0)
        noticed = how is End.CLOSED and status == 1  # before the signal came
        if status not in (-number, 128 + number) and not noticed:
            self.faults.append(f"{how.name}: the program ends with {status} {self._log()}")

    def _log(self) -> str:
        """What the program noted of itself, if anything."""
        return "\n".join(path.read_text() for path in self.folder.rglob("reviewtui.log"))

    def _held(self) -> Mapping[Cell, int]:
        """The marks in a copy, so that the program itself recovers the file."""
        copy = self.path.with_suffix(".copy")
        for end in ("", "-wal"):
            source = self.path.with_name(self.path.name + end)
            target = copy.with_name(copy.name + end)
            target.unlink(missing_ok=True)
            if source.exists():
                shutil.copyfile(source, target)
        with Session.open(copy) as session:
            found = [session.verify_journal(), *session.check()]
            self.faults += [str(finding) for finding in found if finding]
            others = [code for code, done in session.progress().items() if done[0]]
            if others not in ([], [EXPERT]):
                self.faults.append(f"marks of {others}")
            return marks_in(session)

    def leave(self) -> None:
        """The last landing, then the end."""
        self.sit_down()
        self.terminal.__exit__()


@dataclass
class Campaign:
    """Many ends; while one program opens, the hand is at work in the other session."""

    folder: Path
    seed: int
    program: Sequence[str] = PROGRAM
    desks: list[Desk] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    def run(self, ends: Sequence[End]) -> str:
        """End in these ways, in any order; what came of it in a line."""
        chance = random.Random(self.seed)
        self.desks = [Desk(self.folder / f"{word}.review", word, self.program) for word in WORDS]
        try:
            for number, how in enumerate(chance.sample(ends, len(ends))):
                self.desks[number % len(self.desks)].sit(how, chance)
                self.ends[how.name] += 1
            for desk in self.desks:
                desk.leave()
        finally:
            for desk in self.desks:
                desk.terminal.kill()
        return str(self)

    @property
    def faults(self) -> list[str]:
        """Everything that was not as promised."""
        return [f"{desk.language}: {fault}" for desk in self.desks for fault in desk.faults]

    def total(self, name: str) -> int:
        """A count over both sessions."""
        return sum(getattr(desk, name) for desk in self.desks)

    def __str__(self) -> str:
        counts = {name: self.total(name) for name in ("confirmed", "in_flight", "lost", "astray")}
        return f"seed {self.seed}: {dict(self.ends)} {counts}"
