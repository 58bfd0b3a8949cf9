"""仅供参考: experts by number, only where somebody asked for statistics about experts."""

from typing import Final

from reviewtui.filing.analysed.statistics import NONE, Statistics, figure, informing
from reviewtui.filing.frame import finish, notes
from reviewtui.filing.model import Grid, Value
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, SECTION, TEXT, sized
from reviewtui.locales import _
from reviewtui.tally.analysis.results import (
    LeaveOneOut,
    Part,
    Severity,
    StandardScores,
    Undefined,
)

_FIXED: Final = 2
_MANY: Final = 12


def experts(record: Record, statistics: Statistics, name: str) -> Grid:
    """Lay out severity and standard scores, one column an expert."""
    codes = [expert.code for expert in record.panel.experts]
    size, width = (10.5, 8.5) if len(codes) <= _MANY else (9.0, 7.0)
    widths = (9.0, 30.0, *[width] * max(4, len(codes)))
    grid = informing(record, name, _("Statistics about experts, by number"), widths)
    _severity(grid, statistics, codes, size)
    _standard(grid, record, statistics, codes, size)
    notes(
        grid,
        [
            _("An expert who marks low or high need not be wrong; nothing here judges anybody."),
        ],
    )
    return finish(grid)


def _severity(grid: Grid, statistics: Statistics, codes: list[str], size: float) -> None:
    found = statistics.found(Part.SEVERITY, Severity)
    left = statistics.found(Part.LEAVE_ONE_OUT, LeaveOneOut)
    rows: list[tuple[str, dict[str, Value]]] = []
    if found is not None:
        rows = [
            (_("Severity, points"), {code: figure(one) for code, one in found.severity.items()}),
            (
                _("Severity, shrunken"),
                {code: figure(one) for code, one in found.shrunken.items()},
            ),
        ]
    if left is not None:
        decisive = left.decisive(left.top)
        changed: dict[str, Value] = {
            code: _("changes") if code in decisive else _("stays") for code in left.without
        }
        text = _("The first {count} without this expert").format(count=left.top)
        rows.append((text, changed))
    if rows:
        grid.put_line(_("Severity, and what the result owes to one expert"), SECTION, skip=1)
        _table(grid, codes, rows, size, ("", _("Statistic")))


def _standard(
    grid: Grid, record: Record, statistics: Statistics, codes: list[str], size: float
) -> None:
    found = statistics.found(Part.STANDARD_SCORES, StandardScores)
    if found is None:
        return
    grid.put_line(_("Standard scores (50 + 10z)"), SECTION, skip=1)
    rows: list[tuple[str, dict[str, Value]]] = []
    for item in record.ranked():
        own: dict[str, Value] = {}
        for expert, scores in found.scores.items():
            value = None if isinstance(scores, Undefined) else scores.get(item.code)
            own[expert] = figure(value)
        rows.append((item.code, own))
    heads = (_("Candidate code"), _("Name of the candidate"))
    _table(grid, codes, rows, size, heads, record)
    for expert, scores in found.scores.items():
        if isinstance(scores, Undefined):
            said = _("{expert}: {why}").format(expert=expert, why=scores.sentence)
            grid.put_line(said, sized(TEXT, size))


def _table(
    grid: Grid,
    codes: list[str],
    rows: list[tuple[str, dict[str, Value]]],
    size: float,
    heads: tuple[str, str],
    record: Record | None = None,
) -> None:
    """One line a row: with a record the first column is a candidate's code, else words."""
    grid.put_row((*heads, *codes), sized(HEADER, size))
    for name, own in rows:
        row = grid.last_row + 1
        code, text = (name, record.panel.candidate(name).name) if record else ("", name)
        grid.put(row, 1, code, sized(CELL, size))
        grid.put(row, 2, text, sized(TEXT, size))
        for at, expert in enumerate(codes, _FIXED + 1):
            grid.put(row, at, own.get(expert, NONE), sized(CELL, size))
