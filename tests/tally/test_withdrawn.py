"""A withdrawn candidate and a replaced expert leave everybody else's result as it would be."""

from typing import Any

import pytest

from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why
from reviewtui.tally.compute import compute
from reviewtui.tally.plain_lines import valid_line
from reviewtui.tally.remarks import remarks
from reviewtui.tally.verdict import Flag
from tests.meeting import Meeting, meeting, small_set

RULES: list[dict[str, Any]] = [
    {"order": "by_expert", "average": "mean"},
    {"order": "by_expert", "average": "median"},
    {"order": "by_expert", "average": "trimmed", "trim": {"drop": 1, "least": 3}},
    {"order": "by_expert", "average": "mean", "standardise": True, "round": {"standard": 2}},
    {"order": "by_indicator", "average": "trimmed", "trim": {"drop": 1, "least": 3}},
    {"order": "by_indicator", "average": "mean"},
]


def small(candidates: int, **rule: Any) -> Meeting:
    table = small_set(primaries=2, rows=2)
    return meeting(4, candidates, table=table, granularity="rows", **rule)


def marked(panel: Panel, sheet: Sheet) -> list[ExpertMarks]:
    """Marks that differ from expert to expert and from candidate to candidate."""
    return [
        ExpertMarks(
            expert.code,
            {
                candidate.code: CandidateMarks(
                    [
                        (at * 150 + 350 * number + 50 * int(candidate.code) ** 2) % 1000
                        for number in range(len(sheet.rows))
                    ]
                )
                for candidate in panel.candidates
            },
        )
        for at, expert in enumerate(panel.experts)
    ]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_others_come_out_as_if_the_withdrawn_one_had_never_been_there(
    rule: dict[str, Any],
) -> None:
    with_it, without = small(4, **rule), small(3, **rule)
    with_it.data["candidates"][3]["withdrawn"] = "主动撤回申报"
    panel, sheet = with_it.panel()
    verdict = compute(panel, sheet, marked(panel, sheet))
    other, other_sheet = without.panel()
    expected = compute(other, other_sheet, marked(other, other_sheet))
    assert verdict.candidates[:3] == expected.candidates
    gone = verdict.of("4")
    assert (gone.total, gone.rank, gone.grade, gone.n) == (None, None, None, 0)
    assert gone.flags == (Flag.WITHDRAWN,)
    assert {out.why for out in gone.left_out} == {Why.WITHDRAWN}
    assert [row.score for row in gone.rows] == [None] * 4
    assert len(gone.primaries) == 2
    assert "主动撤回申报" in " ".join(remarks(panel, sheet, gone))


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_replaced_expert_changes_no_number(rule: dict[str, Any]) -> None:
    plain, replaced = small(3, **rule), small(3, **rule)
    old = {"code": "00", "name": "原专家", "replaced_by": "01"}
    replaced.data["experts"].insert(0, old)
    panel, sheet = plain.panel()
    other, other_sheet = replaced.panel()
    experts = marked(panel, sheet)
    expected = compute(panel, sheet, experts)
    verdict = compute(other, other_sheet, experts)
    for item, same in zip(verdict.candidates, expected.candidates, strict=True):
        assert (item.total, item.rank, item.counted) == (same.total, same.rank, same.counted)
        assert (item.left_out[0].expert, item.left_out[0].why) == ("00", Why.NOT_ASSIGNED)


def test_a_replaced_expert_is_not_among_those_who_were_to_judge_and_count_nowhere() -> None:
    replaced = small(2)
    replaced.data["experts"].insert(0, {"code": "00", "name": "原专家", "replaced_by": "01"})
    panel, sheet = replaced.panel()
    given = [one for one in marked(panel, sheet) if one.expert in ("01", "02", "03")]
    said = valid_line(compute(panel, sheet, given))
    assert said.endswith("一份也未计入：缺席（04号专家）")
