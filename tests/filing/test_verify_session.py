"""A session verified: every changed ballot, journal entry, rule or number is found."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.filing.verify.session import verify_session
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.journal import EventKind
from reviewtui.session.session import Session
from tests.filing.archives import FROZEN, SAMPLES, copied
from tests.meeting import meeting


def spoilt(path: Path, statement: str) -> None:
    """Change a session behind the program's back."""
    connection = sqlite3.connect(path)
    for one in statement.split("; "):
        assert connection.execute(one).rowcount, statement
    connection.commit()
    connection.close()


def disagrees(path: Path) -> bool:
    """Whether anything is found, or the file is refused with a sentence."""
    try:
        return not verify_session(path).agrees
    except Refused as refused:
        return bool(refused.reasons)


CHANGES = {
    "a byte of a ballot": (
        "UPDATE ballot SET content = CAST(substr(content, 1, 3000) || x'41' || "
        "substr(content, 3002) AS BLOB) WHERE number = 1"
    ),
    "whose ballot it is": "UPDATE ballot SET expert = '02' WHERE number = 1",
    "a version": "UPDATE ballot SET rev = 7 WHERE number = 1",
    "a channel": "UPDATE ballot SET channel = 'paper' WHERE number = 1",
    "what a ballot replaces": (
        "UPDATE ballot SET supersedes = json_array(content_id) WHERE number = 1"
    ),
    "when a ballot came": "UPDATE ballot SET received_at = received_at + 1 WHERE number = 1",
    "the id of a ballot": (
        "UPDATE ballot SET content_id = substr(content_id, 2) || '0' WHERE number = 1"
    ),
    "a ballot that is gone": "DELETE FROM ballot WHERE number = 1",
    "a mark": "UPDATE ballot_mark SET mark = mark - 50 WHERE ballot = 1 AND position = 1",
    "a state": (
        "UPDATE ballot_mark SET state = 'blank', mark = NULL WHERE ballot = 1 AND position = 0"
    ),
    "a mark that is gone": "DELETE FROM ballot_mark WHERE ballot = 1 AND position = 0",
    "a text in the journal": "UPDATE journal SET body = replace(body, '1', '2') WHERE seq = 3",
    "a time in the journal": "UPDATE journal SET at = at + 1 WHERE seq = 2",
    "an actor": "UPDATE journal SET actor = '02' WHERE seq = 2",
    "a kind": "UPDATE journal SET kind = 'copied' WHERE seq = 2",
    "a hash": "UPDATE journal SET hash = substr(hash, 2) || '0' WHERE seq = 2",
    "an entry that is gone": "DELETE FROM journal WHERE seq = 4",
    "the hash of the rule": "UPDATE session SET rule_hash = substr(rule_hash, 2) || '0'",
    "the hash of the sheet": "UPDATE session SET sheet_hash = substr(sheet_hash, 2) || '0'",
    "the rule": "UPDATE session SET definition = replace(definition, '\"mean\"', '\"median\"')",
    "a full mark": "UPDATE session SET definition = replace(definition, '\"10\"', '\"20\"')",
    "when it was made": "UPDATE session SET created_at = created_at + 1",
    "whose key it is": "UPDATE signing_key SET holder = '09' WHERE holder = '01'",
    "a seed": "UPDATE signing_key SET seed = substr(seed, 2) || '0' WHERE holder = '01'",
    "a resolution that is gone": "DELETE FROM resolution",
    "a resolution": "UPDATE resolution SET document = replace(document, '监督', '别人')",
    "an amendment that is gone": "DELETE FROM amendment",
    "an amendment": "UPDATE amendment SET document = replace(document, '更名', '改名')",
    "a file kept aside": "UPDATE kept_aside SET content = x'4142'",
    "the name of a file kept aside": "UPDATE kept_aside SET name = name || '1'",
    "when a file was kept aside": "UPDATE kept_aside SET received_at = received_at + 1",
    "when a key was made": "UPDATE signing_key SET made_at = made_at + 1 WHERE holder = '01'",
    "a key that was revoked by nobody": (
        "UPDATE signing_key SET revoked_at = made_at + 1 WHERE holder = '02'"
    ),
    "the order of arrival": (
        "UPDATE ballot SET number = 99 - number; UPDATE ballot_mark SET ballot = 99 - ballot"
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session of version 2 with its table of marks filled."""
    return copied(FROZEN / "v2.review", tmp_path_factory.mktemp("sound"))


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_the_programs_back_is_found(
    change: str, sound: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "meeting.review"))
    spoilt(path, CHANGES[change])
    assert disagrees(path)


def test_another_time_of_a_draft_is_found(tmp_path: Path) -> None:
    path = copied(SAMPLES / "zj-annual-half.review", tmp_path)
    spoilt(path, "UPDATE draft SET changed_at = changed_at + 1 WHERE expert = '07'")
    (found,) = verify_session(path).findings
    assert "07" in found.sentence


def test_of_a_new_session_the_version_that_made_it_and_its_settled_values_are_compared(
    tmp_path: Path,
) -> None:
    sound = tmp_path / "meeting.review"
    create_session(sound, meeting(2, 2, granularity="rows").settle("1", "3.1", "yes").panel()[0])
    assert verify_session(sound).agrees
    for change in (
        "UPDATE session SET app = '0.0.1'",
        "UPDATE settled SET evidence = '另'",
        "UPDATE settled SET settled_at = settled_at + 1",
        "DELETE FROM settled",
    ):
        path = Path(shutil.copy(sound, tmp_path / "changed.review"))
        spoilt(path, change)
        assert disagrees(path), change


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE opening_code SET digits = '000000000000000000000000'",
        "UPDATE opening_code SET salt = replace(salt, '0', '1')",
        "UPDATE opening_code SET public = replace(public, '0', '1')",
        "DELETE FROM opening_code",
    ],
)
def test_an_opening_code_that_opens_nothing_is_found_before_the_day(
    change: str, tmp_path: Path
) -> None:
    path = copied(SAMPLES / "zj-annual-half.review", tmp_path)
    assert verify_session(path).agrees
    spoilt(path, change)
    assert "启封码" in str(verify_session(path).findings)


def test_the_journal_tells_when_the_key_of_the_desk_was_made(tmp_path: Path) -> None:
    path = tmp_path / "meeting.review"
    create_session(path, meeting(2, 2).panel()[0])
    with Session.open(path) as session:
        copy_session(session.meeting, tmp_path / "copy.review")
        copy_session(session.meeting, tmp_path / "other.review")
        made = [event for event in session.journal() if event.kind is EventKind.KEY_MADE]
    ((public, at),) = sqlite3.connect(path).execute("SELECT public, made_at FROM signing_key")
    assert [(event.body["key"], event.at) for event in made] == [(public, at)]
    for one in (path, tmp_path / "copy.review"):
        assert verify_session(one).agrees
        spoilt(one, "UPDATE signing_key SET made_at = made_at - 1")
        assert disagrees(one)


def test_an_assignment_that_is_changed_after_the_opening_is_found(tmp_path: Path) -> None:
    path = copied(SAMPLES / "zj-annual-finished.review", tmp_path)
    assert verify_session(path).agrees
    spoilt(path, "UPDATE session SET definition = replace(definition, '江海', '海江')")
    assert disagrees(path)


@pytest.mark.parametrize("source", sorted(FROZEN.glob("*.review")), ids=lambda path: path.stem)
def test_a_session_of_every_version_agrees_and_keeps_its_bytes(
    source: Path, tmp_path: Path
) -> None:
    path = copied(source, tmp_path)
    found = verify_session(path)
    assert found.agrees, found.findings
    assert found.rounds
    assert path.read_bytes() == source.read_bytes()


def test_before_the_opening_no_code_of_a_result_and_no_number_is_told(tmp_path: Path) -> None:
    found = verify_session(copied(SAMPLES / "zj-annual-half.review", tmp_path))
    assert found.agrees
    assert (found.rounds, found.ballots) == ((), ())
    assert found.notes


def test_what_is_verified_is_what_is_shown(tmp_path: Path) -> None:
    path = copied(SAMPLES / "zj-annual-finished.review", tmp_path)
    with Session.open(path, reading=True) as session:
        counted = {it.content_id for it in session.effective().values() if not isinstance(it, str)}
    found = verify_session(path)
    assert {item.content for item in found.ballots if item.counts} == counted
