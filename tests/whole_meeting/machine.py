"""What anybody may do in a meeting, in any order."""

from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.states import Why
from reviewtui.session.changes import MarkChange
from reviewtui.session.desk_change import change_at_desk
from reviewtui.session.opening_again import Again
from reviewtui.session.opening_record import read_openings
from reviewtui.session.resolving import resolve
from reviewtui.session.withdrawing import ask_back, withdraw
from tests.session.conftest import scored
from tests.whole_meeting.amending import Amending
from tests.whole_meeting.laws import desks, experts, halves, moments, told
from tests.whole_meeting.model import CANDIDATES, EXPERTS, ROWS, Marks, Version
from tests.whole_meeting.second_round import SecondRound
from tests.whole_meeting.world import FILLED, MACHINES, cells_of

machines = st.sampled_from(MACHINES)


class MeetingMachine(Amending, SecondRound):
    """Two desks, three experts with a stick each, two machines where anybody may sit."""

    # Experts

    @rule(
        expert=experts, machine=machines, candidate=st.sampled_from(CANDIDATES),
        row=st.sampled_from(ROWS), points=halves, at=moments,
    )  # fmt: skip
    def score(
        self, expert: str, machine: str, candidate: str, row: str, points: float, at: int | None
    ) -> None:
        self.do(lambda: self.world.score(expert, machine, (candidate, row), points), at)
        with self.world.sitting(expert, machine) as work:
            scoring = work.session.scoring(expert)
            if scoring.sealed is None:
                assert scoring.cell(candidate, row) == scored(points)
                assert scoring.place == (candidate, row)
        self.adopt_from(expert, machine)

    @rule(expert=experts, machine=machines, left=st.booleans(), at=moments)
    def submit(self, expert: str, machine: str, left: bool, at: int | None) -> None:
        self.do(
            lambda: self.world.submit(expert, machine, left),
            at,
            lambda: self.adopt_from(expert, machine),
        )
        if left:
            told("left early")

    @rule(expert=experts, machine=machines, at=moments)
    def take_back(self, expert: str, machine: str, at: int | None) -> None:
        self.do(lambda: self.world.take_back(expert, machine), at)

    @rule(expert=experts, machine=machines, left=st.booleans(), desk=desks)
    def submit_and_hand_over(self, expert: str, machine: str, left: bool, desk: str) -> None:
        self.submit(expert, machine, left, None)
        self.merge_a_stick(desk, expert, None)

    @rule(desk=desks, left=st.sets(experts))
    def everybody_hands_in(self, desk: str, left: set[str]) -> None:
        for expert in EXPERTS:
            self.submit_and_hand_over(expert, MACHINES[0], expert in left, desk)

    @rule(expert=experts, desk=desks)
    def two_machines_that_do_not_know_each_other(self, expert: str, desk: str) -> None:
        for machine in MACHINES:
            self.wipe_a_disk(machine)
            self.lose_what_lies_on_the_stick(expert)
            self.score(expert, machine, "1", "1.1", MACHINES.index(machine), None)
            self.submit(expert, machine, False, None)
            self.merge_a_stick(desk, expert, None)

    @rule(machine=machines)
    def wipe_a_disk(self, machine: str) -> None:
        from shutil import rmtree

        rmtree(self.world.folder / machine, ignore_errors=True)

    @rule(expert=experts)
    def lose_what_lies_on_the_stick(self, expert: str) -> None:
        for file in self.world.stick(expert).iterdir():
            if file.suffix in (".mirror", ".ballot"):
                file.unlink()

    @rule(expert=experts)
    def copy_a_stick(self, expert: str) -> None:
        for file in self.world.stick(expert).glob("*.ballot"):
            copies = len(list(self.world.pocket.iterdir()))
            (self.world.pocket / f"copy {copies}.ballot").write_bytes(file.read_bytes())

    @rule(expert=experts, points=st.integers(0, 10), hole=st.booleans())
    def fill_in_the_excel_sheet(self, expert: str, points: int, hole: bool) -> None:
        marks = self.world.fill_sheet(expert, points, hole)
        own, kit = self.world.sheet_on(self.world.stick(expert)), self.world.kit_id(expert)
        self.model.versions[own] = Version(expert, frozenset(), marks, sheet=kit)

    # What comes to the desks

    @rule(desk=desks, expert=experts, at=moments)
    def merge_a_stick(self, desk: str, expert: str, at: int | None) -> None:
        self.merge(desk, self.world.stick(expert), at)

    @rule(desk=desks, at=moments)
    def merge_the_pocket(self, desk: str, at: int | None) -> None:
        self.merge(desk, self.world.pocket, at)

    def merge(self, desk: str, place: Path, at: int | None) -> None:
        """A stick or the pocket: all of it or nothing, and nothing in silence."""
        before, arrived = set(self.model.desks[desk].held), self.world.files_on(place)
        sheets = {self.world.sheet_on(place)} if (place / FILLED).exists() else set()

        def dead() -> None:
            with self.world.open(desk) as session:
                held = {item.content_id for item in session.stored()}
            if held != before:
                self.model.receive(desk, arrived, sheets)
                assert held == self.model.desks[desk].held

        self.do(lambda: self.world.merge(desk, place), at, dead)
        self.model.receive(desk, arrived, sheets)
        if sheets:
            self.no_sheet_in_silence(desk, place / FILLED, *sheets)
        self.keep_snapshot(desk)

    def no_sheet_in_silence(self, desk: str, file: Path, own: str) -> None:
        """A filled sheet is its ballot, or this very file lies aside."""
        from reviewtui.session.kept_aside import file_id, kept_aside

        content = file.read_bytes()
        with self.world.open(desk) as session:
            lying = {item.file_id for item in kept_aside(session)}
        taken = own in self.model.desks[desk].held
        assert taken or file_id(content, len(content)) in lying
        told("sheet taken" if taken else "sheet aside")

    @rule(desk=desks, at=moments)
    def merge_the_other_desk(self, desk: str, at: int | None) -> None:
        self.merge_desks(desk, at)

    @precondition(lambda self: bool(self.snapshots))
    @rule(desk=desks)
    def the_desks_machine_dies(self, desk: str) -> None:
        if desk in self.snapshots:
            self.world.restore(desk)
            self.model.desks[desk] = self.snapshots[desk]
            self.keep_snapshot(desk)
            self.forget(desk)
            told("desk restored")

    # What desks do

    @rule(desk=desks, expert=experts, at=moments)
    def withdraw_at_the_desk(self, desk: str, expert: str, at: int | None) -> None:
        """In the round at work; nothing else of what others gave moves."""

        def step() -> None:
            with self.world.open(desk) as session:
                withdraw(session, expert, by="会务", reason="专家要求")

        if self.try_to(step, at, lambda: self.adopt_at(desk, None)):
            told("withdrawn at the desk")

    @rule(desk=desks, expert=experts)
    def ask_back_at_the_desk(self, desk: str, expert: str) -> None:
        def step() -> None:
            with self.world.open(desk) as session:
                ask_back(session, expert, by="会务", reason="再看一遍")

        self.try_to(step)

    @rule(
        desk=desks, expert=experts, points=halves, second=halves | st.none(),
        reason=st.booleans(), at=moments,
    )  # fmt: skip
    def type_in_a_paper_sheet(
        self,
        desk: str,
        expert: str,
        points: float,
        second: float | None,
        reason: bool,
        at: int | None,
    ) -> None:
        """Two people type it; only where they agree does it become a ballot."""
        for turn, value in ((1, points), (2, points if second is None else second)):
            self.do(lambda: self.world.type_pass(desk, expert, turn, value), at)  # noqa: B023
        if self.world.agreed(desk, expert):
            self.take_in_a_paper_sheet(desk, expert, reason, at)
        else:
            assert second not in (None, points)
            told("two readings differ")

    def take_in_a_paper_sheet(self, desk: str, expert: str, reason: bool, at: int | None) -> None:
        cell = self.world.passes(desk, expert)[0].cell("1", "1.1")
        marks: Marks = {
            (candidate, row): cell.mark
            for candidate in CANDIDATES
            for row in ROWS
            if (expert, candidate) not in self.model.desks[desk].recused
        }
        why = "补交纸质评分表" if reason else ""

        def step() -> None:
            if self.world.agreed(desk, expert):  # not if it was taken in before the kill
                self.world.take_paper(desk, expert, why)

        if self.try_to(step, at, lambda: self.adopt_at(desk, marks)):
            assert not self.world.passes(desk, expert)
            told("paper")

    @rule(desk=desks, expert=experts, points=halves)
    def change_marks_at_the_desk(self, desk: str, expert: str, points: float) -> None:
        counts = self.model.counts(desk, expert)
        marks = {} if isinstance(counts, Why) else dict(self.model.versions[counts].marks or {})
        marks["1", "1.1"] = int(points * 100)

        def step() -> None:
            with self.world.open(desk) as session:
                change = MarkChange("1", "1.1", scored(points))
                change_at_desk(
                    session, expert, [change], by=("会务1", "会务2"), reason="笔误", number=1
                )

        if self.try_to(step):
            whole = {("1", row): marks.get(("1", row)) for row in ROWS}
            version = self.model.versions.get(counts) if isinstance(counts, str) else None
            marks |= whole
            gone = version is not None and version.left and None in marks.values()
            self.adopt_at(desk, marks, left=gone)
            told("changed at the desk")

    @rule(desk=desks, expert=experts, points=halves, at=moments)
    def import_marks(self, desk: str, expert: str, points: float, at: int | None) -> None:
        row = dict.fromkeys(ROWS, scored(points))
        recused = self.model.desks[desk].recused
        cells = {one: row for one in CANDIDATES if (expert, one) not in recused}

        def step() -> None:
            with self.world.open(desk) as session:
                session.take_in([Ballot("", expert, "", cells=cells)], "marks.csv")

        if self.try_to(step, at, lambda: self.adopt_at(desk, cells_of(cells))):
            told("imported")

    @rule(desk=desks, expert=experts)
    def issue_anew(self, desk: str, expert: str) -> None:
        if self.model.desks[desk].further is not None:
            return  # it would be a kit of the second round
        with self.world.open(desk) as session:
            rows = session.meeting.file.read(
                "SELECT public FROM signing_key WHERE holder = ?", (expert,)
            )
        if self.try_to(lambda: self.world.reissue(desk, expert)):
            self.model.desks[desk].revoked |= {public for (public,) in rows}
            self.model.desks[desk].keys.add(self.world.kit_id(expert))
            (self.world.stick(expert) / FILLED).unlink(missing_ok=True)
            told("issued anew")

    @rule(desk=desks, which=st.integers(0, 3))
    def settle_a_conflict(self, desk: str, which: int) -> None:
        """Two desks may well say the opposite; a later word replaces those it knew."""
        own = self.model.desks[desk]
        number = own.at_work
        found = [
            one
            for one in self.model.experts
            if one in own.seated and self.model.counts(desk, one, number) is Why.CONFLICT
        ]
        if not found:
            return
        expert = found[which % len(found)]
        versions = sorted(self.model.standing(desk, expert, number))
        chosen = versions[which % len(versions)]
        with self.world.open(desk) as session:
            done = resolve(session, expert, chosen, by=("会务", "监督"), reason="以手签码为准")
        named = frozenset([*versions, *own.contest(expert)])
        self.model.settle(desk, done.id, expert, chosen, named)
        told("whose code it is settled" if own.contest(expert) else "settled")
        self.shown.clear()

    @precondition(lambda self: len(self.model.desks["A"].held) > 2)
    @rule(at=moments)
    def open_the_ballots(self, at: int | None) -> None:
        def step() -> None:
            with self.world.open("A") as session:
                if session.opened is None:
                    session.unseal("会务", 1)

        first = self.model.desks["A"].turn == self.model.desks["B"].turn == 0
        if first and self.try_to(step, at):
            self.model.open("A")
            told("opened")

    @precondition(lambda self: self.nothing_is_open())
    @rule(left=st.sets(experts), points=halves, opened=st.booleans())
    def meet_until_a_second_round(self, left: set[str], points: float, opened: bool) -> None:
        """Rarely come by step by step: what follows an opening needs the steps before it."""
        self.everybody_hands_in("A", left)
        self.open_the_ballots(None)
        if self.may_begin():
            self.hold_a_second_round(points, opened)

    @precondition(lambda self: self.model.desks["A"].listed is not None)
    @rule(at=moments)
    def open_again(self, at: int | None) -> None:
        """Late ballots are admitted with a reason; without any nothing is opened again."""
        own = self.model.desks["A"]
        if self.model.desks["B"].turn > own.turn:
            return  # a machine was lost since; the other desk's opening comes over first
        with self.world.open("A") as session:
            before = len(read_openings(session.meeting.file, session.id))
        wish = Again("路上耽搁", ("组长",))

        def step() -> None:
            with self.world.open("A") as session:
                if len(read_openings(session.meeting.file, session.id)) == before:
                    session.unseal_again(wish, 1)

        late = self.model.late("A")
        assert self.try_to(step, at) == bool(late)
        if late:
            self.model.open_again("A")
            self.forget("A")
            told("opened again")

    @precondition(lambda self: self.model.desks["A"].listed is not None)
    @rule(expert=experts, machine=machines, at=moments)
    def a_late_sheet_is_admitted(self, expert: str, machine: str, at: int | None) -> None:
        self.take_back(expert, machine, None)
        self.submit_and_hand_over(expert, machine, False, "A")
        self.open_again(at)
