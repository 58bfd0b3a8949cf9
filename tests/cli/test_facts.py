"""`facts`: one candidate's page in lines, at any time, without a mark."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.meeting_day import ROOT, hand_in, new_session


def test_the_page_can_be_read_before_the_opening_and_holds_no_mark(
    run: Run, tmp_path: Path
) -> None:
    path = new_session(run, tmp_path, ROOT / "panels" / "zj-tic-annual.toml")
    before = run("facts", path, "03").out
    assert "286 people (as of 2025-12-31, 申报书 31 页)" in before
    assert "at least 300 people: below the requirement in principle" in before
    assert "not tested: a duty of the local government" in before
    assert hand_in(run, path, "01").status == 0
    assert run("facts", path, "03").out == before


def test_json_tells_outcomes_and_why_there_is_none(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path, ROOT / "panels" / "zj-tic-annual.toml")
    told = json.loads(run("facts", path, "03", "--json").out)
    found = {item["threshold"]: item for item in told["requirements"]}
    assert found["ZJ-STAFF-2Y"]["outcome"] == "missed_soft"
    assert found["ZJ-STAFF-2Y"]["untested"] is None
    assert found["ZJ-STAFF-5Y"]["outcome"] == "not_due"
    assert found["ZJ-FUND-MATCH"]["outcome"] is None
    assert found["ZJ-FUND-MATCH"]["untested"] == "local_government"


def test_the_plain_form_tells_the_page_at_a_sign(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path, ROOT / "panels" / "zj-tic-annual.toml")
    said = run("score", path, "--expert", "01", "--plain", answers="???\n").out
    assert "In the document, not tested" in said


def test_a_candidate_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path, ROOT / "panels" / "zj-tic-annual.toml")
    assert run("facts", path, "99").status != 0
