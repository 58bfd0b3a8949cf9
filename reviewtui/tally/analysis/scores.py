"""Standard scores 50 + 10 z of each expert's totals (标准分): a second opinion."""

from typing import Final

import numpy as np

from reviewtui.locales import N_
from reviewtui.tally.analysis.found import Undefined, undefined
from reviewtui.tally.analysis.results import ON_TOTALS, StandardScores
from reviewtui.tally.analysis.severity import components
from reviewtui.tally.analysis.totals import EQUAL, Floats, Totals

ONE_ONLY: Final = N_("too few: a total for one candidate only, and a spread takes two")
APART: Final = N_(
    "Different experts judged different candidates, with none in common: standard scores do not "
    "make these candidates comparable."
)
FLAT: Final = N_("no variance: the same total for every candidate")
NOBODY: Final = N_("no expert has two different totals")


def standard_scores(totals: Totals) -> StandardScores | Undefined:
    """50 + 10 · (total - the expert's mean) / the expert's sample standard deviation.

    Experts with one total, or with equal ones, have none. The mean of a candidate is over
    the experts who have. Where experts marked different candidates this erases differences
    between what they were given; the additive model does not.
    """
    part = totals.given()
    scores: dict[str, dict[str, float] | Undefined] = {}
    table = np.full(part.values.shape, np.nan)
    for at, expert in enumerate(part.experts):
        row = part.values[at]
        there = ~np.isnan(row)
        found = _standardised(row[there])
        if isinstance(found, Undefined):
            scores[expert] = found
            continue
        table[at, there] = found
        codes = [code for code, given in zip(part.candidates, there, strict=True) if given]
        scores[expert] = dict(zip(codes, found.tolist(), strict=True))
    defined = ~np.isnan(table)
    if not defined.any():
        return undefined(NOBODY)
    counts = defined.sum(axis=0)
    means = {
        code: float(np.nansum(table[:, at]) / counts[at])
        for at, code in enumerate(part.candidates)
        if counts[at]
    }
    apart = undefined(APART) if len(components(~np.isnan(part.values))) > 1 else None
    return StandardScores(part.experts, part.candidates, ON_TOTALS, scores, means, apart)


def _standardised(row: Floats) -> Floats | Undefined:
    if len(row) < 2:
        return undefined(ONE_ONLY)
    if row.max() - row.min() < EQUAL:
        return undefined(FLAT)
    found: Floats = 50 + 10 * (row - row.mean()) / row.std(ddof=1)
    return found
