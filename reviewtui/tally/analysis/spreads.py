"""Ranks over many repetitions, gathered piece by piece: intervals and how often above a line."""

from typing import Final

import numpy as np

from reviewtui.tally.analysis.lines import Lines
from reviewtui.tally.analysis.ranks import Whole, rank_all
from reviewtui.tally.analysis.results import RankSpread
from reviewtui.tally.analysis.totals import EQUAL, Floats

LEVEL: Final = 0.90


class Gathering:
    """What repetitions say about each candidate."""

    def __init__(self, candidates: tuple[str, ...], lines: Lines) -> None:
        self.candidates, self.lines = candidates, lines
        self.above = np.zeros((1 + len(lines.told), len(candidates)))
        self.ranks: list[Whole] = []

    def add(self, totals: Floats, caps: Whole | None = None) -> None:
        """Take in a piece: repetitions × candidates; `caps` as of `Lines.caps`."""
        ranks = rank_all(totals)
        small = np.int16 if len(self.candidates) < 2**15 else np.int32
        self.ranks.append(ranks.first.astype(small))
        self.above[0] += ranks.within(1).sum(axis=0)
        for at, above in enumerate(self.lines.above(totals, ranks, caps), start=1):
            self.above[at] += above.sum(axis=0)

    def spreads(self, level: float = LEVEL) -> dict[str, RankSpread]:
        """Per candidate what was gathered.

        Shares are of all repetitions, so that they add up over the candidates; rank intervals
        are over those in which the candidate had a total.
        """
        ranks = np.sort(np.concatenate(self.ranks), axis=0)
        times = (ranks > 0).sum(axis=0)
        tail = (1 - level) / 2
        missing = len(ranks) - times
        low = missing + np.maximum(np.ceil(tail * times - EQUAL).astype(int) - 1, 0)
        high = missing + np.maximum(np.ceil((1 - tail) * times - EQUAL).astype(int) - 1, 0)
        columns = np.arange(len(self.candidates))
        shares = self.above / len(ranks)
        lowest, highest = (ranks[np.minimum(at, len(ranks) - 1), columns] for at in (low, high))
        return {
            code: RankSpread(
                int(lowest[at]),
                int(highest[at]),
                float(shares[0, at]),
                tuple(shares[1:, at].tolist()),
                int(times[at]),
            )
            for at, code in enumerate(self.candidates)
            if times[at]
        }
