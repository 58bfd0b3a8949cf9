"""Where the openings of two desks stand against each other the meeting can be filed all the same:
with every ballot, both openings, why it stays so, and no result."""

from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.filing.archive import verify as standalone
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.archive.written import Cover
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.filing.verify.session import verify_session
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.filing.archives import changed, files_of, named_by_both, rewritten
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import small_meeting
from tests.session.test_merging import receive, second, unite

WHY = Cover("30年", "2026-17", "两台启封不一致，组长未到场，未再次启封")


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """A session in which two openings stand against each other."""
    path = tmp_path / "meeting.review"
    create_session(path, small_meeting().panel()[0])
    with Session.open(path) as desk:
        seeds = {code: give_key(desk, code) for code in ("01", "02")}
        receive(desk, ballot_file(desk, "01", seeds["01"]))
        with second(desk, tmp_path) as other:
            other.unseal()
            receive(desk, ballot_file(desk, "02", seeds["02"]))
            desk.unseal()
            unite(desk, other)
    return path


def filed(path: Path, cover: Cover = WHY) -> Path:
    """Its archive."""
    with Session.open(path, reading=True) as session:
        return archive(session, path.with_name("archive"), cover).folder


def test_without_a_reason_it_is_not_archived_and_says_what_to_do(disputed: Path) -> None:
    with pytest.raises(Refused) as refusal:
        filed(disputed, Cover())
    said = str(refusal.value)
    assert "再次启封" in said
    assert "--no-result" in said


def test_with_a_reason_its_archive_holds_all_and_both_agree(
    disputed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filed(disputed)
    files = files_of(folder)
    assert sum(name.startswith("ballots/opened/") for name in files) == 4
    assert not any(name.startswith("round-") for name in files)
    text = files["README.txt"].decode("utf-8-sig")
    assert "互相冲突" in text
    assert WHY.no_result in text
    assert "正式结果" not in text.partition("=" * 72)[0]
    found = verify_archive(folder)
    assert found.agrees, found.findings
    assert any(WHY.no_result in str(note) for note in found.notes)
    assert standalone.main([str(folder)]) == 0
    assert "互相冲突" in capsys.readouterr().out


def test_who_makes_a_result_of_it_or_hides_the_conflict_is_found_by_both(disputed: Path) -> None:
    folder = filed(disputed)
    for change in (
        lambda it: it.pop("disputed"),
        lambda it: it.update(disputed=[2]),
        lambda it: it.pop("no_result"),
        lambda it: it.update(official=1),
    ):
        before = (folder / "archive.json").read_bytes()
        changed(folder, "archive.json", change)
        rewritten(folder)
        ours, other = named_by_both(folder)
        assert "archive.json" in ours & other
        (folder / "archive.json").write_bytes(before)


def test_a_session_in_conflict_agrees_and_says_which_openings_stand(disputed: Path) -> None:
    found = verify_session(disputed)
    assert found.agrees
    (note,) = found.notes
    assert "名单不一致" in str(note) or "不同" in str(note), note
