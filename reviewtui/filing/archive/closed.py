"""What a panel recorded after the ranking of a round, as the archive keeps it: the ranking as it
was fixed, the list for discussion, adjusted grades, votes, who signed.

The document repeats the journal's entries, so that a verifier needs the journal only; the page
says what of them is in force.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from reviewtui.domain.canonical import Canonical
from reviewtui.filing.wording import beijing_time
from reviewtui.locales import _
from reviewtui.session.closing import closing
from reviewtui.session.journal import EventKind
from reviewtui.session.papers import Entry
from reviewtui.session.result_deeds import discussion_of, fixed
from reviewtui.tally.analysis.undecided import undecided
from reviewtui.tally.closing_words import closing_lines
from reviewtui.tally.discussion import discussion_lines, points
from reviewtui.tally.fixed import is_fixed
from reviewtui.tally.verdict import Verdict

if TYPE_CHECKING:
    from reviewtui.session.session import Session

KINDS: Final = frozenset(
    {
        EventKind.FIXED,
        EventKind.DISCUSSION,
        EventKind.ADJUSTED,
        EventKind.VOTED,
        EventKind.SIGNED,
    }
)


def closing_document(journal: Iterable[Entry], number: int) -> dict[str, Canonical] | None:
    """The journal's entries about the result of a round; None if there are none."""
    found: list[Canonical] = []
    for entry in journal:
        if entry.kind in KINDS:
            body = json.loads(entry.body or "{}")
            if body.get("round") == number:
                found.append({"seq": entry.seq, "at": entry.at, "kind": entry.kind, "body": body})
    return {"round": number, "entries": found} if found else None


def closing_text(session: "Session", number: int, verdict: Verdict) -> str:
    """What is in force of it, a sentence a line."""
    return "\n".join(_lines(session, number, verdict))


def _lines(session: "Session", number: int, verdict: Verdict) -> Iterator[str]:
    panel = session.panel
    done = fixed(session, number)
    if done is not None:
        said = _("The ranking was fixed as the official one at {time}")
        if not is_fixed(session, verdict, number):
            said = _("A ranking was fixed at {time}; what came after changed it")
        yield said.format(time=beijing_time(done.at))
    wish = discussion_of(session, number)
    if wish is not None:
        found = undecided(panel, session.sheet, verdict, session.marks(number))
        listed = points(verdict, wish, found)
        yield from discussion_lines(panel, session.sheet, wish, listed)
    yield from closing_lines(panel, verdict, closing(session, number))
