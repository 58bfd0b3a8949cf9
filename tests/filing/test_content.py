"""The content hash hangs on everything that was decided, and on nothing that was not."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from reviewtui.domain.amendment import Correction, Field
from reviewtui.domain.closing import ABSTAINED, SignState
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.content import FIRST, FORMAT
from reviewtui.filing.gathering import gather
from reviewtui.filing.kept import kept, record_from
from reviewtui.filing.pack.signing import sign_off
from reviewtui.filing.record import Record
from reviewtui.filing.unnamed import unnamed
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.filing.verify.session import verify_session
from reviewtui.filing.wording import journal_line
from reviewtui.session.amending import amend
from reviewtui.session.closing import adjust, sign, vote_openly
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from tests.filing.archives import SAMPLES, copied, named_by_both


def record_of(session: Session) -> Record:
    """What an export of the official round says."""
    return gather(session, verdict_of(session), "reviewtui")


def written(record: Record) -> dict[str, Any]:
    """What a workbook keeps of it, as another program may change it."""
    return cast(dict[str, Any], json.loads(json.dumps(kept(record, detail=False))))


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """An annual review whose grades rest on declared figures too."""
    return copied(SAMPLES / "zj-locality-annual.review", tmp_path)


def test_a_figure_on_which_a_grade_rests_enters(graded: Path) -> None:
    with Session.open(graded) as session:
        record = record_of(session)
    text = json.dumps(written(record))
    changed = json.dumps("-0.08个百分点")[1:-1]
    assert changed in text
    forged = record_from(json.loads(text.replace(changed, changed.replace("-", "+"))))
    assert [item.total for item in forged.verdict.candidates] == [
        item.total for item in record.verdict.candidates
    ]
    assert [item.grade for item in forged.verdict.candidates] != [
        item.grade for item in record.verdict.candidates
    ]
    assert forged.content != record.content


def test_an_adjusted_grade_enters_and_a_signature_does_not(tmp_path: Path) -> None:
    with Session.open(copied(SAMPLES / "zj-annual-finished.review", tmp_path)) as session:
        before = record_of(session).content
        experts = sorted(record_of(session).ballots)
        sign(session, experts[0], SignState.DISSENT, note="见书面意见")
        assert record_of(session).content == before
        grade = session.panel.rule.grades.names[0]
        adjust(session, "02", grade, reason="专利", consent=experts, by="沈知远")
        after = record_of(session)
        assert after.content != before
        assert record_from(written(after)).content == after.content
        adjust(session, "02", "", reason="撤回调整", consent=(), by="沈知远")
        assert record_of(session).content == before


def test_what_was_decided_after_the_ranking_verifies_in_the_archive(tmp_path: Path) -> None:
    with Session.open(copied(SAMPLES / "zj-tic-appraisal.review", tmp_path)) as session:
        before = record_of(session).content
        options = session.panel.rule.conclusions.options  # type: ignore[union-attr]
        candidate = session.panel.presented[0].code
        may = [
            expert.code
            for expert in session.panel.sitting
            if session.panel.recusal(expert.code, candidate) is None
        ]
        names = dict.fromkeys(may, options[0]) | {may[-1]: ABSTAINED}
        vote_openly(session, candidate, names, by="李秘书")
        record = record_of(session)
        assert record.content != before
        folder = archive(session, tmp_path / "archive").folder
    assert named_by_both(folder) == (set(), set())
    said = json.loads((folder / "round-1/result.json").read_text("utf-8"))
    assert (said["content"]["format"], said["content_sha256"]) == (FORMAT, record.content)


def test_a_workbook_from_before_keeps_the_hash_that_stands_on_its_papers(graded: Path) -> None:
    with Session.open(graded) as session:
        record = record_of(session)
    old = written(record)
    del old["content_format"]
    again = record_from(old)
    assert cast(dict[str, Any], again.preimage)["format"] == FIRST
    assert again.content != record.content


def test_a_name_put_right_changes_nothing_nor_does_leaving_names_out(graded: Path) -> None:
    with Session.open(graded) as session:
        before = record_of(session)
        expert = session.panel.experts[0].code
        amend(session, Correction(expert, "", Field.NAME, "示例更名"), by="李秘书", reason="笔误")
    with Session.open(graded) as session:
        after = record_of(session)
    assert after.panel.experts[0].name == "示例更名"
    assert before.content == after.content == unnamed(after).content


def test_the_end_of_the_journal_stands_on_paper_and_in_every_verification(tmp_path: Path) -> None:
    """Whoever cuts off its last entries leaves a chain that fits, but not to the papers."""
    path = copied(SAMPLES / "zj-annual-finished.review", tmp_path)
    with Session.open(path) as session:
        expert = sorted(record_of(session).ballots)[0]
        sign(session, expert, SignState.DISSENT, note="见书面意见")
        record = record_of(session)
        folder = archive(session, tmp_path / "archive").folder
    last = journal_line(record.journal)
    page = sign_off(record, named=False)
    assert any(last in str(cell.value) for cell in page.cells.values())
    assert verify_session(path).journal == verify_archive(folder).journal == record.journal
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM journal WHERE seq = ?", (record.journal[0],))
    assert verify_session(path).journal[0] == record.journal[0] - 1
