"""What an expert sees of his own marks: totals, order, notices; nobody else's are at hand."""

from collections.abc import Iterable, Mapping

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.naming import candidate_number
from reviewtui.domain.rule import RoundAt, Rule
from reviewtui.locales import N_, _
from reviewtui.session.scoring import Scoring
from reviewtui.tally.figures import LEAST_SHOWN, shared_places
from reviewtui.tally.notices import Notice, Pattern, notices
from reviewtui.tally.partial import OwnPlace, own_order

PATTERNS: Mapping[Pattern, str] = {
    Pattern.ALL_FULL: N_("{who}: every row has its full mark"),
    Pattern.ALL_LEAST: N_("{who}: every row has the least mark"),
    Pattern.ONE_RATE: N_("{who}: every row has the same share of its full mark"),
    Pattern.TWINS: N_("{who}: the same marks in every row"),
    Pattern.ALL_ALIKE: N_("All candidates have the same marks in every row"),
}


def own_cells(scoring: Scoring) -> dict[str, Mapping[str, Cell]]:
    """His cells by candidate and row."""
    return {code: scoring.cells(code) for code in scoring.candidates}


def own_standings(scoring: Scoring) -> dict[str, Standing]:
    """His word on whole candidates."""
    return {code: scoring.standing(code) for code in scoring.candidates}


def own_places(scoring: Scoring) -> dict[str, OwnPlace]:
    """His total and order of each candidate."""
    found = own_order(scoring.panel, scoring.sheet, own_cells(scoring), own_standings(scoring))
    return {place.candidate: place for place in found}


def own_total_places(rule: Rule, found: Iterable[OwnPlace]) -> int:
    """Places that show own totals alike: the rule's, or as many as they need, two at most."""
    totals = [place.total for place in found]
    stated = rule.rounding.get(RoundAt.EXPERT_TOTAL)
    return min(shared_places(totals), LEAST_SHOWN) if stated is None else stated


def own_notices(scoring: Scoring) -> tuple[Notice, ...]:
    """What is striking about his marks; it warns and never blocks."""
    return notices(scoring.sheet, own_cells(scoring), own_standings(scoring))


def notice_text(notice: Notice) -> str:
    """A notice as a sentence."""
    who = _(", ").join(candidate_number(code) for code in notice.candidates)
    return _(PATTERNS[notice.pattern]).format(who=who)
