"""Reasons and phrases that a person chooses by number; the papers carry the chosen text."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from reviewtui.domain.states import CandidateState, CellState
from reviewtui.locales import N_, _

REASONS: Final[Mapping[StrEnum, tuple[str, ...]]] = {
    CandidateState.RECUSED: (
        N_("Worked or works at the unit"),
        N_("Teacher and student, or relatives"),
        N_("Joint project, paper or award"),
        N_("Economic interest"),
    ),
    CandidateState.DECLINED: (
        N_("Not my field"),
        N_("Did not hear the presentation"),
        N_("The materials are not sufficient"),
    ),
    CellState.UNABLE: (
        N_("The materials are not sufficient"),
        N_("Not my field"),
        N_("The materials contradict each other"),
    ),
}
"""What is offered; anything else is typed."""
REOPENING: Final = (
    N_("Changed after the discussion"),
    N_("A mark was typed wrongly"),
    N_("Something was missing"),
    N_("A relation was noticed that needs recusal"),
)
ADMITTING: Final = (
    N_("Handed in before the opening, reached the desk after it"),
    N_("An evident slip of the expert is put right"),
    N_("Overlooked when the sticks were collected"),
)
CHANGING: Final = (
    N_("The discussion convinced me"),
    N_("I had read the materials otherwise"),
    N_("Facts were put right in the discussion"),
    N_("My mark was out of line with my other marks"),
)
PHRASES: Final = (
    N_("The positioning is clear and the targets can be checked."),
    N_("The team is strong; the share of full-time staff should be raised."),
    N_("Funds are in place and are used as planned."),
    N_("The achievements are outstanding and their conversion is effective."),
    N_("The achievements lack landmark results; they should be concentrated further."),
    N_("The mechanism is innovative and worth recommending."),
    N_("The evidence in the materials is not sufficient and should be completed."),
)


def reasons(state: StrEnum) -> tuple[str, ...]:
    """The reasons for a state of a cell or a candidate, in the reader's language."""
    return tuple(_(reason) for reason in REASONS[state])


def reopening_reasons() -> tuple[str, ...]:
    """The reasons for taking back what was submitted."""
    return tuple(_(reason) for reason in REOPENING)


def admitting_reasons() -> tuple[str, ...]:
    """The reasons for opening a round again."""
    return tuple(_(reason) for reason in ADMITTING)


def changing_reasons() -> tuple[str, ...]:
    """The reasons for another mark in a further round."""
    return tuple(_(reason) for reason in CHANGING)


def phrases() -> tuple[str, ...]:
    """Phrases for comments (常用语), where the user's settings name none of their own."""
    return tuple(_(phrase) for phrase in PHRASES)
