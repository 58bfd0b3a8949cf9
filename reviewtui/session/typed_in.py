"""Ballots that the desk enters for an expert (代录): read from an Excel sheet, typed from paper.

They are signed by the desk, never by the expert, name their channel, and are boxed like
every other ballot: nothing of them shows before the opening. What comes second does not push
out what is there: both stand in conflict, unless somebody says why the new one replaces it.
What is entered after the opening is late, like whatever else comes then.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from reviewtui.domain.ballot import Ballot, Channel, content_id
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Finding, refuse_if
from reviewtui.domain.further_round import RoundStart, strays
from reviewtui.domain.naming import two_people
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.ballots import sign
from reviewtui.session.counting import counting
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.fitting import ballot_findings
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK, desk_seed, seed_of
from reviewtui.session.meeting import Meeting, require_desk
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.opening_record import listed, read_openings
from reviewtui.session.recall import Sealed
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.round_start import read_start, require_round
from reviewtui.session.sealing import enclosed
from reviewtui.session.session import Session
from reviewtui.session.shelf import known_of, read_keys, shelve
from reviewtui.session.told import told
from reviewtui.session.typed_pass import drop_passes
from reviewtui.session.writer import Transaction


class Entry(NamedTuple):
    """How marks were entered, for the journal; it holds no number of them.

    Attributes:
        by: Who typed or read them in; for paper both people.
        reason: Why they replace what is there; "" where they replace nothing.
        note: The file they came from, or "".
        confirmed: The second person compared the first one's typing with the paper instead
            of typing again.
        subtotals: Only subtotals per primary indicator were entered.
        differed: In how many boxes the two readings differed at first.
    """

    by: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    confirmed: bool = False
    subtotals: bool = False
    differed: int = 0


class TypedIn(NamedTuple):
    """A ballot that the desk entered.

    Attributes:
        new: False if just the same was there already.
        stands: Whether it counts; if not, it is late, withdrawn, or in conflict with another
            version.
        late: Whether the round had been opened, so that it waits for an opening again.
        withdrawn: Whether it is what was withdrawn before.
    """

    sealed: Sealed
    new: bool
    stands: bool
    late: bool = False
    withdrawn: bool = False


def take_typed(
    session: Session, ballot: Ballot, entry: Entry, *, typed: Iterable[int] = ()
) -> TypedIn:
    """Sign, box and store a ballot of channel Excel or paper.

    Args:
        session: Of the desk.
        ballot: Session, sheet and version are filled in here.
        entry: How it was entered; with a reason it replaces everything that is there.
        typed: The turns that were typed for it; they are kept no longer.

    Raises:
        Refused: With everything that does not fit; nothing is stored then.
    """
    meeting = session.meeting
    require_entry(session, ballot.expert)
    refuse_if(_findings(meeting, ballot, entry))

    def work(done: Transaction) -> tuple[str, int, bool]:
        connection = done.connection
        seed = desk_seed(done, meeting.id, meeting.sources.random_bytes)
        finished = _finished(connection, meeting, ballot, entry, done.at)
        own = content_id(finished.document())
        drop_passes(connection, meeting.id, ballot.expert, ballot.round, typed)
        if _is_here(connection, meeting.id, own):
            return own, finished.rev, False
        content = enclosed(connection, meeting, finished, sign(finished.document(), seed), seed)
        shelve(connection, meeting.id, finished, content, done.at)
        done.tell(DESK, EventKind.TYPED_IN, _told(finished, own, entry))
        return own, finished.rev, True

    own, rev, new = meeting.writer.submit(work).result()
    state = counting(meeting, ballot.round).get(ballot.expert)
    stands = isinstance(state, StoredBallot) and state.content_id == own
    opened = listed(read_openings(meeting.file, meeting.id), ballot.round)
    late = opened is not None and own not in opened.there
    sealed = Sealed(own, rev, meeting.sources.now())
    return TypedIn(sealed, new, stands, late, withdrawn=state is Why.WITHDRAWN)


def travelling(session: Session, ballot: Ballot) -> bytes:
    """The file of a ballot that was read from an Excel sheet, as a merge takes it in.

    The same sheet gives the same ballot at every desk and as often as it is read.

    Raises:
        Refused: If this session takes no ballots that the desk enters.
    """
    meeting = session.meeting
    _require_boxes(meeting)
    sources = meeting.sources.random_bytes

    def seal(connection: sqlite3.Connection, seed: bytes) -> bytes:
        content = sign(ballot.document(), seed)
        return enclosed(connection, meeting, ballot, content, seed)

    if DESK in read_keys(meeting.file, meeting.id).values():  # also while a plan is only made
        return meeting.file.lend(
            lambda connection: seal(connection, seed_of(connection, meeting.id, DESK, sources, 0))
        )
    return meeting.writer.submit(
        lambda done: seal(done.connection, desk_seed(done, meeting.id, sources))
    ).result()


def register_desk(meeting: Meeting) -> None:
    """Make the key that signs what the desk enters, before copies of the session go out."""

    def work(done: Transaction) -> None:
        desk_seed(done, meeting.id, meeting.sources.random_bytes)

    meeting.writer.submit(work).result()


def require_entry(session: Session, expert: str) -> None:
    """Whether the desk can enter marks of an expert now.

    Raises:
        Refused: If it cannot, with the reason.
    """
    meeting = session.meeting
    require_desk(meeting)
    _require_boxes(meeting)
    known = {item.code: item for item in meeting.panel.experts}
    if expert not in known:
        raise refused(meeting.file.path, _("there is no expert {code}").format(code=expert))
    if by := known[expert].replaced_by:
        sentence = _("expert {code} was replaced by expert {by}")
        raise refused(meeting.file.path, sentence.format(code=expert, by=by))


def require_sheet(session: Session, expert: str, number: int | None = None) -> RoundStart | None:
    """What a sheet of an expert goes on from, if one can be entered; by default in the round at
    work. None in the first round.

    Raises:
        Refused: If none can be entered, with the reason.
    """
    require_entry(session, expert)
    number = number or session.meeting.round
    if number == FIRST_ROUND:
        return None
    require_round(session.meeting, number)
    return read_start(session.meeting, expert, number)


def versions_there(session: Session, expert: str, number: int | None = None) -> list[StoredBallot]:
    """What an expert has handed in already in a round, in order of arrival."""
    own = expert, number or session.meeting.round
    return [item for item in session.stored() if (item.expert, item.round) == own]


def typists(session: Session) -> dict[str, tuple[str, ...]]:
    """Who entered which ballot, by content id, here or at a desk that was taken in."""
    entries = told(session.meeting.file, session.id, EventKind.TYPED_IN)
    return {one.body["content_id"]: tuple(map(str, one.body["by"])) for one in entries}


def _require_boxes(meeting: Meeting) -> None:
    if meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id)) is None:
        sentence = _("marks are entered by the desk in a meeting only, where ballots are boxed")
        raise refused(meeting.file.path, sentence)


def _findings(meeting: Meeting, ballot: Ballot, entry: Entry) -> list[Finding]:
    faults = [fault for text in (*entry.by, entry.reason) for fault in long_faults(text)]
    if ballot.channel is Channel.PAPER and not two_people(entry.by):
        faults.append(_("two people enter a paper sheet; name both"))
    place = meeting.file.path.name
    start = read_start(meeting, ballot.expert, ballot.round)
    faults += strays(ballot, start) if start is not None else []
    return [
        *(Finding(place, fault) for fault in faults),
        *ballot_findings(ballot, meeting.panel, meeting.sheet),
    ]


def _finished(
    connection: sqlite3.Connection, meeting: Meeting, ballot: Ballot, entry: Entry, at: int
) -> Ballot:
    """The ballot as it is signed; one from Excel that replaces nothing is always the same."""
    known, rev = known_of(connection, meeting.id, ballot.expert, ballot.round)
    ballot = replace(ballot, session=meeting.id, sheet=meeting.sheet.hash, reason=entry.reason)
    if entry.reason:
        return replace(ballot, supersedes=known, rev=rev + 1, written_at=at)
    if ballot.channel is Channel.EXCEL:
        return ballot
    return replace(ballot, rev=rev + 1, written_at=at)


def _is_here(connection: sqlite3.Connection, session: str, own: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM ballot WHERE session_id = ? AND content_id = ?", (session, own)
    ).fetchone()
    return found is not None


def _told(ballot: Ballot, own: str, entry: Entry) -> dict[str, Canonical]:
    by: list[Canonical] = list(entry.by)
    return {
        "expert": ballot.expert,
        "round": ballot.round,
        "content_id": own,
        "rev": ballot.rev,
        "channel": ballot.channel.value,
        "replaces": len(ballot.supersedes),
        "by": by,
        "reason": entry.reason,
        "note": entry.note,
        "confirmed": int(entry.confirmed),
        "subtotals": int(entry.subtotals),
        "differed": entry.differed,
    }
