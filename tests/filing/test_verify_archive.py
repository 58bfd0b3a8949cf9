"""An archive verified, by the program and by the second verifier that lies in it: both find
one changed byte and name the file, and neither believes a manifest that was made anew."""

import builtins
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.findings import Refused
from reviewtui.domain.paper import Paper, on_paper
from reviewtui.filing import styles
from reviewtui.filing.archive import reading
from reviewtui.filing.archive import verify as standalone
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.verify import archived_pages
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.filing.verify.subject import verify
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.locales import _
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.filing.archives import (
    FROZEN,
    MANIFEST,
    SAMPLES,
    archived,
    changed,
    files_of,
    handed_in,
    named_by_both,
    rewritten,
)
from tests.filing.test_verify_workbook import patched, rewritten_part
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import scored, small_meeting

SHORT = ("zj-tic-appraisal",)
OPENED = [
    pytest.param(path, id=path.stem, marks=() if path.stem in SHORT else pytest.mark.long)
    for path in sorted(SAMPLES.glob("*.review"))
    if "half" not in path.name
]
RESULT = "round-1/result.json"
KEPT = FROZEN.parent / "archives"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the session of version 2; not to be changed."""
    return archived(FROZEN / "v2.review", tmp_path_factory.mktemp("sound"))


@pytest.fixture
def there(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to be spoilt."""
    return Path(shutil.copytree(sound, tmp_path / "archive"))


@pytest.mark.parametrize(
    "source",
    [*(pytest.param(path, id=path.stem) for path in sorted(FROZEN.glob("*.review"))), *OPENED],
)
def test_both_agree_that_an_untouched_archive_is_sound(source: Path, tmp_path: Path) -> None:
    folder = archived(source, tmp_path)
    found = verify_archive(folder)
    assert found.agrees, found.findings
    assert found.ballots
    assert standalone.verify(folder).findings == []


def test_the_second_verifier_runs_alone_and_imports_nothing_of_ours(there: Path) -> None:
    script = (there / "verify.py").read_text("utf-8")
    assert "import reviewtui" not in script
    assert "from reviewtui" not in script
    done = subprocess.run(
        [sys.executable, "verify.py"],
        cwd=there,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    said = done.stdout.decode()
    assert done.returncode == 0, said
    *_before, recomputed, _english, held, _also, scans, manifest, verdict = said.splitlines()
    assert "无扫描件" in scans
    assert recomputed.startswith("已重新计算并比对")
    assert held.startswith("其余只与清单 SHA256SUMS 核对")
    assert hashlib.sha256((there / MANIFEST).read_bytes()).hexdigest() in manifest
    assert "核验一致" in verdict
    assert "everything agrees" in verdict
    assert files_of(there).keys() == read_names(there)


def read_names(folder: Path) -> set[str]:
    """What the manifest lists, and itself."""
    return {*reading.read_folder(folder).manifest.hashes, MANIFEST}  # type: ignore[union-attr]


def test_without_pynacl_it_says_what_it_left_out_and_checks_the_rest(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("nacl"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    report = standalone.verify(there)
    assert report.findings == []
    assert any("PyNaCl" in english for _chinese, english in report.left_out)
    changed(there, RESULT, lambda it: it["results"]["candidates"][0].update(total="9.99"))
    assert RESULT in {name for name, *_said in standalone.verify(there).findings}


def flipped(path: Path, at: int, by: int) -> None:
    """One byte of a file changed."""
    content = bytearray(path.read_bytes())
    content[at] ^= by
    path.write_bytes(content)


def test_one_changed_byte_in_any_file_is_found_and_named(there: Path) -> None:
    chance = random.Random(5)
    for name, content in files_of(there).items():
        if not content:
            continue
        flipped(there / name, chance.randrange(len(content)), chance.randrange(1, 256))
        ours, second = named_by_both(there)
        assert name in ours, name
        assert name in second, name
        (there / name).write_bytes(content)
    assert named_by_both(there) == (set(), set())


def named_at_once(folder: Path) -> tuple[set[str], set[str]]:
    """The places that both find by reading alone, before they recompute anything."""
    report = standalone.Report()
    standalone.Folder(folder, report).check_manifests()
    ours = {finding.place for finding in reading.read_folder(folder).findings}
    return ours, {name for name, _chinese, _english in report.findings}


@pytest.mark.long
def test_every_changed_byte_is_found_and_named(there: Path) -> None:
    chance, changes, whole = random.Random(6), 0, 0
    for name, content in files_of(there).items():
        step = max(1, len(content) // 400)
        for at in range(0, len(content), step):
            flipped(there / name, at, chance.randrange(1, 256))
            verdicts = [named_at_once(there)]
            if at % (40 * step) == 0:  # recomputing all the rest costs thirty times as much
                verdicts.append(named_by_both(there))
            assert all(name in ours & second for ours, second in verdicts), (name, at)
            changes, whole = changes + 1, whole + len(verdicts) - 1
            (there / name).write_bytes(content)
    print(f"{changes} changed bytes, every one named by both; {whole} also by the whole verdict")


def ballot_of(folder: Path, expert: str) -> str:
    """The opened ballot of an expert, by name."""
    found = sorted((folder / "ballots/opened").glob(f"{expert}-*.json"))
    return found[0].relative_to(folder).as_posix()


def _higher(value: dict[str, Any]) -> None:
    rows = value["cells"]["1"]
    row = min(rows)
    rows[row] = ["scored", 1000 if rows[row][1] != 1000 else 0]


def _other_mark(value: dict[str, Any]) -> None:
    rows = value["marks"]["01"]["1"]["rows"]
    rows[min(rows)] = ["scored", "0"]


LIES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "a total": (RESULT, lambda it: it["results"]["candidates"][0].update(total="39.99")),
    "a rank": (RESULT, lambda it: it["results"]["candidates"][0].update(rank=3)),
    "a count": (RESULT, lambda it: it["results"]["candidates"][1].update(n=9)),
    "a mark": (RESULT, _other_mark),
    "a row": (RESULT, lambda it: it["results"]["candidates"][0]["rows"][0].update(score="1")),
    "a primary": (
        RESULT,
        lambda it: it["results"]["candidates"][0]["primaries"][0].update(score="1"),
    ),
    "who counts": (RESULT, lambda it: it["results"]["candidates"][0]["counted"].pop()),
    "a check code": (RESULT, lambda it: it["ballots"][0].update(check_code="0000 0000 0000")),
    "the code of the result": (RESULT, lambda it: it.update(check_code="0000 0000 0000")),
    "the content hash": (RESULT, lambda it: it.update(content_sha256="0" * 64)),
    "the code on the cover": (
        "archive.json",
        lambda it: it["rounds"][0].update(check_code="0000 0000 0000"),
    ),
    "the end of the journal": ("archive.json", lambda it: it["journal"].update(entries=3)),
    "the rule": ("rule/rule.json", lambda it: it.update(average="median")),
    "the sheet": ("rule/sheet.json", lambda it: it["rows"][0].__setitem__(3, 2000)),
    "the table": ("rule/table.json", lambda it: it["rows"][0].update(title="别的")),
    "a recusal": (
        "rule/definition.json",
        lambda it: it["panel"].update(recusals=[{"expert": "01", "candidate": "1", "reason": "x"}]),
    ),
    "whose key it is": ("record/session.json", lambda it: it["keys"][0].update(holder="09")),
    "when a key was made": (
        "record/session.json",
        lambda it: [key.update(made_at=key["made_at"] - 1) for key in it["keys"]],
    ),
    "that a key was revoked": (
        "record/session.json",
        lambda it: [key.update(revoked_at=1) for key in it["keys"]],
    ),
    "when a file was kept aside": (
        "record/session.json",
        lambda it: [item.update(received_at=1) for item in it["aside"]],
    ),
    "what a file kept aside was called": (
        "record/session.json",
        lambda it: [item.update(name="别的.ballot") for item in it["aside"]],
    ),
    "when the session was made": (
        "record/session.json",
        lambda it: it["session"].update(created_at=it["session"]["created_at"] - 1),
    ),
    "when a ballot came": (
        "record/session.json",
        lambda it: it["ballots"][0].update(received_at=it["ballots"][0]["received_at"] - 1),
    ),
    "which ballot came first": (
        "record/session.json",
        lambda it: it["ballots"][-1].update(number=it["ballots"][-1]["number"] + 1),
    ),
    "that a ballot was opened": (
        "record/session.json",
        lambda it: it["ballots"][0].update(opened=2),
    ),
    "the version that made the session": (
        "archive.json",
        lambda it: it["versions"].update(session_made_with="0.0.9"),
    ),
    "the version that made the archive": (
        "archive.json",
        lambda it: it["versions"].update(archived_with="reviewtui 0.0.9"),
    ),
    "the language": ("archive.json", lambda it: it.update(language="x")),
    "the hour of the opening": (RESULT, lambda it: it.update(opened_at=it["opened_at"] - 1)),
    "what a candidate is called": (RESULT, lambda it: it["candidates"][0].update(name="别的")),
    "the unit of an expert": (RESULT, lambda it: it["experts"][0].update(unit="别的")),
    "why an expert does not count": (RESULT, lambda it: it["experts"][-1].update(why="recused")),
    "that a ballot came late": (RESULT, lambda it: it["ballots"][0].update(late=1)),
    "the retention": ("archive.json", lambda it: it.update(retention="10年")),
    "the file number": ("archive.json", lambda it: it.update(file_number="2026-71")),
}


@pytest.mark.parametrize("lie", LIES)
def test_who_makes_the_manifest_anew_is_found_all_the_same(lie: str, there: Path) -> None:
    name, change = LIES[lie]
    changed(there, name, change)
    rewritten(there)
    ours, second = named_by_both(there)
    assert ours, lie
    assert second, lie
    if name == RESULT:
        assert name in ours & second


def test_a_file_kept_aside_that_is_another_is_found_under_a_manifest_made_anew(
    tmp_path: Path,
) -> None:
    panel, _sheet = small_meeting().panel()
    create_session(tmp_path / "other.review", panel)
    with Session.open(tmp_path / "other.review") as other:
        ballot = ballot_file(other, "01", give_key(other, "01"))
    there, _item = handed_in(tmp_path, ballot, "x.ballot")
    (name,) = [name for name in files_of(there) if name.startswith("aside/")]
    (there / name).write_bytes(b"another one")
    rewritten(there)
    ours, second = named_by_both(there)
    assert name in ours & second


@pytest.mark.parametrize("table", ["marks", "totals", "ballots"])
def test_a_number_in_a_table_is_found_under_a_manifest_made_anew(table: str, there: Path) -> None:
    path = there / f"round-1/{table}.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    at = next(number for number, line in enumerate(lines) if number and "8" in line[8:])
    lines[at] = lines[at][:8] + lines[at][8:].replace("8", "9", 1)
    path.write_bytes(b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode())
    rewritten(there)
    ours, second = named_by_both(there)
    assert f"round-1/{table}.csv" in ours & second


WORKBOOK = "round-1/workbook.xlsx"


def in_workbook(folder: Path, sheet: str, pattern: str, text: str) -> None:
    """A change at the bytes of one sheet of the archived workbook, and the manifest anew."""
    change = re.compile(pattern, re.DOTALL)
    patched(folder / WORKBOOK, sheet, lambda own: change.sub(text, own, count=1))
    rewritten(folder)


NUMBERS = {
    "a raw mark": ("Raw marks", r'(<c r="F8"[^>]*><v>)[^<]*', r"\g<1>1.5"),
    "the result of a total": ("Score summary", r"(<f>IF\(H\d+=0.*?</f><v>)[^<]*", r"\g<1>39.99"),
    "a rank": ("Score summary", r'(<c r="J6".*?</f><v>)[^<]*', r"\g<1>3（并列）"),
    "an expert's total": ("Score summary", r"(<f>'计分过程'![^<]*</f><v>)[^<]*", r"\g<1>12.5"),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_a_number_in_the_workbook_is_found_under_a_manifest_made_anew(
    what: str, there: Path
) -> None:
    sheet, pattern, text = NUMBERS[what]
    in_workbook(there, _(sheet), pattern, text)
    ours, second = named_by_both(there)
    assert WORKBOOK in ours & second


HIDING = {
    "a row": ("Score summary", "<sheetData>(<row )", r'<sheetData>\g<1>hidden="1" '),
    "a column": ("Raw marks", "<cols><col ", '<cols><col hidden="1" '),
    "noughts": ("Raw marks", "<sheetView ", '<sheetView showZeros="0" '),
    "merged cells": ("Raw marks", "<mergeCells [^>]*>", r'\g<0><mergeCell ref="A8:G8"/>'),
    "a conditional format": (
        "Score summary",
        "(<pageMargins|<printOptions)",
        r'<conditionalFormatting sqref="A1:Z99"><cfRule type="expression" dxfId="0" priority="1">'
        r"<formula>TRUE</formula></cfRule></conditionalFormatting>\1",
    ),
}


@pytest.mark.parametrize("what", HIDING)
def test_what_hides_a_number_in_the_workbook_is_found_by_both(what: str, there: Path) -> None:
    sheet, pattern, text = HIDING[what]
    if what == "a conditional format":
        white = '<dxfs count="1"><dxf><font><color rgb="FFFFFFFF"/></font></dxf></dxfs>'
        rewritten_part(
            there / WORKBOOK,
            "xl/styles.xml",
            lambda own: own.replace("<tableStyles", f"{white}<tableStyles"),
        )
    in_workbook(there, _(sheet), pattern, text)
    ours, second = named_by_both(there)
    assert ours == second == {WORKBOOK}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ('rgb="00000000"', 'rgb="00FFFFFF"'),
        ('formatCode="0.0+"', 'formatCode=";;;"'),
        ('rgb="00F2F2F2"', 'rgb="00000000"'),
    ],
)
def test_a_look_in_which_nobody_reads_is_found_by_both(
    pattern: str, text: str, there: Path
) -> None:
    rewritten_part(there / WORKBOOK, "xl/styles.xml", lambda own: re.sub(pattern, text, own))
    rewritten(there)
    ours, second = named_by_both(there)
    assert ours == second == {WORKBOOK}


def test_both_know_every_look_that_the_program_writes() -> None:
    known = {one for one in vars(styles).values() if isinstance(one, styles.Style)}
    assert {one.colour for one in known} == standalone.INKS
    assert {one.fill for one in known} == standalone.GROUNDS
    for one in known:
        for digits in ("", "0", "0.00", "0.00##", "0.#", "0.0000"):
            assert standalone.NUMBERS.fullmatch(styles.number_format(one, digits))


def test_retention_and_file_number_stand_on_the_first_page_of_everything(there: Path) -> None:
    page = (there / "round-1/page.html").read_text("utf-8")
    sheet = load_workbook(there / WORKBOOK)[_("About this workbook")]
    said = {cell.value for row in sheet.iter_rows() for cell in row}
    for text in ("30年", "2026-17"):
        assert text in said
        assert f">{text}<" in page
        assert text in (there / "README.txt").read_text("utf-8-sig")


def test_another_retention_on_page_or_workbook_is_found_by_both(there: Path) -> None:
    page = there / "round-1/page.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(">30年<".encode(), ">10年<".encode()))
    rewritten(there)
    assert {"round-1/page.html"} == named_by_both(there)[0] == named_by_both(there)[1]
    page.write_bytes(before)
    in_workbook(there, _("About this workbook"), ">30年<", ">10年<")
    ours, second = named_by_both(there)
    assert WORKBOOK in ours & second


def test_a_number_on_any_sheet_of_the_workbook_is_named_with_its_cell(there: Path) -> None:
    in_workbook(there, _("Primary scores"), r'(<c r="D7".*?<v>)[^<]*', r"\g<1>9.9")
    (found,) = verify_archive(there).findings
    assert found.place == WORKBOOK
    assert f"{_('Primary scores')}!D7" in found.sentence


def test_a_workbook_of_another_result_is_found_though_it_proves_itself(
    there: Path, tmp_path: Path
) -> None:
    other = archived(FROZEN / "v1.review", tmp_path)
    shutil.copy(other / WORKBOOK, there / WORKBOOK)
    rewritten(there)
    assert not verify_workbook(there / WORKBOOK).findings
    ours, second = named_by_both(there)
    assert WORKBOOK in ours & second


def test_a_workbook_that_is_none_or_is_taken_away_is_found(there: Path) -> None:
    (there / WORKBOOK).write_bytes(b"PK\x03\x04 nothing")
    rewritten(there)
    ours, second = named_by_both(there)
    assert WORKBOOK in ours & second
    (there / WORKBOOK).unlink()
    rewritten(there)
    ours, second = named_by_both(there)
    assert WORKBOOK in ours & second


def test_the_second_verifier_names_every_file_that_it_holds_to_the_manifest_only(
    there: Path,
) -> None:
    (recomputed, _english), (held, _also) = standalone.EXTENT
    for name in sorted(files_of(there)):
        if not name.endswith((".html", ".txt", ".csv")):
            continue
        own, before = name.rpartition("/")[2], (there / name).read_bytes()
        assert (own in held) != (own in recomputed), name
        changed_one = before.replace(b"1", b"7")
        if own in held:  # but for the texts of the cover
            changed_one = changed_one.replace(b"2026-77", b"2026-17")
        (there / name).write_bytes(changed_one)
        rewritten(there)
        found = standalone.verify(there).findings
        assert bool(found) == (own in recomputed), name
        (there / name).write_bytes(before)


READABLE = ("round-1/page.html", "README.txt", "rule/rule.txt", "rule/table.txt", "verify.py")


@pytest.mark.parametrize("name", READABLE)
def test_what_people_read_is_made_again_and_compared(name: str, there: Path) -> None:
    content = (there / name).read_bytes()
    at = max(content.rfind(b"1"), content.rfind("一".encode()))
    (there / name).write_bytes(content[:at] + b"7" + content[at + 1 :])
    rewritten(there)
    assert [finding.place for finding in verify_archive(there).findings] == [name]


def test_of_a_long_page_the_results_are_compared_and_a_note_says_so(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archived_pages, "_LONG", 1000)
    page = there / "round-1/page.html"
    assert "round-1/page.html" in {note.place for note in verify_archive(there).notes}
    content = page.read_text("utf-8")
    page.write_text(content.replace(">30.67<", ">30.76<", 1), "utf-8", newline="")
    rewritten(there)
    assert [finding.place for finding in verify_archive(there).findings] == ["round-1/page.html"]


def test_pages_for_other_paper_are_made_again_for_that(tmp_path: Path) -> None:
    with on_paper(Paper(body="FangSong", binding=28.0)):
        folder = archived(FROZEN / "v2.review", tmp_path)
    assert verify_archive(folder).agrees


def test_no_changed_byte_of_the_workbook_ends_in_a_traceback(there: Path) -> None:
    chance = random.Random(3)
    content = (there / WORKBOOK).read_bytes()
    with zipfile.ZipFile(there / WORKBOOK) as archive:
        parts = [item.header_offset for item in archive.infolist()]
    for start in (*parts[:8], parts[-1], len(content) - 200):
        flipped(there / WORKBOOK, start + chance.randrange(180), chance.randrange(1, 256))
        ours, second = named_by_both(there)
        assert WORKBOOK in ours & second
        (there / WORKBOOK).write_bytes(content)


def test_of_another_build_the_record_in_the_workbook_is_compared_and_a_note_says_so(
    there: Path,
) -> None:
    changed(there, "archive.json", lambda it: it["versions"].update(build="0" * 64))
    in_workbook(there, _("Primary scores"), r'(<c r="D7".*?<v>)[^<]*', r"\g<1>9.9")
    found = verify_archive(there)
    assert not found.findings
    assert WORKBOOK in {note.place for note in found.notes}


def test_a_forged_ballot_is_found_by_its_signature_whatever_else_is_made_anew(
    there: Path,
) -> None:
    name = ballot_of(there, "01")
    changed(there, name, _higher)
    rewritten(there)
    ours, second = named_by_both(there)
    assert name in ours
    assert name in second


def test_a_ballot_that_is_taken_away_is_missed(there: Path) -> None:
    def without(value: dict[str, Any]) -> None:
        value["ballots"] = value["ballots"][1:]

    changed(there, "record/session.json", without)
    rewritten(there)
    ours, second = named_by_both(there)
    assert ours
    assert second


def test_an_entry_of_the_journal_that_is_changed_or_dropped_breaks_the_chain(
    there: Path,
) -> None:
    path = there / "record/journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for spoilt in (lines[:1] + lines[2:], lines[:-1], [*lines[:2], lines[3], lines[2], *lines[4:]]):
        path.write_bytes(b"".join(spoilt))
        rewritten(there)
        ours, second = named_by_both(there)
        assert ours & {"record/journal.jsonl", "archive.json"}
        assert second & {"record/journal.jsonl", "archive.json"}


def _link(folder: Path) -> None:
    (folder / "record/link").symlink_to("/etc/passwd")


def _nothing_but(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.name != MANIFEST:
            path.unlink()


def _deep(folder: Path) -> None:
    (folder / "archive.json").write_text("[" * 100_000)


def _no_json(folder: Path) -> None:
    (folder / "record/session.json").write_bytes(b"\xff{NaN")


def _wrong_shape(folder: Path) -> None:
    (folder / "record/session.json").write_text('{"ballots":[],"keys":7}\n')


def _climbs_out(folder: Path) -> None:
    text = (folder / MANIFEST).read_text("utf-8")
    (folder / MANIFEST).write_text(f"{'0' * 64}  ../../etc/passwd\n{text}", "utf-8")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


@pytest.mark.parametrize(
    "spoil", [_link, _nothing_but, _deep, _no_json, _wrong_shape, _climbs_out, _pipe]
)
def test_a_hostile_archive_ends_in_sentences(spoil: Callable[[Path], None], there: Path) -> None:
    spoil(there)
    ours, second = named_by_both(there)
    assert ours
    assert second


def test_a_file_that_was_added_or_is_missing_is_named(there: Path) -> None:
    (there / "more.txt").write_text("more")
    (there / "rule/rule.txt").unlink()
    assert named_by_both(there) == ({"more.txt", "rule/rule.txt"},) * 2


def test_an_empty_folder_that_was_added_is_named(there: Path) -> None:
    (there / "rule/more").mkdir()
    assert named_by_both(there) == ({"rule/more/"},) * 2


@pytest.mark.parametrize("key", ["title", "organiser", "date", "table"])
def test_another_word_on_the_cover_is_found_under_a_manifest_made_anew(
    key: str, there: Path
) -> None:
    def change(cover: dict[str, Any]) -> None:
        if key == "table":
            cover["table"]["document"] = "浙科发〔1999〕9号"
        else:
            cover[key] = "2020-01-01"

    changed(there, "archive.json", change)
    rewritten(there)
    ours, second = named_by_both(there)
    assert "archive.json" in ours & second


@pytest.mark.parametrize("key", ["retention", "file_number"])
def test_what_the_office_wrote_stands_on_the_cover_and_in_the_read_me_alike(
    key: str, there: Path
) -> None:
    changed(there, "archive.json", lambda cover: cover.update({key: "永久2099-9"}))
    rewritten(there)
    ours, second = named_by_both(there)
    assert "README.txt" in ours & second


def test_a_huge_file_is_not_read(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 10_000)
    monkeypatch.setattr(standalone, "LARGEST", 10_000)
    ours, second = named_by_both(there)
    assert "round-1/workbook.xlsx" in ours & second


def test_a_folder_that_is_no_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        verify(tmp_path)
    with pytest.raises(Refused):
        verify(tmp_path / "nothing")
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(Refused):
        verify(tmp_path / "letter.txt")


def test_a_changed_scan_is_found_and_named(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "a.pdf").write_bytes(b"%PDF one")
    folder = archived(FROZEN / "v2.review", tmp_path, attach=scans)
    assert named_by_both(folder) == (set(), set())
    assert verify_archive(folder).attached == 1
    (folder / "attached/a.pdf").write_bytes(b"%PDF two")
    assert named_by_both(folder) == ({"attached/a.pdf"},) * 2
    (folder / "SHA256SUMS.attached").unlink()
    ours, second = named_by_both(folder)
    assert ours
    assert second


def test_everything_that_is_wrong_is_said_at_once(there: Path) -> None:
    changed(there, RESULT, lambda it: it["results"]["candidates"][0].update(total="1"))
    (there / "rule/rule.txt").write_text("x")
    (there / "more.txt").write_text("more")
    ours, second = named_by_both(there)
    assert {RESULT, "rule/rule.txt", "more.txt"} <= ours & second
    assert json.loads((there / RESULT).read_text("utf-8"))["results"]


@pytest.mark.parametrize("packed", sorted(KEPT.glob("*.zip")), ids=lambda path: path.stem)
def test_an_archive_of_every_format_and_schema_version_still_verifies(
    packed: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "archive")
    found = verify_archive(tmp_path / "archive")
    assert found.agrees, found.findings
    assert found.ballots
    done = subprocess.run(
        [sys.executable, "-B", "verify.py"],
        cwd=tmp_path / "archive",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()
    assert standalone.verify(tmp_path / "archive").findings == []


def test_there_is_an_archive_of_every_schema_version() -> None:
    kept = {path.stem.rpartition("-")[2] for path in KEPT.glob("*.zip")}
    assert kept == {path.stem for path in FROZEN.glob("*.review")}


def archived_with_grades(folder: Path, *names: str) -> Path:
    """The archive of a small meeting whose grades are called so, the best first."""
    bands = [
        {"name": name, "at_least": str(line)} for name, line in zip(names, (30, 0), strict=True)
    ]
    wish = small_meeting(experts=3, candidates=2)
    wish.data["grades"] = {"source": "会议纪要", "bands": bands}
    panel, sheet = wish.panel()
    create_session(folder / "meeting.review", panel)
    cells = {
        candidate: {row.code: scored(points) for row in sheet.rows}
        for candidate, points in (("1", 9), ("2", 5))
    }
    with Session.open(folder / "meeting.review") as session:
        session.take_in(
            [Ballot(session.id, one.code, sheet.hash, cells=cells) for one in panel.experts]
        )
        return archive(session, folder / "archive").folder


@pytest.mark.parametrize("name", ["'合格", "'=合格", "=合格", "-", "''"])
def test_both_agree_on_a_grade_that_looks_like_a_formula_or_is_quoted(
    name: str, tmp_path: Path
) -> None:
    assert named_by_both(archived_with_grades(tmp_path, name, "不合格")) == (set(), set())


def test_verify_py_looks_at_the_folder_where_it_lies_or_where_one_stands(
    there: Path, tmp_path: Path
) -> None:
    (there / "README.txt").write_bytes(b"")
    other = tmp_path / "other"
    other.mkdir()
    (other / "verify.py").symlink_to(there / "verify.py")
    found = subprocess.run(
        [sys.executable, other / "verify.py"], capture_output=True, text=True, check=False
    )
    assert "README.txt" not in found.stdout
    assert "核验不一致" in found.stdout
