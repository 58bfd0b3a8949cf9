"""Rows as the form shows them: one's own mark, or the state in words; never another's.

And the sentence that says what can be typed into one.
"""

from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import Cell
from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import mark_text
from reviewtui.domain.row_words import with_outside
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import Place, ScoredRow
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.domain.typed_mark import by_digit, read_mark, shown_mark
from reviewtui.locales import _
from reviewtui.locales.width import cell_len, wrap
from reviewtui.tui.lines import Tone
from reviewtui.tui.outline import Entry, outline
from reviewtui.tui.panels import OwnMark
from reviewtui.tui.reopened import takes
from reviewtui.tui.widgets.grid import BOX, GridRow

if TYPE_CHECKING:
    from reviewtui.session.open_sheet import OpenSheet

HIDDEN: Final = "**"
"""Stands for every mark while marks are hidden; says nothing of its size."""
NEIGHBOURS: Final = 40
"""Candidates whose own marks are shown beside this one's, at most."""


def full_mark(entry: Entry) -> str:
    """The full mark of a row; a conclusion has none."""
    return "" if entry.code == CONCLUSION else mark_text(entry.row.full)


def grid_row(scoring: "OpenSheet", candidate: str, entry: Entry, *, hidden: bool) -> GridRow:
    """A row of a candidate as the grid shows it.

    Args:
        hidden: Whether marks are covered.
    """
    code, full = entry.code, full_mark(entry)
    title = with_outside(entry.title, entry.row)
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


def _open_row(scoring: "OpenSheet", candidate: str, entry: Entry, hidden: bool) -> GridRow:
    cell = scoring.cell(candidate, entry.code)
    if not takes(scoring, candidate, entry.code):
        return _taken_row(cell, entry, hidden)._replace(open=False, tone=Tone.DIM)
    return _taken_row(cell, entry, hidden)


def _taken_row(cell: Cell, entry: Entry, hidden: bool) -> GridRow:
    code, full = entry.code, full_mark(entry)
    title = with_outside(entry.title, entry.row)
    if cell.state is CellState.UNABLE:
        return GridRow(code, full, title, words=(label(CellState.UNABLE),))
    if cell.mark is None:
        return GridRow(code, full, title)
    mark = HIDDEN if hidden else shown_mark(cell.mark, entry.row)
    if cell_len(mark) > BOX + 1:
        return GridRow(code, full, title, words=tuple(wrap(mark, BOX + 2)))
    return GridRow(code, full, title, mark=mark)


def _settled(scoring: "OpenSheet", candidate: str, entry: Entry) -> tuple[str, ...]:
    settled = scoring.sheet.candidates[candidate].settled.get(entry.code)
    if settled is None:
        return ()
    return (shown_mark(settled, entry.row),)


def marks_for_others(
    scoring: "OpenSheet", candidate: str, entry: Entry, *, hidden: bool
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


def instruction(name: str, row: ScoredRow) -> str:
    """The one sentence in line 4 for a row that waits for a mark."""
    if row.scale is Scale.YES_NO:
        return _("{row}: type 1 for yes, 0 for no, and press Enter").format(row=name)
    if row.scale is Scale.LEVELS:
        choices = "  ".join(f"{number} {level.name}" for number, level in enumerate(row.levels, 1))
        if row.code == CONCLUSION:
            return _("Your conclusion, by one digit: {options}").format(options=choices)
        if by_digit(row):
            return _("{row}: one digit chooses  {levels}").format(row=name, levels=choices)
        return _("{row}: type a number, then Enter  {levels}").format(row=name, levels=choices)
    low, top = mark_text(row.low), mark_text(row.top)
    if row.step == 100:
        return _("Mark {row}: {low} to {top} in whole points, Enter confirms").format(
            row=name, low=low, top=top
        )
    return _("Mark {row}: {low} to {top}, steps of {step}, Enter confirms").format(
        row=name, low=low, top=top, step=mark_text(row.step)
    )


def waiting(text: str, row: ScoredRow) -> str:
    """What to do about text that stands in the box, stored nowhere yet."""
    try:
        read_mark(text, row)
    except Refused as refused:
        return _("{fault}. Not stored: correct it, or press Esc to empty the box").format(
            fault=refused
        )
    return _("{text} is not stored yet: Enter stores it, Esc empties the box").format(text=text)
