"""What stands behind one statistic: its sentence, then a table with a drawing in text cells."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from reviewtui.domain.naming import candidate_name, title
from reviewtui.domain.rule import Average
from reviewtui.locales import _
from reviewtui.locales.width import cell_len
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.method_words import method
from reviewtui.tally.analysis.results import (
    ICC,
    Alpha,
    Averages,
    KendallW,
    LeaveOneOut,
    Part,
    Result,
    Severity,
    Spreads,
    StandardScores,
)
from reviewtui.tally.analysis.shares import percent, share_text
from reviewtui.tally.analysis.spread_words import no_interval
from reviewtui.tally.analysis.weight_results import Smaa, WeightStability
from reviewtui.tally.analysis.words import AVERAGES, Words, low_text
from reviewtui.tally.figures import NOTHING, rank_text, total_text
from reviewtui.tally.verdict import Flag, Verdict, flag_label
from reviewtui.tui import drawings
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row
from reviewtui.tui.widgets.table import Words as Said

BAR: Final = 12
PLOT: Final = (14, 30)
"""Fewest and most cells of a drawing of ranks; two for each rank between them."""
CANDIDATE: Final = "candidate"
ABOVE: Final = "above"
PRIMARY: Final = "primary"
MOST_BESIDE: Final = 4
"""Lines whose columns stand side by side; of more some move aside."""
PLAIN: Final = " *"
"""Stands behind the rank of a candidate of whom no mark was left out."""


class Analysed:
    """The pages of an analysis.

    Keys of rows: “candidate” or “above” (him again), or “primary”, and the code.
    """

    def __init__(self, words: Words, verdict: Verdict) -> None:
        self._words, self._verdict = words, verdict
        self._panel = words.panel
        self._ranked = [one for one in verdict.ranking() if one.total is not None]

    def page(self, part: Part, result: Result) -> list[Item]:
        """The sentence, the table, and how it is worked out."""
        return [
            Said(self._words.sentence(part, result), Tone.STRONG),
            Said(),
            *self._table(result),
            *map(Said, method(self._panel, part, result)),
            Said(),
            Said(_("For reference only; the official result stays what it is."), Tone.DIM),
        ]

    def behind(self, result: Result, key: str) -> tuple[str, list[str]] | None:
        """Title and text of what stands behind a row; None where the candidate is explained."""
        _kind, _blank, code = key.partition(" ")
        words = self._words.weights
        if isinstance(result, WeightStability):
            return words.primary(code), list(words.stability(result, code))
        if isinstance(result, Smaa) and code in result.accepted:
            return candidate_name(self._panel, code), list(words.central(result.accepted[code]))
        return None

    def _tables(self) -> Mapping[type, Callable[[Any], Iterator[Item]]]:
        return {
            KendallW: self._kendall,
            ICC: self._icc,
            Alpha: self._alpha,
            StandardScores: self._standard,
            Severity: self._severity,
            Averages: self._averages,
            LeaveOneOut: self._without,
            WeightStability: self._weights,
            Spreads: self._spreads,
            Smaa: self._smaa,
        }

    def _table(self, result: Result) -> Iterator[Item]:
        table = self._tables().get(type(result))
        if table is not None:
            yield from table(result)
            yield Said()

    def _candidates(
        self,
        columns: tuple[Column, ...],
        cells: Callable[[str], tuple[str, ...]],
        kind: str = CANDIDATE,
    ) -> Iterator[Item]:
        """A row for each candidate that has a total, best official rank first."""
        layout = Layout((Column(_("rank"), 8), *columns, Column(_("candidate"))))
        yield Heads(layout)
        for one in self._ranked:
            rank = rank_text(one.rank, tied=Flag.TIED in one.flags)
            name = candidate_name(self._panel, one.code)
            yield Row(f"{kind} {one.code}", layout, (rank, *cells(one.code), name))

    @property
    def _plot(self) -> int:
        return max(PLOT[0], min(PLOT[1], 2 * len(self._ranked)))

    def _kendall(self, result: KendallW) -> Iterator[Item]:
        def cells(code: str) -> tuple[str, ...]:
            found = result.rank_sums.get(code)
            if found is None:
                return NOTHING, NOTHING
            return f"{found:g}", f"{found / result.n:.2f}"

        heads = (_("rank sum"), _("mean rank"))
        return self._candidates(tuple(Column(head, 10, right=True) for head in heads), cells)

    def _alpha(self, result: Alpha) -> Iterator[Item]:
        def cells(code: str) -> tuple[str, ...]:
            found = result.apart.get(code)
            return (NOTHING, NOTHING) if found is None else (str(found[0]), f"{found[1]:.2f}")

        apart = _("mean squared difference")
        columns = (
            Column(_("totals"), 7, right=True),
            Column(apart, cell_len(apart) + 1, right=True),
        )
        return self._candidates(columns, cells)

    def _icc(self, result: ICC) -> Iterator[Item]:
        layout = Layout(
            (Column("", 8), Column(_("value"), 8, right=True), Column(_("95% interval")))
        )
        yield Said("".join(layout.place([column.head for column in layout.columns], 60)[0]))
        for form, one in result.forms.items():
            if isinstance(one, Undefined):
                cells = (form, NOTHING, one.sentence)
            else:
                cells = (form, f"{one.value:.2f}", f"{low_text(one.low)} .. {one.high:.2f}")
            for pieces in layout.place(cells, 70):
                yield Said("".join(pieces).rstrip())

    def _standard(self, result: StandardScores) -> Iterator[Item]:
        def cells(code: str) -> tuple[str, ...]:
            total = total_text(self._panel.rule, self._verdict.of(code).total)
            return total, _number(result.means.get(code))

        columns = (Column(_("total"), 9, right=True), Column(_("standard"), 10, right=True))
        return self._candidates(columns, cells)

    def _severity(self, result: Severity) -> Iterator[Item]:
        experts = Layout(
            (
                Column(_("expert"), 8),
                Column(_("severity"), 10, right=True),
                Column(_("shrunken"), 10, right=True),
            )
        )
        yield Said("".join(experts.place([column.head for column in experts.columns], 40)[0]))
        for code, value in result.severity.items():
            shown = (code, f"{value:+.2f}", f"{result.shrunken[code]:+.2f}")
            yield Said("".join(experts.place(shown, 40)[0]).rstrip())
        yield Said()

        def cells(code: str) -> tuple[str, ...]:
            total = total_text(self._panel.rule, self._verdict.of(code).total)
            found = (result.adjusted.get(code), result.shrunken_adjusted.get(code))
            return (total, *map(_number, found))

        heads = (_("total"), _("adjusted"), _("shrunken"))
        yield from self._candidates(tuple(Column(head, 9, right=True) for head in heads), cells)

    def _averages(self, result: Averages) -> Iterator[Item]:
        names = list(result.by)

        def cells(code: str) -> tuple[str, ...]:
            ranks = {name: str(result.by[name].ranks.get(code, NOTHING)) for name in names}
            if code in result.untrimmed:
                ranks[Average.TRIMMED] += PLAIN
            return tuple(ranks.values())

        columns = tuple(Column(_(AVERAGES[name]), 12, right=True) for name in names)
        yield from self._candidates(columns, cells)
        if result.untrimmed:
            yield Said(f"{PLAIN.strip()}: {flag_label(Flag.PLAIN_MEAN)}", Tone.DIM)

    def _without(self, result: LeaveOneOut) -> Iterator[Item]:
        most, width = len(self._ranked), self._plot

        def cells(code: str) -> tuple[str, ...]:
            found = [one.ranks[code] for one in result.without.values() if code in one.ranks]
            if not found:
                return NOTHING, ""
            low, high = min(found), max(found)
            own = result.official.ranks.get(code)
            return _span(low, high), drawings.interval(low, high, own, most, width)

        yield from self._candidates(
            (Column(_("ranks"), 7), Column(_ranks_head(most, width), width)), cells
        )
        yield Said(_("#: official rank; =: the ranks with any one expert left out"), Tone.DIM)

    def _weights(self, result: WeightStability) -> Iterator[Item]:
        layout = Layout(
            (
                Column(_("code"), 5),
                Column(_("weight"), 7, right=True),
                Column(_("first stays"), 16),
                Column(_("order stays"), 16),
                Column(_("primary indicator")),
            )
        )
        yield Heads(layout)
        span = _("{low} to {high}")
        for code, one in result.primaries.items():
            name = title(self._panel, self._words.sheet, code)
            bounds = [
                span.format(low=percent(kept.low), high=percent(kept.high))
                for kept in (one.first, one.order)
            ]
            yield Row(f"{PRIMARY} {code}", layout, (code, percent(one.weight), *bounds, name))

    def _spreads(self, result: Spreads) -> Iterator[Item]:
        for text in self._words.undecided(result):
            yield Said(text, Tone.WARN)
        most, width = len(self._ranked), self._plot

        def cells(code: str) -> tuple[str, ...]:
            one = result.spreads.get(code)
            if one is None:
                said = no_interval() if code in result.single else ""
                return NOTHING, said, NOTHING
            own = self._verdict.of(code).rank
            drawn = drawings.interval(one.rank_low, one.rank_high, own, most, width)
            return _span(one.rank_low, one.rank_high), drawn, share_text(one.p_first)

        columns = (
            Column(_("ranks"), 7),
            Column(_ranks_head(most, width), width),
            Column(_("first"), 6, right=True),
        )
        yield from self._candidates(columns, cells)
        yield Said(_("#: official rank; =: the ranks of nine cases in ten"), Tone.DIM)
        yield Said()
        yield from self._above(result)

    def _above(self, result: Spreads) -> Iterator[Item]:
        """How often each candidate is above each line."""
        yield Said(_("How often among the leading places, and how often each grade"), Tone.STRONG)
        heads = [self._words.head(line) for line in result.lines]
        columns = tuple(
            Column(head, max(7, cell_len(head)), right=True, moving=len(heads) > MOST_BESIDE)
            for head in heads
        )

        def cells(code: str) -> tuple[str, ...]:
            one = result.spreads.get(code)
            return (NOTHING,) * len(heads) if one is None else tuple(map(share_text, one.above))

        yield from self._candidates(columns, cells, ABOVE)

    def _smaa(self, result: Smaa) -> Iterator[Item]:
        def cells(code: str) -> tuple[str, ...]:
            one = result.accepted.get(code)
            if one is None:
                return NOTHING, "", NOTHING
            first = one.acceptability[0]
            three = sum(one.acceptability[:3])
            drawn = drawings.bar(Fraction(round(first * 1000), 1000), BAR)
            return share_text(first), drawn, share_text(min(three, 1.0))

        columns = (
            Column(_("first"), 7, right=True),
            Column("", BAR),
            Column(_("first 3"), 8, right=True),
        )
        return self._candidates(columns, cells)


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def _ranks_head(most: int, width: int) -> str:
    return "1" + str(most).rjust(width - 1)


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"
