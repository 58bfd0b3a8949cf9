"""The mirror: an expert's journal beside his kit, so that another machine can go on.

One line per entry, exactly as the journal holds it, appended and made durable after every
commit; the entries' own chain shows whether two machines went different ways. Once the
ballot is handed in the entries go and one line stays, so that a lost stick tells nothing.
"""

import json
import os
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.strict import parse_strictly
from reviewtui.domain.system_reasons import is_full, is_protected
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind, entry_hash
from reviewtui.session.whole_file import write_whole

MAGIC: Final = "reviewtui-mirror/1"
LARGEST: Final = 32 * 1024 * 1024


class Reach(Enum):
    """Where the last commit is durable."""

    BOTH = "both"
    GONE = "gone"
    """On this machine only: the stick is out, or another one is in."""
    PROTECTED = "protected"
    """On this machine only: nobody may write onto the stick."""
    FULL = "full"
    """On this machine only: the stick has no room left."""
    FAILING = "failing"
    """On this machine only: the stick is there and does not take it."""
    FORKED = "forked"
    """On this machine only: another machine wrote into the mirror."""


def reach_after(fault: OSError, kit: Path) -> Reach:
    """What a writing that failed beside a kit says of the stick."""
    try:
        there = kit.is_file()
    except OSError:
        there = False
    if not there:
        return Reach.GONE
    if is_full(fault):
        return Reach.FULL
    return Reach.PROTECTED if is_protected(fault) else Reach.FAILING


class Entry(NamedTuple):
    """One line of the journal as it is stored; `body` is canonical JSON."""

    seq: int
    at: int
    actor: str
    kind: str
    body: str
    prev: str
    hash: str

    def holds(self, session: str) -> bool:
        """Whether the hash is that of what the entry says."""
        told = entry_hash(session, *self[:5], self.prev)
        return self.hash == told


class Reflection(NamedTuple):
    """What a mirror file says: its entries, or once sealed the end of the chain."""

    entries: tuple[Entry, ...] = ()
    sealed: tuple[int, str] | None = None


def read_mirror(path: Path, session: str) -> Reflection:
    """What stands in a mirror; a line torn by a pulled stick ends it, all before it counts.

    Args:
        path: The file; a missing one says nothing.
        session: Id of the session, which every entry's hash covers.

    Raises:
        OSError: If it is there and cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
    except FileNotFoundError:
        return Reflection()
    lines = content.split(b"\n")[:-1]
    if not lines or lines[0].decode("utf-8", "replace") != MAGIC:
        return Reflection()
    entries: list[Entry] = []
    prev = ""
    for number, line in enumerate(lines[1:], start=1):
        values = _values(line)
        if number == 1 and len(values) == 3 and values[0] == EventKind.SEALED:
            return Reflection(sealed=(values[1], values[2]))
        if not _is_entry(values):
            break
        entry = Entry(*values)
        if entry.seq != number or entry.prev != prev or not entry.holds(session):
            break
        entries.append(entry)
        prev = entry.hash
    return Reflection(tuple(entries))


def journal_entries(file: SessionFile, session: str, after: int = 0) -> list[Entry]:
    """The journal as stored, from the entry after number `after`."""
    rows = file.read(
        "SELECT seq, at, actor, kind, body, prev, hash FROM journal "
        "WHERE session_id = ? AND seq > ? ORDER BY seq",
        (session, after),
    )
    return [Entry(*row) for row in rows]


class Mirror:
    """Follows one working copy; used by the writer's thread after each durable commit.

    Args:
        path: The mirror file.
        kit: The kit beside it; without it the stick is another one, or gone.
    """

    def __init__(self, path: Path, kit: Path) -> None:
        self.path, self._kit = path, kit
        self.reach = Reach.GONE
        self.fault: OSError | None = None
        """Why the last commit is on this machine only, where the system said so."""
        self._end = 0
        self._size: int | None = None
        """Bytes of the file after our last writing; None: write it whole next time."""

    def follow(self, file: SessionFile, session: str) -> None:
        """Write what the mirror lacks; never raises, `reach` tells how it went."""
        if self.reach is not Reach.FORKED:
            try:
                self.reach, self.fault = self._follow(file, session), None
            except OSError as fault:
                self.reach, self.fault = reach_after(fault, self._kit), fault
                self._size = None

    def _follow(self, file: SessionFile, session: str) -> Reach:
        if not self._kit.is_file():
            raise FileNotFoundError(self._kit)
        if self._size is not None and self._written_by_another():
            return Reach.FORKED
        new = journal_entries(file, session, self._end if self._size is not None else 0)
        if self._size is not None and not new:
            return Reach.BOTH
        turned = any(entry.kind in (EventKind.SEALED, EventKind.REOPENED) for entry in new)
        if self._size is None or turned:
            entries = journal_entries(file, session)
            content = _content(entries)
            write_whole(self.path, content, replace=True)
            self._size, self._end = len(content), entries[-1].seq
        else:
            self._append(b"".join(_line(entry) for entry in new))
            self._end = new[-1].seq
        return Reach.BOTH

    def _written_by_another(self) -> bool:
        return self.path.stat().st_size != self._size

    def _append(self, content: bytes) -> None:
        assert self._size is not None  # a file of unknown size is written whole
        with self.path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(content)


def _content(entries: Sequence[Entry]) -> bytes:
    """A mirror file from the whole journal: all entries, or the seal that covers them."""
    head = MAGIC.encode() + b"\n"
    turns = [item for item in entries if item.kind in (EventKind.SEALED, EventKind.REOPENED)]
    if turns and turns[-1].kind == EventKind.SEALED:
        last = turns[-1]
        return head + canonical_bytes([last.kind, last.seq, last.hash]) + b"\n"
    return head + b"".join(_line(entry) for entry in entries)


def _line(entry: Entry) -> bytes:
    return canonical_bytes(list(entry)) + b"\n"


def _values(line: bytes) -> list[Any]:
    try:
        found = parse_strictly(line)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _is_entry(values: list[Any]) -> bool:
    kinds = (int, int, str, str, str, str, str)
    if len(values) != len(kinds) or not all(
        type(value) is kind for value, kind in zip(values, kinds, strict=True)
    ):
        return False
    try:
        EventKind(values[3])
        return isinstance(json.loads(values[4]), dict)
    except (ValueError, RecursionError):
        return False
