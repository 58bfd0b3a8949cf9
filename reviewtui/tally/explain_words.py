"""An explanation and a comparison in sentences; the screen and the command line lay them out."""

from collections.abc import Iterator
from fractions import Fraction

from reviewtui.domain.naming import candidate_name, candidate_number, expert_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, NotApplicable, Order, Rule
from reviewtui.domain.states import label
from reviewtui.locales import _
from reviewtui.tally.compare import Comparison
from reviewtui.tally.conclusion_words import proposal_words
from reviewtui.tally.explain import Arithmetic, Explanation
from reviewtui.tally.figures import (
    MOST_SHOWN,
    number_text,
    quotient_text,
    rank_text,
    shared_places,
    shortened,
    signed,
    total_and_base,
    total_text,
)
from reviewtui.tally.verdict import CandidateVerdict, Flag, LeftOut


def total_sentence(rule: Rule, told: Explanation) -> str:
    """The total and the base it is out of, or that there is none."""
    if told.total is None:
        return _("There is no total: no expert's marks count.")
    return _("Total {total} out of {base}").format(
        total=total_text(rule, told.total), base=decimal_text(told.base)
    )


def chain_lines(told: Explanation) -> tuple[str, ...]:
    """What the last step is, the step in figures, and a word where they are shortened."""
    step = told.arithmetic
    if step is None:
        return ()
    if told.order is Order.BY_INDICATOR:
        head = _("The sum of the primary indicators below:")
    elif told.average is Average.MEDIAN:
        head = _("The middle of the experts' totals below:")
    else:
        head = _("The mean of the experts' totals that count:")
    lines = (head, chain(step))
    if any(shortened(value) for value in step.values.values()):
        note = _("Shown here to {places} places; computed exactly.").format(places=MOST_SHOWN)
        return (*lines, note)
    return lines


def chain(step: Arithmetic) -> str:
    """One average in figures: what was added, divided, rounded."""
    places = shared_places(step.values.values())
    parts = " + ".join(number_text(value, places) for value in step.values.values())
    whole = _("{parts} = {sum}").format(parts=parts, sum=number_text(step.sum, places))
    if step.divisor != 1:
        whole = _("{whole}; {sum} / {n} = {quotient}").format(
            whole=whole,
            sum=number_text(step.sum, places),
            n=step.divisor,
            quotient=quotient_text(step.quotient),
        )
    if step.places is None:
        return whole
    return _("{whole}; rounded to {places} places: {result}").format(
        whole=whole, places=step.places, result=decimal_text(step.result, step.places)
    )


def standing_sentence(told: Explanation) -> str:
    """Rank, n and the proposed grade."""
    words = _("valid marks n = {n}").format(n=told.n)
    if told.rank is not None:
        words = _("Rank {rank}, valid marks n = {n}").format(
            rank=rank_text(told.rank, tied=Flag.TIED in told.flags), n=told.n
        )
    if told.proposal.undecided:
        return _("{words}, proposed grade undecided").format(words=words)
    if told.grade:
        words = _("{words}, proposed grade {grade}").format(words=words, grade=told.grade)
    return words


def left_out_sentence(out: LeftOut) -> str:
    """That an expert does not count, and why."""
    return _("{expert}: {why}; left out, not counted as 0").format(
        expert=expert_name(out.expert), why=label(out.why)
    )


def sums_note() -> str:
    """Why primary scores do not add up where they are not additive."""
    return _("Primary scores are means of their own; here they do not add up to the total.")


def side_lines(panel: Panel, told: Comparison) -> list[str]:
    """Both candidates with total, rank and n, and what is proposed for each.

    The higher total may have the lower grade, for a gate or a floor.
    """
    return [proposed_words(_side_words(panel, one), one) for one in (told.a, told.b)]


def _side_words(panel: Panel, one: CandidateVerdict) -> str:
    """Total, rank where there is one, and n."""
    sentence = (
        _("{candidate}: total {total}, counted {n}")
        if one.rank is None
        else _("{candidate}: total {total}, rank {rank}, counted {n}")
    )
    return sentence.format(
        candidate=candidate_name(panel, one.code),
        total=_("no total") if one.total is None else total_and_base(panel.rule, one),
        rank=rank_text(one.rank, tied=Flag.TIED in one.flags),
        n=one.n,
    )


def proposed_words(words: str, one: CandidateVerdict) -> str:
    """Words about a candidate, and after them the grade or conclusion that is proposed."""
    if one.proposal.undecided:
        words = _("{words}, proposed grade undecided").format(words=words)
    elif one.grade:
        words = _("{words}, proposed grade {grade}").format(words=words, grade=one.grade)
    if one.opinion is not None:
        words = _("{words}, conclusion proposed: {proposal}").format(
            words=words, proposal=proposal_words(one.opinion)
        )
    return words


def difference_sentence(rule: Rule, told: Comparison) -> str:
    """The first total less the second; empty where there is none."""
    if told.difference is None:
        return ""
    return _("{a} minus {b}: {difference}").format(
        a=candidate_number(told.a.code),
        b=candidate_number(told.b.code),
        difference=signed(total_text(rule, told.difference)),
    )


def rescaled_lines(rule: Rule, told: Comparison) -> Iterator[str]:
    """Which of the two lacks a primary, and what that does to its other scores."""
    for one in (told.a, told.b):
        lacking = [primary.code for primary in one.primaries if primary.score is None]
        if one.total is None or not lacking:
            continue
        if rule.not_applicable is NotApplicable.RENORMALISE:
            text = _("{candidate}: {rows} not applicable; its other rows are rescaled for it")
        else:
            text = _("{candidate}: {rows} not applicable; it is marked out of a smaller base")
        yield text.format(candidate=candidate_number(one.code), rows=_(", ").join(lacking))


def preference_sentence(told: Comparison) -> str:
    """How many experts put the one above the other."""

    def count(code: str | None) -> int:
        return sum(one.preferred == code for one in told.preferences)

    return _("{a} preferred by {for_a}, {b} by {for_b}, equal for {equal}").format(
        a=candidate_number(told.a.code),
        for_a=count(told.a.code),
        b=candidate_number(told.b.code),
        for_b=count(told.b.code),
        equal=count(None),
    )


def one_sided_lines(told: Comparison) -> Iterator[str]:
    """Which experts count for only one of the two."""
    for code in sorted(set(told.a.counted) ^ set(told.b.counted)):
        only = told.a if code in told.a.counted else told.b
        yield _("{expert} counts only for {candidate}").format(
            expert=expert_name(code), candidate=candidate_number(only.code)
        )


def common_lines(rule: Rule, told: Comparison) -> tuple[str, str]:
    """Both totals over the experts who count for both, and what that is worth."""
    return (
        _("Over the {n} common experts only: {a} {a_total}, {b} {b_total}").format(
            n=len(told.common),
            a=candidate_number(told.a.code),
            a_total=_or_no_total(rule, told.a_common),
            b=candidate_number(told.b.code),
            b_total=_or_no_total(rule, told.b_common),
        ),
        _("For comparison only; the official totals stand above."),
    )


def _or_no_total(rule: Rule, total: Fraction | None) -> str:
    return _("no total") if total is None else total_text(rule, total)
