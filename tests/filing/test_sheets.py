"""What stands on the sheets is the verdict, to the last digit, and states are words."""

from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.domain.ballot import Cell, Channel
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState, Outcome, label
from reviewtui.filing.workbook import make_book
from reviewtui.locales import _
from tests.filing.conftest import Table
from tests.filing.reading import (
    by_code,
    equal,
    formulas,
    raw,
    rows_under,
    summary_rows,
    texts,
    written,
)
from tests.filing.recomputing import formula_cells
from tests.meeting import meeting, small_set


def test_there_are_nine_sheets_and_three_charts_and_with_detail_one_for_everybody(
    eventful: Table,
) -> None:
    record = eventful.record()
    always = [
        _("About this workbook"),
        _("Score summary"),
        _("Primary scores"),
        _("Indicators and full marks"),
        _("All marks"),
        _("Raw marks"),
        _("Working"),
        _("Rule in numbers"),
        _("Reconciliation"),
        _("Chart of scores"),
        _("Chart of primaries"),
        _("Chart of spread"),
        "reviewtui",
    ]
    assert [grid.name for grid in make_book(record).grids] == always
    more = [grid.name for grid in make_book(record, detail=True).grids][12:]
    assert more[:2] == [
        _("Candidate {number}").format(number="01"),
        _("Candidate {number}").format(number="02"),
    ]
    assert more[8:10] == [
        _("Expert {number}").format(number="01"),
        _("Expert {number}").format(number="02"),
    ]
    assert len(more) == 8 + 9 + 2
    assert more[-2] == _("Facts and requirements")


def test_primary_scores_are_the_verdict_s(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path)
    rows = list(rows_under(path, _("Primary scores"), _("Rank")))
    for row in rows:
        if row[_("Candidate code")]:
            item = record.verdict.of(row[_("Candidate code")])
            for part in item.primaries:
                name = record.panel.table.row(part.code).name()
                assert equal(row[f"{part.code}\n{name}"], part.score)
            assert row[_("Remarks")] == _("not additive")


def test_every_mark_stands_in_the_list_with_its_state(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path)
    listed = {
        (row[_("Expert no.")], row[_("Candidate code")], row[_("Indicator code")]): row
        for row in rows_under(path, _("All marks"), _("Expert no."))
    }
    for expert, ballot in record.ballots.items():
        for candidate, cells in ballot.cells.items():
            if record.whole(expert, candidate):
                continue
            for code, cell in cells.items():
                row = listed[expert, candidate, code]
                assert row[_("State")] == label(cell.state)
                if cell.mark is None:
                    assert row[_("Mark")] is None
                else:
                    assert equal(row[_("Mark")], Fraction(cell.mark, 100))
    hidden = listed["01", "4", "9"]
    assert (hidden[_("State")], hidden[_("Mark")]) == (label(CellState.NOT_APPLICABLE), None)
    unable = listed["02", "1", "6"]
    assert unable[_("Comment or reason")] == "材料未提供"
    assert unable[_("In the result")] == _("not counted")


def test_the_numbers_of_the_list_are_stored_exactly(tmp_path: Path) -> None:
    table = Table.of(meeting(2, 2, step="0.05"))
    table.say("01", "1", "3", Cell(CellState.SCORED, Hundredths(735)))
    path = written(table.record(), tmp_path)
    stored = [text for kind, text in raw(path, 5).values() if kind == "n"]
    assert "7.35" in stored
    assert all(len(text) <= 5 for text in stored)


def test_settled_rows_are_named_as_the_desk_s(tmp_path: Path) -> None:
    drawn = meeting(3, 2, granularity="rows", full="2").settle("1", "4.2", "yes")
    record = Table.of(drawn).record()
    path = written(record, tmp_path)
    rows = [
        row
        for row in rows_under(path, _("All marks"), _("Expert no."))
        if (row[_("Candidate code")], row[_("Indicator code")]) == ("1", "4.2")
    ]
    assert [row[_("State")] for row in rows] == [_("settled by the desk")] * 3
    assert [row[_("Mark")] for row in rows] == [2, 2, 2]
    assert _("Settled by the desk, alike for all experts") in texts(path)


def test_a_reworded_row_stands_with_its_own_title(tmp_path: Path) -> None:
    drawn = meeting(2, 2)
    drawn.data["overlays"] = [
        {
            "candidate": "2",
            "row": "7",
            "change": "reword",
            "reason": "责任书",
            "title": "改写的指标",
        }
    ]
    path = written(Table.of(drawn).record(), tmp_path)
    titles = {
        row[_("Candidate code")]: row[_("Indicator")]
        for row in rows_under(path, _("All marks"), _("Expert no."))
        if row[_("Indicator code")] == "7"
    }
    assert titles["2"] == "改写的指标"
    assert titles["1"] != "改写的指标"


def test_the_counts_are_reconciled_and_agree(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path)
    found = texts(path)
    assert _("DOES NOT AGREE") not in found
    assert found.count(_("agrees")) == 2 + len(record.panel.candidates)
    rows = list(rows_under(path, _("Reconciliation"), _("Candidate code")))
    assert {row[_("Candidate code")]: row[_("Valid n")] for row in rows} == {
        item.code: item.n for item in record.verdict.candidates
    }
    for item in record.received:
        assert item.code in found


def test_counts_that_do_not_agree_are_said(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    first = record.verdict.candidates[0]
    object.__setattr__(first, "n", first.n + 1)
    assert _("DOES NOT AGREE") in texts(written(record, tmp_path))


def test_detail_sheets_show_every_mark_and_every_total(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path, detail=True)
    for item in record.verdict.candidates:
        name = _("Candidate {number}").format(number=item.code.zfill(2))
        rows = {
            row[_("Indicator code")]: row for row in rows_under(path, name, _("Indicator code"))
        }
        for expert in record.panel.experts:
            whole = record.whole(expert.code, item.code)
            for number, row in enumerate(record.sheet.rows):
                shown = rows[row.code][expert.code]
                if whole:
                    assert shown == label(whole)
                    continue
                said = record.said(expert.code, item.code)[number]
                if said.mark is None:
                    assert shown == label(said.state)
                else:
                    assert equal(shown, Fraction(said.mark, 100))
    own = _("Expert {number}").format(number="01")
    rows = by_code(path, own)
    cell = record.ballots["01"].cells["5"]["3"]
    assert equal(rows["3"]["5"], Fraction(cell.mark or 0, 100))


def test_names_of_experts_stand_only_in_the_list_of_experts(
    eventful: Table, tmp_path: Path
) -> None:
    path = written(eventful.record(), tmp_path, detail=True)
    names = {expert.name for expert in eventful.panel.experts}
    for sheet in load_workbook(path, data_only=True):
        found = {cell.value for row in sheet for cell in row} & names
        assert found == (names if sheet.title == _("About this workbook") else set())


def test_the_list_of_experts_begins_on_a_page_of_its_own(small: Table, tmp_path: Path) -> None:
    sheet = load_workbook(written(small.record(), tmp_path))[_("About this workbook")]
    first = next(
        cell.row for row in sheet for cell in row if cell.value == small.panel.experts[0].name
    )
    assert max(item.id for item in sheet.row_breaks.brk) == first - 3


@pytest.mark.parametrize(
    ("changes", "channel", "words"),
    [
        ({"trial": True}, Channel.FORM, "TRIAL: not a review result"),
        (
            {},
            Channel.IMPORT,
            "These marks were imported from another system, not signed by experts",
        ),
        (
            {},
            Channel.PAPER,
            "Entered by the desk from paper score sheets: {experts}",
        ),
    ],
)
def test_what_is_no_ordinary_result_says_so_on_every_sheet_and_page(
    tmp_path: Path, changes: dict[str, bool], channel: Channel, words: str
) -> None:
    drawn = meeting(3, 2)
    drawn.data["panel"].update(changes)
    table = Table.of(drawn)
    table.channel = channel
    book = load_workbook(written(table.record(), tmp_path, detail=True))
    for sheet in (one for one in book if one.sheet_state == "visible"):
        said = _(words).format(experts=_(", ").join(("01", "02", "03")))
        assert said in [sheet.cell(row, 1).value for row in range(1, 5)]
        assert said in sheet.oddHeader.right.text


def test_a_draft_table_is_called_a_draft(tmp_path: Path) -> None:
    document = small_set()
    document["set"]["status"] = "draft"
    record = Table.of(meeting(3, 2, table=document)).record()
    assert _("table is a draft for comment") in texts(written(record, tmp_path))


def test_every_page_has_a_number_a_code_and_its_head(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    book = load_workbook(written(record, tmp_path, detail=True))
    for sheet in (one for one in book if one.sheet_state == "visible"):
        assert sheet.page_setup.paperSize == 9
        assert sheet.oddFooter.center.text == _("Page {page} of {pages}").format(
            page="&P", pages="&N"
        )
        assert record.code in sheet.oddFooter.left.text
        assert record.content[:16] in sheet.oddFooter.right.text
        assert sheet.print_area
        if sheet._charts:
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        elif sheet.title != _("About this workbook"):
            assert sheet.print_title_rows.startswith("$1:")
            assert sheet.page_setup.fitToWidth == 1 or sheet.page_setup.scale
    summary = load_workbook(tmp_path / "out.xlsx")[_("Score summary")]
    assert summary.page_setup.orientation == "landscape"
    words = [cell.value for row in summary for cell in row]
    for line in ("Compiled by:", "Checked by:", "Panel chair:", "Supervisor:", "Date:"):
        assert _(line) in words


def test_borders_are_whole_also_around_merged_cells(eventful: Table, tmp_path: Path) -> None:
    sheet = load_workbook(written(eventful.record(), tmp_path))[_("Score summary")]
    top = next(row[0].row for row in sheet if row[0].value == _("No."))
    for row in range(top, top + 2 + 8):
        for cell in sheet[row]:
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            span = next((s for s in sheet.merged_cells.ranges if cell.coordinate in s), None)
            if span is None:
                assert all(side.style == "thin" for side in sides)
            else:
                assert cell.column > span.min_col or cell.border.left.style == "thin"
                assert cell.row < span.max_row or cell.border.bottom.style == "thin"


def test_sheet_names_stay_apart_whatever_the_codes_are() -> None:
    drawn = meeting(2, 4)
    for entry, code in zip(drawn.data["candidates"], ("a", "A", "1", "01"), strict=True):
        entry["code"] = code
    drawn.data["experts"][1]["code"] = "x" * 40
    names = [
        grid.name.casefold() for grid in make_book(Table.of(drawn).record(), detail=True).grids
    ]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 31


def test_text_of_people_is_inert_on_every_sheet(tmp_path: Path) -> None:
    drawn = meeting(3, 3)
    for item in (*drawn.data["candidates"], *drawn.data["experts"]):
        item |= {"name": "=cmd|' /C calc'!A0", "unit": "@SUM(1)"}
    drawn.data["panel"] |= {"title": "=1+2", "organiser": "#REF!"}
    table = Table.of(drawn).comment("01", "1", "=1+1").comment("01", "2", "#N/A", "3")
    table.comment("02", "1", "评\x00\u202e" * 9)
    record = table.record()
    path = written(record, tmp_path, detail=True)
    own = [formula for *_rest, formula in formula_cells(make_book(record, detail=True))]
    assert formulas(path) == len(own)
    assert not any(word in formula for formula in own for word in ("cmd", "1+2", "1+1", "#N", "#R"))
    found = texts(path)
    assert {"=1+1", "#N/A", "=cmd|' /C calc'!A0", "评" * 9} <= set(found)


def test_a_comment_longer_than_a_cell_goes_on_in_further_rows(small: Table, tmp_path: Path) -> None:
    comment = "".join(chr(0x4E00 + number % 500) for number in range(40_000))
    small.comment("01", "1", comment, "3")
    path = written(small.record(), tmp_path)
    rows = [
        row
        for row in rows_under(path, _("All marks"), _("Expert no."))
        if row[_("Comment or reason")]
    ]
    start = _("(continued) {text}").format(text="")
    joined = "".join(row[_("Comment or reason")].removeprefix(start) for row in rows)
    assert joined == comment
    assert [row[_("State")] for row in rows].count(None) == len(rows) - 1
    heights = load_workbook(path)[_("All marks")].row_dimensions
    assert max(item.height or 0 for item in heights.values()) <= 409


def test_row_by_row_rules_show_who_counts_without_a_total(tmp_path: Path) -> None:
    drawn = meeting(6, 2, order="by_indicator", average="trimmed", round={"row": 2, "total": 2})
    table = Table.of(drawn).say("02", "1", "3", Cell(CellState.UNABLE))
    record = table.record()
    path = written(record, tmp_path)
    rows = summary_rows(path)
    assert rows["1"]["02"] == _("counted")
    for item in record.verdict.candidates:
        assert equal(rows[item.code][_("Total score")], item.total)
    uses = {
        (row[_("Expert no.")], row[_("Indicator code")]): row[_("In the result")]
        for row in rows_under(path, _("All marks"), _("Expert no."))
        if row[_("Candidate code")] == "1"
    }
    for score in record.verdict.of("1").rows:
        for expert in score.trimmed:
            assert uses[expert, score.code] == _("dropped as extreme")
    assert uses["02", "3"] == _("not counted")


@pytest.mark.parametrize(
    ("order", "average", "heading"),
    [
        ("by_indicator", "median", "中位数（末行为总分）"),
        ("by_indicator", "mean", "平均分（末行为总分）"),
        ("by_expert", "median", "平均分（末行为中位数）"),
        ("by_expert", "mean", "平均分"),
    ],
)
def test_the_last_column_of_a_candidate_is_headed_with_what_stands_in_it(
    order: str, average: str, heading: str, tmp_path: Path
) -> None:
    path = written(
        Table.of(meeting(3, 1, order=order, average=average)).record(), tmp_path, detail=True
    )
    sheet = _("Candidate {number}").format(number="01")
    row = next(iter(rows_under(path, sheet, _("Indicator code"))))
    assert list(row)[-1] == heading


def test_the_requirements_sheet_has_every_duty_of_every_candidate_and_the_rest_once(
    eventful: Table,
) -> None:
    record = eventful.record()
    grid = make_book(record, detail=True).grids[-2]
    texts = {str(cell.value) for cell in grid.cells.values()}
    assert label(Outcome.NO_DATA) in texts
    duties = [item.candidates_duty for item in record.panel.table.thresholds]
    count = len(record.panel.candidates) * sum(duties) + duties.count(False)
    assert grid.filter is not None
    assert grid.filter.bottom - grid.filter.top == count


def test_a_relaxation_is_printed_with_who_decided_and_why() -> None:
    table = small_set(1, 2)
    line = {"metric": "area", "label": "面积", "operator": ">=", "unit": "平方米"}
    table["thresholds"] = [
        line | {"id": "A", "value": "5000", "strength": "soft"},
        line | {"id": "B", "value": "2000", "strength": "relaxation", "relaxes": "A"},
    ]
    built = meeting(2, 1, table=table)
    decision = {"candidate": "1", "threshold": "B", "reason": "属数字经济", "decided_by": "示例处"}
    grids = make_book(Table.of(built.put("relaxations", [decision])).record()).grids
    printed = {str(cell.value) for grid in grids for cell in grid.cells.values()}
    assert {"属数字经济", "示例处", _("Relaxations and conditions")} <= printed
    without = make_book(Table.of(meeting(2, 1, table=table)).record()).grids
    printed = {str(cell.value) for grid in without for cell in grid.cells.values()}
    assert _("Relaxations and conditions") not in printed


def test_the_list_of_sheets_and_each_candidate_lead_to_their_sheets(
    small: Table, tmp_path: Path
) -> None:
    path = written(small.record(), tmp_path, detail=True)
    formulas, shown = load_workbook(path), load_workbook(path, data_only=True)
    leads = {
        str(shown[sheet.title][cell.coordinate].value): cell.value.split("#'")[1].split("'!")[0]
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("=HYPERLINK(")
    }
    assert set(leads.values()) <= set(formulas.sheetnames)
    assert leads[_("Score summary")] == _("Score summary")
    assert leads["2"] == _("Candidate {number}").format(number="02")
    listed = {sheet.title for sheet in formulas if sheet.sheet_state == "visible"}
    assert listed - {_("About this workbook")} - set(leads.values()) <= {
        name for name in listed if name.startswith(_("Expert {number}").format(number=""))
    }
