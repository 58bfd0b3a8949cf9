"""Published panels through `new`, `import-marks` and `results --analysis --json`; and the
smallest and oddest ones, which are told why there is nothing to say.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from reviewtui.session.session import Session
from tests.cli import test_published
from tests.cli.conftest import Run
from tests.cli.test_published import people, results_of, skating, toml  # noqa: F401  a fixture

SAMPLES = Path(__file__).parents[2] / "sample_sessions"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
OF_AGREEMENT = {"kendall_w", "icc", "alpha"}
STATISTICS = OF_AGREEMENT | {
    "severity", "standard_scores", "bootstrap", "leave_one_out", "smaa",
}  # fmt: skip

Marks = Sequence[Sequence[float | None]]
"""Experts × candidates; None where there is no mark."""


def reference(name: str) -> Any:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"NOT CHECKED AGAINST PUBLISHED STATISTICS: {path} is not here")
    return json.loads(path.read_text("utf-8"))


def codes(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(1, count + 1)]


def analysis_of(
    run: Run,
    folder: Path,
    marks: Marks,
    top: str = "20",
    step: str = "0.5",
    average: str = 'average = "mean"',
) -> Any:
    """One row, a full mark of `top`, everybody's marks as a table."""
    experts, candidates = codes("E", len(marks)), codes("c", len(marks[0]))
    table = toml(
        '[set]\nid = "one"\ntitle = "One row"\nstatus = "unofficial"',
        '[[rows]]\ncode = "1"\ntitle = "Merit"',
    )
    panel = toml(
        '[panel]\nid = "one-row"\ntitle = "One row"\nreview = "annual"\nset = "table.toml"',
        f'[rule]\ngranularity = "rows"\nstep = "{step}"\norder = "by_expert"\n{average}',
        f'[weights]\nkind = "points"\nsource = "minutes"\nof = {{ "1" = "{top}" }}',
        people("experts", ((code, code) for code in experts)),
        people("candidates", ((code, code) for code in candidates)),
    )
    lines = [
        f"{expert},{candidate},1,{mark:g},,"
        for expert, row in zip(experts, marks, strict=True)
        for candidate, mark in zip(candidates, row, strict=True)
        if mark is not None
    ]
    results_of(run, folder, table, panel, lines)
    return analysed(run, folder)


def analysed(run: Run, folder: Path) -> Any:
    shown = run("results", folder / "a.review", "--analysis", "--json")
    assert shown.status == 0, shown.err
    said = json.loads(shown.out)["analysis"]
    assert set(said) >= STATISTICS
    for one in said.values():
        assert ("undefined" in one) != ("n" in one and "on" in one), one
    plain = run("results", folder / "a.review", "--analysis")
    assert plain.status == 0, plain.err
    assert plain.err == ""
    assert "--experts --by" in plain.out
    assert not re.search(r"\bnan\b|\binf\b|None|Undefined", plain.out)
    return said


def test_shrout_and_fleiss(run: Run, tmp_path: Path) -> None:
    table = reference("icc_shrout_fleiss_1979.json")
    marks = [list(column) for column in zip(*table["data"], strict=True)]
    found = analysis_of(run, tmp_path, marks, top="10", step="1")
    assert (found["icc"]["n"], found["icc"]["on"]) == (4, "experts' unrounded totals")
    for name, expected in table["r_psych_2_2_9"].items():
        one = found["icc"][name[4:-1]]
        assert float(one["value"]) == pytest.approx(expected["value"], abs=1e-6)
        assert float(one["low"]) == pytest.approx(expected["ci95"][0], abs=1e-6)
        assert float(one["high"]) == pytest.approx(expected["ci95"][1], abs=1e-6)


def test_wines_with_a_quarter_of_the_marks_missing(run: Run, tmp_path: Path) -> None:
    table = reference("severity_missing.json")
    found = analysis_of(run, tmp_path, table["experts_by_wines"])
    severities = [float(found["severity"][code]) for code in codes("E", 11)]
    assert severities == pytest.approx(table["severity"], abs=1e-6)
    adjusted = found["severity_model"]["adjusted"]
    assert [float(adjusted[code]) for code in codes("c", 10)] == pytest.approx(
        table["candidate"], abs=1e-6
    )
    assert float(found["alpha"]["interval"]) == pytest.approx(table["alpha_interval"], abs=1e-6)
    assert set(found["bootstrap"]) == {"n", "on", *codes("c", 10)}
    assert sum(float(found["bootstrap"][code]["p_first"]) for code in codes("c", 10)) == (
        pytest.approx(1)
    )
    assert found["smaa"] == {"undefined": found["smaa"]["undefined"]}


def test_krippendorff_s_own_example(run: Run, tmp_path: Path) -> None:
    table = reference("krippendorff_alpha.json")["canonical"]
    found = analysis_of(run, tmp_path, table["observers_by_units"], top="5", step="1")
    assert (found["alpha"]["n"], found["alpha"]["cells"]) == (4, 40)
    for metric in ("interval", "ordinal"):
        expected = table["r_irr_0_84_1"][metric]
        assert float(found["alpha"][metric]) == pytest.approx(expected, abs=1e-6)
        assert round(float(found["alpha"][metric]), 3) == table["published_3dp"][metric]
    said = {key: float(found["alpha"][key]) for key in found["alpha"] if key.endswith(("w", "h"))}
    assert said["low"] < float(found["alpha"]["interval"]) < said["high"]
    assert said["ordinal_low"] < float(found["alpha"]["ordinal"]) < said["ordinal_high"]


def test_a_decision_table_of_the_smaa_package(run: Run, tmp_path: Path) -> None:
    """One expert and four primaries: weights can vary, experts cannot."""
    reference_table = reference("smaa.json")
    primaries = codes("", 4)
    table = toml(
        '[set]\nid = "four"\ntitle = "Four"\nstatus = "unofficial"',
        *(f'[[rows]]\ncode = "{code}"\ntitle = "Criterion {code}"' for code in primaries),
    )
    panel = toml(
        '[panel]\nid = "four"\ntitle = "Four"\nreview = "annual"\nset = "table.toml"',
        '[rule]\ngranularity = "rows"\nstep = "1"\norder = "by_expert"\naverage = "mean"',
        '[weights]\nkind = "points"\nsource = "minutes"',
        "of = { " + ", ".join(f'"{code}" = "10"' for code in primaries) + " }",
        people("experts", [("E1", "E1")]),
        people("candidates", ((code, code) for code in codes("c", 5))),
    )
    marks = [
        f"E1,c{number},{code},{value * 10:g},,"
        for number, row in enumerate(reference_table["values_alt_by_crit"], 1)
        for code, value in zip(primaries, row, strict=True)
    ]
    results_of(run, tmp_path, table, panel, marks)
    found = analysed(run, tmp_path)
    for code, expected in zip(codes("c", 5), reference_table["rai"], strict=True):
        shares = [float(share) for share in found["smaa"][code]["acceptability"]]
        assert shares == pytest.approx(expected, abs=0.02)
        assert sum(shares) == pytest.approx(1)
    central = found["smaa"]["c1"]["central_weights"]
    assert [float(central[code]) for code in primaries] == pytest.approx(
        reference_table["central_weights_alt1"], abs=0.02
    )
    assert set(found["weight_stability"]) == {"n", "on", *primaries}
    for name in ("kendall_w", "icc", "alpha", "severity", "bootstrap", "leave_one_out"):
        assert found[name]["undefined"].startswith("too few")


def test_concordance_with_ties_is_corrected(run: Run, tmp_path: Path) -> None:
    """Mean ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: S = 18.5, T = 6, so W = 12 · 18.5 / 228."""
    found = analysis_of(run, tmp_path, [[9, 6, 6, 3], [9, 8, 7, 6]])
    said = found["kendall_w"]
    assert float(said["value"]) == pytest.approx(12 * 18.5 / 228, abs=1e-9)
    assert (said["n_experts"], said["n_candidates"], said["n"]) == (2, 4, 2)
    assert 0 < float(said["low"]) < float(said["value"]) < float(said["high"]) < 1
    assert said["level"] == "0.95"
    assert 0 < float(said["p"]) < 0.25


def test_one_judge_can_decide_the_first(run: Run, tmp_path: Path) -> None:
    found = analysis_of(run, tmp_path, [[10, 9, 2], [10, 10, 3], [4, 9.5, 1]])
    assert found["leave_one_out"]["E3"]["first"] == ["c1"]
    assert found["leave_one_out"]["E3"]["same_first"] is False
    assert found["leave_one_out"]["E1"]["same_first"] is True
    assert found["bootstrap"]["c3"] == {
        "rank_low": 3, "rank_high": 3, "p_first": "0",
        "above": [{"places": 2, "p": "0"}],
    }  # fmt: skip
    assert 0 < float(found["bootstrap"]["c1"]["p_first"]) < 1


def test_shares_add_up_where_experts_drawn_leave_a_candidate_without_a_rank(
    run: Run, tmp_path: Path
) -> None:
    marks = [[5, 7, 9, None], [6, 6, 8, None], [9, 7, 4, None], [7, 8, 6, 20], [5, 6, 7, 20]]
    found = analysis_of(run, tmp_path, marks)["bootstrap"]
    of_each = [found[code] for code in codes("c", 4)]
    assert sum(float(one["p_first"]) for one in of_each) == pytest.approx(1)
    assert sum(float(one["above"][0]["p"]) for one in of_each) == pytest.approx(3, abs=0.1)
    assert 870 < found["c4"]["ranked_in"] < 970
    assert float(found["c4"]["p_first"]) == found["c4"]["ranked_in"] / 1000
    assert all("ranked_in" not in one for one in of_each[:3])
    plain = run("results", tmp_path / "a.review", "--analysis").out
    share = round(found["c4"]["ranked_in"] / 10)
    assert f"too few marks in the others: No. c4 in {share}%" in plain
    (undecided,) = (text for text in plain.splitlines() if "undecided at" in text)
    assert f"No. c4 ({share}%)" in undecided


@pytest.mark.parametrize(
    ("marks", "defined"),
    [
        ([[5, 7, 9]] * 3, STATISTICS - {"smaa"}),
        ([[5, 5], [5, 5]], {"severity", "bootstrap", "leave_one_out"}),
        ([[5, 5, 5], [7, 7, 7]], {"alpha", "severity", "bootstrap", "leave_one_out"}),
        ([[5, 7.5], [6, 8]], STATISTICS - {"smaa"}),
        ([[5], [7]], set()),
        ([[5, 6, 7]], {"standard_scores"}),
        ([[5, None], [None, 7]], {"leave_one_out"}),
        ([[5, 6, None], [5, None, 7], [None, 2, 1]], STATISTICS - {"smaa", "kendall_w", "icc"}),
        ([[0, 20, None, None], [3, 8, None, None], [None, None, 1, 2], [None, None, 0.5, 9]],
         STATISTICS - {"smaa", "severity"}),
    ],
    ids=["equal experts", "all equal", "flat experts", "two", "one candidate", "one expert",
         "nothing in common", "holes", "two halves"],
)  # fmt: skip
def test_small_and_odd_panels_have_a_sentence_where_they_have_no_number(
    run: Run, tmp_path: Path, marks: Marks, defined: set[str]
) -> None:
    found = analysis_of(run, tmp_path, marks)
    assert {name for name in STATISTICS if "undefined" not in found[name]} == defined
    for name in STATISTICS - defined:
        assert len(found[name]["undefined"]) > 10


def test_equal_experts_agree_completely_and_nothing_moves(run: Run, tmp_path: Path) -> None:
    found = analysis_of(run, tmp_path, [[5, 7, 9, 8]] * 4)
    assert found["kendall_w"]["value"] == "1"
    assert found["kendall_w"]["low"] is found["kendall_w"]["high"] is None
    assert found["kendall_w"]["no_interval"].startswith("agreement is complete")
    assert found["icc"]["2,1"] == {"value": "1", "low": "1", "high": "1"}
    assert found["alpha"]["interval"] == found["alpha"]["ordinal"] == "1"
    assert {found["severity"][code] for code in codes("E", 4)} == {"0"}
    assert found["bootstrap"]["c3"]["p_first"] == "1"


def test_where_the_rule_refuses_without_an_expert_nothing_is_made_up(
    run: Run, tmp_path: Path
) -> None:
    rule = 'average = "trimmed"\ntrim = { drop = 1, least = 3, below_least = "refuse" }'
    found = analysis_of(run, tmp_path, [[5, 7, 9], [6, 6, 7.5], [9, 2, 4]], average=rule)
    for code in codes("E", 3):
        assert found["leave_one_out"][code] == {
            "first": [], "top": [], "same_first": None, "same_top": None, "ranks": {},
            "refused": codes("c", 3),
        }  # fmt: skip
    plain = run("results", tmp_path / "a.review", "--analysis")
    assert plain.out.count("there would be too few marks for the rule.") == 2
    assert "Without any one expert there would be too few" in plain.out
    assert "No order of two neighbours" not in plain.out


def test_who_is_left_out_where_the_rule_refuses_is_not_among_those_who_change_nothing(
    run: Run, tmp_path: Path
) -> None:
    rule = 'average = "trimmed"\ntrim = { drop = 1, least = 3, below_least = "refuse" }'
    marks = [[9, 7, 5], [9, 7, 5], [9, 7, 5], [9, 7, None]]
    analysis_of(run, tmp_path, marks, average=rule)
    plain = run("results", tmp_path / "a.review", "--analysis").out
    assert (
        "Without any one of Expert E1, Expert E2, Expert E3 there would be too few marks for "
        "the rule. Without any one of the other 1 experts the first 2 stay No. c1, No. c2."
    ) in plain


def test_standard_scores_of_halves_that_share_no_candidate_are_not_comparable(
    run: Run, tmp_path: Path
) -> None:
    halves = [[18, 19, None, None], [17, 19, None, None], [None, None, 1, 2], [None, None, 1, 3]]
    found = analysis_of(run, tmp_path, halves)
    warning = found["standard_scores_method"]["not_comparable"]
    assert warning in run("results", tmp_path / "a.review", "--analysis").out
    assert found["severity"]["undefined"].startswith("not connected")


def test_one_expert_is_counted_as_one(run: Run, tmp_path: Path) -> None:
    found = analysis_of(run, tmp_path, [[5, 6, 7]])
    assert found["alpha"]["undefined"].startswith("too few: 1 experts with totals and 0 candidates")


def test_experts_who_tell_nobody_apart_do_not_contradict_each_other(
    run: Run, tmp_path: Path
) -> None:
    found = analysis_of(run, tmp_path, [[5, 5, 5], [7, 7, 7]])
    assert found["alpha"]["no_interval"].startswith("no variance")
    assert found["alpha"]["ordinal_no_interval"].startswith("no variance")


def test_experts_stand_in_the_json_by_code_and_on_the_page_not_at_all(
    run: Run, tmp_path: Path
) -> None:
    """Programs get severity by the contract; a reader has to ask, and the journal tells of it."""
    session = tmp_path / "finished.review"
    session.write_bytes((SAMPLES / "zj-annual-finished.review").read_bytes())
    with Session.open(session, reading=True) as opened:
        names = [expert.name for expert in opened.panel.experts]
    said = json.loads(run("results", session, "--analysis", "--json").out)["analysis"]
    assert set(said["severity"]) - {"n", "on"} == {f"0{number}" for number in range(1, 9)}
    whole = json.dumps(said, ensure_ascii=False)
    assert not [name for name in names if name in whole]
    plain = run("results", session, "--analysis").out
    assert said["severity"]["01"][:5] not in plain
    assert "--experts --by" in plain


def test_the_same_session_says_the_same_twice(run: Run, tmp_path: Path) -> None:
    first = analysis_of(run, tmp_path, [[5, 7, 9], [6, 6, 7.5], [9, 2, 4]])
    assert analysed(run, tmp_path) == first


def test_skating_by_indicator(
    run: Run,
    tmp_path: Path,
    skating: list[dict[str, str]],  # noqa: F811  the fixture
) -> None:
    """Nine judges, 37 skaters, five criteria; the winner led by three points."""
    test_published.test_all_published_skating_scores_come_out_to_the_last_digit(
        run, tmp_path, skating
    )
    found = analysed(run, tmp_path)
    assert (found["kendall_w"]["n_experts"], found["kendall_w"]["n_candidates"]) == (9, 37)
    assert float(found["kendall_w"]["value"]) > 0.85
    assert found["bootstrap"]["32"]["rank_low"] == found["bootstrap"]["32"]["rank_high"] == 1
    assert found["leave_one_out"]["J1"]["first"] == ["32"]
    assert len(found["smaa"]["32"]["acceptability"]) == 37
