"""Taking the ballots of a round out of their boxes, before anything is opened.

What the gate for received files could not see is seen here: whether a box opens, holds what
its header says, and fits the sheet. One ballot that fails is named; it must not keep the
others closed for ever, so the desk may go on without it.
"""

from collections.abc import Collection, Sequence
from typing import Final

from reviewtui.domain.ballot import Ballot, Kind
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.further_round import RoundStart, strays
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.fitting import misfits
from reviewtui.session.kept_aside import revoked_ballots
from reviewtui.session.meeting import Meeting
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.round_start import require_round, starts_of
from reviewtui.session.shelf import Shelf, Unusable

SHORTEST: Final = 8
"""Hexadecimal digits that may stand for a content id."""


def unbox_all(
    meeting: Meeting,
    ballots: Sequence[StoredBallot],
    number: int,
    code: str,
    without: Collection[str],
) -> tuple[list[tuple[int, Ballot]], set[str]]:
    """The ballots of a round by number, and the ids of those that are left aside.

    Args:
        meeting: The open session.
        ballots: All it holds.
        number: Which round.
        code: The opening code where it was typed.
        without: Ids, or their beginnings, of ballots that cannot be opened.

    Raises:
        Refused: If a ballot cannot be opened and is not among those to go without; all of
            them are named. Also if a ballot is to be left aside that can be opened, or there
            is none of that id: nobody leaves out a ballot that is in order.
    """
    gone = revoked_ballots(meeting.file, meeting.id)
    turn = [item for item in ballots if item.round == number and item.content_id not in gone]
    shelf = Shelf(meeting, code)
    starts = starts_in(meeting, number, turn)
    opened: list[tuple[int, Ballot]] = []
    failed: dict[str, Refused] = {}
    for item in turn:
        try:
            ballot = shelf.take_down(item)
            _require_fit(shelf, item, ballot, meeting, starts.get(item.expert))
        except Unusable as fault:
            failed[item.content_id] = fault
        else:
            opened.append((item.number, ballot))
    left = {own for own in failed if any(_names(word, own) for word in without)}
    reasons = [
        reason for own, fault in failed.items() if own not in left for reason in fault.reasons
    ]
    if reasons:
        hint = _(
            "nothing was opened; the meeting may go on without a ballot that fails (--without)"
        )
        raise Refused(*reasons, Finding(meeting.file.path.name, hint))
    for word in without:
        if not any(_names(word, own) for own in left):
            sentence = _("there is no ballot {id} that cannot be opened; nothing was opened")
            raise refused(meeting.file.path, sentence.format(id=word[:12]))
    return opened, left


def starts_in(
    meeting: Meeting, number: int, turn: Collection[StoredBallot]
) -> dict[str, RoundStart | str]:
    """What each expert's ballot of a further round began as, or why he takes no part in it."""
    if number == FIRST_ROUND:
        return {}
    record = require_round(meeting, number)
    taking = {item.expert for item in turn}
    no_part = _("this expert has no ballot of the round before and takes no part in this one")
    starts = starts_of(meeting, record, *(taking & record.base.keys()))
    return {expert: starts.get(expert, no_part) for expert in taking}


def round_faults(ballot: Ballot, start: RoundStart | str | None) -> list[str]:
    """What a ballot of a further round must not say; nothing of one of the first."""
    if isinstance(start, str):
        return [start]
    return [] if start is None or ballot.kind is not Kind.CAST else strays(ballot, start)


def _require_fit(
    shelf: Shelf,
    item: StoredBallot,
    ballot: Ballot,
    meeting: Meeting,
    start: RoundStart | str | None,
) -> None:
    for place, said in misfits(ballot, meeting.panel, meeting.sheet, blind=True):
        fault = _("{place}: {said}").format(place=place, said=said) if place else said
        raise shelf.unusable(item, fault)
    for fault in round_faults(ballot, start):
        raise shelf.unusable(item, fault)


def _names(word: str, own: str) -> bool:
    return len(word) >= SHORTEST and own.startswith(word.lower())
