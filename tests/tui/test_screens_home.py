"""The home screen says what was chosen, and a table under the hand of a stranger behaves."""

from pathlib import Path

from reviewtui.domain.states import Review
from reviewtui.tui.home import HomeApp
from reviewtui.tui.screens.home import Begin, HomeChoice
from tests.meeting import built_in
from tests.tui.screen import text


def home(recent: tuple[Path, ...] = ()) -> HomeApp:
    """The home application with both built-in tables."""
    return HomeApp(lambda: [built_in(), built_in("nb-tic-draft")], recent)


async def test_one_number_and_enter_open_the_sample() -> None:
    app = home()
    async with app.run_test() as hand:
        await hand.press("1", "enter")
    assert app.return_value == HomeChoice(Begin.DEMO)


async def test_a_trial_asks_for_the_table_and_names_a_draft_as_one() -> None:
    app = home()
    async with app.run_test() as hand:
        await hand.press("3", "enter")
        await hand.pause()
        assert "draft for comment" in text(app)
        await hand.press("2")
        await hand.pause()
        assert "Try it as at which review" in text(app)
        await hand.press("1")
    assert app.return_value == HomeChoice(Begin.TRIAL, "nb-tic-draft", Review.APPRAISAL)


async def test_a_trial_says_which_groups_a_review_leaves_out() -> None:
    app = HomeApp(lambda: [built_in("zj-ttc-draft")])
    async with app.run_test() as hand:
        await hand.press("3", "enter")
        await hand.pause()
        await hand.press("1")
        await hand.pause()
        shown = text(app)
        assert "appraisal without F" in shown
        assert "annual evaluation without C, E" in shown
        await hand.press("escape")


async def test_a_sample_result_is_chosen_by_what_it_shows() -> None:
    app = HomeApp(samples=[("a.review", "A tie"), ("b.review", "A quota")])
    async with app.run_test() as hand:
        await hand.press("2", "enter")
        await hand.pause()
        assert "A quota" in text(app)
        await hand.press("2")
    assert app.return_value == HomeChoice(Begin.DEMO_RESULTS, "b.review")


async def test_a_recent_meeting_is_chosen_by_number() -> None:
    app = home((Path("/meetings/[first].review"), Path("/meetings/second.review")))
    async with app.run_test() as hand:
        await hand.press("4", "enter")
        await hand.pause()
        assert "[first].review" in text(app)
        await hand.press("1")
    assert app.return_value == HomeChoice(Begin.SESSION, "/meetings/[first].review")


async def test_without_recent_meetings_a_sentence_says_so() -> None:
    app = home()
    async with app.run_test() as hand:
        await hand.press("4", "enter")
        await hand.pause()
        assert "No meeting file has been opened" in text(app)


async def test_a_new_meeting_is_one_number_away() -> None:
    app = home()
    async with app.run_test() as hand:
        await hand.press("5", "enter")
    assert app.return_value == HomeChoice(Begin.NEW)


async def test_esc_and_the_last_choice_leave() -> None:
    for keys in (["escape"], ["6", "enter"], ["end", "enter"]):
        app = home()
        async with app.run_test() as hand:
            await hand.press(*keys)
        assert app.return_value == HomeChoice(Begin.QUIT)


async def test_full_width_digits_and_stray_letters_do_no_harm() -> None:
    app = home()
    async with app.run_test() as hand:
        await hand.press("q", "a")
        await hand.press("２")
        await hand.pause()
        assert "> 2 " in text(app)
