"""The content hash: one number for everything that was decided, whatever program saves it.

The bytes of a workbook change when another program saves it; what was decided does not. Names
and words of reasons enter nowhere, so that it is the same with names and without; nor do
signatures, which are set below it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.closing import Closing
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.verdict import Verdict

FIRST: Final = "reviewtui-content/1"
"""Of marks, totals, ranks and conclusions; still that of a result of which there is no more."""
FORMAT: Final = "reviewtui-content/2"
"""Also of proposed grades, what they rest on, and what the panel decided after the ranking."""


def content_of(
    session: str,
    panel: Panel,
    sheet: Sheet,
    ballots: Sequence[tuple[str, str]],
    verdict: Verdict,
    closed: Closing,
    *,
    first: bool = False,
) -> Canonical:
    """What the content hash is taken of.

    Args:
        session: Id of the session.
        panel: Its rule and settled values enter.
        sheet: Enters by its hash.
        ballots: (expert, content id or the word why there is none) of every expert.
        verdict: Enters by its totals, ranks, counts and grades, or by that the rule gives none.
        closed: Enters by the adjusted grades and the votes.
        first: Whether it is that of a file from before there was a second format.
    """
    content: dict[str, Canonical] = {
        "format": FIRST,
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
    if not first and (more := _decided(panel, verdict, closed)):
        content |= {"format": FORMAT, **more}
    return content


def _decided(panel: Panel, verdict: Verdict, closed: Closing) -> dict[str, Canonical]:
    """What a result has beside numbers and ranks; empty where there is nothing of it."""
    graded = panel.rule.grades.names and verdict.refused is None
    found: dict[str, Canonical] = {
        "grades": {item.code: item.grade for item in verdict.candidates} if graded else {},
        "declared": {
            item["code"]: said
            for item in cast(Mapping[str, Any], panel.data)["candidates"]
            if (said := _declared(item))
        },
        "adjusted": {
            code: [item.grade, sorted(item.consent)] for code, item in closed.adjustments.items()
        },
        "voted": {
            code: [
                *(item.mode.value, list(item.counts.options)),
                *(item.counts.abstained, item.counts.void, item.entitled, dict(item.names)),
            ]
            for code, item in closed.votes.items()
        },
    }
    return {key: value for key, value in found.items() if value}


def _declared(candidate: Mapping[str, Any]) -> dict[str, Canonical]:
    """A candidate's figures, earlier evaluations and integrity, which grades may rest on."""
    facts = {
        metric: str(said["value"] if isinstance(said, Mapping) else said)
        for metric, said in candidate.get("facts", {}).items()
    }
    history = sorted([str(one["date"]), one["grade"]] for one in candidate.get("history", ()))
    found: dict[str, Canonical] = {
        "facts": facts,
        "history": history,
        "integrity": int(bool(candidate.get("integrity", {}).get("found"))),
    }
    return {key: value for key, value in found.items() if value}
