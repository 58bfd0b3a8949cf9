"""图: the ranking as bars, the leading candidates by primaries, how far experts lie apart.

Each on a page of its own beside a small table, which holds what is drawn and refers to the
sheets it comes from.
"""

from fractions import Fraction
from functools import partial
from math import ceil, floor
from statistics import median
from typing import Final

from reviewtui.domain.numbers import MOST_PLACES
from reviewtui.domain.rule import RoundAt
from reviewtui.filing.chart import ROW_POINTS, Chart, ChartKind, Series
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.live.formula import block, cell
from reviewtui.filing.live.plan import POINTS, SUMMARY_FIRST
from reviewtui.filing.measure import display_width
from reviewtui.filing.model import Entry, Grid, Number, Span, Value
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, TEXT, TOTAL
from reviewtui.filing.wording import LEAST_SHOWN, Decimals, average_name, points, rank_value
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict

MOST_DRAWN: Final = 30
"""Candidates whose labels can be read on one page."""
MOST_LINES: Final = 3
"""Lines of a radar that can be told apart in black and white."""
AXES: Final = range(3, 17)
"""Primaries between which a radar is a figure and its labels do not run into each other."""
_ROOMY: Final = 16
"""Candidates up to which a bar has room for two lines; labels that touch are left out."""
_LINE: Final = 40
_LONG: Final = 60
"""Half-width columns of one of two lines beside a bar, and of a line by itself."""
_GAP: Final = 2.0
WIDE: Final = 88.0
"""Units of column width that a chart lies over."""
_LEAST_HIGH: Final = 450.0
_NONE: Final = "—"


def charts(record: Record) -> list[Entry]:
    """The charts that a result has something to show in."""
    drawn = _drawn(record)
    found: list[Entry] = []
    if any(item.total is not None for item in drawn):
        found.append((_("Chart of scores"), _("the scores as bars"), partial(_scores, record)))
    if len(_axes(record)) in AXES and any(item.total is not None for item in drawn):
        told = _("the first candidates, primary by primary")
        found.append((_("Chart of primaries"), told, partial(_primaries, record)))
    if any(len(_totals(record, item)) > 1 for item in drawn):
        told = _("how far the experts' totals lie apart")
        found.append((_("Chart of spread"), told, partial(_spread, record)))
    return found


def label_of(record: Record, code: str) -> str:
    """A candidate by code and as much of its name as fits beside a bar."""
    text = f"{code}  {record.panel.candidate(code).name}"
    if len(record.panel.candidates) > _ROOMY:
        return _fitting(text, _LONG)
    first = _fitting(text, _LINE, end="")
    return "\n".join(filter(None, (first, _fitting(text[len(first) :], _LINE))))


def _fitting(text: str, width: int, *, end: str = "…") -> str:
    """What of a text fits on one line of half-width columns."""
    if display_width(text) <= width:
        return text
    while display_width(text + end) > width:
        text = text[:-1]
    return text + end


def page(
    record: Record, name: str, widths: tuple[float, ...], *, heading: str = "", high: bool = True
) -> Grid:
    """A page across with room for a chart at the right of a table of these columns."""
    grid = begin(record, name, heading or name, (*widths, _GAP, WIDE), landscape=True)
    grid.print.pages_high = int(high)
    under_title(grid, record)
    return grid


def lay(grid: Grid, chart: Chart, sentences: list[str]) -> Grid:
    """Lay the chart beside its table, and the notes under both."""
    grid.charts.append(chart)
    grid.last_row = max(grid.last_row, chart.row + chart.rows)
    notes(grid, sentences)
    return finish(grid)


def beside(top: int, bottom: int) -> float:
    """Height of a chart beside these rows, in points."""
    return max(_LEAST_HIGH, (bottom - top + 1) * ROW_POINTS)


def cut_sentence(shown: int, whole: int) -> list[str]:
    """That not all candidates are drawn."""
    if shown == whole:
        return []
    said = _("Drawn are the first {shown} of {whole} candidates; the tables hold all of them.")
    return [said.format(shown=shown, whole=whole)]


def _drawn(record: Record) -> tuple[CandidateVerdict, ...]:
    return record.ranked()[:MOST_DRAWN]


def _scores(record: Record) -> Grid:
    rule, plan = record.panel.rule, record.plan
    items = _drawn(record)
    column = Decimals((item.total for item in items), rule.rounding.get(RoundAt.TOTAL))
    rank = (_("Rank"),) if record.panel.ranking else ()
    grid = page(record, _("Chart of scores"), (*[9.5 for _one in rank], 39.0, 11.0))
    top = grid.put_row((*rank, _("Candidate"), average_name(rule)), HEADER) + 1
    left = len(rank) + 1
    for item in items:
        row = grid.last_row + 1
        if rank:
            grid.put(row, 1, rank_value(item), CELL, plan.rank(item.code))
        grid.put(row, left, label_of(record, item.code), TEXT)
        total = _NONE if item.total is None else column.number(item.total)
        grid.put(row, left + 1, total, TOTAL, plan.total(item.code))
    bottom = grid.last_row
    chart = Chart(
        ChartKind.BARS,
        _("Scores in the order of the ranking") if rank else _("Scores"),
        top - 1,
        left + 3,
        WIDE * 6,
        beside(top, bottom),
        Span(top, left, bottom, left),
        (Series(average_name(rule), Span(top, left + 1, bottom, left + 1)),),
        lowest=0,
    )
    return lay(grid, chart, cut_sentence(len(items), len(record.panel.candidates)))


def _axes(record: Record) -> list[str]:
    """Codes of the primaries that carry points."""
    shares = record.sheet.shares
    return [row.code for row in record.panel.table.primaries if shares.get(row.code)]


def _primaries(record: Record) -> Grid:
    plan, shares = record.plan, record.sheet.shares
    leading = [item for item in _drawn(record) if item.total is not None][:MOST_LINES]
    own = [label_of(record, item.code) for item in leading]
    grid = page(record, _("Chart of primaries"), (27.0, 8.0, *[13.0 for _one in own]))
    top = (
        grid.put_row(
            (_("Primary indicator"), _("Points"), *(one.replace("\n", "") for one in own)), HEADER
        )
        + 1
    )
    scores = [{part.code: part.score for part in item.primaries} for item in leading]
    for code in _axes(record):
        row = grid.last_row + 1
        grid.put(row, 1, f"{code} {record.panel.table.row(code).name()}", TEXT)
        grid.put(row, 2, points(shares[code]), CELL, plan.share(code))
        for at, item in enumerate(leading):
            score = plan.working(plan.primary_row(item.code, code), POINTS)
            share = f'IF(ISNUMBER({score}),{score}/{cell(row, 2)}*100,"{_NONE}")'
            grid.put(row, 3 + at, _share(scores[at].get(code), shares[code]), CELL, share)
    bottom = grid.last_row
    chart = Chart(
        ChartKind.RADAR,
        _("Share of the points of each primary, in percent"),
        top - 1,
        4 + len(leading),
        WIDE * 6,
        _LEAST_HIGH,
        Span(top, 1, bottom, 1),
        tuple(Series(name, Span(top, 3 + at, bottom, 3 + at)) for at, name in enumerate(own)),
        lowest=0,
        highest=100 if _within(scores, shares) else None,
    )
    said = _("Shares are scores as percent of a primary's points; {count} candidates are drawn.")
    return lay(grid, chart, [said.format(count=len(leading))])


def _share(score: Fraction | None, whole: Fraction) -> Value:
    return _NONE if score is None else Number(score / whole * 100, MOST_PLACES, 1)


def _within(scores: list[dict[str, Fraction | None]], shares: dict[str, Fraction]) -> bool:
    """Whether no share is above 100: with bonus rows it may be."""
    return all(
        score is None or not shares.get(code) or 0 <= score <= shares[code]
        for own in scores
        for code, score in own.items()
    )


def _totals(record: Record, item: CandidateVerdict) -> list[Fraction]:
    """The experts' totals that stand as numbers on the summary."""
    found = (record.expert_total(expert.code, item) for expert in record.panel.experts)
    return [one for one in found if isinstance(one, Fraction)]


def _spread(record: Record) -> Grid:
    items = _drawn(record)
    totals = {item.code: sorted(_totals(record, item)) for item in items}
    every = [one for own in totals.values() for one in own]
    middles = [median(own) for own in totals.values() if own]
    column = Decimals([*every, *middles], None, most=LEAST_SHOWN)
    grid = page(record, _("Chart of spread"), (39.0, *[9.5] * 3, *[11.5] * 2))
    heads = (_("Lowest"), _("Median"), _("Highest"), _("Median − lowest"), _("Highest − median"))
    top = grid.put_row((_("Candidate"), *heads), HEADER) + 1
    for item in items:
        _spread_row(grid, record, item, totals[item.code], column)
    bottom = grid.last_row
    low, high = floor(min(every)), ceil(max(every))
    chart = Chart(
        ChartKind.RANGES,
        _("Experts' totals: from the lowest over the median to the highest"),
        top - 1,
        8,
        WIDE * 6,
        beside(top, bottom),
        Span(top, 1, bottom, 1),
        (
            Series(heads[0], Span(top, 2, bottom, 2)),
            Series(heads[3], Span(top, 5, bottom, 5)),
            Series(heads[4], Span(top, 6, bottom, 6)),
        ),
        lowest=low - low % 5,
        highest=high + -high % 5,
    )
    sentences = cut_sentence(len(items), len(record.panel.candidates))
    sentences.append(
        _(
            "Each bar spans the totals of all counted experts: light from the lowest to the "
            "median, dark from the median to the highest. The axis need not begin at 0."
        )
    )
    return lay(grid, chart, sentences)


def _spread_row(
    grid: Grid, record: Record, item: CandidateVerdict, own: list[Fraction], column: Decimals
) -> None:
    plan, row = record.plan, grid.last_row + 1
    line, name = plan.summary_line(item.code), _("Score summary")
    given = block(line, SUMMARY_FIRST, line, plan.summary_count - 1, name)
    grid.put(row, 1, label_of(record, item.code), TEXT)
    ends = (own[0], median(own), own[-1]) if own else None
    for at, function in enumerate(("MIN", "MEDIAN", "MAX")):
        value = column.number(ends[at]) if ends else _NONE
        taken = f'IF(COUNT({given})=0,"{_NONE}",{function}({given}))'
        grid.put(row, 2 + at, value, CELL, taken)
    for at in (0, 1):
        value = column.number(ends[at + 1] - ends[at]) if ends else _NONE
        first, then = cell(row, 2 + at), cell(row, 3 + at)
        grid.put(row, 5 + at, value, CELL, f'IF(ISNUMBER({first}),{then}-{first},"{_NONE}")')
