"""When the rule is frozen: once its page is printed for signature, at the latest with the
first ballot (design §5). From then on what people signed for is what is computed."""

from reviewtui.domain.rule import rule_hash
from reviewtui.session.definition import read_amendments
from reviewtui.session.frozen_since import frozen_since
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.session import Session
from reviewtui.session.writer import Transaction


def rule_is_frozen(session: Session) -> bool:
    """Whether a page of the rule was printed or a ballot came in, at any desk known of."""
    file = session.meeting.file
    return frozen_since(file, session.id, read_amendments(file, session.id)) is not None


def note_rule_printed(session: Session) -> None:
    """Put on record that the rule page was printed; nothing where the rule is frozen already."""
    if rule_is_frozen(session):
        return
    own = rule_hash(session.panel.rule)

    def work(done: Transaction) -> None:
        done.tell(DESK, EventKind.RULE_PRINTED, {"rule": own})

    session.meeting.writer.submit(work).result()
