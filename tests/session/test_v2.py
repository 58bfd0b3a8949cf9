"""The second version's file opens for ever: boxes, kits, what lay aside, what was amended."""

import shutil
from pathlib import Path

import pytest

from reviewtui.domain.states import Why
from reviewtui.session.amending import amendments
from reviewtui.session.kept_aside import kept_aside
from reviewtui.session.session import Session
from tests.session.make_v2 import TARGET


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return Path(shutil.copy(TARGET, tmp_path / "v2.review"))


def test_it_is_sound_and_all_boxes_open(stored: Path) -> None:
    with Session.open(stored) as session:
        assert session.check() == []
        ballots = [session.ballot(item.content_id) for item in session.stored()]
        assert [ballot.expert for ballot in ballots] == ["01", "02", "03", "03"]
        assert all(ballot.kit for ballot in ballots)


def test_its_marks_are_what_they_were(stored: Path) -> None:
    with Session.open(stored) as session:
        first, second, third, fourth = session.marks()
    assert first.candidates["1"].marks == [800] * 4
    assert second.candidates["3"].marks == [700] * 4
    assert third.candidates["2"].marks == [800] * 4
    assert fourth.why is Why.ABSENT


def test_what_lay_aside_and_what_was_amended_is_still_known(stored: Path) -> None:
    with Session.open(stored) as session:
        (aside,) = kept_aside(session)
        assert aside.name == "junk.ballot"
        assert len(amendments(session)) == 1
        assert session.panel.candidate("1").name == "更名后的中心（示例）"
        assert [event.kind.value for event in session.journal()][-1] == "opened"
        assert session.verify_journal() is None
