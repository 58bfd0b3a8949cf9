"""The bare programs that our screens are measured against, each as small as its library allows.

python -m tests.benchmarks.screen_floors hello | input | grid
"""

import sys

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input, Static

ROWS = 43


class Hello(App[None]):
    """One line of text: the least that paints."""

    def compose(self) -> ComposeResult:
        yield Static("HELLO")


class BareInput(App[None]):
    """One Input: the least that takes a digit and shows it."""

    def compose(self) -> ComposeResult:
        field = Input()
        field.cursor_blink = False
        yield field

    def on_mount(self) -> None:
        self.query_one(Input).focus()


class Grid(ScrollView, can_focus=True):
    """43 rows drawn by the line API; a page key shows the next candidate's numbers."""

    candidate = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(78, ROWS)

    def on_key(self, event: Key) -> None:
        if event.key in ("pagedown", "pageup"):
            event.stop()
            self.candidate += 1 if event.key == "pagedown" else -1
            self.refresh()

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        if row >= ROWS:
            return Strip.blank(self.size.width)
        mark = (self.candidate * 7 + row * 3) % 20
        text = f"{row + 1:4}   {mark / 2:5.1f}   HELLO {self.candidate}"
        return Strip([Segment(text.ljust(self.size.width))])


class BareGrid(App[None]):
    """The grid alone."""

    def compose(self) -> ComposeResult:
        yield Grid()

    def on_mount(self) -> None:
        self.query_one(Grid).focus()


if __name__ == "__main__":
    {"hello": Hello, "input": BareInput, "grid": BareGrid}[sys.argv[1]]().run()
