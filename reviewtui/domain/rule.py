"""The rule of a panel: scale, weights, average, rounding, what happens to gaps (design §8)."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from reviewtui.domain.canonical import Canonical, content_hash
from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.grades import NO_GRADES, Grades, exact
from reviewtui.domain.numbers import Hundredths


class Granularity(StrEnum):
    """At which level experts mark: ten primaries, every row, or a stated mixture."""

    PRIMARIES = "primaries"
    ROWS = "rows"
    MIXED = "mixed"


class Scale(StrEnum):
    """What an expert types for one row."""

    POINTS = "points"
    PERCENT = "percent"
    LEVELS = "levels"
    YES_NO = "yes_no"


class Order(StrEnum):
    """Experts' totals first and then across experts, or across experts row by row."""

    BY_EXPERT = "by_expert"
    BY_INDICATOR = "by_indicator"


class Average(StrEnum):
    """How several experts become one number."""

    MEAN = "mean"
    TRIMMED = "trimmed"
    MEDIAN = "median"


class BelowLeast(StrEnum):
    """What trimming does with too few marks."""

    REFUSE = "refuse"
    MEAN = "mean"


class NotApplicable(StrEnum):
    """What a row that does not apply does to the total."""

    RENORMALISE = "renormalise"
    LEAVE_OUT = "leave_out"


class Unable(StrEnum):
    """What a row that an expert cannot judge (or left blank) does to his total."""

    NO_TOTAL = "no_total"
    RENORMALISE = "renormalise"


class EarlyLeave(StrEnum):
    """Whether the finished candidates of an expert who left count."""

    COUNT_FINISHED = "count_finished"
    COUNT_NONE = "count_none"


class Custody(StrEnum):
    """Who keeps the opening code."""

    OFFICE = "office"
    SUPERVISOR = "supervisor"


class WeightKind(StrEnum):
    """`points`: a full mark per scored row. `share`: percent per node. `factor`: a multiplier."""

    POINTS = "points"
    SHARE = "share"
    FACTOR = "factor"


class RoundAt(StrEnum):
    """The places in the computation where a rule may round."""

    ROW = "row"
    WEIGHTED_ROW = "weighted_row"
    PRIMARY = "primary"
    EXPERT_TOTAL = "expert_total"
    TOTAL = "total"
    STANDARD = "standard"


STAGES: Final = {
    Order.BY_EXPERT: (
        RoundAt.WEIGHTED_ROW,
        RoundAt.PRIMARY,
        RoundAt.EXPERT_TOTAL,
        RoundAt.TOTAL,
        RoundAt.STANDARD,
    ),
    Order.BY_INDICATOR: (RoundAt.ROW, RoundAt.WEIGHTED_ROW, RoundAt.PRIMARY, RoundAt.TOTAL),
}

DEFAULT_STEP: Final = Hundredths(1)


class Trim(NamedTuple):
    """How many marks go at either end, and from how many marks on."""

    drop: int = 1
    least: int = 5
    below_least: BelowLeast = BelowLeast.REFUSE


class RowRule(NamedTuple):
    """What a row has of its own; None: as the panel says."""

    scale: Scale | None = None
    step: Hundredths | None = None


class Level(NamedTuple):
    """A word that stands for a percentage of the full mark, in hundredths of a percent."""

    name: str
    mark: Hundredths


class Weights(NamedTuple):
    """What each row is worth, with the paper that says so."""

    kind: WeightKind
    source: str
    of: Mapping[str, Fraction]
    full: Mapping[str, Hundredths]


PLAIN_TRIM: Final = Trim()


class Rule(NamedTuple):
    """Everything that turns marks into a ranking. `rounding` gives places by stage."""

    weights: Weights
    order: Order = Order.BY_EXPERT
    average: Average = Average.MEAN
    trim: Trim = PLAIN_TRIM
    granularity: Granularity = Granularity.PRIMARIES
    by_row: tuple[str, ...] = ()
    scale: Scale = Scale.POINTS
    step: Hundredths = DEFAULT_STEP
    levels: tuple[Level, ...] = ()
    rows: Mapping[str, RowRule] = MappingProxyType({})
    not_applicable: NotApplicable = NotApplicable.RENORMALISE
    unable: Unable = Unable.NO_TOTAL
    early_leave: EarlyLeave = EarlyLeave.COUNT_FINISHED
    rounding: Mapping[RoundAt, int] = MappingProxyType({})
    standardise: bool = False
    custody: Custody = Custody.OFFICE
    grades: Grades = NO_GRADES
    conclusions: Conclusions | None = None

    def frozen(self) -> Canonical:
        """What the rule hash is taken of: everything that decides the result."""
        weights = self.weights
        whole: dict[str, Canonical] = {
            "weights": {
                "kind": weights.kind.value,
                "source": weights.source,
                "of": {code: exact(value) for code, value in weights.of.items()},
                "full": {code: int(mark) for code, mark in weights.full.items()},
            },
            "order": self.order.value,
            "average": self.average.value,
            "trim": [self.trim.drop, self.trim.least, self.trim.below_least.value],
            "not_applicable": self.not_applicable.value,
            "unable": self.unable.value,
            "early_leave": self.early_leave.value,
            "round": {stage.value: places for stage, places in self.rounding.items()},
            "standardise": self.standardise,
            "grades": self.grades.frozen(),
        }
        if self.conclusions is not None:
            whole["conclusions"] = self.conclusions.frozen()
        return whole


def rule_hash(rule: Rule) -> str:
    """SHA-256 of everything that turns marks into a ranking, 64 hexadecimal digits."""
    return content_hash(rule.frozen())
