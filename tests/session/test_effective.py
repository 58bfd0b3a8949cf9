"""Which ballot counts: the laws of merging, and the cases people meet."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import Channel, Kind
from reviewtui.domain.states import Why
from reviewtui.session.effective import StoredBallot, effective, effective_when_opened


def stored(
    name: str, *replaces: StoredBallot, rev: int = 1, kind: Kind = Kind.CAST
) -> StoredBallot:
    """A ballot that replaces others."""
    said = f"{name} {rev} {[ballot.content_id for ballot in replaces]}"
    own = hashlib.sha256(said.encode()).hexdigest()
    ids = tuple(sorted(ballot.content_id for ballot in replaces))
    return StoredBallot(own, 1, "01", 1, rev, kind, Channel.FORM, ids, 0)


FIRST = stored("first")
SECOND = stored("second", FIRST, rev=2)
THIRD = stored("third", FIRST, SECOND, rev=3)
FORK = stored("fork", FIRST, rev=2)
BOTH = stored("both", FIRST, SECOND, FORK, rev=3)
GONE = stored("gone", FIRST, rev=2, kind=Kind.WITHDRAW)


def test_nothing_is_absence() -> None:
    assert effective([]) is Why.ABSENT


def test_the_latest_of_a_line_counts_whatever_arrived_when() -> None:
    assert effective([FIRST]) == FIRST
    assert effective([SECOND, FIRST]) == SECOND
    assert effective([THIRD, FIRST]) == THIRD
    assert effective([THIRD, SECOND, FIRST]) == THIRD


def test_two_heads_are_a_conflict_that_nobody_guesses_away() -> None:
    assert effective([FIRST, SECOND, FORK]) is Why.CONFLICT
    assert effective([SECOND, FORK]) is Why.CONFLICT
    assert effective([stored("a", rev=1), stored("b", rev=9)]) is Why.CONFLICT


def test_a_version_that_replaces_both_ends_the_conflict() -> None:
    assert effective([FIRST, SECOND, FORK, BOTH]) == BOTH


def test_a_withdrawal_counts_as_one() -> None:
    assert effective([FIRST, GONE]) is Why.WITHDRAWN
    assert effective([FIRST, GONE, stored("gone too", FIRST, kind=Kind.WITHDRAW)]) is Why.WITHDRAWN


def test_a_withdrawal_beside_a_version_that_neither_names_is_a_conflict() -> None:
    assert effective([FIRST, GONE, SECOND]) is Why.CONFLICT
    assert effective([FIRST, GONE, SECOND, FORK]) is Why.CONFLICT
    later = stored("gone again", FIRST, SECOND, GONE, rev=4, kind=Kind.WITHDRAW)
    assert effective([FIRST, GONE, SECOND, later]) is Why.WITHDRAWN
    anew = stored("handed in again", FIRST, SECOND, GONE, rev=4)
    assert effective([FIRST, GONE, SECOND, anew]) == anew


def test_a_ballot_that_names_itself_does_not_vanish() -> None:
    own = "a" * 64
    ballot = StoredBallot(own, 1, "01", 1, 1, Kind.CAST, Channel.FORM, (own,), 0)
    assert effective([ballot]) == ballot


def test_what_came_after_the_opening_is_late_and_replaces_nothing() -> None:
    assert effective_when_opened([FIRST], []) is Why.LATE
    assert effective_when_opened([FIRST, SECOND], [FIRST.content_id]) == FIRST
    assert effective_when_opened([], []) is Why.ABSENT


@st.composite
def histories(draw: st.DrawFn) -> list[StoredBallot]:
    """Ballots that replace any earlier ones, with forks and gaps."""
    made: list[StoredBallot] = []
    for number in range(draw(st.integers(1, 7))):
        replaces = draw(st.lists(st.sampled_from(made), unique=True)) if made else []
        kind = draw(st.sampled_from([Kind.CAST, Kind.CAST, Kind.WITHDRAW]))
        made.append(stored(str(number), *replaces, rev=number + 1, kind=kind))
    return made


@given(histories(), st.data())
def test_order_and_repetition_and_grouping_do_not_matter(
    history: list[StoredBallot], data: st.DataObject
) -> None:
    parts = data.draw(st.lists(st.lists(st.sampled_from(history)), max_size=4))
    merged = [ballot for part in parts for ballot in part] + data.draw(st.permutations(history))
    assert effective(merged) == effective(history)
    assert effective(merged + merged) == effective(history)


@given(histories())
def test_what_counts_is_named_by_no_other(history: list[StoredBallot]) -> None:
    counts = effective(history)
    replaced = {own for ballot in history for own in ballot.supersedes}
    standing = [ballot for ballot in history if ballot.content_id not in replaced]
    if isinstance(counts, StoredBallot):
        assert standing == [counts]
    else:
        handed_in = [ballot for ballot in standing if ballot.kind is Kind.CAST]
        assert counts is (Why.CONFLICT if handed_in else Why.WITHDRAWN)
        assert len(standing) > 1 or not handed_in


@given(histories())
def test_a_version_that_replaces_all_always_counts(history: list[StoredBallot]) -> None:
    last = stored("last", *history, rev=99)
    assert effective([*history, last]) == last
