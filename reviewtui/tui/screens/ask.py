"""One line of text asked for in the upper half of the screen, where an input method fits."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from reviewtui.locales import _
from reviewtui.tui.lines import Tone, line
from reviewtui.tui.widgets.lines import Lines


class Ask(ModalScreen[str | None], inherit_bindings=False):
    """Dismissed with the text, or None if the person went back."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS: ClassVar[str] = """
    Ask {
        align: center top;
        background: $background 40%;
        & > #ask {
            margin-top: 5; width: 70; max-width: 96%; height: auto; padding: 1 2;
            background: $surface; border: ascii $foreground;
            & > Input { border: ascii $foreground; margin: 1 0; }
        }
    }
    """

    def __init__(self, title: str, note: str = "", text: str = "") -> None:
        """Set out the question.

        Args:
            title: What is asked.
            note: A sentence below it.
            text: What stands in the field at first.
        """
        super().__init__()
        self._title, self._note, self._text = title, note, text

    def compose(self) -> ComposeResult:
        """Question, field, keys."""
        with Vertical(id="ask"):
            yield Lines([line(self._title, Tone.STRONG)])
            yield Input(self._text)
            yield Lines(
                [line(self._note)] * bool(self._note)
                + [line(_("Enter: confirm   Esc: go back"), Tone.DIM)],
                id="keys",
            )

    def on_mount(self) -> None:
        """A field that does not blink is quiet on a slow console."""
        self.query_one(Input).cursor_blink = False

    def on_key(self, event: Key) -> None:
        """Esc goes back; everything else belongs to the field."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.dismiss(event.value.strip())
