"""Charts as the spreadsheet library has them, with the numbers they show stored inside.

A preview or a phone draws a chart from these stored numbers; the library alone would leave
them out.
"""

from typing import TYPE_CHECKING, Any, Final

from reviewtui.filing.chart import Chart, ChartKind, Series, values_of
from reviewtui.filing.live.formula import fixed
from reviewtui.filing.model import Grid, Number, Span
from reviewtui.filing.plain_text import plain

if TYPE_CHECKING:
    from openpyxl.chart._chart import ChartBase
    from openpyxl.chart.series import Series as Drawn
    from openpyxl.chart.text import RichText
    from openpyxl.worksheet.worksheet import Worksheet

_EMU: Final = 12_700
"""Units of a drawing in a point."""
_INKS: Final = ("1F4E79", "C55A11", "548235")
_DASHES: Final = ("solid", "dash", "sysDot")
_MARKERS: Final = ("circle", "square", "triangle")
"""Lines differ in more than their colour: most printers of offices have one."""
_TONES: Final = ("9DC3E6", "2E75B6", "BFBFBF")
_SIZE: Final = 900
"""Hundredths of a point."""


def put_chart(sheet: "Worksheet", grid: Grid, chart: Chart) -> None:
    """Lay a chart over its cells.

    Args:
        sheet: The library's sheet.
        grid: The same sheet as values.
        chart: What is drawn.
    """
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    drawn = _radar(grid, chart) if chart.kind is ChartKind.RADAR else _bars(grid, chart)
    drawn.title = _title(chart.title, _SIZE + 300, bold=True)
    drawn.title.overlay = False
    place = AnchorMarker(col=chart.column - 1, row=chart.row - 1)
    size = XDRPositiveSize2D(round(chart.width * _EMU), round(chart.height * _EMU))
    drawn.anchor = OneCellAnchor(_from=place, ext=size)  # type: ignore[assignment]  # the stubs know addresses only
    drawn.roundedCorners = False
    sheet.add_chart(drawn)


def _bars(grid: Grid, chart: Chart) -> "ChartBase":
    from openpyxl.chart import BarChart
    from openpyxl.chart.label import DataLabelList

    ranges = chart.kind is ChartKind.RANGES
    drawn = BarChart(barDir="bar", gapWidth=60)
    if ranges:
        drawn.grouping, drawn.overlap = "stacked", 100
    for at, series in enumerate(chart.series):
        own = _series(grid, chart, series, at)
        unseen = ranges and at == 0
        _fill(own, None if unseen else _TONES[max(0, at - ranges) % len(_TONES)])
        if not ranges:
            own.dLbls = DataLabelList(showVal=True, dLblPos="outEnd")
            for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
                setattr(own.dLbls, name, False)
            own.dLbls.txPr = _text()
        drawn.series.append(own)
    drawn.x_axis.scaling.orientation = "maxMin"
    drawn.x_axis.txPr = _text()
    _axis(drawn, chart)
    drawn.y_axis.crosses = "max"
    drawn.legend = None
    return drawn


def _radar(grid: Grid, chart: Chart) -> "ChartBase":
    from openpyxl.chart import RadarChart
    from openpyxl.chart.legend import Legend
    from openpyxl.chart.marker import Marker

    drawn = RadarChart(radarStyle="marker")
    for at, series in enumerate(chart.series):
        own = _series(grid, chart, series, at)
        ink = _INKS[at % len(_INKS)]
        own.graphicalProperties.line.solidFill = ink
        own.graphicalProperties.line.width = 19_050
        own.graphicalProperties.line.dashStyle = _DASHES[at % len(_DASHES)]
        own.marker = Marker(symbol=_MARKERS[at % len(_MARKERS)], size=6)
        own.marker.graphicalProperties.solidFill = ink
        own.marker.graphicalProperties.line.solidFill = ink
        drawn.series.append(own)
    drawn.x_axis.txPr = _text()
    _axis(drawn, chart)
    drawn.legend = Legend(legendPos="b", overlay=False, txPr=_text())
    return drawn


def _axis(drawn: Any, chart: Chart) -> None:
    """Both axes are said to be there: left out, some programs draw none."""
    from openpyxl.chart.shapes import GraphicalProperties

    drawn.x_axis.delete = drawn.y_axis.delete = False
    axis = drawn.y_axis
    axis.number_format, axis.numFmt.sourceLinked = chart.pattern, False
    axis.scaling.min, axis.scaling.max = chart.lowest, chart.highest
    axis.majorUnit = chart.step
    axis.majorGridlines.spPr = GraphicalProperties(ln=_line("D9D9D9"))
    axis.txPr = _text()
    if chart.axis:
        axis.title = _title(chart.axis, _SIZE)
        axis.title.overlay = False


def _series(grid: Grid, chart: Chart, series: Series, at: int) -> "Drawn":
    from openpyxl.chart.data_source import (
        AxDataSource,
        NumData,
        NumDataSource,
        NumRef,
        NumVal,
        StrData,
        StrRef,
        StrVal,
    )
    from openpyxl.chart.series import Series as Drawn
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.chart.shapes import GraphicalProperties

    numbers = values_of(grid, series.values)
    stored = [NumVal(idx=n, v=text) for n, one in enumerate(numbers) if (text := _number(one))]
    labels = values_of(grid, chart.labels)
    names = [StrVal(idx=n, v=plain(str(one or ""))) for n, one in enumerate(labels)]
    return Drawn(
        idx=at,
        order=at,
        tx=SeriesLabel(v=plain(series.name)),
        spPr=GraphicalProperties(),
        cat=AxDataSource(
            strRef=StrRef(
                f=_place(grid, chart.labels), strCache=StrData(ptCount=len(names), pt=names)
            )
        ),
        val=NumDataSource(
            numRef=NumRef(
                f=_place(grid, series.values),
                numCache=NumData(formatCode="General", ptCount=len(numbers), pt=stored),
            )
        ),
    )


def _place(grid: Grid, span: Span) -> str:
    return fixed(span.top, span.left, span.bottom, span.right, grid.name)


def _number(value: object) -> str:
    """A number as the file has it; empty for what is none."""
    if isinstance(value, Number):
        return value.text
    return str(value) if type(value) is int else ""


def _fill(series: "Drawn", tone: str | None) -> None:
    if tone is None:
        series.graphicalProperties.noFill = True
        series.graphicalProperties.line.noFill = True
    else:
        series.graphicalProperties.solidFill = tone
        series.graphicalProperties.line.solidFill = "404040"


def _line(ink: str) -> Any:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill=ink, w=6_350)


def _text(size: int = _SIZE) -> "RichText":
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import (
        CharacterProperties,
        Paragraph,
        ParagraphProperties,
        RichTextProperties,
    )

    said = ParagraphProperties(defRPr=CharacterProperties(sz=size, b=False))
    return RichText(
        bodyPr=RichTextProperties(), p=[Paragraph(pPr=said, endParaRPr=CharacterProperties())]
    )


def _title(text: str, size: int, *, bold: bool = False) -> Any:
    from openpyxl.chart.title import title_maker
    from openpyxl.drawing.text import CharacterProperties

    title: Any = title_maker(plain(text))
    look = CharacterProperties(sz=size, b=bold)
    for paragraph in title.tx.rich.p:
        paragraph.pPr.defRPr = look
        for run in paragraph.r or ():
            run.rPr = look
    return title
