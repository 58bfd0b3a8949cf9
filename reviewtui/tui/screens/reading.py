"""A page to read: lines that scroll, and a way back."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp, Resize

from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Line, line
from reviewtui.tui.widgets.frame import FrameScreen, Head
from reviewtui.tui.widgets.lines import Lines


class ReadingScreen(FrameScreen[None]):
    """Text over the whole screen; arrows and PgUp/PgDn scroll, Esc or Enter goes back."""

    SCOPE = Scope.READING

    DEFAULT_CSS = "ReadingScreen #page { height: 1fr; }"

    def __init__(self, title: str, write: Callable[[int], list[Line]], *, below: str = "") -> None:
        """Prepare the page.

        Args:
            title: What stands in the header.
            below: What stands in the header's second line.
            write: Makes the lines for a width in cells.
        """
        super().__init__()
        self.title_text, self._write, self._below = title, write, below
        self._lines: list[Line] = []
        self._top = 0

    def compose_body(self) -> ComposeResult:
        """One page."""
        yield Lines(id="page")

    def on_resize(self, event: Resize) -> None:
        """Write the page for the new width."""
        del event
        self.head = Head(self.title_text, state=self._below)
        self._lines = self._write(self.app.size.width - 2)
        self._turn_to(self._top)

    @property
    def room(self) -> int:
        """Lines of text in sight."""
        head = len(self.query_one("#head", Lines).lines)
        said = max(len(self.query_one("#said", Lines).lines), 2)
        return max(self.app.size.height - head - said - 2, 1)

    def _turn_to(self, top: int) -> None:
        room = self.room
        self._top = min(max(top, 0), max(len(self._lines) - room, 0))
        shown = self._lines[self._top : self._top + room]
        shown += [line()] * (room - len(shown))
        self.query_one("#page", Lines).show([((" ", spans[0][1]), *spans) for spans in shown])
        rest = len(self._lines) - self._top - room
        self.instruct(
            _("{count} more lines below: Down or PgDn; Esc goes back").format(count=rest)
            if rest > 0
            else _("Esc or Enter goes back")
        )

    def action_up(self) -> None:
        """One line up."""
        self._turn_to(self._top - 1)

    def action_down(self) -> None:
        """One line down."""
        self._turn_to(self._top + 1)

    def action_page_up(self) -> None:
        """One page up."""
        self._turn_to(self._top - self.room + 1)

    def action_page_down(self) -> None:
        """One page down."""
        self._turn_to(self._top + self.room - 1)

    def action_top(self) -> None:
        """The beginning."""
        self._turn_to(0)

    def action_bottom(self) -> None:
        """The end."""
        self._turn_to(len(self._lines))

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self._turn_to(self._top + 3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self._turn_to(self._top - 3)
