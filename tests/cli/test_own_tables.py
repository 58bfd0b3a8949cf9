"""One's own table, from its TOML to the result: every depth, every size, every kind of row."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reviewtui.exchange.toml_text import toml_text
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import answers, hand_in

Row = dict[str, Any]


def tree(*sizes: int) -> list[Row]:
    """Rows of so many levels: `tree(2, 3)` has 2 primaries with 3 rows below each."""
    rows: list[Row] = []

    def grow(parent: str, rest: tuple[int, ...]) -> None:
        for number in range(1, rest[0] + 1):
            code = f"{parent}.{number}" if parent else str(number)
            above = {"parent": parent} if parent else {}
            rows.append({"code": code, **above, "title": f"指标{code}"})
            if rest[1:]:
                grow(code, rest[1:])

    grow("", sizes)
    return rows


KINDS: list[Row] = [
    {"code": "0", "title": "前置条件", "kind": "gate"},
    {"code": "1", "title": "一组"},
    {"code": "1.1", "parent": "1", "title": "判断"},
    {"code": "1.2", "parent": "1", "title": "事实", "kind": "fact"},
    {
        "code": "1.3",
        "parent": "1",
        "title": "定量",
        "kind": "measured",
        "metric": "m",
        "unit": "人",
    },
    {"code": "1.4", "parent": "1", "title": "任选", "kind": "alternatives"},
    {"code": "1.4.1", "parent": "1.4", "title": "其一"},
    {"code": "1.4.2", "parent": "1.4", "title": "其二"},
    {"code": "2", "title": "加分", "max": "5", "counts_in_sum": False},
    {"code": "3", "title": "扣分", "min": "-5", "max": "0", "counts_in_sum": False},
]
"""Every kind of row, a bonus and a deduction."""


class Case(NamedTuple):
    """A table, how it is scored, and what comes of it when everybody gives half of everything.

    Attributes:
        of: The full mark of every row that takes one.
        judged: How many rows an expert marks.
        total: What the result must be.
    """

    name: str
    rows: list[Row]
    granularity: str
    of: dict[str, str]
    judged: int
    total: str

    def __str__(self) -> str:
        return self.name


def tens(rows: list[Row], depth: int) -> dict[str, str]:
    """Ten points for every row of a level."""
    return {row["code"]: "10" for row in rows if row["code"].count(".") == depth - 1}


CASES = [
    Case("one row", tree(1), "primaries", tens(tree(1), 1), 1, "5.00"),
    Case("one row by rows", tree(1), "rows", tens(tree(1), 1), 1, "5.00"),
    Case("one level", tree(7), "primaries", tens(tree(7), 1), 7, "35.00"),
    Case("one level by rows", tree(7), "rows", tens(tree(7), 1), 7, "35.00"),
    Case("120 of one level", tree(120), "rows", tens(tree(120), 1), 120, "600.00"),
    Case("120 of two levels", tree(10, 12), "rows", tens(tree(10, 12), 2), 120, "600.00"),
    Case("their primaries", tree(10, 12), "primaries", tens(tree(10, 12), 1), 10, "50.00"),
    Case("120 of three levels", tree(5, 4, 6), "rows", tens(tree(5, 4, 6), 3), 120, "600.00"),
    Case("their five primaries", tree(5, 4, 6), "primaries", tens(tree(5, 4, 6), 1), 5, "25.00"),
    Case(
        "every kind",
        KINDS,
        "rows",
        {"1.1": "10", "1.2": "10", "1.3": "10", "1.4": "10", "2": "5", "3": "0"},
        5,
        "27.50",  # 5 + 10 settled + 5 + 5, half the bonus, nothing taken off
    ),
]


def set_file(folder: Path, rows: list[Row]) -> Path:
    head = {"id": "own", "title": "自备指标", "status": "unofficial", "platform": "other"}
    path = folder / "own.toml"
    path.write_text(toml_text({"set": head, "rows": rows}), "utf-8")
    return path


def panel_file(folder: Path, case: Case) -> Path:
    data: dict[str, Any] = {
        "panel": {"id": "own-2026", "title": "评审", "review": "annual", "set": "own.toml"},
        "rule": {
            "granularity": case.granularity,
            "step": "0.5",
            "order": "by_expert",
            "average": "mean",
            "round": {"total": 2},
        },
        "weights": {"kind": "points", "source": "会议纪要", "of": case.of},
        "experts": [{"code": "01", "name": "甲"}, {"code": "02", "name": "乙"}],
        "candidates": [{"code": "1", "name": "中心"}],
    }
    if case.rows is KINDS:
        values = {"0": "pass", "1.2": "yes", "1.4": "1.4.2"}
        data["settled"] = [
            {"candidate": "1", "row": row, "value": value} for row, value in values.items()
        ]
    path = folder / "panel.toml"
    path.write_text(toml_text(data), "utf-8")
    return path


@pytest.mark.parametrize("case", CASES, ids=str)
def test_ones_own_table_goes_from_its_file_to_the_result(
    case: Case, run: Run, tmp_path: Path
) -> None:
    table, panel = set_file(tmp_path, case.rows), panel_file(tmp_path, case)
    checked = run("check", table, panel)
    assert checked.status == 0, checked.err
    session = tmp_path / "a.review"
    assert run("new", panel, session).status == 0
    assert len(answers(session, "01")) == case.judged
    for expert in ("01", "02"):
        assert hand_in(run, session, expert).status == 0
    assert run("unseal", session, "--yes").status == 0
    result = json.loads(run("results", session, "--json").out)
    assert [(one["total"], one["n"]) for one in result["candidates"]] == [(case.total, 2)]


def test_a_deduction_is_typed_with_its_sign_and_comes_off(run: Run, tmp_path: Path) -> None:
    case = CASES[-1]
    set_file(tmp_path, case.rows)
    session = tmp_path / "a.review"
    assert run("new", panel_file(tmp_path, case), session).status == 0
    for expert in ("01", "02"):
        *others, _deduction = answers(session, expert)
        lines = "\n".join([*others, "-5", "1", "1"]) + "\n"
        assert run("score", session, "--expert", expert, "--plain", answers=lines).status == 0
    with Session.open(session) as opened:
        assert opened.scoring("01").cells("1")["3"].mark == -500
    run("unseal", session, "--yes")
    result = json.loads(run("results", session, "--json").out)
    assert result["candidates"][0]["total"] == "22.50"


@pytest.mark.parametrize(
    ("rows", "place", "sentence"),
    [
        (tree(121), "[[rows]]", "more than 120 rows"),
        (tree(11, 11), "[[rows]]", "more than 120 rows"),
        (tree(1, 1, 1, 1), "[[rows]] 1.1.1.1", "more than 3 levels"),
        ([], "[[rows]]", "there is no row"),
        ([*tree(2), {"code": "2", "title": "又一个"}], "[[rows]] 2", "occurs more than once"),
        ([{"code": "1", "title": "组", "kind": "alternatives"}], "[[rows]] 1", "its choices"),
        ([{"code": "1", "title": "甲", "min": "5", "max": "5"}], "[[rows]] 1 min", "less than max"),
        ([{"code": "一", "title": "甲"}], "[[rows]]", "code"),
        ([{"code": "1.1", "parent": "1", "title": "甲"}], "[[rows]] 1.1", "does not stand above"),
    ],
)
def test_a_table_that_is_none_says_why_not_and_makes_no_meeting(
    rows: list[Row], place: str, sentence: str, run: Run, tmp_path: Path
) -> None:
    table = set_file(tmp_path, rows)
    checked = run("check", table)
    assert checked.status == 1
    assert any(
        line.startswith(f"own.toml: {place}") and sentence in line
        for line in checked.err.splitlines()
    ), checked.err
    case = Case("refused", rows, "rows", {row["code"]: "10" for row in rows}, 0, "")
    made = run("new", panel_file(tmp_path, case), tmp_path / "a.review")
    assert made.status == 1
    assert sentence in made.err
    assert not (tmp_path / "a.review").exists()
    assert "Traceback" not in made.said
