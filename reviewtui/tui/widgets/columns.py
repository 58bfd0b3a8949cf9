"""Rows set in columns: which columns a width shows, and their lines of exact width.

Pure. A width is a number of cells; a Chinese character takes two of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewtui.locales.width import cell_len, pad, wrap


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        head: Its heading.
        width: Cells, 4 or more; 0 for the last column, which takes the rest.
        right: Numbers stand at its right edge.
        moving: One of the columns that left and right move through.
    """

    head: str
    width: int = 0
    right: bool = False
    moving: bool = False


@dataclass(frozen=True)
class Layout:
    """Columns from left to right; the moving ones stand together, the wrapping one is last.

    Attributes:
        columns: At least one; only the last has width 0.
        least: Fewest cells of the wrapping column before moving columns go out of sight.
    """

    columns: tuple[Column, ...]
    least: int = 24
    moving: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        places = tuple(place for place, column in enumerate(self.columns) if column.moving)
        object.__setattr__(self, "moving", places)

    def room(self, width: int) -> int:
        """How many moving columns a line of `width` cells shows."""
        fixed = sum(column.width + 1 for column in self.columns if self._stays(column))
        left = width - fixed - 1 - (self.least if self.columns[-1].width == 0 else 0)
        shown = 0
        for place in self.moving:
            left -= self.columns[place].width + 1
            if left < 0:
                break
            shown += 1
        return max(shown, min(1, len(self.moving)))

    def _stays(self, column: Column) -> bool:
        return bool(column.width) and not column.moving

    def shown(self, width: int, first: int) -> list[int]:
        """The columns in sight when the moving ones begin with number `first`."""
        window = set(self.moving[first : first + self.room(width)])
        return [
            place
            for place, column in enumerate(self.columns)
            if not column.moving or place in window
        ]

    def _gaps(self, places: Sequence[int]) -> list[int]:
        """Cells after each column in sight; two after the last moving one, for its bracket."""
        gaps = [1 if self.columns[place].width else 0 for place in places]
        moving = [at for at, place in enumerate(places) if self.columns[place].moving]
        if moving:
            gaps[moving[-1]] += 1
        return gaps

    def place(self, cells: Sequence[str], width: int, first: int = 0) -> list[list[str]]:
        """A row as lines of pieces, one piece per column in sight, blank ones included.

        Every line is exactly `width` cells. Columns that wrap make the row taller.
        """
        places = self.shown(width, first)
        widths = [self.columns[place].width for place in places]
        gaps = self._gaps(places)
        spare = max(4, width - sum(widths) - sum(gaps))
        blocks = []
        for place, size, gap in zip(places, widths, gaps, strict=True):
            room = size or spare
            right = self.columns[place].right
            blocks.append(
                [pad(line, room, right=right) + " " * gap for line in wrap(cells[place], room)]
            )
        height = max(len(block) for block in blocks)
        lines = [
            [block[number] if number < len(block) else " " * cell_len(block[0]) for block in blocks]
            for number in range(height)
        ]
        for line in lines:
            line[-1] = pad(line[-1], width - sum(cell_len(piece) for piece in line[:-1]))
        return lines
