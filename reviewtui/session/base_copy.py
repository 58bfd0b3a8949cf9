"""The mark-free base of a session (会务底本): what a new machine needs besides the sticks.

A session file of its own with the same id, panel, amendments and registered keys, but
without drafts, ballots or the opening code: with it, the sticks and the code from the
envelope the meeting goes on after the desk's machine is lost.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import Custody
from reviewtui.session.create import write_session
from reviewtui.session.definition import read_origin
from reviewtui.session.founding import Founding
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.other_session import OtherSession, contents_of, read_other
from reviewtui.session.session import Session

_CARRIED: Final = ("signing_key", "amendment", "resolution")
MOST: Final = 1000
"""Bases side by side."""


def goes_on_from_base(meeting: Meeting) -> bool:
    """Whether this session began as a base: the office's code lies in the envelope only."""
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    office = meeting.panel.rule.custody is Custody.OFFICE
    return office and code is not None and not code.digits


def renew_base(session: Session, path: Path) -> Path:
    """Write the base of an open session, or bring the one that lies there up to date.

    A file with which somebody has gone on, or another meeting's, is never replaced: the base
    then gets the next free name beside it.

    Returns:
        Where it lies.

    Raises:
        Refused, OSError: If it cannot be written.
    """
    ours = contents_of(session, "")
    for number in range(1, MOST):
        place = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        there = _base_at(place)
        own = place.exists() and place.samefile(session.path)
        if not own and (not place.exists() or _is_base_of(ours, there)):
            break
    if there is None or _carried(there) != _carried(ours):
        half = place.with_name(f".{place.name}.{os.getpid()}.base")
        try:
            write_base(session.meeting, half)
            half.replace(place)
        finally:
            half.unlink(missing_ok=True)
    return place


def _base_at(path: Path) -> OtherSession | None:
    try:
        return read_other(path, path.name)
    except (Refused, OSError):
        return None


def _is_base_of(ours: OtherSession, there: OtherSession | None) -> bool:
    """Whether a file is a base of this session and nothing was done with it since."""
    return there is not None and there.session == ours.session and len(there.journal) == 1


def _carried(desk: OtherSession) -> object:
    """What a base takes over from the desk."""
    return desk.keys, frozenset(desk.amendments), frozenset(desk.resolutions)


def write_base(meeting: Meeting, path: Path) -> None:
    """Write the base of an open session.

    Raises:
        Refused: If there is a file already, or it cannot be written.
    """
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    founding = Founding(
        meeting.id,
        read_origin(meeting.file, meeting.id).panel,
        meeting.role,
        meeting.created_at,
        code._replace(digits="") if code else None,
    )
    write_session(path, founding)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        for table in _CARRIED:
            rows = meeting.file.read(f"SELECT * FROM {table}")
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
