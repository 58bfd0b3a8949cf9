"""What was changed at the desk, gathered from the journals once the ballots are open."""

from typing import TYPE_CHECKING

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Channel
from reviewtui.domain.findings import Refused
from reviewtui.session.journal import EventKind
from reviewtui.session.recall import Sealed
from reviewtui.session.told import Told, told

if TYPE_CHECKING:
    from reviewtui.session.desk_change import Changed
    from reviewtui.session.effective import StoredBallot
    from reviewtui.session.session import Session


def changes_at_desk(session: "Session", number: int | None = None) -> tuple["Changed", ...]:
    """Every version of a round that the desk entered from paper in place of an earlier one.

    Args:
        session: With its ballots opened.
        number: Of the round.
    """
    number = number or session.meeting.official
    stored = {item.content_id: item for item in session.stored()}
    found = []
    file = session.meeting.file
    for entry in told(file, session.id, EventKind.TYPED_IN):
        if after := stored.get(entry.body["content_id"]):
            changed = _changed(session, stored, entry, after)
            if changed and changed.round == number:
                found.append(changed)
    return tuple(found)


def _changed(
    session: "Session", stored: dict[str, "StoredBallot"], entry: Told, after: "StoredBallot"
) -> "Changed | None":
    from reviewtui.session.desk_change import Changed
    from reviewtui.session.typed_in import TypedIn

    earlier = [stored[content] for content in after.supersedes if content in stored]
    if after.channel is not Channel.PAPER or not entry.body.get("reason") or not earlier:
        return None
    before = max(earlier, key=lambda item: item.rev)
    sealed = Sealed(after.content_id, after.rev, entry.at)
    return Changed(
        expert=after.expert,
        round=after.round,
        before=before,
        after=TypedIn(sealed, new=True, stands=True),
        places=_places(session, before, after),
        by=tuple(map(str, entry.body["by"])),
        reason=entry.body["reason"],
    )


def _places(
    session: "Session", before: "StoredBallot", after: "StoredBallot"
) -> tuple[tuple[str, str], ...]:
    """Candidate and row of every cell that differs; "" for a whole candidate."""
    from reviewtui.session.shelf import Shelf

    try:
        shelf = Shelf(session.meeting)
        old, new = shelf.take_down(before), shelf.take_down(after)
    except Refused:
        return ()
    return tuple(_differing(old, new))


def _differing(old: Ballot, new: Ballot) -> list[tuple[str, str]]:
    found = []
    for candidate in sorted({*old.cells, *new.cells, *old.standings, *new.standings}):
        if old.standings.get(candidate, OPEN).state is not new.standings.get(candidate, OPEN).state:
            found.append((candidate, ""))
        own, others = old.cells.get(candidate, {}), new.cells.get(candidate, {})
        for row in sorted({*own, *others}):
            one, other = own.get(row, BLANK), others.get(row, BLANK)
            if (one.state, one.mark) != (other.state, other.mark):
                found.append((candidate, row))
    return found
