"""The content hash: one number for everything an export says, whatever program saves it.

The bytes of a workbook change when another program saves it; what was decided does not.
"""

from collections.abc import Sequence

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.verdict import Verdict

FORMAT = "reviewtui-content/1"


def content_of(
    session: str,
    panel: Panel,
    sheet: Sheet,
    ballots: Sequence[tuple[str, str]],
    verdict: Verdict,
) -> Canonical:
    """What the content hash is taken of.

    Args:
        session: Id of the session.
        panel: Its rule and settled values enter.
        sheet: Enters by its hash.
        ballots: (expert, content id or the word why there is none) of every expert.
        verdict: Enters by its totals, ranks and counts, or by that the rule gives none.
    """
    content: dict[str, Canonical] = {
        "format": FORMAT,
        "session": session,
        "sheet": sheet.hash,
        "rule": rule_hash(panel.rule),
        "settled": sorted([item.candidate, item.row, item.value] for item in panel.settled),
        "ballots": dict(ballots),
        "totals": {
            candidate.code: [
                None if candidate.total is None else decimal_text(candidate.total),
                candidate.rank,
                candidate.n,
            ]
            for candidate in verdict.candidates
        },
    }
    if verdict.refused is not None:
        content["no_result"] = 1
    if panel.rule.conclusions is not None:
        content["conclusions"] = {
            item.code: [[*item.opinion.counts, len(item.opinion.abstained)], item.opinion.proposal]
            for item in verdict.candidates
            if item.opinion is not None
        }
    return content
