"""What an expert begins a further round with: his marks of the round before, and the feedback.

At the desk it is worked out from the ballots the round's record names, which are open. A kit
carries it for one expert, as his working copy's entry in the journal: his own ballot, and of
all others nothing but the spread of a cell.
"""

from collections.abc import Mapping
from typing import Any, Final

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.further_round import Feedback, RoundStart, Spread, spread_of
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Expert
from reviewtui.domain.states import AWAY
from reviewtui.locales import _
from reviewtui.session.ballots import parse_unsigned
from reviewtui.session.faults import refused
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.round_record import (
    FIRST_ROUND,
    FurtherRound,
    read_rounds,
    sits_out,
    standing_rounds,
)
from reviewtui.session.signed import bad

START: Final = "start"
"""Where in the entry of a working copy the expert's own beginning stands."""


def require_round(meeting: Meeting, number: int) -> FurtherRound:
    """The record of a further round.

    Raises:
        Refused: If it was not begun, or differently at two desks.
    """
    found = standing_rounds(read_rounds(meeting.file, meeting.id), number)
    if len(found) > 1:
        sentence = _(
            "two desks began round {number} differently; begin it again with one list (round "
            "--again), and say who decided"
        )
        raise refused(meeting.file.path, sentence.format(number=number))
    if not found:
        sentence = _("round {number} was not begun here; begin it with the command round")
        raise refused(meeting.file.path, sentence.format(number=number))
    return found[0]


def read_start(meeting: Meeting, expert: str, number: int) -> RoundStart | None:
    """What the expert begins the round with; None in the first, and where it was not begun.

    Raises:
        Refused: If he takes no part in it, two desks began it differently, or a ballot of the
            round before cannot be read.
    """
    if number == FIRST_ROUND or number not in meeting.further:
        return None
    record = require_round(meeting, number)
    if meeting.role is Keeper.EXPERT:
        return start_in(record)
    return starts_of(meeting, record, expert)[expert]


def taking_part(meeting: Meeting) -> tuple[Expert, ...]:
    """Who marks in the round at work: everybody who sits, in a further round with marks before it
    and with something reopened that is his to judge.

    Raises:
        Refused: As `require_round`.
    """
    sitting = meeting.panel.sitting
    if meeting.round == FIRST_ROUND:
        return sitting
    rounds = [require_round(meeting, meeting.round)]
    return tuple(
        expert
        for expert in sitting
        if not sits_out(rounds, meeting.round, meeting.panel, expert.code)
    )


def every_start(meeting: Meeting, number: int) -> dict[str, RoundStart]:
    """What everybody begins a further round with who takes part in it; nobody in the first.

    Raises:
        Refused: As `read_start`.
    """
    if number == FIRST_ROUND or number not in meeting.further:
        return {}
    record = require_round(meeting, number)
    return starts_of(meeting, record, *record.base)


def starts_of(meeting: Meeting, record: FurtherRound, *experts: str) -> dict[str, RoundStart]:
    """What each of the experts begins the round with.

    Raises:
        Refused: As `read_start`.
    """
    for expert in experts:
        if expert not in record.base:
            sentence = _(
                "expert {expert} has no ballot of the round before and takes no part in round "
                "{number}: it only changes marks that were given"
            )
            raise refused(meeting.file.path, sentence.format(expert=expert, number=record.number))
    ballots = base_ballots(meeting, record)
    spread = spread_in(record, ballots)
    return {
        expert: RoundStart(
            record.cells, ballots[expert], record.feedback, _marked_in(ballots[expert], spread)
        )
        for expert in experts
    }


def _marked_in(ballot: Ballot, spread: Mapping[str, Mapping[str, Spread]]) -> dict[str, Any]:
    """The spread of the cells the ballot has a mark in: who gives a first mark sees no others."""
    own = {
        candidate: {row for row, cell in cells.items() if cell.mark is not None}
        for candidate, cells in ballot.cells.items()
    }
    found = {
        candidate: {row: one for row, one in rows.items() if row in own.get(candidate, ())}
        for candidate, rows in spread.items()
    }
    return {candidate: rows for candidate, rows in found.items() if rows}


def base_ballots(meeting: Meeting, record: FurtherRound) -> dict[str, Ballot]:
    """The ballots a round goes on from, by expert.

    Raises:
        Refused: If one is not here or cannot be read.
    """
    from reviewtui.session.shelf import Shelf, read_shelf

    shelf = Shelf(meeting)
    stored = {item.content_id: item for item in read_shelf(meeting.file, meeting.id)}
    missing = [expert for expert, own in record.base.items() if own not in stored]
    if missing:
        sentence = _("the ballot of expert {expert} from the round before is not here")
        raise refused(meeting.file.path, sentence.format(expert=missing[0]))
    return {expert: shelf.take_down(stored[own]) for expert, own in record.base.items()}


def spread_in(record: FurtherRound, ballots: Mapping[str, Ballot]) -> dict[str, dict[str, Spread]]:
    """The spread of every reopened cell with enough marks; empty where it is not allowed."""
    if record.feedback is not Feedback.SPREAD:
        return {}
    found: dict[str, dict[str, Spread]] = {}
    for candidate, rows in record.cells.items():
        giving = [
            ballot.cells.get(candidate, {})
            for ballot in ballots.values()
            if candidate not in ballot.standings or ballot.standings[candidate].state not in AWAY
        ]
        for row in rows:
            marks = [cells[row].mark for cells in giving if row in cells]
            spread = spread_of([mark for mark in marks if mark is not None])
            if spread is not None:
                found.setdefault(candidate, {})[row] = spread
    return found


def start_body(record: FurtherRound, expert: str, start: RoundStart) -> dict[str, Canonical]:
    """The record as one expert's kit and working copy have it; nobody else is named in it."""
    spread: dict[str, Canonical] = {
        candidate: {row: list(one) for row, one in rows.items()}
        for candidate, rows in start.spread.items()
    }
    body = dict(record.body) | {"base": {expert: record.base[expert]}}
    body.pop("supersedes", None)
    return body | {START: {"ballot": start.base.document().decode(), "spread": spread}}


def start_in(record: FurtherRound) -> RoundStart:
    """The same read back.

    Raises:
        BadBytes: If it is not what the program writes.
    """
    try:
        said: Any = record.body[START]
        spread = {
            candidate: {row: _spread(one) for row, one in rows.items()}
            for candidate, rows in said["spread"].items()
        }
        ballot = parse_unsigned(said["ballot"].encode())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        bad(_("the beginning of the round is not that of a kit"))
    return RoundStart(record.cells, ballot, record.feedback, spread)


def _spread(said: list[int]) -> Spread:
    n, twice, low, high = said
    if any(type(number) is not int for number in said):
        raise TypeError(said)
    return Spread(n, twice, Hundredths(low), Hundredths(high))
