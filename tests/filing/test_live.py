"""The workbook is alive: another engine computes it from the raw marks and finds the same."""

import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState, label
from reviewtui.filing.model import Book
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from reviewtui.tally.compute import TooFewMarks
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.filing.recomputing import (
    by_formualizer,
    by_libreoffice,
    differences,
    formula_cells,
    recomputed,
    record_of,
)
from tests.meeting import meeting
from tests.tally.panels import COMBINATIONS, Combination, Drawn, cases

Record = Callable[[str, object], None]

SAFE = {
    *("SUM", "SUMIF", "SUMPRODUCT", "AVERAGE", "COUNT", "COUNTIF", "COUNTIFS", "MAX", "MIN"),
    *("LARGE", "SMALL", "MEDIAN", "ROUND", "RANK", "LOOKUP"),
    *("IF", "AND", "OR", "NOT", "ABS", "INT", "ISNUMBER"),
    "HYPERLINK",  # computes nothing: the links from sheet to sheet
}
"""They came with the Excel of 2007 or before; none is volatile, none needs an array."""


def _campaign(folder: Path, examples: int, record: Record, *, detail: bool) -> Counter[str]:
    seen: Counter[str] = Counter()
    for combination in COMBINATIONS:
        _try(folder, combination, examples, seen, detail=detail)
    record("drawn", dict(seen))
    print(dict(seen))
    assert {str(combination) for combination in COMBINATIONS} <= set(seen)
    return seen


def _try(
    folder: Path, combination: Combination, examples: int, seen: Counter[str], *, detail: bool
) -> None:
    """Every drawn session that has a result; the rule refuses one of few marks."""

    @settings(
        max_examples=3 * examples if combination.average == "trimmed" else examples,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(combination))
    def holds(drawn: Drawn) -> None:
        if seen[str(combination)] == examples:
            return
        try:
            record = record_of(drawn.panel, drawn.sheet, drawn.experts)
        except TooFewMarks:
            return
        seen[str(combination)] += 1
        seen[f"unable {drawn.panel.rule.unable}"] += 1
        seen[f"leaving {drawn.panel.rule.early_leave}"] += 1
        book = make_book(record, detail=detail)
        assert not differences(book, recomputed(book, folder))

    holds()


def test_another_engine_finds_every_number_from_the_raw_marks(
    tmp_path: Path, record_property: Record
) -> None:
    _campaign(tmp_path, 1, record_property, detail=False)


@pytest.mark.long
def test_it_does_so_over_many_rules_and_sessions(tmp_path: Path, record_property: Record) -> None:
    seen = _campaign(tmp_path, 100, record_property, detail=True)
    words = ("unable no_total", "unable renormalise", "leaving count_finished")
    assert {*words, "leaving count_none"} <= set(seen)


def test_the_results_in_the_file_are_the_program_s(eventful: Table, tmp_path: Path) -> None:
    record = eventful.record()
    path = written(record, tmp_path, detail=True)
    assert not differences(make_book(record, detail=True), path)
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            text = archive.read(name).decode()
            assert text.count("<f>") == text.count("</f><v>")


def test_a_mark_changed_in_the_file_moves_what_follows_from_it(
    eventful: Table, tmp_path: Path
) -> None:
    record = eventful.record()
    path = written(record, tmp_path, detail=True)
    sheet, place = _place(record.plan.mark("5", 2, "01"))
    workbook = load_workbook(path)
    before = record.ballots["01"].cells["5"]["3"].mark or 0
    after = 1000 if before < 500 else 0
    workbook[sheet][place].value = after / 100
    workbook.save(tmp_path / "changed.xlsx")
    eventful.say("01", "5", "3", Cell(CellState.SCORED, Hundredths(after)))
    changed = eventful.record()
    assert changed.verdict.of("5").total != record.verdict.of("5").total
    read = load_workbook(by_formualizer(tmp_path / "changed.xlsx"), data_only=True)
    for item in changed.verdict.candidates:
        sheet, place = _place(record.plan.total(item.code))
        assert read[sheet][place].value == pytest.approx(float(item.total or 0), abs=1e-9)
        sheet, place = _place(record.plan.rank(item.code))
        assert read[sheet][place].value == item.rank


def test_a_mark_that_becomes_a_word_takes_the_expert_out(small: Table, tmp_path: Path) -> None:
    record = small.record()
    sheet, place = _place(record.plan.mark("1", 0, "01"))
    workbook = load_workbook(written(record, tmp_path))
    workbook[sheet][place].value = label(CellState.UNABLE)
    workbook.save(tmp_path / "changed.xlsx")
    read = load_workbook(by_formualizer(tmp_path / "changed.xlsx"), data_only=True)
    sheet, place = _place(record.plan.count("1"))
    assert read[sheet][place].value == 2
    row, column = record.plan.standing_row("1"), record.plan.column("01")
    assert read[record.plan.work].cell(row, column).value == label(CellState.UNABLE)


def _place(address: str) -> tuple[str, str]:
    sheet, place = address.split("!")
    return sheet.strip("'"), place


def functions(book: Book) -> set[str]:
    """Every function that its formulas call."""
    return {
        name
        for *_rest, formula in formula_cells(book)
        for name in re.findall(r"([A-Z][A-Z.]+)\(", re.sub(r'"[^"]*"', "", formula))
    }


def test_only_functions_that_every_office_has_are_used(eventful: Table) -> None:
    book = make_book(eventful.record(), detail=True)
    assert {"ROUND", "RANK", "COUNTIF"} <= functions(book) <= SAFE


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_every_number_from_the_raw_marks(eventful: Table, tmp_path: Path) -> None:
    book = make_book(eventful.record(), detail=True)
    write_book(book, tmp_path / "without.xlsx", results=False)
    assert not differences(book, by_libreoffice(tmp_path / "without.xlsx"))


class StoppedError(Exception):
    """The user wants no export any more."""


def test_an_export_can_be_stopped_between_sheets(tmp_path: Path) -> None:
    record = Table.of(meeting(3, 2)).record()

    def progress(said: str) -> None:
        if "5" in said:
            raise StoppedError

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(StoppedError):
        write_book(make_book(record), path, force=True, progress=progress)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


def test_grades_whose_names_a_spreadsheet_takes_for_patterns_are_lowered_as_in_the_program(
    tmp_path: Path,
) -> None:
    lines = {"A**": "20", "A*": "10", "<A": "5", "~?": "0"}
    grades = {
        "source": "会议纪要",
        "bands": [{"name": name, "at_least": line} for name, line in lines.items()],
        "quotas": [{"grade": "A**", "percent": "25", "source": "会议纪要"}],
    }
    record = Table.of(meeting(3, 4).put("grades", grades)).record()
    assert [one.grade for one in record.ranked()] == ["A**", "A*", "A*", "A*"]
    assert {one.proposal.by_band for one in record.ranked()} == {"A**"}
    book = make_book(record)
    assert not differences(book, recomputed(book, tmp_path))
    assert functions(book) <= SAFE
