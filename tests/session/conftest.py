"""Sessions for tests: small tables, a clock that counts, keys that can be made again."""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reviewtui import locales
from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import CellState
from reviewtui.session.changes import MarkChange
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.scoring import Scoring
from reviewtui.session.session import Session
from tests.meeting import Meeting, meeting, small_set

START = 1_767_225_600_000
"""1 January 2026, UTC."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = locales.language()
    locales.use("en")
    yield
    locales.use(before)


def counted_sources() -> Sources:
    """A clock that goes a second per look, and keys from a counter."""
    ticks, keys = itertools.count(), itertools.count()

    def random_bytes(size: int) -> bytes:
        return hashlib.sha256(f"key {next(keys)}".encode()).digest()[:size]

    return Sources(lambda: START + next(ticks) * 1000, random_bytes)


def small_meeting(experts: int = 3, candidates: int = 2, **rule: object) -> Meeting:
    """Two primaries with two rows each, all marked 0 to 10 in halves."""
    table = small_set(primaries=2, rows=2)
    return meeting(experts, candidates, table=table, granularity="rows", **rule)


def scored(points: float | str) -> Cell:
    """A cell with this mark, in points."""
    return Cell(CellState.SCORED, Hundredths(round(float(points) * 100)))


def mark(candidate: str, row: str, points: float) -> MarkChange:
    """A change that marks one row."""
    return MarkChange(candidate, row, scored(points))


def fill(scoring: Scoring, points: float = 8) -> None:
    """Mark every hole alike and wait until it is durable."""
    scoring.commit([mark(*hole, points) for hole in scoring.holes()]).result()


@dataclass
class Room:
    """A folder with one session that can be opened again and again."""

    path: Path
    open_ones: list[Session] = field(default_factory=list)
    sources: Sources = field(default_factory=counted_sources)
    opening_code: str = ""

    def open(self) -> Session:
        """Open the session; the fixture closes what a test leaves open."""
        session = Session.open(self.path, sources=self.sources)
        self.open_ones.append(session)
        return session

    def again(self) -> Session:
        """Close what is open and open anew, as after a restart."""
        self.close()
        return self.open()

    def close(self) -> None:
        """Close every session that a test has opened."""
        while self.open_ones:
            self.open_ones.pop().close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Callable[..., Room]]:
    """Make a session from a meeting (or a panel) and hand out its room."""
    rooms: list[Room] = []

    def make(of: Meeting | Panel | None = None, **keys: object) -> Room:
        panel = of if isinstance(of, Panel) else (of or small_meeting()).panel()[0]
        own = Room(tmp_path / f"meeting{len(rooms) or ''}.review")
        own_chance = {"now": own.sources.now, "random_bytes": own.sources.random_bytes}
        own.opening_code = create_session(
            own.path, panel, new_id=lambda: "5e" * 16, **own_chance, **keys
        )
        rooms.append(own)
        return own

    yield make
    for own in rooms:
        own.close()
