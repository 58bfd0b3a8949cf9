"""What counts: experts' marks as the tally reads them, in the order of the sheet's rows."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from reviewtui.domain.ballot import BLANK, Cell
from reviewtui.domain.states import CandidateState, Why


class CandidateMarks(NamedTuple):
    """One expert's marks for one candidate.

    Attributes:
        marks: Hundredths as typed, aligned with `Sheet.rows`; None where there is none.
        standing: Open, or recused, declined, left for the whole candidate.
        unable: Positions of rows he said he cannot judge; other gaps are blank.
        conclusion: What he concluded, where the sheet asks: a mark that stands for an option,
            unable where he abstains, or blank.
    """

    marks: Sequence[int | None]
    standing: CandidateState = CandidateState.OPEN
    unable: frozenset[int] = frozenset()
    conclusion: Cell = BLANK


class ExpertMarks(NamedTuple):
    """One expert's effective ballot; `why` is set where nothing of it counts.

    A candidate that is missing from `candidates` although assigned is blank throughout.
    """

    expert: str
    candidates: Mapping[str, CandidateMarks] = MappingProxyType({})
    why: Why | None = None
