"""Further rounds and two desks: records of rounds are a set that only grows, like openings."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.changes import MarkChange
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.other_session import contents_of
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from tests.session.conftest import Room, fill, scored, small_meeting


@pytest.fixture
def desks(room: Callable[..., Room], tmp_path: Path) -> Iterator[list[Session]]:
    """Three copies of a session whose first round is open; expert n gave n points."""
    first = room(small_meeting(experts=5)).open()
    for number in range(1, 6):
        scoring = first.scoring(f"{number:02}")
        fill(scoring, number)
        scoring.seal().result()
    first.unseal()
    path = first.path
    first.close()
    copies = [tmp_path / f"desk{number}.review" for number in range(3)]
    for copy in copies:
        shutil.copyfile(path, copy)
    opened = [Session.open(copy) for copy in copies]
    yield opened
    for session in opened:
        session.close()


def take_in(here: Session, there: Session) -> None:
    """Merge what another desk holds."""
    apply_plan(here.meeting, plan_merge(here.meeting, (), [contents_of(there, "other")]))


def changed(session: Session, expert: str, points: float) -> None:
    """Hand in a second-round ballot."""
    scoring = session.scoring(expert, 2)
    cell = scored(points)._replace(reason="discussed")
    scoring.commit([MarkChange("1", "1.1", cell)]).result()
    scoring.seal().result()


def known(session: Session) -> object:
    """What a desk knows of rounds and their ballots."""
    return (
        session.meeting.round,
        {code: getattr(state, "content_id", state) for code, state in session.effective(2).items()},
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[:3])
def test_desks_agree_on_the_round_in_whatever_order_they_meet(
    desks: list[Session], order: tuple[int, ...]
) -> None:
    begun = desks[0]
    begin_round(begun, {"1": ["1.1"]}, reason="x")
    take_in(desks[1], begun)
    assert desks[1].meeting.round == 2
    changed(desks[0], "01", 9)
    changed(desks[1], "02", 8)
    for _again in range(2):  # the second time changes nothing
        for here, there in itertools.permutations(order, 2):
            take_in(desks[here], desks[there])
    assert known(desks[0]) == known(desks[1]) == known(desks[2])
    totals = set()
    for desk in desks[:1]:
        desk.unseal()
    take_in(desks[1], desks[0])
    take_in(desks[2], desks[0])
    for desk in desks:
        totals.add(tuple(one.total for one in verdict_of(desk, 2).candidates))
        assert desk.check() == []
    assert len(totals) == 1


def test_rounds_begun_differently_are_a_conflict_until_one_list_is_said(
    desks: list[Session],
) -> None:
    here, there, _third = desks
    begin_round(here, {"1": ["1.1"]}, reason="x")
    begin_round(there, {"2": ["1.1"]}, reason="y")
    take_in(here, there)
    take_in(there, here)
    for desk in (here, there):
        with pytest.raises(Refused, match="differently"):
            desk.scoring("01")
    begin_round(here, {"1": ["1.1"]}, by="chair", reason="agreed", again=True)
    take_in(there, here)
    for desk in (here, there):
        start = desk.scoring("01").start
        assert start is not None
        assert start.cells == {"1": ("1.1",)}
