"""An expert's working copy: a session file of his own, made from a kit and a mirror.

It begins alike on every machine, from what the kit says and nothing else. So the journal
of one machine can be taken over by another, entry by entry.
"""

import json
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from reviewtui.domain.ballot import Kind
from reviewtui.domain.canonical import Canonical
from reviewtui.locales import _
from reviewtui.session.create import write_session
from reviewtui.session.envelope import Envelope, Header
from reviewtui.session.faults import refused
from reviewtui.session.founding import Founding
from reviewtui.session.journal import DRAFTING, ELSEWHERE, EventKind
from reviewtui.session.kit import Kit, panel_of
from reviewtui.session.meeting import Keeper
from reviewtui.session.mirror import Entry, Reflection, SealedEnd, journal_entries
from reviewtui.session.opening_code import SALT_SIZE, OpeningCode
from reviewtui.session.session import Session
from reviewtui.session.shelf import shelve
from reviewtui.session.taking_over import take_over
from reviewtui.session.writer import Transaction


class Standing(NamedTuple):
    """How far one of two machines came: entries, and when the last one was made."""

    entries: int
    at: int


class Fork(NamedTuple):
    """This machine and the stick each hold marks that the other lacks; somebody must choose."""

    here: Standing
    stick: Standing


class Take(Enum):
    """With which of two journals it goes on, where neither continues the other."""

    STICK = "stick"
    HERE = "here"


def create_working_copy(path: Path, kit: Kit, place: str) -> None:
    """Write the session file of one expert.

    Args:
        path: Where; nothing may be there.
        kit: What it is made from.
        place: How sentences name the kit.

    Raises:
        Refused: If panel or table of the kit are not fit, or it cannot be written.
    """
    code = OpeningCode(bytes(SALT_SIZE), kit.boxes)
    panel = panel_of(kit, place)
    made = Founding(
        *(kit.session, panel, Keeper.EXPERT, kit.made_at, code, kit.seed, kit.expert), kit.start
    )
    write_session(path, made)


def require_fit(session: Session, kit: Kit) -> None:
    """Whether the working copy belongs to the kit and its rows are the kit's.

    Raises:
        Refused: If not.
    """
    keys = {
        public
        for (public,) in session.meeting.file.read(
            "SELECT public FROM signing_key WHERE session_id = ? AND revoked_at IS NULL",
            (session.id,),
        )
    }
    if session.id != kit.session or kit.id not in keys:
        raise refused(session.path, _("this working copy belongs to another kit"))
    if session.sheet.hash != kit.sheet:
        raise refused(
            session.path,
            _("the rows of this kit come out otherwise; open it with the program it came with"),
        )


def begins_alike(session: Session, seen: Reflection) -> bool:
    """Whether the mirror's first entry is the one that this kit begins with."""
    (first, *_more) = journal_entries(session.meeting.file, session.id)
    return not seen.entries or seen.entries[0].hash == first.hash


def compare(session: Session, seen: Reflection) -> Fork | Take | None:
    """How this machine's journal and the mirror's go together.

    A machine that only looked, or took note of a ballot, has no marks of its own: it is no
    question. Of a mirror that ends with a seal only the end is known, and the way there by
    its traces.

    Returns:
        None if one continues the other, or what lies here is in the ballot. Else the one that
        goes on because the other has no mark beyond the common beginning, or `Fork`.
    """
    own = journal_entries(session.meeting.file, session.id)
    if seen.sealed is not None:
        if not _drafts(_unsealed(own)) or _leads_to(own, seen.sealed):
            return None
        return Fork(_standing(own), Standing(seen.sealed.seq, 0))
    pairs = enumerate(zip(own, seen.entries, strict=False))
    shared = next((at for at, (ours, theirs) in pairs if ours.hash != theirs.hash), None)
    if shared is None:
        return None
    if not _drafts(seen.entries[shared:]):
        return Take.HERE
    if not _drafts(own[shared:]):
        return Take.STICK
    return Fork(_standing(own), _standing(seen.entries))


def catch_up(session: Session, kit: Kit, seen: Reflection, ballots: Sequence[Envelope]) -> bool:
    """Take over what the stick knows and this machine does not: ballots and entries.

    The caller has made sure that there is no fork. A ballot of this kit that another machine
    sealed is shelved; its marks stay in its box. It stands here only if it replaces the one
    that was handed in here.

    Returns:
        Whether every entry of the mirror could be taken over.
    """
    meeting = session.meeting
    own = journal_entries(meeting.file, session.id)
    new = seen.entries[len(own) :]
    stored = session.stored()
    known = {item.content_id for item in stored}
    lacking = [
        item for item in ballots if _is_of(kit, item) and item.header.content_id not in known
    ]
    if not new and not lacking:
        return True
    replaced = {earlier for item in stored for earlier in item.supersedes}
    replaced |= {earlier for item in lacking for earlier in item.header.supersedes}

    def work(done: Transaction) -> bool:
        for envelope in sorted(lacking, key=lambda item: item.header.rev):
            shelve(done.connection, session.id, envelope.header, envelope.content, done.at)
        taken = take_over(done, session, kit, own, new)
        told, here = _told_of((*own, *taken)), _handed_in((*own, *taken))
        untold = [item.header for item in lacking if item.header.content_id not in told]
        heads = [
            header
            for header in untold
            if header.content_id not in replaced and (not here or here[-1] in header.supersedes)
        ]
        standing = max(heads, key=_turn, default=None)
        turns = [standing] if standing is not None else []
        if standing is not None and standing.kind is Kind.WITHDRAW and not here:
            turns = [*_last_cast(untold, standing), standing]
        beside: list[Canonical] = [one.content_id for one in untold if one not in turns]
        if beside:
            done.tell(kit.expert, EventKind.RECEIVED, {"round": kit.round, "ballots": beside})
        for header in turns:
            kind = EventKind.SEALED if header.kind is Kind.CAST else EventKind.WITHDRAWN
            body: dict[str, Canonical] = {
                "round": kit.round,
                "content_id": header.content_id,
                "rev": header.rev,
                "left": [],
                ELSEWHERE: seen.sealed.hash if seen.sealed else "",
            }
            done.tell(kit.expert, kind, body)
        return len(taken) == len(new)

    return meeting.writer.submit(work).result()


def _is_of(kit: Kit, found: Envelope) -> bool:
    header = found.header
    told = found.signer, header.session, header.expert, header.round
    return told == (kit.id, kit.session, kit.expert, kit.round)


def _turn(header: Header) -> tuple[bool, int, str]:
    """Which of several versions is shown: one that was handed in before one that takes back."""
    return header.kind is Kind.CAST, header.rev, header.content_id


def _last_cast(found: Iterable[Header], withdrawal: Header) -> list[Header]:
    """The version that a withdrawal takes back, if it is among these."""
    casts = [one for one in found if one.content_id in withdrawal.supersedes]
    return sorted(casts, key=_turn)[-1:]


def _told_of(entries: Iterable[Entry]) -> set[str]:
    """Content ids of the ballots that a journal names."""
    bodies = [_body(entry) for entry in entries if entry.kind not in DRAFTING]
    one_by_one = {body["content_id"] for body in bodies if "content_id" in body}
    return one_by_one.union(*(body["ballots"] for body in bodies if "ballots" in body))


def _handed_in(entries: Iterable[Entry]) -> list[str]:
    """Content ids of the ballots that a journal tells of, in order."""
    return [_body(entry)["content_id"] for entry in entries if entry.kind == EventKind.SEALED]


def _drafts(entries: Iterable[Entry]) -> bool:
    return any(entry.kind in DRAFTING for entry in entries)


def _unsealed(entries: Sequence[Entry]) -> Sequence[Entry]:
    """What follows on the last seal."""
    seals = [at for at, entry in enumerate(entries) if entry.kind == EventKind.SEALED]
    return entries[seals[-1] + 1 :] if seals else entries


def _leads_to(own: Sequence[Entry], end: SealedEnd) -> bool:
    """Whether the chain that ends so went through ours, or ours goes on from there."""
    if end.passed(own) or any(entry.hash == end.hash for entry in own):
        return True
    seals = (_body(entry) for entry in own if entry.kind == EventKind.SEALED)
    return any(body.get(ELSEWHERE) == end.hash for body in seals)


def _body(entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(entry.body)
    return body


def _standing(entries: Sequence[Entry]) -> Standing:
    return Standing(len(entries), entries[-1].at)
