"""`explain` in text: every number can be added up by hand, or says that it goes on."""

import json
from decimal import Decimal

import pytest

from reviewtui import locales
from reviewtui.cli.explanation import Lines
from reviewtui.domain.marks import ExpertMarks
from reviewtui.tally.compare import compare
from reviewtui.tally.compute import compute
from reviewtui.tally.explain import explain
from tests.cli.conftest import Run
from tests.cli.meeting_day import ROOT
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import expert

SHOWN = "未修约的中间得分只显示到4位小数，计算用全值。"


@pytest.fixture(autouse=True)
def _chinese() -> None:
    locales.use("zh")


def rows(experts: int, candidates: int = 1, **rule: object) -> Meeting:
    """One primary of two rows, 10 points each."""
    return meeting(experts, candidates, granularity="rows", table=small_set(1, 2), **rule)


def explained(given: Meeting, *marks: ExpertMarks) -> list[str]:
    """What `explain` says of candidate 1."""
    panel, sheet = given.panel()
    verdict = compute(panel, sheet, marks)
    return Lines(panel, sheet).explanation(explain(panel, sheet, verdict, "1", marks))


def cells(lines: list[str], head: str, code: str) -> list[str]:
    """The row of a table, by the first words of its heading and its own code."""
    start = next(at for at, line in enumerate(lines) if line.split()[:1] == [head])
    return next(line.split() for line in lines[start:] if line.split()[:1] == [code])


def test_the_primaries_of_the_sample_add_up_to_its_exact_total(run: Run) -> None:
    sample = ROOT / "sample_sessions" / "zj-annual-finished.review"
    lines = run("explain", sample, "01", "--lang", "zh").out.splitlines()
    scores = [Decimal(cells(lines, "编号", str(code))[2]) for code in range(1, 11)]
    assert sum(scores) == Decimal("83.5625")
    assert cells(lines, "编号", "3")[2] == "4.00"
    assert "只显示" not in "".join(lines)


def test_a_score_without_an_end_is_cut_with_dots_and_a_sentence_says_so_once() -> None:
    lines = explained(
        rows(3),
        expert("01", c1=["9", "8"]),
        expert("02", c1=["9", "8"]),
        expert("03", c1=["8", "8"]),
    )
    assert cells(lines, "编号", "1")[2] == "16.6666..."
    assert cells(lines, "指标", "1.1")[4] == "8.6666..."
    assert cells(lines, "指标", "1.2")[4] == "8.00"
    assert lines.count(SHOWN) == 1


def test_a_stage_that_the_rule_rounds_needs_no_sentence() -> None:
    given = rows(3, order="by_indicator", round={"row": 2, "total": 2})
    lines = explained(
        given, expert("01", c1=["9", "8"]), expert("02", c1=["9", "8"]), expert("03", c1=["8", "8"])
    )
    assert cells(lines, "指标", "1.1")[4] == "8.67"
    assert SHOWN not in lines


def test_differences_of_two_candidates_are_exact_or_say_that_they_go_on() -> None:
    panel, sheet = rows(3, 2).panel()
    marks = [
        expert("01", c1=["9", "8"], c2=["8", "8"]),
        expert("02", c1=["9", "8"], c2=["9", "8"]),
        expert("03", c1=["9", "8"], c2=["9", "8"]),
    ]
    lines = Lines(panel, sheet).comparison(
        compare(panel, sheet, compute(panel, sheet, marks), "1", "2")
    )
    assert cells(lines, "编号", "1")[1:4] == ["17.00", "16.6666...", "+0.3333..."]
    assert lines.count(SHOWN) == 1


def test_the_step_from_row_to_primary_is_shown_where_rows_are_weighted() -> None:
    given = rows(2, order="by_indicator")
    of = {"1.1": "0.8", "1.2": "1.2"}
    given.put("weights", {"kind": "factor", "source": "会议纪要（示例）", "of": of})
    lines = explained(given, expert("01", c1=["9", "8"]), expert("02", c1=["8", "8"]))
    head = next(line.split() for line in lines if line.startswith("指标"))
    assert head[3:6] == ["平均", "每分折合", "计入总分"]
    first, second = (cells(lines, "指标", code)[3:6] for code in ("1.1", "1.2"))
    assert Decimal(first[0]) * Decimal(first[1]) == Decimal(first[2])
    total = Decimal(first[2]) + Decimal(second[2])
    assert total == Decimal(cells(lines, "编号", "1")[2])


def test_rows_that_count_as_they_are_have_no_columns_for_a_weight() -> None:
    lines = explained(rows(1, order="by_indicator"), expert("01", c1=["9", "8"]))
    assert not any("每分折合" in line for line in lines)


@pytest.mark.parametrize(
    ("order", "average", "heading"),
    [
        ("by_indicator", "median", "中位数"),
        ("by_indicator", "trimmed", "去极值平均"),
        ("by_indicator", "mean", "平均"),
        ("by_expert", "median", "平均"),
    ],
)
def test_the_column_across_experts_is_headed_with_what_it_is(
    order: str, average: str, heading: str
) -> None:
    given = rows(5, order=order, average=average)
    lines = explained(given, *(expert(f"0{at}", c1=[f"{at}", "8"]) for at in range(1, 6)))
    head = next(line.split() for line in lines if line.startswith("指标"))
    assert head[6] == heading


def test_where_nothing_is_ranked_two_candidates_are_compared_without_a_rank(run: Run) -> None:
    samples = ROOT / "sample_sessions"
    plans = run("explain", samples / "zj-ttc-appraisal.review", "01", "02", "--lang", "zh").out
    assert plans.count("有效份数") >= 2
    assert "得分排序" not in plans
    ranked = run("explain", samples / "zj-ttc-annual.review", "01", "02", "--lang", "zh").out
    assert ranked.count("得分排序") == 2


def test_the_gates_of_each_candidate_stand_in_the_json(run: Run) -> None:
    sample = ROOT / "sample_sessions" / "zj-ttc-annual.review"
    found = json.loads(run("results", sample, "--json").out)["candidates"]
    gates = {item["code"]: item["gates"] for item in found}
    assert gates["01"] == [
        {"row": "6.5", "outcome": "pass", "reason": ""},
        {"row": "20", "outcome": "pass", "reason": ""},
    ]
    assert gates["02"][0]["outcome"] == "fail"
    assert "重大安全事故" in gates["02"][0]["reason"]
    without = ROOT / "sample_sessions" / "zj-annual-finished.review"
    assert "gates" not in json.loads(run("results", without, "--json").out)["candidates"][0]


def test_a_row_added_for_one_candidate_is_no_row_of_another() -> None:
    overlay = {"candidate": "2", "row": "1.9", "change": "add", "full": "5", "title": "加一条"}
    given = rows(2, 2).put("overlays", [overlay | {"reason": "责任书"}])
    panel, sheet = given.panel()
    marks = [expert(code, c1=["9", "8", None], c2=["9", "8", "4"]) for code in ("01", "02")]
    verdict = compute(panel, sheet, marks)
    said = {
        code: "\n".join(
            Lines(panel, sheet).explanation(explain(panel, sheet, verdict, code, marks))
        )
        for code in ("1", "2")
    }
    assert "加一条" in said["2"]
    assert "加一条" not in said["1"]
