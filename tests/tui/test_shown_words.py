"""What a table and a panel say about a row reaches the eyes of the expert."""

from collections.abc import Callable

from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.form import FormScreen
from tests.meeting import Meeting, meeting, small_set
from tests.tui.screen import text


async def test_anchors_and_quotes_of_a_row_stand_beside_it_and_on_the_reading_page(
    session_of: Callable[[Meeting], Session],
) -> None:
    document = small_set()
    document["rows"][1] |= {"anchors": ["优：样样齐全", "良：大体齐全"], "quote": "建立制度"}
    held = meeting(1, 1, granularity="rows", table=document)
    app = ReviewApp(session_of(held), "01")
    async with app.run_test(size=(80, 24)) as hand:
        await hand.pause()
        shown = text(app)
        for words in ("优：样样齐全", "良：大体齐全", "「建立制度」"):
            assert words in shown
        await hand.press("space", "6")
        await hand.pause()
        page = text(app)
        for words in ("优：样样齐全", "良：大体齐全", "「建立制度」"):
            assert words in page


async def test_target_and_caution_of_a_figure_can_be_read(
    session_of: Callable[[Meeting], Session],
) -> None:
    held = meeting(1, 1)
    fact = {"value": "286", "source": "申报书 31 页", "target": "2027年底 320 人"}
    held.data["candidates"][0] |= {"facts": {"innovation_staff": fact}}
    app = ReviewApp(session_of(held), "01")
    async with app.run_test(size=(120, 40)) as hand:
        await hand.pause()
        assert isinstance(app.screen, FormScreen)
        app.screen.go("1", "6")
        await hand.pause()
        assert "2027年底 320 人" in text(app)
        await hand.press("space", "6")
        await hand.pause()
        assert "more lines below" in text(app)
        pages = [text(app)]
        for _page in range(3):
            await hand.press("pagedown")
            await hand.pause()
            pages.append(text(app))
        for words in ("兼职、双聘人员是否计入，文件没有写", "2027年底 320 人"):
            assert any(words in page for page in pages), words


async def test_the_way_to_the_source_names_the_menu_beside_the_key(
    form: Callable[..., ReviewApp],
) -> None:
    app = form()
    async with app.run_test() as hand:
        await hand.pause()
        assert "F2 or Space 6" in text(app)


async def test_a_chosen_theme_is_handed_to_whoever_keeps_it(
    session_of: Callable[[Meeting], Session],
) -> None:
    kept: list[str] = []
    app = ReviewApp(session_of(meeting()), "01", keep_theme=kept.append)
    async with app.run_test() as hand:
        await hand.press("escape", "8", "3")
        await hand.pause()
        assert (app.theme, kept) == ("contrast", ["contrast"])
