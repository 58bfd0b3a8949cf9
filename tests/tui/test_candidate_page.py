"""The page of one candidate: reached without a letter, read without a mark."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewtui.locales import use
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.candidate import CandidateScreen
from tests.meeting import Meeting
from tests.tui.screen import SIZES, lines, text
from tests.tui.sessions import made, mark, provincial

Snap = Callable[..., bool]
TO_THE_PAGE = ("1", "enter", "enter", "space", "6")


def with_facts() -> Meeting:
    """Candidate 01 in its third year, with money short of the line and its own target."""
    built = provincial(experts=2, candidates=2)
    built.data["panel"]["date"] = "2026-12-08"
    built.data["candidates"][0] |= {
        "approved_on": "2024-05-01",
        "facts": {
            "investment_total": {
                "value": "8.2亿元",
                "as_of": "2025-12-31",
                "source": "申报书 30 页",
                "target": "8亿元",
            },
            "innovation_staff": "300",
        },
    }
    return built.hide("01", "5.3")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Expert 01 has given candidate 01 a mark that no page may show."""
    session = made(tmp_path / "meeting.review", with_facts())
    mark(session, "01", "01", ["9.5"] * 5)
    yield session
    session.close()


async def go(hand: Pilot[Any], *keys: str) -> str:
    """The screen after some keys."""
    await hand.pause()
    for key in keys:
        await hand.press(key)
        await hand.app.workers.wait_for_complete()
        await hand.pause()
    return text(hand.app)


async def test_the_list_and_the_form_lead_to_the_page_and_back(session: Session) -> None:
    app = ReviewApp(session, None, start="identify")
    async with app.run_test() as hand:
        shown = " ".join((await go(hand, *TO_THE_PAGE)).split())
        assert isinstance(app.screen, CandidateScreen)
        assert "8.2亿元 (cumulative, as of 2025-12-31, 申" in shown
        assert "8亿元, completion 102.5%" in shown
        assert "below the requirement in principle" in shown
        assert "9.5" not in shown
        await go(hand, "escape", "enter")
        listed = await go(hand, "space", "0")
        found = re.search(r"(\d) Facts and requirements", listed)
        assert found is not None
        await go(hand, found[1])
        assert isinstance(app.screen, CandidateScreen)


async def test_the_page_tells_what_is_not_tested_and_what_was_changed(session: Session) -> None:
    app = ReviewApp(session, None, start="identify")
    async with app.run_test(size=(120, 60)) as hand:
        shown = " ".join((await go(hand, *TO_THE_PAGE)).split())
    assert "not tested: a duty of the local government" in shown
    assert "not tested: support that may be given" in shown
    assert "row 5.3 is taken off (责任书)" in shown
    assert "A requirement that is met or missed changes no mark." in shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_page(snap_compare: Snap, tmp_path: Path, size: tuple[int, int], language: str) -> None:
    use(language)
    session = made(tmp_path / "meeting.review", with_facts())

    async def reach(hand: Pilot[Any]) -> None:
        await go(hand, *TO_THE_PAGE)
        lines(hand.app)

    app = ReviewApp(session, None, start="identify")
    assert snap_compare(app, terminal_size=size, run_before=reach)
    session.close()
