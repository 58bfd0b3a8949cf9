"""Pictures of the form at every size and in both languages, against which changes are seen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewtui import locales
from reviewtui.exchange.documents import load_panel
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import ROOT
from tests.tui.screen import SIZES

KEYS = {
    "form": ("8", ".", "5", "enter", "9", "enter", "7"),
    "space": ("8", "enter", "space"),
    "escape": ("8", "enter", "escape"),
    "comment": ("8", "enter", "space", "5"),
    "source": ("8", "enter", "space", "6"),
    "fill": ("8", "enter", "space", "4", "8", "0"),
    "refused": ("1", "1", "enter"),
}


@pytest.fixture
def picture(tmp_path: Path, snap_compare: Any) -> Callable[..., bool]:
    """Compares the screen of expert 07 after some keys with the stored picture."""

    def compare(panel: str, keys: tuple[str, ...], size: tuple[int, int], language: str) -> bool:
        locales.use(language)
        read, _sheet = load_panel(ROOT / "panels" / panel)
        create_session(tmp_path / "picture.review", read)
        app = ReviewApp(Session.open(tmp_path / "picture.review"), "07")

        async def work(pilot: Pilot[None]) -> None:
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            for _wait in range(200):
                if not app.scoring.pending:
                    break
                await pilot.pause(0.01)
            await pilot.pause()

        return bool(snap_compare(app, terminal_size=size, run_before=work))

    return compare


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("panel", ["zj-tic-annual.toml", "zj-tic-annual-rows.toml"])
def test_the_form_looks_as_it_did(
    picture: Callable[..., bool], panel: str, size: tuple[int, int], language: str
) -> None:
    assert picture(panel, KEYS["form"], size, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", ["space", "escape", "comment", "source", "fill", "refused"])
def test_what_opens_over_the_form_looks_as_it_did(
    picture: Callable[..., bool], place: str, language: str
) -> None:
    assert picture("zj-tic-annual-rows.toml", KEYS[place], (80, 24), language)
