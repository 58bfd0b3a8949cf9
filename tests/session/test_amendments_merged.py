"""A second desk's amendments hold for what comes with them: one merge, and both know the same."""

from pathlib import Path

import pytest

from reviewtui.domain.amendment import Addition, Newcomer
from reviewtui.domain.ballot import Ballot
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
from reviewtui.session.typed_in import Entry, register_desk, take_typed
from reviewtui.session.typed_pass import PAPER, TypedPass
from tests.session.conftest import fill, scored, small_meeting

ROWS = ("1.1", "1.2", "2.1", "2.2")
CELLS = {candidate: dict.fromkeys(ROWS, scored(8)) for candidate in ("1", "2")}


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
        ballot = paper_ballot(session, "21", 1, TypedPass("会务", CELLS, finished=True))
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


@pytest.fixture
def imported(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies; at the second an expert was added and his marks imported."""
    one, other = tmp_path / "one.review", tmp_path / "other.review"
    create_session(one, small_meeting().panel()[0])
    with Session.open(one) as session:
        make_kit(session.meeting, "01")
        register_desk(session.meeting)
        copy_session(session.meeting, other)
    with Session.open(other) as session:
        amend(session, Addition(Newcomer("21", "增补专家")), by="会务", reason="会议决定")
    with Session.open(other) as session:
        session.take_in([Ballot("", "21", "", cells=CELLS)], "marks.csv")
    return one, other


def test_imported_marks_that_lie_aside_are_read_again_as_what_they_are(
    imported: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = imported
    with Session.open(one) as session:
        scoring = session.scoring("02")
        fill(scoring)
        scoring.seal().result()
        scoring.close()
        session.unseal("会务")
        for _time in range(2):
            done = carry_out(session, plan(session, [other]), tmp_path)
            assert [item.why for item in kept_aside(session)] == [Reason.UNKNOWN_EXPERT]
        assert not done.plan.changes


def test_two_desks_name_the_same_reason_for_imported_marks_that_both_keep_aside(
    imported: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = imported
    third = tmp_path / "third.review"
    with Session.open(one) as session:
        scoring = session.scoring("02")
        fill(scoring)
        scoring.seal().result()
        scoring.close()
        session.unseal("会务")
        copy_session(session.meeting, third)
        carry_out(session, plan(session, [other]), tmp_path)
    with Session.open(third) as session:
        carry_out(session, plan(session, [one]), tmp_path)
        assert [item.why for item in kept_aside(session)] == [Reason.UNKNOWN_EXPERT]
        assert not plan(session, [one]).plan.changes


def test_marks_in_the_clear_on_a_stick_are_taken_once_a_desk_vouches_for_them(
    imported: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = imported
    stick = tmp_path / "stick"
    stick.mkdir()
    with Session.open(other) as session:
        (content,) = (row[0] for row in session.meeting.file.read("SELECT content FROM ballot"))
    (stick / "found.ballot").write_bytes(content)
    with Session.open(one) as session:
        carry_out(session, plan(session, [stick]), tmp_path)
        assert [item.why for item in kept_aside(session)] == [Reason.NO_BALLOT]
        carry_out(session, plan(session, [stick, other]), tmp_path)
        assert kept_aside(session) == []
        assert [item.expert for item in session.stored()] == ["21"]
        assert not plan(session, [stick, other]).plan.changes
