"""What the panel added belongs to the result it saw."""

import pytest

from reviewtui.domain.closing import ABSTAINED, Adjustment, Counts, Signature, SignState
from reviewtui.domain.findings import Refused
from reviewtui.session.closing import closing, sign, vote_openly, vote_secretly
from reviewtui.session.journal_words import told
from reviewtui.session.opening_again import Again
from reviewtui.session.session import Session
from reviewtui.tally.closing_words import closing_lines
from reviewtui.tally.official import verdict_of
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


@pytest.fixture
def one_absent(room: MakeRoom) -> Session:
    """Of four experts 04 handed in nothing; 03 is recused from candidate 1."""
    plan = small_meeting(experts=4).recuse("03", "1")
    plan.data["panel"]["review"] = "appraisal"
    plan.put("conclusions", {"majority": "2/3", "quorum": "2/3", "source": "会议纪要（示例）"})
    session = room(plan).open()
    for code in ("01", "02", "03"):
        receive(session, ballot_file(session, code, give_key(session, code), 1))
    session.unseal("会务")
    return session


def test_who_is_absent_has_no_vote_and_still_counts_for_the_quorum(one_absent: Session) -> None:
    with pytest.raises(Refused, match="expert 04 is absent"):
        vote_openly(one_absent, "1", {"04": ABSTAINED})
    slips = Counts((3, 0, 0, 0))
    with pytest.raises(Refused, match="only 2 experts"):
        vote_secretly(one_absent, "1", slips, slips, by=("甲", "乙"))
    assert vote_openly(one_absent, "1", {"01": ABSTAINED}).entitled == 3
    assert vote_openly(one_absent, "2", {"01": ABSTAINED}).entitled == 4


def test_words_on_record_of_who_has_no_say_are_told_and_not_counted(one_absent: Session) -> None:
    """As sessions hold them that were written when nobody asked who is absent."""
    now = closing(one_absent)
    old = now._replace(
        adjustments={"1": Adjustment("1", "优秀", "x", ("01", "03", "04"), "王组长")},
        signatures={"04": Signature("04", SignState.SIGNED)},
    )
    told = "\n".join(closing_lines(one_absent.panel, verdict_of(one_absent), old))
    assert "1 of 2 experts agree: Expert 01" in told
    assert "have no say and do not count: Expert 03, Expert 04" in told
    assert "Result signed by 0 of 3 experts" in told
