"""`check` on whole files: what it is, what comes together, what is no fault."""

from pathlib import Path

from reviewtui.domain.findings import Finding
from reviewtui.exchange import library
from reviewtui.exchange.check import check_file
from tests.exchange.conftest import Document, Write, change, plain_set
from tests.meeting import BUILT_IN


def test_min_and_max_that_leave_nothing_between_are_found(write: Write) -> None:
    spoilt = change(change(plain_set(), "rows/1/min", "5"), "rows/1/max", "5")
    assert Finding("set.toml: [[rows]] 1.1 min", "min must be less than max") in check_file(
        write(spoilt, "set.toml")
    )


def test_four_levels_and_a_hundred_and_twenty_one_rows_are_too_many(write: Write) -> None:
    deep = plain_set()
    for parent, code in (("1.1", "1.1.1"), ("1.1.1", "1.1.1.1")):
        deep["rows"].append({"code": code, "parent": parent, "title": code})
    assert Finding("set.toml: [[rows]] 1.1.1.1", "more than 3 levels") in check_file(
        write(deep, "set.toml")
    )
    wide = plain_set()
    wide["rows"] += [{"code": f"9{n}", "title": f"{n}"} for n in range(117)]
    assert Finding("set.toml: [[rows]]", "more than 120 rows") in check_file(
        write(wide, "set.toml")
    )


def test_standard_scores_need_two_candidates_and_totals_of_experts(
    annual: Document, write: Write
) -> None:
    lonely = change(annual, "candidates", annual["candidates"][:1])
    lonely = change(lonely, "rule/standardise", True)
    assert Finding("panel.toml: [rule] standardise", "needs at least two candidates") in (
        check_file(write(lonely))
    )
    by_indicator = change(change(annual, "rule/standardise", True), "rule/order", "by_indicator")
    assert Finding(
        "panel.toml: [rule] standardise", 'standard scores need order = "by_expert"'
    ) in check_file(write(by_indicator))


def test_trimming_that_falls_back_to_a_mean_is_said_so(ningbo: Document, write: Write) -> None:
    ningbo["rule"]["trim"] = {"drop": 1, "least": 7, "below_least": "mean"}
    assert Finding(
        "panel.toml: [[candidates]] 04",
        "only 6 experts can count, trimming needs 7: it will be a plain mean",
        warning=True,
    ) in check_file(write(ningbo))


def test_at_an_appraisal_nobody_asks_for_the_day_of_approval(
    annual: Document, write: Write
) -> None:
    plan = change(change(annual, "panel/review", "appraisal"), "candidates/0/approved_on")
    assert not [finding for finding in check_file(write(plan)) if "approved_on" in finding.place]


def test_without_thresholds_a_missing_date_is_missed_on_prints_only(
    annual: Document, write: Write
) -> None:
    own = plain_set()
    del own["thresholds"], own["rows"][1]["thresholds"]
    write(own, "own.toml")
    spoilt = change(change(annual, "panel/set", "own.toml"), "panel/date")
    assert Finding(
        "panel.toml: [panel] date", "is missing: the prints will carry no date", warning=True
    ) in check_file(write(spoilt))


def test_smaller_bases_are_named_as_such(annual: Document, write: Write) -> None:
    annual["rule"]["not_applicable"] = "leave_out"
    assert Finding(
        "panel.toml: [[overlays]]",
        "not all candidates have the same rows: 04 without 8; "
        "their totals are out of a smaller base",
        warning=True,
    ) in check_file(write(annual))


def test_faults_of_the_set_and_of_the_panel_come_together(annual: Document, write: Write) -> None:
    write(change(plain_set(), "rows/1/title"), "own.toml")
    spoilt = change(change(annual, "panel/set", "own.toml"), "experts/1/name")
    found = check_file(write(spoilt))
    assert Finding("own.toml: [[rows]] 1.1 title", "is missing") in found
    assert Finding("panel.toml: [[experts]] 02 name", "is missing") in found
    assert Finding("panel.toml: [weights.of] 6", "there is no such row in the table") in found


def test_a_panel_whose_set_makes_no_tree_still_shows_its_own_faults(
    annual: Document, write: Write
) -> None:
    write({"set": {"id": "x"}}, "own.toml")
    found = check_file(write(change(change(annual, "panel/set", "own.toml"), "rule/order")))
    assert Finding("own.toml: [[rows]]", "there is no row") in found
    assert Finding("panel.toml: [rule] order", "is missing") in found


def test_a_file_is_known_by_its_content(write: Write) -> None:
    assert check_file(write({"x": 1}, "x.toml")) == [
        Finding("x.toml", "is neither a panel nor a set: it has no [panel] and no [set]")
    ]
    assert check_file(write({"panel": {}, "set": {}}, "x.toml")) == [
        Finding("x.toml", "holds both [panel] and [set]; a panel and its set are two files")
    ]


def test_the_built_in_sets_have_no_finding_but_what_comes_of_a_draft() -> None:
    found = {own.id: [str(item) for item in check_file(own.path)] for own in library.sets()}
    later = "check it against the final text once issued"
    drawn = ("zj-lab-draft", "zj-nrd-draft", "zj-tic-system-draft", "zj-ttc-draft")
    drafts = dict.fromkeys(drawn, "was compiled from a draft for comment")
    drafts["nb-tic-draft"] = "is a draft for comment"
    assert found == {
        name: [str(Finding(f"{name}.toml: [set] status", f"{name} {drafts[name]}; {later}", True))]
        if name in drafts
        else []
        for name in BUILT_IN
    }


def test_findings_read_in_chinese_too(annual: Document, write: Write) -> None:
    from reviewtui import locales

    locales.use("zh")
    found = check_file(write(change(annual, "weights/of/6", "13")))
    assert "98" in str(found[0])


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert check_file(tmp_path) == [Finding(str(tmp_path), "is a folder; name a file in it")]
