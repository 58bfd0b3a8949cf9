"""The workbooks of the sample sessions: what a table of many reviews leaves out, and in order."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reviewtui import locales
from reviewtui.filing.gathering import gather
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from tests.build_samples import CENTRE_PLANS, CENTRES, LABORATORIES, PLANS
from tests.filing.reading import rows_under, texts, written
from tests.meeting import ROOT


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def workbook(name: str, folder: Path, *, detail: bool = False) -> Path:
    """The workbook of a sample."""
    copy = Path(shutil.copy(ROOT / "sample_sessions" / name, folder))
    with Session.open(copy) as session:
        record = gather(session, verdict_of(session), "reviewtui")
    return written(record, folder, detail=detail)


def test_rows_of_other_reviews_stand_in_no_table_of_this_one(tmp_path: Path) -> None:
    path = workbook(CENTRES, tmp_path)
    codes = [row["指标编号"] for row in rows_under(path, "指标与分值", "指标编号")]
    assert [
        code for code in codes if code in {"A", "6.1", "6.5", "6.6", "C", "8.1", "E", "20"}
    ] == [
        "A",
        "6.5",
        "20",
    ]
    assert any(
        "不用于本次评审" in text and "6.6、C、E" in text for text in texts(path, "指标与分值")
    )


def test_what_the_desk_settled_stands_in_the_order_of_the_table(tmp_path: Path) -> None:
    said = texts(workbook(CENTRES, tmp_path), "指标与分值")
    own = [text for text in said if text.startswith(("6.5 ", "20 "))]
    assert [text.split(" ")[0] for text in own] == ["6.5", "20"] * 7


def test_a_sentence_of_the_source_stands_once_for_information(tmp_path: Path) -> None:
    said = texts(workbook(CENTRES, tmp_path), "指标与分值")
    quotes = [text for text in said if text.startswith("「")]
    assert quotes
    assert len(quotes) == len(set(quotes))


def test_what_is_asked_of_nobody_in_the_meeting_stands_once(tmp_path: Path) -> None:
    path = workbook(LABORATORIES, tmp_path, detail=True)
    rows = list(rows_under(path, "材料与要求", "对象号"))
    targets = [row for row in rows if row["与要求对照"].startswith("不检验：省级目标")]
    assert {row["对象号"] for row in targets} == {"—"}
    assert len({row["数据项"] for row in targets}) == len(targets)
    own = [row for row in rows if row["对象号"] == "07"]
    assert [row["数据项"] for row in own] == ["主攻方向数", "取得成果后科技成果登记时限"]


def test_a_duty_that_does_not_bind_somebody_stands_beside_him(tmp_path: Path) -> None:
    path = workbook(CENTRE_PLANS, tmp_path, detail=True)
    rows = [row for row in rows_under(path, "材料与要求", "对象号") if row["对象号"] == "02"]
    assert any("已改按放宽条款检验" in row["与要求对照"] for row in rows)
    assert any("条件不成立" in row["与要求对照"] for row in rows)


def test_the_line_under_the_title_is_parted_where_both_sides_have_room(tmp_path: Path) -> None:
    book = load_workbook(workbook(PLANS, tmp_path, detail=True))
    for name, parted in (("一级指标得分表", True), ("专家01", False)):
        sheet = book[name]
        spans = sheet.merged_cells.ranges
        (left,) = (span for span in spans if (span.min_row, span.min_col) == (2, 1))
        letters = [get_column_letter(at) for at in range(1, sheet.max_column + 1)]
        widths = [sheet.column_dimensions[letter].width for letter in letters]
        share = sum(widths[: left.max_col]) / sum(widths)
        assert (0.3 < share < 0.7) if parted else share == 1, "a narrow page has one line for both"
