"""A table pasted with tabs whose cells were broken over lines, as a page broke them."""

from collections.abc import Sequence

from reviewtui.exchange.table_columns import is_number
from reviewtui.exchange.table_docx import Grid
from reviewtui.exchange.table_lines import is_note, is_page_mark, is_sum, with_dot
from reviewtui.exchange.table_numbers import split_number


def unbroken(grid: Grid) -> Grid:
    """Every row in its first line, the lines of a broken cell below each other in it.

    A line that begins with a text without a number, and fills up the columns that the one before
    lacks, is the rest of it. Its own place stays empty, so that lines keep their numbers.
    """
    whole = [_dotted(row) for row in grid]
    width = max(map(len, whole), default=0)
    begun: int | None = None
    for number, row in enumerate(whole):
        first = row[0] if row else ""
        if not any(row) or (len(row) == 1 and is_page_mark(first or "")):
            continue
        if begun is not None and first and _goes_on(whole[begun], row, width):
            head = whole[begun]
            whole[begun] = [*head[:-1], f"{head[-1]}\n{first}", *row[1:]]
            whole[number] = []
        else:
            begun = number
    return whole


def _goes_on(head: Sequence[str | None], row: Sequence[str | None], width: int) -> bool:
    """Whether a row is the rest of the one before: together they have no cell too many."""
    last, first = head[-1] or "", row[0] or ""
    apart = is_number(first) or is_sum(first) or is_note(first)
    fits = len(head) < width and len(head) + len(row) - 1 <= width
    return fits and split_number(last) is not None and split_number(first) is None and not apart


def _dotted(row: Sequence[str | None]) -> list[str | None]:
    """The row; a number with a blank behind it is one where the next cell goes on from it."""
    if len(row) < 2 or not row[0] or not row[1]:
        return [*row]
    return [with_dot(row[0], row[1]), *row[1:]]
