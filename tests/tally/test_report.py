"""The JSON of `results`: keys, order and decimals are a contract."""

import json
from typing import Any

from reviewtui.domain.states import CandidateState
from reviewtui.tally.compute import compute
from reviewtui.tally.report import results_json
from tests.meeting import Meeting, meeting, small_set
from tests.tally.words import expert


def report(given: Meeting, *marks: Any) -> dict[str, Any]:
    """The parsed report of a meeting."""
    panel, sheet = given.panel()
    verdict = compute(panel, sheet, marks)
    parsed: dict[str, Any] = json.loads(
        json.dumps(results_json("s-1", panel, sheet, verdict, 2), ensure_ascii=False)
    )
    return parsed


def rows(experts: int = 2, candidates: int = 1, **rule: Any) -> Meeting:
    return meeting(experts, candidates, granularity="rows", table=small_set(1, 3), **rule)


def test_the_report_has_the_keys_of_the_contract() -> None:
    given = rows(2, 2).hide("1", "1.3").settle("1", "1.2", "no")
    found = report(
        given, expert("01", c1=["9", None, None]), expert("02", c1=CandidateState.RECUSED)
    )
    assert list(found) == ["session", "panel", "round", "rule", "candidates", "status"]
    assert found["status"] == ["unofficial"]
    assert (found["session"], found["panel"], found["round"]) == ("s-1", "test", 2)
    first, second = found["candidates"]
    assert first == {
        "code": "1",
        "name": "对象1（示例）",
        "total": "13.50",
        "rank": 1,
        "n": 1,
        "grade": None,
        "counted": ["01"],
        "trimmed": [],
        "left_out": [{"expert": "02", "why": "recused"}],
        "primaries": [{"code": "1", "score": "13.5", "additive": True}],
        "rows": [
            {
                "code": "1.1",
                "score": "9",
                "n": 1,
                "counted": ["01"],
                "trimmed": [],
                "left_out": [{"expert": "02", "why": "recused"}],
            },
            {
                "code": "1.2",
                "score": "0",
                "n": 1,
                "counted": ["01"],
                "trimmed": [],
                "left_out": [{"expert": "02", "why": "recused"}],
            },
        ],
        "flags": ["rescaled"],
    }
    assert (second["total"], second["rank"], second["n"]) == (None, None, 0)
    assert second["primaries"] == [{"code": "1", "score": None, "additive": True}]
    assert "no_marks" in second["flags"]


def test_numbers_have_the_places_of_their_stage_and_ten_at_most_without() -> None:
    third = [expert("01", c1=["9", "9", "9"]), expert("02", c1=["8", "9", "9"])]
    third.append(expert("03", c1=["8", "9", "9"]))
    found = report(rows(3, round={"primary": 1, "total": 3}), *third)["candidates"][0]
    assert (found["total"], found["primaries"][0]["score"]) == ("26.333", "26.3")
    assert [row["score"] for row in found["rows"]] == ["8.3333333333", "9", "9"]
    by_row = rows(3, order="by_indicator", round={"row": 2})
    found = report(by_row, *third)["candidates"][0]
    assert [row["score"] for row in found["rows"]] == ["8.33", "9.00", "9.00"]
    assert found["total"] == "26.33"


def test_candidates_stand_in_the_panels_order_and_the_rule_is_named() -> None:
    marks = [expert("01", c1=["1", "1", "1"], c2=["9", "9", "9"])]
    found = report(rows(1, 2), *marks)
    assert [(item["code"], item["rank"]) for item in found["candidates"]] == [("1", 2), ("2", 1)]
    assert found["rule"]["order"] == "by_expert"
    assert found["rule"]["round"] == {"total": 2}
    assert len(found["rule"]["hash"]) == 64
