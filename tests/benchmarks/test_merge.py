"""Merging 1 000 ballots costs at most three times what verifying and parsing them needs."""

from pathlib import Path

import pytest

from reviewtui.session.create import create_session
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.receiving import Arrival
from reviewtui.session.session import Session
from tests.benchmarks.floors import verify_and_parse
from tests.benchmarks.pairs import best, cpu
from tests.meeting import meeting, small_set
from tests.session.ballot_factory import ballot_file, give_key

EXPERTS = 100
ROUNDS = 10
LIMIT = 3.0


@pytest.mark.benchmark
def test_merging_a_thousand_ballots_is_at_most_three_times_their_verification(
    tmp_path: Path,
) -> None:
    table = small_set(primaries=1, rows=43)
    panel, _sheet = meeting(EXPERTS, 8, table=table, granularity="rows").panel()
    path = tmp_path / "meeting.review"
    create_session(path, panel)
    files: list[bytes] = []
    with Session.open(path) as session:
        for expert in session.panel.experts:
            seed = give_key(session, expert.code)
            files += [
                ballot_file(session, expert.code, seed, round=number)
                for number in range(1, ROUNDS + 1)
            ]
    assert len(files) == 1_000
    empty = path.read_bytes()
    arrivals = [
        Arrival(f"{number}.ballot", content, len(content)) for number, content in enumerate(files)
    ]
    measured = 0

    def measure() -> float:
        nonlocal measured
        measured += 1
        copy = tmp_path / f"{measured}.review"
        copy.write_bytes(empty)
        with Session.open(copy) as session:

            def merge() -> None:
                plan = plan_merge(session.meeting, arrivals)
                apply_plan(session.meeting, plan)

            ours = cpu(merge)
            assert len(session.stored()) == 1_000
        floor = cpu(lambda: verify_and_parse(files))
        print(f"merging {ours:.3f} s, verifying and parsing {floor:.3f} s CPU")
        return ours / floor

    found = best(measure, LIMIT)
    print(f"merging / verifying and parsing: {found:.2f}")
    assert found <= LIMIT
