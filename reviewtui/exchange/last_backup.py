"""Which copy of a session was put into the second place last, and whether it is a second one."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.exchange.collecting import backup_folder
from reviewtui.locales import _
from reviewtui.session.session import Session

_MOMENT: Final = "%Y%m%d-%H%M%S-%f"
_LENGTH: Final = len("YYYYmmdd-HHMMSS-ffffff")


COMMAND: Final = "reviewtui config backup DIR"


class Backup(NamedTuple):
    """A copy; `at` is UTC."""

    path: Path
    at: datetime


def last_backup(session: Session, folder: Path | None = None) -> Backup | None:
    """The newest copy in the usual place, by the time in its name; None if there is none."""
    return max(_copies(session, folder), key=lambda item: item.at, default=None)


def is_first_copy(session: Session, folder: Path) -> bool:
    """Whether no more than one copy lies in a place."""
    return len(_copies(session, folder)) <= 1


def _copies(session: Session, folder: Path | None) -> list[Backup]:
    found = []
    try:
        listed = list((folder or backup_folder(session)).glob(f"{session.path.stem}-*.review"))
    except OSError:
        return []
    for path in listed:
        try:
            at = datetime.strptime(path.stem[-_LENGTH:], _MOMENT).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, at))
    return found


def same_disk(session: Session, folder: Path | None = None, *, how: str = COMMAND) -> str:
    """What to say where the copies would be lost together with the session; "" elsewhere.

    Args:
        session: The open session.
        folder: Where its copies go; None for the usual place.
        how: How another place is named.
    """
    try:
        together = disk_of((folder or backup_folder(session)).absolute()) == disk_of(session.path)
    except OSError:
        return ""
    if not together:
        return ""
    return _(
        "Backups lie on the same disk as the session and would be lost with it; name another disk "
        "or a stick: {how}"
    ).format(how=how)


def disk_of(path: Path) -> int:
    """The disk that a path lies on, or will lie on, as the system numbers them."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return os.stat(path).st_dev
