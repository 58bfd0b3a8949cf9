"""The archive from the desk: three questions, then the folder and its one number."""

from pathlib import Path

from textual.widgets import Input

from reviewtui.filing.verify.archive import verify_archive
from reviewtui.session.create import create_session
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.receiving import Arrival
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.filing.archives import FROZEN, SAMPLES, copied
from tests.meeting import meeting
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.test_merging import receive, second, unite
from tests.tui.screen import text
from tests.tui.test_desk_blind import press


async def test_an_opened_session_is_archived_by_numbers_and_enter(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with Session.open(copied(FROZEN / "v2.review", tmp_path)) as session:
        app = ReviewApp(session, None, start="desk")
        async with app.run_test(size=(80, 24)) as hand:
            await press(hand, "space", "2")
            assert "Retention" in text(app)
            await press(hand, "enter")
            assert "File number" in text(app)
            app.screen.query_one(Input).value = "2026-17"
            await press(hand, "enter")
            app.screen.query_one(Input).value = str(folder)
            await press(hand, "enter")
            await app.workers.wait_for_complete()
            await press(hand)
            assert "SHA-256 of the manifest" in " ".join(text(app).split())
    assert verify_archive(folder).agrees
    assert "2026-17" in (folder / "README.txt").read_text("utf-8-sig")


async def test_before_the_opening_the_menu_says_why_there_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "meeting.review"
    create_session(path, meeting(2, 2).panel()[0])
    with Session.open(path) as session:
        file = ballot_file(session, "01", give_key(session, "01"))
        arrival = Arrival("1.ballot", file, len(file))
        apply_plan(session.meeting, plan_merge(session.meeting, [arrival]))
        app = ReviewApp(session, None, start="desk")
        async with app.run_test(size=(80, 24)) as hand:
            await press(hand, "space", "2")
            assert "archived after the opening" in " ".join(text(app).split())


async def test_a_meeting_without_a_ballot_is_archived_with_the_reason_typed(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with Session.open(copied(SAMPLES / "zj-annual-half.review", tmp_path)) as session:
        app = ReviewApp(session, None, start="desk")
        async with app.run_test(size=(80, 24)) as hand:
            await press(hand, "space", "2")
            assert "came to no result" in " ".join(text(app).split())
            app.screen.query_one(Input).value = "会议改期"
            await press(hand, "enter", "enter", "enter")
            app.screen.query_one(Input).value = str(folder)
            await press(hand, "enter")
            await app.workers.wait_for_complete()
    assert verify_archive(folder).agrees
    assert "会议改期" in (folder / "README.txt").read_text("utf-8-sig")


async def test_a_meeting_whose_openings_disagree_is_archived_with_the_reason_typed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "meeting.review"
    create_session(path, meeting(2, 2).panel()[0])
    with Session.open(path) as session:
        receive(session, ballot_file(session, "01", give_key(session, "01")))
        with second(session, tmp_path) as other:
            other.unseal()
            receive(session, ballot_file(session, "02", give_key(session, "02")))
            session.unseal()
            unite(session, other)
        app = ReviewApp(session, None, start="desk")
        async with app.run_test(size=(80, 24)) as hand:
            await press(hand, "space", "2")
            assert "stand against each other" in " ".join(text(app).split())
            app.screen.query_one(Input).value = "组长未到场"
            await press(hand, "enter", "enter", "enter")
            app.screen.query_one(Input).value = str(tmp_path / "a")
            await press(hand, "enter")
            await app.workers.wait_for_complete()
    assert verify_archive(tmp_path / "a").agrees
    assert "组长未到场" in (tmp_path / "a/README.txt").read_text("utf-8-sig")
