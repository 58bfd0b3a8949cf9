"""Experts beside each other, in words: by number, never by name, never for the whole room."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reviewtui.domain.naming import expert_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.locales import _
from reviewtui.session.session import Session
from reviewtui.tally.disagreement import (
    Ballots,
    ExpertFigures,
    expert_figures,
    identical_ballots,
    straight_lines,
)
from reviewtui.tally.figures import NOTHING, signed
from reviewtui.tally.notices import Notice
from reviewtui.tally.own import notice_text
from reviewtui.tally.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Experts:
    """Everything that is said of experts."""

    figures: tuple[ExpertFigures, ...]
    lines: tuple[tuple[str, Notice], ...]
    alike: tuple[tuple[str, ...], ...]


def experts_of(session: Session, verdict: Verdict, round: int | None = None) -> Experts:  # noqa: A002
    """The figures and notices of a round whose ballots are open.

    Raises:
        Refused: If they are not.
    """
    panel, sheet = session.panel, session.sheet
    ballots = [
        Ballots(ballot.expert, ballot.cells, ballot.standings)
        for ballot in session.counted_ballots(round)
    ]
    return Experts(
        expert_figures(panel, sheet, verdict, session.marks(round)),
        straight_lines(sheet, ballots),
        identical_ballots(ballots),
    )


def figure_texts(one: ExpertFigures) -> tuple[str, ...]:
    """Expert, candidates, offset, distance, own range, rank correlation, share of full marks."""
    return (
        one.expert,
        str(one.candidates),
        NOTHING if one.offset is None else signed(decimal_text(one.offset, 2)),
        NOTHING if one.distance is None else decimal_text(one.distance, 2),
        decimal_text(one.highest - one.lowest, 2),
        NOTHING if one.correlation is None else decimal_text(one.correlation, 2),
        f"{one.full}/{one.marks}",
    )


def figure_heads() -> tuple[str, ...]:
    """What stands above `figure_texts`."""
    return (
        _("expert"),
        _("candidates"),
        _("offset"),
        _("distance"),
        _("own range"),
        _("order"),
        _("full marks"),
    )


def figure_notes() -> tuple[str, ...]:
    """What the figures mean, and what they do not."""
    return (
        _("offset: his totals less the others' mean, on average; distance: the same, unsigned"),
        _("order: rank correlation with the others' means, -1 to 1, with ties"),
        _("An expert who judges otherwise is not wrong; these figures change no result."),
    )


def notice_sentences(found: Experts) -> Iterator[str]:
    """Straight lines, a line for all experts who show the same; then ballots that are the same."""
    alike: dict[Notice, list[str]] = {}
    for expert, notice in found.lines:
        alike.setdefault(notice, []).append(expert_name(expert))
    for notice, experts in alike.items():
        yield _("{expert}: {notice}").format(
            expert=_(", ").join(experts), notice=notice_text(notice)
        )
    for group in found.alike:
        named = _(", ").join(map(expert_name, group))
        yield _("{experts}: the same marks throughout").format(experts=named)


def experts_json(found: Experts) -> dict[str, Any]:
    """For programs; numbers with at most ten places."""

    def number(value: Fraction | None) -> str | None:
        return None if value is None else decimal_text(value)

    return {
        "figures": [
            {
                "expert": one.expert,
                "candidates": one.candidates,
                "offset": number(one.offset),
                "distance": number(one.distance),
                "lowest": number(one.lowest),
                "highest": number(one.highest),
                "rank_correlation": number(one.correlation),
                "full_marks": one.full,
                "marks": one.marks,
            }
            for one in found.figures
        ],
        "straight_lines": [
            {
                "expert": expert,
                "pattern": notice.pattern.value,
                "candidates": list(notice.candidates),
            }
            for expert, notice in found.lines
        ],
        "identical": [list(group) for group in found.alike],
    }
