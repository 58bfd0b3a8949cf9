"""A table pasted with tabs whose cells were broken over lines, as a page broke them."""

from collections.abc import Sequence

from reviewtui.exchange.table_columns import is_number
from reviewtui.exchange.table_docx import Grid
from reviewtui.exchange.table_head import head_of
from reviewtui.exchange.table_lines import is_note, is_page_mark, is_sum, with_dot
from reviewtui.exchange.table_numbers import Style, split_number


def unbroken(grid: Grid) -> Grid:
    """Every row in its first line, the lines of a broken cell below each other in it.

    Under a header the lines that together have as many cells as it has are one row. Without one,
    a line that begins with a text without a number, and fills up the columns that the one before
    lacks, is the rest of it. The place of a line joined stays empty: lines keep their numbers.
    """
    whole = [_dotted(row) for row in grid]
    head = head_of(whole)
    width = max(map(len, whole), default=0)
    if head is not None and len(whole[head.rows.start]) == width:
        _fill_up(whole, head.rows.stop, width)
        return whole
    begun: int | None = None
    for number, row in enumerate(whole):
        if not any(row) or _stands_alone(row):
            continue
        if begun is not None and _goes_on(whole[begun], row, width):
            whole[begun], whole[number] = _joined(whole[begun], row), []
        else:
            begun = number
    return whole


def _fill_up(whole: Grid, start: int, width: int) -> None:
    """Join each short row below a header with those that make it whole; leave what never is."""
    for number in range(start, len(whole)):
        row = whole[number]
        joined: list[int] = []
        for below in range(number + 1, len(whole)):
            if len(row) >= width or not any(row) or _stands_alone(row):
                break
            rest = whole[below]
            if _stands_alone(rest):
                continue
            if not rest or not rest[0] or _begins(rest) or len(row) + len(rest) - 1 > width:
                break
            row, joined = _joined(row, rest), [*joined, below]
        if joined and len(row) == width:
            whole[number] = row
            for at in joined:
                whole[at] = []


def _joined(row: Sequence[str | None], rest: Sequence[str | None]) -> list[str | None]:
    return [*row[:-1], "\n".join(filter(None, (row[-1], rest[0]))), *rest[1:]]


def _stands_alone(row: Sequence[str | None]) -> bool:
    return len(row) == 1 and is_page_mark(row[0] or "")


def _begins(row: Sequence[str | None]) -> bool:
    """Whether a row cannot be the rest of the one before, by what it begins with."""
    first = row[0] or ""
    numbered = split_number(first)
    apart = is_number(first) or is_sum(first) or is_note(first)
    return apart or (numbered is not None and numbered.style is not Style.ROUND)


def _goes_on(head: Sequence[str | None], row: Sequence[str | None], width: int) -> bool:
    """Whether a row is the rest of the one before: together they have no cell too many."""
    fits = len(head) < width and len(head) + len(row) - 1 <= width
    return fits and bool(row[0]) and split_number(head[-1] or "") is not None and not _begins(row)


def _dotted(row: Sequence[str | None]) -> list[str | None]:
    """The row; a number with a blank behind it is one where the next cell goes on from it."""
    if len(row) < 2 or not row[0] or not row[1]:
        return [*row]
    return [with_dot(row[0], row[1]), *row[1:]]
