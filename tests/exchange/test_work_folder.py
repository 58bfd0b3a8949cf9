"""Working copies on machines whose account has no home that can be written."""

import os
import sys
import tempfile
from pathlib import Path

import platformdirs
import pytest

from reviewtui.domain.findings import Refused
from reviewtui.exchange.work_folder import lasts, own_temporary, work_folder

UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def data_in(monkeypatch: pytest.MonkeyPatch, folder: Path | str) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_words, **_more: str(folder))


def test_work_lies_in_the_persons_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_in(monkeypatch, tmp_path / "data")
    assert work_folder() == tmp_path / "data" / "work"
    assert work_folder().is_dir()
    assert lasts(work_folder())


@pytest.mark.parametrize("place", ["~/.local/share/reviewtui", "in the way/data"])
def test_without_one_it_lies_in_the_temporary_folder_alike_every_time(
    place: str, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in the way").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    data_in(monkeypatch, place if place.startswith("~") else tmp_path / place)
    assert work_folder() == work_folder() == own_temporary() / "work"
    assert work_folder().is_relative_to(temporary)
    assert not lasts(work_folder())
    assert not (tmp_path / "~").exists()


@UNIX_ONLY
def test_the_temporary_folder_is_for_this_account_alone() -> None:
    assert own_temporary().stat().st_mode & 0o777 == 0o700
    own_temporary().chmod(0o755)
    with pytest.raises(Refused, match="somebody else's"):
        own_temporary()


@UNIX_ONLY
def test_a_link_in_its_place_is_not_followed(temporary: Path, tmp_path: Path) -> None:
    (tmp_path / "trap").mkdir(mode=0o700)
    (temporary / f"reviewtui-{os.getuid()}").symlink_to(tmp_path / "trap")
    with pytest.raises(Refused, match="somebody else's"):
        own_temporary()
