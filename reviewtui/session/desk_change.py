"""Changing marks at the desk (现场修改) for an expert whose laptop is packed.

He stands there and says what is to be different; the desk types it, he signs the change
slip. The new version carries the rest of his marks over from the one he handed in, unseen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Cell, Channel, check_code
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.states import AWAY, CandidateState, Why
from reviewtui.locales import _
from reviewtui.session.changes import MarkChange, StandingChange, place_of
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.round_start import require_round
from reviewtui.session.session import Session
from reviewtui.session.shelf import Shelf
from reviewtui.session.typed_in import Entry, TypedIn, require_entry, take_typed
from reviewtui.session.typed_pass import CHANGE

DeskChange = MarkChange | StandingChange


class Changed(NamedTuple):
    """What the change slip says: versions, codes, places and the reason; no mark.

    Attributes:
        places: Candidate and row; "" is the whole candidate.
    """

    expert: str
    round: int
    before: StoredBallot
    after: TypedIn
    places: tuple[tuple[str, str], ...]
    by: tuple[str, ...]
    reason: str

    @property
    def codes(self) -> tuple[str, str]:
        """Check codes of the old and the new version."""
        return check_code(self.before.content_id), check_code(self.after.sealed.content_id)


def require_changeable(session: Session, expert: str, number: int | None = None) -> StoredBallot:
    """The version that would be changed; in a further round, where none of it is here yet, the
    one of the round before.

    Raises:
        Refused: If none counts, the round was opened, or the desk cannot carry the other
            marks over because the supervisor holds the opening code.
    """
    require_entry(session, expert)
    path, number = session.path, number or session.meeting.round
    if number in session.meeting.opened:
        sentence = _(
            "the ballots of round {number} were opened before; marks of it are changed no more"
        )
        raise refused(path, sentence.format(number=number))
    state = session.effective(number).get(expert, Why.ABSENT)
    if state is Why.CONFLICT:
        sentence = _("two versions of expert {expert} stand in conflict; settle that first")
        raise refused(path, sentence.format(expert=expert))
    if isinstance(state, Why) and number != FIRST_ROUND:
        own = require_round(session.meeting, number).base.get(expert, "")
        state = next((item for item in session.stored() if item.content_id == own), state)
    if isinstance(state, Why):
        sentence = _("no ballot of expert {expert} counts; there is nothing to change")
        raise refused(path, sentence.format(expert=expert))
    code = session.meeting.file.lend(lambda found: read_opening_code(found, session.id))
    if code is None or not code.digits:
        raise refused(
            path,
            _(
                "the supervisor holds the opening code, so the desk cannot carry the other marks "
                "over; let the expert submit again from the stick, or enter a whole paper sheet"
            ),
        )
    return state


def change_at_desk(
    session: Session,
    expert: str,
    changes: Sequence[DeskChange],
    *,
    by: tuple[str, str],
    reason: str,
    number: int | None = None,
) -> Changed:
    """Enter a new version of a ballot with some marks changed.

    Args:
        session: Of the desk.
        expert: Whose ballot; he is there and says what changes.
        changes: What changes, and nothing else does.
        by: Who types, and who looks on.
        reason: Why; it stands in the journal and on the slip.
        number: Of the round; by default the one at work.

    Raises:
        Refused: With everything that does not fit; nothing is changed then.
    """
    number = number or session.meeting.round
    before = require_changeable(session, expert, number)
    faults = [] if reason.strip() else [_("say why; the reason stands in the record")]
    if not changes:
        faults.append(_("nothing was changed; nothing is stored"))
    if faults:
        raise Refused(*(Finding(session.path.name, fault) for fault in faults))
    ballot = _changed(session, Shelf(session.meeting).take_down(before), changes)
    if number != FIRST_ROUND:
        ballot = replace(ballot, round=number, cells=_reasoned(ballot.cells, changes, reason))
    entry = Entry(by=by, reason=reason)
    after = take_typed(session, ballot, entry, typed=(CHANGE,))
    places = tuple(dict.fromkeys(map(place_of, changes)))
    return Changed(expert, number, before, after, places, by, reason)


def _changed(session: Session, ballot: Ballot, changes: Sequence[DeskChange]) -> Ballot:
    """The ballot as the desk signs it; a candidate taken back from recusal is blank."""
    cells = {candidate: dict(own) for candidate, own in ballot.cells.items()}
    standings = dict(ballot.standings)
    for change in changes:
        match change:
            case MarkChange(candidate, row, cell):
                _rows(session, cells, candidate)[row] = cell
                if standings.get(candidate, OPEN).state in AWAY:
                    del standings[candidate]
            case StandingChange(candidate, standing):
                if standing.state is CandidateState.OPEN:
                    standings.pop(candidate, None)
                    _rows(session, cells, candidate)
                else:
                    standings[candidate] = standing
                    cells.pop(candidate, None)
    done_since = [
        candidate
        for candidate, standing in standings.items()
        if standing.state is CandidateState.LEFT
        and all(cell.done for cell in cells[candidate].values())
    ]
    for candidate in done_since:
        del standings[candidate]
    app = session.meeting.app
    return replace(ballot, channel=Channel.PAPER, kit="", cells=cells, standings=standings, app=app)


def _reasoned(
    cells: Mapping[str, Mapping[str, Cell]], changes: Sequence[DeskChange], reason: str
) -> dict[str, dict[str, Cell]]:
    """The cells with the reason that each changed mark of a further round wants."""
    found = {candidate: dict(own) for candidate, own in cells.items()}
    for change in changes:
        if isinstance(change, MarkChange) and not change.cell.reason:
            found[change.candidate][change.row] = change.cell._replace(reason=reason)
    return found


def _rows(session: Session, cells: dict[str, dict[str, Cell]], candidate: str) -> dict[str, Cell]:
    blank = {row.code: BLANK for row in session.sheet.judged(candidate)}
    return cells.setdefault(candidate, blank)
