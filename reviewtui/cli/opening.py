"""Opening a session for a command, and remembering which ones were opened."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.session.session import Session

MOST_RECENT: Final = 9
"""As many as digits can choose."""


@contextlib.contextmanager
def opened(
    path: Path, *, desk: bool = False, reading: bool = False, passed_round: bool = False
) -> Iterator["Session"]:
    """The session at `path`, closed again whatever happens.

    What a command of the desk has changed is copied into the second place before it is closed.

    Args:
        path: A session file.
        desk: The command belongs to the desk; an expert's working copy refuses it.
        reading: The command changes nothing; the file keeps its bytes.
        passed_round: Experts score in the session itself; the copy is made without a word.

    Raises:
        Refused: If it cannot be opened, with the reason.
    """
    from reviewtui.session.session import Session

    with Session.open(path, reading=reading) as session:
        if desk and session.role != "desk":
            raise Refused(
                Finding(
                    str(path),
                    _("is an expert's working copy; only score, check and verify work on it"),
                )
            )
        writer = session.meeting.writer
        before = writer.end() if (desk and not reading) or passed_round else 0
        try:
            yield session
        finally:
            if before and writer.end() > max(before, writer.seen_to):
                from reviewtui.cli.second_place import back_up

                back_up(session, quietly=not desk)
    remember(path)


def recent_file() -> Path:
    """Where the sessions opened last are noted."""
    import platformdirs

    return Path(platformdirs.user_state_dir("reviewtui", appauthor=False)) / "recent.json"


def recent() -> list[Path]:
    """The sessions opened last and still there, the newest first."""
    try:
        listed = json.loads(recent_file().read_text("utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(listed, list):
        return []
    return [Path(item) for item in listed if isinstance(item, str) and Path(item).is_file()]


def remember(path: Path) -> None:
    """Put a session first in the list; a place that cannot be written does no harm."""
    path = path.absolute()
    listed = [path, *(other for other in recent() if other != path)][:MOST_RECENT]
    with contextlib.suppress(OSError):
        file = recent_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps([str(item) for item in listed], ensure_ascii=False), "utf-8")
