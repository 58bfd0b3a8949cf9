"""仅供参考: where each candidate ranks when something else had been so, beside its own rank."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviewtui.filing.analysed.statistics import (
    NONE,
    Statistics,
    figure,
    informing,
    percent,
    words_of,
)
from reviewtui.filing.chart import Chart, ChartKind, Series
from reviewtui.filing.frame import finish, notes
from reviewtui.filing.model import Grid, Span, Value
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.charts import MOST_DRAWN, WIDE, beside, cut_sentence, label_of, lay
from reviewtui.filing.styles import CELL, HEADER, TEXT, TOTAL, sized
from reviewtui.filing.wording import Decimals, average_name
from reviewtui.locales import _
from reviewtui.tally.analysis.results import (
    Averages,
    LeaveOneOut,
    Part,
    Severity,
    Spreads,
    StandardScores,
)
from reviewtui.tally.analysis.spread_words import marked_by_one, ranked_partly
from reviewtui.tally.analysis.weight_results import Smaa, WeightStability
from reviewtui.tally.analysis.weight_words import another_order
from reviewtui.tally.analysis.words import AVERAGES, untrimmed
from reviewtui.tally.verdict import CandidateVerdict

_SIZE: Final = 9.0
_COLUMN: Final = 8.0


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    values: dict[str, Value]


def candidates(record: Record, statistics: Statistics, name: str) -> Grid:
    """Lay out one line a candidate, best official rank first."""
    columns = list(_columns(record, statistics))
    widths = (6.5, 6.5, 24.0, 8.0, *[_COLUMN] * len(columns))
    grid = informing(record, name, _("Candidates under other conditions"), widths)
    style = sized(HEADER, _SIZE)
    heads = (_("Rank"), _("Candidate code"), _("Name of the candidate"))
    head = grid.put_row(
        (*heads, average_name(record.panel.rule), *(column.head for column in columns)), style
    )
    totals = Decimals((item.total for item in record.verdict.candidates), None, most=2)
    for item in record.ranked():
        row = grid.last_row + 1
        total = NONE if item.total is None else totals.number(item.total)
        rank = NONE if item.rank is None else item.rank
        fixed = ((rank, TOTAL), (item.code, CELL), (_name(record, item), TEXT), (total, TOTAL))
        for at, (value, look) in enumerate(fixed, 1):
            grid.put(row, at, value, sized(look, _SIZE))
        for at, column in enumerate(columns, 5):
            grid.put(row, at, column.values.get(item.code, NONE), sized(CELL, _SIZE))
    grid.freeze = (head + 1, 5)
    grid.print.title_rows = (1, head)
    notes(grid, list(_notes(statistics)))
    return finish(grid)


def _name(record: Record, item: CandidateVerdict) -> str:
    return record.panel.candidate(item.code).name


def _columns(record: Record, statistics: Statistics) -> Iterator[_Column]:
    yield from _resampled(record, statistics)
    yield from _otherwise(statistics)
    if (standard := statistics.found(Part.STANDARD_SCORES, StandardScores)) is not None:
        values = {code: figure(mean) for code, mean in standard.means.items()}
        yield _Column(_("Standard score, mean"), values)
    if (severe := statistics.found(Part.SEVERITY, Severity)) is not None:
        values = {code: figure(total) for code, total in severe.adjusted.items()}
        yield _Column(_("Total without severity"), values)
        values = {code: figure(total) for code, total in severe.shrunken_adjusted.items()}
        yield _Column(_("the same, severity shrunken"), values)


def _resampled(record: Record, statistics: Statistics) -> Iterator[_Column]:
    words = words_of(record)
    if (found := statistics.found(Part.BOOTSTRAP, Spreads)) is not None:
        spreads = found.spreads
        yield _Column(_("Rank, 90% from"), {code: one.rank_low for code, one in spreads.items()})
        yield _Column(_("Rank, 90% to"), {code: one.rank_high for code, one in spreads.items()})
        first: dict[str, Value] = {code: percent(one.p_first) for code, one in spreads.items()}
        yield _Column(_("First, in %"), first)
        for at, line in enumerate(found.lines):
            above = {code: percent(one.above[at]) for code, one in spreads.items()}
            yield _Column(_("{line}, in %").format(line=words.line(line)), above)
    if (found := statistics.found(Part.ROUNDING, Spreads)) is not None:
        ranks: dict[str, Value] = {
            code: f"{one.rank_low}–{one.rank_high}" for code, one in found.spreads.items()
        }
        yield _Column(_("Rank within half a step"), ranks)
    if (smaa := statistics.found(Part.SMAA, Smaa)) is not None:
        accepted = {code: percent(one.acceptability[0]) for code, one in smaa.accepted.items()}
        yield _Column(_("First over all weights, in %"), accepted)


def _otherwise(statistics: Statistics) -> Iterator[_Column]:
    if (averages := statistics.found(Part.AVERAGES, Averages)) is not None:
        for name, ranked in averages.by.items():
            head = _("Rank by {average}").format(average=_(AVERAGES[name]))
            yield _Column(head, dict(ranked.ranks))
    if (left := statistics.found(Part.LEAVE_ONE_OUT, LeaveOneOut)) is not None:
        ranks: dict[str, list[int]] = {}
        for one in left.without.values():
            for code, rank in one.ranks.items():
                ranks.setdefault(code, []).append(rank)
        spans: dict[str, Value] = {code: f"{min(own)}–{max(own)}" for code, own in ranks.items()}
        yield _Column(_("Rank without any one expert"), spans)


def _notes(statistics: Statistics) -> Iterator[str]:
    if (drawn := statistics.found(Part.BOOTSTRAP, Spreads)) is not None:
        yield _("“90%” and shares: had other experts of the same kind sat there (bootstrap).")
        yield from filter(None, (ranked_partly(drawn), marked_by_one(drawn)))
    if (averages := statistics.found(Part.AVERAGES, Averages)) and averages.untrimmed:
        yield untrimmed(averages)
    if statistics.found(Part.SMAA, Smaa) is not None:
        yield _("“Over all weights”: weights of the primaries drawn evenly (SMAA-2).")
    if statistics.found(Part.SEVERITY, Severity) is not None:
        yield _(
            "“Without severity”: totals before an expert of average severity; a second opinion."
        )
    found = statistics.found(Part.WEIGHT_STABILITY, WeightStability)
    if found is not None and (other := another_order(found.at_rule)):
        yield other


def rank_chart(record: Record, statistics: Statistics, name: str) -> Grid:
    """Lay out the rank intervals as a chart beside their table."""
    found = statistics.found(Part.BOOTSTRAP, Spreads)
    assert found is not None  # the chart is laid out only where there are intervals
    all_items = [item for item in record.ranked() if item.code in found.spreads]
    items = all_items[:MOST_DRAWN]
    grid = informing(record, name, _("Rank intervals"), (39.0, *[8.0] * 5, 2.0, WIDE))
    grid.print.pages_high = 1
    heads = (_("Rank"), _("90% from"), _("90% to"), _("Begins at"), _("Long"))
    top = grid.put_row((_("Candidate"), *heads), HEADER) + 1
    for item in items:
        one = found.spreads[item.code]
        row = grid.put_row(
            (
                label_of(record, item.code),
                NONE if item.rank is None else item.rank,
                one.rank_low,
                one.rank_high,
                one.rank_low - 1,
                one.rank_high - one.rank_low + 1,
            ),
            CELL,
        )
        grid.put(row, 1, label_of(record, item.code), TEXT)
    bottom = grid.last_row
    last = max(one.rank_high for one in found.spreads.values())
    chart = Chart(
        ChartKind.RANGES,
        _("Where 90% of the ranks lie; the order is the official one"),
        top - 1,
        8,
        WIDE * 6,
        beside(top, bottom),
        Span(top, 1, bottom, 1),
        (
            Series(heads[3], Span(top, 5, bottom, 5)),
            Series(heads[4], Span(top, 6, bottom, 6)),
        ),
        lowest=0,
        highest=last,
        step=1 if last <= MOST_DRAWN else None,
    )
    said = _("Rank k is the strip between k − 1 and k; {count} repetitions with other experts.")
    sentences = [said.format(count=found.repetitions), ranked_partly(found)]
    return lay(grid, chart, [*cut_sentence(len(items), len(all_items)), *filter(None, sentences)])
