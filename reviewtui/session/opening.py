"""Opening the ballots together (启封): the record of what was there, and who was missing."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from reviewtui.domain.ballot import Channel
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot, effective
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting
from reviewtui.session.writer import Transaction


class Opening(NamedTuple):
    """One opening.

    Attributes:
        round: Which round.
        at: UTC, milliseconds.
        by: Who opened, as stated; may be empty.
        ballots: Content ids of every ballot that was there, replaced ones included.
        missing: Experts of whom none counts: absent, withdrawn or in conflict.
        reworking: Experts who had taken their ballot back and not handed in again; the one
            they took back counts.
    """

    round: int
    at: int
    by: str
    ballots: tuple[str, ...]
    missing: tuple[str, ...]
    reworking: tuple[str, ...]


def read_openings(file: SessionFile, session: str) -> list[Opening]:
    """Every opening of the session, in order."""
    rows = file.read(
        "SELECT at, body FROM journal WHERE session_id = ? AND kind = ? ORDER BY seq",
        (session, EventKind.OPENED.value),
    )
    return [_opening(at, json.loads(body)) for at, body in rows]


def open_round(
    meeting: Meeting, ballots: Collection[StoredBallot], number: int, by: str
) -> Opening:
    """Record the opening of a round.

    Raises:
        Refused: If it was opened before, or holds nothing that is closed.
    """
    place = meeting.file.path
    if number in meeting.opened:
        raise refused(
            place, _("the ballots of round {number} were opened before").format(number=number)
        )
    turn = [ballot for ballot in ballots if ballot.round == number]
    if not turn:
        raise refused(place, _("no ballot has been handed in yet; there is nothing to open"))
    if all(ballot.channel is Channel.IMPORT for ballot in turn):
        raise refused(place, _("all marks were imported in the clear; there is nothing to open"))
    missing = [
        expert.code
        for expert in meeting.panel.experts
        if isinstance(effective(of_expert(turn, expert.code)), Why)
    ]
    body: dict[str, Canonical] = {
        "round": number,
        "by": by,
        "ballots": [ballot.content_id for ballot in turn],
        "missing": list(missing),
        "reworking": sorted(taken_back(meeting.file, meeting.id, number)),
    }

    def work(done: Transaction) -> Opening:
        done.tell(DESK, EventKind.OPENED, body)
        return _opening(done.at, body)

    opening = meeting.writer.submit(work).result()
    meeting.opened.add(number)
    return opening


def taken_back(file: SessionFile, session: str, number: int) -> set[str]:
    """Experts who took their ballot back and have not handed in again."""
    rows = file.read(
        "SELECT actor, kind, body FROM journal WHERE session_id = ? AND kind IN (?, ?) "
        "ORDER BY seq",
        (session, EventKind.SEALED.value, EventKind.REOPENED.value),
    )
    last = {actor: kind for actor, kind, body in rows if json.loads(body)["round"] == number}
    return {actor for actor, kind in last.items() if kind == EventKind.REOPENED}


def of_expert(ballots: Iterable[StoredBallot], expert: str) -> list[StoredBallot]:
    """The ballots of one expert."""
    return [ballot for ballot in ballots if ballot.expert == expert]


def _opening(at: int, body: Mapping[str, Any]) -> Opening:
    return Opening(
        round=body["round"],
        at=at,
        by=body["by"],
        ballots=tuple(body["ballots"]),
        missing=tuple(body["missing"]),
        reworking=tuple(body["reworking"]),
    )
