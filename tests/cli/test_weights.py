"""`weights`: what comparisons in a panel file come to, and how they get into it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reviewtui.exchange.toml_text import toml_text
from tests.cli.conftest import Run
from tests.tui.test_making import BY_HAND

ROWS = [str(number) for number in range(1, 11)]
WHOLE = {
    f"{one}:{other}": "2" if int(one) == 1 else "1"
    for at, one in enumerate(ROWS)
    for other in ROWS[at + 1 :]
}


def written(folder: Path, comparisons: dict[str, Any]) -> Path:
    path = folder / "panel.toml"
    path.write_text(toml_text({**BY_HAND, "comparisons": comparisons}), "utf-8")
    return path


def test_an_expert_who_is_through_gives_weights_the_others_are_counted(
    run: Run, tmp_path: Path
) -> None:
    path = written(tmp_path, {"01": WHOLE, "02": {"1:2": "3"}})
    told = run("weights", path)
    assert told.status == 0
    assert "Expert 01: 45 of 45 pairs compared" in told.out
    assert "Expert 02: 1 of 45 pairs compared" in told.out
    data = json.loads(run("weights", path, "--json").out)
    assert float(data["weights"]["1"]) == pytest.approx(2 / 11)
    assert float(data["experts"]["01"][""]["consistency_ratio"]) == pytest.approx(0, abs=1e-9)
    assert data["experts"]["02"] == {}


def test_without_a_source_nothing_is_written_and_with_one_the_points_make_a_hundred(
    run: Run, tmp_path: Path
) -> None:
    path = written(tmp_path, {"01": WHOLE})
    before = path.read_bytes()
    assert run("weights", path).status == 0
    assert run("weights", path, "--source", " ").status == 1
    assert path.read_bytes() == before
    assert run("weights", path, "--source", "Minutes 9").status == 0
    weights = tomllib.loads(path.read_text("utf-8"))["weights"]
    assert weights["source"] == "Minutes 9"
    assert sum(map(int, weights["of"].values())) == 100
    assert weights["of"]["1"] == "19"  # 18.18: the largest remainder gains
    assert run("check", path).status == 0


def test_weights_taken_into_a_plan_that_names_no_kind_pass_the_check(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "panel.toml"
    plan = {key: value for key, value in BY_HAND.items() if key != "weights"}
    path.write_text(toml_text({**plan, "comparisons": {"01": WHOLE}}), "utf-8")
    taken = run("weights", path, "--source", "Minutes 9")
    assert taken.status == 0, taken.said
    assert "Only 1 of" in taken.err
    checked = run("check", path)
    assert checked.status == 0, checked.said


def test_one_expert_alone_is_the_panel_and_a_judgement_names_both_of_its_pair(
    run: Run, tmp_path: Path
) -> None:
    crossed = WHOLE | {"1:2": "1/8", "2:3": "1/6", "1:3": "9"}
    told = run("weights", written(tmp_path, {"01": crossed})).out
    rows = [line.split() for line in told.splitlines() if line[:2].strip().isdecimal()]
    assert len(rows) == len(ROWS)
    assert all(row[1] == row[2] for row in rows)
    assert "is extremely more important than 3 " in told
    assert "between much and extremely" in told


def test_the_session_carries_the_judgements_its_weights_came_from(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, {"01": WHOLE})
    assert run("new", path, tmp_path / "a.review").status == 0
    from reviewtui.session.session import Session

    with Session.open(tmp_path / "a.review") as session:
        assert len(session.panel.comparisons["01"]) == 45


def test_while_nobody_is_through_there_is_nothing_to_write(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, {"01": {"1:2": "3"}})
    told = run("weights", path, "--source", "Minutes 9")
    assert told.status == 1
    assert "no expert has compared all of its rows yet" in told.err
    assert run("weights", path).status == 0


def test_a_session_has_its_weights_for_good(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, {"01": WHOLE})
    session = tmp_path / "a.review"
    run("new", path, session)
    told = run("weights", session, "--source", "Minutes 9")
    assert told.status == 1
    assert "not a plan" in told.err


@pytest.mark.parametrize(("step", "status"), [("０。5", 0), ("0", 1), ("。", 1), ("1/3", 1)])
def test_a_step_is_a_number_above_nought(run: Run, tmp_path: Path, step: str, status: int) -> None:
    path = written(tmp_path, {"01": WHOLE})
    assert run("weights", path, "--source", "Minutes 9", f"--step={step}").status == status


@pytest.mark.parametrize(
    ("pair", "ratio", "word"),
    [
        ("1:2", "10", "1/9"),
        ("1:2", "0", "1/9"),
        ("1:99", "3", "99"),
        ("1:1.1", "3", "same group"),
        ("1:1", "3", "same group"),
        ("12", "3", "there is no row"),
    ],
)
def test_a_wrong_judgement_is_a_finding_at_its_pair(
    run: Run, tmp_path: Path, pair: str, ratio: str, word: str
) -> None:
    told = run("weights", written(tmp_path, {"01": {pair: ratio}}))
    assert told.status == 1
    assert pair in told.err
    assert word in told.err


def test_factors_and_unknown_experts_are_refused(run: Run, tmp_path: Path) -> None:
    told = run("weights", written(tmp_path, {"77": WHOLE}))
    assert (told.status, "77" in told.err) == (1, True)
    path = tmp_path / "factor.toml"
    of = dict.fromkeys(ROWS, "1")
    weights = {"kind": "factor", "source": "x", "of": of, "full": dict.fromkeys(ROWS, "10")}
    path.write_text(toml_text({**BY_HAND, "weights": weights}), "utf-8")
    told = run("weights", path)
    assert (told.status, "Factors" in told.err) == (1, True)
