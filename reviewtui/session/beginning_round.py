"""Beginning a further round: chosen cells are reopened, everybody goes on from what counts now."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.further_round import Feedback
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.counting import official
from reviewtui.session.faults import refused
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Meeting, require_desk
from reviewtui.session.round_record import (
    FIRST_ROUND,
    LAST_ROUND,
    FurtherRound,
    read_round,
    read_rounds,
    round_body,
    standing_rounds,
)
from reviewtui.session.session import Session
from reviewtui.session.told import told
from reviewtui.session.writer import Transaction

_BETWEEN: Final = re.compile(r"[,，、;；\s]+")
Cells = Mapping[str, Collection[str]]


def begin_round(
    session: Session,
    cells: Cells,
    *,
    by: str = "",
    reason: str,
    feedback: Feedback = Feedback.SPREAD,
    again: bool = False,
) -> FurtherRound:
    """Reopen cells for a further round (第二轮), once the round before is open.

    Args:
        session: Of the desk.
        cells: Rows by candidate; none stands for all of that candidate's.
        by: Who decided, as stated.
        reason: Why; it stands in the record.
        feedback: What experts see of the round before.
        again: Put the round at work right, while nothing of it is out or here; or settle that
            two desks began it differently.

    Raises:
        Refused: With everything that does not fit; nothing is changed then.
    """
    meeting = session.meeting
    require_desk(meeting)
    number = meeting.round if again else meeting.round + 1
    _require_turn(session, number, again=again)
    chosen, findings = _chosen(meeting, cells)
    findings += [Finding(meeting.file.path.name, fault) for fault in _said_faults(by, reason)]
    if findings:
        raise Refused(*findings)
    base = {
        code: state.content_id
        for code, state in official(meeting, number - 1).items()
        if not isinstance(state, Why)
    }
    earlier = (one.id for one in read_rounds(meeting.file, meeting.id) if one.number == number)
    body = round_body(
        number, chosen, feedback, base, by=by, reason=reason, supersedes=list(earlier)
    )

    def work(done: Transaction) -> FurtherRound:
        done.tell(DESK, EventKind.ROUND, body)
        return read_round(meeting.id, done.at, body)

    begun = meeting.writer.submit(work).result()
    meeting.further.add(number)
    return begun


def codes_in(text: str | None) -> list[str]:
    """The codes that somebody typed in one line."""
    return [code for code in _BETWEEN.split((text or "").strip()) if code]


def rows_named(sheet: Sheet, candidate: str, codes: Collection[str]) -> list[str]:
    """The rows of a candidate that codes name, each by itself or by one above it; all for none."""
    rows = [row.code for row in sheet.judged(candidate)]
    return [
        row
        for row in rows
        if not codes or any(row == code or row.startswith(f"{code}.") for code in codes)
    ]


def _chosen(meeting: Meeting, cells: Cells) -> tuple[dict[str, list[str]], list[Finding]]:
    """The reopened rows in the sheet's order, and what names nothing."""
    panel, sheet, place = meeting.panel, meeting.sheet, meeting.file.path.name
    known = {item.code for item in panel.candidates if not item.withdrawn}
    found, findings = {}, []
    for candidate, codes in cells.items():
        if candidate not in known:
            sentence = _("there is no candidate {code} to reopen")
            findings.append(Finding(place, sentence.format(code=candidate)))
            continue
        for code in codes:
            if not rows_named(sheet, candidate, [code]):
                sentence = _("candidate {candidate} has no row {row} that experts judge")
                findings.append(Finding(place, sentence.format(candidate=candidate, row=code)))
        found[candidate] = rows_named(sheet, candidate, codes)
    if not cells:
        findings.append(Finding(place, _("say what is reopened: candidates, rows, or both")))
    return {code: found[code] for code in sheet.candidates if found.get(code)}, findings


def _require_turn(session: Session, number: int, *, again: bool) -> None:
    meeting = session.meeting
    place = meeting.file.path
    if session.trial:
        raise refused(place, _("a trial has one round only"))
    if again:
        _require_replaceable(session, number)
        return
    if number > LAST_ROUND:
        raise refused(place, _("a session has at most {most} rounds").format(most=LAST_ROUND))
    if not session.can_show_results(number - 1):
        sentence = _(
            "round {before} is not opened yet; open it first (unseal), then round {number} can "
            "begin"
        )
        raise refused(place, sentence.format(before=number - 1, number=number))


def _require_replaceable(session: Session, number: int) -> None:
    meeting = session.meeting
    place = meeting.file.path
    if number == FIRST_ROUND:
        raise refused(place, _("no further round was begun; there is nothing to put right"))
    if number in meeting.opened:
        sentence = _("the ballots of round {number} were opened; begin the next round instead")
        raise refused(place, sentence.format(number=number))
    if len(standing_rounds(read_rounds(meeting.file, meeting.id), number)) > 1:
        return
    handed_in = any(item.round == number for item in session.stored())
    begun = any(done for done, _total, _in in session.progress(number).values())
    issued = any(
        one.body["round"] == number for one in told(meeting.file, session.id, EventKind.ISSUED)
    )
    if handed_in or begun or issued:
        sentence = _(
            "kits or marks of round {number} are out already; what it reopens stays as it is"
        )
        raise refused(place, sentence.format(number=number))


def _said_faults(by: str, reason: str) -> list[str]:
    faults = [*long_faults(by), *long_faults(reason)]
    if not reason.strip():
        faults.append(_("say why; the reason stands in the record"))
    return faults
