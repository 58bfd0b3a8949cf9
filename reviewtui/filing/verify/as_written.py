"""Sheets whose rows are, character for character, those that the program writes, looks aside.

Most workbooks were saved by no other program. Their rows need not be taken apart: that takes
three times as long.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import IO, Final

from reviewtui.filing.model import Grid
from reviewtui.filing.sheet_rows import rows_of
from reviewtui.filing.verify.cells import BadPart, Seen, cells_of

_PIECE: Final = 1 << 18
_MOST_AROUND: Final = 4 * 1024 * 1024
"""Bytes before and after the rows."""
_BEGIN: Final = b"<sheetData>"
_END: Final = b"</sheetData>"
_ROW: Final = b"</row>"
_LOOK: Final = re.compile(rb'(?<=[0-9]" s=")[0-9]+(?=["])')
_PROBE: Final = b'<row r="1"><c r="A1"><v>1</v></c></row>'
_PROBED: Final = Seen(1, 1, "n", "1")


def is_as_written(grid: Grid, file: IO[bytes], strings: Sequence[str]) -> bool:
    """Whether a sheet holds just the rows of a grid, written as the program writes them.

    That a spreadsheet takes them for its cells, and nothing else, is seen from what stands
    around them: with one cell in their place it must read as a sheet of that cell.

    Args:
        grid: As it was laid out.
        file: The sheet's part.
        strings: What its cells share.
    """
    text = _Text(file)
    head = text.until(_BEGIN)
    for row in rows_of(grid, lambda _style, _digits: 0):
        if _LOOK.sub(b"0", text.until(_ROW)) != row.encode():
            return False
    tail = text.rest()
    if not head or not tail.startswith(_END) or len(head) + len(tail) > _MOST_AROUND:
        return False
    try:
        return list(cells_of(BytesIO(head + _PROBE + tail), strings)) == [_PROBED]
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
