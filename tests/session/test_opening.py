"""Blind until opened; then the marks that count, and who is missing and why."""

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.ballot import BLANK, Ballot, Cell, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import CandidateMarks
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.journal import EventKind
from reviewtui.session.kit import make_kit
from reviewtui.session.marks import mark_rows, marks_of, read_marks
from reviewtui.session.schema import create_tables
from reviewtui.session.scoring import Scoring
from reviewtui.session.session import Session
from reviewtui.session.store import fill_marks
from reviewtui.session.working_copy import create_working_copy
from tests.session.conftest import Room, fill, mark, small_meeting

MakeRoom = Callable[..., Room]
PECULIAR = 7.5
"""A mark that must not show before the opening, in hundredths 750."""


def hand_in(scoring: Scoring, points: float = PECULIAR) -> str:
    fill(scoring, points)
    return scoring.seal().result().content_id


def test_before_the_opening_nothing_but_counts_comes_out(room: MakeRoom) -> None:
    session = room().open()
    first, second = session.scoring("01"), session.scoring("02")
    first.commit([CommentChange("1", "1.1", "七十五分都不值")]).result()
    own = hand_in(first)
    second.commit([mark("1", "1.1", PECULIAR)]).result()
    for closed in (session.marks, session.comments, lambda: session.ballot(own)):
        with pytest.raises(Refused, match="not been opened yet"):
            closed()
    assert session.progress() == {"01": (8, 8, True), "02": (1, 8, False), "03": (0, 8, False)}
    assert not session.can_show_results()
    said = repr((session.journal(), session.stored(), session.effective(), session.progress()))
    said = re.sub(r"[0-9a-f]{64}|at=[0-9]+|received_at=[0-9]+", "", said)
    assert "75" not in said
    assert "七" not in said
    assert session.meeting.file.read("SELECT * FROM ballot_mark") == []
    counts = [event.body for event in session.journal() if event.kind is EventKind.MARKS]
    assert {"round": 1, "changes": 8} in counts


def test_the_opening_lists_what_was_there_and_who_is_missing(room: MakeRoom) -> None:
    own = room(small_meeting(experts=4))
    session = own.open()
    ids = [hand_in(session.scoring(expert)) for expert in ("01", "02")]
    session.scoring("02").reopen("笔误").result()
    session.scoring("03").commit([mark("1", "1.1", 5)]).result()
    opening = session.unseal("会务")
    assert opening.ballots == tuple(ids)
    assert opening.missing == ("03", "04")
    assert opening.reworking == ("02",)
    assert opening.by == ("会务",)
    assert session.can_show_results()
    assert session.opened == opening
    assert own.again().opened == opening


def test_there_must_be_something_to_open_and_only_once(room: MakeRoom) -> None:
    session = room().open()
    with pytest.raises(Refused, match="nothing to open"):
        session.unseal()
    hand_in(session.scoring("01"))
    session.unseal()
    with pytest.raises(Refused, match="opened before"):
        session.unseal()


def test_after_the_opening_marks_no_longer_change(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    first, second = session.scoring("01"), session.scoring("02")
    hand_in(first)
    second.commit([mark("1", "1.1", 5)]).result()
    session.unseal()
    refused(first.reopen("笔误"))
    refused(second.commit([mark("1", "1.1", 6)]))
    again = own.again()
    refused(again.scoring("01").reopen("笔误"))
    refused(again.scoring("02").commit([mark("1", "1.1", 6)]))
    refused(again.scoring("02").seal(left=True))
    assert again.scoring("02").undo() is None


def refused(future: Future[Any]) -> None:
    assert "have been opened" in str(future.exception())


def test_marks_are_aligned_with_the_rows_of_the_sheet(room: MakeRoom) -> None:
    meeting = small_meeting(candidates=4).hide("2", "1.2").recuse("01", "3")
    session = room(meeting).open()
    scoring = session.scoring("01")
    scoring.commit(
        [
            *(mark("1", row, 5) for row in ("1.1", "2.2")),
            mark("1", "1.2", 0),
            MarkChange("1", "2.1", Cell(CellState.UNABLE, None, "材料不足")),
            *(mark("2", row, points) for row, points in (("1.1", 1), ("2.1", 2), ("2.2", 3))),
            mark("4", "2.1", 9),
        ]
    ).result()
    scoring.seal(left=True).result()
    hand_in(session.scoring("02"), 4)
    session.unseal()
    first, second, third = session.marks()
    assert (first.expert, first.why) == ("01", None)
    assert dict(first.candidates) == {
        "1": CandidateMarks([500, 0, None, 500], unable=frozenset({2})),
        "2": CandidateMarks([100, None, 200, 300]),
        "3": CandidateMarks([None] * 4, CandidateState.RECUSED),
        "4": CandidateMarks([None, None, 900, None], CandidateState.LEFT),
    }
    assert second.candidates["2"] == CandidateMarks([400, None, 400, 400])
    assert second.candidates["3"] == CandidateMarks([400] * 4)
    assert (third.expert, third.why, dict(third.candidates)) == ("03", Why.ABSENT, {})


def test_comments_of_what_counts_come_with_the_marks(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    scoring.commit([CommentChange("1", "1.1", "充分"), CommentChange("1", "", "好")]).result()
    hand_in(scoring)
    scoring.reopen("补充").result()
    scoring.commit([CommentChange("1", "1.1", "很充分")]).result()
    scoring.seal().result()
    session.unseal()
    assert session.comments() == {"01": {"1": {"": "好", "1.1": "很充分"}}}


def test_only_the_effective_version_counts(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    hand_in(scoring, 3)
    scoring.reopen("笔误").result()
    scoring.commit([mark("1", "1.1", 9)]).result()
    scoring.seal().result()
    session.unseal()
    assert session.marks()[0].candidates["1"].marks == [900, 300, 300, 300]


def test_a_draft_that_was_never_handed_in_stays_closed_after_the_opening(room: MakeRoom) -> None:
    session = room().open()
    hand_in(session.scoring("01"))
    session.scoring("02").commit([mark("1", "1.1", PECULIAR)]).result()
    session.unseal()
    bodies = {event.actor: event.body for event in session.journal() if "02" in event.actor}
    assert bodies == {"02": {"round": 1, "changes": 1}}
    shown = [event.body for event in session.journal() if event.actor == "01"]
    assert shown[0]["marks"][0] == ["1", "1.1", ["blank", None, "", 0], ["scored", 750, "", 0]]


def test_a_trial_shows_results_as_soon_as_a_ballot_is_there(room: MakeRoom) -> None:
    meeting = small_meeting()
    meeting.data["panel"]["trial"] = True
    session = room(meeting).open()
    assert session.trial
    assert not session.can_show_results()
    scoring = session.scoring("01")
    own = hand_in(scoring, 3)
    assert session.can_show_results()
    assert session.marks()[0].candidates["1"].marks == [300] * 4
    assert session.ballot(own).cells["1"]["1.1"].mark == 300
    scoring.reopen("再试").result()
    scoring.commit([mark("1", "1.1", 9)]).result()
    scoring.seal().result()
    assert session.marks()[0].candidates["1"].marks == [900, 300, 300, 300]
    assert session.check() == []


def test_an_interrupted_opening_is_completed_when_the_marks_are_read(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    hand_in(session.scoring("01"), 3)
    session.unseal()
    session.meeting.writer.submit(
        lambda done: done.connection.execute("DELETE FROM ballot_mark")
    ).result()
    assert own.again().marks()[0].candidates["1"].marks == [300] * 4


def test_a_recused_or_declined_candidate_is_in_neither_count(room: MakeRoom) -> None:
    session = room(small_meeting(candidates=3).recuse("01", "3")).open()
    scoring = session.scoring("01")
    fill(scoring)
    scoring.commit([StandingChange("2", Standing(CandidateState.DECLINED))]).result()
    assert session.progress()["01"] == (4, 4, False)


def test_an_experts_copy_refuses_what_belongs_to_the_desk(room: MakeRoom) -> None:
    desk = room()
    kit = make_kit(desk.open().meeting, "01")
    path = desk.path.with_name("copy.review")
    create_working_copy(path, kit, "07.kit")
    with Session.open(path) as session:
        hand_in(session.scoring("01"))
        with pytest.raises(Refused, match="working copy"):
            session.unseal()
        with pytest.raises(Refused, match="working copy"):
            session.take_in([])


PANEL, SHEET = small_meeting(candidates=3).hide("2", "1.2").panel()
some_cells = st.one_of(
    st.integers(0, 20).map(lambda half: Cell(CellState.SCORED, Hundredths(half * 50))),
    st.just(BLANK),
    st.just(Cell(CellState.UNABLE)),
)


@given(st.data())
@settings(max_examples=60)
def test_the_fast_reading_agrees_with_the_ballot(data: st.DataObject) -> None:
    """Whatever gaps a ballot has, reading the table gives what the ballot says."""
    cells, standings, expected = {}, {}, {}
    for candidate in data.draw(st.permutations(["1", "2", "3"])):
        states = [CandidateState.OPEN] * 3 + list(CandidateState)
        state = data.draw(st.sampled_from(states))
        own = {row.code: data.draw(some_cells) for row in SHEET.judged(candidate)}
        if state is not CandidateState.OPEN:
            standings[candidate] = Standing(state)
        if state in (CandidateState.RECUSED, CandidateState.DECLINED):
            expected[candidate] = CandidateMarks([None] * 4, state)
            continue
        cells[candidate] = own
        expected[candidate] = CandidateMarks(
            [own[row.code].mark if row.code in own else None for row in SHEET.rows],
            state,
            frozenset(
                at
                for at, row in enumerate(SHEET.rows)
                if own.get(row.code, BLANK).state is CellState.UNABLE
            ),
        )
    ballot = Ballot("s", "01", SHEET.hash, cells=cells, standings=standings)
    with sqlite3.connect(":memory:") as connection:
        create_tables(connection)
        fill_marks(connection, "s", [(1, mark_rows("s", 1, ballot, SHEET))])

        class Plain:
            def read(self, query: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
                return connection.execute(query, values).fetchall()

        assert read_marks(Plain(), "s", 1, SHEET) == marks_of(ballot, SHEET) == expected
    connection.close()
