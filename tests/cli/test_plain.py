"""Scoring line by line: a script can do everything, nothing that was answered is lost."""

import os
from pathlib import Path

import pytest

from reviewtui.cli.plain.answers import Sign, read_sign
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.session import Session
from tests.cli.conftest import Ran, Run
from tests.cli.meeting_day import answers, hand_in, new_session


@pytest.fixture
def meeting(run: Run, tmp_path: Path) -> Path:
    """A session of nine experts, nothing scored."""
    return new_session(run, tmp_path)


@pytest.fixture
def trial(run: Run, tmp_path: Path) -> Path:
    """A trial of one candidate by primaries: ten rows, 0 to 10."""
    path = tmp_path / "trial.review"
    run("score", "--set", "zj-tic-2022", "--candidates", "1", "-o", path, "--plain")
    assert path.exists()
    return path


def say(run: Run, path: Path, *lines: str) -> Ran:
    """Answer line by line as the only expert."""
    return run("score", path, "--plain", answers="".join(f"{line}\n" for line in lines))


def marks(path: Path, candidate: str = "01") -> dict[str, str]:
    """Marks and states of the only expert, blank rows left out."""
    with Session.open(path) as session:
        cells = session.scoring(session.panel.experts[0].code).cells(candidate)
    return {
        row: cell.state.value if cell.mark is None else str(cell.mark)
        for row, cell in cells.items()
        if cell.state is not CellState.BLANK
    }


def test_a_script_scores_and_submits_a_whole_panel(run: Run, meeting: Path) -> None:
    done = hand_in(run, meeting, "07")
    assert done.status == 0
    assert "Check code: " in done.out
    with Session.open(meeting) as session:
        sealed = session.scoring("07").sealed
        assert sealed is not None
        assert sealed.check_code in done.out


def test_who_scores_is_the_first_question(run: Run, meeting: Path) -> None:
    asked = run("score", meeting, "--plain", answers="99\n7\n")
    assert "Who are you?" in asked.out
    assert "there is no expert 99" in asked.out
    assert "Expert 07" in asked.out


def test_another_experts_marks_are_never_said(run: Run, meeting: Path) -> None:
    hand_in(run, meeting, "01", add=3)
    others = answers(meeting, "02")
    asked = run("score", meeting, "--expert", "02", "--plain", answers="\n".join(others))
    assert "; now" not in asked.out


@pytest.mark.parametrize(
    ("typed", "mark"),
    [("8", "800"), ("８", "800"), ("8。5", "850"), ("8．5", "850"), ("8，5", "850"),
     (".5", "50"), ("8.", "800"), ("　8　", "800"), ("0", "0"), ("10", "1000")],
)  # fmt: skip
def test_marks_are_read_as_the_form_reads_them(
    run: Run, trial: Path, typed: str, mark: str
) -> None:
    say(run, trial, typed)
    assert marks(trial) == {"1": mark}


@pytest.mark.parametrize("typed", ["11", "8.3", "-1", "去", "8去", "1e1", "8.5.1", "nan", "８ ５x"])
def test_what_is_no_mark_stores_nothing_and_is_asked_again(
    run: Run, trial: Path, typed: str
) -> None:
    said = say(run, trial, typed, "7")
    assert f"“{typed}” was not stored" in said.out
    assert marks(trial) == {"1": "700"}


def test_enter_alone_leaves_a_row_blank(run: Run, trial: Path) -> None:
    say(run, trial, "9", "", "7")
    assert marks(trial) == {"1": "900", "3": "700"}


def test_answers_that_end_lose_nothing_and_the_next_run_goes_on(run: Run, trial: Path) -> None:
    ended = say(run, trial, "9", "8")
    assert ended.status == 0
    assert "2 of 10 rows are saved, nothing is submitted" in ended.out
    again = say(run, trial, *["7"] * 8, "y", "y")
    assert marks(trial) == {"1": "900", "2": "800"} | {str(n): "700" for n in range(3, 11)}
    assert "Check code" in again.out


def test_unable_takes_a_reason_by_number(run: Run, trial: Path) -> None:
    say(run, trial, "－", "1")
    assert marks(trial) == {"1": "unable"}
    with Session.open(trial) as session:
        assert session.scoring("01").cell("01", "1").reason


def test_every_sign_is_in_the_menu_that_a_point_opens(run: Run, trial: Path) -> None:
    shown = say(run, trial, ".", "3", "1").out
    for sign in Sign:
        assert sign is Sign.MENU or f"  {sign}\n" in shown, sign
    assert marks(trial) == {"1": "unable"}


def test_back_clear_and_undo(run: Run, trial: Path) -> None:
    say(run, trial, "9", "8", "<", "6", "/")
    assert marks(trial) == {"1": "900", "2": "800"}
    say(run, trial, "<", "#")
    assert marks(trial) == {"1": "900"}


def test_a_comment_is_a_line_or_the_number_of_a_phrase(run: Run, trial: Path, home: Path) -> None:
    (home / "config.toml").write_text('phrases = ["目标清晰"]\n', "utf-8")
    say(run, trial, "=", "看了材料", "9", "=", "1")
    with Session.open(trial) as session:
        scoring = session.scoring("01")
        assert scoring.comment("01", "1") == "看了材料"
        assert scoring.comment("01", "2") == "目标清晰"


def test_a_candidate_is_recused_and_taken_back(run: Run, trial: Path) -> None:
    say(run, trial, "9", "*", "2", "2")
    with Session.open(trial) as session:
        standing = session.scoring("01").standing("01")
    assert standing.state is CandidateState.RECUSED
    assert standing.reason
    say(run, trial, "2", "01", "3", "8")
    assert marks(trial)["1"] == "800"


def test_holes_are_named_and_keep_from_submitting(run: Run, trial: Path) -> None:
    said = say(run, trial, "9", "!", "1", *["8"] * 9, "1", "1")
    assert "missing at" in said.out
    assert "Check code" in said.out
    assert len(marks(trial)) == 10


def test_leaving_early_hands_in_what_is_finished(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.review"
    run("score", "--set", "zj-tic-2022", "--candidates", "2", "-o", path, "--plain")
    said = say(run, path, *["8"] * 10, "!", "2", "yes")
    assert "Check code" in said.out
    assert '"02"' in run("results", path, "--json").out


@pytest.mark.parametrize("answer", ["1", "１", "y", "yes"])
def test_submitting_is_asked_once_more_and_only_a_yes_does_it(
    run: Run, trial: Path, answer: str
) -> None:
    for no in ("", "2", "0", "n", "11"):
        said = say(run, trial, *(["8"] * 10 if no == "" else []), "1", no)
        assert "Submit now? Type yes or 1 (Enter: no)" in said.out
        assert "10 of 10 rows are saved, nothing is submitted" in said.out
    assert "Check code" in say(run, trial, "1", answer).out


def test_the_question_before_submitting_is_chinese_in_chinese(run: Run, trial: Path) -> None:
    lines = "".join(f"{line}\n" for line in (*["8"] * 10, "1", "是"))
    said = run("score", trial, "--plain", "--lang", "zh", answers=lines)
    assert "确认提交吗？输入 是 或 1（回车＝否）" in said.out
    assert "校验码" in said.out


def test_the_help_says_how_a_script_submits(run: Run) -> None:
    assert "1 (or yes) confirms it" in run("score", "--help").out


def test_a_candidate_is_gone_over_once_more(run: Run, trial: Path) -> None:
    say(run, trial, *["8"] * 10, "2", "1", "", "6", *[""] * 8, "1", "1")
    assert marks(trial)["1"] == "800"
    assert marks(trial)["2"] == "600"
    with Session.open(trial) as session:
        assert session.scoring("01").sealed is not None


def test_submitted_marks_are_taken_back_with_a_reason(run: Run, trial: Path) -> None:
    say(run, trial, *["8"] * 10, "1", "1")
    left = say(run, trial, "")
    assert "Check code" in left.out
    again = say(run, trial, "1", "typed wrongly", "2", "01", "5", *[""] * 9, "1", "1")
    assert "version 2" in again.out
    assert marks(trial)["1"] == "500"


def test_help_gives_guidance_source_and_signs(run: Run, trial: Path) -> None:
    shown = say(run, trial, "？", "？？").out
    assert "Guidance: " in shown
    assert "1.1 " in shown
    assert "「" in shown


@pytest.mark.parametrize(
    ("typed", "sign"),
    [("？", "?"), ("？？", "??"), ("－", "-"), ("——", "-"), ("＝", "="), ("《", "<"), ("＜", "<"),
     ("》", ">"), ("＊", "*"), ("×", "*"), ("＃", "#"), ("、", "/"), ("！", "!"), ("。", ".")],
)  # fmt: skip
def test_signs_may_be_typed_with_an_input_method(typed: str, sign: str) -> None:
    assert read_sign(typed) == sign


@pytest.mark.parametrize("typed", ["8", "-1", "去", "", "..", "8。5"])
def test_other_answers_are_no_sign(typed: str) -> None:
    assert read_sign(typed) is None


def test_a_script_in_a_process_of_its_own_submits_in_chinese(spawn: Run, trial: Path) -> None:
    done = spawn("score", trial, "--plain", "--lang", "zh", answers="８。５\n" * 10 + "是\n是\n")
    assert done.status == 0, done.err
    assert "校验码：" in done.out
    assert "试评，不作为评审结果" in done.out


def test_after_the_opening_nothing_is_asked_any_more(run: Run, meeting: Path) -> None:
    hand_in(run, meeting, "01")
    run("unseal", meeting)
    for expert, code in (("01", True), ("02", False)):
        said = run("score", meeting, "--expert", expert, "--plain", answers="1\n1\n")
        assert said.status == 0
        assert "can no longer be changed" in said.out
        assert ("Check code" in said.out) is code


def test_practice_line_by_line_is_marked_in_every_question_and_stores_nothing(
    run: Run, trial: Path
) -> None:
    said = say(run, trial, "+", "8", "+", "=", "好", "/", "!", "7")
    assert "PRACTICE: does not count" in said.out
    asked = [line for line in said.out.splitlines() if "No. 99" in line and "points" in line]
    assert asked
    assert all(line.startswith("[practice, does not count] ") for line in asked)
    practised = said.out.split("PRACTICE", 1)[1].split("End of the practice", 1)[0]
    assert "tried out, not kept: 1 8.0" in practised
    assert "This is practice and is not submitted" in practised
    assert "saved" not in practised
    assert marks(trial) == {"1": "700"}


def test_answers_that_end_in_practice_leave_nothing(run: Run, trial: Path) -> None:
    said = say(run, trial, "+", "8", "9")
    assert "0 of 10 rows are saved" in said.out
    assert marks(trial) == {}


def test_practising_before_a_script_scores_changes_no_version_and_no_mark(
    run: Run, trial: Path
) -> None:
    say(run, trial, *["8"] * 10, "1", "1")
    plain = trial.with_name("practised.review")
    run("score", "--set", "zj-tic-2022", "--candidates", "1", "-o", plain, "--plain")
    said = say(run, plain, "+", *["3"] * 10, *["8"] * 10, "1", "1")
    assert "version 1." in said.out
    assert marks(plain) == marks(trial)


def test_who_went_two_ways_is_asked_with_digits_and_goes_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a terminal; a script has to say --take, so that no mark is taken for an answer."""
    path = new_session(run, tmp_path)
    assert run("issue", path, "-o", tmp_path / "kits", "--expert", "01").status == 0
    (kit,) = (tmp_path / "kits").glob("*/*.kit")
    mirror = kit.with_name(f"{kit.name}.mirror")
    run("score", kit, "--plain", answers="1\n2\n")
    left = mirror.read_bytes()
    run("score", kit, "--plain", answers="1\n3\n")
    here = mirror.read_bytes()
    mirror.write_bytes(left)
    before = os.environ["XDG_DATA_HOME"]
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other machine"))
    run("score", kit, "--plain", answers="1\n4\n")
    monkeypatch.setenv("XDG_DATA_HOME", before)
    assert here != mirror.read_bytes() != left
    refused = run("score", kit, "--plain", answers="1\n2\n")
    assert refused.status == 1
    assert "--take here or --take stick" in refused.err
    monkeypatch.setattr("reviewtui.cli.kits.has_terminal", lambda: True)
    nobody = run("score", kit, "--plain")
    assert nobody.status == 1
    chosen = run("score", kit, "--plain", answers="２\n")
    assert "  1 this computer: " in chosen.err
    assert "  2 the stick: " in chosen.err
    assert "--take" not in chosen.err
    assert mirror.with_name(f"{kit.name}.mirror").is_file()
