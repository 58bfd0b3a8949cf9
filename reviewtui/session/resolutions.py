"""The resolutions of a session as its file keeps them."""

import sqlite3

from reviewtui.domain.resolution import Resolution, read_resolution
from reviewtui.locales import _
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile


def read_resolutions(file: SessionFile, session: str) -> list[Resolution]:
    """Every resolution of the session.

    Raises:
        Refused: If one of them is not what the program wrote.
    """
    found = []
    for own, document in file.read(
        "SELECT resolution_id, document FROM resolution WHERE session_id = ? "
        "ORDER BY resolution_id",
        (session,),
    ):
        try:
            resolution = read_resolution(document.encode())
        except ValueError:
            resolution = None
        if resolution is None or resolution.id != own:
            sentence = _("resolution {id} is not as it was made: it was changed since")
            raise refused(file.path, sentence.format(id=own[:12]))
        found.append(resolution)
    return found


def store_resolution(connection: sqlite3.Connection, session: str, resolution: Resolution) -> None:
    """Keep a resolution, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO resolution (session_id, resolution_id, document) VALUES (?, ?, ?)",
        (session, resolution.id, resolution.document().decode()),
    )
