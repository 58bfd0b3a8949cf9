"""The sample sessions are what their script makes, and show what they promise to show."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.cli.explanation import Lines
from reviewtui.domain import testing
from reviewtui.domain.states import Outcome, Why
from reviewtui.domain.testing import Untested
from reviewtui.session.opening_words import again_json
from reviewtui.session.session import Session
from reviewtui.tally.compare import compare
from reviewtui.tally.compute import compute
from reviewtui.tally.explain import explain
from reviewtui.tally.explain_words import side_lines
from reviewtui.tally.official import verdict_of
from reviewtui.tally.remarks import remarks
from reviewtui.tally.report import results_json
from reviewtui.tally.verdict import Flag
from reviewtui.tui.opened import Opened
from reviewtui.tui.widgets.table import Words
from tests.build_samples import (
    ANNUAL,
    CENTRE_PLANS,
    CENTRES,
    FINISHED,
    FINISHED_STORIES,
    HALF,
    LABORATORIES,
    LOCALITIES,
    PLANS,
    build,
)

SHIPPED = Path(__file__).parents[1] / "sample_sessions"


EVERY = (*FINISHED_STORIES, HALF)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


@pytest.fixture
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample built anew."""
    folder = tmp_path_factory.mktemp("rebuilt")
    build(folder)
    return folder


def said_of(name: str, folder: Path) -> dict[str, Any]:
    """`results --json` of a shipped sample, its candidates by code."""
    with Session.open(Path(shutil.copy(SHIPPED / name, folder / name))) as session:
        panel, sheet = session.panel, session.sheet
        said: dict[str, Any] = results_json("s", panel, sheet, verdict_of(session))
        said |= again_json(session)
    said["candidates"] = {item["code"]: item for item in said["candidates"]}
    return said


def outcomes_of(name: str, candidate: str, folder: Path) -> dict[str, Outcome | Untested | None]:
    """What every duty of a candidate comes to in a shipped sample."""
    with Session.open(Path(shutil.copy(SHIPPED / name, folder / name))) as session:
        panel = session.panel
        return {
            item.threshold.id: item.outcome or item.untested
            for item in testing.of_candidate(panel, panel.candidate(candidate))
            if item.threshold.candidates_duty
        }


def remarks_of(name: str, folder: Path) -> dict[str, list[str]]:
    """What is remarked of every candidate."""
    with Session.open(Path(shutil.copy(SHIPPED / name, folder / name))) as session:
        verdict = verdict_of(session)
        return {
            item.code: remarks(session.panel, session.sheet, item) for item in verdict.candidates
        }


def _contents(path: Path) -> tuple[object, ...]:
    """What must be equal after a rebuild; pages of the file may lie otherwise."""
    with Session.open(path) as session:
        return (
            session.id,
            session.sheet.hash,
            [ballot.content_id for ballot in session.stored()],
            session.journal()[-1].hash,
        )


def test_a_rebuilt_sample_has_the_content_of_the_shipped_one(rebuilt: Path) -> None:
    assert {path.name for path in SHIPPED.glob("*.review")} == set(EVERY)
    for name in EVERY:
        shipped = Path(shutil.copy(SHIPPED / name, rebuilt / f"shipped-{name}"))
        assert _contents(rebuilt / name) == _contents(shipped), name


@pytest.mark.parametrize("name", EVERY)
def test_a_sample_is_sound(name: str, tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / name, tmp_path / name))) as session:
        assert [item for item in session.check() if not item.warning] == []
        assert all("示例" in expert.name for expert in session.panel.experts)
        assert all("示例" in candidate.name for candidate in session.panel.candidates)


def test_the_finished_sample_shows_every_state(tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / FINISHED, tmp_path / FINISHED))) as session:
        verdict = compute(session.panel, session.sheet, session.marks())
    whys = {(out.expert, out.why) for item in verdict.candidates for out in item.left_out}
    assert {why for _expert, why in whys} == {Why.RECUSED, Why.UNABLE, Why.ABSENT, Why.LEFT}
    assert (ANNUAL.absent, Why.ABSENT) in whys
    assert (ANNUAL.left[0], Why.LEFT) in whys
    assert [item.rank for item in verdict.ranking()] == [1, 2, 3, 4, 5, 5, 7, 8]
    assert [item.code for item in verdict.candidates if Flag.RESCALED in item.flags] == ["04"]


def test_the_half_scored_sample_reopens_on_the_next_cell(tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / HALF, tmp_path / HALF))) as session:
        scoring = session.scoring("07")
        assert scoring.place == ("03", "7")
        assert scoring.progress("03") == (6, 10)
        assert session.stored() == []


def test_the_plans_of_centres_show_gates_failed_not_applicable_and_relaxed(tmp_path: Path) -> None:
    said = remarks_of(CENTRE_PLANS, tmp_path)
    assert ["未通过" in "".join(words) for words in said.values()] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert "科技伦理" in said["03"][0]
    assert "中试" in said["04"][0]
    relaxed = outcomes_of(CENTRE_PLANS, "02", tmp_path)
    assert relaxed["TTC-AREA"] is Untested.RELAXED
    assert relaxed["TTC-AREA-DIGITAL"] is Outcome.MET
    assert relaxed["TTC-PILOT"] is Untested.CONDITION
    strict = outcomes_of(CENTRE_PLANS, "04", tmp_path)
    assert strict["TTC-AREA"] is Outcome.MISSED_SOFT
    assert strict["TTC-AREA-DIGITAL"] is Untested.RELAXATION
    assert strict["TTC-EQUIP"] is Outcome.NO_DATA
    assert strict["TTC-PILOT"] is Outcome.MISSED
    assert outcomes_of(CENTRE_PLANS, "03", tmp_path)["TTC-ETHICS"] is Outcome.MISSED
    assert outcomes_of(CENTRE_PLANS, "01", tmp_path)["TTC-AREA"] is Outcome.MET, "on the line"


def test_the_plans_of_centres_end_in_every_conclusion(tmp_path: Path) -> None:
    said = said_of(CENTRE_PLANS, tmp_path)["candidates"]
    assert {code: item["conclusion"]["proposal"] for code, item in said.items()} == {
        "01": "同意",
        "02": "原则同意",
        "03": "修改完善后再论证",
        "04": "不同意",
        "05": "原则同意",
    }


def test_the_centres_are_proposed_three_grades_two_lowered_by_gates_one_by_a_floor(
    tmp_path: Path,
) -> None:
    said = said_of(CENTRES, tmp_path)["candidates"]
    assert {code: item["grade"] for code, item in said.items()} == {
        "01": "优秀",
        "02": "不合格",
        "03": "合格",
        "04": "不合格",
        "05": "不合格",
        "06": "合格",
        "07": "不合格",
    }
    lowered = {
        code: (item["grade_by_band"], [(why["why"], why.get("row")) for why in why_of])
        for code, item in said.items()
        if (why_of := item.get("grade_reasons"))
    }
    assert lowered == {
        "02": ("优秀", [("gate", "6.5")]),
        "06": ("优秀", [("floor", "16.2")]),
        "07": ("合格", [("gate", "20")]),
    }
    assert "未通过" in said["02"]["grade_reasons"][0]["says"]


def test_two_years_in_a_row_are_hinted_at_and_a_skipped_year_is_not(tmp_path: Path) -> None:
    said = said_of(CENTRES, tmp_path)["candidates"]
    runs = {
        code: hint["run"]
        for code, item in said.items()
        for hint in item.get("hints", [])
        if hint["kind"] == "consecutive"
    }
    assert runs == {"04": ["2025", "2026"]}
    assert "取消省转化中心资格" in str(said["04"]["hints"])
    assert [hint["id"] for hint in said["05"]["hints"]] == ["D-TT-03"]


def test_the_plans_conclude_with_one_that_finds_no_majority_and_rank_nobody(
    tmp_path: Path,
) -> None:
    said = said_of(PLANS, tmp_path)["candidates"]
    assert {item["rank"] for item in said.values()} == {None}
    assert {code: item["conclusion"]["proposal"] for code, item in said.items()} == {
        "01": "同意",
        "02": "原则同意",
        "03": None,
        "04": "修改完善后再论证",
    }
    assert said["03"]["conclusion"]["why"] == "no_majority"
    assert said["04"]["conclusion"]["abstained"] == ["03", "07"]
    assert said["01"]["conclusion"]["entitled"] == 8, "one is recused"
    assert [vote["n"] for vote in said["03"]["conclusion"]["votes"]] == [1, 2, 2, 4]


def test_the_explanation_of_a_plan_begins_with_what_was_concluded(tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / PLANS, tmp_path / PLANS))) as session:
        panel, sheet = session.panel, session.sheet
        parts = explain(panel, sheet, verdict_of(session), "03", session.marks())
    lines = Lines(panel, sheet).explanation(parts)
    total = next(at for at, line in enumerate(lines) if line.startswith("总分"))
    assert lines[1] == "建议结论：没有结论达到多数"
    assert 1 < lines.index("同意：03号专家") < total
    items = [item for item in Opened(panel, sheet, parts).page("") if isinstance(item, Words)]
    assert items[0].text == lines[1]


def test_numbers_of_a_plan_are_promises(tmp_path: Path) -> None:
    for code in ("01", "02", "03", "04"):
        said = set(outcomes_of(PLANS, code, tmp_path).values())
        assert Outcome.COMMITMENT in said
        assert not said & {Outcome.MET, Outcome.MISSED, Outcome.MISSED_SOFT}


def test_the_laboratories_tie_at_the_line_of_their_quota(tmp_path: Path) -> None:
    said = said_of(LABORATORIES, tmp_path)
    (quota,) = said["quotas"]
    assert (quota["n"], quota["places"]) == (7, 1)
    assert (quota["within"], quota["tied"], quota["beyond"]) == ([], ["02", "05"], ["01"])
    grades = {code: item["grade"] for code, item in said["candidates"].items()}
    assert grades == {
        "01": "达标",
        "02": None,
        "03": "达标",
        "04": "达标",
        "05": None,
        "06": "不达标",
        "07": "达标",
    }
    assert "取整为1家" in said["candidates"]["02"]["grade_reasons"][0]["says"]


def test_the_laboratories_show_changed_rows_with_their_papers_and_what_was_before(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(SHIPPED / LABORATORIES, tmp_path))
    with Session.open(path) as session:
        panel = session.panel
        verdict = verdict_of(session)
    assert {(item.candidate, item.change.value) for item in panel.overlays} == {
        ("04", "hide"),
        ("07", "reword"),
        ("07", "add"),
    }
    assert all("号（示例，虚构）" in item.document for item in panel.overlays)
    assert [item.grade for item in panel.candidate("06").history] == ["不达标", "不达标"]
    rescaled = [item.code for item in verdict.candidates if Flag.RESCALED in item.flags]
    assert rescaled == ["04", "07"]
    whys = {
        (out.expert, item.code, out.why) for item in verdict.candidates for out in item.left_out
    }
    assert whys == {
        ("08", "03", Why.RECUSED),
        ("06", "04", Why.LEFT),
        ("06", "06", Why.LEFT),
        ("06", "07", Why.LEFT),
    }


def test_the_laboratories_were_opened_again_for_a_late_ballot(tmp_path: Path) -> None:
    said = said_of(LABORATORIES, tmp_path)
    assert [item["expert"] for item in said["opened_again"]["admitted"]] == ["09"]
    assert "09" in said["candidates"]["01"]["counted"]


@pytest.mark.parametrize(
    ("name", "pair", "proposed"),
    [
        (CENTRES, ("02", "01"), ("建议等次 不合格", "建议等次 优秀")),
        (PLANS, ("01", "02"), ("建议结论：同意", "建议结论：原则同意")),
    ],
)
def test_two_candidates_are_never_compared_without_what_is_proposed_for_each(
    name: str, pair: tuple[str, str], proposed: tuple[str, str], tmp_path: Path
) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / name, tmp_path / name))) as session:
        told = compare(session.panel, session.sheet, verdict_of(session), *pair)
        for line, words in zip(side_lines(session.panel, told), proposed, strict=True):
            assert words in line


def test_the_finished_sample_counts_evaluations_in_a_row_whatever_years_lie_between(
    tmp_path: Path,
) -> None:
    said = said_of(FINISHED, tmp_path)["candidates"]
    assert said["06"]["grade"] == "不合格"
    (hint,) = said["06"]["hints"]
    assert hint["kind"] == "consecutive"
    assert hint["run"] == ["2023-12-19", "2025-12-17", "2026-12-08"]
    assert "连续两次绩效评价不合格的，予以摘牌" in hint["says"]
    assert [code for code, item in said.items() if "hints" in item] == ["06"]


def test_the_localities_show_who_is_barred_from_the_highest_grade_and_what_is_unknown(
    tmp_path: Path,
) -> None:
    said = said_of(LOCALITIES, tmp_path)["candidates"]
    assert {code: (item.get("grade_by_band"), item["grade"]) for code, item in said.items()} == {
        "01": ("优秀", "合格"),
        "02": (None, "优秀"),
        "03": (None, "合格"),
        "04": ("优秀", "优秀"),
    }
    assert [item["why"] for item in said["01"]["grade_reasons"]] == ["barred"]
    assert [item["why"] for item in said["04"]["grade_reasons"]] == ["bar_unknown"]
