"""Results in a terminal of eighty columns: folded there, whole everywhere else."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.cli.console import aligned, folded
from reviewtui.locales.width import cell_len
from tests.cli.conftest import Run
from tests.cli.meeting_day import hand_in, new_session

WORDS = st.text("甲乙 abc1", max_size=60).map(str.strip)


@given(st.lists(st.tuples(st.sampled_from(["1", "12"]), WORDS, WORDS), min_size=1, max_size=5))
def test_a_folded_table_is_never_wider_and_loses_no_word(rows: list[tuple[str, str, str]]) -> None:
    header = ["no.", "candidate", "remarks"]
    found = folded(header, rows, right=(0,), room=40)
    assert max(map(cell_len, found)) <= 40
    letters = "".join("".join(found).split())
    for row in rows:
        for text in row:
            assert "".join(text.split()) in letters
    assert folded(header, rows, right=(0,), room=None) == aligned(header, rows, right=(0,))


@pytest.mark.skipif(sys.platform == "win32", reason="NO PTY HERE")
def test_results_fit_eighty_columns_and_without_a_terminal_nothing_is_wrapped(
    run: Run, tmp_path: Path
) -> None:
    from tests.terminal import PROGRAM, Terminal

    path = new_session(run, tmp_path)
    hand_in(run, path, "01")
    hand_in(run, path, "02", add=1)
    assert run("unseal", path, "--yes").status == 0
    plain = run("results", path, "--lang", "zh").out
    with Terminal((*PROGRAM, "results", str(path), "--lang", "zh"), lines=120) as terminal:
        terminal.wait()
        raw = terminal.raw.decode().replace("\r", "")
    assert max(map(cell_len, raw.splitlines())) <= 80
    assert max(map(cell_len, plain.splitlines())) > 80
    assert "".join(raw.split()).count("（示例）") == "".join(plain.split()).count("（示例）")


@pytest.mark.skipif(sys.platform == "win32", reason="NO PTY HERE")
def test_exporting_says_how_far_it_is_in_a_terminal_and_nowhere_else(
    run: Run, tmp_path: Path
) -> None:
    from tests.terminal import PROGRAM, Terminal

    path = new_session(run, tmp_path)
    hand_in(run, path, "01")
    assert run("unseal", path, "--yes").status == 0
    line = ("export", str(path), "-o")
    with Terminal((*PROGRAM, *line, str(tmp_path / "a.xlsx"))) as terminal:
        terminal.wait()
        raw = terminal.raw.decode()
    assert "computing the result" in raw
    assert "sheet 1 of " in raw
    assert "packing the workbook" in raw
    assert "sheet" not in terminal.text
    assert "sheet" not in run(*line, tmp_path / "b.xlsx").err
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
