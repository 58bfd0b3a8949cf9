"""A secretary's hand on the screens that make a meeting: every key, nothing else."""

from pathlib import Path
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from reviewtui.tui.making import MakingApp
from tests.tui.screen import text

CANDIDATES = "01\t江海智能制造中心（示例）\t江海智造集团\r02\t东泽材料中心（示例）\t东泽大学\r"
EXPERTS = (
    "编号\t姓名\t单位\n０１\t沈知远\t江海大学\n02\t林望舒\t云岭工业大学\n周屿白，东泽大学，研究员\n"
)
POINTS = "10\n10\n5\n10\n10\n１５\n10\n15\n5\n10\n"


class Secretary:
    """Presses keys one after the other and waits until each has done its work."""

    def __init__(self, app: MakingApp, hand: Pilot[Any]) -> None:
        self.app, self.hand = app, hand

    async def press(self, *keys: str) -> "Secretary":
        """Keys by name."""
        for key in keys:
            await self.hand.press(key)
            await self.hand.pause()
        return self

    async def type(self, words: str, *keys: str) -> "Secretary":
        """Text into a field, then keys."""
        for character in words:
            await self.hand.press(character)
        return await self.press(*keys)

    async def paste(self, words: str) -> "Secretary":
        """A bracketed paste, where the focus is."""
        self.app.post_message(Paste(words))
        await self.hand.pause()
        await self.hand.pause()
        return self

    async def settle(self) -> "Secretary":
        """Until the work off the interface thread is done."""
        await self.app.workers.wait_for_complete()
        await self.hand.pause()
        return self

    def sees(self) -> str:
        """The screen."""
        return text(self.app)

    async def begin(self) -> "Secretary":
        """Annual evaluation, no template, the provincial table, title, day, organiser."""
        await self.press("2", "enter", "1", "5")
        await self.type("Annual review", "enter")
        await self.type("２０２６年１２月８日", "enter")
        return await self.type("Office", "enter", "escape")

    async def points(self) -> "Secretary":
        """Source and a pasted column."""
        await self.press("3", "enter", "2", "enter")
        await self.type("Minutes 11", "enter")
        await self.press("down")
        await self.paste(POINTS)
        return await self.press("escape")

    async def people(self) -> "Secretary":
        """Both lists pasted, the first expert in the chair."""
        await self.press("4", "enter", "enter")
        await self.paste(CANDIDATES)
        await self.press("escape", "escape", "5", "enter")
        await self.paste(EXPERTS)
        await self.press("escape", "home", "space", "3")
        return await self.press("escape")

    async def recuse(self) -> "Secretary":
        """The third expert from the second candidate, whose unit is his own."""
        await self.press("6", "enter", "3", "right", "enter", "1")
        return await self.press("escape")

    async def grades(self) -> "Secretary":
        """Two bands with their source."""
        await self.press("8", "enter", "1", "enter")
        await self.type("Minutes 12", "enter")
        await self.press("2", "enter")
        await self.paste("优秀\t９０\n合格\t60")
        return await self.press("escape", "escape")

    async def make(self) -> "Secretary":
        """Check, make, copy the code, go on later."""
        await self.press("9", "enter", "1", "enter", "enter", "2")
        return await self.settle()


def making(folder: Path, **words: Any) -> MakingApp:
    """The application over a folder."""
    return MakingApp(folder, **words)
