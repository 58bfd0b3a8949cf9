"""A table of cells: from Word, from a workbook, from CSV; merged cells, several rows in a cell."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reviewtui.exchange.meeting_cells import one_line
from reviewtui.exchange.meeting_words import plain
from reviewtui.exchange.table_columns import LEVELS, Use, guessed, use_of, uses_words
from reviewtui.exchange.table_docx import Grid
from reviewtui.exchange.table_draft import Draft, Found
from reviewtui.exchange.table_lines import is_note, is_page_mark, is_sum, title_in
from reviewtui.exchange.table_numbers import Style, narrow, split_number
from reviewtui.locales import _

Texts = list[str | None]


_DECIMAL_CODE: Final = re.compile(r"\d{1,3}(\.\d{1,3}){0,3}")


class _Head(NamedTuple):
    """The header of a table: its row and what each column is for."""

    row: int
    uses: dict[int, Use]


def headed(grid: Grid) -> bool:
    """Whether a grid has a header that names an indicator column."""
    return _head(grid) is not None


def read_grid(grid: Grid, found: Found, name: str, lines: Sequence[int] = ()) -> None:
    """Add the rows of a grid to what was found.

    Args:
        grid: Its cells; None continues the one above.
        found: Added to.
        name: What the grid is called in notes; "" where there is only one.
        lines: In which line of a text each row begins; empty: rows are called by their place.
    """
    _GridReader(grid, found, name, lines).read()


def _head(grid: Grid) -> _Head | None:
    for row, cells in enumerate(grid[:20]):
        uses: dict[int, Use] = {}
        for column, text in enumerate(cells):
            use = use_of(text or "")
            if use is not None and use not in uses.values():
                uses[column] = use
        if set(uses.values()) & set(LEVELS) and len(uses) >= 2:
            return _Head(row, uses)
    return None


class _GridReader:
    """One walk over a grid."""

    def __init__(self, grid: Grid, found: Found, name: str, lines: Sequence[int]) -> None:
        self.grid, self.found, self.name, self.lines = grid, found, name, lines
        self.head = _head(grid) or _Head(-1, self._guessed())
        self.columns = {use: column for column, use in self.head.uses.items()}
        self.levels = [use for use in LEVELS if use in self.columns]
        self.last: dict[Use, str] = {}

    def _guessed(self) -> dict[int, Use]:
        """Without a header: what each column must be, by what stands in it."""
        uses = guessed(self.grid)
        self.found.notes.doubts.append(
            _("{where}: no header names the columns; they were taken as {columns}").format(
                where=self.name or _("the table"), columns=uses_words(uses)
            )
        )
        return uses

    def read(self) -> None:
        """Take every row below the header; above it stands the title, if any."""
        head = max(self.head.row, 0)
        above = [one_line("\n".join(filter(None, cells))) for cells in self.grid[:head]]
        self.found.title = self.found.title or title_in(above)
        for number, text in enumerate(above, 1):
            if text and text != self.found.title:
                self._drop(number, _("before the first row: “{text}”").format(text=text[:40]))
        for number, cells in enumerate(self.grid[self.head.row + 1 :], self.head.row + 2):
            texts = [text or "" for text in cells]
            whole = one_line("\n".join(filter(None, texts)))
            if not whole:
                continue
            if self._is_header(texts):
                self._drop(number, _("repeated heading"))
            elif is_page_mark(whole):
                self._drop(number, _("page mark “{text}”").format(text=whole))
            elif is_sum(whole) or any(is_sum(text) for text in texts[:2] if text):
                self._drop(number, _("sum “{text}”").format(text=whole[:40]))
            elif is_note(whole):
                self.found.note += narrow(whole)
            else:
                self._row(number, cells)

    def _where(self, number: int) -> str:
        if self.lines:
            return _("line {line}").format(line=self.lines[number - 1])
        row = _("row {number}").format(number=number)
        return f"{self.name} {row}".strip()

    def _drop(self, number: int, what: str) -> None:
        self.found.notes.dropped.append(
            _("{where}: {what}").format(where=self._where(number), what=what)
        )

    def _is_header(self, texts: Sequence[str]) -> bool:
        return self.head.row >= 0 and any(
            column < len(texts) and plain(texts[column]) == plain(self._heading(column))
            for use, column in self.columns.items()
            if use in LEVELS
        )

    def _heading(self, column: int) -> str:
        return self.grid[self.head.row][column] or ""

    def _cell(self, cells: Texts, use: Use) -> str | None:
        column = self.columns.get(use)
        return cells[column] if column is not None and column < len(cells) else ""

    def _row(self, number: int, cells: Texts) -> None:
        index = narrow((self._cell(cells, Use.INDEX) or "").strip())
        for depth, use in enumerate(self.levels, 1):
            text = self._cell(cells, use)
            if not text or (use is not self.levels[-1] and self.last.get(use) == text):
                continue
            for below in self.levels[depth:]:
                self.last.pop(below, None)
            self.last[use] = text
            parts = list(_rows_in(text))
            if len(parts) == 1 and "\n" in text:
                self._tell_joined(number, text, parts[0])
            deepest = use is self.levels[-1] or not any(
                self._cell(cells, later) for later in self.levels[depth:]
            )
            for part in parts:
                one = index if deepest and len(parts) == 1 else ""
                self._add(number, depth, part, one, cells if deepest else [])

    def _tell_joined(self, number: int, text: str, title: str) -> None:
        self.found.notes.joined.append(
            _("{where}: {count} lines are one title: “{title}”").format(
                where=self._where(number), count=text.count("\n") + 1, title=title
            )
        )

    def _add(self, number: int, depth: int, text: str, index: str, cells: Texts) -> None:
        numbered = split_number(text)
        title, own, whole = narrow(text), "", False
        if numbered is not None:
            title, own = numbered.rest, numbered.number
            whole = numbered.style is Style.DECIMAL
        elif _DECIMAL_CODE.fullmatch(index) and (
            index.count(".") == depth - 1 and (depth > 1 or len(self.levels) == 1)
        ):
            own, whole = index, "." in index
        self.found.drafts.append(
            Draft(
                depth,
                title,
                own,
                whole,
                guidance=one_line(narrow(self._cell(cells, Use.GUIDANCE) or "")),
                points=one_line(narrow(self._cell(cells, Use.POINTS) or "")),
                where=self._where(number),
            )
        )


def _rows_in(text: str) -> Iterator[str]:
    """The rows in a cell: as many as it has numbered lines; else its lines are one title."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    begun: list[list[str]] = []
    for line in lines:
        if split_number(line) is not None or not begun:
            begun.append([line])
        else:
            begun[-1].append(line)
    for part in begun:
        yield one_line("\n".join(part))
