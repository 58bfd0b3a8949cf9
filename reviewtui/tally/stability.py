"""What hangs on single experts: the ranking without each of them, and how far they differ.

Exact, and cheap: a candidate's total without one expert comes from what stands behind his
total, so that nothing is read or weighed a second time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from reviewtui.domain.panel import Panel
from reviewtui.tally.ranking import ranks
from reviewtui.tally.verdict import CandidateVerdict, Verdict

FIRST: Final = 3
"""Ranks that a chair asks about first."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the experts' totals for one candidate lie apart."""

    candidate: str
    n: int
    lowest: Fraction
    highest: Fraction

    @property
    def range(self) -> Fraction:
        """The highest total less the lowest."""
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class Without:
    """The totals and ranks without one expert; None where the rule gives no total then."""

    expert: str
    totals: Mapping[str, Fraction | None]
    ranks: Mapping[str, int | None]
    refused: tuple[str, ...] = ()
    """Candidates that had a total and have none without him."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """Two neighbours in the ranking whose order is another one without any of these experts.

    Attributes:
        tied: They share a rank, and do not without any of these experts.
    """

    upper: str
    lower: str
    experts: tuple[str, ...]
    tied: bool = False


def spreads(verdict: Verdict) -> tuple[Spread, ...]:
    """The spread of each candidate with at least two experts' totals, the largest first."""
    found = [
        Spread(one.code, len(totals), min(totals), max(totals))
        for one in verdict.candidates
        if len(totals := list(one.expert_totals.values())) > 1
    ]
    return tuple(sorted(found, key=lambda spread: -spread.range))


def without_each(panel: Panel, verdict: Verdict) -> Iterator[Without]:
    """The result without each expert who counts somewhere, in the panel's order, as it is found.

    Args:
        panel: The panel; only where it ranks are there ranks.
        verdict: The official result.
    """
    counted = {code for one in verdict.candidates for code in one.counted}
    for expert in panel.experts:
        if expert.code in counted:
            yield _without(panel, verdict, expert.code)


def _without(panel: Panel, verdict: Verdict, expert: str) -> Without:
    totals = {one.code: _total_without(one, expert) for one in verdict.candidates}
    placed = ranks([total if panel.ranking else None for total in totals.values()])
    return Without(
        expert,
        totals,
        dict(zip(totals, placed, strict=True)),
        tuple(
            one.code
            for one in verdict.candidates
            if one.total is not None and totals[one.code] is None
        ),
    )


def _total_without(one: CandidateVerdict, expert: str) -> Fraction | None:
    if one.total is None or expert not in one.counted:
        return one.total
    return one.detail.total_over([code for code in one.counted if code != expert])


def first_ranks(ranks_by_code: Mapping[str, int | None]) -> tuple[tuple[str, int], ...]:
    """Who stands on the first ranks, with the rank; ties in the order of the codes given."""
    placed = [(code, rank) for code, rank in ranks_by_code.items() if rank and rank <= FIRST]
    return tuple(sorted(placed, key=lambda item: item[1]))


def first_without(
    verdict: Verdict, without: Sequence[Without]
) -> dict[tuple[tuple[str, int], ...], list[str]]:
    """Other first ranks than the official ones, each with the experts without whom they come."""
    official = first_ranks({one.code: one.rank for one in verdict.candidates})
    found: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for one in without:
        first = first_ranks(one.ranks)
        if not one.refused and first != official:
            found.setdefault(first, []).append(one.expert)
    return found


def dependent_orders(verdict: Verdict, without: Sequence[Without]) -> tuple[Dependent, ...]:
    """Neighbours whose order turns, becomes a tie or was one when one expert is left out.

    From the top of the ranking down. A tie is looked at along the group that shares the rank:
    whoever leaves it leaves a neighbour in it.
    """
    found = []
    for upper, lower, tied in neighbours(verdict):
        experts = tuple(
            one.expert
            for one in without
            if (a := one.totals[upper]) is not None
            and (b := one.totals[lower]) is not None
            and (a != b if tied else a <= b)
        )
        if experts:
            found.append(Dependent(upper, lower, experts, tied))
    return tuple(found)


def neighbours(verdict: Verdict) -> Iterator[tuple[str, str, bool]]:
    """Pairs from the top of the ranking down, and whether they share a rank."""
    groups: dict[int, list[str]] = {}
    for one in verdict.ranking():
        if one.rank is not None:
            groups.setdefault(one.rank, []).append(one.code)
    for above, below in pairwise([*groups.values(), []]):
        for upper, lower in pairwise(above):
            yield upper, lower, True
        for upper in above:
            for lower in below:
                yield upper, lower, False
