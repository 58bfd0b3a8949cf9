"""Merging: what came in is read, planned, and stored in one transaction.

No box is looked into, and the order of files, calls and desks never matters: which ballot
counts is a function of the set of ballots and keys alone (`effective`).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.panel import Panel
from reviewtui.domain.printable import printable
from reviewtui.domain.resolution import Resolution, read_resolution
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.counting import states_of
from reviewtui.session.effective import StoredBallot
from reviewtui.session.envelope import is_envelope
from reviewtui.session.faults import refused
from reviewtui.session.journal import EventKind
from reviewtui.session.kept_aside import (
    JOURNAL,
    READ,
    KeptAside,
    Reason,
    file_id,
    keep,
    revoked_ballots,
)
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting
from reviewtui.session.merge_effects import Effects, Known, effects_of
from reviewtui.session.merge_items import (
    CLEAN,
    TELLING,
    Item,
    Taking,
    Telling,
    as_stored,
    aside_item,
    ballot_item,
    place_of,
    same_ballot,
)
from reviewtui.session.opening_record import Opening, read_openings
from reviewtui.session.other_session import OtherSession
from reviewtui.session.receiving import Arrival, Aside, Gate, Received
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.round_record import FIRST_ROUND, read_rounds, sits_out
from reviewtui.session.second_desk import SecondDesk, take_over
from reviewtui.session.shelf import next_number, read_shelf, shelve
from reviewtui.session.united import united
from reviewtui.session.writer import Transaction


class Plan(NamedTuple):
    """What a merge would do; made without writing anything.

    Attributes:
        items: One per file, by expert, round and version; what is no ballot last.
        ballots: To be stored.
        aside: To be kept aside.
        freed: File ids that lay aside and are ballots now.
        panel: As it stands then, with what a second desk amended.
        desk: What comes over from a second desk.
        round: The round at work.
        missing: Experts of whom then none counts in that round, with why.
        due: From how many experts a ballot of that round is expected.
        effects: What a second desk changes of what counted here.
    """

    items: tuple[Item, ...]
    ballots: tuple[Received, ...]
    aside: tuple[Aside, ...]
    freed: tuple[str, ...]
    panel: Panel
    desk: SecondDesk
    round: int
    missing: tuple[tuple[str, Why], ...]
    due: int
    effects: Effects = Effects()

    @property
    def clean(self) -> bool:
        """Whether nothing of it needs anybody's attention."""
        calm = not self.desk.differs and not self.desk.opened and self.effects.calm
        return calm and all(item.taking in CLEAN for item in self.items)

    @property
    def changes(self) -> bool:
        """Whether the session would be another one afterwards."""
        return bool(self.ballots or self.aside or self.freed or self.desk.brings)


def plan_merge(
    meeting: Meeting, arrivals: Iterable[Arrival], others: Sequence[OtherSession] = ()
) -> Plan:
    """Read everything and say what becomes of it.

    What lay aside is read again: a key or an expert that came since may have freed it. The
    panel is that with every amendment, those included that come over now.

    Args:
        meeting: The open session of the desk.
        arrivals: Files, in whatever order.
        others: Sessions of second desks and working copies of experts.
    """
    here = united(meeting).meeting
    meeting, others, desk, holders, gone = united(meeting, others)
    gate = Gate(meeting.id, meeting.panel, meeting.sheet.hash, holders)
    sorting = _Sorting(meeting, gate)
    inside = [arrival for other in others for arrival in other.arrivals]
    for arrival in sorted([*arrivals, *inside], key=_vouched_first):
        sorting.add(arrival)
    sorting.look_again()
    revoked = {
        *revoked_ballots(meeting.file, meeting.id, gone),
        *(own for own, item in sorting.taken.items() if item.signer in gone),
    }
    union = [*sorting.stored.values(), *map(as_stored, sorting.taken.values())]
    number = max(meeting.round, *(one.number for one in desk.rounds), FIRST_ROUND)
    rounds = [*read_rounds(meeting.file, meeting.id), *desk.rounds]
    resolutions = [
        *read_resolutions(meeting.file, meeting.id),
        *(read_resolution(document.encode()) for _own, document in desk.resolutions),
    ]
    openings = [*read_openings(meeting.file, meeting.id), *desk.openings]
    absent = _missing(meeting, union, number, revoked, resolutions, openings)
    missing = tuple(one for one in absent if not sits_out(rounds, number, meeting.panel, one[0]))
    told = Telling(meeting, sorting.stored.values(), sorting.taken, revoked, resolutions, openings)
    items = [*map(told.of, sorting.taken.values()), *map(told.again, sorting.others)]
    stored = tuple(sorting.stored.values())
    before = Known(
        here,
        stored,
        revoked_ballots(here.file, here.id),
        read_resolutions(here.file, here.id),
        read_openings(here.file, here.id),
    )
    return Plan(
        items=tuple(sorted(items, key=place_of)),
        ballots=tuple(sorting.taken.values()),
        aside=tuple(sorting.aside.values()),
        freed=tuple(dict.fromkeys(sorting.freed)),
        panel=meeting.panel,
        desk=desk,
        round=number,
        missing=missing,
        due=len(meeting.panel.sitting) - len(absent) + len(missing),
        effects=effects_of(
            before,
            Known(meeting, union, revoked, resolutions, openings),
            range(FIRST_ROUND, number + 1),
            {(item.expert, item.round) for item in items if item.taking in TELLING},
            desk,
            others,
        ),
    )


def apply_plan(meeting: Meeting, plan: Plan) -> None:
    """Store everything the plan holds, durably, in one transaction with one journal entry.

    Raises:
        Refused: If it could not be saved; nothing of it is stored then.
    """
    if not plan.changes:
        return

    def work(done: Transaction) -> None:
        connection, own = done.connection, meeting.id
        take_over(connection, own, plan.desk, done.at)
        for number, ballot in enumerate(plan.ballots, start=next_number(connection, own)):
            shelve(connection, own, ballot.header, ballot.arrival.content, done.at, number)
        for aside in plan.aside:
            keep(connection, own, _kept(aside, done.at), _worth_keeping(aside))
        connection.executemany(
            "DELETE FROM kept_aside WHERE session_id = ? AND file_id = ?",
            [(own, freed) for freed in plan.freed],
        )
        done.tell(DESK, EventKind.RECEIVED, _told(plan))

    meeting.writer.submit(work).result()
    meeting.opened.update(plan.desk.opened)
    meeting.further.update(one.number for one in plan.desk.rounds)


def require_stored(meeting: Meeting, plan: Plan) -> None:
    """Read every ballot of an applied plan from the session again.

    Raises:
        Refused: If one is not there, or otherwise than it came.
    """
    for ballot in plan.ballots:
        rows = meeting.file.read(
            "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?",
            (meeting.id, ballot.header.content_id),
        )
        if rows != [(ballot.arrival.content,)]:
            sentence = _("{file} reads otherwise in the session; keep the stick and merge again")
            raise refused(meeting.file.path, sentence.format(file=ballot.arrival.name))


class _Sorting:
    """Files by what they are; the same file or ballot twice counts once."""

    def __init__(self, meeting: Meeting, gate: Gate) -> None:
        self._gate = gate
        stored = read_shelf(meeting.file, meeting.id)
        self.stored = {ballot.content_id: ballot for ballot in stored}
        self.taken: dict[str, Received] = {}
        self.aside: dict[str, Aside] = {}
        self.others: list[Item] = []
        self.freed: list[str] = []
        self._lying = _lying_aside(meeting)
        self._clear = {own for own, (_why, arrival) in self._lying.items() if arrival.clear}

    def add(self, arrival: Arrival) -> None:
        """Sort one file in."""
        found = self._read(arrival)
        if isinstance(found, Received):
            found = self._against(found)
        if isinstance(found, Aside):
            own = file_id(found.arrival.content, found.arrival.size)
            if own not in self._lying:
                self.aside.setdefault(own, found)
            self.others.append(aside_item(found))
            return
        if found.arrival.sheet in self._lying:
            self.freed.append(found.arrival.sheet)
        if found.header.content_id in self.stored or found.header.content_id in self.taken:
            self.others.append(ballot_item(Taking.ALREADY_HERE, found))
        else:
            self.taken[found.header.content_id] = found

    def look_again(self) -> None:
        """Read what lay aside before: what is a ballot now is freed, reasons are put right."""
        for own, (why, arrival) in self._lying.items():
            found = self._read(arrival) if arrival.content else None
            if isinstance(found, Received):
                found = self._against(found)
            if isinstance(found, Received):
                self.freed.append(own)
                if found.header.content_id not in self.stored:
                    self.taken.setdefault(found.header.content_id, found)
            elif found is not None and found.reason != why:
                self.aside[own] = found

    def _read(self, arrival: Arrival) -> Received | Aside:
        """Through the gate; what a second desk vouched for may be in the clear, however it came."""
        if not is_envelope(arrival.content):
            own = file_id(arrival.content, arrival.size)
            if arrival.clear:
                self._clear.add(own)
            arrival = arrival._replace(clear=own in self._clear)
        return self._gate.read(arrival)

    def _against(self, found: Received) -> Received | Aside:
        """Whether what is there under its id says the same."""
        own = found.header.content_id
        here = self.stored.get(own)
        if here is None and own in self.taken:
            here = as_stored(self.taken[own])
        if here is None or same_ballot(here, as_stored(found)):
            return found
        return Aside(found.arrival, Reason.SAME_ID, header=found.header)


def _lying_aside(meeting: Meeting) -> dict[str, tuple[str, Arrival]]:
    """Files that were kept aside before, by id, each with the reason."""
    rows = meeting.file.read(
        "SELECT file_id, why, name, content FROM kept_aside WHERE session_id = ? AND why <> ?",
        (meeting.id, JOURNAL),
    )
    return {
        own: (why, Arrival(name, content, len(content), clear=why in READ))
        for own, why, name, content in rows
    }


def _vouched_first(arrival: Arrival) -> tuple[bool, str, bytes]:
    return not arrival.clear, arrival.name, arrival.content


def _missing(
    meeting: Meeting,
    union: Sequence[StoredBallot],
    number: int,
    revoked: Collection[str],
    resolutions: Sequence[Resolution],
    openings: Sequence[Opening],
) -> tuple[tuple[str, Why], ...]:
    states = states_of(meeting, number, union, revoked, resolutions, openings)
    return tuple(
        (expert, state)
        for expert, state in states.items()
        if isinstance(state, Why) and state is not Why.NOT_ASSIGNED
    )


def _kept(aside: Aside, at: int) -> KeptAside:
    arrival, header = aside.arrival, aside.header
    own = file_id(arrival.content, arrival.size)
    expert = printable(header.expert) if header else ""
    return KeptAside(own, arrival.name, expert, aside.reason, at)


def _worth_keeping(aside: Aside) -> bytes:
    return b"" if aside.reason is Reason.TOO_LARGE else aside.arrival.content


def _told(plan: Plan) -> dict[str, Canonical]:
    """The journal's entry: ids and names, never what is in a file."""
    body: dict[str, Canonical] = {
        "ballots": [item.header.content_id for item in plan.ballots],
        "names": [item.arrival.name for item in plan.ballots],
        "aside": [file_id(item.arrival.content, item.arrival.size) for item in plan.aside],
        "aside_names": [item.arrival.name for item in plan.aside],
    }
    if plan.freed:
        body["freed"] = list(plan.freed)
    return body | plan.desk.told()
