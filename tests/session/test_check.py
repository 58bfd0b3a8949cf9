"""Tampering: whatever is changed in a closed file, the check names it."""

import os
import sqlite3
from collections.abc import Callable

import pytest

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.findings import Refused
from reviewtui.session.ballots import document_of, sign
from reviewtui.session.envelope import pack
from tests.session.conftest import Room, fill, mark, scored

MakeRoom = Callable[..., Room]
SIGNED_ANEW = "swap(content, CAST('\"rev\":1' AS BLOB), CAST('\"rev\":7' AS BLOB))"


@pytest.fixture
def finished(room: MakeRoom) -> Room:
    """Two experts handed in, one of them twice; opened."""
    own = room()
    session = own.open()
    for expert in ("01", "02"):
        fill(session.scoring(expert), 6)
        session.scoring(expert).seal().result()
    scoring = session.scoring("01")
    scoring.reopen("笔误").result()
    scoring.commit([mark("1", "1.1", 7)]).result()
    scoring.seal().result()
    session.unseal()
    assert session.check() == []
    own.close()
    return own


def tamper(own: Room, *statements: str) -> None:
    own.close()
    connection = sqlite3.connect(own.path, isolation_level=None)
    connection.create_function("swap", 3, lambda blob, old, new: blob.replace(old, new))
    connection.create_function("cut", 1, lambda blob: blob[:-1])
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE ballot_mark SET mark = 900 WHERE ballot = 2 AND position = 3", "differs from"),
        ("DELETE FROM ballot_mark WHERE ballot = 2 AND position = 3", "differs from the ballot"),
        ("UPDATE ballot_mark SET ballot = 9 WHERE ballot = 2", "of a ballot that is not there"),
        ("UPDATE ballot SET rev = 7 WHERE number = 2", "the table says otherwise"),
        ("UPDATE ballot SET expert = '03' WHERE number = 2", "the table says otherwise"),
        ("UPDATE ballot SET supersedes = '[]' WHERE number = 3", "the table says otherwise"),
        ("UPDATE ballot SET number = 2 WHERE number = 3", "the same number"),
        (f"UPDATE ballot SET content = {SIGNED_ANEW} WHERE number = 2", "changed after it was sig"),
        ("UPDATE ballot SET content = cut(content) WHERE number = 2", "damaged or incomplete"),
        ("UPDATE signing_key SET public = hex(zeroblob(32)) WHERE holder = '01'", "not registered"),
        ("UPDATE journal SET body = replace(body, '700', '800')", "the journal is broken"),
        ("UPDATE journal SET at = at + 1 WHERE seq = 3", "broken at entry 3"),
        ("UPDATE journal SET actor = '02' WHERE seq = 3", "broken at entry 3"),
        ("DELETE FROM journal WHERE seq = 4", "broken at entry 4"),
        ("DELETE FROM journal", "the journal is empty"),
        ("UPDATE place SET after_seq = 999", "a cursor stands after"),
        ("UPDATE draft SET mark = 900 WHERE row = '2.1'", "drafts of expert 01"),
        ("DELETE FROM draft WHERE expert = '02' AND row = '2.1'", "drafts of expert 02"),
        ("UPDATE draft SET session_id = 'x' WHERE expert = '01'", "rows of another session"),
    ],
)
def test_what_was_tampered_with_is_named(finished: Room, statement: str, sentence: str) -> None:
    session = finished.open()
    session.scoring("01").move("1", "1.1")
    tamper(finished, statement)
    session = finished.open()
    found = [str(finding) for finding in session.check()]
    assert any(sentence in text for text in found), found


def test_a_forged_ballot_is_named_and_not_counted(finished: Room) -> None:
    tamper(
        finished,
        f"UPDATE ballot SET content = {SIGNED_ANEW} WHERE number = 2",
        "DELETE FROM ballot_mark",
    )
    with pytest.raises(Refused, match="cannot be used: the signature does not fit"):
        finished.open().marks()


@pytest.mark.parametrize("holder", ["02", "@desk"])
def test_a_ballot_signed_with_the_key_of_somebody_else_is_refused(
    room: MakeRoom, holder: str
) -> None:
    own = room()
    session = own.open()
    for expert in ("01", "02"):
        fill(session.scoring(expert), 6)
        session.scoring(expert).seal().result()
    cells = {"1": {"1.1": scored(5)}}
    session.take_in([Ballot("", "03", "", cells=cells)])
    (stored, *_others) = session.stored()
    session.unseal()
    ballot = session.ballot(stored.content_id)
    own.close()
    connection = sqlite3.connect(own.path, isolation_level=None)
    (seed,) = connection.execute(
        "SELECT seed FROM signing_key WHERE holder = ?", (holder,)
    ).fetchone()
    (public,) = connection.execute("SELECT public FROM opening_code").fetchone()
    seed = bytes.fromhex(seed)
    again = pack(ballot, sign(ballot.document(), seed), seed, bytes.fromhex(public), os.urandom)
    connection.execute("UPDATE ballot SET content = ? WHERE expert = '01'", (again,))
    connection.execute("DELETE FROM ballot_mark")
    connection.close()
    session = own.open()
    (finding,) = session.check()
    assert "it is signed with the key of somebody else" in str(finding)
    with pytest.raises(Refused, match="cannot be used: it is signed with the key of somebody"):
        session.marks()


def test_a_closed_ballot_is_checked_without_looking_into_its_box(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    for expert in ("01", "02"):
        fill(session.scoring(expert), 6)
        session.scoring(expert).seal().result()
    tamper(own, "UPDATE ballot SET content = cut(content) WHERE number = 2")
    session = own.open()
    (finding,) = session.check()
    assert "expert 02" in str(finding)
    assert "damaged or incomplete" in str(finding)
    with pytest.raises(Refused, match="damaged or incomplete"):
        session.unseal()
    assert session.opened is None


def test_an_imported_ballot_carries_the_signature_of_the_desk(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    fill(session.scoring("01"), 6)
    session.scoring("01").seal().result()
    session.take_in([Ballot("", "03", "", cells={"1": {"1.1": scored(5)}})])
    own.close()
    connection = sqlite3.connect(own.path, isolation_level=None)
    (seed,) = connection.execute("SELECT seed FROM signing_key WHERE holder = '01'").fetchone()
    (content,) = connection.execute("SELECT content FROM ballot WHERE expert = '03'").fetchone()
    again = sign(document_of(content), bytes.fromhex(seed))
    connection.execute("UPDATE ballot SET content = ? WHERE expert = '03'", (again,))
    connection.close()
    assert "with the key of somebody else" in str(own.open().check()[0])


def test_marks_that_cannot_be_right_are_refused(finished: Room) -> None:
    tamper(finished, "DELETE FROM ballot_mark WHERE ballot = 2 AND position = 3")
    session = finished.open()
    with pytest.raises(Refused, match="does not fit the sheet at candidate 1"):
        session.marks()
    session.rebuild()
    assert session.check() == []
    assert session.marks()[1].candidates["1"].marks == [600] * 4


def test_rebuilding_gives_the_same_table(finished: Room) -> None:
    session = finished.open()
    query = "SELECT * FROM ballot_mark ORDER BY ballot, candidate, position"
    before = session.meeting.file.read(query)
    session.rebuild()
    assert session.meeting.file.read(query) == before
    assert len(before) == 24


def test_a_closed_ballot_with_open_marks_is_named(room: MakeRoom) -> None:
    own = room()
    session = own.open()
    fill(session.scoring("01"))
    session.scoring("01").seal().result()
    own.close()
    row = "INSERT INTO ballot_mark VALUES ('{}', 1, '1', 0, '1.1', 'scored', 5)"
    tamper(own, row.format(session.id))
    assert "before the opening" in str(own.open().check()[0])


@pytest.mark.parametrize("column", ["sheet_hash", "rule_hash"])
def test_a_session_that_comes_out_otherwise_is_not_opened(finished: Room, column: str) -> None:
    tamper(finished, f"UPDATE session SET {column} = '{'0' * 64}'")
    with pytest.raises(Refused, match="come out otherwise"):
        finished.open()


def test_a_value_settled_later_is_part_of_the_sheet(room: MakeRoom) -> None:
    from reviewtui.domain.sheet import Place
    from tests.session.conftest import small_meeting

    own = room(small_meeting().settle("1", "1.1", "5"))
    session = own.open()
    assert session.sheet.candidates["1"].settled == {"1.1": 500}
    tamper(own, "UPDATE settled SET value = '6', evidence = '复核'")
    session = own.open()
    assert session.sheet.candidates["1"].settled == {"1.1": 600}
    assert session.sheet.candidates["1"].evidence == {"1.1": "复核"}
    assert session.sheet.candidates["1"].places[0] is Place.SETTLED
