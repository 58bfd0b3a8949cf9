"""Which ballots of a session count: its ballots, revoked kits, resolutions and openings."""

from collections.abc import Collection, Iterable, Sequence

from reviewtui.domain.resolution import Resolution
from reviewtui.domain.states import Why
from reviewtui.session.effective import StoredBallot, effective, effective_when_opened
from reviewtui.session.kept_aside import revoked_ballots
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_record import Listed, Opening, listed, read_openings
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.shelf import read_shelf


def counting(meeting: Meeting, number: int) -> dict[str, StoredBallot | Why]:
    """Per expert of the panel the ballot of the round that counts, or why none does."""
    return states_of(
        meeting,
        number,
        read_shelf(meeting.file, meeting.id),
        revoked_ballots(meeting.file, meeting.id),
        read_resolutions(meeting.file, meeting.id),
        read_openings(meeting.file, meeting.id),
    )


def official(meeting: Meeting, number: int) -> dict[str, StoredBallot | Why]:
    """The same for the result of a round: who handed in none of it that counts keeps the one of
    the round before. Two that stand in conflict keep nobody's.
    """
    found = counting(meeting, number)
    if number == FIRST_ROUND:
        return found
    before = official(meeting, number - 1)
    return {
        code: before[code] if isinstance(state, Why) and state is not Why.CONFLICT else state
        for code, state in found.items()
    }


def states_of(
    meeting: Meeting,
    number: int,
    ballots: Iterable[StoredBallot],
    revoked: Collection[str],
    resolutions: Sequence[Resolution],
    openings: Sequence[Opening],
) -> dict[str, StoredBallot | Why]:
    """The same for what need not be stored yet.

    Who was replaced has nothing to judge: a ballot of his that is there all the same is kept
    and does not count. What came in under a code that was given to two people is a conflict.
    """
    turn = [ballot for ballot in ballots if ballot.round == number]
    done = listed(openings, number)
    found: dict[str, StoredBallot | Why] = {}
    for expert in meeting.panel.experts:
        if expert.replaced_by:
            found[expert.code] = Why.NOT_ASSIGNED
            continue
        if done is not None:
            found[expert.code] = state_when_opened(meeting, expert.code, turn, done, resolutions)
            continue
        own = [ballot for ballot in turn if ballot.expert == expert.code]
        found[expert.code] = effective(own, revoked, resolutions, _besides(meeting, expert.code))
    return found


def state_when_opened(
    meeting: Meeting,
    expert: str,
    ballots: Iterable[StoredBallot],
    done: Listed,
    resolutions: Sequence[Resolution],
) -> StoredBallot | Why:
    """What counts of an expert among the ballots of a round of which these are listed."""
    own = [ballot for ballot in ballots if ballot.expert == expert]
    return effective_when_opened(
        own, done.ballots, done.without, done.revoked, resolutions, _besides(meeting, expert)
    )


def _besides(meeting: Meeting, expert: str) -> Sequence[str]:
    """What a resolution about an expert's ballots has to name besides them."""
    contest = meeting.contests.get(expert)
    return contest.amendments if contest else ()


def countable(meeting: Meeting, number: int) -> list[StoredBallot]:
    """The ballots among which the one that counts is sought; after the opening the listed."""
    done = listed(read_openings(meeting.file, meeting.id), number)
    gone = revoked_ballots(meeting.file, meeting.id)
    return [
        ballot
        for ballot in read_shelf(meeting.file, meeting.id)
        if ballot.round == number
        and (
            ballot.content_id not in gone
            if done is None
            else ballot.content_id in {*done.ballots, *done.without}
        )
    ]
