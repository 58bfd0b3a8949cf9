"""What holds whatever happens: steps that are killed and done again, and the laws.

A step may be killed in the middle (SIGKILL at a drawn touch of the disk); then it is done
again, as a person would, and all must stand as if nothing had happened.
"""

import json
import re
from collections import Counter
from collections.abc import Callable

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from reviewtui.domain.ballot import Channel
from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import EarlyLeave
from reviewtui.domain.states import CandidateState, Why
from reviewtui.session.effective import StoredBallot
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from reviewtui.tally.report import results_json
from tests.whole_meeting.kill import CAN_KILL, killed
from tests.whole_meeting.model import EXPERTS, Desk, Marks, Model, Version
from tests.whole_meeting.world import DESKS, World, cells_of, marks_of, signer_of

TOLD: Counter[str] = Counter()
"""How often what really occurred."""


LOCAL = r', "not_submitted": true'
"""Said of somebody whose half-typed sheet lies in this desk's file: no other desk has it."""


experts = st.sampled_from(EXPERTS)
desks = st.sampled_from(DESKS)
halves = st.integers(0, 20).map(lambda half: half / 2)
moments = st.none() if not CAN_KILL else st.none() | st.none() | st.integers(1, 60)
"""Before which touch of the disk a step is killed; None: it is not."""


def told(what: str) -> None:
    """Count something that occurred, here and in hypothesis' own statistics."""
    TOLD[what] += 1
    event(what)


class Laws(RuleBasedStateMachine):
    """The meeting on disk beside the model, and what must hold of both."""

    @initialize(early_leave=st.sampled_from(EarlyLeave))
    def begin(self, early_leave: EarlyLeave) -> None:
        self.world = World(early_leave)
        counts = early_leave is EarlyLeave.COUNT_FINISHED
        self.model = Model(DESKS, leaving_counts=counts)
        self.snapshots: dict[str, Desk] = {}
        self.shown: dict[tuple[str, int], object] = {}
        for desk in self.model.desks.values():
            desk.keys |= {self.world.kit_id(expert) for expert in EXPERTS}

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.bring_together()
            finally:
                self.world.gone()

    def keep_snapshot(self, desk: str) -> None:
        self.snapshots[desk] = self.model.snapshot(desk)

    def forget(self, desk: str) -> None:
        """What was shown there may be another thing from now on."""
        for number in (1, 2):
            self.shown.pop((desk, number), None)

    def merge_desks(self, desk: str, at: int | None) -> None:
        """The other desk comes over whole."""
        other = "AB".replace(desk, "")
        self.do(lambda: self.world.merge_desk(desk, other), at)
        own = self.model.desks[desk]
        before = own.turn, set(own.settled)
        self.model.merge(desk, other)
        if (own.turn, set(own.settled)) != before:
            self.forget(desk)  # the other one had opened again, or settled a conflict
        self.keep_snapshot(desk)

    # Doing and being killed

    def do(
        self, step: Callable[[], object], at: int | None, dead: Callable[[], None] | None = None
    ) -> None:
        """Do it; with `at` it is killed first, looked at, and done again."""
        if at is not None:
            died = killed(step, at)
            self.world.next_life()
            told("killed" if died else "over before the kill")
            if dead is not None:
                dead()
        step()
        if dead is not None:
            dead()

    def try_to(
        self,
        step: Callable[[], object],
        at: int | None = None,
        dead: Callable[[], None] | None = None,
    ) -> bool:
        """Do it if the program does not refuse."""
        try:
            self.do(step, at, dead)
        except Refused:
            return False
        return True

    # Learning what came about

    def adopt_from(self, expert: str, machine: str) -> None:
        """A ballot that a machine has sealed, and whether what it says is what was typed."""
        with self.world.sitting(expert, machine) as work:
            scoring, kit = work.session.scoring(expert), work.kit.id
            if scoring.sealed is None or scoring.sealed.content_id in self.model.versions:
                return
            stored = next(
                item
                for item in work.session.stored()
                if item.content_id == scoring.sealed.content_id
            )
            judged = [
                one
                for one in scoring.candidates
                if scoring.standing(one).state is not CandidateState.RECUSED
            ]  # a kit issued after a recusal knows of it
            cells = {candidate: scoring.cells(candidate) for candidate in judged}
        replaces, marks = frozenset(stored.supersedes), cells_of(cells)
        left = None in marks.values()
        version = Version(expert, replaces, marks, kit, left)
        self.model.versions[stored.content_id] = version

    def adopt_at(self, desk: str, marks: Marks | None, *, left: bool = False) -> None:
        """Ballots that a desk made itself: at most one, and it says what was entered."""
        with self.world.open(desk) as session:
            new = [item for item in session.stored() if item.content_id not in self.model.versions]
            assert len(new) <= 1, new
            for item in new:
                kit = signer_of(session, item.content_id) if item.channel is Channel.FORM else ""
                replaces = frozenset(item.supersedes)
                version = Version(item.expert, replaces, marks, kit, left, item.round)
                self.model.versions[item.content_id] = version
            held = {item.content_id for item in session.stored()}
        self.model.desks[desk].held |= {
            one
            for one in held
            if self.model.versions[one].kit in {"", *self.model.desks[desk].keys}
        }

    # The laws

    @invariant()
    def what_counts_is_a_function_of_what_is_there(self) -> None:
        if not hasattr(self, "world"):
            return
        for desk in DESKS:
            with self.world.open(desk) as session:
                held = {item.content_id for item in session.stored()}
                assert held == self.model.desks[desk].held, desk
                own = self.model.desks[desk]
                assert session.meeting.round == own.at_work
                for number in range(1, own.at_work + 1):
                    for expert, state in session.effective(number).items():
                        TOLD["counts" if isinstance(state, StoredBallot) else state.value] += 1
                        found = state.content_id if isinstance(state, StoredBallot) else state
                        assert found == self.model.counts(desk, expert, number), (desk, expert)
                    if own.opening(number)[0] is not None:
                        self.what_was_opened_stays(desk, session, number)

    def what_was_opened_stays(self, desk: str, session: Session, number: int) -> None:
        """Nothing that comes after the opening moves a total, but settling a conflict."""
        now = self.totals(desk, session, number)
        assert self.shown.setdefault((desk, number), now) == now

    def totals(self, desk: str, session: Session, number: int) -> object:
        """The result, as the plain model has it too."""
        verdict = verdict_of(session, number)
        found = results_json(session.id, session.panel, session.sheet, verdict)
        ours = {
            item["code"]: (sorted(item["counted"]), item["total"]) for item in found["candidates"]
        }
        assert ours == self.model.totals(desk, number)
        return ours

    def bring_together(self) -> None:
        """Both desks merge: same states, same ballots, the same bytes of the result."""
        for desk in (*DESKS, *DESKS):
            self.merge_desks(desk, None)
        self.what_counts_is_a_function_of_what_is_there()
        one, other = (self.model.desks[desk] for desk in DESKS)
        assert one.held | one.lying == other.held | other.lying
        assert one.further == other.further
        for number in range(1, one.at_work + 1):
            results = [self.result_of(desk, number) for desk in DESKS]
            if None not in results:
                assert results[0] == results[1]
                told("same result at both desks" if number == 1 else "same second result at both")

    def result_of(self, desk: str, number: int) -> str | None:
        with self.world.open(desk) as session:
            faults = [str(one) for one in session.check() if not one.warning]
            assert not faults, faults
            states = session.effective(number)
            if all(isinstance(state, Why) for state in states.values()):
                return None
            if number not in session.meeting.opened and not session.can_show_results(number):
                session.unseal("会务", number)
                (self.model.open if number == 1 else self.model.open_second)(desk)
            for expert, state in states.items():
                if isinstance(state, StoredBallot):
                    meant = self.model.versions[state.content_id].marks
                    assert marks_of(session.ballot(state.content_id)) == meant, expert
            self.totals(desk, session, number)
            verdict = verdict_of(session, number)
            found = results_json(session.id, session.panel, session.sheet, verdict)
            return re.sub(LOCAL, "", json.dumps(found))
