"""Gates of a session: settled and put right until the opening, each with its reason."""

import pytest

from reviewtui.domain.amendment import Settlement
from reviewtui.domain.findings import Refused
from reviewtui.domain.gates import GateResult, gates_of
from reviewtui.session.amending import amend
from tests.domain.test_gates import gated, settled
from tests.session.test_amending import Make, hand_in


def test_a_gate_keeps_its_reason_in_the_session(room: Make) -> None:
    found = settled(gated(), "1", "A", "fail", reason="与他人合用", evidence="租赁合同")
    session = room(found).open()
    gate = gates_of(session.panel, "1")[0]
    assert (gate.result, gate.reason, gate.evidence) == (
        GateResult.FAIL,
        "与他人合用",
        "租赁合同",
    )


def test_settling_later_takes_the_reason_along_and_leaves_the_sheet_alone(room: Make) -> None:
    own = room(gated())
    before = own.open().sheet.hash
    amend(own.again(), Settlement("2", "B", "not_applicable"), reason="没有中试功能")
    session = own.again()
    gate = gates_of(session.panel, "2")[1]
    assert (gate.result, gate.reason) == (GateResult.NOT_APPLICABLE, "没有中试功能")
    assert session.sheet.hash == before


def test_a_gate_settled_without_a_reason_can_be_given_one(room: Make) -> None:
    own = room(settled(gated(), "1", "A", "fail"))
    amend(own.open(), Settlement("1", "A", "fail"), reason="与他人合用")
    session = own.again()
    assert gates_of(session.panel, "1")[0].reason == "与他人合用"
    with pytest.raises(Refused, match="settled so already"):
        amend(session, Settlement("1", "A", "fail"), reason="再说一遍")


def test_after_the_opening_a_gate_stands(room: Make) -> None:
    session = room(gated()).open()
    hand_in(session, "01")
    session.unseal()
    with pytest.raises(Refused, match="the ballots are open"):
        amend(session, Settlement("1", "A", "pass"), reason="补交")
