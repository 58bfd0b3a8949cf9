"""archive and verify through the command line."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.filing.archives import FROZEN, SAMPLES, changed, copied


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """An opened session."""
    return copied(FROZEN / "v2.review", tmp_path)


def test_a_session_is_archived_and_both_are_verified(
    run: Run, session: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    done = run("archive", session, "-o", folder, "--retention", "30年", "--file-number", "7")
    assert (done.status, done.out) == (0, "")
    assert "SHA-256 of the manifest" in done.err
    for subject in (session, folder):
        found = run("verify", subject)
        assert found.status == 0, found.said
        assert "Verified: everything agrees" in found.out
        assert "5560 2422 7352" in found.out
    assert "核验一致" in run("verify", folder, "--lang", "zh").out


def test_what_does_not_agree_is_named_and_the_status_is_1(
    run: Run, session: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    assert run("archive", session, "-o", folder).status == 0
    name = "round-1/result.json"
    changed(folder, name, lambda it: it["results"]["candidates"][0].update(total="1"))
    found = run("verify", folder)
    assert found.status == 1
    assert f"{name}: is not as it was archived" in found.err
    assert "/results/candidates/1/total is not what the ballots come to" in found.err
    said = json.loads(run("verify", folder, "--json").out)
    assert (said["subject"], said["agrees"]) == ("archive", False)
    assert {item["place"] for item in said["findings"]} == {name}


def test_the_manifest_of_the_scans_is_told_when_it_is_made_and_when_it_is_verified(
    run: Run, session: Path, tmp_path: Path
) -> None:
    scans, folder = tmp_path / "scans", tmp_path / "archive"
    scans.mkdir()
    (scans / "签字表.pdf").write_bytes(b"%PDF")
    done = run("archive", session, "-o", folder, "--attach", scans)
    second = hashlib.sha256((folder / "SHA256SUMS.attached").read_bytes()).hexdigest()
    assert second in done.err
    assert second in run("archive", session, "-o", folder, "--attach", scans).err
    assert second in run("verify", folder).out
    assert json.loads(run("verify", folder, "--json").out)["attached_manifest"] == second


@pytest.mark.parametrize("name", ["README.txt", "round-1/workbook.xlsx"])
def test_a_file_that_is_gone_is_called_a_missing_file(
    run: Run, session: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "archive"
    assert run("archive", session, "-o", folder).status == 0
    (folder / name).unlink()
    found = run("verify", folder, "--lang", "zh")
    assert f"{name}：缺少文件" in found.err.replace(f"{name}: ", f"{name}：")
    assert "没有填写" not in found.err


def test_before_the_opening_nothing_is_archived_and_no_code_is_told(
    run: Run, tmp_path: Path
) -> None:
    path = copied(SAMPLES / "zj-annual-half.review", tmp_path)
    refused = run("archive", path, "-o", tmp_path / "archive")
    assert refused.status == 1
    assert "no ballot that can be opened" in refused.err
    assert not (tmp_path / "archive").exists()
    found = run("verify", path, "--json")
    assert found.status == 0
    assert (json.loads(found.out)["rounds"], json.loads(found.out)["ballots"]) == ([], [])


def test_an_archive_is_not_written_over_and_the_way_on_is_named(
    run: Run, session: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    refused = run("archive", session, "-o", folder)
    assert refused.status == 1
    assert "--force" in refused.err
    assert run("archive", session, "-o", folder, "--force").status == 0
    assert (tmp_path / "archive.old-1").is_dir()


def test_what_is_nothing_of_ours_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    for name in ("nothing", "letter.txt", ""):
        if name == "letter.txt":
            (tmp_path / name).write_text("x")
        refused = run("verify", tmp_path / name)
        assert (refused.status, refused.out) == (1, "")
        assert "Traceback" not in refused.err
