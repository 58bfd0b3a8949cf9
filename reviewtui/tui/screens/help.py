"""Help where one stands: what the place wants, and every action of it with its keys."""

from typing import TYPE_CHECKING, cast

from reviewtui.locales import N_, _
from reviewtui.locales.width import cell_len, pad, wrap
from reviewtui.tui.actions import Action, Scope, of
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from reviewtui.tui.app import ReviewApp


ENTERING = N_(
    "Type the mark and press Enter or Down. Only these two store it; Esc empties the box. "
    "What an input method sends for digits and points is understood; other text is ignored."
)


class HelpScreen(ReadingScreen):
    """Written from the table of actions, so that it cannot name a key that does nothing."""

    def __init__(self, scope: Scope, said: str) -> None:
        """Prepare help.

        Args:
            scope: The place to explain.
            said: What the instruction line of the place says now.
        """
        self._scope = scope
        super().__init__(_("Help"), self._text, below=said)

    def _text(self, width: int) -> list[Line]:
        lines: list[Line] = []
        if self._scope is Scope.FORM:
            lines += [*(line(part) for part in wrap(_(ENTERING), width)), line()]
        rows = [(self._way(entry), entry) for entry in of(self._scope)]
        column = max(cell_len(way) for way, _entry in rows) + 2
        for way, entry in rows:
            lines += _row(way, entry, column, width)
        return lines

    def _way(self, entry: Action) -> str:
        """How to reach an action: its keys, or its number in a menu."""
        ways = [cast("ReviewApp", self.app).keymap.names(entry)]
        for number, words in ((entry.space, _("Space")), (entry.esc, "Esc")):
            if number:
                digits = f"{number}" if number < 10 else f"0 {number - 10}"
                ways.append(f"{words} {digits}")
        return _(", ").join(filter(None, ways))


def _row(way: str, entry: Action, column: int, width: int) -> list[Line]:
    text = entry.words() + (_(": ") + _(entry.help) if entry.help else "")
    return [
        ((pad(way if not number else "", column), Tone.TITLE), (part, Tone.PLAIN))
        for number, part in enumerate(wrap(text, width - column))
    ]
