"""A second round on paper, by commands: typed by two people, over the marks of the first."""

import shutil
from pathlib import Path

import pytest

from reviewtui import locales
from reviewtui.domain.ballot import Ballot, Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.session import Session
from tests.cli.conftest import Ran, Run
from tests.exchange.reopened import second_round

HEADER = "expert,candidate,indicator,mark,state,comment\n"
KEPT = "\n\n"
"""Both reopened rows of candidate 1 are empty on the paper."""
KEPT_OF_2 = "\n\n\n\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It takes a while to come so far; every test has a copy."""
    locales.use("en")
    return second_round(tmp_path_factory.mktemp("second")).parent


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "day") / "desk.review"


def type_in(
    run: Run, desk: Path, answers: str, *more: str, by: str = "张三", expert: str = "1"
) -> Ran:
    return run("type-in", desk, "--expert", expert, "--by", by, *more, answers=answers)


def opened(run: Run, desk: Path, expert: str = "01") -> Ballot:
    """The ballot that counts in the second round."""
    assert run("unseal", desk, "--yes").status == 0
    with Session.open(desk) as session:
        assert session.check() == []
        return next(one for one in session.counted_ballots(2) if one.expert == expert)


def scored(points: float, reason: str = "") -> Cell:
    return Cell(CellState.SCORED, Hundredths(round(points * 100)), reason)


def test_two_people_type_what_is_another_mark_now_and_all_else_stays(run: Run, desk: Path) -> None:
    answers = "7\n1\n\n" + "1 1 1\n.\n1\n1\n"  # 1.1 with the first reason; 2.2 unable
    first = type_in(run, desk, answers)
    assert "the first pass is kept" in first.err, first.said
    assert "Where the box is empty, the mark of the round before stays." in first.out
    second = type_in(run, desk, answers, by="李四")
    assert second.status == 0, second.said
    assert "Expert 01: entered from the paper sheet by 张三, 李四" in second.err
    ballot = opened(run, desk)
    assert ballot.cells["1"] == {
        "1.1": scored(7, "The discussion convinced me"),
        **{row: scored(1) for row in ("1.2", "2.1", "2.2")},
    }
    assert ballot.cells["2"]["2.2"].state is CellState.UNABLE
    assert ballot.cells["3"] == {row: scored(1) for row in ("1.1", "1.2", "2.1", "2.2")}
    shown = run("results", desk, "--lang", "zh")
    assert "据纸质评分表录入" in shown.said


def test_another_mark_without_its_reason_is_not_kept(run: Run, desk: Path) -> None:
    typed = type_in(run, desk, "1 7\n\n" + "1 1\n" + KEPT_OF_2)
    assert "1.2: another mark without a reason; nothing of this line was kept" in typed.out
    assert "the first pass is kept" in typed.err
    unable = type_in(run, desk, ".\n1\n\n", expert="2")
    assert "It was marked before; say why it cannot be judged now" in unable.out


def test_a_first_mark_wants_none(run: Run, desk: Path) -> None:
    for by in ("张三", "李四"):
        done = type_in(run, desk, "\n6.5\n" + KEPT_OF_2, expert="5", by=by)
    assert done.status == 0, done.said
    assert opened(run, desk, "05").cells["1"]["1.2"] == scored(6.5)


def test_where_both_misread_the_mark_the_reason_that_was_typed_stays(run: Run, desk: Path) -> None:
    type_in(run, desk, "7\n1\n\n" + KEPT_OF_2)
    settled = type_in(run, desk, "8\n5\nmy own words\n\n" + KEPT_OF_2 + "3\n9\n", by="李四")
    assert settled.status == 0, settled.said
    assert opened(run, desk).cells["1"]["1.1"] == scored(9, "my own words")


def test_what_neither_typed_is_asked_for_with_its_reason(run: Run, desk: Path) -> None:
    type_in(run, desk, "1\n\n" + KEPT_OF_2)
    settled = type_in(run, desk, KEPT + KEPT_OF_2 + "3\n9\n2\n", by="李四")
    assert settled.status == 0, settled.said
    assert opened(run, desk).cells["1"]["1.1"].reason == "I had read the materials otherwise"


def test_a_second_person_compares_marks_and_reasons(run: Run, desk: Path) -> None:
    type_in(run, desk, "7\n1\n\n" + KEPT_OF_2)
    agreed = type_in(run, desk, "1\n1\n", "--confirm", by="李四")
    assert agreed.status == 0, agreed.said
    assert "  1.1  7.0  二级1.1  The discussion convinced me" in agreed.out
    assert "  1.2  as before  二级1.2" in agreed.out
    assert "对象3" not in agreed.out


def test_a_pass_may_come_as_lines_whose_remarks_are_the_reasons(run: Run, desk: Path) -> None:
    bad = HEADER + "01,1,1.1,7,,\n01,3,1.1,7,,why\n"
    refused = type_in(run, desk, bad, "--marks", "-")
    assert refused.status == 1
    assert "candidate 1, row 1.1 was changed without a reason" in refused.err
    assert "candidate 3, row 1.1 was changed and is not reopened" in refused.err
    assert run("type-in", desk).status == 0  # nothing of it is kept
    good = HEADER + "01,1,1.1,7,,convinced\n"
    for by in ("张三", "李四"):
        done = type_in(run, desk, good, "--marks", "-", by=by)
    assert done.status == 0, done.said
    assert opened(run, desk).cells["1"]["1.1"] == scored(7, "convinced")


def test_stepping_back_needs_the_whole_candidate(run: Run, desk: Path) -> None:
    answers = ".\n2\n" + KEPT + ".\n2\n1\n"
    for by in ("张三", "李四"):
        done = type_in(run, desk, answers, by=by)
        assert "Not reopened as a whole in this round" in done.out
    assert done.status == 0, done.said
    ballot = opened(run, desk)
    assert ballot.standings["2"].state is CandidateState.RECUSED
    assert "2" not in ballot.cells


def test_what_a_second_round_does_not_have_is_said(run: Run, desk: Path) -> None:
    subtotals = type_in(run, desk, "", "--primary-subtotals")
    assert "has a box for each reopened row" in subtotals.err
    absent = type_in(run, desk, "", expert="6")
    assert "takes no part in round 2" in absent.err
    early = type_in(run, desk, "", "--round", "3")
    assert early.status == 1
