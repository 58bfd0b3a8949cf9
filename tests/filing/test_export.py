"""From a real session to the workbook; the same session gives the same bytes."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui import locales
from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState, Why, label
from reviewtui.filing.gathering import gather
from reviewtui.filing.workbook import export_workbook
from reviewtui.locales import _
from reviewtui.session.changes import CommentChange, MarkChange, StandingChange
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from tests.filing.reading import equal, summary_rows
from tests.meeting import meeting

STARTED = 1_796_700_000_000
LANGUAGES = ("zh", "en")


def sources() -> Sources:
    """A clock that ticks a second a time and seeds that repeat."""
    moments = count(STARTED, 1000)
    seeds = count(1)
    return Sources(
        now=lambda: next(moments), random_bytes=lambda size: next(seeds).to_bytes(size, "big")
    )


def seal(session: Session, expert: str, *, left: bool = False) -> None:
    """One expert marks everything that is left and hands in."""
    scoring = session.scoring(expert)
    changes = []
    for number, (candidate, row) in enumerate(scoring.holes()):
        mark = Hundredths((int(expert) * 150 + number * 50) % 1050)
        changes.append(MarkChange(candidate, row, Cell(CellState.SCORED, mark)))
    if changes:
        scoring.commit(changes).result()
    scoring.seal(left=left).result()
    scoring.close()


def played(path: Path) -> Path:
    """A session of 4 × 3 with a recusal, an unable row, a comment, a new version, an absentee."""
    panel, _sheet = meeting(4, 3).recuse("02", "3").panel()
    create_session(path, panel, now=lambda: STARTED, new_id=lambda: "5" * 32)
    with Session.open(path, sources=sources()) as session:
        first = session.scoring("01")
        first.commit(
            [
                MarkChange("1", "4", Cell(CellState.UNABLE, None, "材料未提供")),
                CommentChange("2", "", "=1+1"),
            ]
        ).result()
        first.close()
        second = session.scoring("02")
        declined = Standing(CandidateState.DECLINED, "不熟悉")
        second.commit([StandingChange("2", declined)]).result()
        second.close()
        for expert in ("01", "02", "03"):
            seal(session, expert)
        again = session.scoring("03")
        again.reopen("笔误").result()
        again.commit([MarkChange("1", "1", Cell(CellState.SCORED, Hundredths(950)))]).result()
        again.seal(reason="笔误").result()
        again.close()
        session.unseal("会务")
    return path


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session above, closed again."""
    return played(tmp_path_factory.mktemp("session") / "meeting.review")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both languages, and Chinese again afterwards."""
    locales.use(request.param)
    yield request.param
    locales.use("zh")


def test_an_opened_session_is_exported_with_the_tally_s_numbers(
    opened: Path, tmp_path: Path, language: str
) -> None:
    with Session.open(opened) as session:
        verdict = compute(session.panel, session.sheet, session.marks())
        path = tmp_path / f"{language}.xlsx"
        export_workbook(session, verdict, path, detail=True)
        record = gather(session, verdict, "reviewtui")
    rows = summary_rows(path)
    for item in verdict.candidates:
        assert equal(rows[item.code][_("Average")], item.total)
        for expert, total in item.expert_totals.items():
            assert equal(rows[item.code][expert], total)
    assert rows["3"]["02"] == label(Why.RECUSED)
    assert rows["2"]["02"] == label(Why.DECLINED)
    assert rows["1"]["01"] == label(Why.UNABLE)
    assert {row["04"] for row in rows.values()} == {label(Why.ABSENT)}
    assert [item.rev for item in record.received if item.expert == "03"] == [1, 2]
    assert [item.effective for item in record.received if item.expert == "03"] == [False, True]
    words = [cell.value for row in load_workbook(path)[_("Reconciliation")] for cell in row]
    assert _("DOES NOT AGREE") not in words
    assert words.count(_("replaced or kept aside")) == 1


def test_the_whole_workbook_is_in_the_reader_s_language(opened: Path, tmp_path: Path) -> None:
    locales.use("en")
    try:
        with Session.open(opened) as session:
            verdict = compute(session.panel, session.sheet, session.marks())
            data = _data_of(session)
            export_workbook(session, verdict, tmp_path / "en.xlsx", detail=True)
    finally:
        locales.use("zh")
    strange = set()
    for sheet in load_workbook(tmp_path / "en.xlsx"):
        assert sheet.title.isascii()
        for row in sheet:
            for cell in row:
                text = cell.value.replace("\n", "") if isinstance(cell.value, str) else ""
                for known in data:
                    text = text.replace(known.replace("\n", ""), "")
                if any("\u4e00" <= character <= "\u9fff" for character in text):
                    strange.add(text)
    assert not strange


def _data_of(session: Session) -> list[str]:
    """Chinese that people and documents wrote, longest first."""
    panel, table = session.panel, session.panel.table
    texts = {panel.title, panel.rule.weights.source, table.authority, table.document, table.note}
    texts |= {item.name for item in (*panel.experts, *panel.candidates)}
    texts |= {row.source for row in table.rows}
    texts |= {
        text
        for item in table.consequences
        for text in (item.quote.text, item.quote.at, item.decider, item.caution)
    }
    texts |= {item.source for item in table.thresholds}
    for candidate in panel.candidates:
        for fact in candidate.facts.values():
            texts |= {fact.text, fact.target, fact.source} - {""}
    texts |= {"材料未提供", "不熟悉", "笔误", "同单位"}
    return sorted(filter(None, texts), key=len, reverse=True)


def test_before_the_opening_nothing_is_exported(tmp_path: Path) -> None:
    panel, _sheet = meeting(2, 2).panel()
    create_session(tmp_path / "a.review", panel)
    with Session.open(tmp_path / "a.review") as session:
        seal(session, "01")
        verdict = compute(session.panel, session.sheet, [])
        with pytest.raises(Refused):
            export_workbook(session, verdict, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_a_trial_is_exported_before_any_opening_and_says_so(tmp_path: Path) -> None:
    drawn = meeting(1, 2)
    drawn.data["panel"]["trial"] = True
    panel, _sheet = drawn.panel()
    create_session(tmp_path / "a.review", panel)
    with Session.open(tmp_path / "a.review") as session:
        seal(session, "01")
        verdict = compute(session.panel, session.sheet, session.marks())
        export_workbook(session, verdict, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")[_("Score summary")]
    assert sheet["A2"].value == _("TRIAL: not a review result")
    words = [
        cell.value
        for row in load_workbook(tmp_path / "a.xlsx")[_("Reconciliation")]
        for cell in row
    ]
    assert _("not opened together") in words


def test_the_content_hash_hangs_on_what_was_decided_and_nothing_else(
    opened: Path, tmp_path: Path
) -> None:
    with Session.open(opened) as session:
        marks = session.marks()
        verdict = compute(session.panel, session.sheet, marks)
        content = gather(session, verdict, "reviewtui 1").content
        assert content == gather(session, verdict, "reviewtui 2").content
        first = verdict.candidates[0]
        object.__setattr__(first, "total", (first.total or Fraction(0)) + Fraction(1, 100))
        assert gather(session, verdict, "reviewtui 1").content != content
    again = played(tmp_path / "again.review")
    with Session.open(again) as session:
        verdict = compute(session.panel, session.sheet, session.marks())
        assert gather(session, verdict, "reviewtui 1").content == content


@pytest.mark.parametrize("lxml", ["True", "False"])
def test_the_same_session_gives_the_same_bytes(opened: Path, tmp_path: Path, lxml: str) -> None:
    if lxml == "True":
        pytest.importorskip("lxml", reason="lxml is not installed: only the plain writer is tested")
    digests = set()
    for seed, zone in (("0", "UTC"), ("7", "America/New_York")):
        path = tmp_path / f"{seed}.xlsx"
        script = (
            "import sys\n"
            "from pathlib import Path\n"
            "from reviewtui.filing.workbook import export_workbook\n"
            "from reviewtui.session.session import Session\n"
            "from reviewtui.tally.compute import compute\n"
            "with Session.open(Path(sys.argv[1])) as session:\n"
            "    verdict = compute(session.panel, session.sheet, session.marks())\n"
            "    export_workbook(session, verdict, Path(sys.argv[2]), detail=True)\n"
        )
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "OPENPYXL_LXML": lxml}
        subprocess.run(
            [sys.executable, "-c", script, str(opened), str(path)],
            env=os.environ | environment,
            check=True,
        )
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_export_room_loads_no_spreadsheet_library_before_it_writes() -> None:
    script = (
        "import sys, reviewtui.filing.workbook\n"
        "print([name for name in ('openpyxl', 'numpy', 'sqlmodel', 'textual')"
        " if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
