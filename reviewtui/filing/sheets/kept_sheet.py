"""The hidden sheet: the record this workbook was laid out from, so that it can be checked."""

import json
from collections.abc import Sequence
from typing import Final

from reviewtui.filing.kept import kept
from reviewtui.filing.model import Entry, Grid
from reviewtui.filing.record import Record
from reviewtui.filing.styles import NOTE

NAME: Final = "reviewtui"
"""Of the sheet, in every language."""
_PIECE: Final = 8_000


def kept_sheet(record: Record, *, detail: bool, informing: Sequence[Entry] = ()) -> Grid:
    """Lay out the sheet: one text in as many cells as it needs, one below the other.

    Args:
        record: What is exported.
        detail: Whether the workbook has a sheet for everybody.
        informing: Its sheets that inform and do not follow from the record.
    """
    grid = Grid(NAME, (60.0,), hidden=True)
    said = kept(record, detail=detail, informing=informing)
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    text = text.replace("_x", "\\u005fx")  # spreadsheets take _x0041_ for a character
    for start in range(0, len(text), _PIECE):
        grid.put(start // _PIECE + 1, 1, text[start : start + _PIECE], NOTE)
    return grid
