"""The table keeps its cursor in sight, lets words be read, and takes what hands do to it."""

from textual.app import App, ComposeResult

from reviewtui.tui.themes import LIGHT
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Table, Words
from tests.tui.screen import lines, text

MOVING = Layout(
    (
        Column("no.", 5),
        *(Column(str(number), 6, right=True, moving=True) for number in range(1, 21)),
        Column("name"),
    )
)
PLAIN = Layout((Column("no.", 5), Column("name")))


class Shown(App[None]):
    """One table and what it said."""

    def __init__(self, items: list[Item]) -> None:
        super().__init__()
        self.register_theme(LIGHT)
        self.theme = LIGHT.name
        self.items, self.chosen = items, list[tuple[str, int | None]]()

    def compose(self) -> ComposeResult:
        yield Table(self.items)

    def on_table_chosen(self, event: Table.Chosen) -> None:
        self.chosen.append((event.key, event.column))

    @property
    def table(self) -> Table:
        return self.query_one(Table)


def people(count: int) -> list[Item]:
    """Numbered rows."""
    return [
        Row(f"{number:02d}", PLAIN, (f"{number:02d}", "江海智能"), number=f"{number:02d}")
        for number in range(1, count + 1)
    ]


async def test_the_row_under_the_cursor_is_always_in_sight() -> None:
    app = Shown([Heads(PLAIN), *people(60)])
    async with app.run_test(size=(40, 10)) as hand:
        for key in ("down",) * 15 + ("pagedown", "end", "up", "pageup", "home"):
            await hand.press(key)
            await hand.pause()
            assert f"> {app.table.key}" in text(app)


async def test_what_does_not_fit_is_counted_in_the_last_line() -> None:
    app = Shown(people(60))
    async with app.run_test(size=(40, 10)) as hand:
        await hand.pause()
        assert "51 more lines below" in lines(app)[-1]
        await hand.press("end")
        assert "more lines" not in text(app)


async def test_words_after_the_last_row_can_be_read_to_their_end_and_back() -> None:
    words: list[Item] = [Words(f"sentence {number}") for number in range(40)]
    app = Shown([*people(2), *words])
    async with app.run_test(size=(40, 10)) as hand:
        await hand.press("end")
        await hand.pause()
        assert "sentence 39" in text(app)
        await hand.press("home")
        await hand.pause()
        assert "> 01" in text(app)


async def test_two_digits_find_a_row_and_backspace_takes_one_back() -> None:
    app = Shown(people(20))
    async with app.run_test() as hand:
        await hand.press("1")
        assert app.table.key == "01"
        await hand.press("2")
        assert app.table.key == "12"
        await hand.press("backspace")
        assert app.table.typed == "1"
        await hand.press("９")
        assert app.table.key == "19"


async def test_digits_that_name_no_row_move_nothing() -> None:
    app = Shown(people(3))
    async with app.run_test() as hand:
        await hand.press("2", "7", "x")
        assert app.table.key == "02"


async def test_left_and_right_move_through_columns_that_follow_the_cursor() -> None:
    cells = ("01", *(f"{number}.5" for number in range(1, 21)), "江海智能")
    app = Shown([Heads(MOVING), Row("01", MOVING, cells)])
    async with app.run_test(size=(80, 10)) as hand:
        await hand.pause()
        assert "[1.5]" in text(app)
        for number in range(2, 21):
            await hand.press("right")
            assert f"[{number}.5]" in text(app)
        await hand.press("right", "enter")
        await hand.pause()
        assert app.chosen == [("01", 19)]


async def test_a_click_moves_and_a_second_one_chooses() -> None:
    app = Shown(people(5))
    async with app.run_test() as hand:
        await hand.click(Table, offset=(5, 2))
        await hand.pause()
        assert app.table.key == "03"
        assert app.chosen == []
        await hand.click(Table, offset=(5, 2))
        await hand.pause()
        assert app.chosen == [("03", None)]


async def test_other_items_keep_the_cursor_on_its_key() -> None:
    app = Shown(people(5))
    async with app.run_test() as hand:
        await hand.press("3")
        app.table.show_items(people(9)[1:])
        assert app.table.key == "03"
        app.table.show_items(people(2))
        assert app.table.key == "01"


async def test_a_table_without_rows_chooses_nothing() -> None:
    app = Shown([Words("nothing here")])
    async with app.run_test() as hand:
        await hand.press("enter", "down", "pagedown", "5", "left")
        await hand.pause()
        assert app.chosen == []
        assert "nothing here" in text(app)


async def test_of_thousands_of_rows_only_those_near_the_cursor_are_laid() -> None:
    app = Shown([Heads(PLAIN), *people(5_000), Words("the rule")])
    async with app.run_test(size=(40, 10)) as hand:
        await hand.pause()
        assert "more than 4" in lines(app)[-1]
        for key in ("end", "pageup", "home", *"4321", "pagedown", "pagedown", *"17", "up"):
            await hand.press(key)
            await hand.pause()
            assert f"> {app.table.key}" in text(app)
            assert len(app.table._laid) < 1_000
        assert app.table.key == "16"
        await hand.press("end")
        await hand.pause()
        assert "the rule" in text(app)
        assert "more" not in text(app)
        app.table.show_items([Words(f"word {number}") for number in range(2_000)])
        await hand.press("end")
        await hand.pause()
        assert "word 1999" in text(app)
        app.table.show_items(people(5_000), key="5000")
        shown = [app.table.key]
        for _row in range(450):
            app.table.move(-1)
            shown.append(app.table.key)
        await hand.pause()
        assert shown == [str(number) for number in range(5_000, 4_549, -1)]
        assert f"> {shown[-1]}" in text(app)
