"""The portable folder, built once: read-only, on a path that nobody would choose.

`REVIEWTUI_PORTABLE` names one that is built already.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.meeting import ROOT

WINDOWS = sys.platform == "win32"
KEPT_ON_WINDOWS = ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "TEMP", "TMP")
"""Without these no program starts there at all."""


@dataclass(frozen=True)
class Portable:
    """The folder, and how a person without anything else starts it."""

    folder: Path

    @property
    def start(self) -> list[str]:
        """What begins a command line."""
        if WINDOWS:
            return ["cmd", "/c", str(self.folder / "reviewtui.cmd")]
        return ["/bin/sh", str(self.folder / "reviewtui")]

    @property
    def python(self) -> list[str]:
        """The interpreter inside, as the start file calls it."""
        top = self.folder / "python"
        if WINDOWS:
            return [str(top / "python.exe"), "-I", "-B", "-X", "utf8"]
        (binary,) = (top / "bin").iterdir()
        return ["env", f"LD_LIBRARY_PATH={top / 'lib'}", str(binary), "-I", "-B", "-X", "utf8"]

    def run(
        self,
        *words: object,
        answers: str = "",
        env: dict[str, str] | None = None,
        start: list[str] | None = None,
        status: int = 0,
        cwd: Path | None = None,
        user: int | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command with an empty environment; its status is asserted."""
        done = subprocess.run(
            [*(start or self.start), *map(str, words)],
            input=answers,
            env=bare(**(env or {})),
            cwd=cwd,
            user=user,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done


def bare(**more: str) -> dict[str, str]:
    """An environment with nothing in it but what is given."""
    kept = {name: os.environ[name] for name in KEPT_ON_WINDOWS if name in os.environ}
    return (kept if WINDOWS else {}) | more


def homes(place: Path) -> dict[str, str]:
    """The folders of an account, below `place`."""
    if WINDOWS:
        return {"USERPROFILE": str(place), "LOCALAPPDATA": str(place), "REVIEWTUI_DATA": str(place)}
    return {f"XDG_{name}_HOME": str(place / name) for name in ("DATA", "STATE", "CONFIG")}


def contents(folder: Path) -> dict[str, str]:
    """Every path below a folder with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        )
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="session")
def room() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own belongs to one alone."""
    folder = Path(tempfile.mkdtemp(prefix="reviewtui-portable-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def portable(room: Path) -> Iterator[Portable]:
    """The folder; whatever a test does with it, at the end it is as it was."""
    place = room / "U盘 一号" / "评审 会&议(示例)"
    place.mkdir(parents=True)
    built = os.environ.get("REVIEWTUI_PORTABLE")
    if built:
        shutil.copytree(built, place / "reviewtui")
    else:
        subprocess.run(
            [sys.executable, str(ROOT / ".ci" / "portable.py"), "-o", str(room / "built")],
            check=True,
        )
        shutil.move(room / "built" / "reviewtui", place / "reviewtui")
    folder = place / "reviewtui"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(path.stat().st_mode & 0o555)
    if not WINDOWS:
        folder.chmod(0o555)
    before = contents(folder)
    yield Portable(folder)
    assert contents(folder) == before
