"""What a candidate declared, beside the thresholds of the right stage.

A test never changes a mark. Only duties of a candidate are tested; the figures of others,
triggers, entitlements, quotas and targets are shown with the reason why they are not.
"""

from calendar import isleap
from collections.abc import Iterable
from datetime import MAXYEAR, date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.decided import Relaxation
from reviewtui.domain.facts import Fact
from reviewtui.domain.states import Outcome, Review
from reviewtui.domain.threshold import DutyOf, Operator, Purpose, Reach, Stage, Strength, Threshold
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from reviewtui.domain.panel import Candidate, Panel

YEARS: Final = {
    Stage.FIRST_YEAR: 1,
    Stage.WITHIN_2_YEARS: 2,
    Stage.YEARS_1_TO_3: 3,
    Stage.THREE_YEARS: 3,
    Stage.WITHIN_5_YEARS: 5,
}
"""Whole years from the approval to the day a stage falls due."""
AT_THE_END: Final = frozenset({Stage.END_OF_PERIOD, Stage.CONSTRUCTION_PERIOD})
AT_THE_APPRAISAL: Final = frozenset({Stage.RECOGNITION, Stage.PLAN})
"""What lies before an appraisal as it is: the unit that applies, and its plan."""
DATED: Final = frozenset(YEARS) | AT_THE_END
"""Stages that need the day of approval."""


class Untested(StrEnum):
    """Why a threshold is not tested against a candidate. None of these is an outcome."""

    PROVINCE = "province"
    NAMED_UNIT = "named_unit"
    LOCAL_GOVERNMENT = "local_government"
    TRIGGER = "trigger"
    ENTITLEMENT = "entitlement"
    QUOTA = "quota"
    TARGET = "target"
    ABOUT = "about"
    OTHER_REVIEW = "other_review"
    CONDITION = "condition"
    RELAXED = "relaxed"
    RELAXATION = "relaxation"


REASONS: Final = {
    Untested.PROVINCE: N_("not tested: a target of the province"),
    Untested.NAMED_UNIT: N_("not tested: a target of a named unit"),
    Untested.LOCAL_GOVERNMENT: N_("not tested: a duty of the local government"),
    Untested.TRIGGER: N_("not tested: it says when something follows"),
    Untested.ENTITLEMENT: N_("not tested: support that may be given"),
    Untested.QUOTA: N_("not tested: a share of all who are evaluated"),
    Untested.TARGET: N_("not tested: a target"),
    Untested.ABOUT: N_("not tested: “about” gives no line"),
    Untested.OTHER_REVIEW: N_("not tested: this kind of review does not use it"),
    Untested.CONDITION: N_("not tested: its condition does not hold"),
    Untested.RELAXED: N_("not tested: a relaxation applies in its place"),
    Untested.RELAXATION: N_("not tested: nobody has decided that the relaxation applies"),
}


class Tested(NamedTuple):
    """One threshold beside one candidate's fact.

    Attributes:
        outcome: One of the six, or None where it is not tested.
        due: The day from which it is tested; None if it has none, or none is known.
        untested: Why it is not tested, or None.
        note: What a person decided about it, or has yet to decide; often empty.
        review: The review at which they stand beside each other.
    """

    threshold: Threshold
    fact: Fact | None
    outcome: Outcome | None
    due: date | None
    untested: Untested | None = None
    note: str = ""
    review: Review | None = None


def years_later(day: date, years: int) -> date:
    """The same day some years on; a leap day becomes the first of March where there is none."""
    year = min(day.year + years, MAXYEAR)
    if (day.month, day.day) == (2, 29) and not isleap(year):
        day = day.replace(month=3, day=1)
    return day.replace(year=year)


def due_date(threshold: Threshold, candidate: "Candidate") -> date | None:
    """The day from which a threshold is tested; None if it has none or it is not known.

    The construction period is five years unless the candidate says otherwise (三（一）).
    """
    if threshold.stage is Stage.BY_2027:
        return date(2027, 12, 31)
    if candidate.approved_on is None:
        return None
    if threshold.stage in AT_THE_END:
        return years_later(candidate.approved_on, candidate.period_years)
    if threshold.stage in YEARS:
        return years_later(candidate.approved_on, YEARS[threshold.stage])
    return candidate.approved_on if threshold.stage is Stage.ALWAYS else None


def untested(threshold: Threshold) -> Untested | None:
    """Why a threshold is never tested against any candidate; None for a candidate's duty."""
    if threshold.candidates_duty:
        return None
    return (
        {Purpose.TRIGGER: Untested.TRIGGER, Purpose.ENTITLEMENT: Untested.ENTITLEMENT}.get(
            threshold.purpose
        )
        or (Untested.LOCAL_GOVERNMENT if threshold.duty_of is DutyOf.LOCAL_GOVERNMENT else None)
        or (Untested.QUOTA if threshold.purpose is Purpose.QUOTA else None)
        or {
            Reach.PROVINCE: Untested.PROVINCE,
            Reach.NAMED_UNIT: Untested.NAMED_UNIT,
            Reach.COHORT: Untested.QUOTA,
        }.get(threshold.reach)
        or (Untested.ABOUT if threshold.operator is Operator.ABOUT else Untested.TARGET)
    )


def outcome(
    threshold: Threshold, candidate: "Candidate", review: Review, on: date | None
) -> Outcome:
    """What the candidate's fact is beside one duty of a candidate on the day of the review.

    At an appraisal nothing is built yet: a figure is a commitment. Two stages are tested
    there all the same, because they do not speak of what will be built: `recognition` asks
    what the unit that applies is today (years, area, equipment, its record), `plan` what the
    plan on the table says. An acceptance closes the period, so what is due at its end is due
    then. Between two stages there is no interpolation: what is not due is not tested.

    A missed threshold is missed softly where the source says 原则上, and where the reach of
    these words is arguable; a relaxation only moves such a line, so it is missed softly, too.
    """
    fact = candidate.facts.get(threshold.metric)
    if review is Review.APPRAISAL and threshold.stage not in AT_THE_APPRAISAL:
        return Outcome.COMMITMENT if fact else Outcome.NO_DATA
    if waiting := _waiting(threshold, candidate, review, on):
        return waiting
    amount = fact.amount(threshold.unit) if fact else None
    if amount is None:
        return Outcome.NO_DATA
    if holds(threshold, amount):
        return Outcome.MET
    soft = (Strength.SOFT, Strength.DOUBTFUL, Strength.RELAXATION)
    return Outcome.MISSED_SOFT if threshold.strength in soft else Outcome.MISSED


def _waiting(
    threshold: Threshold, candidate: "Candidate", review: Review, on: date | None
) -> Outcome | None:
    """Why the day of a threshold has not come, or cannot be known; None if it has come."""
    closing = review is Review.ACCEPTANCE and threshold.stage in AT_THE_END
    if closing or not (threshold.stage in DATED or threshold.stage is Stage.BY_2027):
        return None
    due = due_date(threshold, candidate)
    if due is None or on is None:
        return Outcome.NO_DATA
    return Outcome.NOT_DUE if on < due else None


def holds(threshold: Threshold, amount: Fraction) -> bool:
    """Whether a number lies on the right side of a threshold that gives a line.

    Raises:
        ValueError: If the threshold only says 左右: that gives no line.
    """
    value = threshold.value
    match threshold.operator:
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
        case Operator.BETWEEN:
            return threshold.to is not None and value <= amount <= threshold.to
        case Operator.ABOUT:
            raise ValueError(threshold.id)


def beside(panel: "Panel", threshold: Threshold, candidate: "Candidate") -> Tested:
    """One threshold of the panel's table beside a candidate, tested or with the reason why not."""
    due = due_date(threshold, candidate)
    fact = candidate.facts.get(threshold.metric)
    why, note = _bound(panel, threshold, candidate)
    if why is not None:
        return Tested(threshold, fact, None, due, why, note, panel.review)
    if note:
        return Tested(threshold, fact, Outcome.NO_DATA, due, None, note, panel.review)
    relaxation = _relaxation(panel, threshold.id, candidate)
    return Tested(
        threshold,
        fact,
        outcome(threshold, candidate, panel.review, panel.date),
        due,
        None,
        _decision(relaxation) if relaxation else "",
        panel.review,
    )


def _bound(
    panel: "Panel", threshold: Threshold, candidate: "Candidate"
) -> tuple[Untested | None, str]:
    """Why a threshold does not bind a candidate, with a note; a note alone says what is open."""
    if why := untested(threshold):
        return why, ""
    rows = [row for row in panel.table.rows if threshold.id in row.thresholds]
    if rows and not any(not row.reviews or panel.review in row.reviews for row in rows):
        return Untested.OTHER_REVIEW, ""
    relaxed = _relaxation(panel, threshold.id, candidate)
    if threshold.strength is Strength.RELAXATION and relaxed is None:
        return Untested.RELAXATION, ""
    for other in panel.table.thresholds:
        if other.relaxes == threshold.id and _relaxation(panel, other.id, candidate):
            return Untested.RELAXED, ""
    return _condition(panel, threshold, candidate, {row.code for row in rows})


def _condition(
    panel: "Panel", threshold: Threshold, candidate: "Candidate", rows: set[str]
) -> tuple[Untested | None, str]:
    """Whether a condition holds, as somebody decided it or as the desk settled the gate."""
    if not threshold.condition:
        return None, ""
    decided = [
        (item.holds, item.reason)
        for item in panel.conditions
        if item.candidate == candidate.code and item.row in {threshold.id, *rows}
    ] or [
        (item.value != "not_applicable", item.evidence)
        for item in panel.settled
        if item.candidate == candidate.code and item.row in rows
    ]
    for applies, reason in decided:
        if not applies:
            return Untested.CONDITION, reason
    if decided:
        return None, ""
    return None, _("whether its condition holds is not settled: {condition}").format(
        condition=threshold.condition
    )


def _relaxation(panel: "Panel", threshold: str, candidate: "Candidate") -> Relaxation | None:
    return next(
        (
            item
            for item in panel.relaxations
            if (item.threshold, item.candidate) == (threshold, candidate.code)
        ),
        None,
    )


def _decision(relaxation: Relaxation) -> str:
    return _("the relaxation applies; decided by {who}: {reason}").format(
        who=" ".join(filter(None, (relaxation.decided_by, relaxation.document))),
        reason=relaxation.reason,
    )


def tested(panel: "Panel", row: str, candidate: "Candidate") -> tuple[Tested, ...]:
    """The duties of a candidate at a row and, at a primary, at the rows below it; each once.

    Rows that an overlay added have none.
    """
    return tuple(item for item in at_row(panel, row, candidate) if item.threshold.candidates_duty)


def at_row(panel: "Panel", row: str, candidate: "Candidate") -> tuple[Tested, ...]:
    """Every threshold at a row and the rows below it, those that are never tested included."""
    if row not in panel.table:
        return ()
    codes = (row, *(leaf.code for leaf in panel.table.leaves(row)))
    found = {item.id: item for code in codes for item in panel.table.thresholds_of(code)}
    return _all_beside(panel, found.values(), candidate)


def of_candidate(panel: "Panel", candidate: "Candidate") -> tuple[Tested, ...]:
    """Every threshold of the table beside a candidate, in the table's order."""
    return _all_beside(panel, panel.table.thresholds, candidate)


def _all_beside(
    panel: "Panel", thresholds: Iterable[Threshold], candidate: "Candidate"
) -> tuple[Tested, ...]:
    return tuple(beside(panel, threshold, candidate) for threshold in thresholds)


def misfits(panel: "Panel") -> list[tuple[str, str, str]]:
    """(candidate, metric, sentence) of declared values that no threshold can be tested on."""
    found = []
    for candidate in panel.candidates:
        for threshold in panel.table.thresholds:
            fact = candidate.facts.get(threshold.metric)
            if not fact or not threshold.candidates_duty:
                continue
            if fact.amount(threshold.unit) is None:
                sentence = (
                    _("“{value}” is neither yes nor no; it will show as not provided")
                    if threshold.yes_no
                    else _("“{value}” cannot be read in {unit}; it will show as not provided")
                ).format(value=fact.text, unit=threshold.unit)
                found.append((candidate.code, threshold.metric, sentence))
            if fact.target and fact.rate() is None:
                sentence = _("the target “{target}” cannot be set beside “{value}”").format(
                    target=fact.target, value=fact.text
                )
                found.append((candidate.code, threshold.metric, sentence))
    return list(dict.fromkeys(found))
