"""Before the opening: for whom the rule can give no result, however the marks turn out."""

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewtui.domain.naming import candidate_number
from reviewtui.domain.rule import Order
from reviewtui.locales import _
from reviewtui.session.board import progress_with
from reviewtui.session.envelope import Progress
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.tally.average import averaging

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def too_few_sentences(session: "Session") -> list[str]:
    """Candidates with fewer marks than the rule needs, by number, as the ballots' headers tell.

    A mark that an expert could not give is in no header: at the opening there may be more of
    them, never fewer. Of a further round nothing is said, earlier marks stand in for it.
    """
    rule = session.panel.rule
    if session.meeting.round != FIRST_ROUND:
        return []
    counted = {Progress.COMPLETE}
    if rule.order is Order.BY_INDICATOR:
        counted.add(Progress.PARTLY)
    refuses = averaging(rule).refuses
    few: dict[int, list[str]] = defaultdict(list)
    for candidate, experts in sorted(progress_with(session).items()):
        if refuses(n := sum(experts[one] for one in counted)):
            few[n].append(candidate_number(candidate))
    return [
        _(
            "{candidates}: {n} marked it whole; the rule needs at least {least} and gives no "
            "result otherwise. Take in what is missing before the opening"
        ).format(candidates=_(", ").join(candidates), n=n, least=rule.trim.least)
        for n, candidates in sorted(few.items())
    ]
