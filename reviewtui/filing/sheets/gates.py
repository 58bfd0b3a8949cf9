"""门槛项核定: every gate of every candidate, with result, reason, evidence and relaxations."""

from collections.abc import Iterator

from reviewtui.domain.candidate_page import relaxation_text
from reviewtui.domain.gates import Gate, GateResult, gate_rows, gates_of
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.model import Cell, Grid, Span
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, TEXT, TOTAL
from reviewtui.locales import _

_WIDTHS = (9.0, 26.0, 34.0, 24.0, 10.0, 26.0, 26.0, 30.0)


def has_gates(record: Record) -> bool:
    """Whether the table asks for any gate at this type of review."""
    return bool(gate_rows(record.panel))


def gates(record: Record) -> Grid:
    """Lay out the gates, candidate by candidate in the table's order."""
    name = _("Gates as established")
    grid = begin(record, name, name, _WIDTHS, landscape=True)
    under_title(grid, record)
    head = grid.put_row(
        (
            _("Candidate code"),
            _("Name of the candidate"),
            _("Gate"),
            _("Condition"),
            _("Result"),
            _("Reason"),
            _("Evidence"),
            _("Relaxed"),
        ),
        HEADER,
    )
    for candidate in record.panel.candidates:
        for gate in gates_of(record.panel, candidate.code):
            grid.put_cells(_cells(record.panel, candidate, gate))
    grid.freeze = (head + 1, 3)
    grid.filter = Span(head, 1, max(grid.last_row, head + 1), grid.columns)
    grid.print.title_rows = (1, head)
    notes(
        grid,
        [
            _("Gates are established by the desk before scoring; they carry no marks."),
            _("What follows from a gate that is not passed, the authority decides."),
        ],
    )
    return finish(grid)


def _cells(panel: Panel, candidate: Candidate, gate: Gate) -> Iterator[Cell]:
    yield Cell(candidate.code, CELL)
    yield Cell(candidate.name, TEXT)
    yield Cell(f"{gate.row.code} {gate.row.name()}", TEXT)
    yield Cell(gate.row.condition, TEXT)
    yield Cell(gate.word, TOTAL if gate.result is not GateResult.PASS else CELL)
    yield Cell(gate.reason, TEXT)
    yield Cell(gate.evidence, TEXT)
    yield Cell("\n".join(relaxation_text(panel, item) for item in gate.relaxations), TEXT)
