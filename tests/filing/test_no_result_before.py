"""A round with a result after one without is laid out, kept and verified all the same."""

from dataclasses import replace
from pathlib import Path

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.states import Why
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.tally.compute import outcome
from reviewtui.tally.rounds import Begun, Stage, beside
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.filing.test_archive_no_result import TRIMMED


def test_a_workbook_of_a_round_after_one_without_a_result_agrees(tmp_path: Path) -> None:
    table = Table.of(TRIMMED)
    record = table.record()
    marks = [ExpertMarks("03", why=Why.ABSENT) if it.expert == "03" else it for it in table.marks()]
    before = Stage(
        outcome(table.panel, table.sheet, marks),
        {code: ballot for code, ballot in table.ballots.items() if code != "03"},
    )
    assert before.verdict.refused is not None
    after = Stage(record.verdict, table.ballots)
    begun = Begun(2, "补评", "王主任", {"1": ["1"]})
    path = written(replace(record, rounds=(beside(begun, before, after),)), tmp_path)
    assert not verify_workbook(path).findings
