"""What an expert changes, and how a change is written into the journal and read back."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState


class MarkChange(NamedTuple):
    """One row of one candidate gets this cell; `BLANK` empties it."""

    candidate: str
    row: str
    cell: Cell


class StandingChange(NamedTuple):
    """The whole candidate: recused, declined, or open again."""

    candidate: str
    standing: Standing


class CommentChange(NamedTuple):
    """A comment on a row, or with row "" on the whole candidate."""

    candidate: str
    row: str
    text: str


Change: TypeAlias = MarkChange | StandingChange | CommentChange


class Edit(NamedTuple):
    """A change with what stood there before."""

    before: Change
    after: Change

    @property
    def place(self) -> tuple[str, str]:
        """Candidate and row; row "" for the whole candidate."""
        return place_of(self.after)

    def turned(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit(self.after, self.before)


def place_of(change: Change) -> tuple[str, str]:
    """Candidate and row of a change; row "" for the whole candidate."""
    row = "" if isinstance(change, StandingChange) else change.row
    return change.candidate, row


def edits_body(edits: Sequence[Edit]) -> dict[str, Canonical]:
    """Edits as a journal entry carries them: candidate, row, before, after."""
    body: dict[str, list[Canonical]] = {}
    for edit in edits:
        key, before = _said(edit.before)
        _key, after = _said(edit.after)
        body.setdefault(key, []).append([*edit.place, before, after])
    return dict(body)


def read_edits(body: Mapping[str, Any]) -> tuple[Edit, ...]:
    """The edits of a journal entry."""
    edits = [
        Edit(MarkChange(candidate, row, _cell(before)), MarkChange(candidate, row, _cell(after)))
        for candidate, row, before, after in body.get("marks", ())
    ]
    standings = [
        Edit(
            StandingChange(candidate, _standing(before)),
            StandingChange(candidate, _standing(after)),
        )
        for candidate, _row, before, after in body.get("standings", ())
    ]
    comments = [
        Edit(CommentChange(candidate, row, before), CommentChange(candidate, row, after))
        for candidate, row, before, after in body.get("comments", ())
    ]
    return (*edits, *standings, *comments)


def _said(change: Change) -> tuple[str, Canonical]:
    match change:
        case MarkChange(cell=cell):
            return "marks", [cell.state.value, cell.mark, cell.reason, int(cell.filled)]
        case StandingChange(standing=standing):
            return "standings", [standing.state.value, standing.reason]
        case CommentChange(text=text):
            return "comments", text


def _cell(said: Sequence[Any]) -> Cell:
    state, mark, reason, filled = said
    return Cell(CellState(state), None if mark is None else Hundredths(mark), reason, bool(filled))


def _standing(said: Sequence[Any]) -> Standing:
    state, reason = said
    return Standing(CandidateState(state), reason)
