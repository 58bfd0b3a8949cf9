"""The rule of a panel: scale, weights, average, rounding, what happens to gaps (design §8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.numbers import Hundredths, decimal, decimal_text, hundredths
from reviewtui.locales import _


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


@dataclass(frozen=True, slots=True)
class Trim:
    """How many marks go at either end, and from how many marks on."""

    drop: int = 1
    least: int = 5
    below_least: BelowLeast = BelowLeast.REFUSE


@dataclass(frozen=True, slots=True)
class RowRule:
    """What a row has of its own; None: as the panel says."""

    scale: Scale | None = None
    step: Hundredths | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A word that stands for a percentage of the full mark, in hundredths of a percent."""

    name: str
    mark: Hundredths


@dataclass(frozen=True, slots=True)
class Weights:
    """What each row is worth, with the paper that says so."""

    kind: WeightKind
    source: str
    of: Mapping[str, Fraction]
    full: Mapping[str, Hundredths]


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the least rounded total it takes."""

    name: str
    at_least: Fraction


@dataclass(frozen=True, slots=True)
class Grades:
    """Proposed grades, from the highest band down, with their source."""

    source: str = ""
    bands: tuple[Band, ...] = ()

    def of(self, total: Fraction | None) -> str | None:
        """The grade of a rounded total; None without a total or below every band."""
        if total is None:
            return None
        return next((band.name for band in self.bands if total >= band.at_least), None)


@dataclass(frozen=True)
class Rule:
    """Everything that turns marks into a ranking. `rounding` gives places by stage."""

    weights: Weights
    order: Order = Order.BY_EXPERT
    average: Average = Average.MEAN
    trim: Trim = Trim()
    granularity: Granularity = Granularity.PRIMARIES
    by_row: tuple[str, ...] = ()
    scale: Scale = Scale.POINTS
    step: Hundredths = DEFAULT_STEP
    levels: tuple[Level, ...] = ()
    rows: Mapping[str, RowRule] = field(default_factory=dict)
    not_applicable: NotApplicable = NotApplicable.RENORMALISE
    unable: Unable = Unable.NO_TOTAL
    early_leave: EarlyLeave = EarlyLeave.COUNT_FINISHED
    rounding: Mapping[RoundAt, int] = field(default_factory=dict)
    standardise: bool = False
    custody: Custody = Custody.OFFICE
    grades: Grades = Grades()

    def frozen(self) -> Canonical:
        """What the rule hash is taken of: everything that decides the result."""
        weights = self.weights
        return {
            "weights": {
                "kind": weights.kind.value,
                "source": weights.source,
                "of": {code: _exact(value) for code, value in weights.of.items()},
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
            "grades": {
                "source": self.grades.source,
                "bands": [[band.name, _exact(band.at_least)] for band in self.grades.bands],
            },
        }


def _exact(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def read_rule(top: Reader) -> Rule:
    """Read [rule], [weights] and [grades] of a panel; findings go to the reader's list."""
    reader = top.table("rule")
    for key in ("order", "average"):
        if not reader.has(key):
            reader.find(key, _("is missing"))
    order = reader.choice("order", Order, Order.BY_EXPERT)
    average = reader.choice("average", Average, Average.MEAN)
    granularity = reader.choice("granularity", Granularity, Granularity.PRIMARIES)
    by_row = reader.texts("by_row")
    if bool(by_row) != (granularity is Granularity.MIXED):
        reader.find("by_row", _('belongs to granularity = "mixed", and is required there'))
    scale = reader.choice("scale", Scale, Scale.POINTS)
    step = _read_step(reader, DEFAULT_STEP) or DEFAULT_STEP
    rule = Rule(
        weights=_read_weights(top.table("weights")),
        order=order,
        average=average,
        trim=_read_trim(reader, average),
        granularity=granularity,
        by_row=by_row,
        scale=scale,
        step=step,
        levels=_read_levels(reader, scale),
        rows=_read_rows(reader.table("rows")),
        not_applicable=reader.choice("not_applicable", NotApplicable, NotApplicable.RENORMALISE),
        unable=reader.choice("unable", Unable, Unable.NO_TOTAL),
        early_leave=reader.choice("early_leave", EarlyLeave, EarlyLeave.COUNT_FINISHED),
        rounding=_read_rounding(reader.table("round"), order),
        standardise=reader.flag("standardise", False),
        custody=reader.choice("custody", Custody, Custody.OFFICE),
        grades=_read_grades(top.table("grades")),
    )
    if rule.standardise and order is not Order.BY_EXPERT:
        reader.find("standardise", _('standard scores need order = "by_expert"'))
    reader.done()
    return rule


def _read_trim(reader: Reader, average: Average) -> Trim:
    given = reader.has("trim")
    table = reader.table("trim")
    trim = Trim(
        drop=table.whole("drop", 1, least=1, most=20),
        least=table.whole("least", 5, least=1, most=1000),
        below_least=table.choice("below_least", BelowLeast, BelowLeast.REFUSE),
    )
    table.done()
    if given and average is not Average.TRIMMED:
        reader.find("trim", _('belongs to average = "trimmed"'))
    if trim.least <= 2 * trim.drop:
        table.find("least", _("must leave a mark after dropping: more than twice `drop`"))
    return trim


def _read_levels(reader: Reader, scale: Scale) -> tuple[Level, ...]:
    value = reader.value("levels")
    levels: list[Level] = []
    for item in value if isinstance(value, list) else [value] if value is not None else []:
        try:
            name, mark = item
            levels.append(Level(str(name), hundredths(mark)))
        except (TypeError, ValueError):
            reader.find("levels", _('each level is ["name", "percent"]'))
    if scale is Scale.LEVELS and not levels:
        reader.find("levels", _('scale = "levels" needs its levels'))
    for level in levels:
        if not 0 <= level.mark <= 10_000:
            reader.find("levels", _("a level lies between 0 and 100 percent"))
    for name in duplicates(level.name for level in levels):
        reader.find("levels", _("level {name} occurs twice").format(name=name))
    return tuple(sorted(levels, key=lambda level: -level.mark))


def _read_rows(table: Reader) -> dict[str, RowRule]:
    rows = {}
    for code in table.data:
        own = table.table(code)
        rows[code] = RowRule(
            scale=own.choice("scale", Scale) if own.has("scale") else None,
            step=_read_step(own),
        )
        own.done()
    return rows


def _read_step(reader: Reader, default: Hundredths | None = None) -> Hundredths | None:
    step = reader.hundredths("step", default)
    if step is not None and step <= 0:
        reader.find("step", _("the step must be more than 0"))
        return default
    return step


def _read_rounding(table: Reader, order: Order) -> dict[RoundAt, int]:
    rounding = {}
    for key in table.data:
        if key not in set(RoundAt):
            table.find(key, _("is not a rounding stage"))
        elif RoundAt(key) not in STAGES[order]:
            table.find(
                key,
                _('order = "{order}" has no such stage; it has: {stages}').format(
                    order=order, stages=", ".join(STAGES[order])
                ),
            )
        else:
            rounding[RoundAt(key)] = table.whole(key, 2, least=0, most=10)
        table.value(key)
    return rounding


def _read_weights(table: Reader) -> Weights:
    kind = table.choice("kind", WeightKind)
    source = table.text("source", "")
    if not source.strip():
        table.find(
            "source",
            _(
                "weights without a source line (document number or minutes) are refused: "
                "the source documents give none"
            ),
        )
    of = _numbers(table.table("of"))
    full = _numbers(table.table("full"))
    if not of:
        table.find("of", _("is missing"))
    if full and kind is WeightKind.POINTS:
        table.find("full", _('with kind = "points" the weights are the full marks'))
    marks = {}
    for code, value in full.items():
        mark = value * 100
        if mark.denominator != 1 or mark <= 0:
            table.table("full").find(code, _("a full mark is more than 0, with at most two places"))
        else:
            marks[code] = Hundredths(mark.numerator)
    if kind is WeightKind.POINTS:
        for code, value in of.items():
            if (value * 100).denominator != 1:
                table.table("of").find(code, _("a full mark has at most two places"))
    table.done()
    return Weights(kind, source, of, marks)


def _numbers(table: Reader) -> dict[str, Fraction]:
    numbers = {}
    for code, value in table.data.items():
        table.value(code)
        try:
            numbers[code] = decimal(value)
        except (TypeError, ValueError):
            table.find(
                code,
                _('“{value}” is not a number in quotation marks, such as "12.5"').format(
                    value=value
                ),
            )
    return numbers


def _read_grades(table: Reader) -> Grades:
    bands = []
    for reader in table.tables("bands", name="name"):
        at_least = reader.decimal("at_least")
        if at_least is None:
            reader.find("at_least", _("is missing"))
        bands.append(Band(reader.text("name"), at_least or Fraction(0)))
        reader.done()
    for name in duplicates(band.name for band in bands):
        table.find("bands", _("grade {name} occurs twice").format(name=name))
    for line in duplicates(decimal_text(band.at_least) for band in bands):
        table.find("bands", _("two grades begin at {line}").format(line=line))
    source = table.text("source", "")
    if bands and not source.strip():
        table.find("source", _("grade lines need a source line"))
    table.done()
    return Grades(source, tuple(sorted(bands, key=lambda band: -band.at_least)))
