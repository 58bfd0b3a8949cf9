"""The laws of merging: whatever came where, when and how often, all desks know the same."""

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewtui.domain.ballot import Kind
from reviewtui.domain.states import Why
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import kept_aside
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.other_session import contents_of
from reviewtui.session.session import Session
from reviewtui.session.writer import Transaction
from tests.session.ballot_factory import ballot_file, give_key, revoke
from tests.session.conftest import small_meeting
from tests.session.test_merging import receive, second, state_of, unite

HISTORIES = 2_000
ORDERS = 100_000


class History:
    """Files of one meeting: forks, gaps, duplicates, withdrawals, revoked and unknown keys."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.files: list[bytes] = []
        experts = [expert.code for expert in session.panel.experts]
        seeds = {code: give_key(session, code) for code in experts}
        own: dict[str, list[bytes]] = {code: [] for code in experts}
        for _step in range(chance.randint(1, 12)):
            code = chance.choice(experts)
            earlier = own[code]
            replaces = chance.choice([earlier, earlier[-1:], earlier[:-1], []])
            content = ballot_file(
                session,
                code,
                seeds[code],
                chance.choice([5, 6, 7.5]),
                replaces=replaces,
                kind=chance.choice([Kind.CAST, Kind.CAST, Kind.CAST, Kind.WITHDRAW]),
            )
            earlier.append(content)
            if chance.random() < 0.85:  # the rest was lost on the way
                self.files.append(content)
            if chance.random() < 0.1:
                self.files.append(ballot_file(session, code, bytes(32)))
            if chance.random() < 0.1:
                self.files.append(content[:-1])
        if chance.random() < 0.3:
            revoke(session, seeds[chance.choice(experts)])


def deal(files: Sequence[bytes], chance: random.Random) -> Iterable[list[bytes]]:
    """The files shuffled, some twice, in piles."""
    pile = [*files, *chance.choices(files, k=min(3, len(files)))] if files else []
    chance.shuffle(pile)
    while pile:
        size = chance.randint(1, len(pile))
        yield pile[:size]
        pile = pile[size:]


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_two_desks_agree_whatever_came_where_and_when(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    two_desks(tmp_path_factory.mktemp("laws"), random.Random(seed))


def test_a_rule_that_lets_the_last_to_arrive_win_would_be_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewtui.session import counting

    honest = counting.effective

    def last_wins(ballots: Sequence[StoredBallot], *rest: Any) -> StoredBallot | Why:
        found = honest(ballots, *rest)
        return max(ballots, key=lambda one: one.number) if found is Why.CONFLICT else found

    def a_hundred_meetings() -> None:
        for seed in range(100):
            (tmp_path / str(seed)).mkdir()
            two_desks(tmp_path / str(seed), random.Random(seed))

    monkeypatch.setattr(counting, "effective", last_wins)
    with pytest.raises(AssertionError):
        a_hundred_meetings()


def two_desks(folder: Path, chance: random.Random) -> None:
    """Deal a history to two desks in piles, let them merge, and hold them against a third that
    got everything at once."""
    panel, _sheet = small_meeting(experts=3).panel()
    create_session(folder / "a.review", panel)
    with Session.open(folder / "a.review") as one:
        history = History(one, chance)
        with second(one, folder) as other, second(one, folder, "all") as whole:
            receive(whole, *history.files)
            for pile in deal(history.files, chance):
                receive(chance.choice([one, other]), *pile)
            unite(one, other)
            unite(other, one)
            assert state_of(one) == state_of(other) == state_of(whole)
            assert not [
                fault for desk in (one, other) for fault in desk.check() if not fault.warning
            ]
            results = []
            for desk in (one, other, whole):
                if any(not isinstance(state, Why) for state in desk.effective().values()):
                    desk.unseal()
                    results.append(results_of(desk))
            assert len(set(results)) <= 1


def results_of(session: Session) -> bytes:
    """What `results --json` says."""
    from reviewtui.tally.official import verdict_of
    from reviewtui.tally.report import results_json

    verdict = verdict_of(session, 1)
    return json.dumps(results_json(session.id, session.panel, session.sheet, verdict)).encode()


@pytest.mark.long
def test_a_hundred_thousand_orders_come_to_the_same(tmp_path: Path) -> None:
    """Every order: the same ballots count, the same files lie aside. Every history: the same
    bytes of `results --json`."""
    chance = random.Random(20261121)
    met: Counter[str] = Counter()
    for number in range(HISTORIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        create_session(folder / "a.review", small_meeting(experts=3).panel()[0])
        with Session.open(folder / "a.review") as one:
            history = History(one, chance)
            with second(one, folder) as other:
                start = [len(desk.journal()) for desk in (one, other)]
                expected = b""
                for _order in range(ORDERS // HISTORIES):
                    for desk, entries in zip((one, other), start, strict=True):
                        empty(desk, entries)
                    for pile in deal(history.files, chance):
                        receive(chance.choice([one, other]), *pile)
                        met["merges"] += 1
                    for into, out in ((one, other), (other, one)):
                        plan = plan_merge(into.meeting, [], [contents_of(out, "desk")])
                        apply_plan(into.meeting, plan)
                        met["merges"] += 1
                    expected = expected or state_of(one)
                    assert state_of(one) == state_of(other) == expected
                    met["orders"] += 1
                states = one.effective().values()
                met.update(state.value for state in states if isinstance(state, Why))
                met["counted"] += sum(not isinstance(state, Why) for state in states)
                met["aside"] += len(kept_aside(one))
                if any(not isinstance(state, Why) for state in states):
                    results = [results_of(desk) for desk in (one, other) if desk.unseal()]
                    assert results[0] == results[1]
                    met["results"] += 1
        shutil.rmtree(folder)
    print(dict(met))
    assert met["orders"] == ORDERS
    assert min(met[why] for why in ("conflict", "withdrawn", "revoked", "aside")) > 100


def empty(session: Session, entries: int) -> None:
    """Forget everything that was received."""

    def work(done: Transaction) -> None:
        for table in ("ballot", "kept_aside"):
            done.connection.execute(f"DELETE FROM {table}")
        done.connection.execute("DELETE FROM journal WHERE seq > ?", (entries,))
        done.forget()

    session.meeting.writer.submit(work).result()
