"""The mirror: an expert's journal beside his kit, so that another machine can go on.

One line per entry, exactly as the journal holds it, appended and made durable after every
commit; the entries' own chain shows whether two machines went different ways. Once the
ballot is handed in the entries go and one line stays, so that a lost stick tells nothing: the
end of the chain, and of each entry the beginning of its hash, by which a machine that stopped
on the way knows its own end. A hash of marks could be guessed if the entry had no salt.
"""

import os
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.strict import hex64, parse_strictly, texts, whole
from reviewtui.domain.system_reasons import is_full, is_protected
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import DRAFTING, ELSEWHERE, SALT, EventKind, entry_hash
from reviewtui.session.whole_file import write_whole

MAGIC: Final = "reviewtui-mirror/1"
LARGEST: Final = 32 * 1024 * 1024
_LATEST: Final = 250_000_000_000_000
"""UTC milliseconds; a later moment no calendar shows."""
_TRACE: Final = 16
"""Digits of an entry's hash that stay on the stick after the ballot was handed in."""
_TURNS: Final = (EventKind.SEALED, EventKind.REOPENED, EventKind.WITHDRAWN)


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


class SealedEnd(NamedTuple):
    """What a mirror keeps of a chain that ends with a seal.

    Attributes:
        seq, hash: Of the seal.
        traces: Beginnings of the hashes of all entries in turn; "" where one could be guessed.
    """

    seq: int
    hash: str
    traces: tuple[str, ...] = ()

    def passed(self, entries: Sequence[Entry]) -> bool:
        """Whether the chain went through the end of these entries."""
        count = len(entries)
        return 0 < count <= len(self.traces) and self.traces[count - 1] == _trace(entries[-1])


class Reflection(NamedTuple):
    """What a mirror file says.

    Attributes:
        entries: While the expert is at work.
        sealed: Once he handed in, instead.
        broken: Whether more follows that no mirror holds.
    """

    entries: tuple[Entry, ...] = ()
    sealed: SealedEnd | None = None
    broken: bool = False


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
    first, *lines = content.split(b"\n")[:-1] or [b""]
    if first != MAGIC.encode():
        return Reflection(broken=bool(content.strip(b"\0")))
    if lines and (sealed := _sealed_end(lines[0])) is not None:
        return Reflection(sealed=sealed)
    entries: list[Entry] = []
    for line in lines:
        entry = _entry(line, session, entries)
        if entry is None:
            return Reflection(tuple(entries), broken=True)
        entries.append(entry)
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
        turned = any(entry.kind in _TURNS for entry in new)
        if self._size is None or turned:
            entries = journal_entries(file, session)
            if self._says_more(entries, session):
                self._size, self._end = self.path.stat().st_size, entries[-1].seq
                return Reach.BOTH
            content = _content(entries)
            write_whole(self.path, content, replace=True)
            self._size, self._end = len(content), entries[-1].seq
        else:
            self._append(b"".join(_line(entry) for entry in new))
            self._end = new[-1].seq
        return Reach.BOTH

    def _says_more(self, entries: Sequence[Entry], session: str) -> bool:
        """Whether the mirror closes with the seal of which this machine only found the ballot."""
        last = last_turn(entries)
        if last is None or not taken_from_stick(last):
            return False
        return read_mirror(self.path, session).sealed is not None

    def _written_by_another(self) -> bool:
        return self.path.stat().st_size != self._size

    def _append(self, content: bytes) -> None:
        assert self._size is not None  # a file of unknown size is written whole
        with self.path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(content)


def last_turn(entries: Sequence[Entry]) -> Entry | None:
    """The last entry by which a ballot was handed in or taken back."""
    turns = (item for item in reversed(entries) if item.kind in _TURNS)
    return next(turns, None)


def taken_from_stick(entry: Entry) -> bool:
    """Whether a seal tells of a ballot that another machine made and this one found."""
    return entry.kind == EventKind.SEALED and ELSEWHERE in parse_strictly(entry.body.encode())


def _content(entries: Sequence[Entry]) -> bytes:
    """A mirror file from the whole journal: all entries, or the seal that covers them."""
    head = MAGIC.encode() + b"\n"
    last = last_turn(entries)
    if last is not None and last.kind == EventKind.SEALED:
        traces = [_trace(entry) for entry in entries]
        return head + canonical_bytes([last.kind, last.seq, last.hash, traces]) + b"\n"
    return head + b"".join(_line(entry) for entry in entries)


def _trace(entry: Entry) -> str:
    """The beginning of an entry's hash, unless its marks could be guessed from it."""
    if entry.kind in DRAFTING and SALT not in parse_strictly(entry.body.encode()):
        return ""
    return entry.hash[:_TRACE]


def _line(entry: Entry) -> bytes:
    return canonical_bytes(list(entry)) + b"\n"


def _sealed_end(line: bytes) -> SealedEnd | None:
    try:
        kind, seq, end, *traces = parse_strictly(line)
        if kind != EventKind.SEALED or len(traces) > 1:
            return None
        return SealedEnd(whole(seq, least=1), hex64(end), texts(traces[0]) if traces else ())
    except (ValueError, TypeError, RecursionError):
        return None


def _entry(line: bytes, session: str, before: Sequence[Entry]) -> Entry | None:
    """What a line says, if it is an entry that follows on those before it."""
    kinds = (int, int, str, str, str, str, str)
    try:
        entry = Entry(*parse_strictly(line))
        if tuple(map(type, entry)) != kinds or not 0 <= entry.at <= _LATEST:
            return None
        EventKind(entry.kind)
        if not isinstance(parse_strictly(entry.body.encode()), dict):
            return None
        follows = entry.seq == len(before) + 1
        follows = follows and entry.prev == (before[-1].hash if before else "")
        return entry if follows and entry.holds(session) else None
    except (ValueError, TypeError, RecursionError):
        return None
