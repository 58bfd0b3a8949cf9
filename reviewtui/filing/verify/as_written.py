"""Sheets whose rows are, character for character, those that the program writes, looks aside.

Most workbooks were saved by no other program. Their rows need not be taken apart: that takes
three times as long.
"""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import IO, Final

from reviewtui.filing.model import Grid
from reviewtui.filing.sheet_rows import rows_of
from reviewtui.filing.styles import Style, number_format
from reviewtui.filing.verify.cells import Around, BadPart, Seen, cells_of
from reviewtui.filing.verify.formats import same_format
from reviewtui.filing.verify.looks import Look

_PIECE: Final = 1 << 18
_MOST_AROUND: Final = 4 * 1024 * 1024
"""Bytes before and after the rows."""
_BEGIN: Final = b"<sheetData>"
_END: Final = b"</sheetData>"
_ROW: Final = b"</row>"
_PROBE: Final = b'<row r="1"><c r="A1"><v>1</v></c></row>'
_PROBED: Final = Seen(1, 1, "n", "1")


def is_as_written(
    grid: Grid,
    file: IO[bytes],
    strings: Sequence[str],
    look_of: Callable[[int], Look],
    around: Around,
) -> bool:
    """Whether a sheet holds just the rows of a grid, written as the program writes them.

    Which number a look has is read at the first cell of that look, and must hold for all. That
    a spreadsheet takes them for its cells, and nothing else, is seen from what stands around
    them: with one cell in their place it must read as a sheet of that cell.

    Args:
        grid: As it was laid out.
        file: The sheet's part.
        strings: What its cells share.
        look_of: The look of a number.
        around: Shown what stands around the rows.
    """
    text = _Text(file)
    head = text.until(_BEGIN)
    seen = b""

    def look(style: Style, digits: str, address: str) -> int:
        found = re.search(rb'<c r="%s" s="([0-9]{1,9})"' % address.encode(), seen)
        number = int(found[1]) if found else -1
        own = look_of(number)
        same = same_format(own.format, number_format(style, digits)) and not own.hides()
        return number if same else -1

    rows = rows_of(grid, look)
    while seen := text.until(_ROW):
        if seen != next(rows, "").encode():
            return False
    if next(rows, None) is not None:
        return False
    tail = text.rest()
    if not head or not tail.startswith(_END) or len(head) + len(tail) > _MOST_AROUND:
        return False
    try:
        return list(cells_of(BytesIO(head + _PROBE + tail), strings, around)) == [_PROBED]
    except BadPart:
        return False


class _Text:
    """A file read up to marks, a piece at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._held, self._at = file, b"", 0

    def until(self, mark: bytes) -> bytes:
        """What comes next, up to the end of a mark; b"" if it does not come soon."""
        while (found := self._held.find(mark, self._at)) < 0:
            piece = self._file.read(_PIECE)
            self._held, self._at = self._held[self._at :] + piece, 0
            if not piece or len(self._held) > _MOST_AROUND:
                return b""
        start, self._at = self._at, found + len(mark)
        return self._held[start : self._at]

    def rest(self) -> bytes:
        """All that is left, or a little more than should be."""
        return self._held[self._at :] + self._file.read(_MOST_AROUND)
