"""The lines above a result open where they stand, down to the marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.exchange import said_of_aside
from reviewtui.session.kept_aside import KeptAside, Reason
from reviewtui.session.session import Session
from reviewtui.tui import behind, flow
from reviewtui.tui.app import ReviewApp
from tests.tui.hand import press
from tests.tui.sessions import made, mark, provincial, recuse, seal
from tests.tui.test_appraisal_screens import concluded

pytestmark = pytest.mark.usefixtures("still")

MARKS = {"01": ("9", "8", "5"), "02": ("9", "8", "5"), "03": ("5", "8", "5")}
"""By expert a mark for every row of each candidate: without the third the first two turn."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three experts whose third decides; a fourth is absent, a candidate has a recusal."""
    path = tmp_path_factory.mktemp("behind") / "meeting.review"
    with made(path, provincial(4, 3)) as session:
        for expert, marks in MARKS.items():
            for candidate, points in zip(session.panel.candidates, marks, strict=True):
                if (expert, candidate.code) != ("01", "03"):
                    mark(session, expert, candidate.code, [points] * len(session.sheet.rows))
        recuse(session, "01", "03")
        for expert in MARKS:
            seal(session, expert)
        session.unseal()
    return path


@pytest.fixture
def ranked(held: Path, tmp_path: Path) -> Iterator[ReviewApp]:
    """The result of that meeting."""
    path = tmp_path / held.name
    path.write_bytes(held.read_bytes())
    with Session.open(path) as session:
        yield ReviewApp(session, None, start="results")


async def test_the_order_opens_into_both_candidates_expert_by_expert(ranked: ReviewApp) -> None:
    async with ranked.run_test(size=(80, 24)) as hand:
        shown = await press(hand, "up")
        assert "> The order of No. 02 and No. 01 depends on Expert 03" in shown
        assert "Enter shows what stands behind this line" in shown
        pairs = await press(hand, "enter")
        assert "> 3.33 -10.00 Expert 03 No. 02, No. 01" in pairs
        pair = await press(hand, "enter")
        assert "03 80 50 80.00 90.00 -10.00 depends on him" in pair
        assert "The ranking if Expert 03 did not count" in await press(
            hand, "down", "down", "enter"
        )
        assert "> 03 80 50 80.00" in await press(hand, "escape")
        assert "No. 02 and No. 01 compared" in await press(hand, "end", "enter")
        assert "> The order of" in await press(hand, "escape", "escape", "escape")


async def test_the_first_three_open_into_the_ranking_without_each_expert(ranked: ReviewApp) -> None:
    async with ranked.run_test(size=(80, 24)) as hand:
        shown = await press(hand, "up", "up", "enter")
        assert "Expert 01 No. 02, No. 01, No. 03 (as it is)" in shown
        assert "Expert 03 No. 01, No. 02, No. 03" in shown
        without = await press(hand, "down", "down", "enter")
        assert "> 1 90.00 2 76.67 No. 01" in without
        assert "90 + 90 + 50 = 230" in await press(hand, "enter")


async def test_the_spread_opens_into_the_experts_totals_of_that_candidate(
    ranked: ReviewApp,
) -> None:
    async with ranked.run_test(size=(80, 24)) as hand:
        shown = await press(hand, "up", "up", "up", "enter")
        assert "> 01 90 0 counts" in shown
        assert "03 50 40 counts" in shown
        assert "Own total of this expert: 50" in await press(hand, "down", "down", "enter")
        rooms = await press(hand, "escape", "end", "enter")
        assert "Candidates by the range" in rooms


async def test_the_count_opens_into_the_ballots_and_who_is_left_out(
    ranked: ReviewApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A panel of any size: what takes long appears when it is there."""
    item = KeptAside("ab" * 32, "marks.ballot", "", Reason.OTHER_MEETING, 0)
    told = [said_of_aside.Lying(item, "marks.ballot: of another meeting")]
    monkeypatch.setattr(behind, "kept_aside", lambda _session: told)
    monkeypatch.setattr(said_of_aside, "said_of_aside", lambda _session: told)
    monkeypatch.setattr(flow, "AT_ONCE", 0)
    async with ranked.run_test(size=(80, 24)) as hand:
        await hand.app.workers.wait_for_complete()
        await hand.pause()
        shown = await press(hand, "up", "up", "up", "up", "enter")
        assert "submitted v1: Expert 01, Expert 02, Expert 03" in shown
        assert "absent: Expert 04" in shown
        assert "1 files were received and do not count: marks.ballot" in shown
        assert "2 No. 03" in shown
        assert "recused (expert 01); absent (expert 04)" in shown
        assert "n = 3" in await press(hand, "enter")


async def test_what_asks_for_a_candidate_says_so_on_a_line(ranked: ReviewApp) -> None:
    async with ranked.run_test(size=(80, 24)) as hand:
        assert "Choose a candidate first" in await press(hand, "up", "space", "2")


async def test_the_conclusions_open_into_votes_quorum_and_one_vote(tmp_path: Path) -> None:
    with concluded(tmp_path) as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(80, 24)) as hand:
            shown = await press(hand, "up")
            assert "> One vote cast otherwise could change the proposed conclusion on" in shown
            every = await press(hand, "enter")
            assert "4 4 3" in every
            one = await press(hand, "down", "enter")
            assert "Took part: 4 of 4 entitled; at least 3 needed" in one
            assert "2 2 3 同意 2 4 3 原则同意" in one
            assert "“同意” instead of “原则同意”: 同意" in one
            assert "Conclusion proposed" in await press(hand, "enter")
