"""等次说明 in the workbook, and the grades of the summary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from tests.filing.conftest import Table
from tests.filing.reading import summary_rows, texts, written
from tests.meeting import Meeting, meeting, small_set

SOURCE = "会议纪要（示例）"
BANDS = [{"name": "优秀", "at_least": "0"}, {"name": "合格", "at_least": "-1"}]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def given(*, consequences: list[dict[str, Any]] | None = None, **parts: Any) -> Meeting:
    """Five candidates of whom every one reaches the highest line, with equal marks."""
    table = small_set(1, 1)
    if consequences:
        table["consequences"] = consequences
    found = meeting(1, 5, table=table, full="0.5")
    return found.put("grades", {"source": SOURCE, "bands": BANDS} | parts)


def equal(found: Meeting) -> Table:
    """Everybody has the same total."""
    table = Table.of(found)
    cells = next(iter(table.ballots["01"].cells.values()))
    table._change("01", cells={item.code: cells for item in table.panel.candidates})
    return table


def test_a_tie_at_the_line_stands_as_undecided_with_its_reason(tmp_path: Path) -> None:
    quotas = [{"grade": "优秀", "percent": "20", "source": SOURCE}]
    path = written(equal(given(quotas=quotas)).record(), tmp_path)
    rows = summary_rows(path)
    assert [row["建议等次"] for row in rows.values()] == ["待定"] * 5
    assert all("并列在比例线上" in row["备注"] for row in rows.values())
    said = texts(path, "指标与分值")
    assert "等次说明" in said
    assert "“优秀”按不超过5家的20%取整为1家；1号、2号、3号、4号、5号并列在线上，" in "".join(said)


def test_beside_typed_grades_stands_every_kind_of_thing_that_decides_them(tmp_path: Path) -> None:
    quotas = [{"grade": "优秀", "percent": "20", "source": SOURCE}]
    said = texts(written(equal(given(quotas=quotas)).record(), tmp_path), "计分参数")
    note = next(text for text in said if text.startswith("以上由程序核定后写入"))
    kinds = ("名次", "名额", "并列", "门槛", "科研诚信", "底线", "一票否优", "表决")
    assert [kind for kind in kinds if kind not in note] == []


def test_lines_alone_need_no_block(tmp_path: Path) -> None:
    path = written(equal(given()).record(), tmp_path)
    assert [row["建议等次"] for row in summary_rows(path).values()] == ["优秀"] * 5
    assert "等次说明" not in texts(path, "指标与分值")


def test_money_lines_stand_as_quotes_for_information(tmp_path: Path) -> None:
    money = {"id": "D-1", "kind": "money", "at": "三（四）", "quote": "合计不超过1000万元"}
    path = written(equal(given(consequences=[money])).record(), tmp_path)
    assert "「合计不超过1000万元」（三（四））" in texts(path, "指标与分值")
