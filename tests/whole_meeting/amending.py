"""What desks amend: recusals, people, names, settled facts."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from reviewtui.domain.amendment import (
    Addition,
    Amendment,
    Change,
    Correction,
    Field,
    LateRecusal,
    Newcomer,
    Replacement,
    Settlement,
)
from reviewtui.domain.findings import Refused
from reviewtui.session.amending import amend
from tests.whole_meeting.laws import Laws, desks, experts, halves, told
from tests.whole_meeting.model import CANDIDATES, FACT, ROWS, Fact, Marks


class Amending(Laws):
    """Amendments take effect at the desk that makes them, and with a merge at the other."""

    @rule(desk=desks, expert=experts, candidate=st.sampled_from(CANDIDATES))
    def recuse(self, desk: str, expert: str, candidate: str) -> None:
        if self.amended(desk, LateRecusal(expert, candidate)):
            self.model.desks[desk].recused.add((expert, candidate))
            told("recused")

    @precondition(lambda self: self.nothing_is_open())
    @rule(desk=desks, expert=experts)
    def put_somebody_in_his_place(self, desk: str, expert: str) -> None:
        newcomer = Newcomer(f"1{expert}", f"接替{expert}")
        if made := self.amended(desk, Replacement(expert, newcomer)):
            self.model.desks[desk].replaced.add(expert)
            self.seat(desk, newcomer, made)
            told("replaced")

    @precondition(lambda self: self.nothing_is_open())
    @rule(desk=desks, name=st.sampled_from(("丁", "乙")), points=halves)
    def add_an_expert_who_hands_in_on_paper(self, desk: str, name: str, points: float) -> None:
        """Two desks may give the same code to two people: then nobody's ballot counts."""
        newcomer = Newcomer("21", name)
        if made := self.amended(desk, Addition(newcomer)):
            self.seat(desk, newcomer, made)
            told("added")
        self.hand_in_on_paper(desk, "21", points)

    def seat(self, desk: str, newcomer: Newcomer, made: Amendment) -> None:
        self.model.desks[desk].seated.add(newcomer.code)
        self.model.desks[desk].given.add((newcomer.code, newcomer.name, made.id))

    @precondition(lambda self: self.nothing_is_open())
    @rule(desk=desks, expert=experts, points=halves)
    def who_came_in_his_place_hands_in_on_paper(
        self, desk: str, expert: str, points: float
    ) -> None:
        if expert in self.model.desks[desk].replaced:
            self.hand_in_on_paper(desk, f"1{expert}", points)

    def hand_in_on_paper(self, desk: str, expert: str, points: float) -> None:
        for turn in (1, 2):
            self.world.type_pass(desk, expert, turn, points)
        marks: Marks = {(one, row): int(points * 100) for one in CANDIDATES for row in ROWS}
        if self.try_to(lambda: self.world.take_paper(desk, expert, "")):
            self.adopt_at(desk, marks)
            told("newcomer on paper")

    def nothing_is_open(self) -> bool:
        return all(own.listed is None for own in self.model.desks.values())

    @rule(desk=desks, expert=experts, number=st.integers(1, 9))
    def correct_a_name(self, desk: str, expert: str, number: int) -> None:
        self.amended(desk, Correction(expert, "", Field.NAME, f"专家更名{number}"))

    @rule(
        desk=desks, candidate=st.sampled_from(CANDIDATES), yes=st.booleans(), page=st.integers(1, 9)
    )
    def settle_a_fact(self, desk: str, candidate: str, yes: bool, page: int) -> None:
        """It gives everybody the same; after the opening it stays."""
        value = "yes" if yes else "no"
        if made := self.amended(desk, Settlement(candidate, FACT, value, f"核查表 {page} 页")):
            own = self.model.desks[desk]
            assert own.listed is None
            own.facts |= {Fact(made.number, made.id, candidate, yes)}
            told("fact settled")

    def amended(self, desk: str, change: Change) -> Amendment | None:
        """The amendment; None where the program refuses it."""
        try:
            with self.world.open(desk) as session:
                return amend(session, change, by="会务", reason="会议决定")
        except Refused:
            return None
