"""What an expert signs with his own key, whatever it says: it counts, or the opening names it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviewtui.domain.ballot import Ballot, Cell, Kind, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.domain.strict import LARGEST_NUMBER
from reviewtui.exchange.merge_plan import sentence, summary
from reviewtui.session.clock import LATEST
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import Reason
from reviewtui.session.merge_items import Taking
from reviewtui.session.session import Session
from reviewtui.session.shelf import LAST_VERSION
from reviewtui.session.withdrawing import withdraw
from reviewtui.tally.official import verdict_of
from tests.session.ballot_factory import ballot_file, give_key, make_ballot, sealed
from tests.session.conftest import Room, small_meeting
from tests.session.test_merging import reasons, receive, takings

MakeRoom = Callable[..., Room]

ROWS = ("1.1", "1.2", "2.1", "2.2")
FULL = {row: Cell(CellState.SCORED, Hundredths(500)) for row in ROWS}
UNMISTAKABLE = 777
"""A mark on no step of the scale, which no sentence may show."""

cells = st.builds(
    Cell,
    st.sampled_from(CellState),
    st.none() | st.sampled_from([0, 500, 1000, UNMISTAKABLE, -100, 2**40]).map(Hundredths),
    st.sampled_from(["", "材料不足"]),
    st.booleans(),
)
rows = st.one_of(
    st.just(FULL),
    st.just(FULL),
    st.dictionaries(st.sampled_from([*ROWS, "1", "9.9", "conclusion"]), cells, max_size=5),
)
said = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.dictionaries(st.sampled_from(["1", "2"]), rows, max_size=2),
        "standings": st.dictionaries(
            st.sampled_from(["1", "2"]),
            st.builds(Standing, st.sampled_from(CandidateState), st.sampled_from(["", "同单位"])),
            max_size=2,
        ),
        "comments": st.dictionaries(
            st.sampled_from(["1", "2"]),
            st.dictionaries(st.sampled_from(["", "1.1", "9"]), st.sampled_from(["好", "\x1b[2J"])),
        ),
        "kind": st.sampled_from(Kind),
        "reason": st.sampled_from(["", "更正", "=1+1"]),
    },
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting of two experts and two candidates, nothing received."""
    path = tmp_path_factory.mktemp("own-key") / "meeting.review"
    create_session(path, small_meeting(experts=2, step="0.5").panel()[0])
    return path


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said)
@example({"cells": {"1": {"1.1": FULL["1.1"]}, "2": FULL}})
@example({"cells": {"2": FULL}, "standings": {"1": Standing(CandidateState.LEFT)}})
@example({"cells": {"2": FULL}, "standings": {"1": Standing(CandidateState.OPEN)}})
@example({"cells": {"1": FULL, "2": FULL}, "standings": {"1": Standing(CandidateState.RECUSED)}})
@example(
    {"cells": {"1": FULL | {"1.1": Cell(CellState.SCORED, Hundredths(UNMISTAKABLE))}, "2": FULL}}
)
def test_it_counts_or_the_opening_names_it(
    prepared: Path, tmp_path: Path, said: dict[str, Any]
) -> None:
    path = tmp_path / "meeting.review"
    path.write_bytes(prepared.read_bytes())
    with Session.open(path) as session:
        seeds = {code: give_key(session, code) for code in ("01", "02")}
        ballot = replace(make_ballot(session, "02", seeds["02"]), **said)
        receive(
            session, ballot_file(session, "01", seeds["01"]), sealed(session, ballot, seeds["02"])
        )
        assert session.check() == []
        own = {item.expert: item.content_id for item in session.stored()}
        try:
            session.unseal()
        except Refused as refused:
            told = str(refused)
            assert "expert 02" in told
            assert own["02"][:12] in told
            assert "7.77" not in told
            session.unseal(without=[own["02"]])
        assert session.check() == []
        assert [item.code for item in verdict_of(session).candidates] == ["1", "2"]


def odd(session: Session, seed: bytes, **change: Any) -> bytes:
    """A ballot of expert 02 that says something else than the form would."""

    def changed(ballot: Ballot) -> Ballot:
        return replace(ballot, **change)

    return ballot_file(session, "02", seed, change=changed)


@pytest.mark.parametrize(
    ("field", "most"), [("written_at", LATEST), ("rev", LAST_VERSION), ("round", 99)]
)
def test_a_time_or_number_beyond_all_use_is_kept_aside(
    room: MakeRoom, field: str, most: int
) -> None:
    desk = room().open()
    seed = give_key(desk, "02")
    for number in (most + 1, LARGEST_NUMBER):
        plan = receive(desk, odd(desk, seed, **{field: number}))
        assert reasons(plan) == [Reason.DAMAGED]
    if field != "round":
        two = [odd(desk, seed, **{field: most}, app=app) for app in ("a", "b")]
        plan = receive(desk, *two)
        assert set(takings(plan)) == {Taking.CONFLICT.value}
        assert all(sentence(item, desk.panel) for item in plan.items)


def test_what_the_desk_writes_after_the_last_version_passes_every_gate(room: MakeRoom) -> None:
    desk = room().open()
    seed = give_key(desk, "02")
    receive(desk, odd(desk, seed, rev=LAST_VERSION))
    withdraw(desk, "02", by="李", reason="拿错了评分包")
    assert not isinstance(desk.effective()["02"], StoredBallot)
    assert desk.check() == []
    receive(desk, ballot_file(desk, "01", give_key(desk, "01")))
    desk.unseal()
    assert verdict_of(desk).candidates


def test_a_ballot_whose_line_ends_were_converted_is_damaged_and_not_newer(room: MakeRoom) -> None:
    desk = room().open()
    content = ballot_file(desk, "01", give_key(desk, "01"))
    assert reasons(receive(desk, content.replace(b"\n", b"\r\n"))) == [Reason.DAMAGED]
    newer = content.replace(b"reviewtui-ballot/1", b"reviewtui-ballot/2", 1)
    assert reasons(receive(desk, newer)) == [Reason.NEWER]


def test_a_ballot_of_a_round_that_was_not_begun_is_told_as_waiting(room: MakeRoom) -> None:
    desk = room().open()
    plan = receive(desk, odd(desk, give_key(desk, "02"), round=2))
    assert "Round 2 was not begun here: 1 of them are of it" in " ".join(summary(plan))
    assert desk.effective()["02"] is Why.ABSENT
