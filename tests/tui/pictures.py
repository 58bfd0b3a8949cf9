"""How the picture of a screen is taken: a still clock, keys one after the other, every width."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.screen import SIZES, lines

Snap = Callable[..., bool]
State = tuple[Callable[[Path], Any], tuple[str, ...]]
"""What makes the application in a folder, and the keys that lead to the screen."""

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def sized(name: str, screens: Sequence[str], states: Sequence[str] = ()) -> pytest.MarkDecorator:
    """Every screen at all sizes; what is only a state of one at the smallest and Windows' own."""
    return pytest.mark.parametrize(
        (name, "size"),
        [
            pytest.param(one, size, id=f"{one}-{size[0]}x{size[1]}")
            for one in screens
            for size in (SIZES[:2] if one in states else SIZES)
        ],
    )


@pytest.fixture
def still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hangzhou's clock, a version of the program that does not move the check codes, and
    sticks whose names do not tell of this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setattr("reviewtui.session.meeting.__version__", "0")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def picture(snap: Snap, app: Any, size: tuple[int, int], keys: Sequence[str]) -> None:
    """Press the keys, hold every line to its width in cells, then compare the picture."""

    async def go(hand: Pilot[Any]) -> None:
        await hand.pause()
        for key in keys:
            await hand.press(key)
            await hand.app.workers.wait_for_complete()
            await hand.pause()
        lines(hand.app)

    assert snap(app, terminal_size=size, run_before=go)
    session = getattr(app, "session", None)
    if session is not None:
        session.close()
