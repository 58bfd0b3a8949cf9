"""What other weights than the rule's would do, as values; nothing here loads numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from reviewtui.tally.analysis.found import Found, Undefined


@dataclass(frozen=True, slots=True)
class AtRule:
    """How the primaries' scores rank, added up at the rule's own weights.

    Attributes:
        ranks: By candidate.
        differs: Why that is not the official ranking; None where it is.
    """

    ranks: Mapping[str, int]
    differs: Undefined | None = None


Pair: TypeAlias = tuple[str, str]
"""Who comes above whom."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Within which weights (0 to 1) of one primary something holds.

    Attributes:
        below, above: Who comes above whom beyond either end; None where nobody does.
    """

    low: float
    high: float
    below: Pair | None = None
    above: Pair | None = None


@dataclass(frozen=True, slots=True)
class Stability:
    """How far the weight of one primary may move, the others in proportion.

    Attributes:
        weight: What the rule gives it, 0 to 1.
        first, top, order: Where the first, the set of the leading candidates and the whole
            order stay as they are.
    """

    weight: float
    first: Kept
    top: Kept
    order: Kept


@dataclass(frozen=True, slots=True)
class WeightStability(Found):
    """How far each primary's weight could move before `at_rule` ranks otherwise."""

    primaries: Mapping[str, Stability]
    top: int
    at_rule: AtRule


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One candidate over all conceivable weights.

    Attributes:
        acceptability: Share of the weights that give it rank 1, 2, …
        central: Mean of the weights that put it first, by primary; None where none does.
    """

    acceptability: tuple[float, ...]
    central: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Smaa(Found):
    """Rank acceptabilities over weights drawn evenly from all that sum to 1."""

    accepted: Mapping[str, Acceptance]
    primaries: tuple[str, ...]
    draws: int
    seed: int
    at_rule: AtRule
