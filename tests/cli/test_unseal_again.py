"""`unseal --again`: a late ballot is admitted by name, with a reason and who decided."""

import asyncio
import json
from functools import partial
from pathlib import Path

import pytest

from reviewtui.session.beginning_round import begin_round
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.cli.conftest import Run
from tests.cli.test_conclude import scored_on_sticks
from tests.templates import begun
from tests.tui.screen import text


@pytest.fixture
def session(run: Run, tmp_path: Path) -> Path:
    """Nine experts handed in; 05 and 07 came after the opening."""
    begun(tmp_path, "two came late", partial(_open_without_two, run))
    return tmp_path / "meeting.review"


def _open_without_two(run: Run, folder: Path) -> None:
    made = scored_on_sticks(run, folder)
    folders = sorted(path.parent for path in (folder / "kits").glob("*/*.kit"))
    late = [folders[4], folders[6]]
    early = [folder for folder in folders if folder not in late]
    assert run("merge", made, *early).status == 0
    assert run("unseal", made, "--yes").status == 0
    assert run("merge", made, *late).status == 1


def test_a_late_ballot_is_admitted_and_every_output_says_so(run: Run, session: Path) -> None:
    before = json.loads(run("results", session, "--json").out)
    assert "opened_again" not in before
    words = ("--again", "--admit", "07", "--by", "王组长", "--reason", "路上耽搁", "--yes")
    done = run("unseal", session, *words)
    assert done.status == 0, done.err
    assert "05" in done.err
    said = json.loads(run("results", session, "--json").out)
    assert said["opened_again"]["late"] == ["05"]
    assert [item["expert"] for item in said["opened_again"]["admitted"]] == ["07"]
    first = said["candidates"][0]
    assert "07" in first["counted"]
    assert {"expert": "05", "why": "late"} in first["left_out"]
    for shown in (run("results", session, "--lang", "zh"), run("explain", session, "01")):
        assert shown.status == 0
        assert "王组长" in shown.out
        assert "路上耽搁" in shown.out
    assert "路上耽搁" in run("check", session).err + run("check", session).out


def test_a_further_round_says_what_it_is_and_what_was_decided_about_the_one_before(
    run: Run, session: Path
) -> None:
    words = ("--again", "--admit", "07", "--by", "王组长", "--reason", "路上耽搁", "--yes")
    assert run("unseal", session, *words).status == 0
    with Session.open(session) as desk:
        begin_round(desk, {"01": ["1"]}, by="王组长", reason="讨论")
        desk.scoring("01").seal().result()
    opening = run("unseal", session, "--yes")
    assert opening.status == 0, opening.said
    carried = next(line for line in opening.err.splitlines() if "No ballot of round 2" in line)
    assert "07" in carried
    assert "05" not in carried
    told = run("results", session).out
    assert "Result of Round 2; handed in by Expert 01" in told.splitlines()[1:4]
    assert "Marks of the round before count for: Expert 02" in told
    assert "路上耽搁" in told
    said = json.loads(run("results", session, "--json").out)
    assert said["carried_over"] == ["02", "03", "04", "06", "07", "08", "09"]
    app = ReviewApp(Session.open(session), None, start="results")
    asyncio.run(_shows(app, "计入 8 份评分文件，其中 7 份沿用上一轮"))
    app.session.close()


async def _shows(app: ReviewApp, *words: str) -> None:
    async with app.run_test(size=(80, 24)) as hand:
        shown = ""
        for _again in range(50):
            await hand.pause(0.1)
            if words[0] in (shown := " ".join(text(app).split())):
                break
        assert [word for word in (*words, "第2轮的结果") if word not in shown] == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--reason", "x"), 2, "belong to --again"),
        (("--again", "--by", "x"), 1, "say why"),
        (("--again", "--reason", "x"), 1, "who decided"),
        (("--again", "--reason", "x", "--by", "y", "--admit", "02"), 1, "no ballot of expert 02"),
        ((), 1, "opening again with a reason"),
    ],
)
def test_what_is_missing_is_said_and_nothing_opens(
    run: Run, session: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    refused = run("unseal", session, "--yes", *words)
    assert refused.status == status
    assert said in refused.err
    with Session.open(session) as held:
        assert len(held.openings()) == 1


def test_conclude_opens_again_and_the_workbook_says_so(run: Run, session: Path) -> None:
    from openpyxl import load_workbook

    output = session.with_name("again.xlsx")
    words = ("--again", "--by", "王组长", "--reason", "路上耽搁", "--yes", "-o", output)
    done = run("conclude", session, *words, "--lang", "zh")
    assert done.status == 0, done.err
    book = load_workbook(output)
    told = {
        sheet.title: " ".join(str(cell.value) for row in sheet for cell in row if cell.value)
        for sheet in book
    }
    saying = [title for title, text in told.items() if "路上耽搁" in text]
    assert len(saying) >= 2, told.keys()
    assert any("计入（迟到补收）" in text for text in told.values())
