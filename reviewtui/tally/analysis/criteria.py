"""Candidates × primaries: what weights are laid on when they vary."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from reviewtui.domain.rule import Average
from reviewtui.locales import N_
from reviewtui.tally.analysis.entering import Entering
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.ranks import ranking
from reviewtui.tally.analysis.recount import Recount
from reviewtui.tally.analysis.totals import Floats
from reviewtui.tally.analysis.weight_results import AtRule

ONE_PRIMARY: Final = N_("one primary indicator only carries weight, so there is nothing to vary")
ONE_CANDIDATE: Final = N_("too few: {candidates} candidates with a total; it takes two")

ROUNDED: Final = N_("the rule rounds on the way")
NO_SUMS: Final = {
    Average.MEDIAN: N_("medians of totals are no sums of primaries"),
    Average.TRIMMED: N_("trimmed means of totals are no sums of primaries"),
}
STANDARDISED: Final = N_("standard scores of totals are no sums of primaries")


@dataclass(frozen=True, eq=False)
class Criteria:
    """Scores of the primaries as shares of their full marks, averaged as the rule averages
    rows (by_indicator) or over the experts who count (by_expert).

    Attributes:
        shares: Candidates × primaries; nan where a primary does not apply to a candidate.
        weights: The rule's weights of the primaries; they sum to 1.
        beside: Per candidate what rows outside the base bring, as a share of the base.
        official: The official ranking by candidate.
        apart: Why sums of primaries may rank otherwise.
    """

    experts: tuple[str, ...]
    candidates: tuple[str, ...]
    primaries: tuple[str, ...]
    shares: Floats
    weights: Floats
    beside: Floats
    official: Mapping[str, int]
    apart: str = ROUNDED

    @classmethod
    def of(cls, entering: Entering, recount: Recount) -> "Criteria | Undefined":
        """From a result; why it makes no sense where it does not."""
        sheet, codes = entering.sheet, recount.candidates
        if len(codes) < 2:
            return undefined(ONE_CANDIDATE, candidates=len(codes))
        weights = np.array([float(sheet.shares.get(code, 0)) for code in entering.primaries])
        weighty = weights > 0
        if weighty.sum() < 2:
            return undefined(ONE_PRIMARY)
        if entering.by_expert:
            points = entering.row_points(codes)
        else:
            everybody = np.ones((1, len(recount.experts)), dtype=np.int64)
            rows = recount.averager.averaged(recount.table, everybody)
            points = rows.reshape(len(codes), -1) * entering.worths(codes)
        fulls = entering.fulls(codes)
        groups = np.eye(len(entering.primaries))[entering.primary_of]
        based = np.where(fulls > 0, points, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = (based @ groups) / (fulls @ groups)
        return cls(
            recount.experts,
            codes,
            tuple(code for code, kept in zip(entering.primaries, weighty, strict=True) if kept),
            shares[:, weighty],
            weights[weighty] / weights[weighty].sum(),
            (points - based).sum(axis=1) / weights.sum(),
            ranking(codes, recount.everybody()).ranks,
            _apart(entering),
        )

    @cached_property
    def at_rule(self) -> AtRule:
        """The ranking at the rule's weights, and why it is another one where it is.

        It is the official one where nobody stands above another who is officially above; ties
        agree with both.
        """
        own = ranking(self.candidates, self.totals(self.weights[None])[0]).ranks
        ranks = np.array([own[code] for code in self.candidates])
        places = np.array([self.official[code] for code in self.candidates])
        agrees = (np.diff(ranks[np.lexsort((ranks, places))]) >= 0).all()
        return AtRule(own, None if agrees else undefined(self.apart))

    def totals(self, weights: Floats) -> Floats:
        """Totals as shares of the base, weights (rows) × candidates; what does not apply to a
        candidate leaves its weight to the others.
        """
        applies = ~np.isnan(self.shares)
        found: Floats = weights @ np.where(applies, self.shares, 0.0).T
        if not applies.all():
            found /= weights @ applies.T
        return found + self.beside if self.beside.any() else found


def _apart(entering: Entering) -> str:
    """Why the official totals may not be sums of the primaries' scores."""
    rule = entering.panel.rule
    if not entering.by_expert:
        return ROUNDED
    return STANDARDISED if rule.standardise else NO_SUMS.get(rule.average, ROUNDED)
