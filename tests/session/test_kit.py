"""A kit holds what one expert needs, nothing of the others', and cannot be altered."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.session.keys import DESK
from reviewtui.session.kit import Kit, make_kit, panel_of, read_kit
from reviewtui.session.signed import BadBytes, signature_line
from reviewtui.session.withdrawing import withdraw
from tests.session.conftest import Room, fill, small_meeting

MakeRoom = Callable[..., Room]


def kit_of_one() -> Kit:
    panel, sheet = small_meeting().panel()
    return Kit(
        session="5e" * 16,
        expert="01",
        round=1,
        seed=bytes(range(32)),
        boxes=bytes(32),
        sheet=sheet.hash,
        definition={"panel": panel.data, "set": panel.table.data},
        made_at=1_767_225_600_000,
    )


KIT = kit_of_one().content()


def test_reading_gives_back_what_was_issued(room: MakeRoom) -> None:
    session = room().open()
    kit = make_kit(session.meeting, "02")
    assert read_kit(kit.content()) == kit
    assert panel_of(kit, "02.kit").data == session.panel.data
    assert kit.sheet == session.sheet.hash


def test_issuing_again_gives_the_same_kit_and_anew_another(room: MakeRoom) -> None:
    meeting = room().open().meeting
    first = make_kit(meeting, "01")
    assert make_kit(meeting, "01").content() == first.content()
    second = make_kit(meeting, "01", anew=True)
    assert second.id != first.id
    keys = meeting.file.read("SELECT public, revoked_at IS NULL FROM signing_key ORDER BY made_at")
    assert keys == [(first.id, 0), (second.id, 1)]


def test_a_kit_is_not_revoked_under_a_ballot_that_counts(room: MakeRoom) -> None:
    session = room().open()
    make_kit(session.meeting, "01")
    fill(session.scoring("01"), 6)
    session.scoring("01").seal().result()
    with pytest.raises(Refused, match="would no longer count"):
        make_kit(session.meeting, "01", anew=True)
    assert session.effective()["01"] == session.stored()[0]
    withdraw(session, "01", by="会务", reason="U盘丢失")
    make_kit(session.meeting, "01", anew=True)


def test_no_mark_and_no_reason_of_another_expert_is_in_a_kit(room: MakeRoom) -> None:
    session = room(small_meeting(candidates=3).recuse("01", "3").recuse("02", "2")).open()
    fill(session.scoring("02"), 6.5)
    kit = make_kit(session.meeting, "01")
    text = kit.content().decode()
    assert not re.search(r"\b650\b|scored", text)
    recusals = json.loads(text.split("\n")[1])["definition"]["panel"]["recusals"]
    assert [item["expert"] for item in recusals] == ["01"]
    assert panel_of(kit, "01.kit").recusal("01", "3") is not None


def test_a_trial_sends_nothing_out(room: MakeRoom) -> None:
    panel, _sheet = small_meeting().panel()
    own = room(replace(panel, trial=True))
    with pytest.raises(Refused, match="kits go with a meeting only"):
        make_kit(own.open().meeting, "01")


def test_issuing_is_told_in_the_journal(room: MakeRoom) -> None:
    session = room().open()
    kit = make_kit(session.meeting, "01")
    event = session.journal()[-1]
    assert (event.actor, event.kind.value) == (DESK, "issued")
    assert event.body == {"expert": "01", "round": 1, "kit": kit.id}


@given(st.integers(0, len(KIT) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_no_byte_of_a_kit_can_be_changed(place: int, by: int) -> None:
    other = bytearray(KIT)
    other[place] ^= by
    with pytest.raises(BadBytes):
        read_kit(bytes(other))


@pytest.mark.parametrize("cut", [0, 1, 15, 16, 17, 500, -200, -66, -1])
def test_half_a_kit_is_none(cut: int) -> None:
    with pytest.raises(BadBytes):
        read_kit(KIT[:cut])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "reviewtui-kit/2"),
        ("round", "1"),
        ("round", True),
        ("round", -1),
        ("seed", "00" * 32),
        ("seed", "AB" * 32),
        ("boxes", "00"),
        ("sheet", None),
        ("definition", []),
        ("definition", {"panel": {}}),
        ("made_at", 1.5),
    ],
)
def test_a_kit_signed_with_nonsense_in_it_is_none(key: str, value: object) -> None:
    document = json.loads(KIT.split(b"\n")[1])
    document[key] = value
    line = json.dumps(document, sort_keys=True).encode()
    seed = bytes(range(32))
    signed = b"%s\n%s\n%s\n" % (
        b"reviewtui-kit/1",
        line,
        signature_line(line, seed, b"reviewtui/kit/1\n"),
    )
    with pytest.raises(BadBytes):
        read_kit(signed)


def test_the_same_chance_gives_the_same_kit(room: MakeRoom) -> None:
    first, second = room(), room()
    kits = [make_kit(own.open().meeting, "01").content() for own in (first, second)]
    assert kits[0] == kits[1]
