"""An expert's working copy: a session file of his own, made from a kit and a mirror.

It begins alike on every machine, from what the kit says and nothing else. So the journal
of one machine can be taken over by another, entry by entry.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reviewtui.domain.ballot import Kind
from reviewtui.locales import _
from reviewtui.session.changes import read_edits
from reviewtui.session.create import write_session
from reviewtui.session.draft import read_draft, write_rows
from reviewtui.session.envelope import Envelope
from reviewtui.session.faults import refused
from reviewtui.session.founding import Founding
from reviewtui.session.journal import DRAFTING, INSERT, EventKind
from reviewtui.session.kit import Kit, panel_of
from reviewtui.session.meeting import Keeper
from reviewtui.session.mirror import Entry, Reflection, journal_entries
from reviewtui.session.opening_code import SALT_SIZE, OpeningCode
from reviewtui.session.round_start import read_start
from reviewtui.session.session import Session
from reviewtui.session.shelf import shelve
from reviewtui.session.writer import Transaction


class Standing(NamedTuple):
    """How far one of two machines came: entries, and when the last one was made."""

    entries: int
    at: int


class Fork(NamedTuple):
    """This machine and the stick went different ways; somebody must choose."""

    here: Standing
    stick: Standing


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


def compare(session: Session, seen: Reflection) -> Fork | None:
    """Whether one of the journals continues the other; None if so.

    After a seal the mirror tells only the end of its chain.
    """
    own = journal_entries(session.meeting.file, session.id)
    if seen.sealed is not None:
        seq, own_hash = seen.sealed
        same = len(own) >= seq and own[seq - 1].hash == own_hash
        if same or all(entry.kind in (EventKind.CREATED, EventKind.ROUND) for entry in own):
            return None
        return Fork(_standing(own), Standing(seq, 0))
    shared = min(len(own), len(seen.entries))
    if shared == 0 or own[shared - 1].hash == seen.entries[shared - 1].hash:
        return None
    return Fork(_standing(own), _standing(seen.entries))


def catch_up(session: Session, kit: Kit, seen: Reflection, ballots: Sequence[Envelope]) -> None:
    """Take over what the stick knows and this machine does not: ballots and entries.

    The caller has made sure that there is no fork. A ballot of this kit that another machine
    sealed is shelved; its marks stay in its box.
    """
    meeting = session.meeting
    own = journal_entries(meeting.file, session.id)
    new = seen.entries[len(own) :]
    known = {item.content_id for item in session.stored()}
    lacking = [
        item
        for item in sorted(ballots, key=lambda item: item.header.rev)
        if item.signer == kit.id
        and (item.header.session, item.header.round) == (kit.session, kit.round)
        and item.header.content_id not in known
    ]
    if not new and not lacking:
        return

    def work(done: Transaction) -> None:
        for envelope in lacking:
            shelve(done.connection, session.id, envelope.header, envelope.content, done.at)
        told = {json.loads(entry.body).get("content_id") for entry in (*own, *new)}
        _replay(done, session, kit, new)
        for envelope in lacking:
            header = envelope.header
            if header.content_id not in told:
                withdrawn = header.kind is Kind.WITHDRAW
                done.tell(
                    kit.expert,
                    EventKind.WITHDRAWN if withdrawn else EventKind.SEALED,
                    {
                        "round": header.round,
                        "content_id": header.content_id,
                        "rev": header.rev,
                        "left": [],
                    },
                )

    meeting.writer.submit(work).result()


def _replay(done: Transaction, session: Session, kit: Kit, entries: Sequence[Entry]) -> None:
    """Add entries as they are, and let their edits take effect on the draft."""
    if not entries:
        return
    meeting = session.meeting
    start = read_start(meeting, kit.expert, kit.round)
    owner = session.panel, session.sheet, kit.expert, kit.round
    draft = read_draft(meeting.file, session.id, *owner, start.base if start else None)
    touched = {}
    for entry in entries:
        done.connection.execute(INSERT, (session.id, *entry))
        if entry.kind in DRAFTING:
            edits = read_edits(json.loads(entry.body))
            draft.apply(edits)
            touched.update({edit.place: entry.at for edit in edits})
    rows_of = (session.id, kit.round, kit.expert)
    for place, at in touched.items():
        write_rows(done.connection, rows_of, [draft.row(*place)], at)
    done.forget()


def _standing(entries: Sequence[Entry]) -> Standing:
    return Standing(len(entries), entries[-1].at)
