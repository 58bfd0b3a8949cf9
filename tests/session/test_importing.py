"""Marks from another system: open from birth, signed by the desk, nothing in silence."""

from collections.abc import Callable

import pytest

from reviewtui.domain.ballot import BLANK, Ballot, Cell, Channel, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from tests.session.conftest import Room, fill, scored, small_meeting

MakeRoom = Callable[..., Room]
ROWS = ("1.1", "1.2", "2.1", "2.2")


def marks_of(expert: str, points: float = 5, candidates: tuple[str, ...] = ("1", "2")) -> Ballot:
    """What a reader of marks hands over: no session, no sheet, no version yet."""
    cells = {candidate: {row: scored(points) for row in ROWS} for candidate in candidates}
    return Ballot("", expert, "", cells=cells)


def test_imported_marks_are_open_at_once(room: MakeRoom) -> None:
    session = room().open()
    session.take_in([marks_of("01", 5), marks_of("02", 6)], "marks.csv")
    assert session.can_show_results()
    assert session.marks()[1].candidates["2"].marks == [600] * 4
    assert session.marks()[2].why is Why.ABSENT
    assert session.progress()["01"] == (8, 8, True)
    ballot = session.ballot(session.stored()[0].content_id)
    assert ballot.channel is Channel.IMPORT
    assert (ballot.session, ballot.sheet) == (session.id, session.sheet.hash)
    holders = session.meeting.file.read("SELECT holder FROM signing_key")
    assert holders == [(DESK,)]
    event = session.journal()[-1]
    assert event.kind is EventKind.IMPORTED
    assert event.body["note"] == "marks.csv"
    assert len(event.body["ballots"]) == 2
    assert session.check() == []
    with pytest.raises(Refused, match="imported in the clear"):
        session.unseal()


def test_missing_lines_are_blank_and_known_recusals_are_recusals(room: MakeRoom) -> None:
    session = room(small_meeting(candidates=3).recuse("01", "3")).open()
    partly = Ballot("", "01", "", cells={"1": {"1.1": scored(4), "2.1": Cell(CellState.UNABLE)}})
    session.take_in([partly])
    marks = session.marks()[0].candidates
    assert marks["1"].marks == [400, None, None, None]
    assert marks["1"].unable == {2}
    assert marks["2"].marks == [None] * 4
    assert marks["3"].standing is CandidateState.RECUSED
    ballot = session.ballot(session.stored()[0].content_id)
    assert ballot.cells["1"]["1.2"] == BLANK
    assert session.progress()["01"] == (2, 8, True)


def test_blank_cells_of_a_candidate_who_is_set_aside_are_no_marks(room: MakeRoom) -> None:
    session = room(small_meeting(candidates=3).recuse("01", "3")).open()
    blank = dict.fromkeys(ROWS, BLANK)
    standings = {"2": Standing(CandidateState.DECLINED, "没有听汇报")}
    cells = {"1": {row: scored(5) for row in ROWS}, "2": blank, "3": blank}
    session.take_in([Ballot("", "01", "", cells=cells, standings=standings)])
    marks = session.marks()[0].candidates
    assert [marks[code].standing for code in ("2", "3")] == [
        CandidateState.DECLINED,
        CandidateState.RECUSED,
    ]
    assert list(session.ballot(session.stored()[0].content_id).cells) == ["1"]
    assert session.check() == []


def test_the_same_marks_again_change_nothing(room: MakeRoom) -> None:
    session = room().open()
    session.take_in([marks_of("01", 5)])
    before = session.journal()
    session.take_in([marks_of("01", 5)])
    assert len(session.stored()) == 1
    assert session.journal() == before


def test_other_marks_are_a_new_version(room: MakeRoom) -> None:
    session = room().open()
    session.take_in([marks_of("01", 5), marks_of("02", 5)])
    session.take_in([marks_of("01", 6), marks_of("02", 5)])
    assert [(item.expert, item.rev) for item in session.stored()] == [
        ("01", 1), ("02", 1), ("01", 2),
    ]  # fmt: skip
    assert session.marks()[0].candidates["1"].marks == [600] * 4


def test_an_experts_own_ballot_is_not_replaced(room: MakeRoom) -> None:
    session = room().open()
    fill(session.scoring("01"))
    session.scoring("01").seal().result()
    with pytest.raises(Refused, match="expert 01: has handed in an own ballot"):
        session.take_in([marks_of("01"), marks_of("02")])
    assert len(session.stored()) == 1


def test_imported_beside_sealed_waits_for_the_opening(room: MakeRoom) -> None:
    session = room().open()
    fill(session.scoring("01"))
    session.scoring("01").seal().result()
    session.take_in([marks_of("02")])
    assert not session.can_show_results()
    opening = session.unseal()
    assert len(opening.ballots) == 2
    assert [expert.why for expert in session.marks()] == [None, None, Why.ABSENT]


def test_after_the_opening_nothing_is_taken_in(room: MakeRoom) -> None:
    session = room().open()
    fill(session.scoring("01"))
    session.scoring("01").seal().result()
    session.unseal()
    with pytest.raises(Refused, match="opened before"):
        session.take_in([marks_of("02")])


def test_everything_wrong_is_found_and_nothing_is_stored(room: MakeRoom) -> None:
    session = room(small_meeting(candidates=3).recuse("01", "2").hide("1", "1.2")).open()
    wrong = [
        Ballot("", "77", ""),
        Ballot(
            "",
            "01",
            "",
            cells={
                "1": {"1.1": scored(11), "1.2": scored(5), "7": scored(5)},
                "2": {"1.1": scored(5)},
                "9": {"1.1": scored(5)},
            },
        ),
        Ballot(
            "",
            "02",
            "",
            cells={"1": {"1.1": scored(5)}},
            standings={"1": Standing(CandidateState.DECLINED)},
        ),
        marks_of("03"),
        marks_of("03"),
    ]
    with pytest.raises(Refused) as refused:
        session.take_in(wrong)
    said = str(refused.value)
    for sentence in (
        "expert 03: occurs more than once",
        "expert 77: is not on the panel",
        "expert 01, candidate 1, row 1.1: 11 lies outside 0 to 10",
        "expert 01, candidate 1, row 1.2: this row is not judged",
        "expert 01, candidate 1, row 7: there is no row 7",
        "expert 01, candidate 2: recused or declined, and yet there are marks",
        "expert 01: candidate 9 is not among those",
        "expert 02, candidate 1: recused or declined, and yet there are marks",
    ):
        assert sentence in said
    assert session.stored() == []
    assert len(session.journal()) == 1
