"""What people decided about which ballots count, in sentences and for programs: conflicts that two
settled, and rounds that were opened again.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from reviewtui.domain.ballot import check_code
from reviewtui.domain.naming import expert_name, round_name
from reviewtui.domain.resolution import Resolution
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_words import again_json, again_sentences, clock
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.session import Session


def decided_sentences(session: Session, number: int | None = None) -> list[str]:
    """Which round a result is of and whose marks it takes over, then all that people decided
    about the ballots that count in it; by default of the official one.
    """
    number = number or session.meeting.official
    return [*round_sentences(session, number), *decisions(session, number)]


def decisions(session: Session, number: int, when: Callable[[int], str] = clock) -> list[str]:
    """What people decided about the ballots that count in a round, whichever they are of.

    Args:
        session: Open.
        number: The round.
        when: Writes a time.
    """
    return [
        sentence
        for one in rounds_counting(session, number)
        for sentence in (
            *again_sentences(session, one, when),
            *settled_sentences(session, one, when),
        )
    ]


def rounds_counting(session: Session, number: int) -> list[int]:
    """A round, and the ones before it of which a ballot still counts in it; earliest first."""
    return sorted({number, *(ballot.round for ballot in _counted(session, number).values())})


def round_sentences(session: Session, number: int) -> list[str]:
    """Of a further round: that the result is its own, who handed in, whose marks stand on."""
    if number == FIRST_ROUND:
        return []
    counted = _counted(session, number)
    handed_in = [code for code, ballot in counted.items() if ballot.round == number]
    kept = [code for code, ballot in counted.items() if ballot.round != number]
    text = _("Result of {round}; handed in by {experts}")
    found = [text.format(round=round_name(number), experts=_experts(handed_in) or _("nobody"))]
    if kept:
        text = _("Marks of the round before count for: {experts}")
        found.append(text.format(experts=_experts(kept)))
    return found


def _counted(session: Session, number: int) -> dict[str, StoredBallot]:
    found = session.official(number)
    return {code: one for code, one in found.items() if isinstance(one, StoredBallot)}


def _experts(codes: Iterable[str]) -> str:
    return _(", ").join(map(expert_name, codes))


def decided_json(session: Session, number: int | None = None) -> dict[str, Any]:
    """The same for programs; what was decided is that of the round alone."""
    number = number or session.meeting.official
    said: dict[str, Any] = again_json(session, number) | settled_json(session, number)
    if number != FIRST_ROUND:
        counted = _counted(session, number)
        said["carried_over"] = [code for code, one in counted.items() if one.round != number]
    return said


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
