"""Sessions whose ballots came from another system: as large as wanted, made in one go."""

from collections.abc import Iterable
from pathlib import Path

from reviewtui.domain.ballot import Ballot, Cell, Channel
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CellState
from reviewtui.session.create import create_session
from reviewtui.session.session import Session


def imported(path: Path, panel: Panel, sheet: Sheet, marks: Iterable[ExpertMarks]) -> Session:
    """An open session at `path` whose counted ballots hold these marks; none may be missing."""
    create_session(path, panel)
    session = Session.open(path)
    session.take_in(
        [
            Ballot(
                session.id,
                own.expert,
                sheet.hash,
                channel=Channel.IMPORT,
                cells={
                    candidate: {
                        row.code: Cell(CellState.SCORED, Hundredths(mark))
                        for row, mark in zip(sheet.rows, given.marks, strict=True)
                        if mark is not None
                    }
                    for candidate, given in own.candidates.items()
                },
            )
            for own in marks
        ]
    )
    return session
