"""The official result of an open session, with what every output must say about it."""

from typing import Final

from reviewtui.domain.ballot import Channel
from reviewtui.domain.states import Why
from reviewtui.session.effective import StoredBallot
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.session import Session
from reviewtui.tally.compute import outcome
from reviewtui.tally.verdict import Flag, Verdict

FLAGS: Final = {
    Channel.IMPORT: Flag.IMPORTED,
    Channel.EXCEL: Flag.ENTERED_EXCEL,
    Channel.PAPER: Flag.ENTERED_PAPER,
}
"""What must be said where not every expert signed his own marks."""


def verdict_of(session: Session, round: int | None = None) -> Verdict:  # noqa: A002
    """The verdict of a round, by default the official one; flagged where it is a trial and where
    marks were imported or entered.

    Raises:
        Refused: If the ballots are not open, or the rule gives no result.
    """
    found = outcome_of(session, round)
    if found.refused is not None:
        raise found.refused
    return found


def outcome_of(session: Session, round: int | None = None) -> Verdict:  # noqa: A002
    """As `verdict_of`, but where the rule gives no result a verdict that says why.

    Raises:
        Refused: If the ballots are not open.
    """
    verdict = outcome(session.panel, session.sheet, session.marks(round))
    if session.trial:
        verdict = verdict.flagged(Flag.TRIAL)
    behind = _behind(session, round)
    for one in behind:
        if one.channel in FLAGS:
            verdict = verdict.flagged(FLAGS[one.channel])
    papers = (one.content_id for one in behind if one.channel is Channel.PAPER)
    if any(session.ballot(own).by_subtotals for own in papers):
        verdict = verdict.flagged(Flag.BY_SUBTOTALS)
    return verdict


def _behind(session: Session, number: int | None) -> list[StoredBallot]:
    """The ballots whose marks count in a round, those included that earlier rounds left."""
    number = number or session.meeting.official
    rounds = {one: session.official(one) for one in range(FIRST_ROUND, number + 1)}
    found: list[StoredBallot] = []
    for expert, counts in rounds[number].items():
        one: StoredBallot | Why | None = counts
        while isinstance(one, StoredBallot):
            found.append(one)
            one = rounds.get(one.round - 1, {}).get(expert)
    return found
