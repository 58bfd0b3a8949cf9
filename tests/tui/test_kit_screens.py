"""What an expert sees who opens his kit: himself, the work, the code, when the stick may go."""

import asyncio
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.exchange import kits
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import OpenKit, hand_over, opened_kit
from reviewtui.session import mirror
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.candidates import CandidatesScreen
from reviewtui.tui.screens.form import FormScreen
from reviewtui.tui.screens.submit import SubmitScreen
from tests.tui.hand import Hand, press
from tests.tui.screen import text
from tests.tui.sessions import filled, made, provincial


@pytest.fixture
def work(tmp_path: Path) -> Iterator[OpenKit]:
    """The kit of expert 02 at work; four candidates."""
    with made(tmp_path / "desk.review", provincial(experts=3, candidates=4)) as session:
        (issued,) = issue(session, tmp_path / "stick", ["02"])
    with opened_kit(issued.kit, folder=tmp_path / "machine") as opened:
        yield opened


@pytest.fixture
def app(work: OpenKit) -> ReviewApp:
    """The screens, beginning with whose kit it is."""
    return ReviewApp(work.session, "02", start="owner", work=work)


async def until(hand: Hand, shown: str) -> None:
    """Wait for words on the screen: writing to a stick has its own pace."""
    for _turn in range(100):
        if shown in " ".join(text(hand.app).split()):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(text(hand.app))


async def test_first_the_expert_is_asked_whether_it_is_him(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await hand.pause()
        assert "Are you Expert 02" in text(app)
        assert "01" not in text(app).split("Are you", 1)[1].splitlines()[0]
        await press(hand, "enter")
        assert isinstance(app.screen, CandidatesScreen)


async def test_somebody_else_is_sent_away(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await press(hand, "2")
        assert "give the stick back" in text(app).splitlines()[3]
        await press(hand, "enter")
    assert app.return_code == 0


async def test_who_opens_his_kit_again_goes_on_at_the_cell_where_he_stood(
    work: OpenKit, tmp_path: Path
) -> None:
    app = ReviewApp(work.session, "02", start="owner", work=work)
    async with app.run_test() as hand:
        await press(hand, "enter", "enter", "8", "enter", "8", "enter", "down", "8", "enter")
        await press(hand, "pagedown", "down", "8", "enter")
        assert app.scoring.place == ("02", "7")
    assert ("01", "3") in app.scoring.holes()
    work.session.close()
    for machine in ("machine", "another machine"):
        with opened_kit(work.path, folder=tmp_path / machine) as again:
            app = ReviewApp(again.session, "02", start="owner", work=again)
            async with app.run_test() as hand:
                await press(hand, "enter")
                assert isinstance(app.screen, CandidatesScreen)
                assert app.screen.table.key == "02"
                await press(hand, "enter")
                assert isinstance(app.screen, FormScreen)
                assert (app.screen.candidate, app.screen.entry.code) == ("02", "7")
    with opened_kit(work.path, folder=tmp_path / "a third") as again:
        app = ReviewApp(again.session, "02", start="owner", work=again)
        async with app.run_test() as hand:
            await press(hand, "enter", "1", "enter")
            assert isinstance(app.screen, FormScreen)
            assert (app.screen.candidate, app.screen.entry.code) == ("01", "3")


async def test_the_status_says_stick_until_it_is_pulled_out(app: ReviewApp, work: OpenKit) -> None:
    async with app.run_test() as hand:
        await press(hand, "enter", "enter", "8", "enter")
        await until(hand, "saved (this computer, stick)")
        work.path.rename(work.path.with_suffix(".pulled"))
        await press(hand, "7", "enter")
        await until(hand, "only here: the stick is out")
        work.path.with_suffix(".pulled").rename(work.path)
        await press(hand, "5", "enter")
        await until(hand, "saved (this computer, stick)")


@pytest.mark.parametrize(
    ("fault", "state", "advice", "told"),
    [
        (errno.EROFS, "the stick is locked", "Unlock the stick", "the stick is write-protected"),
        (errno.EACCES, "the stick is locked", "Unlock the stick", "the stick is write-protected"),
        (
            errno.ENOSPC,
            "the stick is full",
            "Delete from the stick",
            "no room is left on the stick",
        ),
        (errno.EIO, "stick takes nothing", "put it in again", "cannot be read or written"),
    ],
)
async def test_a_stick_that_takes_nothing_is_not_said_to_be_out(
    app: ReviewApp, work: OpenKit, monkeypatch: pytest.MonkeyPatch,
    fault: int, state: str, advice: str, told: str,
) -> None:  # fmt: skip
    filled(work.session, "02")
    app.take_seat("02")

    def refuse(*_words: object, **_options: object) -> None:
        raise OSError(fault, os.strerror(fault))

    for module in (mirror, kits):
        monkeypatch.setattr(module, "write_whole", refuse)
    monkeypatch.setattr(mirror.Mirror, "_append", refuse)
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "enter", "enter", "8", "enter")
        await until(hand, f"only here: {state}")
        assert advice in text(app)
        await press(hand, "escape", "1")
        await press(hand, "1", "enter", "2")
        await until(hand, "It is safe on this machine")
        shown = " ".join(text(app).split())
        assert told in shown
        assert "put the stick back in" not in shown
        assert "and write it again" in shown


async def test_after_submitting_the_stick_holds_the_ballot_and_may_go(
    app: ReviewApp, work: OpenKit
) -> None:
    filled(work.session, "02")
    app.take_seat("02")
    async with app.run_test() as hand:
        await press(hand, "enter")
        await press(hand, "escape", "1")
        await press(hand, "1", "enter", "2")
        await until(hand, "You may pull the stick out now")
        assert isinstance(app.screen, SubmitScreen)
        sealed = app.scoring.sealed
        assert sealed is not None
        (ballot,) = work.path.parent.glob("*.ballot")
        assert sealed.check_code.replace(" ", "") in ballot.name


async def test_after_the_receipt_the_local_copy_may_be_removed_and_what_remains_is_said(
    app: ReviewApp, work: OpenKit
) -> None:
    filled(work.session, "02")
    app.take_seat("02")
    async with app.run_test() as hand:
        await press(hand, "enter")
        await press(hand, "escape", "1")
        await press(hand, "1", "enter", "2")
        await until(hand, "You may pull the stick out now")
        assert "2    Copied and signed: finish, and remove what this computer keeps" in text(app)
        await press(hand, "2", "enter")
        assert "On the stick the kit and the sealed ballot stay" in " ".join(text(app).split())
        assert not app.wipe
        await press(hand, "2")
    assert app.wipe


async def test_a_ballot_that_is_not_on_the_stick_keeps_the_local_copy(
    app: ReviewApp, work: OpenKit
) -> None:
    filled(work.session, "02")
    app.take_seat("02")
    async with app.run_test() as hand:
        await press(hand, "enter")
        await press(hand, "escape", "1")
        work.path.rename(work.path.with_suffix(".pulled"))
        await press(hand, "1", "enter", "2")
        await until(hand, "It is safe on this machine")
        assert "remove what this computer keeps" not in text(app)


async def test_a_stick_that_is_out_is_asked_for_and_written_again(
    app: ReviewApp, work: OpenKit
) -> None:
    filled(work.session, "02")
    app.take_seat("02")
    async with app.run_test() as hand:
        await press(hand, "enter")
        await press(hand, "escape", "1")
        work.path.rename(work.path.with_suffix(".pulled"))
        await press(hand, "1", "enter", "2")
        await until(hand, "It is safe on this machine")
        assert not list(work.path.parent.glob("*.ballot"))
        work.path.with_suffix(".pulled").rename(work.path)
        await press(hand, "2", "enter")
        await until(hand, "You may pull the stick out now")
        assert list(work.path.parent.glob("*.ballot"))


async def test_a_second_computer_says_whose_marks_it_does_not_have(
    work: OpenKit, tmp_path: Path
) -> None:
    filled(work.session, "02")
    hand_over(work, work.session.scoring("02").seal().result())
    with opened_kit(work.path, folder=tmp_path / "another machine") as again:
        app = ReviewApp(again.session, "02", start="owner", work=again)
        async with app.run_test() as hand:
            await press(hand, "enter")
            assert "submitted on another computer" in text(app).splitlines()[1]
            assert "this computer does not have them" in " ".join(text(app).split())
            assert "not begun" not in text(app)
            await press(hand, "enter")
            assert "its marks are not here" in text(app).splitlines()[3]
            assert "0/10" not in text(app)
            await press(hand, "escape", "7")
            assert "Its marks are not on this computer" in text(app)
