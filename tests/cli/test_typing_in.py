"""Entering sheets at the command line: two people before a paper, Excel sheets, changes."""

import json
from pathlib import Path

import pytest

from reviewtui.session.session import Session
from tests.cli.conftest import Ran, Run
from tests.exchange.score_sheets import fill, issued, sheet_of, whole
from tests.session.conftest import fill as fill_form
from tests.session.conftest import small_meeting

ALL = "8 8 8 8\n8 8 8\n"
"""Every box of expert 01, a line per candidate."""
HEADER = "expert,candidate,indicator,mark,state,comment\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return issued(tmp_path, small_meeting().hide("2", "1.2").recuse("02", "1").panel()[0])


def type_in(run: Run, desk: Path, answers: str, *words: str, by: str = "张三") -> Ran:
    return run("type-in", desk, "--expert", "1", "--by", by, *words, answers=answers)


def test_two_people_type_the_same_and_the_ballot_is_in(run: Run, desk: Path) -> None:
    first = type_in(run, desk, ALL)
    assert first.status == 1
    assert "Expert 01: the first pass is kept." in first.err
    assert f"Next: reviewtui type-in {desk} --expert 01 --by SECOND-NAME" in first.err
    second = type_in(run, desk, ALL, by="李四")
    assert second.status == 0, second.said
    assert "Expert 01: entered from the paper sheet by 张三, 李四" in second.err
    assert "Version 1. Check code: " in second.out
    assert run("check", desk).status == 0
    assert run("type-in", desk).status == 0


def test_what_lies_on_no_stick_is_copied_into_the_second_place_at_once(
    run: Run, desk: Path
) -> None:
    def copied(ran: Ran) -> list[str]:
        (line,) = [line for line in ran.err.splitlines() if line.startswith("Copy of the session")]
        with Session.open(Path(line.removeprefix("Copy of the session: "))) as session:
            return [f"{ballot.expert} {ballot.rev}" for ballot in session.stored()]

    type_in(run, desk, ALL)
    assert copied(type_in(run, desk, ALL, by="李四")) == ["01 1"]
    changed = run(
        "change-marks", desk, "--expert", "1", "--by", "张三", "--witness", "李四",
        "--reason", "看错", answers="1\n1.1\n7\n\n1\n",
    )  # fmt: skip
    assert changed.status == 0, changed.said
    assert copied(changed) == ["01 1", "01 2"]


def test_what_is_typed_survives_answers_that_end_and_goes_on_at_the_same_box(
    run: Run, desk: Path
) -> None:
    begun = type_in(run, desk, "8 8\n")
    assert begun.status == 1
    assert "what was typed is kept" in begun.err
    listed = run("type-in", desk)
    assert listed.out == "Expert 01: begun by 张三, not taken in yet\n"
    other = type_in(run, desk, "", by="李四")
    assert "张三 has begun to type this sheet and not finished" in other.err
    assert "the first pass is kept" in type_in(run, desk, "8\n8\n8 8 8\n").err


def test_a_differing_mark_is_settled_by_looking_at_the_paper(run: Run, desk: Path) -> None:
    type_in(run, desk, ALL)
    differing = type_in(run, desk, "8 8 8 8\n8 8 6.5\n", by="李四")
    assert differing.status == 1
    assert "The two passes differ in 1 places:" in differing.out
    assert "No. 2 对象2（示例）, 2.2: 8.0 / 6.5" in differing.out
    settled = type_in(run, desk, "\n2\n", by="李四")
    assert settled.status == 0, settled.said
    assert run("unseal", desk).status == 0
    with Session.open(desk) as session:
        (stored,) = session.stored()
        assert session.ballot(stored.content_id).cells["2"]["2.2"].mark == 650
        (event,) = [item for item in session.journal() if item.kind == "typed_in"]
        assert event.body["differed"] == 1


def test_where_both_misread_the_paper_what_stands_there_is_typed(run: Run, desk: Path) -> None:
    type_in(run, desk, ALL)
    settled = type_in(run, desk, "8 8 8 8\n8 8 6.5\n3\n12\n3\n９。５\n", by="李四")
    assert "12 lies outside 0 to 10" in settled.out
    assert settled.status == 0, settled.said
    assert run("unseal", desk).status == 0
    with Session.open(desk) as session:
        (stored,) = session.stored()
        assert session.ballot(stored.content_id).cells["2"]["2.2"].mark == 950


def test_the_same_person_cannot_be_the_second(run: Run, desk: Path) -> None:
    type_in(run, desk, ALL)
    for name in ("张三", "张 三", "张\u3000三"):
        again = type_in(run, desk, ALL, by=name)
        assert again.status == 1
        assert "the second pass is for somebody else" in again.err


def test_a_second_person_may_compare_instead_of_typing(run: Run, desk: Path) -> None:
    early = type_in(run, desk, "", "--confirm")
    assert "there is nothing to confirm" in early.err
    type_in(run, desk, ALL)
    refused = type_in(run, desk, "1\n\n", "--confirm", by="李四")
    assert refused.status == 1
    assert "Nothing was taken in." in refused.err
    agreed = type_in(run, desk, "1\n1\n", "--confirm", by="李四")
    assert agreed.status == 0
    assert "  2.2  8.0  二级2.2" in agreed.out
    with Session.open(desk) as session:
        (event,) = [item for item in session.journal() if item.kind == "typed_in"]
        assert event.body["confirmed"] == 1


def test_slips_at_a_box_are_said_and_nothing_of_the_line_is_taken(run: Run, desk: Path) -> None:
    said = type_in(run, desk, "8 11\n8 去\n1 2 3 4 5\n.\n\n。\n4\n" + ALL)
    assert said.err.count("the first pass is kept") == 1
    assert "1.2: 11 lies outside 0 to 10" in said.out
    assert "“去” is not a number" in said.out
    assert "5 marks were typed, but only 4 boxes are left here" in said.out


def test_states_on_the_paper_are_chosen_from_the_menu(run: Run, desk: Path) -> None:
    answers = ".\n1\n1\n8 8\n.\n4\n\n\n.\n2\n1\n"
    for by in ("张三", "李四"):
        done = type_in(run, desk, answers, by=by)
    assert done.status == 0, done.said
    assert run("unseal", desk).status == 0
    with Session.open(desk) as session:
        (stored,) = session.stored()
        ballot = session.ballot(stored.content_id)
        states = [cell.state.value for cell in ballot.cells["1"].values()]
        assert states == ["unable", "scored", "blank", "blank"]
        assert ballot.standings["2"].state.value == "recused"
        assert "2" not in ballot.cells


def test_a_pass_may_come_as_lines_of_marks(run: Run, desk: Path, tmp_path: Path) -> None:
    lines = "".join(
        f"01,{candidate},{row},8,,\n"
        for candidate, rows in (("1", "1.1 1.2 2.1 2.2"), ("2", "1.1 2.1 2.2"))
        for row in rows.split()
    )
    assert type_in(run, desk, HEADER + lines, "--marks", "-").status == 1
    file = tmp_path / "second.csv"
    file.write_text(HEADER + lines.replace("01,2,2.2,8", "01,2,2.2,7"), "utf-8")
    differing = type_in(run, desk, "", "--marks", str(file), by="李四")
    assert differing.status == 1
    assert "No. 2 对象2（示例）, 2.2: 8.0 / 7.0" in differing.out
    assert type_in(run, desk, "1\n", by="李四").status == 0
    wrong = run(
        "type-in", desk, "--expert", "3", "--by", "张三", "--marks", "-", answers=HEADER + lines
    )
    assert "holds marks of expert 01; give the marks of one paper sheet" in wrong.err
    bad = HEADER + "03,1,1.1,8。5,,\n"
    found = run("type-in", desk, "--expert", "3", "--by", "张三", "--marks", "-", answers=bad)
    assert "if 8.5 is meant, write 8.5" in found.err


def test_subtotals_are_typed_per_primary_and_the_record_says_so(run: Run, desk: Path) -> None:
    answers = "15.5 16\n7 16\n"
    assert type_in(run, desk, answers, "--primary-subtotals").status == 1
    done = type_in(run, desk, answers, by="李四")
    assert done.status == 0, done.said
    assert "the marks of the single rows are a spread of them" in done.err
    with Session.open(desk) as session:
        (event,) = [item for item in session.journal() if item.kind == "typed_in"]
        assert event.body["subtotals"] == 1
    run("unseal", desk, "--yes")
    assert "the marks of single rows are a spread of them" in run("results", desk).said
    told = json.loads(run("results", desk, "--json").out)
    assert "by_subtotals" in told["candidates"][0]["flags"]


def test_paper_after_the_form_asks_why_it_replaces_it(run: Run, desk: Path) -> None:
    with Session.open(desk) as session:
        scoring = session.scoring("01")
        fill_form(scoring)
        scoring.seal().result()
        scoring.close()
    type_in(run, desk, ALL)
    both = type_in(run, desk, ALL + "\n", by="李四")
    assert both.status == 1
    assert "It is in conflict with another version of this expert" in both.err
    type_in(run, desk, ALL)
    replaced = type_in(run, desk, ALL + "专家改用纸质\n", by="李四")
    assert replaced.status == 0, replaced.said
    assert "Version 3." in replaced.out


def test_half_typed_sheets_can_be_forgotten(run: Run, desk: Path) -> None:
    type_in(run, desk, ALL)
    assert run("type-in", desk, "--expert", "1", "--discard").status == 0
    assert run("type-in", desk).status == 0


def test_an_excel_sheet_is_entered_and_a_second_one_needs_a_reason(run: Run, desk: Path) -> None:
    with Session.open(desk) as session:
        panel = session.panel
    sheet = fill(sheet_of(desk), whole(panel) | {("1", "1.1"): None})
    taken = run("type-in", desk, "--sheet", sheet)
    assert taken.status == 0, taken.said
    assert "1 cells are empty and count as not scored: " in taken.err
    assert "Expert 01: entered from the Excel sheet, by the desk" in taken.err
    assert "just the same is here already" in run("type-in", desk, "--sheet", sheet).err
    wrong = run("type-in", desk, "--expert", "2", "--sheet", sheet)
    assert "is the sheet of expert 01; nothing was taken" in wrong.err
    full = fill(sheet_of(desk), whole(panel))
    reasoned = run("type-in", desk, "--sheet", full, "--reason", "补填")
    assert reasoned.status == 0, reasoned.said
    assert "Version 2." in reasoned.out
    empty = run("type-in", desk, "--sheet", sheet_of(desk, "02"))
    assert "nothing is filled in; nothing was taken" in empty.err


def test_a_withdrawn_sheet_entered_again_is_called_withdrawn_and_no_conflict(
    run: Run, desk: Path
) -> None:
    with Session.open(desk) as session:
        panel = session.panel
    sheet = fill(sheet_of(desk), whole(panel))
    assert run("type-in", desk, "--sheet", sheet).status == 0
    taken_back = run("withdraw", desk, "--expert", "1", "--reason", "拿错了", "--by", "王秘书")
    assert taken_back.status == 0, taken_back.said
    again = run("type-in", desk, "--sheet", sheet)
    assert again.status == 1
    assert "It was withdrawn and does not count" in again.err
    assert "conflict" not in again.said
    assert "resolve" not in again.said
    assert run("type-in", desk, "--sheet", sheet, "--reason", "并未拿错").status == 0


def test_a_stick_with_a_filled_sheet_is_merged(run: Run, desk: Path) -> None:
    with Session.open(desk) as session:
        panel = session.panel
    fill(sheet_of(desk), whole(panel))
    merged = run("merge", desk, desk.parent / "kits")
    assert merged.status == 0, merged.said
    assert "Expert 01 专家1（示例）, version 1: new" in merged.out


def test_marks_are_changed_at_the_desk_and_a_slip_is_written(run: Run, desk: Path) -> None:
    type_in(run, desk, ALL)
    assert type_in(run, desk, ALL, by="李四").status == 0
    answers = "1\n9.9\n1\n1.1\n去\n1\n1.1\n6.5\n\n1\n讨论后修改\n张三\n李四\n"
    done = run("change-marks", desk, "--expert", "01", answers=answers)
    assert done.status == 0, done.said
    assert "No. 1 对象1（示例）  1.1 二级1.1: 6.5" in done.out
    assert "Version 2. Check code: " in done.out
    assert (desk.parent / "change-slip-01-v2.xlsx").is_file()
    assert "It replaces version 1" in done.err
    nothing = run("change-marks", desk, "--expert", "01", answers="\n")
    assert "Nothing was changed." in nothing.err
    assert run("check", desk).status == 0


def test_paper_after_the_opening_is_late_and_the_next_command_admits_it(
    run: Run, desk: Path
) -> None:
    with Session.open(desk) as session:
        fill_form(session.scoring("02"), 7)
        session.scoring("02").seal()
    run("unseal", desk, "--yes")
    type_in(run, desk, ALL)
    late = type_in(run, desk, ALL, by="李四")
    assert late.status == 1
    assert "this one is late and does not count" in late.err
    assert f"reviewtui unseal {desk} --again --admit 01 --by NAME --reason REASON" in late.err
    words = ("--again", "--admit", "01", "--by", "王组长", "--reason", "路上耽搁", "--yes")
    assert run("unseal", desk, *words).status == 0
    told = json.loads(run("results", desk, "--json").out)
    assert "01" in told["candidates"][0]["counted"]


@pytest.mark.parametrize("channel", ["excel", "paper"])
def test_every_output_says_how_the_marks_came_in(
    run: Run, desk: Path, tmp_path: Path, channel: str
) -> None:
    if channel == "paper":
        type_in(run, desk, ALL)
        type_in(run, desk, ALL, by="李四")
    else:
        with Session.open(desk) as session:
            panel = session.panel
        run("type-in", desk, "--sheet", fill(sheet_of(desk), whole(panel)))
    run("unseal", desk)
    word = {"paper": "据纸质评分表录入", "excel": "代录"}[channel]
    shown = run("results", desk, "--lang", "zh")
    assert word in shown.said
    told = json.loads(run("results", desk, "--json", "--lang", "zh").out)
    assert f"entered_{channel}" in told["candidates"][0]["flags"]
    book = tmp_path / "out.xlsx"
    assert run("export", desk, "-o", book, "--lang", "zh").status == 0
    from openpyxl import load_workbook

    said = [
        str(cell.value)
        for page in load_workbook(book)
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None
    ]
    assert any(word in text for text in said)
    if channel == "paper":
        assert any("张三、李四" in text for text in said)
    page = tmp_path / "page.html"
    assert run("results", desk, "--page", page, "--lang", "zh").status == 0
    assert word in page.read_text("utf-8")


def test_wrong_use_is_said(run: Run, desk: Path) -> None:
    assert run("type-in", desk, "--sheet", "x.xlsx", "--confirm").status == 2
    assert run("type-in", desk, "--expert", "1", "--marks", "-").status == 2
    assert run("type-in", desk, "--expert", "9").status == 1
