"""Practising before the real work: the same form, and nothing of it counts or is kept."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import hand_over, mirror_of, opened_kit
from reviewtui.locales import use
from reviewtui.session.practice import Practice
from reviewtui.session.session import Session
from reviewtui.session.writer import IDLE
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.candidates import CandidatesScreen
from reviewtui.tui.screens.practice import PracticeScreen
from tests.meeting import meeting
from tests.tui.hand import Hand, press
from tests.tui.screen import SIZES, lines, text
from tests.tui.sessions import filled, fixed, made, provincial


def app_of(session: Session) -> ReviewApp:
    """Expert 02 before his kit's question."""
    return ReviewApp(session, "02", start="owner")


async def practise(hand: Hand) -> None:
    """From the list into practice: marks, a refused one, unable, undo, a recusal, and out."""
    await press(hand, "space", "5")
    assert isinstance(hand.app.screen, PracticeScreen)
    await press(hand, "8", "enter", "9", "9", "enter", "escape", "7", "full_stop", "5", "enter")
    await press(hand, "space", "2", "1")
    await press(hand, "space", "7")
    await press(hand, "space", "8", "1", "2")
    await press(hand, "escape", "9")
    assert isinstance(hand.app.screen, CandidatesScreen)


async def test_practice_is_offered_before_the_first_mark_and_leads_back_to_the_list(
    tmp_path: Path,
) -> None:
    session = made(tmp_path / "m.review", provincial(experts=3, candidates=4))
    app = app_of(session)
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "enter")
        assert "to practise first: Space, then 5" in text(app)
        await practise(hand)
        assert "to practise first" in text(app)
        assert "practice candidate" not in text(app)
    session.close()


async def test_every_frame_of_practice_says_that_it_does_not_count(tmp_path: Path) -> None:
    session = made(tmp_path / "m.review", provincial(experts=3, candidates=4))
    app = app_of(session)
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "enter", "escape", "8")
        for keys in ((), ("8", "enter"), ("pagedown",), ("tab",), ("escape", "1"), ("escape",)):
            await press(hand, *keys)
            shown = text(app)
            assert "PRACTICE: does not count" in shown
            assert "No. 99 practice candidate (example)" in shown
            assert "practice, nothing is kept" in shown
            assert "saved" not in shown
    session.close()


@pytest.mark.parametrize("item", ["1", "2", "3", "6", "7"])
async def test_practice_leads_to_no_screen_of_the_real_sheet(tmp_path: Path, item: str) -> None:
    session = made(tmp_path / "m.review", provincial(experts=3, candidates=2))
    app = app_of(session)
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "enter", "space", "5", "escape", item)
        assert "is not submitted" in " ".join(text(app).split())
        await press(hand, "escape")
        assert isinstance(app.screen, PracticeScreen)
    session.close()


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in a session file."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    found = {
        name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)
        for name in names
        if not name.startswith("sqlite_")
    }
    connection.close()
    return found


@pytest.mark.parametrize("when", ["before", "between"])
async def test_session_mirror_and_ballot_are_the_same_bytes_with_and_without_practice(
    tmp_path: Path, when: str
) -> None:
    with made(tmp_path / "desk.review", provincial(experts=3, candidates=2)) as desk:
        (issued,) = issue(desk, tmp_path / "stick", ["02"])
    content = issued.kit.read_bytes()
    left: list[dict[str, object]] = []
    for practising in (False, True):
        folder = tmp_path / f"{practising}"
        (folder / "stick").mkdir(parents=True)
        kit = folder / "stick" / issued.kit.name
        kit.write_bytes(content)
        with opened_kit(kit, folder=folder / "machine", sources=fixed()) as work:
            app = ReviewApp(work.session, "02", start="owner", work=work)
            async with app.run_test(size=(80, 24)) as hand:
                await press(hand, "enter")
                if practising and when == "before":
                    await practise(hand)
                await press(hand, "enter", "8", "enter", "escape", "4")
                await asyncio.sleep(2 * IDLE)  # the cursor's place is stored after a quiet
                if practising and when == "between":
                    await practise(hand)
                assert app.scoring.progress("01") == (1, 10)
            during = mirror_of(kit).read_bytes()
            filled(work.session, "02")
            sealed = work.session.scoring("02").seal().result()
            hand_over(work, sealed)
            copy = work.session.path
        left.append(
            {
                "tables": tables(copy),
                "mirror": during,
                "stick": {file.name: file.read_bytes() for file in sorted(kit.parent.iterdir())},
                "files": sorted(file.name for file in copy.parent.iterdir()),
            }
        )
    assert left[0] == left[1]
    assert any(name.endswith(".ballot") for name in left[0]["stick"])  # type: ignore[attr-defined]


def test_the_desk_sees_nothing_of_practice_in_a_passed_session(tmp_path: Path) -> None:
    path = tmp_path / "m.review"
    with made(path, provincial(experts=2, candidates=2)) as session:
        before = session.progress()
        real = session.scoring("02")
        practice = Practice(real)
        filled_in = [row.code for row in practice.sheet.judged("99")]
        assert len(filled_in) == 10
        practice.move("99", "3")
        assert session.progress() == before
        assert real.place is None
        with pytest.raises(Refused, match="not submitted"):
            practice.seal().result()
        with pytest.raises(Refused, match="not submitted"):
            practice.seal(left=True).result()
        practice.close()
    found = tables(path)
    assert not found["draft"]
    assert not found["place"]
    assert len(found["journal"]) == 1


@pytest.mark.parametrize("taken", ["99", "9"])
def test_the_practice_candidate_has_a_number_that_nobody_has(tmp_path: Path, taken: str) -> None:
    built = meeting(candidates=2)
    built.data["candidates"][0]["code"] = taken
    with made(tmp_path / "m.review", built) as session:
        practice = Practice(session.scoring("01"))
        assert practice.candidates == (("999",) if taken == "99" else ("99",))
        practice.close()


def test_practice_has_the_rows_and_bounds_of_the_real_sheet_and_no_settled_row(
    tmp_path: Path,
) -> None:
    built = meeting(candidates=2, granularity="rows").settle("1", "3.1", "yes").hide("2", "6.1")
    with made(tmp_path / "m.review", built) as session:
        practice = Practice(session.scoring("01"))
        assert practice.sheet.rows == session.sheet.rows
        assert practice.sheet.judged("99") == practice.sheet.rows
        practice.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_practice_form_looks_as_it_did(
    tmp_path: Path, snap_compare: Any, size: tuple[int, int], language: str
) -> None:
    use(language)
    session = made(tmp_path / "m.review", provincial(experts=3, candidates=4))
    app = app_of(session)

    async def run_before(hand: Hand) -> None:
        await press(hand, "enter", "space", "5", "8", "enter")
        lines(hand.app)

    assert snap_compare(app, terminal_size=size, run_before=run_before)
    session.close()
