"""The Excel sheet of a second round: what goes out, what is read back, and what is refused."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from reviewtui import locales
from reviewtui.domain.ballot import Ballot, Cell, Channel
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.merge_plan import missing_line
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.exchange.score_sheet_check import check_score_sheet
from reviewtui.exchange.score_sheet_entry import enter_score_sheet
from reviewtui.exchange.score_sheet_reader import read_score_sheet
from reviewtui.filing.model import Grid
from reviewtui.filing.pack.forms import blank_sheets
from reviewtui.filing.pack.occasion import occasion_of
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.board import board
from reviewtui.session.board_words import state_words, summary
from reviewtui.session.merge_items import Taking
from reviewtui.session.round_start import every_start
from reviewtui.session.session import Session
from reviewtui.tally.official import verdict_of
from reviewtui.tally.verdict import Flag
from tests.exchange.reopened import REOPENED, cells_of, fill_again, second_round, sheet_again
from tests.exchange.score_sheets import fill, sheet_in, shows

WHY = "convinced by the discussion"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It takes a while to come so far; every test has a copy."""
    locales.use("en")
    return second_round(tmp_path_factory.mktemp("second")).parent


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "day") / "desk.review"


def scored(points: float, reason: str = "") -> Cell:
    return Cell(CellState.SCORED, Hundredths(round(points * 100)), reason)


def read(desk: Path, path: Path) -> Ballot:
    with Session.open(desk) as session:
        return read_score_sheet(path, session).ballot


def refusal(desk: Path, path: Path) -> list[str]:
    with Session.open(desk) as session:
        before = session.stored()
        with pytest.raises(Refused) as refused:
            enter_score_sheet(session, path)
        assert session.stored() == before
    return [str(reason) for reason in refused.value.reasons]


def of_first(desk: Path, expert: str) -> Ballot:
    with Session.open(desk) as session:
        return next(one for one in session.counted_ballots(1) if one.expert == expert)


# What goes out


def test_each_reopened_row_stands_with_the_own_mark_and_the_panels_without_names(
    desk: Path,
) -> None:
    (page, *_others) = load_workbook(sheet_again(desk, "05")).worksheets
    lines = {
        (line[0], line[1]): line[4:7]
        for line in page.iter_rows(values_only=True)
        if line[0] in ("1", "2", "3")
    }
    rows = [(candidate, row) for candidate, row in lines if row[0].isdigit()]
    assert rows == [("1", "1.1"), ("1", "1.2"), *(("2", f"{a}.{b}") for a in "12" for b in "12")]
    assert lines["1", "1.1"] == ("5.0", "3.0", "1.0 to 5.0 (5 marks)")
    assert lines["1", "1.2"] == ("blank", "-", "-")  # a first mark is given unseen
    assert ("2", "whole candidate") in lines
    assert ("1", "whole candidate") not in lines
    for place in rows:
        assert not any(cell.protection.locked for cell in cells_of(page.parent, *place))
    assert page.protection.sheet


def test_fewer_than_five_marks_are_not_shown(desk: Path) -> None:
    """Four gave a mark of row 1.2."""
    (page, *_others) = load_workbook(sheet_again(desk, "01")).worksheets
    (line,) = [line for line in page.iter_rows(values_only=True) if line[:2] == ("1", "1.2")]
    assert line[4:7] == ("1.0", "-", "-")


def test_who_takes_no_part_gets_nothing_and_keeps_nobody_from_his(desk: Path) -> None:
    with Session.open(desk) as session:
        issued = [item.expert.code for item in issue(session, desk.parent / "kits")]
        assert issued == ["01", "02", "03", "04", "05"]
        with pytest.raises(Refused, match="takes no part"):
            issue(session, desk.parent / "kits", ["06"])
        holdings = board(session)
        assert [state_words(one, opened=False) for one in holdings[4:]] == [
            "not handed in",
            "takes no part",
        ]
        assert summary(holdings) == "Handed in: 0 of 5 experts"
        assert "Still missing, 5 of 5" in missing_line(plan(session, [desk.parent / "kits"]).plan)


def test_the_sheet_of_the_first_round_makes_room(desk: Path) -> None:
    folder = sheet_again(desk).parent
    assert (folder / "Round 1" / score_sheet_name("01")).exists()
    assert not (folder / score_sheet_name("01")).exists()
    note = (folder / "read-me-first.txt").read_text()
    assert score_sheet_name("01", 2) in note


def test_the_print_pack_has_the_sheets_of_the_round_that_is_asked_for(desk: Path) -> None:
    with Session.open(desk) as session:
        first = blank_sheets(occasion_of(session, 1))
        again = blank_sheets(occasion_of(session, 2), every_start(session.meeting, 2))
    assert len(again) == 5
    assert len(first) == 18

    def texts(grid: Grid) -> set[object]:
        return {cell.value for cell in grid.cells.values()}

    assert "mark now" in texts(again[4])
    assert "3.0" in texts(again[4])
    assert "mark now" not in texts(first[0])


# What is read back


def test_what_is_filled_in_changes_and_all_else_stays(desk: Path) -> None:
    said = {
        ("1", "1.1"): (7, WHY),
        ("1", "1.2"): (6.5, None),  # his first mark
        ("2", "1.1"): (5, None),  # the same as before
        ("2", "2.2"): ("unable: no proof", None),
        ("2", "comment"): (None, "looked at again"),
    }
    path = fill_again(sheet_again(desk, "05"), said)
    before = of_first(desk, "05")
    with Session.open(desk) as session:
        entered = enter_score_sheet(session, path, expert="05")
        assert entered.taken.stands
        assert entered.warnings == ()
        assert enter_score_sheet(session, path).taken.new is False
        session.unseal()
        assert session.check() == []
        ballots = {one.expert: one for one in session.counted_ballots(2)}
        assert Flag.ENTERED_EXCEL in verdict_of(session).candidates[0].flags
    ballot = ballots["05"]
    assert (ballot.round, ballot.channel) == (2, Channel.EXCEL)
    assert ballot.cells["1"] == before.cells["1"] | {"1.1": scored(7, WHY), "1.2": scored(6.5)}
    unable = Cell(CellState.UNABLE, reason="no proof")
    assert ballot.cells["2"] == before.cells["2"] | {"2.2": unable}
    assert ballot.cells["3"] == before.cells["3"]
    assert ballot.comments["2"] == {"": "looked at again"}
    assert before.standings["1"].state is CandidateState.LEFT
    assert "1" not in ballot.standings  # with the last row marked he is finished with it
    assert ballots["01"].round == 1


def test_a_wholly_reopened_candidate_can_be_stepped_back_from(desk: Path) -> None:
    ballot = read(
        desk, fill_again(sheet_again(desk), {("2", "whole candidate"): ("recused", "a relation")})
    )
    assert (ballot.standings["2"].state, ballot.standings["2"].reason) == (
        CandidateState.RECUSED,
        "a relation",
    )
    assert "2" not in ballot.cells


def test_lines_are_found_wherever_they_were_moved(desk: Path) -> None:
    def shuffle(book: Workbook) -> None:
        (page, *_others) = book.worksheets
        for merged in list(page.merged_cells):
            page.unmerge_cells(str(merged))
        page.insert_cols(1)
        page.insert_rows(9, 2)
        (upper, lower) = (cells_of(book, "2", code)[0].row for code in ("1.1", "2.2"))
        for one, other in zip(page[upper], page[lower], strict=True):
            one.value, other.value = other.value, one.value

    said = {("2", "1.1"): (7, WHY), ("1", "1.1"): (8, WHY), ("2", "2.2"): (9, WHY)}
    plain = read(desk, fill_again(sheet_again(desk), said))
    assert read(desk, fill_again(sheet_again(desk), said, shuffle)) == plain
    assert plain.cells["2"]["2.2"] == scored(9, WHY)


def test_the_expert_checks_his_sheet_by_the_kit_beside_it(desk: Path) -> None:
    good = fill_again(sheet_again(desk), {("1", "1.1"): (7, WHY)})
    assert check_score_sheet(good) == []
    bad = fill_again(sheet_again(desk), {("1", "1.1"): (7, None)})
    (finding,) = check_score_sheet(bad)
    assert "say why here" in str(finding)
    old = shutil.copy(good.parent / "Round 1" / score_sheet_name("01"), good.parent / "old.xlsx")
    with pytest.raises(Refused, match="is a sheet of Round 1, and the kit beside it is one of"):
        check_score_sheet(Path(old))


# What is refused


def test_every_bad_cell_is_named_at_once_and_nothing_is_taken(desk: Path) -> None:
    said = {
        ("1", "1.1"): (7, None),  # no reason
        ("1", "1.2"): (None, WHY),  # no mark
        ("2", "1.1"): ("8,5", WHY),
        ("2", "1.2"): (11, WHY),
        ("2", "2.1"): (9, "a\u202eb"),
    }
    path = fill_again(sheet_again(desk), said)
    places = {place: cells_of(load_workbook(path), *place) for place in said}
    found = refusal(desk, path)
    at = {place: [cell.coordinate for cell in cells] for place, cells in places.items()}
    expected = (
        (at["1", "1.1"][1], f"the mark in {at['1', '1.1'][0]} is another one than in the round"),
        (at["1", "1.2"][1], f"nothing under “mark now” in {at['1', '1.2'][0]}"),
        (at["2", "1.1"][0], "is no usable mark"),
        (at["2", "1.2"][0], "is no usable mark"),
        (at["2", "2.1"][1], "invisible character"),
    )
    for address, words in expected:
        assert sum(f"{address}: " in line and words in line for line in found) == 1, (words, found)
    assert len(found) == len(expected)
    bare = [re.sub(r"[A-Z]\d+", "", line) for line in found]
    assert not any(shows(number, line) for number in (7, 11, 9) for line in bare)


def without(candidate: str, code: str) -> Callable[[Workbook], None]:
    def hand(book: Workbook) -> None:
        (page, *_others) = book.worksheets
        for merged in list(page.merged_cells):
            page.unmerge_cells(str(merged))
        page.delete_rows(cells_of(book, candidate, code)[0].row)

    return hand


def with_code(code: str) -> Callable[[Workbook], None]:
    """Row 1.1 of candidate 1 is called otherwise."""

    def hand(book: Workbook) -> None:
        (page, *_others) = book.worksheets
        page.cell(cells_of(book, "1", "1.1")[0].row, 2).value = code

    return hand


def beside(book: Workbook) -> None:
    (page, *_others) = book.worksheets
    page.cell(cells_of(book, "1", "1.1")[0].row, 11).value = 3


def nameless(book: Workbook) -> None:
    """The head over the reasons is gone."""
    (page, *_others) = book.worksheets
    cells_of(book, "1", "1.1")
    for line in page.iter_rows():
        for cell in line:
            if cell.value == "reason for another mark":
                cell.value = None


@pytest.mark.parametrize(
    ("hand", "words"),
    [
        (without("2", "1.2"), "the lines 1.2 of candidate 2 are missing"),
        (with_code("2.1"), "row 2.1 of candidate 1 is not reopened; it stays as it was"),
        (with_code("9.9"), "no reopened row stands in this line"),
        (with_code("1.2"), "stands here a second time"),
        (beside, "stands beside the form"),
        (nameless, "the column “reason for another mark” is missing"),
    ],
)
def test_a_spoilt_form_is_refused(desk: Path, hand: Callable[[Workbook], None], words: str) -> None:
    path = fill_again(sheet_again(desk), {("1", "1.1"): (7, WHY)}, hand)
    assert any(words in line for line in refusal(desk, path))


def test_a_recusal_from_part_of_a_candidate_goes_to_the_desk(desk: Path) -> None:
    def hand(book: Workbook) -> None:
        (page, *_others) = book.worksheets
        page.cell(cells_of(book, "2", "whole candidate")[0].row, 1).value = "1"

    said = {("2", "whole candidate"): ("recused", None)}
    (found,) = refusal(desk, fill_again(sheet_again(desk), said, hand))
    assert "Not reopened as a whole in this round; tell the desk of a recusal" in found


def test_an_untouched_sheet_is_nothing_handed_in(desk: Path) -> None:
    assert "nothing is filled in" in refusal(desk, sheet_again(desk))[0]


# Sheets of another round


def test_a_sheet_of_the_first_round_comes_late_in_the_second(desk: Path) -> None:
    old = sheet_in(desk.parent / "kits" / "Expert 06 专家6（示例）", "06")
    assert old.parent.name.startswith("Expert 06")
    path = fill(old, {("1", "1.1"): 4})
    with Session.open(desk) as session:
        done = carry_out(session, plan(session, [path]))
        (item,) = done.plan.items
        assert (item.taking, item.round, item.expert) == (Taking.LATE, 1, "06")
        assert Flag.ENTERED_EXCEL not in verdict_of(session).candidates[0].flags


def test_a_desk_that_has_not_begun_the_round_keeps_its_sheet_aside_until_it_knows(
    desk: Path,
) -> None:
    path = fill_again(sheet_again(desk), {("1", "1.1"): (7, WHY)})
    with Session.open(desk.with_name("before.review")) as session:
        (item,) = carry_out(session, plan(session, [path])).plan.items
        assert item.taking is Taking.ASIDE
        with pytest.raises(Refused, match="Round 2, which was not begun here; merge the desk"):
            read_score_sheet(path, session)
        carry_out(session, plan(session, [desk]))
    with Session.open(desk.with_name("before.review")) as session:
        (item,) = carry_out(session, plan(session, [])).plan.items
        assert (item.taking, item.round) == (Taking.NEW, 2)


def test_a_sheet_of_the_second_round_comes_late_in_the_third(desk: Path) -> None:
    with Session.open(desk) as session:
        enter_score_sheet(session, fill_again(sheet_again(desk, "02"), {("1", "1.1"): (7, WHY)}))
        session.unseal()
        begin_round(session, REOPENED, reason="once more")
        issue(session, desk.parent / "kits")
        old = sheet_again(desk, "01").parent
        assert old.name == "Round 2"
        late = enter_score_sheet(
            session, fill_again(sheet_again(desk, "01"), {("1", "1.1"): (7, WHY)})
        )
        assert late.taken.late
        again = sheet_again(desk, "02", 3)
        entered = enter_score_sheet(session, fill_again(again, {("1", "1.1"): (8, WHY)}))
        assert entered.taken.stands
        assert load_workbook(again).worksheets[0]["E9"].value == "7.0"
