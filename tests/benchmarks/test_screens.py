"""What a person waits for: the first paint, the digit, the next candidate."""

import statistics
import sys
from pathlib import Path

import pytest

from reviewtui.exchange.documents import load_panel
from reviewtui.session.create import create_session
from tests.benchmarks.pairs import best
from tests.terminal import PROGRAM, Terminal

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(sys.platform != "linux", reason="CPU time of a pty program: Linux only"),
]

ROOT = Path(__file__).parents[2]
FLOOR = (sys.executable, "-m", "tests.benchmarks.floors")
ENV = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "PYTHONDONTWRITEBYTECODE": "",  # an installed program is compiled, as the floor's library is
}
ROUNDS = 11
KEYS = 60

FIRST_PAINT_LIMIT = 1.5
"""The aim is 1.3; 1.25 to 1.29 was measured."""
DIGIT_LIMIT = 1.0
CANDIDATE_LIMIT = 1.5


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "STATE", "DATA")}
    return {**ENV, "HOME": str(tmp_path), **places}


def _until(argv: tuple[str, ...], shown: list[str], env: dict[str, str]) -> float:
    """CPU nanoseconds until all the texts are written to the screen."""
    with Terminal(argv, columns=80, lines=24, env=env, cwd=ROOT) as terminal:
        terminal.wait_written(*shown)
        return terminal.cpu_ns()


def test_the_first_paint_of_the_demo_is_near_a_bare_hello(
    tmp_path: Path, env: dict[str, str]
) -> None:
    demo = tmp_path / "demo"
    argv = (*PROGRAM, "demo", "--dir", str(demo))
    wanted = ["智能制造", "目标定位", "请给"]
    _until(argv, wanted, env)  # the copies and the bytecode are made once

    def measure() -> float:
        ours, floor = [], []
        for _ in range(ROUNDS):
            floor.append(_until((*FLOOR, "hello"), ["HELLO"], env))
            ours.append(_until(argv, wanted, env))
        return statistics.median(ours) / statistics.median(floor)

    found = best(measure, FIRST_PAINT_LIMIT)
    print(f"first paint of demo / bare hello: {found:.2f}")
    assert found <= FIRST_PAINT_LIMIT


def _per_key(terminal: Terminal, keys: list[str]) -> float:
    """CPU nanoseconds per key, each answered on the screen before the next."""
    terminal.settle(0.3)
    before = terminal.cpu_ns()
    for number in range(KEYS):
        terminal.press(keys[number % len(keys)])
        terminal.settle(0.015, most=1.0)
    return (terminal.cpu_ns() - before) / KEYS


def _form(path: Path, env: dict[str, str]) -> Terminal:
    argv = [*PROGRAM, "score", str(path), "--expert", "07"]
    return Terminal(argv, columns=80, lines=24, env=env, cwd=ROOT).wait_for("请给")


@pytest.fixture
def by_rows(tmp_path: Path) -> Path:
    panel, _sheet = load_panel(ROOT / "panels" / "zj-tic-annual-rows.toml")
    path = tmp_path / "rows.review"
    create_session(path, panel)
    return path


def test_a_digit_costs_no_more_than_in_a_bare_input(by_rows: Path, env: dict[str, str]) -> None:
    digits = ["1", "backspace"]

    def measure() -> float:
        with Terminal([*FLOOR, "input"], columns=80, lines=24, env=env, cwd=ROOT) as terminal:
            terminal.settle(0.5)
            floor = _per_key(terminal, digits)
        with _form(by_rows, env) as terminal:
            ours = _per_key(terminal, digits)
        return ours / floor

    found = best(measure, DIGIT_LIMIT)
    print(f"digit in the form / bare Input: {found:.2f}")
    assert found <= DIGIT_LIMIT


def test_the_next_candidate_costs_little_more_than_a_bare_grid(
    by_rows: Path, env: dict[str, str]
) -> None:
    pages = ["pagedown", "pageup"]

    def measure() -> float:
        with Terminal([*FLOOR, "grid"], columns=80, lines=24, env=env, cwd=ROOT) as terminal:
            terminal.wait_for("HELLO 0")
            floor = _per_key(terminal, pages)
        with _form(by_rows, env) as terminal:
            ours = _per_key(terminal, pages)
        return ours / floor

    found = best(measure, CANDIDATE_LIMIT)
    print(f"next candidate / bare grid: {found:.2f}")
    assert found <= CANDIDATE_LIMIT
