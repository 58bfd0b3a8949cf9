"""Panels whose results somebody else published, and panels of another size, end to end."""

import csv
import json
import random
import time
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

SKATING = Path(__file__).parents[3] / "shared" / "reference" / "skating_wc2017_ladies_sp.csv"
JUDGES = [f"J{number}" for number in range(1, 10)]


def toml(*tables: str) -> str:
    return "\n".join(tables) + "\n"


def people(kind: str, codes: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"[[{kind}]]\ncode = {code!r}\nname = {json.dumps(name)}" for code, name in codes
    )


def results_of(run: Run, folder: Path, table: str, panel: str, marks: list[str]) -> Any:
    """Through `new`, `import-marks` and `results --json`."""
    (folder / "table.toml").write_text(table, "utf-8")
    (folder / "panel.toml").write_text(panel, "utf-8")
    head = "expert,candidate,indicator,mark,state,comment"
    (folder / "marks.csv").write_text("\n".join([head, *marks]) + "\n", "utf-8")
    session = folder / "a.review"
    for words in (
        ("check", folder / "table.toml", folder / "panel.toml"),
        ("new", folder / "panel.toml", session),
        ("import-marks", folder / "marks.csv", session),
    ):
        done = run(*words)
        assert done.status == 0, done.err
    shown = run("results", session, "--json")
    assert shown.status == 0, shown.err
    return json.loads(shown.out)


@pytest.fixture(scope="module")
def skating() -> list[dict[str, str]]:
    """One line per skater and criterion: nine marks and what was published."""
    if not SKATING.exists():
        pytest.skip(f"NOT CHECKED AGAINST PUBLISHED SCORES: {SKATING} is not here")
    with SKATING.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_published_skating_scores_come_out_to_the_last_digit(
    run: Run, tmp_path: Path, skating: list[dict[str, str]]
) -> None:
    """World Championships 2017, ladies, short program: nine judges, 37 skaters, five criteria.

    Highest and lowest mark of each criterion go, the mean is rounded half up to 0.01, times
    the factor, rounded again, summed.
    """
    aspects = sorted({line["aspect_desc"] for line in skating})
    codes = {aspect: f"C{number}" for number, aspect in enumerate(aspects, 1)}
    factors = {codes[line["aspect_desc"]]: line["factor"] for line in skating}
    skaters = {line["starting_number"]: line["name"] for line in skating}
    assert (len(skating), len(skaters)) == (185, 37)
    table = toml(
        '[set]\nid = "skating"\ntitle = "Program components"\nstatus = "unofficial"',
        *(
            f'[[rows]]\ncode = "{code}"\ntitle = {json.dumps(aspect)}'
            for aspect, code in codes.items()
        ),
    )
    panel = toml(
        '[panel]\nid = "skating-sp"\ntitle = "Ladies short program"\nreview = "annual"',
        'set = "table.toml"',
        '[rule]\ngranularity = "rows"\nstep = "0.25"\norder = "by_indicator"',
        'average = "trimmed"\ntrim = { drop = 1, least = 5, below_least = "refuse" }',
        "round = { row = 2, weighted_row = 2 }",
        '[weights]\nkind = "factor"\nsource = "ISU Technical Rules 2016"',
        "of = { " + ", ".join(f'"{code}" = "{factor}"' for code, factor in factors.items()) + " }",
        "full = { " + ", ".join(f'"{code}" = "10"' for code in factors) + " }",
        people("experts", ((judge, judge) for judge in JUDGES)),
        people("candidates", skaters.items()),
    )
    marks = [
        f"{judge},{line['starting_number']},{codes[line['aspect_desc']]},{line[judge]},,"
        for line in skating
        for judge in JUDGES
    ]
    result = results_of(run, tmp_path, table, panel, marks)
    found = {item["code"]: item for item in result["candidates"]}
    scores = totals = 0
    for line in skating:
        skater = found[line["starting_number"]]
        row = next(item for item in skater["rows"] if item["code"] == codes[line["aspect_desc"]])
        assert row["score"] == f"{Decimal(line['scores_of_panel']):.2f}", line
        assert (row["n"], len(row["trimmed"])) == (9, 2)
        scores += 1
    for number in skaters:
        published = next(
            line["total_component_score"] for line in skating if line["starting_number"] == number
        )
        assert Decimal(found[number]["total"]) == Decimal(published)
        totals += 1
    assert (scores, totals) == (185, 37)


def one_row_panel(experts: int, candidates: int) -> tuple[str, str]:
    table = toml(
        '[set]\nid = "one"\ntitle = "One row"\nstatus = "unofficial"',
        '[[rows]]\ncode = "1"\ntitle = "Merit"',
    )
    panel = toml(
        '[panel]\nid = "one-row"\ntitle = "One row"\nreview = "annual"\nset = "table.toml"',
        '[rule]\ngranularity = "rows"\nstep = "1"\norder = "by_expert"\naverage = "mean"',
        "round = { total = 2 }",
        '[weights]\nkind = "points"\nsource = "minutes"\nof = { "1" = "10" }',
        people("experts", ((f"E{n:02d}", f"Expert {n}") for n in range(1, experts + 1))),
        people("candidates", ((f"c{n}", f"Candidate {n}") for n in range(1, candidates + 1))),
    )
    return table, panel


def assignment(experts: int, candidates: int, each: int) -> dict[str, list[str]]:
    """Every candidate is judged by `each` experts, drawn with a fixed seed."""
    draw = random.Random(20261208)
    given: dict[str, list[str]] = {f"E{n:02d}": [] for n in range(1, experts + 1)}
    for number in range(1, candidates + 1):
        for expert in draw.sample(sorted(given), each):
            given[expert].append(f"c{number}")
    return given


@pytest.mark.long
def test_97_experts_and_2015_candidates_of_five_marks_each(run: Run, tmp_path: Path) -> None:
    table, panel = one_row_panel(97, 2015)
    given = assignment(97, 2015, 5)
    panel += "[assignment]\n" + "".join(
        f"{expert} = {json.dumps(codes)}\n" for expert, codes in given.items()
    )
    draw = random.Random(7)
    drawn = {(e, c): draw.randint(0, 10) for e, codes in given.items() for c in codes}
    marks = [f"{expert},{candidate},1,{mark},," for (expert, candidate), mark in drawn.items()]
    began = time.process_time()
    result = results_of(run, tmp_path, table, panel, marks)
    took = time.process_time() - began
    assert took < 60, took
    assert len(result["candidates"]) == 2015
    totals = []
    for item in result["candidates"]:
        own = [mark for (_expert, code), mark in drawn.items() if code == item["code"]]
        exact = (Decimal(sum(own)) / 5).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert (item["total"], item["n"]) == (f"{exact}", 5)
        assert len(item["left_out"]) == 92
        assert {out["why"] for out in item["left_out"]} == {"not_assigned"}
        totals.append(exact)
    for item, total in zip(result["candidates"], totals, strict=True):
        assert item["rank"] == 1 + sum(other > total for other in totals)


def test_one_expert_and_one_row_is_a_panel(run: Run, tmp_path: Path) -> None:
    table, panel = one_row_panel(1, 2)
    result = results_of(run, tmp_path, table, panel, ["E01,c1,1,0,,", "E01,c2,1,,unable,"])
    first, second = result["candidates"]
    assert (first["total"], first["rank"], first["n"]) == ("0.00", 1, 1)
    assert (second["total"], second["rank"], second["n"]) == (None, None, 0)
    assert second["left_out"] == [{"expert": "E01", "why": "unable"}]
