"""两轮对照: a further round beside the one before it; who moved, by how much, what it changed.

Experts stand by number. The numbers are values: what they rest on stands in each round's own
workbook.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reviewtui.domain.naming import candidate_name, expert_name, round_name
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.rule import RoundAt
from reviewtui.domain.states import label
from reviewtui.domain.typed_mark import cell_text
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.live.formula import cell
from reviewtui.filing.model import Cell, Grid, Value
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, SECTION, TEXT, TOTAL
from reviewtui.filing.wording import Decimals, mark_number, shortened_sentence
from reviewtui.locales import _
from reviewtui.tally.figures import NOTHING
from reviewtui.tally.round_words import readings, summary_sentences, why_text
from reviewtui.tally.rounds import Moved, Rounds

_WIDTHS = (11.0, 34.0, 13.0, 13.0, 11.0)
_READ, _REASON = 11.0, 34.0
_NONE = "—"


def rounds(record: Record, found: Sequence[Rounds]) -> Grid:
    """Lay out every further round: the totals first, then each mark that moved.

    Args:
        record: What is exported.
        found: Further rounds that are open, earliest first; at least one.
    """
    name = _("Two rounds")
    read = _read_columns(record, found[0])
    widths = (*_WIDTHS, *read * (_READ,), _REASON)
    grid = begin(record, name, _("Rounds side by side"), widths, landscape=True)
    under_title(grid, record)
    said: list[str] = []
    for one in found:
        grid.put_line(
            _("{after} beside {before}; reason: {reason}").format(
                after=round_name(one.number), before=round_name(one.number - 1), reason=one.reason
            ),
            SECTION,
        )
        said += [*summary_sentences(record.panel, one), *_totals(grid, record, one)]
        _moves(grid, record, one)
    notes(grid, said)
    return finish(grid)


def _totals(grid: Grid, record: Record, found: Rounds) -> list[str]:
    """Candidate by candidate both totals and what is read from them; returns what must be said
    of the numbers."""
    before, after = round_name(found.number - 1), round_name(found.number)
    rule = record.panel.rule
    both = [one.total for item in found.candidates for one in (item.before, item.after)]
    changes = [item.difference for item in found.candidates]
    columns = [Decimals(values, rule.rounding.get(RoundAt.TOTAL)) for values in (both, changes)]
    total, change = columns
    read = [readings(record.panel, item) for item in found.candidates]
    grid.put_row(
        (
            *(_("Candidate code"), _("Name of the candidate")),
            *(f"{before}\n{_('total')}", f"{after}\n{_('total')}", _("moved by")),
            *(f"{name}\n{one.name}" for one in read[0] for name in (before, after)),
            *([] if read[0] else [""]),
            _("reopened rows"),
        ),
        HEADER,
    )

    def number(value: Fraction | None, column: Decimals) -> Value:
        return _NONE if value is None else column.number(value)

    for item, own in zip(found.candidates, read, strict=True):
        grid.put_cells(
            (
                Cell(item.code, CELL),
                Cell(record.panel.candidate(item.code).name, TEXT),
                Cell(number(item.before.total, total), CELL),
                Cell(number(item.after.total, total), TOTAL),
                Cell(number(item.difference, change), CELL, _moved_by(grid.last_row + 1, 3)),
                *(Cell(_value(said), CELL) for one in own for said in (one.before, one.after)),
                *([] if own else [Cell("", CELL)]),
                Cell(_(", ").join(item.reopened), TEXT),
            )
        )
    return list(filter(None, [shortened_sentence(columns)]))


def _read_columns(record: Record, found: Rounds) -> int:
    """Columns that ranks, grades and conclusions take; one is there even without any."""
    return 2 * len(readings(record.panel, found.candidates[0])) or 1


def _value(said: str) -> Value:
    """A rank as a number; what is words stays so."""
    return int(said) if said.isdecimal() else _NONE if said == NOTHING else said


def _moves(grid: Grid, record: Record, found: Rounds) -> None:
    """Every mark that is another one, and who stepped back."""
    between = ("",) * (_read_columns(record, found) - 1)
    grid.put_row(
        (
            *(_("expert"), _("candidate"), _("indicator"), _("mark before"), _("mark after")),
            *(_("moved by"), *between, _("reason")),
        ),
        HEADER,
    )
    for moved in found.moved:
        grid.put_cells(_move(record, moved, grid.last_row + 1, between))
    for one in found.stepped:
        named = candidate_name(record.panel, one.candidate)
        values = (expert_name(one.expert), named, "", "", label(one.state), "", *between, "")
        grid.put_cells(Cell(value, CELL) for value in values)
    if not found.moved and not found.stepped:
        grid.put_line(_("no mark was changed"), TEXT)


def _moved_by(row: int, column: int) -> str:
    """The difference between a cell and the one after it, where both are numbers."""
    before, after = cell(row, column), cell(row, column + 1)
    return f'IF(AND(ISNUMBER({before}),ISNUMBER({after})),{after}-{before},"{_NONE}")'


def _move(record: Record, moved: Moved, at: int, between: Sequence[str]) -> Iterator[Cell]:
    move = moved.move
    row = record.sheet.row(move.row)
    yield Cell(expert_name(moved.expert), CELL)
    yield Cell(candidate_name(record.panel, move.candidate), TEXT)
    yield Cell(f"{move.row} {row.name()}", TEXT)
    for said in (move.before, move.after):
        shown: Value = cell_text(said, row)
        yield Cell(shown if said.mark is None else mark_number(said.mark, row), CELL)
    before, after = move.before.mark, move.after.mark
    if before is None or after is None:
        yield Cell(_NONE, CELL, _moved_by(at, 4))
    else:
        yield Cell(mark_number(Hundredths(after - before), row), CELL, _moved_by(at, 4))
    yield from (Cell(empty, CELL) for empty in between)
    yield Cell(why_text(moved), TEXT)
