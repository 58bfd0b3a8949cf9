"""One expert: every row beside his mark for every candidate he was assigned."""

from reviewtui.domain.panel import Expert
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.model import Grid
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.matrix import Column, Matrix
from reviewtui.filing.wording import shortened_sentence
from reviewtui.locales import _

_MOST_UPRIGHT = 8


def one_expert(record: Record, name: str, expert: Expert) -> Grid:
    """Lay out one expert's marks; he stands by his number.

    Args:
        record: What is exported.
        name: Of the sheet.
        expert: Whose marks.
    """
    assigned = record.panel.assigned(expert.code)
    columns = [Column(candidate, expert.code, candidate) for candidate in assigned]
    matrix = Matrix(record, columns, {})
    grid = begin(
        record,
        name,
        _("Marks of expert {code}").format(code=expert.code),
        matrix.widths,
        landscape=len(assigned) > _MOST_UPRIGHT,
        sides=matrix.sides,
    )
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
    return finish(grid)


def _code(record: Record, expert: str) -> str:
    for item in record.received:
        if item.expert == expert and item.effective:
            return _("Check code {code}").format(code=item.code)
    return ""
