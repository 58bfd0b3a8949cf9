"""Who stands at a line that other experts of the same kind could move him across.

Loads numpy only where the panel ranks and so has lines.
"""

from collections.abc import Sequence

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.session.result_deeds import discussion_of
from reviewtui.session.session import Session
from reviewtui.tally.analysis.report import line_json, number
from reviewtui.tally.analysis.results import Part, Spreads
from reviewtui.tally.analysis.shares import share_text
from reviewtui.tally.analysis.words import Words
from reviewtui.tally.discussion import Point, Undecided, first_wish, points
from reviewtui.tally.official import verdict_of
from reviewtui.tally.verdict import Verdict


def listed_points(session: Session) -> tuple[Point, ...]:
    """What stands on the list for discussion of the official result."""
    verdict = verdict_of(session)
    wish = discussion_of(session, session.meeting.official) or first_wish(session.sheet.base)
    found = undecided(session.panel, session.sheet, verdict, session.marks())
    return points(verdict, wish, found)


def undecided(
    panel: Panel, sheet: Sheet, verdict: Verdict, marks: Sequence[ExpertMarks]
) -> tuple[Undecided, ...]:
    """The candidates for the list, from the same draws as the analysis shows.

    Args:
        panel, sheet, marks: What the verdict was computed from.
        verdict: The official result, which stays what it is.
    """
    if not panel.ranking:
        return ()
    from reviewtui.tally.analysis.run import one_part

    found = one_part(Part.BOOTSTRAP, panel, sheet, verdict, marks)
    if not isinstance(found, Spreads):
        return ()
    words, said = Words(panel, sheet), _("undecided at {line}, reached in {share} of draws")
    return tuple(
        Undecided(
            code,
            said.format(line=words.line(line), share=share_text(share)),
            line_json(line) | {"p": number(share)},
        )
        for at, line in enumerate(found.lines)
        for code in found.undecided(at)
        for share in [found.spreads[code].above[at]]
    )
