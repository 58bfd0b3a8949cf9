"""How severe each expert is, from who marked whom: a second opinion beside the totals."""

from typing import Final

import numpy as np

from reviewtui.locales import N_
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.results import ON_TOTALS, Severity
from reviewtui.tally.analysis.shrinkage import Mixed
from reviewtui.tally.analysis.totals import Floats, Totals

TOO_FEW: Final = N_(
    "too few: {experts} experts and {candidates} candidates with totals; it takes two of each"
)
NO_REST: Final = N_(
    "too few: {cells} totals for {unknowns} unknowns, so nothing is left to tell severity "
    "from chance"
)
NOT_CONNECTED: Final = N_(
    "not connected: experts {some} and experts {others} have no candidate in common, directly "
    "or through other experts, so their severities cannot be compared"
)
MOST_NAMED: Final = 12
"""Experts named of each side."""


def severity(totals: Totals) -> Severity | Undefined:
    """The additive two-way model: total = candidate + severity + chance, over given cells.

    Severities by least squares sum to 0; the shrunken ones are predictions with severities
    and candidates as random effects. Where everybody marked everybody, neither changes the
    order of the means.

    Sources: Scheffé 1959 (two-way layout); Henderson 1975 (prediction).
    """
    part = totals.given()
    experts, candidates = part.values.shape
    if experts < 2 or candidates < 2:
        return undefined(TOO_FEW, experts=experts, candidates=candidates)
    there = ~np.isnan(part.values)
    apart = _apart(part, there)
    if apart is not None:
        return apart
    cells, unknowns = int(there.sum()), experts + candidates - 1
    if cells <= unknowns:
        return undefined(NO_REST, cells=cells, unknowns=unknowns)
    return _Model(part, there).found()


def components(there: np.ndarray) -> list[list[int]]:
    """Experts (rows) in groups that share candidates (columns), directly or through others."""
    left = np.ones(there.shape[0], dtype=bool)
    groups = []
    while left.any():
        seen = np.zeros_like(left)
        seen[int(left.argmax())] = True
        while True:
            reached = there[:, there[seen].any(axis=0)].any(axis=1) | seen
            if (reached == seen).all():
                break
            seen = reached
        groups.append([int(at) for at in np.flatnonzero(seen)])
        left &= ~seen
    return groups


def _apart(part: Totals, there: np.ndarray) -> Undefined | None:
    groups = components(there)
    if len(groups) == 1:
        return None
    rest = sorted(at for group in groups[1:] for at in group)
    some, others = ([part.experts[at] for at in group] for group in (groups[0], rest))
    return undefined(NOT_CONNECTED, some=_named(some), others=_named(others))


def _named(codes: list[str]) -> str:
    more = ["…"] if len(codes) > MOST_NAMED else []
    return " ".join(codes[:MOST_NAMED] + more)


class _Model:
    """Candidates swept out, so that only as many unknowns as experts are left."""

    def __init__(self, part: Totals, there: np.ndarray) -> None:
        self.part = part
        self.middle = float(np.nanmean(part.values))
        self.values = np.where(there, part.values - self.middle, 0.0)
        self.weights = there.astype(np.float64)
        self.per_candidate = self.weights.sum(axis=0)
        self.means = self.values.sum(axis=0) / self.per_candidate
        shares = self.weights / self.per_candidate
        self.left = np.diag(self.weights.sum(axis=1)) - shares @ self.weights.T
        self.right = (self.values - self.means * self.weights).sum(axis=1)

    def found(self) -> Severity:
        experts = len(self.part.experts)
        # The constant direction has no information; a 1 there makes the solution sum to 0.
        effects = np.linalg.solve(self.left + np.ones((experts, experts)) / experts, self.right)
        drawn = Mixed(self.values, self.weights).fitted()
        return Severity(
            self.part.experts,
            self.part.candidates,
            ON_TOTALS,
            severity=self._by_expert(effects),
            adjusted=self._adjusted(effects),
            shrunken=self._by_expert(drawn.severities),
            shrunken_adjusted=self._adjusted(drawn.severities),
            expert_sd=drawn.expert_sd,
            residual_sd=self._residual(effects),
        )

    def _residual(self, effects: Floats) -> float:
        candidates = self.means - effects @ self.weights / self.per_candidate
        left = (self.values - candidates - effects[:, None]) * self.weights
        freedom = self.weights.sum() - sum(self.weights.shape) + 1
        return float(np.sqrt((left**2).sum() / freedom))

    def _by_expert(self, effects: Floats) -> dict[str, float]:
        return dict(zip(self.part.experts, effects.tolist(), strict=True))

    def _adjusted(self, effects: Floats) -> dict[str, float]:
        means = self.means - effects @ self.weights / self.per_candidate + self.middle
        return dict(zip(self.part.candidates, means.tolist(), strict=True))
