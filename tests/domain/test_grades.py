"""The grade rule as it is read: what is accepted, what is refused, what enters the hash."""

import datetime
from fractions import Fraction
from typing import Any

import pytest

from reviewtui.domain.grades import BarExcellent, Floor, Quota, Reading, Veto, falls
from reviewtui.domain.history import Evaluation, Integrity
from reviewtui.domain.rule import rule_hash
from tests.meeting import Meeting, meeting, small_set

BANDS = [
    {"name": "优秀", "at_least": "90"},
    {"name": "合格", "at_least": "60"},
    {"name": "不合格", "at_least": "0"},
]
SOURCE = "会议纪要（示例）"


def graded(**parts: Any) -> Meeting:
    table = small_set(2, 2)
    table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    given = meeting(2, 2, granularity="rows", table=table)
    return given.put("grades", {"source": SOURCE, "bands": BANDS} | parts)


def test_every_part_is_read() -> None:
    given = graded(
        bands=[BANDS[0] | {"rank_at_most": 1}, *BANDS[1:]],
        quotas=[{"grade": "优秀", "percent": "20", "source": SOURCE}],
        vetoes=[{"row": "G1", "source": SOURCE}, {"integrity": True, "source": SOURCE}],
        floors=[{"row": "2", "percent": "60", "cap": "合格", "quorum": "2/3", "source": SOURCE}],
        bar_excellent={"reading": "spending_falls", "source": SOURCE},
    )
    grades = given.panel()[0].rule.grades
    assert [band.rank_at_most for band in grades.bands] == [1, None, None]
    assert grades.quotas == (Quota("优秀", Fraction(20), SOURCE),)
    assert grades.vetoes == (Veto("G1", SOURCE), Veto("", SOURCE))
    assert grades.floors == (Floor("2", Fraction(60), "合格", Fraction(2, 3), SOURCE),)
    assert grades.bar_excellent == BarExcellent(Reading.SPENDING_FALLS, SOURCE)


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"quotas": [{"grade": "优秀", "percent": "20"}]}, "source"),
        ({"quotas": [{"grade": "良好", "percent": "20", "source": SOURCE}]}, "良好"),
        ({"quotas": [{"grade": "优秀", "percent": "120", "source": SOURCE}]}, "percent"),
        ({"quotas": [{"grade": "优秀", "source": SOURCE}]}, "percent"),
        ({"vetoes": [{"row": "1.1", "source": SOURCE}]}, "1.1"),
        ({"vetoes": [{"row": "G9", "source": SOURCE}]}, "G9"),
        ({"vetoes": [{"row": "G1", "integrity": True, "source": SOURCE}]}, "row"),
        ({"vetoes": [{"row": "G1", "source": SOURCE}], "bands": BANDS[:2]}, "vetoes"),
        ({"floors": [{"row": "9", "percent": "60", "cap": "合格", "source": SOURCE}]}, "9"),
        ({"floors": [{"row": "2", "percent": "60", "cap": "中", "source": SOURCE}]}, "floors"),
        ({"bar_excellent": {"reading": "both", "source": SOURCE}}, "reading"),
        ({"bar_excellent": {"reading": "growth_slower"}}, "source"),
        ({"bands": [*BANDS, {"name": "差", "at_least": "0"}]}, "bands"),
        ({"source": ""}, "source"),
    ],
    ids=str,
)
def test_a_faulty_part_is_a_finding_at_its_place(parts: dict[str, Any], place: str) -> None:
    found = [str(item) for item in graded(**parts).findings()]
    assert found
    assert any(place in item for item in found), found


@pytest.mark.parametrize("quorum", ["0", "3/2", "2/0", "x", "-1/2"])
def test_a_quorum_is_a_part_of_one(quorum: str) -> None:
    floor = {"row": "2", "percent": "60", "cap": "合格", "quorum": quorum, "source": SOURCE}
    assert any("quorum" in str(item) for item in graded(floors=[floor]).findings())


def test_a_plain_rule_keeps_the_hash_it_had_before_there_was_more_to_say() -> None:
    plain = graded().panel()[0].rule
    frozen = plain.frozen()
    assert isinstance(frozen, dict)
    assert frozen["grades"] == {
        "source": SOURCE,
        "bands": [["优秀", "90/1"], ["合格", "60/1"], ["不合格", "0/1"]],
    }


def test_every_part_enters_the_rule_hash() -> None:
    parts: list[dict[str, Any]] = [
        {},
        {"bands": [BANDS[0] | {"rank_at_most": 1}, *BANDS[1:]]},
        {"quotas": [{"grade": "优秀", "percent": "20", "source": SOURCE}]},
        {"vetoes": [{"row": "G1", "source": SOURCE}]},
        {"vetoes": [{"integrity": True, "source": SOURCE}]},
        {"floors": [{"row": "2", "percent": "60", "cap": "合格", "source": SOURCE}]},
        {"bar_excellent": {"reading": "spending_falls", "source": SOURCE}},
        {"bar_excellent": {"reading": "growth_slower", "source": SOURCE}},
    ]
    hashes = {rule_hash(graded(**part).panel()[0].rule) for part in parts}
    assert len(hashes) == len(parts)


def test_history_and_integrity_are_read_by_date() -> None:
    given = graded()
    first = {"date": datetime.date(2024, 1, 10), "year": 2023, "grade": "不合格"}
    second = {"date": datetime.date(2025, 12, 10), "grade": "合格", "document": "文"}
    given.data["candidates"][0] |= {
        "history": [second, first],
        "integrity": {"found": True, "note": "通报"},
    }
    candidate = given.panel()[0].candidates[0]
    assert candidate.history == (
        Evaluation(datetime.date(2024, 1, 10), 2023, "不合格"),
        Evaluation(datetime.date(2025, 12, 10), 2025, "合格", "文"),
    )
    assert candidate.integrity == Integrity(found=True, note="通报")
    assert given.panel()[0].candidates[1].integrity is None


@pytest.mark.parametrize(
    ("text", "fell"),
    [
        ("-0.12个百分点", True),
        ("－０．１％", True),
        ("−0.12%", True),
        ("-0.00", False),
        ("0", False),
        ("+1.5%", False),
        ("0.3", False),
        ("下降0.1", None),
        ("", None),
        ("-", None),
        ("-1-2", None),
        ("1" * 40, None),
    ],
)
def test_a_change_falls_only_where_its_sign_says_so(text: str, fell: bool | None) -> None:
    assert falls(text) is fell
