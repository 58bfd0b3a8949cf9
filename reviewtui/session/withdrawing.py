"""Taking ballots out of the count: withdrawn, or asked back for a new version."""

from reviewtui.domain.ballot import Ballot, Channel, Kind
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.ballots import sign
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK, desk_seed, seed_of
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.recall import Sealed
from reviewtui.session.sealing import enclosed
from reviewtui.session.session import Session
from reviewtui.session.shelf import known_of, shelve, signs_for
from reviewtui.session.signed import public_of
from reviewtui.session.writer import Transaction


def withdraw(
    session: Session, expert: str, *, by: str = "", reason: str, number: int | None = None
) -> Sealed:
    """Withdraw (撤回) what an expert handed in: he counts as if he had handed in nothing.

    The withdrawal is a ballot of its own that replaces every earlier one; those are kept.
    It is signed as they were: with the expert's key, which the desk holds too, or with the
    desk's for marks the desk entered. The journal says who did it.

    Args:
        session: Of the desk, or the expert's own.
        expert: Whose ballot.
        by: Who withdraws; "" is the expert himself.
        reason: Why.
        number: Of the round; by default the one at work.

    Raises:
        Refused: If nothing of his counts, the round was opened, or the reason is missing.
    """
    meeting, number = session.meeting, number or session.meeting.round
    channel = _require_withdrawable(session, expert, number, reason, by)

    def work(done: Transaction) -> Sealed:
        random_bytes = meeting.sources.random_bytes
        known, rev = known_of(done.connection, meeting.id, expert, number)
        holder = signs_for(expert, channel)
        seed = (
            desk_seed(done, meeting.id, random_bytes)
            if holder == DESK
            else seed_of(done.connection, meeting.id, holder, random_bytes, done.at)
        )
        ballot = Ballot(
            session=meeting.id,
            expert=expert,
            sheet=meeting.sheet.hash,
            round=number,
            rev=rev + 1,
            kind=Kind.WITHDRAW,
            channel=channel,
            supersedes=known,
            kit=public_of(seed) if meeting.role is Keeper.EXPERT else "",
            reason=reason,
            written_at=done.at,
            app=meeting.app,
        )
        content = sign(ballot.document(), seed)
        if channel is not Channel.IMPORT:
            content = enclosed(done.connection, meeting, ballot, content, seed)
        own = shelve(done.connection, meeting.id, ballot, content, done.at)
        body: dict[str, Canonical] = {
            "round": number,
            "content_id": own,
            "rev": ballot.rev,
            "by": by,
            "reason": reason,
        }
        done.tell(expert, EventKind.WITHDRAWN, body)
        return Sealed(own, ballot.rev, done.at)

    return meeting.writer.submit(work).result()


def ask_back(
    session: Session, expert: str, *, by: str = "", reason: str, number: int | None = None
) -> StoredBallot:
    """Note that an expert is to hand in anew from his own machine (退回修改).

    The desk cannot reach his machine: he takes the ballot back there and submits again, and
    the new version replaces this one when it arrives. Until then this one counts.

    Raises:
        Refused: If nothing of his counts, the round was opened, or the reason is missing.
    """
    meeting, number = session.meeting, number or session.meeting.round
    _require_said(meeting, by, reason)
    state = session.effective(number).get(expert, Why.ABSENT)
    if number in meeting.opened or isinstance(state, Why):
        raise refused(meeting.file.path, _why_not(expert, number, number in meeting.opened))
    if expert in session.reworking(number):
        sentence = _(
            "expert {expert} was asked before; version {rev} counts until his new one is here"
        )
        raise refused(meeting.file.path, sentence.format(expert=expert, rev=state.rev))
    body: dict[str, Canonical] = {
        "round": number,
        "reason": reason,
        "content_id": state.content_id,
        "by": by,
    }
    meeting.writer.submit(lambda done: done.tell(expert, EventKind.REOPENED, body)).result()
    return state


def _require_withdrawable(
    session: Session, expert: str, number: int, reason: str, by: str
) -> Channel:
    """How the ballots that stand came in, if they can be withdrawn."""
    meeting = session.meeting
    _require_said(meeting, by, reason)
    state = session.effective(number).get(expert, Why.ABSENT)
    nothing = isinstance(state, Why) and state is not Why.CONFLICT
    if number in meeting.opened or nothing:
        raise refused(meeting.file.path, _why_not(expert, number, number in meeting.opened))
    if not isinstance(state, Why):
        return state.channel
    own = [item for item in session.stored() if (item.expert, item.round) == (expert, number)]
    channels = {item.channel for item in own}
    return Channel.FORM if Channel.FORM in channels else own[-1].channel


def _why_not(expert: str, number: int, opened: bool) -> str:
    if opened:
        sentence = _("the ballots of round {number} have been opened; none is withdrawn any more")
        return sentence.format(number=number)
    return _("no ballot of expert {expert} counts; there is nothing to withdraw").format(
        expert=expert
    )


def _require_said(meeting: Meeting, by: str, reason: str) -> None:
    faults = [*long_faults(by), *long_faults(reason)]
    if not reason.strip():
        faults.append(_("say why; the reason stands in the record"))
    if faults:
        raise Refused(*(Finding(meeting.file.path.name, fault) for fault in faults))
