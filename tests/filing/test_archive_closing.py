"""What a panel recorded after the ranking lies in the archive, to be read and to be verified."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reviewtui.domain.closing import SignState
from reviewtui.filing.archive.folder import archive
from reviewtui.session.closing import sign
from reviewtui.session.result_deeds import Discussion, keep_discussion
from reviewtui.session.session import Session
from reviewtui.tally.fixed import fix
from reviewtui.tally.official import verdict_of
from tests.filing.archives import FROZEN, changed, copied, files_of, named_by_both, rewritten

NAME = "round-1/closing.json"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a session whose result was fixed, discussed and signed."""
    folder = tmp_path_factory.mktemp("closing")
    with Session.open(copied(FROZEN / "v2.review", folder)) as session:
        fix(session, verdict_of(session), by="王主任")
        keep_discussion(session, 1, Discussion("1", (("1", ""),)))
        sign(session, session.panel.sitting[0].code, SignState.SIGNED)
        return archive(session, folder / "archive").folder


def test_it_is_there_for_programs_and_for_readers_and_verifies(sound: Path) -> None:
    assert named_by_both(sound) == (set(), set())
    kinds = [one["kind"] for one in json.loads((sound / NAME).read_text("utf-8"))["entries"]]
    assert kinds == ["fixed", "discussion", "signed"]
    text = (sound / "round-1/closing.txt").read_text("utf-8-sig")
    assert "固定为正式排序" in text
    assert "讨论" in text
    assert "签字" in text


def test_a_session_without_any_of_it_has_no_such_file(tmp_path: Path) -> None:
    with Session.open(copied(FROZEN / "v2.review", tmp_path), reading=True) as session:
        done = archive(session, tmp_path / "archive")
    assert NAME not in files_of(done.folder)


def _other(value: dict[str, Any]) -> None:
    value["entries"].pop()


def test_what_the_journal_does_not_say_is_found(sound: Path, tmp_path: Path) -> None:
    there = Path(shutil.copytree(sound, tmp_path / "archive"))
    changed(there, NAME, _other)
    rewritten(there)
    ours, second = named_by_both(there)
    assert NAME in ours & second
