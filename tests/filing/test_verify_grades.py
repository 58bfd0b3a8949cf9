"""Proposed grades: the second verifier lowers what the tally lowers, over random panels and
rules with quotas, vetoes, floors and 一票否优."""

import collections
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.findings import Refused
from reviewtui.filing.archive import verify as standalone
from reviewtui.tally.compute import compute
from tests.filing.conftest import Table
from tests.filing.test_verify_rule import Documents, ballot_of
from tests.meeting import Meeting, meeting, small_set

SOURCE = "会议纪要"
NAMES = ("优秀", "良好", "合格", "不合格")
SEEN: collections.Counter[str] = collections.Counter()


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """A rule for grades."""
    lines = sorted(draw(st.lists(st.integers(3, 24), min_size=3, max_size=3, unique=True)))
    bands: list[dict[str, Any]] = [
        {"name": name, "at_least": str(line)}
        for name, line in zip(NAMES, [*reversed(lines), 0], strict=True)
    ]
    if draw(st.booleans()):
        bands[0]["rank_at_most"] = draw(st.integers(1, 3))
    found: dict[str, Any] = {"source": SOURCE, "bands": bands}
    if graded := draw(st.lists(st.sampled_from(NAMES[:2]), unique=True, max_size=2)):
        found["quotas"] = [
            {"grade": name, "percent": str(draw(st.integers(10, 70))), "source": SOURCE}
            for name in graded
        ]
    vetoes: list[dict[str, Any]] = []
    if draw(st.booleans()):
        vetoes.append({"integrity": True, "source": SOURCE})
    if draw(st.booleans()):
        vetoes.append({"row": "G1", "source": SOURCE})
    if vetoes:
        found["vetoes"] = vetoes
    if rows := draw(st.lists(st.sampled_from(["1", "2", "1.1", "2.2"]), unique=True, max_size=2)):
        found["floors"] = [
            {
                "row": row,
                "percent": str(draw(st.integers(30, 70))),
                "cap": draw(st.sampled_from(NAMES[1:])),
                "source": SOURCE,
            }
            | draw(st.sampled_from([{}, {"quorum": "1/2"}, {"quorum": "2/3"}]))
            for row in rows
        ]
    if draw(st.booleans()):
        reading = draw(st.sampled_from(["growth_slower", "spending_falls"]))
        found["bar_excellent"] = {"reading": reading, "source": SOURCE}
    return found


@st.composite
def panels(draw: st.DrawFn) -> Meeting:
    """Five candidates on two primaries of two rows and a gate, each with facts of its own."""
    table = small_set(2, 2)
    table["rows"].append({"code": "G1", "title": "承诺书", "kind": "gate"})
    given = meeting(
        3,
        5,
        granularity="rows",
        table=table,
        order=draw(st.sampled_from(["by_expert", "by_indicator"])),
        average=draw(st.sampled_from(["mean", "median"])),
        unable="renormalise",
    ).put("grades", draw(rules()))
    texts = st.sampled_from(["-0.1个百分点", "\N{MINUS SIGN}2%", "-1万元", "0.3", "见附件"])
    for item in given.data["candidates"]:
        item["facts"] = {
            key: draw(texts)
            for key in ("rd_ratio_change", "fiscal_growth_change", "fiscal_spending_change")
            if draw(st.integers(0, 9))
        }
        if draw(st.booleans()):
            item["integrity"] = {"found": draw(st.booleans())}
        given.settle(item["code"], "G1", draw(st.sampled_from(["pass", "fail", "pass"])))
        if draw(st.integers(0, 4)) == 0:
            given.hide(item["code"], draw(st.sampled_from(["1.1", "2.2"])))
    return given


def holds(given: Meeting, seed: int) -> None:
    """The second verifier comes to the tally's grades."""
    table = Table.of(given, seed=seed)
    marks = table.marks()
    try:
        verdict = compute(table.panel, table.sheet, marks)
    except Refused:
        return
    report = standalone.Report()
    panel = standalone.Panel(Documents(table.panel, table.sheet))  # type: ignore[arg-type]
    ballots = {it.expert: ballot_of(it, table.sheet) for it in marks if it.why is None}
    second = standalone.Tally(panel, ballots, {}, report)
    for item in verdict.candidates:
        SEEN.update(str(reason.why) for reason in item.proposal.reasons)
        assert second.results[item.code].grade == item.grade, item.proposal


def campaign(examples: int) -> None:
    """Many rules and panels, and that every reason occurs among them."""
    SEEN.clear()

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(panels(), st.integers(0, 10**6))
    def one(given: Meeting, seed: int) -> None:
        holds(given, seed)

    one()
    print(dict(SEEN))
    assert {"rank", "gate", "integrity", "floor", "barred", "quota"} <= set(SEEN)


def test_the_second_verifier_proposes_the_grades_of_the_program() -> None:
    campaign(90)


@pytest.mark.long
def test_it_does_so_over_many_rules() -> None:
    campaign(3000)
    assert "quota_tie" in SEEN


def test_a_tie_at_the_line_of_a_quota_is_undecided_for_both() -> None:
    bands = [
        {"name": "优秀", "at_least": "1"},
        {"name": "良好", "at_least": "0"},
    ]
    quotas = [{"grade": "优秀", "percent": "40", "source": SOURCE}]
    given = meeting(1, 3, table=small_set(1, 1)).put(
        "grades", {"source": SOURCE, "bands": bands, "quotas": quotas}
    )
    panel, sheet = given.panel()
    document = json.loads(
        canonical_bytes(
            {
                "cells": {code: {"1": ["scored", 500]} for code in ("1", "2", "3")},
                "candidates": {},
            }
        )
    )
    second = standalone.Tally(
        standalone.Panel(Documents(panel, sheet)),  # type: ignore[arg-type]
        {"01": document},
        {},
        standalone.Report(),
    )
    assert [one.total for one in second.results.values()] == [Fraction(5)] * 3
    assert [one.grade for one in second.results.values()] == [None, None, None]
