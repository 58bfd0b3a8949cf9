"""Records of further rounds: a set that only grows, and which of them are in force.

As with openings, a record is this desk's own entry in the journal or came over from another
desk with a merge; which one is in force depends on the set alone.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical, content_hash
from reviewtui.domain.further_round import Feedback
from reviewtui.domain.strict import text, texts, whole
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind
from reviewtui.session.superseding import not_superseded

if TYPE_CHECKING:
    from reviewtui.domain.panel import Panel

KEPT_IN: Final = (
    "SELECT at, kind, body FROM journal WHERE session_id = ? AND (kind = 'round' "
    "OR kind = 'received' AND instr(body, '\"rounds\"') > 0) ORDER BY seq"
)
"""Entries that hold records of rounds; cheap enough to be read before the first frame."""
FIRST_ROUND: Final = 1
LAST_ROUND: Final = 99
"""The tables take no more."""


class FurtherRound(NamedTuple):
    """One further round, as it was begun.

    Attributes:
        id: SHA-256 of what it says and when.
        number: 2 for the second.
        at: UTC, milliseconds.
        by: Who decided, as stated.
        reason: Why.
        cells: Reopened rows by candidate.
        feedback: What experts see of the round before.
        base: Content id of the ballot that each expert's begins as a copy of; who is not here
            takes no part.
        supersedes: Ids of every earlier record of the round that was known.
        body: The record as it stands in the journal.
    """

    id: str
    number: int
    at: int
    by: str
    reason: str
    cells: Mapping[str, tuple[str, ...]]
    feedback: Feedback
    base: Mapping[str, str]
    supersedes: tuple[str, ...]
    body: Mapping[str, Any]

    def travelling(self) -> dict[str, Canonical]:
        """As another desk's journal keeps it."""
        return {"at": self.at, "body": dict(self.body)}


def round_body(
    number: int,
    cells: Mapping[str, Iterable[str]],
    feedback: Feedback,
    base: Mapping[str, str],
    *,
    by: str,
    reason: str,
    supersedes: Iterable[str] = (),
) -> dict[str, Canonical]:
    """What the journal says of a round; attributes as of `FurtherRound`."""
    body: dict[str, Canonical] = {
        "round": number,
        "by": by,
        "reason": reason,
        "cells": {candidate: list(rows) for candidate, rows in cells.items()},
        "feedback": feedback.value,
        "base": dict(base),
    }
    if earlier := sorted(supersedes):
        body["supersedes"] = list(earlier)
    return body


def read_round(session: str, at: int, body: Mapping[str, Any]) -> FurtherRound:
    """A record as the journal has it.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: If it is not what the program writes.
    """
    number = whole(body["round"], least=FIRST_ROUND + 1)
    if number > LAST_ROUND:
        raise TypeError("round")
    return FurtherRound(
        id=content_hash({"session": session, "at": at, "body": dict(body)}),
        number=number,
        at=whole(at),
        by=text(body["by"]),
        reason=text(body["reason"]),
        cells={candidate: texts(rows) for candidate, rows in body["cells"].items()},
        feedback=Feedback(body["feedback"]),
        base={expert: text(ballot) for expert, ballot in body["base"].items()},
        supersedes=texts(body.get("supersedes", [])),
        body=body,
    )


def rounds_in(session: str, entries: Iterable[tuple[int, str, str]]) -> dict[str, FurtherRound]:
    """The records that entries of a journal hold (time, kind and body of each), by id.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: If one is not what the program writes.
    """
    found = []
    for at, kind, body in entries:
        if kind == EventKind.ROUND:
            found.append(read_round(session, at, json.loads(body)))
        elif kind == EventKind.RECEIVED:
            brought = json.loads(body).get("rounds", [])
            found += [read_round(session, item["at"], item["body"]) for item in brought]
    return {item.id: item for item in found}


def read_rounds(file: SessionFile, session: str) -> list[FurtherRound]:
    """Every further round the session knows of, superseded records included; in order."""
    known = rounds_in(session, file.read(KEPT_IN, (session,)))
    return sorted(known.values(), key=lambda one: (one.number, one.at, one.id))


def standing_rounds(rounds: Iterable[FurtherRound], number: int) -> list[FurtherRound]:
    """The records of a round that no other one supersedes, by id.

    Of those that reopen the same from the same ballots one stands for all.
    """

    def says(one: FurtherRound) -> object:
        cells = frozenset((code, frozenset(rows)) for code, rows in one.cells.items())
        return cells, one.feedback, frozenset(one.base.items())

    return not_superseded((one for one in rounds if one.number == number), says)


def sits_out(rounds: Iterable[FurtherRound], number: int, panel: "Panel", expert: str) -> bool:
    """Whether nothing is expected of an expert in a further round.

    He has no ballot of the one before, or none of the reopened candidates is his to judge.
    """
    record = round_in_force(rounds, number)
    return record is not None and (
        expert not in record.base
        or not any(
            candidate in record.cells and not panel.recusal(expert, candidate)
            for candidate in panel.assigned(expert)
        )
    )


def round_in_force(rounds: Iterable[FurtherRound], number: int) -> FurtherRound | None:
    """The record of a round that is in force; None if there is none or two are in conflict."""
    found = standing_rounds(rounds, number)
    return found[0] if len(found) == 1 else None
