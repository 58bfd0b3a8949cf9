"""Traps of the terminal: characters that are one cell wide here and two cells wide there.

A console of code page 936 draws “ ” and ─ two cells wide; counting says one. So nothing that
counts stands to the right of such a character on its line, and frames are drawn in ASCII.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui import locales
from reviewtui.locales.width import cell_len
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.widgets.columns import Column, Layout
from tests.meeting import Meeting
from tests.tui.screen import SIZES, lines
from tests.tui.sessions import filled, provincial, seal
from tests.twins import twin

NAME: Final = "江海“卡脖子”技术——攻关中心（示例）"
PANE: Final = "|"
"""Where one part of the screen ends and the next begins; each is set for itself."""


@pytest.fixture(autouse=True)
def _chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REVIEWTUI_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("reviewtui.exchange.watch.removable_drives", lambda: [])
    locales.use("zh")
    yield
    locales.use("zh")


def ambiguous(character: str) -> bool:
    """Whether terminals differ on the width of a character."""
    return unicodedata.east_asian_width(character) == "A"


def wide_cells(said: str) -> int:
    """Cells where ambiguous characters are drawn two cells wide."""
    return sum(2 if ambiguous(one) else cell_len(one) for one in said)


def pushed(line: str) -> str:
    """The number that an ambiguous character on its left would push; "" if there is none."""
    for part in line.split(PANE):
        at = next((at for at, one in enumerate(part) if ambiguous(one)), None)
        if at is not None and (found := re.search(r"\s{2,}([-\d]\S*)", part[at:])):
            return found[1]
    return ""


HEAD: Final = 2
"""Lines of a screen's head: who stands at the left, which round at the right edge."""


def nothing_is_pushed(screen: list[str]) -> None:
    """In the head what is pushed stays in sight; below it nothing is pushed."""
    assert any("“" in line for line in screen), "the name is on the screen"
    for line in screen[:HEAD]:
        assert not pushed(line) or wide_cells(line.rstrip()) <= cell_len(line), line
    assert [line for line in screen[HEAD:] if pushed(line)] == []


def framed_in_ascii(screen: list[str]) -> None:
    drawn = {one for line in screen for one in line if "\u2500" <= one <= "\u25ff"}
    assert drawn == set()


def quoted() -> Meeting:
    """A meeting whose every candidate and unit has such characters in its name."""
    built = provincial(experts=3, candidates=3, granularity="rows")
    for one in (*built.data["candidates"], *built.data["experts"]):
        one["name"] = one["unit"] = NAME
    return built


STARTS: Final = ("form", "candidates", "overview", "completeness", "desk", "results")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("start", STARTS)
async def test_tr_31_no_number_stands_right_of_a_character_of_uncertain_width(
    start: str, size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "quoted.review"
    create_session(path, quoted().panel()[0])
    with Session.open(path) as session:
        for number, expert in enumerate(session.panel.experts if start != "completeness" else ()):
            filled(session, expert.code, number)
            if start == "results":
                seal(session, expert.code)
        if start == "results":
            session.unseal()
        desk = start in ("desk", "results")
        app = ReviewApp(session, None if desk else "01", start=start)
        async with app.run_test(size=size) as hand:
            await hand.app.workers.wait_for_complete()
            await hand.pause()
            screen = lines(app)
    nothing_is_pushed(screen)
    framed_in_ascii(screen)


def test_tr_31_twin_a_number_after_a_name_and_a_drawn_frame_are_seen() -> None:
    below: list[str] = [""] * HEAD
    nothing_is_pushed([*below, f" 87.5  01  {NAME}"])
    twin(nothing_is_pushed, [*below, f" 01  {NAME}   87.5"])
    twin(nothing_is_pushed, [*below, " 01  江海中心   87.5"])
    twin(nothing_is_pushed, [f" 01号 {NAME}   第1轮  1"])
    twin(framed_in_ascii, ["┌──┐"])


TEXT = st.text(alphabet="江海“”——…×①（示例）abc 9.5", min_size=1, max_size=60)
HEADED: Final = (Column("名次", 4, right=True), Column("总分", 8, right=True), Column("名称"))


def numbers_stand_where_they_are(columns: tuple[Column, ...]) -> None:
    """The cells of the numbers begin at the same place, however wide the name is drawn."""
    layout = Layout(columns)
    for name in ("江海中心", NAME, "…×①—"):
        cells = [name if column.head == "名称" else "9.50" for column in columns]
        (line, *_more) = layout.place(cells, 60)
        for at, column in enumerate(columns):
            if column.head != "名称":
                before = "".join(line[:at])
                assert wide_cells(before) == cell_len(before)


def test_tr_31_numbers_left_of_the_name_stay_in_their_column() -> None:
    numbers_stand_where_they_are(HEADED)
    twin(numbers_stand_where_they_are, (HEADED[0], Column("名称", 20), HEADED[1]))


@given(TEXT, st.integers(40, 120))
def test_tr_31_a_row_is_padded_by_measured_width_whatever_stands_in_it(
    name: str, width: int
) -> None:
    placed = Layout(HEADED).place(["1", "87.50", name], width)
    assert {sum(map(cell_len, line)) for line in placed} == {width}
