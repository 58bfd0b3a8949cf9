"""One line of text asked for in the upper half of the screen, where an input method fits."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.tui.lines import Line, Tone, line
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

    def __init__(
        self,
        title: str,
        note: str = "",
        text: str = "",
        *,
        optional: bool = False,
        begun: bool = False,
        check: Callable[[str], str] = lambda _text: "",
        echo: Callable[[str], str] = lambda _text: "",
    ) -> None:
        """Set out the question.

        Args:
            title: What is asked.
            note: A sentence below it.
            text: What stands in the field at first.
            optional: Whether the field may be left empty.
            begun: Whether the text was begun with the key that asks: what is typed next goes on
                from it; otherwise it takes its place.
            check: What is wrong with an answer; "" if nothing is.
            echo: What is shown of the text while it is typed.
        """
        super().__init__()
        self._title, self._note, self._text = title, note, text
        self._optional, self._check, self._echo = optional, check, echo
        self._begun = begun
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Question, field, keys."""
        with Vertical(id="ask"):
            yield Lines([line(part, Tone.STRONG) for part in wrap(self._title, self._room)])
            yield Input(self._text, select_on_focus=not self._begun)
            yield Lines(self._below(self._text), id="keys")

    @property
    def _room(self) -> int:
        return min(70, self.app.size.width * 96 // 100) - 6

    def _below(self, text: str) -> list[Line]:
        trouble = [(self._trouble, Tone.WARN)] if self._trouble else []
        shown = [(self._echo(text), Tone.STRONG), (self._note, Tone.PLAIN), *trouble]
        said = [
            line(part, tone) for words, tone in shown if words for part in wrap(words, self._room)
        ]
        keys = _("Enter: confirm   Esc: go back")
        if self._optional:
            keys = _("Enter: confirm, may be left empty   Esc: go back")
        return [*said, line(keys, Tone.DIM)]

    def on_mount(self) -> None:
        """A field that does not blink is quiet on a slow console."""
        self.query_one(Input).cursor_blink = False

    def on_key(self, event: Key) -> None:
        """Esc goes back; everything else belongs to the field."""
        if event.key == "escape":
            event.stop()
            self._answer(None)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._trouble = ""
        self.query_one("#keys", Lines).show(self._below(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if text or self._optional:
            self._trouble = self._check(text)
        else:
            self._trouble = _("Type it first, then press Enter; Esc goes back")
        if self._trouble:
            self.query_one("#keys", Lines).show(self._below(event.value))
        else:
            self._answer(text)

    def _answer(self, text: str | None) -> None:
        """Close once: a second Enter on its way would close the page beneath, too."""
        if self.is_active:
            self.dismiss(text)
