"""Paper: what is printed, typing it in by two people, and changing marks at the desk."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewtui.domain.ballot import BLANK, Cell, Channel, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.domain.subtotals import spread, why_no_subtotals
from reviewtui.exchange.change_slip import change_slip, change_slip_name
from reviewtui.exchange.paper_sheet import paper_sheet
from reviewtui.exchange.score_sheet_form import shut_word
from reviewtui.session.changes import MarkChange
from reviewtui.session.desk_change import change_at_desk, require_changeable
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kit import make_kit
from reviewtui.session.opening_again import Again
from reviewtui.session.paper_entry import boxes, paper_ballot
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, TypedIn, take_typed
from reviewtui.session.typed_pass import (
    PAPER,
    TypedPass,
    being_typed,
    differences,
    discard_passes,
    keep_pass,
    read_pass,
)
from tests.exchange.score_sheets import issued, shows
from tests.meeting import meeting, small_set
from tests.session.conftest import fill as fill_form
from tests.session.conftest import scored, small_meeting

BOTH = Entry(by=("张三", "李四"))


@pytest.fixture
def panel() -> Panel:
    return small_meeting().hide("2", "1.2").recuse("02", "1").panel()[0]


@pytest.fixture
def desk(tmp_path: Path, panel: Panel) -> Path:
    return issued(tmp_path, panel)


def texts(content: bytes, path: Path) -> list[list[str]]:
    path.write_bytes(content)
    book = load_workbook(path)
    return [
        [str(cell.value) for line in page.iter_rows() for cell in line if cell.value is not None]
        for page in book.worksheets
    ]


def footers(path: Path) -> list[str]:
    return [str(page.oddFooter.left.text) for page in load_workbook(path).worksheets]


def typed(session: Session, expert: str, points: float, *, by: str = "张三") -> TypedPass:
    """A whole pass with one mark everywhere."""
    cells: dict[str, dict[str, Cell]] = {}
    for box in boxes(session, expert, subtotals=False):
        cells.setdefault(box.candidate, {})[box.row.code] = scored(points)
    return TypedPass(by, cells, finished=True)


def take(session: Session, expert: str, points: float, reason: str = "") -> TypedIn:
    ballot = paper_ballot(session, expert, 1, typed(session, expert, points))
    return take_typed(session, ballot, BOTH._replace(reason=reason))


# What is printed


def test_primaries_are_printed_as_one_matrix_and_rows_as_a_page_per_candidate(
    tmp_path: Path,
) -> None:
    for granularity, pages in (("primaries", 1), ("rows", 3)):
        folder = tmp_path / granularity
        folder.mkdir()
        panel, sheet = meeting(1, 3, granularity=granularity, full="2").panel()
        with Session.open(issued(folder, panel)) as session:
            kit = make_kit(session.meeting, "01")
            found = texts(paper_sheet(panel, sheet, kit), folder / "paper.xlsx")
        assert len(found) == pages
        assert all(
            kit.session[:8] in text and kit.sheet[:8] in text
            for text in footers(folder / "paper.xlsx")
        )
        for page in found:
            assert any("signature" in text for text in page)
            assert {row.code for row in sheet.rows} <= set(page)


def test_a_page_by_rows_says_beside_each_primary_what_its_rows_can_bring(tmp_path: Path) -> None:
    panel, sheet = meeting(
        1, 1, table=small_set(2, 3), granularity="rows", full="2.5", step="0.5"
    ).panel()
    with Session.open(issued(tmp_path, panel)) as session:
        kit = make_kit(session.meeting, "01")
    paper_sheet_bytes = paper_sheet(panel, sheet, kit)
    (page,) = texts(paper_sheet_bytes, tmp_path / "paper.xlsx")
    for primary in ("1", "2"):
        at = page.index(primary)
        assert page[at + 2] == "7.5"


def test_a_page_by_many_rows_holds_every_row_once_in_two_columns(tmp_path: Path) -> None:
    panel, sheet = meeting(1, 1, table=small_set(10, 4), granularity="rows", full="2").panel()
    with Session.open(issued(tmp_path, panel)) as session:
        kit = make_kit(session.meeting, "01")

    (page,) = texts(paper_sheet(panel, sheet, kit), tmp_path / "paper.xlsx")
    assert [page.count(row.code) for row in sheet.rows] == [1] * 40
    cells = load_workbook(tmp_path / "paper.xlsx").worksheets[0]
    assert cells.max_column == 8


def test_a_box_is_shut_where_nothing_is_to_be_judged(desk: Path) -> None:
    with Session.open(desk) as session:
        panel, sheet = session.panel, session.sheet
        row = sheet.row("1.2")
        assert shut_word(panel, sheet, "01", "2", row) == "not applicable"
        assert shut_word(panel, sheet, "02", "1", row) == "recused"
        assert shut_word(panel, sheet, "01", "1", row) == ""


# Two people


def test_a_pass_survives_a_restart_and_shows_no_number_in_the_file(desk: Path) -> None:
    with Session.open(desk) as session:
        first = typed(session, "01", 6.5)
        keep_pass(session.meeting, "01", 1, 1, first)
    assert b"650," not in b"".join(row[0] for row in _passes(desk))
    with Session.open(desk) as session:
        assert read_pass(session.meeting, "01", 1, 1) == first
        assert being_typed(session.meeting, 1) == {"01": ("张三",)}
        assert session.missing()["01"] is Why.NOT_SUBMITTED
        assert session.check() == []
        assert not any(shows(650, event.body) for event in session.journal())
        discard_passes(session.meeting, "01", 1, PAPER)
        assert read_pass(session.meeting, "01", 1, 1) is None


def _passes(desk: Path) -> list[tuple[bytes]]:
    with Session.open(desk) as session:
        return session.meeting.file.read("SELECT content FROM typed_pass")


def test_a_pass_of_a_lost_key_is_refused_and_can_be_discarded(desk: Path) -> None:
    with Session.open(desk) as session:
        keep_pass(session.meeting, "01", 1, 1, typed(session, "01", 6))
        session.meeting.writer.submit(
            lambda done: done.connection.execute("UPDATE typed_pass SET content = x'00'")
        ).result()
        with pytest.raises(Refused, match="cannot be read any more; discard it"):
            read_pass(session.meeting, "01", 1, 1)


def test_two_passes_differ_where_mark_or_state_differ_and_not_in_their_reasons() -> None:
    one = TypedPass(
        "张三",
        {"1": {"1.1": scored(8), "1.2": Cell(CellState.UNABLE, reason="材料不全"), "2.1": BLANK}},
        {"2": Standing(CandidateState.RECUSED, "同单位")},
    )
    other = TypedPass(
        "李四",
        {"1": {"1.1": scored(8.5), "1.2": Cell(CellState.UNABLE, reason="缺页")}},
        {"2": Standing(CandidateState.DECLINED)},
    )
    assert differences(one, other) == [("1", "1.1"), ("2", "")]
    assert differences(one, one) == []


def test_a_paper_ballot_is_boxed_signed_by_the_desk_and_named_as_such(desk: Path) -> None:
    with Session.open(desk) as session:
        taken = take(session, "01", 6.5)
        assert (taken.new, taken.stands, taken.sealed.rev) == (True, True, 1)
        (event,) = [item for item in session.journal() if item.kind == "typed_in"]
        assert event.actor == "@desk"
        assert event.body["channel"] == "paper"
        assert event.body["by"] == ["张三", "李四"]
        assert not any(shows(650, item.body) for item in session.journal())
        assert session.meeting.file.read("SELECT count(*) FROM ballot_mark") == [(0,)]
        assert session.check() == []
        session.unseal()
        ballot = session.ballot(taken.sealed.content_id)
        assert ballot.channel is Channel.PAPER
        assert ballot.cells["1"]["1.1"] == scored(6.5)
        assert session.check() == []
    assert b'"scored",650' not in desk.read_bytes()


@pytest.mark.parametrize("by", [(), ("张三",), ("张三", "张\u3000 三\ufeff"), ("张三", "")])
def test_one_person_alone_enters_no_paper(desk: Path, by: tuple[str, ...]) -> None:
    with Session.open(desk) as session:
        ballot = paper_ballot(session, "01", 1, typed(session, "01", 6))
        with pytest.raises(Refused, match="two people enter a paper sheet"):
            take_typed(session, ballot, Entry(by=by))
        assert session.stored() == []


def test_a_second_paper_stands_in_conflict_unless_a_reason_says_it_replaces_the_first(
    desk: Path,
) -> None:
    with Session.open(desk) as session:
        take(session, "01", 6)
        second = take(session, "01", 7)
        assert not second.stands
        assert session.effective()["01"] is Why.CONFLICT
        third = take(session, "01", 7, reason="专家换了一张")
        assert third.stands
        assert session.check() == []


def test_paper_after_the_opening_is_late_until_it_is_opened_again_with_a_reason(
    desk: Path,
) -> None:
    with Session.open(desk) as session:
        take(session, "01", 6)
        session.unseal()
        before = session.effective()
        taken = take(session, "02", 7)
        assert (taken.new, taken.stands, taken.late) == (True, False, True)
        assert session.effective() == {**before, "02": Why.LATE}
        replacing = take(session, "01", 9, reason="专家换了一张")
        assert (replacing.stands, replacing.late) == (False, True)
        assert session.effective()["01"] == before["01"]
        assert session.check() == []
        again = take(session, "01", 6)
        assert again.late
        session.unseal_again(Again("路上耽搁", ("王组长",), admit=("02",)))
        state = session.effective()["02"]
        assert isinstance(state, StoredBallot)
        assert session.ballot(state.content_id).cells["2"]["1.1"] == scored(7)
        assert session.effective()["01"] == before["01"]
        assert not [finding for finding in session.check() if not finding.warning]


# Subtotals


@given(
    tops=st.lists(st.integers(1, 40), min_size=1, max_size=8),
    step=st.sampled_from([1, 25, 50, 100]),
    part=st.fractions(0, 1),
)
def test_a_subtotal_is_spread_exactly_and_every_row_takes_its_share(
    tops: list[int], step: int, part: Fraction
) -> None:
    template = small_meeting(1, 1).panel()[1].rows[0]
    rows = [
        template._replace(code=f"1.{at}", top=Hundredths(top * step), step=Hundredths(step))
        for at, top in enumerate(tops)
    ]
    mark = Hundredths(int(sum(tops) * part) * step)
    parts = spread(mark, rows)
    assert sum(parts.values()) == mark
    for row in rows:
        share = Fraction(mark * row.top, sum(tops) * step)
        assert row.low <= parts[row.code] <= row.top
        assert parts[row.code] % step == 0
        assert abs(parts[row.code] - share) < step


def test_subtotals_make_a_ballot_whose_rows_are_marked_as_filled(tmp_path: Path) -> None:
    panel = small_meeting(1, 1).panel()[0]
    with Session.open(issued(tmp_path, panel)) as session:
        listed = boxes(session, "01", subtotals=True)
        assert [(box.row.code, box.row.top) for box in listed] == [("1", 2000), ("2", 2000)]
        said = {"1": {"1": scored(15.5), "2": Cell(CellState.UNABLE)}}
        ballot = paper_ballot(session, "01", 1, TypedPass("张三", said, subtotals=True))
    cells = ballot.cells["1"]
    assert [cells["1.1"].mark, cells["1.2"].mark] == [800, 750]
    assert cells["1.1"].filled
    assert cells["2.1"].state is cells["2.2"].state is CellState.UNABLE


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"granularity": "primaries"}, "enter the marks as they are printed"),
        ({"order": "by_indicator"}, "averages row by row over the experts"),
    ],
)
def test_subtotals_are_refused_where_they_say_too_little(
    keys: dict[str, str], sentence: str
) -> None:
    keys = {"granularity": "rows"} | keys
    panel, sheet = meeting(1, 1, full="2", **keys).panel()  # type: ignore[arg-type]
    assert sentence in why_no_subtotals(panel, sheet)


# Changes at the desk


def handed_in(session: Session, expert: str = "01", points: float = 8) -> None:
    scoring = session.scoring(expert)
    fill_form(scoring, points)
    scoring.seal().result()
    scoring.close()


def test_a_change_at_the_desk_is_a_new_version_that_keeps_the_other_marks(
    desk: Path, tmp_path: Path
) -> None:
    with Session.open(desk) as session:
        handed_in(session)
        changed = change_at_desk(
            session,
            "01",
            [MarkChange("1", "1.1", scored(6.5))],
            by=("张三", "李四"),
            reason="讨论后修改",
        )
        assert changed.after.stands
        assert (changed.before.rev, changed.after.sealed.rev) == (1, 2)
        assert changed.places == (("1", "1.1"),)
        slip = change_slip(session, changed)
        assert change_slip_name(changed) == "change-slip-01-v2.xlsx"
        (page,) = texts(slip, tmp_path / "slip.xlsx")
        said = "\n".join(page)
        assert changed.codes[0] in said
        assert changed.codes[1] in said
        assert "讨论后修改" in said
        assert "6.5" not in said
        assert not any(shows(650, item.body) for item in session.journal())
        session.unseal()
        ballot = session.ballot(changed.after.sealed.content_id)
        assert ballot.channel is Channel.PAPER
        assert ballot.cells["1"] == {
            "1.1": scored(6.5), "1.2": scored(8), "2.1": scored(8), "2.2": scored(8),
        }  # fmt: skip
        assert session.effective()["01"] == session.stored()[1]
        assert session.check() == []


def test_after_the_opening_nothing_is_changed_on_the_spot(desk: Path) -> None:
    with Session.open(desk) as session:
        handed_in(session)
        session.unseal()
        with pytest.raises(Refused, match="marks of it are changed no more"):
            change_at_desk(
                session,
                "01",
                [MarkChange("1", "1.1", scored(6.5))],
                by=("张三", "李四"),
                reason="讨论后修改",
            )
        assert len(session.stored()) == 1


def test_without_ballot_reason_or_change_nothing_is_changed(desk: Path) -> None:
    with Session.open(desk) as session:
        with pytest.raises(Refused, match="no ballot of expert 01 counts"):
            require_changeable(session, "01")
        handed_in(session)
        with pytest.raises(Refused) as refused:
            change_at_desk(session, "01", [], by=("张三", "李四"), reason=" ")
        assert len(refused.value.reasons) == 2
        with pytest.raises(Refused, match="lies outside 0 to 10"):
            change_at_desk(
                session,
                "01",
                [MarkChange("1", "1.1", scored(11))],
                by=("张三", "李四"),
                reason="讨论后修改",
            )
        assert len(session.stored()) == 1


def test_where_the_supervisor_holds_the_code_the_desk_cannot_carry_marks_over(
    tmp_path: Path,
) -> None:
    panel = small_meeting(custody="supervisor").panel()[0]
    with Session.open(issued(tmp_path, panel)) as session:
        handed_in(session)
        with pytest.raises(Refused, match="the supervisor holds the opening code"):
            require_changeable(session, "01")
        assert take(session, "02", 7).stands
