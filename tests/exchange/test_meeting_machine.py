"""A whole meeting in any order: experts, sticks, machines, two desks; the laws hold throughout.

The model knows only what each expert last meant and which versions exist; it says what must
count by the rules of merging. Everything else is the real program on real files.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reviewtui.domain.findings import Refused
from reviewtui.domain.states import CandidateState, Why
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import Forked, OpenKit, Take, hand_over, opened_kit
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.envelope import read_envelope
from reviewtui.session.resolving import conflicts, resolve
from reviewtui.session.session import Session
from reviewtui.session.withdrawing import withdraw
from tests.session.conftest import counted_sources, mark, small_meeting

EXPERTS = ("01", "02", "03")
DESKS = ("A", "B")
MACHINES = ("home", "hotel")
experts = st.sampled_from(EXPERTS)
desks = st.sampled_from(DESKS)
machines = st.sampled_from(MACHINES)
MEMORY = Path("/dev/shm")
"""Where there is one, a drive in memory: the order of things is at stake here, not the disk."""


TOLD: Counter[str] = Counter()
"""How often what really occurred; the long run prints it."""


class Version:
    """What the model knows of a ballot that was sealed or withdrawn."""

    def __init__(self, expert: str, replaces: frozenset[str], marks: dict[str, int] | None) -> None:
        self.expert, self.replaces, self.marks = expert, replaces, marks


class Model:
    """Ballots by id, which of them each desk holds, and how conflicts were settled."""

    def __init__(self) -> None:
        self.versions: dict[str, Version] = {}
        self.held: dict[str, set[str]] = {desk: set() for desk in DESKS}
        self.settled: dict[str, set[tuple[str, frozenset[str]]]] = {desk: set() for desk in DESKS}
        self.listed: set[str] | None = None

    def counts(self, desk: str, expert: str) -> str | Why:
        """The rules of merging, said once more: no clock, no order."""
        own = {one for one in self.held[desk] if self.versions[one].expert == expert}
        if desk == "A" and self.listed is not None:
            late, own = own, own & self.listed
            if late and not own:
                return Why.LATE
        if not own:
            return Why.ABSENT
        heads = {one for one in own if not any(one in self.versions[by].replaces for by in own)}
        if len(heads) > 1:
            chosen = {one for one, others in self.settled[desk] if heads == others | {one}}
            if len(chosen) != 1:
                return Why.CONFLICT
            heads = chosen
        (head,) = heads
        return Why.WITHDRAWN if self.versions[head].marks is None else head


class MeetingMachine(RuleBasedStateMachine):
    """Two desks, three experts, a stick each, two machines where anybody may sit."""

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.sources = counted_sources()
        panel, _sheet = small_meeting(experts=3).panel()
        create_session(
            self.desk("A"), panel, now=self.sources.now, random_bytes=self.sources.random_bytes
        )
        with self.open("A") as session:
            self.kits = {item.expert.code: item.kit for item in issue(session, self.folder / "k")}
            copy_session(session.meeting, self.desk("B"))
        self.pocket = self.folder / "pocket"
        self.pocket.mkdir()
        self.copies = 0

    def teardown(self) -> None:
        """At the end both desks know the same, and what each counts is what was meant."""
        if hasattr(self, "folder"):
            try:
                self.bring_together()
            finally:
                shutil.rmtree(self.folder)

    # Experts

    @rule(
        expert=experts,
        machine=machines,
        row=st.sampled_from(("1.1", "1.2", "2.1", "2.2")),
        points=st.integers(0, 20),
    )
    def score(self, expert: str, machine: str, row: str, points: int) -> None:
        for work in self.sit_down(expert, machine):
            scoring = work.session.scoring(expert)
            if scoring.sealed is None:
                scoring.commit([mark("1", row, points / 2)], ("1", row)).result()

    @rule(expert=experts, machine=machines)
    def submit(self, expert: str, machine: str) -> None:
        for work in self.sit_down(expert, machine):
            scoring = work.session.scoring(expert)
            if scoring.sealed is not None:
                return
            holes = [mark(candidate, row, 5) for candidate, row in scoring.holes()]
            scoring.commit(holes).result()
            sealed = scoring.seal().result()
            hand_over(work, sealed)
            marks = {
                f"{candidate} {row}": int(cell.mark or 0)
                for candidate in scoring.candidates
                for row, cell in scoring.cells(candidate).items()
            }
            replaces = frozenset(work.session.stored()[-1].supersedes)
            self.model.versions[sealed.content_id] = Version(expert, replaces, marks)

    @rule(expert=experts, machine=machines)
    def take_back(self, expert: str, machine: str) -> None:
        for work in self.sit_down(expert, machine):
            if work.session.scoring(expert).sealed is not None:
                work.session.scoring(expert).reopen("笔误").result()

    @rule(expert=experts, machine=machines, desk=desks)
    def submit_and_hand_over(self, expert: str, machine: str, desk: str) -> None:
        self.submit(expert, machine)
        self.merge_a_stick(desk, expert)

    @rule(expert=experts, desk=desks)
    def two_machines_that_do_not_know_each_other(self, expert: str, desk: str) -> None:
        for machine in MACHINES:
            self.wipe_a_disk(machine)
            self.lose_what_lies_on_the_stick(expert)
            self.score(expert, machine, "1.1", MACHINES.index(machine))
            self.submit(expert, machine)
            self.merge_a_stick(desk, expert)

    @rule(machine=machines)
    def wipe_a_disk(self, machine: str) -> None:
        shutil.rmtree(self.folder / machine, ignore_errors=True)

    @rule(expert=experts)
    def lose_what_lies_on_the_stick(self, expert: str) -> None:
        for file in self.kits[expert].parent.iterdir():
            if file.suffix in (".mirror", ".ballot"):
                file.unlink()

    # Sticks

    @rule(expert=experts)
    def copy_a_stick(self, expert: str) -> None:
        for file in self.kits[expert].parent.glob("*.ballot"):
            self.copies += 1
            shutil.copy(file, self.pocket / f"copy {self.copies}.ballot")

    # Desks

    @rule(desk=desks, expert=experts)
    def merge_a_stick(self, desk: str, expert: str) -> None:
        self.merge(desk, self.kits[expert].parent)

    @rule(desk=desks)
    def merge_the_pocket(self, desk: str) -> None:
        self.merge(desk, self.pocket)

    @precondition(lambda self: self.model.listed is None)
    @rule(desk=desks)
    def merge_the_other_desk(self, desk: str) -> None:
        other = "AB".replace(desk, "")
        with self.open(desk) as session:
            carry_out(session, plan(session, [self.desk(other)]), self.folder / "backup")
        self.model.held[desk] |= self.model.held[other]
        self.model.settled[desk] |= self.model.settled[other]

    @rule(desk=desks, expert=experts)
    def withdraw_at_the_desk(self, desk: str, expert: str) -> None:
        with self.open(desk) as session:
            try:
                sealed = withdraw(session, expert, by="会务", reason="专家要求")
            except Refused:
                return
            replaces = frozenset(session.stored()[-1].supersedes)
        self.model.versions[sealed.content_id] = Version(expert, replaces, None)
        self.model.held[desk].add(sealed.content_id)

    @precondition(lambda self: self.model.listed is None)
    @rule(desk=desks, which=st.integers(0, 3))
    def settle_a_conflict(self, desk: str, which: int) -> None:
        """Once per expert and desk; two desks may well say the opposite."""
        with self.open(desk) as session:
            found = conflicts(session)
            if not found:
                return
            expert = found[which % len(found)].expert
            versions = [item.content_id for item in found[which % len(found)].versions]
            known = {self.model.versions[one].expert for one, _others in self.model.settled[desk]}
            if expert in known:
                return
            chosen = versions[which % len(versions)]
            resolve(session, expert, chosen, by=("会务", "监督"), reason="以手签码为准")
        TOLD["settled"] += 1
        self.model.settled[desk].add((chosen, frozenset(versions) - {chosen}))

    @precondition(lambda self: self.model.listed is None and len(self.model.held["A"]) > 2)
    @rule()
    def open_the_ballots(self) -> None:
        with self.open("A") as session:
            session.unseal("会务")
            self.model.listed = set(self.model.held["A"])

    # The laws

    @invariant()
    def what_counts_is_a_function_of_what_is_there(self) -> None:
        if not hasattr(self, "folder"):
            return
        for desk in DESKS:
            with self.open(desk) as session:
                assert {item.content_id for item in session.stored()} == self.model.held[desk]
                for expert, state in session.effective().items():
                    TOLD["counts" if isinstance(state, StoredBallot) else state.value] += 1
                    found = state.content_id if isinstance(state, StoredBallot) else state
                    assert found == self.model.counts(desk, expert), (desk, expert)

    def bring_together(self) -> None:
        if self.model.listed is None:
            for desk in (*DESKS, *DESKS):
                self.merge_the_other_desk(desk)
            assert self.model.held["A"] == self.model.held["B"]
        shown = []
        for desk in DESKS if self.model.listed is None else ("A",):
            with self.open(desk) as session:
                assert session.check() == []
                if not self.model.held[desk]:
                    continue
                if session.opened is None:
                    session.unseal("会务")
                shown.append([self.meant(session, expert) for expert in EXPERTS])
        assert all(item == shown[0] for item in shown)

    def meant(self, session: Session, expert: str) -> object:
        """What counts of an expert after the opening; equal to what was meant when sealing."""
        state = session.effective()[expert]
        if not isinstance(state, StoredBallot):
            return state
        ballot = session.ballot(state.content_id)
        assert all(item.state is CandidateState.OPEN for item in ballot.standings.values())
        found = {
            f"{candidate} {row}": int(cell.mark or 0)
            for candidate, cells in ballot.cells.items()
            for row, cell in cells.items()
        }
        assert found == self.model.versions[state.content_id].marks
        return state.content_id, found

    # Ways in

    def desk(self, name: str) -> Path:
        return self.folder / f"{name}.review"

    def open(self, desk: str) -> Session:
        return Session.open(self.desk(desk), sources=self.sources)

    def sit_down(self, expert: str, machine: str) -> Iterator[OpenKit]:
        """The expert opens his kit; where two ways part he goes on with the stick."""
        place: dict[str, Any] = {"folder": self.folder / machine, "sources": self.sources}
        try:
            with opened_kit(self.kits[expert], **place) as work:
                yield work
        except Forked:
            TOLD["fork on a stick"] += 1
            with opened_kit(self.kits[expert], take=Take.STICK, **place) as work:
                yield work

    def merge(self, desk: str, place: Path) -> None:
        with self.open(desk) as session:
            merged = plan(session, [place])
            again = plan(session, [place])
            assert merged.plan == again.plan
            carry_out(session, merged, self.folder / "backup")
            assert not plan(session, [place]).plan.changes
        for file in place.glob("*.ballot"):
            self.model.held[desk].add(read_envelope(file.read_bytes()).header.content_id)


MeetingMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestMeeting = MeetingMachine.TestCase


@pytest.mark.long
def test_a_whole_meeting_in_many_orders() -> None:
    run_state_machine_as_test(
        MeetingMachine,
        settings=settings(
            max_examples=300,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(TOLD)
