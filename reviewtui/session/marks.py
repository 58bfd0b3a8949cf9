"""The marks of opened ballots, row by row in a table: filled once, read fast.

The table is a copy; the ballots' bytes are the truth and can always fill it again. Each
candidate's marks come as one joined text from the database, which takes half as long as
fetching them row by row.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Cell
from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.marks import CandidateMarks
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import AWAY, CandidateState, CellState
from reviewtui.locales import _
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile

WHOLE: Final = -1
"""Position of what was said of the whole candidate."""

MarkRow = tuple[str, int, str, int, str, str, int | None]
"""Session, ballot number, candidate, position, row, state, mark."""


def mark_rows(session: str, number: int, ballot: Ballot, sheet: Sheet) -> Iterator[MarkRow]:
    """The rows of one ballot, in the order of the table's key."""
    codes = [(position, row.code) for position, row in enumerate(sheet.asked)]
    scored = CellState.SCORED.value
    for candidate in sorted({*ballot.cells, *ballot.standings}):
        standing = ballot.standings.get(candidate)
        if standing is not None:
            yield session, number, candidate, WHOLE, "", standing.state.value, None
        cells = ballot.cells.get(candidate, {})
        for position, code in codes:
            cell = cells.get(code)
            if cell is not None:
                state = scored if cell.mark is not None else cell.state.value
                yield session, number, candidate, position, code, state, cell.mark


def marks_of(ballot: Ballot, sheet: Sheet) -> dict[str, CandidateMarks]:
    """One ballot's marks from the ballot itself, as `read_marks` gives them."""
    found = {}
    for candidate in sorted({*ballot.cells, *ballot.standings}):
        standing = ballot.standings.get(candidate, OPEN).state
        own = ballot.cells.get(candidate, {})
        if standing in AWAY:
            own = {}
        cells = [own.get(row.code, BLANK) for row in sheet.rows]
        unable = (at for at, cell in enumerate(cells) if cell.state is CellState.UNABLE)
        marks = [cell.mark for cell in cells]
        said = own.get(CONCLUSION, BLANK)
        found[candidate] = CandidateMarks(marks, standing, frozenset(unable), _concluded(said))
    return found


def filled_ballots(file: SessionFile, session: str) -> set[int]:
    """Numbers of the ballots whose marks are in the table."""
    numbers = file.read("SELECT number FROM ballot WHERE session_id = ?", (session,))
    return {
        number
        for (number,) in numbers
        if file.read(
            "SELECT 1 FROM ballot_mark WHERE session_id = ? AND ballot = ? LIMIT 1",
            (session, number),
        )
    }


class FilledIn(NamedTuple):
    """How far one ballot came with one candidate.

    Attributes:
        said: Rows with something said.
        blank: Rows with nothing.
        standing: Of the whole candidate.
    """

    said: int
    blank: int
    standing: CandidateState


def filled_in(file: SessionFile, session: str, number: int) -> dict[str, FilledIn]:
    """By candidate how far a ballot in the table came; empty if it is not there."""
    rows = file.read(
        "SELECT candidate, sum(row <> '' AND state <> 'blank'), sum(row <> '' AND state = 'blank'),"
        f" max(CASE WHEN position = {WHOLE} THEN state END) FROM ballot_mark "
        "WHERE session_id = ? AND ballot = ? GROUP BY candidate",
        (session, number),
    )
    return {
        candidate: FilledIn(said, blank, CandidateState(standing or CandidateState.OPEN))
        for candidate, said, blank, standing in rows
    }


def read_marks(
    file: SessionFile, session: str, number: int, sheet: Sheet, candidate: str | None = None
) -> dict[str, CandidateMarks]:
    """One ballot's marks, of all candidates or of one, aligned with `Sheet.rows`.

    Raises:
        Refused: If the table cannot be right.
    """
    rows = file.read(
        # The key is the only index, so the marks of a group are joined in its order.
        "SELECT candidate, min(position), group_concat(mark) FROM ballot_mark "
        f"WHERE session_id = ? AND ballot = ?{_of(candidate)}{_tallied(sheet)} "
        "GROUP BY candidate",
        (session, number, *_one(candidate)),
    )
    joined = "],[".join(marks or "" for _candidate, _first, marks in rows)
    parsed = json.loads(f"[[{joined}]]") if rows else []
    judged = _Judged(sheet)
    width = len(sheet.rows)
    found: dict[str, CandidateMarks] = {}
    gappy: dict[str, list[int]] = {}
    for (code, first, _joined), marks in zip(rows, parsed, strict=True):
        positions = judged.of(code)
        if first == WHOLE or len(marks) != len(positions):
            gappy[code] = marks
            found[code] = CandidateMarks(())  # keeps the order
        else:
            whole = len(marks) == width
            found[code] = CandidateMarks(marks if whole else _spread(marks, positions, width))
    if gappy:
        gaps = _read_gaps(file, session, number, sheet, candidate)
        for code, marks in gappy.items():
            positions = judged.of(code)
            try:
                found[code] = _with_gaps(marks, positions, gaps.get(code, {}), width)
            except ValueError as error:
                raise refused(
                    file.path,
                    _(
                        "the table of marks does not fit the sheet at candidate {candidate}; "
                        "it was changed by another program. Continue with the latest backup"
                    ).format(candidate=code),
                ) from error
    if sheet.conclusion is not None:
        for code, said in _read_conclusions(file, session, number, width, candidate).items():
            found[code] = found[code]._replace(conclusion=said)
    return found


class _Judged:
    """Positions of the judged rows; candidates without overlays share one list."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._known: dict[tuple[Place, ...], list[int]] = {}

    def of(self, candidate: str) -> list[int]:
        if candidate not in self._sheet.candidates:
            return []
        places = self._sheet.candidates[candidate].places
        found = self._known.get(places)
        if found is None:
            found = [at for at, place in enumerate(places) if place is Place.JUDGED]
            self._known[places] = found
        return found


def _spread(marks: Iterable[int], positions: Iterable[int], width: int) -> list[int | None]:
    """The marks at their positions; ValueError if there are more of one than of the other."""
    wide: list[int | None] = [None] * width
    for position, mark in zip(positions, marks, strict=True):
        wide[position] = mark
    return wide


def _of(candidate: str | None) -> str:
    return "" if candidate is None else " AND candidate = ?"


def _one(candidate: str | None) -> tuple[str, ...]:
    return () if candidate is None else (candidate,)


def _tallied(sheet: Sheet) -> str:
    """A condition that leaves out the conclusions; without any the key alone is faster."""
    return "" if sheet.conclusion is None else f" AND position < {len(sheet.rows)}"


def _read_gaps(
    file: SessionFile, session: str, number: int, sheet: Sheet, only: str | None
) -> dict[str, dict[int, str]]:
    """State by position wherever a ballot has no mark, per candidate."""
    rows = file.read(
        "SELECT candidate, position, state FROM ballot_mark "
        f"WHERE session_id = ? AND ballot = ?{_of(only)}{_tallied(sheet)} AND mark IS NULL",
        (session, number, *_one(only)),
    )
    gaps: dict[str, dict[int, str]] = {}
    for candidate, position, state in rows:
        gaps.setdefault(candidate, {})[position] = state
    return gaps


def _read_conclusions(
    file: SessionFile, session: str, number: int, position: int, only: str | None
) -> dict[str, Cell]:
    """What one ballot concludes of each candidate; it stands behind the rows."""
    rows = file.read(
        "SELECT candidate, state, mark FROM ballot_mark "
        f"WHERE session_id = ? AND ballot = ? AND position = ?{_of(only)}",
        (session, number, position, *_one(only)),
    )
    return {candidate: Cell(CellState(state), mark) for candidate, state, mark in rows}


def _concluded(cell: Cell) -> Cell:
    """A conclusion as the table keeps it: without its reason."""
    return Cell(cell.state, cell.mark)


def _with_gaps(
    marks: list[int], positions: list[int], gaps: dict[int, str], width: int
) -> CandidateMarks:
    """A candidate with blank or unable rows, or with a standing."""
    standing = CandidateState(gaps.get(WHOLE, CandidateState.OPEN))
    if standing in AWAY:
        return CandidateMarks([None] * width, standing)
    unable = frozenset(at for at, state in gaps.items() if state == CellState.UNABLE)
    scored = (at for at in positions if at not in gaps)
    return CandidateMarks(_spread(marks, scored, width), standing, unable)
