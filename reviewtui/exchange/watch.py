"""Collecting mode (收表模式): looks at drives and folders again and again, and takes in what is
clean without anybody pressing a key.

A file is taken once two looks in a row see it alike: one that is still being copied is not
mistaken for a damaged one. A place is done when its ballots are durable in the session and in
the backup and stand there as they stand on the stick.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import round_name
from reviewtui.domain.printable import printable
from reviewtui.exchange.collecting import Merged, carry_out, plan
from reviewtui.exchange.incoming import Notice, files_in
from reviewtui.exchange.merge_effect_words import effect_sentences
from reviewtui.exchange.merge_plan import sentence
from reviewtui.exchange.said_of_aside import SAID
from reviewtui.locales import N_, _
from reviewtui.session.merge_items import CLEAN
from reviewtui.session.session import Session

MOUNTED_UNDER: Final = ("/media/", "/run/media/", "/mnt/")
REMOVABLE: Final = 2
"""What Windows calls a drive that can be pulled out."""

Fingerprint = tuple[tuple[str, int, int], ...]


_OPENED_ELSEWHERE: Final = N_(
    "a second desk that has opened the ballots: taking it in opens them here too, so nothing of "
    "it was taken in; end collecting and use merge"
)


class Seen(StrEnum):
    """What a look at a place came to."""

    READING = "reading"
    """Something new; not to be pulled out yet."""
    TAKEN = "taken"
    """All of it is safe; may be pulled out."""
    WAITS = "waits"
    """Somebody has to look: a conflict, late, kept aside, unreadable. The first sentence says
    whether it may be pulled out."""
    EMPTY = "empty"
    GONE = "gone"


class Event(NamedTuple):
    """One thing that changed since the last look.

    Attributes:
        place: The drive or folder.
        experts: Whose ballots were found, by code.
        sentences: For people: first what to do, then one per file.
        merged: What was done, where something was.
    """

    seen: Seen
    place: Path
    experts: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    merged: Merged | None = None


class Watcher:
    """Looks whenever it is asked to; keeps in mind what it saw.

    Args:
        session: The desk's open session.
        folders: Watched besides the drives.
        drives: Gives the drives that are plugged in now.
        backup: Where backups go; None for the usual place.
    """

    def __init__(
        self,
        session: Session,
        folders: Sequence[Path] = (),
        drives: Callable[[], Sequence[Path]] | None = None,
        backup: Path | None = None,
    ) -> None:
        self._session, self._folders, self.backup = session, tuple(folders), backup
        self._drives = removable_drives if drives is None else drives
        self._last: dict[Path, Fingerprint] = {}
        self._done: dict[Path, Fingerprint] = {}
        self._begun = False
        self.waiting: dict[Path, Event] = {}

    def scan(self) -> list[Event]:
        """Look once at every place; what changed since the last time.

        Drives that are there from the start and hold nothing are not spoken of.
        """
        places = [place for place in (*self._folders, *self._drives()) if place.is_dir()]
        events = [self._forget(place) for place in self._last.keys() - set(places)]
        for place in dict.fromkeys(places):
            now = _fingerprint(place, self._session.path)
            before = self._last.get(place)
            self._last[place] = now
            if self._done.get(place) == now:
                continue
            if before != now:
                self.waiting.pop(place, None)
                if now or self._begun:
                    events.append(_arriving(place, now))
            elif now and (event := self._take(place, now)):
                events.append(event)
            if not now:
                self._done[place] = now
        self._begun = True
        return events

    def _forget(self, place: Path) -> Event:
        del self._last[place]
        self._done.pop(place, None)
        self.waiting.pop(place, None)
        return Event(
            Seen.GONE,
            place,
            sentences=(_("{place}: pulled out").format(place=printable(str(place))),),
        )

    def _take(self, place: Path, now: Fingerprint) -> Event | None:
        """Take in what lies there; None if it is as it was at the last look."""
        try:
            merged = plan(self._session, [place])
            if merged.plan.desk.opened:
                return self._wait(Event(Seen.WAITS, place, (), (_(_OPENED_ELSEWHERE),)))
            merged = carry_out(self._session, merged, self.backup)
        except Refused as refusal:
            return self._wait(Event(Seen.WAITS, place, (), tuple(map(str, refusal.reasons))))
        whole = merged.backup is not None and not any(item.serious for item in merged.notices)
        if whole:
            self._done[place] = now
        items = merged.plan.items
        own = [item for item in items if item.taking in CLEAN and item.round == merged.plan.round]
        experts = tuple(dict.fromkeys(item.expert for item in own))
        told = [sentence(item, merged.plan.panel) for item in items]
        told += effect_sentences(merged.plan, self._session.panel)
        told += _few(merged.notices)
        if not (whole and merged.clean):
            return self._wait(Event(Seen.WAITS, place, experts, tuple(told), merged))
        self.waiting.pop(place, None)
        if not experts:
            number = merged.plan.round if items else 0
            return Event(Seen.EMPTY, place, (), (_nothing(place, number), *told), merged)
        head = _("{experts}: received, {place} may be pulled out").format(
            experts=_(", ").join(_("no. {code}").format(code=code) for code in experts),
            place=printable(str(place)),
        )
        return Event(Seen.TAKEN, place, experts, (head, *told), merged)

    def _wait(self, event: Event) -> Event | None:
        """Somebody has to look at it; None if he was told so before."""
        place = event.place
        head = (
            _("{place}: everything is kept; somebody has to look at this")
            if place in self._done
            else _("{place}: leave it plugged in; somebody has to look at this")
        ).format(place=printable(str(place)))
        before = self.waiting.get(place)
        self.waiting[place] = event._replace(sentences=(head, *event.sentences))
        told_before = before is not None and before.sentences[0] == head
        return None if told_before else self.waiting[place]


def _few(notices: Sequence[Notice]) -> Iterator[str]:
    """The notices, of each Excel sheet the first findings."""
    for sheet, group in groupby(notices, key=lambda notice: notice.sheet):
        found = list(map(str, group))
        more = len(found[SAID:])
        if not sheet or more <= 1:
            yield from found
            continue
        yield from found[:SAID]
        sentence = _(
            "{sheet}: {count} further faults; all of them stand on the desk under “Conflicts and "
            "files kept aside”, and are printed by desk --board"
        )
        yield sentence.format(sheet=sheet, count=more)


def removable_drives() -> list[Path]:
    """Sticks and cards that are plugged in now."""
    if sys.platform == "win32":
        return _windows_drives()
    if sys.platform == "darwin":
        return [path for path in _children(Path("/Volumes")) if not os.path.samefile(path, "/")]
    return mounted_drives(Path("/proc/mounts"))


def mounted_drives(mounts: Path) -> list[Path]:
    """Mount points where desktops put sticks, from the kernel's table."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []
    points = [fields[1] for line in lines if len(fields := line.split(" ")) > 1]
    unescaped = [_unescaped(point) for point in points]
    return [Path(point) for point in unescaped if point.startswith(MOUNTED_UNDER)]


def _unescaped(point: str) -> str:
    """A mount point as it is; the table writes blanks and the like as octal numbers."""
    for octal, one in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(octal, one)
    return point


def _windows_drives() -> list[Path]:
    if sys.platform != "win32":
        return []
    import ctypes

    kernel = ctypes.windll.kernel32
    present = kernel.GetLogicalDrives()
    roots = [f"{chr(ord('A') + number)}:\\" for number in range(26) if present >> number & 1]
    return [Path(root) for root in roots if kernel.GetDriveTypeW(root) == REMOVABLE]


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _fingerprint(place: Path, own: Path) -> Fingerprint:
    """Names, sizes and times of what is of interest there, the session itself left out."""
    found = []
    for path in files_in(place, []):
        if path == own:
            continue
        try:
            about = path.stat()
        except OSError:
            continue
        found.append((str(path), about.st_size, about.st_mtime_ns))
    return tuple(found)


def _arriving(place: Path, now: Fingerprint) -> Event:
    if not now:
        return Event(Seen.EMPTY, place, sentences=(_nothing(place),))
    told = _("{place}: reading, do not pull it out").format(place=printable(str(place)))
    return Event(Seen.READING, place, sentences=(told,))


def _nothing(place: Path, number: int = 0) -> str:
    """That nothing was brought, or nothing of the round at work."""
    if number:
        sentence = _("{place}: no ballot of {round} on it, only of an earlier round")
        return sentence.format(place=printable(str(place)), round=round_name(number))
    return _("{place}: no ballot file on it").format(place=printable(str(place)))
