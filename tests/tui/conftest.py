"""Meetings on disk and the form on them, with a language and a size."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewtui import locales
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import Meeting, meeting
from tests.tui.pictures import still as still

Open = Callable[..., ReviewApp]


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Every test begins in English and leaves no language behind."""
    locales.use("en")
    yield
    locales.use("zh")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups go nowhere but here, and no real stick is looked at."""
    monkeypatch.setenv("REVIEWTUI_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("reviewtui.exchange.watch.removable_drives", lambda: [])


@pytest.fixture
def session_of(tmp_path: Path) -> Iterator[Callable[[Meeting], Session]]:
    """Opens a session of a meeting; all are closed afterwards."""
    opened: list[Session] = []

    def make(held: Meeting) -> Session:
        panel, _sheet = held.panel()
        path = tmp_path / f"{len(opened)}.review"
        create_session(path, panel)
        opened.append(Session.open(path))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def form(session_of: Callable[[Meeting], Session]) -> Open:
    """The form of expert 01 on a meeting, in memory of words: form(candidates=3, …)."""

    def make(held: Meeting | None = None, *, expert: str = "01", **words: object) -> ReviewApp:
        return ReviewApp(session_of(held or meeting(**words)), expert)  # type: ignore[arg-type]

    return make
