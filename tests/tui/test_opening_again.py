"""Opening again at the desk: late ballots are admitted by number, with a reason and a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_again import in_conflict
from reviewtui.session.opening_code import grouped
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.session.test_merging import second, unite
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


@pytest.fixture
def twice_opened(tmp_path: Path) -> Iterator[Session]:
    """A second desk opened without 03, this one with him; then they came together."""
    from reviewtui.exchange.collecting import carry_out, plan

    session = day(tmp_path)
    with second(session, tmp_path) as other:
        other.unseal()
        carry_out(session, plan(session, [stick_of(tmp_path, "03")]), tmp_path / "backup")
        session.unseal()
        unite(session, other)
    yield session
    session.close()


@pytest.mark.parametrize(("choice", "counts"), [("together", True), ("without", False)])
async def test_openings_in_conflict_are_settled_by_two_people_and_digits(
    twice_opened: Session, choice: str, counts: bool
) -> None:
    session = twice_opened
    stand = in_conflict(session.meeting)
    lone = next(place for place, one in enumerate(stand) if len(one.ballots) == 1)
    app = ReviewApp(session, None, start="opening")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        assert "was opened with different lists of ballots" in flat(app)
        assert "Show the result" not in text(app)
        await press(hand, "2", "enter")
        assert "Take the lists together" in text(app)
        await press(hand, "1" if choice == "together" else str(lone + 2))
        await press(hand, "1")
        assert "Who decided this?" in text(app)
        await press(hand, "1")
        assert "Second person who decides" in text(app)
        assert "Somebody else (type the name)" in text(app)
        await press(hand, "1")
        await type_in(hand, "Li")
        assert not any(mark in text(app) for mark in TELLING)
        assert len(in_conflict(session.meeting)) == 2
        await press(hand, "2")
        await press(hand)
        assert "was opened again" in flat(app)
        assert "Show the result" in text(app)
    assert not in_conflict(session.meeting)
    assert session.can_show_results()
    assert isinstance(session.effective()["03"], StoredBallot) is counts


async def test_openings_in_conflict_stay_so_until_both_have_said_yes(
    twice_opened: Session,
) -> None:
    app = ReviewApp(twice_opened, None, start="opening")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        await press(hand, "2", "enter", "1", "1", "1", "1")
        await type_in(hand, "Li")
        await press(hand, "1")
        assert "was opened with different lists of ballots" in flat(app)
    assert len(in_conflict(twice_opened.meeting)) == 2
