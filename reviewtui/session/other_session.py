"""Reading other session files of the same meeting: second desks, and experts' working copies.

A desk's session brings keys and settlements besides ballots, so it must show that it is one:
by a secret that only copies of this session hold and no kit does.
"""

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.findings import Finding
from reviewtui.locales import _
from reviewtui.session.definition import read_amendments
from reviewtui.session.draft import count_done
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.frozen_since import frozen_since
from reviewtui.session.journal import verify_chain
from reviewtui.session.kept_aside import JOURNAL, READ, KeptAside, Reason
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.opening_record import Opening, read_openings
from reviewtui.session.receiving import Arrival
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.round_record import FurtherRound, read_rounds
from reviewtui.session.session import Session
from reviewtui.session.told import Entry, entries_in, entry_of, kept_journals

LARGEST_SESSION: Final = 2 * 1024 * 1024 * 1024
"""Bytes of a session file that is copied to be read; 2 million marks take a tenth of it."""


class Key(NamedTuple):
    """A row of `signing_key`."""

    public: str
    holder: str
    seed: str
    made_at: int
    revoked_at: int | None


class Draft(NamedTuple):
    """An expert's work that is not handed in: rows done of rows to judge."""

    expert: str
    done: int
    total: int


class OtherSession(NamedTuple):
    """What another session file holds.

    Attributes:
        name: As people are told of it; printable.
        session: Its id.
        role: A desk's, or an expert's working copy.
        sheet: Hash of its sheet.
        arrivals: Its ballots and, of a desk, what it kept aside.
        large: What it kept aside without content.
        keys, resolutions, amendments, journal: Of a desk, its rows.
        brought: Of a desk, the journals of further ones that it has taken in.
        openings, rounds: Of a desk, every record it knows of.
        frozen_since: Of a desk, since when the rule is frozen as far as it knows.
        digits: Of a desk, the opening code as it is kept there; "" where it is not.
        drafts: Work that is not handed in.
        findings: What is wrong with it.
        secrets: What only copies of one session share: the seed of the desk's key and, where
            the office holds it, the opening code.
    """

    name: str
    session: str
    role: Keeper
    sheet: str
    arrivals: tuple[Arrival, ...] = ()
    large: tuple[KeptAside, ...] = ()
    keys: tuple[Key, ...] = ()
    resolutions: tuple[tuple[str, str], ...] = ()
    amendments: tuple[tuple[str, int, str], ...] = ()
    journal: tuple[Entry, ...] = ()
    brought: tuple[tuple[Entry, ...], ...] = ()
    openings: tuple[Opening, ...] = ()
    rounds: tuple[FurtherRound, ...] = ()
    frozen_since: int | None = None
    digits: str = ""
    drafts: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] = ()
    secrets: frozenset[str] = frozenset()


def read_other(path: Path, name: str) -> OtherSession:
    """Read another session file, which stays untouched: a copy of it is opened.

    Args:
        path: The file.
        name: As people are told of it.

    Raises:
        Refused: If it is no session, damaged, or written by a newer version.
        OSError: If it cannot be read or copied.
    """
    if path.stat().st_size > LARGEST_SESSION:
        raise refused(path, _("it is larger than any session"))
    try:
        return _read_copy(path, name)
    except (sqlite3.Error, LookupError, ValueError, TypeError, AttributeError) as fault:
        # Its tables are those of a session, and what stands in them is not.
        raise refused(path, _("what stands in it is not what a session holds")) from fault


def _read_copy(path: Path, name: str) -> OtherSession:
    with tempfile.TemporaryDirectory(prefix="reviewtui-") as folder:
        copy = Path(folder) / "other.review"
        shutil.copyfile(path, copy)
        log = path.with_name(f"{path.name}-wal")
        if log.is_file():  # open elsewhere, or its program was killed
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
        with Session.open(copy) as session:
            return contents_of(session, name)


def contents_of(session: Session, name: str) -> OtherSession:
    """The same of a session that is open."""
    file, own = session.meeting.file, session.id
    at_desk = session.role is Keeper.DESK
    ballots = file.read(
        "SELECT content_id, content FROM ballot WHERE session_id = ? ORDER BY number", (own,)
    )
    arrivals = [
        Arrival(f"{name} [{content_id[:8]}]", content, len(content), clear=at_desk)
        for content_id, content in ballots
    ]
    found = OtherSession(
        name, own, session.role, session.sheet.hash, tuple(arrivals), drafts=_drafts(session)
    )
    if not at_desk:
        return found
    aside = file.read(
        "SELECT file_id, name, expert, why, received_at, content FROM kept_aside "
        "WHERE session_id = ? ORDER BY file_id",
        (own,),
    )
    lying = [
        Arrival(called, content, len(content), clear=why in READ)
        for _id, called, _expert, why, _at, content in aside
        if content and why != JOURNAL
    ]
    broken = verify_chain(file, own)
    code = file.lend(lambda connection: read_opening_code(connection, own))
    return found._replace(
        secrets=_secrets(file, own),
        arrivals=(*found.arrivals, *lying),
        large=tuple(
            KeptAside(file_id, called, expert, Reason(why), at)
            for file_id, called, expert, why, at, content in aside
            if not content
        ),
        keys=tuple(
            Key(*row)
            for row in file.read(
                "SELECT public, holder, seed, made_at, revoked_at FROM signing_key "
                "WHERE session_id = ? ORDER BY public",
                (own,),
            )
        ),
        resolutions=resolution_rows(file, own),
        amendments=amendment_rows(file, own),
        journal=journal_rows(file, own),
        brought=tuple(tuple(entries_in(lines)) for lines in kept_journals(file, own)),
        openings=tuple(read_openings(file, own)),
        rounds=tuple(read_rounds(file, own)),
        frozen_since=frozen_since(file, own, read_amendments(file, own)),
        digits=code.digits if code else "",
        findings=(broken._replace(place=name),) if broken else (),
    )


def vouched(meeting: Meeting, other: OtherSession) -> OtherSession:
    """What may be taken from another session: of one that is no copy of ours, only ballots.

    Anyone with a kit knows the session's id and can make a file that calls itself a desk's.
    """
    if other.role is not Keeper.DESK or other.secrets & _secrets(meeting.file, meeting.id):
        return other
    sentence = _(
        "is no copy of this session made with copy or as a backup; only signed ballots are "
        "taken from it, no keys, settlements or imported marks"
    )
    return OtherSession(
        other.name,
        other.session,
        Keeper.EXPERT,
        other.sheet,
        tuple(item._replace(clear=False) for item in other.arrivals),
        findings=(Finding(other.name, sentence),),
    )


def _secrets(file: SessionFile, session: str) -> frozenset[str]:
    rows = [
        *file.read(
            "SELECT seed FROM signing_key WHERE session_id = ? AND holder = ?", (session, DESK)
        ),
        *file.read(
            "SELECT digits FROM opening_code WHERE session_id = ? AND digits <> ''", (session,)
        ),
    ]
    return frozenset(secret for (secret,) in rows)


def _drafts(session: Session) -> tuple[Draft, ...]:
    counts = count_done(session.meeting.file, session.id, session.meeting.round)
    typed = {expert for (expert, _candidate), done in counts.items() if done}
    return tuple(
        Draft(expert, done, total)
        for expert, (done, total, handed_in) in session.progress().items()
        if expert in typed and not handed_in
    )


def resolution_rows(file: SessionFile, session: str) -> tuple[tuple[str, str], ...]:
    """Rows of the resolutions; Refused if one is not what the program wrote."""
    return tuple(
        (item.id, item.document().decode())
        for item in read_resolutions(file, session)
        if item.session == session
    )


def amendment_rows(file: SessionFile, session: str) -> tuple[tuple[str, int, str], ...]:
    """Rows of the amendments; Refused if one is not what the program wrote."""
    return tuple(
        (item.id, item.number, item.document().decode())
        for item in read_amendments(file, session)
        if item.session == session
    )


def journal_rows(file: SessionFile, session: str) -> tuple[Entry, ...]:
    return tuple(
        entry_of(row)
        for row in file.read(
            "SELECT seq, at, actor, kind, body, prev, hash FROM journal "
            "WHERE session_id = ? ORDER BY seq",
            (session,),
        )
    )
