"""The first version's file opens for ever."""

import shutil
from pathlib import Path

import pytest

from reviewtui.domain.marks import CandidateMarks
from reviewtui.domain.states import CandidateState, Why
from reviewtui.session.session import Session
from tests.session.make_v1 import TARGET, make

LAST_HASH = "4df7e9dedb0a83887109513e390cd8ff10a975c85d0ff2f57ff7b6ea3006192e"
BALLOTS = [
    "b924d3d319816f26d2689fb44025da01eeb65503b336eee310f8ea7f92c4121c",
    "7031ce4cdc764117eef8cad12aaa6c5a1967adbb3b6f7ae2035824898a9875ce",
    "e6a84b3748a310ab72b847bebc3c1567e2397be902344ebc72c030b55d7c8b7a",
]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return Path(shutil.copy(TARGET, tmp_path / "v1.review"))


def test_it_is_sound_and_its_ballots_verify(stored: Path) -> None:
    with Session.open(stored) as session:
        assert session.check() == []
        assert [ballot.content_id for ballot in session.stored()] == BALLOTS
        assert [ballot.rev for ballot in session.stored()] == [1, 2, 1]
        assert session.ballot(BALLOTS[1]).reason == "更正 1.1"
        assert session.ballot(BALLOTS[0]).comments == {"1": {"": "总体良好"}}


def test_its_marks_are_what_they_were(stored: Path) -> None:
    with Session.open(stored) as session:
        first, second, third, fourth = session.marks()
    assert dict(first.candidates) == {
        "1": CandidateMarks([0, 800, 800, None]),
        "2": CandidateMarks([800, None, 800, 800]),
        "3": CandidateMarks([800, 800, 800, 800]),
    }
    assert dict(second.candidates) == {
        "1": CandidateMarks([950, 950, None, None], unable=frozenset({2})),
        "2": CandidateMarks([None] * 4, CandidateState.DECLINED),
        "3": CandidateMarks([None] * 4, CandidateState.RECUSED),
    }
    assert (third.why, fourth.why) == (Why.NOT_SUBMITTED, Why.ABSENT)


def test_its_journal_ends_as_it_did(stored: Path) -> None:
    with Session.open(stored) as session:
        events = session.journal()
        opened = session.opened
    assert [event.kind.value for event in events] == [
        "created", "marks", "marks", "sealed", "reopened", "marks", "sealed",
        "marks", "marks", "marks", "sealed", "marks", "marks", "undo", "opened",
    ]  # fmt: skip
    assert events[-1].hash == LAST_HASH
    assert opened is not None
    assert opened.ballots == tuple(BALLOTS)
    assert opened.missing == ("03", "04")


def test_who_was_at_work_still_finds_his_place_and_his_undo(stored: Path) -> None:
    with Session.open(stored) as session:
        third = session.scoring("03")
        assert third.place == ("1", "1.2")
        assert third.progress("1") == (1, 3)
        assert third._history.redo is not None
        assert third._history.undo is not None


def test_the_same_meeting_made_today_has_the_same_content(stored: Path, tmp_path: Path) -> None:
    """As long as the program version in the ballots is the one that made the file.

    The first entry, which tells the program today, and that of the opening, which tells rule and
    settled values, say more than they did.
    """
    with Session.open(stored) as session:
        version = session.ballot(BALLOTS[0]).app
        between = [event[:-1] for event in session.journal()[1:-1]]
    from reviewtui import __version__

    if version != __version__:
        pytest.skip("the program's version is part of a ballot")
    make(tmp_path / "today.review")
    with Session.open(tmp_path / "today.review") as session:
        assert [ballot.content_id for ballot in session.stored()] == BALLOTS
        assert [event[:-1] for event in session.journal()[1:-1]] == between
