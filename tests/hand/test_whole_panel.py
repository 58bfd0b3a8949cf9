"""A whole panel scored and handed in by a scripted hand in a real terminal.

Only digits, the point, arrows, Enter, Esc, Space, Tab, Backspace and the page keys are
pressed: no letter, no function key, nothing with Ctrl.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Ballot, check_code
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState, Why
from reviewtui.exchange.documents import load_panel
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import LeftOut
from tests.hand import scripted
from tests.hand.scripted import ALLOWED, Deed, Hand, Meant, Sitting
from tests.terminal import KEYS, PROGRAM, Terminal

PANELS = Path(__file__).parents[2] / "panels"

DEEDS: dict[str, dict[tuple[str, str], Deed]] = {
    "02": {("02", "3"): scripted.unable},
    "03": {("01", "4"): scripted.undo_first, ("06", "9"): scripted.undo_first},
    "04": {("04", "2"): scripted.comment_with_phrase},
    "06": {("03", "1"): scripted.rub_out_first, ("08", "10"): scripted.rub_out_first},
    "08": {("05", "5"): scripted.look_about_first},
}
"""What experts do beside marking, by candidate and row."""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A home of its own, so that no machine's settings matter."""
    folders = {"CONFIG": "config", "STATE": "state", "DATA": "data"}
    places = {f"XDG_{name}_HOME": str(tmp_path / folder) for name, folder in folders.items()}
    return {"HOME": str(tmp_path), **places}


def assert_says(ballot: Ballot, meant: Meant) -> None:
    """The ballot holds what the hand meant, and nothing else."""
    found = {
        (candidate, row): cell
        for candidate, cells in ballot.cells.items()
        for row, cell in cells.items()
        if candidate not in meant.recused
    }
    assert found == meant.cells
    assert {code: own.state for code, own in ballot.standings.items()} == dict.fromkeys(
        meant.recused, CandidateState.RECUSED
    )
    comments = {
        (code, row): text for code, own in ballot.comments.items() for row, text in own.items()
    }
    assert comments == meant.comments


def mean_of_totals(
    panel: Panel, sheet: Sheet, meant: dict[str, Meant], code: str
) -> tuple[Fraction, int, list[LeftOut]]:
    """A candidate's total by the panel's rule, from what was meant: half away from zero."""
    rows = sheet.judged(code)
    full = sum(row.top for row in rows)
    totals, left_out = [], []
    for expert in panel.experts:
        own = meant[expert.code]
        cells = [own.cells.get((code, row.code)) for row in rows]
        marks = [cell.mark for cell in cells if cell is not None and cell.mark is not None]
        if code in own.recused:
            left_out.append(LeftOut(expert.code, Why.RECUSED))
        elif len(marks) < len(rows):
            left_out.append(LeftOut(expert.code, Why.UNABLE))
        else:
            totals.append(Fraction(sum(marks) * 100, full))
    hundredths = int(sum(totals) / len(totals) * 100 + Fraction(1, 2))
    return Fraction(hundredths, 100), len(totals), left_out


def test_nine_experts_score_and_hand_in_one_after_another(
    tmp_path: Path, env: dict[str, str]
) -> None:
    panel, sheet = load_panel(PANELS / "zj-tic-annual.toml")
    path = tmp_path / "meeting.review"
    create_session(path, panel)
    meant: dict[str, Meant] = {}
    with Terminal([*PROGRAM, "score", str(path)], env=env) as terminal:
        hand = Hand(terminal)
        for number, expert in enumerate(panel.experts, start=1):
            turn = "tab" if number % 2 else "pagedown"
            deeds = DEEDS.get(expert.code, {})
            sitting = Sitting(panel, sheet, hand, expert.code, deeds, turn)
            meant[expert.code] = sitting.sit()
            sitting.get_up()
            terminal.wait_for(f"已提交 {number} 位专家，共 9 位")
        hand.press("esc")
        hand.choose("1 退出", "1")
        assert terminal.wait() == 0
    assert hand.used == ALLOWED
    with Session.open(path) as session:
        stored = {ballot.expert: ballot.content_id for ballot in session.stored()}
        assert {code: check_code(one) for code, one in stored.items()} == {
            code: one.code for code, one in meant.items()
        }
        session.unseal()
        for expert_code, content_id in stored.items():
            assert_says(session.ballot(content_id), meant[expert_code])
        assert session.check() == []
        verdict = compute(session.panel, session.sheet, session.marks())
    expected = {one.code: mean_of_totals(panel, sheet, meant, one.code) for one in panel.candidates}
    found = {one.code: (one.total, one.n, [*one.left_out]) for one in verdict.candidates}
    assert found == expected
    assert [expected[code][1] for code in ("01", "02", "05")] == [9, 8, 8]
    better = [total for total, _n, _left_out in expected.values()]
    for one in verdict.candidates:
        assert one.rank == 1 + sum(total > expected[one.code][0] for total in better)


def test_a_panel_is_scored_by_rows_without_a_letter_key(
    tmp_path: Path, env: dict[str, str]
) -> None:
    panel, sheet = load_panel(PANELS / "zj-tic-annual-rows.toml")
    path = tmp_path / "meeting.review"
    create_session(path, panel)
    with Terminal([*PROGRAM, "score", str(path)], env=env) as terminal:
        meant = Sitting(panel, sheet, Hand(terminal), "07").sit()
    with Session.open(path) as session:
        (stored,) = session.stored()
        session.unseal()
        assert check_code(stored.content_id) == meant.code
        assert_says(session.ballot(stored.content_id), meant)


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
        terminal.press("9", "9", "enter").wait_for("没有保存")
        terminal.wait_for("[6 人才团队]")
        terminal.press("esc").wait_gone("没有保存")
        terminal.press("7", "backspace", "6", "down").settle()
        terminal.wait_for("[7 战略任务]").wait_for("已填 5/10").wait_for("已保存")
    with Session.open(path) as session:
        cells = session.scoring("07").cells("01")
        others = [session.scoring("07").progress(code)[0] for code in ("02", "03", "04")]
    marks = [cells[code].mark for code in codes]
    assert marks == [850, None, 400, 850, 900, 600, None, None, None, None]
    assert others == [0, 0, 0]


def test_every_key_of_the_hand_is_one_that_the_terminal_sends() -> None:
    assert {key for key in ALLOWED if len(key) > 1} <= set(KEYS)
