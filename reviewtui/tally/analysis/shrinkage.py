"""Severities as random effects beside random candidates: restricted maximum likelihood.

The mixed model equations with the candidates swept out, so that the work grows with the
cells and with the cube of the experts only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewtui.tally.analysis.totals import Floats

LEAST: Final = -14.0
MOST: Final = 14.0
"""Natural logarithms between which a variance ratio is looked for; the least stands for 0."""
CLOSE: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Shrunken:
    """Predicted severities, and their standard deviation in the model."""

    severities: Floats
    expert_sd: float


class Mixed:
    """total = mean + candidate + severity + chance, all but the mean random.

    Sources: Patterson and Thompson 1971; Henderson 1975.
    """

    def __init__(self, values: Floats, there: Floats) -> None:
        """Take totals about their mean, 0 where there is none, and 1 where there is one."""
        self.values, self.there = values, there
        self.experts, self.candidates = values.shape
        self.cells = int(there.sum())
        self.per_candidate, self.of_candidate = there.sum(axis=0), values.sum(axis=0)
        per_expert = there.sum(axis=1)
        self.plain = np.zeros((self.experts + 1, self.experts + 1))
        self.plain[0, 0] = self.cells
        self.plain[0, 1:] = self.plain[1:, 0] = per_expert
        self.plain[1:, 1:] = np.diag(per_expert)
        self.cross = np.vstack([self.per_candidate, there])
        self.right = np.concatenate([[values.sum()], values.sum(axis=1)])
        self.square = float((values**2).sum())

    def fitted(self) -> Shrunken:
        """The ratios that the likelihood likes best, and what follows from them."""
        ratios = _lowest(lambda logs: self._solved(logs)[0], (-1.0, 0.0))
        _deviance, solution, noise = self._solved(ratios)
        if ratios[0] <= LEAST + 1:
            return Shrunken(np.zeros(self.experts), 0.0)
        return Shrunken(solution[1:], float(np.sqrt(np.exp(ratios[0]) * noise)))

    def _solved(self, logs: tuple[float, float]) -> tuple[float, Floats, float]:
        """Deviance, mean and severities, and the variance of the rest, at two log ratios."""
        of_expert, of_candidate = logs
        pivots = self.per_candidate + np.exp(-of_candidate)
        left = self.plain - (self.cross / pivots) @ self.cross.T
        left[np.arange(1, len(left)), np.arange(1, len(left))] += np.exp(-of_expert)
        right = self.right - self.cross @ (self.of_candidate / pivots)
        solution = np.linalg.solve(left, right)
        explained = float((self.of_candidate**2 / pivots).sum() + solution @ right)
        noise = max(self.square - explained, 1e-12 * self.square, 1e-300) / (self.cells - 1)
        deviance = (
            (self.cells - 1) * np.log(noise)
            + self.experts * of_expert
            + self.candidates * of_candidate
            + np.log(pivots).sum()
            + np.linalg.slogdet(left)[1]
        )
        return float(deviance), solution, noise


def _lowest(
    height: Callable[[tuple[float, float]], float], start: tuple[float, float]
) -> tuple[float, float]:
    """Where a smooth function of two numbers is lowest, by ever smaller steps along both."""
    best, least, step = start, height(start), 2.0
    while step > CLOSE:
        for along in ((step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)):
            there = (_within(best[0] + along[0]), _within(best[1] + along[1]))
            if (found := height(there)) < least - 1e-12:
                best, least = there, found
                break
        else:
            step /= 4
    return best


def _within(value: float) -> float:
    return min(max(value, LEAST), MOST)
