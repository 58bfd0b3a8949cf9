"""Over many repetitions each candidate gets the grade that the rule would propose each time."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.grades import Band, Grades, Quota, Veto
from reviewtui.tally.analysis.borders import Borders
from reviewtui.tally.analysis.ranks import rank_all
from reviewtui.tally.analysis.results import Part, Spreads
from reviewtui.tally.analysis.run import analysis
from reviewtui.tally.compute import compute
from reviewtui.tally.grading import Lowered, Standing, propose
from reviewtui.tally.ranking import ranks
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import expert

SOURCE = "会议纪要（示例）"
_VETO = Veto("", SOURCE)
BANDS = [
    {"name": "优秀", "at_least": "80"},
    {"name": "合格", "at_least": "60"},
    {"name": "不合格", "at_least": "0"},
]
MARKS = (("95", "90", "88", "85"), ("94", "91", "86", "83"), ("96", "88", "89", "84"))


def graded(*marks: tuple[str, ...], **parts: Any) -> tuple[Meeting, Spreads]:
    """One row of 100 points and a gate, four candidates; the bootstrap of it."""
    table = small_set(1, 1)
    table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    found = meeting(len(marks), 4, granularity="rows", table=table)
    found.put("weights", {"kind": "points", "source": SOURCE, "of": {"1.1": "100"}})
    found.put("grades", {"source": SOURCE, "bands": BANDS} | parts)
    return found, bootstrapped(found, *marks)


def bootstrapped(found: Meeting, *marks: tuple[str, ...]) -> Spreads:
    panel, sheet = found.panel()
    given = [
        expert(f"{at:02d}", **{f"c{code}": [mark] for code, mark in enumerate(row, 1)})
        for at, row in enumerate(marks, 1)
    ]
    result = dict(analysis(panel, sheet, compute(panel, sheet, given), given))[Part.BOOTSTRAP]
    assert isinstance(result, Spreads)
    return result


def at_least(spreads: Spreads, grade: str) -> list[float]:
    (at,) = [at for at, line in enumerate(spreads.lines) if line.grade == grade]
    return [one.above[at] for one in spreads.spreads.values()]


def quota(grade: str, percent: str) -> dict[str, str]:
    return {"grade": grade, "percent": percent, "source": SOURCE}


def test_who_is_vetoed_takes_no_place_from_the_next() -> None:
    found, _without = graded(
        *MARKS, quotas=[quota("优秀", "25")], vetoes=[{"row": "G1", "source": SOURCE}]
    )
    for code in "1234":
        found.settle(code, "G1", "fail" if code == "1" else "pass")
    spreads = bootstrapped(found, *MARKS)
    assert at_least(spreads, "优秀") == pytest.approx([0, 1, 0, 0], abs=0.15)
    assert at_least(spreads, "合格") == [0, 1, 1, 1]


def test_a_second_quota_begins_where_the_first_ends() -> None:
    _found, spreads = graded(
        ("95", "90", "82", "70"),
        ("94", "91", "83", "71"),
        quotas=[quota("优秀", "25"), quota("合格", "50")],
    )
    assert at_least(spreads, "优秀") == [1, 0, 0, 0]
    assert at_least(spreads, "合格") == [1, 1, 1, 0]


def test_a_place_is_nothing_to_whom_the_total_does_not_reach() -> None:
    bands = [{"name": "优秀", "at_least": "97"}, *BANDS[1:]]
    _found, spreads = graded(*MARKS, bands=bands, quotas=[quota("优秀", "25")])
    assert at_least(spreads, "优秀") == [0, 0, 0, 0]


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
@pytest.mark.parametrize("quorum", [{}, {"quorum": "1/2"}])
@pytest.mark.parametrize("row", ["1", "1.1"])
def test_a_floor_falls_with_the_experts_drawn(order: str, quorum: dict[str, str], row: str) -> None:
    """Half of the experts are above it; two candidates, for whom all are above and all below."""
    found = meeting(2, 3, granularity="rows", table=small_set(2, 1), order=order)
    floor = {"row": row, "percent": "60", "cap": "合格", "source": SOURCE}
    bands = [{"name": "优秀", "at_least": "2"}, *BANDS[1:]]
    bands[1] = {"name": "合格", "at_least": "0"}
    found.put("grades", {"source": SOURCE, "bands": bands[:2], "floors": [floor | quorum]})
    panel, sheet = found.panel()
    marks = [
        expert("01", c1=["9", "1"], c2=["3", "9"], c3=["9", "9"]),
        expert("02", c1=["9", "1"], c2=["3", "9"], c3=["2", "9"]),
    ]
    result = dict(analysis(panel, sheet, compute(panel, sheet, marks), marks))[Part.BOOTSTRAP]
    assert isinstance(result, Spreads)
    shares = at_least(result, "优秀")
    assert shares[:2] == [1, 0]
    # 9 and 2 of 10 average to 5.5, below; one of two below is the quorum of a half.
    assert shares[2] == pytest.approx(0.25, abs=0.06)


@st.composite
def rules(draw: st.DrawFn) -> Grades:
    count = draw(st.integers(1, 4))
    lines = sorted(draw(st.lists(st.integers(0, 8), min_size=count, max_size=count)), reverse=True)
    limit = st.one_of(st.none(), st.integers(1, 5))
    bands = tuple(Band(f"G{at}", Fraction(line), draw(limit)) for at, line in enumerate(lines))
    quotas = tuple(
        Quota(band.name, Fraction(draw(st.sampled_from([0, 10, 25, 50, 70]))), SOURCE)
        for band in bands
        if draw(st.booleans())
    )
    return Grades(SOURCE, bands, quotas)


@settings(max_examples=300)
@given(
    rules(),
    st.lists(st.one_of(st.none(), st.integers(0, 8)), min_size=1, max_size=9),
    st.data(),
)
def test_each_repetition_is_graded_as_the_rule_proposes(
    grades: Grades, totals: list[int | None], data: st.DataObject
) -> None:
    lowest = len(grades.bands) - 1
    vetoed = [data.draw(st.booleans()) for _total in totals]
    grades = grades._replace(vetoes=(_VETO,))
    exact = [None if total is None else Fraction(total) for total in totals]
    standings = [
        Standing(str(at), total, rank, integrity=veto)
        for at, (total, rank, veto) in enumerate(zip(exact, ranks(exact), vetoed, strict=True))
    ]
    proposals, _quotas = propose(grades, standings)
    row = np.array(totals, dtype=float)[None]
    caps = np.array([lowest if veto else 0 for veto in vetoed])
    found = Borders(grades, caps).reached(row, rank_all(row), None)[:, 0]
    for at, proposal in enumerate(proposals.values()):
        shares = found[:, at].tolist()
        assert shares == sorted(shares)
        if not proposal.undecided:
            there = grades.names.index(proposal.grade) if proposal.grade else len(grades.bands)
            assert shares == [float(place >= there) for place in range(len(grades.bands))]
            continue
        (tie,) = [one for one in proposal.reasons if one.why is Lowered.QUOTA_TIE]
        assert tie.quota is not None
        here = grades.names.index(tie.quota.quota.grade)
        assert not any(shares[:here])
        assert shares[here] == pytest.approx(tie.quota.free / len(tie.quota.tied))
