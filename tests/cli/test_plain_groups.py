"""Line by line as in the form: fill a group, go to one, object, redo."""

from pathlib import Path

import pytest

from reviewtui.cli.plain.answers import Sign, read_sign
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import ROOT, new_session
from tests.cli.test_plain import marks, say


@pytest.fixture
def trial(run: Run, tmp_path: Path) -> Path:
    """A trial of one candidate by primaries: ten rows in one list."""
    return new_trial(run, tmp_path, "primaries")


@pytest.fixture
def rows(run: Run, tmp_path: Path) -> Path:
    """A trial of one candidate by rows: ten groups."""
    return new_trial(run, tmp_path, "rows")


def new_trial(run: Run, folder: Path, granularity: str) -> Path:
    path = folder / f"{granularity}.review"
    words = ("--set", "zj-tic-2022", "--candidates", "1", "--granularity", granularity)
    run("score", *words, "-o", path, "--plain")
    return path


def group(path: Path, code: str) -> set[str]:
    """The rows of a group that are judged."""
    with Session.open(path) as session:
        return {row.code for row in session.sheet.judged("01") if row.primary == code}


def test_no_sign_needs_a_letter() -> None:
    assert not any(character.isalpha() for sign in Sign for character in sign)


@pytest.mark.parametrize(
    ("typed", "sign"), [("％", "%"), ("＠", "@"), ("！＝", "!="), ("≠", "!="), ("、、", "//")]
)
def test_the_signs_may_be_typed_with_an_input_method(typed: str, sign: str) -> None:
    assert read_sign(typed) == sign


def test_what_was_undone_is_done_again(run: Run, trial: Path) -> None:
    said = say(run, trial, "9", "8", "/", "/", "//")
    assert marks(trial) == {"1": "900"}
    assert "done again" in said.out
    assert "There is nothing to redo." in say(run, trial, "//", "//").out
    assert marks(trial) == {"1": "900", "2": "800"}


def test_a_rate_fills_the_blank_rows_of_one_list_and_one_undo_takes_it_back(
    run: Run, trial: Path
) -> None:
    said = say(run, trial, "9", "%", "80")
    assert marks(trial) == {"1": "900"} | {str(row): "800" for row in range(2, 11)}
    assert "9 empty rows get the same share" in said.out
    assert "2 8.0   3 8.0" in said.out
    with Session.open(trial) as session:
        assert session.scoring("01").cell("01", "2").filled
    say(run, trial, "2", "01", "/")
    assert marks(trial) == {"1": "900"}


def test_a_rate_fills_only_the_group_where_its_rows_stand_apart(run: Run, rows: Path) -> None:
    say(run, rows, "%", "100")
    assert set(marks(rows)) == group(rows, "1")


@pytest.mark.parametrize("typed", ["101", "-1", "80去", "a", "8.5.1"])
def test_what_is_no_rate_fills_nothing(run: Run, trial: Path, typed: str) -> None:
    said = say(run, trial, "%", typed, "")
    assert "a rate from 0 to 100" in said.out
    assert marks(trial) == {}


@pytest.mark.parametrize("typed", ["80", "８０％", "80%", "80."])
def test_a_rate_is_read_as_marks_are(run: Run, trial: Path, typed: str) -> None:
    say(run, trial, "%", typed)
    assert marks(trial)["1"] == "800"


def test_a_full_group_is_not_filled(run: Run, trial: Path) -> None:
    said = say(run, trial, *["8"] * 10, "2", "01", "%")
    assert "No row of this group is empty; nothing was filled" in said.out


def test_one_goes_to_a_group_by_its_number(run: Run, rows: Path) -> None:
    first = min(group(rows, "3"), key=lambda code: [int(part) for part in code.split(".")])
    with Session.open(rows) as session:
        top = str(session.sheet.row(first).top)
    said = say(run, rows, "@", "3", f"{int(top) / 100:g}")
    assert marks(rows) == {first: top}
    assert "Go to an indicator group" in said.out


def test_an_objection_is_kept_with_the_comment_of_its_row(run: Run, trial: Path) -> None:
    say(run, trial, "=", "看了材料", "!=", "佐证不足", "8")
    with Session.open(trial) as session:
        text = session.scoring("01").comment("01", "1")
    assert text == "看了材料\nObjection: 佐证不足"
    assert marks(trial) == {"1": "800"}


def test_a_comment_says_that_it_replaces_what_is_there(run: Run, trial: Path) -> None:
    assert "replaces" not in say(run, trial, "=", "看了材料").out
    said = say(run, trial, "=", "")
    assert "What you write replaces it" in said.out
    with Session.open(trial) as session:
        assert session.scoring("01").comment("01", "1") == "看了材料"


def test_an_objection_without_words_changes_nothing(run: Run, trial: Path) -> None:
    say(run, trial, "!=", "")
    with Session.open(trial) as session:
        assert session.scoring("01").comment("01", "1") == ""


def test_an_objection_may_be_to_a_settled_row(run: Run, tmp_path: Path) -> None:
    path = new_session(run, tmp_path, ROOT / "panels" / "zj-tic-annual-rows.toml")
    said = run("score", path, "--expert", "01", "--plain", answers="!=\n2\n与材料不符\n")
    assert "settled" in said.out
    with Session.open(path) as session:
        scoring = session.scoring("01")
        who = scoring.candidates[0]
        row = next(iter(session.sheet.candidates[who].settled))
        assert scoring.comment(who, row) == "Objection: 与材料不符"
