"""From a typed paper sheet to a ballot: which boxes it has, and what they say together."""

from dataclasses import replace
from typing import NamedTuple

from reviewtui.domain.ballot import BLANK, Ballot, Cell, Channel, Standing
from reviewtui.domain.further_round import RoundStart, going_on, reopened_rows
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import AWAY, CandidateState, CellState
from reviewtui.domain.subtotals import spread, subtotal_rows
from reviewtui.session.session import Session
from reviewtui.session.typed_pass import TypedPass


class Box(NamedTuple):
    """One box of the paper: whose, and what can be written into it."""

    candidate: str
    row: ScoredRow


def boxes(
    session: Session, expert: str, start: RoundStart | None = None, *, subtotals: bool
) -> list[Box]:
    """Every box of an expert's paper sheet, in its order; known recusals have none.

    Args:
        start: What he begins a further round with; only what is reopened has boxes then.
    """
    panel, sheet = session.panel, session.sheet
    if start is not None:
        reopened = reopened_rows(start, panel, sheet, expert)
        return [Box(candidate, row) for candidate, rows in reopened.items() for row in rows]
    found = []
    for candidate in panel.assigned(expert):
        if panel.recusal(expert, candidate) is None:
            rows = subtotal_rows(panel, sheet, candidate) if subtotals else sheet.judged(candidate)
            found += [Box(candidate, row) for row in rows]
    return found


def paper_ballot(
    session: Session, expert: str, number: int, typed: TypedPass, start: RoundStart | None = None
) -> Ballot:
    """The ballot that a sheet gives; unsigned.

    Args:
        session: Of the desk.
        expert: Whose paper it is.
        number: Of the round.
        typed: What both people agree on.
        start: What he begins a further round with.
    """
    if start is not None:
        standings = {
            candidate: one
            for candidate, one in typed.standings.items()
            if one.state in AWAY and candidate in start.base.cells
        }
        ballot = going_on(start, number, typed.cells, standings)
        return replace(ballot, channel=Channel.PAPER, app=session.meeting.app)
    panel, sheet = session.panel, session.sheet
    cells: dict[str, dict[str, Cell]] = {}
    standings = {}
    for candidate in panel.assigned(expert):
        known = panel.recusal(expert, candidate)
        standing = typed.standings.get(candidate)
        if known is not None:
            standings[candidate] = Standing(CandidateState.RECUSED, known.reason)
        elif standing is not None and standing.state in AWAY:
            standings[candidate] = standing
        elif typed.subtotals:
            cells[candidate] = _spread_out(session, candidate, typed)
        else:
            cells[candidate] = {
                row.code: typed.cell(candidate, row.code) for row in sheet.judged(candidate)
            }
    return Ballot(
        session=session.id,
        expert=expert,
        sheet=sheet.hash,
        round=number,
        channel=Channel.PAPER,
        cells=cells,
        standings=standings,
        app=session.meeting.app,
    )


def typed_from(ballot: Ballot, typist: str, *, again: bool = False) -> TypedPass:
    """One person's reading of a sheet, given as a whole.

    Args:
        again: Whether it is one of a further round: a remark on a row is then the reason there.
    """
    cells = ballot.cells
    if again:
        cells = {
            candidate: {
                row: cell._replace(
                    reason=cell.reason or ballot.comments.get(candidate, {}).get(row, "")
                )
                for row, cell in rows.items()
            }
            for candidate, rows in cells.items()
        }
    return TypedPass(typist, cells, ballot.standings, finished=True)


def _spread_out(session: Session, candidate: str, typed: TypedPass) -> dict[str, Cell]:
    """Rows below each subtotal; all of them share a state that is no mark."""
    below: dict[str, list[ScoredRow]] = {}
    for row in session.sheet.judged(candidate):
        below.setdefault(row.primary, []).append(row)
    found: dict[str, Cell] = {}
    for primary, rows in below.items():
        cell = typed.cell(candidate, primary)
        if cell.state is CellState.SCORED and cell.mark is not None:
            marks = spread(Hundredths(cell.mark), rows)
            found |= {
                code: Cell(CellState.SCORED, mark, filled=True) for code, mark in marks.items()
            }
        else:
            found |= {row.code: cell if cell.state is CellState.UNABLE else BLANK for row in rows}
    return {row.code: found[row.code] for row in session.sheet.judged(candidate)}
