"""When the rule is frozen: once its page is printed for signature, at the latest with the
first ballot (design §5). From then on what people signed for is what is computed."""

from reviewtui.domain.rule import rule_hash
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.session import Session
from reviewtui.session.shelf import read_shelf
from reviewtui.session.writer import Transaction


def rule_is_frozen(session: Session) -> bool:
    """Whether a ballot is here, or the page of the rule as it stands was printed."""
    return bool(read_shelf(session.meeting.file, session.id)) or rule_was_printed(session)


def rule_was_printed(session: Session) -> bool:
    """Whether the page of the rule as it stands was printed before."""
    own = rule_hash(session.panel.rule)
    return any(
        event.kind is EventKind.RULE_PRINTED and event.body["rule"] == own
        for event in session.journal()
    )


def note_rule_printed(session: Session) -> None:
    """Put on record that the rule page was printed; nothing where the rule is frozen already."""
    if rule_is_frozen(session):
        return
    own = rule_hash(session.panel.rule)

    def work(done: Transaction) -> None:
        done.tell(DESK, EventKind.RULE_PRINTED, {"rule": own})

    session.meeting.writer.submit(work).result()
