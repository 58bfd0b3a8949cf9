"""What a source says may follow, beside a proposal: its own words, never a decision.

连续两次 counts evaluations, whatever years lie between; 连续2年 counts calendar years. Who
decides is named as the source names it, or said to be named nowhere.
"""

from dataclasses import dataclass

from reviewtui.domain.consequence import Consequence, ConsequenceKind, CountedIn
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict

UNCOUNTED = frozenset({ConsequenceKind.CONSECUTIVE, ConsequenceKind.QUOTA, ConsequenceKind.GRADE})
"""Kinds that do not follow from one grade alone."""

DECIDED = frozenset(
    {
        ConsequenceKind.APPROVAL,
        ConsequenceKind.END,
        ConsequenceKind.CONSECUTIVE,
        ConsequenceKind.FAIL,
        ConsequenceKind.DELIST,
    }
)
"""Kinds in which somebody has to decide."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A consequence whose condition stands on record, with the evaluations that make it so.

    `run`: years or dates of the evaluations in a row, the earliest first; `proposed`: the
    last of them is this meeting's proposal, which nobody has decided yet.
    """

    consequence: Consequence
    run: tuple[str, ...] = ()
    proposed: bool = True


def hints(panel: Panel, item: CandidateVerdict) -> tuple[Hint, ...]:
    """The hints for one candidate, in the table's order."""
    candidate = panel.candidate(item.code)
    return tuple(
        hint
        for consequence in panel.table.consequences
        if consequence.grade
        and consequence.concerns(panel.review)
        and consequence.binds(candidate.kind, panel.table.platform)
        for hint in _hint(panel, candidate, consequence, item.grade)
    )


def _hint(
    panel: Panel, candidate: Candidate, consequence: Consequence, grade: str | None
) -> tuple[Hint, ...]:
    if consequence.kind is not ConsequenceKind.CONSECUTIVE:
        fits = consequence.kind not in UNCOUNTED and grade == consequence.grade
        return (Hint(consequence),) if fits else ()
    if consequence.unit is CountedIn.YEARS:
        run = years_in_a_row(panel, candidate, consequence.grade, grade)
    else:
        run = evaluations_in_a_row(panel, candidate, consequence.grade, grade)
    if len(run) < consequence.times:
        return ()
    return (Hint(consequence, run, proposed=grade is not None),)


def evaluations_in_a_row(
    panel: Panel, candidate: Candidate, wanted: str, proposed: str | None
) -> tuple[str, ...]:
    """Dates of the last evaluations in a row with a grade, whatever years were skipped.

    Args:
        panel: Its date is that of the proposal.
        candidate: Its history is read by date.
        wanted: The grade that is counted.
        proposed: This meeting's proposal, the last of them; None where there is none.
    """
    record = [
        (evaluation.date.isoformat(), evaluation.grade)
        for evaluation in candidate.history
        if panel.date is None or evaluation.date < panel.date
    ]
    if proposed is not None:
        record.append((panel.date.isoformat() if panel.date else "", proposed))
    run: list[str] = []
    for date, grade in reversed(record):
        if grade != wanted:
            break
        run.append(date)
    return tuple(reversed(run))


def years_in_a_row(
    panel: Panel, candidate: Candidate, wanted: str, proposed: str | None
) -> tuple[str, ...]:
    """Calendar years in a row with a grade; a year without an evaluation breaks the row.

    Of several evaluations about one year the last counts.
    """
    by_year = {
        evaluation.year: evaluation.grade
        for evaluation in candidate.history
        if panel.date is None or evaluation.date < panel.date
    }
    own = panel.year or (panel.date.year if panel.date else None)
    if proposed is not None and own is not None:
        by_year[own] = proposed
    run: list[str] = []
    year = max(by_year, default=0)
    while by_year.get(year) == wanted:
        run.append(str(year))
        year -= 1
    return tuple(reversed(run))


def hint_sentence(hint: Hint) -> str:
    """A hint with the source's words, its article and the decider it names."""
    consequence = hint.consequence
    return _("{condition}: the source says {quote}").format(
        condition=_condition(hint), quote=quote_and_decider(consequence)
    )


def quote_and_decider(consequence: Consequence) -> str:
    """The source's words with their article, and who decides as far as it says so."""
    quote, decider = consequence.quote.shown(), decider_words(consequence)
    if not decider:
        return quote
    return _("{quote}; {decider}").format(quote=quote, decider=decider)


def hints_note(panel: Panel, item: CandidateVerdict) -> str:
    """Shortly, for a remark: at which articles the source says something of this."""
    places = dict.fromkeys(hint.consequence.quote.at for hint in hints(panel, item))
    return _("see the source, {articles}").format(articles=_(", ").join(places)) if places else ""


def decider_words(consequence: Consequence) -> str:
    """Whom the source names as deciding, or that it names nobody; empty where there is
    nothing to decide, as in a sentence on money or method."""
    if not consequence.decider:
        return _("the source does not say who decides") if consequence.kind in DECIDED else ""
    return _("decider named by the source: {decider}").format(decider=consequence.decider)


def _condition(hint: Hint) -> str:
    grade = hint.consequence.grade
    if not hint.run:
        return _("If the proposed grade {grade} stands").format(grade=grade)
    counted = (
        _("{grade} in {count} years in a row: {run}")
        if hint.consequence.unit is CountedIn.YEARS
        else _("{grade} in {count} evaluations in a row: {run}")
    ).format(grade=grade, count=len(hint.run), run=_(", ").join(hint.run))
    if not hint.proposed:
        return _("On record {counted}").format(counted=counted)
    return _("If this proposal is counted, {counted}").format(counted=counted)


def information(panel: Panel) -> tuple[Consequence, ...]:
    """What the source says for this review and the kinds of unit in it, each sentence once."""
    kinds = {candidate.kind for candidate in panel.candidates}
    found = [
        item
        for item in panel.table.consequences
        if item.concerns(panel.review)
        and item.kind is not ConsequenceKind.GRADE
        and any(item.binds(kind, panel.table.platform) for kind in kinds)
    ]
    return tuple({item.quote: item for item in reversed(found)}.values())[::-1]
