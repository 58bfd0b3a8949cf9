"""What desks told: the journal of this one, and of every desk that it has taken in.

Journals are never mixed (`second_desk`). What they tell is a set of facts all the same, and
desks that took each other in know the same of it: kits issued, ballots asked back, who typed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind
from reviewtui.session.kept_aside import JOURNAL

FACTS: Final[Mapping[EventKind, Mapping[str, type]]] = {
    EventKind.ISSUED: {"expert": str, "kit": str, "round": int},
    EventKind.ON_STICK: {"expert": str, "kit": str},
    EventKind.REOPENED: {"content_id": str, "round": int},
    EventKind.TYPED_IN: {"content_id": str, "by": list},
    EventKind.WITHDRAWN: {"content_id": str, "by": str, "reason": str},
}
"""What an entry of each kind must say to be one; another desk's file may hold anything."""

Entry = tuple[int, int, str, str, str, str, str]
"""A row of the journal: number, time, actor, kind, body, predecessor's hash, hash."""


class Told(NamedTuple):
    """One entry, of whichever desk; `at` in UTC milliseconds."""

    at: int
    actor: str
    body: Mapping[str, Any]


def told(file: SessionFile, session: str, kind: EventKind) -> list[Told]:
    """Entries of one kind, one of `FACTS`, of all desks, by time."""
    rows = file.read(
        "SELECT at, actor, body, hash FROM journal WHERE session_id = ? AND kind = ?",
        (session, kind.value),
    )
    for lines in kept_journals(file, session):
        rows += [
            (at, actor, body, own)
            for _seq, at, actor, name, body, _prev, own in entries_in(lines)
            if name == kind
        ]
    found = {}
    for at, actor, text, own in rows:
        if (body := _fact(text, FACTS[kind])) is not None:
            found[own] = Told(at, actor, body)
    return [one for _own, one in sorted(found.items(), key=lambda item: (item[1].at, item[0]))]


def _fact(text: str, shape: Mapping[str, type]) -> Mapping[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    fits = isinstance(body, dict) and all(type(body.get(key)) is of for key, of in shape.items())
    return body if fits else None


def kept_journals(file: SessionFile, session: str) -> list[bytes]:
    """The journals of other desks from where they part from ours, a line an entry; empty
    bytes for one that an archive keeps back."""
    return [
        bytes(content)
        for (content,) in file.read(
            "SELECT content FROM kept_aside WHERE session_id = ? AND why = ? ORDER BY file_id",
            (session, JOURNAL),
        )
    ]


def entries_in(lines: bytes) -> Iterable[Entry]:
    """The entries of another desk's journal.

    Raises:
        ValueError: If it is not what the program writes.
    """
    return map(entry_of, map(json.loads, lines.splitlines()))


def entry_of(row: Sequence[object]) -> Entry:
    """A row as it is told; ValueError if it is none."""
    match row:
        case [int(seq), int(at), str(actor), str(kind), str(body), str(prev), str(own)]:
            return seq, at, actor, kind, body, prev, own
    raise ValueError(str(row)[:80])
