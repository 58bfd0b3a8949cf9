"""The example panels: complete, fictional, and interesting in their thresholds."""

import pytest

from reviewtui.domain import testing
from reviewtui.domain.candidate_page import measured_entries
from reviewtui.domain.findings import Finding
from reviewtui.domain.panel import Panel
from reviewtui.domain.row_words import anchor_lines
from reviewtui.domain.rule import Average, Granularity, WeightKind
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import Outcome
from reviewtui.exchange import library
from reviewtui.exchange.check import check_file
from reviewtui.exchange.documents import load_panel
from tests.meeting import ROOT

PANELS = (
    "zj-tic-annual",
    "zj-tic-annual-rows",
    "nb-tic-annual",
    "zj-ttc-appraisal",
    "zj-ttc-annual",
    "zj-tic-appraisal",
    "zj-lab-annual",
    "zj-locality-annual",
    "own-table-annual",
)


def loaded(name: str) -> tuple[Panel, Sheet]:
    return load_panel(ROOT / "panels" / f"{name}.toml")


def outcomes(panel: Panel, candidate: str) -> dict[str, Outcome | None]:
    """What every threshold says of a candidate."""
    return {
        result.threshold.id: result.outcome
        for row in panel.table.primaries
        for result in testing.tested(panel, row.code, panel.candidate(candidate))
    }


@pytest.mark.parametrize("name", PANELS)
def test_people_units_and_papers_are_marked_as_examples(name: str) -> None:
    panel, _sheet = loaded(name)
    grades, conclusions = panel.rule.grades, panel.rule.conclusions
    marked = [panel.title, panel.organiser, panel.rule.weights.source]
    marked += [grades.source] if grades.bands else []
    marked += [rule.source for rule in (*grades.quotas, *grades.vetoes, *grades.floors)]
    marked += [conclusions.source] if conclusions else []
    marked += [item.decided_by for item in panel.relaxations]
    for one in (*panel.experts, *panel.candidates):
        marked += [one.name, one.unit]
    assert [text for text in marked if "示例" not in text] == []
    assert "作模板" in (ROOT / "panels" / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize("name", PANELS)
def test_the_full_total_is_a_hundred(name: str) -> None:
    _panel, sheet = loaded(name)
    assert sheet.base == 100


def test_the_provincial_panel_has_nine_experts_and_eight_candidates() -> None:
    panel, sheet = loaded("zj-tic-annual")
    assert [one.code for one in panel.experts] == [f"{n:02d}" for n in range(1, 10)]
    assert [one.code for one in panel.candidates] == [f"{n:02d}" for n in range(1, 9)]
    fulls = [int(row.full / 100) for row in sheet.rows]
    assert fulls == [10, 10, 5, 10, 10, 15, 10, 15, 5, 10]
    assert panel.candidate("03").name == "江海智能制造技术创新中心（示例）"
    assert panel.recusal("07", "05") is not None
    assert len(panel.recusals) == 1


def test_row_by_row_thirty_five_of_forty_rows_are_judged() -> None:
    panel, sheet = loaded("zj-tic-annual-rows")
    assert len(sheet.rows) == 40
    assert panel.rule.granularity is Granularity.ROWS
    for candidate in panel.candidates:
        own = sheet.candidates[candidate.code]
        assert set(own.settled) == {"3.1", "4.2", "4.3", "4.4", "4.5"}
        assert set(own.applies) == {"1", "2"}
        hidden = 2 if candidate.code == "04" else 0
        assert len(sheet.judged(candidate.code)) == 35 - hidden
    assert [row.full for row in sheet.rows if row.primary == "6"] == [300, 300, 300, 200, 100, 100]
    assert {row.full % 50 for row in sheet.rows} == {0}


def test_one_primary_does_not_apply_to_one_candidate() -> None:
    _panel, sheet = loaded("zj-tic-annual")
    gone = {
        code: [
            row.code
            for row, where in zip(sheet.rows, own.places, strict=True)
            if where is Place.NOT_APPLICABLE
        ]
        for code, own in sheet.candidates.items()
    }
    assert {code: rows for code, rows in gone.items() if rows} == {"04": ["8"]}


def test_the_ningbo_panel_is_trimmed_and_weighted_by_shares() -> None:
    panel, sheet = loaded("nb-tic-annual")
    assert len(panel.experts) == 7
    assert len(panel.candidates) == 6
    assert panel.rule.average is Average.TRIMMED
    assert (panel.rule.trim.drop, panel.rule.trim.least) == (1, 5)
    assert panel.rule.weights.kind is WeightKind.SHARE
    assert len(sheet.rows) == 25
    assert panel.rule.by_row == ("5", "6", "10")


def test_thresholds_of_the_provincial_panel_show_every_outcome() -> None:
    panel, _sheet = loaded("zj-tic-annual")
    assert outcomes(panel, "03")["ZJ-STAFF-2Y"] is Outcome.MISSED_SOFT, "286 of 300"
    exact = outcomes(panel, "01")
    assert {exact[f"ZJ-{metric}-2Y"] for metric in ("INV", "STAFF", "TEAM")} == {Outcome.MET}
    between = outcomes(panel, "02")
    assert between["ZJ-INV-2Y"] is Outcome.MET, "118600万元"
    assert between["ZJ-INV-5Y"] is Outcome.NOT_DUE
    assert set(outcomes(panel, "04").values()) == {Outcome.NOT_DUE}
    past = outcomes(panel, "05")
    assert past["ZJ-BASE-END"] is Outcome.MISSED
    assert past["ZJ-INCUB-END"] is Outcome.MISSED
    assert past["ZJ-TEAM-5Y"] is Outcome.MISSED_SOFT
    assert outcomes(panel, "06")["ZJ-INV-2Y"] is Outcome.NO_DATA
    four_years = outcomes(panel, "07")
    assert four_years["ZJ-SERVED-END"] is Outcome.MET, "exactly 500, after four years"
    assert four_years["ZJ-STAFF-5Y"] is Outcome.NOT_DUE
    assert outcomes(panel, "08")["ZJ-INV-2Y"] is Outcome.MISSED_SOFT, "9.99亿元"


def test_the_own_table_says_what_marks_mean_and_which_step_a_number_reaches() -> None:
    panel, sheet = loaded("own-table-annual")
    assert check_file(ROOT / "panels" / "own-tables" / "jh-platform-example.toml") == []
    assert anchor_lines(panel, "1.2", sheet.row("1.2"))[0].startswith("1 好: ")
    assert anchor_lines(panel, "2.1")[2] == "3000 ten thousand yuan or more: 12 points"
    reached = {
        one.code: [
            entry.text
            for row in ("1.1", "2.1")
            for entry in measured_entries(panel, row, one, ())
            if entry.label == "Steps"
        ]
        for one in panel.candidates
    }
    assert reached["02"] == [
        "2000 ten thousand yuan reaches the step of 9 points",
        "500 ten thousand yuan reaches the step of 6 points",
    ], "a step begins with its own number"
    assert reached["03"] == ["below the first step, 1000 ten thousand yuan"]
    assert (sheet.row("4.1").counts, sheet.row("5.1").low) == (False, -500)


def test_only_what_is_meant_to_be_seen_is_warned_of() -> None:
    unequal = (
        "not all candidates have the same rows: 04 without {rows}; "
        "their totals are rescaled to the full base"
    )
    stages = (
        "by the years since the approval this row is judged by {choices}; "
        "settle it where another choice is right"
    )
    compiled = (
        "{table} was compiled from a draft for comment; check it against the final text once issued"
    )

    def draft(panel: str, table: str) -> Finding:
        place = f"{panel}.toml: [panel] set"
        return Finding(place, compiled.format(table=table), warning=True)

    def reading(panel: str, rows: str) -> Finding:
        place = f"{panel}.toml: [[overlays]]"
        return Finding(place, f"not all candidates have the same rows: {rows}", warning=True)

    found = {panel.id: check_file(panel.path) for panel in library.panels()}
    assert found == {
        "zj-tic-annual": [
            Finding(
                "zj-tic-annual.toml: [[settled]] 1",
                stages.format(choices="1.1 for 04; 1.2 for 01, 02, 03, 05, 06, 07, 08"),
                warning=True,
            ),
            Finding("zj-tic-annual.toml: [[overlays]]", unequal.format(rows="8"), warning=True),
        ],
        "zj-tic-annual-rows": [
            Finding(
                "zj-tic-annual-rows.toml: [[settled]] 01 3.2",
                "the desk has not settled the facts 3.2 of 01, 02, 03, 04, 05, 06, 07, 08: every "
                "expert will mark them; settle them, or leave them to "
                "the experts",
                warning=True,
            ),
            Finding(
                "zj-tic-annual-rows.toml: [[overlays]]", unequal.format(rows="8"), warning=True
            ),
        ],
        "nb-tic-annual": [
            Finding(
                "nb-tic-annual.toml: [panel] set",
                "nb-tic-draft is a draft for comment; check it against the final text once issued",
                warning=True,
            ),
            Finding(
                "nb-tic-annual.toml: [[settled]] 1",
                stages.format(choices="1.1 for 04; 1.2 for 01, 02, 03, 05, 06"),
                warning=True,
            ),
        ],
        "zj-ttc-appraisal": [
            draft("zj-ttc-appraisal", "zj-ttc-draft"),
            reading("zj-ttc-appraisal", "01 without 7.1.1; 02 without 7.1.2; 04 without 7.1.1"),
        ],
        "zj-ttc-annual": [
            draft("zj-ttc-annual", "zj-ttc-draft"),
            reading(
                "zj-ttc-annual",
                "01 without 7.1.1; 02 without 7.1.1; 03 without 7.1.2; 05 without 7.1.2; "
                "07 without 7.1.1",
            ),
        ],
        "zj-tic-appraisal": [],
        "own-table-annual": [],
        "zj-locality-annual": [
            Finding(
                "zj-locality-annual.toml: [[candidates]] 04 facts.fiscal_growth_change",
                "is needed for barring the highest grade, as a signed change such as “-0.12%”",
                warning=True,
            ),
        ],
        "zj-lab-annual": [
            draft("zj-lab-annual", "zj-lab-draft"),
            Finding(
                "zj-lab-annual.toml: [[overlays]]",
                unequal.format(rows="3; 07 with 5.1 added"),
                warning=True,
            ),
        ],
    }
