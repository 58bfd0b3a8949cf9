"""结论与签字: what the panel added after the ranking, only where something is on record."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from reviewtui.domain.closing import (
    ABSTAINED,
    Adjustment,
    Closing,
    Counts,
    Signature,
    SignState,
    Vote,
    VoteMode,
)
from reviewtui.filing.model import Grid
from reviewtui.filing.pack.extract import extract_of
from reviewtui.filing.pack.signing import sign_off
from reviewtui.filing.record import Record
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.filing.workbook import make_book
from reviewtui.locales import _
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.meeting import meeting

OPTIONS = ("同意", "原则同意", "修改完善后再论证", "不同意")


def closed() -> Record:
    plan = meeting(4, 3)
    plan.data["panel"]["review"] = "appraisal"
    plan.put("conclusions", {"majority": "2/3", "quorum": "2/3", "source": "会议纪要（示例）"})
    counts = Counts((2, 0, 1, 0), 1)
    names = {"01": OPTIONS[0], "02": OPTIONS[0], "03": OPTIONS[2], "04": ABSTAINED}
    return replace(
        Table.of(plan).record(),
        closed=Closing(
            {"2": Adjustment("2", "良好", "=材料补齐", ("01", "03"), "王组长")},
            {
                "1": Vote("1", VoteMode.OPEN, counts, 4, names, ("会务",)),
                "3": Vote("3", VoteMode.SECRET, Counts((4, 0, 0, 0), 0), 4, {}, ("甲", "乙")),
            },
            {
                "01": Signature("01", SignState.SIGNED),
                "02": Signature("02", SignState.DISSENT, "见附页"),
                "03": Signature("03", SignState.UNSIGNED, "提前离会"),
            },
        ),
    )


def texts(grid: Grid) -> list[str]:
    return [cell.value for cell in grid.cells.values() if isinstance(cell.value, str)]


def sheet(record: Record) -> Grid:
    (found,) = (
        grid for grid in make_book(record).grids if grid.name == _("Closing and signatures")
    )
    return found


def test_nothing_on_record_is_no_sheet(small: Table) -> None:
    names = [grid.name for grid in make_book(small.record()).grids]
    assert _("Closing and signatures") not in names


def test_adjustments_stand_with_reason_and_consent() -> None:
    said = texts(sheet(closed()))
    assert {"良好", "=材料补齐"} <= set(said)
    (agreed,) = (text for text in said if text.startswith("王组长\n"))
    assert "01" in agreed
    assert "03" in agreed


def test_an_open_vote_names_who_was_for_what_and_a_secret_one_only_counts() -> None:
    said = texts(sheet(closed()))
    (named,) = (text for text in said if OPTIONS[2] in text and "03" in text)
    assert _("abstained") in named
    counted = [text for text in said if f"{OPTIONS[0]} 4" in text]
    assert len(counted) == 1
    assert not any(code in counted[0] for code in ("01", "02", "03", "04"))


def test_every_sitting_expert_has_a_line_how_he_stands_to_the_result() -> None:
    said = texts(sheet(closed()))
    assert {"见附页", "提前离会", _("not on record yet")} <= set(said)


def test_the_sign_off_list_has_what_is_on_record_already() -> None:
    grid = sign_off(closed(), named=False)
    rows = {cell.value: row for (row, column), cell in grid.cells.items() if column == 1}
    assert grid.cells[rows["02"], 4].value == "见附页"
    assert grid.cells[rows["03"], 5].value == "提前离会"
    assert grid.cells[rows["01"], 4].value == ""


def test_what_was_added_is_kept_in_the_workbook_and_verifies(tmp_path: Path) -> None:
    path = written(closed(), tmp_path)
    assert verify_workbook(path).findings == ()
    book = load_workbook(path)
    rows = book[_("Closing and signatures")].iter_rows()
    cell = next(cell for row in rows for cell in row if cell.value == "=材料补齐")
    cell.value = "材料未补齐"
    book.save(path)
    places = [one.place for one in verify_workbook(path).findings]
    assert f"{_('Closing and signatures')}!{cell.coordinate}" in places


def test_the_summary_and_an_extract_tell_what_the_panel_added() -> None:
    record = closed()
    (summary,) = (grid for grid in make_book(record).grids if grid.name == _("Score summary"))
    adjusted = _("adjusted: {grade}").format(grade="良好")
    assert any(adjusted in text for text in texts(summary))
    voted = _("vote: {result}").format(result=OPTIONS[0])
    assert any(voted in text for text in texts(summary))
    assert extract_of(record, "2").added == adjusted
    assert extract_of(record, "3").added == voted
