"""Words on the sheets follow from numbers by formulas, too: conclusions, ties, remarks."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewtui.domain.ballot import BLANK, Cell
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState, Why, label
from reviewtui.filing.record import Record
from reviewtui.filing.workbook import make_book
from reviewtui.locales import _
from reviewtui.tally.verdict import Flag, flag_label
from tests.filing.conftest import Table
from tests.filing.reading import equal, summary_rows, written
from tests.filing.recomputing import by_formualizer, differences, recomputed, record_of
from tests.meeting import meeting

EXPERTS = 5
UNABLE = Cell(CellState.UNABLE, None, "")


@st.composite
def concluded(draw: st.DrawFn) -> Record:
    """Five experts' conclusions of one candidate, by any rule; some say nothing."""
    plan = meeting(EXPERTS, 1)
    plan.data["panel"]["review"] = "appraisal"
    rule = {"options": list("甲乙丙丁"[: draw(st.integers(2, 4))])}
    for name in ("majority", "quorum"):
        if part := draw(st.sampled_from(["", "1/2", "2/3", "3/5"])):
            rule |= {name: part, "source": "会议纪要"}
    plan.put("conclusions", rule)
    if draw(st.booleans()):
        plan.recuse("02", "1")
    panel, sheet = plan.panel()
    asked = panel.rule.conclusions
    assert asked is not None
    options = [Cell(CellState.SCORED, asked.mark(at)) for at in range(len(asked.options))]
    marks = [Hundredths(0) for _row in sheet.rows]
    experts = [
        ExpertMarks(expert.code, {"1": CandidateMarks(marks, conclusion=draw(said))})
        if draw(st.integers(0, 5))
        else ExpertMarks(expert.code, why=Why.ABSENT)
        for said in [st.sampled_from([*options, *options, UNABLE, BLANK])]
        for expert in panel.experts
    ]
    return record_of(panel, sheet, experts)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(concluded())
def test_another_engine_counts_the_conclusions_and_finds_the_proposal(
    tmp_path: Path, record: Record
) -> None:
    book = make_book(record)
    assert not differences(book, recomputed(book, tmp_path))


def _tied() -> Table:
    """Two candidates with the same total, until a mark is changed."""
    table = Table.of(meeting(3, 3))
    for expert in ("01", "02", "03"):
        for row in table.ballots[expert].cells["1"]:
            mark = table.ballots[expert].cells["1"][row]
            table.say(expert, "2", row, mark)
    return table


def test_a_tie_that_a_changed_mark_dissolves_is_said_no_more(tmp_path: Path) -> None:
    record = _tied().record()
    path = written(record, tmp_path)
    shared = record.verdict.of("1").rank
    assert summary_rows(path)["1"][_("Rank")] == f"{shared}{_(' tied')}"
    workbook = load_workbook(path)
    sheet, place = _place(record.plan.mark("1", 0, "01"))
    before = workbook[sheet][place].value
    workbook[sheet][place].value = before - 1 if before else 1
    workbook.save(tmp_path / "changed.xlsx")
    read = load_workbook(by_formualizer(tmp_path / "changed.xlsx"), data_only=True)
    sheet, _first = _place(record.plan.rank("1"))
    ranks = [read[sheet][_place(record.plan.rank(code))[1]].value for code in "123"]
    assert sorted(ranks) == [1, 2, 3]


def test_who_becomes_one_expert_short_is_remarked_on(small: Table, tmp_path: Path) -> None:
    record = small.record()
    path = written(record, tmp_path)
    fewer = flag_label(Flag.FEWER_EXPERTS)
    assert not any(row[_("Remarks")] for row in summary_rows(path).values())
    workbook = load_workbook(path)
    sheet, place = _place(record.plan.mark("1", 0, "01"))
    workbook[sheet][place].value = label(CellState.UNABLE)
    workbook.save(tmp_path / "changed.xlsx")
    read = load_workbook(by_formualizer(tmp_path / "changed.xlsx"), data_only=True)
    summary = read[_("Score summary")]
    remarks = {
        code: summary.cell(record.plan.summary_line(code), summary.max_column).value or ""
        for code in "123"
    }
    assert remarks == {"1": fewer, "2": "", "3": ""}


def _place(address: str) -> tuple[str, str]:
    sheet, place = address.split("!")
    return sheet.strip("'"), place


@pytest.mark.parametrize(("order", "stated"), [("by_expert", "total"), ("by_indicator", "row")])
@pytest.mark.parametrize("drop", [0, 2, 3, 4])
def test_a_changed_number_left_out_at_the_ends_is_followed_or_gives_no_number(
    tmp_path: Path, order: str, stated: str, drop: int
) -> None:
    def trimmed(number: int) -> Record:
        rule = {"average": "trimmed", "trim": {"drop": number, "least": 7}, "round": {stated: 2}}
        plain = {"average": "mean", "round": {stated: 2}}
        return Table.of(meeting(8, 2, order=order, **(rule if number else plain))).record()

    record = trimmed(2)
    path = written(record, tmp_path)
    workbook = load_workbook(path)
    name = workbook.defined_names["trim_drop"].attr_text
    sheet, place = name.rsplit("!", 1)
    workbook[sheet.strip("'")][place.replace("$", "")].value = drop
    workbook.save(tmp_path / "changed.xlsx")
    read = load_workbook(by_formualizer(tmp_path / "changed.xlsx"), data_only=True)
    places = {code: _place(record.plan.total(code)) for code in "12"}
    seen = {code: read[sheet][place].value for code, (sheet, place) in places.items()}
    if drop <= 3:
        expected = {item.code: item.total for item in trimmed(drop).verdict.candidates}
        assert all(equal(seen[code], total) for code, total in expected.items())
        assert len(set(expected.values())) == 2
    else:
        assert not any(isinstance(total, int | float) for total in seen.values())


def test_what_people_wrote_of_a_candidate_enters_no_formula() -> None:
    record = Table.of(meeting(3, 2)).record()
    gone = record.panel.candidate("1")._replace(withdrawn='材料造假"&"')
    candidates = (gone, record.panel.candidate("2"))
    record = replace(record, panel=replace(record.panel, candidates=candidates))
    for grid in make_book(record, detail=True).grids:
        assert not any("造假" in cell.formula for cell in grid.cells.values())
