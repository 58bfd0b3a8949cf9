"""Who counts for whom, before anybody looks at single rows.

Not assigned, recused, the whole ballot out, declined or left, in this order: a recusal
holds whatever else the ballot says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import EarlyLeave
from reviewtui.domain.states import WHY_OF, CandidateState, Why
from reviewtui.tally.verdict import LeftOut


@dataclass(frozen=True, slots=True)
class Seat:
    """One expert before one candidate: his marks, or why there are none that count."""

    expert: str
    marks: CandidateMarks | None
    why: Why | None = None


@lru_cache(maxsize=4096)
def left_out(expert: str, why: Why) -> LeftOut:
    """An expert who does not count; one object for as many candidates as it takes."""
    return LeftOut(expert, why)


def attendance(panel: Panel, experts: Sequence[ExpertMarks]) -> dict[str, list[Seat]]:
    """The seats before each candidate, all experts of the panel in its order.

    An expert of the panel without an entry is absent; before a withdrawn candidate nobody
    counts.
    """
    given = {expert.expert: expert for expert in experts}
    recused: dict[str, set[str]] = {}
    for recusal in panel.recusals:
        recused.setdefault(recusal.expert, set()).add(recusal.candidate)
    seats: dict[str, list[Seat]] = {candidate.code: [] for candidate in panel.candidates}
    for expert in panel.experts:
        otherwise = Why.NOT_ASSIGNED if expert.replaced_by else Why.ABSENT
        marks = given.get(expert.code) or ExpertMarks(expert.code, why=otherwise)
        assigned = None if panel.assignment is None else set(panel.assigned(expert.code))
        _take_seats(panel, marks, assigned, recused.get(expert.code, set()), seats)
    return seats


def _take_seats(
    panel: Panel,
    marks: ExpertMarks,
    assigned: set[str] | None,
    recused: set[str],
    seats: Mapping[str, list[Seat]],
) -> None:
    code, entries = marks.expert, marks.candidates
    empty = {why: Seat(code, None, why) for why in Why}
    withdrawn = {item.code for item in panel.candidates if item.withdrawn}
    wholly = marks.why
    left = any(entry.standing is CandidateState.LEFT for entry in entries.values())
    if wholly is None and left and panel.rule.early_leave is EarlyLeave.COUNT_NONE:
        wholly = Why.LEFT
    for candidate, row in seats.items():
        if candidate in withdrawn:
            row.append(empty[Why.WITHDRAWN])
            continue
        if assigned is not None and candidate not in assigned:
            row.append(empty[Why.NOT_ASSIGNED])
            continue
        entry = entries.get(candidate)
        standing = None if entry is None else WHY_OF.get(entry.standing)
        if candidate in recused or standing is Why.RECUSED:
            row.append(empty[Why.RECUSED])
        elif wholly or standing:
            row.append(empty[wholly or standing or Why.BLANK])
        elif entry is None:
            row.append(empty[Why.BLANK])
        else:
            row.append(Seat(code, entry))
