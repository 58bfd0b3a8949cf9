"""One expert: every row beside his mark for every candidate he was assigned."""

from collections.abc import Sequence
from typing import Final

from reviewtui.domain.panel import Expert
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.model import Grid
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.matrix import MOST_ON_A_PAGE, Column, Matrix
from reviewtui.filing.wording import shortened_sentence
from reviewtui.locales import _

MOST_BESIDE: Final = 7
"""Candidates on an upright page."""
_LONG: Final = 24
"""Scored rows that fill an upright page."""
_LINE: Final = 13.5


def page_blocks(record: Record, expert: Expert) -> list[tuple[str, ...]]:
    """His candidates as they stand on one page each, as many on every page.

    Many rows fill upright pages with a few candidates; few rows take all candidates across.
    """
    codes = record.panel.assigned(expert.code)
    pages = -(-len(codes) // _most(record)) or 1
    each = -(-len(codes) // pages) or 1
    return [tuple(codes[at : at + each]) for at in range(0, len(codes) or 1, each)]


def one_expert(
    record: Record, name: str, expert: Expert, candidates: Sequence[str] | None = None
) -> Grid:
    """Lay out one expert's marks; he stands by his number.

    Args:
        record: What is exported.
        name: Of the sheet.
        expert: Whose marks.
        candidates: Of which candidates; None for all that he was assigned.
    """
    assigned = record.panel.assigned(expert.code) if candidates is None else candidates
    columns = [Column(candidate, expert.code, candidate) for candidate in assigned]
    most = _most(record)
    upright = most == MOST_BESIDE or len(assigned) <= MOST_BESIDE
    matrix = Matrix(record, columns, {}, most=most, upright=upright)
    grid = begin(
        record,
        name,
        _("Marks of expert {code}").format(code=expert.code),
        matrix.widths,
        landscape=not upright,
        sides=matrix.sides,
    )
    if upright:
        grid.line = _LINE
    under_title(grid, record, _code(record, expert.code))
    matrix.put(grid)
    names = _("; ").join(
        _("{code} {name}").format(code=code, name=record.panel.candidate(code).name)
        for code in assigned
    )
    sentences = [
        _("Candidates: {names}").format(names=names) if names else "",
        _("Totals in brackets were dropped before averaging.") if matrix.trims else "",
        shortened_sentence(matrix.decimals),
    ]
    notes(grid, list(filter(None, sentences)))
    grid.print.whole = True
    return finish(grid)


def _most(record: Record) -> int:
    """Candidates on a page at most."""
    return MOST_BESIDE if len(record.sheet.rows) > _LONG else MOST_ON_A_PAGE


def _code(record: Record, expert: str) -> str:
    for item in record.received:
        if item.expert == expert and item.effective:
            return _("Check code {code}").format(code=item.code)
    return ""
