"""The verdict: computed from effective ballots and settled facts, never stored as truth.

Every number carries n and who is left out and why, so that it can explain itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from reviewtui.domain.states import Why
from reviewtui.locales import N_, _


class Flag(StrEnum):
    """What a reader must know about a candidate's result."""

    NO_MARKS = "no_marks"
    TIED = "tied"
    RESCALED = "rescaled"
    SMALLER_BASE = "smaller_base"
    UNABLE_RESCALED = "unable_rescaled"
    PLAIN_MEAN = "plain_mean"
    FEWER_EXPERTS = "fewer_experts"
    IMPORTED = "imported"
    TRIAL = "trial"


FLAG_LABELS = {
    Flag.NO_MARKS: N_("no valid marks"),
    Flag.TIED: N_("tied"),
    Flag.RESCALED: N_("rescaled to the full base"),
    Flag.SMALLER_BASE: N_("out of a smaller base"),
    Flag.UNABLE_RESCALED: N_("rescaled for rows an expert could not judge"),
    Flag.PLAIN_MEAN: N_("too few marks to trim: plain mean"),
    Flag.FEWER_EXPERTS: N_("fewer experts than for other candidates"),
    Flag.IMPORTED: N_("marks came from another system"),
    Flag.TRIAL: N_("trial, no official result"),
}


def flag_label(flag: Flag) -> str:
    """The words for a flag in the reader's language."""
    return _(FLAG_LABELS[flag])


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An expert who does not count, and why."""

    expert: str
    why: Why


@dataclass(frozen=True, slots=True)
class RowScore:
    """One row across experts, before weights; rounded where the rule rounds rows.

    `settled`: the desk settled it, alike for all experts. `applicable`: False if the row
    does not apply to the candidate; then there is no score and nobody is left out.
    """

    code: str
    score: Fraction | None
    n: int
    counted: tuple[str, ...] = ()
    trimmed: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    settled: bool = False
    applicable: bool = True


@dataclass(frozen=True, slots=True)
class PrimaryScore:
    """A primary indicator, after weights: points of the total.

    `additive` is False where the primaries do not sum to the total (不可加).
    """

    code: str
    score: Fraction | None
    additive: bool
    full: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class CandidateVerdict:
    """The result of one candidate.

    Attributes:
        total: Rounded as the rule says; None without a valid mark.
        rank: 1, 2, 2, 4 from the rounded totals; None without a total.
        n: Experts counted (有效份数), before trimming.
        counted: Their codes before trimming, in the panel's order.
        trimmed: Whose totals were dropped (by_expert only).
        expert_totals: Each counted expert's total (rounded if the rule rounds it, and
            standardised if the rule makes standard scores official).
        expert_primaries: Each counted expert's points per primary code (by_expert only).
        base: Points a full mark in everything would give this candidate.
    """

    code: str
    total: Fraction | None
    rank: int | None
    n: int
    grade: str | None = None
    counted: tuple[str, ...] = ()
    trimmed: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    primaries: tuple[PrimaryScore, ...] = ()
    rows: tuple[RowScore, ...] = ()
    expert_totals: Mapping[str, Fraction] = field(default_factory=dict)
    expert_primaries: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    base: Fraction = Fraction(100)
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole result, candidates in the panel's order."""

    candidates: tuple[CandidateVerdict, ...]
    base: Fraction

    def of(self, code: str) -> CandidateVerdict:
        """The result of one candidate; KeyError if there is none."""
        for candidate in self.candidates:
            if candidate.code == code:
                return candidate
        raise KeyError(code)

    def ranking(self) -> tuple[CandidateVerdict, ...]:
        """Best first; ties in the panel's order; candidates without a total last."""
        return tuple(sorted(self.candidates, key=lambda item: (item.rank is None, item.rank or 0)))
