"""Excel score sheets: what goes out, what comes back, and every way it can come back wrong."""

import datetime
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from reviewtui import locales
from reviewtui.domain.ballot import Ballot, Cell, Channel
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.meeting_write import template
from reviewtui.exchange.score_sheet import score_sheet
from reviewtui.exchange.score_sheet_check import check_score_sheet
from reviewtui.exchange.score_sheet_form import WHOLE
from reviewtui.exchange.score_sheet_identity import is_form
from reviewtui.exchange.score_sheet_reader import ScoreSheet, read_score_sheet
from reviewtui.exchange.signature_list import signature_list_name
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.kit import make_kit
from reviewtui.session.merge_items import Taking
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, take_typed
from tests.exchange.score_sheets import Hand, cell_of, fill, issued, sheet_of, shows, whole
from tests.meeting import built_in, meeting, small_set
from tests.session.conftest import fill as fill_form
from tests.session.conftest import small_meeting


@pytest.fixture
def panel() -> Panel:
    return small_meeting().hide("2", "1.2").recuse("02", "1").panel()[0]


@pytest.fixture
def desk(tmp_path: Path, panel: Panel) -> Path:
    return issued(tmp_path, panel)


def read(desk: Path, path: Path, *, opened: bool = False) -> ScoreSheet:
    with Session.open(desk) as session:
        if opened:
            session.meeting.opened.add(1)
        return read_score_sheet(path, session)


def refusal(desk: Path, path: Path, *, opened: bool = True) -> list[str]:
    """What is found; after the opening, when a finding may repeat what stands in a cell."""
    with pytest.raises(Refused) as refused:
        read(desk, path, opened=opened)
    return [str(reason) for reason in refused.value.reasons]


def scored(mark: int) -> Cell:
    return Cell(CellState.SCORED, Hundredths(mark))


# What goes out


def test_everybody_gets_a_sheet_with_his_candidates_and_nothing_to_fill_in_elsewhere(
    desk: Path,
) -> None:
    book = load_workbook(sheet_of(desk))
    page = book.worksheets[0]
    assert page.protection.sheet
    open_ones = {cell.coordinate for line in page.iter_rows() for cell in line
                 if not cell.protection.locked}  # fmt: skip
    assert cell_of(book, "1", "1.1").coordinate in open_ones
    shut = cell_of(book, "2", "1.2")
    assert shut.value == "not applicable"
    assert shut.coordinate not in open_ones
    assert cell_of(load_workbook(sheet_of(desk, "02")), "1", "2.1").value == "recused"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9


def test_excel_itself_refuses_a_mark_out_of_range_or_off_the_step(desk: Path) -> None:
    locales.use("zh")
    with Session.open(desk) as session:
        kit = make_kit(session.meeting, "01")
        content = score_sheet(session.panel, session.sheet, kit)
    path = desk.with_name("zh.xlsx")
    path.write_bytes(content)
    page = load_workbook(path).worksheets[0]
    (first, *_others) = page.data_validations.dataValidation
    assert "MOD(ROUND(" in first.formula1
    assert "<=10" in first.formula1
    assert first.error == "1.1：0 到 10 分，步长 0.5；无法评判的填“无法评判”"


def test_the_same_kit_gives_the_same_bytes(desk: Path) -> None:
    with Session.open(desk) as session:
        kit = make_kit(session.meeting, "01")
        content = score_sheet(session.panel, session.sheet, kit)
        assert content == score_sheet(session.panel, session.sheet, kit)
    assert content == sheet_of(desk).read_bytes()


def test_names_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    panel = small_meeting()
    panel.data["candidates"][0]["name"] = '=HYPERLINK("http://x","点")'
    desk = issued(tmp_path, panel.panel()[0])
    book = load_workbook(sheet_of(desk))
    kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line}
    assert "f" not in kinds


def test_more_candidates_than_fit_beside_each_other_come_in_blocks(tmp_path: Path) -> None:
    panel = meeting(1, 30).panel()[0]
    desk = issued(tmp_path, panel)
    values = {(str(code), "3"): code % 10 for code in range(1, 31)}
    ballot = read(desk, fill(sheet_of(desk), values)).ballot
    assert [cells["3"] for cells in ballot.cells.values()] == [
        scored(int(code) % 10 * 100) for code in panel.assigned("01")
    ]


def test_issuing_again_leaves_a_sheet_that_somebody_began(desk: Path) -> None:
    own = sheet_of(desk)
    shutil.move(fill(own, {("1", "1.1"): 7}), own)
    before = own.read_bytes()
    with Session.open(desk) as session:
        issue(session, desk.parent / "kits")
    assert own.read_bytes() == before
    with Session.open(desk) as session:
        issue(session, desk.parent / "kits", ["01"], anew=True)
    assert own.read_bytes() != before
    (aside,) = own.parent.glob("*revoked-1.xlsx")
    assert aside.read_bytes() == before
    assert "belongs to a kit that was revoked" in refusal(desk, aside)[0]


def test_who_has_no_candidate_has_a_kit_and_no_sheet(tmp_path: Path) -> None:
    desk = issued(tmp_path, small_meeting().assign(e01=["1"], e02=["2"]).panel()[0])
    names = {path.name for path in (desk.parent / "kits").rglob("*.xlsx")}
    assert "score-sheet-02.xlsx" in names
    assert "score-sheet-03.xlsx" not in names
    assert len(list((desk.parent / "kits").rglob("*.kit"))) == 3
    notes = {path.parent.name: path.read_text("utf-8") for path in desk.parent.rglob("read-me*")}
    named = {folder for folder, note in notes.items() if "score-sheet" in note}
    assert len(notes) == 3
    assert {folder[:9] for folder in named} == {"Expert 01", "Expert 02"}


def test_the_signature_list_lies_in_the_desks_folder_with_the_codes_left_empty(
    desk: Path, panel: Panel
) -> None:
    path = desk.parent / "kits" / signature_list_name()
    said = [cell.value for line in load_workbook(path).worksheets[0].iter_rows() for cell in line]
    for expert in panel.experts:
        assert expert.name in said
        row = said.index(expert.code)
        assert said[row + 3 : row + 6] == [None, None, None]


# What comes back


def test_a_filled_sheet_is_a_ballot_of_channel_excel(desk: Path, panel: Panel) -> None:
    values = whole(panel) | {
        ("1", "1.1"): 0,
        ("1", "1.2"): "unable：材料不全",
        ("1", "2.1"): None,
        ("2", "2.1"): "8.5",
        ("2", "comment"): "=很好",
    }
    found = read(desk, fill(sheet_of(desk), values, as_text("2", "comment")))
    ballot = found.ballot
    assert ballot.channel is Channel.EXCEL
    assert ballot.cells["1"] == {
        "1.1": scored(0),
        "1.2": Cell(CellState.UNABLE, reason="材料不全"),
        "2.1": Cell(),
        "2.2": scored(800),
    }
    assert ballot.cells["2"] == {"1.1": scored(800), "2.1": scored(850), "2.2": scored(800)}
    assert ballot.comments == {"2": {"": "=很好"}}
    empty = cell_of(load_workbook(sheet_of(desk)), "1", "2.1").coordinate
    assert [str(item) for item in found.warnings] == [
        "filled-score-sheet-01.xlsx: 1 cells are empty and count as not scored: "
        f"「Score sheet」{empty}"
    ]


def as_text(candidate: str, code: str) -> Hand:
    def hand(book: Workbook) -> None:
        cell_of(book, candidate, code).data_type = "s"

    return hand


def test_a_whole_candidate_is_recused_or_declined_with_its_reason(desk: Path) -> None:
    values = {
        ("1", "whole candidate"): "declined",
        ("1", "reason for it"): "不是本人专业",
        ("2", "1.1"): 5,
    }
    ballot = read(desk, fill(sheet_of(desk), values)).ballot
    assert ballot.standings["1"].state is CandidateState.DECLINED
    assert ballot.standings["1"].reason == "不是本人专业"
    assert "1" not in ballot.cells


def test_a_sheet_of_the_other_language_reads_the_same(desk: Path) -> None:
    locales.use("zh")
    with Session.open(desk) as session:
        kit = make_kit(session.meeting, "01")
        path = desk.with_name("zh.xlsx")
        path.write_bytes(score_sheet(session.panel, session.sheet, kit))
    values = {("1", "1.1"): "无法评判", ("2", "整体"): "回避"}
    filled = fill(path, values)
    locales.use("en")
    ballot = read(desk, filled).ballot
    assert ballot.cells["1"]["1.1"].state is CellState.UNABLE
    assert ballot.standings["2"].state is CandidateState.RECUSED


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_typed_comes_back(data: st.DataObject) -> None:
    panel = meeting(
        1, 3, table=small_set(2, 2), granularity=data.draw(st.sampled_from(["primaries", "rows"]))
    ).hide("2", "1.2").panel()[0]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        desk = issued(Path(folder), panel)
        answer = st.sampled_from([None, "unable", "8.5", *[Fraction(n, 2) for n in range(21)]])
        values = {
            place: data.draw(answer)
            for place in whole(panel)
        }  # fmt: skip
        typed = {k: float(v) if isinstance(v, Fraction) else v for k, v in values.items()}
        ballot = read(desk, fill(sheet_of(desk), typed)).ballot
    for (candidate, code), value in values.items():
        cell = ballot.cells[candidate][code]
        if value is None:
            assert cell == Cell()
        elif value == "unable":
            assert cell == Cell(CellState.UNABLE)
        else:
            assert cell == scored(int(Fraction(value) * 100))


def test_levels_and_yes_or_no_are_chosen_by_word(tmp_path: Path) -> None:
    drawn = small_meeting(1, 1, scale="levels", levels=[["优", "95"], ["良", "85"]])
    drawn.data["rule"]["rows"] = {"2.2": {"scale": "yes_no"}}
    desk = issued(tmp_path, drawn.panel()[0])
    page = load_workbook(sheet_of(desk)).worksheets[0]
    lists = {item.formula1 for item in page.data_validations.dataValidation}
    assert {'"优,良,unable"', '"yes,no,unable"'} <= lists
    values = {("1", "1.1"): "优", ("1", "1.2"): 85, ("1", "2.1"): "unable", ("1", "2.2"): "是"}
    cells = read(desk, fill(sheet_of(desk), values)).ballot.cells["1"]
    assert [cell.mark for cell in cells.values()] == [9500, 8500, None, 1000]
    (said,) = refusal(desk, fill(sheet_of(desk), values | {("1", "1.1"): "中"}))
    assert "“中” is no level; the levels are 优 = 95, 良 = 85" in said


def test_codes_are_followed_wherever_rows_columns_and_sheets_went(desk: Path, panel: Panel) -> None:
    values = whole(panel) | {("2", "2.2"): 3.5}

    def move(book: Workbook) -> None:
        page = book.worksheets[0]
        page.title = "我的评分"
        page.insert_rows(2, 3)
        page.insert_cols(1, 2)
        page.move_range("F10:F20", rows=0, cols=4)

    moved = read(desk, fill(sheet_of(desk), values, move))
    assert moved.ballot.cells == read(desk, fill(sheet_of(desk), values)).ballot.cells


def test_a_formula_with_a_stored_result_counts_and_is_told(desk: Path) -> None:
    path = fill(sheet_of(desk), {("1", "1.1"): 7})
    with_result(path, "1", "1.1", "=3+4", "7")
    found = read(desk, path)
    assert found.ballot.cells["1"]["1.1"] == scored(700)
    assert any("its stored result is taken" in str(item) for item in found.warnings)


def with_result(path: Path, candidate: str, code: str, formula: str, result: str) -> None:
    """Put a formula with its result into a cell of a stored workbook."""
    at = cell_of(load_workbook(path), candidate, code).coordinate
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode()
    start = text.index(f'<c r="{at}"')
    end = text.index("</c>", start)
    head = text[start : text.index(">", start)].replace(' t="n"', "")
    parts[name] = (
        text[:start] + f"{head}><f>{formula[1:]}</f><v>{result}</v>" + text[end:]
    ).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def test_what_is_hidden_counts_and_is_told(desk: Path) -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[0].row_dimensions[cell_of(book, "1", "1.1").row].hidden = True

    found = read(desk, fill(sheet_of(desk), {("1", "1.1"): 7}, hide))
    assert found.ballot.cells["1"]["1.1"] == scored(700)
    assert any("are hidden; what stands in them counts" in str(item) for item in found.warnings)


# What cannot be read

BAD_CELLS: list[tuple[Any, str]] = [
    ("8。5", "“8。5” is no mark; if 8.5 is meant, write 8.5"),
    ("8,5", "“8,5” is no mark; if 8.5 is meant, write 8.5"),
    ("８．５", "“８．５” is no mark; if 8.5 is meant, write 8.5"),
    ("8.5分", "“8.5分” is no mark; if 8.5 is meant, write 8.5"),
    ("八", "“八” is no mark; if 8 is meant, write 8"),
    ("1,000", "“1,000” is no mark; write digits and a decimal point, such as 8.5"),
    ("1e1", "“1e1” is no mark; write digits and a decimal point, such as 8.5"),
    ("nan", "“nan” is no mark; write digits and a decimal point, such as 8.5"
            "; a row that cannot be judged takes the word unable"),
    ("inf", "“inf” is no mark; write digits and a decimal point, such as 8.5"
            "; a row that cannot be judged takes the word unable"),
    ("٨", "“٨” is no mark; if 8 is meant, write 8"),
    *((word, f"“{word}” is no mark; write digits and a decimal point, such as 8.5"
             "; a row that cannot be judged takes the word unable")
      for word in ("弃权", "缺席", "—")),
    ("回避", "“回避” is said of a whole candidate: choose it in the line “whole candidate”"),
    ("-", "“-” is no mark; write digits and a decimal point, such as 8.5"
          "; a row that cannot be judged takes the word unable"),
    (True, "“TRUE” is no mark; write digits and a decimal point, such as 8.5"
           "; a row that cannot be judged takes the word unable"),
    (11, "11 lies outside 0 to 10"),
    (-1, "-1 lies outside 0 to 10"),
    (8.25, "8.25 is no multiple of the step 0.5"),
    (8.123, "“8.123” has more than two places"),
    ("recused", "“recused” is said of a whole candidate: choose it in the line “whole candidate”"),
    ("不适用", "1.1 applies to candidate 1: only the panel can say that a row does not apply"),
    (datetime.date(2026, 8, 5),
     "was turned into a date, 2026-08-05; if 8.5 is meant, write 8.5 as text"),
    ("9．5分", "“9．5分” is no mark; if 9.5 is meant, write 9.5"),
    ("8/10", "“8/10” is no mark; write digits and a decimal point, such as 8.5"),
    (46239, "46239 lies outside 0 to 10"),
    (8.0000000001, "“8.0000000001” has more than two places"),
    (datetime.time(8, 5), "was read as a time of day; type it again as text"),
    ("=4+4", "is a formula without a stored result; open the file in WPS or Excel and save"),
    ("#N/A", "holds the error #N/A"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "sentence"), BAD_CELLS, ids=lambda item: str(item)[:12])
def test_a_bad_cell_is_named_with_its_address_and_a_suggestion(
    desk: Path, panel: Panel, value: Any, sentence: str
) -> None:
    path = fill(sheet_of(desk), whole(panel) | {("1", "1.1"): value})
    at = cell_of(load_workbook(path), "1", "1.1").coordinate
    expected = f"filled-score-sheet-01.xlsx: 「Score sheet」{at}: "
    (said,) = refusal(desk, path)
    assert said.startswith(expected)
    assert said.removeprefix(expected).removeprefix("1.1: ") == sentence


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("无法评判", ""),
        ("无法 评判 材料不足", "材料不足"),
        ("无法评判材料不足", "材料不足"),
        ("无法评判（只有2页）", "只有2页"),
        ("无法评判。缺少 3 项材料", "缺少 3 项材料"),
        ("Unable - no papers", "no papers"),
    ],
)
def test_what_stands_behind_the_word_for_a_row_that_cannot_be_judged_is_its_reason(
    desk: Path, written: str, reason: str
) -> None:
    """The spreadsheet lets pass whatever begins with the word; so it is read, however written."""
    found = read(desk, fill(sheet_of(desk), {("1", "1.1"): written}))
    assert found.ballot.cells["1"]["1.1"] == Cell(CellState.UNABLE, None, reason=reason)


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("written", ["无法评判 8", "无法评判：８．５分", "unable, 8"])
def test_a_word_for_a_state_with_a_mark_behind_it_is_neither(
    desk: Path, written: str, opened: bool
) -> None:
    (said,) = refusal(desk, fill(sheet_of(desk), {("1", "1.1"): written}), opened=opened)
    assert said.endswith("says unable and a mark in one cell; leave one of the two")


def test_a_cell_with_a_fault_is_not_called_empty_besides(desk: Path) -> None:
    values = {("1", "1.1"): "=4+4", ("1", "1.2"): "#N/A", ("2", "1.1"): 8}
    path = fill(sheet_of(desk), values)
    book = load_workbook(path)
    said = next(str(one) for one in check_score_sheet(path) if "are empty" in str(one))
    assert "4 cells are empty" in said
    assert cell_of(book, "1", "2.1").coordinate in said
    assert cell_of(book, "1", "1.1").coordinate not in said
    assert cell_of(book, "1", "1.2").coordinate not in said


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("9．５", "full-width digits, a full-width point"),
        (" ４ 分", "full-width digits, the unit written with it"),
        ("4。5", "a full stop for the point"),
        ("4，5", "a comma for the point"),
        ("4 分", "the unit written with it"),
        ("八", "a Chinese numeral or a number in one sign"),
        ("+4", "a plus sign"),
        ("90%", "a percent sign"),
    ],
)
def test_before_the_opening_it_is_said_how_a_mark_is_written_amiss_and_not_which(
    desk: Path, written: str, what: str
) -> None:
    path = fill(sheet_of(desk), {("1", "1.1"): written}, as_text("1", "1.1"))
    (said,) = refusal(desk, path, opened=False)
    assert f"is no usable mark: it has {what}; let the expert correct it" in said
    assert written.strip() not in said


def test_a_percentage_is_asked_about(desk: Path) -> None:
    def percent(book: Workbook) -> None:
        cell_of(book, "1", "1.1").number_format = "0%"

    (said,) = refusal(desk, fill(sheet_of(desk), {("1", "1.1"): 0.09}, percent))
    assert "is the percentage 9%; write the mark itself as a plain number" in said


def test_all_findings_come_at_once_and_nothing_is_taken(desk: Path, panel: Panel) -> None:
    path = fill(
        sheet_of(desk),
        whole(panel) | {("1", "1.1"): "8。5", ("2", "2.1"): 12, ("2", "1.2"): 5},
    )
    found = refusal(desk, path)
    assert len(found) == 3
    assert any("1.2 does not apply to candidate 2 and takes no mark" in said for said in found)
    with Session.open(desk) as session:
        merged = carry_out(session, plan(session, [path]))
        assert not merged.clean
        assert len(merged.notices) == 3
        assert session.stored() == []


def test_marks_beside_a_recusal_are_a_contradiction(desk: Path) -> None:
    path = fill(sheet_of(desk), {("1", "whole candidate"): "recused", ("1", "1.1"): 5})
    (said,) = refusal(desk, path)
    assert "says recused, and yet there is a mark in 「Score sheet」" in said


def test_unknown_words_for_a_whole_candidate_are_named(desk: Path) -> None:
    (said,) = refusal(desk, fill(sheet_of(desk), {("1", "whole candidate"): "缺席"}))
    assert "“缺席” is no state; choose recused / declined, or leave it empty" in said


def test_a_reason_without_a_state_is_named(desk: Path) -> None:
    (said,) = refusal(desk, fill(sheet_of(desk), {("1", "reason for it"): "同单位"}))
    assert "a reason stands here, but the line “whole candidate” above it is empty" in said


def test_a_mark_where_the_expert_is_recused_is_named(desk: Path) -> None:
    path = fill(sheet_of(desk, "02"), {("1", "1.1"): 5})
    (said,) = refusal(desk, path)
    assert "expert 02 is recused from candidate 1 in the panel" in said


def without_row(book: Workbook) -> None:
    book.worksheets[0].delete_rows(cell_of(book, "1", "2.1").row)


def without_column(book: Workbook) -> None:
    book.worksheets[0].delete_cols(cell_of(book, "2", "2.1").column)


def twice(book: Workbook) -> None:
    page = book.worksheets[0]
    page.cell(cell_of(book, "1", "2.1").row, 1).value = "1.1"


def numbered(book: Workbook) -> None:
    page = book.worksheets[0]
    page.cell(cell_of(book, "1", "2.1").row, 1).value = 2.1


def unknown(book: Workbook) -> None:
    page = book.worksheets[0]
    page.cell(cell_of(book, "1", "2.1").row, 1).value = "9.9"


def nameless(book: Workbook) -> None:
    page = book.worksheets[0]
    page.cell(cell_of(book, "1", "2.1").row, 1).value = None


def merged(book: Workbook) -> None:
    first, second = (cell_of(book, candidate, "1.1") for candidate in ("1", "2"))
    first.parent.merge_cells(f"{first.coordinate}:{second.coordinate}")


def headless(book: Workbook) -> None:
    for line in book.worksheets[0].iter_rows():
        if line[0].value == "code":
            line[0].value = "no."


def names_exchanged(book: Workbook) -> None:
    one, two = cell_of(book, "1", "1.1"), cell_of(book, "2", "1.1")
    line = next(
        cell.row for cell in book.worksheets[0]["A"] if cell.value in ("code", "编号")
    ) + 1  # fmt: skip
    first, second = (book.worksheets[0].cell(line, cell.column) for cell in (one, two))
    first.value, second.value = second.value, first.value


def titles_exchanged(book: Workbook) -> None:
    page = book.worksheets[0]
    one, two = (page.cell(cell_of(book, "1", code).row, 2) for code in ("1.1", "2.1"))
    one.value, two.value = two.value, one.value


def another_person(book: Workbook) -> None:
    for line in book.worksheets[0].iter_rows(max_row=4):
        for cell in line:
            if str(cell.value).startswith("Expert 01 "):
                cell.value = "Expert 02  someone"


@pytest.mark.parametrize(
    ("hand", "sentence"),
    [
        (names_exchanged, "the name of candidate 2 stands below the code 1"),
        (titles_exchanged, "the title of indicator 2.1 stands beside the code 1.1"),
        (
            another_person,
            "this says it is the sheet of expert 02, while it was issued",
        ),
        (without_row, "the line 2.1 is missing for 1, 2; take a fresh copy"),
        (without_column, "the column of candidate 2 is missing; take a fresh copy of the sheet"),
        (twice, "stands here a second time; the first is 「Score sheet」"),
        (numbered, "the code 2.1 was changed into a number; take a fresh copy of the sheet"),
        (unknown, "there is no indicator 9.9; marks in this line belong to nothing"),
        (nameless, "this line has no code, so what is filled in here belongs to nothing"),
        (merged, "was merged with 「Score sheet」"),
        (headless, "no line with the code of the candidates is found"),
    ],
)
def test_lines_and_columns_that_are_gone_doubled_or_renamed_are_named(
    desk: Path, panel: Panel, hand: Hand, sentence: str
) -> None:
    assert any(sentence in said for said in refusal(desk, fill(sheet_of(desk), whole(panel), hand)))


def test_a_mark_beside_the_form_belongs_to_nobody_and_is_named(desk: Path) -> None:
    def note(book: Workbook) -> None:
        cell_of(book, "2", "1.1").offset(0, 1).value = "9"

    (said,) = refusal(desk, fill(sheet_of(desk), {("1", "1.1"): 5}, note))
    assert "no candidate's code stands above this cell; move it under its candidate" in said


# Whose sheet it is


def rename(name: str, text: str) -> Hand:
    def hand(book: Workbook) -> None:
        book.defined_names[f"reviewtui_{name}"].attr_text = f'"{text}"'

    return hand


@pytest.mark.parametrize(
    ("hand", "sentence"),
    [
        (rename("session", "ab" * 16), "belongs to another meeting"),
        (rename("sheet", "0" * 64), "was issued for other rows or candidates than this session"),
        (rename("expert", "99"), "names expert 99, who is not on the panel"),
        (rename("expert", "02"), "its kit is not known here as that of Expert 02"),
        (rename("kit", "0" * 64), "its kit is not known here as that of Expert 01"),
        (rename("round", "x"), "its hidden id was changed"),
        (rename("form", "reviewtui-score-sheet/9"), "is a score sheet of another version"),
        (lambda book: book.defined_names.clear(), "is not a score sheet of this program"),
    ],
)
def test_a_sheet_of_another_meeting_table_expert_or_version_is_refused(
    desk: Path, panel: Panel, hand: Hand, sentence: str
) -> None:
    (said, *_others) = refusal(desk, fill(sheet_of(desk), whole(panel), hand))
    assert sentence in said


def test_the_workbook_of_the_meeting_is_called_no_score_sheet_of_an_old_program(
    desk: Path, tmp_path: Path
) -> None:
    path = tmp_path / "meeting.xlsx"
    path.write_bytes(template(built_in(), "zj-tic-2022"))
    assert "is not a score sheet of this program" in refusal(desk, path)[0]


def test_the_paper_sheet_is_not_read_as_an_excel_sheet(desk: Path) -> None:
    paper = next(path for path in sheet_of(desk).parent.glob("*.xlsx") if "paper" in path.name)
    assert not is_form(paper.read_bytes())
    assert "is the sheet to be printed" in refusal(desk, paper)[0]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 10])
def test_files_that_are_no_workbooks_are_refused_in_one_sentence(
    desk: Path, content: bytes
) -> None:
    path = desk.with_name("x.xlsx")
    path.write_bytes(content)
    assert len(refusal(desk, path)) == 1
    assert not is_form(content)


# What becomes of it


def merged(session: Session, *paths: Path) -> list[Taking]:
    """Take in files, or everything on a stick; what became of each."""
    done = carry_out(session, plan(session, list(paths)))
    return [item.taking for item in done.plan.items]


def test_a_stick_brings_a_filled_sheet_and_its_empty_neighbours_are_passed_over(
    desk: Path, panel: Panel
) -> None:
    own = sheet_of(desk)
    shutil.move(fill(own, whole(panel)), own)
    with Session.open(desk) as session:
        assert merged(session, desk.parent / "kits") == [Taking.NEW]
        (stored,) = session.stored()
        assert (stored.expert, stored.channel) == ("01", Channel.EXCEL)
        assert merged(session, desk.parent / "kits") == [Taking.ALREADY_HERE]
        assert session.check() == []
        session.unseal()
        assert session.check() == []
        assert session.ballot(stored.content_id).cells["1"]["1.1"] == scored(800)


def test_the_order_of_two_sheets_does_not_matter_and_both_are_kept(
    tmp_path: Path, panel: Panel
) -> None:
    desk = issued(tmp_path, panel)
    one = fill(sheet_of(desk), whole(panel, 8)).rename(tmp_path / "one.xlsx")
    two = fill(sheet_of(desk), whole(panel, 9)).rename(tmp_path / "two.xlsx")
    other = tmp_path / "other.review"
    shutil.copy(desk, other)
    found = []
    for path, order in ((desk, (one, two)), (other, (two, one))):
        with Session.open(path) as session:
            merged(session, order[0])
            assert merged(session, order[1]) == [Taking.CONFLICT]
            assert session.effective()["01"] is Why.CONFLICT
            found.append({item.content_id for item in session.stored()})
    assert found[0] == found[1]


def test_a_form_and_a_sheet_are_in_conflict_until_somebody_says_why_one_replaces_the_other(
    desk: Path, panel: Panel
) -> None:
    path = fill(sheet_of(desk), whole(panel))
    with Session.open(desk) as session:
        scoring = session.scoring("01")
        fill_form(scoring)
        scoring.seal().result()
        scoring.close()
        ballot = read_score_sheet(path, session).ballot
        first = take_typed(session, ballot, Entry(note="x.xlsx"))
        assert first.new
        assert not first.stands
        assert session.effective()["01"] is Why.CONFLICT
        again = take_typed(session, ballot, Entry(note="x.xlsx"))
        assert not again.new
        last = take_typed(session, ballot, Entry(reason="改用电子表", note="x.xlsx"))
        assert last.stands
        assert last.sealed.rev == 2
        assert session.check() == []


def test_nothing_numeric_shows_before_the_opening(desk: Path, panel: Panel) -> None:
    values = whole(panel, 6.5)
    with Session.open(desk) as session:
        merged(session, fill(sheet_of(desk), values))
        told = [str(event.body) for event in session.journal()]
        told += [str(finding) for finding in session.check()]
        told += [str(item) for item in session.stored()]
        assert not any(shows(650, text) or "6.5" in text for text in told)
        query = "SELECT count(*) FROM ballot_mark"
        assert session.meeting.file.read(query) == [(0,)]
        with pytest.raises(Refused, match="not been opened yet"):
            session.marks()
    assert b'"scored",650' not in desk.read_bytes()


def test_a_sheet_after_the_opening_is_late(desk: Path, panel: Panel) -> None:
    with Session.open(desk) as session:
        scoring = session.scoring("02")
        fill_form(scoring)
        scoring.seal().result()
        scoring.close()
        session.unseal()
        path = fill(sheet_of(desk), whole(panel))
        assert merged(session, path) == [Taking.LATE]
        ballot: Ballot = read_score_sheet(path, session).ballot
        take_typed(session, ballot, Entry())
        assert session.effective(1)["01"] is Why.LATE


def test_a_trial_takes_no_sheets(tmp_path: Path) -> None:
    data = small_meeting()
    data.data["panel"]["trial"] = True
    path = tmp_path / "trial.review"
    create_session(path, data.panel()[0])
    with Session.open(path) as session, pytest.raises(Refused, match="in a meeting only"):
        take_typed(session, Ballot(session.id, "01", session.sheet.hash), Entry())


def test_two_desks_that_read_the_same_sheet_have_the_same_ballot(desk: Path, panel: Panel) -> None:
    path = fill(sheet_of(desk), whole(panel))
    second = desk.with_name("second.review")
    with Session.open(desk) as session:
        copy_session(session.meeting, second)
        assert merged(session, path) == [Taking.NEW]
    with Session.open(second) as session:
        assert merged(session, path) == [Taking.NEW]
        assert merged(session, desk) == [Taking.ALREADY_HERE]
        assert not isinstance(session.effective()["01"], Why)
        assert session.check() == []


# Files that mean harm, or were damaged


def repacked(path: Path, **parts: bytes) -> bytes:
    """A workbook with parts replaced or added; two underscores stand for a slash."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(path) as archive:
        own = {name: archive.read(name) for name in archive.namelist()} | named
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in own.items():
            archive.writestr(name, part)
    return packed.getvalue()


def sheet_part(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def far_away(path: Path) -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    part = sheet_part(path).replace(b"</sheetData>", cell)
    return repacked(path, xl__worksheets__sheet1_dot_xml=part)


def entities(path: Path) -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    part = sheet_part(path).replace(b"<worksheet", head + b"<worksheet", 1)
    return repacked(path, xl__worksheets__sheet1_dot_xml=part)


def bomb(path: Path) -> bytes:
    return repacked(path, xl__media__x_dot_bin=b"\0" * 60_000_000)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.read_bytes()[:3000], "is damaged or was not copied completely"),
        (lambda _path: b"a,b\n1,2\n", "is not an Excel workbook, whatever its name says"),
        (lambda _path: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is in the old format"),
        (far_away, "reaches to cell A1048576"),
        (entities, "declares XML entities; such files are not opened"),
        (bomb, "unpacks to more than 200 times its size"),
        (lambda path: repacked(path, xl__vbaProject_dot_bin=b"x"), "holds macros"),
        (lambda path: repacked(path, xl__workbook_dot_bin=b"x"), "is in the format .xlsb"),
        (
            lambda path: repacked(path, xl__worksheets__sheet1_dot_xml=b"<worksheet>"),
            "is not readable XML",
        ),
    ],
    ids=["cut", "csv", "old", "far", "entities", "bomb", "macros", "xlsb", "xml"],
)
def test_a_hostile_or_damaged_file_is_refused_and_nothing_is_taken(
    desk: Path, panel: Panel, spoil: Callable[[Path], bytes], sentence: str
) -> None:
    path = fill(sheet_of(desk), whole(panel))
    path.write_bytes(spoil(path))
    assert any(sentence in said for said in refusal(desk, path))
    with Session.open(desk) as session:
        done = carry_out(session, plan(session, [path]))
        assert not done.clean
        assert session.stored() == []


# Blind


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("7。75", "is no usable mark: it has a full stop for the point; let the expert correct it"),
        ("77", "is no usable mark; let the expert correct it"),
        (7.77, "is no usable mark; let the expert correct it"),
        ("柒", "is no usable mark: it has a Chinese numeral or a number in one sign; let"),
        (datetime.date(2026, 7, 7), "was turned into a date; write the mark as text"),
        ("弃权", "is no usable mark: it has words and no number; let the expert"),
    ],
)
def test_before_the_opening_a_faulty_cell_is_named_and_what_stands_in_it_is_not(
    desk: Path, panel: Panel, written: object, sentence: str
) -> None:
    marks = {**whole(panel), ("1", "1.1"): written}
    (said,) = refusal(desk, fill(sheet_of(desk), marks), opened=False)  # type: ignore[arg-type]
    place, _colon, told = said.partition("」")
    assert sentence in told
    assert "7" not in told
    assert "柒" not in told
    assert "Score sheet" in place


def test_before_the_opening_a_percentage_a_state_and_a_shifted_code_tell_no_number(
    desk: Path, panel: Panel
) -> None:
    def spoil(book: Workbook) -> None:
        cell_of(book, "1", "1.1").value = 0.77
        cell_of(book, "1", "1.1").number_format = "0%"
        cell_of(book, "2", locales._(WHOLE)).value = "77"
        code = next(cell for row in book.worksheets[0] for cell in row if cell.value == "2.1")
        code.value = 77

    spoiled = fill(sheet_of(desk), whole(panel), spoil)
    said = refusal(desk, spoiled, opened=False)
    assert any("is a percentage" in one for one in said)
    assert any("is no state" in one for one in said)
    assert any("this code was changed into a number" in one for one in said)
    assert not any("77" in one for one in said)
    assert sum("77" in one for one in refusal(desk, spoiled)) == 3


def test_a_conclusion_is_chosen_by_word_and_never_by_number(tmp_path: Path) -> None:
    plan = small_meeting(1, 1)
    plan.data["panel"]["review"] = "appraisal"
    desk = issued(
        tmp_path, plan.put("conclusions", {"majority": "2/3", "source": "办法"}).panel()[0]
    )
    lists = {
        item.formula1
        for item in load_workbook(sheet_of(desk)).worksheets[0].data_validations.dataValidation
    }
    assert '"同意,原则同意,修改完善后再论证,不同意,unable"' in lists
    values: dict[tuple[str, str], object] = {("1", "结论"): "原则同意"}
    cells = read(desk, fill(sheet_of(desk), values)).ballot.cells["1"]
    assert cells["结论"].mark == 300
    for number in (3, "3", "300"):
        (said,) = refusal(desk, fill(sheet_of(desk), {("1", "结论"): number}))
        assert f"“{number}” is no level; the levels are 同意, 原则同意" in said
