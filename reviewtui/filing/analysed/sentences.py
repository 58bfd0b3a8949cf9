"""仅供参考: each statistic in a sentence, then agreement and weights as tables."""

from reviewtui.domain.naming import title
from reviewtui.filing.analysed.statistics import (
    Statistics,
    figure,
    informing,
    percent,
    words_of,
)
from reviewtui.filing.frame import finish, notes
from reviewtui.filing.model import Grid, Span, Value
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, LABEL, SECTION, STATE, TEXT
from reviewtui.locales import _
from reviewtui.tally.analysis.found import Undefined
from reviewtui.tally.analysis.results import ICC, Alpha, Estimate, Interval, KendallW, Part, Spreads
from reviewtui.tally.analysis.weight_results import WeightStability
from reviewtui.tally.analysis.weight_words import HEADS

_WIDTHS = (18.0, 12.0, 12.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0)


def sentences(record: Record, statistics: Statistics, name: str) -> Grid:
    """Lay out the first sheet of the analysis."""
    grid = informing(record, name, _("Analysis of the result"), _WIDTHS)
    _said(grid, record, statistics)
    _agreement(grid, statistics)
    _weights(grid, record, statistics)
    notes(grid, _notes(statistics))
    return finish(grid)


def _said(grid: Grid, record: Record, statistics: Statistics) -> None:
    words = words_of(record)
    for part, result in statistics.results.items():
        if part is Part.SEVERITY and not statistics.experts:
            continue
        _sentence(grid, words.title(part), words.sentence(part, result))
    bootstrap = statistics.found(Part.BOOTSTRAP, Spreads)
    for sentence in words.undecided(bootstrap) if bootstrap else ():
        _sentence(grid, _("For discussion"), sentence)


def _sentence(grid: Grid, label: str, text: str) -> None:
    row = grid.last_row + 1
    grid.put(row, 1, label, LABEL)
    grid.put_span(Span(row, 2, row, grid.columns), text, TEXT)


def _agreement(grid: Grid, statistics: Statistics) -> None:
    grid.print.breaks.append(grid.last_row)
    grid.put_line(_("How far the experts agree"), SECTION)
    top = grid.last_row + 1
    heads = (_("Value"), _("95% from"), _("95% to"))
    grid.put_span(Span(top, 1, top, 3), _("Statistic"), HEADER)
    for column, head in enumerate(heads, 4):
        grid.put(top, column, head, HEADER)
    grid.put_span(Span(top, 7, top, 9), _("On"), HEADER)
    kendall = statistics.found(Part.KENDALL_W, KendallW)
    if kendall is not None:
        text = _("p = {p} by {count} permutations").format(
            p=f"{kendall.p:.4f}", count=kendall.permutations
        )
        said = _("n = {n}, {on}").format(n=kendall.n, on=_(kendall.on))
        _statistic(grid, "Kendall W", _estimate(kendall.estimate), f"{said}; {text}")
    icc = statistics.found(Part.ICC, ICC)
    for form, found in icc.forms.items() if icc else ():
        _statistic(grid, f"ICC({form})", _interval(found), _said_of(found, icc))
    alpha = statistics.found(Part.ALPHA, Alpha)
    if alpha is not None:
        said = _("n = {n}, {on}").format(n=alpha.n, on=_(alpha.on))
        name = _("Krippendorff's alpha, interval")
        _statistic(grid, name, _estimate(alpha.interval), said)
        name = _("Krippendorff's alpha, ordinal")
        _statistic(grid, name, _estimate(alpha.ordinal), said)


def _interval(one: Interval | Undefined) -> list[Value]:
    if isinstance(one, Undefined):
        return ["—", "—", "—"]
    return [figure(one.value, 3), figure(one.low, 3), figure(one.high, 3)]


def _estimate(one: Estimate) -> list[Value]:
    if isinstance(one.within, Undefined):
        return [figure(one.value, 3), "—", "—"]
    return [figure(one.value, 3), *(figure(end, 3) for end in one.within)]


def _said_of(one: Interval | Undefined, result: ICC | None) -> str:
    if isinstance(one, Undefined):
        return one.sentence
    assert result is not None  # the interval is one of its
    return _("n = {n}, {on}").format(n=result.n, on=_(result.on))


def _statistic(grid: Grid, name: str, numbers: list[Value], on: str) -> None:
    row = grid.last_row + 1
    grid.put_span(Span(row, 1, row, 3), name, TEXT)
    for column, number in enumerate(numbers, 4):
        grid.put(row, column, number, CELL)
    grid.put_span(Span(row, 7, row, 9), on, STATE)


def _weights(grid: Grid, record: Record, statistics: Statistics) -> None:
    found = statistics.found(Part.WEIGHT_STABILITY, WeightStability)
    if found is None:
        return
    text = _("How far a single weight could move, the others in proportion, in percent")
    grid.put_line(text, SECTION, skip=1)
    top = grid.last_row + 1
    grid.put_span(Span(top, 1, top + 1, 2), _("Primary indicator"), HEADER)
    grid.put_span(Span(top, 3, top + 1, 3), _("Weight now"), HEADER)
    for at, head in enumerate(HEADS):
        text = _(head).format(count=found.top)
        grid.put_span(Span(top, 4 + 2 * at, top, 5 + 2 * at), text, HEADER)
        grid.put(top + 1, 4 + 2 * at, _("Lower end"), HEADER)
        grid.put(top + 1, 5 + 2 * at, _("Upper end"), HEADER)
    for code, one in found.primaries.items():
        row = grid.last_row + 1
        name = f"{code} {title(record.panel, record.sheet, code)}"
        grid.put_span(Span(row, 1, row, 2), name, TEXT)
        ends = [end for kept in (one.first, one.top, one.order) for end in (kept.low, kept.high)]
        for column, bound in enumerate((one.weight, *ends), 3):
            grid.put(row, column, percent(bound), CELL)


def _notes(statistics: Statistics) -> list[str]:
    said = [
        _("Statistics inform the panel's discussion; the official result is computed without them.")
    ]
    drawn = statistics.found(Part.BOOTSTRAP, Spreads)
    if drawn is not None:
        text = _("Random draws: numpy PCG64, seed {seed}, {count} repetitions.")
        said.append(text.format(seed=drawn.seed, count=drawn.repetitions))
    return said
