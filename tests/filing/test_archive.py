"""The archive: complete, the same bytes each time, without a secret, whole or not there."""

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.filing.archive import folder as folder_module
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.archive.manifest import BadManifest, read_manifest
from reviewtui.filing.archive.tables import safe
from reviewtui.filing.writer import AlreadyThere
from reviewtui.session.may_leave import NO_SEED
from reviewtui.session.papers import read_papers
from reviewtui.session.session import Session
from tests.exchange.score_sheets import issued, sheet_of
from tests.filing.archives import (
    FROZEN,
    MANIFEST,
    SAMPLES,
    archived,
    copied,
    files_of,
    handed_in,
    named_by_both,
)
from tests.meeting import meeting
from tests.session.ballot_factory import ballot_file, give_key

FINISHED = SAMPLES / "zj-annual-finished.review"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the session of version 2; not to be changed."""
    return archived(FROZEN / "v2.review", tmp_path_factory.mktemp("v2"))


def test_every_file_stands_in_the_manifest_and_any_hash_tool_checks_it(frozen: Path) -> None:
    files = files_of(frozen)
    listed = read_manifest(files.pop(MANIFEST)).hashes
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert all(name.isascii() for name in files)
    if tool := shutil.which("sha256sum"):
        done = subprocess.run([tool, "-c", "--quiet", MANIFEST], cwd=frozen, check=False)
        assert done.returncode == 0


def test_it_holds_everything_the_issue_names(frozen: Path) -> None:
    files = files_of(frozen)
    kinds = {re.sub(r"[^/]+\.(ballot|json|sig|bin)$", r"*.\1", name) for name in files}
    assert kinds >= {
        *("README.txt", "*.json", "verify.py", "round-1/page.html", "round-1/workbook.xlsx"),
        *("round-1/marks.csv", "round-1/totals.csv", "round-1/comments.csv"),
        *("round-1/people.csv", "round-1/ballots.csv", "round-1/*.json", "rule/*.json"),
        *("ballots/received/*.ballot", "ballots/opened/*.json", "ballots/opened/*.sig"),
        *("record/journal.jsonl", "record/amendments.jsonl", "record/resolutions.jsonl"),
        *("rule/rule.txt", "rule/table.txt", "record/*.json"),
    }
    cover = json.loads(files["archive.json"])
    assert (cover["retention"], cover["file_number"]) == ("30年", "2026-17")


def test_the_hash_of_an_opened_ballot_is_the_number_on_the_signed_sheet(frozen: Path) -> None:
    result = json.loads((frozen / "round-1/result.json").read_text("utf-8"))
    known = {item["content_id"] for item in result["ballots"]}
    opened = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (frozen / "ballots/opened").glob("*.json")
    }
    assert opened == known


def test_the_read_me_speaks_chinese_first_and_gives_the_hash_command_of_windows(
    frozen: Path,
) -> None:
    text = (frozen / "README.txt").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    said = text.decode("utf-8-sig")
    assert said.index("专家评审归档") < said.index("Archive of an expert review")
    assert "certutil -hashfile README.txt SHA256" in said
    assert "Get-FileHash" in said
    assert "保管期限：30年" in said
    assert "案卷号：2026-17" in said


def test_the_page_loads_nothing_and_runs_nothing(frozen: Path) -> None:
    page = (frozen / "round-1/page.html").read_text("utf-8")
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page


def test_the_same_session_gives_the_same_bytes(frozen: Path, tmp_path: Path) -> None:
    assert files_of(archived(FROZEN / "v2.review", tmp_path)) == files_of(frozen)


def spellings(path: Path) -> dict[str, bytes]:
    """Every secret of a session file in every form in which it could stand somewhere."""
    with Session.open(path, reading=True) as session:
        rows = session.meeting.file.read("SELECT seed FROM signing_key")
        digits = session.meeting.file.read("SELECT digits FROM opening_code WHERE digits <> ''")
        from reviewtui.session.opening_code import read_opening_code, unlock

        code = session.meeting.file.lend(lambda it: read_opening_code(it, session.id))
        keys = [bytes.fromhex(seed) for (seed,) in rows if seed != NO_SEED]
        keys += [unlock(code).encode()] if code is not None and code.digits else []
    found = {}
    for number, key in enumerate(keys):
        found[f"raw {number}"] = key
        found[f"hex {number}"] = key.hex().encode()
        found[f"HEX {number}"] = key.hex().upper().encode()
        found[f"base64 {number}"] = base64.b64encode(key)[:40]
        found[f"urlsafe {number}"] = base64.urlsafe_b64encode(key)[:40]
    for (code_digits,) in digits:
        found["code"] = code_digits.encode()
        found["code in groups"] = b" ".join(
            code_digits[at : at + 4].encode() for at in range(0, 24, 4)
        )
    assert len(found) > 5
    return found


def everything_in(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files, and what lies zipped in them."""
    found = dict(files)
    for name, content in files.items():
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                found |= {f"{name}!{one}": packed.read(one) for one in packed.namelist()}
    return found


@pytest.mark.parametrize(
    "source",
    [
        FROZEN / "v1.review",
        FROZEN / "v2.review",
        pytest.param(FINISHED, marks=pytest.mark.long),
    ],
    ids=lambda path: path.stem,
)
def test_no_key_and_no_opening_code_is_in_any_of_its_bytes(source: Path, tmp_path: Path) -> None:
    files = everything_in(files_of(archived(source, tmp_path)))
    hidden = spellings(tmp_path / source.name)
    found = [
        (name, form)
        for name, content in files.items()
        for form, secret in hidden.items()
        if secret in content
    ]
    assert found == []


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another meeting that issued kits and sheets."""
    return issued(tmp_path_factory.mktemp("other"), meeting(experts=2, candidates=2).panel()[0])


def zipped(content: bytes, *parts: str) -> bytes:
    """A file packed with other parts, as an office file is or as somebody packs it to send."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kit", content)
        for name in parts:
            archive.writestr(name, "<x/>")
    return packed.getvalue()


WRAPPED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "as it is": ("x.ballot", lambda kit: kit),
    "packed": ("y.ballot", zipped),
    "packed as a workbook": ("x.xlsx", lambda kit: zipped(kit, "xl/workbook.xml")),
    "in base64": ("z.ballot", base64.b64encode),
    "in UTF-16": ("w.ballot", lambda kit: kit.decode().encode("utf-16")),
}


@pytest.mark.parametrize("wrapping", WRAPPED)
def test_another_meetings_kit_that_was_handed_in_stays_behind(
    wrapping: str, elsewhere: Path, tmp_path: Path
) -> None:
    name, wrap = WRAPPED[wrapping]
    (kit,) = elsewhere.parent.rglob("*01*.kit")
    content = wrap(kit.read_bytes())
    folder, item = handed_in(tmp_path, content, name)
    assert not any(content in one for one in files_of(folder).values())
    assert (item["withheld"], item["size"]) == (1, len(content))
    assert item["name"].endswith(name)
    assert named_by_both(folder) == (set(), set())


def test_a_ballot_and_a_score_sheet_of_another_meeting_go_into_the_archive(
    elsewhere: Path, tmp_path: Path
) -> None:
    with Session.open(elsewhere) as other:
        ballot = ballot_file(other, "02", give_key(other, "02"))
    for number, (content, name) in enumerate(
        ((ballot, "x.ballot"), (sheet_of(elsewhere).read_bytes(), "x.xlsx"))
    ):
        place = tmp_path / str(number)
        place.mkdir()
        folder, item = handed_in(place, content, name)
        assert content in files_of(folder).values()
        assert item["withheld"] == 0
        assert named_by_both(folder) == (set(), set())


def test_what_was_drafted_and_never_handed_in_stays_behind(tmp_path: Path) -> None:
    path = copied(FROZEN / "v1.review", tmp_path)
    with Session.open(path, reading=True) as session:
        papers = read_papers(session)
    silent = {entry.actor for entry in papers.journal if entry.body is None}
    assert silent
    assert silent.isdisjoint(paper.head.expert for paper in papers.ballots)


def test_before_the_opening_there_is_a_sentence_and_no_folder(tmp_path: Path) -> None:
    path = copied(SAMPLES / "zj-annual-half.review", tmp_path)
    with (
        Session.open(path, reading=True) as session,
        pytest.raises(Refused, match="没有可以启封的评分文件"),
    ):
        archive(session, tmp_path / "archive")
    assert [item.name for item in tmp_path.iterdir() if item.is_dir()] == []


def test_what_lies_there_is_left_as_it_is_and_with_force_moved_aside(tmp_path: Path) -> None:
    path = copied(FROZEN / "v2.review", tmp_path)
    target = tmp_path / "archive"
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    with Session.open(path, reading=True) as session:
        with pytest.raises(AlreadyThere):
            archive(session, target)
        assert files_of(target) == {"letter.txt": b"mine"}
        done = archive(session, target, force=True)
        assert done.moved is not None
        assert files_of(done.moved) == {"letter.txt": b"mine"}
        again = archive(session, target)
    assert not again.new
    assert again.manifest == done.manifest


def test_a_disk_that_fails_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, count = copied(FROZEN / "v2.review", tmp_path), 0
    write = folder_module.write_whole

    def failing(place: Path, content: bytes, *, replace: bool = False) -> None:
        nonlocal count
        count += 1
        if count == 12:
            raise OSError(28, "No space left on device")
        write(place, content, replace=replace)

    monkeypatch.setattr(folder_module, "write_whole", failing)
    with Session.open(path, reading=True) as session, pytest.raises(Refused):
        archive(session, tmp_path / "archive")
    assert [item.name for item in tmp_path.iterdir() if item.is_dir()] == []


def test_scans_are_added_now_or_later_under_a_manifest_that_names_the_first(
    tmp_path: Path,
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "签字表1.pdf").write_bytes(b"%PDF one")
    target = archived(FROZEN / "v2.review", tmp_path, attach=scans)
    (scans / "签字表2.pdf").write_bytes(b"%PDF two")
    first = (target / MANIFEST).read_bytes()
    with Session.open(tmp_path / "v2.review", reading=True) as session:
        from reviewtui.filing.archive.written import Cover

        done = archive(session, target, attach=scans)
        assert (done.new, done.attached) == (False, 1)
        with pytest.raises(AlreadyThere):
            archive(session, target, Cover("10年"), attach=scans)
        (scans / "签字表1.pdf").write_bytes(b"%PDF other")
        with pytest.raises(Refused, match="同名"):
            archive(session, target, Cover("30年", "2026-17"), attach=scans)
    assert (target / MANIFEST).read_bytes() == first
    second = read_manifest((target / "SHA256SUMS.attached").read_bytes()).hashes
    assert second[MANIFEST] == hashlib.sha256(first).hexdigest()
    assert set(second) == {MANIFEST, "attached/签字表1.pdf", "attached/签字表2.pdf"}
    assert (target / "attached/签字表1.pdf").read_bytes() == b"%PDF one"


def test_scans_are_added_to_no_archive_that_was_changed_or_is_of_another_meeting(
    tmp_path: Path,
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "a.pdf").write_bytes(b"%PDF one")
    target = archived(FROZEN / "v2.review", tmp_path)
    with Session.open(tmp_path / "v2.review", reading=True) as session:
        (target / "attached").mkdir()
        (target / "attached/a.pdf").write_bytes(b"%PDF o")  # as a copy that was cut short
        assert archive(session, target, attach=scans).attached == 1
        (target / "rule/rule.txt").write_text("x")
        (scans / "b.pdf").write_bytes(b"%PDF two")
        with pytest.raises(Refused, match="SHA-256"):
            archive(session, target, attach=scans)
    assert not (target / "attached/b.pdf").exists()
    with (
        Session.open(copied(FROZEN / "v1.review", tmp_path), reading=True) as other,
        pytest.raises(AlreadyThere),
    ):
        archive(other, target, attach=scans)


def test_a_link_among_the_scans_is_refused(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "passwd.pdf").symlink_to("/etc/passwd")
    with pytest.raises(Refused):
        archived(FROZEN / "v2.review", tmp_path, attach=scans)
    assert not (tmp_path / "v2.archive").exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_text_is_no_formula_in_a_table(text: str) -> None:
    assert safe(text).startswith("'")


def test_controls_and_turning_marks_do_not_reach_a_table() -> None:
    assert safe("好\u202e\x00\x1b[31m坏") == "好[31m坏"


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"abc", b"0" * 64 + b"  a\n", b"\xff\xfe", b"# SHA-256 of\n"]
)
def test_a_manifest_that_is_none_is_told_from_one(content: bytes) -> None:
    with pytest.raises(BadManifest):
        read_manifest(content)
