"""What people decided about which ballots count, in sentences and for programs: conflicts that two
settled, and rounds that were opened again.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from reviewtui.domain.ballot import check_code
from reviewtui.domain.naming import expert_name
from reviewtui.domain.resolution import Resolution
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_words import again_json, again_sentences, clock
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.session import Session


def decided_sentences(session: Session, number: int | None = None) -> list[str]:
    """All that people decided about the ballots of a round; by default the official one."""
    return [*again_sentences(session, number), *settled_sentences(session, number)]


def decided_json(session: Session, number: int | None = None) -> dict[str, Any]:
    """The same for programs."""
    return again_json(session, number) | settled_json(session, number)


class SettledConflict(NamedTuple):
    """A resolution by which a ballot counts.

    Attributes:
        after: Whether the ballots were open by then: the two could know what follows.
    """

    said: Resolution
    ballot: StoredBallot
    after: bool


def settled_conflicts(session: Session, number: int | None = None) -> list[SettledConflict]:
    """The resolutions that decide what counts in a round, in the panel's order of experts."""
    number = number or session.meeting.official
    known = read_resolutions(session.meeting.file, session.id)
    replaced = {earlier for item in known for earlier in item.supersedes}
    opened = min((one.at for one in session.openings() if one.round == number), default=None)
    found = []
    for expert, state in session.effective(number).items():
        for item in known:
            mine = (item.expert, item.round) == (expert, number) and item.id not in replaced
            if mine and isinstance(state, StoredBallot) and state.content_id == item.chosen:
                after = opened is not None and item.at > opened
                found.append(SettledConflict(item, state, after))
    return found


def settled_sentences(
    session: Session, number: int | None = None, when: Callable[[int], str] = clock
) -> list[str]:
    """Who settled which conflict, when, on which version and why; told as such if afterwards.

    Args:
        session: Open.
        number: The round; by default the official one.
        when: Writes a time.
    """
    before = _(
        "{expert}: of several versions the one with the check code {code} counts; settled by "
        "{names} at {time}; reason: {reason}"
    )
    after = _(
        "{expert}: of several versions the one with the check code {code} counts; settled AFTER "
        "THE OPENING by {names} at {time}; reason: {reason}"
    )
    return [
        (after if item.after else before).format(
            expert=expert_name(item.said.expert),
            code=check_code(item.said.chosen),
            names=_(", ").join(item.said.by),
            time=when(item.said.at),
            reason=item.said.reason,
        )
        for item in settled_conflicts(session, number)
    ]


def settled_json(session: Session, number: int | None = None) -> dict[str, Any]:
    """The same for programs; empty where nothing was settled."""
    found = settled_conflicts(session, number)
    if not found:
        return {}
    return {
        "settled_conflicts": [
            {
                "expert": item.said.expert,
                "ballot": item.said.chosen,
                "refused": list(item.said.refused),
                "by": list(item.said.by),
                "reason": item.said.reason,
                "at": item.said.at,
                "after_opening": item.after,
            }
            for item in found
        ]
    }
