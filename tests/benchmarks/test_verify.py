"""Verifying an archive of 20 ballots costs at most three times reading, hashing and checking."""

from pathlib import Path

import pytest

from reviewtui.domain.ballot import check_code
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.session.create import create_session
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.receiving import Arrival
from reviewtui.session.session import Session
from tests.benchmarks.floors import read_hash_verify
from tests.benchmarks.pairs import best, cpu
from tests.meeting import meeting
from tests.session.ballot_factory import ballot_file, give_key

LIMIT = 3.0


@pytest.mark.benchmark
def test_verifying_is_at_most_three_times_reading_hashing_and_checking_signatures(
    tmp_path: Path,
) -> None:
    panel, _sheet = meeting(20, 12, granularity="rows", full="10").panel()
    path = tmp_path / "meeting.review"
    create_session(path, panel)
    with Session.open(path) as session:
        files = [
            ballot_file(session, expert.code, give_key(session, expert.code))
            for expert in session.panel.experts
        ]
        arrivals = [Arrival(f"{at}.ballot", it, len(it)) for at, it in enumerate(files)]
        apply_plan(session.meeting, plan_merge(session.meeting, arrivals))
        session.unseal("会务")
        folder = archive(session, tmp_path / "archive").folder

    def verify() -> None:
        check_code.cache_clear()
        assert verify_archive(folder).agrees

    def measure() -> float:
        ours, floor = cpu(verify), cpu(lambda: read_hash_verify(folder))
        print(f"verifying {ours:.3f} s, reading, hashing and checking {floor:.3f} s CPU")
        return ours / floor

    found = best(measure, LIMIT, tries=8)
    print(f"verifying / reading, hashing and checking: {found:.2f}")
    assert found <= LIMIT
