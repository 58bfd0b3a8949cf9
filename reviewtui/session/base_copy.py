"""The mark-free base of a session (会务底本): what a new machine needs besides the sticks.

A session file of its own with the same id, panel, amendments and registered keys, but
without drafts, ballots or the opening code: with it, the sticks and the code from the
envelope the meeting goes on after the desk's machine is lost.
"""

import sqlite3
from pathlib import Path
from typing import Final

from reviewtui.domain.rule import Custody
from reviewtui.session.create import write_session
from reviewtui.session.definition import read_origin
from reviewtui.session.founding import Founding
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_code import read_opening_code

_CARRIED: Final = ("signing_key", "amendment", "resolution")


def goes_on_from_base(meeting: Meeting) -> bool:
    """Whether this session began as a base: the office's code lies in the envelope only."""
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    office = meeting.panel.rule.custody is Custody.OFFICE
    return office and code is not None and not code.digits


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
