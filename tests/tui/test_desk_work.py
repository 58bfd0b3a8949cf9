"""What the secretary does on the day, from the first stick to the workbook."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from reviewtui.domain.lot import draw
from reviewtui.exchange.last_backup import last_backup
from reviewtui.exchange.said_of_aside import said_of_aside
from reviewtui.exchange.sticks import without_stick
from reviewtui.session.amending import amendments
from reviewtui.session.board import kits_out
from reviewtui.session.effective import StoredBallot
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.collect import CollectScreen
from reviewtui.tui.screens.conflicts import ConflictsScreen
from reviewtui.tui.screens.results import ResultsScreen
from tests.exchange.test_watch import faulty
from tests.tui.desk_day import day, stick_of
from tests.tui.screen import text
from tests.tui.sessions import made, provincial
from tests.tui.test_desk_blind import collected, press

Hand = Pilot[None]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Four experts: 01 handed in, 02 is at work, 03 and 04 have kits."""
    session = day(tmp_path)
    yield session
    session.close()


async def type_in(hand: Hand, *answers: str) -> None:
    """Answer one text field after the other."""
    for answer in answers:
        for character in answer:
            await hand.press(character)
        await press(hand, "enter")


async def ready_to_conclude(hand: Hand) -> None:
    """From the board to the page of the opening, until the check of the session is done."""
    await press(hand, "2", "enter")
    while "Checking the session" in text(hand.app):  # type: ignore[arg-type]
        await press(hand)


async def shows(hand: Hand, screen: type[Screen[Any]]) -> None:
    """Wait until a screen of this kind is laid out and what set it going is done."""
    while not isinstance(hand.app.screen, screen) or not hand.app.screen._compositor.size:
        await hand.pause(0.02)
    await press(hand)


async def concluded(hand: Hand, answer: str) -> None:
    """出结果 from the board, with the answer to the one question, until the result is up."""
    await ready_to_conclude(hand)
    await press(hand, "3", "enter", answer)
    await shows(hand, ResultsScreen)


def flat(app: ReviewApp) -> str:
    """The screen without line ends."""
    return " ".join(text(app).split())


async def test_the_board_says_who_is_where_and_what_it_cannot_know(session: Session) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test() as hand:
        await press(hand)
        shown = text(app)
        assert "01          submitted v1         3/3" in shown
        assert "02          at work 4/30" in shown
        assert "03   is out not handed in" in shown
        assert "2 experts score on machines of their own" in flat(app)
        assert "No backup yet" in shown


async def test_every_fault_of_a_sheet_that_lies_aside_can_be_read_at_24_lines(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    faulty(session, tmp_path / "sheets", [tmp_path / "stick"])
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await collected(app, hand, tmp_path / "stick")
        await press(hand, "escape", "3", "enter")
        assert isinstance(app.screen, ConflictsScreen)
        (lying,) = said_of_aside(session)
        shown = flat(app)
        for _page in range(20):
            shown += flat(app) if "more lines below" not in text(app) else ""
            if "more lines below" not in text(app):
                break
            await press(hand, "pagedown")
            shown += flat(app)
        assert len(lying.findings) > 20
        assert all(found.partition(": ")[0] in shown for found in lying.findings)


async def test_a_clean_stick_is_taken_without_a_key_and_may_be_pulled_out(
    session: Session, tmp_path: Path
) -> None:
    stick = stick_of(tmp_path, "03")
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await collected(app, hand, stick)
        shown = text(app)
        assert " ##  ###" in shown  # 03 in large
        assert "may be pulled out" in flat(app)
        assert "Still missing, 2 of 4: Expert 02" in flat(app)
        assert isinstance(session.effective()["03"], StoredBallot)
        await press(hand, "escape")
        assert "03   is out submitted v1         3/3" in text(app)
        assert "Last backup" in text(app)
        assert last_backup(session) is not None


async def test_a_typed_folder_is_watched_and_one_that_is_not_there_is_refused(
    session: Session, tmp_path: Path
) -> None:
    stick = stick_of(tmp_path, "03")
    app = ReviewApp(session, None, start="collect")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "1", "enter")
        await type_in(hand, str(tmp_path / "nowhere"))
        assert "There is no such folder" in text(app)
        await press(hand, "escape", "1", "enter")
        await type_in(hand, f'"{stick}"')
        assert isinstance(app.screen, CollectScreen)
        for _look in range(2):
            app.screen.collecting.look()
        app.screen.fill()
        await hand.pause()
        assert "may be pulled out" in flat(app)


async def test_a_conflict_waits_and_two_named_people_settle_it(
    session: Session, tmp_path: Path
) -> None:
    sticks = [stick_of(tmp_path, "04"), stick_of(tmp_path, "04", 1)]
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await collected(app, hand, *sticks)
        assert "in conflict with" in flat(app)
        await press(hand, "2", "enter", "down", "enter")
        await type_in(hand, "Wang", "Wang")
        assert "Two different people decide" in text(app)
        await press(hand, *["backspace"] * 4)
        await type_in(hand, "Chen", "signed sheet")
        assert "Decided by Wang, Chen: signed sheet" in text(app)
        await press(hand, "1")
        assert not isinstance(session.effective()["04"], StoredBallot)
        await press(hand, "enter")
        await type_in(hand, "Wang", "Chen", "signed sheet")
        await press(hand, "2")
        assert isinstance(session.effective()["04"], StoredBallot)
        assert "Nothing is in conflict" in text(app)
        await press(hand, "escape")
        assert "somebody has to look" not in text(app).split("Still missing")[0].split("\n\n")[0]
        assert not app.screen.collecting.waiting  # type: ignore[attr-defined]


async def test_a_name_is_corrected_and_shows_at_once(session: Session) -> None:
    app = ReviewApp(session, None, start="people")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "2", "enter", "1", *["backspace"] * 8)
        await type_in(hand, "Qian", "", "")
        assert "Expert 02: the name reads “Qian” now" in text(app)
        await press(hand, "2")
        assert session.panel.expert("02").name == "Qian"
        assert "Qian" in text(app)


async def test_a_lot_is_drawn_unseen_and_recorded_with_its_seed(session: Session) -> None:
    app = ReviewApp(session, None, start="people")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "space", "2")
        await type_in(hand, "20261130", "", "")
        assert "Draw now; the result stands" in text(app)
        assert "seed" not in text(app)
        await press(hand, "2")
        drawn = draw("20261130", ("01", "02", "03"))
        assert tuple(item.code for item in session.panel.presented) == drawn
        assert "SHA-256" in text(app)


async def test_a_recusal_needs_a_reason_and_a_refusal_is_said(session: Session) -> None:
    app = ReviewApp(session, None, start="people")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "3", "enter", "6", "2", "enter")
        assert "Why?" in text(app)
        await type_in(hand, "same unit", "")
        await press(hand, "2")
        assert session.panel.recusal("03", "02") is not None
        copy = last_backup(session)
        assert copy is not None
        with Session.open(copy.path, reading=True) as kept:
            assert kept.panel.recusal("03", "02") is not None
        await press(hand, "space", "4", "2")
        await type_in(hand, "decided", "")
        await press(hand, "2")
        assert "the rule is frozen since its page was printed" in flat(app)
        assert len(amendments(session)) == 1


async def test_somebody_new_gets_a_code_of_his_own(session: Session) -> None:
    app = ReviewApp(session, None, start="people")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "space", "1")
        await type_in(hand, "04")
        assert "This code is taken" in text(app)
        await press(hand, "backspace", "backspace")
        await type_in(hand, "05", "Sun", "", "", "", "absent member", "")
        await press(hand, "2")
        assert session.panel.expert("05").name == "Sun"


async def test_kits_are_written_and_a_new_one_revokes_the_old(
    session: Session, tmp_path: Path
) -> None:
    app = ReviewApp(session, None, start="issuing")
    before = kits_out(session)["03"]
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "enter", "enter")
        assert "4 kits in" in flat(app)
        assert len(list((tmp_path / "kits").glob("*/*.kit"))) == 4
        assert kits_out(session)["03"] == before
        await press(hand, "3", "enter", "2", "1")
        assert kits_out(session)["03"] == before
        await press(hand, "enter", "2", "2", "enter")
        assert kits_out(session)["03"] != before


async def test_a_kit_goes_onto_the_stick_that_is_plugged_in(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    monkeypatch.setattr("reviewtui.exchange.watch.removable_drives", lambda: [stick])
    monkeypatch.setattr("reviewtui.exchange.sticks.on_system_disk", lambda _drive: False)
    app = ReviewApp(session, None, start="issuing")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "3", "enter", "1")
        assert "Write on its label: Expert 03" in flat(app)
        assert len(list(stick.glob("*/*.kit"))) == 1
        ready = {expert.code for expert in session.panel.sitting} - {
            expert.code for expert in without_stick(session)
        }
        assert len(ready) == 1


async def test_handing_back_and_withdrawing_ask_for_the_reason(session: Session) -> None:
    app = ReviewApp(session, None, start="sheets")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "enter", "4")
        await type_in(hand, "one mark missing", "Wang")
        await press(hand, "2")
        assert session.reworking() == ("01",)
        assert "asked back v1" in text(app)
        await press(hand, "enter", "5")
        await type_in(hand, "he asks for it", "")
        await press(hand, "2")
        assert not isinstance(session.effective()["01"], StoredBallot)


async def test_the_journal_tells_in_words_the_newest_first(session: Session) -> None:
    app = ReviewApp(session, None, start="journal")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand)
        shown = text(app)
        assert "Expert 01 submits version 1" in shown
        assert "Expert 02 fills in: 4 changes" in shown
        assert shown.index("issued for Expert 04") < shown.index("The session was made")
        assert "the chain is whole" in shown


async def test_the_supervisor_s_code_is_shown_in_groups_and_a_wrong_one_opens_nothing(
    tmp_path: Path,
) -> None:
    session = day(tmp_path, supervisor=True)
    digits = (tmp_path / "envelope.txt").read_text()
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "2", "enter")
        assert "have the envelope ready" in text(app)
        await press(hand, "2", "enter", "2")
        await type_in(hand, "1234")
        assert "4 of 24 digits: 1234" in flat(app)
        assert "the opening code has 24 digits" in flat(app)
        await press(hand, *["backspace"] * 4)
        await type_in(hand, "0" * 24)
        assert "this is not the opening code of this session" in flat(app)
        assert session.opened is None
        await press(hand, "2", "enter", "2")
        await type_in(hand, digits)
        assert session.opened is not None
        assert isinstance(app.screen, ResultsScreen)
    session.close()


async def test_concluding_opens_ranks_and_writes_the_workbook(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "meeting.xlsx").write_bytes(b"of yesterday")
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await concluded(hand, "2")
        path = tmp_path / "meeting-2.xlsx"
        assert f"Written: {path}" in text(app)
        assert load_workbook(path).sheetnames
        assert isinstance(app.screen, ResultsScreen)
        assert (tmp_path / "meeting.xlsx").read_bytes() == b"of yesterday"


async def test_an_enter_out_of_habit_while_it_opens_does_not_begin_again(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseal, asked = session.unseal, []
    typed_ahead = threading.Event()

    def slowly(**words: str) -> object:
        asked.append(words)
        typed_ahead.wait(60)
        return unseal(**words)

    monkeypatch.setattr(session, "unseal", slowly)
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await ready_to_conclude(hand)
        await hand.press("3", "enter", "2", "enter", "2")
        typed_ahead.set()
        await shows(hand, ResultsScreen)
        assert len(asked) == 1
        assert f"Written: {tmp_path / 'meeting.xlsx'}" in text(app)
        assert isinstance(app.screen, ResultsScreen)


async def test_twenty_experts_are_paged_beside_the_choices(tmp_path: Path) -> None:
    session = made(tmp_path / "many.review", provincial(experts=20, candidates=1))
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        first = text(app)
        assert "more lines below" in first
        assert "PgUp/PgDn page" in first
        await press(hand, "pagedown")
        second = text(app)
        for number in range(1, 21):
            assert any(f" {number:02d}          not" in page for page in (first, second)), number
        await press(hand, "pageup")
        assert text(app) == first
    session.close()


async def test_what_comes_after_the_opening_is_late_and_says_so(
    session: Session, tmp_path: Path
) -> None:
    stick = stick_of(tmp_path, "03")
    session.unseal()
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await collected(app, hand, stick)
        assert "opened: what comes now is late" in text(app)
        assert "late, round 1 was opened before" in flat(app)
        await press(hand, "escape")
        assert "late 1" in text(app)
        assert "03   is out late" in text(app)


async def test_a_path_that_no_system_takes_is_answered(session: Session) -> None:
    app = ReviewApp(session, None, start="collect")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "1", "enter")
        app.screen.query_one(Input).value = "~nobody/" + "a" * 5000
        await press(hand, "enter")
        assert "There is no such folder" in text(app)


async def test_the_desk_collects_into_the_second_place_of_the_settings_and_warns_of_the_same_disk(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second"
    app = ReviewApp(session, None, start="desk", backup=second)
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand)
        assert "Backups lie on the same disk as the session" in flat(app)
        await collected(app, hand, stick_of(tmp_path, "03"))
        assert len(list(second.iterdir())) == 1
        monkeypatch.setattr(
            "reviewtui.exchange.last_backup.disk_of", lambda path: int(path == second)
        )
        await press(hand, "escape")
        assert "Last backup" in flat(app)
        assert "same disk" not in flat(app)


async def test_the_place_of_backups_is_typed_at_the_desk_and_the_first_copy_lies_there(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Path] = []
    second, third = tmp_path / "second", tmp_path / "third"
    second.mkdir()
    third.mkdir()
    app = ReviewApp(session, None, start="desk", keep_backup=kept.append)
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "space", "1")
        app.screen.query_one(Input).value = str(tmp_path / "none")
        await press(hand, "enter")
        assert "There is no such folder" in text(app)
        app.screen.query_one(Input).value = str(second)
        await press(hand, "enter")
        assert "Use it all the same" in text(app)
        await press(hand, "1")
        assert (list(second.iterdir()), kept, app.backup) == ([], [], None)
        await press(hand, "space", "1")
        app.screen.query_one(Input).value = str(second)
        await press(hand, "enter", "2")
        await app.workers.wait_for_complete()
        await press(hand)
        assert "the first one is written and read back" in flat(app)
        assert (len(list(second.iterdir())), kept, app.backup) == (1, [second], second)
        monkeypatch.setattr(
            "reviewtui.exchange.last_backup.disk_of", lambda path: int(path == third)
        )
        next(second.iterdir()).unlink()
        await collected(app, hand, stick_of(tmp_path, "03"))
        assert len(list(second.iterdir())) == 1
        await press(hand, "escape", "space", "1")
        app.screen.query_one(Input).value = f"“{third}”"
        await press(hand, "enter")
        await app.workers.wait_for_complete()
        await press(hand)
        assert (len(list(third.iterdir())), kept[-1]) == (1, third)
        next(third.iterdir()).unlink()
        await collected(app, hand, stick_of(tmp_path, "04"))
        assert len(list(third.iterdir())) == 1


async def test_a_session_that_goes_on_from_its_base_says_what_is_on_no_stick(
    session: Session, tmp_path: Path
) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand)
        assert "goes on from the base" not in flat(app)
    base = next((tmp_path / "kits").glob("*.review")).rename(tmp_path / "again.review")
    with Session.open(base) as again:
        app = ReviewApp(again, None, start="desk")
        async with app.run_test(size=(120, 40)) as hand:
            await press(hand)
            assert "On none of them, to be entered again: paper sheets and imported marks" in flat(
                app
            )


async def test_enter_on_an_expert_of_the_board_shows_what_can_be_done_with_his_sheet(
    session: Session,
) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(80, 24)) as hand:
        await press(hand)
        assert text(app).count(">") == 1
        await press(hand, "right", "0", "3")
        assert "Left: the choices" in flat(app)
        assert text(app).count(">") == 1
        assert "> 03" in text(app)
        await press(hand, "enter")
        assert "Read in his Excel sheet" in text(app)
        assert session.panel.expert("03").name in text(app)
        await press(hand, "escape", "escape")
        assert "> 03" in text(app)
        await press(hand, "left", "7", "enter")
        assert "the chain is whole" in text(app)
