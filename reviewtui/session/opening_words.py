"""An opening that was done again, or stands against another, in sentences for people."""

from collections.abc import Callable, Iterable
from typing import Any

from reviewtui.domain.naming import expert_name
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_again import Late, in_conflict, late_ballots
from reviewtui.session.opening_record import Opening, in_force
from reviewtui.session.session import Session
from reviewtui.session.unboxing import SHORTEST


def clock(at: int) -> str:
    """A time of the record as this machine's clock shows it."""
    return f"{local_time(at):%Y-%m-%d %H:%M}"


def again_sentences(
    session: Session, number: int | None = None, when: Callable[[int], str] = clock
) -> list[str]:
    """That a round was opened again, when, by whom, why, what was admitted and what stays late.

    Empty for a round that was opened once.

    Args:
        session: Open.
        number: The round; by default the official one.
        when: Writes a time.
    """
    number = number or session.meeting.official
    opening = in_force(session.openings(), number)
    if opening is None or not opening.supersedes:
        return []
    first = min((one for one in session.openings() if one.round == number), key=lambda one: one.at)
    text = _(
        "Round {round} was opened again at {time} (first opened at {first}); decided by {names}; "
        "reason: {reason}"
    )
    found = [
        text.format(
            round=number,
            time=when(opening.at),
            first=when(first.at),
            names=_(", ").join(opening.by),
            reason=opening.reason,
        )
    ]
    ever = admitted_ids(session, number)
    if ever:
        text = _("Ballots admitted late: {ballots}")
        found.append(text.format(ballots=_versions(session, ever)))
    if still := late_ballots(session.meeting, number):
        text = _("Late and not admitted: {experts}")
        found.append(text.format(experts=experts_of(still)))
    return found


def again_json(session: Session, number: int | None = None) -> dict[str, Any]:
    """The same for programs; empty for a round that was opened once."""
    number = number or session.meeting.official
    opening = in_force(session.openings(), number)
    if opening is None or not opening.supersedes:
        return {}
    ever = admitted_ids(session, number)
    return {
        "opened_again": {
            "at": opening.at,
            "by": list(opening.by),
            "reason": opening.reason,
            "supersedes": list(opening.supersedes),
            "admitted": [
                {"expert": item.expert, "ballot": item.content_id} for item in _told(session, ever)
            ],
            "late": [one.expert for one in late_ballots(session.meeting, number)],
        }
    }


def admitted_ids(session: Session, number: int) -> frozenset[str]:
    """Ids of the ballots in force that came after the first opening and were admitted."""
    known = session.openings()
    opening = in_force(known, number)
    if opening is None:
        return frozenset()
    admitted = {
        own
        for one in known
        if one.id == opening.id or one.id in opening.supersedes
        for own in one.admitted
    }
    return frozenset(admitted & {*opening.ballots})


def conflict_sentence(session: Session, number: int) -> str:
    """Which openings stand against each other, and how it is settled."""
    text = _(
        "round {round} was opened with different lists of ballots: {openings}. There is no "
        "result until two people settle it by opening again: with the lists together, or with "
        "one of them"
    )
    return text.format(
        round=number,
        openings=_("; ").join(map(opening_name, in_conflict(session.meeting, number))),
    )


def opening_name(opening: Opening) -> str:
    """An opening as people tell it from another."""
    text = _("{id} at {time}, {count} files")
    return text.format(id=opening.id[:SHORTEST], time=clock(opening.at), count=len(opening.ballots))


def experts_of(late: Iterable[Late]) -> str:
    """Experts whose ballots came late."""
    return _(", ").join(expert_name(one.expert) for one in late)


def _versions(session: Session, ids: frozenset[str]) -> str:
    return _(", ").join(
        _("{expert} version {rev}").format(expert=expert_name(item.expert), rev=item.rev)
        for item in _told(session, ids)
    )


def _told(session: Session, ids: frozenset[str]) -> list[StoredBallot]:
    """Ballots in an order that is the same at every desk."""
    found = (item for item in session.stored() if item.content_id in ids)
    return sorted(found, key=lambda item: (item.expert, item.rev, item.content_id))
