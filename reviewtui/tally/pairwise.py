"""Weights from pairwise comparisons (AHP): first the primaries, then inside each group.

Nothing here enters a result: what comes out is a proposal, cut to points that a person
takes over with a source. Hence floating point is good enough.

Saaty, The Analytic Hierarchy Process (1980): scale, consistency ratio, random index.
Crawford and Williams (1985): row geometric means. Forman and Peniwati (1998): a panel that
acts as one is the geometric mean of its judgements; with row geometric means that equals
the mean of the experts' own weights.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reviewtui.domain.comparisons import SCALE_TOP, Comparisons, Judgement, Judgements

RANDOM_INDEX: Final = (0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Saaty's table of 1980, by the number of rows that are compared."""
MOST: Final = len(RANDOM_INDEX) - 1
"""More rows than this are never compared with each other: the table ends here."""
INCONSISTENT: Final = 0.10
"""From this ratio on a look at the judgements is worth while (Saaty); a warning, no gate."""
_TOLD: Final = 3
_ROUNDS: Final = 500

Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A judgement that goes against the others of the same expert.

    `fits`: the ratio of the scale that agrees best with them.
    """

    judgement: Judgement
    fits: Fraction


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one expert's judgements of one group come to.

    Attributes:
        weights: By row, summing to 1; the principal eigenvector.
        ratio: The consistency ratio; 0 where two rows or fewer leave nothing to contradict.
        doubts: The judgements that contradict the others most, where `ratio` is high.
    """

    weights: Mapping[str, float]
    ratio: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether the judgements contradict each other more than they should."""
        return self.ratio >= INCONSISTENT


def pairs(rows: Sequence[str]) -> list[tuple[str, str]]:
    """Every pair that is to be compared, in the order of the table."""
    return [(first, second) for at, first in enumerate(rows) for second in rows[at + 1 :]]


def open_pairs(rows: Sequence[str], judgements: Judgements) -> list[tuple[str, str]]:
    """The pairs an expert has not compared yet."""
    known = {frozenset((item.first, item.second)) for item in judgements}
    return [pair for pair in pairs(rows) if frozenset(pair) not in known]


def opinion(rows: Sequence[str], judgements: Judgements) -> Opinion | None:
    """What an expert's judgements of one group say; None while a pair is open.

    Raises:
        ValueError: If there are more rows than the random index has numbers for.
    """
    if len(rows) > MOST:
        raise ValueError(len(rows))
    if open_pairs(rows, judgements):
        return None
    matrix = _matrix(rows, judgements)
    weights, largest = _eigen(matrix)
    ratio = 0.0
    if RANDOM_INDEX[len(rows)]:
        index = (largest - len(rows)) / (len(rows) - 1)
        ratio = max(0.0, index / RANDOM_INDEX[len(rows)])
    by_row = dict(zip(rows, weights, strict=True))
    doubts = _doubts(by_row, rows, judgements) if ratio >= INCONSISTENT else ()
    return Opinion(by_row, ratio, doubts)


def group_weights(rows: Sequence[str], experts: Iterable[Judgements]) -> dict[str, float] | None:
    """The panel's weights of one group, summing to 1, over the experts who compared all of it.

    The geometric mean of the judgements, then of each line; None if nobody is through.
    """
    logs = [_line_logs(rows, own) for own in experts if not open_pairs(rows, own)]
    if not logs:
        return None
    means = [math.exp(sum(column) / len(logs)) for column in zip(*logs, strict=True)]
    return {row: mean / sum(means) for row, mean in zip(rows, means, strict=True)}


def combined(
    groups: Mapping[str, Sequence[str]], comparisons: Comparisons
) -> dict[str, float] | None:
    """The panel's weight of every row of a tree, a share of the whole; None while a group
    was compared by nobody.

    Args:
        groups: The rows under each row that has some, in the table's order; "" is the top.
        comparisons: The judgements by expert.
    """
    shares = {"": 1.0}
    for parent, rows in groups.items():
        found = group_weights(rows, comparisons.values())
        if found is None:
            return None
        shares |= {row: shares[parent] * weight for row, weight in found.items()}
    del shares[""]
    return shares


def cut(shares: Mapping[str, float], total: Fraction, step: Fraction) -> dict[str, Fraction]:
    """Shares as steps that make `total` exactly, none of them 0: the largest remainders gain.

    Raises:
        ValueError: If the total holds no whole number of steps, or fewer than one per row.
    """
    steps = total / step
    if steps.denominator != 1 or steps < len(shares):
        raise ValueError(total, step)
    whole = int(steps)
    scale = whole / sum(shares.values())
    parts = {row: max(1, math.floor(share * scale)) for row, share in shares.items()}
    rest = whole - sum(parts.values())
    while rest:
        by_gap = sorted(
            (row for row in parts if rest > 0 or parts[row] > 1),
            key=lambda row: parts[row] - shares[row] * scale,
            reverse=rest < 0,
        )
        parts[by_gap[0]] += 1 if rest > 0 else -1
        rest += -1 if rest > 0 else 1
    return {row: part * step for row, part in parts.items()}


def _matrix(rows: Sequence[str], judgements: Judgements) -> list[list[float]]:
    at = {row: number for number, row in enumerate(rows)}
    matrix = [[1.0] * len(rows) for _row in rows]
    for first, second, ratio in judgements:
        if first in at and second in at:
            matrix[at[first]][at[second]] = float(ratio)
            matrix[at[second]][at[first]] = float(1 / ratio)
    return matrix


def _line_logs(rows: Sequence[str], judgements: Judgements) -> list[float]:
    """The logarithm of the geometric mean of every line."""
    return [math.fsum(map(math.log, line)) / len(rows) for line in _matrix(rows, judgements)]


def _eigen(matrix: Matrix) -> tuple[list[float], float]:
    """The principal eigenvector, summing to 1, and its eigenvalue, by power iteration.

    A positive matrix has a single largest eigenvalue (Perron), so that this converges.
    """
    weights = [1 / len(matrix)] * len(matrix)
    largest = 0.0
    for _round in range(_ROUNDS):
        lines = [math.fsum(a * b for a, b in zip(line, weights, strict=True)) for line in matrix]
        before, largest = largest, math.fsum(lines)
        weights = [line / largest for line in lines]
        if abs(largest - before) < 1e-13 * largest:
            break
    return weights, largest


def _doubts(
    weights: Mapping[str, float], rows: Sequence[str], judgements: Judgements
) -> tuple[Doubt, ...]:
    own = [item for item in judgements if item.first in rows and item.second in rows]

    def gap(item: Judgement) -> float:
        return abs(math.log(item.ratio) - math.log(weights[item.first] / weights[item.second]))

    worst = sorted(own, key=gap, reverse=True)[:_TOLD]
    return tuple(
        Doubt(item, nearest)
        for item in worst
        if (nearest := _nearest(weights[item.first] / weights[item.second])) != item.ratio
    )


def _nearest(ratio: float) -> Fraction:
    """The ratio of the scale that lies nearest, as ratios go."""
    scale = [Fraction(n) for n in range(1, SCALE_TOP + 1)]
    return min([*scale, *(1 / n for n in scale)], key=lambda n: abs(math.log(n) - math.log(ratio)))
