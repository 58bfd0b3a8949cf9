"""Opening the ballots together (启封): the record of what was there, and who was missing."""

import json
from collections.abc import Collection, Iterable

from reviewtui.domain.ballot import Ballot, Channel
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.counting import state_when_opened
from reviewtui.session.definition import definition_hash, read_amendments, read_definition
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind
from reviewtui.session.kept_aside import revoked_ballots
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_code import read_digits, store_typed_digits
from reviewtui.session.opening_record import Listed, Opening, read_opening
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.told import told
from reviewtui.session.writer import Transaction


def open_round(
    meeting: Meeting,
    ballots: Collection[StoredBallot],
    number: int,
    by: str,
    code: str,
    parsed: Iterable[tuple[int, Ballot]],
    without: Collection[str] = (),
) -> Opening:
    """Record the opening of a round with all its marks, and keep the code of it.

    Args:
        meeting: The open session.
        ballots: All it holds.
        number: Which round.
        by: Who opens, as stated.
        code: The opening code where it was typed.
        parsed: The ballots that were opened, by number.
        without: Ids of ballots that cannot be opened and are left aside.

    Raises:
        Refused: If it was opened before, or holds nothing that is closed, or the panel was
            amended since the session was opened.
    """
    place = meeting.file.path
    require_current(meeting)
    if number in meeting.opened:
        sentence = _(
            "the ballots of round {number} were opened before; what came late is admitted by "
            "opening again with a reason"
        )
        raise refused(place, sentence.format(number=number))
    turn = [ballot for ballot in ballots if ballot.round == number]
    if not turn:
        raise refused(place, _("no ballot has been handed in yet; there is nothing to open"))
    if all(ballot.channel is Channel.IMPORT for ballot in turn):
        raise refused(place, _("all marks were imported in the clear; there is nothing to open"))
    gone = revoked_ballots(meeting.file, meeting.id)
    there = [ballot.content_id for ballot in turn if ballot.content_id not in gone]
    opened = [own for own in there if own not in without]
    if not opened:
        raise refused(place, _("none of the ballots can be opened; nothing was opened"))
    left, resolutions = set(there) - set(opened), read_resolutions(meeting.file, meeting.id)
    done = Listed(frozenset(opened), frozenset(left), gone, frozenset())
    missing = [
        expert.code
        for expert in meeting.panel.sitting
        if isinstance(state_when_opened(meeting, expert.code, turn, done, resolutions), Why)
    ]
    body: dict[str, Canonical] = {
        "round": number,
        "by": by,
        "ballots": list(opened),
        "missing": list(missing),
        "reworking": sorted(taken_back(meeting.file, meeting.id, number)),
        "rule": rule_hash(meeting.panel.rule),
        "definition": definition_hash(meeting.file, meeting.id),
        "amendments": [item.id for item in read_amendments(meeting.file, meeting.id)],
        "settled": [[item.candidate, item.row, item.value] for item in meeting.panel.settled],
    }
    if len(opened) < len(turn):
        body["without"] = [own for own in there if own in without]
        body["revoked"] = sorted({ballot.content_id for ballot in turn} & gone)

    return record(meeting, body, code, parsed)


def record(
    meeting: Meeting, body: dict[str, Canonical], code: str, opened: Iterable[tuple[int, Ballot]]
) -> Opening:
    """Write the record of an opening with the marks of what it opened, and keep a typed code."""
    from reviewtui.session.marks import mark_rows
    from reviewtui.session.store import fill_marks  # loads SQLModel: half a second

    def work(done: Transaction) -> Opening:
        if code:
            store_typed_digits(done.connection, meeting.id, read_digits(code))
        rows = ((at, mark_rows(meeting.id, at, ballot, meeting.sheet)) for at, ballot in opened)
        fill_marks(done.connection, meeting.id, rows)
        done.tell(DESK, EventKind.OPENED, body)
        return read_opening(meeting.id, done.at, body)

    opening = meeting.writer.submit(work).result()
    meeting.opened.add(opening.round)
    return opening


def require_current(meeting: Meeting) -> None:
    """Whether the panel in memory is the one on file; what is recorded must be what counts."""
    if read_definition(meeting.file, meeting.id).panel != meeting.panel:
        raise refused(
            meeting.file.path,
            _("the panel was amended since this session was opened; close it and open it again"),
        )


def taken_back(file: SessionFile, session: str, number: int) -> set[str]:
    """Experts who took their ballot back and have not handed in again, here or elsewhere."""
    replaced = {
        earlier
        for (supersedes,) in file.read(
            "SELECT supersedes FROM ballot WHERE session_id = ? AND round = ?", (session, number)
        )
        for earlier in json.loads(supersedes)
    }
    return {
        one.actor
        for one in told(file, session, EventKind.REOPENED)
        if one.body["round"] == number and one.body["content_id"] not in replaced
    }


def of_expert(ballots: Iterable[StoredBallot], expert: str) -> list[StoredBallot]:
    """The ballots of one expert."""
    return [ballot for ballot in ballots if ballot.expert == expert]
