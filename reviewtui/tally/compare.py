"""Two candidates side by side: why one stands above the other, in numbers and codes."""

from dataclasses import dataclass
from fractions import Fraction

from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.verdict import CandidateVerdict, PrimaryScore, Verdict


@dataclass(frozen=True, slots=True)
class PrimaryDifference:
    """One primary of two candidates.

    `difference` is a - b. A primary that does not apply to one of them brings it nothing and
    the other its whole score, so that the differences still make up the difference of the
    totals; None only where neither has a score, or one of them has no total.
    """

    code: str
    a: Fraction | None
    b: Fraction | None
    difference: Fraction | None
    additive: bool


@dataclass(frozen=True, slots=True)
class Preference:
    """What one expert gave both; `preferred` is a code, or None for equal totals."""

    expert: str
    a: Fraction
    b: Fraction
    preferred: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two candidates side by side.

    Attributes:
        primaries: Largest difference first; without one last.
        preferences: Experts with a total for both, in the panel's order.
        common: Experts counted for both.
        a_common, b_common: Totals by the same rule over those only; None where it gives none.
    """

    a: CandidateVerdict
    b: CandidateVerdict
    difference: Fraction | None
    primaries: tuple[PrimaryDifference, ...]
    preferences: tuple[Preference, ...]
    common: tuple[str, ...]
    a_common: Fraction | None
    b_common: Fraction | None


def compare(panel: Panel, sheet: Sheet, verdict: Verdict, a: str, b: str) -> Comparison:
    """Set two candidates against each other; KeyError if one of them does not exist."""
    first, second = verdict.of(a), verdict.of(b)
    common = tuple(code for code in first.counted if code in second.counted)
    return Comparison(
        a=first,
        b=second,
        difference=_minus(first.total, second.total),
        primaries=_differences(sheet, first, second),
        preferences=tuple(
            _preference(expert.code, first, second)
            for expert in panel.experts
            if expert.code in first.expert_totals and expert.code in second.expert_totals
        ),
        common=common,
        a_common=first.detail.total_over(common),
        b_common=second.detail.total_over(common),
    )


def _minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def _brought(one: PrimaryScore, other: PrimaryScore) -> Fraction | None:
    if one.score is None and other.score is None:
        return None
    return (one.score or Fraction(0)) - (other.score or Fraction(0))


def _differences(
    sheet: Sheet, a: CandidateVerdict, b: CandidateVerdict
) -> tuple[PrimaryDifference, ...]:
    of_a = {primary.code: primary for primary in a.primaries}
    of_b = {primary.code: primary for primary in b.primaries}
    comparable = a.total is not None and b.total is not None
    found = []
    for code in dict.fromkeys(row.primary for row in sheet.rows):
        one, other = of_a[code], of_b[code]
        found.append(
            PrimaryDifference(
                code=code,
                a=one.score,
                b=other.score,
                difference=_brought(one, other) if comparable else None,
                additive=one.additive and other.additive,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda item: (item.difference is None, -abs(item.difference or Fraction(0))),
        )
    )


def _preference(expert: str, a: CandidateVerdict, b: CandidateVerdict) -> Preference:
    first, second = a.expert_totals[expert], b.expert_totals[expert]
    preferred = None if first == second else a.code if first > second else b.code
    return Preference(expert, first, second, preferred)
