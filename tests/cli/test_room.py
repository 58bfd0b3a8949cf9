"""The results room by commands: page, fixing, what if, statistics about experts, discussion."""

import json
import re
from pathlib import Path

import pytest

from reviewtui.filing.projector_page import page
from reviewtui.session.session import Session
from reviewtui.tally.projected import Picture, Place
from tests.cli.conftest import Run
from tests.meeting import ROOT

SAMPLE = ROOT / "sample_sessions" / "zj-annual-finished.review"


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A copy of the finished sample."""
    path = tmp_path / "held.review"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def journal(path: Path) -> list[str]:
    """Kinds of the entries after the opening."""
    with Session.open(path, reading=True) as session:
        kinds = [event.kind.value for event in session.journal()]
    return kinds[len(kinds) - kinds[::-1].index("opened") :]


def test_what_if_waits_for_the_ranking_and_leaves_no_trace_but_a_line(
    run: Run, held: Path, tmp_path: Path
) -> None:
    early = run("explain", held, "--what-if", "median")
    assert early.status == 1
    assert "not fixed yet" in early.err
    assert "--fix" in early.err
    assert run("results", held, "--fix", "--by", "组长").status == 0
    assert run("results", held, "--fix").err.startswith("This ranking was fixed before")
    before = run("results", held, "--json").out
    run("export", held, "-o", tmp_path / "before.xlsx")
    asked = run("explain", held, "--what-if", "trimmed", "--what-if", "without=4")
    assert asked.status == 0
    assert "changes no result" in asked.out
    one = json.loads(run("explain", held, "3", "--what-if", "equal-weights", "--json").out)
    assert one["official"] is False
    assert [item["code"] for item in one["candidates"]] == ["03"]
    assert one["explanation"]["total"] == one["candidates"][0]["other_total"]
    opened = run("explain", held, "--what-if", "median", "3").out
    assert opened.index("changes no result") < opened.index("rank")
    assert "The middle of the experts' totals" in opened
    compared = run("explain", held, "--what-if", "median", "3", "4")
    assert compared.status == 0, compared.said
    assert journal(held) == ["fixed", "what_if", "what_if", "what_if", "what_if"]
    assert run("results", held, "--json").out == before
    run("export", held, "-o", tmp_path / "after.xlsx")
    assert (tmp_path / "before.xlsx").read_bytes() == (tmp_path / "after.xlsx").read_bytes()
    wrong = run("explain", held, "--what-if", "mode")
    assert wrong.status == 2
    assert "mode" in wrong.err


def test_conclude_fixes_the_ranking(run: Run, held: Path) -> None:
    assert run("conclude", held).status == 0
    assert journal(held) == ["fixed"]
    assert run("explain", held, "--what-if", "median").status == 0


def test_the_page_shows_the_ranking_and_nothing_of_experts(
    run: Run, held: Path, tmp_path: Path
) -> None:
    page = tmp_path / "screen.html"
    assert run("results", held, "--page", page).status == 0
    assert run("results", held, "--page", page).status == 1
    assert run("results", held, "--page", page, "--show", "ranks", "--force").status == 0
    ranks = page.read_text("utf-8")
    assert run("results", held, "--page", page, "--force").status == 0
    totals = page.read_text("utf-8")
    assert run("results", held, "--page", page, "--candidate", "3", "--force").status == 0
    one = page.read_text("utf-8")
    assert "92.07" in totals
    assert "92.07" not in ranks
    assert "76.69" in one
    with Session.open(held, reading=True) as session:
        for text in (ranks, totals, one):
            assert "expert" not in text.lower()
            assert "专家" not in re.sub(r"<(title|h1)>[^<]*</\1>", "", text)
            assert not [expert.name for expert in session.panel.experts if expert.name in text]
            assert "http" not in text.replace("http-equiv", "")
            assert "<script" not in text
    assert journal(held) == []


def test_statistics_about_experts_need_a_hand_and_leave_a_line(run: Run, held: Path) -> None:
    assert "offset" not in run("results", held).out
    nobody = run("results", held, "--experts")
    assert (nobody.status, nobody.out) == (1, "")
    shown = run("results", held, "--experts", "--by", "秘书")
    assert shown.status == 0
    assert re.search(r"^01 +8 ", shown.out, re.MULTILINE)
    with Session.open(held, reading=True) as session:
        assert not [one.name for one in session.panel.experts if one.name in shown.out]
    assert journal(held) == ["experts_shown"]
    found = json.loads(run("results", held, "--experts", "--by", "秘书", "--json").out)
    assert len(found["experts"]["figures"]) == 8


def test_the_list_for_discussion_is_kept_and_written(run: Run, held: Path, tmp_path: Path) -> None:
    assert "Nothing is on the list" in run("discuss", held).out
    assert journal(held) == []
    changed = run("discuss", held, "--at-least", "9.5", "--add", "2:7", "--remove", "6")
    assert changed.status == 0
    kept = json.loads(run("discuss", held, "--json").out)
    assert [(item["candidate"], item["row"]) for item in kept["points"]] == [
        ("04", None),
        ("02", "7"),
    ]
    assert kept["at_least"] == "9.5"
    assert journal(held) == ["discussion"]
    assert run("discuss", held, "-o", tmp_path / "list.txt").status == 0
    assert "No. 04" in (tmp_path / "list.txt").read_text("utf-8-sig")
    assert run("discuss", held, "--add", "2:77").status == 1
    for limit in ("many", "-3", "nan"):
        assert run("discuss", held, f"--at-least={limit}").status == 2


def test_the_list_tells_programs_at_which_line_a_candidate_is_undecided(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "lab.review"
    path.write_bytes((ROOT / "sample_sessions" / "zj-lab-annual.review").read_bytes())
    told = json.loads(run("discuss", path, "--json").out)["points"]
    assert {one["candidate"]: one["undecided"] for one in told} == {
        "02": [{"grade": "优秀", "p": "0.4995"}],
        "05": [{"grade": "优秀", "p": "0.4995"}],
    }
    assert run("discuss", path, "--at-least", "off").out.count("undecided") == 0


def test_a_name_in_the_page_is_text() -> None:
    evil = "<script>alert(1)</script>&'\""
    written = page(Picture(evil, (evil,), True, (Place(evil, "1", evil, evil, "9", evil),)))
    assert "<script" not in written
    assert "&lt;script&gt;" in written
