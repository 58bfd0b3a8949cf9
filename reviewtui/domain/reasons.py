"""Reasons that an expert chooses by number; a paper or a journal carries the chosen text."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from reviewtui.domain.states import CandidateState, CellState
from reviewtui.locales import N_, _

REASONS: Final[Mapping[StrEnum, tuple[str, ...]]] = {
    CandidateState.RECUSED: (
        N_("worked or works at the unit"),
        N_("teacher and student, or relatives"),
        N_("joint project, paper or award"),
        N_("economic interest"),
    ),
    CandidateState.DECLINED: (
        N_("outside my field"),
        N_("did not hear the presentation"),
        N_("materials are not enough to judge"),
    ),
    CellState.UNABLE: (
        N_("materials are not enough to judge"),
        N_("outside my field"),
        N_("the materials contradict each other"),
    ),
}
"""What is offered; anything else is typed."""


def reasons(state: StrEnum) -> tuple[str, ...]:
    """The reasons for a state of a cell or a candidate, in the reader's language."""
    return tuple(_(reason) for reason in REASONS[state])
