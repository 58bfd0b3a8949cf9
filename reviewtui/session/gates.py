"""The last gate before the file: what a change must be, whoever sends it."""

from collections.abc import Sequence
from typing import Final

from reviewtui.domain.ballot import Cell
from reviewtui.domain.fields import text_faults
from reviewtui.domain.findings import Finding
from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.domain.typed_mark import misplaced
from reviewtui.locales import _
from reviewtui.session.changes import Change, CommentChange, MarkChange, StandingChange
from reviewtui.session.draft import Draft

LONGEST_TEXT: Final = 2000
"""Characters of a comment or a reason."""


def faults_of(
    changes: Sequence[Change],
    draft: Draft,
    panel: Panel,
    sheet: Sheet,
    expert: str,
    start: RoundStart | None = None,
) -> list[Finding]:
    """Everything that is wrong with the changes of one commit; `start` is a further round's."""
    assigned = set(panel.assigned(expert))
    standings = dict(draft.standings)
    standings.update(
        (change.candidate, change.standing)
        for change in changes
        if isinstance(change, StandingChange)
    )
    found: list[Finding] = []
    for change in changes:
        place = _("candidate {candidate}").format(candidate=change.candidate)
        if change.candidate not in assigned:
            found.append(Finding(place, _("is not among the candidates you are to score")))
            continue
        if start is not None and not _is_reopened(change, start):
            found.append(Finding(place, closed_words(change)))
            continue
        match change:
            case MarkChange(candidate, row, cell):
                standing = standings.get(candidate)
                if standing is not None and standing.state is not CandidateState.OPEN:
                    sentence = _("you recused yourself or declined; take that back first")
                    found.append(Finding(place, sentence))
                place = _("candidate {candidate}, row {row}").format(candidate=candidate, row=row)
                found += [
                    Finding(place, sentence)
                    for sentence in cell_faults(cell, candidate, row, sheet)
                ]
            case StandingChange(candidate, standing):
                if standing.state is CandidateState.LEFT:
                    sentence = _("leaving early is said when handing in, not for one candidate")
                    found.append(Finding(place, sentence))
                if standing.state is not CandidateState.RECUSED and panel.recusal(
                    expert, candidate
                ):
                    sentence = _("this recusal was settled before the meeting and stays")
                    found.append(Finding(place, sentence))
                found += [Finding(place, sentence) for sentence in long_faults(standing.reason)]
            case CommentChange(candidate, row, text):
                if row and row not in sheet.index:
                    found.append(Finding(place, _("there is no row {row}").format(row=row)))
                found += [Finding(place, sentence) for sentence in long_faults(text)]
    return found


def _is_reopened(change: Change, start: RoundStart) -> bool:
    if isinstance(change, StandingChange):
        return start.reopens_whole(change.candidate)
    return start.reopens(change.candidate, change.row)


def closed_words(change: Change) -> str:
    """That a further round leaves this as it was."""
    if isinstance(change, StandingChange):
        return _("is not reopened as a whole in this round; tell the desk of a recusal")
    if isinstance(change, CommentChange) and not change.row:
        return _("is not reopened in this round; it stays as it was")
    return _("row {row} is not reopened in this round; it stays as it was").format(row=change.row)


def cell_faults(
    cell: Cell, candidate: str, code: str, sheet: Sheet, *, blind: bool = False
) -> list[str]:
    """What is wrong with one cell; one sentence per fault.

    Args:
        blind: Whether no sentence may repeat the mark: the ballot stays closed.
    """
    if code not in sheet.index:
        return [_("there is no row {row}").format(row=code)]
    if sheet.place(candidate, code) is not Place.JUDGED:
        return [_("this row is not judged by experts for this candidate")]
    faults = long_faults(cell.reason)
    if (cell.state is CellState.SCORED) != (cell.mark is not None):
        faults.append(_("a mark belongs to a scored row and to no other"))
    if cell.state is CellState.NOT_APPLICABLE:
        faults.append(_("only the organiser says that a row does not apply"))
    if cell.mark is not None:
        fault = misplaced(cell.mark, sheet.row(code))
        faults += [_("the mark in it is none that this row has") if blind else fault][: bool(fault)]
    return faults


def hole_finding(candidate: str, row: str, cell: Cell) -> Finding:
    """Why this cell keeps a sheet from being handed in."""
    place = _("candidate {candidate}, row {row}").format(candidate=candidate, row=row)
    if cell.done:
        return Finding(place, _("was changed without a reason; mark it again and say why"))
    return Finding(place, _("is blank"))


def long_faults(text: str) -> list[str]:
    """What is wrong with a text that somebody typed."""
    if not text:
        return []
    faults = text_faults(text)
    if len(text) > LONGEST_TEXT:
        faults.append(_("the text is longer than {most} characters").format(most=LONGEST_TEXT))
    return faults
