"""Handing in, taking back, handing in again: every version is kept and says what it replaces."""

from collections.abc import Callable

import pytest

from reviewtui.domain.ballot import BLANK, Ballot, Cell, Channel, Kind, Standing, content_id
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.session import Session
from tests.session.conftest import Room, fill, mark, scored, small_meeting

MakeRoom = Callable[..., Room]


def opened(session: Session, content: str) -> Ballot:
    """The ballot after the opening."""
    session.unseal()
    return session.ballot(content)


def test_holes_are_named_one_by_one(room: MakeRoom) -> None:
    scoring = room().open().scoring("01")
    scoring.commit([mark("1", row, 5) for row in ("1.1", "1.2", "2.1")]).result()
    scoring.commit([StandingChange("2", Standing(CandidateState.DECLINED))]).result()
    with pytest.raises(Refused) as refused:
        scoring.seal().result()
    assert str(refused.value) == "candidate 1, row 2.2: is blank"
    scoring.commit([MarkChange("1", "2.2", Cell(CellState.UNABLE, None, "材料不足"))]).result()
    assert scoring.seal().result().rev == 1


def test_a_sealed_ballot_says_what_was_said(room: MakeRoom) -> None:
    own = room(small_meeting().recuse("01", "2").hide("1", "2.1"))
    session = own.open()
    scoring = session.scoring("01")
    scoring.commit(
        [
            mark("1", "1.1", 8.5),
            MarkChange("1", "1.2", Cell(CellState.UNABLE, None, "材料不足")),
            mark("1", "2.2", 0),
            CommentChange("1", "", "总体良好"),
        ]
    ).result()
    sealed = scoring.seal().result()
    ballot = opened(session, sealed.content_id)
    assert ballot.cells == {
        "1": {
            "1.1": scored(8.5),
            "1.2": Cell(CellState.UNABLE, None, "材料不足"),
            "2.2": scored(0),
        }
    }
    assert ballot.standings == {"2": Standing(CandidateState.RECUSED, "同单位")}
    assert ballot.comments == {"1": {"": "总体良好"}}
    assert (ballot.kind, ballot.channel, ballot.round, ballot.rev) == (
        Kind.CAST, Channel.FORM, 1, 1,
    )  # fmt: skip
    assert ballot.session == session.id
    assert ballot.sheet == session.sheet.hash
    assert ballot.supersedes == ()
    assert ballot.written_at == sealed.at
    assert content_id(ballot.document()) == sealed.content_id


def test_a_recused_candidate_carries_no_cells_though_the_draft_keeps_them(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    fill(scoring)
    scoring.commit([StandingChange("1", Standing(CandidateState.RECUSED, "师生"))]).result()
    ballot = opened(session, scoring.seal().result().content_id)
    assert set(ballot.cells) == {"2"}
    assert scoring.cell("1", "1.1") == scored(8)


def test_leaving_early_marks_unfinished_candidates_and_keeps_what_was_marked(
    room: MakeRoom,
) -> None:
    session = room().open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", row, 5) for row in ("1.1", "1.2", "2.1", "2.2")]).result()
    scoring.commit([mark("2", "1.1", 6)]).result()
    ballot = opened(session, scoring.seal(left=True).result().content_id)
    assert ballot.standings == {"2": Standing(CandidateState.LEFT)}
    assert ballot.cells["2"] == {"1.1": scored(6), "1.2": BLANK, "2.1": BLANK, "2.2": BLANK}


def test_who_leaves_having_finished_has_left_nothing(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    fill(scoring)
    assert opened(session, scoring.seal(left=True).result().content_id).standings == {}


def test_the_code_and_the_seal_survive_a_restart(room: MakeRoom) -> None:
    own = room()
    scoring = own.open().scoring("01")
    fill(scoring)
    sealed = scoring.seal().result()
    again = own.again().scoring("01")
    assert again.sealed == sealed
    assert len(again.sealed.check_code.replace(" ", "")) == 12


def test_after_handing_in_nothing_changes(room: MakeRoom) -> None:
    scoring = room().open().scoring("01")
    fill(scoring)
    sealing = scoring.seal()
    with pytest.raises(Refused, match="handed in"):
        scoring.commit([mark("1", "1.1", 1)]).result()
    sealing.result()
    for refused in (scoring.commit([mark("1", "1.1", 1)]), scoring.seal()):
        with pytest.raises(Refused, match="handed in"):
            refused.result()
    assert not scoring.can_undo
    assert scoring.undo() is None


def test_taking_back_needs_a_ballot_and_a_reason(room: MakeRoom) -> None:
    scoring = room().open().scoring("01")
    with pytest.raises(Refused, match="nothing has been handed in"):
        scoring.reopen("笔误").result()
    fill(scoring)
    scoring.seal().result()
    with pytest.raises(Refused, match="say why"):
        scoring.reopen("  ").result()
    assert scoring.sealed is not None


def test_the_next_version_replaces_all_earlier_ones(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    fill(scoring)
    ids = [scoring.seal().result().content_id]
    for points in (3, 4):
        scoring.reopen("笔误").result()
        assert scoring.sealed is None
        assert session.effective()["01"].content_id == ids[-1]
        scoring.commit([mark("1", "1.1", points)]).result()
        ids.append(scoring.seal("更正 1.1").result().content_id)
        session = own.again()
        scoring = session.scoring("01")
    stored = session.stored()
    assert [ballot.content_id for ballot in stored] == ids
    assert [ballot.rev for ballot in stored] == [1, 2, 3]
    assert stored[2].supersedes == tuple(sorted(ids[:2]))
    assert session.effective()["01"] == stored[2]
    last = opened(session, ids[2])
    assert last.reason == "更正 1.1"
    assert last.cells["1"]["1.1"] == scored(4)
    assert session.ballot(ids[0]).cells["1"]["1.1"] == scored(8)


def test_handing_in_unchanged_again_is_a_version_too(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    fill(scoring)
    first = scoring.seal().result()
    scoring.reopen("再看一遍").result()
    second = scoring.seal().result()
    assert second.rev == 2
    assert first.content_id != second.content_id


def test_a_second_key_is_made_for_a_second_expert_only(room: MakeRoom) -> None:
    session = room().open()
    for expert in ("01", "02"):
        scoring = session.scoring(expert)
        fill(scoring)
        scoring.seal().result()
    scoring.reopen("笔误").result()
    scoring.seal().result()
    holders = session.meeting.file.read("SELECT holder FROM signing_key ORDER BY holder")
    assert holders == [("01",), ("02",)]


def test_the_same_meeting_gives_the_same_ids(room: MakeRoom) -> None:
    ids = []
    for _number in range(2):
        session = room().open()
        scoring = session.scoring("01")
        fill(scoring)
        ids.append((scoring.seal().result().content_id, session.journal()[-1].hash))
    assert ids[0] == ids[1]
