"""Before the meeting, through the commands: the workbook, the opening code, tables imported."""

import os
import re
import stat
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.exchange.documents import load_panel, load_set
from reviewtui.exchange.meeting_write import meeting_book
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import PANEL, answers, hand_in

CODE = re.compile(r"(?:[0-9]{4} ){5}[0-9]{4}")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The example panel, filled in as a workbook."""
    path = tmp_path / "评审会信息表.xlsx"
    data = tomllib.loads(PANEL.read_text("utf-8"))
    path.write_bytes(meeting_book(data, load_panel(PANEL)[0].table))
    return path


def supervised(tmp_path: Path) -> Path:
    path = tmp_path / "panel.toml"
    text = PANEL.read_text("utf-8")
    path.write_text(text.replace('step = "0.5"', 'step = "0.5"\ncustody = "supervisor"'), "utf-8")
    return path


def kept_code(session: Path) -> str:
    with Session.open(session) as opened:
        code = opened.meeting.file.lend(lambda connection: read_opening_code(connection, opened.id))
    assert code is not None
    return code.digits


def test_a_template_is_written_and_lacks_only_what_people_must_say(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "评审会信息表.xlsx"
    made = run("new", "--template", "zj-tic-2022", "-o", path, "--lang", "zh")
    assert made.status == 0
    assert load_workbook(path).sheetnames == [
        "会议", "指标与分值", "评审对象", "专家", "回避", "计分规则",
    ]  # fmt: skip
    assert "reviewtui check" in made.err
    checked = run("check", path)
    assert checked.status == 1
    assert "「会议」B8: “title of the meeting” is not filled in" in checked.err.replace(
        "「meeting」", "「会议」"
    )


def test_a_template_overwrites_only_with_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    refused = run("new", "--template", "zj-tic-2022", "-o", path)
    assert (refused.status, path.read_bytes()) == (1, b"mine")
    assert run("new", "--template", "zj-tic-2022", "-o", path, "--force").status == 0


def test_a_template_of_ones_own_table_names_its_file(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "sets" / "own.toml"
    own.parent.mkdir()
    own.write_text(
        '[set]\nid = "own"\ntitle = "自备"\nstatus = "unofficial"\n[[rows]]\ncode = "1"\n'
        'title = "甲"\n',
        "utf-8",
    )
    path = tmp_path / "a.xlsx"
    assert run("new", "--template", own, "-o", path).status == 0
    assert "no indicator set" not in run("check", path).err
    texts = [cell.value for row in load_workbook(path)["meeting"].iter_rows() for cell in row]
    assert "sets/own.toml" in texts


def test_workbook_and_toml_make_the_same_session(run: Run, book: Path, tmp_path: Path) -> None:
    assert run("new", PANEL, tmp_path / "a.review").status == 0
    made = run("new", book, tmp_path / "b.review")
    assert (made.status, made.out) == (0, "")
    assert "9 experts and 8 candidates" in made.err
    with Session.open(tmp_path / "a.review") as a, Session.open(tmp_path / "b.review") as b:
        assert a.panel.data == b.panel.data
        assert a.sheet.hash == b.sheet.hash


def test_the_workbook_can_be_written_as_toml(run: Run, book: Path, tmp_path: Path) -> None:
    text = tmp_path / "panel.toml"
    made = run("new", book, "--toml", text)
    assert made.status == 0
    assert not list(tmp_path.glob("*.review"))
    assert load_panel(text)[0].data == load_panel(PANEL)[0].data
    assert run("new", book, "--toml", text).status == 1, "it is there already"


def test_faults_of_the_workbook_are_listed_by_cell_and_nothing_is_made(
    run: Run, book: Path, tmp_path: Path
) -> None:
    workbook = load_workbook(book)
    workbook.worksheets[3]["A7"] = "甲乙"
    workbook.save(book)
    made = run("new", book, tmp_path / "a.review")
    assert made.status == 1
    assert re.search(r"评审会信息表.xlsx: 「\w+」A7: “甲乙” is no code", made.err)
    assert not (tmp_path / "a.review").exists()
    assert run("check", book).status == 1


def test_the_opening_code_is_shown_for_the_envelope(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    made = run("new", PANEL, path)
    shown = CODE.search(made.err)
    assert shown is not None
    assert kept_code(path) == shown[0].replace(" ", "")
    assert "also kept in the session" in made.err
    assert "envelope" in made.err


def test_under_a_supervisor_the_code_is_shown_once_and_kept_nowhere(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.review"
    made = run("new", supervised(tmp_path), path)
    shown = CODE.search(made.err)
    assert shown is not None
    assert "not kept in the session" in made.err
    assert kept_code(path) == ""
    assert shown[0].replace(" ", "").encode() not in path.read_bytes()


def test_the_opening_code_goes_into_a_file_that_nobody_else_reads(run: Run, tmp_path: Path) -> None:
    path, file = tmp_path / "a.review", tmp_path / "code.txt"
    made = run("new", supervised(tmp_path), path, "--code-file", file)
    assert made.status == 0
    assert CODE.search(made.err) is None, "the screen does not show it"
    assert CODE.fullmatch(file.read_text("ascii").strip())
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert hand_in(run, path, "01").status == 0
    refused = run("unseal", path)
    assert refused.status == 1
    assert "opening code" in refused.err
    assert run("unseal", path, "--code-file", file).status == 0


def test_a_code_file_that_is_there_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text("an older code", "ascii")
    made = run("new", PANEL, tmp_path / "a.review", "--code-file", file, "--force")
    assert made.status == 1
    assert file.read_text("ascii") == "an older code"
    assert not (tmp_path / "a.review").exists()


def test_a_code_that_cannot_be_written_is_shown_and_not_lost(run: Run, tmp_path: Path) -> None:
    made = run("new", PANEL, tmp_path / "a.review", "--code-file", tmp_path / "no" / "code.txt")
    assert made.status == 0
    assert CODE.search(made.err)
    assert "was not written" in made.err


@pytest.mark.parametrize(
    "words",
    [
        ("new",),
        ("new", PANEL),
        ("new", "--template", "zj-tic-2022"),
        ("new", "--template", "zj-tic-2022", "-o", "a.toml"),
        ("new", "--template", "zj-tic-2022", "a.review", "-o", "a.xlsx"),
        ("new", PANEL, "a.review", "-o", "a.xlsx"),
    ],
)
def test_arguments_that_do_not_go_together_are_wrong_use(
    run: Run, words: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words).status == 2
    assert not list(tmp_path.glob("a.*"))


PASTED = "示例评价指标体系\n一级指标 二级指标\n1.目标\n1.1 很长的\n一条\n— 2 —\n1.2 另一条\n"


@pytest.fixture
def pasted(tmp_path: Path) -> Path:
    path = tmp_path / "pasted.txt"
    path.write_text(PASTED, "utf-8")
    return path


def test_import_shows_and_writes_only_when_told(run: Run, pasted: Path, tmp_path: Path) -> None:
    shown = run("indicators", "import", pasted)
    assert shown.status == 0
    assert "1 primary indicators, 2 rows to be judged" in shown.out
    assert "page mark" in shown.out
    assert "Nothing was written" in shown.err
    file = tmp_path / "set.toml"
    assert run("indicators", "import", pasted, "-o", file, "--preview").status == 0
    assert not file.exists()


def test_a_table_may_be_pasted_into_the_program(spawn: Run, tmp_path: Path) -> None:
    file = tmp_path / "set.toml"
    made = spawn("indicators", "import", "-", "-o", file, answers=PASTED)
    assert made.status == 0
    assert [row.title for row in load_set(file).leaves()] == ["很长的一条", "另一条"]


def test_an_imported_set_passes_check_and_makes_a_template(
    run: Run, pasted: Path, tmp_path: Path
) -> None:
    file = tmp_path / "city.toml"
    assert run("indicators", "import", pasted, "-o", file).status == 0
    assert run("check", file).status == 0
    table = load_set(file)
    assert (table.id, table.title, table.status) == ("city", "示例评价指标体系", "unofficial")
    assert run("indicators", "import", pasted, "-o", file).status == 1, "it is there already"
    words = ("--force", "--id", "x-1", "--status", "draft", "--title", "另一表")
    assert run("indicators", "import", pasted, "-o", file, *words).status == 0
    assert (load_set(file).id, load_set(file).status) == ("x-1", "draft")
    assert run("new", "--template", file, "-o", tmp_path / "a.xlsx").status == 0


def test_a_table_that_is_no_set_is_shown_but_not_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PASTED + "1.2 又一条\n", "utf-8")
    file = tmp_path / "set.toml"
    refused = run("indicators", "import", path, "-o", file)
    assert refused.status == 1
    assert "occurs more than once" in refused.err
    assert "nothing was written" in refused.err
    assert not file.exists()


def test_an_imported_meeting_can_be_scored(run: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    assert run("new", book, path).status == 0
    assert answers(path, "01")
    assert hand_in(run, path, "01").status == 0


def test_templates_are_named_without_a_name_and_with_a_wrong_one(run: Run, tmp_path: Path) -> None:
    listed = run("new", "--template")
    assert listed.status == 0
    for name in ("zj-tic-appraisal", "zj-ttc-annual", "zj-tic-2022"):
        assert any(line.split()[0] == name for line in listed.out.splitlines()), name
    wrong = run("new", "--template", "zj-tic", "-o", tmp_path / "a.xlsx")
    assert wrong.status == 1
    assert "zj-tic-acceptance" in wrong.err
    assert "zj-tic-2022" in wrong.err
    assert not (tmp_path / "a.xlsx").exists()


def test_a_template_is_written_as_workbook_or_as_the_text_that_came_along(
    run: Run, tmp_path: Path
) -> None:
    text, book = tmp_path / "a.toml", tmp_path / "a.xlsx"
    assert run("new", "--template", "zj-tic-acceptance", "-o", text).status == 0
    came = PANEL.with_name("template-zj-tic-acceptance.toml")
    assert text.read_bytes() == came.read_bytes()
    assert run("new", "--template", "zj-tic-acceptance", "-o", book, "--lang", "zh").status == 0
    texts = {cell.value for row in load_workbook(book)["计分规则"].iter_rows() for cell in row}
    assert {"部分逐条", "10", "建议通过验收、建议不通过验收"} <= texts
    for path in (text, book):
        assert run("new", path, tmp_path / "a.review").status == 1, "points and people are open"
        assert not (tmp_path / "a.review").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--template", "zj-tic-annual"), "name the workbook"),
        (("--template", "zj-tic-annual", "-o", "a.docx"), ".xlsx or .toml"),
        (("--template", "zj-tic-2022", "-o", "a.toml"), ".xlsx"),
        (("-o", "a.xlsx", "--template"), "name a template"),
    ],
)
def test_a_template_asked_for_wrongly_is_wrong_use(
    run: Run, words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("new", *words)
    assert refused.status == 2
    assert said in refused.err
    assert list(tmp_path.glob("a.*")) == []


def test_a_template_filled_in_is_a_meeting(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    assert run("new", "--template", "zj-tic-appraisal", "-o", path).status == 0
    text = path.read_text("utf-8").replace('source = "" ', 'source = "纪要" ', 1)
    text = re.sub(r'^# ("[0-9.]+" = )""', r'\1"10"', text, flags=re.MULTILINE)
    text = text.replace("# [weights.of]", "[weights.of]")
    text += '[[experts]]\ncode = "01"\nname = "甲"\n[[candidates]]\ncode = "01"\nname = "中心"\n'
    path.write_text(text, "utf-8")
    assert run("check", path).status == 0
    session = tmp_path / "a.review"
    assert run("new", path, session).status == 0
    with Session.open(session) as opened:
        assert opened.panel.ranking is False
        assert opened.sheet.conclusion is not None
