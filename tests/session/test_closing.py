"""What the panel added belongs to the result it saw."""

from reviewtui.domain.closing import SignState
from reviewtui.session.closing import closing, sign
from reviewtui.session.journal_words import told
from reviewtui.session.opening_again import Again
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import small_meeting
from tests.session.test_merging import receive
from tests.session.test_opening_again import MakeRoom


def test_opening_again_sets_signatures_aside_and_the_journal_keeps_them(room: MakeRoom) -> None:
    session = room(small_meeting(experts=3)).open()
    receive(session, ballot_file(session, "01", give_key(session, "01"), 6))
    session.unseal("会务")
    sign(session, "01", SignState.SIGNED)
    assert list(closing(session).signatures) == ["01"]
    receive(session, ballot_file(session, "02", give_key(session, "02"), 7))
    session.unseal_again(Again("路上耽搁", ("王组长",)))
    found = closing(session)
    assert (dict(found.signatures), len(found.stale)) == ({}, 1)
    sign(session, "01", SignState.DISSENT, "见附页")
    found = closing(session)
    assert found.signatures["01"].note == "见附页"
    assert any("见附页" in entry.words for entry in told(session))
