"""Adjusting, voting and signing by keys alone."""

import shutil
from pathlib import Path

import pytest

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
            for key in ("end", "enter", "1"):
                await hand.press(key)
                await hand.pause()
            await app.workers.wait_for_complete()
            await hand.pause()
            assert "已签" in text(app)
        found = closing(session)
    (adjusted,) = found.adjustments.values()
    assert (adjusted.grade, adjusted.reason, adjusted.consent) == ("合格", "late", ("01", "02"))
    assert list(found.signatures) == ["09"]


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
