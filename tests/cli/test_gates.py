"""Gates and changed rows through the command line: settled, warned of, told with the result."""

import json
from pathlib import Path

import pytest

from reviewtui.session.create import create_session
from tests.cli.conftest import Run
from tests.cli.meeting_day import hand_in
from tests.domain.test_gates import gated, settled


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """Candidate 1 fails a gate, candidate 2 has none settled and lacks a row."""
    found = settled(gated(), "1", "A", "fail", reason="shared premises")
    found = settled(found, "1", "B", "pass").hide("2", "1")
    found.data["overlays"][0]["row"] = "1.1"
    path = tmp_path / "meeting.review"
    create_session(path, found.panel()[0])
    return path


def test_before_the_opening_unsettled_gates_are_named_and_no_failed_one(
    run: Run, session: Path
) -> None:
    hand_in(run, session, "01")
    done = run("unseal", session)
    assert done.status == 0, done.err
    assert "No. 2: gates not settled: A 独立场地, B 中试厂房" in done.err
    assert "No. 1: gates" not in done.err


def test_what_is_settled_is_not_named_any_more(run: Run, session: Path) -> None:
    for row, value in (("A", "pass"), ("B", "not_applicable")):
        settle = ("--candidate", "2", "--row", row, "--value", value, "--reason", "no pilot")
        assert run("settle", session, *settle).status == 0
    hand_in(run, session, "01")
    assert "not settled" not in run("unseal", session).err
    assert "B  中试厂房: not applicable (no pilot)" in run("facts", session, "2").out


def test_facts_as_json_tell_every_gate_and_null_where_nobody_settled_it(
    run: Run, session: Path
) -> None:
    gates = [json.loads(run("facts", session, code, "--json").out)["gates"] for code in "12"]
    assert [item["result"] for item in gates[0]] == ["fail", "pass"]
    assert gates[0][0]["reason"] == "shared premises"
    assert [item["result"] for item in gates[1]] == [None, None]


def test_the_result_tells_the_failed_gate_with_its_reason_and_that_rows_differ(
    run: Run, session: Path
) -> None:
    hand_in(run, session, "01")
    run("unseal", session)
    out = " ".join(run("results", session).out.split())
    assert "独立场地: not passed (shared premises)" in out
    assert "Attention: not all candidates have the same rows: 2 without 1.1" in out


def test_the_line_by_line_form_tells_the_failed_gate_when_it_comes_to_the_candidate(
    run: Run, session: Path
) -> None:
    assert "Gates not passed: A 独立场地" in hand_in(run, session, "01").said
