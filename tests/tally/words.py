"""Marks in a few words, for tests of the tally."""

from collections.abc import Mapping, Sequence

from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import hundredths
from reviewtui.domain.states import CandidateState

UNABLE = "unable"
Words = Sequence[str | None] | CandidateState


def said(row: Words) -> CandidateMarks:
    """Marks of one candidate: points as text, None for blank, `unable`, or a standing."""
    if isinstance(row, CandidateState):
        return CandidateMarks([], row)
    return CandidateMarks(
        [None if word is None or word == UNABLE else hundredths(word) for word in row],
        unable=frozenset(at for at, word in enumerate(row) if word == UNABLE),
    )


def expert(code: str, **candidates: Words) -> ExpertMarks:
    """One expert's marks: expert("01", c1=["9", "8.5"], c2=CandidateState.RECUSED)."""
    return ExpertMarks(code, {key.lstrip("c"): said(row) for key, row in candidates.items()})


def totals(*given: Mapping[str, str | None]) -> list[ExpertMarks]:
    """Experts 01, 02 … with one mark per candidate, on a sheet of one row."""
    return [
        expert(f"{at:02d}", **{f"c{code}": [mark] for code, mark in marks.items()})
        for at, marks in enumerate(given, start=1)
    ]


def one_candidate(*marks: str | None) -> list[ExpertMarks]:
    """Experts 01, 02 … with one mark each for candidate 1, on a sheet of one row."""
    return totals(*({"1": mark} for mark in marks))
