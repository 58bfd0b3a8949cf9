"""评分汇总表: the verdict to the last digit, and states are words."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState, Why, label
from reviewtui.filing.sheets.summary import MOST_ON_A_PAGE
from reviewtui.locales import _
from reviewtui.tally.compute import compute
from tests.filing.conftest import Table
from tests.filing.reading import (
    equal,
    summary_rows,
    texts,
    written,
)
from tests.meeting import meeting, small_set


def test_every_number_of_the_summary_is_the_verdict_s(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    rows = summary_rows(written(record, tmp_path))
    for item in record.verdict.candidates:
        row = rows[item.code]
        assert equal(row[_("Trimmed average")], item.total)
        assert row[_("Rank")] == item.rank
        assert row[_("Valid n")] == item.n
        for expert, total in item.expert_totals.items():
            assert equal(row[expert], total)
        for gone in item.left_out:
            assert row[gone.expert] == label(gone.why)
    assert [row[_("No.")] for row in rows.values()] == list(range(1, 9))
    ranks = [row[_("Rank")] for row in rows.values()]
    assert ranks == sorted(ranks)


def test_states_are_words_and_never_a_number(eventful: Table, tmp_path: Path) -> None:
    rows = summary_rows(written(eventful.record(), tmp_path))
    assert rows["2"]["03"] == label(Why.RECUSED)
    assert rows["1"]["02"] == label(Why.UNABLE)
    assert rows["5"]["05"] == label(Why.DECLINED)
    assert rows["7"]["06"] == label(Why.LEFT)
    assert {row["08"] for row in rows.values()} == {label(Why.ABSENT)}


def test_a_trimmed_total_is_marked_and_explained(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path)
    sheet = load_workbook(path)[_("Score summary")]
    marked = sum(cell.number_format.startswith('"("') for row in sheet for cell in row)
    assert marked == sum(len(item.trimmed) for item in record.verdict.candidates) > 0
    assert any(
        _("Totals in brackets were dropped before averaging.") in text for text in texts(path)
    )


def test_equal_totals_share_a_rank_that_says_so(tmp_path: Path) -> None:
    table = Table.of(meeting(3, 3))
    for expert in ("01", "02", "03"):
        for row in table.sheet.rows:
            for candidate in ("2", "3"):
                table.say(expert, candidate, row.code, Cell(CellState.SCORED, Hundredths(500)))
    record = table.record()
    path = written(record, tmp_path)
    rows = summary_rows(path)
    assert rows["2"][_("Rank")] == rows["3"][_("Rank")]
    said = [row[_("Rank")] for row in rows.values()]
    assert [_(" tied") in str(rank) for rank in said].count(True) == 2


def test_a_candidate_without_a_valid_mark_has_no_number_and_stands_last(tmp_path: Path) -> None:
    table = Table.of(meeting(2, 3))
    for expert in ("01", "02"):
        table.stand(expert, "1", CandidateState.DECLINED)
    rows = summary_rows(written(table.record(), tmp_path))
    assert list(rows)[-1] == "1"
    assert (rows["1"][_("Average")], rows["1"][_("Rank")], rows["1"][_("Valid n")]) == ("—", "—", 0)


def test_a_smaller_base_is_named_in_the_remarks(tmp_path: Path) -> None:
    drawn = meeting(3, 2, not_applicable="leave_out").hide("2", "9")
    rows = summary_rows(written(Table.of(drawn).record(), tmp_path))
    assert _("out of {base} points").format(base="90") in rows["2"][_("Remarks")]
    assert not rows["1"][_("Remarks")]


def test_a_gate_that_was_not_passed_stands_in_the_remarks(tmp_path: Path) -> None:
    table = small_set(2, 2)
    table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    drawn = meeting(3, 2, table=table, granularity="rows").settle("2", "G1", "fail")
    path = written(Table.of(drawn).record(), tmp_path, detail=True)
    rows = summary_rows(path)
    assert rows["2"][_("Remarks")] == "门槛项“承诺书”未通过"
    assert not rows["1"][_("Remarks")]
    assert sum("门槛项“承诺书”未通过" in text for text in texts(path)) == 2


def test_a_primary_above_its_full_mark_is_explained_where_it_stands(tmp_path: Path) -> None:
    table = Table.of(meeting(2, 1, table=small_set(2, 2), granularity="rows").hide("1", "1.1"))
    for expert in ("01", "02"):
        for row in ("2.1", "2.2"):
            table.say(expert, "1", row, Cell(CellState.SCORED, Hundredths(950)))
    path = written(table.record(), tmp_path)
    said = _("above the table's full mark because of the rescaling: primary {codes}").format(
        codes="2"
    )
    assert said in summary_rows(path)["1"][_("Remarks")]
    assert any(said in text for text in texts(path, _("Primary scores")))


def test_who_did_not_hand_in_is_not_called_absent(tmp_path: Path) -> None:
    table = Table.of(meeting(3, 2)).absent("02").absent("03")
    marks = [
        one._replace(why=Why.NOT_SUBMITTED) if one.expert == "03" else one for one in table.marks()
    ]
    record = table.record()
    told = replace(
        record,
        verdict=compute(table.panel, table.sheet, marks),
        why={**record.why, "03": Why.NOT_SUBMITTED},
    )
    path = written(told, tmp_path)
    rows = summary_rows(path)
    assert (rows["1"]["02"], rows["1"]["03"]) == ("缺席", "未提交")
    assert told.content == record.content
    assert any("未提交" in text for text in texts(path, _("Reconciliation")))


def test_grades_stand_there_only_if_the_panel_has_bands(small: Table, tmp_path: Path) -> None:
    without = next(iter(summary_rows(written(small.record(), tmp_path)).values()))
    assert _("Proposed grade") not in without
    bands = {"source": "纪要", "bands": [{"name": "优秀", "at_least": "0"}]}
    graded = Table.of(meeting(3, 3).put("grades", bands)).record()
    (tmp_path / "b").mkdir()
    rows = summary_rows(written(graded, tmp_path / "b"))
    assert {row[_("Proposed grade")] for row in rows.values()} == {"优秀"}


@pytest.mark.parametrize("experts", [1, 31, pytest.param(97, marks=pytest.mark.long)])
def test_any_number_of_experts_can_be_laid_out(tmp_path: Path, experts: int) -> None:
    record = Table.of(meeting(experts, 2, table=small_set(2, 1))).record()
    path = written(record, tmp_path, detail=experts < 40)
    assert len(summary_rows(path)["1"]) >= experts
    sheet = load_workbook(path)[_("Score summary")]
    assert len(sheet.col_breaks.brk) == -(-experts // MOST_ON_A_PAGE) - 1


def test_a_single_candidate_on_a_table_of_one_row_can_be_exported(tmp_path: Path) -> None:
    document = small_set(1, 0)
    record = Table.of(meeting(1, 1, table=document)).record()
    assert summary_rows(written(record, tmp_path, detail=True))["1"][_("Rank")] == 1
