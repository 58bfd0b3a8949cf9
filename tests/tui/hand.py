"""A hand at the keys, which waits for what each of them set going."""

from typing import Any

from textual.pilot import Pilot

from tests.tui.screen import text

Hand = Pilot[Any]


async def press(hand: Hand, *keys: str) -> str:
    """Keys one by one, or none, and time for what they set going; the screen then, every run of
    blanks as one."""
    for key in keys or ("",):
        await hand.press(*filter(None, [key]))
        await hand.app.workers.wait_for_complete()
        await hand.pause()
    return " ".join(text(hand.app).split())
