"""What people type at the desk: a paper sheet until two of them agree, a change on the spot
until it is in force.

The desk sees the paper, so nothing is secret from whoever types; but no number of it shall
stand readable in the file. Each pass lies there sealed with a key made from the desk's own,
which keeps it out of sight and not from somebody who holds the file and means it. It is
removed once the ballot is taken in.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.ballot import BLANK, OPEN, Cell, Standing
from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.locales import _
from reviewtui.session.faults import refused
from reviewtui.session.keys import DESK, desk_seed
from reviewtui.session.meeting import Meeting
from reviewtui.session.writer import Transaction

if TYPE_CHECKING:
    from nacl.secret import SecretBox

    from reviewtui.session.scoring import Saved

FIRST: Final = 1
SECOND: Final = 2
PAPER: Final = (FIRST, SECOND)
CHANGE: Final = 3
"""Beside the two passes over a paper: what the expert, standing there, wants to be different."""
WHOLE: Final = ""
"""In the place of a row: the whole candidate."""

_KEY_PREFIX: Final = b"reviewtui/typed-pass/1\n"
_NONCE: Final = 24

Place = tuple[str, str]
"""Candidate, and the row or `WHOLE`."""


@dataclass(frozen=True)
class TypedPass:
    """One person's reading of one paper sheet.

    Attributes:
        typist: Who typed it, as stated.
        cells: By candidate and by the code that is printed beside the box: a row's, or with
            `subtotals` a primary's.
        standings: Candidates that are recused or declined on the paper.
        subtotals: Whether one number per primary was typed.
        finished: Whether every box was gone through.
        differed: In how many places the second pass differed from the first.
        changes: Content id of the ballot that it changes; "" for a paper sheet.
    """

    typist: str
    cells: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    subtotals: bool = False
    finished: bool = False
    differed: int = 0
    changes: str = ""

    def cell(self, candidate: str, code: str) -> Cell:
        """What stands in a box; blank if nothing was typed."""
        return self.cells.get(candidate, {}).get(code, BLANK)

    def said(self, candidate: str, code: str) -> Cell | Standing:
        """What stands at a place, as far as two readings must agree: without reasons."""
        if code == WHOLE:
            return Standing(self.standings.get(candidate, OPEN).state)
        return self.cell(candidate, code)._replace(reason="", filled=False)

    def agreeing(self, place: Place, other: "TypedPass") -> "TypedPass":
        """With what the other pass says at a place; a standing takes its cells with it."""
        candidate, code = place
        cells = {who: dict(own) for who, own in self.cells.items()}
        standings = dict(self.standings)
        if code == WHOLE:
            standings.pop(candidate, None)
            cells.pop(candidate, None)
            if candidate in other.standings:
                standings[candidate] = other.standings[candidate]
            if candidate in other.cells:
                cells[candidate] = dict(other.cells[candidate])
        else:
            cells.setdefault(candidate, {})[code] = other.cell(candidate, code)
        return replace(self, cells=cells, standings=standings)


def differences(first: TypedPass, second: TypedPass) -> list[Place]:
    """Where two readings of a sheet differ; reasons may be worded differently."""
    places = {
        (candidate, code)
        for typed in (first, second)
        for candidate, cells in typed.cells.items()
        for code in cells
    }
    places |= {(candidate, WHOLE) for candidate in {*first.standings, *second.standings}}
    return sorted(place for place in places if first.said(*place) != second.said(*place))


def keep_pass(meeting: Meeting, expert: str, number: int, turn: int, typed: TypedPass) -> None:
    """Store a pass as far as it is typed; durable when this returns.

    Raises:
        Refused: If it could not be saved; what was stored before still is.
    """
    store_pass(meeting, expert, number, turn, typed).result()


def store_pass(
    meeting: Meeting,
    expert: str,
    number: int,
    turn: int,
    typed: TypedPass,
    kept: Callable[[], None] = lambda: None,
    failed: Callable[[], None] = lambda: None,
) -> "Future[Saved]":
    """Queue a pass as far as it is typed; the future is done when it is durable.

    Args:
        kept, failed: One of them is called before the future is done.
    """
    from reviewtui.session.scoring import Saved

    def work(done: Transaction) -> Saved:
        random_bytes = meeting.sources.random_bytes
        seed = desk_seed(done, meeting.id, random_bytes)
        content = _box(seed).encrypt(_document(typed), random_bytes(_NONCE))
        done.connection.execute(
            "INSERT INTO typed_pass (session_id, round, expert, turn, typist, content, changed_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, round, expert, turn) "
            "DO UPDATE SET typist = excluded.typist, content = excluded.content, "
            "changed_at = excluded.changed_at",
            (meeting.id, number, expert, turn, typed.typist, bytes(content), done.at),
        )
        return Saved(0, done.at)

    return meeting.writer.submit(work, lambda _saved: kept(), failed)


def read_pass(meeting: Meeting, expert: str, number: int, turn: int) -> TypedPass | None:
    """A pass as it was left; None if nobody began it.

    Raises:
        Refused: If it cannot be read any more; then the sheet is typed again.
    """
    rows = meeting.file.read(
        "SELECT content FROM typed_pass "
        "WHERE session_id = ? AND round = ? AND expert = ? AND turn = ?",
        (meeting.id, number, expert, turn),
    )
    if not rows:
        return None
    from nacl.exceptions import CryptoError

    seeds = meeting.file.read(
        "SELECT seed FROM signing_key WHERE session_id = ? AND holder = ?", (meeting.id, DESK)
    )
    for (seed,) in seeds:
        try:
            return _read(json.loads(_box(bytes.fromhex(seed)).decrypt(bytes(rows[0][0]))))
        except (CryptoError, ValueError, TypeError, KeyError, AttributeError):
            continue
    sentence = _("what was typed for expert {expert} cannot be read any more; discard it")
    raise refused(meeting.file.path, sentence.format(expert=expert))


def drop_passes(
    connection: sqlite3.Connection, session: str, expert: str, number: int, turns: Iterable[int]
) -> None:
    """Remove passes, inside the caller's transaction."""
    connection.executemany(
        "DELETE FROM typed_pass WHERE session_id = ? AND round = ? AND expert = ? AND turn = ?",
        [(session, number, expert, turn) for turn in turns],
    )


def discard_passes(meeting: Meeting, expert: str, number: int, turns: Iterable[int]) -> None:
    """Forget what was typed for an expert and not taken in."""
    meeting.writer.submit(
        lambda done: drop_passes(done.connection, meeting.id, expert, number, turns)
    ).result()


def being_changed(meeting: Meeting, number: int) -> tuple[str, ...]:
    """Experts whose changes on the spot were begun and are not in force."""
    rows = meeting.file.read(
        "SELECT expert FROM typed_pass WHERE session_id = ? AND round = ? AND turn = ? "
        "ORDER BY expert",
        (meeting.id, number, CHANGE),
    )
    return tuple(expert for (expert,) in rows)


def being_typed(meeting: Meeting, number: int) -> dict[str, tuple[str, ...]]:
    """Experts whose paper sheets are typed in part, with who typed each pass."""
    found: dict[str, tuple[str, ...]] = {}
    for expert, typist in meeting.file.read(
        "SELECT expert, typist FROM typed_pass WHERE session_id = ? AND round = ? "
        "AND turn != ? ORDER BY expert, turn",
        (meeting.id, number, CHANGE),
    ):
        found[expert] = (*found.get(expert, ()), typist)
    return found


def _box(seed: bytes) -> "SecretBox":
    from nacl.secret import SecretBox

    return SecretBox(hashlib.sha256(_KEY_PREFIX + seed).digest())


def _document(typed: TypedPass) -> bytes:
    cells: dict[str, Canonical] = {
        candidate: {code: [cell.state.value, cell.mark, cell.reason] for code, cell in own.items()}
        for candidate, own in typed.cells.items()
    }
    standings: dict[str, Canonical] = {
        candidate: [standing.state.value, standing.reason]
        for candidate, standing in typed.standings.items()
    }
    return canonical_bytes(
        {
            "typist": typed.typist,
            "cells": cells,
            "standings": standings,
            "subtotals": int(typed.subtotals),
            "finished": int(typed.finished),
            "differed": typed.differed,
            "changes": typed.changes,
        }
    )


def _read(value: Mapping[str, Any]) -> TypedPass:
    return TypedPass(
        typist=value["typist"],
        cells={
            candidate: {
                code: Cell(CellState(state), None if mark is None else Hundredths(mark), reason)
                for code, (state, mark, reason) in own.items()
            }
            for candidate, own in value["cells"].items()
        },
        standings={
            candidate: Standing(CandidateState(state), reason)
            for candidate, (state, reason) in value["standings"].items()
        },
        subtotals=bool(value["subtotals"]),
        finished=bool(value["finished"]),
        differed=value["differed"],
        changes=value.get("changes", ""),
    )
