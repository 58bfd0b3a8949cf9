"""A table: rows with a cursor, words between them, columns that move aside.

It shows what it is given and says what was chosen; it computes nothing.
"""

from collections.abc import Callable, Sequence
from typing import Final

from textual import events
from textual.message import Message

from reviewtui.locales import _
from reviewtui.locales.width import pad
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.widgets.laid import Heads as Heads
from reviewtui.tui.widgets.laid import Item as Item
from reviewtui.tui.widgets.laid import Laid, titles
from reviewtui.tui.widgets.laid import Row as Row
from reviewtui.tui.widgets.laid import Words as Words
from reviewtui.tui.widgets.lines import Lines

MARGIN: Final = 3
"""Cells left of every line; the cursor stands in them."""


class Table(Lines, can_focus=True):
    """Items from top to bottom, always with the chosen row in sight."""

    DEFAULT_CSS = """
    Table { height: 1fr; }
    """

    class Pointing(Message):
        """A message about the row and the moving column under the cursor."""

        def __init__(self, table: "Table") -> None:
            super().__init__()
            self.table, self.key, self.column = table, table.key, table.column

        @property
        def control(self) -> "Table":
            """The table, for `@on` with a selector."""
            return self.table

    class Moved(Pointing):
        """The cursor stands on another row or column, or a digit was typed."""

    class Unmatched(Message):
        """A digit was typed that begins no row's number."""

        def __init__(self, typed: str, *, numbered: bool) -> None:
            super().__init__()
            self.typed, self.numbered = typed, numbered

    class Chosen(Pointing):
        """A row was chosen with Enter or the mouse; `column` is its moving column, if any."""

    def __init__(self, items: Sequence[Item] = (), *, id: str | None = None) -> None:  # noqa: A002  the framework's word
        super().__init__(id=id)
        self._items: tuple[Item, ...] = tuple(items)
        self._rows: list[int] = []
        self._at = 0
        self._column = 0
        self._first = 0
        self._top = 0
        self._follow = True
        self._seen = False
        self._typed = ""
        self._page = Laid()
        self.show_items(items)

    def show_items(self, items: Sequence[Item], *, key: str | None = None) -> None:
        """Show other items; the cursor goes to `key`, or stays with the key it is on."""
        wanted = key if key is not None else self.key
        self._items = tuple(items)
        self._rows = [place for place, item in enumerate(items) if isinstance(item, Row)]
        keys = [self._row(number).key for number in range(len(self._rows))]
        if wanted not in keys:
            self._top = 0
        self._at = keys.index(wanted) if wanted in keys else 0
        self._column = min(self._column, max(0, len(self._moving) - 1))
        self._typed = ""
        self._follow = True
        self._seen = False
        self._page.forget()
        self._repaint()

    @property
    def key(self) -> str:
        """Key of the row under the cursor; empty if there is none."""
        return self._row(self._at).key if self._rows else ""

    @property
    def column(self) -> int | None:
        """The moving column under the cursor, counted from 0; None if there is none."""
        return self._column if self._moving else None

    @property
    def pointing(self) -> bool:
        """Whether the row under the cursor is marked."""
        return True

    @property
    def typed(self) -> str:
        """Digits typed so far towards a row's number."""
        return self._typed

    def move_to(self, key: str, column: int = 0) -> None:
        """Put the cursor on a row, and on one of its moving columns."""
        for number in range(len(self._rows)):
            if self._row(number).key == key:
                self._column = column
                self._go(number)
                return

    def _row(self, number: int) -> Row:
        row = self._items[self._rows[number]]
        assert isinstance(row, Row)
        return row

    @property
    def _moving(self) -> tuple[int, ...]:
        return self._row(self._at).layout.moving if self._rows else ()

    def move(self, step: int) -> None:
        """One row up or down; beyond the last one the words around it come into sight."""
        if self._rows and 0 <= self._at + step < len(self._rows):
            self._go(self._at + step)
        else:
            self._scroll(step)

    def turn(self, direction: int) -> None:
        """As many rows as fit on the screen."""
        if not self._rows:
            self._scroll(direction * max(1, self._height))
            return
        number, height = self._at, 0
        while 0 <= number + direction < len(self._rows):
            height += len(self._lines_of(number + direction))
            if height >= self._height and number != self._at:
                break
            number += direction
        self._go(number)
        if number in (0, len(self._rows) - 1):
            self._scroll(direction * len(self._laid))

    def look(self, direction: int) -> None:
        """As many lines as fit on the screen; the cursor stays where it is."""
        self._scroll(direction * self._height)

    @property
    def fits(self) -> bool:
        """Whether everything is in sight."""
        return len(self._laid) <= self.size.height

    def go_to_end(self, direction: int) -> None:
        """The first or the last row, with the words before or after it."""
        if self._rows:
            self._go(0 if direction < 0 else len(self._rows) - 1)
        self._scroll(direction * len(self._laid))

    def move_aside(self, step: int) -> None:
        """One moving column to the left or right."""
        if self._moving:
            self._column = max(0, min(len(self._moving) - 1, self._column + step))
            self._go(self._at)

    def choose(self) -> None:
        """Say that the row under the cursor is chosen."""
        self._typed = ""
        if self._rows:
            self.post_message(self.Chosen(self))

    def on_key(self, event: events.Key) -> None:
        """Move, choose, or go to the row of a number; other keys go to the screen."""
        moves: dict[str, Callable[[], None]] = {
            "up": lambda: self.move(-1),
            "down": lambda: self.move(1),
            "left": lambda: self.move_aside(-1),
            "right": lambda: self.move_aside(1),
            "pageup": lambda: self.turn(-1),
            "pagedown": lambda: self.turn(1),
            "home": lambda: self.go_to_end(-1),
            "end": lambda: self.go_to_end(1),
            "enter": self.choose,
        }
        character = event.character or ""
        if event.key in ("left", "right") and not self._moving:
            return
        if event.key in moves:
            moves[event.key]()
        elif character.isdecimal():
            self._type(str(int(character)))
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
            self._said()
        else:
            return
        event.stop()
        event.prevent_default()

    def _type(self, digit: str) -> None:
        numbers = [self._row(number).number.lstrip("0") for number in range(len(self._rows))]
        for typed in (self._typed + digit, digit):
            wanted = typed.lstrip("0")
            if any(number and number.startswith(wanted) for number in numbers):
                break
        else:
            self.post_message(self.Unmatched(self._typed + digit, numbered=any(numbers)))
            return
        if wanted in numbers:
            self._go(numbers.index(wanted), typed)
        else:
            self._typed = typed
            self._said()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the row under the cursor it chooses."""
        number = self._top + event.y
        if not 0 <= number < len(self._laid) or self._laid[number][0] not in self._rows:
            return
        row = self._rows.index(self._laid[number][0])
        if row == self._at:
            self.choose()
        else:
            self._go(row)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """One row down."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """One row up."""
        event.stop()
        self.move(-1)

    def on_resize(self) -> None:
        """Lay the items out for the new width."""
        self._page.forget()
        self._see()
        self._repaint()

    def _go(self, number: int, typed: str = "") -> None:
        self._at, self._typed = number, typed
        self._follow = True
        self._see()
        self._said()

    def _said(self) -> None:
        self._repaint()
        self.post_message(self.Moved(self))

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def _scroll(self, lines: int) -> None:
        self._follow = False
        self._top = max(0, min(len(self._laid) - self._height, self._top + lines))
        self._repaint()

    @property
    def _height(self) -> int:
        """Lines for items; where they do not fit, the last line tells what is below."""
        return max(1, self.size.height - (len(self._laid) > self.size.height))

    def _lines_of(self, number: int) -> list[int]:
        """The lines of the row of that number."""
        return [at for at, (item, _) in enumerate(self._laid) if item == self._rows[number]]

    def _see(self) -> None:
        """Bring the row and the column under the cursor into sight."""
        self._seen = True
        if self._moving:
            room = self._row(self._at).layout.room(self.size.width - MARGIN)
            self._first = min(max(self._first, self._column - room + 1), self._column)
        self._lay()
        own = self._lines_of(self._at) if self._rows and self._follow else []
        if own:
            before = 0 if self._at == 0 and own[-1] < self._height else own[0]
            if before < self._top:
                self._top = before
            elif own[-1] >= self._top + self._height:
                self._top = min(own[0], own[-1] - self._height + 1)
        self._top = max(0, min(self._top, len(self._laid) - self._height))

    @property
    def _laid(self) -> list[tuple[int, list[str]]]:
        """Lines, each with the number of its item; also before they are first drawn."""
        if not self._seen:
            self._see()
        return self._page.lines

    def _lay(self) -> None:
        width = self.size.width - MARGIN
        if width >= 4:
            at = self._rows[self._at] if self._rows else None
            self._top = self._page.lay(self._items, at, width, self._first, self._top)

    def line_at(self, y: int) -> Line:
        """What stands on a line of the screen: an item, or how much is out of sight."""
        below = len(self._laid) - self._top - self._height
        if len(self._laid) > self.size.height and y == self.size.height - 1:
            return line(self._beyond(below), Tone.DIM)
        number = self._top + y
        if number >= len(self._laid):
            return ()
        place, pieces = self._laid[number]
        item = self._items[place]
        if isinstance(item, Row) and place == self._rows[self._at] and self.pointing:
            own = next(back for back in range(number + 2) if self._place_of(number - back) != place)
            return self._current(item, pieces, own - 1)
        tone = Tone.STRONG if isinstance(item, Heads) else item.tone
        return ((" " * MARGIN, Tone.PLAIN), *((piece, tone) for piece in pieces))

    def _beyond(self, lines: int) -> str:
        """How much is out of sight; of a very long table at least so much."""
        if self._page.beyond:
            text = _("more than {count} lines below").format(count=lines + self._page.beyond)
        elif lines:
            text = _("{count} more lines below").format(count=lines)
        else:
            return ""
        return " " * MARGIN + text

    def _place_of(self, number: int) -> int:
        """Which item stands on a laid line; -1 above the first."""
        return self._laid[number][0] if number >= 0 else -1

    def _current(self, row: Row, pieces: list[str], number: int) -> Line:
        """A line of the row under the cursor; `number` counts its lines from 0."""
        mark = (pad(" >" if not number else "", MARGIN), Tone.STRONG)
        above = len(titles(row, self.size.width - MARGIN))
        if number < above:
            return (mark, *((piece, Tone.STRONG) for piece in pieces))
        if not row.layout.moving:
            return (mark, *((piece, Tone.CURSOR) for piece in pieces))
        shown = row.layout.shown(self.size.width - MARGIN, self._first)
        under = shown.index(row.layout.moving[self._column])
        return (
            mark,
            *(
                (_framed(piece), Tone.CURSOR)
                if place == under and number == above
                else (piece, row.tone)
                for place, piece in enumerate(pieces)
            ),
        )


def _framed(piece: str) -> str:
    """The piece in brackets where its edges are blank, so that it is seen without colour."""
    text = piece.strip()
    if not text or piece[0] != " " or piece[-1] != " ":
        return piece
    before, after = piece.split(text, 1)
    return f"{before[1:]}[{text}]{after[1:]}"
