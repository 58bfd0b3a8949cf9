"""What one expert at work sees of his own numbers."""

from fractions import Fraction

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.tally.filled import filled_part
from reviewtui.tally.partial import OwnPlace, own_order
from tests.meeting import meeting, small_set

UNABLE = Cell(CellState.UNABLE, reason="材料不足")


def cell(points: str) -> Cell:
    return Cell(CellState.SCORED, Hundredths(int(Fraction(points) * 100)))


def test_the_filled_part_is_points_out_of_the_filled_full_marks() -> None:
    _panel, sheet = meeting(1, 1).panel()
    cells = {"1": cell("9"), "2": cell("8.5"), "3": UNABLE, "4": Cell(), "5": cell("0")}
    assert filled_part(sheet, "1", cells) == (Fraction("17.5"), 30)
    assert filled_part(sheet, "1", {}) == (0, 0)


def test_the_filled_part_leaves_out_what_the_desk_settled() -> None:
    given = meeting(1, 1, granularity="rows", table=small_set(1, 2)).settle("1", "1.1", "yes")
    _panel, sheet = given.panel()
    assert filled_part(sheet, "1", {"1.2": cell("4")}) == (4, 10)


def test_the_own_order_ranks_whole_candidates_and_shows_ties() -> None:
    panel, sheet = meeting(1, 6, granularity="rows", table=small_set(1, 2)).panel()
    cells = {
        "1": {"1.1": cell("5"), "1.2": cell("5")},
        "2": {"1.1": cell("9"), "1.2": cell("9")},
        "3": {"1.1": cell("4"), "1.2": cell("6")},
        "4": {"1.1": cell("4")},
        "5": {"1.1": UNABLE, "1.2": cell("10")},
        "6": {"1.1": cell("10"), "1.2": cell("10")},
    }
    said = {"6": Standing(CandidateState.RECUSED, "同单位")}
    assert own_order(panel, sheet, cells, said) == [
        OwnPlace("1", Fraction(10), 2, True),
        OwnPlace("2", Fraction(18), 1, False),
        OwnPlace("3", Fraction(10), 2, True),
        OwnPlace("4", None, None, False),
        OwnPlace("5", None, None, False),
        OwnPlace("6", None, None, False),
    ]


def test_the_own_order_rescales_as_the_rule_does() -> None:
    table = small_set(1, 2)
    panel, sheet = meeting(1, 1, granularity="rows", table=table, unable="renormalise").panel()
    cells = {"1": {"1.1": UNABLE, "1.2": cell("4")}}
    assert own_order(panel, sheet, cells) == [OwnPlace("1", Fraction(8), 1, False)]


def test_the_own_order_is_unrounded_where_the_rule_has_no_expert_totals() -> None:
    table = small_set(1, 2)
    given = meeting(1, 1, granularity="rows", table=table, order="by_indicator")
    panel, sheet = given.rule(round={"weighted_row": 0}).panel()
    cells = {"1": {"1.1": cell("4.5"), "1.2": cell("4.5")}}
    assert own_order(panel, sheet, cells)[0].total == 9
