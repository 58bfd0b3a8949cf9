"""Which experts' kits were written onto a stick and read back, from the journal."""

from reviewtui.domain.canonical import Canonical
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.session import Session
from reviewtui.session.told import told
from reviewtui.session.writer import Transaction


def tell_on_stick(session: Session, expert: str, kit: str) -> None:
    """Note that an expert's stick is ready.

    Args:
        session: The desk's open session.
        expert: Code of the expert.
        kit: Id of the kit that was read back.
    """
    number = session.meeting.round
    body: dict[str, Canonical] = {"expert": expert, "kit": kit, "round": number}

    def work(done: Transaction) -> None:
        done.tell(DESK, EventKind.ON_STICK, body)

    session.meeting.writer.submit(work).result()


def on_sticks(session: Session) -> set[str]:
    """Codes of the experts whose kit for the round at work is on a stick; a revoked one counts
    no more."""
    file = session.meeting.file
    valid = file.read(
        "SELECT public FROM signing_key WHERE session_id = ? AND revoked_at IS NULL",
        (session.id,),
    )
    keys = {public for (public,) in valid}
    return {
        one.body["expert"]
        for one in told(file, session.id, EventKind.ON_STICK)
        if one.body["kit"] in keys and one.body.get("round", FIRST_ROUND) == session.meeting.round
    }
