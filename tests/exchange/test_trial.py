"""Trial scoring opens any table at once, with equal marks and no official word."""

from fractions import Fraction

import pytest

from reviewtui import locales
from reviewtui.domain.findings import Refused
from reviewtui.domain.indicator_set import read_set
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import read_panel
from reviewtui.exchange.trial import trial_panel
from tests.exchange.conftest import Document, plain_set
from tests.meeting import built_in


@pytest.mark.parametrize(("granularity", "rows"), [("primaries", 10), ("rows", 40)])
def test_every_scored_row_of_the_official_table_has_ten_points(granularity: str, rows: int) -> None:
    panel, sheet = trial_panel(built_in(), granularity)
    assert panel.trial
    assert [row.full for row in sheet.rows] == [1000] * rows
    assert {row.step for row in sheet.rows} == {50}
    assert sum(row.share for row in sheet.rows) == rows * 10


def test_the_source_line_says_that_this_is_no_result() -> None:
    locales.use("zh")
    panel, _sheet = trial_panel(built_in())
    assert panel.rule.weights.source == "试评用等分，不作为评审结果"
    assert [(expert.code, expert.name) for expert in panel.experts] == [("01", "试评人")]
    assert panel.title == "浙江省技术创新中心建设评价指标体系（试评）"


def test_candidates_are_counted_or_named() -> None:
    panel, _sheet = trial_panel(built_in(), candidates=2)
    assert [(one.code, one.name) for one in panel.candidates] == [
        ("01", "trial candidate 1"),
        ("02", "trial candidate 2"),
    ]
    panel, _sheet = trial_panel(built_in(), names=["甲中心", "乙中心"])
    assert [one.name for one in panel.candidates] == ["甲中心", "乙中心"]


def test_the_frozen_document_makes_the_same_panel_again() -> None:
    panel, sheet = trial_panel(built_in("nb-tic-draft"), "rows")
    findings: list = []
    again = read_panel(panel.data, panel.table, "session", findings)
    assert make_sheet(again, "session", findings).hash == sheet.hash
    assert findings == []
    assert again == panel


def test_a_table_with_bounds_of_its_own_keeps_them() -> None:
    document: Document = plain_set()
    document["rows"][1] |= {"max": "2.25"}
    document["rows"][2] |= {"max": "6", "step": "2"}
    document["rows"][4] |= {"min": "-5", "max": "5"}
    findings: list = []
    table = read_set(document, "set.toml", findings)
    assert table is not None
    _panel, sheet = trial_panel(table, "rows")
    bounds = [(row.low, row.top, row.step) for row in sheet.rows]
    assert bounds == [(0, 225, 1), (0, 600, 200), (-500, 500, 50), (0, 1000, 50)]
    assert sum((row.share for row in sheet.rows), start=Fraction(0)) == Fraction("23.25")


def test_names_that_cannot_stand_are_refused() -> None:
    with pytest.raises(Refused, match="looks like an 18-digit identity number"):
        trial_panel(built_in(), names=["33010619600101001X"])
