"""Where experts disagree, and what is said of each of them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import Cell
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CellState
from reviewtui.session.result_deeds import Discussion
from reviewtui.tally.compute import compute
from reviewtui.tally.disagreement import (
    Ballots,
    disputed_rows,
    expert_figures,
    identical_ballots,
    rank_correlation,
    row_spreads,
    straight_lines,
)
from reviewtui.tally.discussion import added, first_wish, points, rule_sentence, taken_off
from reviewtui.tally.expert_words import Experts, notice_sentences
from reviewtui.tally.notices import Notice, Pattern
from tests.meeting import meeting

whole = st.lists(st.integers(0, 9).map(Fraction), min_size=3, max_size=9)


def cells(marks: list[int], *, filled: bool = False) -> dict[str, dict[str, Cell]]:
    """One candidate's cells."""
    return {
        "1": {
            str(at): Cell(CellState.SCORED, Hundredths(mark), filled=filled)
            for at, mark in enumerate(marks, start=1)
        }
    }


def test_rows_are_disputed_by_the_share_of_the_range_that_a_row_allows() -> None:
    panel, sheet = meeting(2, 1).panel()
    tops = [row.top for row in sheet.rows]
    marks = [
        ExpertMarks("01", {"1": CandidateMarks(list(tops))}),
        ExpertMarks(
            "02",
            {"1": CandidateMarks([top // 2 if at == 3 else top for at, top in enumerate(tops)])},
        ),
    ]
    spreads = row_spreads(panel, sheet, marks)
    assert (spreads[0].row, spreads[0].share) == (sheet.rows[3].code, Fraction(1, 2))
    assert disputed_rows(sheet, spreads)[0].row == sheet.rows[3].code
    assert all(one.share == 0 for one in spreads[1:])


def test_an_expert_is_measured_against_the_others_only() -> None:
    panel, sheet = meeting(3, 3).panel()
    marks = [
        ExpertMarks(
            f"0{expert}",
            {
                str(at): CandidateMarks([row.top * (at + shift) // 10 for row in sheet.rows])
                for at in (1, 2, 3)
            },
        )
        for expert, shift in ((1, 0), (2, 1), (3, 5))
    ]
    first, _second, third = expert_figures(panel, sheet, compute(panel, sheet, marks), marks)
    assert (first.offset, first.distance) == (-30, 30)
    assert (third.offset, third.correlation, third.full) == (45, 1, 0)
    assert third.marks == 3 * len(sheet.rows)


@given(whole)
def test_an_order_agrees_with_itself_and_not_with_its_reverse(values: list[Fraction]) -> None:
    found = rank_correlation(values, values)
    assert found == (None if len(set(values)) == 1 else 1)
    if found is not None:
        assert rank_correlation(values, [-value for value in values]) == -1


def test_rank_correlation_with_ties_is_pearson_s_of_the_middle_ranks() -> None:
    a = [Fraction(value) for value in (106, 100, 86, 101, 99, 103, 97, 113, 112, 110)]
    b = [Fraction(value) for value in (7, 27, 2, 50, 28, 29, 20, 12, 6, 17)]
    assert rank_correlation(a, b) == Fraction("-0.1758")  # -29/165, the textbook's IQ and hours
    assert rank_correlation([Fraction(1)] * 2, [Fraction(1)] * 2) is None
    assert rank_correlation(*[[Fraction(x) for x in (1, 2, 2, 3)]] * 2) == 1


def test_a_filled_group_accuses_nobody() -> None:
    _panel, sheet = meeting(2, 1).panel()
    tops = [int(row.top) for row in sheet.rows]
    by_hand = [Ballots(code, cells(tops), {}) for code in ("01", "02")]
    filled = [Ballots(code, cells(tops, filled=True), {}) for code in ("01", "02")]
    assert [expert for expert, _notice in straight_lines(sheet, by_hand)] == ["01", "02"]
    assert identical_ballots(by_hand) == (("01", "02"),)
    assert not straight_lines(sheet, filled)
    assert not identical_ballots(filled)
    halved = cells(tops)["1"] | {
        code: Cell(CellState.SCORED, Hundredths(tops[0] // 2), filled=True) for code in ("9", "10")
    }
    assert not straight_lines(sheet, [Ballots("01", {"1": halved}, {})])


def test_ballots_that_differ_where_they_were_filled_are_not_identical() -> None:
    typed, low, high = (
        cells([700] * 5),
        cells([600] * 3, filled=True),
        cells([800] * 3, filled=True),
    )

    def ballot(code: str, filled: dict[str, dict[str, Cell]]) -> Ballots:
        return Ballots(code, {"1": typed["1"], "2": filled["1"]}, {})

    assert not identical_ballots([ballot("01", low), ballot("02", high)])
    assert identical_ballots([ballot("01", low), ballot("02", low)]) == (("01", "02"),)


def test_what_several_experts_show_is_one_line() -> None:
    notice = Notice(Pattern.TWINS, ("02", "03"))
    found = Experts((), (("01", notice), ("04", notice)), ())
    (said,) = notice_sentences(found)
    assert said.startswith("01号专家、04号专家")


def test_the_list_follows_the_rule_and_the_hand() -> None:
    panel, sheet = meeting(2, 3).panel()
    marks = [
        ExpertMarks(
            f"0{expert}",
            {
                str(at): CandidateMarks([row.top * (5 + at * shift) // 10 for row in sheet.rows])
                for at in (1, 2, 3)
            },
        )
        for expert, shift in ((1, 0), (2, 1))
    ]
    verdict = compute(panel, sheet, marks)
    wish = first_wish(sheet.base)
    assert wish == Discussion("20")
    assert "（100 分的 20%" in rule_sentence(panel, sheet, wish)
    assert "%" not in rule_sentence(panel, sheet, Discussion("15"))
    small = meeting(2, 3, full="2").panel()[1]
    assert first_wish(small.base) == Discussion("4")

    def listed(said: Discussion) -> list[tuple[str, str, bool]]:
        return [(one.candidate, one.row, one.by_rule) for one in points(verdict, said)]

    assert listed(wish) == [("3", "", True), ("2", "", True)]
    more = added(taken_off(wish, ("3", "")), ("1", "5"))
    assert listed(more) == [("2", "", True), ("1", "5", False)]
    assert listed(added(more, ("3", ""))) == [("3", "", True), ("2", "", True), ("1", "5", False)]
    assert listed(Discussion("", (("9", ""),))) == []
