"""Items of a table laid into lines of exact width; of a very long one only what is near its
cursor, so that a key press costs the same however many candidates there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewtui.locales.width import pad, wrap
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Layout

REACH: Final = 300
"""Items laid on either side of the cursor."""
NEAR: Final = 100
"""Items that are always laid on either side; more than a screen has lines."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text over the whole width that cannot be chosen.

    Attributes:
        cells: Within how many cells it is known to stand; 0: not known.
    """

    text: str = ""
    tone: Tone = Tone.PLAIN
    indent: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of the rows that follow."""

    layout: Layout


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be chosen.

    Attributes:
        key: What the screen knows it by.
        cells: One text per column of the layout.
        number: What digits find it by; empty if they do not.
        title: Stands on lines of its own above the cells; empty: there are none.
    """

    key: str
    layout: Layout
    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    number: str = ""
    title: str = ""


Item = Words | Heads | Row


class Laid:
    """Lines of items, each with the number of its item.

    Attributes:
        lines: What is laid.
        beyond: Items after the last one that is laid.
    """

    def __init__(self) -> None:
        self.lines: list[tuple[int, list[str]]] = []
        self.beyond = 0
        self._part = 0, 0
        self._laid_for: tuple[int, int, tuple[int, int]] | None = None

    def forget(self) -> None:
        """What was laid is valid no more."""
        self._part, self._laid_for = (0, 0), None

    def lay(self, items: Sequence[Item], at: int | None, width: int, first: int, top: int) -> int:
        """Lay what is near an item; the number of the line that stood at the top.

        Args:
            items: All of them.
            at: Number of the one under the cursor; without one all of them are laid.
            width: Cells of a line.
            first: The first moving column in sight.
            top: The line that stands at the top now.
        """
        start, end = part = self._near(len(items), at)
        if self._laid_for == (width, first, part):
            return top
        moved = self._laid_for is not None and self._laid_for[:2] == (width, first)
        on_top = self.lines[top][0] if moved and top < len(self.lines) else None
        self.lines = [
            (place, pieces)
            for place in range(start, end)
            for pieces in _pieces(items[place], width, first)
        ]
        self._part, self._laid_for, self.beyond = part, (width, first, part), len(items) - end
        if on_top is None:
            return top
        return next((at for at, (place, _pieces) in enumerate(self.lines) if place >= on_top), 0)

    def _near(self, count: int, at: int | None) -> tuple[int, int]:
        if at is None or count <= 2 * REACH:
            return 0, count
        start, end = self._part
        if (start == 0 or start <= at - NEAR) and (end == count or at + NEAR <= end) and at < end:
            return start, end
        return max(0, at - REACH), min(count, at + REACH)


def titles(row: Row, width: int) -> list[str]:
    """The lines above a row's cells."""
    return wrap(row.title, width) if row.title else []


def _pieces(item: Item, width: int, first: int) -> list[list[str]]:
    match item:
        case Words(text, indent=indent, cells=cells) if not text or 0 < cells <= width - indent:
            return [[" " * indent + text]]
        case Words(text, indent=indent):
            return [[" " * indent + part] for part in wrap(text, width - indent)]
        case Heads(layout):
            return layout.place([column.head for column in layout.columns], width, first)
        case Row(_, layout, cells):
            above = [[pad(part, width)] for part in titles(item, width)]
            return [*above, *layout.place(cells, width, first)]
