"""仅供参考: experts by number, only where somebody asked for statistics about experts."""

from collections.abc import Iterator, Mapping
from typing import Final

from reviewtui.filing.analysed.statistics import NONE, Statistics, figure, informing
from reviewtui.filing.frame import finish, notes
from reviewtui.filing.model import Grid, Value
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, GROUP_TEXT, HEADER, TEXT, sized
from reviewtui.locales import _
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.results import LeaveOneOut, Part, Severity, StandardScores

_FIXED: Final = 2
_MANY: Final = 12
_Values = Mapping[str, Value]


def experts(record: Record, statistics: Statistics, name: str) -> Grid:
    """Lay out severity and standard scores, one column an expert, under one head."""
    codes = [expert.code for expert in record.panel.experts]
    size, width = (10.5, 8.5) if len(codes) <= _MANY else (9.0, 7.0)
    widths = (9.0, 30.0, *[width] * max(4, len(codes)))
    grid = informing(record, name, _("Statistics about experts, by number"), widths)
    head = grid.put_row(("", _("Statistic"), *codes), sized(HEADER, size))
    for text, own in _about_them(statistics):
        _line(grid, codes, ("", text), own, size)
    standard = statistics.found(Part.STANDARD_SCORES, StandardScores)
    if standard is not None:
        grid.put_line(_("Standard scores (50 + 10z)"), sized(GROUP_TEXT, size))
        for item in record.ranked():
            name = record.panel.candidate(item.code).name
            _line(grid, codes, (item.code, name), _scores(standard, item.code), size)
    grid.freeze = (head + 1, _FIXED + 1)
    grid.print.title_rows = (1, head)
    notes(grid, [*_notes(standard)])
    return finish(grid)


def _about_them(statistics: Statistics) -> Iterator[tuple[str, _Values]]:
    if (found := statistics.found(Part.SEVERITY, Severity)) is not None:
        yield _("Severity, points"), {code: figure(one) for code, one in found.severity.items()}
        yield _("Severity, shrunken"), {code: figure(one) for code, one in found.shrunken.items()}
    if (left := statistics.found(Part.LEAVE_ONE_OUT, LeaveOneOut)) is not None:
        decisive = left.decisive(left.top)
        text = _("The first {count} without this expert").format(count=left.top)
        changed = {code: _("changes") if code in decisive else _("stays") for code in left.without}
        yield text, changed


def _scores(standard: StandardScores, candidate: str) -> _Values:
    return {
        expert: figure(None if isinstance(own, Undefined) else own.get(candidate))
        for expert, own in standard.scores.items()
    }


def _line(grid: Grid, codes: list[str], heads: tuple[str, str], own: _Values, size: float) -> None:
    row = grid.last_row + 1
    grid.put(row, 1, heads[0], sized(CELL, size))
    grid.put(row, 2, heads[1], sized(TEXT, size))
    for at, expert in enumerate(codes, _FIXED + 1):
        grid.put(row, at, own.get(expert, NONE), sized(CELL, size))


def _notes(standard: StandardScores | None) -> Iterator[str]:
    yield _("An expert who marks low or high need not be wrong; nothing here judges anybody.")
    for expert, scores in standard.scores.items() if standard else ():
        if isinstance(scores, Undefined):
            yield _("{expert}: {why}").format(expert=expert, why=scores.sentence)
