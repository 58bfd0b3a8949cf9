"""The second verifier applies amendments as the program does, those of another desk too."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.amended import amended
from reviewtui.domain.amendment import (
    Addition,
    Amendment,
    Change,
    Correction,
    Field,
    IntegrityRecord,
    LateRecusal,
    Newcomer,
    OrderChange,
    PastEvaluation,
    Settlement,
)
from reviewtui.domain.lot import draw
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.filing.archive import verify as standalone
from reviewtui.filing.archive.folder import archive
from reviewtui.session.amending import amend, amendments, idle_amendments
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.domain.test_amendment import CANDIDATES, CHANGES, small
from tests.filing.archives import changed, named_by_both, rewritten
from tests.session.ballot_factory import ballot_file, give_key
from tests.session.conftest import small_meeting

MORE: st.SearchStrategy[Change] = st.one_of(
    CHANGES,
    st.builds(
        PastEvaluation,
        CANDIDATES,
        st.sampled_from(["2025-12-18", "2023-01-02", "20240105", "18.12.2025", "2031-01-01"]),
        st.sampled_from(["合格", "不合格"]),
        st.sampled_from(["", "2024", "25"]),
    ),
    st.builds(IntegrityRecord, CANDIDATES, st.sampled_from(["yes", "no", "perhaps"])),
    st.sampled_from(["甲", "乙"]).map(
        lambda seed: OrderChange(tuple(draw(seed, ("1", "2", "3"))), "甲")
    ),
    st.sampled_from(["7", "8"]).map(lambda value: Settlement("2", "1.2", value, "核实")),
    st.builds(Addition, st.builds(Newcomer, st.just("编号")), st.just(())),
)


@given(st.lists(st.tuples(MORE, st.sampled_from(["", "会议决定"]), st.integers(1, 4)), max_size=9))
def test_amendments_take_effect_as_in_the_program(
    drawn: list[tuple[Change, str, int]],
) -> None:
    made = [
        Amendment("5e" * 16, number, at, "会务", reason, change)
        for at, (change, reason, number) in enumerate(drawn)
    ]
    document = json.loads(json.dumps(small().data, default=str))
    document["panel"]["date"] = "2026-12-08"
    known = amended(document, made).document
    settled = [{**item, "evidence": item.get("evidence", "")} for item in document["settled"]]
    said = [json.loads(one.document()) for one in made]
    found = standalone.with_amendments({**document}, settled, said)
    assert _plain(found) == _plain(known)


def _plain(document: Any) -> Any:
    """A panel's document without the difference between an empty evidence and none."""
    panel = json.loads(json.dumps(document, default=str))
    for item in panel.get("settled", []):
        item.setdefault("evidence", "")
    return panel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The archive of a desk to which another one brought amendments, before and after the
    opening; one was made by both, one came too late and could change the result."""
    one, other = tmp_path / "one.review", tmp_path / "other.review"
    create_session(one, small_meeting(experts=3, candidates=3).panel()[0])
    with Session.open(one) as session:
        files = {code: ballot_file(session, code, give_key(session, code)) for code in ("01", "02")}
        copy_session(session.meeting, other)
        for name, content in files.items():
            (tmp_path / f"{name}.ballot").write_bytes(content)
        amend(session, LateRecusal("03", "2"), by="会务", reason="同单位")
    with Session.open(other) as session:
        amend(session, LateRecusal("03", "2"), by="副会务", reason="师生")
        amend(session, Correction("", "1", Field.NAME, "更名后（示例）"), by="副会务", reason="")
    with Session.open(one) as session:
        ballots = sorted(tmp_path.glob("*.ballot"))
        carry_out(session, plan(session, [other, *ballots]), tmp_path / "backup")
    with Session.open(one) as session:
        session.unseal("会务")
    with Session.open(other) as session:
        amend(session, LateRecusal("02", "3"), by="副会务", reason="会后")
        amend(session, Correction("", "3", Field.NAME, "又更名（示例）"), by="副会务", reason="")
    with Session.open(one) as session:
        carry_out(session, plan(session, [other]), tmp_path / "backup")
    with Session.open(one) as session:
        assert len(amendments(session)) == 5
        assert len(idle_amendments(session)) == 2
        return archive(session, tmp_path / "archive").folder


def test_amendments_of_a_second_desk_are_applied_anew(folder: Path) -> None:
    report = standalone.verify(folder)
    assert report.findings == []
    assert report.left_out == []
    assert named_by_both(folder) == (set(), set())


@pytest.mark.parametrize("field", ["name", "unit"])
def test_a_panel_that_says_otherwise_is_found_with_a_second_desk_too(
    folder: Path, field: str
) -> None:
    changed(folder, "rule/panel.json", lambda it: it["candidates"][2].update({field: "另一个"}))
    rewritten(folder)
    ours, second = named_by_both(folder)
    assert "rule/panel.json" in ours & second
