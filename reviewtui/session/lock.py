"""Who has a session open: a small note beside the file, for people only.

The lock itself is SQLite's exclusive one; the note may be missing or stale.
"""

import contextlib
import getpass
import json
import os
import platform
from pathlib import Path
from typing import NamedTuple, Self

from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.faults import refused


class Holder(NamedTuple):
    """Who opened a session; `at` in UTC milliseconds."""

    user: str
    host: str
    pid: int
    at: int

    @classmethod
    def here(cls, at: int) -> Self:
        """This process."""
        try:
            user = getpass.getuser()
        except (KeyError, OSError, ImportError):
            user = "?"
        return cls(user, platform.node(), os.getpid(), at)


def note_path(path: Path) -> Path:
    """Where the note of a session stands."""
    return path.with_name(path.name + ".lock")


def leave_note(path: Path, holder: Holder) -> None:
    """Write the note; a folder that refuses it does no harm."""
    with contextlib.suppress(OSError):
        note_path(path).write_text(json.dumps(holder._asdict(), ensure_ascii=False), "utf-8")


def take_note_away(path: Path) -> None:
    """Remove the note of this process."""
    holder = _read(path)
    if holder is not None and holder.pid == os.getpid():
        with contextlib.suppress(OSError):
            note_path(path).unlink()


def already_open(path: Path) -> Refused:
    """The refusal for a session that is open elsewhere, naming who has it."""
    holder = _read(path)
    if holder is None:
        return refused(
            path, _("this session is already open in another window; close that one first")
        )
    since = f"{local_time(holder.at):%Y-%m-%d %H:%M}"
    return refused(
        path,
        _(
            "this session is already open: {user} on {host}, process {pid}, since {time}; "
            "close that window first"
        ).format(user=holder.user, host=holder.host, pid=holder.pid, time=since),
    )


def _read(path: Path) -> Holder | None:
    try:
        said = json.loads(note_path(path).read_text("utf-8"))
        return Holder(str(said["user"]), str(said["host"]), int(said["pid"]), int(said["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
