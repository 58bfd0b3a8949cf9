"""The portable folder beside kits: as listed, or not at all."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.exchange.issue import issue
from reviewtui.exchange.runtime import DESK_ONLY, LISTING, lay_beside, read_runtime
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.session.conftest import small_meeting


def portable_folder(place: Path, **more: bytes) -> Path:
    """A small stand-in for the program's portable folder."""
    folder = place / "reviewtui"
    files = {"reviewtui": b"#!/bin/sh\n", "python/lib/a.zip": b"many modules", **more}
    lines = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    (folder / "reviewtui").chmod(0o755)
    (folder / LISTING).write_text("".join(lines))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return portable_folder(tmp_path / "built")


def test_the_folder_or_the_one_that_holds_it_may_be_named(folder: Path) -> None:
    assert read_runtime(folder) == read_runtime(folder.parent)
    assert set(read_runtime(folder).files) == {"reviewtui", "python/lib/a.zip"}


def test_every_file_that_is_not_as_listed_is_named(folder: Path) -> None:
    (folder / "reviewtui").write_bytes(b"#!/bin/sh\nrm\n")
    (folder / "python/lib/a.zip").unlink()
    (folder / "autorun.inf").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        read_runtime(folder)
    told = {Path(item.place).name: item.sentence for item in refused.value.reasons}
    assert told["reviewtui"].startswith("is not the listed file")
    assert told["a.zip"].startswith("is missing")
    assert told["autorun.inf"].startswith("does not belong here")


@pytest.mark.parametrize("line", ["", "x", "0" * 64 + "  ../../home/.profile", "0" * 64 + "  /etc"])
def test_a_listing_that_leads_elsewhere_is_refused(folder: Path, line: str) -> None:
    (folder / LISTING).write_text(line + "\n")
    with pytest.raises(Refused, match="damaged"):
        read_runtime(folder)


def test_any_other_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no portable folder"):
        read_runtime(tmp_path)


def test_laid_twice_it_is_written_once_and_an_older_one_gives_way(
    folder: Path, tmp_path: Path
) -> None:
    kit = tmp_path / "01"
    kit.mkdir()
    old = read_runtime(portable_folder(tmp_path / "old", **{"python/gone.zip": b"old"}))
    assert lay_beside(old, kit)
    new = read_runtime(folder)
    assert lay_beside(new, kit)
    assert not lay_beside(new, kit)
    assert read_runtime(kit / "reviewtui").files == new.files
    assert os.access(kit / "reviewtui" / "reviewtui", os.X_OK)
    assert sorted(kit.iterdir()) == [kit / "reviewtui"]


def test_a_stick_takes_only_what_an_expert_needs_and_its_own_listing_says_so(
    tmp_path: Path,
) -> None:
    packages = "python/lib/python3.11/site-packages"
    large = {f"{packages}/{name}/a.so": b"desk" for name in DESK_ONLY}
    needed = {f"{packages}/numpyish/a.so": b"?", f"{packages}/reviewtui/docx.pyc": b"?"}
    whole = read_runtime(portable_folder(tmp_path / "built", **large, **needed))
    lean = whole.for_expert()
    assert set(whole.files) - set(lean.files) == set(large)
    assert whole.size - lean.size == sum(map(len, large.values()))
    (tmp_path / "01").mkdir()
    assert lay_beside(lean, tmp_path / "01")
    assert not lay_beside(lean, tmp_path / "01")
    laid = read_runtime(tmp_path / "01")
    assert laid.files == lean.files
    assert lay_beside(whole, tmp_path / "01")


def test_a_folder_of_the_same_name_that_is_something_else_stays(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "01" / "reviewtui").mkdir(parents=True)
    with pytest.raises(Refused, match="move it away"):
        lay_beside(read_runtime(folder), tmp_path / "01")


def test_what_cannot_be_written_leaves_nothing_behind(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_words: object) -> None:
        raise OSError(28, "full")

    kit = tmp_path / "01"
    kit.mkdir()
    runtime = read_runtime(folder)
    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="full"):
        lay_beside(runtime, kit)
    assert list(kit.iterdir()) == []


def test_a_medium_that_gives_back_something_else_is_found_out(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = tmp_path / "01"
    kit.mkdir()
    runtime = read_runtime(folder)
    monkeypatch.setattr(shutil, "copyfileobj", lambda _source, copy, _size: copy.write(b"?"))
    with pytest.raises(Refused, match="read back otherwise"):
        lay_beside(runtime, kit)
    assert list(kit.iterdir()) == []


def test_issued_beside_every_kit_it_takes_its_room_once(folder: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk.review"
    create_session(desk, small_meeting().panel()[0])
    with Session.open(desk) as session:
        issued = issue(session, tmp_path / "kits", runtime=read_runtime(folder))
        assert len(issued) == 3
        archives = [item.folder / "reviewtui/python/lib/a.zip" for item in issued]
        assert len({path.stat().st_ino for path in archives}) == 1
        for item in issued:
            read_runtime(item.folder / "reviewtui")
        again = issue(session, tmp_path / "kits", runtime=read_runtime(folder))
    assert not any(item.new for item in again)
