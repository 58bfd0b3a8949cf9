"""A ballot as exports tell of it: whose, by which way, when, and whether it counts."""

from dataclasses import dataclass

from reviewtui.domain.ballot import Channel, check_code
from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_record import Opening


@dataclass(frozen=True, slots=True)
class Received:
    """One ballot as the session holds it. Times are UTC, milliseconds since 1970.

    `by`: the people who entered it, where the desk did. `admitted`: it came after the first
    opening and was let in by opening again.
    """

    content: str
    expert: str
    rev: int
    channel: Channel
    received_at: int
    effective: bool
    late: bool
    admitted: bool = False
    by: tuple[str, ...] = ()
    round: int = 1

    @property
    def code(self) -> str:
        """The check code that the expert copied by hand."""
        return check_code(self.content)


def received_as(stored: StoredBallot, opening: Opening | None, *, counts: bool) -> Received:
    """A stored ballot as exports tell of it.

    Args:
        opening: Of its round.
        counts: Whether it is its expert's in the result.
    """
    late = opening is not None and stored.content_id not in {
        *opening.ballots,
        *opening.without,
        *opening.revoked,
    }
    return Received(
        content=stored.content_id,
        expert=stored.expert,
        rev=stored.rev,
        channel=stored.channel,
        received_at=stored.received_at,
        effective=counts,
        late=late,
        round=stored.round,
    )
