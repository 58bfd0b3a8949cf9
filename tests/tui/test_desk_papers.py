"""打印、签字材料: the pack by one number at the desk, blind before the opening."""

import asyncio
import threading
from pathlib import Path

import pytest

from reviewtui.filing.model import Book
from reviewtui.filing.pack import pack
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.filing.test_archive_no_result import TRIMMED, held
from tests.tui.screen import text
from tests.tui.sessions import finished, provincial
from tests.tui.test_screens_desk import UNMISTAKABLE, blind, press


def pages(folder: Path) -> list[str]:
    """The pages for a browser in the folders below."""
    return [path.read_text("utf-8") for path in folder.glob("*/*.html")]


async def test_papers_are_written_beside_the_session_and_hold_no_mark(tmp_path: Path) -> None:
    session = blind(tmp_path)
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(160, 50)) as hand:
        await press(hand, "9", "enter")
        await press(hand, "enter")
        assert "blind-papers" in text(app)
        await press(hand, "5", "enter")
        assert "4 files, the rest after the opening: 5" in text(app)
        await press(hand, "1", "5", "enter")
        assert "no number to be shown yet" in text(app)
    session.close()
    written = pages(tmp_path)
    assert len(written) == 2, "a name that is typed is a folder beside the session"
    assert not any(UNMISTAKABLE in page for page in written)


async def test_after_the_opening_all_papers_are_there_and_a_second_time_has_a_folder_of_its_own(
    tmp_path: Path,
) -> None:
    session = finished(tmp_path / "meeting.review", provincial(experts=3, candidates=2))
    session.unseal()
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(160, 50)) as hand:
        await press(hand, "9", "enter")
        await press(hand, "enter")
        await press(hand, "enter")
        assert "6 files written: meeting-papers" in text(app)
        await press(hand, "enter")
        assert "meeting-papers-2" in text(app)
        await press(hand, "escape")
        await press(hand, "escape")
        await press(hand, "1", "0", "enter")
        assert not app.is_running
    session.close()
    assert (tmp_path / "meeting-papers" / "score-summary.docx").is_file()


async def test_papers_detail_and_names_are_chosen_by_number(tmp_path: Path) -> None:
    session = finished(tmp_path / "meeting.review", provincial(experts=3, candidates=2))
    session.unseal()
    name = session.panel.experts[0].name
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "9", "enter")
        for number in (1, 2, 3, 4, 6, 7, 8, 9, 10, 12, 13):
            await press(hand, *str(number), "enter")
        await press(hand, "home")
        await press(hand, "enter")
        await press(hand, "enter")
        assert "4 files written: meeting-papers" in text(app)
    session.close()
    page = (tmp_path / "meeting-papers" / "print-pack.html").read_text("utf-8")
    assert page.count("<section") == 4, "a page and the rows of each of the two who handed in"
    assert name not in page, "a personal sheet stands by its number all the same"


async def test_an_extract_is_written_for_the_candidate_that_is_chosen(tmp_path: Path) -> None:
    session = finished(tmp_path / "meeting.review", provincial(experts=3, candidates=2))
    session.unseal()
    own, other = (candidate.name for candidate in session.panel.candidates)
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "9", "enter")
        await press(hand, "1", "5", "enter")
        await press(hand, "1")
        await press(hand, "enter")
        assert "2 files written: meeting-extract" in text(app)
    session.close()
    (page,) = pages(tmp_path)
    assert own in page
    assert other not in page


async def test_writing_is_stopped_by_esc_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = finished(tmp_path / "meeting.review", provincial(experts=3, candidates=2))
    session.unseal()
    begun, go_on = threading.Event(), threading.Event()
    whole = pack.html_page

    def slow(book: Book) -> bytes:
        begun.set()
        go_on.wait(10)
        return whole(book)

    monkeypatch.setattr(pack, "html_page", slow)
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand, "9", "enter")
        await press(hand, "enter")
        await hand.press("enter")
        await asyncio.to_thread(begun.wait, 10)
        await hand.pause()
        assert "Esc stops it" in text(app)
        await hand.press("enter")
        assert "being written" in text(app)
        await hand.press("escape")
        assert "Stopping" in text(app)
        go_on.set()
        await app.workers.wait_for_complete()
        await hand.pause()
        assert "Stopped: nothing was written" in text(app)
    session.close()
    assert not (tmp_path / "meeting-papers").exists()


async def test_where_the_rule_gives_no_result_the_desk_prints_what_needs_none(
    tmp_path: Path,
) -> None:
    session = Session.open(held(TRIMMED, tmp_path))
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(160, 50)) as hand:
        await press(hand, "9", "enter")
        await press(hand, "enter")
        await press(hand, "enter")
        assert "the rule gives no result, so no summary or list: meeting-papers" in text(app)
    session.close()
    assert len(pages(tmp_path)) == 2
