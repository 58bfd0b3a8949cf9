"""The journal: whole, in order, chained; it alone tells how every draft came about."""

import itertools
from collections.abc import Callable

from reviewtui.session.journal import DRAFTING, EventKind, entry_hash
from tests.meeting import ROOT
from tests.session.conftest import START, Room, fill, mark

MakeRoom = Callable[..., Room]


def test_everything_that_happens_is_told_in_order(room: MakeRoom) -> None:
    session = room().open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", "1.1", 5)]).result()
    scoring.undo().result()
    scoring.redo().result()
    fill(scoring)
    sealed = scoring.seal().result()
    scoring.reopen("笔误").result()
    scoring.seal("更正").result()
    session.unseal("会务")
    events = session.journal()
    assert [event.kind.value for event in events] == [
        "created", "marks", "undo", "redo", "marks", "sealed", "reopened", "sealed", "opened",
    ]  # fmt: skip
    assert [event.seq for event in events] == list(range(1, 10))
    assert events[2].body["of"] == 2
    assert events[3].body["of"] == 2
    assert events[5].body == {
        "round": 1, "content_id": sealed.content_id, "rev": 1, "left": [],
    }  # fmt: skip
    assert events[6].body["reason"] == "笔误"
    assert events[7].body["reason"] == "更正"
    assert all(first.at < second.at for first, second in itertools.pairwise(events))
    assert events[0].at >= START


def test_a_change_says_before_and_after_and_where_the_cursor_went(room: MakeRoom) -> None:
    meeting_room = room()
    session = meeting_room.open()
    scoring = session.scoring("01")
    scoring.commit([mark("1", "1.1", 5)], ("1", "1.2")).result()
    scoring.commit([mark("1", "1.1", 6.5)]).result()
    bodies = session.meeting.file.read("SELECT body FROM journal WHERE kind = 'marks'")
    assert bodies == [
        (
            '{"marks":[["1","1.1",["blank",null,"",0],["scored",500,"",0]]],'
            '"next":["1","1.2"],"round":1}',
        ),
        ('{"marks":[["1","1.1",["scored",500,"",0],["scored",650,"",0]]],"round":1}',),
    ]


def test_a_sound_chain_verifies_and_goes_on_after_a_restart(room: MakeRoom) -> None:
    own = room()
    fill(own.open().scoring("01"))
    session = own.again()
    fill(session.scoring("02"))
    assert session.verify_journal() is None
    assert [event.kind for event in session.journal()] == [
        EventKind.CREATED, EventKind.MARKS, EventKind.MARKS,
    ]  # fmt: skip


def test_the_hash_covers_every_part() -> None:
    parts = ("5e", 2, 5, "01", "marks", "{}", "ab")
    changed = ("5f", 3, 6, "02", "undo", "{ }", "ac")
    hashes = {entry_hash(*parts[:place], changed[place], *parts[place + 1 :]) for place in range(7)}
    assert len(hashes | {entry_hash(*parts)}) == 8


def test_every_kind_of_entry_has_words_of_its_own() -> None:
    code = (ROOT / "reviewtui/session/journal_words.py").read_text("utf-8")
    told = [kind for kind in EventKind if kind not in DRAFTING]
    assert [kind.name for kind in told if f"EventKind.{kind.name}" not in code] == []
