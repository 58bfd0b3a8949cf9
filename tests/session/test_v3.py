"""The third version's file opens for ever: a second round, amendments, and what was closed."""

import shutil
from pathlib import Path

import pytest

from reviewtui.domain.closing import SignState
from reviewtui.filing.verify.session import verify_session
from reviewtui.session.amending import amendments
from reviewtui.session.closing import closing
from reviewtui.session.result_deeds import discussion_of, fixed
from reviewtui.session.schema import SCHEMA_VERSION
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from tests.session.make_v3 import CHANGED, TARGET


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return Path(shutil.copy(TARGET, tmp_path / "v3.review"))


def test_it_is_sound_and_both_rounds_are_what_they_were(stored: Path) -> None:
    with Session.open(stored) as session:
        assert session.check() == []
        assert session.verify_journal() is None
        assert session.meeting.official == 2
        assert {item.expert for item in session.stored() if item.round == 2} == {*CHANGED}
        first, second = (verdict_of(session, number) for number in (1, 2))
        assert [str(one.total) for one in first.candidates] == ["33", "123/4", "34"]
        assert [str(one.total) for one in second.candidates] == ["3263/100", "123/4", "34"]


def test_what_was_amended_and_closed_is_still_known(stored: Path) -> None:
    with Session.open(stored) as session:
        assert len(amendments(session)) == 3
        assert [expert.code for expert in session.panel.experts][-1] == "06"
        for number in (1, 2):
            assert fixed(session, number) is not None
            assert discussion_of(session, number) is not None
        found = closing(session, 2)
        assert found.adjustments["1"].grade == "合格"
        assert [one.state for one in found.signatures.values()] == list(SignState)


def test_a_session_of_every_schema_version_is_kept() -> None:
    kept = {path.stem for path in TARGET.parent.glob("*.review")}
    assert kept == {f"v{number}" for number in range(1, SCHEMA_VERSION + 1)}


def test_it_verifies(stored: Path) -> None:
    found = verify_session(stored)
    assert not found.findings
    assert [outcome.round for outcome in found.rounds] == [1, 2]
