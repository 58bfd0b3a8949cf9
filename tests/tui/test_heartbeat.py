"""The keys stay alive while a result is worked out, explained, drawn and projected."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from textual.pilot import Pilot

from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.session.imported import imported
from tests.tally.workload import bulk
from tests.tui.screen import text

LIMIT: Final = 0.200
"""CPU seconds of the whole program between two beats of the event loop."""
BETWEEN: Final = 0.01
TRIES: Final = 3
"""The machine's other work may come between two beats; the program's own comes every time."""

WALKS: Final = {
    "ranking": ("8", "enter"),
    "behind the order": ("up", "enter", "escape"),
    "behind the count": ("up", "up", "up", "enter", "escape"),
    "explanation": ("down", "down", "down", "down", "enter", "escape"),
    "disagreement": ("space", "8", "1", "enter", "escape", "end", "enter", "escape", "escape"),
    "discussion": ("space", "8", "2", "escape"),
    "without each": ("space", "8", "3", "enter", "escape", "escape"),
    "solidity": ("space", "8", "4", "9", "enter", "escape", "1", "0", "enter", "escape", "escape"),
    "projector": ("space", "7", "1", "space", "3", "1", "escape"),
    "back": ("escape",),
}


@asynccontextmanager
async def beating(longest: list[float]) -> AsyncIterator[None]:
    """Note the longest CPU time between two beats of the event loop."""

    async def beat() -> None:
        before = time.process_time()
        while True:
            await asyncio.sleep(BETWEEN)
            now = time.process_time()
            longest[0] = max(longest[0], now - before)
            before = now

    heart = asyncio.create_task(beat())
    try:
        yield
    finally:
        heart.cancel()


async def walked(hand: Pilot[Any], keys: tuple[str, ...]) -> float:
    """Keys one by one, each answered; the longest stall."""
    longest = [0.0]
    async with beating(longest):
        for key in keys:
            await hand.press(key)
            await hand.app.workers.wait_for_complete()
            await hand.pause()
    return longest[0]


def held(path: Path, experts: int, candidates: int, rows: int) -> Session:
    """A session whose ballots came from another system, open."""
    panel, sheet, marks = bulk(experts, candidates, rows, order="by_indicator")
    return imported(path, panel, sheet, marks)


@pytest.mark.parametrize(
    ("experts", "candidates", "rows"),
    [(9, 40, 43), pytest.param(9, 5_000, 43, marks=pytest.mark.long)],
)
async def test_no_step_of_the_results_room_holds_the_keys_up(
    tmp_path: Path, experts: int, candidates: int, rows: int
) -> None:
    stalls = dict.fromkeys(WALKS, float("inf"))
    with held(tmp_path / "large.review", experts, candidates, rows) as session:
        for _try in range(TRIES):
            app = ReviewApp(session, None, start="desk")
            async with app.run_test(size=(120, 30)) as hand:
                await app.workers.wait_for_complete()
                for name, keys in WALKS.items():
                    stalls[name] = min(stalls[name], await walked(hand, keys))
                    if name == "ranking":
                        assert "n = 9 for every candidate" in text(app)
                assert "DeskScreen" in type(app.screen).__name__
            if max(stalls.values()) <= LIMIT:
                break
    print({name: f"{1000 * longest:.0f} ms" for name, longest in stalls.items()})
    assert {name for name, longest in stalls.items() if longest > LIMIT} == set()
