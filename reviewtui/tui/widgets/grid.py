"""The score grid: rows of code, full mark, mark and title, painted line by line.

It shows what it is given and knows where the caret is; keys go to the form, which decides.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Offset, Region
from textual.message import Message

from reviewtui.locales import _
from reviewtui.locales.width import cell_len, pad, wrap
from reviewtui.tui.box import EMPTY, Box
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.widgets.lines import Lines

BOX = 6
"""Cells inside the brackets; a state in words takes the brackets' cells, too."""


class GridRow(NamedTuple):
    """One row as it is shown.

    Attributes:
        mark: A stored mark; shown at the right of its column.
        words: States in words; each stands on a line of its own in the mark column.
        open: Whether there is a box to type into.
    """

    code: str
    full: str
    title: str
    mark: str = ""
    words: tuple[str, ...] = ()
    open: bool = True
    tone: Tone = Tone.PLAIN


class Shape(NamedTuple):
    """Widths of the columns before the titles, and the heads above them."""

    code: int
    full: int
    heads: tuple[str, str, str, str]

    @property
    def title_at(self) -> int:
        """Cells before the title."""
        return 1 + self.code + 1 + self.full + 1 + BOX + 2 + 1

    def height(self, rows: Sequence[GridRow], width: int) -> int:
        """Lines that rows take at a width, the head included."""
        head = len(_wrapped(self.heads[3], width - self.title_at - 1))
        return head + sum(len(self.body(row, width)) for row in rows)

    @property
    def lead(self) -> str:
        """The heads before that of the titles."""
        code, full, mark, _title = self.heads
        left = f" {pad(code, self.code, right=True)} {pad(full, self.full, right=True)} "
        return left + pad(pad(mark, BOX + 1, right=True), BOX + 2) + " "

    def head(self, width: int) -> list[Line]:
        """The line (or lines, if the last head is long) above the rows."""
        parts = _wrapped(self.heads[3], width - self.title_at - 1)
        return [
            line((self.lead if not number else " " * self.title_at) + part, Tone.DIM)
            for number, part in enumerate(parts)
        ]

    def body(self, row: GridRow, width: int) -> list[tuple[str, str, str]]:
        """A row's lines as (before the mark, in the mark column, title)."""
        titles = _wrapped(row.title, width - self.title_at - 1)
        words = row.words or (pad(row.mark, BOX + 1, right=True),)
        lead = f"{pad(row.code, self.code, right=True)} {pad(row.full, self.full, right=True)} "
        count = max(len(titles), len(words))
        return [
            (
                lead if not number else " " * cell_len(lead),
                pad(words[number], BOX + 2, right=bool(row.words))
                if number < len(words)
                else " " * (BOX + 2),
                titles[number] if number < len(titles) else "",
            )
            for number in range(count)
        ]


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    return tuple(wrap(text, width))


class ScoreGrid(Lines):
    """The rows of one group, or of the whole sheet; the box stands in the cursor's row."""

    DEFAULT_CSS = "ScoreGrid { width: 1fr; height: 1fr; }"

    class Pointed(Message):
        """The mouse pointed at a row."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Scrolled(Message):
        """The wheel turned, one row up (-1) or down (1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  the framework's word
        super().__init__(id=id)
        self.rows: tuple[GridRow, ...] = ()
        self.cursor = 0
        self.box: Box = EMPTY
        self.shape = Shape(2, 4, ("", "", "", ""))
        self.foot: tuple[str, ...] = ()
        self._room = (0, 0)
        self._top = 0
        self._owners: list[int] = []

    def fill(
        self,
        shape: Shape,
        rows: Sequence[GridRow],
        cursor: int,
        size: tuple[int, int],
        foot: Sequence[str] = (),
    ) -> None:
        """Show rows with the cursor on one of them; what has not changed is not painted.

        Args:
            size: Columns and lines the grid has, or will have after the next layout.
            foot: Lines below the rows, shown if there is room.
        """
        self.shape, self.rows, self.cursor = shape, tuple(rows), cursor
        self.foot = tuple(foot)
        self._room = size
        self._lay_out()

    def type(self, box: Box) -> None:
        """Show another text in the box."""
        self.box = box
        at = self._cursor_line()
        if at is not None:
            self.lines[at] = self._row_lines(self.cursor)[0]
            self.repaint(at)
            self._park_caret(at)

    def on_resize(self) -> None:
        """The box stands elsewhere on the screen."""
        at = self._cursor_line()
        if at is not None:
            self._park_caret(at)

    def on_click(self, event: Click) -> None:
        """Tell the form which row was pointed at."""
        if event.y < len(self._owners) and self._owners[event.y] >= 0:
            self.post_message(self.Pointed(self._owners[event.y]))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.post_message(self.Scrolled(1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.post_message(self.Scrolled(-1))

    def _lay_out(self) -> None:
        width, height = self._room
        head = self.shape.head(width)
        body: list[Line] = []
        owners: list[int] = []
        for number in range(len(self.rows)):
            lines = self._row_lines(number)
            body += lines
            owners += [number] * len(lines)
        room = height - len(head)
        self._scroll(owners, room)
        shown = body[self._top : self._top + room]
        self._owners = [-1] * len(head) + owners[self._top : self._top + room]
        below = len(body) - self._top - len(shown)
        if self._top or below > 0:
            head[-1] = self._with_more(head[-1], width)
        spare = room - len(shown)
        foot = [line(part, Tone.DIM) for part in self.foot]
        self.show([*head, *shown, *foot[:spare], *[line()] * max(0, spare - len(foot))])
        at = self._cursor_line()
        if at is not None:
            self._park_caret(at)

    def _scroll(self, owners: list[int], room: int) -> None:
        """Keep the cursor's row and one row on either side of it in sight."""
        if len(owners) <= room or room < 1:
            self._top = 0
            return
        first = owners.index(max(self.cursor - 1, 0))
        after = min(self.cursor + 1, len(self.rows) - 1)
        last = len(owners) - 1 - owners[::-1].index(after)
        self._top = max(min(self._top, first), last - room + 1)
        self._top = min(max(self._top, 0), len(owners) - room)
        own = owners.index(self.cursor)
        if not self._top <= own < self._top + room:
            self._top = own

    def _with_more(self, head: Line, width: int) -> Line:
        """The head with where one stands, because not all rows are in sight."""
        text = "".join(part for part, _tone in head).rstrip()
        more = _("{number} of {count}").format(number=self.cursor + 1, count=len(self.rows))
        gap = width - 2 - cell_len(text) - cell_len(more)
        if gap > 1:
            return line(f"{text}{' ' * gap}{more}", Tone.DIM)
        return line(self.shape.lead + more, Tone.DIM)

    def _row_lines(self, number: int) -> list[Line]:
        row, here = self.rows[number], number == self.cursor
        lines: list[Line] = []
        for part, (lead, mark, title) in enumerate(self.shape.body(row, self._room[0])):
            marker = ">" if here and not part else " "
            tone = Tone.STRONG if here else row.tone
            middle: Line = ((mark, row.tone),)
            if here and not part:
                middle = self._boxed(row, mark)
            lines.append(((marker + lead, tone), *middle, (" " + title, tone)))
        return lines

    def _boxed(self, row: GridRow, mark: str) -> Line:
        """The mark column of the cursor's row: the box, its text and its caret."""
        if not row.open:
            return ((mark, Tone.STRONG),)
        if not self.box:
            if row.words:
                return ((mark, Tone.CURSOR),)
            return (("[" + pad(row.mark, BOX, right=True) + "]", Tone.CURSOR),)
        before, after = self.box.text[: self.box.caret], self.box.text[self.box.caret :]
        at = after[:1] or " "
        rest = pad(after[1:], BOX - len(before) - 1)
        if len(before) >= BOX:
            return (("[" + before, Tone.CURSOR), ("]", Tone.CARET))
        return (
            ("[" + before, Tone.CURSOR),
            (at, Tone.CARET),
            (rest + "]", Tone.CURSOR),
        )

    @property
    def cursor_area(self) -> Region | None:
        """Code, full mark and box of the cursor's row, in cells of the screen."""
        at = self._cursor_line()
        x, y = self.content_region.offset
        return None if at is None else Region(x, y + at, self.shape.title_at, 1)

    def _cursor_line(self) -> int | None:
        """Where the box is; None while the rows have no room yet."""
        return self._owners.index(self.cursor) if self.cursor in self._owners else None

    def _park_caret(self, at: int) -> None:
        """Put the terminal's cursor into the box: input methods open their window there."""
        x = self.shape.title_at - BOX - 2 + self.box.caret
        self.app.cursor_position = self.content_region.offset + Offset(x, at)
