"""A further round on the form: which rows can be marked, what is shown of the round before, and
why a mark is another one now.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reviewtui.domain.ballot import Cell
from reviewtui.domain.states import CandidateState
from reviewtui.locales import _
from reviewtui.tui.outline import Entry

if TYPE_CHECKING:
    from textual.screen import Screen

    from reviewtui.session.open_sheet import OpenSheet

Place = tuple[str, str]


def takes(scoring: "OpenSheet", candidate: str, row: str) -> bool:
    """Whether a row can be marked in this round."""
    return scoring.start is None or scoring.start.reopens(candidate, row)


def due(scoring: "OpenSheet") -> list[Place]:
    """The rows one goes through: blank ones, in a further round those that are reopened."""
    start = scoring.start
    if start is None:
        return scoring.holes()
    return [
        (candidate, row)
        for candidate in scoring.candidates
        if scoring.standing(candidate).state is CandidateState.OPEN
        for row in scoring.cells(candidate)
        if start.reopens(candidate, row)
    ]


def closed_words(scoring: "OpenSheet", candidate: str, row: str) -> str:
    """Why a row is only read in this round; empty if it can be marked."""
    if takes(scoring, candidate, row):
        return ""
    return _("Row {row} is not reopened in this round; it stays as it was").format(row=row)


def whole_words(scoring: "OpenSheet", candidate: str, deed: str) -> str:
    """Why a deed of the form's menus is not done in a further round; empty if it is."""
    start = scoring.start
    if start is None:
        return ""
    if deed == "fill":
        return _("In a further round each mark is changed by itself, with its reason")
    if deed == "leave":
        return _("Who leaves now submits nothing; the marks of the round before count")
    if deed in ("recuse", "decline") and not start.reopens_whole(candidate):
        return _("Not reopened as a whole in this round; tell the desk of a recusal")
    return ""


def before_lines(scoring: "OpenSheet", candidate: str, entry: Entry) -> list[str]:
    """What is shown of the round before at a row; nothing in the first."""
    start = scoring.start
    if start is None or not entry.judged:
        return []
    from reviewtui.session.round_words import before_words

    words = before_words(start, scoring.round, candidate, entry.row)
    cell = scoring.cell(candidate, entry.code)
    if start.wants_reason(candidate, entry.code, cell):
        why = cell.reason or _("not given yet: mark it again")
        words.append(_("Why it is another mark: {reason}").format(reason=why))
    return words


def with_reason(
    screen: "Screen[Any]",
    scoring: "OpenSheet",
    candidate: str,
    entry: Entry,
    cell: Cell,
    then: Callable[[Cell], None],
) -> None:
    """Go on with the mark; in a further round ask first why it is another one than was given.

    Args:
        then: Gets the mark with its reason; not called if the person went back.
    """
    start = scoring.start
    if start is None or not start.wants_reason(candidate, entry.code, cell):
        then(cell)
        return
    from reviewtui.domain.reasons import changing_reasons
    from reviewtui.domain.typed_mark import cell_text
    from reviewtui.tui.screens.reason import ask_reason

    def answered(reason: str | None) -> None:
        if reason is not None:
            then(cell._replace(reason=reason))

    title = _("{row}: {before}, now {after}. Why?").format(
        row=f"{entry.code} {entry.title}",
        before=cell_text(start.before(candidate, entry.code), entry.row),
        after=cell_text(cell, entry.row),
    )
    ask_reason(screen, title, changing_reasons(), answered)
