"""Thresholds: the figures a source document names, and of whom it asks them.

The sources never link a figure to a row of the table; that link is ours. Only a duty of a
candidate is ever tested; all else is read.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.fields import Reader, duplicates
from reviewtui.locales import _

YES_NO: Final = "bool"
"""The unit of a threshold that asks for yes or no; its value is then "yes" or "no"."""


class Stage(StrEnum):
    """When a threshold falls due: counted from the approval of the candidate, or by occasion."""

    WITHIN_2_YEARS = "within_2_years"
    WITHIN_5_YEARS = "within_5_years"
    END_OF_PERIOD = "end_of_period"
    ALWAYS = "always"
    RECOGNITION = "recognition"
    PLAN = "plan"
    OPERATION = "operation"
    ANNUAL = "annual"
    FIRST_YEAR = "first_year"
    YEARS_1_TO_3 = "years_1_to_3"
    CONSTRUCTION_PERIOD = "construction_period"
    THREE_YEARS = "three_years"
    FUNDING = "funding"
    EVALUATION_ROUND = "evaluation_round"
    BY_2022 = "by_2022"
    BY_2027 = "by_2027"


class Operator(StrEnum):
    """以上、不少于 include the number; 超过、高于 do not; 左右 (`ABOUT`) is never tested.

    `BETWEEN` includes both its ends.
    """

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "=="
    BETWEEN = "between"
    ABOUT = "~="


class Strength(StrEnum):
    """How hard the source puts it.

    `soft` where it says 原则上: a miss is then no failure. `doubtful` where the reach of
    原则上 is arguable: tested as soft, and the doubt said. `conditional` binds only where its
    condition holds, `relaxation` only where somebody decided that it applies.
    """

    SOFT = "soft"
    HARD = "hard"
    CONDITIONAL = "conditional"
    RELAXATION = "relaxation"
    DOUBTFUL = "doubtful"
    TARGET = "target"


class Basis(StrEnum):
    """What a figure is: counted up, taken on a day, an amount, a ratio, a year's, looked back."""

    CUMULATIVE = "cumulative"
    POINT_IN_TIME = "point_in_time"
    AMOUNT = "amount"
    RATIO = "ratio"
    ANNUAL = "annual"
    LOOKBACK_2_YEARS = "lookback_2_years"


class Purpose(StrEnum):
    """What the source wants with a figure (the key `role`); only a duty is tested."""

    DUTY = "duty"
    TRIGGER = "trigger"
    ENTITLEMENT = "entitlement"
    QUOTA = "quota"
    TARGET = "target"


class DutyOf(StrEnum):
    """Whose duty it is."""

    CANDIDATE = "candidate"
    LOCAL_GOVERNMENT = "local_government"


class Reach(StrEnum):
    """Of whom a figure speaks (the key `scope`): one centre, the province, a unit, a cohort."""

    CENTRE = "centre"
    PROVINCE = "province"
    NAMED_UNIT = "named_unit"
    COHORT = "cohort"


class Threshold(NamedTuple):
    """One figure of a source document. The link to rows is ours.

    Attributes:
        value: In `unit`; of a yes-or-no threshold 1 for yes, 0 for no.
        to: The upper end of `between`.
        condition: Where it binds at all, in our words; it is settled per candidate.
        relaxes: Id of the threshold in whose place a relaxation is tested.
        caution: What the source leaves open.
    """

    id: str
    metric: str
    label: str
    label_en: str
    operator: Operator
    value: Fraction
    unit: str
    unit_en: str
    stage: Stage
    strength: Strength
    basis: Basis
    source: str
    quote: str
    caution: str = ""
    to: Fraction | None = None
    purpose: Purpose = Purpose.DUTY
    duty_of: DutyOf = DutyOf.CANDIDATE
    reach: Reach = Reach.CENTRE
    condition: str = ""
    relaxes: str = ""

    @property
    def yes_no(self) -> bool:
        """Whether it asks for yes or no and not for a number."""
        return self.unit == YES_NO

    @property
    def candidates_duty(self) -> bool:
        """Whether a candidate can be tested against it at all."""
        return (
            self.purpose is Purpose.DUTY
            and self.duty_of is DutyOf.CANDIDATE
            and self.reach is Reach.CENTRE
            and self.strength is not Strength.TARGET
            and self.operator is not Operator.ABOUT
        )


def read_threshold(reader: Reader) -> Threshold:
    """Read one [[thresholds]] table; every fault is a finding."""
    unit = reader.text("unit", "")
    threshold = Threshold(
        id=reader.code("id"),
        metric=reader.code("metric"),
        label=reader.text("label"),
        label_en=reader.text("label_en", ""),
        operator=reader.choice("operator", Operator),
        value=_value(reader, "value", unit) or Fraction(0),
        unit=unit,
        unit_en=reader.text("unit_en", ""),
        stage=reader.choice("stage", Stage, Stage.ALWAYS),
        strength=reader.choice("strength", Strength),
        basis=reader.choice("basis", Basis, Basis.POINT_IN_TIME),
        source=reader.text("source", ""),
        quote=reader.text("quote", ""),
        caution=reader.text("caution", ""),
        to=_value(reader, "to", unit),
        purpose=reader.choice("role", Purpose, Purpose.DUTY),
        duty_of=reader.choice("duty_of", DutyOf, DutyOf.CANDIDATE),
        reach=reader.choice("scope", Reach, Reach.CENTRE),
        condition=reader.text("condition", ""),
        relaxes=reader.text("relaxes", ""),
    )
    if not reader.has("value"):
        reader.find("value", _("is missing"))
    _check(threshold, reader)
    reader.done()
    return threshold


def _value(reader: Reader, key: str, unit: str) -> Fraction | None:
    written = reader.value(key)
    if unit == YES_NO and written is not None:
        if written in ("yes", "no"):
            return Fraction(written == "yes")
        reader.find(key, _("must be “yes” or “no”, as its unit is bool"))
        return None
    return reader.decimal(key)


def _check(threshold: Threshold, reader: Reader) -> None:
    """What makes no sense in one threshold."""
    if (threshold.operator is Operator.BETWEEN) != (threshold.to is not None):
        reader.find("to", _("the upper end belongs to “between”, and to nothing else"))
    if threshold.to is not None and threshold.to <= threshold.value:
        reader.find("to", _("must be more than the value"))
    if threshold.yes_no and threshold.operator is not Operator.EQUAL:
        reader.find("operator", _("yes or no can only be asked for with “==”"))
    if threshold.strength is Strength.CONDITIONAL and not threshold.condition:
        reader.find("condition", _("is missing: a conditional threshold needs its condition"))
    if (threshold.strength is Strength.RELAXATION) != bool(threshold.relaxes):
        reader.find(
            "relaxes", _("a relaxation names the threshold it relaxes, and nothing else does")
        )


def check_thresholds(thresholds: tuple[Threshold, ...], top: Reader) -> None:
    """What does not fit together among the thresholds of a table."""
    known = {item.id: item for item in thresholds}
    for code in duplicates(item.id for item in thresholds):
        top.find(f"[[thresholds]] {code}", _("this code occurs more than once"))
    for item in thresholds:
        strict = known.get(item.relaxes)
        if item.relaxes and (
            strict is None
            or strict.strength is Strength.RELAXATION
            or (strict.metric, strict.unit) != (item.metric, item.unit)
        ):
            top.find(
                f"[[thresholds]] {item.id} relaxes",
                _("{id} is no threshold of the same metric and unit that could be relaxed").format(
                    id=item.relaxes
                ),
            )
