"""Who does not judge whom: experts by candidates, for a plan and for a running session. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Self

from reviewtui.domain.panel import Candidate, Expert, Panel, Recusal


class Tie(StrEnum):
    """What stands between an expert and a candidate."""

    JUDGES = "judges"
    RECUSED = "recused"
    LATE = "late"
    """Recused after the session was made."""
    SAME_UNIT = "same_unit"
    """Judges, and comes from the candidate's own unit: people decide whether he is recused."""
    NOT_ASSIGNED = "not_assigned"


class RecusalMatrix(NamedTuple):
    """The grid: `assignment` as in a panel, None if everyone judges everyone."""

    experts: Sequence[Expert]
    candidates: Sequence[Candidate]
    recusals: Sequence[Recusal]
    assignment: Mapping[str, Sequence[str]] | None = None

    @classmethod
    def of(cls, panel: Panel) -> Self:
        """The grid of a panel as it sits and is presented now."""
        return cls(panel.sitting, panel.presented, panel.recusals, panel.assignment)

    def recusal(self, expert: str, candidate: str) -> Recusal | None:
        """The recusal of a pair, or None."""
        pair = (expert, candidate)
        return next((item for item in self.recusals if item[:2] == pair), None)

    def tie(self, expert: Expert, candidate: Candidate) -> Tie:
        """What stands between the two; a recusal first."""
        recusal = self.recusal(expert.code, candidate.code)
        if recusal is not None:
            return Tie.LATE if recusal.late else Tie.RECUSED
        if self.assignment is not None and candidate.code not in self.assignment.get(
            expert.code, ()
        ):
            return Tie.NOT_ASSIGNED
        return Tie.SAME_UNIT if same_unit(expert, candidate) else Tie.JUDGES

    def judges(self, candidate: Candidate) -> int:
        """How many experts are left to judge a candidate."""
        ties = (self.tie(expert, candidate) for expert in self.experts)
        return sum(tie in (Tie.JUDGES, Tie.SAME_UNIT) for tie in ties)


def same_unit(expert: Expert, candidate: Candidate) -> bool:
    """Whether both name the same unit; two empty ones are not the same."""
    return bool(expert.unit.strip()) and expert.unit.strip() == candidate.unit.strip()
