"""A second desk that changes what counts says so, once, sentence by sentence."""

import time
from pathlib import Path

import pytest

from reviewtui.domain.amendment import (
    Addition,
    ChairChange,
    Change,
    LateRecusal,
    LeaveRule,
    Newcomer,
    Replacement,
)
from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import EarlyLeave
from reviewtui.domain.states import Why
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.merge_effect_words import effect_sentences
from reviewtui.exchange.merge_plan import sentence
from reviewtui.session.amending import amend, idle_amendments
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.kit import make_kit
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.receiving import Arrival
from reviewtui.session.resolving import resolve
from reviewtui.session.rule_freeze import note_rule_printed, rule_is_frozen
from reviewtui.session.session import Session
from reviewtui.session.typed_in import register_desk
from tests.session.ballot_factory import ballot_file, give_key, own_id
from tests.session.conftest import small_meeting

TWO = ("张秘书", "李监督")


class Desks:
    """Two copies of a meeting, with the keys of its experts."""

    def __init__(self, folder: Path) -> None:
        self.one, self.other = folder / "one.review", folder / "other.review"
        self.folder = folder
        create_session(self.one, small_meeting(experts=4).panel()[0])
        with Session.open(self.one) as session:
            register_desk(session.meeting)
            self.seeds = {code: give_key(session, code) for code in ("01", "02")}
            copy_session(session.meeting, self.other)

    def hand_in(self, desk: Path, expert: str, points: float = 5) -> str:
        with Session.open(desk) as session:
            content = ballot_file(session, expert, self.seeds[expert], points)
            arrival = Arrival("file.ballot", content, len(content))
            apply_plan(session.meeting, plan_merge(session.meeting, [arrival]))
        return own_id(content)

    def print_rule(self, desk: Path) -> None:
        with Session.open(desk) as session:
            note_rule_printed(session)

    def amend(self, desk: Path, change: Change) -> None:
        with Session.open(desk) as session:
            amend(session, change, by="会务", reason="会议决定")

    def merge(self, *, back: bool = False) -> tuple[str, bool]:
        """What one says when it takes the other in, and whether all is clean; said only once."""
        into, out = (self.other, self.one) if back else (self.one, self.other)
        with Session.open(into) as session:
            panel, merged = session.panel, plan(session, [out])
            carry_out(session, merged, self.folder / "copies")
            said = effect_sentences(merged.plan, panel)
        with Session.open(into) as session:
            again = plan(session, [out])
            assert effect_sentences(again.plan, session.panel) == []
        return "\n".join(said), merged.clean


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return Desks(tmp_path)


def test_a_desk_that_only_adds_moves_nobody(desks: Desks) -> None:
    desks.hand_in(desks.one, "01")
    desks.hand_in(desks.other, "02")
    assert desks.merge() == ("", True)


def test_a_counted_ballot_whose_kit_was_issued_anew_elsewhere_is_named(desks: Desks) -> None:
    desks.hand_in(desks.one, "02")
    with Session.open(desks.other) as session:
        make_kit(session.meeting, "02", anew=True)
    said, clean = desks.merge()
    assert "02" in said
    assert "version 1 counted here; his kit was issued anew" in said
    assert not clean


def test_two_decisions_that_contradict_each_other_are_named(desks: Desks) -> None:
    first, second = (desks.hand_in(desks.one, "01", points) for points in (5, 6))
    assert desks.merge(back=True)[1] is False  # a conflict there too
    for desk, chosen in ((desks.one, first), (desks.other, second)):
        with Session.open(desk) as session:
            resolve(session, "01", chosen, by=TWO, reason="核对签字表")
    said, clean = desks.merge()
    assert "two people here and two at the other desk settled it" in said
    assert not clean


def test_versions_with_one_number_are_told_apart_by_their_codes(desks: Desks) -> None:
    first, second = (desks.hand_in(desks.one, "01", points) for points in (5, 6))
    with Session.open(desks.one) as session:
        resolve(session, "01", first, by=TWO, reason="核对签字表")
    desks.merge(back=True)
    with Session.open(desks.other) as session:
        resolve(session, "01", second, by=TWO, reason="签字表更正")
    said, clean = desks.merge()
    for own in (first, second):
        assert f"version 1 [{check_code(own)}]" in said
    assert not clean


def test_what_two_versions_with_one_number_replaced_names_their_codes(desks: Desks) -> None:
    seed = desks.seeds["01"]
    with Session.open(desks.one) as session:
        first = ballot_file(session, "01", seed)
        later = [ballot_file(session, "01", seed, at, replaces=[first]) for at in (5, 6)]
        files = [Arrival(f"{at}.ballot", one, len(one)) for at, one in enumerate((first, *later))]
        found = plan_merge(session.meeting, files)
        (said,) = (sentence(one, found.panel) for one in found.items if one.name == "0.ballot")
    for one in later:
        assert f"version 2 [{check_code(own_id(one))}]" in said


def test_who_sat_in_whose_place_before_anything_came_in_is_said(desks: Desks) -> None:
    desks.amend(desks.other, Replacement("03", Newcomer("21", "乙")))
    said, _clean = desks.merge()
    assert "until now absent; expert 21 sits in his place now" in said


def test_which_of_two_chairs_stands_is_said_and_which_does_not(desks: Desks) -> None:
    desks.amend(desks.one, ChairChange("02"))
    desks.amend(desks.other, ChairChange("03"))
    said, clean = desks.merge()
    assert "Two desks said otherwise" in said
    assert not clean
    with Session.open(desks.one) as session:
        (chair,) = [item.code for item in session.panel.experts if item.role == "chair"]
    assert said.split("this stands: ")[1].startswith(f"Expert {chair} is the chair")


def test_an_expert_who_falls_off_the_panel_is_named_with_his_ballot(desks: Desks) -> None:
    desks.amend(desks.one, Addition(Newcomer("21", "丁")))
    desks.amend(desks.other, Replacement("02", Newcomer("22", "戊")))
    desks.hand_in(desks.one, "02")
    said, clean = desks.merge()
    assert "version 1 counted here; expert 22 sits in his place now" in said
    assert "takes effect: Expert 22 戊 sits in the place of Expert 02" in said
    assert not clean
    assert not desks.merge(back=True)[1]


def test_a_recusal_that_comes_after_the_opening_is_said_to_have_no_effect(desks: Desks) -> None:
    desks.hand_in(desks.one, "01")
    with Session.open(desks.one) as session:
        session.unseal("会务")
    desks.amend(desks.other, LateRecusal("01", "1"))
    said, clean = desks.merge()
    assert "Without effect from now on: Expert 01 is recused" in said
    assert not clean


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("by_page", [True, False])
@pytest.mark.parametrize("frozen_first", [True, False])
def test_the_rule_for_early_leavers_is_frozen_by_the_first_ballot_or_page_of_either_desk(
    desks: Desks, frozen_first: bool, by_page: bool, back: bool
) -> None:
    """Whoever merges whom, both desks say the same."""

    def freeze() -> None:
        desks.print_rule(desks.one) if by_page else desks.hand_in(desks.one, "01")

    if frozen_first:
        freeze()
        time.sleep(0.002)
    desks.amend(desks.other, LeaveRule(EarlyLeave.COUNT_NONE))
    if not frozen_first:
        freeze()
    told = [desks.merge(back=back)[0], desks.merge(back=not back)[0]]
    for desk in (desks.one, desks.other):
        with Session.open(desk) as session:
            count_none = session.panel.rule.early_leave is EarlyLeave.COUNT_NONE
            assert count_none is not frozen_first
            assert len(idle_amendments(session)) == frozen_first
            assert all(fault.warning for fault in session.check())
            assert rule_is_frozen(session)
    assert ("the rule was frozen by then" if frozen_first else "print it again") in "".join(told)


def test_nobody_chooses_a_rule_anew_where_another_desk_printed_its_page(desks: Desks) -> None:
    desks.print_rule(desks.one)
    desks.merge(back=True)
    with pytest.raises(Refused, match="frozen since its page was printed"):
        desks.amend(desks.other, LeaveRule(EarlyLeave.COUNT_NONE))


def test_a_page_that_a_change_from_before_made_void_unfreezes_nothing(desks: Desks) -> None:
    desks.amend(desks.other, LeaveRule(EarlyLeave.COUNT_NONE))
    desks.print_rule(desks.one)
    assert "print it again" in desks.merge()[0]
    with pytest.raises(Refused, match="frozen since its page was printed"):
        desks.amend(desks.one, LeaveRule(EarlyLeave.COUNT_FINISHED))


def test_a_third_desk_learns_when_the_first_ballot_came_in_from_whoever_knows(
    desks: Desks, tmp_path: Path
) -> None:
    third = tmp_path / "third.review"
    with Session.open(desks.one) as session:
        copy_session(session.meeting, third)
    desks.hand_in(desks.one, "01")
    desks.amend(desks.other, LeaveRule(EarlyLeave.COUNT_NONE))
    desks.merge(back=True)
    with Session.open(third) as session:
        carry_out(session, plan(session, [desks.other]), tmp_path / "copies")
    with Session.open(third) as session:
        assert session.panel.rule.early_leave is EarlyLeave.COUNT_FINISHED
        assert session.effective()["01"] is not Why.ABSENT


def test_a_clock_set_back_on_one_desk_unfreezes_and_freezes_nothing(desks: Desks) -> None:
    desks.amend(desks.one, LeaveRule(EarlyLeave.COUNT_NONE))
    desks.hand_in(desks.one, "01")
    with Session.open(desks.one) as session:
        session.meeting.file.write(
            lambda connection: connection.execute("UPDATE ballot SET received_at = 5")
        )
    with Session.open(desks.one) as session:
        assert session.panel.rule.early_leave is EarlyLeave.COUNT_NONE
    desks.merge(back=True)
    with Session.open(desks.other) as session:
        assert session.panel.rule.early_leave is EarlyLeave.COUNT_NONE
