"""Traps of the result: unequal panels, too few marks to trim, rules chosen after the fact."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.cli.explanation import Lines
from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import PLAIN_TRIM, BelowLeast, rule_hash
from reviewtui.exchange.panel_check import panel_warnings
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tally.compare import compare
from reviewtui.tally.compute import compute
from reviewtui.tally.explain import explain
from reviewtui.tally.report import results_json
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.app import ReviewApp
from tests.filing.conftest import Table
from tests.filing.reading import summary_rows, texts, written
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import one_candidate, totals
from tests.tui.screen import text
from tests.tui.sessions import mark, seal
from tests.twins import twin


@pytest.fixture(autouse=True)
def _chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REVIEWTUI_DATA", str(tmp_path / "data"))
    locales.use("zh")
    yield
    locales.use("zh")


def uneven() -> Meeting:
    """Five experts, of whom 02 does not judge candidate 1."""
    return meeting(5, 2, table=small_set(2, 1)).recuse("02", "1")


# TR-34


def explained(table: Table, candidate: str) -> str:
    parts = explain(table.panel, table.sheet, table.record().verdict, candidate, table.marks())
    return "\n".join(Lines(table.panel, table.sheet).explanation(parts))


def test_tr_34_the_number_of_experts_stands_beside_each_mean_with_who_is_missing() -> None:
    table = Table.of(uneven())

    def says_four_and_who_is_missing(candidate: str) -> None:
        said = explained(table, candidate)
        assert "有效份数 n = 4" in said
        assert "02号专家：回避" in said

    says_four_and_who_is_missing("1")
    twin(says_four_and_who_is_missing, "2")
    assert "有效份数 n = 5" in explained(table, "2")


def test_tr_34_n_and_who_is_missing_stand_in_the_report_and_the_workbook(tmp_path: Path) -> None:
    table = Table.of(uneven())
    record = table.record()
    report: Any = results_json("s", table.panel, table.sheet, record.verdict)["candidates"]
    summary = summary_rows(written(record, tmp_path))

    def four_of_five(candidate: str) -> None:
        (found,) = [item for item in report if item["code"] == candidate]
        assert (found["n"], found["left_out"]) == (4, [{"expert": "02", "why": "recused"}])
        row = summary[candidate]
        assert (row["有效份数"], row["02"]) == (4, "回避")
        assert row["备注"] == "有效份数少于其他对象"

    four_of_five("1")
    twin(four_of_five, "2")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_tr_34_the_ranking_on_the_screen_has_n_and_names_the_smaller_panel(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def ranking(built: Meeting, name: str) -> str:
        path = tmp_path / name
        create_session(path, built.panel()[0])
        with Session.open(path) as session:
            for number, expert in enumerate(session.panel.experts):
                for candidate in ("1", "2"):
                    if not session.panel.recusal(expert.code, candidate):
                        mark(session, expert.code, candidate, [f"{5 + number}", "7"])
                seal(session, expert.code)
            session.unseal()
            app = ReviewApp(session, None, start="results")
            async with app.run_test(size=size) as hand:
                await hand.app.workers.wait_for_complete()
                await hand.pause()
                return text(app)

    def says_n_and_why(seen: str) -> None:
        assert "有效份数" in seen
        assert "有效份数少于其他对象" in seen

    says_n_and_why(await ranking(uneven(), "uneven.review"))
    twin(says_n_and_why, await ranking(meeting(5, 2, table=small_set(2, 1)), "even.review"))


def test_tr_34_two_candidates_are_also_set_against_each_other_on_common_experts_alone() -> None:
    table = Table.of(uneven())

    def common(built: Table) -> None:
        told = compare(built.panel, built.sheet, built.record().verdict, "1", "2")
        said = "\n".join(Lines(built.panel, built.sheet).comparison(told))
        assert "02号专家只计入2号" in said
        assert "只算共同计入的 4 位专家" in said
        assert "仅供参考；正式总分见上。" in said

    common(table)
    twin(common, Table.of(meeting(5, 2, table=small_set(2, 1))))


def test_tr_34_what_counts_of_who_leaves_early_is_fixed_with_the_rule() -> None:
    def fixed(other: str) -> None:
        stated, _sheet = meeting().rule(early_leave="count_finished").panel()
        changed, _sheet = meeting().rule(early_leave=other).panel()
        assert rule_hash(changed.rule) != rule_hash(stated.rule)

    fixed("count_none")
    twin(fixed, "count_finished")


# TR-35

FULL = {"1": "80", "2": "70"}


def one_row(experts: int, candidates: int, **rule: Any) -> Meeting:
    table = {
        "set": {"id": "one", "title": "示例", "status": "unofficial"},
        "rows": [{"code": "1", "title": "一级1"}],
    }
    return meeting(experts, candidates, table=table, full="100", **rule)


def refused_for(built: Meeting) -> None:
    """Some candidate has too few marks: no candidate gets a total, and the refusal names it."""
    panel, sheet = built.panel()
    given = totals(*[FULL] * len(panel.experts))
    said = ""
    try:
        compute(panel, sheet, given)
    except Refused as refused:
        said = " ".join(map(str, refused.reasons))
    assert "对象 2: 只有 4 份有效评分" in said


def test_tr_35_five_marks_for_every_candidate_or_nobody_is_trimmed() -> None:
    assert PLAIN_TRIM == (1, 5, BelowLeast.REFUSE)
    refused_for(one_row(5, 2, average="trimmed").recuse("01", "2"))
    twin(refused_for, one_row(6, 2, average="trimmed").recuse("01", "2"))
    twin(refused_for, one_row(5, 2).recuse("01", "2"))


def test_tr_35_a_recusal_that_leaves_too_few_is_warned_of_beforehand() -> None:
    def warned(built: Meeting) -> None:
        panel, sheet = built.panel()
        said = "\n".join(map(str, panel_warnings(panel, sheet, "panel.toml")))
        assert "[[candidates]] 2: 至多 4 位专家的分数有效，去掉最高最低分至少要 5 份" in said

    warned(one_row(5, 2, average="trimmed").recuse("01", "2"))
    twin(warned, one_row(5, 2, average="trimmed"))


def total_of(average: str, *marks: str | None) -> Verdict:
    panel, sheet = one_row(len(marks), 1, average=average).panel()
    return compute(panel, sheet, one_candidate(*marks))


def test_tr_35_one_high_and_one_low_go_and_of_equals_one_instance_each() -> None:
    def trimmed(average: str) -> None:
        found = total_of(average, "90", "90", "84", "70", "70").of("1")
        assert found.total == Fraction("81.33")
        assert len(found.trimmed) == 2

    trimmed("trimmed")
    for other in ("mean", "median"):
        twin(trimmed, other)


def test_tr_35_a_blank_is_no_lowest_mark() -> None:
    def check(blank: str | None) -> None:
        found = total_of("trimmed", "90", "86", "84", "80", "70", blank).of("1")
        assert found.n == 5
        assert found.total == Fraction("83.33")

    check(None)
    twin(check, "0")


def test_tr_35_the_workbook_says_which_marks_were_trimmed(tmp_path: Path) -> None:
    def says(average: str) -> None:
        table = Table.of(meeting(6, 2, table=small_set(2, 1), average=average))
        folder = tmp_path / average
        folder.mkdir()
        said = "\n".join(texts(written(table.record(), folder)))
        assert "去掉" in said

    says("trimmed")
    twin(says, "mean")
