"""Which copy of a session was put into the second place last."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.exchange.collecting import backup_folder
from reviewtui.session.session import Session

_MOMENT: Final = "%Y%m%d-%H%M%S-%f"
_LENGTH: Final = len("YYYYmmdd-HHMMSS-ffffff")


class Backup(NamedTuple):
    """A copy; `at` is UTC."""

    path: Path
    at: datetime


def last_backup(session: Session, folder: Path | None = None) -> Backup | None:
    """The newest copy in the usual place, by the time in its name; None if there is none."""
    found = []
    try:
        listed = list((folder or backup_folder(session)).glob(f"{session.path.stem}-*.review"))
    except OSError:
        return None
    for path in listed:
        try:
            at = datetime.strptime(path.stem[-_LENGTH:], _MOMENT).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, at))
    return max(found, key=lambda item: item.at, default=None)
