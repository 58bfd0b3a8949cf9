"""Rows of every kind on the screen: steps, parts, anchors, bonus, gates, changed rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewtui.locales import use
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import Meeting, meeting
from tests.tui.screen import SIZES, lines, text
from tests.tui.sessions import made, mark, seal

Snap = Callable[..., bool]


def kinds() -> Meeting:
    """Two candidates and one row of every kind."""
    rows: list[dict[str, Any]] = [
        {"code": "A", "title": "基本条件"},
        {"code": "A1", "parent": "A", "title": "独立的场地", "kind": "gate", "parts": ["场地"]},
        {"code": "1", "title": "经营情况"},
        {
            "code": "1.1",
            "parent": "1",
            "title": "技术性收入",
            "kind": "measured",
            "metric": "income",
            "unit": "万元",
            "steps": [{"at_least": "3000", "mark": "2"}, {"at_least": "5000", "mark": "3"}],
        },
        {
            "code": "1.2",
            "parent": "1",
            "title": "管理制度",
            "parts": ["内控机制", "收费标准"],
            "anchors": [{"mark": "3", "text": "一般"}, {"mark": "5", "text": "较好"}],
            "guidance": "看制度文本",
            "wording": {"annual": "制度今年是否真正执行"},
        },
        {"code": "3", "title": "加分和扣分", "counts_in_sum": False},
        {"code": "3.1", "parent": "3", "title": "获国家级奖励", "counts_in_sum": False},
        {"code": "3.2", "parent": "3", "title": "亏损", "min": "-20", "counts_in_sum": False},
    ]
    head = {"id": "own", "title": "示例", "status": "unofficial", "platform": "other"}
    found = meeting(2, 2, granularity="rows", table={"set": head, "rows": rows}, full="5")
    found.data["weights"]["of"]["3.2"] = "0"
    found.data["candidates"][0]["facts"] = {
        "income": {"value": "4200万元", "target": "4000万元", "source": "审计报告"}
    }
    found.data["settled"] = [
        {"candidate": "1", "row": "A1", "value": "fail", "reason": "与他人合用"}
    ]
    found.data["overlays"] = [
        {
            "candidate": "2",
            "row": "1.2",
            "change": "reword",
            "title": "管理制度与合规",
            "reason": "责任书约定",
            "document": "责任书第九条",
        }
    ]
    return found


@pytest.fixture
def session(tmp_path: Path) -> Any:
    """A fresh session of one row of every kind."""
    session = made(tmp_path / "meeting.review", kinds())
    yield session
    session.close()


async def shown(hand: Pilot[Any], *keys: str) -> str:
    """The screen after some keys, blanks taken out."""
    await hand.pause()
    for key in keys:
        await hand.press(key)
        await hand.app.workers.wait_for_complete()
        await hand.pause()
    return "".join(text(hand.app).split())


async def test_the_form_says_which_step_a_number_reaches_and_fills_nothing_in(
    session: Session,
) -> None:
    use("zh")
    app = ReviewApp(session, "01")
    async with app.run_test(size=(80, 24)) as hand:
        seen = await shown(hand)
        assert "分档4200万元：对应2分" in seen
        assert "目标4000万元，完成率105%" in seen
        assert "门槛项未通过A1独立的场地" in seen
        assert session.scoring("01").cell("1", "1.1").mark is None
        seen = await shown(hand, "2", "enter")
        assert "提示制度今年是否真正执行" in seen
        assert "看制度文本" not in seen
        assert "评分标准3：一般" in seen
        assert "对照(2)收费标准" in seen
        seen = await shown(hand, "4", "enter")
        assert "3.1" in seen
        assert "加分，不计入满分" in seen
        seen = await shown(hand, "1", "enter")
        assert "-20到0分" in seen
        assert "减分，不计入满分" in seen


async def test_a_reworded_row_shows_reason_and_document(session: Session) -> None:
    use("zh")
    app = ReviewApp(session, "01")
    async with app.run_test(size=(160, 50)) as hand:
        seen = await shown(hand, "pagedown", "down")
        assert "管理制度与合规" in seen
        assert "责任书约定、责任书第九条" in seen


async def test_the_list_of_candidates_says_where_a_gate_failed(session: Session) -> None:
    use("zh")
    app = ReviewApp(session, None, start="identify")
    async with app.run_test(size=(80, 24)) as hand:
        seen = await shown(hand, "1", "enter", "enter")
        assert "［门槛项未通过］对象1（示例）" in seen
        assert seen.count("门槛项未通过") == 1


async def test_the_opening_names_gates_that_nobody_settled(session: Session) -> None:
    use("zh")
    for expert in ("01", "02"):
        seal(session, expert, left=True)
    app = ReviewApp(session, None, start="opening")
    async with app.run_test(size=(80, 24)) as hand:
        seen = await shown(hand)
        assert "2号：门槛项尚未核定：A1独立的场地" in seen


async def test_the_result_warns_where_candidates_are_not_measured_alike(tmp_path: Path) -> None:
    use("zh")
    session = made(tmp_path / "unequal.review", kinds().hide("2", "1.1"))
    for expert in ("01", "02"):
        mark(session, expert, "1", ["2", "3", "1", "-5"])
        mark(session, expert, "2", ["3", "1", "-5"])
        seal(session, expert)
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test(size=(160, 50)) as hand:
        seen = await shown(hand)
    assert "注意：各对象评的指标不一致：2不适用1.1；其总分按适用满分折算" in seen
    assert "折算基数（适用满分，整表10分）：2号5。" in seen
    assert "“独立的场地”未通过（与他人合用）" in seen
    session.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_row(snap_compare: Snap, tmp_path: Path, size: tuple[int, int], language: str) -> None:
    use(language)
    session = made(tmp_path / "meeting.review", kinds())

    async def reach(hand: Pilot[Any]) -> None:
        await shown(hand, "2", "enter")
        lines(hand.app)

    app = ReviewApp(session, "01")
    assert snap_compare(app, terminal_size=size, run_before=reach)
    session.close()


def test_marks_of_a_deduction_are_held_against_no_full_mark() -> None:
    from reviewtui.tui.panels import OwnMark, own_marks

    def head(full: str) -> str:
        return str(own_marks([OwnMark("02", "-1")], full, 50)[0])

    assert "full mark 2" in head("2")
    assert "full mark" not in head("0")
