"""All actions of a place, found by words in either language; never the only way to any."""

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from reviewtui.locales import _
from reviewtui.locales.width import pad
from reviewtui.tui.actions import Action, Scope, of
from reviewtui.tui.lines import Tone, line
from reviewtui.tui.widgets.lines import Lines

SHOWN = 12
"""Actions in sight."""


class Palette(ModalScreen[Action | None], inherit_bindings=False):
    """Dismissed with the action that was chosen, or None."""

    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    Palette {
        align: center top;
        background: $background 40%;
        & > Input { width: 64; margin-top: 4; border: ascii $primary; background: $surface; }
        & > Lines { width: 64; background: $surface; color: $foreground; }
    }
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.actions = [entry for entry in of(scope) if entry.palette]
        self.found = self.actions
        self.here = 0

    def compose(self) -> ComposeResult:
        """A field and what it finds."""
        field = Input(placeholder=_("Search actions"))
        field.cursor_blink = False
        yield field
        yield Lines(id="found")

    def on_mount(self) -> None:
        """Everything is found by nothing."""
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find by part of the words, in the reader's language or in English."""
        words = event.value.strip().lower()
        self.found = [
            entry
            for entry in self.actions
            if words in entry.words().lower() or words in entry.label.lower()
        ]
        self.here = 0
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter chooses the marked action."""
        event.stop()
        self.dismiss(self.found[self.here] if self.found else None)

    def on_key(self, event: Key) -> None:
        """Arrows move the mark, Esc goes back."""
        moves = {"up": -1, "down": 1}
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in moves:
            self.here = min(max(self.here + moves[event.key], 0), max(len(self.found) - 1, 0))
            self._show()
        else:
            return
        event.stop()
        event.prevent_default()

    def _show(self) -> None:
        top = max(0, min(self.here - SHOWN // 2, len(self.found) - SHOWN))
        lines = [
            line(
                pad(f" {entry.words()}", 64),
                Tone.CURSOR if top + number == self.here else Tone.PLAIN,
            )
            for number, entry in enumerate(self.found[top : top + SHOWN])
        ]
        self.query_one("#found", Lines).show(
            lines or [line(_(" Nothing is called that; Esc goes back"), Tone.WARN)]
        )
