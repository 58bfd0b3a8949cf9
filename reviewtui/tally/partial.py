"""Numbers for one expert at work: the filled part, and his own order of the candidates.

They are his alone; nothing here sees another expert's marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.marks import CandidateMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Order
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.tally.attendance import Seat
from reviewtui.tally.by_expert import count
from reviewtui.tally.case import Case
from reviewtui.tally.ranking import ranks


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where one candidate stands in one expert's own order."""

    candidate: str
    total: Fraction | None
    rank: int | None
    tied: bool


def own_order(
    panel: Panel,
    sheet: Sheet,
    cells: Mapping[str, Mapping[str, Cell]],
    standings: Mapping[str, Standing] | None = None,
) -> list[OwnPlace]:
    """One expert's own totals and ranks, in the panel's order (本人评分总览).

    A candidate has a total once every row is judged; under by_indicator, where the rule has
    no expert totals, it is the unrounded sum.

    Args:
        panel: The panel.
        sheet: Its sheet.
        cells: The expert's cells by candidate and row code; candidates that are missing are
            not his.
        standings: What he said of whole candidates; only open ones have a total.
    """
    if panel.rule.order is Order.BY_INDICATOR:
        panel = replace(panel, rule=panel.rule._replace(rounding={}))
    case = Case(panel, sheet)
    own = [candidate.code for candidate in panel.candidates if candidate.code in cells]
    totals = [_own_total(case, code, cells[code], (standings or {}).get(code)) for code in own]
    places = ranks(totals)
    return [
        OwnPlace(code, total, rank, rank is not None and places.count(rank) > 1)
        for code, total, rank in zip(own, totals, places, strict=True)
    ]


def _own_total(
    case: Case, candidate: str, cells: Mapping[str, Cell], standing: Standing | None
) -> Fraction | None:
    if standing is not None and standing.state is not CandidateState.OPEN:
        return None
    given = [cells.get(row.code) for row in case.sheet.rows]
    marks = CandidateMarks(
        marks=[cell.mark if cell else None for cell in given],
        unable=frozenset(
            position
            for position, cell in enumerate(given)
            if cell and cell.state is CellState.UNABLE
        ),
    )
    counted = count(case, candidate, [Seat("", marks)])
    return counted.total_of(0) if counted.totals else None
