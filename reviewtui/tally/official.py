"""The official result of an open session, with what every output must say about it."""

from reviewtui.domain.ballot import Channel
from reviewtui.session.effective import StoredBallot
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import Flag, Verdict


def verdict_of(session: Session, round: int = 1) -> Verdict:  # noqa: A002  the domain's word
    """The verdict of a round, flagged where it is a trial or where marks were imported.

    Raises:
        Refused: If the ballots are not open, or the rule gives no result.
    """
    verdict = compute(session.panel, session.sheet, session.marks(round))
    if session.trial:
        verdict = verdict.flagged(Flag.TRIAL)
    counted = session.effective(round).values()
    if any(isinstance(one, StoredBallot) and one.channel is Channel.IMPORT for one in counted):
        verdict = verdict.flagged(Flag.IMPORTED)
    return verdict
