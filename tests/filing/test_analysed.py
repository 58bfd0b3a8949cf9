"""The analysis in the workbook: only when asked for, marked on every page, experts by number."""

from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.filing.analysed.sheets import analysis_sheets
from reviewtui.filing.analysed.statistics import Statistics
from reviewtui.filing.model import Entry, Grid
from reviewtui.filing.record import Record
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from reviewtui.locales import _
from reviewtui.tally.analysis.results import Part, Result, Spreads
from reviewtui.tally.analysis.run import analysis
from tests.filing.conftest import Table
from tests.meeting import meeting, small_set


@cache
def analysed() -> tuple[Record, dict[Part, Result]]:
    table = Table.of(meeting(6, 5, table=small_set(4, 1)), seed=3)
    record = table.record()
    found = analysis(record.panel, record.sheet, record.verdict, table.marks())
    return record, dict(found)


def sheets(*, experts: bool) -> dict[str, Grid]:
    record, results = analysed()
    plain = {grid.name for grid in make_book(record).grids}
    book = make_book(record, informing=asked(record, results, experts=experts))
    return {grid.name: grid for grid in book.grids if grid.name not in plain}


def asked(record: Record, results: dict[Part, Result], *, experts: bool) -> list[Entry]:
    return analysis_sheets(record, Statistics(results, experts=experts))


def texts(grid: Grid) -> list[str]:
    return [cell.value for cell in grid.cells.values() if isinstance(cell.value, str)]


def test_without_being_asked_a_workbook_has_no_trace_of_it() -> None:
    record, _results = analysed()
    word = _("For information")
    for grid in make_book(record).grids:
        assert word not in grid.name
        assert not any(word in text for text in texts(grid))


def test_every_sheet_says_on_top_and_above_every_page_that_it_changes_nothing() -> None:
    found = sheets(experts=True)
    assert len(found) == 4
    for grid in found.values():
        said = _("For information only; changes no result")
        assert said in texts(grid)
        assert said in grid.print.header


def test_it_holds_values_and_no_formulas() -> None:
    for grid in sheets(experts=True).values():
        assert not any(cell.formula for cell in grid.cells.values())


def test_what_is_said_of_single_experts_appears_only_where_it_was_asked_for() -> None:
    assert _("For information, experts") not in sheets(experts=False)
    severe = _("Severity")
    assert severe not in texts(sheets(experts=False)[_("For information")])
    assert severe in texts(sheets(experts=True)[_("For information")])


def test_experts_stand_by_number_and_never_by_name() -> None:
    record, _results = analysed()
    names = [expert.name for expert in record.panel.experts]
    for grid in sheets(experts=True).values():
        assert not any(name in text for text in texts(grid) for name in names)


def test_the_interval_chart_draws_each_candidate_s_interval() -> None:
    grid = sheets(experts=False)[_("For information, ranks")]
    (chart,) = grid.charts
    _record, results = analysed()
    spreads = results[Part.BOOTSTRAP]
    assert isinstance(spreads, Spreads)
    begin, long = (one.values for one in chart.series)
    for at, item in enumerate(analysed()[0].ranked()):
        one = spreads.spreads[item.code]
        low = grid.cells[begin.top + at, begin.left].value
        length = grid.cells[long.top + at, long.left].value
        assert (low, length) == (one.rank_low - 1, one.rank_high - one.rank_low + 1)


def test_a_changed_figure_is_found_and_an_untouched_workbook_verifies(tmp_path: Path) -> None:
    record, results = analysed()
    path = tmp_path / "a.xlsx"
    write_book(make_book(record, informing=asked(record, results, experts=True)), path)
    assert verify_workbook(path).findings == ()
    book = load_workbook(path)
    sheet = book[_("For information, candidates")]
    place = next(
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.value
    )
    sheet[place].value = 77
    book.save(path)
    places = [found.place for found in verify_workbook(path).findings]
    assert [one for one in places if one.startswith(sheet.title)] == [f"{sheet.title}!{place}"]


@pytest.mark.parametrize(("experts", "candidates"), [(1, 3), (3, 1), (2, 2)])
def test_where_little_can_be_worked_out_the_sheets_say_why(
    experts: int, candidates: int, tmp_path: Path
) -> None:
    table = Table.of(meeting(experts, candidates))
    record = table.record()
    found = dict(analysis(record.panel, record.sheet, record.verdict, table.marks()))
    book = make_book(record, informing=asked(record, found, experts=True))
    write_book(book, tmp_path / "a.xlsx")
    said = [str(row[1]) for row in load_workbook(tmp_path / "a.xlsx")[_("For information")].values]
    start = _("Cannot be worked out: {why}.").split("{", 1)[0]
    assert any(text.startswith(start) for text in said)
