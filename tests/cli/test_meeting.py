"""The meeting through its commands: who may see what, and what every command says."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.meeting_day import PANEL, ROOT, answers, hand_in, new_session
from tests.templates import begun


@pytest.fixture
def meeting(run: Run, tmp_path: Path) -> Path:
    """A session of nine experts, nothing scored."""
    return new_session(run, tmp_path)


@pytest.fixture
def handed_in(run: Run, tmp_path: Path) -> Path:
    """Experts 01 and 02 have handed in, seven have not."""
    begun(tmp_path, "two of nine", partial(_two_hand_in, run))
    return tmp_path / "meeting.review"


def _two_hand_in(run: Run, folder: Path) -> None:
    path = new_session(run, folder)
    for expert, add in (("01", 0), ("02", 1)):
        assert hand_in(run, path, expert, add=add).status == 0


@pytest.fixture
def opened(run: Run, tmp_path: Path) -> Path:
    """The two ballots are open."""
    begun(tmp_path, "two of nine, open", partial(_two_are_opened, run))
    return tmp_path / "meeting.review"


def _two_are_opened(run: Run, folder: Path) -> None:
    _two_hand_in(run, folder)
    assert run("unseal", folder / "meeting.review").status == 0


def test_new_says_what_it_made_and_what_is_next(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    made = run("new", PANEL, path)
    assert (made.status, made.out) == (0, "")
    assert "9 experts and 8 candidates" in made.err
    assert f"reviewtui score {path}" in made.err


def test_new_overwrites_only_with_force(run: Run, meeting: Path) -> None:
    hand_in(run, meeting, "01")
    before = meeting.read_bytes()
    refused = run("new", PANEL, meeting)
    assert (refused.status, meeting.read_bytes()) == (1, before)
    assert "--force" in refused.err
    assert run("new", PANEL, meeting, "--force").status == 0
    assert "nobody has handed in yet" in run("results", meeting).err


def test_new_with_force_replaces_sessions_only(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.review"
    letter.write_text("dear colleague", "utf-8")
    assert run("new", PANEL, letter, "--force").status == 1
    assert letter.read_text("utf-8") == "dear colleague"


def test_a_bad_panel_keeps_the_old_session(run: Run, meeting: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        PANEL.read_text("utf-8").replace("\n[weights]\n", "\n[weights]\nsum = 1\n"), "utf-8"
    )
    before = meeting.read_bytes()
    assert run("new", bad, meeting, "--force").status == 1
    assert meeting.read_bytes() == before


def test_check_lists_every_finding_on_its_own_line(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    text = PANEL.read_text("utf-8").replace('order = "by_expert"', 'order = "by_luck"')
    bad.write_text(text.replace("\n[weights]\n", '\nmystery = "x"\n[weights]\n'), "utf-8")
    found = run("check", bad, PANEL)
    assert (found.status, found.out) == (1, "")
    lines = found.err.splitlines()
    assert any("by_luck" in line for line in lines)
    assert any("mystery" in line for line in lines)
    assert any(f"{PANEL}: in order" == line for line in lines)


def test_check_finds_nothing_in_the_projects_own_files(run: Run) -> None:
    panels = [path for path in ROOT.glob("panels/*.toml") if "template-" not in path.name]
    files = [*panels, *ROOT.glob("indicator_sets/*.toml")]
    assert len(files) >= 15
    assert run("check", *files).status == 0


def test_check_reads_a_session(run: Run, handed_in: Path) -> None:
    found = run("check", handed_in)
    assert found.status == 0, found.err
    assert "in order" in found.err


def test_before_the_opening_no_command_gives_a_number(run: Run, handed_in: Path) -> None:
    for words in (
        ("results", handed_in),
        ("results", handed_in, "--json"),
        ("explain", handed_in, "01"),
        ("export", handed_in, "-o", handed_in.parent / "x.xlsx"),
    ):
        refused = run(*words)
        assert (refused.status, refused.out) == (1, "")
        assert "not opened" in refused.err
        assert "03 " in refused.err
        assert "01 " not in refused.err.split("not handed in")[1].splitlines()[0]
        assert f"reviewtui unseal {handed_in}" in refused.err
    assert not (handed_in.parent / "x.xlsx").exists()


def test_unseal_names_who_is_missing_and_does_not_ask_a_script(run: Run, handed_in: Path) -> None:
    done = run("unseal", handed_in)
    assert (done.status, done.out) == (0, "")
    assert "The ballots of 2 experts will be opened" in done.err
    assert "The ballots of 2 experts are open." in done.err
    assert "files" not in done.err
    missing = next(line for line in done.err.splitlines() if "Not counted, absent" in line)
    assert "03 " in missing
    assert "01 " not in missing


def test_unseal_twice_or_without_ballots_is_refused(run: Run, meeting: Path) -> None:
    assert run("unseal", meeting).status == 1
    hand_in(run, meeting, "01")
    assert run("unseal", meeting, "--yes").status == 0
    assert run("unseal", meeting).status == 1


def test_who_scored_and_did_not_hand_in_is_not_called_absent(run: Run, handed_in: Path) -> None:
    run("score", handed_in, "--expert", "03", "--plain", answers="8\n")
    said = run("unseal", handed_in).err.splitlines()
    assert any(line.startswith("Not counted, not submitted: 03 ") for line in said)
    assert any(line.startswith("Not counted, absent: 04 ") for line in said)
    shown = run("results", handed_in, "--lang", "zh").out
    assert "未提交（专家 03）" in shown or "未提交（03" in shown, shown
    first = json.loads(run("results", handed_in, "--json").out)["candidates"][0]
    assert first["n"] == 2
    assert first["left_out"][:2] == [
        {"expert": "03", "why": "absent", "not_submitted": True},
        {"expert": "04", "why": "absent"},
    ]
    assert first["rows"][0]["left_out"][0]["not_submitted"]
    why = json.loads(run("explain", handed_in, "1", "--json").out)
    assert why["left_out"] == first["left_out"]
    assert "03: not submitted" in run("explain", handed_in, "1").out


def test_counts_of_ballots_say_whether_earlier_versions_are_among_them(
    run: Run, handed_in: Path
) -> None:
    run("reopen", handed_in, "--expert", "02", "--reason", "a slip")
    run("score", handed_in, "--expert", "02", "--plain", answers="1\n1\n")
    said = run("unseal", handed_in).err
    assert "The ballots of 2 experts are open." in said
    assert (
        "3 ballot files are kept; those that were replaced or withdrawn, or are in conflict, do "
        "not count." in said
    )


def test_a_round_that_is_not_there_is_said_so(run: Run, opened: Path) -> None:
    for words in (
        ("results", opened),
        ("explain", opened, "01"),
        ("export", opened, "-o", opened.parent / "x.xlsx"),
        ("reopen", opened, "--expert", "01", "--reason", "x"),
    ):
        refused = run(*words, "--round", "2")
        assert (refused.status, refused.out) == (1, "")
        assert "there is no round 2; rounds of this session: 1" in refused.err
    assert "没有第 2 轮" in run("results", opened, "--round", "2", "--lang", "zh").err


def test_a_round_that_is_no_number_is_wrong_use_in_our_words(run: Run, opened: Path) -> None:
    refused = run("results", opened, "--round", "x", "--lang", "zh")
    assert refused.status == 2
    assert "“x”不是整数" in refused.err
    assert "int" not in refused.err


def test_a_smaller_base_stands_beside_the_total(run: Run, tmp_path: Path) -> None:
    text = PANEL.read_text("utf-8")
    panel = tmp_path / "panel.toml"
    panel.write_text(text.replace('= "renormalise"', '= "leave_out"', 1), "utf-8")
    session = new_session(run, tmp_path, panel)
    hand_in(run, session, "01")
    run("unseal", session)
    shown = run("results", session).out.splitlines()
    assert any(" / 85  " in line for line in shown if " 04 " in line)
    assert "out of 85 points" in next(line for line in shown if " 04 " in line)
    assert not any(" / " in line for line in shown if " 03 " in line)


def test_explaining_a_candidate_beside_itself_is_wrong_use(run: Run, opened: Path) -> None:
    refused = run("explain", opened, "03", "3")
    assert (refused.status, refused.out) == (2, "")
    assert "candidate 03 is named twice" in refused.err


def test_results_are_a_table_with_the_rule_under_it(run: Run, opened: Path) -> None:
    shown = run("results", opened, "--lang", "zh")
    assert (shown.status, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[1].split()[:4] == ["得分排序", "编号", "总分", "有效份数"]
    assert sum("示例" in line for line in lines[2:10]) == 8
    assert any("缺席" in line for line in lines[2:10])
    assert "四舍五入" in shown.out


def test_results_json_is_the_contract(run: Run, opened: Path) -> None:
    shown = run("results", opened, "--json")
    assert (shown.status, shown.err) == (0, "")
    result = json.loads(shown.out)
    contract = ["session", "panel", "round", "rule", "candidates"]
    assert list(result) == [*contract, "stability"]
    first = result["candidates"][0]
    assert list(first) == [
        "code", "name", "total", "rank", "n", "grade", "counted", "trimmed", "left_out",
        "primaries", "rows", "flags",
    ]  # fmt: skip
    assert "示例" in shown.out
    assert first["total"].count(".") == 1
    assert first["left_out"][0] == {"expert": "03", "why": "absent"}
    assert [item["code"] for item in result["candidates"]] == [f"0{n}" for n in range(1, 9)]


def test_explain_opens_a_total_and_compares_two(run: Run, opened: Path) -> None:
    one = run("explain", opened, "1", "--lang", "zh")
    assert one.status == 0
    assert "/ 2 = " in one.out
    two = run("explain", opened, "1", "02")
    assert two.status == 0
    assert "common experts only" in two.out
    parts = json.loads(run("explain", opened, "01", "--json").out)
    result = json.loads(run("results", opened, "--json").out)["candidates"][0]
    assert (parts["total"], parts["n"]) == (result["total"], result["n"])
    both = json.loads(run("explain", opened, "01", "02", "--json").out)
    assert both["candidates"] == ["01", "02"]
    assert both["totals"][0] == result["total"]


def test_explain_refuses_a_candidate_that_is_not_there(run: Run, opened: Path) -> None:
    refused = run("explain", opened, "99")
    assert (refused.status, refused.out) == (1, "")
    assert "there is no candidate 99" in refused.err


def test_export_writes_once_and_overwrites_with_force(
    run: Run, opened: Path, tmp_path: Path
) -> None:
    book = tmp_path / "result.xlsx"
    assert run("export", opened, "-o", book).status == 0
    before = book.read_bytes()
    assert before[:2] == b"PK"
    refused = run("export", opened, "-o", book)
    assert refused.status == 1
    assert refused.err.splitlines()[-1] == "To replace it, add --force."
    assert book.read_bytes() == before
    assert run("export", opened, "-o", book, "--detail", "--force").status == 0
    assert len(book.read_bytes()) > len(before)


def test_reopen_makes_the_next_submission_a_new_version(run: Run, meeting: Path) -> None:
    first = hand_in(run, meeting, "01")
    back = run("reopen", meeting, "--expert", "1", "--reason", "a slip")
    assert back.status == 0, back.err
    assert f"reviewtui score {meeting} --expert 01" in back.err
    second = run("score", meeting, "--expert", "01", "--plain", answers="1\n1\n")
    assert "version 1" in first.out
    assert "version 2" in second.out


def test_reopen_refuses_who_has_not_handed_in_or_is_not_there(run: Run, meeting: Path) -> None:
    assert run("reopen", meeting, "--expert", "01", "--reason", "x").status == 1
    unknown = run("reopen", meeting, "--expert", "77", "--reason", "x")
    assert unknown.status == 1
    assert "01, 02, 03" in unknown.err


def test_imported_marks_give_a_result_without_an_opening(
    run: Run, meeting: Path, tmp_path: Path
) -> None:
    from reviewtui.session.session import Session

    with Session.open(meeting) as session:
        holes = session.scoring("01").holes()
    marks = tmp_path / "marks.csv"
    lines = [f"01,{c},{r},{m},," for (c, r), m in zip(holes, answers(meeting, "01"), strict=True)]
    header = "expert,candidate,indicator,mark,state,comment"
    marks.write_text("\n".join([header, *lines]) + "\n", "utf-8-sig")
    taken = run("import-marks", marks, meeting)
    assert (taken.status, taken.out) == (0, ""), taken.err
    result = json.loads(run("results", meeting, "--json").out)
    assert result["candidates"][0]["n"] == 1
    assert "imported" in result["candidates"][0]["flags"]


def test_marks_with_faults_are_refused_as_a_whole(run: Run, meeting: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text(
        "expert,candidate,indicator,mark,state,comment\n01,01,1,9,,\n01,01,2,99,,\n77,01,1,9,,\n",
        "utf-8",
    )
    before = run("results", meeting).err
    refused = run("import-marks", marks, meeting)
    assert refused.status == 1
    assert "line 3" in refused.err
    assert "line 4" in refused.err
    assert run("results", meeting).err == before


def test_a_session_that_is_open_elsewhere_is_refused_with_a_sentence(
    spawn: Run, meeting: Path
) -> None:
    from reviewtui.session.session import Session

    with Session.open(meeting):
        refused = spawn("results", meeting, "--lang", "zh")
    assert refused.status == 1
    assert "Traceback" not in refused.err
    assert len(refused.err.splitlines()) == 1


def test_the_next_command_can_be_typed_as_it_stands(run: Run, tmp_path: Path) -> None:
    import shlex

    path = tmp_path / "评审 会.review"
    *_before, said, _in_turn, blind = run("new", PANEL, path).err.splitlines()
    assert blind.startswith("Taking turns hides marks on the screen only")
    kits = str(path.with_name("评审 会-kits"))
    assert shlex.split(said.removeprefix("Next: ")) == ["reviewtui", "issue", str(path), "-o", kits]
