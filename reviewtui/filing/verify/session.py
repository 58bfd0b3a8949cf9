"""A session verified: every table against the journal and the ballots, the result recomputed."""

from collections.abc import Iterable
from pathlib import Path

from reviewtui.domain.findings import Finding
from reviewtui.filing.gathering import gather
from reviewtui.filing.model import Progress, silent
from reviewtui.filing.record import Record
from reviewtui.filing.verify.verified import Outcome, Sealed, Subject, Verified
from reviewtui.locales import _
from reviewtui.session.damage import readable
from reviewtui.session.faults import Damaged
from reviewtui.session.journal import last_entry
from reviewtui.session.recorded import recorded_findings
from reviewtui.session.session import Session
from reviewtui.tally.official import outcome_of


def verify_session(path: Path, progress: Progress = silent) -> Verified:
    """Everything about a session file; it keeps its bytes.

    Raises:
        Refused: If it cannot even be opened.
    """
    try:
        with Session.open(path, reading=True) as session:
            return _verified(session, progress)
    except Damaged as damaged:
        return Verified(Subject.SESSION, *_apart(damaged.reasons))


def _verified(session: Session, progress: Progress) -> Verified:
    progress(_("checking ballots, journal and tables"))
    file, records = session.meeting.file, dict[int, Record]()

    def recompute() -> list[Finding]:
        records.update(recomputed(session, progress))
        return []

    found = [
        *session.check(),
        *readable(file, lambda: recorded_findings(session)),
        *readable(file, recompute),
    ]
    findings, notes = _apart(found)
    if not records and not findings and not session.meeting.opened:
        notes += (Finding(session.path.name, _("nothing is opened yet: there is no result")),)
    notes += tuple(without_result(records))
    return Verified(
        *(Subject.SESSION, findings, notes, outcomes(records), ballots_of(records)),
        journal=last_entry(file, session.id),
    )


def _apart(found: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What does not agree, and what is worth knowing; each once."""
    once = dict.fromkeys(found)
    hard = tuple(finding for finding in once if not finding.warning)
    return hard, tuple(finding for finding in once if finding.warning)


def recomputed(session: Session, progress: Progress = silent) -> dict[int, Record]:
    """What every opened round comes to, from its ballots' bytes.

    Raises:
        Refused: If a ballot cannot be read.
    """
    found = {}
    for number in sorted({ballot.round for ballot in session.stored()}):
        if session.can_show_results(number):
            progress(_("recomputing round {number}").format(number=number))
            verdict = outcome_of(session, number)
            found[number] = gather(session, verdict, "", number=number)
    return found


def without_result(records: dict[int, Record]) -> list[Finding]:
    """That a round came to no result, and why."""
    said = _("no result came about: {reason}")
    return [
        Finding(_("round {round}").format(round=number), said.format(reason=reason))
        for number, record in records.items()
        if record.verdict.refused is not None
        for reason in record.verdict.refused.reasons
    ]


def outcomes(records: dict[int, Record]) -> tuple[Outcome, ...]:
    """The codes of every result."""
    return tuple(Outcome(number, record.content, record.code) for number, record in records.items())


def ballots_of(records: dict[int, Record]) -> tuple[Sealed, ...]:
    """The codes of every ballot of these rounds, in the panel's order of experts."""
    return tuple(sealed for number, record in records.items() for sealed in _sealed(number, record))


def _sealed(number: int, record: Record) -> Iterable[Sealed]:
    order = {expert.code: at for at, expert in enumerate(record.panel.experts)}
    own = (item for item in record.received if item.round == number)
    for item in sorted(own, key=lambda one: (order.get(one.expert, 999), one.rev)):
        name = record.expert(item.expert).name if item.expert in order else ""
        yield Sealed(
            *(number, item.expert, name, item.rev, item.channel.value),
            *(item.content, item.code, item.effective),
        )
