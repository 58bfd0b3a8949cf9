"""Rows as the form shows them: one's own mark, or the state in words; never another's."""

from typing import TYPE_CHECKING, Final

from reviewtui.domain.numbers import mark_text
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.locales import _
from reviewtui.tui.entry import shown_mark
from reviewtui.tui.lines import Tone, wrap
from reviewtui.tui.naming import HIDDEN
from reviewtui.tui.outline import Entry, outline
from reviewtui.tui.panels import OwnMark
from reviewtui.tui.widgets.grid import BOX, GridRow

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring

NEIGHBOURS: Final = 40
"""Candidates whose own marks are shown beside this one's, at most."""


def full_mark(entry: Entry) -> str:
    """The full mark of a row."""
    return mark_text(entry.row.full)


def grid_row(scoring: "Scoring", candidate: str, entry: Entry, *, hidden: bool) -> GridRow:
    """A row of a candidate as the grid shows it.

    Args:
        hidden: Whether marks are covered.
    """
    code, full, title = entry.code, full_mark(entry), entry.title
    standing = scoring.standing(candidate)
    words: tuple[str, ...]
    if entry.place is Place.NOT_APPLICABLE:
        words = (_("n/a"),)
    elif entry.place is Place.SETTLED:
        words = (_("settled"), *_settled(scoring, candidate, entry))
    elif standing.state is not CandidateState.OPEN:
        words = tuple(wrap(label(standing.state), BOX + 2))
    else:
        return _open_row(scoring, candidate, entry, hidden)
    return GridRow(code, full, title, words=words, open=False, tone=Tone.DIM)


def _open_row(scoring: "Scoring", candidate: str, entry: Entry, hidden: bool) -> GridRow:
    code, full, title = entry.code, full_mark(entry), entry.title
    cell = scoring.cell(candidate, entry.code)
    if cell.state is CellState.UNABLE:
        return GridRow(code, full, title, words=(label(CellState.UNABLE),))
    if cell.mark is None:
        return GridRow(code, full, title)
    mark = HIDDEN if hidden else shown_mark(cell.mark, entry.row, scoring.panel.rule.levels)
    return GridRow(code, full, title, mark=mark)


def _settled(scoring: "Scoring", candidate: str, entry: Entry) -> tuple[str, ...]:
    settled = scoring.sheet.candidates[candidate].settled.get(entry.code)
    if settled is None:
        return ()
    return (shown_mark(settled, entry.row, scoring.panel.rule.levels),)


def marks_for_others(
    scoring: "Scoring", candidate: str, entry: Entry, *, hidden: bool
) -> list[OwnMark]:
    """One's own marks of a row for the nearest other candidates that have it."""
    codes = scoring.candidates
    here = codes.index(candidate)
    start = max(0, min(here - NEIGHBOURS // 2, len(codes) - NEIGHBOURS))
    found = []
    for code in codes[start : start + NEIGHBOURS]:
        theirs = outline(scoring.panel, scoring.sheet, code)
        at = theirs.position(entry.code)
        if code != candidate and at is not None:
            row = grid_row(scoring, code, theirs.entries[at], hidden=hidden)
            text = " ".join(row.words) or row.mark or label(CellState.BLANK)
            found.append(OwnMark(code, text))
    return found
