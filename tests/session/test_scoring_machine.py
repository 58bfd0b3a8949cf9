"""Whatever an expert does in whatever order: the session does as a plain model does."""

import copy
import shutil
import tempfile
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reviewtui.domain.ballot import BLANK, OPEN, Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.changes import Change, CommentChange, MarkChange, StandingChange
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.session.conftest import counted_sources, small_meeting

CANDIDATES = ("1", "2")
ROWS = ("1.1", "1.2", "2.1", "2.2")
MEMORY = Path("/dev/shm")
"""Where there is one, a drive in memory: what a restart finds is at stake here, not the disk."""
PANEL, SHEET = small_meeting(experts=2).recuse("02", "2").panel()

places = st.tuples(st.sampled_from(CANDIDATES), st.sampled_from(ROWS))
cells = st.one_of(
    st.builds(
        lambda half, filled: Cell(CellState.SCORED, Hundredths(half * 50), filled=filled),
        st.integers(0, 20),
        st.booleans(),
    ),
    st.just(BLANK),
    st.just(Cell(CellState.UNABLE, None, "材料不足")),
)
marks = st.builds(lambda place, cell: MarkChange(*place, cell), places, cells)
comments = st.builds(
    CommentChange,
    st.sampled_from(CANDIDATES),
    st.sampled_from(("", *ROWS)),
    st.sampled_from(("", "好", "很好")),
)
standings = st.builds(
    StandingChange,
    st.sampled_from(CANDIDATES),
    st.sampled_from(
        (OPEN, Standing(CandidateState.RECUSED, "同单位"), Standing(CandidateState.DECLINED))
    ),
)
one_commit = st.lists(st.one_of(marks, marks, comments), min_size=1, max_size=5) | st.lists(
    standings, min_size=1, max_size=1
)


class Model:
    """What one expert's sheet is, as a dictionary."""

    def __init__(self) -> None:
        self.said: dict[tuple[type, str, str], Any] = {}
        self.undo: list[dict[tuple[type, str, str], Any]] = []
        self.redo: list[dict[tuple[type, str, str], Any]] = []
        self.sealed = 0
        self.working = True

    def apply(self, changes: list[Change]) -> None:
        after = dict(self.said)
        for change in changes:
            row = "" if isinstance(change, StandingChange) else change.row
            value = {MarkChange: "cell", StandingChange: "standing", CommentChange: "text"}
            after[type(change), change.candidate, row] = getattr(change, value[type(change)])
        neutral = {BLANK, OPEN, ""}
        after = {key: value for key, value in after.items() if value not in neutral}
        if after != self.said:
            self.undo.append(self.said)
            self.redo.clear()
            self.said = after

    def standing(self, candidate: str) -> Standing:
        return self.said.get((StandingChange, candidate, ""), OPEN)

    def holes(self) -> list[tuple[str, str]]:
        return [
            (candidate, row)
            for candidate in CANDIDATES
            if self.standing(candidate) == OPEN
            for row in ROWS
            if (MarkChange, candidate, row) not in self.said
        ]


class ExpertAtWork(RuleBasedStateMachine):
    """Rules act on session and model alike; after each step both must say the same."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.path = self.folder / "a.review"
        self.sources = counted_sources()
        create_session(self.path, PANEL, now=self.sources.now)
        self.model = Model()
        self.open()

    def open(self) -> None:
        self.session = Session.open(self.path, sources=self.sources)
        self.scoring = self.session.scoring("01")

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()
            shutil.rmtree(self.folder)

    @rule(changes=one_commit)
    def commit(self, changes: list[Change]) -> None:
        refused = not self.model.working or any(
            isinstance(change, MarkChange) and self.model.standing(change.candidate) != OPEN
            for change in changes
        )
        error = self.scoring.commit(changes).exception()
        assert (error is not None) == refused
        if not refused:
            self.model.apply(changes)

    @rule()
    def undo(self) -> None:
        if self.finish(self.scoring.undo(), self.model.working and bool(self.model.undo)):
            self.model.redo.append(self.model.said)
            self.model.said = self.model.undo.pop()

    @rule()
    def redo(self) -> None:
        if self.finish(self.scoring.redo(), self.model.working and bool(self.model.redo)):
            self.model.undo.append(self.model.said)
            self.model.said = self.model.redo.pop()

    def finish(self, future: Future[Any] | None, expected: bool) -> bool:
        assert (future is not None) == expected
        if future is not None:
            future.result()
        return expected

    @rule(left=st.booleans())
    def seal(self, left: bool) -> None:
        future = self.scoring.seal(left=left)
        if not self.model.working or (self.model.holes() and not left):
            assert future.exception() is not None
            return
        self.model.sealed += 1
        self.model.working = False
        self.model.undo, self.model.redo = [], []
        assert future.result().rev == self.model.sealed

    @precondition(lambda self: not self.model.working)
    @rule()
    def take_back(self) -> None:
        self.scoring.reopen("笔误").result()
        self.model.working = True

    @rule(place=places)
    def move(self, place: tuple[str, str]) -> None:
        self.scoring.move(*place)

    @rule()
    def restart(self) -> None:
        before = copy.copy(self.scoring.place)
        self.session.close()
        self.open()
        assert self.scoring.place == before

    @invariant()
    def the_same_is_said(self) -> None:
        if not hasattr(self, "session"):
            return
        scoring, model = self.scoring, self.model
        for candidate in CANDIDATES:
            for row in ROWS:
                assert scoring.cell(candidate, row) == model.said.get(
                    (MarkChange, candidate, row), BLANK
                )
            for row in ("", *ROWS):
                assert scoring.comment(candidate, row) == model.said.get(
                    (CommentChange, candidate, row), ""
                )
            assert scoring.standing(candidate) == model.standing(candidate)
        assert scoring.holes() == model.holes()
        assert scoring.can_undo == (model.working and bool(model.undo))
        assert scoring.can_redo == (model.working and bool(model.redo))
        assert (scoring.sealed is None) == model.working
        assert self.session.verify_journal() is None
        assert len(self.session.stored()) == model.sealed


TestExpertAtWork = ExpertAtWork.TestCase
TestExpertAtWork.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
)
