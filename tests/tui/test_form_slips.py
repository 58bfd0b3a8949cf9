"""The slip corpus: whatever a tired hand does, no mark stands on a wrong row."""

from collections.abc import Callable

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from reviewtui.domain.numbers import hundredths
from reviewtui.tui.app import ReviewApp
from tests.meeting import meeting
from tests.tui.screen import text

Open = Callable[..., ReviewApp]


def marks(app: ReviewApp, candidate: str = "1") -> dict[str, str]:
    """The marks of a candidate, by row."""
    cells = app.scoring.cells(candidate)
    return {row: str(cell.mark) for row, cell in cells.items() if cell.mark is not None}


async def type_in(pilot: Pilot[None], characters: str) -> None:
    """Characters as an input method commits them: a key event each, named by nothing."""
    for character in characters:
        pilot.app.screen.post_message(Key("ime", character))
    await pilot.pause()


async def test_three_keys_are_a_whole_mark_and_the_cursor_goes_down(form: Open) -> None:
    app = form(full="10")
    async with app.run_test() as pilot:
        await pilot.press("1", "0", "enter", "8", ".", "5", "enter", "7", "down")
        assert marks(app) == {"1": "1000", "2": "850", "3": "700"}


async def test_enter_out_of_habit_stores_nothing_and_moves_on(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("9", "enter", "enter", "enter", "8", "enter")
        assert marks(app) == {"1": "900", "4": "800"}


@pytest.mark.parametrize("typed", ["８。５", "8．5", "8，5", "8｡5", "8·5", "８.5"])
async def test_what_an_input_method_makes_of_a_decimal_is_that_decimal(
    form: Open, typed: str
) -> None:
    app = form()
    async with app.run_test() as pilot:
        await type_in(pilot, typed)
        await pilot.press("enter")
        assert marks(app) == {"1": "850"}


@pytest.mark.parametrize(("typed", "expected"), [("1", "Enter stores it"), ("99", "Not stored")])
async def test_digits_after_foreign_text_do_not_join_and_enter_is_promised_only_where_it_stores(
    form: Open, typed: str, expected: str
) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press(*typed)
        await type_in(pilot, "、5")
        said = app.screen.said  # type: ignore[attr-defined]
        assert f"“、” came after {typed}" in said
        assert expected in said


async def test_text_of_an_input_method_is_no_mark_and_is_named(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8")
        await type_in(pilot, "去看")
        assert "“去看”" in app.screen.said  # type: ignore[attr-defined]
        await pilot.press("enter")
        assert marks(app) == {"1": "800"}


async def test_letters_do_nothing(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("q", "j", "x", "d", "shift+tab", "q")
        assert marks(app) == {}
        assert "“q”" in app.screen.said  # type: ignore[attr-defined]


async def test_a_pasted_number_stands_in_the_box_and_other_text_does_not(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        app.screen.post_message(Paste("第8项"))
        await pilot.pause()
        assert marks(app) == {}
        assert "“第8项”" in app.screen.said  # type: ignore[attr-defined]
        app.screen.post_message(Paste("8.5\n"))
        await pilot.pause()
        assert marks(app) == {}
        await pilot.press("enter")
        assert marks(app) == {"1": "850"}


async def test_arrows_inside_a_number_move_the_caret(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "5", "left", ".", "right", "backspace", "end", "0", "home", "delete")
        await pilot.press("6", "enter")
        assert marks(app) == {"1": "600"}


@pytest.mark.parametrize(
    "key", ["up", "tab", "shift+tab", "pageup", "pagedown", "space", "f1", "f2", "ctrl+p"]
)
async def test_other_keys_stay_put_while_a_number_is_not_stored(form: Open, key: str) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("down", "8", key)
        assert "8 is not stored yet" in app.screen.said  # type: ignore[attr-defined]
        assert "[8" in text(app)
        await pilot.press("enter")
        assert marks(app) == {"2": "800"}


@pytest.mark.parametrize(
    ("typed", "key"), [("11", "up"), ("11", "space"), ("8.3", "pagedown"), ("888888", "8")]
)
async def test_no_key_promises_that_enter_stores_what_cannot_be_stored(
    form: Open, typed: str, key: str
) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press(*typed, key)
        assert "Enter stores it" not in app.screen.said  # type: ignore[attr-defined]
        assert "Not stored: correct it" in app.screen.said  # type: ignore[attr-defined]
        assert f"[{typed}" in text(app)


async def test_escape_empties_the_box_and_stores_nothing(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "escape", "enter", "7", "enter")
        assert marks(app) == {"2": "700"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("11", "lies outside 0 to 10"),
        ("8.3", "no multiple of the step 0.5"),
        ("8..5", "not a number"),
        (".", "not a number"),
        ("100000", "lies outside 0 to 10"),
    ],
)
async def test_what_does_not_fit_stays_in_the_box_with_one_sentence(
    form: Open, typed: str, sentence: str
) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press(*typed, "enter")
        assert marks(app) == {}
        assert sentence in app.screen.said  # type: ignore[attr-defined]
        assert f"[{typed}" in text(app)
        await pilot.press("escape", "9", "enter")
        assert marks(app) == {"1": "900"}


async def test_digits_on_a_settled_row_are_refused_with_a_sentence(form: Open) -> None:
    held = meeting(granularity="rows", full="2").settle("1", "4.2", "yes").hide("1", "4.1")
    app = form(held)
    async with app.run_test() as pilot:
        app.screen.go("1", "4.2")  # type: ignore[attr-defined]
        await pilot.press("1", "enter")
        assert "settled" in app.screen.said or marks(app) == {}  # type: ignore[attr-defined]
        app.screen.go("1", "4.1")  # type: ignore[attr-defined]
        await pilot.press("1")
        assert "does not apply" in app.screen.said  # type: ignore[attr-defined]
        assert marks(app) == {}


async def test_enter_passes_over_settled_rows(form: Open) -> None:
    held = meeting(granularity="rows", full="2").settle("1", "4.2", "yes")
    app = form(held)
    async with app.run_test() as pilot:
        app.screen.go("1", "4.1")  # type: ignore[attr-defined]
        await pilot.press("1", "enter", "2", "enter")
        assert marks(app) == {"4.1": "100", "4.3": "200"}


async def test_a_level_moves_on_by_itself_and_swallows_one_enter(form: Open) -> None:
    app = form(scale="levels", levels=[["优", "95"], ["良", "85"], ["中", "70"]])
    async with app.run_test() as pilot:
        await pilot.press("1", "enter", "2", "3", "enter", "enter", "1", "9")
        assert marks(app) == {"1": "9500", "2": "8500", "3": "7000", "5": "9500"}
        assert "no level 9" in app.screen.said  # type: ignore[attr-defined]


async def test_yes_and_no_are_one_and_zero(form: Open) -> None:
    app = form(scale="yes_no")
    async with app.run_test() as pilot:
        await pilot.press("1", "enter", "0", "enter", "2", "enter")
        assert marks(app) == {"1": "1000", "2": "0"}
        assert "1 for yes" in app.screen.said  # type: ignore[attr-defined]


async def test_zero_is_a_mark(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("0", "enter")
        assert marks(app) == {"1": "0"}
        assert app.scoring.progress("1") == (1, 10)


async def test_keys_typed_ahead_of_a_menu_reach_the_menu_and_no_row(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("9", "enter", "up")
        for key in ("space", "1"):
            app.screen.post_message(Key(key, " " if key == "space" else key))
        await pilot.pause()
        await pilot.pause()
        assert marks(app) == {}


async def test_keys_typed_ahead_of_a_candidate_meet_the_new_candidate(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        for key, character in (("pagedown", None), ("8", "8"), ("enter", "\r")):
            app.screen.post_message(Key(key, character))
        await pilot.pause()
        assert marks(app, "1") == {}
        assert marks(app, "2") == {"1": str(hundredths("8"))}


async def test_after_the_last_row_the_cursor_goes_to_the_hole_and_then_says_so(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("down")
        for _row in range(9):
            await pilot.press("5", "enter")
        assert app.screen.entry.code == "1"  # type: ignore[attr-defined]
        await pilot.press("5", "enter", "end", "5", "enter")
        assert "complete" in app.screen.said  # type: ignore[attr-defined]
        await pilot.press("tab")
        assert app.screen.candidate == "2"  # type: ignore[attr-defined]
