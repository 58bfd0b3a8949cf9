"""The program as a person runs it: in a folder of its own, with or without a new process."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewtui.__main__ import main
from reviewtui.cli.config import config
from reviewtui.locales import use


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams."""
        return self.out + self.err


Run = Callable[..., Ran]


def _listen() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


HEARS_CTRL_C = None if sys.platform == "win32" else _listen
"""For `preexec_fn`: whoever runs the tests in the background has Ctrl-C ignored, for what the
tests start as well."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own folders, empty; the language is English unless a test says otherwise."""
    home = tmp_path / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("REVIEWTUI_DATA", str(home / "data"))
    monkeypatch.setenv("REVIEWTUI_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("REVIEWTUI_LANG", "en")
    monkeypatch.delenv("REVIEWTUI_DEBUG", raising=False)
    home.mkdir()
    return home


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process; `answers` is what standard input holds."""

    def run_here(*words: object, answers: str = "") -> Ran:
        import io

        config.cache_clear()
        monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
        capsys.readouterr()
        status = main([str(word) for word in words])
        use("zh")
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run_here


@pytest.fixture
def spawn() -> Run:
    """Run a command line in a process of its own, without a terminal."""

    def run_there(*words: object, answers: str = "", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "reviewtui", *map(str, words)],
            input=answers.encode(),
            capture_output=True,
            env=os.environ | environment,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_there
