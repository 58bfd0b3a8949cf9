"""An archive of two rounds: each with a result of its own, and both verifiers hold a ballot of
the second against what was reopened."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewtui.domain.canonical import canonical_bytes
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.changes import MarkChange
from reviewtui.session.session import Session
from tests.filing.archives import changed, files_of, named_by_both, rewritten
from tests.session.conftest import counted_sources, fill, scored, small_meeting

RESULTS = ("round-1/result.json", "round-2/result.json")


def two_rounds(folder: Path) -> Session:
    """Five experts, expert n gave n points; in round 2 only expert 01 says another mark."""
    from reviewtui.session.create import create_session

    sources, path = counted_sources(), folder / "two.review"
    panel = small_meeting(experts=5).panel()[0]
    create_session(
        path,
        panel,
        new_id=lambda: "5e" * 16,
        now=sources.now,
        random_bytes=sources.random_bytes,
    )
    session = Session.open(path, sources=sources)
    for number in range(1, 6):
        scoring = session.scoring(f"{number:02}", 1)
        fill(scoring, number)
        scoring.seal().result()
    session.unseal()
    begin_round(session, {"1": ["1.1"]}, by="Zhang San", reason="range of 4")
    scoring = session.scoring("01")
    cell = scored(6)._replace(reason="convinced")
    scoring.commit([MarkChange("1", "1.1", cell)]).result()
    scoring.seal().result()
    session.unseal()
    return session


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive; not to be changed."""
    folder = tmp_path_factory.mktemp("rounds")
    session = two_rounds(folder)
    archive(session, folder / "archive")
    session.close()
    return folder / "archive"


@pytest.fixture
def there(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to be spoilt."""
    return Path(shutil.copytree(sound, tmp_path / "archive"))


def total(folder: Path, number: int) -> str:
    """Of candidate 1 as the archive says it."""
    said = json.loads((folder / f"round-{number}/result.json").read_text("utf-8"))
    return str(said["results"]["candidates"][0]["total"])


def test_both_verifiers_agree_and_who_handed_in_none_counts_with_round_1(sound: Path) -> None:
    assert named_by_both(sound) == (set(), set())
    assert [one.round for one in verify_archive(sound).rounds] == [1, 2]
    assert (total(sound, 1), total(sound, 2)) == ("12.00", "13.00")
    second = json.loads((sound / RESULTS[1]).read_text("utf-8"))
    assert second["results"]["candidates"][0]["n"] == 5


def test_the_archive_says_which_round_is_official_and_carries_each(sound: Path) -> None:
    names = files_of(sound).keys()
    for number in (1, 2):
        for name in ("result.json", "page.html", "workbook.xlsx", "marks.csv", "totals.csv"):
            assert f"round-{number}/{name}" in names
    assert json.loads((sound / "archive.json").read_text("utf-8"))["official"] == 2
    read_me = (sound / "README.txt").read_text("utf-8-sig")
    assert "第1轮：" in read_me
    assert "第2轮（正式结果）" in read_me
    assert "Round 2 (the official result)" in read_me


def _total(value: Any) -> None:
    value["results"]["candidates"][0]["total"] = "13.5"


def _official(value: Any) -> None:
    value["official"] = 1


def _without_a_round(value: Any) -> None:
    del value["rounds"][1]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (RESULTS[0], _total),
        (RESULTS[1], _total),
        ("archive.json", _official),
        ("archive.json", _without_a_round),
    ],
)
def test_a_number_of_either_round_that_was_changed_is_found(
    there: Path, name: str, change: Callable[[Any], None]
) -> None:
    changed(there, name, change)
    rewritten(there)
    ours, second = named_by_both(there)
    assert name in ours & second


def _journal_anew(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The journal with another record of the round, its chain made anew to the end."""
    session = json.loads((folder / "record/session.json").read_text("utf-8"))["session"]
    lines, prev = [], ""
    for line in (folder / "record/journal.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        if item["kind"] == "round":
            body = json.loads(item["body"])
            change(body)
            item["body"] = canonical_bytes(body).decode()
        said = [session["session_id"], *(item[key] for key in ("seq", "at", "actor", "kind"))]
        item["prev"] = prev
        if item["body"] is not None:
            text = canonical_bytes([*said, item["body"], prev])
            item["hash"] = hashlib.sha256(text).hexdigest()
        prev = item["hash"]
        lines.append(canonical_bytes(item) + b"\n")
    (folder / "record/journal.jsonl").write_bytes(b"".join(lines))
    changed(folder, "archive.json", lambda it: it["journal"].update(last=prev))
    rewritten(folder)


def _another_cell(body: dict[str, Any]) -> None:
    body["cells"] = {"1": ["1.2"]}


def _takes_no_part(body: dict[str, Any]) -> None:
    del body["base"]["01"]


@pytest.mark.parametrize("change", [_another_cell, _takes_no_part])
def test_a_mark_outside_what_was_reopened_is_found_though_the_chain_was_made_anew(
    there: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    _journal_anew(there, change)
    ours, second = named_by_both(there)
    assert ours
    assert any(name.startswith("ballots/opened/01-r2") for name in second)


def test_a_chain_made_anew_without_a_change_is_no_fault_of_the_test(there: Path) -> None:
    before = (there / "record/journal.jsonl").read_bytes()
    _journal_anew(there, lambda _body: None)
    assert (there / "record/journal.jsonl").read_bytes() == before
    assert named_by_both(there) == (set(), set())


@pytest.mark.parametrize("number", [1, 2])
def test_the_workbook_of_each_round_verifies_by_itself(sound: Path, number: int) -> None:
    found = verify_workbook(sound / f"round-{number}/workbook.xlsx")
    assert found.findings == ()
    said = json.loads((sound / RESULTS[number - 1]).read_text("utf-8"))
    assert [one.content for one in found.rounds] == [said["content_sha256"]]
