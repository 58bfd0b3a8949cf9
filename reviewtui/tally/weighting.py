"""What each row is worth for a candidate: weights after rows that do not apply (design §8).

Rescaling works on shares, the points of the total behind a full mark. Points and factors
are one flat list; percent shares are a tree in which siblings rescale among themselves and
what is wholly out gives its weight to its own siblings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from reviewtui.domain.panel import OverlayChange, Panel
from reviewtui.domain.rule import NotApplicable, WeightKind
from reviewtui.domain.sheet import Place, ScoredRow, Sheet

Node = tuple[str, ...]
"""Codes from a primary down to a row that has rows below it; () is the whole table."""


@dataclass(frozen=True, eq=False)
class Worths:
    """What a hundredth typed is worth in each row, aligned with `Sheet.rows`.

    Attributes:
        exact: Points of the total per hundredth; 0 where the row does not take part.
        shares: Points of the total that a full mark brings; 0 where it is outside the base.
        kept: Whether the row takes part.
        changed: Whether a row that takes part is worth more or less than the sheet says.
    """

    exact: tuple[Fraction, ...]
    shares: tuple[Fraction, ...]
    kept: tuple[bool, ...]
    changed: bool

    @cached_property
    def denominator(self) -> int:
        """The common denominator of `exact`."""
        return lcm(*(worth.denominator for worth in self.exact))

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """The numerators of `exact` over the common denominator."""
        return tuple(
            worth.numerator * (self.denominator // worth.denominator) for worth in self.exact
        )

    @cached_property
    def base(self) -> Fraction:
        """Points that a full mark in everything would give."""
        return sum(self.shares, start=Fraction(0))


class Weighting:
    """The worths of a panel's rows, for each set of rows that applies."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self.rule, self.sheet = panel.rule, sheet
        self.nodes = _nodes(panel, sheet)
        self._by_places: dict[tuple[Place, ...], Worths] = {}
        self._without: dict[tuple[Worths, frozenset[int]], Worths] = {}
        self.base = sheet.base
        self.common = tuple(Fraction(0) if row.added else row.share for row in sheet.rows)

    def of(self, candidate: str) -> Worths:
        """The worths of a candidate's applicable rows."""
        places = self.sheet.candidates[candidate].places
        if places not in self._by_places:
            self._by_places[places] = self._applicable(places)
        return self._by_places[places]

    def without(self, worths: Worths, rows: frozenset[int]) -> Worths:
        """The worths rescaled to the same base over the rows that remain.

        Args:
            worths: What the candidate's rows are worth.
            rows: Positions of the rows that an expert cannot judge.
        """
        key = (worths, rows)
        if key not in self._without:
            kept = tuple(kept and position not in rows for position, kept in enumerate(worths.kept))
            scales = self._scales(worths.shares, worths.shares, kept)
            self._without[key] = self._scaled(worths.exact, worths.shares, kept, scales)
        return self._without[key]

    def _applicable(self, places: Sequence[Place]) -> Worths:
        rows = self.sheet.rows
        kept = tuple(place is not Place.NOT_APPLICABLE for place in places)
        shares = [row.share for row in rows]
        scales = [Fraction(1)] * len(rows)
        if self.rule.not_applicable is NotApplicable.RENORMALISE:
            scales = self._scales(self.common, shares, kept)
        return self._scaled([row.worth for row in rows], shares, kept, scales)

    def _scaled(
        self,
        exact: Sequence[Fraction],
        shares: Sequence[Fraction],
        kept: tuple[bool, ...],
        scales: Sequence[Fraction],
    ) -> Worths:
        none = Fraction(0)
        factors = [scale if keep else none for scale, keep in zip(scales, kept, strict=True)]
        return Worths(
            exact=tuple(worth * factor for worth, factor in zip(exact, factors, strict=True)),
            shares=tuple(share * factor for share, factor in zip(shares, factors, strict=True)),
            kept=kept,
            changed=any(factor not in (0, 1) for factor in factors),
        )

    def _scales(
        self, masses: Sequence[Fraction], shares: Sequence[Fraction], kept: Sequence[bool]
    ) -> list[Fraction]:
        """By what each row's worth is multiplied; rows outside the base stay as they are.

        Args:
            masses: The points that a node hands on are the sum of these over all its rows,
                in or out.
            shares: What the rows that take part claim of it.
            kept: Which rows take part.
        """
        factors = self.factors(masses, shares, kept)
        scales = []
        for position, row in enumerate(self.sheet.rows):
            scale = Fraction(1)
            node = self.nodes[position]
            if kept[position] and row.counts:
                for depth in range(len(node) + 1):
                    mass, claimed = factors[node[:depth]]
                    scale *= mass / claimed if claimed else 1
            scales.append(scale)
        return scales

    def factors(
        self, masses: Sequence[Fraction], shares: Sequence[Fraction], kept: Sequence[bool]
    ) -> dict[Node, tuple[Fraction, Fraction]]:
        """What each node hands on, and what is claimed of it; arguments as of `_scales`."""
        mass: dict[Node, Fraction] = {}
        claimed: dict[Node, Fraction] = {}
        alive: set[Node] = set()
        for position, row in enumerate(self.sheet.rows):
            node = self.nodes[position]
            for depth in range(len(node) + 1):
                mass[node[:depth]] = mass.get(node[:depth], Fraction(0)) + masses[position]
            if kept[position] and row.counts:
                claimed[node] = claimed.get(node, Fraction(0)) + shares[position]
                alive |= {node[:depth] for depth in range(1, len(node) + 1)}
        for node in alive:
            claimed[node[:-1]] = claimed.get(node[:-1], Fraction(0)) + mass[node]
        return {node: (points, claimed.get(node, Fraction(0))) for node, points in mass.items()}


def _nodes(panel: Panel, sheet: Sheet) -> list[Node]:
    """For each scored row the node whose weight it shares with its siblings."""
    if panel.rule.weights.kind is not WeightKind.SHARE:
        return [()] * len(sheet.rows)
    parents = {
        overlay.row: overlay.parent or overlay.row.split(".")[0]
        for overlay in panel.overlays
        if overlay.change is OverlayChange.ADD
    }
    return [_node(panel, sheet, row, parents) for row in sheet.rows]


def _node(panel: Panel, sheet: Sheet, row: ScoredRow, parents: dict[str, str]) -> Node:
    last = parents[row.code] if row.added else row.code
    path = tuple(item.code for item in panel.table.path(last))
    if last in sheet.index:
        path = path[:-1]
    return path or (row.primary,)
