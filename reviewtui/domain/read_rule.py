"""Reading the rule of a panel from its tables [rule], [weights] and [grades]."""

from fractions import Fraction

from reviewtui.domain.fields import Reader, duplicates, no_number
from reviewtui.domain.numbers import Hundredths, decimal, hundredths
from reviewtui.domain.read_grades import read_grades
from reviewtui.domain.rule import (
    DEFAULT_STEP,
    STAGES,
    Average,
    BelowLeast,
    Custody,
    EarlyLeave,
    Granularity,
    Level,
    NotApplicable,
    Order,
    RoundAt,
    RowRule,
    Rule,
    Scale,
    Trim,
    Unable,
    WeightKind,
    Weights,
)
from reviewtui.locales import _


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
        mixed = reader.speech.setting("rule.granularity", Granularity.MIXED)
        sentence = _("belongs to {setting}, and is required there")
        reader.find("by_row", sentence.format(setting=mixed))
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
        grades=read_grades(top.table("grades")),
    )
    if rule.standardise and order is not Order.BY_EXPERT:
        by_expert = reader.speech.setting("rule.order", Order.BY_EXPERT)
        reader.find("standardise", _("standard scores need {setting}").format(setting=by_expert))
    if rule.standardise and order is Order.BY_EXPERT and RoundAt.STANDARD not in rule.rounding:
        reader.table("round").find(
            "standard",
            _("the places of standard scores are not stated; they are not rounded"),
            warning=True,
        )
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
        trimmed = reader.speech.setting("rule.average", Average.TRIMMED)
        reader.find("trim", _("belongs to {setting}").format(setting=trimmed))
    if trim.least <= 2 * trim.drop:
        sentence = _("must leave a mark after dropping: more than twice {drop}")
        table.find("least", sentence.format(drop=reader.speech.name("rule.trim.drop")))
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
        reader.find("levels", _("marks given by level need the list of levels"))
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
                _("{setting} has no such stage; it has: {stages}").format(
                    setting=table.speech.setting("rule.order", order),
                    stages=_(", ").join(
                        table.speech.name(f"rule.round.{stage}") for stage in STAGES[order]
                    ),
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
        table.find("of", _("the full marks or weights of the rows are missing"))
    if full and kind is WeightKind.POINTS:
        points = table.speech.setting("weights.kind", WeightKind.POINTS)
        sentence = _("with {setting} the weights are the full marks")
        table.find("full", sentence.format(setting=points))
    marks = {}
    for code, value in full.items():
        mark = value * 100
        if mark.denominator != 1 or mark < 0:
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
            table.find(code, no_number(value))
    return numbers
