"""Lines typed or pasted into a text field, and below it how each one is read."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import TextArea

from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.widgets.frame import FrameScreen, Head
from reviewtui.tui.widgets.lines import Lines


class LinesScreen(FrameScreen[str | None]):
    """Dismissed with the text; each finished line is stored before the next one is begun."""

    SCOPE = Scope.LINES
    AUTO_FOCUS = "TextArea"

    DEFAULT_CSS: ClassVar[str] = """
    LinesScreen TextArea {
        height: 45%; margin: 0 1; padding: 0; background: $surface;
        &, &:focus { border: ascii $primary; }
        & .text-area--cursor-line { background: transparent; }
    }
    LinesScreen #read { height: 1fr; }
    """

    def __init__(
        self,
        title: str,
        instruction: str,
        text: str = "",
        *,
        read: Callable[[str], Sequence[tuple[str, bool]]],
        store: Callable[[str], str] = lambda _text: "",
        unread: Callable[[str], str] = lambda _text: "",
    ) -> None:
        """Prepare the field.

        Args:
            title: What is typed.
            instruction: How, for line 4.
            text: What stands there at first.
            read: How the text is read: a line of words each, and whether it is a doubt.
            store: Stores what is read; gives back why it could not, or "".
            unread: What of the text would be left behind, or "".
        """
        super().__init__()
        self._title, self._said, self._text = title, instruction, text
        self._read, self._store, self._unread = read, store, unread
        self._lines_stored = len(text.splitlines())

    def compose_body(self) -> ComposeResult:
        """The field, and how it is read."""
        field = TextArea(self._text, soft_wrap=True, tab_behavior="focus")
        field.cursor_blink = False
        yield field
        yield Lines(id="read")

    def on_mount(self) -> None:
        """Say how, the caret behind what is written."""
        self.head = Head(self._title)
        self.instruct(self._said)
        self.field.move_cursor(self.field.document.end)
        self._show_read()

    @property
    def field(self) -> TextArea:
        """The text field."""
        return self.query_one(TextArea)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._show_read()
        count = self.field.document.line_count
        if count != self._lines_stored:
            self._lines_stored = count
            self.say(self._store(self.field.text))

    def _show_read(self) -> None:
        """The last lines that were read, newest at the bottom; doubts stand out."""
        shown = self.query_one("#read", Lines)
        room = max(shown.size.height or self.app.size.height * 55 // 100 - 6, 1)
        lines: list[Line] = []
        for text, doubt in self._read(self.field.text):
            tone = Tone.WARN if doubt else Tone.PLAIN
            lines += [line(f"  {part}", tone) for part in wrap(text, self.app.size.width - 4)]
        shown.show(lines[-room:])

    def on_key(self, event: Key) -> None:
        """Only what the field leaves over: the two keys of the key line."""
        if not event.is_printable:
            super().on_key(event)

    def action_save(self) -> None:
        """Store and go back; a line that cannot be read keeps the field open."""
        text = self.field.text
        if left := self._unread(text):
            self.say(_("{what}; Tab leaves without it").format(what=left))
            return
        self._close(text)

    def _close(self, text: str) -> None:
        if trouble := self._store(text):
            self.say(trouble)
        elif self.is_active:
            self.dismiss(text)

    def action_menu(self) -> None:
        """Leave although something cannot be read."""
        items = [
            Item(_("Go on typing"), False),
            Item(_("Leave; what cannot be read is not kept"), True),
        ]

        def take(leave: bool | None) -> None:
            if leave:
                self._close(self.field.text)

        self.app.push_screen(Menu(self._title, items), take)
