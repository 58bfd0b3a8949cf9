"""Thresholds, facts and outcomes in words."""

from fractions import Fraction
from typing import Final

from reviewtui.domain.facts import Fact, amount
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.states import Outcome, Review, label
from reviewtui.domain.testing import AT_THE_APPRAISAL, REASONS, Tested
from reviewtui.domain.threshold import (
    YES_NO,
    Basis,
    Operator,
    Stage,
    Strength,
    Threshold,
)
from reviewtui.locales import N_, _, language

STAGES: Final = {
    Stage.WITHIN_2_YEARS: N_("within 2 years of approval"),
    Stage.WITHIN_5_YEARS: N_("within 5 years of approval"),
    Stage.END_OF_PERIOD: N_("at the end of the construction period"),
    Stage.ALWAYS: "",
    Stage.RECOGNITION: N_("to be recognised"),
    Stage.PLAN: N_("in the plan"),
    Stage.OPERATION: N_("in operation"),
    Stage.ANNUAL: N_("every year"),
    Stage.FIRST_YEAR: N_("in the first year"),
    Stage.YEARS_1_TO_3: N_("in the first three years"),
    Stage.CONSTRUCTION_PERIOD: N_("within the construction period"),
    Stage.THREE_YEARS: N_("for three years"),
    Stage.FUNDING: N_("in funding"),
    Stage.EVALUATION_ROUND: N_("in one evaluation"),
    Stage.BY_2022: N_("by 2022"),
    Stage.BY_2027: N_("by 2027"),
}
BOUNDS: Final = {
    Operator.AT_LEAST: N_("at least {value}"),
    Operator.AT_MOST: N_("at most {value}"),
    Operator.MORE_THAN: N_("more than {value}"),
    Operator.LESS_THAN: N_("less than {value}"),
    Operator.EQUAL: N_("exactly {value}"),
    Operator.BETWEEN: N_("from {value} to {upper}"),
    Operator.ABOUT: N_("about {value}"),
}


def required(item: Tested) -> str:
    """A threshold in words as it stands at this review.

    What a unit had to be when it applied binds on where a later review asks for it; 申报时
    would then be the wrong time.
    """
    later = item.review not in (None, Review.APPRAISAL)
    if later and item.outcome is not None and item.threshold.stage in AT_THE_APPRAISAL:
        return requirement(item.threshold._replace(stage=Stage.ALWAYS))
    return requirement(item.threshold)


def requirement(threshold: Threshold) -> str:
    """A threshold in words: stage, whether in principle, bound and unit."""
    bound = _bound(threshold)
    if threshold.strength is Strength.SOFT:
        bound = _("in principle {bound}").format(bound=bound)
    if threshold.strength is Strength.DOUBTFUL:
        bound = _("in principle (this can be read both ways) {bound}").format(bound=bound)
    if threshold.strength is Strength.RELAXATION:
        bound = _("where relaxed {bound}").format(bound=bound)
    stage = _(STAGES[threshold.stage]) if STAGES[threshold.stage] else ""
    return f"{stage} {bound}".strip() if language() == "en" else stage + bound


def _bound(threshold: Threshold) -> str:
    if threshold.yes_no:
        return _("must be yes") if threshold.value else _("must be no")
    value, upper = decimal_text(threshold.value), ""
    if threshold.to is not None:
        upper = _with_unit(threshold, threshold.to)
    else:
        value = _with_unit(threshold, threshold.value)
    return _(BOUNDS[threshold.operator]).format(value=value, upper=upper)


def _with_unit(threshold: Threshold, value: Fraction) -> str:
    english = language() == "en"
    unit = (threshold.unit_en if english else "") or threshold.unit
    return with_unit(value, unit)


def with_unit(value: Fraction, unit: str) -> str:
    """A number and its unit; 万元 is a number of its own in English."""
    gap = ""
    if language() == "en" and unit not in ("", "%"):
        gap = " × " if unit[0].isdigit() else " "
    return f"{decimal_text(value)}{gap}{unit}"


def metric_name(threshold: Threshold) -> str:
    """What a threshold counts, in the reader's language."""
    return (threshold.label_en if language() == "en" else "") or threshold.label


def fact_text(item: Tested) -> str:
    """A declared value with its day and its place in the papers.

    A figure that is counted up says so (累计), so that nobody takes it for the year's.
    """
    if item.fact is None:
        return label(Outcome.NO_DATA)
    text = declared(item.fact, item.threshold)
    return whole_fact(item.fact, text, counted_up=item.threshold.basis is Basis.CUMULATIVE)


def whole_fact(fact: Fact, text: str = "", *, counted_up: bool = False) -> str:
    """A value (as it was written, or `text`) with what is known of it in brackets."""
    where = [_("cumulative")] if counted_up else []
    if fact.as_of:
        where.append(_("as of {date}").format(date=fact.as_of.isoformat()))
    where += filter(None, [fact.source])
    text = text or fact.text
    return _("{value} ({where})").format(value=text, where=_(", ").join(where)) if where else text


def declared(fact: Fact, threshold: Threshold) -> str:
    """A value as it was written, with the unit of its threshold where it carries none.

    In English a plain number in the threshold's own unit carries the English unit.
    """
    return with_own_unit(fact.text, threshold.unit, threshold.unit_en)


def with_own_unit(text: str, unit: str, unit_en: str) -> str:
    """A declared value in the reader's language as far as its unit is the expected one."""
    if unit == YES_NO:
        answer = amount(text, unit) if language() == "en" else None
        return text if answer is None else _("yes") if answer else _("no")
    number = amount(text, unit)
    plain = text.strip().removesuffix(unit).strip()
    if number is None or not plain.isdecimal():
        return text
    if language() == "en" and unit_en:
        return with_unit(number, unit_en)
    return plain + unit


def target_text(fact: Fact) -> str:
    """The candidate's own target and the rate of completion; empty without a target."""
    if not fact.target:
        return ""
    rate = fact.rate()
    if rate is None:
        return fact.target
    return _("{target}, completion {rate}").format(target=fact.target, rate=percent_text(rate))


def percent_text(rate: Fraction) -> str:
    """A rate in percent, exact, or to two places and then said to be so."""
    text = f"{decimal_text(rate * 100, 2)}%"
    exact = (rate * 10_000).denominator == 1
    return (
        f"{decimal_text(rate * 100)}%" if exact else _("approximately {value}").format(value=text)
    )


def outcome_text(item: Tested) -> str:
    """The outcome, or why there is none, with what a person decided about it."""
    said = (
        label(item.outcome) if item.outcome else _(REASONS[item.untested]) if item.untested else ""
    )
    return _("{said} ({where})").format(said=said, where=item.note) if item.note else said
