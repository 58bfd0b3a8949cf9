"""Tables out of documents: Word, workbooks, CSV, pasted text; nothing is changed in silence."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from reviewtui.domain.findings import Refused
from reviewtui.exchange.check import check_file
from reviewtui.exchange.documents import load_set
from reviewtui.exchange.table_import import (
    Recognised,
    id_from,
    preview,
    recognise,
    set_document,
    set_text,
)
from reviewtui.exchange.table_numbers import Numbered, Style, split_line, split_number
from tests.exchange.workbooks import (
    saved,
    with_part,
    word_document,
    word_paragraph,
    word_table,
    write,
)
from tests.meeting import ROOT, built_in

PASTED = """— 3 —

示例市平台评价指标体系

一级指标 二级指标
1.目标定位
1.1 国内一流水平的重大技术
创新平台
１．２ 世界一流水平的平台
— 4 —
一级指标　二级指标
2.人才团队 2.1 引进顶尖人才
2.2 专职人员不少于
2.5亿元投入的单位
注：可以调整，
并写入责任书。
附件2
1.不是指标
"""
GRID: list[list[str | None]] = [
    ["序号", "一级指标", "二级指标", "分值", "评价要点"],
    ["1", "一、目标定位", "定位清晰", "10", "看方案"],
    ["2", None, "目标\n可检验", "5", "看指标"],
    ["3", "二、人才团队", "引进人才", "15", ""],
    ["序号", "一级指标", "二级指标", "分值", "评价要点"],
    ["4", None, "培养人才", "20", ""],
    ["", "合计", "", "50", ""],
    ["注：分值另定", "", "", "", ""],
]
ROWS = [
    ("1", "", "目标定位"),
    ("1.1", "1", "定位清晰"),
    ("1.2", "1", "目标可检验"),
    ("2", "", "人才团队"),
    ("2.1", "2", "引进人才"),
    ("2.2", "2", "培养人才"),
]


def rows(table: Recognised) -> list[tuple[str, str, str]]:
    return [(row.code, row.parent, row.title) for row in table.rows]


def text(folder: Path, content: str, name: str = "a.txt", encoding: str = "utf-8") -> Recognised:
    return recognise(write(folder / name, content.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_pasted_text_becomes_a_tree(tmp_path: Path, encoding: str) -> None:
    table = text(tmp_path, PASTED, encoding=encoding)
    assert rows(table) == [
        ("1", "", "目标定位"),
        ("1.1", "1", "国内一流水平的重大技术创新平台"),
        ("1.2", "1", "世界一流水平的平台"),
        ("2", "", "人才团队"),
        ("2.1", "2", "引进顶尖人才"),
        ("2.2", "2", "专职人员不少于2.5亿元投入的单位"),
    ]
    assert table.title == "示例市平台评价指标体系"
    assert table.note == "注：可以调整，并写入责任书。"
    assert len(table.joined) == 2
    assert table.dropped == (
        "line 10: page mark “— 4 —”",
        "line 11: heading “一级指标　二级指标”",
        "line 17: the next annex begins: “附件2”",
    )
    assert table.doubts == ()


def test_the_preview_says_what_was_recognised_joined_and_left_out(tmp_path: Path) -> None:
    lines = list(preview(text(tmp_path, PASTED)))
    assert lines[0] == "示例市平台评价指标体系"
    assert "  1.1  国内一流水平的重大技术创新平台" in lines
    assert "2 primary indicators, 4 rows to be judged" in lines
    assert "Put together: 2" in lines
    assert "Left out: 3" in lines


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("一、甲\n（一）乙\n1.丙\n2.丁\n（二）戊\n二、己", "1 1.1 1.1.1 1.1.2 1.2 2"),
        ("一、甲\n1、乙\n2、丙\n二、丁\n1、戊", "1 1.1 1.2 2 2.1"),
        ("（一）甲\n（1）乙\n（2）丙", "1 1.1 1.2"),
        ("1.甲\n①乙\n②丙\n2.丁", "1 1.1 1.2 2"),
        ("一、甲\n1.1 乙\n1.2 丙\n二、丁\n2.1 戊", "1 1.1 1.2 2 2.1"),
        ("十一、甲\n1.乙", "11 11.1"),
        ("1 . 甲", ""),
    ],
)
def test_every_style_of_numbering_gives_its_level(tmp_path: Path, lines: str, codes: str) -> None:
    if not codes:
        with pytest.raises(Refused, match="no indicators were recognised"):
            text(tmp_path, lines)
        return
    assert [row.code for row in text(tmp_path, lines).rows] == codes.split()


def test_numbers_are_split_from_titles_and_figures_are_left_alone() -> None:
    assert split_number("１０．７打造公共平台") == Numbered(Style.DECIMAL, "10.7", "打造公共平台")
    assert split_number("2.5亿元投入") is None
    assert split_number("90%以上") is None
    assert split_number("1.1") is None
    assert split_line("6.人才团队 6.1 引进人才 6.2 培养") == [
        "6.人才团队",
        "6.1 引进人才",
        "6.2 培养",
    ]
    assert split_line("占比超过 2.5 倍") == ["占比超过 2.5 倍"]


def test_gaps_and_repeated_numbers_are_doubts(tmp_path: Path) -> None:
    table = text(tmp_path, "一级指标 二级指标\n1.甲\n1.1 乙\n1.3 丙\n1.3 丁\n2.1 戊\n")
    assert "1.3 stands where number 1.2 was expected" in table.doubts
    assert "the number 1.3 occurs more than once" in table.doubts
    assert any("2.1 stands below 1" in doubt for doubt in table.doubts)


def test_articles_of_a_document_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no indicators were recognised"):
        text(tmp_path, "一、总则。本办法适用于全省。\n二、职责。各单位按职责分工负责。\n")


def word(folder: Path, body: str) -> Path:
    return write(folder / "a.docx", word_document(body))


def check_grid(table: Recognised) -> None:
    assert rows(table) == ROWS
    assert [row.points for row in table.rows] == ["", "10", "5", "", "15", "20"]
    assert table.rows[1].guidance == "看方案"
    assert table.note == "注：分值另定"
    assert any("repeated heading" in one for one in table.dropped)
    assert any("合计" in one for one in table.dropped)
    assert any("points" in one for one in table.doubts)


def test_a_word_table_is_read_with_its_merged_cells(tmp_path: Path) -> None:
    body = word_paragraph("示例评价指标体系") + word_table(GRID)
    table = recognise(word(tmp_path, body))
    check_grid(table)
    assert table.title == "示例评价指标体系"
    assert any("2 lines are one title" in one for one in table.joined)


def test_a_word_table_that_goes_on_on_the_next_page_is_one_table(tmp_path: Path) -> None:
    body = word_table(GRID[:3]) + word_paragraph("— 2 —") + word_table(GRID[3:])
    check_grid(recognise(word(tmp_path, body)))


def test_several_numbered_rows_in_one_word_cell_are_several_rows(tmp_path: Path) -> None:
    body = word_table(
        [["一级指标", "二级指标"], ["1.目标", "1.1 甲\n乙\n1.2 丙"], ["2.人才", "2.1 丁"]]
    )
    assert rows(recognise(word(tmp_path, body))) == [
        ("1", "", "目标"),
        ("1.1", "1", "甲乙"),
        ("1.2", "1", "丙"),
        ("2", "", "人才"),
        ("2.1", "2", "丁"),
    ]


def test_deleted_text_is_not_read_and_numbering_of_word_is_a_doubt(tmp_path: Path) -> None:
    body = word_table([["一级指标", "二级指标"], ["目标", "甲"]]).replace(
        "<w:t>甲</w:t>",
        "<w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del><w:r>",
    )
    body += "<w:p><w:pPr><w:numPr/></w:pPr></w:p>"
    table = recognise(word(tmp_path, body))
    assert rows(table) == [("1", "", "目标"), ("1.1", "1", "甲")]
    assert any("numbers paragraphs by itself" in doubt for doubt in table.doubts)


def test_a_word_document_without_a_table_is_read_as_text(tmp_path: Path) -> None:
    body = "".join(map(word_paragraph, ["一级指标 二级指标", "1.甲", "1.1 乙"]))
    assert rows(recognise(word(tmp_path, body))) == [("1", "", "甲"), ("1.1", "1", "乙")]


def test_a_word_document_that_means_harm_is_refused(tmp_path: Path) -> None:
    tricky = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    content = with_part(word_document(""), "word/document.xml", tricky.encode())
    with pytest.raises(Refused, match="declares XML entities"):
        recognise(write(tmp_path / "a.docx", content))
    with pytest.raises(Refused, match="is not a Word document"):
        recognise(write(tmp_path / "b.docx", word_document("").replace(b"document", b"somethin")))
    with pytest.raises(Refused, match="old format"):
        recognise(write(tmp_path / "c.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600))


def test_a_workbook_is_read_with_its_merged_cells(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(["示例评价指标体系"])
    for row in GRID:
        sheet.append(row)
    sheet.merge_cells("B3:B4")
    table = recognise(write(tmp_path / "a.xlsx", saved(workbook)))
    check_grid(table)
    assert table.title == "示例评价指标体系"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_and_pasted_columns_are_read(tmp_path: Path, separator: str, encoding: str) -> None:
    file = StringIO()
    csv.writer(file, delimiter=separator).writerows(GRID)
    name = "a.txt" if separator == "\t" else "a.csv"
    check_grid(text(tmp_path, file.getvalue(), name, encoding))


def test_what_is_no_text_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither a document"):
        recognise(write(tmp_path / "a.txt", b"\x89PNG\0\0\xff\xff"))


def test_the_written_set_passes_the_check_and_says_what_is_left_to_fill_in(tmp_path: Path) -> None:
    table = text(tmp_path, PASTED)
    path = tmp_path / "set.toml"
    path.write_text(set_text(set_document(table, set_id="city-1"), "a.txt"), "utf-8")
    assert [one for one in check_file(path) if not one.warning] == []
    made = load_set(path)
    assert (made.id, made.status, made.document) == ("city-1", "unofficial", "")
    assert made.note == "注：可以调整，并写入责任书。"
    assert path.read_text("utf-8").startswith("# Imported from a.txt; compare every row")
    assert all(row.top is None for row in made.rows), "points are no part of a set"


def test_an_id_is_made_of_the_files_name() -> None:
    assert id_from(Path("x/nb 2026.toml")) == "nb-2026"
    assert id_from(Path("指标.toml")) == "imported-table"


SOURCES = ROOT.parent / "shared" / "sources"


@pytest.mark.parametrize(
    ("file", "known"),
    [("000_6b19909ac0d2efa9.txt", "zj-tic-2022"), ("002_d905debec0422e99.txt", "nb-tic-draft")],
)
def test_the_official_documents_give_the_built_in_tables(file: str, known: str) -> None:
    path = SOURCES / file
    if not path.exists():
        pytest.skip(f"NOT CHECKED AGAINST THE SOURCES: {path} is not there")
    table, official = recognise(path), built_in(known)
    assert rows(table) == [(row.code, row.parent, row.title) for row in official.rows]
    assert (table.title, table.note) == (official.title, official.note)
    assert table.doubts == ()


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize(
    ("file", "known"),
    [("000_6b19909ac0d2efa9.txt", "zj-tic-2022"), ("002_d905debec0422e99.txt", "nb-tic-draft")],
)
def test_an_official_table_pasted_alone_gives_the_same_rows(
    tmp_path: Path, file: str, known: str, heading: bool
) -> None:
    path = SOURCES / file
    if not path.exists():
        pytest.skip(f"NOT CHECKED AGAINST THE SOURCES: {path} is not there")
    lines = path.read_text("utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if "目标定位" in line and "1" in line[:3])
    begin = max(at for at, line in enumerate(lines[:first]) if "一级指标" in line)
    end = next(at for at, line in enumerate(lines) if at > first and line.startswith("注：")) + 3
    pasted = lines[begin if heading else first : end]
    table, official = text(tmp_path, "\n".join(pasted)), built_in(known)
    assert rows(table) == [(row.code, row.parent, row.title) for row in official.rows]
    leaves = 43 if known.startswith("zj") else 42
    assert (len([row for row in table.rows if not row.parent]), table.leaves) == (10, leaves)
    assert len(table.doubts) == (0 if heading else 1)


FLAT = [
    ("1", "", "目标定位"),
    ("1.1", "1", "国内一流的平台"),
    ("1.2", "1", "世界一流的平台"),
    ("2", "", "人才团队"),
    ("2.1", "2", "引进顶尖人才"),
]


@pytest.mark.parametrize(
    "pasted",
    [
        "目标定位\t国内一流的平台\n\t世界一流的平台\n人才团队\t引进顶尖人才\n",
        "1\t目标定位\t国内一流的平台\t10\n2\t目标定位\t世界一流的平台\t5\n"
        "3\t人才团队\t引进顶尖人才\t15分\n",
        "目标定位    国内一流的平台\n            世界一流的平台\n人才团队　　引进顶尖人才\n",
        "目标定位　国内一流的平台\n　世界一流的平台\n人才团队　引进顶尖人才\n",
    ],
    ids=["tabs", "tabs with numbers and points", "blanks", "wide blanks"],
)
def test_columns_without_a_heading_are_told_by_what_stands_in_them(
    tmp_path: Path, pasted: str
) -> None:
    table = text(tmp_path, pasted)
    assert rows(table) == FLAT
    assert "no header names the columns; they were taken as 1 " in table.doubts[0]
    assert not table.dropped


def test_points_and_long_guidance_are_not_taken_for_levels(tmp_path: Path) -> None:
    long = "看建设方案是否明确提出可核对的目标，说明目标与所在领域国内外先进水平的差距和追赶路径"
    table = text(tmp_path, f"目标定位\t定位清晰\t10\t{long}\n人才团队\t引进人才\t15\t{long}\n")
    assert [row.points for row in table.rows] == ["", "10", "", "15"]
    assert [row.guidance for row in table.rows] == ["", long, "", long]


def test_one_cell_per_line_is_put_back_into_rows_where_numbers_prove_it(tmp_path: Path) -> None:
    table = text(
        tmp_path,
        "序号\n一级指标\n二级指标\n分值\n\n１\n目标定位\n国内一流的平台\n１０\n"
        "2\n目标定位\n世界一流的平台\n5\n3\n人才团队\n引进顶尖人才\n15\n",
    )
    assert rows(table) == FLAT
    assert [row.points for row in table.rows] == ["", "10", "5", "", "15"]


def test_points_on_lines_of_their_own_join_no_title(tmp_path: Path) -> None:
    table = text(
        tmp_path,
        "一级指标\n二级指标\n分值\n1.目标定位\n1.1 国内一流的平台\n10\n1.2 世界一流的平台\n５\n"
        "2.人才团队\n2.1 引进顶尖人才\n15\n",
    )
    assert rows(table) == FLAT
    assert [row.points for row in table.rows] == ["", "10", "5", "", "15"]
    assert "line 6: the number “10” stands alone and was taken as points" in table.doubts


def test_numbers_on_lines_of_their_own_belong_to_the_title_below(tmp_path: Path) -> None:
    table = text(
        tmp_path,
        "一级指标 二级指标\n1\n目标定位\n1.1\n国内一流的平台\n1.2\n世界一流的\n平台\n"
        "— 2 —\n２\n人才团队\n２.１\n引进顶尖人才\n",
    )
    assert rows(table) == FLAT


def test_unnumbered_lines_below_numbered_primaries_are_rows_and_each_is_doubted(
    tmp_path: Path,
) -> None:
    table = text(
        tmp_path,
        "一级指标\n二级指标\n1.目标定位\n国内一流的平台\n世界一流的平台\n2.人才团队\n引进顶尖人才\n",
    )
    assert rows(table) == FLAT
    assert [doubt.partition(":")[0] for doubt in table.doubts] == ["line 4", "line 5", "line 7"]


def test_short_lines_that_were_joined_are_doubted(tmp_path: Path) -> None:
    table = text(
        tmp_path,
        "一级指标 二级指标\n1.目标\n1.1 国内一流水平的重大技术创新\n平台\n2.人才\n引进顶尖人才\n"
        "培养青年人才\n",
    )
    assert any(doubt.startswith("line 5: is this one title?") for doubt in table.doubts)
    assert not any(doubt.startswith("line 3: is this one") for doubt in table.doubts)


BROKEN = """一级指标\t二级指标\t分值
1 目标定位\t１．１国内一流水平
- 2 -
的重大
平台\t１０
\t１．２世界一流\t５
２．重点领域\t２．１产业集群
３．人才\t３．１领军
说明：满分三十分
"""


def test_a_cell_pasted_with_tabs_and_broken_over_lines_is_one_title(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "a.txt", BROKEN.encode()))
    assert [(row.code, row.title, row.points) for row in found.rows] == [
        ("1", "目标定位", ""),
        ("1.1", "国内一流水平的重大平台", "10"),
        ("1.2", "世界一流", "5"),
        ("2", "重点领域", ""),
        ("2.1", "产业集群", ""),
        ("3", "人才", ""),
        ("3.1", "领军", ""),
    ]
    assert len(found.joined) == 1
    assert "国内一流水平的重大平台" in found.joined[0]
    assert found.note == "说明：满分三十分"


NUMBERED_BELOW: list[list[str | None]] = [
    ["1", "目标定位", "1.1 国内一流的平台", "15%"],
    [None, None, "1.2 世界一流的平台", None],
    ["2", "人才团队", "2.1 引进顶尖人才", "85%"],
]


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ([["序号", "评价指标", None, "权重"], [None, "一级指标", "二级指标", None]], False),
        ([["序号", "指标名称", "指标内容", "权重"]], True),
        ([["序号", "评价内容", "评价要点", "分值"]], True),
    ],
)
def test_a_level_is_found_below_two_rows_of_headings_and_below_none(
    tmp_path: Path, header: list[list[str | None]], *, asked: bool
) -> None:
    found = recognise(
        write(tmp_path / "a.docx", word_document(word_table(header + NUMBERED_BELOW)))
    )
    assert rows(found) == FLAT
    assert any("was taken as the level below" in doubt for doubt in found.doubts) is asked


def test_a_column_that_is_not_read_is_told(tmp_path: Path) -> None:
    grid: list[list[str | None]] = [
        ["一级指标", "二级指标", "数据来源"],
        ["目标定位", "国内一流的平台", "科技局"],
    ]
    found = recognise(write(tmp_path / "a.docx", word_document(word_table(grid))))
    assert any("数据来源" in line for line in found.dropped)


def test_guidance_that_goes_on_below_its_row_is_kept(tmp_path: Path) -> None:
    grid: list[list[str | None]] = [
        ["一级指标", "二级指标", "评分标准", "分值"],
        ["目标定位", "国内一流的平台", "达到得8分", "8"],
        [None, None, "接近得5分", None],
    ]
    found = recognise(write(tmp_path / "a.docx", word_document(word_table(grid))))
    assert found.rows[-1].guidance == "达到得8分接近得5分"


def test_broken_cells_without_numbers_are_filled_up_to_the_width_of_the_headings(
    tmp_path: Path,
) -> None:
    found = text(
        tmp_path,
        "一级指标\t二级指标\t评分标准\t分值\n目标定位\n（15分）\t国内一流的\n平台\t达到得8分；\n"
        "接近得5分\t10\n\t世界一流的平台\t酌情\t5\n人才团队\t引进顶尖人才\t每引进1人得2分，\n"
        "最高10分\t15\n",
    )
    assert [row.title for row in found.rows] == [
        "目标定位", "国内一流的平台", "世界一流的平台", "人才团队", "引进顶尖人才",
    ]  # fmt: skip
    assert [row.points for row in found.rows] == ["15", "10", "5", "", "15"]


def test_a_line_that_cannot_be_filled_up_is_doubted(tmp_path: Path) -> None:
    found = text(tmp_path, "一级指标\t二级指标\t分值\n目标\t一流\t8\n人才\t顶尖\n")
    assert "line 3: 2 cells, while the headings are 3" in found.doubts


def test_columns_set_apart_by_blanks_are_columns_below_their_headings(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        "一级指标  二级指标  分值\n1 目标定位  1.1 国内一流的平台  10\n    1.2 世界一流的平台  5\n"
        "2 人才团队  2.1 引进顶尖人才  15\n",
    )
    assert rows(found) == FLAT


NOTICES = [
    (
        "市级技术创新中心评审评分表\n一、创新基础（30分）\n（一）研发投入（15分）\n（二）人才队伍（15分）\n"
        "二、建设方案（70分）\n（一）目标定位（70分）\n三、合计（100分）",
        "1 创新基础 30|1.1 研发投入 15|1.2 人才队伍 15|2 建设方案 70|2.1 目标定位 70",
        "line 7: sum “三、合计（100分）”",
    ),
    (
        "一、建设定位 ２０分\n1．目标明确 ２０分\n— 3 —\n二、科研能力 ８０分\n"
        "1．人员结构，博士占比不低于\n30%  ８０分\n四、总计 １００分",
        "1 建设定位 20|1.1 目标明确 20|2 科研能力 80|2.1 人员结构，博士占比不低于30% 80",
        "line 7: sum “四、总计 １００分”",
    ),
    (
        "一级指标 二级指标\n１．人才团队 １．１ 引进全球顶尖人才和\n团队\n１．２ 引进科技领军人才\n"
        "－ 12 －\n２．战略任务 ２．１ 承担国家重大\n专项\n２．２ 项目经费\n合  计：１００",
        "1 人才团队 |1.1 引进全球顶尖人才和团队 |1.2 引进科技领军人才 |2 战略任务 |"
        "2.1 承担国家重大专项 |2.2 项目经费 ",
        "line 9: sum “合  计：１００”",
    ),
    (
        "评审指标及分值如下：\n1.技术先进性（25分）。主要看技术是否领先。\n2.市场前景（75分）：看容量。\n"
        "以上合计100分。",
        "1 技术先进性 25|2 市场前景 75",
        "line 4: sum “以上合计100分。”",
    ),
    (
        "一级指标\n二级指标\n分值\n1\n创新投入\n1.1研发投入强度\n15\n1.2研发人员占比\n15\n2\n创新产出\n"
        "2.1发明专利\n70\n总分\n100",
        "1 创新投入 |1.1 研发投入强度 15|1.2 研发人员占比 15|2 创新产出 |2.1 发明专利 70",
        "line 15: sum “100”",
    ),
    (
        "（一）基础条件（30分）\n1、场地面积：不少于1000平方米（30分）\n（二）减分项（-10分）\n"
        "1、逾期未报（-5分）\n2、数据不实（-5分）\n小计：-10分\n（三）合计 100",
        "1 基础条件 30|1.1 场地面积：不少于1000平方米 30|2 减分项 -10|"
        "2.1 逾期未报 -5|2.2 数据不实 -5",
        "line 7: sum “（三）合计 100”",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "table", "dropped"), NOTICES, ids=range(len(NOTICES)))
def test_sums_and_points_in_the_text_of_a_notice_are_told_apart_from_the_rows(
    tmp_path: Path, notice: str, table: str, dropped: str
) -> None:
    found = text(tmp_path, notice)
    assert "|".join(f"{row.code} {row.title} {row.points}" for row in found.rows) == table
    assert dropped in found.dropped
    points = any(row.points for row in found.rows)
    assert any("the table names points" in one for one in found.doubts) == points


def test_what_follows_the_points_of_a_title_is_its_guidance_and_doubted(tmp_path: Path) -> None:
    found = text(tmp_path, NOTICES[3][0])
    assert [row.guidance for row in found.rows] == ["主要看技术是否领先。", "看容量。"]
    assert "line 2: what follows “技术先进性” was taken as guidance" in found.doubts


def test_points_beside_a_title_are_not_taken_for_those_within_it(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        "一级指标\t二级指标\t分值\n投入（40分）\t1.1 强度（15分）\t10\n\t1.2 人员（30分）\t30",
    )
    assert [(row.title, row.points) for row in found.rows] == [
        ("投入", "40"),
        ("强度（15分）", "10"),
        ("人员", "30"),
    ]
