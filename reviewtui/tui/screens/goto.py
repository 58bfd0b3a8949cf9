"""Going to one of many: its number and Enter, or arrows and Enter; Esc goes back."""

from collections.abc import Sequence

from textual.events import Click, Key

from reviewtui.domain.typed_mark import normalise
from reviewtui.locales import _
from reviewtui.locales.width import pad, wrap
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.boxed import BoxedScreen, boxed

MARGINS = 12
"""Lines of the screen that the list leaves free: five above, borders, the last lines."""


class Goto(BoxedScreen[int]):
    """Dismissed with the position of what was chosen, or None."""

    def __init__(self, title: str, names: Sequence[str], here: int = 0) -> None:
        """Set out the list.

        Args:
            names: What can be gone to, in order; numbered from 1.
            here: Position where the cursor stands at first.
        """
        super().__init__()
        self.title_text, self.names, self.here = title, list(names), here
        self.typed = ""
        self._owners: list[int] = []

    def pressed(self, event: Key) -> None:
        """A digit goes to a number; two digits to a longer one; arrows move."""
        digits = normalise(event.character or "", sign=False).kept
        moves = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(self.here)
        elif digits.isdigit():
            self._type(digits)
        else:
            self.typed = ""
            last = len(self.names) - 1
            edges = {"home": 0, "end": last}
            self.here = edges.get(event.key, self.here + moves.get(event.key, 0))
            self.here = min(max(self.here, 0), last)
            self.repaint()

    def on_click(self, event: Click) -> None:
        """A click chooses; beside the list it goes back."""
        box = self.area
        at = event.screen_y - box.y
        if not box.contains(*event.screen_offset):
            self.dismiss(None)
        elif 0 <= at < len(self._owners) and self._owners[at] >= 0:
            self.dismiss(self._owners[at])

    def _type(self, digits: str) -> None:
        self.typed = next(
            (text for text in (self.typed + digits, digits) if 1 <= int(text) <= len(self.names)),
            "",
        )
        if self.typed:
            self.here = int(self.typed) - 1
        self.repaint()

    def lines(self) -> list[Line]:
        """The part of the list in sight, the cursor in its middle."""
        room = min(60, self.app.size.width - 8)
        number_width = len(str(len(self.names)))
        body: list[Line] = []
        owners: list[int] = []
        for number, name in enumerate(self.names):
            parts = wrap(name, room - number_width - 3)
            for part, text in enumerate(parts):
                marker = ">" if number == self.here and not part else " "
                lead = pad(str(number + 1) if not part else "", number_width, right=True)
                tone = Tone.CURSOR if number == self.here else Tone.PLAIN
                body.append(line(pad(f"{marker} {lead} {text}", room), tone))
                owners.append(number)
        height = max(self.app.size.height - MARGINS, 4)
        first = owners.index(self.here)
        top = max(0, min(first - height // 2, len(body) - height))
        self._owners = [-1, *owners[top : top + height], -1]
        foot = _("number, then Enter; Esc goes back")
        shown = body[top : top + height]
        return boxed(self.title_text, shown, foot, room)
