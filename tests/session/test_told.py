"""What one desk told, all desks know that took it in: kits, ballots asked back, who typed."""

import json
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Kind
from reviewtui.domain.findings import Refused
from reviewtui.session.amending import kits_are_out
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.board import board, kits_out
from reviewtui.session.conflict_words import can_submit_anew, withdrawal_sentences
from reviewtui.session.create import create_session
from reviewtui.session.journal_words import told as journal_words
from reviewtui.session.kit import make_kit
from reviewtui.session.other_session import contents_of
from reviewtui.session.paper_entry import paper_ballot
from reviewtui.session.recorded import recorded_findings
from reviewtui.session.resolving import conflicts
from reviewtui.session.session import Session
from reviewtui.session.sticks_out import on_sticks, tell_on_stick
from reviewtui.session.typed_in import Entry, register_desk, take_typed, typists
from reviewtui.session.typed_pass import PAPER, TypedPass
from reviewtui.session.withdrawing import ask_back, withdraw
from reviewtui.session.writer import Transaction
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import scored, small_meeting
from tests.session.test_merging import receive, second, unite

ROWS = ("1.1", "1.2", "2.1", "2.2")
CELLS = {candidate: dict.fromkeys(ROWS, scored(8)) for candidate in ("1", "2")}


@pytest.fixture
def desk(tmp_path: Path) -> Session:
    create_session(tmp_path / "one.review", small_meeting(experts=3).panel()[0])
    session = Session.open(tmp_path / "one.review")
    register_desk(session.meeting)
    return session


def on_paper(session: Session, expert: str, *by: str) -> str:
    ballot = paper_ballot(session, expert, 1, TypedPass(by[0], CELLS, finished=True))
    return take_typed(session, ballot, Entry(by=by), typed=PAPER).sealed.content_id


def test_who_typed_a_sheet_at_another_desk_is_known(desk: Session, tmp_path: Path) -> None:
    with second(desk, tmp_path) as other:
        there = on_paper(other, "01", "张三", "李四")
        here = on_paper(desk, "02", "王五", "赵六")
        unite(desk, other)
        assert typists(desk) == {there: ("张三", "李四"), here: ("王五", "赵六")}
        assert "(张三, 李四)" in journal_words(desk)[-1].words


def test_a_ballot_asked_back_at_another_desk_is_known_until_the_new_one_is_here(
    desk: Session, tmp_path: Path
) -> None:
    seed = give_key(desk, "01")
    first = ballot_file(desk, "01", seed)
    receive(desk, first)
    with second(desk, tmp_path) as other:
        ask_back(other, "01", by="李", reason="漏了一项")
        assert contents_of(other, "other").drafts == ()
        unite(desk, other)
        assert desk.reworking() == ("01",)
        receive(desk, ballot_file(desk, "01", seed, 6, replaces=[first]))
        assert desk.reworking() == ()


def test_who_withdrew_at_another_desk_and_why_is_said_where_it_is_settled(
    desk: Session, tmp_path: Path
) -> None:
    seed = give_key(desk, "01")
    first = ballot_file(desk, "01", seed)
    receive(desk, first)
    with second(desk, tmp_path) as other:
        withdraw(other, "01", by="李", reason="拿错了评分包")
        receive(desk, ballot_file(desk, "01", seed, 6, replaces=[first]))
        unite(desk, other)
        (conflict,) = conflicts(desk)
        (said,) = withdrawal_sentences(desk, conflict)
        assert "is a withdrawal by 李, reason: 拿错了评分包" in said
        cast = conflict.versions[1]._replace(kind=Kind.CAST, kit="k")
        gone = cast._replace(kind=Kind.WITHDRAW, kit="")
        assert can_submit_anew(conflict._replace(versions=(cast, gone)))
        receive(desk, ballot_file(desk, "02", give_key(desk, "02")))
        desk.unseal()
        (conflict,) = conflicts(desk)
        assert not can_submit_anew(conflict._replace(versions=(cast, gone)))


def test_kits_and_sticks_of_another_desk_are_known(desk: Session, tmp_path: Path) -> None:
    with second(desk, tmp_path) as other:
        kit = make_kit(other.meeting, "02")
        tell_on_stick(other, "02", kit.id)
        assert not kits_are_out(desk)
        unite(desk, other)
        assert kits_are_out(desk)
        assert kits_out(desk) == {"02": kit.id}
        assert on_sticks(desk) == {"02"}
        assert [one.kit for one in board(desk)] == ["", kit.id, ""]


def test_a_round_whose_kits_another_desk_issued_is_not_begun_otherwise(
    desk: Session, tmp_path: Path
) -> None:
    receive(desk, ballot_file(desk, "01", give_key(desk, "01")))
    desk.unseal()
    begin_round(desk, {"1": ()}, reason="分歧较大")
    with second(desk, tmp_path) as other:
        make_kit(other.meeting, "01")
        unite(desk, other)
        with pytest.raises(Refused, match="kits or marks of round 2 are out already"):
            begin_round(desk, {"2": ()}, reason="改", again=True)


def test_what_a_third_desk_told_comes_along_with_the_second(desk: Session, tmp_path: Path) -> None:
    with second(desk, tmp_path) as other, second(desk, tmp_path, "third") as third:
        there = on_paper(third, "03", "张三", "李四")
        unite(other, third)
        unite(desk, other)
        assert typists(desk) == {there: ("张三", "李四")}
        unite(desk, third)
        unite(other, desk)
        assert typists(desk) == typists(other)
        assert not recorded_findings(desk)


@pytest.mark.parametrize("body", ["x", "[]", "{}", '{"content_id":1,"by":["a"]}'])
def test_an_entry_that_says_nothing_of_its_kind_tells_nothing(desk: Session, body: str) -> None:
    there = on_paper(desk, "03", "张三", "李四")
    line = json.dumps([9, 1, "desk", "typed_in", body, "p", "h"])

    def work(done: Transaction) -> None:
        done.connection.execute(
            "INSERT INTO kept_aside (session_id, file_id, name, expert, why, content, "
            "received_at) VALUES (?, hex(zeroblob(32)), 'n', '', 'journal', ?, 1)",
            (desk.id, f"{line}\n".encode()),
        )

    desk.meeting.writer.submit(work).result()
    assert typists(desk) == {there: ("张三", "李四")}
