"""Collecting as it goes on behind the screens: one watcher, what it saw, in order.

It looks off the interface thread, one look at a time; what it took in is told even if
nobody was on its screen.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reviewtui.domain.states import Why
from reviewtui.exchange import watch
from reviewtui.session.in_force import put_in_force
from reviewtui.session.merge_items import CLEAN, Taking

if TYPE_CHECKING:
    from reviewtui.session.session import Session


class Told(NamedTuple):
    """Something that happened; `at` is UTC milliseconds."""

    at: int
    event: watch.Event


class Collecting:
    """Watches sticks, and the folders that were typed, for one session."""

    def __init__(self, session: "Session", backup: Path | None = None) -> None:
        self._session, self._backup = session, backup
        self._door = threading.Lock()
        self.folders: list[Path] = []
        self.told: list[Told] = []
        self._watcher = watch.Watcher(session, drives=self._places, backup=backup)

    @property
    def waiting(self) -> list[watch.Event]:
        """What somebody has to look at, the newest first; settled conflicts left out."""
        states = self._session.effective()
        open_ones = {expert for expert, state in states.items() if state is Why.CONFLICT}
        found = list(self._watcher.waiting.values())
        return [event for event in reversed(found) if not _is_settled(event, open_ones)]

    def send_backups(self, folder: Path) -> None:
        """Let the copies go into this folder from now on."""
        self._backup = self._watcher.backup = folder

    def look(self) -> None:
        """Look once at every place; not on the interface thread.

        Raises:
            Refused: If what was found cannot be stored; it lies where it lay.
        """
        with self._door:
            events = self._watcher.scan()
            at = self._session.meeting.sources.now()
            self.told += [Told(at, event) for event in events]
            for event in events:
                if event.merged is not None and event.merged.plan.desk.amendments:
                    put_in_force(self._session)

    def _places(self) -> list[Path]:
        return [*self.folders, *watch.removable_drives()]


def _is_settled(event: watch.Event, in_conflict: set[str]) -> bool:
    """Whether nothing but conflicts waited there, and none of them stands any more."""
    merged = event.merged
    if merged is None or merged.backup is None or any(one.serious for one in merged.notices):
        return False
    odd = [item for item in merged.plan.items if item.taking not in CLEAN]
    return bool(odd) and all(
        item.taking is Taking.CONFLICT and item.expert not in in_conflict for item in odd
    )
