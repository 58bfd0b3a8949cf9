"""What the statistics find, as values; nothing here loads numpy.

Every result says how many experts it stands on (`n`) and what was looked at (`on`). Numbers
are floating point: they inform, and nothing official is made of them. Where a statistic has
no value it is `Undefined` and says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from reviewtui.locales import N_
from reviewtui.tally.analysis.found import Found, Undefined
from reviewtui.tally.analysis.weight_results import Smaa, WeightStability


class Part(StrEnum):
    """The statistics in the order they are worked out, by their keys in files (design §12)."""

    KENDALL_W = "kendall_w"
    ICC = "icc"
    ALPHA = "alpha"
    STANDARD_SCORES = "standard_scores"
    SEVERITY = "severity"
    AVERAGES = "averages"
    LEAVE_ONE_OUT = "leave_one_out"
    WEIGHT_STABILITY = "weight_stability"
    ROUNDING = "rounding"
    BOOTSTRAP = "bootstrap"
    SMAA = "smaa"


ON_TOTALS: Final = N_("experts' unrounded totals")
ON_RULE: Final = N_("totals by the rule over the experts concerned")
ON_PRIMARIES: Final = N_("scores of the primary indicators, as shares of their full marks")


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, and the ends of its confidence interval or why there is none."""

    value: float
    within: tuple[float, float] | Undefined


@dataclass(frozen=True, slots=True)
class KendallW(Found):
    """Concordance of the experts' orders, 0 to 1.

    Attributes:
        p: Share of seeded permutations that agree at least as much.
        chi2, p_chi2: Friedman's test of the same, n - 1 degrees of freedom.
        rank_sums: Per candidate the sum of the experts' ranks, 1 the best; mean ranks where totals
            tie.
        ties: Sum of t³ - t over every t equal totals of one expert.
    """

    estimate: Estimate
    p: float
    permutations: int
    chi2: float
    p_chi2: float
    rank_sums: Mapping[str, float]
    ties: int
    level: float = 0.95

    @property
    def spread(self) -> float:
        """Squared deviations of the rank sums from their mean, added up."""
        mean = sum(self.rank_sums.values()) / len(self.rank_sums)
        return sum((one - mean) ** 2 for one in self.rank_sums.values())


@dataclass(frozen=True, slots=True)
class ICC(Found):
    """Intraclass correlations: `1,1` `2,1` `3,1` of one expert, `1,k` `2,k` `3,k` of the mean.

    Attributes:
        squares: Mean squares between candidates, between experts, of the rest, and within
            candidates.
    """

    forms: Mapping[str, Interval | Undefined]
    squares: tuple[float, float, float, float]
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Alpha(Found):
    """Krippendorff's alpha with missing cells.

    Attributes:
        interval: For differences as they are.
        ordinal: For ranks only.
        cells: Totals that could be paired with another of the same candidate.
        observed: Mean squared difference of two totals of the same candidate.
        expected: Mean squared difference of any two totals.
        apart: Per candidate how many totals enter, and their mean squared difference.
    """

    interval: Estimate
    ordinal: Estimate
    cells: int
    observed: float
    expected: float
    apart: Mapping[str, tuple[int, float]]
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class StandardScores(Found):
    """50 + 10 z per expert and candidate, and their mean per candidate.

    Attributes:
        apart: That not all means can be compared, because the experts fall into groups that
            have no candidate in common.
    """

    scores: Mapping[str, Mapping[str, float] | Undefined]
    means: Mapping[str, float]
    apart: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Severity(Found):
    """How far each expert marks above (+) or below (-) the others, and totals without it.

    Attributes:
        severity: Points per expert; they sum to 0.
        adjusted: Total per candidate before an expert of average severity.
        shrunken, shrunken_adjusted: The same with severities drawn towards 0 by as much as
            chance explains them.
        expert_sd: Standard deviation of severities where they are random.
        residual_sd: Standard deviation of what the severities leave unexplained.
    """

    severity: Mapping[str, float]
    adjusted: Mapping[str, float]
    shrunken: Mapping[str, float]
    shrunken_adjusted: Mapping[str, float]
    expert_sd: float
    residual_sd: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """One ranking: totals and ranks (1, 2, 2, 4) by candidate; who has no total is not in it."""

    totals: Mapping[str, float]
    ranks: Mapping[str, int]

    def best(self, count: int = 1) -> tuple[str, ...]:
        """Candidates of rank 1 to `count`, best first, ties in the panel's order."""
        chosen = [code for code, rank in self.ranks.items() if rank <= count]
        return tuple(sorted(chosen, key=self.ranks.__getitem__))


@dataclass(frozen=True, slots=True)
class Averages(Found):
    """The ranking by the rule, and by other averages of the same experts.

    Attributes:
        by: Rankings by `mean`, `trimmed` (one highest, one lowest) and `median`.
        untrimmed: Candidates of whom too few marks are there to leave any out, so that
            `trimmed` has the plain mean of them, at least in a row.
    """

    official: Ranked
    by: Mapping[str, Ranked]
    top: int
    untrimmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveOneOut(Found):
    """The ranking by the rule, and without each of the experts in turn.

    Attributes:
        without: Rankings by the expert left out.
        top: How many leading candidates are looked at.
        refused: By expert the candidates to which the rule gives no total without him.
    """

    official: Ranked
    without: Mapping[str, Ranked]
    top: int
    refused: Mapping[str, tuple[str, ...]]

    def decisive(self, count: int) -> tuple[str, ...]:
        """Experts without whom other candidates would be the first `count`, or in other order;
        where the rule refuses there is no other order.
        """
        own = _order(self.official, count)
        return tuple(
            code
            for code, one in self.without.items()
            if code not in self.refused and _order(one, count) != own
        )


def _order(ranked: Ranked, count: int) -> list[tuple[str, int]]:
    return sorted((code, rank) for code, rank in ranked.ranks.items() if rank <= count)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that matters: the first `places`, or a grade and what is better.

    Attributes:
        grade: The grade by the whole rule, quotas and vetoes too; "" for the leading places.
        best: Whether there is no better grade.
    """

    places: int | None = None
    grade: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class RankSpread:
    """Where a candidate ranks over many repetitions.

    Attributes:
        rank_low, rank_high: The interval that leaves out equal parts at either end, over the
            repetitions in which it has a total.
        p_first: In which share of all it is first; shared firsts are shared.
        above: In which share of all it is above each of the lines.
        repetitions: In how many it has a total at all.
    """

    rank_low: int
    rank_high: int
    p_first: float
    above: tuple[float, ...]
    repetitions: int


REPETITIONS: Final = 1_000
"""Of a spread where there are not too many marks."""


@dataclass(frozen=True, slots=True)
class Spreads(Found):
    """Ranks over many repetitions.

    Attributes:
        level: Of the rank intervals.
        seed: Of numpy's PCG64.
        single: Candidates whom one expert marked: drawing experts tells nothing of them.
    """

    spreads: Mapping[str, RankSpread]
    lines: tuple[Line, ...]
    repetitions: int
    seed: int
    level: float = 0.90
    single: tuple[str, ...] = ()

    def undecided(self, line: int) -> tuple[str, ...]:
        """Candidates that are neither above nor below a line in `level` of the repetitions.

        Where a candidate has no total it is neither.
        """
        tail = (1 - self.level) / 2
        return tuple(
            code
            for code, one in self.spreads.items()
            if one.above[line] < 1 - tail and one.above[line] + self.without_rank(code) > tail
        )

    def without_rank(self, code: str) -> float:
        """In which share of the repetitions a candidate has no total, and so no rank."""
        return 1 - self.spreads[code].repetitions / self.repetitions

    @property
    def partly(self) -> tuple[str, ...]:
        """Candidates that have a rank in a part of the repetitions only, the least first."""
        codes = [code for code in self.spreads if self.without_rank(code) > 0]
        return tuple(sorted(codes, key=lambda code: -self.without_rank(code)))


Result: TypeAlias = (
    KendallW
    | ICC
    | Alpha
    | StandardScores
    | Severity
    | Averages
    | LeaveOneOut
    | Spreads
    | WeightStability
    | Smaa
    | Undefined
)
