"""Amending the panel of a session: corrections, people, order, what the desk settles.

The panel and table a session was made with stay as they are; amendments stand beside them
and take effect whenever the session is opened. None changes the sheet, so that kits that
are out stay valid.
"""

from collections.abc import Sequence
from typing import Final

from reviewtui.domain.amended import Idle
from reviewtui.domain.amendment import (
    RESULT_STANDS,
    Amendment,
    AmendmentKind,
    Change,
    Replacement,
    Settlement,
)
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.states import RowKind, Why
from reviewtui.locales import N_, _
from reviewtui.session.definition import (
    Definition,
    Origin,
    read_amendments,
    read_definition,
    read_origin,
    store_amendment,
)
from reviewtui.session.faults import refused
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting, require_desk
from reviewtui.session.rule_freeze import rule_is_frozen
from reviewtui.session.session import Session
from reviewtui.session.told import told
from reviewtui.session.writer import Transaction

UNREASONED: Final = RESULT_STANDS
"""Kinds that need no reason: what they change speaks for itself."""

_AFTER_OPENING: Final = N_(
    "the ballots are open, and this could change the result; after the opening only names, "
    "units, titles, the chair and the order of presentation can be put right"
)


def amend(session: Session, change: Change, *, by: str = "", reason: str = "") -> Amendment:
    """Amend the panel. The session shows it when it is opened again.

    Args:
        session: The session of the desk.
        change: What changes.
        by: Who decided, as stated.
        reason: Why; needed where the change could move the result.

    Raises:
        Refused: If it does not fit the panel, what it would change is frozen, or the reason
            is missing; nothing is changed then.
    """
    meeting = session.meeting
    require_desk(meeting)
    kind = Amendment(meeting.id, 1, 0, by, reason, change).kind
    _require_said(meeting, kind, by, reason)
    _require_in_time(session, kind, change)
    origin = read_origin(meeting.file, meeting.id)

    def work(done: Transaction) -> Amendment:
        earlier = read_amendments(meeting.file, meeting.id)
        number = max((item.number for item in earlier), default=0) + 1
        amendment = Amendment(meeting.id, number, done.at, by, reason, change)
        idle = {item.amendment for item in read_definition(meeting.file, meeting.id).idle}
        _require_fit(meeting, origin, [item for item in earlier if item not in idle], amendment)
        store_amendment(done.connection, meeting.id, amendment)
        done.tell(
            DESK,
            EventKind.AMENDED,
            {
                "amendment": amendment.id,
                "number": number,
                "kind": kind.value,
                "by": by,
                "reason": reason,
            },
        )
        return amendment

    return meeting.writer.submit(work).result()


def amendments(session: Session) -> list[Amendment]:
    """Every amendment, in the order in which they take effect."""
    return read_amendments(session.meeting.file, session.id)


def idle_amendments(session: Session) -> tuple[Idle, ...]:
    """Amendments that have no effect, because another desk had amended otherwise."""
    return read_definition(session.meeting.file, session.id).idle


def kits_are_out(session: Session) -> bool:
    """Whether any kit was issued: what it shows of the panel does not follow."""
    return bool(told(session.meeting.file, session.id, EventKind.ISSUED))


def _require_said(meeting: Meeting, kind: AmendmentKind, by: str, reason: str) -> None:
    faults = [*long_faults(by), *long_faults(reason)]
    if kind not in UNREASONED and not reason.strip():
        faults.append(_("say why; the reason stands in the record"))
    if faults:
        raise Refused(*(Finding(meeting.file.path.name, fault) for fault in faults))


def _require_in_time(session: Session, kind: AmendmentKind, change: Change) -> None:
    """Whether what changes is not frozen yet (design §5)."""
    meeting = session.meeting
    if meeting.opened and kind not in RESULT_STANDS:
        raise refused(meeting.file.path, _(_AFTER_OPENING))
    if kind is AmendmentKind.EARLY_LEAVE and rule_is_frozen(session):
        raise refused(
            meeting.file.path,
            _(
                "the rule is frozen since its page was printed or the first ballot was received; "
                "what becomes of those who leave early had to be chosen before"
            ),
        )
    if isinstance(change, Replacement):
        _require_no_ballot(session, change.expert)


def _require_no_ballot(session: Session, expert: str) -> None:
    rounds = {item.round for item in session.stored() if item.expert == expert}
    states = [session.effective(number).get(expert, Why.ABSENT) for number in rounds]
    if any(not isinstance(state, Why) or state is Why.CONFLICT for state in states):
        sentence = _(
            "a ballot of expert {expert} is here, and nobody can be put in his place; if he "
            "left early, the rule for that applies, otherwise withdraw his ballot first"
        )
        raise refused(session.path, sentence.format(expert=expert))


def _require_fit(
    meeting: Meeting, origin: Origin, earlier: Sequence[Amendment], new: Amendment
) -> Definition:
    """What the amendment makes of the panel."""
    definition = origin.with_amendments([*earlier, new])
    for item in definition.idle:
        if item.amendment.id == new.id:
            raise refused(meeting.file.path, item.why)
    if definition.sheet.hash != origin.sheet.hash:
        raise refused(meeting.file.path, _frozen(new.change, origin))
    return definition


def _frozen(change: Change, origin: Origin) -> str:
    """Why the sheet would change and cannot."""
    if not isinstance(change, Settlement):
        return _("this changes what is scored, and that is frozen")
    row, candidate = change.row, change.candidate
    if row in origin.table and origin.table.row(row).kind is RowKind.ALTERNATIVES:
        sentence = _(
            "which choice of row {row} applies to candidate {candidate} is part of the sheet, "
            "and the sheet is frozen"
        )
    else:
        sentence = _(
            "row {row} of candidate {candidate} is not among those the desk settles: experts "
            "judge it, and the sheet is frozen"
        )
    return sentence.format(row=row, candidate=candidate)
