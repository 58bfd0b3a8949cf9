"""Charts stand on pages of their own and draw what the tables beside them hold."""

import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reviewtui.filing.chart import Chart, ChartKind, Series, values_of
from reviewtui.filing.model import Book, Grid, Number, Span
from reviewtui.filing.paging import pages_of
from reviewtui.filing.sheets.charts import MOST_DRAWN, charts
from reviewtui.filing.styles import CELL, TEXT
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from reviewtui.locales import _
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.meeting import meeting, small_set

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def drawn(table: Table) -> dict[str, Grid]:
    return {name: make() for name, _holds, make in charts(table.record())}


def elements(path: Path) -> list[ElementTree.Element]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/"))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


def stored(element: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in element.iterfind(f".//{CHART}numCache//{CHART}v")]


def test_a_chart_stores_the_numbers_of_the_table_beside_it(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path)
    grids = [make() for _name, _holds, make in charts(record)]
    assert len(grids) == len(elements(path)) == 3
    for grid, element in zip(grids, elements(path), strict=True):
        (chart,) = grid.charts
        values = [value for one in chart.series for value in values_of(grid, one.values)]
        numbers = [float(value.value) for value in values if isinstance(value, Number)]
        assert numbers
        assert [float(text) for text in stored(element)] == pytest.approx(numbers)


def test_both_axes_are_there_for_programs_that_draw_none_unasked(
    small: Table, tmp_path: Path
) -> None:
    for element in elements(written(small.record(), tmp_path)):
        said = [one.attrib["val"] for one in element.iterfind(f".//{CHART}delete")]
        assert said == ["0", "0"]


def test_a_radar_draws_the_first_three_in_lines_that_differ_in_black_and_white(
    tmp_path: Path,
) -> None:
    table = Table.of(meeting(4, 6, table=small_set(10, 1)))
    grid = drawn(table)[_("Chart of primaries")]
    assert len(grid.charts[0].series) == 3
    path = written(table.record(), tmp_path)
    (radar,) = [one for one in elements(path) if one.find(f".//{CHART}radarChart") is not None]
    dashes = [one.attrib["val"] for one in radar.iter() if one.tag.endswith("prstDash")]
    assert len(set(dashes)) == 3


@pytest.mark.parametrize(("primaries", "there"), [(2, False), (3, True), (16, True), (17, False)])
def test_a_radar_needs_three_axes_and_takes_sixteen(primaries: int, there: bool) -> None:
    table = Table.of(meeting(3, 3, table=small_set(primaries, 1)))
    assert (_("Chart of primaries") in drawn(table)) is there


def test_of_many_candidates_the_first_thirty_are_drawn_and_a_sentence_says_so() -> None:
    found = drawn(Table.of(meeting(3, 31)))
    for grid in (found[_("Chart of scores")], found[_("Chart of spread")]):
        texts = [cell.value for cell in grid.cells.values() if isinstance(cell.value, str)]
        said = _("Drawn are the first {shown} of {whole} candidates; the tables hold all of them.")
        assert any(said.format(shown=MOST_DRAWN, whole=31) in text for text in texts)
        span = grid.charts[0].labels
        assert span.bottom - span.top + 1 == MOST_DRAWN


@pytest.mark.parametrize(("candidates", "longest"), [(16, 38), (17, 26)])
def test_a_long_name_stands_whole_beside_its_bar(candidates: int, longest: int) -> None:
    held = meeting(3, candidates)
    name, longer = "省" * (longest - 1) + "心", "省" * (longest + 6)
    held.data["candidates"][0]["name"], held.data["candidates"][1]["name"] = name, longer
    grid = drawn(Table.of(held))[_("Chart of scores")]
    labels = [str(one or "") for one in values_of(grid, grid.charts[0].labels)]
    assert any(one.replace("\n", "").endswith(name) for one in labels)
    assert sum(one.endswith("…") for one in labels) == 1


def test_every_chart_and_its_table_fit_one_page() -> None:
    for grid in drawn(Table.of(meeting(30, 30, table=small_set(10, 1)))).values():
        assert grid.print.pages_high == 1
        assert pages_of(grid).whole
        (chart,) = grid.charts
        assert chart.row + chart.rows <= grid.last_row
        assert chart.width <= sum(grid.widths[chart.column - 1 :]) * 6


def test_without_a_single_mark_nothing_is_drawn() -> None:
    table = Table.of(meeting(2, 2))
    for code in ("01", "02"):
        table.absent(code)
    assert charts(table.record()) == []


def test_a_name_from_outside_is_only_text_in_a_chart(tmp_path: Path) -> None:
    grid = Grid("表", (20.0, 8.0))
    hostile = "=1+1\x0b<b>&\u202e甲\ud800"
    grid.put(1, 1, hostile, TEXT)
    grid.put(1, 2, 5, CELL)
    series = Series(hostile, Span(1, 2, 1, 2))
    label = Span(1, 1, 1, 1)
    grid.charts.append(Chart(ChartKind.BARS, hostile, 1, 2, 300, 200, label, (series,)))
    write_book(Book("题", "单位", 0, (grid,)), tmp_path / "a.xlsx")
    (element,) = elements(tmp_path / "a.xlsx")
    said = [one.text or "" for one in element.iter() if one.text and "甲" in one.text]
    assert said == ["=1+1<b>&甲"] * 3


def test_the_same_result_draws_the_same_bytes(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    for name in ("a.xlsx", "b.xlsx"):
        write_book(make_book(replace(record)), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
