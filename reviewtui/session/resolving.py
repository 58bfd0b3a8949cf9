"""Settling conflicts: two versions of one ballot stand, and two people say which counts.

The expert's own new version, which replaces both, is the better way; a resolution is for
when he is gone. Before the opening nobody sees a cell, only versions, codes and times.
"""

from typing import NamedTuple

from reviewtui.domain.ballot import Channel, Kind, check_code
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import candidate_number, two_people
from reviewtui.domain.resolution import Resolution
from reviewtui.domain.states import CellState, Why, label
from reviewtui.domain.typed_mark import cell_text
from reviewtui.locales import _
from reviewtui.session.ballots import LARGEST_OWN, read_ballot
from reviewtui.session.counting import countable
from reviewtui.session.effective import StoredBallot, heads, said_of
from reviewtui.session.envelope import is_envelope, read_envelope
from reviewtui.session.faults import refused
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting, require_desk
from reviewtui.session.resolutions import read_resolutions, store_resolution
from reviewtui.session.session import Session
from reviewtui.session.shelf import read_keys
from reviewtui.session.signed import BadBytes
from reviewtui.session.writer import Transaction


class Version(NamedTuple):
    """One of several versions that stand: all that may be known before the opening.

    Attributes:
        rev: As the expert's machine counted; two may be alike.
        kit: Public key of the kit it came from; "" where it was scored in the session.
        written_at, received_at: UTC milliseconds; the first by the writing machine's clock.
    """

    content_id: str
    rev: int
    kind: Kind
    channel: Channel
    kit: str
    written_at: int
    received_at: int

    @property
    def check_code(self) -> str:
        """The code on the expert's paper; takes some 50 ms the first time."""
        return check_code(self.content_id)


class Conflict(NamedTuple):
    """An expert of whom nothing counts until two people decide.

    Attributes:
        versions: Those that stand, none of which replaces the others.
        people: Names, where his code was given to more than one person; then even one version
            has to be decided on.
        contradicted: Whether it was settled at two desks, each time otherwise.
        opened: Whether the round is open: what is handed in from now on is late.
    """

    expert: str
    round: int
    versions: tuple[Version, ...]
    people: tuple[str, ...] = ()
    contradicted: bool = False
    opened: bool = False


def conflicts(session: Session, number: int | None = None) -> list[Conflict]:
    """Whatever nobody has settled in a round, in the panel's order of experts."""
    number = number or session.meeting.round
    states = session.effective(number)
    return [
        _conflict(session.meeting, expert, number)
        for expert, state in states.items()
        if state is Why.CONFLICT
    ]


def _conflict(meeting: Meeting, expert: str, number: int) -> Conflict:
    contest = meeting.contests.get(expert)
    standing = _standing(meeting, expert, number)
    said = said_of(
        standing,
        read_resolutions(meeting.file, meeting.id),
        contest.amendments if contest else (),
    )
    return Conflict(
        expert,
        number,
        tuple(_version(meeting, item) for item in standing),
        contest.names if contest else (),
        len(said) > 1,
        number in meeting.opened,
    )


def differing_sentences(session: Session, conflict: Conflict) -> list[str]:
    """Where the versions say otherwise, cell by cell, once the round is open; nothing before.

    A withdrawal has no cells and is left out.
    """
    if conflict.round not in session.meeting.opened:
        return []
    ballots = [
        session.ballot(version.content_id)
        for version in conflict.versions
        if version.kind is not Kind.WITHDRAW
    ]
    found = []
    for candidate in session.panel.candidates:
        for row in session.sheet.rows:
            cells = [ballot.cells.get(candidate.code, {}).get(row.code) for ballot in ballots]
            told = [cell_text(cell, row) if cell else label(CellState.BLANK) for cell in cells]
            if len(set(told)) > 1:
                found.append(
                    _("{candidate}, {row}: {cells}").format(
                        candidate=candidate_number(candidate.code),
                        row=row.code,
                        cells=_(" or ").join(told),
                    )
                )
    return found


def resolve(
    session: Session,
    expert: str,
    chosen: str,
    *,
    by: tuple[str, str],
    reason: str,
    number: int | None = None,
) -> Resolution:
    """Settle which version of an expert's ballot counts.

    Args:
        session: The session of the desk.
        expert: Whose ballots.
        chosen: Content id of the version that counts.
        by: The two people who decided.
        reason: Why; it stands in the journal.
        number: Of the round; by default the one at work.

    Raises:
        Refused: If nothing is in conflict, the version is none of those that stand, or
            names or reason are missing. Once the round is opened, only what is still in
            conflict can be settled.
    """
    meeting, number = session.meeting, number or session.meeting.round
    require_desk(meeting)
    _require_said(meeting, by, reason)
    versions = standing_versions(session, expert, number)
    state = session.effective(number).get(expert)
    if state is not Why.CONFLICT and (len(versions) < 2 or number in meeting.opened):
        sentence = _("nothing is in conflict for expert {expert}; there is nothing to settle")
        raise refused(meeting.file.path, sentence.format(expert=expert))
    standing = [version.content_id for version in versions]
    if chosen not in standing:
        sentence = _("this is none of the versions that stand for expert {expert}")
        raise refused(meeting.file.path, sentence.format(expert=expert))
    contest = meeting.contests.get(expert)
    known = contest.amendments if contest else ()
    earlier = [
        item.id
        for item in read_resolutions(meeting.file, meeting.id)
        if (item.expert, item.round) == (expert, number)
    ]

    def work(done: Transaction) -> Resolution:
        resolution = Resolution(
            session=meeting.id,
            round=number,
            expert=expert,
            chosen=chosen,
            refused=tuple(sorted([*(own for own in standing if own != chosen), *known])),
            supersedes=tuple(sorted(earlier)),
            by=by,
            reason=reason,
            at=done.at,
        )
        store_resolution(done.connection, meeting.id, resolution)
        done.tell(DESK, EventKind.RESOLVED, _told(resolution))
        return resolution

    return meeting.writer.submit(work).result()


def standing_versions(
    session: Session, expert: str, number: int | None = None
) -> tuple[Version, ...]:
    """The versions that stand, in order of arrival; after the opening the listed ones."""
    number = number or session.meeting.round
    return tuple(
        _version(session.meeting, item) for item in _standing(session.meeting, expert, number)
    )


def _standing(meeting: Meeting, expert: str, number: int) -> list[StoredBallot]:
    own = [item for item in countable(meeting, number) if item.expert == expert]
    return sorted(heads(own), key=lambda item: item.number)


def _version(meeting: Meeting, item: StoredBallot) -> Version:
    ((content,),) = meeting.file.read(
        "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?",
        (meeting.id, item.content_id),
    )
    try:
        if is_envelope(content):
            said = read_envelope(content, largest=LARGEST_OWN).header
            kit, written_at = said.kit, said.written_at or item.received_at
        else:
            ballot = read_ballot(content, read_keys(meeting.file, meeting.id))
            kit, written_at = ballot.kit, ballot.written_at
    except BadBytes:
        kit, written_at = "", item.received_at
    return Version(
        content_id=item.content_id,
        rev=item.rev,
        kind=item.kind,
        channel=item.channel,
        kit=kit,
        written_at=written_at,
        received_at=item.received_at,
    )


def _told(resolution: Resolution) -> dict[str, Canonical]:
    return {
        "resolution": resolution.id,
        "round": resolution.round,
        "expert": resolution.expert,
        "chosen": resolution.chosen,
        "refused": list(resolution.refused),
        "by": list(resolution.by),
        "reason": resolution.reason,
    }


def _require_said(meeting: Meeting, by: tuple[str, str], reason: str) -> None:
    faults = [fault for text in (*by, reason) for fault in long_faults(text)]
    if not two_people(by):
        faults.append(_("two people decide which version counts; name both"))
    if not reason.strip():
        faults.append(_("say why"))
    if faults:
        raise Refused(*(Finding(meeting.file.path.name, fault) for fault in faults))
