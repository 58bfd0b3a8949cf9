"""Straight lines are noticed; an ordinary sheet and an unfinished one are left in peace."""

from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.tally.notices import Notice, Pattern, notices
from tests.meeting import meeting

SHEET: Sheet = meeting(experts=1, candidates=3).panel()[1]
CODES = [row.code for row in SHEET.rows]


def scored(*marks: int) -> dict[str, Cell]:
    """Cells with these whole points, the last one repeated to the end of the sheet."""
    points = [*marks, *[marks[-1]] * (len(CODES) - len(marks))]
    return {
        code: Cell(CellState.SCORED, Hundredths(mark * 100))
        for code, mark in zip(CODES, points, strict=True)
    }


def test_a_candidate_with_every_full_mark_is_noticed() -> None:
    assert notices(SHEET, {"1": scored(10), "2": scored(9, 8, 7)}) == (
        Notice(Pattern.ALL_FULL, ("1",)),
    )


def filled(cells: dict[str, Cell], codes: list[str]) -> dict[str, Cell]:
    """The same cells, those of these rows filled by group."""
    return {
        code: cell._replace(filled=True) if code in codes else cell for code, cell in cells.items()
    }


def test_one_pattern_of_several_candidates_is_said_once() -> None:
    found = notices(SHEET, {"1": scored(10), "2": scored(9, 8, 7), "3": scored(10)})
    assert found[0] == Notice(Pattern.ALL_FULL, ("1", "3"))


def test_a_group_that_was_filled_accuses_nobody() -> None:
    assert notices(SHEET, {"1": filled(scored(8), CODES)}) == ()
    assert notices(SHEET, {"1": filled(scored(8), CODES[1:])}) == ()


def test_a_line_that_was_mostly_typed_is_noticed_with_its_filled_rows() -> None:
    found = notices(SHEET, {"1": filled(scored(10), CODES[6:])})
    assert found == (Notice(Pattern.ALL_FULL, ("1",)),)


def test_zero_throughout_and_one_rate_throughout_are_different_notices() -> None:
    found = notices(SHEET, {"1": scored(0), "2": scored(8), "3": scored(9, 8)})
    assert found == (Notice(Pattern.ALL_LEAST, ("1",)), Notice(Pattern.ONE_RATE, ("2",)))


def test_two_candidates_with_the_same_marks_are_named_together() -> None:
    found = notices(SHEET, {"1": scored(9, 8), "2": scored(7, 8), "3": scored(9, 8)})
    assert found == (Notice(Pattern.TWINS, ("1", "3")),)


def test_all_candidates_alike_is_said_once() -> None:
    found = notices(SHEET, {code: scored(9, 8) for code in ("1", "2", "3")})
    assert found == (Notice(Pattern.ALL_ALIKE, ("1", "2", "3")),)


def test_recused_candidates_do_not_hide_that_the_others_are_all_alike() -> None:
    sheet = meeting(experts=1, candidates=4).panel()[1]
    cells = {code: scored(9, 8) for code in ("1", "2", "3")} | {"4": {}}
    found = notices(sheet, cells, {"4": Standing(CandidateState.RECUSED, "同单位")})
    assert found == (Notice(Pattern.ALL_ALIKE, ("1", "2", "3")),)


def test_an_unfinished_candidate_is_not_judged_by_its_beginning() -> None:
    begun = scored(10) | {CODES[-1]: Cell()}
    assert notices(SHEET, {"1": begun, "2": scored(9, 8)}) == ()


@given(st.lists(st.integers(0, 10), min_size=10, max_size=10).filter(lambda m: len(set(m)) > 1))
def test_marks_that_differ_within_a_candidate_are_never_called_a_line(marks: list[int]) -> None:
    assert notices(SHEET, {"1": scored(*marks)}) == ()
