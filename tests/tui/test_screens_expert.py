"""From the list of experts to the check code and back, as several experts walk it in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewtui.domain.states import CandidateState
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.candidates import CandidatesScreen
from reviewtui.tui.screens.completeness import CompletenessScreen
from reviewtui.tui.screens.form import FormScreen
from reviewtui.tui.screens.identify import IdentifyScreen
from reviewtui.tui.screens.overview import OverviewScreen
from reviewtui.tui.screens.submit import SubmitScreen
from tests.tui.hand import Hand, press
from tests.tui.screen import text
from tests.tui.sessions import filled, made, mark, provincial, recuse, seal


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Three experts, four candidates: 01 handed in, 02 began, 03 has everything filled."""
    session = made(tmp_path / "meeting.review", provincial(experts=3, candidates=4))
    filled(session, "01")
    seal(session, "01")
    mark(session, "02", "01", ["9.5"] * 5)
    mark(session, "02", "02", ["10"] * 10)
    filled(session, "03", 2)
    yield session
    session.close()


@pytest.fixture
def app(session: Session) -> ReviewApp:
    """The screens, beginning with who scores."""
    return ReviewApp(session, None, start="identify")


async def sit_down(hand: Hand, number: str) -> None:
    """Choose an expert by number and say yes."""
    await press(hand, *number, "enter", "enter")


async def test_the_list_tells_how_far_each_expert_is_and_no_mark(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await hand.pause()
        shown = text(app)
        assert "01    submitted v1" in shown
        assert "02    filled 15/40" in shown
        assert "9.5" not in shown


async def test_a_number_with_or_without_its_zero_finds_the_expert(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        for typed in (["0", "2"], ["2"]):
            await press(hand, "home", *typed, "enter")
            assert "Are you Expert 02" in text(app)
            await press(hand, "escape")


async def test_no_to_the_question_leads_back_to_the_list(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await press(hand, "2", "enter", "2", "enter")
        assert isinstance(app.screen, IdentifyScreen)
        assert "Choose yourself" in text(app)
        with pytest.raises(LookupError):
            app.scoring  # noqa: B018


async def test_yes_opens_the_candidates_with_one_instruction(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        assert isinstance(app.screen, CandidatesScreen)
        shown = text(app).splitlines()
        assert "Choose a candidate and press Enter" in shown[3]
        assert "01       5/10      47.5/50 begun" in text(app)
        assert "02      10/10          100 finished" in text(app)


async def test_enter_on_a_candidate_opens_the_form_at_its_first_hole(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "enter")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.candidate == "01"
        assert app.screen.entry.code == "6"


async def test_recusal_takes_a_numbered_reason_and_can_be_taken_back(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "3", "space", "1", "1")
        assert app.scoring.standing("03").state is CandidateState.OPEN
        await press(hand, "2")
        assert app.scoring.standing("03").state is CandidateState.RECUSED
        assert app.scoring.standing("03").reason == "Worked or works at the unit"
        assert "recused" in text(app)
        await press(hand, "space", "3")
        assert app.scoring.standing("03").state is CandidateState.OPEN


async def test_hidden_marks_are_hidden_in_list_and_overview(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "space", "4")
        assert "47.5" not in text(app)
        assert "**" in text(app)
        await press(hand, "escape", "2")
        assert isinstance(app.screen, OverviewScreen)
        assert "9.5" not in text(app)
        await press(hand, "space", "1")
        assert "9.5" in text(app)


async def test_the_overview_ranks_own_totals_and_leads_to_a_cell(app: ReviewApp) -> None:
    async with app.run_test(size=(160, 50)) as hand:
        await sit_down(hand, "03")
        await press(hand, "escape", "2")
        rows = [line.lstrip(" >") for line in text(app).splitlines() if "（示例）" in line]
        totals = [float(row.replace("tied", "").split()[1]) for row in rows]
        assert totals == sorted(totals, reverse=True)
        assert len(set(totals)) > 1
        assert rows[0].startswith("1 ")
        await press(hand, "right", "right", "enter")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.entry.code == "3"


async def test_submitting_with_holes_shows_them_and_enter_goes_to_one(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "escape", "1")
        assert isinstance(app.screen, CompletenessScreen)
        assert "25 rows of 3 candidates are not marked" in text(app)
        assert "Nothing is marked yet: all 10 rows" in text(app)
        assert "every row has its full mark" in text(app)
        await press(hand, "down", "enter")
        assert isinstance(app.screen, FormScreen)
        assert (app.screen.candidate, app.screen.entry.code) == ("01", "7")


async def test_enter_out_of_habit_on_the_submit_screen_submits_nothing(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "03")
        await press(hand, "escape", "1")
        assert isinstance(app.screen, SubmitScreen)
        await press(hand, "enter")
        assert app.scoring.sealed is None
        assert not isinstance(app.screen, SubmitScreen)


async def test_submitting_shows_the_code_and_returns_to_the_list(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "03")
        await press(hand, "escape", "1", "1", "enter")
        assert app.scoring.sealed is None
        await press(hand, "2")
        sealed = app.scoring.sealed
        assert sealed is not None
        shown = text(app)
        assert f"Check code {sealed.check_code}" in shown
        assert "####" in shown
        assert "version 1" in shown
        await press(hand, "enter")
        assert isinstance(app.screen, IdentifyScreen)
        assert "03    submitted v1" in text(app)


async def test_opinion_on_paper_is_ticked_and_unticked_as_a_comment(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "03")
        await press(hand, "escape", "1", "2", "enter")
        assert "[x] My opinion follows on paper" in text(app)
        assert app.scoring.comment("02", "") == "My opinion follows on paper"
        await press(hand, "enter")
        assert "[ ] My opinion follows on paper" in text(app)
        assert app.scoring.comment("02", "") == ""


async def test_leaving_early_names_what_is_unfinished_and_seals(
    app: ReviewApp, session: Session
) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "escape", "4")
        assert "Unfinished, will be marked as left early: 3 (No. 01, No. 03, No. 04)" in text(app)
        await press(hand, "1", "enter")
        assert [ballot.expert for ballot in session.stored()] == ["01"]
        await press(hand, "2")
        assert [ballot.expert for ballot in session.stored()] == ["01", "02"]


async def test_a_submitted_sheet_is_taken_back_with_a_reason_and_becomes_version_2(
    app: ReviewApp,
) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "01")
        assert "Submitted." in text(app)
        await press(hand, "space", "1")
        assert "Submitted; take it back first" in text(app)
        await press(hand, "escape", "escape", "5", "1")
        assert app.scoring.sealed is not None
        await press(hand, "2")
        assert app.scoring.sealed is None
        await press(hand, "escape", "1", "1", "enter", "2")
        assert "Submitted as version 2" in text(app)


async def test_experts_score_one_after_another_and_see_only_their_own_marks(
    app: ReviewApp,
) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "escape", "2")
        assert "9.5" in text(app)
        await press(hand, "escape", "escape", "7", "2")
        assert isinstance(app.screen, IdentifyScreen)
        await sit_down(hand, "03")
        await press(hand, "escape", "2")
        assert app.scoring.expert.code == "03"
        assert "47.5/50" not in text(app)


async def test_recused_candidates_lead_to_no_cell_from_the_overview(
    app: ReviewApp, session: Session
) -> None:
    recuse(session, "03", "04")
    async with app.run_test() as hand:
        await sit_down(hand, "03")
        await press(hand, "escape", "2", "4", "enter")
        assert isinstance(app.screen, OverviewScreen)
        assert "recused; it has no marks to change" in text(app)


async def test_an_expert_named_on_the_command_line_also_makes_room_for_the_next(
    session: Session,
) -> None:
    app = ReviewApp(session, "03", start="form")
    async with app.run_test() as hand:
        await hand.pause()
        assert isinstance(app.screen, FormScreen)
        await press(hand, "escape", "1", "1", "enter", "2")
        assert "Submitted as version 1" in text(app)
        await press(hand, "enter")
        assert isinstance(app.screen, IdentifyScreen)
        await sit_down(hand, "02")
        assert isinstance(app.screen, CandidatesScreen)


async def test_an_expert_s_own_copy_ends_when_he_has_submitted(tmp_path: Path) -> None:
    session = made(tmp_path / "own.review", provincial(experts=1, candidates=1))
    filled(session, "01")
    app = ReviewApp(session, "01", start="form")
    async with app.run_test() as hand:
        await hand.pause()
        await press(hand, "escape", "1", "1", "enter", "2", "enter")
    assert app.return_code == 0
    assert session.stored()
    session.close()


async def test_what_one_expert_hid_is_not_hidden_for_the_next(app: ReviewApp) -> None:
    async with app.run_test() as hand:
        await sit_down(hand, "02")
        await press(hand, "space", "4", "escape", "7", "2")
        assert not app.hidden
