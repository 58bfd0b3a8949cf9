"""Ballots: one expert's sealed marks for one round, format `reviewtui-ballot/1` (design §7).

Two lines: the canonical JSON of the document; public key and Ed25519 signature in
hexadecimal. The content id is the SHA-256 of the first line, so any hash tool gives it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState

FORMAT: Final = "reviewtui-ballot/1"
SIGNED_PREFIX: Final = b"reviewtui/ballot/1\n"
"""Stands before the document in what is signed, so that no other signature fits it."""


class Kind(StrEnum):
    """A ballot casts marks, or withdraws what was cast."""

    CAST = "cast"
    WITHDRAW = "withdraw"


class Channel(StrEnum):
    """How the marks came in. Only `form` carries the expert's own signature."""

    FORM = "form"
    EXCEL = "excel"
    PAPER = "paper"
    IMPORT = "import"


class Cell(NamedTuple):
    """One row of one candidate: its state and, if scored, its mark."""

    state: CellState = CellState.BLANK
    mark: Hundredths | None = None
    reason: str = ""
    filled: bool = False

    @property
    def done(self) -> bool:
        """Whether the expert has nothing left to say here."""
        return self.state is not CellState.BLANK


BLANK: Final = Cell()


class Standing(NamedTuple):
    """What the expert said of a whole candidate, with the reason."""

    state: CandidateState = CandidateState.OPEN
    reason: str = ""


OPEN: Final = Standing()


@dataclass(frozen=True)
class Ballot:
    """One expert's marks, as sealed.

    Attributes:
        session: Id of the session; a ballot of another is refused.
        rev: 1 for the first; for people. What replaces what is said by `supersedes`.
        supersedes: Content ids of all earlier ballots of this expert that were known.
        sheet: Hash of the sheet it was filled on.
        cells: Every judged row of every candidate, blank ones included.
        standings: Candidates that are not open: recused, declined, left.
        comments: Text by candidate, then by row code; "" is the whole candidate.
        reason: Why there is a new version; empty for the first.
        written_at: UTC, milliseconds since 1970; the writing machine's clock.
    """

    session: str
    expert: str
    sheet: str
    round: int = 1
    rev: int = 1
    kind: Kind = Kind.CAST
    channel: Channel = Channel.FORM
    supersedes: tuple[str, ...] = ()
    kit: str = ""
    cells: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    comments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reason: str = ""
    written_at: int = 0
    app: str = ""

    @property
    def by_subtotals(self) -> bool:
        """Whether only subtotals of a paper sheet were entered: every mark is a part of one."""
        marks = [
            cell
            for cells in self.cells.values()
            for cell in cells.values()
            if cell.state is CellState.SCORED
        ]
        return self.channel is Channel.PAPER and bool(marks) and all(one.filled for one in marks)

    def document(self) -> bytes:
        """The canonical bytes that are signed and hashed."""
        filled: list[Canonical] = [
            [candidate, code]
            for candidate, cells in sorted(self.cells.items())
            for code, cell in sorted(cells.items())
            if cell.filled
        ]
        reasons: dict[str, Canonical] = {}
        for candidate, cells in self.cells.items():
            said: dict[str, Canonical] = {
                code: cell.reason for code, cell in cells.items() if cell.reason
            }
            if said:
                reasons[candidate] = said
        return canonical_bytes(
            {
                "format": FORMAT,
                "kind": self.kind.value,
                "session": self.session,
                "round": self.round,
                "expert": self.expert,
                "rev": self.rev,
                "supersedes": sorted(self.supersedes),
                "channel": self.channel.value,
                "sheet": self.sheet,
                "kit": self.kit,
                "cells": {
                    candidate: {code: [cell.state.value, cell.mark] for code, cell in cells.items()}
                    for candidate, cells in self.cells.items()
                },
                "candidates": {
                    candidate: [standing.state.value, standing.reason]
                    for candidate, standing in self.standings.items()
                },
                "comments": {
                    candidate: dict(texts) for candidate, texts in self.comments.items() if texts
                },
                "reasons": reasons,
                "filled": filled,
                "reason": self.reason,
                "written_at": self.written_at,
                "app": self.app,
            }
        )


def content_id(document: bytes) -> str:
    """SHA-256 of a ballot's document, 64 hexadecimal digits."""
    return hashlib.sha256(document).hexdigest()


@lru_cache(maxsize=512)
def check_code(content: str) -> str:
    """The code that the expert copies by hand: 12 digits in three groups.

    A slow hash of the content id, so that nobody finds a second ballot for a signed code.

    Args:
        content: The content id, 64 hexadecimal digits.
    """
    slow = hashlib.scrypt(
        bytes.fromhex(content),
        salt=b"reviewtui/check-code/1",
        n=2**14,
        r=8,
        p=1,
        maxmem=64 * 1024 * 1024,
        dklen=8,
    )
    digits = f"{int.from_bytes(slow, 'big') % 10**12:012d}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"
