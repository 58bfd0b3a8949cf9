"""Reading a further round's score sheet back: what changes, over the marks of the round before.

An empty cell leaves its mark as it was. Another mark needs its reason in the same line.
"""

from collections.abc import Mapping
from dataclasses import replace

from reviewtui.domain.ballot import BLANK, Cell, Channel
from reviewtui.domain.further_round import RoundStart, going_on, reopened_rows
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.reopened_grid import find_lines
from reviewtui.exchange.score_sheet_form import NOW, WHOLE, Identity
from reviewtui.exchange.score_sheet_grid import Grid, Spot
from reviewtui.exchange.score_sheet_reading import FilledIn, Reading
from reviewtui.exchange.score_sheet_since import Since
from reviewtui.exchange.workbook_gate import ReceivedBook
from reviewtui.locales import _
from reviewtui.session.gates import long_faults

Cells = Mapping[str, Mapping[str, Cell]]


def filled_in_again(
    book: ReceivedBook,
    identity: Identity,
    since: Since,
    sheet: Sheet,
    start: RoundStart,
    *,
    blind: bool,
) -> FilledIn:
    """What stands in a sheet of a further round.

    Args:
        since: The panel as the sheet may have gone out with it.
        start: What its expert begins the round with.
        blind: Whether findings must not repeat what could be a mark.
    """
    rows = reopened_rows(start, since.panel, sheet, identity.expert)
    grid = find_lines(book, since, sheet, rows, blind=blind)
    reading = Reading(grid, since, sheet, identity.expert, tuple(rows))
    taken = reading.read()
    cells = _Reasons(grid, start).beside(taken.cells)
    standings = {code: one for code, one in taken.standings.items() if code in rows}
    for candidate in standings:
        spot = grid.of(candidate, WHOLE)
        if spot is not None and not start.reopens_whole(candidate):
            sentence = _("Not reopened as a whole in this round; tell the desk of a recusal")
            grid.find(spot.address, sentence)
    comments = {candidate: dict(texts) for candidate, texts in start.base.comments.items()}
    for candidate, texts in taken.comments.items():
        comments[candidate] = comments.get(candidate, {}) | dict(texts)
    ballot = replace(
        going_on(start, int(identity.round), cells, standings),
        channel=Channel.EXCEL,
        kit=identity.kit,
        comments=comments,
    )
    return reading.filled(ballot, [*book.warnings, *grid.findings])


class _Reasons:
    """Why marks are other ones, beside what stands in their cells."""

    def __init__(self, grid: Grid, start: RoundStart) -> None:
        self._grid, self._start = grid, start

    def beside(self, cells: Cells) -> dict[str, dict[str, Cell]]:
        """The cells with their reasons; where one is missing or too many, that is found."""
        found: dict[str, dict[str, Cell]] = {}
        for (candidate, row), spot in self._grid.reasons.items():
            cell = cells.get(candidate, {}).get(row, BLANK)
            reason = self._text(spot)
            mark = self._grid.of(candidate, row)
            if mark is None or not (mark.cell.text or mark.cell.fault):
                if reason:
                    sentence = _("a reason stands here, but nothing under “{now}” in {address}")
                    self._find(spot, sentence.format(now=_(NOW), address=_bare(mark)))
                continue
            cell = cell._replace(reason=reason or cell.reason)
            if cell.done and self._start.unsettled(candidate, row, cell):
                sentence = _(
                    "the mark in {address} is another one than in the round before: say why here"
                )
                self._find(spot, sentence.format(address=_bare(mark)))
            elif cell.done and reason and not self._start.changed(candidate, row, cell):
                sentence = _("the mark beside it is the one of the round before; this is left")
                self._find(spot, sentence, warning=True)
            found.setdefault(candidate, {})[row] = cell
        return found

    def _text(self, spot: Spot) -> str:
        faults = [spot.cell.fault] if spot.cell.fault else long_faults(spot.cell.text)
        for fault in faults:
            self._find(spot, fault)
        return spot.cell.text

    def _find(self, spot: Spot, sentence: str, *, warning: bool = False) -> None:
        self._grid.find(spot.address, sentence, warning=warning)


def _bare(spot: Spot | None) -> str:
    return spot.address.rpartition("」")[2] if spot is not None else ""
