"""What a candidate declared, beside the threshold of the right stage.

A threshold never changes a mark; 原则上 makes it soft, and a soft miss is no failure.
"""

import re
from calendar import isleap
from datetime import MAXYEAR, date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.fields import Reader
from reviewtui.domain.indicator_set import Operator, Stage, Strength, Threshold
from reviewtui.domain.numbers import decimal, decimal_text
from reviewtui.domain.states import Outcome, Review, label
from reviewtui.locales import N_, _, language

if TYPE_CHECKING:
    from reviewtui.domain.panel import Candidate, Panel

MONEY: Final = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
STAGES: Final = {
    Stage.WITHIN_2_YEARS: N_("within 2 years of approval"),
    Stage.WITHIN_5_YEARS: N_("within 5 years of approval"),
    Stage.END_OF_PERIOD: N_("at the end of the construction period"),
    Stage.ALWAYS: "",
}
BOUNDS: Final = {
    Operator.AT_LEAST: N_("at least {value}"),
    Operator.AT_MOST: N_("at most {value}"),
    Operator.MORE_THAN: N_("more than {value}"),
    Operator.LESS_THAN: N_("less than {value}"),
    Operator.EQUAL: N_("exactly {value}"),
}
_VALUE: Final = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(.*)")
"""A number, thousands grouped or not, and its unit; 8,2 is none, it could mean 8.2 or 82."""


class Fact(NamedTuple):
    """A declared value as it was written, with its day and where it stands."""

    text: str
    as_of: date | None = None
    source: str = ""
    target: str = ""

    def amount(self, unit: str) -> Fraction | None:
        """The number in `unit`, or None if it was written in no unit that fits.

        A number of money must carry its unit; a count may leave it out.
        """
        match = _VALUE.fullmatch(self.text.strip())
        if not match:
            return None
        written = match[2].strip()
        try:
            number = decimal(match[1].replace(",", ""))
        except ValueError:  # longer than any figure a unit can declare
            return None
        if unit in MONEY:
            return number * MONEY[written] / MONEY[unit] if written in MONEY else None
        return number if written in ("", unit) else None


def read_fact(facts: Reader, metric: str) -> Fact:
    """Read `metric = "286"` or `metric = { value = "…", as_of = …, source = "…" }`."""
    if isinstance(facts.data.get(metric), str):
        return Fact(facts.text(metric))
    table = facts.table(metric)
    fact = Fact(
        text=table.text("value"),
        as_of=table.date("as_of"),
        source=table.text("source", ""),
        target=table.text("target", ""),
    )
    table.done()
    return fact


class Tested(NamedTuple):
    """One threshold beside one candidate's fact."""

    threshold: Threshold
    fact: Fact | None
    outcome: Outcome
    due: date | None


def due_date(threshold: Threshold, candidate: "Candidate") -> date | None:
    """The day from which a threshold is tested; None if the approval date is not known.

    The construction period is five years unless the candidate says otherwise (三（一）).
    """
    if candidate.approved_on is None:
        return None
    years = {
        Stage.WITHIN_2_YEARS: 2,
        Stage.WITHIN_5_YEARS: 5,
        Stage.END_OF_PERIOD: candidate.period_years,
        Stage.ALWAYS: 0,
    }[threshold.stage]
    day = candidate.approved_on
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        day = day.replace(month=3, day=1)
    return day.replace(year=min(day.year + years, MAXYEAR))


def outcome(
    threshold: Threshold, candidate: "Candidate", review: Review, on: date | None
) -> Outcome:
    """What the candidate's fact is beside one threshold on the day of the review.

    At an appraisal nothing is built yet: every figure is a commitment. An acceptance
    closes the period, so what is due at its end is due then. Between two stages there is
    no interpolation: what is not due is not tested.
    """
    fact = candidate.facts.get(threshold.metric)
    if review is Review.APPRAISAL:
        return Outcome.COMMITMENT if fact else Outcome.NO_DATA
    closing = review is Review.ACCEPTANCE and threshold.stage is Stage.END_OF_PERIOD
    due = due_date(threshold, candidate)
    if not closing and threshold.stage is not Stage.ALWAYS:
        if due is None or on is None:
            return Outcome.NO_DATA
        if on < due:
            return Outcome.NOT_DUE
    amount = fact.amount(threshold.unit) if fact else None
    if amount is None:
        return Outcome.NO_DATA
    if _holds(amount, threshold.operator, threshold.value):
        return Outcome.MET
    return Outcome.MISSED_SOFT if threshold.strength is Strength.SOFT else Outcome.MISSED


def tested(panel: "Panel", row: str, candidate: "Candidate") -> tuple[Tested, ...]:
    """Every threshold of a row and, at a primary, of the rows below it; each once.

    Rows that an overlay added have none.
    """
    if row not in panel.table:
        return ()
    found: dict[str, Tested] = {}
    for code in (row, *(leaf.code for leaf in panel.table.leaves(row))):
        for threshold in panel.table.thresholds_of(code):
            found[threshold.id] = Tested(
                threshold,
                candidate.facts.get(threshold.metric),
                outcome(threshold, candidate, panel.review, panel.date),
                due_date(threshold, candidate),
            )
    return tuple(found.values())


def requirement(threshold: Threshold) -> str:
    """A threshold in words: stage, whether in principle, bound and unit."""
    english = language() == "en"
    unit = (threshold.unit_en if english else "") or threshold.unit
    value = decimal_text(threshold.value) + (" " if english and unit else "") + unit
    bound = _(BOUNDS[threshold.operator]).format(value=value)
    if threshold.strength is Strength.SOFT:
        bound = _("in principle {bound}").format(bound=bound)
    return (
        " ".join(filter(None, (_(STAGES[threshold.stage]), bound))).strip()
        if english
        else (_(STAGES[threshold.stage]) + bound)
    )


def metric_name(threshold: Threshold) -> str:
    """What a threshold counts, in the reader's language."""
    return (threshold.label_en if language() == "en" else "") or threshold.label


def fact_text(item: Tested) -> str:
    """A declared value with its day and its place in the papers."""
    if item.fact is None:
        return label(Outcome.NO_DATA)
    where = []
    if item.fact.as_of:
        where.append(_("as of {date}").format(date=item.fact.as_of.isoformat()))
    if item.fact.source:
        where.append(item.fact.source)
    text = item.fact.text
    if item.fact.amount(item.threshold.unit) is not None and text.strip().isdecimal():
        text += item.threshold.unit if language() == "zh" else ""
    return _("{value} ({where})").format(value=text, where=_(", ").join(where)) if where else text


def misfits(panel: "Panel") -> list[tuple[str, str, str]]:
    """(candidate, metric, sentence) of declared values that no threshold can be tested on."""
    found = []
    for candidate in panel.candidates:
        for threshold in panel.table.thresholds:
            fact = candidate.facts.get(threshold.metric)
            entry = (
                candidate.code,
                threshold.metric,
                _("“{value}” cannot be read in {unit}; it will show as not provided").format(
                    value=fact.text if fact else "", unit=threshold.unit
                ),
            )
            if fact and fact.amount(threshold.unit) is None and entry not in found:
                found.append(entry)
    return found


def _holds(amount: Fraction, operator: Operator, value: Fraction) -> bool:
    match operator:
        case Operator.AT_LEAST:
            return amount >= value
        case Operator.AT_MOST:
            return amount <= value
        case Operator.MORE_THAN:
            return amount > value
        case Operator.LESS_THAN:
            return amount < value
        case Operator.EQUAL:
            return amount == value
