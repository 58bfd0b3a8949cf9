"""Filling a group: one rate (得分率) or one level for every row that is still empty."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from textual.events import Key

from reviewtui.domain.ballot import Cell
from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.fill import mark_at_rate, read_rate
from reviewtui.domain.rule import Level, Scale
from reviewtui.domain.states import CellState
from reviewtui.domain.typed_mark import normalise, shown_mark
from reviewtui.locales import _
from reviewtui.locales.width import pad, wrap
from reviewtui.tui.box import EMPTY, Box
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.outline import Entry
from reviewtui.tui.screens.boxed import BoxedScreen, boxed
from reviewtui.tui.screens.menu import Item, Menu

if TYPE_CHECKING:
    from textual.screen import Screen

Cells = dict[str, Cell]


def ask_rate(
    screen: "Screen[Any]",
    entries: Sequence[Entry],
    then: Callable[[Cells | None], None],
) -> None:
    """Ask for a rate, or for a level where the rows are judged by level.

    Args:
        entries: The empty rows of the group.
        then: Gets the cells to store, or None if the person went back.
    """
    by_level = [
        entry for entry in entries if entry.row.scale is Scale.LEVELS and entry.code != CONCLUSION
    ]
    by_rate = [entry for entry in entries if entry.row.scale in (Scale.POINTS, Scale.PERCENT)]
    if by_rate:
        screen.app.push_screen(FillScreen(by_rate), then)
    elif by_level:
        _ask_level(screen, by_level, then)
    else:
        then(None)


def _ask_level(
    screen: "Screen[Any]",
    entries: Sequence[Entry],
    then: Callable[[Cells | None], None],
) -> None:
    def answer(level: Level | None) -> None:
        if level is None:
            then(None)
            return
        cell = Cell(CellState.SCORED, level.mark, filled=True)
        then({entry.code: cell for entry in entries})

    codes = " ".join(entry.code for entry in entries)
    notes = [_("{count} empty rows: {codes}").format(count=len(entries), codes=codes)]
    items = [Item(level.name, level) for level in entries[0].row.levels]
    screen.app.push_screen(Menu(_("Fill the group with one level"), items, notes=notes), answer)


class FillScreen(BoxedScreen[Cells]):
    """Asks for a rate in percent and shows, before Enter, which mark every row would get."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = list(entries)
        self.box = EMPTY
        self.trouble = ""

    def pressed(self, event: Key) -> None:
        """Type a rate, confirm it, or go back."""
        self.trouble = ""
        typed = normalise(event.character or "", sign=False)
        if event.key == "escape":
            self.dismiss(None)
            return
        if event.key == "enter":
            self._confirm()
            return
        edits: dict[str, Callable[[Box], Box]] = {
            "backspace": Box.backspace,
            "delete": Box.delete,
            "left": lambda box: box.move(-1),
            "right": lambda box: box.move(1),
        }
        if event.key in edits:
            self.box = edits[event.key](self.box)
        elif typed.kept:
            self.box = self.box.insert(typed.kept)
        else:
            self.trouble = _("Type a rate from 0 to 100 and press Enter, or press Esc to go back")
        self.repaint()

    @property
    def rate(self) -> Fraction | None:
        """The rate in the box as a part of one; None while it is none."""
        return read_rate(self.box.text)

    def cells(self) -> Cells:
        """The cells that the rate in the box would fill."""
        rate = self.rate
        if rate is None:
            return {}
        return {
            entry.code: Cell(CellState.SCORED, mark_at_rate(entry.row, rate), filled=True)
            for entry in self.entries
        }

    def _confirm(self) -> None:
        if self.rate is None:
            self.trouble = _("Type a rate from 0 to 100 and press Enter, or press Esc to go back")
            self.repaint()
        else:
            self.dismiss(self.cells())

    def lines(self) -> list[Line]:
        """The rate, and which mark every row would get."""
        room = min(60, self.app.size.width - 8)
        cells = self.cells()
        shown = [
            f"{entry.code} {shown_mark(mark, entry.row)}"
            for entry in self.entries
            if entry.code in cells and (mark := cells[entry.code].mark) is not None
        ]
        rows = shown or [entry.code for entry in self.entries]
        note = _("{count} empty rows get the same share of their full marks, rounded to the step")
        inner: list[Line] = [
            line(part, Tone.DIM) for part in wrap(note.format(count=len(self.entries)), room)
        ]
        inner.append(
            (
                (_("Rate in percent") + " ", Tone.PLAIN),
                ("[" + pad(self.box.text, 6) + "]", Tone.CURSOR),
                (" %", Tone.PLAIN),
            )
        )
        inner += [line(part) for part in wrap("   ".join(rows), room)]
        if self.trouble:
            inner += [line(part, Tone.WARN) for part in wrap(self.trouble, room)]
        foot = _("Enter fills them, Esc goes back")
        return boxed(_("Fill the group"), inner, foot, room)
