"""One code for two people, a ballot of somebody who was replaced: a ballot stays its person's."""

from pathlib import Path

import pytest

from reviewtui.domain.amendment import (
    Addition,
    Change,
    Correction,
    Field,
    Newcomer,
    Replacement,
)
from reviewtui.domain.contested import contests
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.exchange.collecting import Merged, carry_out, plan
from reviewtui.exchange.merge_plan import sentence
from reviewtui.session.amending import amend, amendments
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.merge_items import Taking
from reviewtui.session.opening_again import Again, late_ballots
from reviewtui.session.paper_entry import paper_ballot
from reviewtui.session.resolving import conflicts, resolve
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, register_desk, take_typed
from reviewtui.session.typed_pass import PAPER, TypedPass
from reviewtui.session.withdrawing import withdraw
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import scored, small_meeting

ROWS = ("1.1", "1.2", "2.1", "2.2")
CELLS = {candidate: dict.fromkeys(ROWS, scored(8)) for candidate in ("1", "2")}
TWO = ("张秘书", "李监督")


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one.review", tmp_path / "other.review"
    create_session(one, small_meeting().panel()[0])
    with Session.open(one) as session:
        register_desk(session.meeting)
        copy_session(session.meeting, other)
    return one, other


def change(path: Path, *changes: Change) -> None:
    for one in changes:
        with Session.open(path) as session:
            amend(session, one, by="会务", reason="会议决定")


def on_paper(path: Path, expert: str) -> None:
    with Session.open(path) as session:
        ballot = paper_ballot(session, expert, 1, TypedPass("会务", CELLS, finished=True))
        take_typed(session, ballot, Entry(by=("会务1", "会务2")), typed=PAPER)


def merge(into: Path, out: Path, folder: Path) -> Merged:
    with Session.open(into) as session:
        return carry_out(session, plan(session, [out]), folder)


def state(path: Path, expert: str) -> StoredBallot | Why:
    with Session.open(path) as session:
        return session.effective()[expert]


@pytest.mark.parametrize("later", [True, False], ids=["later", "at the same place"])
def test_a_ballot_is_never_counted_as_that_of_another_person_with_the_same_code(
    desks: tuple[Path, Path], tmp_path: Path, later: bool
) -> None:
    """Whoever's amendment comes first: nothing counts until two people decide, at both desks."""
    one, other = desks
    change(one, Addition(Newcomer("21", "丁")))
    if later:
        change(other, Correction("01", "", Field.NAME, "张三"))
    change(other, Replacement("02", Newcomer("21", "乙")))
    on_paper(one, "21")
    assert isinstance(state(one, "21"), StoredBallot)
    for into, out in (desks, desks[::-1]):
        merge(into, out, tmp_path / "copies")
    for path in desks:
        assert state(path, "21") is Why.CONFLICT


def test_two_people_settle_whose_a_contested_ballot_is(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    change(one, Addition(Newcomer("21", "丁")))
    change(other, Replacement("02", Newcomer("21", "乙", "某大学")))
    on_paper(one, "21")
    merge(one, other, tmp_path / "copies")
    with Session.open(one) as session:
        (found,) = conflicts(session)
        assert set(found.people) == {"丁", "乙 某大学"}
        (version,) = found.versions
        resolve(session, "21", version.content_id, by=TWO, reason="核对签字表")
        assert isinstance(session.effective()["21"], StoredBallot)
        assert conflicts(session) == []
    merge(other, one, tmp_path / "copies")
    assert isinstance(state(other, "21"), StoredBallot)
    on_paper(other, "21")
    assert state(other, "21") is Why.CONFLICT, "what comes later is decided on again"


def test_a_resolution_that_did_not_know_of_the_second_person_settles_nothing(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    change(one, Addition(Newcomer("21", "丁")))
    for _twice in range(2):
        on_paper(one, "21")
    with Session.open(one) as session:
        ((first, *_rest),) = (item.versions for item in conflicts(session))
        resolve(session, "21", first.content_id, by=TWO, reason="以第一份为准")
    change(other, Addition(Newcomer("21", "乙")))
    assert isinstance(state(one, "21"), StoredBallot)
    merge(one, other, tmp_path / "copies")
    assert state(one, "21") is Why.CONFLICT


def test_a_withdrawn_ballot_of_a_contested_code_needs_no_decision(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    change(one, Addition(Newcomer("21", "丁")))
    change(other, Addition(Newcomer("21", "乙")))
    on_paper(one, "21")
    merge(one, other, tmp_path / "copies")
    with Session.open(one) as session:
        withdraw(session, "21", by="会务", reason="给错编号")
        assert session.effective()["21"] is Why.WITHDRAWN


def test_a_ballot_that_comes_in_under_a_contested_code_names_both_people(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    change(one, Addition(Newcomer("21", "丁")))
    change(other, Addition(Newcomer("21", "乙")))
    on_paper(other, "21")
    merged = merge(one, other, tmp_path / "copies")
    (item,) = merged.plan.items
    assert item.taking is Taking.CONFLICT
    said = sentence(item, merged.plan.panel)
    assert {"丁", "乙"} <= set(said)
    assert "replaces" not in said
    assert not merged.clean


def test_the_same_person_added_at_both_desks_is_no_contest(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    change(one, Addition(Newcomer("21", "丁")))
    change(other, Addition(Newcomer("21", "丁 ", "某大学")))
    on_paper(one, "21")
    merge(one, other, tmp_path / "copies")
    assert isinstance(state(one, "21"), StoredBallot)


def test_contests_are_the_same_in_whatever_order_amendments_come(
    desks: tuple[Path, Path],
) -> None:
    one, _other = desks
    change(one, Addition(Newcomer("21", "丁")))
    with Session.open(one) as session:
        (made,) = amendments(session)
    said = [
        made._replace(change=Addition(Newcomer("21", "丁", unit))) for unit in ("", "甲院", "乙院")
    ]
    assert contests(said[:2]) == {}
    assert contests(said).keys() == contests(said[::-1]).keys() == {"21"}


def test_what_a_replaced_expert_sends_is_kept_named_and_does_not_count(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, _other = desks
    with Session.open(one) as session:
        seed = give_key(session, "02")
        file = tmp_path / "02.ballot"
        file.write_bytes(ballot_file(session, "02", seed))
    change(one, Replacement("02", Newcomer("21", "乙")))
    with Session.open(one) as session:
        for _again in range(2):
            merged = carry_out(session, plan(session, [file]), tmp_path / "copies")
            (item,) = merged.plan.items
            assert item.taking is Taking.REPLACED_EXPERT
            assert "expert 21 sits in this expert's place" in sentence(item, merged.plan.panel)
            assert not merged.clean
            assert dict(merged.plan.missing).keys() == {"01", "03", "21"}
        assert session.effective()["02"] is Why.NOT_ASSIGNED
        assert [(item.expert, item.why) for item in kept_aside(session)] == [
            ("02", Reason.REPLACED_EXPERT)
        ]
        (ballot,) = session.stored()
        with pytest.raises(Refused, match="nothing is in conflict"):
            resolve(session, "02", ballot.content_id, by=TWO, reason="以此为准")


def test_an_opening_names_whoever_stands_in_a_contested_code_as_missing(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    for path, name in ((one, "乙"), (other, "甲")):
        change(path, Addition(Newcomer("21", name)))
    on_paper(one, "21")
    on_paper(one, "02")
    merge(one, other, tmp_path / "copies")
    with Session.open(one) as session:
        opening = session.unseal()
        assert "21" in opening.missing
        assert set(opening.missing) == {*session.missing()}
        said = " ".join(finding.sentence for finding in session.check())
        assert "nothing handed in under it in round 1 counts" in said
        assert {"乙", "甲"} <= set(said)
        assert "several versions" not in said


def test_a_late_ballot_of_a_contested_code_is_not_admitted_by_default(
    desks: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = desks
    for path, name in ((one, "乙"), (other, "甲")):
        change(path, Addition(Newcomer("21", name)))
    on_paper(one, "02")
    merge(one, other, tmp_path / "copies")
    with Session.open(one) as session:
        session.unseal()
    on_paper(one, "21")
    with Session.open(one) as session:
        (late,) = late_ballots(session.meeting, 1)
        assert late.outcome is Why.CONFLICT
        assert not late.counts
        again = session.unseal_again(Again("迟到", ("李",), admit=("21",)), 1)
        assert "21" in again.missing
