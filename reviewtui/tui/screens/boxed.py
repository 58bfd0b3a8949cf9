"""A box of lines over the screen: what menus, lists and short questions have in common."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.geometry import Region
from textual.screen import ModalScreen

from reviewtui.locales.width import cell_len, wrap
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.widgets.frame import hand_on
from reviewtui.tui.widgets.lines import Lines

Answer = TypeVar("Answer")


WIDE: Final = 110
"""Cells from which on a box in the middle leaves number and mark of the rows in sight."""


TOP: Final = 5
"""Lines of header and instruction, which stay in sight."""


class BoxedScreen(ModalScreen[Answer | None], Generic[Answer], inherit_bindings=False):
    """One framed box; dismissed with an answer, or None if the person went back."""

    AUTO_FOCUS = ""
    clear: Region | None = None

    DEFAULT_CSS = """
    BoxedScreen {
        align: center top;
        background: $background 40%;
        & > Lines { width: auto; background: $surface; color: $foreground; }
    }
    """

    def compose(self) -> ComposeResult:
        """One box of lines."""
        yield Lines(id="box")

    def on_mount(self) -> None:
        """Paint the box."""
        self.repaint()

    def on_resize(self) -> None:
        """The box is never wider than the screen."""
        self.repaint()

    def on_paste(self, event: Paste) -> None:
        """Nothing is pasted here."""
        event.stop()

    def on_key(self, event: Key) -> None:
        """Every key ends here; what it does is for the box at hand to say."""
        event.stop()
        event.prevent_default()
        if not hand_on(self, event):
            self.pressed(event)

    def pressed(self, event: Key) -> None:
        """What a key does."""
        raise NotImplementedError

    def lines(self) -> list[Line]:
        """The box as it stands now."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Show the box anew."""
        if self.is_attached and self.app.size.width:
            box = self.query_one("#box", Lines)
            box.show(self.lines())
            narrow = self.app.size.width < WIDE
            self.styles.align_horizontal = "right" if narrow else "center"
            box.styles.margin = (self._top(box), 0, 0, 0)

    def _top(self, box: Lines) -> int:
        """Lines above the box: below what is to stay in sight if it would cover that."""
        free, (width, height) = self.clear, self.app.size
        if free is None or width - box.get_content_width() >= free.right:
            return TOP
        below = free.bottom + len(box.lines) <= height
        return max(TOP, free.bottom) if below else TOP

    @property
    def area(self) -> Region:
        """Where the box stands on the screen."""
        return self.query_one("#box", Lines).region


def boxed(title: str, inner: Sequence[Line], foot: str, room: int) -> list[Line]:
    """Lines of `room` cells in a frame of ASCII characters, a title above, keys below."""
    titles = wrap(title, room - 4)
    return [
        _edge(titles[0], room),
        *(_framed(line(part, Tone.STRONG), room) for part in titles[1:]),
        *(_framed(spans, room) for spans in inner),
        _edge(foot, room),
    ]


def _edge(text: str, room: int) -> Line:
    """A border line `+-- text ---+` around `room` cells."""
    text = wrap(text, room - 4)[0]
    return (
        ("+-- ", Tone.DIM),
        (text, Tone.STRONG),
        (" " + "-" * (room - 3 - cell_len(text)) + "-+", Tone.DIM),
    )


def _framed(spans: Line, room: int) -> Line:
    used = sum(cell_len(text) for text, _tone in spans)
    return (("| ", Tone.DIM), *spans, (" " * (room - used) + " |", Tone.DIM))
