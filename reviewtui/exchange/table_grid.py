"""A table of cells: from Word, from a workbook, from CSV; merged cells, several rows in a cell."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reviewtui.exchange.meeting_cells import one_line
from reviewtui.exchange.table_columns import LEVELS, Use, guessed, uses_words
from reviewtui.exchange.table_docx import Grid
from reviewtui.exchange.table_draft import Draft, Found
from reviewtui.exchange.table_head import Head, head_of
from reviewtui.exchange.table_lines import is_note, is_page_mark, is_sum, title_in
from reviewtui.exchange.table_numbers import Style, narrow, split_number
from reviewtui.locales import _

Texts = list[str | None]


_DECIMAL_CODE: Final = re.compile(r"\d{1,3}(\.\d{1,3}){0,3}")


def headed(grid: Grid) -> bool:
    """Whether a grid has a header that names an indicator column."""
    return head_of(grid) is not None


def read_grid(grid: Grid, found: Found, name: str, lines: Sequence[int] = ()) -> None:
    """Add the rows of a grid to what was found.

    Args:
        grid: Its cells; None continues the one above.
        found: Added to.
        name: What the grid is called in notes; "" where there is only one.
        lines: In which line of a text each row begins; empty: rows are called by their place.
    """
    _GridReader(grid, found, name, lines).read()


class _GridReader:
    """One walk over a grid."""

    def __init__(self, grid: Grid, found: Found, name: str, lines: Sequence[int]) -> None:
        self.grid, self.found, self.name, self.lines = grid, found, name, lines
        self.head = head_of(grid) or head_of(grid, loosely=True) or self._guessed()
        self.columns = {use: column for column, use in self.head.uses.items()}
        self.levels = [use for use in LEVELS if use in self.columns]
        self.last: dict[Use, str] = {}

    def _guessed(self) -> Head:
        """Without a header: what each column must be, by what stands in it."""
        uses = guessed(self.grid)
        self.found.notes.doubts.append(
            _("{where}: no header names the columns; they were taken as {columns}").format(
                where=self.name or _("the table"), columns=uses_words(uses)
            )
        )
        return Head(range(0), uses, {})

    def read(self) -> None:
        """Take every row below the header; above it stands the title, if any."""
        head = self.head.rows
        self._tell_columns()
        above = [one_line("\n".join(filter(None, cells))) for cells in self.grid[: head.start]]
        self.found.title = self.found.title or title_in(above)
        for number, text in enumerate(above, 1):
            if text and text != self.found.title:
                self._drop(number, _("before the first row: “{text}”").format(text=text[:40]))
        for number, cells in enumerate(self.grid[head.stop :], head.stop + 1):
            texts = [text or "" for text in cells]
            whole = one_line("\n".join(filter(None, texts)))
            if not whole:
                continue
            if self.head.repeats(texts):
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

    def _tell_columns(self) -> None:
        """Which columns no heading names: taken for a level below, or not read."""
        notes = self.found.notes
        for column in self.head.guessed:
            words = _("column {number} “{heading}” was taken as the level below")
            notes.doubts.append(self._of_column(column, words))
        for column in self.head.unread:
            words = _("column {number} “{heading}” has no heading that is known and was not read")
            notes.dropped.append(self._of_column(column, words))

    def _of_column(self, column: int, words: str) -> str:
        what = words.format(number=column + 1, heading=one_line(self.head.heading(column))[:20])
        return _("{where}: {what}").format(where=self.name or _("the table"), what=what)

    def _cell(self, cells: Texts, use: Use) -> str | None:
        column = self.columns.get(use)
        return cells[column] if column is not None and column < len(cells) else ""

    def _row(self, number: int, cells: Texts) -> None:
        index = narrow((self._cell(cells, Use.INDEX) or "").strip())
        before = len(self.found.drafts)
        self._tell_short(number, cells)
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
        if before and len(self.found.drafts) == before:
            self._more(cells)

    def _tell_short(self, number: int, cells: Texts) -> None:
        """A line of pasted text that has fewer cells than the header, and none to fill it up."""
        width = len(self.grid[self.head.rows.start]) if self.lines and self.head.rows else 0
        if len(cells) < width:
            sentence = _("{where}: {count} cells, while the headings are {width}")
            self.found.notes.doubts.append(
                sentence.format(where=self._where(number), count=len(cells), width=width)
            )

    def _more(self, cells: Texts) -> None:
        """A row that names no indicator goes on with what stands beside the one above."""
        last = self.found.drafts[-1]
        guidance = one_line(narrow(self._cell(cells, Use.GUIDANCE) or ""))
        points = one_line(narrow(self._cell(cells, Use.POINTS) or ""))
        self.found.drafts[-1] = last._replace(
            guidance=one_line("\n".join(filter(None, (last.guidance, guidance)))),
            points=_(", ").join(filter(None, (last.points, points))),
        )

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
