"""Whole copies of an open session: for a second desk, and for a second place.

Copying the file itself would lack what is still in its log; the database writes the copy.
"""

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _
from reviewtui.session.faults import obstacle, refused
from reviewtui.session.file import open_session
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK, desk_seed
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.whole_file import put_in_place, sync_folder
from reviewtui.session.writer import Transaction

KEPT: Final = 5
"""Backups of one session that are kept in a folder."""


def back_up(meeting: Meeting, folder: Path) -> Path:
    """Write a whole copy of the session, read it back, and let the oldest ones go.

    Args:
        meeting: The open session.
        folder: Where; made if it is not there.

    Raises:
        Refused: If it could not be written. The session itself is as it was.
    """
    moment = datetime.fromtimestamp(meeting.sources.now() / 1000, UTC)
    stem = meeting.file.path.stem
    folder = folder.absolute()
    path = folder / f"{stem}-{moment:%Y%m%d-%H%M%S-%f}.review"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(meeting, path, replace=True)
        _let_go(folder, stem, path)
    except OSError as fault:
        raise _not_written(path, reason_of(fault)) from fault
    return path


def copy_session(meeting: Meeting, path: Path, *, replace: bool = False) -> None:
    """Make the session of a second desk: the same meeting, to be merged again later.

    What the desk signs must carry the same key at both, so it is made now if need be.

    Raises:
        Refused: If there is a file already, or it cannot be written; with `replace`, if that
            file is no session or is open elsewhere.
    """
    path = path.absolute()
    if meeting.role is not Keeper.DESK:
        sentence = _("this is an expert's working copy; do this in the session of the desk")
        raise refused(meeting.file.path, sentence)
    if path.exists():
        if not replace:
            raise refused(path, _("this file already exists; nothing was written"))
        open_session(path).close()

    def work(done: Transaction) -> None:
        desk_seed(done, meeting.id, meeting.sources.random_bytes)
        body: dict[str, Canonical] = {"name": path.name}
        done.tell(DESK, EventKind.COPIED, body)

    meeting.writer.submit(work).result()
    try:
        _write(meeting, path, replace=replace)
    except FileExistsError as error:
        raise refused(path, _("this file already exists; nothing was written")) from error
    except OSError as fault:
        raise _not_written(path, reason_of(fault)) from fault


def _write(meeting: Meeting, path: Path, *, replace: bool) -> None:
    """The copy appears whole or not at all, and only after it was read back."""
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with contextlib.suppress(FileNotFoundError):
            half.unlink()
        meeting.file.lend(lambda connection: connection.execute("VACUUM INTO ?", (str(half),)))
        _read_back(half, meeting.id)
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        if replace:
            os.replace(half, path)
            sync_folder(path.parent)
        else:
            put_in_place(half, path)
    except sqlite3.Error as error:
        raise _not_written(path, obstacle(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink()


def _read_back(path: Path, session: str) -> None:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        held = connection.execute("SELECT session_id FROM session").fetchall()
    finally:
        connection.close()
    if not sound or held != [(session,)]:
        raise refused(path, _("the copy was read back otherwise than it was written"))


def _let_go(folder: Path, stem: str, latest: Path) -> None:
    """Remove all but the last ones; their names sort by time, as far as the clock is right."""
    moments = "[0-9]" * 8 + "-" + "[0-9]" * 6 + "-" + "[0-9]" * 6
    kept = sorted(path for path in folder.glob("*.review") if path.match(f"*-{moments}.review"))
    own = [path for path in kept if path.name[: -len("-YYYYmmdd-HHMMSS-ffffff.review")] == stem]
    for path in [path for path in own if path != latest][: 1 - KEPT]:
        with contextlib.suppress(OSError):
            path.unlink()


def _not_written(path: Path, said: str) -> Refused:
    return refused(path, _("the copy could not be written: {said}").format(said=said))
