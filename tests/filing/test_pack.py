"""The print pack: blind before the opening, whole after it, the same in every file."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from reviewtui import locales
from reviewtui.domain.ballot import Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState, Why, label
from reviewtui.filing.gathering import gather
from reviewtui.filing.measure import capacity, height_of, lines
from reviewtui.filing.model import Number
from reviewtui.filing.pack.html import html_page, shown
from reviewtui.filing.pack.opinion import opinion
from reviewtui.filing.pack.pack import PAPERS, Needs, Pack, print_pack
from reviewtui.filing.pack.personal import personal
from reviewtui.filing.sheets.summary import summary
from reviewtui.filing.writer import AlreadyThere
from reviewtui.locales import _
from reviewtui.session.changes import MarkChange
from reviewtui.session.create import create_session
from reviewtui.session.desk_change import change_at_desk
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute, outcome
from reviewtui.tally.official import outcome_of, verdict_of
from tests.filing.conftest import Table
from tests.filing.test_archive_no_result import BY_ROWS, STANDARD, TRIM, TRIMMED, held
from tests.filing.test_export import STARTED, played, seal, sources
from tests.meeting import Meeting, meeting

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Page(HTMLParser):
    """What a page for a browser says, and what it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.outside: list[str] = []
        self.tags: list[str] = []
        self.depth: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "col", "br", "path"):
            self.depth.append(tag)
        self.outside += [
            value or ""
            for name, value in attrs
            if name in ("src", "href", "data", "action", "srcset") or name.startswith("on")
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.depth.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @classmethod
    def of(cls, content: bytes) -> "Page":
        page = cls()
        page.feed(content.decode())
        page.close()
        assert page.depth == []
        return page


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    locales.use("zh")
    yield
    locales.use("zh")


def printed(path: Path, folder: Path, **wishes: object) -> Pack:
    with Session.open(path) as session:
        verdict = verdict_of(session) if session.can_show_results() else None
        return print_pack(session, verdict, folder, **wishes)  # type: ignore[arg-type]


def file(pack: Pack, stem: str) -> Path:
    return next(path for path in pack.files if path.name.startswith(stem))


def said(path: Path) -> list[str]:
    """Every text and number of a workbook, a page or a Word document."""
    if path.suffix == ".html":
        return Page.of(path.read_bytes()).texts
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            root = ElementTree.fromstring(archive.read("word/document.xml"))
        return [node.text or "" for node in root.iter(f"{WORD}t")]
    return [
        str(cell.value)
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(tmp_path_factory.mktemp("session") / "meeting.review")


@pytest.fixture(scope="module")
def whole(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return printed(opened, tmp_path_factory.mktemp("pack"), detail=True)


def test_after_the_opening_the_papers_stand_in_the_order_offices_staple_them(whole: Pack) -> None:
    names = load_workbook(file(whole, "打印材料")).sheetnames
    order = [
        "签到表",
        "承诺书（含回避）",
        "规则公布页",
        "提交确认签字表",
        "个人评分表01",
        "评分汇总表",
        "专家组意见",
        "不同意见",
        "签字页",
        "空白表01",
    ]
    assert [names.index(name) for name in order] == sorted(names.index(name) for name in order)
    assert "个人评分表01（逐项）" in names
    assert [path.name for path in whole.files] == [
        "打印材料.xlsx",
        "打印材料.html",
        "评分汇总表.docx",
        "专家组意见.docx",
        "专家名单（单独保管）.xlsx",
        "专家名单（单独保管）.html",
    ]
    assert whole.absent == ("9. 修改单：未列入，没有现场修改",)


def test_before_the_opening_the_pack_is_blind_and_says_what_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "meeting.review"
    panel, _sheet = meeting(3, 2).panel()
    create_session(path, panel, now=lambda: STARTED, new_id=lambda: "5" * 32)
    with Session.open(path, sources=sources()) as session:
        for expert in ("01", "02"):
            seal(session, expert)
    pack = printed(path, tmp_path / "papers")
    needing = [paper for paper in PAPERS if paper.needs is not Needs.NOTHING]
    assert len(pack.absent) == len(needing) == 5
    assert all("尚未启封" in sentence for sentence in pack.absent)
    assert [path.suffix for path in pack.files] == [".xlsx", ".html"] * 2
    before = {path.name: path.read_bytes() for path in pack.files}
    with Session.open(path, sources=sources()) as session:
        session.unseal("会务")
    blind = [str(at) for at, paper in enumerate(PAPERS, 1) if paper.needs is Needs.NOTHING]
    again = printed(path, tmp_path / "again", only=[int(at) for at in blind])
    texts = [text for path in again.files if path.suffix == ".html" for text in said(path)]
    old = [
        text
        for name in before
        if name.endswith("html")
        for text in said(tmp_path / "papers" / name)
    ]
    assert old == texts, "no blind paper says more once the ballots are open"


def test_page_and_workbook_say_the_same(whole: Pack) -> None:
    workbook = load_workbook(file(whole, "打印材料"))
    texts = Page.of(file(whole, "打印材料.html").read_bytes()).texts
    page = " ".join(texts).replace("\n", "")
    told = [
        text.replace("\n", "")
        for text in said(file(whole, "打印材料.xlsx"))
        if not re.fullmatch(r"[\d.]+", text)
    ]
    assert len(told) > 300
    assert [text for text in told if text not in page] == []
    sections = Page.of(file(whole, "打印材料.html").read_bytes()).tags.count("section")
    assert sections == len(workbook.sheetnames)


def test_a_page_asks_for_nothing_outside_and_escapes_what_people_wrote(small: Table) -> None:
    from reviewtui.filing.model import Book

    hostile = '<script src="http://example.org/x.js">alert(1)</script><img src=x onerror=y>&#x41;'
    record = small.comment("01", "1", hostile).comment("02", "1", "甲\u202e乙", "1.1").record()
    page = Page.of(html_page(Book("<b>标\ud800题</b>", "单位", 0, (opinion(record, named=False),))))
    assert page.outside == []
    assert {"script", "img", "b", "link", "iframe"} & set(page.tags) == set()
    assert any(hostile in text for text in page.texts)
    assert not any("\u202e" in text for text in page.texts)
    css = html_page(Book("标题", "单位", 0, (opinion(record, named=False),))).decode()
    assert "url(" not in css
    assert "@import" not in css
    assert "size:A4 portrait" in css
    assert "table-header-group" in css


def test_the_same_session_gives_the_same_bytes(opened: Path, whole: Pack, tmp_path: Path) -> None:
    again = printed(opened, tmp_path, detail=True)
    for one, other in zip(whole.files, again.files, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_a_file_that_is_there_stays_and_nothing_is_written(opened: Path, tmp_path: Path) -> None:
    (tmp_path / "评分汇总表.docx").write_bytes(b"mine")
    with pytest.raises(AlreadyThere, match="评分汇总表"):
        printed(opened, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["评分汇总表.docx"]
    printed(opened, tmp_path, force=True)
    assert (tmp_path / "评分汇总表.docx").read_bytes().startswith(b"PK")


def test_experts_stand_by_number_and_names_are_in_a_file_of_their_own(whole: Pack) -> None:
    named = {"签到表", "承诺书（含回避）"}
    for sheet in load_workbook(file(whole, "打印材料.xlsx")):
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        names = [text for text in texts if re.search(r"专家\d（示例）", text)]
        assert bool(names) == (sheet.title in named), sheet.title
        if sheet.title in named:
            assert not any(re.fullmatch(r"0\d", text) for text in texts), "no number beside a name"
    listed = said(file(whole, "专家名单（单独保管）.xlsx"))
    assert listed.index("03") + 1 == listed.index("专家3（示例）")
    for path in (file(whole, "评分汇总表.docx"), file(whole, "专家组意见.docx")):
        assert not any(re.search(r"专家\d（示例）", text) for text in said(path))


def test_why_an_expert_is_recused_is_no_comment_in_the_digest() -> None:
    table = Table.of(meeting(3, 2))
    table.comment("01", "1", "与牵头单位首席科学家有师生关系")
    table.stand("01", "1", CandidateState.RECUSED)
    table.comment("02", "1", "材料未提供")
    texts = [str(cell.value) for cell in opinion(table.record(), named=False).cells.values()]
    assert not [text for text in texts if "师生关系" in text]
    assert any("材料未提供" in text for text in texts)


def test_with_names_the_digest_and_the_lists_name_the_experts(opened: Path, tmp_path: Path) -> None:
    pack = printed(opened, tmp_path, named=True)
    assert any("01号专家 专家1（示例）：=1+1" in text for text in said(file(pack, "专家组意见")))


def test_a_comment_that_looks_like_a_formula_is_none_in_any_file(whole: Pack) -> None:
    for sheet in load_workbook(file(whole, "打印材料.xlsx")):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert any("=1+1" in text for text in said(file(whole, "专家组意见")))


def test_a_personal_sheet_carries_code_hash_and_a_code_to_scan(opened: Path, whole: Pack) -> None:
    with Session.open(opened) as session:
        record = gather(session, compute(session.panel, session.sheet, session.marks()), "r")
    ballot = next(one for one in record.received if one.expert == "02" and one.effective)
    grid = personal(record, "x", "02")
    texts = [cell.value for cell in grid.cells.values() if isinstance(cell.value, str)]
    assert ballot.code in texts
    assert ballot.content in [text.replace(" ", "") for text in texts]
    assert [code.text for code in grid.codes] == [ballot.content]
    assert label(Why.RECUSED) in texts
    assert label(Why.DECLINED) in texts
    with zipfile.ZipFile(file(whole, "打印材料.xlsx")) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
    assert len(pictures) == len(record.ballots)
    assert Page.of(file(whole, "打印材料.html").read_bytes()).tags.count("svg") == len(pictures)


def test_with_a_single_candidate_and_expert_every_text_has_its_height() -> None:
    record = Table.of(meeting(1, 1), seed=1).record()
    for grid in (personal(record, "x", "01"), summary(record)):
        for (row, column), cell in grid.cells.items():
            span = next((one for one in grid.merges if (one.top, one.left) == (row, column)), None)
            if not isinstance(cell.value, str) or not cell.style.wrap:
                continue
            if span and span.bottom > span.top:
                continue
            width = sum(grid.widths[column - 1 : span.right if span else column])
            needed = height_of(lines(cell.value, capacity(width, cell.style)), cell.style.size)
            assert grid.heights.get(row, grid.line) >= needed - 1, (grid.name, row, cell.value)


def test_personal_sheets_sum_and_never_print_a_state_as_0() -> None:
    table = Table.of(meeting(3, 3).hide("2", "8"))
    table.say("01", "1", "4", Cell(CellState.UNABLE, None, "材料未提供"))
    table.say("02", "1", "4", Cell(CellState.SCORED, Hundredths(0)))
    record = table.record()
    first, second = personal(record, "x", "01"), personal(record, "x", "02")
    rows = {cell.value: at for (at, column), cell in first.cells.items() if column == 1}
    assert first.cells[rows["4"], 4].value == label(CellState.UNABLE)
    assert first.cells[rows["8"], 5].value == label(CellState.NOT_APPLICABLE)
    assert shown(second.cells[rows["4"], 4].value, second.cells[rows["4"], 4].style) == "0.00"
    parts = [second.cells[at, 6].value for code, at in rows.items() if str(code).isdigit()]
    total = next(
        at for (at, column), cell in second.cells.items() if cell.value == _("Expert's total")
    )
    assert sum(part.value for part in parts) == second.cells[total, 6].value.value  # type: ignore


def test_one_paper_alone_can_be_printed(opened: Path, tmp_path: Path) -> None:
    pack = printed(opened, tmp_path, only=[3])
    assert load_workbook(file(pack, "打印材料.xlsx")).sheetnames == ["规则公布页"]


def test_only_a_paper_that_is_absent_is_refused_with_the_reason(
    opened: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="没有现场修改"):
        printed(opened, tmp_path / "papers", only=[9])
    assert not (tmp_path / "papers").exists()


def test_word_documents_set_their_font_for_chinese(whole: Pack) -> None:
    for stem in ("评分汇总表", "专家组意见"):
        with zipfile.ZipFile(file(whole, stem)) as archive:
            root = ElementTree.fromstring(archive.read("word/document.xml"))
        runs = list(root.iter(f"{WORD}r"))
        fonts = [
            run.find(f"{WORD}rPr/{WORD}rFonts") for run in runs if run.find(f"{WORD}t") is not None
        ]
        assert len(fonts) > 20
        assert all(font is not None and font.get(f"{WORD}eastAsia") for font in fonts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_trial_says_so_on_every_page(tmp_path: Path, language: str) -> None:
    locales.use(language)
    drawn = meeting(2, 2)
    drawn.data["panel"]["trial"] = True
    path = tmp_path / "meeting.review"
    create_session(path, drawn.panel()[0], now=lambda: STARTED, new_id=lambda: "5" * 32)
    with Session.open(path, sources=sources()) as session:
        seal(session, "01")
    pack = printed(path, tmp_path / "papers")
    warning = _("TRIAL: not a review result")
    for book in pack.files:
        if book.suffix == ".xlsx":
            for sheet in load_workbook(book):
                assert warning in (sheet.oddHeader.right.text or ""), sheet.title
        elif book.suffix == ".html":
            assert book.read_text("utf-8").count(warning) >= book.read_text("utf-8").count(
                "<section"
            )
        else:
            with zipfile.ZipFile(book) as archive:
                assert any(
                    warning in archive.read(name).decode()
                    for name in archive.namelist()
                    if name.startswith("word/header")
                )


def test_a_change_at_the_desk_has_its_slip_with_places_and_codes(tmp_path: Path) -> None:
    path = tmp_path / "meeting.review"
    panel, _sheet = meeting(2, 2).panel()
    create_session(path, panel, now=lambda: STARTED, new_id=lambda: "5" * 32)
    with Session.open(path, sources=sources()) as session:
        for expert in ("01", "02"):
            seal(session, expert)
        places = [
            MarkChange("2", row, Cell(CellState.SCORED, Hundredths(mark)))
            for row, mark in (("3", 50), ("7", 1000))
        ]
        by = ("会务甲", "监督乙")
        changed = change_at_desk(session, "02", places, by=by, reason="口误更正")
        session.unseal("会务")
    pack = printed(path, tmp_path / "papers", only=[9])
    texts = said(file(pack, "打印材料.xlsx"))
    assert [text for text in texts if text.startswith("2号 ")] == ["2号 对象2（示例）"] * 2
    assert {text[0] for text in texts if re.match(r"\d [^号]", text)} == {"3", "7"}
    for code in changed.codes:
        assert any(code in text for text in texts)
    assert any("口误更正" in text for text in texts)
    assert any("会务甲、监督乙" in text for text in texts)
    assert not any("专家2（示例）" in text for text in texts)


@pytest.mark.parametrize("drawn", [TRIMMED, BY_ROWS, STANDARD], ids=["trimmed", "rows", "standard"])
def test_where_the_rule_gives_no_result_every_paper_that_needs_none_is_printed(
    drawn: Meeting, tmp_path: Path
) -> None:
    path = held(drawn, tmp_path)
    with Session.open(path, reading=True) as session:
        verdict = outcome_of(session)
        assert verdict.refused is not None
        pack = print_pack(session, verdict, tmp_path / "papers", detail=True)
        with pytest.raises(Refused, match="按规则没有结果"):
            print_pack(session, verdict, tmp_path / "none", only=[6, 10])
    lines = "\n".join(pack.absent)
    assert pack.undecided
    assert "6. 评分汇总表：未列入，按规则没有结果" in pack.absent
    assert "10. 签字页：未列入，按规则没有结果" in pack.absent
    assert all(str(reason) in lines for reason in verdict.refused.reasons)
    names = load_workbook(file(pack, "打印材料")).sheetnames
    assert {"签到表", "个人评分表01", "个人评分表01（逐项）", "专家组意见", "空白表01"} <= {*names}
    assert not {"评分汇总表", "签字页"} & {*names}
    assert [path.name for path in pack.files if path.suffix == ".docx"] == ["专家组意见.docx"]


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
def test_without_a_result_an_expert_finds_the_same_totals_on_his_sheet(order: str) -> None:
    table = Table.of(meeting(3, 2, average="trimmed", trim=TRIM, order=order))
    whole = table.record()
    marks = table.absent("01").marks()
    few = replace(
        whole,
        verdict=outcome(table.panel, table.sheet, marks),
        why={"01": Why.ABSENT},
        marks={item.expert: item.candidates for item in marks},
        ballots=table.ballots,
    )
    assert few.verdict.refused is not None
    own, same = (personal(one, "x", "02").cells.values() for one in (few, whole))
    assert [cell.value for cell in own] == [cell.value for cell in same]
    assert any(isinstance(cell.value, Number) for cell in own)
