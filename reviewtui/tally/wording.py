"""The rule as full sentences in the reader's language, for the screen and for paper.

Each function gives one sentence; `rule_sentences` gives them all in the order of the
computation.
"""

from fractions import Fraction
from typing import Final

from reviewtui.domain.conclusions import conclusions_sentences
from reviewtui.domain.naming import candidate_number
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.review_words import lens
from reviewtui.domain.rule import (
    Average,
    BelowLeast,
    EarlyLeave,
    NotApplicable,
    Order,
    RoundAt,
    Rule,
    Scale,
    Unable,
    WeightKind,
)
from reviewtui.domain.same_rows import base_sentence, different_rows
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import N_, _
from reviewtui.tally.grade_words import grades_sentence

STAGES: Final = {
    RoundAt.ROW: N_("each row's average"),
    RoundAt.WEIGHTED_ROW: N_("each weighted row"),
    RoundAt.PRIMARY: N_("each primary indicator's score"),
    RoundAt.EXPERT_TOTAL: N_("each expert's total"),
    RoundAt.STANDARD: N_("each standard score"),
    RoundAt.TOTAL: N_("the total"),
}
"""What is rounded, in the order in which it is computed."""

PLACES: Final = (
    N_("to a whole number"),
    N_("to one decimal place"),
    N_("to two decimal places"),
    N_("to three decimal places"),
    N_("to four decimal places"),
    N_("to five decimal places"),
    N_("to six decimal places"),
    N_("to seven decimal places"),
    N_("to eight decimal places"),
    N_("to nine decimal places"),
    N_("to ten decimal places"),
)


def rule_sentences(panel: Panel, sheet: Sheet) -> tuple[str, ...]:
    """The whole rule: type of review, weights, average, gaps, leaving, rounding, ties, grades.

    Sentences that say nothing for this panel are left out.
    """
    rule = panel.rule
    sentences = [
        lens(panel.review),
        weights_sentence(panel, sheet),
        scale_sentence(rule),
        average_sentence(rule),
        gaps_sentence(),
        unable_sentence(rule),
        not_applicable_sentence(panel, sheet),
        bases_sentence(panel, sheet),
        settled_sentence(sheet),
        early_leave_sentence(rule),
        standard_sentence(rule),
        rounding_sentence(rule),
        ties_sentence() if panel.ranking else unranked_sentence(),
        grades_sentence(rule),
        *(conclusions_sentences(rule.conclusions) if rule.conclusions else ()),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def weights_sentence(panel: Panel, sheet: Sheet) -> str:
    """What the weights are, and on which paper they stand."""
    source = panel.rule.weights.source
    base = decimal_text(sheet.base)
    match panel.rule.weights.kind:
        case WeightKind.POINTS:
            return _(
                "Each scored row has its full mark, {base} points in all. "
                "Source of the weights: {source}."
            ).format(base=base, source=source)
        case WeightKind.SHARE:
            return _(
                "Each row counts with its percentage of the {base} points, by its share of "
                "the full mark. Source of the weights: {source}."
            ).format(base=base, source=source)
        case WeightKind.FACTOR:
            return _(
                "Each row's mark is multiplied by its factor. Source of the weights: {source}."
            ).format(source=source)


def scale_sentence(rule: Rule) -> str:
    """How marks are given, where they are not points."""
    match rule.scale:
        case Scale.POINTS:
            return ""
        case Scale.PERCENT:
            return _("Marks are given as a percentage of each row's full mark.")
        case Scale.YES_NO:
            return _("Each row is answered yes (full mark) or no (0 points).")
        case Scale.LEVELS:
            levels = _("; ").join(
                _("{level} is {percent}% of the full mark").format(
                    level=level.name, percent=decimal_text(Fraction(level.mark, 100))
                )
                for level in rule.levels
            )
            return _("Marks are given in levels: {levels}.").format(levels=levels)


def average_sentence(rule: Rule) -> str:
    """How several experts become one number, and what trimming does with few of them."""
    by_expert = rule.order is Order.BY_EXPERT
    match rule.average:
        case Average.MEAN if by_expert:
            return _(
                "The total is the arithmetic mean of the experts' totals: their sum divided "
                "by the number of experts who count (n)."
            )
        case Average.MEAN:
            return _(
                "Each row is the arithmetic mean of the valid marks in it; the total is the "
                "sum of the weighted rows."
            )
        case Average.MEDIAN if by_expert:
            return _(
                "The total is the median of the experts' totals: the middle one, or the mean "
                "of the middle two."
            )
        case Average.MEDIAN:
            return _(
                "Each row is the median of the valid marks in it: the middle one, or the mean "
                "of the middle two; the total is the sum of the weighted rows."
            )
        case Average.TRIMMED:
            first = (
                _(
                    "Of the experts' totals the {drop} highest and the {drop} lowest are left "
                    "out, of equal ones one each, and the others are averaged."
                )
                if by_expert
                else _(
                    "Of the valid marks in each row the {drop} highest and the {drop} lowest "
                    "are left out, of equal ones one each, and the others are averaged; the "
                    "total is the sum of the weighted rows."
                )
            )
            return _("{first} {second}").format(
                first=first.format(drop=rule.trim.drop), second=_few_sentence(rule)
            )


def _few_sentence(rule: Rule) -> str:
    if rule.trim.below_least is BelowLeast.REFUSE:
        return _("With fewer than {least} no result is given.").format(least=rule.trim.least)
    return _("With fewer than {least} none is left out and the plain mean is marked.").format(
        least=rule.trim.least
    )


def gaps_sentence() -> str:
    """That nobody who gave no mark is counted as 0."""
    return _(
        "Recused and absent experts do not count into n and are never counted as 0; nor is "
        "an expert who declined a candidate or left before finishing it."
    )


def unable_sentence(rule: Rule) -> str:
    """What a row that is blank or cannot be judged does."""
    if rule.order is Order.BY_INDICATOR:
        return _(
            "A row that an expert left blank or could not judge lowers the number of valid "
            "marks of that row by one and is not counted as 0."
        )
    if rule.unable is Unable.NO_TOTAL:
        return _(
            "An expert who left a row of a candidate blank or could not judge it has no total "
            "for that candidate and does not count into its n; nothing is counted as 0."
        )
    return _(
        "For an expert who could not judge a row, the total is rescaled over the rows that "
        "were judged, and marked; with a blank row there is no total from that expert for "
        "that candidate."
    )


def not_applicable_sentence(panel: Panel, sheet: Sheet) -> str:
    """What a row that does not apply to a candidate does; empty for factors alone, which
    know no full base.
    """
    weights = panel.rule.weights
    if weights.kind is WeightKind.FACTOR and not weights.full:
        return ""
    if panel.rule.not_applicable is NotApplicable.LEAVE_OUT:
        return _(
            "A row that does not apply to a candidate leaves both its total and its full "
            "mark; the total is then printed out of the smaller base."
        )
    if weights.kind is WeightKind.SHARE:
        return _(
            "The weight of a row that does not apply to a candidate passes to the other rows "
            "of its group, and the weight of a primary indicator that is wholly out to the "
            "other primary indicators, each in proportion."
        )
    return _(
        "A row that does not apply to a candidate is left out, and the total is scaled from "
        "the full marks that apply to the full {base} points."
    ).format(base=decimal_text(sheet.base))


def bases_sentence(panel: Panel, sheet: Sheet) -> str:
    """Candidates whose total comes from fewer rows, each with its base; "" where none is."""
    told = [
        _("{code}: {base}").format(
            code=candidate_number(item.code), base=decimal_text(sheet.own_base(item.code))
        )
        for item in panel.presented
        if base_sentence(panel, sheet, item.code)
    ]
    if not told:
        return ""
    return _("Full marks that apply, of {whole}: {bases}.").format(
        whole=decimal_text(sheet.base), bases=_("; ").join(told)
    )


def different_rows_sentence(panel: Panel, sheet: Sheet) -> str:
    """The warning above a result whose candidates are not measured by the same rows."""
    said = different_rows(panel, sheet)
    return _("Attention: {said}").format(said=said) if said else ""


def settled_sentence(sheet: Sheet) -> str:
    """That settled rows count alike; empty where there is none."""
    if not any(candidate.settled for candidate in sheet.candidates.values()):
        return ""
    return _("Rows settled by the secretariat count alike for every expert and are marked so.")


def early_leave_sentence(rule: Rule) -> str:
    """What counts of an expert who left early."""
    if rule.early_leave is EarlyLeave.COUNT_FINISHED:
        return _("Of an expert who leaves early the finished candidates count, the others not.")
    return _("Of an expert who leaves early nothing counts.")


def standard_sentence(rule: Rule) -> str:
    """How standard scores are made; empty where they are not official."""
    if not rule.standardise:
        return ""
    return _(
        "Before averaging, each expert's totals become standard scores: 50 + 10 × (total − "
        "the expert's mean) / the expert's sample standard deviation, the latter to ten places."
    )


def rounding_sentence(rule: Rule) -> str:
    """Where and how it is rounded, and that it is rounded nowhere else."""
    steps = [
        _("{what} {places}").format(what=_(what), places=_(PLACES[rule.rounding[stage]]))
        for stage, what in STAGES.items()
        if stage in rule.rounding
    ]
    if not steps:
        return _("Nothing is rounded; at most ten decimal places are shown.")
    return _(
        "Rounded, a half away from zero and not by GB/T 8170: {steps}; nothing else is rounded."
    ).format(steps=_("; ").join(steps))


def ties_sentence() -> str:
    """How equal totals rank."""
    return _("Equal totals share a rank, and the next rank stays free: 1, 2, 2, 4.")


def unranked_sentence() -> str:
    """That the panel concludes and does not rank."""
    return _("The totals are for information: this panel does not rank the candidates.")
