"""A scripted hand: an expert who knows digits, the point, arrows and a few named keys.

It waits for what the screen shows before it goes on, as a person does, and keeps what it
meant, to be compared with what was handed in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.states import CellState
from tests.terminal import Terminal

ALLOWED = set("0123456789.") | {
    "up", "down", "left", "right", "enter", "esc", "space", "tab", "backspace",
    "pageup", "pagedown",
}  # fmt: skip
PHRASE = "定位清晰，目标具体、可检验。"
"""The first of the phrases for comments."""
REASON = "材料不足"
"""The first reason why a row cannot be judged."""

Deed = Callable[["Hand", ScoredRow, str], Cell | None]
"""What the hand does at a row before it marks it; a cell if that stands for the mark."""


class Hand:
    """Presses keys and counts them; refuses a key that an expert may not have to find."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.pressed = terminal, 0
        self.used: set[str] = set()

    def press(self, *keys: str) -> None:
        """Press keys at once, one after another."""
        for key in keys:
            assert key in ALLOWED, key
            self.terminal.press(key)
            self.pressed += 1
            self.used.add(key)

    def mark(self, text: str) -> None:
        """Type a mark and confirm it: three keys, with decimals the point and each digit more."""
        before = self.pressed
        self.press(*text, "enter")
        most = 3 if "." not in text else 3 + 1 + len(text.split(".")[1])
        assert self.pressed - before <= most, text

    def choose(self, title: str, number: str) -> None:
        """Choose from the menu that shows this, once it stands there."""
        self.terminal.wait_for("按数字选择").wait_for(title)
        self.press(number)


@dataclass
class Meant:
    """What an expert meant to hand in."""

    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    recused: list[str] = field(default_factory=list)
    code: str = ""


@dataclass(frozen=True)
class Sitting:
    """One expert at the machine, from “who are you” to the code to copy."""

    panel: Panel
    sheet: Sheet
    hand: Hand
    expert: str
    deeds: Mapping[tuple[str, str], Deed] = field(default_factory=dict)
    turn: str = "pagedown"

    def sit(self) -> Meant:
        """Say who it is, score every candidate, hand in."""
        meant = Meant()
        self._sit_down()
        for number, code in enumerate(self._visited(meant)):
            if number:
                self.hand.press(self.turn)
            name = self.panel.candidate(code).name
            self.hand.terminal.wait_for(f"{code}号 {name}")
            if code in meant.recused:
                self.hand.terminal.wait_for("回避")
            else:
                self._score(code, meant)
        meant.code = self._hand_in()
        return meant

    def _sit_down(self) -> None:
        terminal = self.hand.terminal.wait_for("请选您本人")
        self.hand.press(*self.expert, "enter")
        terminal.wait_for(f"您是 {self.expert}号专家")
        self.hand.press("enter")
        terminal.wait_for("按回车开始评分")
        self.hand.press("enter")
        terminal.wait_for("请给")

    def _visited(self, meant: Meant) -> Iterator[str]:
        """Every candidate that the turning key comes to: Tab passes by the recused ones."""
        for candidate in self.panel.candidates:
            recused = self.panel.recusal(self.expert, candidate.code) is not None
            if recused:
                meant.recused.append(candidate.code)
            if not (recused and self.turn == "tab"):
                yield candidate.code

    def _score(self, code: str, meant: Meant) -> None:
        rows = self.sheet.judged(code)
        for row in rows:
            mark = self._mark_for(code, row)
            text = f"{mark / 100:g}"
            deed = self.deeds.get((code, row.code))
            instead = deed(self.hand, row, text) if deed else None
            meant.cells[code, row.code] = instead or Cell(CellState.SCORED, mark)
            if deed is comment_with_phrase:
                meant.comments[code, row.code] = PHRASE
            if instead is None:
                self.hand.mark(text)
        self.hand.terminal.wait_for(f"已填 {len(rows)}/{len(rows)}").wait_for("已保存")

    def _mark_for(self, code: str, row: ScoredRow) -> Hundredths:
        """A mark in the upper half of the scale; experts and candidates all differ."""
        steps = row.top // row.step
        turn = int(self.expert) * 5 + int(code) * 3 + int(row.code.replace(".", "")) * 7
        return Hundredths((steps - turn % max(steps // 2, 1)) * row.step)

    def _hand_in(self) -> str:
        """Hand in by the numbered ways; the check code that the screen shows."""
        self.hand.press("esc")
        self.hand.choose("1 提交", "1")
        self.hand.terminal.wait_for("返回修改")
        self.hand.press("1", "enter")
        self.hand.choose("2 提交", "2")
        terminal = self.hand.terminal.wait_for("校验码 ").wait_for("已抄写")
        shown = re.search(r"校验码 ([\d ]+\d)", terminal.text)
        assert shown, terminal.text
        return shown[1]

    def get_up(self) -> None:
        """The code is copied; the next expert is asked who he is."""
        self.hand.press("1", "enter")


def unable(hand: Hand, row: ScoredRow, _text: str) -> Cell:
    """The row cannot be judged, for the first of the reasons."""
    hand.press("space")
    hand.choose(f"更多操作：{row.code}", "2")
    hand.choose(f"无法评判：{row.code}", "1")
    hand.terminal.wait_gone("无法评判：")
    return Cell(CellState.UNABLE, reason=REASON)


def undo_first(hand: Hand, row: ScoredRow, text: str) -> None:
    """Confirm another mark, see it, take it back; the cursor is on the row again."""
    wrong = "1" if text != "1" else "2"
    hand.mark(wrong)
    hand.terminal.wait_gone(f"[{row.code} ").wait_for("已保存")
    hand.press("up", "down", "space")
    hand.choose("更多操作：", "7")
    hand.terminal.wait_for(f"[{row.code} ")


def rub_out_first(hand: Hand, _row: ScoredRow, _text: str) -> None:
    """Begin with other digits and rub them out."""
    hand.press("1", "2", "left", "right", "backspace", "backspace")


def look_about_first(hand: Hand, row: ScoredRow, _text: str) -> None:
    """Look at the candidate before, press Enter out of habit a row above, open a menu and leave."""
    terminal = hand.terminal
    here = re.search(r"第(\d+)个", terminal.text)
    assert here, terminal.text
    hand.press("pageup")
    terminal.wait_for(f"第{int(here[1]) - 1}个")
    hand.press("pagedown")
    terminal.wait_for(here[0]).wait_for(f"[{row.code} ")
    hand.press("up", "enter", "space")
    terminal.wait_for(f"更多操作：{row.code} ")
    hand.press("esc")
    terminal.wait_gone("更多操作：")


def comment_with_phrase(hand: Hand, row: ScoredRow, _text: str) -> None:
    """Comment on the row with a phrase that is chosen by number."""
    hand.press("space")
    hand.choose(f"更多操作：{row.code}", "5")
    hand.terminal.wait_for("评语：")
    hand.press("tab")
    hand.choose("1 选常用语", "1")
    hand.choose(f"1 {PHRASE}", "1")
    hand.terminal.wait_gone("按数字选择").wait_for(PHRASE)
    hand.press("esc")
    hand.terminal.wait_gone("评语：").wait_for("已保存").wait_for(f"[{row.code} ")
