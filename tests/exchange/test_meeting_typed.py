"""The workbook as people fill it in: typed, pasted, merged; and every fault by its cell."""

import datetime
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.panel import Panel, Role
from reviewtui.domain.rule import Average, BelowLeast, NotApplicable, Scale, Unable, WeightKind
from reviewtui.exchange.check import check_file
from reviewtui.exchange.documents import load_panel
from reviewtui.exchange.meeting_words import meant, word
from reviewtui.exchange.meeting_write import meeting_book
from tests.exchange.conftest import Document
from tests.exchange.workbooks import address_of, changed, write
from tests.meeting import ROOT, built_in

Fill = Callable[[Any], None]


class Form:
    """A workbook into which a test types something."""

    def __init__(self, content: bytes, folder: Path) -> None:
        self.content = content
        self.path = folder / "meeting.xlsx"

    def place(self, sheet: str, heading: str, line: int = 1) -> tuple[int, int]:
        """Row and column of a cell: so many lines below a heading."""
        row, column = address_of(self.content, sheet, heading)
        return row + line, column

    def beside(self, sheet: str, label: str) -> tuple[int, int]:
        """The cell in which the value of a label stands."""
        row, column = address_of(self.content, sheet, label)
        return row, column + (2 if sheet == "indicators and points" else 1)

    def fill(self, sheet: str, cells: dict[tuple[int, int], Any]) -> "Form":
        """Type values into cells."""

        def change(workbook: Any) -> None:
            for (row, column), value in cells.items():
                workbook[sheet].cell(row, column).value = value

        return self.change(change)

    def change(self, change: Fill) -> "Form":
        """Do anything to the workbook."""
        self.content = changed(self.content, change)
        return self

    def panel(self) -> Panel:
        """The panel it makes."""
        return load_panel(write(self.path, self.content))[0]

    def found(self) -> list[str]:
        """Every fault, without the file's name; warnings marked with w."""
        return [
            ("w " if one.warning else "") + str(one).removeprefix("meeting.xlsx: ")
            for one in check_file(write(self.path, self.content))
        ]


@cache
def small_book() -> bytes:
    """The workbook of a small panel, in English."""
    data = tomllib.loads((ROOT / "panels" / "zj-tic-annual.toml").read_text("utf-8"))
    data["experts"] = data["experts"][:3]
    data["candidates"] = data["candidates"][:2]
    for key in ("recusals", "overlays"):
        del data[key]
    return meeting_book(data, built_in())


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """That workbook, for one test to type into."""
    return Form(small_book(), tmp_path)


def test_numbers_dates_and_codes_are_read_in_every_width(form: Form) -> None:
    at = form.place("indicators and points", "points or weight")
    date = form.beside("meeting", "day of the review")
    approved = form.place("candidates", "approved on", 2)
    period = (approved[0], approved[1] + 1)
    form.fill("indicators and points", {at: "１０．０ "})
    form.fill("meeting", {date: "２０２６年１２月８日"})
    form.fill("candidates", {approved: "2024/3/18", period: " ４ 年"})
    panel = form.panel()
    assert panel.date == datetime.date(2026, 12, 8)
    assert panel.rule.weights.of["1"] == 10
    first = panel.candidate("01")
    assert (first.approved_on, first.period_years) == (datetime.date(2024, 3, 18), 4)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-8", "2026/12/8", "2026.12.08", "2026 年 12 月 8 日", "20261208",
        datetime.datetime(2026, 12, 8),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(form: Form, typed: Any) -> None:
    form.fill("meeting", {form.beside("meeting", "day of the review"): typed})
    assert form.panel().date == datetime.date(2026, 12, 8)


def test_what_is_no_day_is_named_by_its_cell(form: Form) -> None:
    at = form.beside("meeting", "day of the review")
    for typed in ("12月8日", "2026-13-08", "26-12-08", 8.5):
        form.fill("meeting", {at: typed})
        said = "1900-01-08" if typed == 8.5 else typed
        assert f"「meeting」B{at[0]}: “{said}” is no date; write it as 2026-12-08" in form.found()


def test_a_cell_that_could_not_be_read_is_not_told_to_be_empty_as_well(form: Form) -> None:
    at = form.place("candidates", "approved on", 2)
    form.fill("candidates", {at: "2024年5月"})
    cell = f"「candidates」D{at[0]}: "
    assert [one for one in form.found() if cell in one] == [
        f"{cell}“2024年5月” is no date; write it as 2026-12-08"
    ]


def test_names_lose_line_breaks_and_blanks_around_them(form: Form) -> None:
    name = form.place("experts", "person's name")
    form.fill(
        "experts", {name: "　沈知远\n（示例）  ", (name[0], name[1] + 1): "Harbour\nUniversity"}
    )
    first = form.panel().experts[0]
    assert (first.name, first.unit) == ("沈知远（示例）", "Harbour University")


def test_a_merged_unit_counts_for_every_line_it_covers(form: Form) -> None:
    row, column = form.place("experts", "unit")

    def merge(workbook: Any) -> None:
        workbook["experts"].merge_cells(None, row, column, row + 2, column)

    form.change(merge)
    units = [expert.unit for expert in form.panel().experts]
    assert units == ["江海大学（示例）"] * 3


def test_blank_lines_and_prepared_numbers_are_no_people(form: Form) -> None:
    row, column = form.place("experts", "no.")
    form.fill("experts", {(row + 9, column): "10", (row + 11, column): None})
    assert [expert.code for expert in form.panel().experts] == ["01", "02", "03"]


def test_people_without_any_number_get_one_in_order_and_are_told(form: Form) -> None:
    row, column = form.place("experts", "no.")
    form.fill("experts", {(row + n, column): None for n in range(20)})
    assert [expert.code for expert in form.panel().experts] == ["01", "02", "03"]
    assert (
        f"w 「experts」A{row}: no numbers were filled in; in their order they are 01 to 03"
        in form.found()
    )


def test_a_single_missing_number_is_not_guessed(form: Form) -> None:
    row, column = form.place("experts", "no.")
    form.fill("experts", {(row + 1, column): None})
    assert f"「experts」A{row + 1}: has no number, while other lines have one" in form.found()


def test_a_number_that_a_spreadsheet_made_of_a_code_is_still_the_code(form: Form) -> None:
    row, column = form.place("recusals", "expert")
    form.fill("recusals", {(row, column): 2, (row, column + 1): "1号", (row, column + 2): "同单位"})
    assert form.panel().recusal("02", "01") is not None


def test_numbers_that_lost_their_zeros_are_read_as_the_others_are_written(form: Form) -> None:
    row, column = form.place("candidates", "name", 4)
    form.fill(
        "candidates",
        {(row, 1): 3, (row, column): "Third", (row + 1, 1): "04", (row + 1, column): "Fourth"},
    )
    form.fill("meeting", {form.beside("meeting", "order of presentation"): "3,1，２、4"})
    form.fill("experts", {form.place("experts", "judges", 1): "1 3"})
    panel = form.panel()
    assert [one.code for one in panel.candidates] == ["01", "02", "03", "04"]
    assert panel.presentation == ("03", "01", "02", "04")
    assert panel.assignment is not None
    assert panel.assignment["01"] == ("01", "03")
    at = f"「candidates」A{row}"
    assert f"w {at}: the number 3 is read as 03, as the others are written" in form.found()


def test_an_order_that_is_not_everybodys_or_names_one_twice_is_worth_a_look(form: Form) -> None:
    place = form.beside("meeting", "order of presentation")
    form.fill("meeting", {place: "2,02"})
    at = f"w 「meeting」B{place[0]} “order of presentation”: "
    said = [one.removeprefix(at) for one in form.found() if one.startswith(at)]
    assert said == ["02 stands here more than once", "leaves out 01, who would come last"]


def test_an_order_typed_as_one_number_is_not_guessed(form: Form) -> None:
    form.fill("meeting", {form.beside("meeting", "order of presentation"): 21})
    assert any(one.endswith("there is no candidate 21") for one in form.found())


def test_a_day_that_became_a_count_of_days_is_found_with_the_day_it_counts(form: Form) -> None:
    row, column = form.place("candidates", "approved on", 2)

    def pasted(workbook: Any) -> None:
        cell = workbook["candidates"].cell(row, column)
        cell.value, cell.number_format = 45413, "General"

    form.change(pasted)
    assert any(
        one.endswith("“45413” is no date; if 2024-05-01 is meant, write 2024-05-01")
        for one in form.found()
    )


def test_a_recusal_may_name_people_but_not_namesakes(form: Form) -> None:
    row, column = form.place("recusals", "expert")
    name = form.place("experts", "person's name")
    form.fill("recusals", {(row, column): "林望舒 （示例）", (row, column + 1): "01"})
    assert form.panel().recusal("02", "01") is not None
    form.fill("experts", {(name[0] + 2, name[1]): "林望舒（示例）"})
    assert f"「recusals」A{row}: 02, 03 bear this name; write the number" in form.found()


def test_who_is_not_in_the_lists_is_named_by_the_cell(form: Form) -> None:
    row, column = form.place("recusals", "expert")
    form.fill("recusals", {(row, column): "某人", (row, column + 1): "09"})
    found = form.found()
    assert f"「recusals」A{row}: “某人” is not in the list of this workbook" in found
    assert f"「recusals」B{row}: “09” is not in the list of this workbook" in found


def test_the_same_number_twice_is_found_at_both_lines(form: Form) -> None:
    row, column = form.place("candidates", "no.", 2)
    form.fill("candidates", {(row + 1, column): "01"})
    assert f"「candidates」A{row}、A{row + 1}: this code occurs more than once" in [
        one.replace("、「candidates」", "、") for one in form.found()
    ]


def test_two_codes_that_read_as_one_number_are_a_warning(form: Form) -> None:
    row, column = form.place("candidates", "no.", 2)
    form.fill("candidates", {(row + 1, column): "1"})
    assert any(
        one.startswith(f"w 「candidates」A{row + 1}: 01, 1 are two codes") for one in form.found()
    )


def test_what_a_spreadsheet_turned_into_a_date_is_found(form: Form) -> None:
    row, column = address_of(form.content, "candidates", "figure")
    form.fill("candidates", {(row + 1, column): datetime.date(2026, 8, 5)})
    assert (
        f"「candidates」F{row + 1}: was turned into a date, 2026-08-05; type it again as text"
        in form.found()
    )


def test_percent_signs_belong_to_shares(form: Form) -> None:
    at = form.place("indicators and points", "points or weight")
    form.fill("indicators and points", {at: "10%"})
    assert (
        f"「indicators and points」D{at[0]}: a percent sign belongs to weights by share only"
        in form.found()
    )


def test_shares_may_be_percentages_typed_or_formatted(ningbo: Document, tmp_path: Path) -> None:
    data = ningbo
    path = tmp_path / "shares.xlsx"
    content = meeting_book(data, built_in("nb-tic-draft"))
    row, column = address_of(content, "indicators and points", "points or weight")

    def percent(workbook: Any) -> None:
        cell = workbook["indicators and points"].cell(row + 1, column)
        cell.value, cell.number_format = 0.08, "0%"
        workbook["indicators and points"].cell(row + 4, column).value = " ８％"

    panel, _sheet = load_panel(write(path, changed(content, percent)))
    assert panel.rule.weights.of["1"] == 8
    assert panel.rule.weights.of["2"] == 8


def test_a_weight_that_is_no_number_is_found_once_and_by_its_cell(form: Form) -> None:
    at = form.place("indicators and points", "points or weight")
    form.fill("indicators and points", {at: "十分"})
    cell = f"「indicators and points」D{at[0]}"
    assert [one for one in form.found() if one.startswith(cell)] == [
        f"{cell}: “十分” is no number; write digits and a decimal point, such as 12.5"
    ]


def test_a_row_that_was_reworded_in_the_form_is_refused(form: Form) -> None:
    row, column = form.place("indicators and points", "indicator")
    form.fill("indicators and points", {(row, column): "目标与定位"})
    assert any("words row 1 as “目标定位”" in one for one in form.found())


def test_words_of_lists_are_read_in_either_language_and_others_named(form: Form) -> None:
    row, column = form.place("experts", "role")
    form.fill(
        "experts", {(row, column): None, (row + 1, column): " 组长", (row + 2, column): "member"}
    )
    roles = [expert.role for expert in form.panel().experts]
    assert roles == [Role.MEMBER, Role.CHAIR, Role.MEMBER]
    form.fill("experts", {(row, column): "主任"})
    assert f"「experts」E{row}: “主任” is not known; one of: chair, member" in form.found()


def test_who_judges_whom_is_a_column(form: Form) -> None:
    row, column = form.place("experts", "judges")
    form.fill(
        "experts", {(row, column): "01、02", (row + 1, column): "02号", (row + 2, column): "无"}
    )
    panel = form.panel()
    assert [panel.assigned(code) for code in ("01", "02", "03")] == [("01", "02"), ("02",), ()]
    form.fill("experts", {(row + 2, column): None})
    assert form.panel().assigned("03") == ("01", "02"), "an empty cell is everyone"


def test_a_fact_without_its_figure_is_found(form: Form) -> None:
    row, column = address_of(form.content, "candidates", "figure")
    form.fill("candidates", {(row + 1, column): None})
    assert any("the figure is missing" in one for one in form.found())


def test_a_formula_without_a_result_is_found_and_not_taken_for_a_blank(form: Form) -> None:
    at = form.place("indicators and points", "points or weight")
    form.fill("indicators and points", {at: "=5+5"})
    cell = f"「indicators and points」D{at[0]}"
    assert [one for one in form.found() if one.startswith(cell)] == [
        f"{cell}: is a formula without a stored result; open the file in WPS or Excel and save"
    ]


def test_a_line_marked_as_example_must_not_hide_a_person(form: Form) -> None:
    row, column = form.place("experts", "no.")
    form.fill("experts", {(row, column): "示例"})
    assert any(one.startswith(f"「experts」A{row}: this line is marked") for one in form.found())


def test_sheets_columns_and_lines_that_were_removed_are_named(form: Form) -> None:
    row, column = form.place("experts", "person's name", 0)

    def spoil(workbook: Any) -> None:
        del workbook["recusals"]
        workbook["experts"].cell(row, column).value = "谁"
        at = address_of(form.content, "scoring rule", "average")
        workbook["scoring rule"].cell(*at).value = "怎么平均"

    found = form.change(spoil).found()
    assert any(
        one.startswith("「recusals」: this sheet is missing; there are: meeting") for one in found
    )
    assert f"「experts」A{row}: the column “person's name” is missing; " in "\n".join(found)
    assert f"w 「experts」B{row}: the column “谁” is not known and is not read" in found
    assert "「scoring rule」A1: the line “average” is missing in this sheet" in found


def test_moved_columns_and_inserted_lines_are_no_matter(form: Form) -> None:
    def move(workbook: Any) -> None:
        sheet = workbook["experts"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=10)]
        for at, row in enumerate(rows, 7):
            for column, value in enumerate(row[::-1], 3):
                sheet.cell(at, column).value = value
        for at in range(4, 7):
            for column in range(1, 9):
                sheet.cell(at, column).value = None
        for at in range(7, 14):
            for column in (1, 2):
                sheet.cell(at, column).value = None

    before = form.panel().experts
    assert form.change(move).panel().experts == before


def test_every_fault_is_told_at_once(form: Form) -> None:
    form.fill("meeting", {form.beside("meeting", "type of review"): "茶话会"})
    form.fill("experts", {form.place("experts", "person's name"): None})
    form.fill("scoring rule", {form.beside("scoring rule", "places: total"): "两位"})
    with pytest.raises(Refused) as refused:
        form.panel()
    assert len(refused.value.reasons) == 3
    assert all(isinstance(one, Finding) and "「" in one.place for one in refused.value.reasons)


def test_identity_numbers_are_found_by_their_cell(form: Form) -> None:
    name = form.place("experts", "person's name")
    form.fill("experts", {name: "某某 330102199001011234"})
    assert any(
        one.startswith(f"「experts」B{name[0]}") and "identity number" in one
        for one in form.found()
    )


def test_a_telephone_number_in_the_wrong_column_is_worth_a_look(form: Form) -> None:
    row, column = form.place("experts", "person's name", 1)
    form.fill("experts", {(row, column): 13805711234})
    said = "looks like a telephone number; it would stand on the printed pages"
    assert f"w 「experts」B{row} “person's name”: {said}" in form.found()


def test_a_workbook_without_an_id_for_the_plan_gets_one_and_says_so(form: Form) -> None:
    at = form.beside("meeting", "id of the plan")
    form.fill("meeting", {at: None})
    assert form.panel().id == "zj-tic-2022-20261208"
    assert (
        f"w 「meeting」B{at[0]}: the plan has no id; it is called zj-tic-2022-20261208"
        in form.found()
    )


def test_a_word_belongs_to_its_own_list_although_lists_share_values() -> None:
    assert word(Scale.POINTS) != word(WeightKind.POINTS)
    assert word(NotApplicable.RENORMALISE) != word(Unable.RENORMALISE)
    for kind in (Scale, WeightKind, NotApplicable, Unable, Average, BelowLeast):
        for value in kind:
            assert meant(kind, word(value)) is value


@pytest.mark.parametrize(("language", "bracket"), [("zh", "（"), ("en", " (")])
def test_a_word_may_be_typed_without_what_explains_it_in_brackets(
    language: str, bracket: str
) -> None:
    locales.use(language)
    for kind in (WeightKind, Scale):
        for value in kind:
            assert meant(kind, word(value).partition(bracket)[0]) is value
    assert meant(WeightKind, {"zh": "分值", "en": "points"}[language]) is WeightKind.POINTS
    assert meant(WeightKind, bracket) is None
