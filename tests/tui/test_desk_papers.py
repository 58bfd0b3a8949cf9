"""打印、签字材料: the pack by one number at the desk, blind before the opening."""

from pathlib import Path

from reviewtui.tui.app import ReviewApp
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
        assert "blind-papers" in text(app)
        await press(hand, "5", "enter")
        assert "4 files, the rest after the opening: 5" in text(app)
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
        assert "6 files written: meeting-papers" in text(app)
        await press(hand, "9", "enter")
        assert "meeting-papers-2" in text(app)
        await press(hand, "escape")
        await press(hand, "1", "0", "enter")
        assert not app.is_running
    session.close()
    assert (tmp_path / "meeting-papers" / "score-summary.docx").is_file()
