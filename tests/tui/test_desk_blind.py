"""Before the opening no screen of the desk shows a mark, and no slip of a finger does harm."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import Key

from reviewtui.session.session import Session
from reviewtui.session.typed_pass import FIRST, SECOND, TypedPass, keep_pass
from reviewtui.session.withdrawing import ask_back, withdraw
from reviewtui.tui.actions import Scope, of
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.desk_actions import DESK_SCREENS
from reviewtui.tui.screens.desk import DeskScreen
from tests.session.conftest import scored
from tests.tui.desk_day import TELLING, day, stick_of
from tests.tui.hand import Hand, press
from tests.tui.screen import text

CHOICES = "".join(str(entry.esc) for entry in of(Scope.DESK) if entry.esc)
"""Of the board; its last one ends the program."""
CODES = re.compile(r"[0-9]{4}([- ]?)[0-9]{4}\1[0-9]{4}")
"""Check codes, in which any digits may stand."""
SHEETS = {Scope.PAPER, Scope.COMPARING}
"""Reached through an expert's half-typed sheet only, in a test of their own."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Everything that a day can bring: a conflict, a file kept aside, one who was asked back."""
    session = day(tmp_path)
    yield session
    session.close()


async def back_to_the_board(hand: Hand) -> None:
    """Close whatever the keys have opened."""
    while not isinstance(hand.app.screen, DeskScreen):
        hand.app.pop_screen()
        await hand.pause()


async def collected(app: ReviewApp, hand: Hand, *places: Path) -> None:
    """Take in folders on the collecting screen."""
    await press(hand, "1", "enter")
    screen = app.screen
    for place in places:
        screen.collecting.folders.append(place)  # type: ignore[attr-defined]
    for _look in range(2):
        screen.collecting.look()  # type: ignore[attr-defined]
    screen.fill()  # type: ignore[attr-defined]
    await hand.pause()


def changeable(session: Session) -> tuple[object, ...]:
    """What no stray key may change."""
    file = session.meeting.file
    tables = (
        "ballot",
        "kept_aside",
        "resolution",
        "amendment",
        "signing_key",
        "draft",
        "typed_pass",
    )
    rows = [file.read(f"SELECT count(*) FROM {table}") for table in tables]
    return (*rows, file.read("SELECT max(seq) FROM journal"), session.panel, session.opened)


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((120, 30), "zh")])
async def test_no_mark_is_on_any_screen_of_the_desk_before_the_opening(
    tmp_path: Path, session: Session, size: tuple[int, int], language: str
) -> None:
    from reviewtui.locales import use

    use(language)
    sticks = [stick_of(tmp_path, "03"), stick_of(tmp_path, "04"), stick_of(tmp_path, "04", 1)]
    (sticks[0] / "7.77.txt").write_text("7.77")
    junk = tmp_path / "junk"
    junk.mkdir()
    (junk / "x.ballot").write_bytes(b"no ballot")
    app = ReviewApp(session, None, start="desk")
    seen: list[str] = []
    walked: set[Scope] = set()
    async with app.run_test(size=size) as hand:
        await collected(app, hand, *sticks, junk)
        seen.append(text(app))
        for key in ("end", "pagedown", "escape"):
            await press(hand, key)
            seen.append(text(app))
        assert len(session.stored()) == 4
        ask_back(session, "01", reason="再看一遍")
        withdraw(session, "03", reason="专家要求")
        walked.add(Scope.DESK)
        for choice in CHOICES[:-1]:
            await press(hand, choice, "enter")
            place = getattr(app.screen, "SCOPE", Scope.DESK)  # one choice only asks for a folder
            walked.add(place)
            await back_to_the_board(hand)
            for keys in ([choice, "enter"], ["end"], ["enter"], ["escape"], ["space"], ["f1"]):
                await press(hand, *keys)
                seen.append(text(app))
            for digit in "123":
                await press(hand, digit)
                seen.append(text(app))
            await back_to_the_board(hand)
            for entry in [entry for entry in of(place) if entry.space]:
                await press(hand, choice, "enter", "space", *str(entry.space), "enter")
                seen.append(text(app))
                await back_to_the_board(hand)
        await press(hand, "escape")
        seen.append(text(app))
    # What is shown once a sheet is entered is held blind in test_desk_sheets.
    assert {entry.scope for entry in DESK_SCREENS} - walked == {
        *SHEETS,
        Scope.ENTERED,
        Scope.REOPENING,
    }
    whole = "\n".join(seen)
    assert ("The ballots are closed" if language == "en" else "未启封") in whole
    assert ("conflict" if language == "en" else "冲突") in whole
    told = CODES.sub("", whole)
    for telling in TELLING:
        assert telling not in told, telling


async def test_no_number_of_a_half_typed_sheet_is_on_any_other_screen(session: Session) -> None:
    rows = session.sheet.judged("01")
    first = {row.code: scored(7.77) for row in rows}
    second = {row.code: scored(6.13) for row in rows}
    for expert, turns in (("02", 1), ("03", 2)):
        passes = (TypedPass("Zhang", {"01": first}), TypedPass("Li", {"01": second}))
        for turn, typed in zip((FIRST, SECOND)[:turns], passes, strict=False):
            done = TypedPass(typed.typist, typed.cells, finished=True)
            keep_pass(session.meeting, expert, 1, turn, done)
    app = ReviewApp(session, None, start="desk")
    seen: list[str] = []
    walked: set[Scope] = set()
    async with app.run_test() as hand:
        await press(hand)
        for choice in "12345678":
            await press(hand, choice, "enter")
            seen.append(text(app))
            await back_to_the_board(hand)
        for expert in "1234":
            for deed in "12345":
                await press(hand, "6", "enter", expert, "enter", deed)
                seen.append(text(app))
                walked |= {getattr(screen, "SCOPE", Scope.DESK) for screen in app.screen_stack}
                for key in ("end", "f1", "escape"):
                    await press(hand, key)
                    seen.append(text(app))
                await back_to_the_board(hand)
        assert isinstance(app.screen, DeskScreen)
        await press(hand, "6", "enter", "3", "enter", "1")
        assert "differ in 10 places" in text(app)
        seen.append(text(app))
        await back_to_the_board(hand)
        await press(hand, "6", "enter", "2", "enter", "1", "2", "enter", *"Li", "enter")
        walked |= {getattr(screen, "SCOPE", Scope.DESK) for screen in app.screen_stack}
    assert walked >= SHEETS
    whole_day = "\n".join(seen)
    assert "First pass: Zhang, finished" in whole_day
    assert "change on the spot" in whole_day
    told = CODES.sub("", whole_day)
    for telling in TELLING:
        assert telling not in told, telling


async def test_no_two_digits_and_enter_change_anything(session: Session) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test() as hand:
        await press(hand)
        before = changeable(session)
        for first in CHOICES[:-1]:
            for second in ("", "1", "2", "3"):
                await press(hand, first, "enter", *second, "enter")
                assert changeable(session) == before, (first, second)
                await back_to_the_board(hand)


async def test_two_enters_in_one_breath_open_one_screen_and_close_none(session: Session) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test() as hand:
        await press(hand, "6")
        for _twice in range(2):
            app.screen.focused.post_message(Key("enter", None))  # type: ignore[union-attr]
        await hand.pause()
        await hand.pause()
        assert len(app.screen_stack) == 2
        await press(hand, "1", "enter", "4", "x")
        for _twice in range(2):
            app.screen.focused.post_message(Key("enter", None))  # type: ignore[union-attr]
        await hand.pause()
        await hand.pause()
        assert [type(screen).__name__ for screen in app.screen_stack][-2:] == [
            "SheetsScreen",
            "Ask",
        ]


async def test_esc_from_every_choice_leads_back_to_the_board(session: Session) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test() as hand:
        await press(hand)
        for choice in CHOICES[:-1]:
            await press(hand, choice, "enter")
            assert not isinstance(app.screen, DeskScreen), choice
            await press(hand, "escape")
            assert isinstance(app.screen, DeskScreen), choice
        assert app.is_running
