"""Random tables of totals with ties, shifts and holes."""

from hypothesis import strategies as st

from reviewtui.tally.analysis.totals import Totals

Cells = list[list[float | None]]


@st.composite
def tables(draw: st.DrawFn, *, gaps: bool = False, most: tuple[int, int] = (6, 6)) -> Cells:
    """Half points between 0 and 10, two experts and two candidates or more."""
    rows, columns = draw(st.integers(2, most[0])), draw(st.integers(2, most[1]))
    mark = st.integers(0, 20).map(lambda half: half / 2)
    cell = st.one_of(mark, mark, mark, st.none()) if gaps else mark
    return [[draw(cell) for _column in range(columns)] for _row in range(rows)]


def totals(cells: Cells) -> Totals:
    """The table as the statistics take it."""
    return Totals.of(cells).given()


def turned(cells: Cells, rows: list[int], columns: list[int]) -> Cells:
    """The table in another order."""
    return [[cells[row][column] for column in columns] for row in rows]


def shifted(cells: Cells, by: float) -> Cells:
    """The table with a constant added."""
    return [[None if cell is None else cell + by for cell in row] for row in cells]
