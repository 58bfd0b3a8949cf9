"""What the file remembers of an expert besides the marks: undo, redo, seal, cursor."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewtui.domain.ballot import check_code
from reviewtui.session.changes import read_edits
from reviewtui.session.file import SessionFile
from reviewtui.session.history import NOTHING, Commit, History
from reviewtui.session.journal import ELSEWHERE, EventKind

if TYPE_CHECKING:
    from reviewtui.domain.further_round import RoundStart
    from reviewtui.session.meeting import Meeting


class Sealed(NamedTuple):
    """A ballot that was handed in; `at` in UTC milliseconds.

    `elsewhere`: on another machine, so that its marks are not in this one's draft.
    """

    content_id: str
    rev: int
    at: int
    elsewhere: bool = False

    @property
    def check_code(self) -> str:
        """The code to copy by hand; takes some 50 ms the first time."""
        return check_code(self.content_id)


class Past(NamedTuple):
    """One expert's round up to now.

    Attributes:
        history: What can be undone and redone.
        place: Where the cursor stood last; None if nothing tells.
        place_seq: Number of the journal entry that told the place.
        last_change: The first place that the last commit touched.
        sealed: The ballot that stands; None while at work.
        elsewhere: The last ballot, if another machine made it: the draft is older or empty.
    """

    history: History = NOTHING
    place: tuple[str, str] | None = None
    place_seq: int = 0
    last_change: tuple[str, str] | None = None
    sealed: Sealed | None = None
    elsewhere: Sealed | None = None


def recall(file: SessionFile, session: str, number: int, expert: str) -> Past:
    """Read one expert's past in round `number` from journal and cursor table.

    Of the two places, the one in the journal and the lazily stored one, the later wins.
    """
    rows = file.read(
        "SELECT seq, at, kind, body FROM journal WHERE session_id = ? AND actor = ? ORDER BY seq",
        (session, expert),
    )
    told = ((seq, at, EventKind(kind), json.loads(body)) for seq, at, kind, body in rows)
    past = replay(event for event in told if event[3].get("round") == number)
    stored = file.read(
        "SELECT candidate, row, after_seq FROM place "
        "WHERE session_id = ? AND round = ? AND expert = ?",
        (session, number, expert),
    )
    for candidate, row, after in stored:
        if after >= past.place_seq:
            past = past._replace(place=(candidate, row))
    return past


def replay(events: Iterable[tuple[int, int, EventKind, Mapping[str, Any]]]) -> Past:
    """Replay entries (number, time, kind, body) of one expert and round, in order."""
    past = Past()
    for seq, at, kind, body in events:
        match kind:
            case EventKind.MARKS:
                history = past.history.done(Commit(read_edits(body), seq))
            case EventKind.UNDO:
                history = past.history.undone()
            case EventKind.REDO:
                history = past.history.redone()
            case EventKind.SEALED:
                sealed = Sealed(body["content_id"], body["rev"], at, ELSEWHERE in body)
                elsewhere = sealed if sealed.elsewhere else None
                past = past._replace(history=History(), sealed=sealed, elsewhere=elsewhere)
                continue
            case EventKind.REOPENED | EventKind.WITHDRAWN:
                past = past._replace(sealed=None)
                continue
            case _:
                continue
        edits = read_edits(body)
        past = past._replace(history=history, last_change=edits[0].place)
        if "next" in body:
            candidate, row = body["next"]
            past = past._replace(place=(candidate, row), place_seq=seq)
    return past


def recall_start(meeting: "Meeting", expert: str, number: int) -> "RoundStart | None":
    """What one expert began the round with; None in the first.

    Raises:
        Refused: As `round_start.read_start`.
    """
    if number not in meeting.further:
        return None
    from reviewtui.session.round_start import read_start  # opens ballots: not before a frame

    return read_start(meeting, expert, number)


def store_place(
    connection: sqlite3.Connection, owner: tuple[str, int, str], place: tuple[str, str]
) -> None:
    """Store where the cursor stands; `owner` is session, round and expert."""
    (last,) = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM journal WHERE session_id = ?", (owner[0],)
    ).fetchone()
    connection.execute(
        "INSERT INTO place (session_id, round, expert, candidate, row, after_seq) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, round, expert) DO UPDATE SET "
        "candidate = excluded.candidate, row = excluded.row, after_seq = excluded.after_seq",
        (*owner, *place, last),
    )
