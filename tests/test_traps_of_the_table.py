"""Traps of the printed tables: no marks in them, drafts among them, dirty text, other bodies."""

import ast
import copy
import re
import tomllib
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from openpyxl import load_workbook

from reviewtui import locales
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet, read_set
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.scored_codes import scored_codes
from reviewtui.domain.typed_mark import read_mark
from reviewtui.exchange.check import check_file
from reviewtui.exchange.drafting.steps import Step, fields_of
from reviewtui.exchange.meeting_form import MEETING
from reviewtui.exchange.paper_sheet import paper_sheet
from reviewtui.exchange.score_sheet import score_sheet
from reviewtui.exchange.signature_list import signature_list
from reviewtui.session.create import create_session
from reviewtui.session.kit import make_kit
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from reviewtui.tui.app import ReviewApp
from tests.filing.conftest import Table
from tests.filing.reading import texts, written
from tests.meeting import BUILT_IN, ROOT, Meeting, built_in, meeting
from tests.tui.screen import text
from tests.twins import twin

SOURCE = "会议纪要（示例）"
SETS = pytest.mark.parametrize("name", BUILT_IN)


@pytest.fixture(autouse=True)
def _chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REVIEWTUI_DATA", str(tmp_path / "data"))
    locales.use("zh")
    yield
    locales.use("zh")


def document(name: str = "zj-tic-2022") -> dict[str, Any]:
    """A set that comes with the program, as its file has it."""
    return tomllib.loads((ROOT / "indicator_sets" / f"{name}.toml").read_text("utf-8"))


def table_of(data: dict[str, Any]) -> IndicatorSet:
    found: list[Finding] = []
    table = read_set(data, "set.toml", found)
    assert table is not None, found
    return table


def sentences(found: list[Finding]) -> str:
    return "\n".join(map(str, found))


def printed(panel: Panel, tmp_path: Path) -> dict[str, str]:
    """Everything that goes out on paper before the meeting: name of the print, and its words."""
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.review"
    create_session(path, panel)
    with Session.open(path) as session:
        kit = make_kit(session.meeting, "01")
        books = {
            "Excel sheet": score_sheet(session.panel, session.sheet, kit),
            "paper sheet": paper_sheet(session.panel, session.sheet, kit),
            "signature list": signature_list(session.panel, session.id, session.sheet.hash, 0),
        }
    return {
        name: "\n".join(
            str(cell.value)
            for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()
            for cell in row
            if cell.value is not None
        )
        for name, content in books.items()
    }


# TR-01


def without_marks(table: IndicatorSet) -> None:
    for row in table.rows:
        assert (row.low, row.top, row.step, row.scale) == (None, None, None, None), row.code


@SETS
def test_tr_01_no_table_that_we_ship_has_a_mark_or_a_weight(name: str) -> None:
    without_marks(built_in(name))
    spoilt = document(name)
    spoilt["rows"][-1]["max"] = "10"
    twin(without_marks, table_of(spoilt))


def weighed_as_an_example(data: dict[str, Any]) -> None:
    weights = data.get("weights", {})
    assert not weights.get("of") or "示例" in weights["source"]


@pytest.mark.parametrize("path", sorted((ROOT / "panels").glob("*.toml")), ids=lambda p: p.stem)
def test_tr_01_no_panel_that_we_ship_gives_weights_for_official_ones(path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    weighed_as_an_example(data)
    official = {"of": {"1": "10"}, "source": "浙科发高〔2022〕5号"}
    twin(weighed_as_an_example, data | {"weights": official})


def not_open_for_scoring(built: Meeting) -> None:
    assert "weights" in sentences(built.findings())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data.pop("weights"), id="no weights"),
        pytest.param(lambda data: data["weights"].pop("of"), id="no points"),
        pytest.param(lambda data: data["weights"]["of"].pop("7"), id="a row without points"),
        pytest.param(lambda data: data["weights"].pop("source"), id="no source"),
        pytest.param(lambda data: data["weights"].update(source=" "), id="an empty source"),
    ],
)
def test_tr_01_nobody_scores_before_points_and_their_source_are_stated(
    change: Callable[[dict[str, Any]], Any],
) -> None:
    built = meeting()
    change(built.data)
    not_open_for_scoring(built)
    with pytest.raises(Refused):
        built.panel()


def test_tr_01_twin_with_points_and_source_scoring_is_open() -> None:
    twin(not_open_for_scoring, meeting())


def test_tr_01_who_says_what_the_rows_weigh_stands_on_every_sheet(tmp_path: Path) -> None:
    def says(source: str) -> None:
        built = meeting(1, 2)
        built.data["weights"]["source"] = source
        panel, _sheet = built.panel()
        sheets = printed(panel, tmp_path)
        for name in ("Excel sheet", "paper sheet"):
            assert f"分值来源：{SOURCE}" in sheets[name], name

    says(SOURCE)
    twin(says, "别的文件（示例）")
    table = Table.of(meeting(3, 2))
    assert any(SOURCE in said for said in texts(written(table.record(), tmp_path)))


# TR-02


def one_row(scale: str, step: str, full: str = "20") -> tuple[Panel, Any]:
    rows = {"rows": [{"code": "1", "title": "一级1"}], "set": {"id": "one", "title": "示例"}}
    rows["set"] |= {"status": "unofficial"}  # type: ignore[call-overload]
    built = meeting(1, 1, table=rows, full=full, scale=scale, step=step)
    return built.rule(levels=[["优", "95"], ["良", "85"]]).panel()


@pytest.mark.parametrize(
    ("scale", "step", "typed", "kept", "counted"),
    [
        ("points", "0.5", "17.5", "17.5", "17.5"),
        ("percent", "1", "85", "85", "17"),
        ("levels", "1", "2", "85", "17"),
        ("yes_no", "1", "1", "20", "20"),
    ],
)
def test_tr_02_the_scale_is_the_rounds_and_both_what_was_typed_and_what_counts_are_kept(
    scale: str, step: str, typed: str, kept: str, counted: str
) -> None:
    _panel, own = one_row(scale, step)
    mark = read_mark(typed, own.rows[0])
    assert mark == hundredths(kept), "what was typed is kept"

    def counts_as(chosen: str) -> None:
        panel, sheet = one_row(chosen, step)
        experts = [ExpertMarks("01", {"1": CandidateMarks([mark])})]
        (found,) = compute(panel, sheet, experts).candidates
        assert found.total == Fraction(counted)

    counts_as(scale)
    twin(counts_as, "points" if scale in ("percent", "levels") else "percent")


# TR-04


DRAFTS = {"nb-tic-draft", "zj-lab-draft", "zj-nrd-draft", "zj-tic-system-draft", "zj-ttc-draft"}
DRAFT = "征求意见稿"


def says_that_it_is_a_draft(said: str) -> None:
    assert DRAFT in said


def _says_so_where_it_is_one(name: str, said: str) -> None:
    assert (DRAFT in said) is (name in DRAFTS)


def _the_other_way(said: str) -> str:
    """The draft's words left out, or put where they do not belong."""
    return said.replace(DRAFT, "") if DRAFT in said else f"{DRAFT} {said}"


@SETS
def test_tr_04_a_table_from_a_draft_says_so_on_every_screen_and_print(
    name: str, tmp_path: Path
) -> None:
    table = built_in(name)
    assert table.from_draft is (name in DRAFTS)
    panel, _sheet = meeting(1, 2, table=table).panel()
    for page in printed(panel, tmp_path).values():
        said = page.replace("\n", "")  # a long sentence has its line ends
        _says_so_where_it_is_one(name, said)
        twin(partial(_says_so_where_it_is_one, name), _the_other_way(said))


@pytest.mark.parametrize("name", ["nb-tic-draft", "zj-ttc-draft", "zj-tic-2022"])
@pytest.mark.parametrize("start", ["form", "candidates", "overview", "completeness"])
async def test_tr_04_the_title_of_each_screen_says_draft(
    name: str, start: str, tmp_path: Path
) -> None:
    panel, _sheet = meeting(1, 2, table=built_in(name)).panel()
    path = tmp_path / "draft.review"
    create_session(path, panel)
    with Session.open(path) as session:
        app = ReviewApp(session, "01", start=start)
        async with app.run_test(size=(80, 24)) as hand:
            await hand.pause()
            seen = text(app)
    _says_so_where_it_is_one(name, seen)
    twin(partial(_says_so_where_it_is_one, name), _the_other_way(seen))


def test_tr_04_the_workbook_says_draft_above_its_tables(tmp_path: Path) -> None:
    def check(name: str) -> None:
        table = Table.of(meeting(3, 2, table=built_in(name)))
        folder = tmp_path / name
        folder.mkdir()
        says_that_it_is_a_draft("\n".join(texts(written(table.record(), folder))))

    check("nb-tic-draft")
    check("zj-ttc-draft")
    twin(check, "zj-tic-2022")


def test_tr_04_the_table_is_frozen_into_the_session_with_its_hash(tmp_path: Path) -> None:
    table = built_in("nb-tic-draft")
    path = tmp_path / "frozen.review"
    create_session(path, meeting(1, 1, table=table).panel()[0])

    def frozen(now: IndicatorSet) -> None:
        with Session.open(path) as session:
            assert session.panel.table.hash == now.hash
            assert session.journal()[0].body["set"] == now.hash

    frozen(table)
    final = document("nb-tic-draft")
    final["set"]["status"] = "issued"
    twin(frozen, table_of(final))


# TR-29


BODIES = re.compile("科技厅|科技局|科技办|科技委|科学技术厅|科学技术局|Department of Science")


def names_no_body(said: list[str]) -> None:
    assert [one for one in said if BODIES.search(one)] == []


def own_words() -> list[str]:
    """Every literal of the program and every text of its catalogues."""
    said = []
    for path in sorted((ROOT / "reviewtui").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    for path in sorted((ROOT / "reviewtui" / "locales").rglob("*.po")):
        with path.open("rb") as file:
            said += [str(message.string) for message in read_po(file)]
    return said


def test_tr_29_no_office_is_hard_coded() -> None:
    names_no_body(own_words())
    twin(names_no_body, ["浙江省科学技术厅"])


def test_tr_29_the_organiser_is_whatever_the_round_says() -> None:
    def organised_by(name: str) -> None:
        built = meeting()
        built.data["panel"]["organiser"] = name
        panel, _sheet = built.panel()
        assert panel.organiser == "某某市科技委员会办公室（示例）"

    organised_by("某某市科技委员会办公室（示例）")
    twin(organised_by, "")


# TR-30


DIRT = {
    "a private-use dot": "组织\ue010领导",
    "a page mark": "－5－",
    "a page mark in full width": "—１５—",
    "a page mark between two lines": "加强组织领导\n－5－\n完善机制",
    "a page mark inside a sentence": "加强组织—１５—领导",
    "a hidden character": "组织\u200b领导",
}


def is_clean(said: str) -> None:
    data = copy.deepcopy(document())
    data["rows"][1]["guidance"] = said
    found: list[Finding] = []
    read_set(data, "set.toml", found)
    assert found == []


@pytest.mark.parametrize("dirt", DIRT.values(), ids=DIRT)
def test_tr_30_dirty_text_is_a_finding_wherever_it_stands(dirt: str) -> None:
    twin(is_clean, dirt)


@pytest.mark.parametrize(
    "said",
    ["10—15家", "2025—2027年", "0571-8705-1234", "提升能力——5年内——见效", "2026-12-08", "-5"],
)
def test_tr_30_a_range_a_date_and_a_dash_are_no_page_marks(said: str) -> None:
    is_clean(said)


@SETS
def test_tr_30_no_table_that_we_ship_has_dirty_text_or_a_broken_title(name: str) -> None:
    found: list[Finding] = []
    table = read_set(document(name), name, found)
    assert found == []
    assert table is not None

    def whole(titles: list[str]) -> None:
        for title in titles:
            assert re.fullmatch(r"[^\s０-９Ａ-Ｚａ-ｚ]+(?: [^\s０-９Ａ-Ｚａ-ｚ]+)*", title), title

    whole([row.title for row in table.rows])
    twin(whole, ["加强组\n织领导"])
    twin(whole, ["Ｒ＆Ｄ经费"])


@pytest.mark.parametrize("path", sorted((ROOT / "panels").glob("*.toml")), ids=lambda p: p.stem)
def test_tr_30_no_panel_that_we_ship_has_dirty_text(path: Path) -> None:
    locales.use("en")
    said = sentences(check_file(path))
    for word in ("private-use", "page mark", "invisible character"):
        assert word not in said


# TR-27


def at_review(review: str) -> Panel:
    """A meeting on the transfer centre's table, scored row by row, of one type of review."""
    built = meeting(1, 1, granularity="rows", table=built_in("zj-ttc-draft"))
    built.data["panel"]["review"] = review
    panel, _sheet, _findings = built._read()
    codes = scored_codes(built.table, panel.rule, panel.review)
    built.data["weights"]["of"] = dict.fromkeys(codes, "10")
    return built.panel()[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_tr_27_at_an_appraisal_form_and_excel_sheet_ask_about_the_plan(
    size: tuple[int, int], tmp_path: Path
) -> None:
    seen: dict[str, tuple[str, str]] = {}
    for review in ("appraisal", "annual"):
        path = tmp_path / f"{review}.review"
        create_session(path, at_review(review))
        with Session.open(path) as session:
            app = ReviewApp(session, "01")
            async with app.run_test(size=size) as hand:
                await hand.pause()
                form = text(app)
            book = load_workbook(
                BytesIO(score_sheet(session.panel, session.sheet, make_kit(session.meeting, "01")))
            )
            sheet = "".join(str(cell.value) for row in book.worksheets[1] for cell in row)
            seen[review] = form, sheet

    def asks(review: str) -> None:
        form, sheet = seen[review]
        assert "方案对概念验证服务的安排是否合理可行" in form
        assert "方案对中试熟化服务的安排是否合理可行" in sheet

    asks("appraisal")
    twin(asks, "annual")


def test_tr_27_the_first_question_of_a_meeting_is_its_type() -> None:
    def first(keys: list[str]) -> None:
        assert keys[0] == "panel.review"

    first([field.key for field in fields_of(Step.MEETING, {})])
    first([field.key for field in MEETING.fields])
    twin(first, [field.key for field in fields_of(Step.TABLE, {})])
