"""A draft of a meeting: what is typed is understood, stored whole, and found again."""

import datetime
import os
import random
import signal
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.recusal_matrix import RecusalMatrix, Tie
from reviewtui.domain.states import Review
from reviewtui.exchange.check import check_file
from reviewtui.exchange.drafting import edits
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.lines import (
    as_listed,
    column_of_numbers,
    read_named_numbers,
    read_people,
)
from reviewtui.exchange.drafting.points import equal_part, point_rows, sums
from reviewtui.exchange.drafting.steps import (
    Place,
    Step,
    fields_of,
    matrix_of,
    place_of,
    standing,
    step_name,
)
from reviewtui.exchange.drafting.tables import from_text, use_table
from reviewtui.exchange.drafting.templates import begun, templates
from reviewtui.exchange.drafting.typed import typed, typed_fault
from reviewtui.exchange.meeting_cells import Unread
from reviewtui.exchange.meeting_tables import BANDS, CANDIDATES, EXPERTS, ROWS
from tests.exchange.conftest import Document
from tests.meeting import ROOT, meeting


def people(text: str, taken: tuple[str, ...] = (), table: Any = EXPERTS) -> list[Document]:
    return [line.entry for line in read_people(text, table, taken) if line.entry is not None]


@pytest.mark.parametrize(
    "line",
    [
        "03\t张三\t东泽研究院",
        "０３，张三，东泽研究院",
        "03号 张　三　东泽研究院",
        "03、\t张三\t东泽研究院",
    ],
)
def test_a_line_is_understood_however_its_parts_are_divided(line: str) -> None:
    assert people(line) == [{"code": "03", "name": "张三", "unit": "东泽研究院"}]


def test_lines_without_a_number_are_numbered_on_and_headings_left_out() -> None:
    found = people("编号\t姓名\t单位\r\n\t李四\t望潮集团\r\n王五\r\n", ("01", "02"))
    assert [one["code"] for one in found] == ["03", "04"]
    assert found[0] == {"code": "03", "name": "李四", "unit": "望潮集团"}


def test_a_roster_pasted_from_a_notice_gives_its_people_and_nothing_else() -> None:
    text = (
        "序号\t项目名称\t申报单位\n1\t甲项目技术创新\n中心\t东泽大学\n"
        "— 2 —\n2\t乙中心\t望潮大学\n合计\t2\n"
    )
    assert people(text, table=CANDIDATES) == [
        {"code": "1", "name": "甲项目技术创新中心", "unit": "东泽大学"},
        {"code": "2", "name": "乙中心", "unit": "望潮大学"},
    ]
    told = [line.doubts for line in read_people(text, CANDIDATES) if line.entry is None]
    assert len(told) == 3
    assert all(told)


def test_a_unit_broken_over_two_lines_is_one_and_a_short_name_below_a_person() -> None:
    found = people("1\t张三\t东泽大学\n计算机学院\n2\t李四\t望潮大学\n王五")
    assert found == [
        {"code": "1", "name": "张三", "unit": "东泽大学计算机学院"},
        {"code": "2", "name": "李四", "unit": "望潮大学"},
        {"code": "03", "name": "王五"},
    ]


def test_latin_names_keep_their_blanks() -> None:
    assert people("01 John Smith") == [{"code": "01", "name": "John Smith"}]
    assert people("John Smith") == [{"code": "01", "name": "John Smith"}]


def test_the_chair_and_the_day_of_approval_are_known_by_their_looks() -> None:
    assert people("01,张三,大学,组长,教授")[0] == {
        "code": "01", "name": "张三", "unit": "大学", "role": "chair", "title": "教授",
    }  # fmt: skip
    day = people("01\t中心\t集团\t2024年5月1日", table=CANDIDATES)[0]["approved_on"]
    assert day.isoformat() == "2024-05-01"


def test_a_list_pasted_twice_changes_nobody_and_doubles_nobody() -> None:
    text = "01 张三 大学\n02 李四 学院"
    once = edits.with_people({}, "experts", people(text))
    codes = tuple(item["code"] for item in once["experts"])
    assert edits.with_people(once, "experts", people(text, codes)) == once


def test_a_number_that_stands_twice_is_told_and_nobody_is_lost() -> None:
    found = read_people("01 张三\n01 李四", EXPERTS)
    assert [line.entry["code"] for line in found if line.entry] == ["01", "02"]
    assert found[1].doubts == ("编号 01 重复",) or "twice" in found[1].doubts[0]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_text_gives_every_line_a_number_of_its_own(lines: list[str]) -> None:
    found = people("\n".join(lines), ("01",))
    codes = [one["code"] for one in found]
    assert len(set(codes)) == len(codes)


def test_grade_lines_are_read_in_every_width() -> None:
    read = read_named_numbers("优秀\t９０\n合格，60分\n", BANDS)
    assert as_listed(read, BANDS) == [
        {"name": "优秀", "at_least": "90"},
        {"name": "合格", "at_least": "60"},
    ]
    assert read_named_numbers("优秀", BANDS)[0].entry is None


def test_a_pasted_column_gives_its_numbers_or_nothing() -> None:
    assert list(column_of_numbers("１０\r\n目标定位\t5.5\n\n")) == ["10", "5.5"]
    with pytest.raises(Unread):
        list(column_of_numbers("10\n十"))


@pytest.mark.parametrize("text", ["。", ".", "％", "abc", "-"])
def test_a_sign_without_a_digit_is_no_number(text: str) -> None:
    field = next(column for column in ROWS.columns if column.key == "of")
    assert typed_fault(field, text)
    assert typed(field, "１２。５") == "12.5"


def test_a_choice_takes_away_what_belonged_to_the_other_one() -> None:
    data = edits.put({"rule": {"average": "trimmed", "order": "by_expert"}}, "rule.trim.drop", 2)
    assert data["rule"]["trim"] == {"drop": 2}
    assert "trim" not in edits.put(data, "rule.average", "mean")["rule"]
    data = edits.put(data, "rule.round.expert_total", 2)
    assert "round" not in edits.put(data, "rule.order", "by_indicator")["rule"]


def test_who_is_removed_takes_the_recusals_along() -> None:
    data = meeting(experts=2, candidates=2).recuse("01", "1").recuse("02", "2").data
    left = edits.without(data, "experts", "01")
    assert [item["expert"] for item in left["recusals"]] == ["02"]
    left = edits.without(left, "candidates", "2")
    assert "recusals" not in left


def test_the_grid_tells_recused_same_unit_and_who_is_left() -> None:
    data = meeting(experts=2, candidates=2).recuse("01", "1").data
    data["experts"][1]["unit"] = data["candidates"][1]["unit"] = "江海大学"
    grid = matrix_of(data)
    ties = [[grid.tie(one, other) for other in grid.candidates] for one in grid.experts]
    assert ties == [[Tie.RECUSED, Tie.JUDGES], [Tie.JUDGES, Tie.SAME_UNIT]]
    assert [grid.judges(one) for one in grid.candidates] == [1, 2]
    panel = meeting(experts=2, candidates=2).recuse("01", "1").panel()[0]
    assert RecusalMatrix.of(panel).judges(panel.candidates[0]) == 1


def test_equal_parts_are_offered_only_where_they_are_equal() -> None:
    assert (equal_part(10), equal_part(8), equal_part(3)) == ("10", "12.5", None)


def test_the_sum_is_exact_and_rows_of_another_granularity_stay_in_sight() -> None:
    held = meeting()
    panel, _sheet = held.panel()
    data = edits.weighted(held.data, {"1": "10.05", "6.4": "3"})
    assert sums(panel, panel.table, data).total == Fraction("100.05")
    assert [row.code for row in point_rows(panel, panel.table, data) if row.left_over] == ["6.4"]
    assert edits.weighted(data, {"6.4": None})["weights"]["of"]["1"] == "10.05"


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    made = Draft.begin(tmp_path / "meeting.toml", Review.ANNUAL)
    made.change(edits.put(made.data, "panel.organiser", "科技厅"))
    return made


def test_who_only_chooses_the_type_of_review_leaves_nothing_behind(tmp_path: Path) -> None:
    template = next(templates(Review.APPRAISAL))
    for chosen in (None, template):
        draft = Draft.begin(tmp_path / "meeting.toml", Review.APPRAISAL, chosen)
        draft.change(draft.data)
        assert not draft.stored
        assert list(tmp_path.iterdir()) == []
    draft.change(edits.put(draft.data, "panel.title", "评审会"))
    assert draft.stored
    assert Draft.open(draft.path).data["panel"]["set"] == template.data["panel"]["set"]


def test_a_name_that_was_taken_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    draft = Draft.begin(tmp_path / "meeting.toml", Review.ANNUAL)
    draft.path.write_text("theirs")
    with pytest.raises(Refused, match="is there already"):
        draft.change(edits.put(draft.data, "panel.title", "ours"))
    assert draft.path.read_text() == "theirs"


def test_a_new_draft_is_on_the_disk_and_opens_again(draft: Draft) -> None:
    draft.change(edits.put(draft.data, "panel.title", "评审会“一”\\n"))
    again = Draft.open(draft.path)
    assert again.data == draft.data == tomllib.loads(draft.path.read_text("utf-8"))


def test_the_plan_is_called_by_table_and_day_until_somebody_names_it(draft: Draft) -> None:
    draft.change(edits.put(draft.data, "panel.set", "zj-tic-2022"))
    draft.change(edits.put(draft.data, "panel.date", datetime.date(2026, 12, 8)))
    assert draft.data["panel"]["id"] == "zj-tic-2022-20261208"
    draft.change(edits.put(draft.data, "panel.id", "own"))
    draft.change(edits.put(draft.data, "panel.date", datetime.date(2026, 12, 9)))
    assert draft.data["panel"]["id"] == "own"


def test_every_hard_finding_leads_to_a_step_and_the_steps_know_how_many(draft: Draft) -> None:
    draft.change(edits.put(draft.data, "panel.set", "zj-tic-2022"))
    draft.change(edits.put(draft.data, "grades.bands", [{"name": "优秀", "at_least": "九十"}]))
    hard = [finding for finding in draft.read().findings if not finding.warning]
    counts = {step: standing(step, draft).faults for step in Step}
    assert sum(count for step, count in counts.items() if step is not Step.CHECK) == len(hard)
    assert counts[Step.CHECK] == len(hard) > 5
    assert place_of(Finding("meeting.toml: [panel] title", ""), "meeting.toml") == (
        Step.MEETING, "panel.title",
    )  # fmt: skip
    assert place_of(Finding("meeting.toml: [weights.of] 6.4", ""), "meeting.toml").row == "6.4"
    assert place_of(Finding("meeting.toml: [[experts]] 03 name", ""), "meeting.toml") == (
        Step.EXPERTS, "03",
    )  # fmt: skip
    assert place_of(Finding("table.toml: [[rows]] 1 title", ""), "meeting.toml").step is Step.TABLE


def test_the_draft_finds_what_check_finds(draft: Draft) -> None:
    assert list(draft.read().findings) == check_file(draft.path)
    draft.change(edits.put(draft.data, "panel.set", "zj-tic-2022"))
    draft.change(edits.with_people(draft.data, "candidates", [{"code": "01", "name": "中心"}]))
    assert list(draft.read().findings) == check_file(draft.path)


def test_a_panel_that_people_wrote_is_kept_with_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "panel.toml"
    written = (ROOT / "panels" / "zj-tic-annual.toml").read_bytes()
    path.write_bytes(written)
    draft = Draft.open(path)
    assert draft.rewritten
    assert path.read_bytes() == written
    draft.change(edits.put(draft.data, "panel.title", "另一次评审"))
    assert draft.kept_copy.read_bytes() == written
    assert not draft.rewritten
    assert path.read_text("utf-8").startswith("# ")
    before = tomllib.loads(written.decode())
    before["panel"]["title"] = "另一次评审"
    assert Draft.open(path).data == before


def test_a_workbook_is_no_draft_and_it_is_said_how_to_make_one_of_it(tmp_path: Path) -> None:
    path = tmp_path / "meeting.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Refused) as refused:
        Draft.open(path)
    assert str(refused.value) == (
        "meeting.xlsx: is a workbook: correct it there, or make a draft of it once it has no "
        "fault: reviewtui new meeting.xlsx --toml meeting.toml"
    )


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(draft: Draft) -> None:
    other = Draft.open(draft.path)
    other.change(edits.put(other.data, "panel.title", "theirs"))
    with pytest.raises(Refused):
        draft.change(edits.put(draft.data, "panel.title", "ours"))
    assert Draft.open(draft.path).data["panel"]["title"] == "theirs"


def test_a_full_disk_leaves_the_draft_as_it_was(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = draft.path.read_bytes()

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reviewtui.exchange.drafting.draft.write_whole", full)
    with pytest.raises(Refused):
        draft.change(edits.put(draft.data, "panel.title", "x"))
    assert "title" not in draft.data["panel"]
    assert draft.path.read_bytes() == before


def test_no_file_gives_way_to_a_new_draft(draft: Draft) -> None:
    with pytest.raises(Refused):
        Draft.begin(draft.path, Review.MIDTERM)


@pytest.mark.parametrize("text", ["", "[set]\n", "[panel]\nx = 1.5\n", "experts = 1\n[panel]\n"])
def test_what_is_no_panel_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(Refused):
        Draft.open(path)


def test_a_template_gives_table_and_rule_and_no_people_or_points(draft: Draft) -> None:
    found = list(templates(Review.ANNUAL))
    assert found
    for template in found:
        data = begun(draft.data, template)
        assert data["panel"]["set"] == template.data["panel"]["set"]
        assert data["rule"]["order"] == template.data["rule"]["order"]
        assert not {"experts", "candidates", "recusals", "grades", "overlays"} & set(data)
        assert "of" not in data["weights"]


def test_a_template_of_an_appraisal_gives_its_conclusions(tmp_path: Path) -> None:
    draft = Draft.begin(tmp_path / "a.toml", Review.APPRAISAL)
    for template in templates(Review.APPRAISAL):
        data = begun(draft.data, template)
        assert data["conclusions"] == template.data["conclusions"]


def test_conclusions_follow_the_review_type_unless_they_are_ones_own() -> None:
    data = edits.put({"panel": {}}, "panel.review", "appraisal")
    assert data["conclusions"]["options"] == list(OPTIONS[Review.APPRAISAL])
    data = edits.put(data, "conclusions.majority", "2/3")
    later = edits.put(data, "panel.review", "acceptance")
    assert later["conclusions"]["options"] == list(OPTIONS[Review.ACCEPTANCE])
    assert later["conclusions"]["majority"] == "2/3"
    assert "conclusions" not in edits.put(data, "panel.review", "annual")
    own = edits.put(data, "conclusions.options", ["行", "不行"])
    kept = edits.put(own, "panel.review", "acceptance")
    assert kept["conclusions"]["options"] == ["行", "不行"]
    usual = edits.put(own, "conclusions.options", None)
    assert usual["conclusions"]["options"] == list(OPTIONS[Review.APPRAISAL])


@pytest.mark.parametrize("review", list(Review))
def test_a_step_asks_for_conclusions_and_ranking_only_where_a_review_concludes(
    review: Review, tmp_path: Path
) -> None:
    draft = Draft.begin(tmp_path / "a.toml", review)
    keys = {field.key for step in Step for field in fields_of(step, draft.data)}
    asked = {"panel.ranking", "conclusions.options", "conclusions.majority", "conclusions.source"}
    assert (asked <= keys) is (review in OPTIONS)
    assert bool(asked & keys) is (review in OPTIONS)
    assert step_name(Step.GRADES, draft.data) == ("Conclusions" if review in OPTIONS else "Grades")


def test_a_majority_without_its_source_is_put_right_where_conclusions_are_asked_for(
    tmp_path: Path,
) -> None:
    draft = Draft.begin(tmp_path / "a.toml", Review.APPRAISAL)
    draft.change(edits.put(draft.data, "conclusions.majority", "2/3"))
    places = {place_of(one, "a.toml") for one in draft.read().findings}
    assert Place(Step.POINTS, "of") not in places, "a key of the file is no row"
    assert Place(Step.GRADES, "conclusions.source") in places
    draft.change(edits.put(draft.data, "panel.ranking", "yes"))
    assert draft.data["panel"]["ranking"] is True


@pytest.mark.parametrize(
    ("text", "leaves", "depth"),
    [
        ("1. 目标定位\n", 1, 1),
        ("\n".join(f"{n}. 指标{n}" for n in range(1, 121)), 120, 1),
        ("\n".join(f"1.{n} 指标{n}" if n else "1 一组" for n in range(121)), 120, 2),
        ("1 组\n1.1 类\n1.1.1 甲项\n1.1.2 乙项\n2 组二\n2.1 丙项\n", 3, 3),
    ],
)
def test_a_table_typed_as_text_becomes_the_drafts_own(
    text: str, leaves: int, depth: int, draft: Draft
) -> None:
    path = use_table(draft, from_text(text), "notice")
    table = draft.read().table
    assert table is not None
    assert draft.data["panel"]["set"] == path.name
    assert len(table.leaves()) == leaves
    assert max(len(table.path(row.code)) for row in table.rows) == depth
    assert not [one for one in check_file(path) if not one.warning]


@pytest.mark.parametrize(
    "text",
    ["\n".join(f"{n}. 指标{n}" for n in range(1, 122)), "1 甲\n1.1 乙\n1.1.1 丙\n1.1.1.1 丁"],
)
def test_a_typed_table_that_makes_no_set_is_refused_and_the_draft_stays(
    text: str, draft: Draft
) -> None:
    before = draft.path.read_bytes()
    with pytest.raises(Refused, match="more than"):
        use_table(draft, from_text(text), "notice")
    assert draft.path.read_bytes() == before
    assert [one.name for one in draft.path.parent.glob("*-table.toml")] == []


WRITER = """
import sys
from pathlib import Path
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.edits import put
draft = Draft.open(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 10**6):
    draft.change(put(draft.data, "panel.title", str(number)))
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="NOT TESTED: needs kill -9")
def test_what_was_called_stored_survives_a_kill_at_any_moment(draft: Draft) -> None:
    chance = random.Random(20261126)
    said = 0
    for _kill in range(12):
        command = [sys.executable, "-c", WRITER, str(draft.path), str(said + 1)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for _line in range(chance.randrange(1, 15)):
                said = int(child.stdout.readline())
            os.kill(child.pid, signal.SIGKILL)
            rest = child.stdout.read().split("\n")[:-1]
        said = int(rest[-1]) if rest else said
        stored = int(Draft.open(draft.path).data["panel"]["title"])
        assert stored in (said, said + 1)
        said = stored
