"""One expert at work: marks go into memory at once and are durable when the future is done.

Used by one screen thread; the writer's thread only calls back to put memory right after
a failure. Another expert's marks cannot be reached from here.
"""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

from reviewtui.domain.ballot import BLANK, OPEN, Cell, Standing
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Refused
from reviewtui.domain.panel import Expert, Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState
from reviewtui.locales import _
from reviewtui.session.changes import Change, Edit, edits_body
from reviewtui.session.draft import Draft, merged, read_draft, write_rows
from reviewtui.session.faults import refused
from reviewtui.session.gates import faults_of, hole_finding, long_faults
from reviewtui.session.history import Commit, History, Pending
from reviewtui.session.journal import EventKind
from reviewtui.session.meeting import Meeting
from reviewtui.session.recall import Sealed, recall, recall_start, store_place
from reviewtui.session.writer import Transaction

Result = TypeVar("Result")


class Saved(NamedTuple):
    """A durable commit: its journal number, and when, in UTC milliseconds."""

    seq: int
    at: int


class Scoring:
    """One expert's sheet in one round."""

    _draft: Draft
    _history: History
    _last_change: tuple[str, str] | None
    _sealed: Sealed | None
    _place: tuple[str, str] | None
    practice = False
    """Whether nothing of it counts or is kept."""

    def __init__(self, meeting: Meeting, expert: str, number: int) -> None:
        self._meeting = meeting
        self.expert: Expert = meeting.panel.expert(expert)
        self.round = number
        self.candidates = meeting.panel.assigned(expert)
        self._owner = (meeting.id, number, expert)
        self._place_key = f"place {number} {expert}"
        self._lock = threading.RLock()
        self._generation = 0
        self._stale = False
        self._on_the_way: list[Pending] = []
        self._busy = False
        self.start = recall_start(meeting, expert, number)
        """What a further round began with; None in the first."""
        self._read_file()

    @property
    def panel(self) -> Panel:
        """The panel of the session."""
        return self._meeting.panel

    @property
    def sheet(self) -> Sheet:
        """The rows to mark."""
        return self._meeting.sheet

    # What stands now

    def cell(self, candidate: str, row: str) -> Cell:
        """One cell, pending commits included."""
        return self._draft.cells[candidate].get(row, BLANK)

    def cells(self, candidate: str) -> Mapping[str, Cell]:
        """Every judged row of a candidate."""
        own = self._draft.cells[candidate]
        return {row.code: own.get(row.code, BLANK) for row in self.sheet.judged(candidate)}

    def standing(self, candidate: str) -> Standing:
        """Open, recused or declined."""
        return self._draft.standings.get(candidate, OPEN)

    def comment(self, candidate: str, row: str = "") -> str:
        """The comment on a row, or on the whole candidate."""
        return self._draft.comments.get((candidate, row), "")

    def progress(self, candidate: str) -> tuple[int, int]:
        """Judged rows with something said, and judged rows."""
        cells = self.cells(candidate)
        return sum(cell.done for cell in cells.values()), len(cells)

    def holes(self) -> list[tuple[str, str]]:
        """What still stands in the way of sealing: blank rows of open candidates; in a further
        round reopened rows that were emptied or changed without a reason.
        """
        start = self.start
        return [
            (candidate, row)
            for candidate in self.candidates
            if self.standing(candidate).state is CandidateState.OPEN
            for row, cell in self.cells(candidate).items()
            if (not cell.done if start is None else start.unsettled(candidate, row, cell))
        ]

    @property
    def pending(self) -> int:
        """Commits that are not durable yet."""
        return len(self._on_the_way)

    @property
    def sealed(self) -> Sealed | None:
        """The ballot that stands; None before sealing and again after `reopen`."""
        return self._sealed

    @property
    def opened(self) -> bool:
        """Whether the round's ballots are open, so that no mark changes any more."""
        return self.round in self._meeting.opened

    @property
    def can_undo(self) -> bool:
        """Whether there is a commit to take back."""
        return self._history.undo is not None and self._why_closed() is None

    @property
    def can_redo(self) -> bool:
        """Whether a commit was taken back that can be done again."""
        return self._history.redo is not None and self._why_closed() is None

    @property
    def last_change(self) -> tuple[str, str] | None:
        """Candidate and row that the last commit, undo or redo touched first."""
        return self._last_change

    @property
    def place(self) -> tuple[str, str] | None:
        """Where the cursor stood last, across restarts."""
        return self._place

    # Changing it

    def commit(
        self, changes: Sequence[Change], next_place: tuple[str, str] | None = None
    ) -> Future[Saved]:
        """Make the changes as one step that is undone as one.

        Args:
            changes: What to change; `BLANK` empties a cell.
            next_place: Where the cursor goes; reopening after a kill lands there.

        Returns:
            A future that is done when the changes are durable, or carries `Refused` after
            the file was read again and memory was put back to it.
        """
        with self._lock:
            closed = self._why_closed()
            if closed:
                return self._failed(self._refused(closed))
            found = faults_of(
                changes, self._draft, self.panel, self.sheet, self.expert.code, self.start
            )
            if found:
                return self._failed(Refused(*found))
            edits = merged(self._draft, changes)
            if not edits:
                return self._nothing(next_place)
            commit = Commit(edits)
            after = self._history.done(commit)
            return self._push(EventKind.MARKS, commit, edits, after, next_place)

    def undo(self) -> Future[Saved] | None:
        """Take the last commit back; None if there is none."""
        with self._lock:
            stack = self._history.undo
            if stack is None or self._why_closed():
                return None
            edits = tuple(edit.turned() for edit in reversed(stack.top.edits))
            return self._push(EventKind.UNDO, stack.top, edits, self._history.undone(), None)

    def redo(self) -> Future[Saved] | None:
        """Do again what was taken back last; None if there is nothing."""
        with self._lock:
            stack = self._history.redo
            if stack is None or self._why_closed():
                return None
            edits = stack.top.edits
            return self._push(EventKind.REDO, stack.top, edits, self._history.redone(), None)

    def move(self, candidate: str, row: str) -> None:
        """Remember where the cursor stands; stored after a short quiet."""
        with self._lock:
            if self._place == (candidate, row):
                return
            self._place = candidate, row
        self._meeting.writer.when_idle(self._place_key, self._store_place)

    def seal(self, reason: str = "", left: bool = False) -> Future[Sealed]:
        """Hand in: sign the marks as the next version, replacing all earlier ones.

        Args:
            reason: Why there is a new version.
            left: The expert leaves early (提前离会): unfinished candidates are marked so.
        """
        from reviewtui.session.sealing import make_ballot, sign_and_shelve  # not before a frame

        with self._lock:
            closed = self._why_closed()
            if closed:
                return self._failed(self._refused(closed))
            holes = self.holes()
            if holes and (not left or self.start is not None):
                cells = ((*hole, self.cell(*hole)) for hole in holes)
                return self._failed(Refused(*(hole_finding(*cell) for cell in cells)))
            faults = long_faults(reason)
            if faults:
                return self._failed(Refused(*faults))
            marks = self._draft, {candidate for candidate, _row in holes}
            owner = self._meeting, self.expert.code, self.round
            ballot = make_ballot(*owner, *marks, reason, self.start)
            return self._closing(
                lambda done: sign_and_shelve(done, self._meeting, ballot), self._stands
            )

    def reopen(self, reason: str) -> Future[Saved]:
        """Take the ballot back to work on it (退回修改); it counts until a new one is sealed."""
        with self._lock:
            if self._sealed is None or self._busy:
                return self._failed(self._refused(_("nothing has been handed in yet")))
            closed = self._why_round_closed()
            if closed:
                return self._failed(self._refused(closed))
            faults = long_faults(reason) if reason.strip() else [_("say why it is taken back")]
            if faults:
                return self._failed(Refused(*faults))
            body: dict[str, Canonical] = {
                "round": self.round,
                "reason": reason,
                "content_id": self._sealed.content_id,
            }

            def work(done: Transaction) -> Saved:
                return Saved(done.tell(self.expert.code, EventKind.REOPENED, body), done.at)

            return self._closing(work, lambda _saved: self._stands(None))

    def close(self) -> None:
        """Wait until everything is durable."""
        self._meeting.writer.submit(lambda _done: None).exception()

    # Inside

    def _push(
        self,
        kind: EventKind,
        commit: Commit,
        edits: tuple[Edit, ...],
        after: History,
        next_place: tuple[str, str] | None,
    ) -> Future[Saved]:
        """Apply to memory and queue: the draft rows and one journal entry."""
        before, self._history = self._history, after
        self._draft.apply(edits)
        self._last_change = edits[0].place
        if kind is not EventKind.MARKS:
            next_place = edits[0].place
        body: dict[str, Canonical] = {"round": self.round, **edits_body(edits)}
        body |= self._meeting.salt()
        if next_place is not None:
            self._place = next_place
            body["next"] = list(next_place)
        rows = self._draft.rows(edits)

        def work(done: Transaction) -> Saved:
            told = body if kind is EventKind.MARKS else {**body, "of": commit.seq}
            write_rows(done.connection, self._owner, rows, done.at)
            seq = done.tell(self.expert.code, kind, told)
            if kind is EventKind.MARKS:
                commit.seq = seq
            return Saved(seq, done.at)

        self._on_the_way.append(Pending(edits, before))
        return self._submit(work, self._arrived)

    def _arrived(self, _saved: Saved) -> None:
        del self._on_the_way[0]

    def _nothing(self, next_place: tuple[str, str] | None) -> Future[Saved]:
        """Nothing to write, but what is on the way must be durable before we say so."""
        if next_place is not None:
            self.move(*next_place)
        return self._submit(lambda done: Saved(0, done.at), lambda _saved: None)

    def _closing(
        self, work: Callable[[Transaction], Result], then: Callable[[Result], None]
    ) -> Future[Result]:
        """Queue sealing or reopening; until it is done nothing else is taken."""
        self._busy = True

        def after(result: Result) -> None:
            then(result)
            self._busy = False

        return self._submit(work, after)

    def _submit(
        self, work: Callable[[Transaction], Result], then: Callable[[Result], None]
    ) -> Future[Result]:
        generation = self._generation

        def guarded(done: Transaction) -> Result:
            if generation != self._generation:
                raise self._refused(
                    _("this was not saved, because the entry before it could not be saved")
                )
            if self._stale:
                raise self._refused(
                    _(
                        "the file can be read again, and the screen now shows what it holds; "
                        "this entry is not in it, enter it again"
                    )
                )
            return work(done)

        def succeeded(result: Result) -> None:
            with self._lock:
                then(result)

        def failed() -> None:
            with self._lock:
                if generation == self._generation:
                    self._generation += 1
                    self._go_back()

        return self._meeting.writer.submit(guarded, succeeded, failed)

    def _go_back(self) -> None:
        """After a failure: memory says what the file says."""
        first = self._on_the_way[0] if self._on_the_way else None
        undone = [edit.turned() for item in reversed(self._on_the_way) for edit in item.edits[::-1]]
        self._on_the_way.clear()
        self._busy = False
        try:
            self._read_file()
            self._stale = False
        except sqlite3.Error:  # it cannot be read now: what was last known of it
            self._stale = True
            self._draft.apply(undone)
            if first is not None:
                self._history = first.history

    def _read_file(self) -> None:
        meeting, (session, number, expert) = self._meeting, self._owner
        mine = meeting.panel, meeting.sheet, expert, number
        base = self.start.base if self.start else None
        draft = read_draft(meeting.file, session, *mine, base)
        past = recall(meeting.file, session, number, expert)
        self._draft, self._history = draft, past.history
        self._last_change, self._sealed, self._place = past.last_change, past.sealed, past.place

    def _store_place(self, done: Transaction) -> None:
        with self._lock:
            place = self._place
        if place is not None:
            store_place(done.connection, self._owner, place)

    def _stands(self, sealed: Sealed | None) -> None:
        self._sealed = sealed
        if sealed is not None:
            self._history = History()

    def _why_closed(self) -> str | None:
        """Why nothing can be changed now, or None."""
        if self._sealed is not None or self._busy:
            return _("you have handed in; take the ballot back first to change something")
        return self._why_round_closed()

    def _why_round_closed(self) -> str | None:
        if self.round in self._meeting.opened:
            return _(
                "the ballots of round {number} have been opened; marks no longer change"
            ).format(number=self.round)
        return None

    def _refused(self, sentence: str) -> Refused:
        return refused(self._meeting.file.path, sentence)

    def _failed(self, refusal: Refused) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_exception(refusal)
        return future
