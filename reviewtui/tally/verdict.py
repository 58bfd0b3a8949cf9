"""The verdict: computed from effective ballots and settled facts, never stored as truth.

Every number carries n and who is left out and why, so that it can explain itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.locales import N_, _
from reviewtui.tally.grading import UNGRADED, Proposal, QuotaTaken

if TYPE_CHECKING:
    from reviewtui.tally.conclusions import Opinion


class Flag(StrEnum):
    """What a reader must know about a candidate's result."""

    NO_MARKS = "no_marks"
    ROW_WITHOUT_MARKS = "row_without_marks"
    TIED = "tied"
    RESCALED = "rescaled"
    SMALLER_BASE = "smaller_base"
    UNABLE_RESCALED = "unable_rescaled"
    PLAIN_MEAN = "plain_mean"
    FEWER_EXPERTS = "fewer_experts"
    IMPORTED = "imported"
    ENTERED_EXCEL = "entered_excel"
    ENTERED_PAPER = "entered_paper"
    BY_SUBTOTALS = "by_subtotals"
    TRIAL = "trial"
    WITHDRAWN = "withdrawn"


FLAG_LABELS = {
    Flag.NO_MARKS: N_("no valid marks"),
    Flag.ROW_WITHOUT_MARKS: N_("a row has no valid marks"),
    Flag.TIED: N_("tied"),
    Flag.RESCALED: N_("rescaled to the full base"),
    Flag.SMALLER_BASE: N_("out of a smaller base"),
    Flag.UNABLE_RESCALED: N_("rescaled for rows an expert could not judge"),
    Flag.PLAIN_MEAN: N_("too few marks to trim: plain mean"),
    Flag.FEWER_EXPERTS: N_("fewer experts than for other candidates"),
    Flag.IMPORTED: N_("marks came from another system"),
    Flag.ENTERED_EXCEL: N_("Excel score sheets entered by the desk"),
    Flag.ENTERED_PAPER: N_("entered by the desk from paper score sheets"),
    Flag.BY_SUBTOTALS: N_("by subtotals: the marks of single rows are a spread of them"),
    Flag.TRIAL: N_("trial, no official result"),
    Flag.WITHDRAWN: N_("withdrawn"),
}


OF_ALL: Final = (
    Flag.TRIAL, Flag.IMPORTED, Flag.ENTERED_EXCEL, Flag.ENTERED_PAPER, Flag.BY_SUBTOTALS,
)  # fmt: skip
"""Flags of the result as a whole: they follow from how marks came in, not from the marks."""


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


class Detail(Protocol):
    """What stands behind one candidate's total; worked out when somebody asks."""

    def rows(self) -> tuple[RowScore, ...]:
        """Every scored row of the sheet, in its order."""

    def primaries(self) -> tuple[PrimaryScore, ...]:
        """Every primary that has a scored row, in the sheet's order."""

    def expert_totals(self) -> Mapping[str, Fraction]:
        """Totals of single experts by code, in the panel's order."""

    def expert_primaries(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Points per primary code by expert."""

    def total_over(self, experts: Collection[str]) -> Fraction | None:
        """The total by the same rule over these experts only; None where it gives none."""


class NoDetail:
    """Nothing stands behind the total."""

    def rows(self) -> tuple[RowScore, ...]:
        """No row."""
        return ()

    def primaries(self) -> tuple[PrimaryScore, ...]:
        """No primary."""
        return ()

    def expert_totals(self) -> Mapping[str, Fraction]:
        """No expert."""
        return {}

    def expert_primaries(self) -> Mapping[str, Mapping[str, Fraction]]:
        """No expert."""
        return {}

    def total_over(self, experts: Collection[str]) -> Fraction | None:  # noqa: ARG002  nobody counts
        """No total."""
        return None


@dataclass(frozen=True)
class CandidateVerdict:
    """The result of one candidate.

    Attributes:
        total: Rounded as the rule says; None without a valid mark.
        rank: 1, 2, 2, 4 from the rounded totals; None without a total, or where the panel
            does not rank.
        n: Experts counted (有效份数), before trimming.
        counted: Their codes before trimming, in the panel's order.
        trimmed: Whose totals were dropped (by_expert only).
        grade: The proposed grade; None without bands, below them, or undecided at a line.
        base: Points a full mark in everything would give this candidate.
        opinion: What the experts conclude, where the panel asks for it.
        proposal: How the proposed grade came about.
        detail: Where rows, primaries and the experts' own totals come from on demand.
    """

    code: str
    total: Fraction | None
    rank: int | None
    n: int
    grade: str | None = None
    counted: tuple[str, ...] = ()
    trimmed: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    base: Fraction = Fraction(100)
    flags: tuple[Flag, ...] = ()
    opinion: "Opinion | None" = None
    proposal: Proposal = UNGRADED
    detail: Detail = field(default=NoDetail(), repr=False, compare=False)

    @cached_property
    def rows(self) -> tuple[RowScore, ...]:
        """Every scored row of the sheet, also those that do not apply."""
        return self.detail.rows()

    @cached_property
    def primaries(self) -> tuple[PrimaryScore, ...]:
        """Every primary that has a scored row."""
        return self.detail.primaries()

    @cached_property
    def expert_totals(self) -> Mapping[str, Fraction]:
        """Each counted expert's total (rounded if the rule rounds it, and standardised if
        the rule makes standard scores official). Under by_indicator, where the rule knows
        no such number: the unrounded total of each expert who marked every row.
        """
        return self.detail.expert_totals()

    @cached_property
    def expert_primaries(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Each counted expert's points per primary code (by_expert only)."""
        return self.detail.expert_primaries()


@dataclass(frozen=True)
class Verdict:
    """The whole result, candidates in the panel's order.

    `refused`: why the rule gives no result; None where it gives one.
    """

    candidates: tuple[CandidateVerdict, ...]
    base: Fraction
    quotas: tuple[QuotaTaken, ...] = ()
    refused: Refused | None = field(default=None, compare=False)

    def of(self, code: str) -> CandidateVerdict:
        """The result of one candidate; KeyError if there is none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, CandidateVerdict]:
        return {candidate.code: candidate for candidate in self.candidates}

    def flagged(self, flag: Flag) -> "Verdict":
        """The same verdict with a flag on every candidate, e.g. that marks were imported."""
        return replace(
            self,
            candidates=tuple(
                item if flag in item.flags else replace(item, flags=(*item.flags, flag))
                for item in self.candidates
            ),
        )

    def ranking(self) -> tuple[CandidateVerdict, ...]:
        """Best first; ties in the panel's order; candidates without a total last."""
        return tuple(sorted(self.candidates, key=lambda item: (item.rank is None, item.rank or 0)))
