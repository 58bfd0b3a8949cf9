"""材料与要求: what every candidate declared, beside what is asked of it.

Texts, not numbers: a fact stands as it was written, and nothing is computed from it.
"""

from collections.abc import Iterator

from reviewtui.domain.requirement_words import (
    declared,
    metric_name,
    outcome_text,
    percent_text,
    required,
)
from reviewtui.domain.states import Outcome, label
from reviewtui.domain.testing import Tested, Untested, of_candidate
from reviewtui.filing import styles
from reviewtui.filing.frame import begin, finish, notes
from reviewtui.filing.model import Cell, Grid, Span
from reviewtui.filing.record import Record
from reviewtui.locales import _

CELL = styles.sized(styles.CELL, 9.0)
TEXT = styles.sized(styles.TEXT, 9.0)
HEADER = styles.sized(styles.HEADER, 9.0)
_NOBODY = "—"
_WIDTHS = (9.0, 24.0, 24.0, 14.0, 11.0, 14.0, 10.0, 10.0, 26.0, 24.0, 12.0)


def has_requirements(record: Record) -> bool:
    """Whether there is anything to lay out."""
    return bool(record.panel.table.thresholds)


def requirements(record: Record) -> Grid:
    """Lay out every duty beside every candidate, then once what binds none of them."""
    name = _("Facts and requirements")
    grid = begin(record, name, name, _WIDTHS, landscape=True)
    head = grid.put_row(
        (
            _("Candidate code"),
            _("Name of the candidate"),
            _("Figure"),
            _("Declared"),
            _("As of"),
            _("Where it stands"),
            _("Own target"),
            _("Completion"),
            _("Required"),
            _("Beside the requirement"),
            _("Source"),
        ),
        HEADER,
    )
    others: dict[str, Tested] = {}
    for candidate in record.panel.candidates:
        for item in of_candidate(record.panel, candidate):
            used = item.untested is not Untested.OTHER_REVIEW
            if (item.threshold.candidates_duty and used) or item.fact is not None:
                grid.put_cells(_cells(candidate.code, candidate.name, item))
            else:
                others.setdefault(item.threshold.id, item)
    for item in others.values():
        grid.put_cells(_cells(_NOBODY, _NOBODY, item))
    grid.freeze = (head + 1, 1)
    grid.filter = Span(head, 1, max(grid.last_row, head + 1), grid.columns)
    grid.print.title_rows = (1, head)
    notes(grid, [_("A requirement that is met or missed changes no mark.")])
    return finish(grid)


def _cells(code: str, name: str, item: Tested) -> Iterator[Cell]:
    threshold, fact = item.threshold, item.fact
    missing = label(Outcome.NO_DATA) if item.outcome is not None else ""
    rate = fact.rate() if fact else None
    yield Cell(code, CELL)
    yield Cell(name, TEXT)
    yield Cell(metric_name(threshold), TEXT)
    yield Cell(declared(fact, threshold) if fact else missing, CELL)
    yield Cell(fact.as_of.isoformat() if fact and fact.as_of else "", CELL)
    yield Cell(fact.source if fact else "", TEXT)
    yield Cell(fact.target if fact else "", CELL)
    yield Cell("" if rate is None else percent_text(rate), CELL)
    yield Cell(required(item), TEXT)
    yield Cell(outcome_text(item), TEXT)
    yield Cell(threshold.source, CELL)
