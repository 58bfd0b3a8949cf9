"""What an expert has filled so far; shown in every form, so nothing else is loaded for it."""

from collections.abc import Mapping
from fractions import Fraction

from reviewtui.domain.ballot import Cell
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CellState


def filled_part(
    sheet: Sheet, candidate: str, cells: Mapping[str, Cell]
) -> tuple[Fraction, Fraction]:
    """What the filled rows bring, and out of how much (已填部分 48.5/57).

    Points of the total as the sheet weighs them, before anything is rescaled; rows settled by
    the desk are no part of it.

    Args:
        sheet: The panel's sheet.
        candidate: Code of the candidate.
        cells: The expert's cells by row code.
    """
    points = base = Fraction(0)
    for row in sheet.judged(candidate):
        cell = cells.get(row.code)
        if cell is not None and cell.state is CellState.SCORED and cell.mark is not None:
            points += cell.mark * row.worth
            base += row.share
    return points, base
