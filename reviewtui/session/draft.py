"""One expert's marks at work: what the file says, in memory."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import AWAY, CandidateState, CellState
from reviewtui.session.changes import (
    Change,
    CommentChange,
    Edit,
    MarkChange,
    StandingChange,
    place_of,
)
from reviewtui.session.file import SessionFile

UPSERT = (
    "INSERT INTO draft (session_id, round, expert, candidate, row, "
    "state, mark, filled, reason, comment, changed_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (session_id, round, expert, candidate, row) DO UPDATE SET "
    "state = excluded.state, mark = excluded.mark, filled = excluded.filled, "
    "reason = excluded.reason, comment = excluded.comment, changed_at = excluded.changed_at"
)

DraftRow = tuple[str, str, str, int | None, int, str, str]
"""Candidate, row, state, mark, filled, reason, comment."""


@dataclass
class Draft:
    """Cells, standings and comments of one expert in one round.

    A recusal that the panel knows stands from the start.
    """

    cells: dict[str, dict[str, Cell]] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)

    def before(self, change: Change) -> Change:
        """What stands now where the change would go."""
        match change:
            case MarkChange(candidate, row):
                return MarkChange(candidate, row, self.cells[candidate].get(row, BLANK))
            case StandingChange(candidate):
                return StandingChange(candidate, self.standings.get(candidate, OPEN))
            case CommentChange(candidate, row):
                return CommentChange(candidate, row, self.comments.get((candidate, row), ""))

    def apply(self, edits: Iterable[Edit]) -> None:
        """Let every edit take effect."""
        for edit in edits:
            match edit.after:
                case MarkChange(candidate, row, cell):
                    self.cells[candidate][row] = cell
                case StandingChange(candidate, standing):
                    self.standings[candidate] = standing
                case CommentChange(candidate, row, text):
                    self.comments[candidate, row] = text

    def rows(self, edits: Iterable[Edit]) -> list[DraftRow]:
        """The stored rows that the edits touch, as they stand now."""
        return [self.row(*place) for place in dict.fromkeys(edit.place for edit in edits)]

    def row(self, candidate: str, row: str) -> DraftRow:
        """What is stored of one row, or with row "" of the whole candidate."""
        comment = self.comments.get((candidate, row), "")
        if row:
            cell = self.cells[candidate].get(row, BLANK)
            return (
                candidate, row, cell.state.value, cell.mark, int(cell.filled), cell.reason, comment,
            )  # fmt: skip
        standing = self.standings.get(candidate, OPEN)
        return candidate, row, standing.state.value, None, 0, standing.reason, comment


def merged(draft: Draft, changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The changes as edits: what changes nothing falls away, the last word on a place counts."""
    last: dict[tuple[type[Change], tuple[str, str]], Change] = {}
    for change in changes:
        last[type(change), place_of(change)] = change
    edits = (Edit(draft.before(change), change) for change in last.values())
    return tuple(edit for edit in edits if edit.before != edit.after)


def fresh_draft(panel: Panel, sheet: Sheet, expert: str, base: Ballot | None = None) -> Draft:
    """The draft of an expert who has not said anything yet, or goes on from a ballot."""
    draft = Draft(cells={code: {} for code in sheet.candidates})
    if base is not None:
        draft.cells |= {code: dict(rows) for code, rows in base.cells.items()}
        draft.standings = {
            code: standing for code, standing in base.standings.items() if standing.state in AWAY
        }
        draft.comments = {
            (code, row): text
            for code, texts in base.comments.items()
            for row, text in texts.items()
        }
    hold_recusals(draft, panel, expert)
    return draft


def read_draft(
    file: SessionFile,
    session: str,
    panel: Panel,
    sheet: Sheet,
    expert: str,
    number: int,
    base: Ballot | None = None,
) -> Draft:
    """One expert's draft of round `number` as the file has it, over what it goes on from."""
    draft = fresh_draft(panel, sheet, expert, base)
    rows = file.read(
        "SELECT candidate, row, state, mark, filled, reason, comment FROM draft "
        "WHERE session_id = ? AND round = ? AND expert = ?",
        (session, number, expert),
    )
    for candidate, row, state, mark, filled, reason, comment in rows:
        if comment or base is not None:
            draft.comments[candidate, row] = comment
        if row:
            draft.cells.setdefault(candidate, {})[row] = Cell(
                CellState(state), None if mark is None else Hundredths(mark), reason, bool(filled)
            )
        else:
            draft.standings[candidate] = Standing(CandidateState(state), reason)
    hold_recusals(draft, panel, expert)
    return draft


def hold_recusals(draft: Draft, panel: Panel, expert: str) -> None:
    """What the panel knows of recusals stands, whatever was said before it was known."""
    for recusal in panel.recusals:
        said = draft.standings.get(recusal.candidate, OPEN)
        if recusal.expert == expert and said.state is not CandidateState.RECUSED:
            draft.standings[recusal.candidate] = Standing(CandidateState.RECUSED, recusal.reason)


def count_done(file: SessionFile, session: str, number: int) -> Mapping[tuple[str, str], int]:
    """Rows with something said, per expert and candidate; counts only."""
    rows = file.read(
        "SELECT expert, candidate, count(*) FROM draft WHERE session_id = ? AND round = ? "
        "AND row <> '' AND state <> 'blank' GROUP BY expert, candidate",
        (session, number),
    )
    return {(expert, candidate): count for expert, candidate, count in rows}


def set_aside(file: SessionFile, session: str, number: int) -> set[tuple[str, str]]:
    """Expert and candidate wherever somebody recused himself or declined."""
    rows = file.read(
        "SELECT expert, candidate FROM draft WHERE session_id = ? AND round = ? "
        "AND row = '' AND state <> 'open'",
        (session, number),
    )
    return {(expert, candidate) for expert, candidate in rows}


def write_rows(
    connection: sqlite3.Connection,
    owner: tuple[str, int, str],
    rows: Iterable[DraftRow],
    at: int,
) -> None:
    """Store draft rows; `owner` is session, round and expert."""
    values = [(*owner, *row, at) for row in rows]
    if len(values) == 1:
        connection.execute(UPSERT, values[0])
    else:
        connection.executemany(UPSERT, values)
