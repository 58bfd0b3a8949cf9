"""A paper sheet while a form fills it: its boxes, what was typed, and keeping it.

It answers what `Scoring` answers of an expert's own sheet, so that one form serves both.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import NamedTuple

from reviewtui.domain.ballot import OPEN, Cell, Standing
from reviewtui.domain.panel import Expert, Panel
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.states import CandidateState
from reviewtui.session.changes import Change, MarkChange, StandingChange
from reviewtui.session.desk_change import DeskChange, require_changeable
from reviewtui.session.meeting import Meeting
from reviewtui.session.paper_entry import boxes
from reviewtui.session.round_start import read_start
from reviewtui.session.scoring import Saved
from reviewtui.session.session import Session
from reviewtui.session.typed_pass import CHANGE, TypedPass, read_pass, store_pass

Keep = Callable[[TypedPass, Callable[[], None], Callable[[], None]], Future[Saved]]
"""Makes a pass durable; one of the two is called before the future is done."""


class TypedSheet:
    """One person's reading of one paper sheet, box by box.

    Args:
        typed: What was typed before.
        keep: Makes every step durable.
        number: Of the round; a further one has boxes for what is reopened only.
    """

    sealed = None
    opened = False

    def __init__(
        self, session: Session, expert: str, typed: TypedPass, keep: Keep, number: int
    ) -> None:
        self.panel: Panel = session.panel
        self.sheet: Sheet = session.sheet
        self.expert: Expert = session.panel.expert(expert)
        self.round = number
        self.typed = typed
        self._durable, self._keep = typed, keep
        self._lock = threading.RLock()
        self.pending = 0
        self._rows: dict[str, list[ScoredRow]] = {}
        self.start = read_start(session.meeting, expert, number)
        for box in boxes(session, expert, self.start, subtotals=typed.subtotals):
            self._rows.setdefault(box.candidate, []).append(box.row)
        self.candidates = tuple(self._rows)
        self.place = next(iter(self.holes()), None)

    def rows(self, candidate: str) -> Sequence[ScoredRow]:
        """The boxes of a candidate."""
        return self._rows[candidate]

    def cell(self, candidate: str, row: str) -> Cell:
        """What stands in a box."""
        return self.typed.cell(candidate, row)

    def cells(self, candidate: str) -> Mapping[str, Cell]:
        """Every box of a candidate."""
        return {row.code: self.cell(candidate, row.code) for row in self._rows[candidate]}

    def standing(self, candidate: str) -> Standing:
        """Open, recused or declined."""
        return self.typed.standings.get(candidate, OPEN)

    def comment(self, candidate: str, row: str = "") -> str:
        """There are none: comments stay on the paper."""
        del candidate, row
        return ""

    def progress(self, candidate: str) -> tuple[int, int]:
        """Boxes with something in them, and boxes."""
        cells = self.cells(candidate)
        return sum(cell.done for cell in cells.values()), len(cells)

    def holes(self) -> list[tuple[str, str]]:
        """Empty boxes of open candidates."""
        return [
            (candidate, row.code)
            for candidate, rows in self._rows.items()
            if self.standing(candidate).state is CandidateState.OPEN
            for row in rows
            if not self.cell(candidate, row.code).done
        ]

    def changes(self) -> list[DeskChange]:
        """What was typed, as changes of a ballot that is there already."""
        standings = [StandingChange(*item) for item in self.typed.standings.items()]
        marks = [
            MarkChange(candidate, code, cell)
            for candidate, cells in self.typed.cells.items()
            for code, cell in cells.items()
            if cell.done
        ]
        return [*standings, *marks]

    def commit(
        self, changes: Sequence[Change], next_place: tuple[str, str] | None = None
    ) -> Future[Saved]:
        """Fill boxes as one step; what could not be kept is not shown either."""
        del next_place
        typed = self.typed
        for change in changes:
            typed = _changed(typed, change)
        return self.store(typed)

    def finish(self) -> Future[Saved]:
        """Every box was gone through; the empty ones are empty on the paper."""
        return self.store(replace(self.typed, finished=True))

    def store(self, typed: TypedPass) -> Future[Saved]:
        """Keep the whole reading."""
        with self._lock:
            self.typed = typed
            self.pending += 1

        def kept() -> None:
            self._settle(typed)

        def failed() -> None:
            self._settle(self._durable)

        return self._keep(typed, kept, failed)

    def move(self, candidate: str, row: str) -> None:
        """Where the cursor is; opening it again begins at the first empty box."""

    def _settle(self, durable: TypedPass) -> None:
        with self._lock:
            self._durable = durable
            self.pending -= 1
            if not self.pending:
                self.typed = durable


def kept_in(meeting: Meeting, expert: str, number: int, turn: int) -> Keep:
    """Keeps every step of a pass in the session."""

    def keep(
        typed: TypedPass, kept: Callable[[], None], failed: Callable[[], None]
    ) -> Future[Saved]:
        return store_pass(meeting, expert, number, turn, typed, kept, failed)

    return keep


class BegunChange(NamedTuple):
    """What is being changed on the spot.

    Attributes:
        sheet: With what was typed so far; every step is kept until the change is in force.
        outdated: Whether it was begun on another version than the one that counts now.
    """

    sheet: TypedSheet
    outdated: bool


def begun_change(session: Session, expert: str, number: int | None = None) -> BegunChange:
    """A change on the spot, begun or gone on with; by default in the round at work.

    Raises:
        Refused: As `require_changeable`, or if what was kept cannot be read any more.
    """
    number = number or session.meeting.round
    before = require_changeable(session, expert, number).content_id
    typed = read_pass(session.meeting, expert, number, CHANGE)
    now = TypedPass("", changes=before) if typed is None else replace(typed, changes=before)
    sheet = TypedSheet(
        session, expert, now, kept_in(session.meeting, expert, number, CHANGE), number
    )
    return BegunChange(sheet, typed is not None and typed.changes != before)


def _changed(typed: TypedPass, change: Change) -> TypedPass:
    cells = {candidate: dict(own) for candidate, own in typed.cells.items()}
    standings = dict(typed.standings)
    match change:
        case MarkChange(candidate, row, cell) if cell.done:
            cells.setdefault(candidate, {})[row] = cell
        case MarkChange(candidate, row, _blank):
            cells.get(candidate, {}).pop(row, None)
        case StandingChange(candidate, standing) if standing.state is CandidateState.OPEN:
            standings.pop(candidate, None)
        case StandingChange(candidate, standing):
            standings[candidate] = standing
            cells.pop(candidate, None)
    return replace(typed, cells=cells, standings=standings)
