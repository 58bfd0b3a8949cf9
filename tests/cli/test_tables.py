"""`indicators`: what is at hand, what is in it, what differs."""

import re
from pathlib import Path

from tests.cli.conftest import Run


def test_the_built_in_tables_are_listed_with_their_counts(run: Run) -> None:
    shown = run("indicators", "list", "--lang", "zh")
    assert (shown.status, shown.err) == (0, "")
    lines = {line.split()[0]: line.split() for line in shown.out.splitlines()}
    assert lines["zj-tic-2022"][1:4] == ["正式印发（试行）", "10", "43"]
    assert lines["nb-tic-draft"][1:4] == ["征求意见稿", "10", "42"]
    assert lines["zj-ttc-draft"][1:6] == ["非官方整理", "·", "征求意见稿", "6", "30"]
    assert lines["zj-zone-2018"][1:4] == ["非官方整理", "2", "2"]


def test_a_table_shows_what_follows_in_the_words_of_its_document(run: Run) -> None:
    shown = run("indicators", "show", "zj-ttc-draft", "--lang", "zh").out
    assert "非官方整理 · 征求意见稿" in shown
    assert "「连续2年考核评价为不合格的，取消省转化中心资格」（第十八条）" in shown
    assert "优秀、合格、不合格" in shown
    assert re.search(r"SHA-256 +[0-9a-f]{64}", shown)


def test_a_target_of_the_province_stands_under_figures_that_are_only_shown(run: Run) -> None:
    shown = run("indicators", "show", "zj-tic-system-draft").out
    duties, others = shown.split("Other figures of the document, shown only")
    assert "Import substitution results" in others
    assert "Import substitution results" not in duties.split("Requirements by stage")[1]


def test_a_difference_names_status_and_hash_of_both_tables(run: Run) -> None:
    lines = run("indicators", "diff", "zj-lab-draft", "zj-tic-2022", "--lang", "zh").out.split("\n")
    assert re.search(r"^- zj-lab-draft .*\[非官方整理 · 征求意见稿\]  [0-9a-f]{64}$", lines[0])
    assert re.search(r"^\+ zj-tic-2022 .*\[正式印发（试行）\]  [0-9a-f]{64}$", lines[1])


def test_your_own_tables_are_listed_and_faulty_ones_named(run: Run) -> None:
    folder = Path(run("indicators", "where").out.strip())
    assert run("indicators", "list", "--where").out.strip() == str(folder)
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        '[set]\nid = "mine"\ntitle = "My own"\nstatus = "unofficial"\n'
        '[[rows]]\ncode = "1"\ntitle = "One"\n',
        "utf-8",
    )
    shown = run("indicators", "list")
    assert shown.status == 0
    assert "your own" in shown.out
    (folder / "broken.toml").write_text("= = =", "utf-8")
    shown = run("indicators", "list")
    assert shown.status == 1
    assert "mine" in shown.out
    assert "broken.toml" in shown.err


def test_every_row_of_a_table_is_shown_uncut(run: Run) -> None:
    shown = run("indicators", "show", "zj-tic-2022", "--lang", "zh").out
    rows = re.findall(r"^ *\d+(?:\.\d+)?  .*$", shown, re.M)
    assert len(rows) == 53
    assert "炼化一体化与新材料、汽车及零部件、数字安防、智能制造等重点优势产业集群" in shown
    assert "300" in shown


def test_the_two_tables_differ_in_six_rows(run: Run) -> None:
    shown = run("indicators", "diff", "zj-tic-2022", "nb-tic-draft", "--lang", "zh").out
    codes = {
        line.split()[1] for line in shown.splitlines() if line[:1] in "+-" and line[2:3].isdigit()
    }
    assert codes == {"2.1", "2.2", "2.3", "3.1", "7.1", "7.2"}
    assert "- 2.3 " in shown
    assert "+ 2.3 " not in shown


def test_a_table_does_not_differ_from_itself(run: Run) -> None:
    shown = run("indicators", "diff", "zj-tic-2022", "zj-tic-2022").out
    assert "0 rows and 0 requirements different" in shown


def test_a_sentence_that_two_consequences_stand_on_is_printed_once(run: Run) -> None:
    shown = run("indicators", "show", "zj-ttc-draft", "--lang", "zh").out
    assert shown.count("「符合条件的且年度评价结果为合格及以上的，每年给予最高不超过1000万元") == 1
    assert "M-TT-03、M-TT-07" in shown
