"""One merge from beginning to end: look, plan, store, back up, read again."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reviewtui.domain.findings import Refused
from reviewtui.exchange.incoming import Notice, look
from reviewtui.exchange.library import data_folder
from reviewtui.session.backup import back_up
from reviewtui.session.meeting import Keeper
from reviewtui.session.merging import Plan, apply_plan, plan_merge, require_stored
from reviewtui.session.session import Session


class Merged(NamedTuple):
    """What a merge did.

    Attributes:
        plan: What was planned and, where `applied`, stored.
        notices: What was found besides, and what went wrong with the backup.
        backup: The copy in the second place; None if there is none.
    """

    plan: Plan
    notices: tuple[Notice, ...]
    applied: bool = False
    backup: Path | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing needs anybody's attention."""
        return self.plan.clean and not any(notice.serious for notice in self.notices)


def backup_folder(session: Session) -> Path:
    """Where a session's backups lie unless told otherwise."""
    return data_folder() / "backup" / session.id[:8]


def plan(session: Session, places: Sequence[Path]) -> Merged:
    """Look at everything and plan; nothing is written.

    Raises:
        Refused: If one of the places does not exist.
    """
    found = look(session, places)
    return Merged(plan_merge(session.meeting, found.arrivals, found.others), found.notices)


def carry_out(session: Session, merged: Merged, folder: Path | None = None) -> Merged:
    """Store what was planned, then back the session up.

    A backup that fails is a notice: the ballots are safe in the session.

    Raises:
        Refused: If the plan could not be stored; nothing of it is stored then. Or if what was
            stored reads otherwise than what was received.
    """
    apply_plan(session.meeting, merged.plan)
    require_stored(session.meeting, merged.plan)
    copy, faults = secure(session, folder)
    return merged._replace(applied=True, backup=copy, notices=(*merged.notices, *faults))


def secure_what_is_new(session: Session, folder: Path | None = None) -> tuple[Notice, ...]:
    """Back a desk's session up if something was written since the last copy; what went wrong."""
    writer = session.meeting.writer
    if session.role is not Keeper.DESK or session.trial or writer.end() <= writer.seen_to:
        return ()
    return secure(session, folder)[1]


def secure(session: Session, folder: Path | None = None) -> tuple[Path | None, tuple[Notice, ...]]:
    """Back the session up; the copy, or None and what went wrong.

    After a merge, and after what is entered at the desk: that lies on no stick.

    Args:
        session: The open session.
        folder: The second place; None for the usual one.
    """
    writer = session.meeting.writer
    writer.seen_to = writer.end()
    try:
        return back_up(session.meeting, folder or backup_folder(session)), ()
    except Refused as refusal:
        return None, tuple(Notice(reason.place, reason.sentence) for reason in refusal.reasons)
