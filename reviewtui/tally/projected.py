"""投影: what the whole room may see of a result, as words; of an expert there is nothing in it.

The panel decides which of it is shown. Screen and page only lay it out.
"""

from dataclasses import dataclass
from enum import StrEnum

from reviewtui.domain.closing import Closing
from reviewtui.domain.naming import candidate_number, title
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.tally.closing_words import said_note
from reviewtui.tally.conclusion_words import proposal_words
from reviewtui.tally.figures import number_text, primary_text, rank_text, total_and_base
from reviewtui.tally.grade_words import grade_text
from reviewtui.tally.status import status_notes
from reviewtui.tally.verdict import OF_ALL, CandidateVerdict, Flag, Verdict, flag_label


class Shown(StrEnum):
    """How much of the ranking is shown."""

    TOTALS = "totals"
    """Rank, total, valid marks, what is proposed."""
    RANKS = "ranks"
    """Rank and name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One candidate in the ranking; empty texts where the panel does not show them."""

    code: str
    rank: str
    name: str
    total: str
    n: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown.

    Attributes:
        title: The panel's.
        notes: What must be said of everything, e.g. that it is a trial.
        ranked: Whether the panel ranks.
        places: The ranking, or the one candidate.
        primaries: Of one candidate: title, score, full mark.
    """

    title: str
    notes: tuple[str, ...]
    ranked: bool
    places: tuple[Place, ...]
    primaries: tuple[tuple[str, str, str], ...] = ()


def ranking_picture(panel: Panel, verdict: Verdict, closed: Closing, shown: Shown) -> Picture:
    """The ranking, as much of it as the panel shows."""
    return Picture(
        panel.title,
        _notes(panel, verdict),
        panel.ranking,
        tuple(
            _place(panel, one, closed, totals=shown is Shown.TOTALS) for one in verdict.ranking()
        ),
    )


def _notes(panel: Panel, verdict: Verdict) -> tuple[str, ...]:
    """What must be said of everything: the table's shortcomings, and how marks came in."""
    flags = {flag for one in verdict.candidates for flag in one.flags}
    return (*status_notes(panel), *(flag_label(flag) for flag in OF_ALL if flag in flags))


def candidate_picture(
    panel: Panel, sheet: Sheet, verdict: Verdict, closed: Closing, code: str
) -> Picture:
    """One candidate with the primary scores; KeyError if there is none of that code."""
    one = verdict.of(code)
    return Picture(
        panel.title,
        _notes(panel, verdict),
        panel.ranking,
        (_place(panel, one, closed, totals=True),),
        tuple(
            (
                title(panel, sheet, primary.code, code),
                primary_text(panel.rule, primary.score),
                number_text(primary.full),
            )
            for primary in one.primaries
        ),
    )


def _place(panel: Panel, one: CandidateVerdict, closed: Closing, *, totals: bool) -> Place:
    rank = "" if one.rank is None else rank_text(one.rank, tied=Flag.TIED in one.flags)
    proposed = [proposal_words(one.opinion)] if one.opinion else []
    proposed += [grade_text(one)] if one.grade or one.proposal.undecided else []
    proposed.append(said_note(panel, closed, one.code))
    return Place(
        code=one.code,
        rank=rank,
        name=panel.candidate(one.code).name,
        total=total_and_base(panel.rule, one) if totals else "",
        n=str(one.n) if totals else "",
        proposed=_("; ").join(filter(None, proposed)) if totals else "",
    )


def place_name(place: Place) -> str:
    """Number and name."""
    return f"{candidate_number(place.code)} {place.name}"
