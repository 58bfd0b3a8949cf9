"""What if: another computation beside the official one."""

from fractions import Fraction

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import Flag, flag_label
from reviewtui.tally.what_if import (
    WhatIf,
    moved,
    moved_sentence,
    name_and_note,
    read_what_if,
    what_if,
    what_if_json,
)
from tests.meeting import meeting, small_set
from tests.tally.workload import bulk


def three(**rule: object) -> tuple[Panel, Sheet, list[ExpertMarks]]:
    """Three experts, two candidates, two rows of one primary and one of another."""
    found = meeting(3, 2, granularity="rows", table=small_set(2, 2), step="0.01", **rule)
    panel, sheet = found.panel()
    marks = [
        ExpertMarks(
            expert.code,
            {
                candidate.code: CandidateMarks(
                    [
                        row.top * (number + at + position) // 10
                        for position, row in enumerate(sheet.rows)
                    ]
                )
                for at, candidate in enumerate(panel.candidates)
            },
        )
        for number, expert in enumerate(panel.experts, start=2)
    ]
    return panel, sheet, marks


def test_the_choices_are_read_as_they_are_written() -> None:
    wish = WhatIf(Average.MEDIAN, True, ("02", "05"))
    assert read_what_if(wish.asked(), ["01", "02", "05"]) == wish
    for wrong in (["mode"], ["mean", "median"], ["without=09"], ["mean", "mean"]):
        with pytest.raises(ValueError, match=r"mode|median|without=09|mean"):
            read_what_if(wrong, ["01"])


def test_another_average_is_that_of_a_panel_that_has_it_in_its_rule() -> None:
    for average in Average:
        panel, sheet, marks = bulk(7, 4, 10)
        trim = {"trim": {"drop": 1, "least": 3}} if average is Average.TRIMMED else {}
        other = bulk(7, 4, 10, average=average.value, **trim)
        expected = compute(*other)
        found = what_if(panel, sheet, marks, WhatIf(average)).verdict
        assert [one.total for one in found.candidates] == [one.total for one in expected.candidates]


def test_an_expert_who_is_left_out_counts_nowhere() -> None:
    panel, sheet, marks = three()
    found = what_if(panel, sheet, marks, WhatIf(without=("01",))).verdict
    assert all(one.counted == ("02", "03") for one in found.candidates)
    assert not any(one.left_out for one in found.candidates)


def test_where_nobody_would_be_left_there_is_a_sentence_and_no_table() -> None:
    panel, sheet, marks = three()
    with pytest.raises(Refused, match="至少保留一位专家"):
        what_if(panel, sheet, marks, WhatIf(without=("01", "02", "03")))


def test_equal_weights_keep_the_base_and_share_it_out_by_primary() -> None:
    panel, sheet, marks = three()
    found = what_if(panel, sheet, marks, WhatIf(equal=True)).verdict
    assert found.base == compute(panel, sheet, marks).base
    one = found.candidates[0]
    assert {primary.full for primary in one.primaries} == {found.base / len(one.primaries)}
    full = [
        ExpertMarks(
            expert.code,
            {c.code: CandidateMarks([row.top for row in sheet.rows]) for c in panel.candidates},
        )
        for expert in panel.experts
    ]
    evened = what_if(panel, sheet, full, WhatIf(equal=True)).verdict
    assert evened.candidates[0].total == found.base


def test_nothing_asked_is_the_official_result() -> None:
    panel, sheet, marks = three()
    official = compute(panel, sheet, marks)
    found = moved(official, what_if(panel, sheet, marks, WhatIf()).verdict)
    assert all((one.total, one.rank) == (one.other_total, one.other_rank) for one in found)
    assert all(one.places == 0 for one in found)
    assert moved_sentence(found)
    assert all(isinstance(one.total, Fraction) for one in found)


def test_a_candidate_with_too_few_marks_to_trim_is_marked() -> None:
    panel, sheet, marks = bulk(4, 3, 5)
    few = [
        own._replace(candidates={code: own.candidates[code] for code in "123"[: 2 + (at < 2)]})
        for at, own in enumerate(marks)
    ]
    other = what_if(panel, sheet, few, WhatIf(Average.TRIMMED)).verdict
    found = moved(compute(panel, sheet, few), other)
    assert [one.candidate for one in found if one.untrimmed] == ["3"]
    noted = next(one for one in found if one.untrimmed)
    assert flag_label(Flag.PLAIN_MEAN) in name_and_note(panel, noted)
    told = what_if_json(panel, WhatIf(Average.TRIMMED), found)["candidates"]
    assert {one["code"]: one["untrimmed"] for one in told} == {"1": False, "2": False, "3": True}
