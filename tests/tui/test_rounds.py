"""A second round on the screens: begun at the desk, marked by an expert, opened again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Cell, Channel
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.round_record import read_rounds
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.entered import EnteredScreen
from reviewtui.tui.screens.issuing import IssuingScreen
from reviewtui.tui.screens.typing_form import TypingForm
from tests.tui.screen import text
from tests.tui.sessions import filled, made, mark, provincial, seal
from tests.tui.test_desk_blind import press
from tests.tui.test_desk_work import type_in


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Six experts, three candidates; the first round is open."""
    session = made(tmp_path / "meeting.review", provincial(experts=6, candidates=3))
    for number, expert in enumerate(session.panel.sitting):
        filled(session, expert.code, number)
        seal(session, expert.code)
    session.unseal()
    yield session
    session.close()


async def test_a_round_is_begun_by_digits_arrows_and_enter(session: Session) -> None:
    app = ReviewApp(session, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "2", "enter", "4", "enter")
        assert "Begin the round" in text(app)
        while session.panel.candidates[0].name not in text(app):
            await press(hand)
        await press(hand, "1", "enter")
        if "0 candidates chosen" in text(app):
            assert "Choose a candidate first" in text(app)
            await press(hand, "down", "down", "enter")
            await type_in(hand, "7,8")
            await press(hand, "1", "enter")
        await type_in(hand, "讨论", "甲")
        assert "Begin it now" in text(app)
        await press(hand, "2")
        while not session.meeting.further:
            await press(hand)
        await press(hand)
        assert "Round 2" in text(app)
    (begun,) = read_rounds(session.meeting.file, session.id)
    assert (begun.number, begun.by, begun.reason) == (2, "甲", "讨论")


async def test_an_expert_sees_the_feedback_and_says_why_he_changes(session: Session) -> None:
    begin_round(session, {"02": ["7"]}, reason="讨论")
    app = ReviewApp(session, "03")
    before = session.scoring("03", 1).cell("02", "7")
    async with app.run_test(size=(80, 24)) as hand:
        shown = text(app)
        assert "Round 2" in shown
        assert "My mark in Round 1" in shown
        assert "median" in shown
        await press(hand, "1", "enter")
        assert "Why?" in text(app)
        await press(hand, "escape")
        assert app.scoring.cell("02", "7") == before  # nothing is stored without the reason
        await press(hand, "1", "enter", "2")
        changed = app.scoring.cell("02", "7")
        assert (changed.mark, changed.reason) == (100, "I had read the materials otherwise")
        await press(hand, "up")
        assert "not reopened" in text(app)
        await press(hand, "5", "enter")
        assert app.scoring.cells("02") == {
            **session.scoring("03", 1).cells("02"),
            "7": changed,
        }
        await press(hand, "escape", "1")
        assert "Marks changed in this round: No. 02 7" in text(app)


async def test_a_paper_sheet_has_boxes_for_what_is_reopened_and_asks_why(session: Session) -> None:
    begin_round(session, {"02": ["7", "8"]}, reason="讨论")
    before = session.counted_ballots(1)[0]
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "6", "enter", "0", "1", "enter", "1")
        for name in ("甲", "乙"):
            await press(hand, "1", "enter")
            await type_in(hand, name)
            assert isinstance(app.screen, TypingForm)
            shown = text(app)
            assert "Round 2" in shown
            assert "The mark is then" in shown
            assert [entry.code for entry in app.screen.outline.entries] == ["7", "8"]
            await press(hand, "1", "enter")
            assert "Why?" in text(app)
            await press(hand, "1")
            await press(hand, "escape", "1")
            assert "1 boxes are empty; their marks stay as they were." in text(app)
            await press(hand, "2")
        assert isinstance(app.screen, EnteredScreen)
    session.unseal()
    (after,) = [one for one in session.counted_ballots(2) if one.round == 2]
    changed = Cell(CellState.SCORED, Hundredths(100), "The discussion convinced me")
    assert after.channel is Channel.PAPER
    assert after.cells == {**before.cells, "02": {**before.cells["02"], "7": changed}}


async def test_the_candidates_of_a_further_round_say_which_of_them_are_reopened(
    session: Session,
) -> None:
    begin_round(session, {"02": ["7"], "03": []}, reason="讨论")
    app = ReviewApp(session, "03")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "escape", "4")
        shown = text(app)
        assert "2 of 3 candidates reopened" in shown
        assert "finished" not in shown
        assert "not reopened" in shown
        assert "No. 02: Enter shows the reopened rows" in shown
        await press(hand, "1")
        assert "No. 01 is not in this round" in text(app)
        await press(hand, "2", "enter", "1", "enter", "2", "escape", "4")
        assert "1 changed" in text(app)


async def test_the_desk_shows_the_first_result_and_nothing_of_the_round_at_work(
    session: Session,
) -> None:
    total = verdict_of(session).candidates[1].total
    begin_round(session, {"02": ["7"]}, reason="讨论")
    app = ReviewApp(session, "03")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "1", "enter", "1")
    seal(session, "03")
    app = ReviewApp(session, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        assert "ballots are closed" in text(app)
        await press(hand, "8", "enter")
        shown = text(app)
        assert "Round 1" in shown
        assert verdict_of(session).candidates[1].total == total
    session.unseal()
    assert verdict_of(session).candidates[1].total != total


async def test_who_handed_in_none_of_a_further_round_is_not_called_absent(session: Session) -> None:
    begin_round(session, {"02": ["7"]}, reason="讨论")
    session.scoring("03").seal().result()
    session.unseal()
    app = ReviewApp(session, start="desk")
    async with app.run_test(size=(120, 30)):
        assert "absent" not in text(app)
        assert text(app).count("earlier counts") == 5


async def test_kits_of_a_further_round_are_counted_among_those_who_take_part(
    tmp_path: Path,
) -> None:
    held = provincial(experts=3, candidates=2).recuse("03", "02")
    with made(tmp_path / "meeting.review", held) as session:
        for expert in ("01", "02", "03"):
            for candidate in ("01", "02")[: 1 if expert == "03" else 2]:
                rows = session.sheet.judged(candidate)
                mark(session, expert, candidate, ["1"] * len(rows))
            seal(session, expert)
        session.unseal()
        begin_round(session, {"02": ["7"]}, reason="讨论")
        app = ReviewApp(session, start="desk")
        async with app.run_test(size=(80, 24)) as hand:
            await press(hand)
            await app.push_screen(IssuingScreen())
            await press(hand)
            shown = text(app)
            assert "Issued: 0 of 2 experts" in shown
            assert "Take no part in this round: Expert 03" in shown
