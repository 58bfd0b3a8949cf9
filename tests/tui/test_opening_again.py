"""Opening again at the desk: late ballots are admitted by number, with a reason and a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.session.opening_code import grouped
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.tui.desk_day import TELLING, day, stick_of
from tests.tui.screen import text
from tests.tui.test_desk_blind import press
from tests.tui.test_desk_work import flat, type_in


def late(session: Session, folder: Path) -> None:
    """03 and 04 hand in after the opening."""
    from reviewtui.exchange.collecting import carry_out, plan

    digits = folder / "envelope.txt"
    sticks = [stick_of(folder, expert) for expert in ("03", "04")]
    session.unseal(code=digits.read_text() if digits.exists() else "")
    carry_out(session, plan(session, sticks), folder / "backup")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = day(tmp_path)
    late(session, tmp_path)
    yield session
    session.close()


async def test_digits_admit_one_ballot_and_the_other_stays_late(session: Session) -> None:
    app = ReviewApp(session, None, start="opening")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        assert "Late and not admitted: Expert 03, Expert 04" in flat(app)
        await press(hand, "4", "enter")
        assert "admitted     03" in text(app)
        await press(hand, "3")
        assert "stays late   04" in text(app)
        await press(hand, "1")
        await press(hand, "1")
        await press(hand, "1")
        assert "Admitted: 03" in flat(app)
        await press(hand, "2")
        assert "Opened again" in flat(app)
        assert "Ballots admitted late: Expert 03 version 1" in flat(app)
        assert "Late and not admitted: Expert 04" in flat(app)
    assert session.opened is not None
    assert session.opened.supersedes
    assert session.opened.reason == "Handed in before the opening, reached the desk after it"


async def test_going_back_at_any_step_changes_nothing(session: Session) -> None:
    for steps in range(5):
        app = ReviewApp(session, None, start="opening")
        async with app.run_test(size=(80, 24)) as hand:
            await press(hand)
            await press(hand, "4", "enter")
            for _step in range(min(steps, 3)):
                await press(hand, "1")
            await press(hand, "escape" if steps < 4 else "1")
    assert len(session.openings()) == 1


async def test_the_supervisors_code_is_asked_for_again(tmp_path: Path) -> None:
    session = day(tmp_path, supervisor=True)
    late(session, tmp_path)
    app = ReviewApp(session, None, start="opening")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        await press(hand, "4", "enter", "1", "1", "1", "2")
        assert "read from the envelope" in flat(app)
        await type_in(hand, grouped((tmp_path / "envelope.txt").read_text()).replace(" ", ""))
        await press(hand)
        assert "Ballots admitted late" in flat(app)
    session.close()


async def test_the_page_with_late_ballots_shows_no_mark(session: Session) -> None:
    app = ReviewApp(session, None, start="opening")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        await press(hand, "4", "enter")
        assert not any(mark in text(app) for mark in TELLING)
