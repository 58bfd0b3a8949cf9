"""A trial at once, and the demo: where they are kept, and that they are found again."""

from pathlib import Path

import pytest

from reviewtui.cli import scoring
from reviewtui.domain.states import Review
from reviewtui.exchange.library import samples
from reviewtui.session.session import Session
from tests.cli.conftest import Run

TABLE = "zj-tic-2022"


def test_a_trial_is_one_command_and_says_where_it_is(run: Run, home: Path) -> None:
    shown = run("score", "--set", TABLE, "--plain")
    path = home / "data" / "trials" / f"{TABLE}.review"
    assert shown.status == 0
    assert str(path) in shown.err
    assert "not a review result" in shown.err
    with Session.open(path) as session:
        assert session.trial
        assert len(session.panel.candidates) == 3
        assert len(session.sheet.rows) == 10


def test_a_trial_is_gone_on_with(run: Run) -> None:
    run("score", "--set", TABLE, "--plain", answers="8\n")
    assert "1 of 30 rows are saved" in run("score", "--set", TABLE, "--plain").out


def test_new_begins_another_trial_and_keeps_the_first(run: Run, home: Path) -> None:
    run("score", "--set", TABLE, "--plain", answers="8\n")
    again = run("score", "--set", TABLE, "--plain", "--new", "--granularity", "rows")
    assert f"{TABLE}-2.review" in again.err
    assert "1 of 30" in run("score", "--set", TABLE, "--plain").out
    assert len(list((home / "data" / "trials").glob("*.review"))) == 2


def test_a_trial_of_another_shape_is_refused_with_the_way_out(run: Run) -> None:
    run("score", "--set", TABLE, "--plain")
    refused = run("score", "--set", TABLE, "--plain", "--candidates", "5")
    assert refused.status == 1
    assert "--new" in refused.err


def test_candidates_may_have_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.review"
    run("score", "--set", TABLE, "-o", path, "--plain", "--candidate", "甲中心", "乙中心")
    with Session.open(path) as session:
        assert [item.name for item in session.panel.candidates] == ["甲中心", "乙中心"]


def test_a_trial_says_as_at_which_review_and_what_that_leaves_out(run: Run, home: Path) -> None:
    shown = run("score", "--set", "zj-ttc-draft", "--plain", "--lang", "zh")
    assert "按年度评价试评" in shown.err
    assert "不用的指标：C 所在地条件、E 论证要点" in shown.out
    assert "门槛项由会务核定，不打分：6.5、20" in shown.out
    other = run(
        "score", "--set", "zj-ttc-draft", "--plain", "--lang", "zh", "--review", "appraisal"
    )
    assert "不用的指标：F 绩效要点" in other.out
    with Session.open(home / "data" / "trials" / "zj-ttc-draft-appraisal.review") as session:
        assert session.panel.review is Review.APPRAISAL
        assert session.sheet.conclusion is not None, "an appraisal concludes, a trial of one, too"
    assert "0/9" in run("score", "--set", "zj-ttc-draft", "--plain", "--lang", "zh").out


def test_a_review_that_marks_no_row_of_the_table_is_refused(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "yearly.toml"
    head = '[set]\nid = "yearly"\ntitle = "年度表"\nstatus = "unofficial"\nplatform = "other"\n'
    row = '[[rows]]\ncode = "1"\ntitle = "一"\nreviews = ["annual"]\n'
    table.write_text(head + row, "utf-8")
    refused = run("score", "--set", table, "--plain", "--review", "appraisal")
    assert (refused.status, "no row of yearly carries marks" in refused.err) == (1, True)
    assert run("score", "--set", table, "--plain").status == 0


@pytest.mark.parametrize("count", ["0", "-1", "201"])
def test_a_trial_has_a_sensible_number_of_candidates(run: Run, count: str) -> None:
    assert run("score", "--set", TABLE, "--plain", f"--candidates={count}").status == 1


def test_an_unknown_table_is_refused_with_the_known_ones(run: Run) -> None:
    refused = run("score", "--set", "nonsense", "--plain")
    assert refused.status == 1
    assert TABLE in refused.err


def test_a_trial_gives_a_result_and_a_workbook_that_say_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "trial.review"
    marks = "8\n" * 10 + "1\n1\n"
    done = run("score", "--set", TABLE, "-o", path, "--plain", "--candidates", "1", answers=marks)
    assert f"reviewtui export {path}" in done.err
    assert '"trial"' in run("results", path, "--json").out
    assert "trial" in run("results", path).out
    assert run("export", path, "-o", tmp_path / "trial.xlsx").status == 0


def test_an_official_session_is_not_taken_for_a_trial(run: Run, tmp_path: Path) -> None:
    from tests.cli.meeting_day import new_session

    refused = run("score", "--set", TABLE, "--plain", "-o", new_session(run, tmp_path))
    assert refused.status == 1
    assert "no trial" in refused.err


def test_the_demo_copies_every_sample_and_shows_the_finished_ranking(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    shown = run("demo", "--dir", folder)
    if "is missing" in shown.err:
        pytest.skip("THE SAMPLE SESSIONS ARE NOT BUILT: the demo is not checked")
    assert shown.status == 0, shown.err
    for name in (scoring.HALF, *scoring.RESULTS):
        assert str(folder / name) in shown.out
    assert {sample.path.name for sample in samples()} == {scoring.HALF, *scoring.RESULTS}
    assert "rank" in shown.out
    assert shown.out.count("示例") >= 8


def test_the_demo_uses_an_existing_copy_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    if "is missing" in run("demo", "--dir", folder).err:
        pytest.skip("THE SAMPLE SESSIONS ARE NOT BUILT: the demo is not checked")
    half = folder / "zj-annual-half.review"
    with Session.open(half) as session:
        expert = next(
            code for code, (done, total, sealed) in session.progress().items()
            if not sealed and done < total
        )  # fmt: skip
        before = session.progress()[expert][0]
    run("score", half, "--expert", expert, "--plain", answers="1\n")
    run("demo", "--dir", folder)
    with Session.open(half) as session:
        assert session.progress()[expert][0] == before + 1
