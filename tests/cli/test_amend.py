"""Amending, recusing, settling, withdrawing and resolving from the command line."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.cli.commands_amending import AMEND, AMENDING_COMMANDS
from reviewtui.session.kit import Kit, make_kit
from reviewtui.session.session import Session
from reviewtui.session.working_copy import create_working_copy
from tests.cli.conftest import Run
from tests.cli.meeting_day import hand_in, new_session
from tests.meeting import ROOT
from tests.session.conftest import fill, mark

WHY = ("--reason", "会议决定")


@pytest.fixture
def session(run: Run, tmp_path: Path) -> Path:
    """A session of the annual panel: nine experts, eight candidates."""
    return new_session(run, tmp_path)


def fork(path: Path, expert: str = "07") -> None:
    """Two versions of one expert that know nothing of each other."""
    with Session.open(path) as session:
        scoring = session.scoring(expert)
        fill(scoring, 4)
        scoring.seal().result()
        scoring.reopen("更正").result()
        scoring.commit([mark("01", "1", 3)]).result()
        scoring.seal("更正").result()
        session.meeting.file.write(
            lambda connection: connection.execute("UPDATE ballot SET supersedes = '[]'")
        )


def test_a_name_is_put_right_and_the_program_says_what_it_did(run: Run, session: Path) -> None:
    ran = run("amend", session, "name", "--expert", "7", "张三（示例）", "--by", "会务")
    assert ran.status == 0
    assert "Amendment 1: Expert 07: the name reads “张三（示例）” now" in ran.err
    with Session.open(session) as opened:
        assert opened.panel.expert("07").name == "张三（示例）"


@pytest.mark.parametrize(
    "words",
    [
        ("name", "x"),
        ("name", "x", "--expert", "07", "--candidate", "01"),
        ("order",),
        ("order", "1,2", "--lot"),
        ("order", "1,2", "--seed", "5"),
        (),
        ("chair",),
        ("early-leave", "sometimes", *WHY),
        ("replace", "07", *WHY),
    ],
)
def test_what_does_not_go_together_is_wrong_use(
    run: Run, session: Path, words: tuple[str, ...]
) -> None:
    ran = run("amend", session, *words)
    assert (ran.status, ran.out) == (2, "")
    assert "--help" in ran.err


def test_a_drawn_order_is_printed_with_its_seed_and_anyone_can_draw_it_again(
    run: Run, session: Path
) -> None:
    ran = run("amend", session, "order", "--lot", "--seed", "20261208")
    codes = [f"0{number}" for number in range(1, 9)]
    expected = sorted(
        codes, key=lambda code: hashlib.sha256(f"20261208 {code}".encode()).hexdigest()
    )
    assert ran.out.splitlines() == [f"{at}  {code}" for at, code in enumerate(expected, start=1)]
    assert "20261208" in ran.err
    assert "SHA-256" in ran.err
    with Session.open(session) as opened:
        assert list(opened.panel.assigned("01")) == expected


def test_without_a_seed_one_is_drawn_and_recorded(run: Run, session: Path) -> None:
    ran = run("amend", session, "order", "--lot", "--json")
    change = json.loads(ran.out)["change"]
    assert len(change["seed"]) == 8
    assert change["codes"] == sorted(
        change["codes"],
        key=lambda code: hashlib.sha256(f"{change['seed']} {code}".encode()).hexdigest(),
    )


def test_a_typed_order_takes_chinese_commas_and_short_numbers(run: Run, session: Path) -> None:
    assert run("amend", session, "order", "8，7、6 5,4,3,2,1").status == 0
    with Session.open(session) as opened:
        assert opened.panel.assigned("01")[:2] == ("08", "07")
    ran = run("amend", session, "order", "8,7")
    assert ran.status == 1
    assert "candidates without a place: 01, 02" in ran.err


def test_a_replaced_expert_is_named_and_his_successor_gets_a_kit(run: Run, session: Path) -> None:
    words = ("replace", "03", "--code", "21", "--name", "李四（示例）", "--title", "教授", *WHY)
    ran = run("amend", session, *words)
    assert ran.status == 0
    assert "Expert 21 李四（示例） sits in the place of Expert 03" in ran.err
    assert "--expert 21" in ran.err
    refused = run("score", session, "--expert", "03", "--plain")
    assert refused.status == 1
    assert "replaced by expert 21" in refused.err
    assert hand_in(run, session, "21").status == 0


def test_amending_what_could_move_the_result_needs_a_reason(run: Run, session: Path) -> None:
    ran = run("recuse", session, "--expert", "03", "--candidate", "02")
    assert ran.status == 2
    assert "--reason" in ran.err


def test_an_added_expert_judges_those_that_are_stated(run: Run, session: Path) -> None:
    words = ("--code", "22", "--name", "王五（示例）", "--candidates", "1,3", *WHY)
    assert run("add-expert", session, *words).status == 0
    with Session.open(session) as opened:
        assert opened.panel.assigned("22") == ("01", "03")
        assert len(opened.panel.assigned("01")) == 8
    again = run("add-expert", session, *words)
    assert again.status == 1
    assert "never given again" in again.err


def test_every_amendment_is_listed(run: Run, session: Path) -> None:
    assert run("amend", session, "list").out == "no amendment so far\n"
    run("amend", session, "chair", "2", "--by", "主任")
    run("recuse", session, "--expert", "3", "--candidate", "2", "--reason", "师生关系")
    run("settle", session, "--candidate", "1", "--row", "4.2", "--value", "yes", *WHY)
    run("amend", session, "early-leave", "count_none", *WHY)
    listed = run("amend", session, "list")
    assert [line.split()[0] for line in listed.out.splitlines()[1:]] == ["1", "2", "3", "4"]
    assert "主任" in listed.out
    said = json.loads(run("amend", session, "list", "--json").out)
    assert [item["kind"] for item in said] == ["chair", "recuse", "settle", "early_leave"]
    assert [item["idle"] for item in said] == [None] * 4


def test_a_withdrawn_candidate_is_named_as_withdrawn_in_every_output(
    run: Run, session: Path, tmp_path: Path
) -> None:
    for expert in [f"0{number}" for number in range(1, 10)]:
        assert hand_in(run, session, expert).status == 0
    ran = run("amend", session, "withdraw-candidate", "4", "--reason", "主动撤回申报")
    assert ran.status == 0
    assert run("unseal", session, "--yes").status == 0
    shown = run("results", session)
    assert shown.status == 0
    (line,) = [line for line in shown.out.splitlines() if line.split()[1:2] == ["04"]]
    assert line.endswith("withdrawn: 主动撤回申报")
    said = json.loads(run("results", session, "--json").out)
    gone = next(item for item in said["candidates"] if item["code"] == "04")
    assert (gone["total"], gone["rank"], gone["n"]) == (None, None, 0)
    assert "withdrawn" in gone["flags"]
    assert sorted(item["rank"] for item in said["candidates"] if item["rank"])[0] == 1
    explained = run("explain", session, "4")
    assert explained.status == 0
    workbook = tmp_path / "result.xlsx"
    assert run("export", session, "-o", workbook, "--detail").status == 0
    assert "withdrawn" in " ".join(_texts(workbook))


def _texts(workbook: Path) -> Iterator[str]:
    from openpyxl import load_workbook

    for sheet in load_workbook(workbook).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))


def test_a_replaced_expert_stands_in_the_outputs_as_not_assigned(
    run: Run, session: Path, tmp_path: Path
) -> None:
    run("amend", session, "replace", "03", "--code", "21", "--name", "李四（示例）", *WHY)
    for expert in ("01", "02", "04", "05", "06", "07", "08", "09", "21"):
        assert hand_in(run, session, expert).status == 0
    opened = run("unseal", session, "--yes")
    assert opened.status == 0
    assert "9 experts are open" in opened.err
    assert "03 " not in opened.err
    said = json.loads(run("results", session, "--json").out)
    first = said["candidates"][0]
    assert "21" in first["counted"]
    assert {"expert": "03", "why": "not_assigned"} in first["left_out"]
    assert run("export", session, "-o", tmp_path / "result.xlsx").status == 0
    assert run("check", session).status == 0


def test_a_ballot_is_withdrawn_and_the_expert_counts_as_absent(run: Run, session: Path) -> None:
    hand_in(run, session, "07")
    ran = run("withdraw", session, "--expert", "7", "--by", "会务", "--reason", "拿错评分包")
    assert ran.status == 0
    assert "counts no more; it is kept" in ran.err
    again = run("withdraw", session, "--expert", "7", "--reason", "拿错评分包")
    assert again.status == 1
    assert "nothing to withdraw" in again.err


def test_a_conflict_is_listed_with_codes_and_times_and_settled_by_two(
    run: Run, session: Path
) -> None:
    assert run("resolve", session).out == "nothing is in conflict\n"
    fork(session)
    listed = run("resolve", session)
    assert listed.status == 1
    assert len(listed.out.splitlines()) == 3
    (conflict,) = json.loads(run("resolve", session, "--json").out)
    first, second = conflict["versions"]
    assert first["check_code"] in listed.out
    keep = ("--expert", "7", "--keep", second["check_code"], "--reason", "与签字表一致")
    alone = run("resolve", session, *keep, "--by", "张秘书")
    assert alone.status == 1
    assert "two people" in alone.err
    settled = run("resolve", session, *keep, "--by", "张秘书", "--by", "李监督", "--json")
    assert settled.status == 0
    assert json.loads(settled.out)["chosen"] == second["id"]
    assert run("resolve", session).status == 0
    assert run("unseal", session, "--yes").status == 0
    (told,) = [line for line in run("results", session).out.splitlines() if "李监督" in line]
    assert second["check_code"] in told
    assert "AFTER THE OPENING" not in told
    (said,) = json.loads(run("results", session, "--json").out)["settled_conflicts"]
    assert (said["by"], said["after_opening"]) == (["张秘书", "李监督"], False)
    book = session.with_name("result.xlsx")
    assert run("export", session, "-o", book).status == 0
    sheets = [[*sheet.values] for sheet in load_workbook(book, read_only=True)]
    assert "张秘书, 李监督" in repr(sheets)
    verified = run("verify", book)
    assert verified.status == 0, verified.said


def test_a_code_that_is_none_of_the_versions_names_those_that_are(run: Run, session: Path) -> None:
    fork(session)
    words = ("--by", "甲", "--by", "乙", *WHY)
    for keep in ("1234 5678 9012", "12", "abcdefabcdef"):
        ran = run("resolve", session, "--expert", "07", "--keep", keep, *words)
        assert ran.status == 1
        assert "is none of the versions" in ran.err
    assert run("resolve", session, "--keep", "12345678", *words).status == 2


def test_no_command_shows_a_mark_before_the_opening(run: Run, session: Path) -> None:
    fork(session)
    said = run("resolve", session).said + run("amend", session, "list").said
    assert "cells" not in said + run("resolve", session, "--json").said


@pytest.mark.parametrize(
    "words",
    [(command.name,) for command in AMENDING_COMMANDS]
    + [("amend", "x.review", part.name) for part in AMEND.parts],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_its_help_with_an_example(
    run: Run, words: tuple[str, ...], language: str
) -> None:
    ran = run(*words, "--help", "--lang", language)
    assert ran.status == 0
    assert f"reviewtui {words[0]} zj-2026.review" in ran.out


def test_reopen_asks_back_a_ballot_that_came_from_the_experts_own_machine(
    run: Run, session: Path
) -> None:
    hand_in(run, session, "07")
    with Session.open(session) as opened:  # as it would be had it come by merge
        opened.meeting.file.write(
            lambda connection: connection.execute(
                "UPDATE journal SET kind = 'received', actor = '@desk' WHERE kind = 'sealed'"
            )
        )
    ran = run("reopen", session, "--expert", "7", "--reason", "漏看材料")
    assert ran.status == 0
    assert "on his own machine" in ran.err
    assert "Version 1 counts" in ran.err
    again = run("reopen", session, "--expert", "7", "--reason", "漏看材料")
    assert again.status == 1
    assert "was asked before" in again.err


def from_a_machine(kit: Kit, folder: Path, points: float) -> Path:
    """A ballot file as a machine of its own makes it from a kit."""
    folder.mkdir()
    create_working_copy(folder / "copy.review", kit, "kit")
    with Session.open(folder / "copy.review") as copy:
        scoring = copy.scoring(kit.expert)
        fill(scoring, points)
        scoring.seal().result()
        ((content,),) = copy.meeting.file.read("SELECT content FROM ballot")
    path = folder / "07.ballot"
    path.write_bytes(content)
    return path


def test_two_machines_of_one_kit_end_as_a_conflict_that_two_people_settle(
    run: Run, session: Path, tmp_path: Path
) -> None:
    with Session.open(session) as opened:
        kit = make_kit(opened.meeting, "07")
    files = [from_a_machine(kit, tmp_path / name, points) for name, points in (("a", 3), ("b", 4))]
    assert run("merge", session, *files).status == 1
    (conflict,) = json.loads(run("resolve", session, "--json").out)
    assert {version["kit"] for version in conflict["versions"]} == {kit.id}
    chosen = conflict["versions"][1]
    words = ("--expert", "7", "--keep", chosen["id"][:12], "--by", "甲", "--by", "乙", *WHY)
    assert run("resolve", session, *words).status == 0
    assert run("unseal", session, "--yes").status == 0
    assert run("check", session).status == 0
    with Session.open(session) as opened:
        assert opened.effective()["07"].content_id == chosen["id"]


def test_a_ballot_from_a_kit_is_withdrawn_at_the_desk_and_everything_stays_sound(
    run: Run, session: Path, tmp_path: Path
) -> None:
    with Session.open(session) as opened:
        kit = make_kit(opened.meeting, "07")
    assert run("merge", session, from_a_machine(kit, tmp_path / "a", 3)).status == 0
    assert run("withdraw", session, "--expert", "7", *WHY).status == 0
    hand_in(run, session, "01")
    assert run("copy", session, tmp_path / "desk-2.review").status == 0
    assert run("unseal", session, "--yes").status == 0
    assert run("check", session).status == 0
    left_out = json.loads(run("results", session, "--json").out)["candidates"][0]["left_out"]
    assert {"expert": "07", "why": "withdrawn"} in left_out


def test_amendments_and_resolutions_of_a_second_desk_take_effect_after_merging(
    run: Run, session: Path, tmp_path: Path
) -> None:
    fork(session)
    second = tmp_path / "desk-2.review"
    assert run("copy", session, second).status == 0
    run("amend", session, "chair", "2")
    run("recuse", second, "--expert", "3", "--candidate", "2", "--reason", "师生关系")
    (conflict,) = json.loads(run("resolve", second, "--json").out)
    words = ("--expert", "7", "--keep", conflict["versions"][0]["id"][:12])
    run("resolve", second, *words, "--by", "甲", "--by", "乙", *WHY)
    run("merge", session, second)
    run("merge", second, session)
    for path in (session, second):
        said = json.loads(run("amend", path, "list", "--json").out)
        assert {item["kind"] for item in said} == {"chair", "recuse"}
        assert [item["number"] for item in said] == [1, 1]
        assert run("resolve", path).status == 0
        with Session.open(path) as opened:
            assert opened.panel.expert("02").role == "chair"
            assert opened.panel.recusal("03", "02") is not None


def test_an_earlier_evaluation_and_integrity_are_put_on_record(run: Run, tmp_path: Path) -> None:
    session = new_session(run, tmp_path, ROOT / "panels" / "zj-ttc-annual.toml")
    past = run("amend", session, "history", "04", "2024-12-20", "不合格", "--document", "文", *WHY)
    assert (past.status, "04" in past.err) == (0, True), past.err
    about = run("amend", session, "history", "04", "2024-12-20", "合格", "--year", "2023", *WHY)
    assert about.status == 0, about.err
    found = run("amend", session, "integrity", "04", "yes", "--note", "数据不实", *WHY)
    assert found.status == 0, found.err
    with Session.open(session) as opened:
        candidate = opened.panel.candidate("04")
    told = [(one.date.isoformat(), one.year, one.grade) for one in candidate.history]
    assert ("2024-12-20", 2023, "合格") in told
    assert len({day for day, _year, _grade in told}) == len(told), "a day is put right, not doubled"
    assert candidate.integrity is not None
    assert (candidate.integrity.found, candidate.integrity.note) == (True, "数据不实")


@pytest.mark.parametrize(
    "words",
    [
        ("history", "04", "2026-02-30", "合格", *WHY),
        ("history", "04", "2999-01-01", "合格", *WHY),
        ("history", "04", "2024-12-20", "合格", "--year", "去年", *WHY),
        ("history", "99", "2024-12-20", "合格", *WHY),
        ("history", "04", "2024-12-20", "合格"),
        ("integrity", "99", "no", *WHY),
        ("integrity", "04", "no"),
    ],
)
def test_what_cannot_be_put_on_record_changes_nothing(
    run: Run, session: Path, words: tuple[str, ...]
) -> None:
    ran = run("amend", session, *words)
    assert ran.status in (1, 2)
    assert ran.out == ""
    assert "Traceback" not in ran.err
    with Session.open(session) as opened:
        candidate = opened.panel.candidate("04")
    assert (candidate.history, candidate.integrity) == ((), None)
