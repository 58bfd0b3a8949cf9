"""Adjusting, voting and signing by keys alone."""

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewtui.locales import use
from reviewtui.session.closing import closing
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import ROOT
from tests.tui.screen import text


@pytest.fixture(autouse=True)
def chinese() -> None:
    use("zh")


def sample(folder: Path, name: str) -> Session:
    path = Path(shutil.copy(ROOT / "sample_sessions" / f"{name}.review", folder / "a.review"))
    return Session.open(path)


async def test_the_chair_adjusts_a_grade_and_an_expert_signs(tmp_path: Path) -> None:
    with sample(tmp_path, "zj-annual-finished") as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(80, 24)) as hand:
            for key in (
                "space",
                "6",
                "enter",
                "1",
                "2",
                *"late",
                "enter",
                *"1 2",
                "enter",
                "enter",
            ):
                await hand.press(" " if key == " " else key)
                await hand.pause()
            await app.workers.wait_for_complete()
            await hand.pause()
            assert "调整：合格" in text(app)
            for key in ("end", "up", "enter", "1"):
                await hand.press(key)
                await hand.pause()
            await app.workers.wait_for_complete()
            await hand.pause()
            assert "已签" in text(app)
        found = closing(session)
    (adjusted,) = found.adjustments.values()
    assert (adjusted.grade, adjusted.reason, adjusted.consent) == ("合格", "late", ("01", "02"))
    assert list(found.signatures) == ["08"]


async def press(app: ReviewApp, hand: Pilot[None], *keys: str) -> None:
    """Keys one after the other, each answered before the next; `+words` are typed."""
    for key in keys:
        await hand.press(*(key[1:] if key.startswith("+") else (key,)))
        await hand.pause()
        await app.workers.wait_for_complete()
        await hand.pause()


async def test_an_open_vote_is_looked_through_before_it_is_recorded(tmp_path: Path) -> None:
    """07 is recused from 01; the second expert's word is put right on the way back."""
    with sample(tmp_path, "zj-tic-appraisal") as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(80, 24)) as hand:
            await press(app, hand, "space", "6", "enter", "1")
            assert "1/8  01号专家 沈知远" in text(app)
            await press(app, hand, "1", "2", "escape")
            assert "已填：原则同意" in text(app)
            await press(app, hand, "1", *"11152", "6")
            said = text(app)
            assert "核对后记录" in said
            assert "未表态：09号专家" in said
            assert not closing(session).votes
            await press(app, hand, "1")
            assert "8/8  09号专家" in text(app)
            await press(app, hand, "1", "2")
            (vote,) = closing(session).votes.values()
            assert vote.counts.options == (6, 1, 0, 0)
            assert (vote.names["02"], vote.counts.abstained) == ("同意", 1)
            await press(app, hand, "enter", "1", *"66666666")
            assert "替换此前的表决" in text(app).replace("\n", "")
            await press(app, hand, *["escape"] * 9, "enter")
            assert "再次表决将替换此前的记录" in text(app).replace("\n", "")
            await press(app, hand, "3", "+5", "enter")
            assert not closing(session).votes


async def test_all_agree_by_a_nought_and_the_ranking_tells_of_it(tmp_path: Path) -> None:
    """07 is recused from 05 and 09 is absent, so all are seven."""
    with sample(tmp_path, "zj-annual-finished") as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(120, 40)) as hand:
            await press(app, hand, "space", "6", "5", "enter", "1", "1", "+1", "enter", "enter")
            assert "请先填写" in text(app)
            await press(app, hand, "+07", "enter")
            assert "07号不在有权表态的专家中" in text(app)
            await press(app, hand, "backspace", "backspace", "+０", "enter", "enter")
            await press(app, hand, "escape")
            assert "调整：优秀" in text(app)
        (adjusted,) = closing(session).adjustments.values()
    assert adjusted.consent == tuple(f"0{n}" for n in range(1, 9) if n != 7)


async def test_those_who_sat_here_sign_in_one_go(tmp_path: Path) -> None:
    """09 is absent and is not recorded as having signed."""
    with sample(tmp_path, "zj-annual-finished") as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(80, 24)) as hand:
            await press(app, hand, "space", "6", "space", "1", "2", "end")
            assert "宋映川（示例）  缺席" in text(app)
            assert "已记 8 位，共 8 位" in text(app)
            await press(app, hand, "enter")
            assert "1 未签" in " ".join(text(app).split())
            await press(app, hand, "escape")
            await press(app, hand, "space", "1")
            assert "到会专家都已有签字记录" in text(app)
        assert list(closing(session).signatures) == [f"0{n}" for n in range(1, 9)]


async def test_a_count_that_cannot_be_is_told_at_once(tmp_path: Path) -> None:
    with sample(tmp_path, "zj-tic-appraisal") as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(80, 24)) as hand:
            await press(app, hand, "space", "6", "2", "enter", "2", "+a", "enter", "+５", "enter")
            await press(app, hand, "+9", "enter")
            assert "共 14 票，但对该对象有表决权的专家只有 9 位" in text(app)
            await press(app, hand, "backspace", "+4", "enter", *["+0", "enter"] * 4)
            await press(app, hand, "+a", "enter")
            assert "这是第一位计票人的姓名" in text(app)
            await press(app, hand, "escape")
            assert "第二位计票人没有录入，没有作任何记录" in text(app)
        assert not closing(session).votes


async def test_slips_are_counted_by_two_people_and_a_difference_is_told(tmp_path: Path) -> None:
    with sample(tmp_path, "zj-tic-appraisal") as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(80, 24)) as hand:

            async def count(*numbers: str) -> None:
                for word in numbers:
                    await hand.press(*word, "enter")
                    await hand.pause()

            async def begin() -> None:
                await hand.press("enter")
                await hand.pause()
                await hand.press("2")
                await hand.pause()

            await hand.press("space", "6")
            await hand.pause()
            await begin()
            await count("a", "5", "0", "0", "1", "0", "0")
            await count("b", "5", "0", "0", "2", "0", "0")
            await app.workers.wait_for_complete()
            await hand.pause()
            assert "两次票数不一致" in text(app).replace("\n", "")
            assert not closing(session).votes
            await begin()
            await count("a", "5", "0", "0", "1", "0", "0", "b", "5", "0", "0", "1", "0", "0")
            await app.workers.wait_for_complete()
            await hand.pause()
        (vote,) = closing(session).votes.values()
    assert (vote.counts.options, vote.by) == ((5, 0, 0, 1), ("a", "b"))
