"""What a desk knows once other desks are taken in: their keys and amendments besides its own.

Nothing is written. A merge reads everything by it, so that one look is enough for what comes
together: an expert whom a second desk added, his kit, and the sheet he filled in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from reviewtui.session.definition import read_definition
from reviewtui.session.meeting import Meeting
from reviewtui.session.other_session import OtherSession, amendment_rows, vouched
from reviewtui.session.second_desk import SecondDesk, lacking_here


class United(NamedTuple):
    """What is known then.

    Attributes:
        meeting: With panel and sheet as they stand with every amendment.
        others: What may be taken from the other sessions.
        desk: What comes over besides ballots.
        holders: Public key to holder, revoked ones too.
        revoked: Public keys that are revoked.
    """

    meeting: Meeting
    others: tuple[OtherSession, ...]
    desk: SecondDesk
    holders: Mapping[str, str]
    revoked: frozenset[str]


def united(meeting: Meeting, others: Iterable[OtherSession] = ()) -> United:
    """The desk of a meeting, and what other sessions bring to it."""
    others = tuple(vouched(meeting, other) for other in others)
    desk = lacking_here(meeting, others)
    rows = meeting.file.read(
        "SELECT public, holder, revoked_at FROM signing_key WHERE session_id = ?", (meeting.id,)
    )
    keys = [*rows, *((key.public, key.holder, key.revoked_at) for key in desk.keys)]
    return United(
        _amended(meeting, desk),
        others,
        desk,
        {public: holder for public, holder, _at in keys},
        frozenset(
            [public for public, _holder, at in keys if at is not None]
            + [public for public, _at in desk.revoked]
        ),
    )


def _amended(meeting: Meeting, desk: SecondDesk) -> Meeting:
    """The meeting with every amendment that is there or comes over."""
    if not desk.amendments and not amendment_rows(meeting.file, meeting.id):
        return meeting
    definition = read_definition(
        meeting.file, meeting.id, desk.amendments, desk.openings, desk.frozen_since
    )
    return replace(
        meeting, panel=definition.panel, sheet=definition.sheet, contests=definition.contests
    )
