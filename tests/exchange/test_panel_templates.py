"""The templates of panels: what a round is made of, and nothing that is the organiser's own."""

import tomllib
from pathlib import Path

import pytest

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.findings import Finding
from reviewtui.domain.states import Review
from reviewtui.exchange import library
from reviewtui.exchange.check import check_file
from reviewtui.exchange.documents import load_set, read_panel_file
from reviewtui.exchange.drafting.templates import templates
from reviewtui.exchange.meeting_write import meeting_book
from tests.meeting import ROOT

ROUNDS = {
    # name: set, review, scored rows
    "zj-tic-appraisal": ("zj-tic-2022", "appraisal", 10),
    "zj-tic-annual": ("zj-tic-2022", "annual", 10),
    "nb-tic-annual": ("nb-tic-draft", "annual", 10),
    "zj-tic-acceptance": ("zj-tic-2022", "acceptance", 16),
    "zj-ttc-appraisal": ("zj-ttc-draft", "appraisal", 20),
    "zj-ttc-annual": ("zj-ttc-draft", "annual", 17),
    "zj-lab-annual": ("zj-lab-draft", "annual", 7),
    "zj-tic-system-annual": ("zj-tic-system-draft", "annual", 7),
    "zj-nrd-annual": ("zj-nrd-draft", "annual", 7),
}
OPEN = {
    "[weights] source": "weights without a source line (document number or minutes) are refused: "
    "the source documents give none",
    "[weights] of": "the full marks or weights of the rows are missing",
    "[[experts]]": "there is none",
    "[[candidates]]": "there is none",
}
"""What only the organiser can say."""


def test_the_rounds_have_a_template_each_whose_name_tells_it_from_an_example() -> None:
    assert {one.id for one in templates()} == set(ROUNDS)
    for one in library.panel_templates():
        assert one.path.name == f"template-{one.id}.toml"
        first = one.path.read_text("utf-8").splitlines()[0]
        assert first.startswith("# 模板，不是示例：")
    assert not {one.path for one in library.panel_templates()} & {
        one.path for one in library.panels()
    }
    assert not set(ROUNDS) & {one.id for one in library.sets()}, "a name means one thing"


@pytest.mark.parametrize("name", ROUNDS)
def test_a_template_lacks_exactly_what_the_organiser_must_say(name: str) -> None:
    file = f"template-{name}.toml"
    found = check_file(ROOT / "panels" / file)
    assert [one for one in found if not one.warning] == [
        Finding(f"{file}: {place}", sentence) for place, sentence in OPEN.items()
    ]
    allowed = {f"{file}: [panel] set", f"{file}: [panel] date"}
    assert {one.place for one in found if one.warning} <= allowed


@pytest.mark.parametrize("name", ROUNDS)
def test_a_template_states_no_number_line_or_person_and_scores_the_rows_of_its_round(
    name: str,
) -> None:
    path = ROOT / "panels" / f"template-{name}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    table, review, rows = ROUNDS[name]
    assert data["panel"]["id"] == name
    assert (data["panel"]["set"], data["panel"]["review"]) == (table, review)
    assert not {"grades", "experts", "candidates", "recusals", "settled", "overlays"} & set(data)
    assert set(data["weights"]) == {"kind", "source"}
    assert data["weights"]["source"] == ""
    options = OPTIONS.get(Review(review))
    assert data.get("conclusions") == ({"options": list(options)} if options else None)
    read = read_panel_file(path, [])
    assert read.sheet is not None
    assert read.panel is not None
    assert len(read.sheet.rows) == rows
    assert read.panel.ranking is (review != "appraisal")


@pytest.mark.parametrize("name", ROUNDS)
def test_the_points_listed_in_a_template_are_those_of_its_rows(name: str) -> None:
    path = ROOT / "panels" / f"template-{name}.toml"
    read = read_panel_file(path, [])
    assert read.sheet is not None
    text = path.read_text("utf-8")
    listed = [line for line in text.splitlines() if line.startswith('# "')]
    assert [tomllib.loads(line.removeprefix("# ")) for line in listed] == [
        {row.code: ""} for row in read.sheet.rows
    ]
    assert all(row.title in line for row, line in zip(read.sheet.rows, listed, strict=True))


def test_the_four_hard_figures_stand_at_the_rows_scored_one_by_one_at_an_acceptance() -> None:
    read = read_panel_file(ROOT / "panels" / "template-zj-tic-acceptance.toml", [])
    assert read.panel is not None
    assert read.sheet is not None
    shown = {
        threshold.metric
        for row in read.sheet.rows
        if row.code.startswith("10.")
        for threshold in read.panel.table.thresholds_of(row.code)
    }
    assert shown == {"transfer_bases", "close_partner_firms", "incubated_firms", "served_firms"}


def test_grade_names_stand_only_where_the_document_lists_them() -> None:
    for one in library.panel_templates():
        text = one.path.read_text("utf-8")
        named = 'name = "优秀"' in text
        assert named is (one.id == "zj-ttc-annual"), one.id
        assert "良好" not in text


@pytest.mark.parametrize("name", ROUNDS)
def test_the_workbook_of_a_template_lacks_the_same(name: str, tmp_path: Path) -> None:
    template = next(one for one in templates() if one.id == name)
    book = tmp_path / "a.xlsx"
    book.write_bytes(meeting_book(template.data, load_set(template.data["panel"]["set"])))
    read = read_panel_file(book, [])
    assert read.panel is not None
    assert read.panel.review is Review(template.data["panel"]["review"])
    assert read.panel.rule.granularity.value == template.data["rule"]["granularity"]
    expected = template.data.get("conclusions", {}).get("options", ())
    found = read.panel.rule.conclusions
    assert tuple(expected) == (found.options if found else ())
    assert sum(not one.warning for one in check_file(book)) == len(OPEN)
