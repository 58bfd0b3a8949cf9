"""Everything the numbered menus of the form do to row, candidate and sheet."""

import threading
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from reviewtui.domain.states import CandidateState, CellState
from reviewtui.locales import use
from reviewtui.session.session import Session
from reviewtui.tui.actions import ACTIONS, Scope
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.comment import CommentScreen
from reviewtui.tui.screens.form import FormScreen
from tests.meeting import Meeting, meeting
from tests.tui.screen import text

Open = Callable[..., ReviewApp]


def states(app: ReviewApp, candidate: str = "1") -> dict[str, str]:
    """State of every row that is not blank."""
    cells = app.scoring.cells(candidate)
    return {row: cell.state.value for row, cell in cells.items() if cell.done}


async def saved(pilot: Pilot[None]) -> None:
    """Wait until everything is stored and the header says so."""
    app = pilot.app
    assert isinstance(app, ReviewApp)
    for _wait in range(100):
        await pilot.pause(0.01)
        if not app.scoring.pending and "saved (" in text(app):
            return
    raise AssertionError(text(pilot.app))


@pytest.mark.parametrize("scope", [Scope.FORM, Scope.READING, Scope.COMMENT])
def test_every_action_of_the_table_has_its_method(scope: Scope) -> None:
    from reviewtui.tui.screens.reading import ReadingScreen

    screens = {Scope.FORM: FormScreen, Scope.READING: ReadingScreen, Scope.COMMENT: CommentScreen}
    missing = [
        entry.id
        for entry in ACTIONS
        if entry.scope is scope and not hasattr(screens[scope], f"action_{entry.name}")
    ]
    assert missing == []


def test_every_action_of_the_form_can_be_reached_without_letters_and_function_keys() -> None:
    plain = {"enter", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab"}
    plain |= {"space", "escape", "shift+tab"}
    unreachable = [
        entry.id
        for entry in ACTIONS
        if entry.scope is Scope.FORM
        and not (entry.space or entry.esc or plain & set(entry.keys))
        and entry.name != "palette"  # offers nothing but the menus' own actions
    ]
    assert unreachable == []


@pytest.mark.parametrize("number", ["space", "esc"])
def test_menu_numbers_follow_one_another_on_each_page(number: str) -> None:
    found = sorted(getattr(entry, number) for entry in ACTIONS if entry.scope is Scope.FORM)
    found = [item for item in found if item]
    assert found == [*range(1, 10), *range(11, 11 + len(found) - 9)]


async def test_clearing_a_row_leaves_it_blank_and_is_undone(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "enter", "up", "space", "1")
        assert states(app) == {}
        await pilot.press("space", "7")
        assert states(app) == {"1": "scored"}


async def test_enter_out_of_habit_chooses_nothing_in_a_menu(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "enter", "up", "space", "enter", "enter")
        assert "Choose by number" in text(app)
        await pilot.press("escape")
        assert states(app) == {"1": "scored"}


async def test_unable_has_a_reason_and_is_no_zero(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("space", "2")
        assert "give no total" in text(app)
        await pilot.press("1")
        cell = app.scoring.cell("1", "1")
        assert (cell.state, cell.mark) == (CellState.UNABLE, None)
        assert cell.reason == "The materials are not sufficient"
        assert "unable" in text(app)
        assert app.screen.entry.code == "2"  # type: ignore[attr-defined]


async def test_a_reason_can_be_typed(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("space", "2", "4")
        await pilot.pause()
        await pilot.press("n", "o", "enter")
        assert app.scoring.cell("1", "1").reason == "no"


async def test_filling_a_group_touches_empty_rows_only_and_is_one_undo(form: Open) -> None:
    app = form(granularity="rows", full="5")
    async with app.run_test() as pilot:
        app.screen.go("1", "6.2")  # type: ignore[attr-defined]
        await pilot.press("1", "enter", "space", "4", "9", "0")
        assert "6.1 4.5" in text(app)
        assert states(app) == {"6.2": "scored"}
        await pilot.press("enter")
        filled = {row: app.scoring.cell("1", row) for row in ("6.1", "6.2", "6.3", "6.6")}
        assert {row: cell.mark for row, cell in filled.items()} == {
            "6.1": 450,
            "6.2": 100,
            "6.3": 450,
            "6.6": 450,
        }
        assert [row for row, cell in filled.items() if cell.filled] == ["6.1", "6.3", "6.6"]
        assert "7.1" not in states(app)
        await pilot.press("space", "7")
        assert states(app) == {"6.2": "scored"}


async def test_a_rate_that_is_none_fills_nothing(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("space", "4", "1", "0", "1", "enter")
        assert "from 0 to 100" in text(app)
        await pilot.press("escape")
        assert states(app) == {}


async def test_recusal_after_marks_needs_two_choices_and_can_be_taken_back(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "enter", "space", "8", "2", "1")
        assert app.scoring.standing("1").state is CandidateState.OPEN
        await pilot.press("space", "8", "2", "2")
        standing = app.scoring.standing("1")
        assert standing.state is CandidateState.RECUSED
        assert standing.reason == "Teacher and student, or relatives"
        await pilot.press("7", "enter")
        assert "recused" in app.screen.said  # type: ignore[attr-defined]
        assert states(app) == {"1": "scored"}
        await pilot.press("space", "7")
        assert app.scoring.standing("1").state is CandidateState.OPEN


async def test_declining_stands_on_the_second_page(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("space", "0", "2", "1", "2")
        assert app.scoring.standing("1").state is CandidateState.DECLINED


async def test_hidden_marks_show_nothing_of_their_size(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", ".", "5", "enter", "space", "9")
        assert "8.5" not in text(app)
        assert "**" in text(app)
        await pilot.press("space", "9")
        assert "8.5" in text(app)


async def test_a_comment_is_typed_in_the_upper_half_and_saved(form: Open) -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "5")
        await pilot.pause()
        app.screen.query_one("TextArea").insert("很好，建议推广")  # type: ignore[attr-defined]
        region = app.screen.query_one("TextArea").region
        assert region.bottom <= 16
        assert "Esc save and go back" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.scoring.comment("1", "1") == "很好，建议推广"
        assert "很好，建议推广" in text(app)


async def test_a_phrase_is_two_digits_away(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("space", "5")
        await pilot.pause()
        await pilot.press("tab", "1", "1")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.scoring.comment("1", "1").startswith("The positioning is clear")


async def test_an_objection_is_a_comment_with_its_tag(form: Open) -> None:
    held = meeting(granularity="rows", full="2").settle("1", "4.2", "yes")
    app = form(held)
    async with app.run_test() as pilot:
        app.screen.go("1", "4.2")  # type: ignore[attr-defined]
        await pilot.press("space", "3")
        await pilot.pause()
        await pilot.press("n", "o", "escape")
        await pilot.pause()
        assert app.scoring.comment("1", "4.2") == "Objection: no"


async def test_an_objection_without_a_word_is_none(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("space", "3")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.scoring.comment("1", "1") == ""
        await pilot.press("space", "5")
        await pilot.pause()
        await pilot.press("o", "k", "escape")
        await pilot.pause()
        await pilot.press("space", "3")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.scoring.comment("1", "1") == "ok"


async def test_undo_and_redo_go_to_the_row_they_change(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "enter", "7", "enter", "pagedown", "space", "7")
        assert (app.screen.candidate, app.screen.entry.code) == ("1", "2")  # type: ignore[attr-defined]
        assert states(app) == {"1": "scored"}
        await pilot.press("space", "0", "1")
        assert states(app) == {"1": "scored", "2": "scored"}


async def test_a_group_is_reached_by_its_number(form: Open) -> None:
    app = form(granularity="rows", full="2")
    async with app.run_test() as pilot:
        await pilot.press("escape", "5", "1", "0", "enter")
        assert app.screen.entry.code == "10.1"  # type: ignore[attr-defined]
        await pilot.press("left")
        assert app.screen.entry.code == "9.1"  # type: ignore[attr-defined]


async def test_page_keys_change_the_candidate_and_keep_the_row(form: Open) -> None:
    app = form(candidates=3)
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "pagedown")
        assert (app.screen.candidate, app.screen.entry.code) == ("2", "3")  # type: ignore[attr-defined]
        await pilot.press("pagedown", "pagedown")
        assert "last candidate" in app.screen.said  # type: ignore[attr-defined]


async def test_a_row_that_an_overlay_added_stands_where_it_applies_only(form: Open) -> None:
    held = meeting(granularity="rows", full="2", candidates=2).put(
        "overlays",
        [
            {
                "candidate": "2",
                "row": "6.9",
                "change": "add",
                "title": "船舶检测能力",
                "parent": "6",
                "full": "2",
                "reason": "责任书",
            }
        ],
    )
    app = form(held)
    async with app.run_test() as pilot:
        app.screen.go("1", "6.6")  # type: ignore[attr-defined]
        await pilot.pause()
        assert "6.9" not in text(app)
        app.screen.go("2", "6.9")  # type: ignore[attr-defined]
        await pilot.pause()
        assert "船舶检测能力" in text(app)
        await pilot.press("2", "enter")
        assert states(app, "2") == {"6.9": "scored"}


async def test_source_text_is_quoted_with_its_article(form: Open) -> None:
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("end", "up", "up", "up", "up", "space", "6")
        await pilot.pause()
        assert "二（六）" in text(app)
        assert "「（六）汇聚顶尖人才" in text(app)
        await pilot.press("pagedown", "escape")
        assert app.screen.entry.code == "6"  # type: ignore[attr-defined]


@pytest.mark.parametrize("keys", [("f1",), ("space", "0", "4")])
async def test_help_repeats_what_the_row_asks_for_and_not_what_the_menu_did(
    form: Open, keys: tuple[str, ...]
) -> None:
    app = form()
    async with app.run_test() as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        assert "Mark [1 Target positioning]: 0 to 10" in text(app)
        assert "The box below comes first" not in text(app)


async def test_help_names_every_action_with_its_way(form: Open) -> None:
    app = form()
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        shown = text(app)
        for words in ("Submit", "Undo the last step", "Space 7", "Esc 1", "Space 0 2"):
            assert words in shown


async def test_a_submitted_sheet_is_read_only_and_says_the_way_back(form: Open) -> None:
    app = form(candidates=1)
    async with app.run_test() as pilot:
        for _row in range(10):
            await pilot.press("5", "enter")
        app.scoring.seal().result(10)
        await pilot.press("up", "7", "enter")
        assert "press Esc, then 7" in app.screen.said  # type: ignore[attr-defined]
        assert app.scoring.cell("1", "9").mark == 500
        await pilot.press("escape", "7", "1", "1")
        assert app.scoring.sealed is not None
        await pilot.press("escape", "7", "1", "2")
        await pilot.pause(0.2)
        await pilot.press("7", "enter")
        assert app.scoring.sealed is None
        assert 700 in {cell.mark for cell in app.scoring.cells("1").values()}


async def test_reopening_lands_on_the_same_cell(
    session_of: Callable[[Meeting], Session],
) -> None:
    session = session_of(meeting(candidates=3))
    app = ReviewApp(session, "01")
    async with app.run_test() as pilot:
        await pilot.press("pagedown", "5", "enter", "6", "enter")
        await saved(pilot)
    again = ReviewApp(session, "01")
    async with again.run_test() as pilot:
        await pilot.pause()
        assert (again.screen.candidate, again.screen.entry.code) == ("2", "3")  # type: ignore[attr-defined]


async def test_saved_is_said_only_when_the_file_has_it(
    session_of: Callable[[Meeting], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewtui.session import scoring as module

    gate = threading.Event()
    real = module.write_rows

    def slow(*args: object) -> None:
        gate.wait(10)
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "write_rows", slow)
    app = ReviewApp(session_of(meeting()), "01")
    async with app.run_test() as pilot:
        await pilot.press("8", "enter")
        await pilot.pause(0.1)
        assert "saving" in text(app)
        assert "saved (" not in text(app)
        gate.set()
        await saved(pilot)


async def test_a_mark_that_could_not_be_stored_is_taken_off_the_screen(
    session_of: Callable[[Meeting], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from reviewtui.session import scoring as module

    def full(*_args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    app = ReviewApp(session_of(meeting()), "01")
    async with app.run_test() as pilot:
        await pilot.press("8", "enter")
        await saved(pilot)
        monkeypatch.setattr(module, "write_rows", full)
        await pilot.press("7", "enter")
        await pilot.pause(0.3)
        assert "NOT SAVED" in text(app)
        assert states(app) == {"1": "scored"}
        assert "7.0" not in text(app)


async def test_line_4_calls_doing_it_again_what_the_menu_calls_it(form: Open) -> None:
    use("zh")
    app = form()
    async with app.run_test() as pilot:
        await pilot.press("8", "enter", "space", "7")
        await pilot.pause()
        assert "要重做，按空格再按 0、1" in text(app)
        await pilot.press("space", "0")
        assert "1 重做" in text(app)
