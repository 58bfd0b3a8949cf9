"""The form at every size, in both languages and every mode: nothing cut, nothing pushed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui import locales
from reviewtui.exchange.documents import load_panel
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import ROOT, meeting
from tests.tui.screen import SIZES, lines, text

Open = Callable[..., ReviewApp]

PANELS = {
    "primaries": "zj-tic-annual.toml",
    "rows": "zj-tic-annual-rows.toml",
    "mixed": "nb-tic-annual.toml",
}


@pytest.fixture
def panel_form(tmp_path: Path) -> Callable[[str], ReviewApp]:
    """The form of expert 07 on a panel of the project."""

    def make(mode: str) -> ReviewApp:
        panel, _sheet = load_panel(ROOT / "panels" / PANELS[mode])
        create_session(tmp_path / "form.review", panel)
        return ReviewApp(Session.open(tmp_path / "form.review"), "07")

    return make


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("mode", PANELS)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_line_is_as_wide_as_the_screen_everywhere(
    panel_form: Callable[[str], ReviewApp], size: tuple[int, int], mode: str, language: str
) -> None:
    locales.use(language)
    app = panel_form(mode)
    async with app.run_test(size=size) as pilot:
        await pilot.press("1", "enter", "tab")
        for key in ("pagedown", "right", "right", "right", "end", "home", "end"):
            await pilot.press(key)
            await pilot.pause()
            lines(app)
        for menu in ("space", "escape"):
            await pilot.press(menu)
            await pilot.pause()
            lines(app)
            await pilot.press("escape")
        await pilot.press("f2")
        await pilot.pause()
        lines(app)


@pytest.mark.parametrize("mode", PANELS)
async def test_titles_are_wrapped_and_never_cut(
    panel_form: Callable[[str], ReviewApp], mode: str
) -> None:
    locales.use("zh")
    app = panel_form(mode)
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.screen
        for entry in form.outline.entries:  # type: ignore[attr-defined]
            form.go(form.candidate, entry.code)  # type: ignore[attr-defined]
            await pilot.pause()
            grid = form.grid  # type: ignore[attr-defined]
            at = grid._cursor_line()
            column = grid.shape.title_at
            shown = ""
            for spans in grid.lines[at:]:
                whole = "".join(part for part, _tone in spans)
                if shown and whole[: column - 8].strip(" >"):
                    break
                shown += whole[column - 8 :] if not shown else whole
            assert entry.title[:4] in shown.replace(" ", "") or entry.title in text(app)


async def test_the_form_is_what_was_promised_on_paper(
    panel_form: Callable[[str], ReviewApp],
) -> None:
    locales.use("zh")
    app = panel_form("primaries")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9", "enter", "8", ".", "5", "enter")
        await pilot.pause(0.3)
        shown = lines(app)
        assert "01号" in shown[0]
        assert "07号专家  第1轮" in shown[0]
        assert shown[1].startswith(" 已填 2/10  已填部分 17.5/20  第1个，共8个")
        assert "已保存（本机）" in shown[1]
        assert "请给 [3 建设单位] 打分：0 到 5 分，可用 0.5，按回车确认" in shown[3]
        assert any(row.startswith(">  3    5 [      ]") or "> 3    5 [" in row for row in shown)
        assert "满分合计 100" in text(app)
        assert "我给其他对象的本项得分（满分 5）" in text(app)
        assert "05号 回避" in text(app)
        assert "Esc 菜单、提交" in shown[-1]


async def test_the_last_two_lines_hold_no_input(form: Open) -> None:
    app = form(granularity="rows", full="2")
    async with app.run_test(size=(80, 24)) as pilot:
        for _row in range(12):
            await pilot.press("down")
            await pilot.pause()
            assert app.cursor_position.y < 22
            assert lines(app)[app.cursor_position.y][: app.cursor_position.x].count("[") == 1


async def test_states_are_words_in_the_mark_column(form: Open) -> None:
    held = (
        meeting(granularity="rows", full="2", candidates=2)
        .settle("1", "4.2", "yes")
        .hide("1", "4.3")
    )
    app = form(held)
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.go("1", "4.2")  # type: ignore[attr-defined]
        await pilot.pause()
        shown = text(app)
        assert "settled" in shown
        assert "n/a" in shown


async def test_a_trial_says_so_on_every_screen(form: Open) -> None:
    app = form(
        meeting().put(
            "panel",
            {"id": "t", "title": "试评", "review": "annual", "set": "zj-tic-2022", "trial": True},
        )
    )
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "TRIAL" in text(app)
        await pilot.press("f2")
        await pilot.pause()
        assert "TRIAL" in text(app)


async def test_one_row_fills_the_form(form: Open) -> None:
    table = {
        "set": {"id": "one", "title": "一项", "status": "unofficial", "platform": "other"},
        "rows": [{"code": "A", "title": "唯一指标"}],
    }
    app = form(meeting(table=table, candidates=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9", "enter")
        assert app.scoring.cell("1", "A").mark == 900
        assert "unofficial" in text(app)


async def test_a_hundred_and_twenty_rows_scroll(form: Open) -> None:
    table = {
        "set": {"id": "many", "title": "多项", "status": "unofficial", "platform": "other"},
        "rows": [{"code": f"{n}", "title": f"指标第{n}"} for n in range(1, 121)],
    }
    app = form(meeting(table=table, candidates=1, full="1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert "指标第120" in text(app)
        assert "120 of 120" in text(app)
        await pilot.press("1", "enter")
        assert app.screen.entry.code == "1"  # type: ignore[attr-defined]


async def test_a_long_name_takes_two_lines_and_loses_nothing(form: Open) -> None:
    held = meeting(candidates=1)
    name = "浙江省示例先进制造与新型材料及高端装备协同攻关联合体技术创新中心（示例单位名称很长）"
    held.data["candidates"][0]["name"] = name
    app = form(held)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert name in "".join(found.strip() for found in lines(app)[:2]).replace("  ", "").replace(
            "Expert 01Round 1", ""
        )


async def test_markup_of_other_people_is_text(form: Open) -> None:
    held = meeting(candidates=1)
    held.data["candidates"][0]["name"] = "[bold]加粗[/bold] [@click=quit]x[/]"
    app = form(held)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "[bold]加粗[/bold] [@click=quit]x[/]" in text(app)


async def test_a_click_moves_the_cursor_but_never_loses_what_is_typed(form: Open) -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#grid", offset=(10, 4))
        await pilot.pause()
        where = app.screen.entry.code  # type: ignore[attr-defined]
        assert where != "1"
        await pilot.press("7")
        await pilot.click("#grid", offset=(10, 2))
        await pilot.pause()
        assert app.screen.entry.code == where  # type: ignore[attr-defined]
        assert "not stored yet" in app.screen.said  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
async def test_every_theme_paints_the_form(session_of: Callable[..., Session], theme: str) -> None:
    app = ReviewApp(session_of(meeting()), "01", theme=theme)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.current_theme.name == theme
        lines(app)
