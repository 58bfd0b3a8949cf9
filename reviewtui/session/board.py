"""What the desk may know of each expert on the day: kit, version, completeness.

Counts and states only; of a ballot nothing but its header is looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from reviewtui.domain.panel import Expert
from reviewtui.domain.states import CandidateState, Why
from reviewtui.session.ballots import LARGEST_OWN, read_ballot
from reviewtui.session.effective import StoredBallot
from reviewtui.session.envelope import Progress, is_envelope, progress_of, read_envelope
from reviewtui.session.journal import EventKind
from reviewtui.session.meeting import Meeting, how_far
from reviewtui.session.opening_record import listed, read_openings
from reviewtui.session.round_record import FIRST_ROUND, read_rounds, sits_out
from reviewtui.session.session import Session
from reviewtui.session.shelf import read_keys
from reviewtui.session.signed import BadBytes
from reviewtui.session.told import told


class Holding(NamedTuple):
    """One expert who sits in the panel.

    Attributes:
        kit: Public key of the valid kit that was issued; "" if none is out.
        state: The ballot that counts, or why none does.
        checked: Candidates that are finished in that ballot (marked whole, recused, declined,
            left) and all he is to judge; None without a ballot, or if it does not read.
        left: Candidates he left early.
        drafted: Rows filled in this session itself, and all he is to judge; what is filled on
            his own machine nobody knows here.
        reworking: He took it back, or was asked to; the one before counts.
        late: How many of his ballots came after the opening.
        sits_out: Nothing is expected of him in this further round, and nothing came.
        carries: In a further round that he takes part in: his marks of the one before count
            where he hands in none.
    """

    expert: Expert
    kit: str
    state: StoredBallot | Why
    checked: tuple[int, int] | None
    left: int
    drafted: tuple[int, int]
    reworking: bool
    late: int
    sits_out: bool = False
    carries: bool = False

    @property
    def handed_in(self) -> bool:
        """Whether a ballot of his counts."""
        return isinstance(self.state, StoredBallot)


def board(session: Session, number: int | None = None) -> list[Holding]:
    """Everybody who sits in the panel, in its order; by default in the round at work."""
    meeting, number = session.meeting, number or session.meeting.round
    states, drafted = session.effective(number), session.progress(number)
    kits, late = kits_out(session, number), _late(session, number)
    reworking = set(session.reworking(number))
    rounds = read_rounds(meeting.file, meeting.id)
    found = []
    for expert in session.panel.sitting:
        code = expert.code
        state, done = states[code], drafted[code]
        states_of = _progress(meeting, state)
        out = isinstance(state, Why) and sits_out(rounds, number, session.panel, code)
        assigned = len(session.panel.assigned(code))
        found.append(
            Holding(
                expert=expert,
                kit=kits.get(code, ""),
                state=state,
                checked=None if states_of is None else (_finished(states_of), assigned),
                left=sum(one is Progress.LEFT for one in (states_of or {}).values()),
                drafted=done[:2],
                reworking=code in reworking,
                late=late.get(code, 0),
                sits_out=out,
                carries=number != FIRST_ROUND and not out,
            )
        )
    return found


def progress_with(session: Session) -> dict[str, Counter[Progress]]:
    """How many experts came how far with each candidate, in the ballots in force."""
    found: dict[str, Counter[Progress]] = defaultdict(Counter)
    for state in session.effective().values():
        for candidate, progress in (_progress(session.meeting, state) or {}).items():
            found[candidate][progress] += 1
    return dict(found)


def kits_out(session: Session, number: int | None = None) -> dict[str, str]:
    """The valid kits that were issued for a round, by default the one at work: expert to
    public key."""
    file, own = session.meeting.file, session.id
    number = number or session.meeting.round
    issued = {
        one.body["kit"] for one in told(file, own, EventKind.ISSUED) if one.body["round"] == number
    }
    return {
        holder: public
        for holder, public in file.read(
            "SELECT holder, public FROM signing_key WHERE session_id = ? AND revoked_at IS NULL "
            "ORDER BY made_at, public",
            (own,),
        )
        if public in issued
    }


def _finished(states: Mapping[str, Progress]) -> int:
    return sum(state is not Progress.PARTLY for state in states.values())


def _late(session: Session, number: int) -> dict[str, int]:
    """How many ballots of whom came after the opening of the round."""
    done = listed(read_openings(session.meeting.file, session.id), number)
    if done is None:
        return {}
    return Counter(
        ballot.expert
        for ballot in session.stored()
        if ballot.round == number and ballot.content_id not in done.there
    )


def _opened(meeting: Meeting, state: StoredBallot) -> dict[str, Progress]:
    """The same from the table of marks; empty while the ballot is closed."""
    return {
        candidate: (Progress.PARTLY if one.blank else Progress.COMPLETE)
        if one.standing is CandidateState.OPEN
        else Progress(one.standing.value)
        for candidate, one in how_far(meeting, state.number).items()
    }


def _told(meeting: Meeting, state: StoredBallot) -> Mapping[str, Progress] | None:
    """As the ballot says; None if it does not read."""
    ((content,),) = meeting.file.read(
        "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?",
        (meeting.id, state.content_id),
    )
    try:
        if is_envelope(content):
            return read_envelope(content, largest=LARGEST_OWN).header.progress
        return progress_of(read_ballot(content, read_keys(meeting.file, meeting.id)))
    except BadBytes:
        return None


def _progress(meeting: Meeting, state: StoredBallot | Why) -> dict[str, Progress] | None:
    """How far the expert came with each candidate still judged, as the header says.

    A recusal that became known since holds whatever the ballot says.
    """
    if isinstance(state, Why):
        return None
    said = _opened(meeting, state) or _told(meeting, state)
    if said is None:
        return None
    panel, expert = meeting.panel, state.expert
    return {
        candidate: Progress.RECUSED if panel.recusal(expert, candidate) else said[candidate]
        for candidate in panel.assigned(expert)
        if candidate in said
    }
