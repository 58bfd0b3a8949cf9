"""The results room on the screen: four lines, what is one step behind, what the whole room sees."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich.cells import cell_len

from reviewtui.locales import use
from reviewtui.session.session import Session
from reviewtui.tui import drawings
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.handing_out import StoppedError
from tests.meeting import ROOT
from tests.tui.hand import Hand, press
from tests.tui.screen import lines, text

SAMPLE = ROOT / "sample_sessions" / "zj-annual-finished.review"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReviewApp]:
    """The result of the finished sample."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    path = tmp_path / "held.review"
    path.write_bytes(SAMPLE.read_bytes())
    with Session.open(path) as session:
        yield ReviewApp(session, None, start="results")


def journal(app: ReviewApp) -> list[str]:
    """Kinds of the entries after the opening."""
    kinds = [event.kind.value for event in app.session.journal()]
    return kinds[len(kinds) - kinds[::-1].index("opened") :]


async def test_the_first_screen_says_four_lines_and_keeps_the_rest_behind_one_step(
    room: ReviewApp,
) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        shown = await press(hand)
        for said in (
            "Valid marks: n = 5 to 8, fewest for No. 06; counted for no candidate: absent",
            "Experts differ most on No. 04: 66.47... to 76.47..., range 10.00",
            "Without any one expert the first three stay as they are.",
            "No order of two neighbours depends on a single expert.",
        ):
            assert said in shown
        assert "offset" not in shown
        menu = await press(hand, "space", "8")
        assert "1 Where the experts differ" in menu
        assert journal(room) == []


async def test_disagreement_opens_down_to_the_marks_and_fills_the_list(room: ReviewApp) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        first = await press(hand, "space", "8", "1")
        assert first.index("No. 04") < first.index("No. 01")
        assert "Expert 0" not in first
        candidate = await press(hand, "enter")
        assert "3 20% ==" in candidate
        marks = await press(hand, "enter")
        assert "4.0 + 3.0 + 3.5" in marks
        await press(hand, "escape", "space", "1")
        assert "It is on the list for discussion" in text(room)
        listed = await press(hand, "space", "2")
        assert "No. 04" in listed
        assert "by hand" in listed
        assert "66.47..." not in listed
        assert journal(room) == ["discussion"]


async def test_the_list_follows_another_rule_and_is_written(
    room: ReviewApp, tmp_path: Path
) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        assert "Nothing is on the list." in await press(hand, "space", "8", "2")
        await press(hand, "space", "3", "backspace", "backspace", "9", "enter")
        assert "2 points" in text(room)
        await press(hand, "space", "1", "space", "4", "enter")
        written = (tmp_path / "held-discussion.txt").read_text("utf-8-sig")
        assert "No. 01" in written
        assert "No. 04" not in written
        assert journal(room) == ["discussion", "discussion"]


async def test_who_is_undecided_at_a_line_is_on_the_list_and_reopened_with_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "lab.review"
    path.write_bytes((ROOT / "sample_sessions" / "zj-lab-annual.review").read_bytes())
    with Session.open(path) as session:
        app = ReviewApp(session, None, start="results")
        async with app.run_test(size=(120, 40)) as hand:
            listed = await press(hand, "space", "8", "2")
            assert "or undecided at a line" in listed
            said = "undecided at the grade 优秀, reached in 50% of draws"
            assert listed.count(said) == 2
            assert said not in await press(hand, "space", "3", "backspace", "backspace", "enter")
            await app.push_screen(app.make_screen("reopening"))
            assert "0 candidates chosen" in await press(hand, "down")
            await press(hand, "escape", "space", "3", "2", "0", "enter")
            await app.push_screen(app.make_screen("reopening"))
            assert "2 candidates chosen" in await press(hand, "down")


async def test_what_if_waits_until_the_ranking_is_fixed(room: ReviewApp) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        assert "First fix the official ranking" in await press(hand, "space", "8", "5")
        assert "it stands in the journal" in await press(hand, "escape", "space", "8", "6", "2")
        shown = await press(hand, "space", "8", "5")
        assert "The rule was made known by" in shown
        assert "what follows changes no result" in shown
        assert "No rank changes." in await press(hand, "1", "enter", "4")
        assert "92.00" in text(room)
        opened = await press(hand, "down", "down", "down", "enter")
        assert "what follows changes no result" in opened
        assert "What if: median" in opened
        assert "92.00" in opened
        assert "92.07" not in opened
        await press(hand, "escape", "2", "enter", "3", "enter", "5")
        assert "Expert 05" in text(room)
        official = await press(hand, "escape")
        assert "92.07" in official
        assert journal(room) == ["fixed", "what_if", "what_if", "what_if"]


async def test_statistics_about_experts_take_a_step_of_their_own(room: ReviewApp) -> None:
    names = [expert.name for expert in room.session.panel.experts]
    async with room.run_test(size=(80, 24)) as hand:
        await press(hand, "space", "8", "7", "1")
        assert journal(room) == []
        shown = await press(hand, "space", "8", "7", "3")
        assert "01 8 +2.51 2.51 35.50 1.00 1/79" in shown
        assert not [name for name in names if name in shown]
        assert journal(room) == ["experts_shown"]


@pytest.mark.parametrize("keys", [("1",), ("2",), ("3", "1"), ("3", "8")])
async def test_the_projector_shows_nothing_of_experts(
    room: ReviewApp, keys: tuple[str, ...], tmp_path: Path
) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        asked = await press(hand, "space", "7")
        assert "The panel decides what is shown" in asked
        assert not [one for one in ("92.07", "76.69") if one in asked]
        shown = await press(hand, *keys)
        for text_shown in (shown, await press(hand, "space", "4", "enter")):
            assert "xpert" not in text_shown
            assert not [e.name for e in room.session.panel.experts if e.name in text_shown]
        page = (tmp_path / "held.html").read_text("utf-8")
        assert "xpert" not in page
        assert ("92.07" in page) == (keys in [("1",), ("3", "1")])


async def test_without_one_expert_every_case_is_told(room: ReviewApp) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        shown = await press(hand, "space", "8", "3")
        assert "Expert 04 No. 07, No. 01, No. 08 (as it is)" in shown
        assert "Expert 09" not in shown
        then = await press(hand, "down", "enter")
        assert "The ranking if Expert 02 did not count" in then
        assert "2 83.57 2 83.56 No. 01" in then


async def test_the_analysis_comes_sentence_by_sentence_and_opens_into_its_drawing(
    room: ReviewApp,
) -> None:
    async with room.run_test(size=(100, 60)) as hand:
        shown = await press(hand, "space", "8", "4")
        assert "waiting" not in shown
        assert "Kendall's W" in shown
        assert "ICC(2,1)" in shown
        assert "About single experts: Enter opens it" in shown
        assert "marks lowest" not in shown
        for number, expected in (("1", "Here S ="), ("2", "Here BMS"), ("3", "Here observed")):
            opened = await press(hand, number, "enter")
            assert expected in opened
            assert "Sources:" in opened
            assert "experts and" in opened
            await press(hand, "escape")
        drawn = await press(hand, "6", "enter")
        assert "1 1 #............... 100% No. 07" in drawn
        assert "No. 07" in await press(hand, "enter")
        await press(hand, "escape", "escape", "1", "0", "enter")
        assert "Whatever" not in await press(hand, "enter")
        assert "The whole order stays" in " ".join(text(room).split())
        await press(hand, "escape", "escape", "1", "1", "enter")
        assert "on the average" in await press(hand, "enter")
        await press(hand, "escape", "escape", "5", "enter", "2")
        assert "marks lowest" in " ".join(text(room).split())
        assert journal(room) == ["experts_shown"]


async def test_a_comparison_opens_into_both_candidates_down_to_the_marks(room: ReviewApp) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        shown = await press(hand, "space", "2", "3")
        assert "No. 07 and No. 05 compared" in shown
        both = await press(hand, "enter")
        assert "No. 07 mean 14, n = 7" in both
        assert "No. 05 mean 11.6428..., n = 7" in both
        assert "01 14.5 12.5 +2.0 No. 07" in both
        assert "07 14.5 recused -" in both
        second = await press(hand, "down", "enter")
        assert "12.5 + 11.0 + 11.0" in second
        assert await press(hand, "escape", "up") == both
        assert await press(hand, "escape") == shown


async def test_leaving_while_the_workbook_is_written_leaves_no_file(
    room: ReviewApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewtui.filing import workbook

    gone, told = threading.Event(), threading.Event()
    export = workbook.export_workbook

    def slowly(*given: Any, progress: Callable[[str], None], **more: Any) -> None:
        progress("laying out")
        assert gone.wait(20)
        try:
            export(*given, progress=progress, **more)
        except StoppedError:
            told.set()

    monkeypatch.setattr(workbook, "export_workbook", slowly)
    async with room.run_test(size=(80, 24)) as hand:
        await hand.press("space", "8", "9", "enter", "enter")
        async with asyncio.timeout(20):
            while "laying out (Esc stops it)" not in text(room):
                await hand.pause(0.02)
        await press(hand, "escape")
        gone.set()
        assert await asyncio.to_thread(told.wait, 20)
    assert [item.name for item in os.scandir(tmp_path) if ".xlsx" in item.name] == []


async def test_the_workbook_takes_the_analysis_along_without_experts(
    room: ReviewApp, tmp_path: Path
) -> None:
    async with room.run_test(size=(80, 24)) as hand:
        assert "Written:" in await press(hand, "space", "8", "9", "enter", "enter")
    sheets = load_workbook(tmp_path / "held-analysis.xlsx", read_only=True).sheetnames
    assert "For information" in sheets
    assert "For information, experts" not in sheets
    assert journal(room) == []


async def test_esc_stops_the_analysis(room: ReviewApp, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = threading.Event()

    def slow(*_given: object, cancelled: Callable[[], bool], **_more: object) -> Iterator[object]:
        while not cancelled():
            waiting.set()
            time.sleep(0.01)
        yield from ()

    monkeypatch.setattr("reviewtui.tally.analysis.run.analysis", slow)
    async with room.run_test(size=(80, 24)) as hand:
        for key in ("space", "8", "4"):
            await hand.press(key)
        await hand.pause()
        await asyncio.to_thread(waiting.wait, 5)
        assert "Esc stops the work" in " ".join(text(room).split())
        shown = await press(hand, "escape")
        assert "stopped" in shown
        assert "Esc: back" in shown
        assert "Valid marks" in await press(hand, "escape")


TENTHS = st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10))


@given(st.lists(TENTHS, min_size=1, max_size=20), st.integers(2, 60))
def test_a_strip_is_exactly_as_wide_as_asked_and_counts_everybody(
    values: list[Fraction], width: int
) -> None:
    drawn = drawings.strip(values, min(values), max(values), width)
    assert cell_len(drawn) == width
    counted = sum(
        1 if sign == "o" else int(sign) for sign in drawn if sign == "o" or sign.isdigit()
    )
    assert counted == len(values) or "+" in drawn


@given(
    st.integers(1, 40).flatmap(
        lambda n: st.tuples(st.integers(1, n), st.integers(1, n), st.just(n))
    )
)
def test_an_interval_of_ranks_keeps_its_ends(ranks: tuple[int, int, int]) -> None:
    low, high, most = min(ranks[:2]), max(ranks[:2]), ranks[2]
    drawn = drawings.interval(low, high, None, most, 2 * most)
    assert cell_len(drawn) == 2 * most
    assert set(drawn) <= {".", "="}
    assert (drawn[0] == "=") == (low == 1)
    assert most == 1 or (drawn[-1] == "=") == (high == most)


def test_large_digits_stand_in_equal_lines() -> None:
    assert {len(line) for line in drawings.large("0123456789.-")} == {
        len(drawings.large("0123456789.-")[0])
    }


PICTURES: dict[str, tuple[str, ...]] = {
    "neighbours": ("up", "enter"),
    "disagreement": ("space", "8", "1"),
    "what_if": ("space", "8", "6", "2", "space", "8", "5", "1", "enter", "4"),
    "analysis": ("space", "8", "4"),
    "intervals": ("space", "8", "4", "6", "enter"),
    "projector": ("space", "7", "3", "1"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PICTURES)
def test_screen(
    snap_compare: Callable[..., bool],
    room: ReviewApp,
    name: str,
    size: tuple[int, int],
    language: str,
) -> None:
    use(language)

    async def go(hand: Hand) -> None:
        await press(hand, *PICTURES[name])
        lines(hand.app)

    assert snap_compare(room, terminal_size=size, run_before=go)


async def test_a_large_result_is_worked_out_beside_the_keys(
    room: ReviewApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ranking comes first, the lines above it after; a page that was shown comes at once."""
    from reviewtui.tally import plain_lines
    from reviewtui.tui import flow, standing

    let_go, asked = threading.Event(), list[int]()

    def slow(*given: Any) -> list[str]:
        let_go.wait(5)
        return plain_lines.plain_lines(*given)

    def counted(*given: Any) -> Any:
        asked.append(1)
        return official(*given)

    official = standing.verdict_of
    monkeypatch.setattr(flow, "AT_ONCE", 0)
    monkeypatch.setattr(standing, "plain_lines", slow)
    monkeypatch.setattr(standing, "verdict_of", counted)
    async with room.run_test(size=(80, 24)) as hand:
        for _wait in range(100):
            await hand.pause(0.02)
            if "92.07" in text(room):
                break
        assert "The four lines about this result are being worked out" in text(room)
        await hand.press("down")
        let_go.set()
        shown = await press(hand, "right", "left")
        assert "Valid marks: n = 5 to 8" in shown
        assert "> 2 83.56" in shown
        await press(hand, "enter", "escape", "space", "escape")
        assert len(asked) == 1
