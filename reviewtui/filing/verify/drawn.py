"""Charts as they were laid out against those that a file draws.

A chart stores the numbers that it shows beside the cells they come from, so that previews can
draw it. Programs write those numbers anew or leave them out, which is no fault; those that are
there must be the cells'.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from reviewtui.domain.findings import Finding
from reviewtui.filing.chart import Chart, Series, values_of
from reviewtui.filing.live.formula import fixed
from reviewtui.filing.model import Grid, Number, Span, Value
from reviewtui.filing.plain_text import short
from reviewtui.filing.verify.comparing import same_number, same_text
from reviewtui.filing.verify.formulas import bare, same_formula
from reviewtui.locales import _

_SPACES: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
    "{http://purl.oclc.org/ooxml/drawingml/chart}",
)
_GAPS: Final = frozenset({"", "0", "NaN", "#N/A"})
"""What programs store for a cell without a number: some draw it at nought."""
_INDEX: Final = re.compile(r"[0-9]{1,7}")


class Stored(NamedTuple):
    """What a series shows and where it has it from.

    Attributes:
        place: The cells; "" where the numbers stand in the chart alone.
        points: What is stored, by position.
    """

    place: str
    points: dict[int, str]


class Line(NamedTuple):
    """One series of a chart in a file."""

    name: str
    labels: Stored
    values: Stored


def differing_charts(grid: Grid, drawn: Sequence[Element]) -> Iterator[Finding]:
    """Every difference between the charts of a sheet and those that a file draws on it.

    Args:
        grid: As it was laid out.
        drawn: The charts' parts.
    """
    left = [(_lines(one), one) for one in drawn]
    for chart in grid.charts:
        place = f"{grid.name}!{chart.title}"
        if not left:
            yield Finding(place, _("this chart is gone"))
            continue
        wanted = {bare(_place(grid, series.values)) for series in chart.series}
        lines, element = max(
            left, key=lambda one: sum(bare(line.values.place) in wanted for line in one[0])
        )
        left.remove((lines, element))
        yield from _differing(grid, chart, lines, place)
        yield from _written_over(chart, element, place)
    for _left in left:
        yield Finding(grid.name, _("a chart that was not exported lies on this sheet"))


def _differing(grid: Grid, chart: Chart, lines: Sequence[Line], place: str) -> Iterator[Finding]:
    if len(lines) != len(chart.series):
        sentence = _("the chart draws {seen} series where {written} were drawn")
        told = sentence.format(seen=len(lines), written=len(chart.series))
        yield Finding(place, told)
        return
    labels = values_of(grid, chart.labels)
    for series, line in zip(chart.series, lines, strict=True):
        if line.name and not same_text(line.name, series.name):
            sentence = _("the chart says {seen} where {written} was written")
            yield Finding(place, sentence.format(seen=short(line.name), written=series.name))
        for stored, span in ((line.labels, chart.labels), (line.values, series.values)):
            written = _place(grid, span)
            if not same_formula(stored.place, written):
                sentence = _("the chart draws {seen} where it drew {written}")
                seen = short(stored.place) or _("numbers of its own")
                yield Finding(place, sentence.format(seen=seen, written=written))
        yield from _stored(grid, series, line, labels, place)


def _stored(
    grid: Grid, series: Series, line: Line, labels: Sequence[Value], place: str
) -> Iterator[Finding]:
    """What is stored against the cells, label by label and number by number."""
    sentence = _("the chart stores {seen} for {label} where {written} was written")
    for at, seen in line.labels.points.items():
        text = _shown(labels[at]) if at < len(labels) else ""
        if not same_text(seen, text):
            told = sentence.format(seen=short(seen), label=at + 1, written=text)
            yield Finding(place, told)
    numbers = values_of(grid, series.values)
    for at, seen in line.values.points.items():
        value = numbers[at] if at < len(numbers) else None
        gap = value is None or isinstance(value, str)
        if not (seen in _GAPS if gap else same_number(value, seen)):
            label = f"{series.name}, {_shown(labels[at]) if at < len(labels) else at + 1}"
            told = sentence.format(seen=short(seen), label=label, written=_shown(value))
            yield Finding(place, told)


def _written_over(chart: Chart, element: Element, place: str) -> Iterator[Finding]:
    """Titles that are not ours, and labels of points that say something of their own."""
    for one in element.iter():
        text = _said(one) if _local(one) in ("title", "dLbl") else ""
        said = () if _local(one) == "dLbl" else (chart.title, chart.axis)
        if text and not any(same_text(text, written) for written in said):
            told = _("the chart says {seen}, which was not written").format(seen=short(text))
            yield Finding(place, told)


def _place(grid: Grid, span: Span) -> str:
    return fixed(span.top, span.left, span.bottom, span.right, grid.name)


def _shown(value: Value) -> str:
    return value.text if isinstance(value, Number) else str("" if value is None else value)


def _lines(chart: Element) -> list[Line]:
    return [_line(element) for element in chart.iter() if _local(element) == "ser"]


def _line(series: Element) -> Line:
    found = {name: element for element in series if (name := _local(element))}
    labels, values = (
        _stored_in(found[name]) if name in found else Stored("", {}) for name in ("cat", "val")
    )
    return Line(_said(found["tx"]) if "tx" in found else "", labels, values)


def _stored_in(element: Element) -> Stored:
    place, points = "", {}
    for one in element.iter():
        if _local(one) == "f":
            place = (one.text or "").strip()
        elif _local(one) == "pt" and _INDEX.fullmatch(index := one.get("idx", "")):
            points[int(index)] = _said(one).strip()
    return Stored(place, points)


def _said(element: Element) -> str:
    """The stored or written texts below, one after the other."""
    return "".join(
        one.text or ""
        for one in element.iter()
        if _local(one) == "v" or one.tag.endswith("/main}t")
    )


def _local(element: Element) -> str:
    """The name of an element of a chart; "" for one of another kind."""
    for space in _SPACES:
        if element.tag.startswith(space):
            return element.tag.removeprefix(space)
    return ""
