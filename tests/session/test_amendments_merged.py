"""A second desk's amendments hold for what comes with them: one merge, and both know the same."""

from pathlib import Path

import pytest

from reviewtui.domain.amendment import Addition, Newcomer
from reviewtui.domain.states import Why
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.session.amending import amend, amendments
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.kit import make_kit
from reviewtui.session.merge_items import Taking
from reviewtui.session.paper_entry import paper_ballot
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, take_typed
from reviewtui.session.typed_pass import PAPER, TypedPass
from tests.session.conftest import fill, scored, small_meeting

ROWS = ("1.1", "1.2", "2.1", "2.2")


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies; at the second an expert was added and his paper sheet typed in."""
    one, other = tmp_path / "one.review", tmp_path / "other.review"
    create_session(one, small_meeting().panel()[0])
    with Session.open(one) as session:
        make_kit(session.meeting, "01")
        copy_session(session.meeting, other)
    with Session.open(other) as session:
        amend(session, Addition(Newcomer("21", "增补专家")), by="会务", reason="会议决定")
    with Session.open(other) as session:
        cells = {candidate: dict.fromkeys(ROWS, scored(8)) for candidate in ("1", "2")}
        ballot = paper_ballot(session, "21", 1, TypedPass("会务", cells, finished=True))
        take_typed(session, ballot, Entry(by=("会务1", "会务2")), typed=PAPER)
    return one, other


def merge(session: Session, place: Path, backup: Path) -> list[Taking]:
    done = carry_out(session, plan(session, [place]), backup)
    return [item.taking for item in done.plan.items]


def test_an_expert_whom_the_other_desk_added_comes_over_together_with_his_ballot(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    with Session.open(one) as session:
        merged = plan(session, [other])
        assert "21" not in dict(merged.plan.missing)
        assert merge(session, other, tmp_path) == [Taking.NEW]
        assert kept_aside(session) == []
        assert not plan(session, [other]).plan.changes
    with Session.open(one) as session:
        assert isinstance(session.effective()["21"], StoredBallot)
        assert session.check() == []


def test_an_opening_that_comes_over_shuts_out_what_was_amended_there_after_it(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    third = tmp_path / "third.review"
    with Session.open(one) as session:
        scoring = session.scoring("02")
        fill(scoring)
        scoring.seal().result()
        scoring.close()
        copy_session(session.meeting, third)
        session.unseal("会务")
    with Session.open(third) as session:
        done = carry_out(session, plan(session, [one, other]), tmp_path)
        assert Reason.UNKNOWN_EXPERT in {item.reason for item in done.plan.items}
        assert not plan(session, [one, other]).plan.changes
    with Session.open(third) as session:
        assert "21" not in session.effective()
        assert len(amendments(session)) == 1
        assert not isinstance(session.effective()["02"], Why)
