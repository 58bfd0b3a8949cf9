"""Figures, settled values, changes of the table and who judges whom, typed into a draft."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.panel import OverlayChange
from reviewtui.domain.states import RowKind
from reviewtui.exchange.documents import load_panel
from reviewtui.exchange.drafting.assigning import (
    assigned,
    judged_by,
    judged_words,
    read_scope,
    scope_fault,
    unassigned,
    with_newcomers,
)
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.edits import with_people, without
from reviewtui.exchange.drafting.material import (
    figures,
    outcomes,
    settlings,
    with_figure,
    with_settled,
)
from reviewtui.exchange.drafting.overlaying import asked, overlaid, overlays_of
from reviewtui.exchange.drafting.steps import Step, place_of
from reviewtui.exchange.meeting_cells import Unread
from tests.meeting import ROOT

PANEL = ROOT / "panels" / "zj-ttc-appraisal.toml"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return tomllib.loads(PANEL.read_text("utf-8"))


def test_a_panel_typed_in_part_by_part_is_the_panel_as_it_was_written(
    data: dict[str, Any],
) -> None:
    panel, _sheet = load_panel(PANEL)
    bare = {key: value for key, value in data.items() if key not in ("settled", "overlays")}
    bare["candidates"] = [
        {key: value for key, value in one.items() if key != "facts"} for one in data["candidates"]
    ]
    typed = bare
    for candidate in [one["code"] for one in data["candidates"]]:
        for figure in figures(data, panel.table, candidate):
            for part in figure.parts:
                if (value := figure.said.get(part.key)) is not None:
                    typed = with_figure(typed, candidate, figure.metric, part.key, value)
        for line in settlings(data, panel, candidate):
            for part in line.parts:
                if (value := line.said.get(part.key)) is not None:
                    typed = with_settled(typed, candidate, line.row.code, part.key, value)
        for _number, item in overlays_of(data, candidate):
            typed = overlaid(typed, None, item)
    assert typed["candidates"] == data["candidates"]
    for key in ("settled", "overlays"):
        assert sorted(map(str, map(sorted, map(dict.items, typed[key])))) == sorted(
            map(str, map(sorted, map(dict.items, data[key])))
        )


def test_a_figure_or_a_settled_value_goes_with_its_value(data: dict[str, Any]) -> None:
    candidate = data["candidates"][0]
    metric = next(iter(candidate["facts"]))
    changed = with_figure(data, candidate["code"], metric, "source", "申报书 9 页")
    assert changed["candidates"][0]["facts"][metric]["source"] == "申报书 9 页"
    gone = with_figure(changed, candidate["code"], metric, "value", None)
    assert metric not in gone["candidates"][0]["facts"]
    settled = data["settled"][0]
    gone = with_settled(data, settled["candidate"], settled["row"], "value", None)
    assert settled not in gone["settled"]
    assert len(gone["settled"]) == len(data["settled"]) - 1
    lonely = with_settled({}, "01", "6.1", "evidence", "no outcome yet")
    assert lonely == {}


def test_every_settled_row_offers_the_words_of_its_kind() -> None:
    panel, _sheet = load_panel(PANEL)
    found = {line.row.kind: outcomes(panel.table, line.row) for line in settlings({}, panel, "01")}
    assert [value for value, _words in found[RowKind.GATE]] == ["pass", "fail", "not_applicable"]
    for kind, offered in found.items():
        assert offered, kind


def test_a_change_asks_for_what_its_kind_needs_and_is_replaced_or_removed_in_place() -> None:
    hide, reword, add = ({"candidate": "1", "row": row} for row in ("8", "9", "11"))
    listed: dict[str, Any] = {}
    for item in (hide, reword, add):
        listed = overlaid(listed, None, item)
    other = overlaid(listed, 1, {**reword, "title": "anew"})
    assert [item["row"] for item in other["overlays"]] == ["8", "9", "11"]
    assert other["overlays"][1]["title"] == "anew"
    for _left in range(3):
        listed = overlaid(listed, 0, None)
    assert listed == {}
    needed = {change: [one.key for one in asked(change) if one.needed] for change in OverlayChange}
    assert needed == {"hide": ["row", "reason"], "reword": ["row", "title", "reason"],
                      "add": ["row", "title", "reason"]}  # fmt: skip


PEOPLE: dict[str, Any] = {
    "experts": [{"code": code} for code in ("01", "02", "03")],
    "candidates": [{"code": code} for code in ("01", "02", "03", "04")],
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [("", 4), ("全部", 4), ("all", 4), ("无", 0), ("1、３号", 2), ("04 02", 2)],
)
def test_whom_an_expert_judges_is_typed_as_in_the_workbook(text: str, meant: int) -> None:
    assert len(read_scope(PEOPLE, text)) == meant
    assert scope_fault(PEOPLE, text) == ""


def test_an_unknown_candidate_is_named() -> None:
    with pytest.raises(Unread, match="9"):
        read_scope(PEOPLE, "1、9")
    assert scope_fault(PEOPLE, "乙") != ""


CODES = st.lists(st.sampled_from(["01", "02", "03", "04"]), unique=True).map(sorted)


@given(st.lists(st.tuples(st.sampled_from(["01", "02", "03"]), CODES), max_size=6))
def test_each_judges_what_was_said_last_and_the_others_all(
    said: list[tuple[str, list[str]]],
) -> None:
    data, expected = PEOPLE, {code: ["01", "02", "03", "04"] for code in ("01", "02", "03")}
    for expert, candidates in said:
        data = assigned(data, expert, candidates)
        expected[expert] = candidates
    everybody = all(len(chosen) == 4 for chosen in expected.values())
    assert ("assignment" not in data) == everybody
    for expert, candidates in expected.items():
        assert (judged_by(data, expert) or []) == ([] if everybody else candidates)
        assert read_scope(data, judged_words(data, expert)) == candidates


def test_newcomers_join_those_who_judge_all_and_leavers_are_forgotten() -> None:
    data = assigned(PEOPLE, "02", ["01", "03"])
    more = with_newcomers(with_people(data, "candidates", [{"code": "05"}]), data)
    assert judged_by(more, "01") == ["01", "02", "03", "04", "05"]
    assert judged_by(more, "02") == ["01", "03"]
    joined = with_newcomers(with_people(more, "experts", [{"code": "04"}]), more)
    assert judged_by(joined, "04") == ["01", "02", "03", "04", "05"]
    assert "assignment" not in unassigned(without(data, "experts", "02"))


def test_findings_of_all_this_lead_to_the_line_of_the_candidate_or_expert(
    tmp_path: Path, data: dict[str, Any]
) -> None:
    path = tmp_path / "meeting.toml"
    path.write_text(PANEL.read_text("utf-8"), "utf-8")
    draft = Draft.open(path)
    changed = with_settled(draft.data, "02", "9.9", "value", "yes")
    changed = overlaid(changed, None, {"candidate": "03", "row": "9.8", "change": "hide",
                                       "reason": "r"})  # fmt: skip
    changed = assigned(changed, data["experts"][1]["code"], ["no-such"])
    draft.change(changed)
    hard = [one for one in draft.read().findings if not one.warning]
    places = {place_of(one, path.name) for one in hard}
    assert (Step.CANDIDATES, "02") in places
    assert (Step.CANDIDATES, "03") in places
    assert (Step.EXPERTS, data["experts"][1]["code"]) in places
