"""What the desk does with a result, as lines of the journal: fixing it, asking “what if”,
opening the statistics about experts, keeping the list of what is to be discussed.

None of it touches a mark, a rule or a result.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _
from reviewtui.session.faults import refused
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import Event, EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import require_desk
from reviewtui.session.session import Session
from reviewtui.session.writer import Transaction

Item = tuple[str, str]
"""A candidate's code and a row's code; row "" is the whole candidate."""


class Fixed(NamedTuple):
    """The official ranking as it was fixed; `digest` tells whether it is still the same."""

    at: int
    digest: str
    by: str


class Discussion(NamedTuple):
    """What is to be discussed: by a rule, and by hand on top of it.

    Attributes:
        at_least: Range of experts' totals from which on a candidate is listed, as a decimal;
            empty: no rule.
        added: By hand.
        taken_off: By hand, although the rule lists it.
    """

    at_least: str = ""
    added: tuple[Item, ...] = ()
    taken_off: tuple[Item, ...] = ()


def fix_result(session: Session, round: int, digest: str, by: str = "") -> bool:  # noqa: A002
    """Put on record that the official ranking stands; False if it is on record already.

    Raises:
        Refused: If this is not the desk's session, or the round is not open.
    """
    found = fixed(session, round)
    if found is not None and found.digest == digest:
        return False
    _tell(session, round, EventKind.FIXED, {"digest": digest, "by": _named(session, by)})
    return True


def fixed(session: Session, round: int) -> Fixed | None:  # noqa: A002
    """The last time the ranking of a round was fixed."""
    event = _last(session, round, EventKind.FIXED)
    return event and Fixed(event.at, event.body["digest"], event.body["by"])


def note_what_if(session: Session, round: int, asked: Sequence[str]) -> None:  # noqa: A002
    """Put on record what was asked about another computation.

    Args:
        asked: The choices, as a program may read them again.
    """
    _tell(session, round, EventKind.WHAT_IF, {"asked": list(asked)})


def note_experts_shown(session: Session, round: int, by: str) -> None:  # noqa: A002
    """Put on record that the statistics about experts were opened, and by whom.

    Raises:
        Refused: If nobody is named, as `fix_result` otherwise.
    """
    if not by.strip():
        raise refused(session.path, _("say who opens the statistics about experts"))
    _tell(session, round, EventKind.EXPERTS_SHOWN, {"by": _named(session, by)})


def keep_discussion(session: Session, round: int, wish: Discussion) -> None:  # noqa: A002
    """Keep the list of what is to be discussed; the one before stays in the journal."""
    _tell(
        session,
        round,
        EventKind.DISCUSSION,
        {
            "at_least": wish.at_least,
            "added": [list(item) for item in wish.added],
            "taken_off": [list(item) for item in wish.taken_off],
        },
    )


def discussion_of(session: Session, round: int) -> Discussion | None:  # noqa: A002
    """The list that was kept last; None if none was."""
    event = _last(session, round, EventKind.DISCUSSION)
    if event is None:
        return None
    body = event.body
    return Discussion(body["at_least"], _items(body["added"]), _items(body["taken_off"]))


def rule_known_since(session: Session) -> int:
    """UTC milliseconds since when the rule cannot change any more: the first ballot received."""
    return min((ballot.received_at for ballot in session.stored()), default=session.created_at)


def _items(said: Sequence[Sequence[str]]) -> tuple[Item, ...]:
    return tuple((candidate, row) for candidate, row in said)


def _named(session: Session, by: str) -> str:
    if faults := long_faults(by):
        raise Refused(*(Finding(session.path.name, fault) for fault in faults))
    return by.strip()


def _last(session: Session, round: int, kind: EventKind) -> Event | None:  # noqa: A002
    rows = session.meeting.file.read(
        "SELECT seq, at, actor, kind, body, hash FROM journal "
        "WHERE session_id = ? AND kind = ? ORDER BY seq DESC",
        (session.id, kind.value),
    )
    events = (Event(row[0], row[1], row[2], kind, json.loads(row[4]), row[5]) for row in rows)
    return next((event for event in events if event.body["round"] == round), None)


def _tell(
    session: Session,
    round: int,  # noqa: A002
    kind: EventKind,
    body: Mapping[str, Any],
) -> None:
    require_desk(session.meeting)
    if not session.can_show_results(round):
        raise refused(session.path, _("the ballots are not opened yet, so there is no result"))

    def work(done: Transaction) -> None:
        said: dict[str, Canonical] = {"round": round, **body}
        done.tell(DESK, kind, said)

    session.meeting.writer.submit(work).result()
