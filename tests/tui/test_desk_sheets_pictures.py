"""How the desk's screens for entering sheets look, on the smallest screen and on Windows' own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewtui.locales import use
from reviewtui.session.typed_pass import FIRST, SECOND, TypedPass, keep_pass
from reviewtui.tui.app import ReviewApp
from tests.session.conftest import scored
from tests.tui.desk_day import day
from tests.tui.screen import lines

Snap = Callable[..., bool]
PASSES = {"02": ("张某某",), "03": ("张某某", "李某某")}
"""Whose paper sheets are typed, by whom; the two passes of 03 differ in two places."""
NAME = ("l", "i", "enter")


def at_the_desk(path: Path) -> ReviewApp:
    """One sheet typed once, one typed twice, one ballot handed in."""
    session = day(path)
    for expert, typists in PASSES.items():
        for turn, typist in zip((FIRST, SECOND), typists, strict=False):
            cells = {
                who: {row.code: scored(8) for row in session.sheet.judged(who)}
                for who in session.panel.assigned(expert)
            }
            if turn == SECOND:
                cells["01"] |= {"3": scored(6.5), "7": scored(9)}
            keep_pass(session.meeting, expert, 1, turn, TypedPass(typist, cells, finished=True))
    return ReviewApp(session, None, start="desk")


SCREENS: dict[str, tuple[str, ...]] = {
    "board": (),
    "experts": ("6", "enter"),
    "deeds": ("6", "enter", "1", "enter"),
    "waits": ("6", "enter", "2", "enter", "1"),
    "typing": ("6", "enter", "2", "enter", "1", "1", "enter", *NAME, "7", ".", "5", "enter", "8"),
    "empty": ("6", "enter", "2", "enter", "1", "1", "enter", *NAME, "escape", "1"),
    "comparing": ("6", "enter", "2", "enter", "1", "2", "enter", *NAME),
    "differ": ("6", "enter", "3", "enter", "1"),
    "settle": ("6", "enter", "3", "enter", "1", "1", "enter"),
    "changing": ("6", "enter", "1", "enter", "3", "9", "enter"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=["80x24", "120x30"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(
    snap_compare: Snap, tmp_path: Path, name: str, size: tuple[int, int], language: str
) -> None:
    use(language)
    app = at_the_desk(tmp_path)

    async def go(hand: Pilot[Any]) -> None:
        await hand.pause()
        for key in SCREENS[name]:
            await hand.press(key)
            await hand.app.workers.wait_for_complete()
            await hand.pause()
        lines(hand.app)

    assert snap_compare(app, terminal_size=size, run_before=go)
    app.session.close()
