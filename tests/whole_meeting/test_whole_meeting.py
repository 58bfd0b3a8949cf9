"""A whole meeting in any order; the laws hold throughout."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.whole_meeting.kill import CAN_KILL
from tests.whole_meeting.laws import TOLD
from tests.whole_meeting.machine import MeetingMachine

LAX = {"deadline": None, "suppress_health_check": list(HealthCheck)}

MeetingMachine.TestCase.settings = settings(
    max_examples=12, stateful_step_count=25, derandomize=True, **LAX
)
"""The same meetings every time: new ones are for the long run, which may shrink for minutes."""
TestMeeting = MeetingMachine.TestCase

OCCURRING = (
    "counts", "absent", "conflict", "withdrawn", "revoked", "late", "left early", "settled",
    "sheet taken", "paper", "imported", "issued anew", "recused", "opened",
    "opened again", "replaced", "added", "newcomer on paper", "whose code it is settled",
    "fact settled", "second round", "changed in the second round", "second round opened",
    "same second result at both", "changed at the desk",
    "withdrawn at the desk", "desk restored", "same result at both desks",
)  # fmt: skip
"""What a campaign must have met ten times to prove anything."""
RARE = ("sheet aside",)
"""What it must have met at all: only a desk that never heard of a kit lets its sheet lie."""


@pytest.mark.long
def test_a_whole_meeting_in_many_orders() -> None:
    TOLD.clear()
    run_state_machine_as_test(
        MeetingMachine, settings=settings(max_examples=200, stateful_step_count=50, **LAX)
    )
    print(dict(TOLD.most_common()))
    wanted = (*OCCURRING, *(("killed",) if CAN_KILL else ()))
    assert {what: TOLD[what] for what in wanted if TOLD[what] < 10} == {}
    assert {what for what in RARE if not TOLD[what]} == set()
