"""A second round: chosen places are reopened, marks change with a reason, ballots are opened."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from reviewtui.domain.states import CandidateState, Why
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.changes import MarkChange
from reviewtui.session.desk_change import change_at_desk
from reviewtui.session.paper_entry import paper_ballot
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, require_sheet, take_typed
from reviewtui.session.typed_pass import TypedPass
from tests.session.conftest import scored
from tests.whole_meeting.laws import Laws, desks, experts, halves, moments, told
from tests.whole_meeting.model import CANDIDATES, EXPERTS, ROWS, Marks
from tests.whole_meeting.world import cells_of

SECOND = 2
PEOPLE = ("会务1", "会务2")
FORM, SPOT, SHEET = "form", "spot", "sheet"
PLACES = [(candidate, row) for candidate in CANDIDATES for row in ROWS]


class SecondRound(Laws):
    """It is begun at desk A; its ballots are given at either desk and merged in any order."""

    @precondition(lambda self: self.may_begin())
    @rule(places=st.sets(st.sampled_from(PLACES), min_size=1), at=moments)
    def begin_a_second_round(self, places: set[tuple[str, str]], at: int | None) -> None:
        rows: dict[str, list[str]] = {}
        for candidate, row in sorted(places):
            rows.setdefault(candidate, []).append(row)

        def step() -> None:
            with self.world.open("A") as session:
                if session.meeting.round != SECOND:
                    begin_round(session, rows, by="组长", reason="分歧较大")

        if self.try_to(step, at):
            self.model.begin_second("A", places)
            told("second round")

    @precondition(lambda self: self.begun())
    @rule(
        desk=desks, expert=experts, place=st.sampled_from(PLACES), points=halves,
        way=st.sampled_from((FORM, SPOT, SHEET)), at=moments,
    )  # fmt: skip
    def change_in_the_second_round(
        self,
        desk: str,
        expert: str,
        place: tuple[str, str],
        points: float,
        way: str,
        at: int | None,
    ) -> None:
        """Only what is reopened changes, and only for who goes on from the first round."""
        further = self.model.desks[desk].further
        if further is None:
            return
        change = MarkChange(*place, scored(points)._replace(reason="讨论后"))
        paper = self.changed_on_paper(desk, expert, place, int(points * 100), whole=way == SHEET)

        def step() -> None:
            with self.world.open(desk) as session:
                WAYS[way](session, expert, change)

        def adopt() -> None:
            if expert in further.base:
                marks = self.changed_in_the_form(desk, expert) if way == FORM else paper
                left = self.model.versions[further.base[expert]].left and None in marks.values()
                self.adopt_at(desk, marks, left=left)

        if self.try_to(step, at, adopt):
            adopt()
            assert expert in further.base
            assert place in further.cells
            told("changed in the second round")

    def changed_on_paper(
        self, desk: str, expert: str, place: tuple[str, str], mark: int, *, whole: bool
    ) -> Marks:
        """The version that counts, or the one of the first round, with one mark changed; a whole
        sheet always goes on from the one of the first round."""
        further = self.model.desks[desk].further
        assert further is not None
        counts = self.model.counts(desk, expert, SECOND)
        before = further.base.get(expert) if whole or isinstance(counts, Why) else counts
        marks = self.model.versions[before].marks if before else None
        return {**(marks or {}), place: mark}

    def changed_in_the_form(self, desk: str, expert: str) -> Marks:
        """What the form shows; outside of what is reopened it is what the first round said."""
        further = self.model.desks[desk].further
        assert further is not None
        before = self.model.versions[further.base[expert]].marks or {}
        with self.world.open(desk) as session:
            scoring = session.scoring(expert, SECOND)
            assert scoring.start is not None
            judged = [
                one
                for one in {candidate for candidate, _row in before}
                if scoring.standing(one).state is not CandidateState.RECUSED
                or not scoring.start.reopens_whole(one)
            ]  # who was recused since steps back where all of it is reopened
            marks = cells_of({one: scoring.cells(one) for one in judged})
        assert all(before[at] == mark for at, mark in marks.items() if at not in further.cells)
        return marks

    @precondition(lambda self: self.may_open())
    @rule(at=moments)
    def open_the_second_round(self, at: int | None) -> None:
        def step() -> None:
            with self.world.open("A") as session:
                if SECOND not in session.meeting.opened:
                    session.unseal("会务", SECOND)

        if self.try_to(step, at):
            self.model.open_second("A")
            told("second round opened")

    @precondition(lambda self: self.may_begin())
    @rule(points=halves, opened=st.booleans())
    def hold_a_second_round(self, points: float, opened: bool) -> None:
        """From its beginning to its opening, at both desks."""
        self.begin_a_second_round(set(PLACES[: len(ROWS)]), None)
        self.merge_desks("B", None)
        for desk, expert in zip("ABA", EXPERTS, strict=True):
            way = SHEET if desk == "B" else FORM
            self.change_in_the_second_round(desk, expert, PLACES[0], points, way, None)
        if opened:
            self.merge_desks("A", None)
            self.open_the_second_round(None)

    def may_begin(self) -> bool:
        """Whether the first round is open, and nobody has begun a second."""
        return self.model.desks["A"].listed is not None and not self.begun()

    def begun(self) -> bool:
        return any(own.further is not None for own in self.model.desks.values())

    def may_open(self) -> bool:
        """Whether desk A knows of the second round, and nobody has opened it."""
        closed = all(own.listed_second is None for own in self.model.desks.values())
        return closed and self.model.desks["A"].further is not None


def _in_the_form(session: Session, expert: str, change: MarkChange) -> None:
    scoring = session.scoring(expert, SECOND)
    if scoring.sealed is not None:
        scoring.reopen("再议").result()
    scoring.commit([change]).result()
    scoring.seal().result()


def _on_the_spot(session: Session, expert: str, change: MarkChange) -> None:
    change_at_desk(session, expert, [change], by=PEOPLE, reason="讨论后", number=SECOND)


def _on_a_sheet(session: Session, expert: str, change: MarkChange) -> None:
    start = require_sheet(session, expert, SECOND)
    typed = TypedPass(PEOPLE[1], {change.candidate: {change.row: change.cell}}, finished=True)
    ballot = paper_ballot(session, expert, SECOND, typed, start)
    take_typed(session, ballot, Entry(PEOPLE, reason="改用纸质"))


WAYS = {FORM: _in_the_form, SPOT: _on_the_spot, SHEET: _on_a_sheet}
"""How a mark comes to be another one."""
