"""A whole panel scored and handed in by a scripted hand in a real terminal.

Only digits, the point, arrows, Enter, Esc, Space, Tab, Backspace and the page keys are
pressed: no letter, no function key, nothing with Ctrl.
"""

import shutil
from pathlib import Path

import pytest

from reviewtui.domain.ballot import check_code
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.exchange.documents import load_panel
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.terminal import KEYS, PROGRAM, Terminal

PANELS = Path(__file__).parents[2] / "panels"
ALLOWED = set("0123456789.") | {
    "up", "down", "left", "right", "enter", "esc", "space", "tab", "backspace",
    "pageup", "pagedown",
}  # fmt: skip


class Hand:
    """Presses keys and counts them; refuses a key that an expert may not have to find."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.pressed = terminal, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            assert key in ALLOWED, key
            self.terminal.press(key)
            self.pressed += 1
            if key == "esc":
                self.terminal.settle(0.15)

    def mark(self, text: str) -> None:
        """Type a mark and confirm it; a wait stands for the person's own pace."""
        before = self.pressed
        self.press(*text, "enter")
        most = 3 if "." not in text else 3 + 1 + len(text.split(".")[1])
        assert self.pressed - before <= most, text


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A home of its own, so that no machine's settings matter."""
    folders = {"CONFIG": "config", "STATE": "state", "DATA": "data"}
    places = {f"XDG_{name}_HOME": str(tmp_path / folder) for name, folder in folders.items()}
    return {"HOME": str(tmp_path), **places}


@pytest.mark.parametrize("panel_name", ["zj-tic-annual", "zj-tic-annual-rows"])
def test_a_panel_is_scored_and_handed_in_without_a_letter_key(
    panel_name: str, tmp_path: Path, env: dict[str, str]
) -> None:
    panel, sheet = load_panel(PANELS / f"{panel_name}.toml")
    path = tmp_path / "meeting.review"
    create_session(path, panel)
    expected: dict[tuple[str, str], int] = {}
    with Terminal([*PROGRAM, "score", str(path)], env=env) as terminal:
        hand = Hand(terminal)
        terminal.wait_for("请选您本人")
        hand.press("0", "7", "enter")
        terminal.wait_for("您是 07号专家")
        hand.press("enter")
        terminal.wait_for("请选评审对象")
        hand.press("enter")
        terminal.wait_for("请给")
        for number, candidate in enumerate(panel.candidates):
            terminal.wait_for(f"{candidate.code}号 {candidate.name}")
            if panel.recusal("07", candidate.code):
                terminal.wait_for("回避")
            else:
                for place, row in enumerate(sheet.judged(candidate.code)):
                    steps = (number * 3 + place * 5) % (row.top // row.step) + 1
                    mark = row.step * steps
                    text = f"{mark // 100}" + (f".{mark % 100 // 10}" if mark % 100 else "")
                    hand.mark(text)
                    expected[candidate.code, row.code] = mark
                terminal.wait_for("已保存")
            if number + 1 < len(panel.candidates):
                hand.press("pagedown")
                terminal.settle()
        terminal.settle()
        hand.press("esc")
        terminal.wait_for("1 提交")
        hand.press("1")
        terminal.wait_for("返回修改")
        hand.press("1", "enter")
        terminal.wait_for("校验码")
        terminal.settle()
        shown = "".join(terminal.text.split())
    shutil.copy(path, tmp_path / "copy.review")
    with Session.open(path) as session:
        (stored,) = session.stored()
        session.unseal()
        ballot = session.ballot(stored.content_id)
    assert check_code(stored.content_id).replace(" ", "") in shown
    assert ballot.standings["05"].state is CandidateState.RECUSED
    found = {
        (candidate, row): cell.mark
        for candidate, cells in ballot.cells.items()
        for row, cell in cells.items()
        if cell.state is CellState.SCORED
    }
    assert found == expected


def test_slips_leave_no_mark_on_a_wrong_row(tmp_path: Path, env: dict[str, str]) -> None:
    panel, sheet = load_panel(PANELS / "zj-tic-annual.toml")
    path = tmp_path / "meeting.review"
    create_session(path, panel)
    codes = [row.code for row in sheet.judged("01")]
    with Terminal([*PROGRAM, "score", str(path), "--expert", "07"], env=env) as terminal:
        terminal.wait_for("[1 目标定位]")
        terminal.press("8", ".", "5", "enter", "enter", "enter").settle()  # Enter out of habit
        terminal.wait_for("[4 组织架构]")
        terminal.press("up").settle()
        terminal.wait_for("[3 建设单位]")
        terminal.press("4", "去").settle()  # an input method commits a word
        terminal.wait_for("去")
        terminal.press("enter").settle()
        terminal.press("８", "。", "５", "enter").settle()  # full-width, Chinese point
        terminal.wait_for("[5 投入机制]")
        terminal.press("9", "left", "right", "up", "pagedown").settle()  # arrows inside a number
        terminal.wait_for("[5 投入机制]")
        terminal.press("enter").settle()
        terminal.press("9", "9", "enter").settle()  # beyond the full mark
        terminal.wait_for("[6 人才团队]")
        terminal.press("esc").settle(0.15)
        terminal.press("7", "backspace", "6", "down").settle()
        terminal.wait_for("[7 战略任务]").wait_for("已保存")
    with Session.open(path) as session:
        cells = session.scoring("07").cells("01")
        others = [session.scoring("07").progress(code)[0] for code in ("02", "03", "04")]
    marks = [cells[code].mark for code in codes]
    assert marks == [850, None, 400, 850, 900, 600, None, None, None, None]
    assert others == [0, 0, 0]


def test_every_key_of_the_hand_is_one_that_the_terminal_sends() -> None:
    assert {key for key in ALLOWED if len(key) > 1} <= set(KEYS)
