"""A grid that goes on to further pages across, as one grid a page: a browser cuts no table so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewtui.filing.model import Grid, Span


def side_pages(grid: Grid, ends: Sequence[int]) -> Iterator[Grid]:
    """The pages from left to right; a grid without such page ends is its only one.

    Args:
        grid: Laid out.
        ends: A page ends after each of these columns.
    """
    if not ends:
        yield grid
        return
    titles = grid.print.title_columns or (1, 0)
    start = 1
    for end in (*ends, grid.columns):
        repeated = range(titles[0], titles[1] + 1) if start > 1 else range(0)
        yield _Page(grid, [*repeated, *range(start, end + 1)], own=start).cut()
        start = end + 1


class _Page:
    """One page; the columns it shows, and the first of them that none before it showed."""

    def __init__(self, grid: Grid, columns: list[int], *, own: int) -> None:
        self.grid, self.columns, self.own = grid, columns, own
        self.at = {column: number for number, column in enumerate(columns, 1)}
        self.lines = {
            span.top: span
            for span in grid.merges
            if (span.left, span.right) == (1, grid.across) and span.top == span.bottom
        }

    def cut(self) -> Grid:
        """Its columns, under the titles."""
        grid = self.grid
        rows = {row for row, column in grid.cells if column in self.at and column >= self.own}
        titles = grid.print.title_rows or (1, 0)
        rows |= set(range(titles[0], titles[1] + 1))
        cells = {
            (row, self.at[column]): cell
            for (row, column), cell in grid.cells.items()
            if row in rows and column in self.at
        }
        merges = []
        for span in grid.merges:
            shown = [
                self.at[column] for column in self.columns if span.left <= column <= span.right
            ]
            if span.top not in rows or not shown:
                continue
            right = len(self.columns) if span is self.lines.get(span.top) else shown[-1]
            merges.append(Span(span.top, shown[0], span.bottom, right))
            cells[span.top, shown[0]] = grid.cells[span.top, span.left]
        return replace(
            grid,
            widths=tuple(grid.widths[column - 1] for column in self.columns),
            cells=cells,
            merges=merges,
            heights={row: high for row, high in grid.heights.items() if row in rows},
            last_row=max(rows),
            codes=[
                replace(code, column=self.at[code.column])
                for code in grid.codes
                if self.own <= code.column <= self.columns[-1]
            ],
            line_columns=0,
        )
